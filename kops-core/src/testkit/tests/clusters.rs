//! Clusters from their specs: generated ones, and that of the Fairwinds example.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::clusters::{self, Shape};
use super::super::{World, block_on};
use super::{converge, delete, steps};
use crate::cloud::memory::{Account, Delays};
use crate::cloud::{Cloud, Fault, FaultInjecting, Observed, Scope};
use crate::graph::Graph;
use crate::plan::PlanOptions;
use crate::resource::Kind;
use crate::spec::Spec;
use crate::{defaults, facts, model, validate};

/// The graph of a spec in an account.
fn graph(text: &str, account: &Account) -> Graph {
    let spec = Spec::from_yaml("cluster.yaml", text).expect("a spec");
    let facts = block_on(account.facts(&facts::query(&spec, &facts::Components::built_in()))).expect("facts");
    let full = defaults::fill(spec, &facts);
    let valid = validate::check(full, &facts).unwrap_or_else(|found| panic!("{found}"));
    model::build(&valid, &facts).unwrap_or_else(|found| panic!("{found}"))
}

/// The cluster of the Fairwinds example in its account.
fn fairwinds() -> (Graph, Account) {
    let account = include_str!("../../../../examples/fairwinds/account.json");
    let account = Account::from_json(account).unwrap_or_else(|error| panic!("{error}"));
    (graph(include_str!("../../../../examples/fairwinds/cluster_spec.yml"), &account), account)
}

#[test]
fn the_fairwinds_cluster_is_made_once_and_deleted_without_a_trace() {
    let (graph, account) = fairwinds();
    let start = account.resources();
    let world = World::new(account.clone());
    assert_eq!(converge(&world, &graph), Ok(()));
    for before in &start {
        assert!(account.resources().contains(before), "{} is not as it was", before.id);
    }
    assert_eq!(delete(&world, &graph), Ok(()));
    assert_eq!(account.resources(), start);
    assert_eq!(account.instance_count(), 0);
}

/// Cuts the creation of the Fairwinds cluster at each step, and makes it by another run: nothing is missing, and nothing twice.
fn converges_after(cut: impl Fn(FaultInjecting<Account>, u32) -> FaultInjecting<Account>) {
    let kinds = |account: &Account| {
        let mut kinds: Vec<Kind> = account.resources().iter().map(|found| found.resource.kind()).collect();
        kinds.sort();
        kinds
    };
    let (graph, untouched) = fairwinds();
    let made = untouched.copy();
    converge(&World::new(made.clone()), &graph).expect("is made");
    let expected = kinds(&made);
    for step in steps(&graph) {
        let account = untouched.copy();
        let world = World::new(cut(FaultInjecting::new(account.clone()), step));
        let plan = block_on(world.plan(&graph, &Scope::of(&graph), &PlanOptions::default())).expect("plans");
        block_on(world.apply(&plan)).expect("runs");
        assert_eq!(converge(&world.with_cloud(account.clone()), &graph), Ok(()), "cut at step {step}");
        assert_eq!(kinds(&account), expected, "cut at step {step}");
    }
}

#[test]
fn the_fairwinds_cluster_converges_after_a_cut_before_every_step() {
    converges_after(FaultInjecting::cut_before);
}

#[test]
fn the_fairwinds_cluster_converges_after_a_cut_after_every_step() {
    converges_after(FaultInjecting::cut_after);
}

#[test]
fn the_fairwinds_cluster_is_made_in_one_run_whatever_passes() {
    let (graph, untouched) = fairwinds();
    for fault in [Fault::Broken, Fault::LostAnswer, Fault::Throttled(3), Fault::Internal(2)] {
        let account = untouched.copy().with_delays(Delays { available: 3, gone: 3, visible: 2 });
        let world = World::new(steps(&graph).fold(FaultInjecting::new(account), |cloud, step| cloud.at(step, fault)));
        let plan = block_on(world.plan(&graph, &Scope::of(&graph), &PlanOptions::default())).expect("plans");
        let report = block_on(world.apply(&plan)).expect("runs");
        assert!(report.is_complete(), "{fault:?}: {:?}", report.failed);
    }
}

#[test]
fn the_fairwinds_cluster_is_deleted_after_a_cut_at_every_step() {
    let (graph, untouched) = fairwinds();
    let made = untouched.copy();
    converge(&World::new(made.clone()), &graph).expect("is made");
    for step in steps(&graph) {
        let account = made.copy();
        let world = World::new(FaultInjecting::new(account.clone()).cut_after(step));
        let empty = Graph { nodes: Default::default(), ..graph.clone() };
        let plan = block_on(world.plan(&empty, &Scope::of(&graph), &PlanOptions::delete_cluster())).expect("plans");
        block_on(world.apply(&plan)).expect("runs");
        assert_eq!(delete(&world.with_cloud(account.clone()), &graph), Ok(()), "cut at step {step}");
        assert_eq!(account.resources(), untouched.resources(), "cut at step {step}");
    }
}

#[test]
fn what_may_not_be_done_stops_only_what_needs_it() {
    let (graph, untouched) = fairwinds();
    for fault in [Fault::Denied, Fault::Quota] {
        for step in steps(&graph).step_by(7) {
            let account = untouched.copy();
            let world = World::new(FaultInjecting::new(account.clone()).at(step, fault));
            let plan = block_on(world.plan(&graph, &Scope::of(&graph), &PlanOptions::default())).expect("plans");
            let report = block_on(world.apply(&plan)).expect("runs");
            let waited = report.not_started.len();
            // Managed files are steps of the plan and not of the cloud.
            assert_eq!(report.failed.len(), usize::from(step <= world.cloud.steps()), "{fault:?} at step {step}");
            assert_eq!(report.done.len() + report.failed.len() + waited, plan.steps.len());
            assert_eq!(converge(&world.with_cloud(account), &graph), Ok(()), "{fault:?} at step {step}");
        }
    }
}

/// Changes in which a field gives another one its meaning, or takes it.
#[test]
fn a_cluster_follows_changes_that_change_what_fields_mean() {
    let shape = Shape { private: false, load_balancer: Some("Network"), ..clusters::cluster_of(1) };
    let certificate = "arn:aws:acm:us-east-2:123456789012:certificate/1";
    let volume = |kind: &str, more: Value| {
        let mut fields = json!({"volumeType": kind});
        fields.as_object_mut().expect("a map").extend(more.as_object().expect("a map").clone());
        move |documents: &mut Vec<Value>| {
            for etcd in documents[0]["spec"]["etcdClusters"].as_array_mut().expect("a list") {
                for member in etcd["etcdMembers"].as_array_mut().expect("a list") {
                    member.as_object_mut().expect("a map").extend(fields.as_object().expect("a map").clone());
                }
            }
        }
    };
    let nodes = |fields: Value| {
        move |documents: &mut Vec<Value>| {
            let nodes = documents.iter_mut().find(|x| x["metadata"]["name"] == "nodes-0").expect("a group");
            nodes["spec"].as_object_mut().expect("a map").extend(fields.as_object().expect("a map").clone());
        }
    };
    let mixed = json!({"mixedInstancesPolicy": {"instances": ["t3.medium", "m5.large"]}});
    let warm = json!({"warmPool": {"minSize": 1}});
    let both = json!({"mixedInstancesPolicy": {"instances": ["t3.medium", "m5.large"]}, "warmPool": {"minSize": 1}});
    type Edit<'a> = Box<dyn Fn(&mut Vec<Value>) + 'a>;
    let cases: Vec<(&str, Edit<'_>, Edit<'_>)> = vec![
        ("gp3 becomes io1", Box::new(|_| {}), Box::new(volume("io1", json!({"volumeIops": 200})))),
        ("gp3 becomes gp2", Box::new(|_| {}), Box::new(volume("gp2", json!({})))),
        (
            "a certificate that goes",
            Box::new(|x| x[0]["spec"]["api"]["loadBalancer"]["sslCertificate"] = certificate.into()),
            Box::new(|_| {}),
        ),
        ("mixed instances", Box::new(|_| {}), Box::new(nodes(mixed.clone()))),
        ("mixed instances that go", Box::new(nodes(mixed.clone())), Box::new(|_| {})),
        ("mixed instances instead of a warm pool", Box::new(nodes(warm.clone())), Box::new(nodes(mixed.clone()))),
        ("a warm pool instead of mixed instances", Box::new(nodes(mixed.clone())), Box::new(nodes(warm.clone()))),
        ("mixed instances beside a warm pool", Box::new(nodes(warm)), Box::new(nodes(both))),
        ("a price instead of mixed instances", Box::new(nodes(mixed)), Box::new(nodes(json!({"maxPrice": "0.1"})))),
        (
            "a first IPv6 range for every subnet",
            Box::new(|_| {}),
            Box::new(|x| {
                for (number, subnet) in x[0]["spec"]["subnets"].as_array_mut().expect("a list").iter_mut().enumerate() {
                    subnet["ipv6CIDR"] = format!("/64#{number}").into();
                }
            }),
        ),
    ];
    let documents: Vec<Value> =
        shape.spec().split("---\n").map(|text| serde_yaml::from_str(text).expect("is YAML")).collect();
    for (name, from, to) in cases {
        let account = shape.account().with_other(certificate);
        let edited = |edit: &Edit<'_>| {
            let mut documents = documents.clone();
            edit(&mut documents);
            let texts: Vec<_> = documents.iter().map(|x| serde_yaml::to_string(x).expect("writes")).collect();
            graph(&texts.join("---\n"), &account)
        };
        let (before, after) = (edited(&from), edited(&to));
        let world = World::new(account.clone());
        assert_eq!(converge(&world, &before), Ok(()), "{name}, before");
        let plan = block_on(world.plan(&after, &Scope::of(&after), &prune())).expect("plans");
        assert!(!plan.steps.is_empty(), "{name}");
        let report = block_on(world.apply(&plan)).expect("runs");
        assert!(report.is_complete(), "{name}: {:?}", report.failed);
        let again = block_on(world.plan(&after, &Scope::of(&after), &prune())).expect("plans");
        assert!(again.steps.is_empty(), "{name}: {:#?}", again.steps);
        assert_eq!(delete(&world, &after), Ok(()), "{name}");
    }
}

#[test]
fn a_nat_gateway_in_a_subnet_with_a_route_to_it_is_deleted() {
    let shape = Shape { zones: 1, private: false, control_planes: 1, ipv6: true, ..clusters::cluster_of(1) };
    let account = shape.account();
    let start = account.resources();
    let graph = graph(&shape.spec(), &account);
    let world = World::new(account.clone());
    assert_eq!(converge(&world, &graph), Ok(()));
    assert_eq!(delete(&world, &graph), Ok(()));
    assert_eq!(account.resources(), start);
}

/// What is in an account, but for the association of a private hosted zone with a VPC. Both are shared, and the association has no
/// tags: it stays, as it does with kops.
fn without_shared_associations(account: &Account) -> Vec<Observed> {
    let is_association = |found: &Observed| found.resource.kind() == Kind::DnsZoneAssociation;
    account.resources().into_iter().filter(|found| !is_association(found)).collect()
}

/// Lets everything go that is not wanted any more, but the cluster.
fn prune() -> PlanOptions {
    PlanOptions { prune: true, allow: ["*".to_owned()].into(), ..PlanOptions::default() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_cluster_is_made_once_and_deleted_without_a_trace(shape in clusters::any_cluster()) {
        let account = shape.account();
        let start = account.resources();
        let graph = graph(&shape.spec(), &account);
        let world = World::new(account.clone());
        prop_assert_eq!(converge(&world, &graph), Ok(()));
        prop_assert_eq!(delete(&world, &graph), Ok(()));
        prop_assert_eq!(without_shared_associations(&account), start);
    }
    #[test]
    fn any_cluster_becomes_any_other(from in clusters::any_cluster(), to in clusters::any_cluster()) {
        // Networks and hosted zones stay what they are; everything else may change.
        let Shape { zones, private, shared_vpc, shared_egress, ipv6, dns, .. } = from;
        let to = Shape { zones, private, shared_vpc, shared_egress, ipv6, dns, ..to }.possible();
        let account = from.account();
        let start = account.resources();
        let (before, after) = (graph(&from.spec(), &account), graph(&to.spec(), &account));
        let world = World::new(account.clone());
        prop_assert_eq!(converge(&world, &before), Ok(()));
        prop_assert_eq!(block_on(world.converge(&after, &Scope::of(&after), &prune())), Ok(()), "from {:?}", from);
        prop_assert_eq!(delete(&world, &after), Ok(()));
        prop_assert_eq!(without_shared_associations(&account), start);
    }
}
