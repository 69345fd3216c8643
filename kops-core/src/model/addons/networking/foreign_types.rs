//! Types of the Kubernetes API that a network works with and no addon installs.

use crate::graph::Builder;
use crate::model::Context;

const GATEWAYS: &str = "gateway.networking.k8s.io";
const POLICIES: &str = "policy.networking.k8s.io";

/// Notes which types are missing, unless objects beside the cluster in its spec define them.
pub(in crate::model::addons) fn note(context: &Context<'_>, graph: &mut Builder) {
    let Some(networking) = context.networking() else { return };
    let gateways = networking.cilium.as_ref().and_then(|cilium| cilium.gateway_api.as_ref());
    let policies = networking.kindnet.as_ref().is_some_and(|kindnet| {
        [kindnet.admin_network_policies, kindnet.baseline_admin_network_policies].contains(&Some(true))
    });
    let needed = [
        (gateways.is_some_and(|gateways| gateways.enabled == Some(true)), "`cilium.gatewayAPI`", GATEWAYS),
        (policies, "`kindnet` with admin network policies", POLICIES),
    ];
    for (_, what, group) in
        needed.into_iter().filter(|(is_asked_for, _, group)| *is_asked_for && !defines(context, group))
    {
        graph.note(format!(
            "{what} needs the custom resource definitions of `{group}`, which no addon installs: apply them with kubectl, or add \
             them to the spec as objects beside the cluster"
        ));
    }
}

fn defines(context: &Context<'_>, group: &str) -> bool {
    context
        .additional
        .iter()
        .any(|object| object["kind"] == "CustomResourceDefinition" && object["spec"]["group"] == group)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::testing::public;

    #[test]
    fn types_that_nothing_installs_are_noted() {
        let gateways = json!({"cilium": {"gatewayAPI": {"enabled": true}}});
        for (networking, expected) in [
            (json!({"cilium": {}}), None),
            (json!({"cilium": {"gatewayAPI": {"enabled": false}}}), None),
            (json!({"kindnet": {"adminNetworkPolicies": false}}), None),
            (gateways.clone(), Some(GATEWAYS)),
            (json!({"kindnet": {"adminNetworkPolicies": true}}), Some(POLICIES)),
            (json!({"kindnet": {"baselineAdminNetworkPolicies": true}}), Some(POLICIES)),
        ] {
            let graph = public(json!({"networking": networking})).build();
            let found = graph.notes.iter().find(|note| note.contains("custom resource definitions"));
            assert_eq!(found.is_some(), expected.is_some(), "{networking}");
            assert!(found.is_none_or(|note| note.contains(expected.unwrap_or_default())), "{found:?}");
        }
        let definition = json!({
            "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
            "metadata": {"name": format!("gateways.{GATEWAYS}")}, "spec": {"group": GATEWAYS},
        });
        let mut demo = public(json!({"networking": gateways}));
        demo.additional.push(definition);
        assert!(!demo.build().notes.iter().any(|note| note.contains("custom resource definitions")));
    }
}
