//! The built-in addons.

use super::{Notes, Version};
use crate::spec::{Cluster, ClusterAutoscaler, Karpenter, NodeProblemDetector, NodeTerminationHandler, Quantity};

const RELEASE: &str = "the release that kops installs";
const NEED: &str = "what it needs";

pub(super) fn fill(cluster: &mut Cluster, version: Version, notes: &mut Notes<'_>) {
    let spec = &mut cluster.spec;
    if let Some(autoscaler) = spec.cluster_autoscaler.as_mut().filter(|autoscaler| autoscaler.enabled == Some(true)) {
        fill_autoscaler(autoscaler, version, notes);
    }
    if let Some(detector) = &mut spec.node_problem_detector {
        fill_problem_detector(detector, notes);
    }
    if let Some(karpenter) = &mut spec.karpenter {
        fill_karpenter(karpenter, notes);
    }
    // Karpenter drains the nodes that it made itself.
    if spec.karpenter.as_ref().is_none_or(|karpenter| karpenter.enabled != Some(true)) {
        fill_termination_handler(spec.node_termination_handler.get_or_insert_default(), notes);
    }
}

/// Reads an amount that stands in the library.
pub(super) fn quantity(text: &str) -> Quantity {
    text.parse().unwrap_or_default()
}

fn fill_autoscaler(autoscaler: &mut ClusterAutoscaler, version: Version, notes: &mut Notes<'_>) {
    const KOPS: &str = "how kops runs the autoscaler";
    let at = |field: &str| format!("clusterAutoscaler.{field}");
    let release = match version.minor {
        31 => "v1.31.5",
        32 => "v1.32.7",
        33 => "v1.33.5",
        34 => "v1.34.4",
        35 => "v1.35.1",
        _ => "v1.36.0",
    };
    let image = format!("registry.k8s.io/autoscaling/cluster-autoscaler:{release}");
    notes.set(&mut autoscaler.image, at("image"), image, "the release for the version of Kubernetes");
    notes.fill(&mut autoscaler.expander, at("expander"), "random", KOPS);
    let switches = [
        (&mut autoscaler.ignore_daemon_sets_utilization, "ignoreDaemonSetsUtilization", false),
        (&mut autoscaler.skip_nodes_with_custom_controller_pods, "skipNodesWithCustomControllerPods", true),
        (&mut autoscaler.skip_nodes_with_local_storage, "skipNodesWithLocalStorage", true),
        (&mut autoscaler.skip_nodes_with_system_pods, "skipNodesWithSystemPods", true),
        (&mut autoscaler.balance_similar_node_groups, "balanceSimilarNodeGroups", false),
        (&mut autoscaler.emit_per_nodegroup_metrics, "emitPerNodegroupMetrics", false),
        (&mut autoscaler.aws_use_static_instance_list, "awsUseStaticInstanceList", false),
    ];
    for (slot, field, value) in switches {
        notes.set(slot, at(field), value, KOPS);
    }
    let texts = [
        (&mut autoscaler.scale_down_utilization_threshold, "scaleDownUtilizationThreshold", "0.5"),
        (&mut autoscaler.new_pod_scale_up_delay, "newPodScaleUpDelay", "0s"),
        (&mut autoscaler.scale_down_delay_after_add, "scaleDownDelayAfterAdd", "10m0s"),
        (&mut autoscaler.scale_down_unneeded_time, "scaleDownUnneededTime", "10m0s"),
        (&mut autoscaler.scale_down_unready_time, "scaleDownUnreadyTime", "20m0s"),
        (&mut autoscaler.max_node_provision_time, "maxNodeProvisionTime", "15m0s"),
    ];
    for (slot, field, value) in texts {
        notes.set(slot, at(field), value, KOPS);
    }
    if autoscaler.expander.as_deref() == Some("priority") {
        let slot = &mut autoscaler.create_priority_expander_config;
        notes.set(slot, at("createPriorityExpanderConfig"), true, "the expander needs priorities");
    }
}

fn fill_problem_detector(detector: &mut NodeProblemDetector, notes: &mut Notes<'_>) {
    let at = |field: &str| format!("nodeProblemDetector.{field}");
    notes.set(&mut detector.enabled, at("enabled"), false, "off where it is not said");
    notes.set(&mut detector.cpu_request, at("cpuRequest"), quantity("20m"), NEED);
    notes.set(&mut detector.memory_request, at("memoryRequest"), quantity("100Mi"), NEED);
    notes.set(&mut detector.memory_limit, at("memoryLimit"), quantity("100Mi"), NEED);
    let image = "registry.k8s.io/node-problem-detector/node-problem-detector:v0.8.18";
    notes.set(&mut detector.image, at("image"), image, RELEASE);
}

fn fill_karpenter(karpenter: &mut Karpenter, notes: &mut Notes<'_>) {
    let at = |field: &str| format!("karpenter.{field}");
    notes.fill(&mut karpenter.image, at("image"), "public.ecr.aws/karpenter/controller:1.13.0", RELEASE);
    notes.fill(&mut karpenter.log_encoding, at("logEncoding"), "console", "how kops runs Karpenter");
    notes.fill(&mut karpenter.log_level, at("logLevel"), "debug", "how kops runs Karpenter");
}

fn fill_termination_handler(handler: &mut NodeTerminationHandler, notes: &mut Notes<'_>) {
    const KOPS: &str = "how kops runs the termination handler";
    let at = |field: &str| format!("nodeTerminationHandler.{field}");
    notes.set(&mut handler.enabled, at("enabled"), true, "on where Karpenter is not");
    if handler.enabled != Some(true) {
        return;
    }
    let switches = [
        (&mut handler.delete_sqs_msg_if_node_not_found, "deleteSQSMsgIfNodeNotFound", false),
        (&mut handler.enable_spot_interruption_draining, "enableSpotInterruptionDraining", true),
        (&mut handler.enable_scheduled_event_draining, "enableScheduledEventDraining", true),
        (&mut handler.enable_rebalance_monitoring, "enableRebalanceMonitoring", false),
        (&mut handler.enable_rebalance_draining, "enableRebalanceDraining", false),
        (&mut handler.enable_out_of_service_taint, "enableOutOfServiceTaint", false),
        (&mut handler.prometheus_enable, "prometheusEnable", false),
        (&mut handler.exclude_from_load_balancers, "excludeFromLoadBalancers", true),
        (&mut handler.taint_node, "taintNode", false),
    ];
    for (slot, field, value) in switches {
        notes.set(slot, at(field), value, KOPS);
    }
    notes.set(&mut handler.managed_asg_tag, at("managedASGTag"), "aws-node-termination-handler/managed", KOPS);
    notes.set(
        &mut handler.pod_termination_grace_period,
        at("podTerminationGracePeriod"),
        -1,
        "as long as the pod says",
    );
    notes.set(&mut handler.cpu_request, at("cpuRequest"), quantity("50m"), NEED);
    notes.set(&mut handler.memory_request, at("memoryRequest"), quantity("64Mi"), NEED);
    notes.set(&mut handler.version, at("version"), "v1.25.5", RELEASE);
}
