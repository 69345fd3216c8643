//! The cluster autoscaler: changes the size of groups as pods need nodes.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::pod::{self, env, on_control_plane, spread, tolerates};
use super::rbac::{account, cluster_role, cluster_role_binding, named_rule, role, role_binding, rule, service_account};
use super::workload::{Pods, config_map, deployment, disruption_budget, service};
use super::{Addon, Object};
use crate::model::{Context, iam};
use crate::spec::{ClusterAutoscaler, InstanceGroup, Role};

const NAME: &str = "cluster-autoscaler";
const LABELS: [(&str, &str); 2] = [("app.kubernetes.io/name", NAME), ("k8s-app", NAME)];
/// The label that selects the pods.
const APP: (&str, &str) = ("app", NAME);

/// Returns the addon where the spec switches it on.
pub(super) fn addon(context: &Context<'_>) -> Option<Addon> {
    let autoscaler =
        context.spec().cluster_autoscaler.as_ref().filter(|autoscaler| autoscaler.enabled == Some(true))?;
    let metrics = json!({
        "type": "ClusterIP",
        "selector": {"app.kubernetes.io/name": NAME},
        "ports": [{"name": "http", "port": 8085, "protocol": "TCP", "targetPort": 8085}],
    });
    let mut objects = vec![
        disruption_budget(NAME, [("k8s-app", NAME)], json!({"maxUnavailable": 1})),
        service_account(NAME).set("automountServiceAccountToken", true),
        permissions(),
        cluster_role_binding(NAME, NAME, account(NAME)),
        status_permissions(),
        role_binding(NAME, NAME, account(NAME)),
        service(NAME, metrics),
    ];
    let by_priority = autoscaler.expander.as_deref() == Some("priority");
    if by_priority && autoscaler.create_priority_expander_config == Some(true) {
        let priorities = json!({"priorities": priorities(context, autoscaler)});
        objects.push(config_map("cluster-autoscaler-priority-expander", priorities));
    }
    objects.push(pods(context, autoscaler));
    let objects = objects.into_iter().map(|object| object.labels(LABELS));
    let addon = Addon::new("cluster-autoscaler.addons.k8s.io", "k8s-1.15", objects);
    Some(addon.because_of(context.path("spec.clusterAutoscaler")))
}

fn permissions() -> Object {
    let look = ["watch", "list", "get"];
    let volumes = ["storageclasses", "csinodes", "csidrivers", "csistoragecapacities", "volumeattachments"];
    let rules = [
        rule(&[""], &["events", "endpoints"], &["create", "patch"]),
        rule(&[""], &["pods/eviction"], &["create"]),
        rule(&[""], &["pods/status"], &["update"]),
        named_rule(&[""], &["endpoints"], &[NAME], &["get", "update"]),
        rule(&[""], &["nodes"], &["watch", "list", "get", "update"]),
        rule(&["resource.k8s.io"], &["resourceslices", "deviceclasses", "resourceclaims"], &look),
        rule(
            &[""],
            &[
                "namespaces",
                "pods",
                "services",
                "replicationcontrollers",
                "persistentvolumeclaims",
                "persistentvolumes",
            ],
            &look,
        ),
        rule(&["batch"], &["jobs", "cronjobs"], &look),
        rule(&["batch", "extensions"], &["jobs"], &["get", "list", "patch", "watch"]),
        rule(&["extensions"], &["replicasets", "daemonsets"], &look),
        rule(&["policy"], &["poddisruptionbudgets"], &["watch", "list"]),
        rule(&["apps"], &["daemonsets", "replicasets", "statefulsets"], &look),
        rule(&["storage.k8s.io"], &volumes, &look),
        rule(&[""], &["configmaps"], &["list", "watch", "get"]),
        rule(&["coordination.k8s.io"], &["leases"], &["create"]),
        named_rule(&["coordination.k8s.io"], &["leases"], &[NAME], &["get", "update"]),
    ];
    cluster_role(NAME, rules)
}

/// What it needs to keep its status.
fn status_permissions() -> Object {
    let rules = [
        rule(&[""], &["configmaps"], &["create"]),
        named_rule(&[""], &["configmaps"], &["cluster-autoscaler-status"], &["delete", "get", "update"]),
    ];
    role(NAME, rules)
}

/// The groups that it may scale, by name, with those that say so themselves.
fn groups<'a>(context: &Context<'a>) -> BTreeMap<&'a str, &'a InstanceGroup> {
    context.groups_with(Role::Node).map(|group| (group.name(), group)).collect()
}

/// The names of autoscaling groups by priority: as the spec has them, or of the groups that say whether they are scaled.
fn priorities(context: &Context<'_>, autoscaler: &ClusterAutoscaler) -> String {
    let mut priorities = autoscaler.custom_priority_expander_config.clone();
    if priorities.is_empty() {
        for group in groups(context).values().filter(|group| group.spec.autoscale.is_some()) {
            let priority = group.spec.autoscale_priority.unwrap_or_default().to_string();
            priorities.entry(priority).or_default().push(context.autoscaling_group(group));
        }
    }
    let lines = priorities.iter().flat_map(|(priority, names)| {
        std::iter::once(format!("{priority}:")).chain(names.iter().map(|name| format!("- {name}")))
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn pods(context: &Context<'_>, autoscaler: &ClusterAutoscaler) -> Object {
    let own_role = iam::accounts_have_roles(context);
    let container = json!({
        "name": NAME,
        "image": autoscaler.image,
        "imagePullPolicy": "IfNotPresent",
        "command": command(context, autoscaler),
        "env": [env("AWS_REGION", &context.facts.region)],
        "livenessProbe": {
            "httpGet": {"path": "/health-check", "port": "http", "scheme": "HTTP"},
            "failureThreshold": 3, "periodSeconds": 10, "successThreshold": 1, "timeoutSeconds": 1,
        },
        "ports": [{"containerPort": 8085, "name": "http", "protocol": "TCP"}],
        "resources": {"requests": {
            "cpu": autoscaler.cpu_request.map_or_else(|| json!("100m"), |cpu| json!(cpu)),
            "memory": autoscaler.memory_request.map_or_else(|| json!("300Mi"), |memory| json!(memory)),
        }},
    });
    let mut spec = json!({
        "nodeSelector": null,
        "affinity": if own_role { away_from_spot() } else { on_control_plane() },
        "priorityClassName": "system-cluster-critical",
        "dnsPolicy": "ClusterFirst",
        "containers": [container],
        "serviceAccountName": NAME,
        "topologySpreadConstraints": [
            spread("topology.kubernetes.io/zone", "ScheduleAnyway", [APP]),
            spread("kubernetes.io/hostname", "DoNotSchedule", [APP]),
        ],
    });
    if !own_role {
        spec["hostNetwork"] = true.into();
        spec["tolerations"] = json!([tolerates(pod::CONTROL_PLANE), tolerates(pod::MASTER)]);
    }
    let pods = Pods::new([APP], spec)
        .labels([("k8s-addon", "cluster-autoscaler.addons.k8s.io")])
        .labels(LABELS)
        .annotation("prometheus.io/port", "8085")
        .annotation("prometheus.io/scrape", "true")
        .annotations(&autoscaler.pod_annotations);
    let deployment = deployment(NAME, pods).set("spec.replicas", context.controller_replicas());
    // On the node's network two pods cannot run beside each other, so that the old one must go first.
    let one_by_one = json!({"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 0}});
    deployment.set_some("spec.strategy", (!own_role).then_some(one_by_one))
}

/// Prefers nodes that AWS does not take away.
fn away_from_spot() -> Value {
    let condition = json!({"key": "node-role.kubernetes.io/spot-worker", "operator": "DoesNotExist"});
    let preference = json!({"weight": 1, "preference": {"matchExpressions": [condition]}});
    json!({"nodeAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [preference]}})
}

fn command(context: &Context<'_>, autoscaler: &ClusterAutoscaler) -> Vec<String> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let on = |value: Option<bool>| (value == Some(true)).to_string();
    let mut command = vec!["./cluster-autoscaler".to_owned()];
    let mut flag = |name: &str, value: String| command.push(format!("--{name}={value}"));
    flag("balance-similar-node-groups", on(autoscaler.balance_similar_node_groups));
    flag("emit-per-nodegroup-metrics", on(autoscaler.emit_per_nodegroup_metrics));
    flag("cloud-provider", "aws".into());
    flag("aws-use-static-instance-list", on(autoscaler.aws_use_static_instance_list));
    flag("expander", text(&autoscaler.expander));
    for group in groups(context).values().filter(|group| group.spec.autoscale != Some(false)) {
        let (min, max) = (group.spec.min_size.unwrap_or_default(), group.spec.max_size.unwrap_or_default());
        flag("nodes", format!("{min}:{max}:{}", context.autoscaling_group(group)));
    }
    flag("ignore-daemonsets-utilization", on(autoscaler.ignore_daemon_sets_utilization));
    flag("scale-down-utilization-threshold", text(&autoscaler.scale_down_utilization_threshold));
    flag("skip-nodes-with-custom-controller-pods", on(autoscaler.skip_nodes_with_custom_controller_pods));
    flag("skip-nodes-with-local-storage", on(autoscaler.skip_nodes_with_local_storage));
    flag("skip-nodes-with-system-pods", on(autoscaler.skip_nodes_with_system_pods));
    flag("scale-down-delay-after-add", text(&autoscaler.scale_down_delay_after_add));
    flag("scale-down-unneeded-time", text(&autoscaler.scale_down_unneeded_time));
    flag("scale-down-unready-time", text(&autoscaler.scale_down_unready_time));
    flag("new-pod-scale-up-delay", text(&autoscaler.new_pod_scale_up_delay));
    flag("max-node-provision-time", text(&autoscaler.max_node_provision_time));
    flag("cordon-node-before-terminating", (autoscaler.cordon_node_before_terminating != Some(false)).to_string());
    flag("logtostderr", "true".into());
    flag("stderrthreshold", "info".into());
    flag("v", "4".into());
    command
}
