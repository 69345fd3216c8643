//! kindnet: routes between nodes, with network policies and a DNS cache in one program.

use serde_json::{Value, json};

use super::pod::{self, env_of_field, host_path_of, mount};
use super::rbac::{account, cluster_role, cluster_role_binding, rule, service_account};
use super::workload::{Pods, daemon_set};
use super::{Addon, Object, version};
use crate::model::Context;
use crate::model::addons::addon::RollingUpdate;
use crate::spec::Kindnet;

const NAME: &str = "kindnet";

/// Returns the addon where kindnet is the network of pods.
pub(super) fn addon(context: &Context<'_>) -> Option<Addon> {
    let kindnet = context.networking()?.kindnet.as_ref()?;
    let objects = [
        cluster_role(NAME, permissions(kindnet)),
        cluster_role_binding(NAME, NAME, account(NAME)),
        service_account(NAME),
        pods(kindnet),
    ];
    let addon = Addon::new("networking.kindnet", "k8s-1.32", objects).rolls(RollingUpdate::All);
    Some(addon.because_of(context.path("spec.networking.kindnet")))
}

fn permissions(kindnet: &Kindnet) -> Vec<Value> {
    let mut rules = vec![
        rule(&[""], &["nodes"], &["list", "watch", "patch"]),
        rule(&[""], &["nodes/proxy", "nodes/configz"], &["get"]),
        rule(&[""], &["configmaps"], &["get"]),
        rule(&[""], &["pods", "namespaces"], &["list", "watch"]),
        rule(&["networking.k8s.io"], &["networkpolicies"], &["list", "watch"]),
    ];
    let policies = [
        kindnet.admin_network_policies.map(|_| "adminnetworkpolicies"),
        kindnet.baseline_admin_network_policies.map(|_| "baselineadminnetworkpolicies"),
    ];
    let policies: Vec<&str> = policies.into_iter().flatten().collect();
    if !policies.is_empty() {
        rules.push(rule(&["policy.networking.k8s.io"], &policies, &["list", "watch"]));
    }
    rules
}

fn pods(kindnet: &Kindnet) -> Object {
    let image = version::kindnet(kindnet);
    let install = json!({
        "name": "install-cni-bin",
        "image": image,
        "command": ["sh", "-c", "cat /opt/cni/bin/cni-kindnet > /cni/cni-kindnet ; chmod +x /cni/cni-kindnet"],
        "volumeMounts": [mount("cni-bin", "/cni")],
    });
    let container = json!({
        "name": "kindnet-cni",
        "image": image,
        "command": command(kindnet),
        "env": [
            env_of_field("HOST_IP", "status.hostIP"),
            env_of_field("POD_IP", "status.podIP"),
            env_of_field("NODE_NAME", "spec.nodeName"),
        ],
        "volumeMounts": [mount("cni-cfg", "/etc/cni/net.d"), mount("var-lib-kindnet", "/var/lib/cni-kindnet")],
        "resources": pod::requests("100m", "50Mi"),
        "securityContext": {"privileged": true},
    });
    let spec = json!({
        "hostNetwork": true,
        "tolerations": [pod::tolerates_effect("NoSchedule")],
        "serviceAccountName": NAME,
        "initContainers": [install],
        "containers": [container],
        "volumes": [
            host_path_of("cni-bin", "/opt/cni/bin", "DirectoryOrCreate"),
            host_path_of("cni-cfg", "/etc/cni/net.d", "DirectoryOrCreate"),
            host_path_of("var-lib-kindnet", "/var/lib/cni-kindnet", "DirectoryOrCreate"),
        ],
    });
    let labels = [("tier", "node"), ("k8s-app", NAME)];
    daemon_set(NAME, Pods::new([("app", NAME)], spec).labels(labels)).label("app", NAME).labels(labels)
}

fn command(kindnet: &Kindnet) -> Vec<String> {
    let mut command = vec![
        "/bin/kindnetd".to_owned(),
        "--hostname-override=$(NODE_NAME)".to_owned(),
        format!("--v={}", kindnet.log_level.unwrap_or_default()),
    ];
    let policies = [
        ("network-policy", kindnet.network_policies),
        ("admin-network-policy", kindnet.admin_network_policies),
        ("baseline-admin-network-policy", kindnet.baseline_admin_network_policies),
    ];
    command.extend(policies.into_iter().filter_map(|(flag, value)| Some(format!("--{flag}={}", value?))));
    command.extend([
        format!("--dns-caching={}", kindnet.dns_caching.unwrap_or(true)),
        format!("--nat64={}", kindnet.nat64.unwrap_or(false)),
        format!("--fastpath-threshold={}", kindnet.fast_path_threshold.unwrap_or_default()),
    ]);
    if let Some(masquerade) = &kindnet.masquerade {
        command.push(format!("--masquerading={}", masquerade.enabled.unwrap_or(true)));
        if !masquerade.non_masquerade_cidrs.is_empty() {
            command.push(format!("--no-masquerade-cidr={}", masquerade.non_masquerade_cidrs.join(",")));
        }
    }
    command
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{addon, at};
    use crate::model::addons::Addon;

    fn kindnet(kindnet: Value) -> Addon {
        addon(json!({"networking": {"cni": null, "kindnet": kindnet}}))
    }

    #[test]
    fn the_spec_sets_flags() {
        let command = |section| {
            let command = at(&kindnet(section), "DaemonSet", "kindnet", "/spec/template/spec/containers/0/command");
            serde_json::from_value::<Vec<String>>(command).expect("texts")
        };
        let none = json!({});
        for (section, flag, is_set) in [
            (none.clone(), "--v=2", true),
            (none.clone(), "--masquerading=true", true),
            (none.clone(), "--no-masquerade-cidr=10.0.0.0/16,100.96.0.0/11,100.64.0.0/13", true),
            (none, "--network-policy=true", false),
            (json!({"networkPolicies": true}), "--network-policy=true", true),
            (json!({"networkPolicies": false}), "--network-policy=false", true),
            (json!({"dnsCaching": false, "nat64": true}), "--dns-caching=false", true),
            (json!({"dnsCaching": false, "nat64": true}), "--nat64=true", true),
            (json!({"fastPathThreshold": 20}), "--fastpath-threshold=20", true),
            (json!({"masquerade": {"enabled": false}}), "--masquerading=false", true),
            (
                json!({"masquerade": {"nonMasqueradeCIDRs": ["10.0.0.0/8", "192.168.0.0/16"]}}),
                "--no-masquerade-cidr=10.0.0.0/8,192.168.0.0/16",
                true,
            ),
        ] {
            let flags = command(section.clone());
            assert_eq!(flags.iter().any(|found| found == flag), is_set, "{flag} of {section}: {flags:?}");
        }
    }

    #[test]
    fn policies_of_administrators_take_permission() {
        let rule = |section| at(&kindnet(section), "ClusterRole", "kindnet", "/rules/5/resources");
        assert_eq!(rule(json!({})), Value::Null);
        assert_eq!(rule(json!({"adminNetworkPolicies": true})), json!(["adminnetworkpolicies"]));
        let both = json!({"adminNetworkPolicies": true, "baselineAdminNetworkPolicies": true});
        assert_eq!(rule(both), json!(["adminnetworkpolicies", "baselineadminnetworkpolicies"]));
    }
}
