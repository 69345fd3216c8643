//! The cloud controller manager of AWS: addresses and zones of nodes, load balancers of services, routes to pods.

use serde_json::json;

use super::pod::{self, env, host_path_of, mount_read_only, without_nulls};
use super::rbac::{cluster_role, cluster_role_binding, named_rule, role_binding, rule, service_account};
use super::workload::{Pods, daemon_set};
use super::{Addon, Object};
use crate::model::Context;
use crate::spec::CloudControllerManager;

const NAME: &str = "aws-cloud-controller-manager";
const ROLE: &str = "system:cloud-controller-manager";

pub(super) fn addon(context: &Context<'_>) -> Addon {
    let mut subject = super::rbac::account(NAME);
    subject["apiGroup"] = "".into();
    let objects = [
        pods(context),
        service_account(NAME),
        role_binding(
            "cloud-controller-manager:apiserver-authentication-reader",
            "extension-apiserver-authentication-reader",
            subject.clone(),
        ),
        permissions(),
        cluster_role_binding(ROLE, ROLE, subject),
    ];
    let addon = Addon::new("aws-cloud-controller.addons.k8s.io", "k8s-1.18", objects);
    addon.because_of(context.path("spec.cloudControllerManager"))
}

fn pods(context: &Context<'_>) -> Object {
    let default = CloudControllerManager::default();
    let manager = context.spec().cloud_controller_manager.as_ref().unwrap_or(&default);
    let container = json!({
        "name": NAME,
        "image": manager.image,
        "imagePullPolicy": "IfNotPresent",
        "args": arguments(manager),
        "env": [env("KUBERNETES_SERVICE_HOST", "127.0.0.1")],
        "resources": {"requests": {"cpu": manager.cpu_request.map_or_else(|| json!("200m"), |cpu| json!(cpu))}},
        "volumeMounts": [mount_read_only("cloudconfig", "/etc/kubernetes/cloud.config")],
    });
    let mut spec = without_nulls(json!({
        "affinity": pod::on_nodes_with_any(&[pod::CONTROL_PLANE]),
        "tolerations": [
            {"key": "node.cloudprovider.kubernetes.io/uninitialized", "value": "true", "effect": "NoSchedule"},
            {"key": "node.kubernetes.io/not-ready", "effect": "NoSchedule"},
            {"key": pod::CONTROL_PLANE, "effect": "NoSchedule"},
            {"key": pod::MASTER, "effect": "NoSchedule"},
        ],
        "securityContext": pod::selinux_options(context).map(|options| json!({"seLinuxOptions": options})),
        "serviceAccountName": NAME,
        "containers": [container],
        "hostNetwork": true,
        "priorityClassName": "system-cluster-critical",
        "volumes": [host_path_of("cloudconfig", "/etc/kubernetes/cloud.config", "")],
    }));
    spec["nodeSelector"] = json!(null);
    daemon_set(NAME, Pods::new([("k8s-app", NAME)], spec))
        .label("k8s-app", NAME)
        .set("spec.updateStrategy.type", "RollingUpdate")
}

/// What the spec sets, sorted by flag, and behind it what always holds.
fn arguments(manager: &CloudControllerManager) -> Vec<String> {
    let text = |value: &Option<String>| value.clone().filter(|value| !value.is_empty());
    let switch = |value: Option<bool>| value.map(|value| value.to_string());
    let election = manager.leader_election.as_ref();
    let elected = |field: fn(&crate::spec::LeaderElection) -> Option<String>| election.and_then(field);
    let flags = [
        ("allocate-node-cidrs", switch(manager.allocate_node_cidrs)),
        ("allow-untagged-cloud", switch(manager.allow_untagged_cloud)),
        ("cidr-allocator-type", text(&manager.cidr_allocator_type)),
        ("cloud-provider", text(&manager.cloud_provider)),
        ("cluster-cidr", text(&manager.cluster_cidr)),
        ("cluster-name", text(&manager.cluster_name)),
        ("concurrent-node-syncs", manager.concurrent_node_syncs.map(|count| count.to_string())),
        ("configure-cloud-routes", switch(manager.configure_cloud_routes)),
        ("controllers", Some(manager.controllers.join(",")).filter(|names| !names.is_empty())),
        ("enable-leader-migration", switch(manager.enable_leader_migration)),
        ("leader-elect-lease-duration", elected(|e| e.leader_elect_lease_duration.map(|time| time.to_string()))),
        (
            "leader-elect-renew-deadline",
            elected(|e| e.leader_elect_renew_deadline_duration.map(|time| time.to_string())),
        ),
        ("leader-elect-resource-lock", elected(|e| e.leader_elect_resource_lock.clone())),
        ("leader-elect-resource-name", elected(|e| e.leader_elect_resource_name.clone())),
        ("leader-elect-resource-namespace", elected(|e| e.leader_elect_resource_namespace.clone())),
        ("leader-elect-retry-period", elected(|e| e.leader_elect_retry_period.map(|time| time.to_string()))),
        ("leader-elect", elected(|e| e.leader_elect.map(|elect| elect.to_string()))),
        ("master", text(&manager.master)),
        ("node-status-update-frequency", manager.node_status_update_frequency.map(|time| time.to_string())),
        ("use-service-account-credentials", switch(manager.use_service_account_credentials)),
        ("v", manager.log_level.filter(|level| *level != 0).map(|level| level.to_string())),
    ];
    let set = flags.into_iter().filter_map(|(flag, value)| Some(format!("--{flag}={}", value?)));
    let mut arguments: Vec<String> = set.collect();
    if manager.log_level.unwrap_or_default() == 0 {
        arguments.push("--v=2".into());
    }
    if manager.cloud_provider.as_deref().unwrap_or_default().is_empty() {
        arguments.push("--cloud-provider=aws".into());
    }
    if manager.use_service_account_credentials.is_none() {
        arguments.push("--use-service-account-credentials=true".into());
    }
    arguments.push("--cloud-config=/etc/kubernetes/cloud.config".into());
    arguments
}

fn permissions() -> Object {
    let controllers = ["node-controller", "service-controller", "route-controller"];
    let services = ["list", "patch", "update", "watch"];
    let endpoints = ["create", "get", "list", "watch", "update"];
    let rules = [
        rule(&[""], &["events"], &["create", "patch", "update"]),
        rule(&[""], &["nodes"], &["*"]),
        rule(&[""], &["nodes/status"], &["patch"]),
        rule(&[""], &["services"], &services),
        rule(&[""], &["services/status"], &services),
        rule(&[""], &["serviceaccounts"], &["create", "get"]),
        rule(&[""], &["persistentvolumes"], &["get", "list", "update", "watch"]),
        rule(&[""], &["endpoints"], &endpoints),
        rule(&["coordination.k8s.io"], &["leases"], &endpoints),
        rule(&[""], &["secrets"], &["list", "watch"]),
        named_rule(&[""], &["serviceaccounts/token"], &controllers, &["create"]),
    ];
    cluster_role(ROLE, rules)
}
