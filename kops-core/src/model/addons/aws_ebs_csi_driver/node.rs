//! The pod of the driver on each node, which mounts volumes.

use serde_json::{Value, json};

use super::{DRIVER, NAMES, NODE_ACCOUNT, arguments, container, environment, labels};
use crate::model::Context;
use crate::model::addons::pod::{empty_dir, env, host_path_of, mount, tolerates_everything};
use crate::model::addons::workload::{Pods, daemon_set};
use crate::model::addons::{Object, version};
use crate::spec::EbsCsiDriver;

const NAME: &str = "ebs-csi-node";

/// Instance types of which instances cannot attach volumes by NVMe.
const UNSUPPORTED: [&str; 5] = ["a1.medium", "a1.large", "a1.xlarge", "a1.2xlarge", "a1.4xlarge"];

pub(super) fn pods(context: &Context<'_>, driver: &EbsCsiDriver) -> Object {
    let host_network = driver.host_network == Some(true);
    let sockets = format!("/var/lib/kubelet/plugins/{DRIVER}/");
    let spec = json!({
        "affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {
            "nodeSelectorTerms": [{"matchExpressions": nodes(host_network)}],
        }}},
        "nodeSelector": {"kubernetes.io/os": "linux"},
        "serviceAccountName": NODE_ACCOUNT,
        "terminationGracePeriodSeconds": 30,
        "priorityClassName": "system-node-critical",
        "tolerations": [tolerates_everything()],
        "hostNetwork": host_network,
        "securityContext": {"fsGroup": 0, "runAsGroup": 0, "runAsNonRoot": false, "runAsUser": 0},
        "containers": [plugin(context, driver), registrar(&sockets), liveness_probe()],
        "volumes": [
            host_path_of("kubelet-dir", "/var/lib/kubelet", "Directory"),
            host_path_of("plugin-dir", &sockets, "DirectoryOrCreate"),
            host_path_of("registration-dir", "/var/lib/kubelet/plugins_registry/", "Directory"),
            host_path_of("device-dir", "/dev", "Directory"),
            empty_dir("probe-dir"),
        ],
    });
    let pods = Pods::new([("app", NAME), NAMES[0], NAMES[1]], spec)
        .labels(labels(driver))
        .annotations(&driver.pod_annotations);
    daemon_set(NAME, pods).with(json!({"spec": {
        "revisionHistoryLimit": 10,
        "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": "10%"}},
    }}))
}

/// The nodes whose volumes the driver mounts.
fn nodes(host_network: bool) -> Vec<Value> {
    let not_in = |key: &str, values: &[&str]| json!({"key": key, "operator": "NotIn", "values": values});
    let mut conditions = vec![
        not_in("eks.amazonaws.com/compute-type", &["fargate", "auto", "hybrid"]),
        not_in("node.kubernetes.io/instance-type", &UNSUPPORTED),
    ];
    // Without the metadata service, which only the node's own network reaches for certain, the zone must be known by a label.
    if !host_network {
        conditions.insert(0, json!({"key": "topology.kubernetes.io/zone", "operator": "Exists"}));
    }
    conditions
}

fn plugin(context: &Context<'_>, driver: &EbsCsiDriver) -> Value {
    let mut arguments = arguments([
        "node",
        "--endpoint=$(CSI_ENDPOINT)",
        "--csi-mount-point-prefix=/var/lib/kubelet/plugins/kubernetes.io/csi/ebs.csi.aws.com/",
    ]);
    if let Some(limit) = driver.volume_attach_limit {
        arguments.push(format!("--volume-attach-limit={limit}"));
    }
    arguments.extend(["--logging-format=text".to_owned(), "--v=5".to_owned()]);
    let mut kubelet = mount("kubelet-dir", "/var/lib/kubelet");
    kubelet["mountPropagation"] = "Bidirectional".into();

    let mut plugin = container("ebs-plugin", &version::ebs_csi_driver(driver), arguments);
    plugin["env"] = environment(context, "unix:/csi/csi.sock").into();
    plugin["volumeMounts"] = json!([kubelet, mount("plugin-dir", "/csi"), mount("device-dir", "/dev")]);
    plugin["ports"] = json!([{"name": "healthz", "containerPort": 9808, "protocol": "TCP"}]);
    let healthy = json!({"path": "/healthz", "port": "healthz"});
    plugin["livenessProbe"] = json!({
        "httpGet": healthy, "initialDelaySeconds": 10, "timeoutSeconds": 3, "periodSeconds": 10, "failureThreshold": 5,
    });
    plugin["readinessProbe"] =
        json!({"httpGet": healthy, "timeoutSeconds": 3, "periodSeconds": 5, "failureThreshold": 3});
    plugin["securityContext"] = json!({"privileged": true, "readOnlyRootFilesystem": true});
    plugin["lifecycle"] = json!({"preStop": {"exec": {"command": ["/bin/aws-ebs-csi-driver", "pre-stop-hook"]}}});
    plugin
}

/// The container that tells the kubelet of the driver.
fn registrar(sockets: &str) -> Value {
    let flags = [
        "--csi-address=$(ADDRESS)",
        "--kubelet-registration-path=$(DRIVER_REG_SOCK_PATH)",
        "--http-endpoint=0.0.0.0:9809",
        "--v=5",
    ];
    let mut registrar = container("node-driver-registrar", version::CSI_NODE_DRIVER_REGISTRAR, arguments(flags));
    registrar["env"] =
        json!([env("ADDRESS", "/csi/csi.sock"), env("DRIVER_REG_SOCK_PATH", &format!("{sockets}csi.sock"))]);
    registrar["ports"] = json!([{"name": "healthz-ndr", "containerPort": 9809}]);
    registrar["livenessProbe"] = json!({
        "httpGet": {"path": "/healthz", "port": "healthz-ndr"},
        "initialDelaySeconds": 30, "periodSeconds": 90, "timeoutSeconds": 15,
    });
    registrar["volumeMounts"] =
        json!([mount("plugin-dir", "/csi"), mount("registration-dir", "/registration"), mount("probe-dir", sockets)]);
    registrar
}

fn liveness_probe() -> Value {
    let flags = arguments(["--csi-address=/csi/csi.sock"]);
    let mut probe = container("liveness-probe", version::CSI_LIVENESS_PROBE, flags);
    probe["volumeMounts"] = json!([mount("plugin-dir", "/csi")]);
    probe
}
