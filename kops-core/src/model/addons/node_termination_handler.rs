//! The node termination handler of AWS: drains nodes before their instances end, as a queue or the instance itself tells.

use serde_json::{Value, json};

use super::pod::{
    self, env, env_of_field, host_path, http_get, mount_read_only, on_control_plane, spread, tolerates,
    tolerates_everything, without_nulls,
};
use super::rbac::{account, cluster_role, cluster_role_binding, rule, service_account};
use super::workload::{Pods, daemon_set, deployment, disruption_budget};
use super::{Addon, Object, version};
use crate::model::{Context, iam};
use crate::spec::NodeTerminationHandler;

const NAME: &str = "aws-node-termination-handler";
const NAMES: [(&str, &str); 2] = [("app.kubernetes.io/name", NAME), ("app.kubernetes.io/instance", NAME)];
const PART_OF: (&str, &str) = ("app.kubernetes.io/part-of", NAME);
const VERSION: &str = "app.kubernetes.io/version";
const COMPONENT: &str = "app.kubernetes.io/component";
const APP: (&str, &str) = ("k8s-app", NAME);
const LINUX: (&str, &str) = ("kubernetes.io/os", "linux");
/// The label of pods that work by the queue.
const BY_QUEUE: (&str, &str) = ("kops.k8s.io/nth-mode", "sqs");

/// Returns the addon where the handler is on.
pub(super) fn addon(context: &Context<'_>) -> Option<Addon> {
    let handler = context.spec().node_termination_handler.as_ref().filter(|handler| handler.enabled == Some(true))?;
    let version = handler.version.as_deref().unwrap_or_default();
    let labels = [NAMES[0], NAMES[1], PART_OF, (VERSION, version)];
    let mut objects = vec![
        service_account(NAME).labels(labels).labels([APP]),
        permissions().labels(labels),
        cluster_role_binding(NAME, NAME, account(NAME)).labels(labels),
    ];
    if context.drains_by_queue() {
        let pods = by_queue(context, handler).labels(labels).labels([APP, (COMPONENT, "deployment")]);
        objects.extend([pods, budget()]);
    } else {
        objects.push(on_every_node(context, handler).labels(labels).labels([APP, (COMPONENT, "daemonset")]));
    }
    let addon = Addon::new("node-termination-handler.aws", "k8s-1.11", objects).prunes();
    Some(addon.because_of(context.path("spec.nodeTerminationHandler")))
}

fn permissions() -> Object {
    let rules = [
        rule(&[""], &["nodes"], &["get", "list", "patch", "update"]),
        rule(&[""], &["pods"], &["list", "get"]),
        rule(&[""], &["pods/eviction"], &["create"]),
        rule(&["extensions"], &["daemonsets"], &["get"]),
        rule(&["apps"], &["daemonsets"], &["get"]),
        rule(&[""], &["events"], &["create", "patch"]),
    ];
    cluster_role(NAME, rules)
}

/// A deployment that takes the events of all instances from the queue.
fn by_queue(context: &Context<'_>, handler: &NodeTerminationHandler) -> Object {
    let mut container = container(handler, "true", &queue_settings(context, handler));
    container["securityContext"]["runAsUser"] = 1000.into();
    container["ports"] = json!([
        {"name": "liveness-probe", "protocol": "TCP", "containerPort": 8080},
        {"name": "metrics", "protocol": "TCP", "containerPort": 9092},
    ]);
    container["livenessProbe"] =
        json!({"httpGet": http_get("/healthz", 8080), "initialDelaySeconds": 5, "periodSeconds": 5});

    let mut spec = json!({
        "nodeSelector": null,
        "serviceAccountName": NAME,
        "securityContext": {"fsGroup": 1000},
        "priorityClassName": "system-cluster-critical",
        "containers": [container],
        "topologySpreadConstraints": [
            spread("topology.kubernetes.io/zone", "ScheduleAnyway", [NAMES[0], NAMES[1], BY_QUEUE]),
            spread("kubernetes.io/hostname", "DoNotSchedule", [NAMES[0], NAMES[1], BY_QUEUE]),
        ],
    });
    // Without a role of its own it needs that of the control plane, which only its nodes can take.
    if !iam::accounts_have_roles(context) {
        spec["affinity"] = on_control_plane();
        spec["hostNetwork"] = true.into();
        spec["tolerations"] = json!([tolerates(pod::CONTROL_PLANE), tolerates(pod::MASTER)]);
    }
    let pods = Pods::new([NAMES[0], NAMES[1], LINUX], spec).labels([(COMPONENT, "deployment"), APP, BY_QUEUE]);
    deployment(NAME, pods).set("spec.replicas", context.controller_replicas())
}

fn budget() -> Object {
    disruption_budget(NAME, [NAMES[0], NAMES[1], BY_QUEUE], json!({"maxUnavailable": 1})).labels(NAMES)
}

/// A daemon set whose pods ask the metadata service of their instance.
fn on_every_node(context: &Context<'_>, handler: &NodeTerminationHandler) -> Object {
    let mut container = container(handler, "false", &metadata_settings(handler));
    if let Some(options) = pod::selinux_options(context) {
        container["securityContext"]["seLinuxOptions"] = options;
    }
    container["volumeMounts"] = json!([mount_read_only("uptime", "/proc/uptime")]);
    let not_on_fargate = json!({"key": "eks.amazonaws.com/compute-type", "operator": "NotIn", "values": ["fargate"]});
    let spec = json!({
        "serviceAccountName": NAME,
        "securityContext": {"fsGroup": 1000},
        "priorityClassName": "system-node-critical",
        "hostNetwork": true,
        "dnsPolicy": "ClusterFirstWithHostNet",
        "containers": [container],
        "volumes": [host_path("uptime", "/proc/uptime")],
        "nodeSelector": {"kubernetes.io/os": "linux"},
        "affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {
            "nodeSelectorTerms": [{"matchExpressions": [not_on_fargate]}],
        }}},
        "tolerations": [tolerates_everything()],
    });
    let pods = Pods::new([NAMES[0], NAMES[1], LINUX], spec).labels([(COMPONENT, "daemonset"), APP]);
    let update = json!({"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": "25%"}});
    daemon_set(NAME, pods).set("spec.updateStrategy", update)
}

fn container(handler: &NodeTerminationHandler, serves_probes: &str, settings: &[(&str, String)]) -> Value {
    let mut environment = vec![
        env_of_field("NODE_NAME", "spec.nodeName"),
        env_of_field("POD_NAME", "metadata.name"),
        env_of_field("NAMESPACE", "metadata.namespace"),
        env("ENABLE_PROBES_SERVER", serves_probes),
        env("PROBES_SERVER_PORT", "8080"),
        env("PROBES_SERVER_ENDPOINT", "/healthz"),
        env("LOG_LEVEL", "info"),
        env("JSON_LOGGING", "true"),
        env("LOG_FORMAT_VERSION", "2"),
        env("ENABLE_PROMETHEUS_SERVER", &(handler.prometheus_enable == Some(true)).to_string()),
        env("PROMETHEUS_SERVER_PORT", "9092"),
    ];
    environment.extend(settings.iter().map(|(name, value)| env(name, value)));
    let webhook = [("WEBHOOK_TEMPLATE", &handler.webhook_template), ("WEBHOOK_URL", &handler.webhook_url)];
    for (name, value) in webhook {
        if let Some(value) = value.as_deref().filter(|value| !value.is_empty()) {
            environment.push(env(name, value));
        }
    }
    json!({
        "name": NAME,
        "image": version::node_termination_handler(handler),
        "imagePullPolicy": "IfNotPresent",
        "securityContext": {
            "allowPrivilegeEscalation": false,
            "readOnlyRootFilesystem": true,
            "runAsGroup": 1000,
            "runAsNonRoot": true,
        },
        "env": environment,
        "resources": without_nulls(json!({
            "limits": handler.memory_limit.map(|limit| json!({"memory": limit})),
            "requests": {"cpu": handler.cpu_request, "memory": handler.memory_request},
        })),
    })
}

/// How a node is drained, whichever way the handler hears of it.
fn draining(handler: &NodeTerminationHandler) -> Vec<(&'static str, String)> {
    let on = |value: Option<bool>| (value == Some(true)).to_string();
    vec![
        ("DRY_RUN", "false".into()),
        ("CORDON_ONLY", "false".into()),
        ("TAINT_NODE", on(handler.taint_node)),
        ("ENABLE_OUT_OF_SERVICE_TAINT", on(handler.enable_out_of_service_taint)),
        ("EXCLUDE_FROM_LOAD_BALANCERS", (handler.exclude_from_load_balancers != Some(false)).to_string()),
        ("DELETE_LOCAL_DATA", "true".into()),
        ("IGNORE_DAEMON_SETS", "true".into()),
        ("POD_TERMINATION_GRACE_PERIOD", handler.pod_termination_grace_period.unwrap_or(-1).to_string()),
        ("NODE_TERMINATION_GRACE_PERIOD", "120".into()),
        ("EMIT_KUBERNETES_EVENTS", "true".into()),
    ]
}

fn queue_settings(context: &Context<'_>, handler: &NodeTerminationHandler) -> Vec<(&'static str, String)> {
    let tag = handler.managed_asg_tag.clone().unwrap_or_default();
    let mut settings =
        vec![("CHECK_TAG_BEFORE_DRAINING", "true".into()), ("MANAGED_TAG", tag), ("USE_PROVIDER_ID", "true".into())];
    settings.extend(draining(handler));
    settings.extend([
        ("COMPLETE_LIFECYCLE_ACTION_DELAY_SECONDS", "-1".into()),
        ("ENABLE_SQS_TERMINATION_DRAINING", "true".into()),
        ("QUEUE_URL", queue_url(context)),
        ("DELETE_SQS_MSG_IF_NODE_NOT_FOUND", (handler.delete_sqs_msg_if_node_not_found == Some(true)).to_string()),
        ("WORKERS", "10".into()),
        ("HEARTBEAT_INTERVAL", "-1".into()),
        ("HEARTBEAT_UNTIL", "-1".into()),
        ("SQS_MSG_VISIBILITY_TIMEOUT_SEC", "20".into()),
    ]);
    settings
}

/// The URL that SQS gives to the queue, which follows from its name.
fn queue_url(context: &Context<'_>) -> String {
    let facts = context.facts;
    format!("https://sqs.{}.{}/{}/{}", facts.region, facts.domain(), facts.account_id, context.names.queue())
}

fn metadata_settings(handler: &NodeTerminationHandler) -> Vec<(&'static str, String)> {
    let mut settings = vec![("METADATA_TRIES", "3".into())];
    settings.extend(draining(handler));
    settings.extend([
        ("ENABLE_SPOT_INTERRUPTION_DRAINING", (handler.enable_spot_interruption_draining != Some(false)).to_string()),
        ("ENABLE_ASG_LIFECYCLE_DRAINING", "true".into()),
        ("ENABLE_SCHEDULED_EVENT_DRAINING", (handler.enable_scheduled_event_draining != Some(false)).to_string()),
        ("ENABLE_REBALANCE_MONITORING", (handler.enable_rebalance_monitoring == Some(true)).to_string()),
        ("ENABLE_REBALANCE_DRAINING", (handler.enable_rebalance_draining == Some(true)).to_string()),
        ("ENABLE_SQS_TERMINATION_DRAINING", "false".into()),
        ("UPTIME_FROM_FILE", "/proc/uptime".into()),
    ]);
    settings
}
