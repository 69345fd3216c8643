//! kube-router: routes by BGP, services by IPVS and network policies in one program.

use serde_json::{Value, json};

use super::pod::{
    self, config_map_volume, env, env_of_field, host_path, host_path_of, http_get, mount, mount_read_only,
    without_nulls,
};
use super::rbac::{account, cluster_role, cluster_role_binding, rule, service_account};
use super::workload::{Pods, config_map, daemon_set};
use super::{Addon, Object, version};
use crate::model::Context;

const NAME: &str = "kube-router";
const CONFIG: &str = "kube-router-cfg";
const LABELS: [(&str, &str); 2] = [("k8s-app", NAME), ("tier", "node")];
const CNI_CONFIG_FILE: &str = "/etc/cni/net.d/10-kuberouter.conflist";
/// The kubeconfig that nodeup writes on every node; its user is bound to the role also.
const KUBECONFIG: &str = "/var/lib/kube-router/kubeconfig";
const USER: &str = "system:kube-router";

/// Puts pods on a bridge of the node, with ports of the host mapped to theirs.
const CNI_CONFIG: &str = r#"{
   "cniVersion":"0.3.0",
   "name":"mynet",
   "plugins":[
      {
         "name":"kubernetes",
         "type":"bridge",
         "bridge":"kube-bridge",
         "isDefaultGateway":true,
         "hairpinMode":true,
         "ipam":{
            "type":"host-local"
         }
      },
      {
         "type": "portmap",
         "capabilities": {
            "snat": true,
            "portMappings": true
         }
      }
   ]
}"#;

/// Installs the CNI configuration where there is none yet, in place of the loose ones of other plugins.
const INSTALL: &str = "set -e -x; \
    if [ ! -f /etc/cni/net.d/10-kuberouter.conflist ]; then \
    if [ -f /etc/cni/net.d/*.conf ]; then rm -f /etc/cni/net.d/*.conf; fi; \
    TMP=/etc/cni/net.d/.tmp-kuberouter-cfg; \
    cp /etc/kube-router/cni-conf.json ${TMP}; \
    mv ${TMP} /etc/cni/net.d/10-kuberouter.conflist; \
    fi";

/// Returns the addon where kube-router is the network of pods.
pub(super) fn addon(context: &Context<'_>) -> Option<Addon> {
    context.networking()?.kuberouter.as_ref()?;
    let subjects = [account(NAME), json!({"kind": "User", "name": USER})];
    let objects = [
        config_map(CONFIG, json!({"cni-conf.json": CNI_CONFIG})).labels(LABELS),
        pods(context),
        service_account(NAME),
        permissions(),
        cluster_role_binding(NAME, NAME, account(NAME)).set("subjects", subjects),
    ];
    let addon = Addon::new("networking.kuberouter", "k8s-1.12", objects);
    Some(addon.because_of(context.path("spec.networking.kuberouter")))
}

fn pods(context: &Context<'_>) -> Object {
    let spec = without_nulls(json!({
        "priorityClassName": "system-node-critical",
        "securityContext": pod::selinux_options(context).map(|options| json!({"seLinuxOptions": options})),
        "serviceAccountName": NAME,
        "serviceAccount": NAME,
        "containers": [container(context)],
        "initContainers": [{
            "name": "install-cni",
            "image": version::KUBE_ROUTER,
            "command": ["/bin/sh", "-c", INSTALL],
            "volumeMounts": [mount("cni-conf-dir", "/etc/cni/net.d"), mount(CONFIG, "/etc/kube-router")],
        }],
        "hostNetwork": true,
        "hostPID": true,
        "tolerations": [pod::tolerates_everything()],
        "volumes": [
            host_path("lib-modules", "/lib/modules"),
            host_path("cni-conf-dir", "/etc/cni/net.d"),
            config_map_volume(CONFIG, CONFIG),
            host_path("kubeconfig", KUBECONFIG),
            host_path_of("xtables-lock", "/run/xtables.lock", "FileOrCreate"),
            host_path_of("rt-tables", "/usr/share/iproute2/rt_tables", "FileOrCreate"),
            host_path("containerd-sock", "/run/containerd/containerd.sock"),
        ],
    }));
    daemon_set(NAME, Pods::new(LABELS, spec)).labels(LABELS)
}

fn container(context: &Context<'_>) -> Value {
    let services = context.spec().service_cluster_ip_range.as_deref().unwrap_or_default();
    let mount_writable = |volume: &str, path: &str| json!({"name": volume, "mountPath": path, "readOnly": false});
    json!({
        "name": NAME,
        "image": version::KUBE_ROUTER,
        "args": [
            "--strict-external-ip-validation=false",
            "--run-router=true",
            "--run-firewall=true",
            "--run-service-proxy=true",
            "--bgp-graceful-restart=true",
            format!("--kubeconfig={KUBECONFIG}"),
            "--metrics-port=12013",
            "--runtime-endpoint=unix:///run/containerd/containerd.sock",
            "--hairpin-mode=true",
            format!("--service-cluster-ip-range=\"{services}\""),
        ],
        "env": [
            env_of_field("NODE_NAME", "spec.nodeName"),
            env_of_field("POD_NAME", "metadata.name"),
            env("KUBE_ROUTER_CNI_CONF_FILE", CNI_CONFIG_FILE),
        ],
        "livenessProbe": {"httpGet": http_get("/healthz", 20244), "initialDelaySeconds": 10, "periodSeconds": 3},
        "resources": pod::requests("250m", "250Mi"),
        "securityContext": {"privileged": true},
        "volumeMounts": [
            mount_read_only("lib-modules", "/lib/modules"),
            mount("cni-conf-dir", "/etc/cni/net.d"),
            mount_read_only("kubeconfig", KUBECONFIG),
            mount_writable("xtables-lock", "/run/xtables.lock"),
            mount_writable("rt-tables", "/usr/share/iproute2/rt_tables"),
            mount_read_only("containerd-sock", "/run/containerd/containerd.sock"),
        ],
    })
}

fn permissions() -> Object {
    let looks = ["list", "get", "watch"];
    let rules = [
        rule(&[""], &["namespaces", "pods", "services", "nodes", "endpoints"], &looks),
        rule(&["networking.k8s.io"], &["networkpolicies"], &looks),
        rule(&["extensions"], &["networkpolicies"], &["get", "list", "watch"]),
        rule(&["coordination.k8s.io"], &["leases"], &["get", "create", "update"]),
        rule(&[""], &["services/status"], &["update"]),
        rule(&["discovery.k8s.io"], &["endpointslices"], &["get", "list", "watch"]),
    ];
    cluster_role(NAME, rules)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{addon, at};

    #[test]
    fn the_spec_sets_the_range_of_services_and_selinux() {
        let network = json!({"cni": null, "kuberouter": {}});
        let plain = addon(json!({"networking": network, "serviceClusterIPRange": "100.64.0.0/13"}));
        let args = "/spec/template/spec/containers/0/args/9";
        assert_eq!(at(&plain, "DaemonSet", "kube-router", args), "--service-cluster-ip-range=\"100.64.0.0/13\"",);
        let selinux = "/spec/template/spec/securityContext/seLinuxOptions/type";
        assert_eq!(at(&plain, "DaemonSet", "kube-router", selinux), Value::Null);
        let hardened = addon(json!({"networking": network, "containerd": {"selinuxEnabled": true}}));
        assert_eq!(at(&hardened, "DaemonSet", "kube-router", selinux), "spc_t");
    }

    #[test]
    fn the_kubeconfig_of_nodes_may_do_what_the_service_account_may() {
        let addon = addon(json!({"networking": {"cni": null, "kuberouter": {}}}));
        let subjects = at(&addon, "ClusterRoleBinding", "kube-router", "/subjects");
        let expected = json!([
            {"kind": "ServiceAccount", "name": "kube-router", "namespace": "kube-system"},
            {"kind": "User", "name": "system:kube-router"},
        ]);
        assert_eq!(subjects, expected);
    }

    #[test]
    fn the_cni_configuration_is_json() {
        serde_json::from_str::<Value>(super::CNI_CONFIG).expect("JSON");
    }
}
