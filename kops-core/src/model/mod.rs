//! Turns a spec into the graph of everything that the cluster is made of.
//!
//! In: a spec with every default filled in, and the facts. Out: a [`Graph`]. Each room builds one part and none looks at
//! what another built: they agree on names ([`crate::naming::Names`]) and refer to each other by them.

mod addons;
mod api;
mod assets;
mod bootstrap;
mod channel;
pub mod codes;
mod context;
mod etcd_volumes;
mod events;
mod firewall;
mod groups;
mod iam;
mod images;
mod limits;
mod network;
mod node_labels;
mod ports;
mod store;
mod tags;
#[cfg(test)]
mod testing;
mod warm_pool;

pub use addons::PrunedKind;
pub(crate) use addons::{KUBE_SYSTEM, documents, manifest_objects};
pub use assets::{Assets, FileAsset, ImageAsset};
pub(crate) use assets::{Wanted, assets, wanted};
pub(crate) use context::Context;

use crate::defaults::FullSpec;
use crate::diag::{Diagnostics, SpecPath};
use crate::facts::Facts;
use crate::graph::{Builder, Graph};
use crate::naming::Names;
use crate::spec::Spec;
use crate::validate::ValidSpec;

/// Builds the graph of a cluster.
///
/// # Errors
/// What the spec asks for and the facts do not have, resources that are asked for twice, and what AWS would refuse.
pub fn build(spec: &ValidSpec, facts: &Facts) -> Result<Graph, Diagnostics> {
    build_with_warnings(spec, facts).map(|(graph, _)| graph)
}

/// As [`build`], with what was found and stops nothing.
pub(crate) fn build_with_warnings(spec: &ValidSpec, facts: &Facts) -> Result<(Graph, Diagnostics), Diagnostics> {
    let (graph, mut problems) = build_partial(spec, facts);
    problems.extend(limits::check(&graph, &spec.spec));
    problems.locate(|path| spec.sources.locate(path));
    if problems.has_errors() {
        problems.sort();
        return Err(problems);
    }
    Ok((graph, problems))
}

/// Builds the graph of a cluster as far as it goes, also of a spec that is not valid any more, and tells what is missing.
///
/// Deleting a cluster takes no more than the names that it gave, and what it only uses.
pub fn build_partial(full: &FullSpec, facts: &Facts) -> (Graph, Diagnostics) {
    let spec = &full.spec;
    let builder = with_context(spec, facts, fill);
    let locate = |path: &SpecPath| spec.sources.locate(path);
    let (mut graph, mut problems) = builder.build_partial();
    problems.locate(locate);
    problems.sort();
    graph.place(locate);
    (graph, problems)
}

/// Calls a function with what builders see of a spec.
fn with_context<T>(spec: &Spec, facts: &Facts, ask: impl FnOnce(&Context<'_>) -> T) -> T {
    ask(&Context {
        cluster: &spec.cluster,
        groups: &spec.groups,
        ssh_credentials: &spec.ssh_credentials,
        additional: &spec.additional,
        facts,
        names: Names::new(spec.cluster.name()),
        roles_of_security_groups: &firewall::security_group::roles(&spec.groups),
    })
}

/// Asks every room for its part.
///
/// What a spec shares in several places is one node, and so is a rule that follows from several fields of one shared group:
/// the first room that adds it says where it comes from. The order is that of a reader who starts at the network.
fn fill(context: &Context<'_>) -> Builder {
    let mut graph = Builder::new(context.names.cluster(), &context.facts.region)
        .in_account(&context.facts.account_id)
        .tags_from(context.path("spec.cloudLabels"));
    network::build(context, &mut graph);
    firewall::build(context, &mut graph);
    api::build(context, &mut graph);
    store::build(context, &mut graph);
    let user_data = bootstrap::build(context, &mut graph);
    iam::build(context, &mut graph);
    etcd_volumes::build(context, &mut graph);
    groups::build(context, &user_data, &mut graph);
    events::build(context, &mut graph);
    addons::build(context, &mut graph);
    channel::build(context, &mut graph);
    graph
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::testing::{Demo, private, public};

    /// One of some JSON values.
    fn any_of(values: &[Value]) -> impl Strategy<Value = Value> + use<> {
        proptest::sample::select(values.to_vec())
    }

    prop_compose! {
        fn any_spec()(
            network in any_of(&[json!({"cni": {}}), json!({"cni": null, "calico": {}}), json!({"cni": null, "amazonvpc": {}}),
                                json!({"cni": null, "cilium": {"etcdManaged": true}})]),
            vpc in any_of(&[Value::Null, json!("vpc-1")]),
            range in any_of(&[json!("100.64.0.0/10"), json!("::/0")]),
            dns in any_of(&[json!("Public"), json!("Private"), json!("None")]),
            class in any_of(&[Value::Null, json!("Classic"), json!("Network")]),
            kind in any_of(&[json!("Public"), json!("Internal")]),
            certificate in any_of(&[Value::Null, json!("arn:aws:acm:us-east-2:1:certificate/1")]),
            override_ in any_of(&[Value::Null, json!("sg-1"), json!("sg-2")]),
            additional in any_of(&[json!([]), json!(["sg-1", "sg-3"])]),
            access in any_of(&[json!([]), json!(["0.0.0.0/0", "::/0"]), json!(["pl-1", "pl-1", "0.0.0.0/0"]), json!(["pl-1", "pl-2"])]),
            for_nodes in any::<bool>(),
        ) -> Value {
            let load_balancer = if class.is_null() { Value::Null } else {
                json!({"class": class, "type": kind, "sslCertificate": certificate, "useForInternalApi": for_nodes,
                       "securityGroupOverride": override_, "additionalSecurityGroups": additional})
            };
            json!({
                "networking": network, "networkID": vpc, "nonMasqueradeCIDR": range, "topology": {"dns": {"type": dns}},
                "api": {"loadBalancer": load_balancer}, "kubernetesApiAccess": access, "sshAccess": access,
                "nodePortAccess": access,
            })
        }
    }

    prop_compose! {
        fn any_demo()(
            spec in any_spec(),
            is_private in any::<bool>(),
            name in proptest::sample::select(vec!["demo.example.com", "demo.k8s.local"]),
            egress in any_of(&[Value::Null, json!("nat-1"), json!("eipalloc-1"), json!("tgw-1"), json!("i-1"), json!("External")]),
            ipv6 in any::<bool>(),
            control_plane in any_of(&[Value::Null, json!("sg-1")]),
            nodes in any_of(&[Value::Null, json!("sg-1"), json!("sg-2")]),
            bastion in any::<bool>(),
            api_server in any::<bool>(),
        ) -> Demo {
            let mut demo = if is_private { private(spec) } else { public(spec) }.named(name);
            demo.facts.network.egress_only_internet_gateways.insert("eigw-1".into(), "vpc-1".into());
            for (i, subnet) in demo.cluster.spec.subnets.iter_mut().enumerate() {
                subnet.ipv6_cidr = ipv6.then(|| format!("/64#{i}"));
            }
            demo.cluster.spec.subnets[0].egress = egress.as_str().map(str::to_owned);
            let home = demo.cluster.spec.subnets[0].name.clone();
            let demo = demo
                .group("control-plane", json!({"securityGroupOverride": control_plane}))
                .group("nodes", json!({"securityGroupOverride": nodes}));
            let demo = if bastion { demo.group("bastion", json!({"role": "Bastion", "subnets": [home]})) } else { demo };
            if api_server { demo.group("api", json!({"role": "APIServer", "subnets": [home]})) } else { demo }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        /// Whatever a spec combines, its graph can be planned, the same each time, and says of everything why it is there.
        #[test]
        fn every_graph_holds_together(demo in any_demo()) {
            let graph = demo.build();
            prop_assert_eq!(&graph, &demo.build());
            for (id, node) in &graph.nodes {
                prop_assert!(!node.origin.reason.is_empty(), "{id} has no reason");
            }
        }
    }
}
