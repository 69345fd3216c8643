//! The built-in addons and what they need.

use super::codes;
use super::rules::{Rules, given};

pub(super) fn check(rules: &mut Rules<'_>) {
    check_needs(rules);
    let spec = rules.spec();
    if let Some(autoscaler) = &spec.cluster_autoscaler {
        let expanders = &["least-waste", "random", "most-pods", "priority"];
        rules.one_of(rules.at("clusterAutoscaler.expander"), given(&autoscaler.expander), expanders);
    }
    let config = spec.cloud_config.as_ref();
    if config.and_then(|config| config.aws_ebs_csi_driver.as_ref()).is_some_and(|driver| driver.enabled == Some(false))
    {
        let wrong = "the EBS CSI driver cannot be left out: nothing else attaches volumes";
        rules.refuse(rules.at("cloudConfig.awsEBSCSIDriver.enabled"), codes::ADDON_SETTING, wrong, "remove `enabled`");
    }
    let mode = config.and_then(|config| given(&config.nlb_security_group_mode));
    rules.one_of(rules.at("cloudConfig.nlbSecurityGroupMode"), mode, &["Managed"]);
    check_termination_handler(rules);
}

/// Addons that need another one, or permissions of service accounts.
fn check_needs(rules: &mut Rules<'_>) {
    let spec = rules.spec();
    let cert_manager = spec.cert_manager.as_ref().is_some_and(|manager| manager.enabled == Some(true));
    let roles = spec.iam.as_ref().is_some_and(|iam| iam.use_service_account_external_permissions == Some(true));
    let metrics = spec.metrics_server.as_ref().is_some_and(|m| m.enabled == Some(true) && m.insecure != Some(true));
    let balancers = spec.aws_load_balancer_controller.as_ref().is_some_and(|c| c.enabled == Some(true));
    let snapshots = spec.snapshot_controller.as_ref().is_some_and(|c| c.enabled == Some(true));
    let identity = spec.pod_identity_webhook.as_ref().is_some_and(|w| w.enabled == Some(true));
    let karpenter = spec.karpenter.as_ref().is_some_and(|k| k.enabled == Some(true));
    let zones = cert_manager && spec.cert_manager.as_ref().is_some_and(|manager| !manager.hosted_zone_ids.is_empty());
    const MANAGER: &str = "set `certManager.enabled` to true";
    const ROLES: &str = "set `iam.useServiceAccountExternalPermissions` to true";
    let needs = [
        (
            "metricsServer",
            metrics && !cert_manager,
            "the metrics server needs certificates from cert-manager",
            "set `certManager.enabled` to true, or `metricsServer.insecure`",
        ),
        (
            "awsLoadBalancerController",
            balancers && !cert_manager,
            "the load balancer controller needs certificates from cert-manager",
            MANAGER,
        ),
        (
            "snapshotController",
            snapshots && !cert_manager,
            "the snapshot controller needs certificates from cert-manager",
            MANAGER,
        ),
        (
            "podIdentityWebhook",
            identity && !cert_manager,
            "the pod identity webhook needs certificates from cert-manager",
            MANAGER,
        ),
        ("karpenter", karpenter && !roles, "Karpenter needs a role of its own", ROLES),
        (
            "certManager.hostedZoneIDs",
            zones && !roles,
            "cert-manager needs a role of its own to write to hosted zones",
            ROLES,
        ),
    ];
    for (field, _, wrong, right) in needs.into_iter().filter(|(_, missing, ..)| *missing) {
        rules.refuse(rules.at(field), codes::ADDON, wrong, right);
    }
}

fn check_termination_handler(rules: &mut Rules<'_>) {
    let spec = rules.spec();
    let Some(handler) = &spec.node_termination_handler else { return };
    let at = |rules: &Rules<'_>, field: &str| rules.at("nodeTerminationHandler").key(field);
    let karpenter = spec.karpenter.as_ref().is_some_and(|karpenter| karpenter.enabled == Some(true));
    if karpenter && handler.enabled != Some(false) {
        let wrong = "Karpenter drains nodes itself, and the termination handler would do so too";
        rules.refuse(
            at(rules, "enabled"),
            codes::ADDON_SETTING,
            wrong,
            "set `nodeTerminationHandler.enabled` to false",
        );
    }
    if handler.enable_sqs_termination_draining == Some(false) || handler.enabled == Some(false) {
        return;
    }
    if handler.enable_spot_interruption_draining == Some(false) {
        let wrong = "the queue always brings interruptions of spot machines";
        rules.refuse(at(rules, "enableSpotInterruptionDraining"), codes::ADDON_SETTING, wrong, "remove it");
    }
    if handler.enable_rebalance_monitoring == Some(true) && handler.enable_rebalance_draining != Some(true) {
        let wrong = "with a queue, advice to rebalance drains nodes or does nothing";
        let help = "set `enableRebalanceDraining` to true, or remove `enableRebalanceMonitoring`";
        rules.refuse(at(rules, "enableRebalanceMonitoring"), codes::ADDON_SETTING, wrong, help);
    }
}
