//! Plans of small clusters against accounts that are made of the same clusters.

mod changes;
pub(crate) mod cluster;
mod conflicts;
mod deletions;
mod drift;
pub(crate) mod fake_account;
mod ownership;
mod properties;
mod texts;

use super::*;
use crate::graph::Graph;
use crate::resource::Kind;
use cluster::demo;
use fake_account::FakeAccount;

/// The plan of a graph against an account, checked.
fn made(graph: &Graph, account: &FakeAccount) -> Plan {
    plan_with(graph, account, &PlanOptions::default())
}

fn plan_with(graph: &Graph, account: &FakeAccount, options: &PlanOptions) -> Plan {
    let (snapshot, store) = (account.snapshot(), account.store());
    let plan = plan(graph, &snapshot, &store, options).unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!(check(graph, &snapshot, &plan), []);
    assert_eq!(drift(&plan, &snapshot, &store), []);
    assert_eq!(violations(&plan, &snapshot, &store), []);
    plan
}

fn errors(graph: &Graph, account: &FakeAccount) -> Vec<String> {
    let errors =
        plan(graph, &account.snapshot(), &account.store(), &PlanOptions::default()).expect_err("cannot be planned");
    errors.0.iter().map(ToString::to_string).collect()
}

/// The plan in a line for each step: `+` made, `~` changed with the fields, `-` deleted.
fn lines(plan: &Plan) -> Vec<String> {
    plan.steps
        .iter()
        .map(|step| match &step.action {
            Action::Create { .. } => format!("+ {}", step.resource),
            Action::Update { changes, .. } => {
                let fields: Vec<_> = changes.iter().map(|change| change.field.as_str()).collect();
                format!("~ {} {}", step.resource, fields.join(","))
            }
            Action::Delete { .. } => format!("- {}", step.resource),
        })
        .collect()
}

fn none() -> Vec<String> {
    Vec::new()
}

fn empty(graph: &Graph) -> Graph {
    Graph { cluster: graph.cluster.clone(), region: graph.region.clone(), ..Graph::default() }
}

#[test]
fn a_cluster_is_made_once_and_then_there_is_nothing_to_do() {
    let graph = demo(2);
    let mut account = FakeAccount::default();
    let first = made(&graph, &account);
    assert_eq!(first.steps.len(), graph.nodes.len());
    account.apply(&first);
    let second = made(&graph, &account);
    assert_eq!(lines(&second), none());
    assert_eq!(second.unchanged, graph.nodes.len());
}

#[test]
fn a_cluster_goes_with_everything_it_owns() {
    let graph = demo(2);
    let mut account = FakeAccount::of(&graph);
    account.apply(&plan_with(&empty(&graph), &account, &PlanOptions::delete_cluster()));
    // What is in the state store goes with everything else there.
    assert_eq!(account.names(), ["addons/a.yaml"]);
}

#[test]
fn parts_go_along_and_data_goes_after_what_writes_it() {
    let graph = demo(1);
    let plan = plan_with(&empty(&graph), &FakeAccount::of(&graph), &PlanOptions::delete_cluster());
    let kinds: Vec<Kind> = plan.steps.iter().map(|step| step.resource.kind).collect();
    for along in [Kind::Route, Kind::RouteTableAssociation, Kind::Listener, Kind::LifecycleHook] {
        assert!(!kinds.contains(&along), "{along} goes along");
    }
    let place = |kind: Kind| kinds.iter().position(|other| *other == kind).expect("is deleted");
    for (first, then) in [
        (Kind::AutoscalingGroup, Kind::Volume),
        (Kind::AutoscalingGroup, Kind::LaunchTemplate),
        (Kind::LaunchTemplate, Kind::SecurityGroup),
        (Kind::DnsRecord, Kind::NetworkLoadBalancer),
        (Kind::NetworkLoadBalancer, Kind::TargetGroup),
        (Kind::NatGateway, Kind::ElasticIp),
        (Kind::NatGateway, Kind::InternetGateway),
        (Kind::Subnet, Kind::RouteTable),
        (Kind::Vpc, Kind::DhcpOptions),
        (Kind::RolePolicy, Kind::Role),
    ] {
        assert!(place(first) < place(then), "{first} before {then}");
    }
    assert!(plan.steps.iter().any(|step| step.disruption == Disruption::Data));
}

#[test]
fn plans_are_the_same_bytes_whatever_the_order_of_what_was_found() {
    let mut graph = demo(3);
    let mut account = FakeAccount::of(&graph);
    graph.nodes.retain(|id, _| id.kind != Kind::SecurityGroupRule || id.name == "ssh");
    let first = made(&graph, &account);
    account.found.reverse();
    let second = made(&graph, &account);
    assert_eq!(first.to_json(), second.to_json());
    assert_eq!(first.hash(), second.hash());
    assert_eq!(first.hash().len(), 64);
    assert_eq!(Plan::from_json(&first.to_json()).expect("a plan"), first);
    let edited = first.to_json().replacen("\"cluster\": \"demo\"", "\"cluster\": \"other\"", 1);
    assert!(matches!(Plan::from_json(&edited), Err(ParsePlanError::Edited)));
    assert!(Plan::from_json("{\"format\": 99}").expect_err("is of another format").to_string().contains("99"));
}

#[test]
fn large_clusters_are_planned_with_few_needs() {
    let plan = made(&demo(300), &FakeAccount::default());
    let needs: usize = plan.steps.iter().map(|step| step.depends_on.len()).sum();
    assert!(needs < plan.steps.len() * 4, "{needs} needs in {} steps", plan.steps.len());
}
