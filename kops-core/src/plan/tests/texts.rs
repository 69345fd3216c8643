//! Texts that refer to other resources: a file with the address of the API, user data with the hash of that file.

use std::collections::BTreeSet;

use serde_json::json;

use super::cluster::{demo, edit, origin};
use super::fake_account::FakeAccount;
use super::{lines, made, none};
use crate::graph::{Graph, Node, Ownership};
use crate::plan::{Action, FieldChange, Plan, Rule, Step, deletion, violations};
use crate::resource::*;

fn file() -> ResourceId {
    ResourceId::new(Kind::ManagedFile, "config")
}

fn config(port: u16) -> Text {
    let api = ResourceId::new(Kind::NetworkLoadBalancer, "api.demo");
    Text::from("server: https://").then_output(api, Output::DnsName).then(format!(":{port}\n"))
}

/// A cluster whose nodes are started with the hash of their configuration.
fn cluster(port: u16) -> Graph {
    let mut graph = demo(1);
    let resource = ManagedFile { key: "igconfig/node/nodes/config.yaml".into(), content: config(port), public: false };
    let node = Node {
        resource: resource.into(),
        ownership: Ownership::Owned,
        origin: origin("the configuration of nodes"),
        after: Vec::new(),
    };
    graph.nodes.insert(file(), node);
    edit::<LaunchTemplate>(&mut graph, Kind::LaunchTemplate, "nodes-0.demo", |template| {
        template.user_data = Some(Text::from("HASH=").then_output(file(), Output::Sha256).then("\n"));
    });
    graph
}

fn change(plan: &Plan, kind: Kind) -> &FieldChange {
    let step = plan.steps.iter().find(|step| step.resource.kind == kind).expect("is changed");
    match &step.action {
        Action::Update { changes, .. } => &changes[0],
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_text_is_bound_when_what_it_refers_to_exists() {
    let graph = cluster(443);
    let mut account = FakeAccount::default();
    let plan = made(&graph, &account);
    let place = |kind, name: &str| {
        plan.steps.iter().position(|step| step.resource == ResourceId::new(kind, name)).expect("is a step")
    };
    assert!(place(Kind::NetworkLoadBalancer, "api.demo") < place(Kind::ManagedFile, "config"));
    assert!(place(Kind::ManagedFile, "config") < place(Kind::LaunchTemplate, "nodes-0.demo"));
    account.apply(&plan);
    assert_eq!(lines(&made(&graph, &account)), none());
    let stored = &account.files["igconfig/node/nodes/config.yaml"];
    assert!(stored.starts_with("server: https://") && !stored.contains('$'), "{stored}");
}

#[test]
fn a_change_of_a_file_reaches_what_holds_its_hash() {
    let mut account = FakeAccount::of(&cluster(443));
    let graph = cluster(8443);
    let plan = made(&graph, &account);
    let expected = ["~ managed-file/config content", "~ launch-template/nodes-0.demo user_data"];
    assert_eq!(lines(&plan), expected);
    // Everything that the new text refers to exists, so that the plan shows the text itself.
    let content = change(&plan, Kind::ManagedFile).new.clone();
    let hash = outputs_of_content(content.as_str().expect("is known"))[&Output::Sha256].clone();
    assert_eq!(change(&plan, Kind::LaunchTemplate).new, json!(format!("HASH={hash}\n")));
    account.apply(&plan);
    assert_eq!(lines(&made(&graph, &account)), none());
}

#[test]
fn a_plan_names_what_is_not_known_yet() {
    let graph = cluster(443);
    let mut account = FakeAccount::of(&graph);
    account.files.insert("igconfig/node/nodes/config.yaml".to_owned(), "server: none\n".to_owned());
    let balances = |kind| matches!(kind, Kind::NetworkLoadBalancer | Kind::Listener);
    account.found.retain(|found| !balances(found.resource.kind()));
    let plan = made(&graph, &account);
    let parts = |kind| change(&plan, kind).new.clone();
    let api = json!({"ref": "network-load-balancer/api.demo", "output": "dns-name"});
    assert_eq!(parts(Kind::ManagedFile), json!({"text": ["server: https://", api, ":443\n"]}));
    let hash = json!({"ref": "managed-file/config", "output": "sha256"});
    assert_eq!(parts(Kind::LaunchTemplate), json!({"text": ["HASH=", hash, "\n"]}));
}

#[test]
fn keysets_are_made_once_and_never_deleted() {
    let mut graph = demo(1);
    let own = |resource: Resource| Node {
        resource,
        ownership: Ownership::Owned,
        origin: origin("the cluster's keys"),
        after: Vec::new(),
    };
    let ca = ResourceId::new(Kind::Keyset, "kubernetes-ca");
    let content = Text::yaml(&json!({"ca": Ref::output(Kind::Keyset, "kubernetes-ca", Output::Certificates)}));
    graph.nodes.insert(ca.clone(), own(Keyset { name: "kubernetes-ca".into() }.into()));
    let config = ManagedFile { key: "igconfig/node/nodes/config.yaml".into(), content, public: false };
    graph.nodes.insert(file(), own(config.into()));

    let mut account = FakeAccount::of(&demo(1));
    let plan = made(&graph, &account);
    assert_eq!(lines(&plan), ["+ keyset/kubernetes-ca", "+ managed-file/config"]);
    account.apply(&plan);
    assert_eq!(account.files["igconfig/node/nodes/config.yaml"], "ca: |\n  certificates of kubernetes-ca\n");
    assert_eq!(lines(&made(&graph, &account)), none());

    account.keysets.get_mut("kubernetes-ca").expect("is there").insert(Output::Certificates, "others\n".to_owned());
    assert_eq!(lines(&made(&graph, &account)), ["~ managed-file/config content"]);

    let deletion = deletion(&graph, &account.snapshot(), &account.store(), &BTreeSet::new()).expect("plans");
    assert!(deletion.steps.iter().all(|step| step.resource != ca));
    let edited = Action::Delete { id: "kubernetes-ca".into(), current: Keyset { name: "kubernetes-ca".into() }.into() };
    let mut deletion = deletion;
    deletion.steps.push(Step { resource: ca, action: edited, ..deletion.steps[0].clone() });
    let found = violations(&deletion, &account.snapshot(), &account.store());
    assert_eq!(found.iter().map(|found| &found.rule).collect::<Vec<_>>(), [&Rule::NotManaged]);
}

#[test]
fn debug_shows_no_text_of_a_plan() {
    let mut graph = demo(1);
    let account = FakeAccount::of(&graph);
    edit::<ManagedFile>(&mut graph, Kind::ManagedFile, "addons-a", |file| file.content = "C4N4RY".into());
    edit::<LaunchTemplate>(&mut graph, Kind::LaunchTemplate, "nodes-0.demo", |template| {
        template.user_data = Some("C4N4RY".into());
    });
    let plan = made(&graph, &account);
    assert_eq!(change(&plan, Kind::ManagedFile).field, "content");
    assert_eq!(change(&plan, Kind::LaunchTemplate).field, "user_data");
    assert!(plan.to_json().contains("C4N4RY"));
    let shown = format!("{plan:?}");
    assert!(!shown.contains("C4N4RY"), "{shown}");
}
