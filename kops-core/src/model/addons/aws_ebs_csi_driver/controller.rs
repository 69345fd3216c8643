//! The controller of the driver: it makes, attaches, resizes and snapshots volumes.

use serde_json::{Value, json};

use super::{CONTROLLER, CONTROLLER_ACCOUNT, CONTROLLER_PODS, arguments, container, environment, labels};
use crate::model::addons::pod::{
    self, empty_dir, env, env_of_optional_config_map, env_of_optional_secret, mount, spread, tolerates,
    tolerates_everything,
};
use crate::model::addons::workload::{Pods, deployment};
use crate::model::addons::{Object, version};
use crate::model::{Context, iam, tags};
use crate::spec::EbsCsiDriver;

/// Where the containers talk to the driver.
const SOCKETS: &str = "/var/lib/csi/sockets/pluginproxy/";

pub(super) fn pods(context: &Context<'_>, driver: &EbsCsiDriver) -> Object {
    let mut containers = vec![plugin(context, driver), provisioner(driver), attacher()];
    if context.takes_snapshots() {
        containers.push(snapshotter());
    }
    containers.extend([resizer(), liveness_probe()]);
    let own_role = iam::accounts_have_roles(context);
    let mut spec = json!({
        "nodeSelector": {"kubernetes.io/os": "linux"},
        "serviceAccountName": CONTROLLER_ACCOUNT,
        "priorityClassName": "system-cluster-critical",
        "affinity": affinity(own_role),
        "topologySpreadConstraints": [
            spread("topology.kubernetes.io/zone", "ScheduleAnyway", CONTROLLER_PODS),
            spread("kubernetes.io/hostname", "DoNotSchedule", CONTROLLER_PODS),
        ],
        "tolerations": tolerations(context, own_role),
        "securityContext": {"fsGroup": 1000, "runAsGroup": 1000, "runAsNonRoot": true, "runAsUser": 1000},
        "containers": containers,
        "volumes": [empty_dir("socket-dir")],
    });
    // Without a role of its own it uses that of the control plane, which the metadata service gives to its nodes.
    if !own_role {
        spec["hostNetwork"] = true.into();
    }
    let pods = Pods::new(CONTROLLER_PODS, spec).labels(labels(driver)).annotations(&driver.pod_annotations);
    deployment(CONTROLLER, pods).with(json!({"spec": {
        "replicas": context.controller_replicas(),
        "revisionHistoryLimit": 10,
        "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 1}},
    }}))
}

fn affinity(own_role: bool) -> Value {
    let on_linux = json!({"key": "kubernetes.io/os", "operator": "In", "values": ["linux"]});
    let terms = [pod::CONTROL_PLANE, pod::MASTER].map(|label| {
        let mut conditions = vec![on_linux.clone()];
        if !own_role {
            conditions.insert(0, json!({"key": label, "operator": "Exists"}));
        }
        json!({"matchExpressions": conditions})
    });
    let elsewhere = json!({
        "key": "eks.amazonaws.com/compute-type", "operator": "NotIn", "values": ["fargate", "auto", "hybrid"],
    });
    let others = json!({"matchExpressions": [{"key": "app", "operator": "In", "values": [CONTROLLER]}]});
    json!({
        "nodeAffinity": {
            "requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": terms},
            "preferredDuringSchedulingIgnoredDuringExecution": [
                {"preference": {"matchExpressions": [elsewhere]}, "weight": 1},
            ],
        },
        "podAntiAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [
            {"podAffinityTerm": {"labelSelector": others, "topologyKey": "kubernetes.io/hostname"}, "weight": 100},
        ]},
    })
}

fn tolerations(context: &Context<'_>, own_role: bool) -> Vec<Value> {
    if !own_role {
        return vec![tolerates_everything()];
    }
    let mut tolerations = vec![
        tolerates("CriticalAddonsOnly"),
        json!({"effect": "NoExecute", "operator": "Exists", "tolerationSeconds": 300}),
    ];
    if context.uses_karpenter() {
        tolerations.extend([tolerates(pod::MASTER), tolerates(pod::CONTROL_PLANE)]);
    }
    tolerations
}

fn plugin(context: &Context<'_>, driver: &EbsCsiDriver) -> Value {
    let flags = vec![
        "controller".to_owned(),
        "--endpoint=$(CSI_ENDPOINT)".to_owned(),
        format!("--k8s-tag-cluster-id={}", context.cluster.name()),
        format!("--extra-tags={}", tags::of_controllers(context.cluster)),
        "--http-endpoint=0.0.0.0:3301".to_owned(),
        "--batching=true".to_owned(),
        "--logging-format=text".to_owned(),
        "--v=5".to_owned(),
    ];
    let mut variables = environment(context, &format!("unix://{SOCKETS}csi.sock"));
    variables.extend([
        env_of_optional_secret("AWS_ACCESS_KEY_ID", "aws-secret", "key_id"),
        env_of_optional_secret("AWS_SECRET_ACCESS_KEY", "aws-secret", "access_key"),
        env_of_optional_config_map("AWS_EC2_ENDPOINT", "aws-meta", "endpoint"),
        env_of_optional_config_map("AWS_SAGEMAKER_ENDPOINT", "aws-meta", "sagemaker_endpoint"),
    ]);
    let probe = |failures: i32| {
        json!({
            "httpGet": {"path": "/healthz", "port": "healthz"},
            "initialDelaySeconds": 10, "timeoutSeconds": 60, "periodSeconds": 10, "failureThreshold": failures,
        })
    };
    let mut plugin = confined(container("ebs-plugin", &version::ebs_csi_driver(driver), flags));
    plugin["env"] = variables.into();
    plugin["ports"] = json!([
        {"name": "healthz", "containerPort": 9808, "protocol": "TCP"},
        {"name": "metrics", "containerPort": 3301, "protocol": "TCP"},
    ]);
    plugin["livenessProbe"] = probe(10);
    plugin["readinessProbe"] = probe(5);
    plugin
}

fn provisioner(driver: &EbsCsiDriver) -> Value {
    let mut flags = arguments([
        "--timeout=60s",
        "--csi-address=$(ADDRESS)",
        "--v=5",
        "--feature-gates=Topology=true",
        "--extra-create-metadata",
        "--leader-election=true",
        "--default-fstype=ext4",
    ]);
    let rate = driver.kube_api_qps.map_or_else(|| "20".to_owned(), |rate| rate.to_string());
    flags.push(format!("--kube-api-qps={rate}"));
    flags.push(format!("--kube-api-burst={}", driver.kube_api_burst.unwrap_or(100)));
    flags.extend(arguments([
        "--worker-threads=100",
        "--retry-interval-max=30m",
        "--feature-gates=VolumeAttributesClass=false",
        "--http-endpoint=0.0.0.0:3302",
    ]));
    let mut container = sidecar("csi-provisioner", version::CSI_PROVISIONER, flags, "metrics-prov", 3302);
    container["env"] = json!([address(), env("ENABLE_VAC_FALLBACK", "true")]);
    container
}

fn attacher() -> Value {
    let flags = arguments([
        "--timeout=6m",
        "--csi-address=$(ADDRESS)",
        "--v=5",
        "--leader-election=true",
        "--kube-api-qps=20",
        "--kube-api-burst=100",
        "--worker-threads=100",
        "--retry-interval-max=5m",
        "--feature-gates=MutableCSINodeAllocatableCount=true",
        "--http-endpoint=0.0.0.0:3303",
    ]);
    sidecar("csi-attacher", version::CSI_ATTACHER, flags, "metrics-attach", 3303)
}

fn snapshotter() -> Value {
    let flags = arguments([
        "--csi-address=$(ADDRESS)",
        "--leader-election=true",
        "--v=5",
        "--extra-create-metadata",
        "--kube-api-qps=20",
        "--kube-api-burst=100",
        "--worker-threads=100",
        "--retry-interval-max=30m",
        "--http-endpoint=0.0.0.0:3306",
    ]);
    sidecar("csi-snapshotter", version::CSI_SNAPSHOTTER, flags, "metrics-snap", 3306)
}

fn resizer() -> Value {
    let flags = arguments([
        "--timeout=60s",
        "--extra-modify-metadata",
        "--csi-address=$(ADDRESS)",
        "--v=5",
        "--handle-volume-inuse-error=false",
        "--leader-election=true",
        "--kube-api-qps=20",
        "--kube-api-burst=100",
        "--workers=100",
        "--retry-interval-max=30m",
        "--feature-gates=VolumeAttributesClass=false",
        "--http-endpoint=0.0.0.0:3304",
    ]);
    let mut container = sidecar("csi-resizer", version::CSI_RESIZER, flags, "metrics-resizer", 3304);
    container["env"] = json!([address(), env("ENABLE_VAC_FALLBACK", "true")]);
    container
}

fn liveness_probe() -> Value {
    let flags = arguments(["--csi-address=/csi/csi.sock", "--probe-timeout=60s", "--metrics-address=0.0.0.0:3305"]);
    let mut probe = container("liveness-probe", version::CSI_LIVENESS_PROBE, flags);
    probe["volumeMounts"] = json!([mount("socket-dir", "/csi")]);
    probe["ports"] = json!([{"name": "metrics-lp", "containerPort": 3305, "protocol": "TCP"}]);
    probe
}

/// A container that watches the API and asks the driver.
fn sidecar(name: &str, image: &str, flags: Vec<String>, port_name: &str, port: i32) -> Value {
    let mut sidecar = confined(container(name, image, flags));
    sidecar["env"] = json!([address()]);
    sidecar["ports"] = json!([{"name": port_name, "containerPort": port, "protocol": "TCP"}]);
    sidecar
}

/// A container with the sockets, held to the system calls of the runtime's profile.
fn confined(mut container: Value) -> Value {
    container["volumeMounts"] = json!([mount("socket-dir", SOCKETS)]);
    container["securityContext"]["seccompProfile"] = json!({"type": "RuntimeDefault"});
    container
}

fn address() -> Value {
    env("ADDRESS", &format!("{SOCKETS}csi.sock"))
}
