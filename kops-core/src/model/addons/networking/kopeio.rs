//! kopeio's network: routes between nodes, kept by an agent on each.

use serde_json::json;

use super::pod::{env_of_field, host_path, mount_read_only, tolerates_effect};
use super::rbac::{account_user, cluster_role, cluster_role_binding, rule, service_account};
use super::workload::{Pods, daemon_set};
use super::{Addon, Object, version};
use crate::model::Context;

const ADDON: &str = "networking.kope.io";
const NAME: &str = "kopeio-networking-agent";
const ROLE: &str = "kopeio:networking-agent";

/// Returns the addon where kopeio's is the network of pods.
pub(super) fn addon(context: &Context<'_>) -> Option<Addon> {
    context.networking()?.kopeio.as_ref()?;
    let rules =
        [rule(&[""], &["nodes"], &["get", "list", "watch", "patch"]), rule(&[""], &["nodes/status"], &["patch"])];
    let objects = [
        pods(),
        service_account(NAME),
        cluster_role(ROLE, rules),
        cluster_role_binding(ROLE, ROLE, account_user(NAME)),
    ];
    let objects = objects.map(|object| object.label("k8s-addon", ADDON));
    let addon = Addon::new(ADDON, "k8s-1.12", objects).prunes();
    Some(addon.because_of(context.path("spec.networking.kopeio")))
}

fn pods() -> Object {
    let container = json!({
        "name": "networking-agent",
        "image": version::KOPEIO_NETWORKING_AGENT,
        "resources": {"requests": {"cpu": "50m", "memory": "100Mi"}, "limits": {"memory": "100Mi"}},
        "securityContext": {"privileged": true},
        "volumeMounts": [mount_read_only("lib-modules", "/lib/modules")],
        "env": [env_of_field("NODE_NAME", "spec.nodeName")],
    });
    let spec = json!({
        "hostPID": true,
        "hostIPC": true,
        "hostNetwork": true,
        "containers": [container],
        "serviceAccountName": NAME,
        "priorityClassName": "system-node-critical",
        "tolerations": [tolerates_effect("NoSchedule"), tolerates_effect("NoExecute")],
        "volumes": [host_path("lib-modules", "/lib/modules")],
    });
    daemon_set(NAME, Pods::new([("name", NAME)], spec))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{addon, names};

    #[test]
    fn the_agent_and_its_permissions_replace_those_that_were_there() {
        let addon = addon(json!({"networking": {"cni": null, "kopeio": {}}}));
        let expected = [
            "DaemonSet/kopeio-networking-agent",
            "ServiceAccount/kopeio-networking-agent",
            "ClusterRole/kopeio:networking-agent",
            "ClusterRoleBinding/kopeio:networking-agent",
        ];
        assert_eq!(names(&addon), expected);
        assert!(addon.prunes);
        assert_eq!(addon.location, "networking.kope.io/k8s-1.12.yaml");
    }
}
