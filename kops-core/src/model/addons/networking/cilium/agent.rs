//! The agent, which runs on every node and gives pods their network.

use serde_json::{Value, json};

use super::{AGENT_APP, CONFIG, NAME, PART_OF, Setup, one_per_node, place_of_pod, version};
use crate::model::addons::Object;
use crate::model::addons::pod::{
    empty_dir, env, env_of_optional_config_map, host_path, host_path_of, mount, mount_read_only, tolerates_everything,
    without_nulls,
};
use crate::model::addons::workload::{Pods, daemon_set};
use crate::naming::CILIUM_IPSEC_KEYS;

/// The port at which the agent says on its node how it is.
const HEALTH_PORT: i32 = 9879;
const LABELS: [(&str, &str); 2] = [("app.kubernetes.io/name", "cilium-agent"), PART_OF];
const CLUSTER_SERVICE: (&str, &str) = ("kubernetes.io/cluster-service", "true");
/// Containers that AppArmor leaves alone.
const UNCONFINED: [&str; 4] = ["cilium-agent", "clean-cilium-state", "mount-cgroup", "apply-sysctl-overwrites"];
const CAPABILITIES: &[&str] = &[
    "CHOWN",
    "KILL",
    "NET_ADMIN",
    "NET_RAW",
    "IPC_LOCK",
    "SYS_MODULE",
    "SYS_ADMIN",
    "SYS_RESOURCE",
    "DAC_OVERRIDE",
    "FOWNER",
    "SETGID",
    "SETUID",
];

/// Removes the rules of AWS's own plugin, which may have run on the node before and would drop packets.
const REMOVE_RULES_OF_AWS: &str = "\
set -o errexit
set -o pipefail
set -o nounset

rules_of_aws='AWS-SNAT-CHAIN|AWS-CONNMARK-CHAIN'
if iptables-save | grep -E \"$rules_of_aws\" > /dev/null; then
    iptables-save | grep -E -v \"$rules_of_aws\" | iptables-restore
fi
";

/// Runs a program of the image in a namespace of the node, where its dependencies need not be.
const MOUNT_CGROUP: &str = "\
cp /usr/bin/cilium-mount /hostbin/cilium-mount;
nsenter --cgroup=/hostproc/1/ns/cgroup --mount=/hostproc/1/ns/mnt \"${BIN_PATH}/cilium-mount\" $CGROUP_ROOT;
rm /hostbin/cilium-mount
";
const FIX_SYSCTL: &str = "\
cp /usr/bin/cilium-sysctlfix /hostbin/cilium-sysctlfix;
nsenter --mount=/hostproc/1/ns/mnt \"${BIN_PATH}/cilium-sysctlfix\";
rm /hostbin/cilium-sysctlfix
";

/// Waits for the socket of the agent and prints what it tells.
const MONITOR: &str = "\
for i in {1..5}; do \\
  [ -S /var/run/cilium/monitor1_2.sock ] && break || sleep 10;\\
  done; \\
cilium-dbg monitor";

/// Returns the daemon set.
pub(super) fn pods(setup: Setup<'_>) -> Object {
    let mut containers = vec![agent(setup)];
    containers.extend((setup.cilium.debug == Some(true)).then(|| monitor(setup)));
    let spec = json!({
        "securityContext": {"seccompProfile": {"type": "Unconfined"}},
        "containers": containers,
        "initContainers": init_containers(setup),
        "restartPolicy": "Always",
        "priorityClassName": "system-node-critical",
        "serviceAccountName": NAME,
        "automountServiceAccountToken": true,
        "terminationGracePeriodSeconds": 1,
        "hostNetwork": true,
        "affinity": {"podAntiAffinity": one_per_node(AGENT_APP)},
        "nodeSelector": {"kubernetes.io/os": "linux"},
        "tolerations": [tolerates_everything()],
        "volumes": volumes(setup),
    });
    let mut pods = Pods::new([AGENT_APP, CLUSTER_SERVICE], spec).labels(LABELS);
    if let Some(port) = setup.prometheus_port() {
        pods = pods.annotation("prometheus.io/port", &port.to_string()).annotation("prometheus.io/scrape", "true");
    }
    for container in UNCONFINED {
        let key = format!("container.apparmor.security.beta.kubernetes.io/{container}");
        pods = pods.annotation(&key, "unconfined");
    }
    let pods = pods.annotation("kubectl.kubernetes.io/default-container", "cilium-agent");
    daemon_set(NAME, pods.annotations(&setup.cilium.agent_pod_annotations))
        .labels([AGENT_APP, CLUSTER_SERVICE])
        .labels(LABELS)
        // New pods come with new nodes, so that the network of running pods is not interrupted.
        .set("spec.updateStrategy.type", "OnDelete")
}

fn agent(setup: Setup<'_>) -> Value {
    let ports = ports(setup);
    json!({
        "name": "cilium-agent",
        "image": image(setup),
        "imagePullPolicy": "IfNotPresent",
        "command": ["cilium-agent"],
        "args": ["--config-dir=/tmp/cilium/config-map"],
        "startupProbe": probe(setup, &["brief"], json!({
            "failureThreshold": 300, "periodSeconds": 2, "initialDelaySeconds": 5,
        })),
        "livenessProbe": probe(setup, &["brief", "require-k8s-connectivity"], json!({
            "failureThreshold": 10, "periodSeconds": 30, "timeoutSeconds": 5,
        })),
        "readinessProbe": probe(setup, &["brief"], json!({
            "failureThreshold": 3, "periodSeconds": 30, "timeoutSeconds": 5,
        })),
        "resources": setup.resources(),
        "env": environment(setup),
        "lifecycle": lifecycle(setup),
        "ports": if ports.is_empty() { Value::Null } else { ports.into() },
        "securityContext": confined(CAPABILITIES),
        "terminationMessagePolicy": "FallbackToLogsOnError",
        "volumeMounts": mounts(setup),
    })
}

/// Asks the agent on its node; headers say how much is asked for.
fn probe(setup: Setup<'_>, headers: &[&str], mut timing: Value) -> Value {
    let mut request = setup.health(HEALTH_PORT);
    request["httpHeaders"] = headers.iter().map(|name| env(name, "true")).collect();
    timing["httpGet"] = request;
    timing["successThreshold"] = 1.into();
    timing
}

fn environment(setup: Setup<'_>) -> Vec<Value> {
    let limit = json!({"resourceFieldRef": {"resource": "limits.memory", "divisor": "1"}});
    let mut variables = Vec::from(place_of_pod());
    variables.extend([
        env("CILIUM_CLUSTERMESH_CONFIG", "/var/lib/cilium/clustermesh/"),
        json!({"name": "GOMEMLIMIT", "valueFrom": limit}),
        env("KUBE_CLIENT_BACKOFF_BASE", "1"),
        env("KUBE_CLIENT_BACKOFF_DURATION", "120"),
    ]);
    variables.extend(setup.api());
    variables
}

fn lifecycle(setup: Setup<'_>) -> Value {
    let runs = |command: &[&str]| json!({"exec": {"command": command}});
    let start = setup.gives_vpc_addresses().then(|| runs(&["bash", "-c", REMOVE_RULES_OF_AWS]));
    without_nulls(json!({"postStart": start, "preStop": runs(&["/cni-uninstall.sh"])}))
}

fn ports(setup: Setup<'_>) -> Vec<Value> {
    let on_host =
        |name: &str, port: i32| json!({"name": name, "containerPort": port, "hostPort": port, "protocol": "TCP"});
    let mut ports = Vec::new();
    ports.extend(setup.has_hubble().then(|| on_host("peer-service", 4244)));
    ports.extend((!setup.hubble_metrics().is_empty()).then(|| on_host("hubble-metrics", 9965)));
    let prometheus = |port| json!({"containerPort": port, "name": "prometheus", "protocol": "TCP"});
    ports.extend(setup.prometheus_port().map(prometheus));
    ports
}

fn mounts(setup: Setup<'_>) -> Vec<Value> {
    let mut mounts = vec![
        mount("host-proc-sys-net", "/host/proc/sys/net"),
        mount("host-proc-sys-kernel", "/host/proc/sys/kernel"),
        propagating("bpf-maps", "/sys/fs/bpf", "HostToContainer"),
        mount("cilium-cgroup", "/run/cilium/cgroupv2"),
        mount("cilium-run", "/var/run/cilium"),
        propagating("cilium-netns", "/var/run/cilium/netns", "HostToContainer"),
        mount("etc-cni-netd", "/host/etc/cni/net.d"),
    ];
    mounts.extend(setup.etcd_mounts());
    mounts.extend([
        mount_read_only("clustermesh-secrets", "/var/lib/cilium/clustermesh"),
        mount_read_only("lib-modules", "/lib/modules"),
        mount("xtables-lock", "/run/xtables.lock"),
    ]);
    mounts.extend(setup.context.uses_ipsec().then(|| mount("cilium-ipsec-secrets", "/etc/ipsec")));
    mounts.extend(setup.has_hubble().then(|| mount_read_only("hubble-tls", "/var/lib/cilium/tls/hubble")));
    mounts.push(mount("tmp", "/tmp"));
    mounts
}

fn volumes(setup: Setup<'_>) -> Vec<Value> {
    let directory = |name, path| host_path_of(name, path, "DirectoryOrCreate");
    let mut volumes = vec![
        empty_dir("tmp"),
        directory("cilium-run", "/var/run/cilium"),
        directory("cilium-netns", "/var/run/netns"),
        directory("bpf-maps", "/sys/fs/bpf"),
        host_path_of("hostproc", "/proc", "Directory"),
        directory("cilium-cgroup", "/run/cilium/cgroupv2"),
        directory("cni-path", "/opt/cni/bin"),
        directory("etc-cni-netd", "/etc/cni/net.d"),
        host_path("lib-modules", "/lib/modules"),
        host_path_of("xtables-lock", "/run/xtables.lock", "FileOrCreate"),
    ];
    volumes.extend(setup.etcd_volumes());
    volumes.push(projected(
        "clustermesh-secrets",
        [
            // Without items, so that a new cluster of the mesh does not restart the agents.
            json!({"name": "cilium-clustermesh"}),
            certificate("clustermesh-apiserver-remote-cert", "common-etcd-client", "common-etcd-client-ca"),
            certificate("clustermesh-apiserver-local-cert", "local-etcd-client", "local-etcd-client-ca"),
        ],
    ));
    let keys = json!({"name": "cilium-ipsec-secrets", "secret": {"secretName": CILIUM_IPSEC_KEYS}});
    volumes.extend(setup.context.uses_ipsec().then_some(keys));
    volumes.extend([
        host_path_of("host-proc-sys-net", "/proc/sys/net", "Directory"),
        host_path_of("host-proc-sys-kernel", "/proc/sys/kernel", "Directory"),
    ]);
    let server = projected("hubble-tls", [super::hubble::server_certificate()]);
    volumes.extend(setup.has_hubble().then_some(server));
    volumes
}

/// A volume with files of secrets that need not exist.
fn projected<const N: usize>(name: &str, secrets: [Value; N]) -> Value {
    let optional = |mut secret: Value| {
        secret["optional"] = true.into();
        json!({"secret": secret})
    };
    json!({"name": name, "projected": {"defaultMode": 0o400, "sources": secrets.map(optional).to_vec()}})
}

/// The parts of a secret with a certificate, as files.
fn certificate(secret: &str, name: &str, authority: &str) -> Value {
    let items = [
        json!({"key": "tls.key", "path": format!("{name}.key")}),
        json!({"key": "tls.crt", "path": format!("{name}.crt")}),
        json!({"key": "ca.crt", "path": format!("{authority}.crt")}),
    ];
    json!({"name": secret, "items": items})
}

fn monitor(setup: Setup<'_>) -> Value {
    json!({
        "name": "cilium-monitor",
        "image": image(setup),
        "imagePullPolicy": "IfNotPresent",
        "command": ["/bin/bash", "-c", "--"],
        "args": [MONITOR],
        "terminationMessagePolicy": "FallbackToLogsOnError",
        "volumeMounts": [mount("cilium-run", "/var/run/cilium")],
    })
}

fn init_containers(setup: Setup<'_>) -> Vec<Value> {
    let host_binaries = json!([mount("hostproc", "/hostproc"), mount("cni-path", "/hostbin")]);
    let nsenter = confined(&["SYS_ADMIN", "SYS_CHROOT", "SYS_PTRACE"]);
    let mut place = Vec::from(place_of_pod());
    place.extend(setup.api());
    let from_config = |name, key| env_of_optional_config_map(name, CONFIG, key);
    let mut state = vec![
        from_config("CILIUM_ALL_STATE", "clean-cilium-state"),
        from_config("CILIUM_BPF_STATE", "clean-cilium-bpf-state"),
        from_config("WRITE_CNI_CONF_WHEN_READY", "write-cni-conf-when-ready"),
    ];
    state.extend(setup.api());
    let containers = [
        (
            "config",
            json!({
                "command": ["cilium-dbg", "build-config"],
                "env": place,
                "volumeMounts": [mount("tmp", "/tmp")],
            }),
        ),
        (
            "mount-cgroup",
            json!({
                "command": ["sh", "-ec", MOUNT_CGROUP],
                "env": [env("CGROUP_ROOT", "/run/cilium/cgroupv2"), env("BIN_PATH", "/opt/cni/bin")],
                "volumeMounts": host_binaries,
                "securityContext": nsenter,
            }),
        ),
        (
            "apply-sysctl-overwrites",
            json!({
                "command": ["sh", "-ec", FIX_SYSCTL],
                "env": [env("BIN_PATH", "/opt/cni/bin")],
                "volumeMounts": host_binaries,
                "securityContext": nsenter,
            }),
        ),
        // Only privileged containers may propagate a mount to the node.
        (
            "mount-bpf-fs",
            json!({
                "command": ["/bin/bash", "-c", "--"],
                "args": [r#"mount | grep "/sys/fs/bpf type bpf" || mount -t bpf bpf /sys/fs/bpf"#],
                "securityContext": {"privileged": true},
                "volumeMounts": [propagating("bpf-maps", "/sys/fs/bpf", "Bidirectional")],
            }),
        ),
        (
            "clean-cilium-state",
            json!({
                "command": ["/init-container.sh"],
                "env": state,
                "securityContext": confined(&["NET_ADMIN", "SYS_MODULE", "SYS_ADMIN", "SYS_RESOURCE"]),
                "volumeMounts": [
                    mount("bpf-maps", "/sys/fs/bpf"),
                    propagating("cilium-cgroup", "/run/cilium/cgroupv2", "HostToContainer"),
                    mount("cilium-run", "/var/run/cilium"),
                ],
            }),
        ),
        (
            "install-cni-binaries",
            json!({
                "command": ["/install-plugin.sh"],
                "resources": {"requests": {"cpu": "100m", "memory": "10Mi"}},
                "securityContext": confined(&[]),
                "volumeMounts": [mount("cni-path", "/host/opt/cni/bin")],
            }),
        ),
    ];
    let complete = |(name, mut container): (&str, Value)| {
        container["name"] = name.into();
        container["image"] = image(setup).into();
        container["imagePullPolicy"] = "IfNotPresent".into();
        container["terminationMessagePolicy"] = "FallbackToLogsOnError".into();
        container
    };
    containers.map(complete).to_vec()
}

fn image(setup: Setup<'_>) -> String {
    version::cilium(setup.cilium, "cilium")
}

/// A container with no capabilities but these, which SELinux leaves alone.
fn confined(capabilities: &[&str]) -> Value {
    let added = (!capabilities.is_empty()).then_some(capabilities);
    json!({
        "seLinuxOptions": {"level": "s0", "type": "spc_t"},
        "capabilities": without_nulls(json!({"add": added, "drop": ["ALL"]})),
    })
}

/// A mount that sees, or makes, mounts of the node.
fn propagating(volume: &str, path: &str, how: &str) -> Value {
    json!({"name": volume, "mountPath": path, "mountPropagation": how})
}
