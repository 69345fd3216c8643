//! Flannel: an overlay between nodes, over VXLAN or UDP.

use serde_json::{Value, json};

use super::pod::{self, config_map_volume, env, env_of_field, host_path, host_path_of, mount, without_nulls};
use super::rbac::{READ, cluster_role, cluster_role_binding, rule, service_account};
use super::workload::{Pods, config_map, daemon_set};
use super::{Addon, Object, version};
use crate::model::Context;
use crate::spec::Flannel;

const NAME: &str = "flannel";
const NAMESPACE: &str = "kube-flannel";
const CONFIG: &str = "kube-flannel-cfg";
const APP: (&str, &str) = ("k8s-app", NAME);
const PODS: [(&str, &str); 2] = [("tier", "node"), ("app", NAME)];

/// Chains Flannel's plugin with the one that maps ports of the host.
const CNI_CONFIG: &str = r#"{
  "name": "cbr0",
  "cniVersion": "0.3.1",
  "plugins": [
    {
      "type": "flannel",
      "delegate": {
        "hairpinMode": true,
        "isDefaultGateway": true
      }
    },
    {
      "type": "portmap",
      "capabilities": {
        "portMappings": true
      }
    }
  ]
}
"#;

/// Returns the addon where Flannel is the network of pods.
pub(super) fn addon(context: &Context<'_>) -> Option<Addon> {
    let flannel = context.networking()?.flannel.as_ref()?;
    let subject = json!({"kind": "ServiceAccount", "name": NAME, "namespace": NAMESPACE});
    let rules =
        [rule(&[""], &["pods"], &["get"]), rule(&[""], &["nodes"], READ), rule(&[""], &["nodes/status"], &["patch"])];
    let namespace = Object::cluster_wide("v1", "Namespace", NAMESPACE)
        .labels([APP, ("pod-security.kubernetes.io/enforce", "privileged")]);
    let objects = [
        namespace,
        cluster_role(NAME, rules).labels([APP]),
        cluster_role_binding(NAME, NAME, subject).labels([APP]),
        service_account(NAME).namespace(NAMESPACE).labels([APP]),
        configuration(context, flannel).namespace(NAMESPACE).labels([APP]).labels(PODS),
        pods(context, flannel).namespace(NAMESPACE).labels([APP]).labels(PODS),
    ];
    let addon = Addon::new("networking.flannel", "k8s-1.25", objects).prunes();
    Some(addon.because_of(context.path("spec.networking.flannel")))
}

fn configuration(context: &Context<'_>, flannel: &Flannel) -> Object {
    let network = context.spec().non_masquerade_cidr.as_deref().unwrap_or_default();
    let backend = flannel.backend.as_deref().unwrap_or_default();
    let net = format!(
        r#"{{
  "Network": "{network}",
  "EnableNFTables": false,
  "Backend": {{
    "Type": "{backend}"
  }}
}}"#
    );
    config_map(CONFIG, json!({"cni-conf.json": CNI_CONFIG, "net-conf.json": net}))
}

fn pods(context: &Context<'_>, flannel: &Flannel) -> Object {
    let resync = flannel.iptables_resync_seconds.unwrap_or(5);
    let linux = json!({"key": "kubernetes.io/os", "operator": "In", "values": ["linux"]});
    let container = json!({
        "name": "kube-flannel",
        "image": version::FLANNEL,
        "command": ["/opt/bin/flanneld"],
        "args": ["--ip-masq", "--kube-subnet-mgr", format!("--iptables-resync={resync}")],
        "resources": pod::requests("100m", "50Mi"),
        "securityContext": without_nulls(json!({
            "privileged": false,
            "capabilities": {"add": ["NET_ADMIN", "NET_RAW"]},
            "seLinuxOptions": pod::selinux_options(context),
        })),
        "env": [
            env_of_field("POD_NAME", "metadata.name"),
            env_of_field("POD_NAMESPACE", "metadata.namespace"),
            env("EVENT_QUEUE_DEPTH", "5000"),
            env("CONT_WHEN_CACHE_NOT_READY", "false"),
        ],
        "volumeMounts": [
            mount("run", "/run/flannel"),
            mount("flannel-cfg", "/etc/kube-flannel/"),
            mount("xtables-lock", "/run/xtables.lock"),
        ],
    });
    let spec = json!({
        "affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {
            "nodeSelectorTerms": [{"matchExpressions": [linux]}],
        }}},
        "hostNetwork": true,
        "priorityClassName": "system-node-critical",
        "tolerations": [pod::tolerates_effect("NoSchedule")],
        "serviceAccountName": NAME,
        "initContainers": [
            copies(
                "install-cni-plugin",
                version::FLANNEL_CNI_PLUGIN,
                ["/flannel", "/opt/cni/bin/flannel"],
                vec![mount("cni-plugin", "/opt/cni/bin")],
            ),
            copies(
                "install-cni",
                version::FLANNEL,
                ["/etc/kube-flannel/cni-conf.json", "/etc/cni/net.d/10-flannel.conflist"],
                vec![mount("cni", "/etc/cni/net.d"), mount("flannel-cfg", "/etc/kube-flannel/")],
            ),
        ],
        "containers": [container],
        "volumes": [
            host_path("run", "/run/flannel"),
            host_path("cni-plugin", "/opt/cni/bin"),
            host_path("cni", "/etc/cni/net.d"),
            config_map_volume("flannel-cfg", CONFIG),
            host_path_of("xtables-lock", "/run/xtables.lock", "FileOrCreate"),
        ],
    });
    daemon_set("kube-flannel-ds", Pods::new(PODS, spec))
}

/// A container that copies a file to the node before the others start.
fn copies(name: &str, image: &str, [from, to]: [&str; 2], mounts: Vec<Value>) -> Value {
    json!({"name": name, "image": image, "command": ["cp"], "args": ["-f", from, to], "volumeMounts": mounts})
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{addon, at};

    #[test]
    fn the_spec_sets_the_backend_the_range_and_the_resync_of_rules() {
        let flannel = |flannel: Value| json!({"networking": {"cni": null, "flannel": flannel}});
        for (patch, backend, resync) in [
            (flannel(json!({})), "udp", "--iptables-resync=5"),
            (flannel(json!({"backend": "vxlan", "iptablesResyncSeconds": 30})), "vxlan", "--iptables-resync=30"),
        ] {
            let addon = addon(patch);
            let net = at(&addon, "ConfigMap", "kube-flannel-cfg", "/data/net-conf.json");
            let net: Value = serde_json::from_str(net.as_str().expect("text")).expect("JSON");
            assert_eq!(net["Backend"]["Type"], backend);
            assert_eq!(net["Network"], "100.64.0.0/10");
            assert_eq!(at(&addon, "DaemonSet", "kube-flannel-ds", "/spec/template/spec/containers/0/args/2"), resync);
        }
    }

    #[test]
    fn everything_is_in_its_own_namespace() {
        let addon = addon(json!({"networking": {"cni": null, "flannel": {"backend": "vxlan"}}}));
        let namespaces: Vec<_> = addon.objects.iter().filter_map(|object| object.in_namespace()).collect();
        assert_eq!(namespaces, ["kube-flannel"; 3]);
        assert!(addon.prunes);
        assert_eq!(addon.selector["role.kubernetes.io/networking"], "1");
    }

    #[test]
    fn the_cni_configuration_is_json() {
        serde_json::from_str::<Value>(super::CNI_CONFIG).expect("JSON");
    }
}
