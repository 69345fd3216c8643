//! What the account shows: resources in a scope, facts, and instances.

use futures::executor::block_on;
use serde_json::{Value, json};

use super::*;
use crate::cloud::ErrorKind;

#[test]
fn queues_and_event_rules_are_found_by_their_names_only() {
    let account = account();
    let tags = json!({"KubernetesCluster": "demo"});
    let policy = Value::Null;
    let queue = json!({"name": "demo-nth", "retention_seconds": 300, "policy": policy, "tags": tags});
    create(&account, "q", "sqs-queue", queue).expect("is made");
    let rule = json!({"name": "demo-spot", "pattern": "{\"source\": [\"aws.ec2\"]}", "tags": tags});
    create(&account, "r", "event-rule", rule).expect("is made");
    let observe = |scope: &Scope| block_on(account.observe(scope)).expect("observes").resources.len();
    let mut scope = Scope { cluster: "demo".into(), ..Scope::default() };
    assert_eq!(observe(&scope), 0);
    scope.names.insert(Kind::Queue, ["demo-nth".to_owned()].into());
    scope.names.insert(Kind::EventRule, ["demo-spot".to_owned()].into());
    assert_eq!(observe(&scope), 2);
}

#[test]
fn the_vpcs_of_a_hosted_zone_are_associations_like_any() {
    let mut file = file();
    file["hostedZones"] =
        json!([{"id": "Z2", "name": "inside.example.com", "private": true, "vpcs": ["vpc-1", "vpc-9"]}]);
    let account = Account::from_json(&file.to_string()).expect("an account");
    let scope = Scope { names: [(Kind::DnsZoneAssociation, ["Z2".into()].into())].into(), ..Scope::default() };
    let observe = || block_on(account.observe(&scope)).expect("observes").resources;
    assert_eq!(observe().iter().map(|found| found.id.as_str()).collect::<Vec<_>>(), ["Z2|vpc-1"]);
    let query = FactsQuery { dns_zones: vec!["Z2".into()], ..FactsQuery::default() };
    let vpcs = || block_on(account.facts(&query)).expect("facts").hosted_zones[0].vpcs.clone();
    assert_eq!(vpcs(), ["vpc-9", "vpc-1"]);
    let again = create(&account, "a", "dns-zone-association", json!({"zone": "Z2", "vpc": "vpc-1"}));
    assert_eq!(again.expect_err("is there").kind, ErrorKind::Conflict);
    delete(&account, Kind::DnsZoneAssociation, "Z2|vpc-1").expect("is deleted");
    assert!(observe().is_empty());
    assert_eq!(vpcs(), ["vpc-9"]);
}

#[test]
fn a_group_whose_launch_template_is_gone_launches_nothing() {
    let account = account();
    let group = json!({"name": "nodes", "launch_template": "lt-1", "launch_template_version": "$Latest", "min_size": 3,
        "max_size": 3, "subnets": ["subnet-1"], "tags": {"KubernetesCluster": "demo.example.com"}});
    create(&account, "g", "autoscaling-group", group).expect("is made");
    let mut file: Value = serde_json::from_str(&account.to_json()).expect("JSON");
    let templates = file["resources"]["launch-template"].as_object_mut().expect("launch templates");
    templates.remove("lt-1").expect("is there");
    let account = Account::from_json(&file.to_string()).expect("an account");
    let group = || block_on(account.instances("demo.example.com")).expect("are listed").remove(0);
    let before = group();
    assert_eq!(before.template.as_deref(), Some(""));
    assert!(before.instances.len() == 3 && before.instances.iter().all(|instance| before.is_outdated(instance)));
    let terminate = InstanceChange::Terminate { instance: before.instances[0].id.clone() };
    block_on(account.change_instance(&terminate)).expect("is terminated");
    assert_eq!(group().instances, before.instances[1..]);
}

#[test]
fn the_role_in_an_instance_profile_is_a_fact() {
    let query = FactsQuery { instance_profiles: vec!["nodes".into(), "nowhere".into()], ..FactsQuery::default() };
    let facts = block_on(account().facts(&query)).expect("facts");
    assert_eq!(facts.instance_profile_roles, [("nodes".to_owned(), "nodes".to_owned())].into());
}

#[test]
fn the_account_of_the_example_has_what_its_cluster_shares() {
    let account =
        Account::from_json(include_str!("../../../../../examples/fairwinds/account.json")).expect("an account");
    let query = FactsQuery {
        vpcs: vec!["vpc-0a1b2c3d4e5f60718".into()],
        nat_gateways: ["nat-0aa00000000000001", "nat-0bb00000000000002", "nat-0cc00000000000003"]
            .map(Into::into)
            .into(),
        dns_zones: vec!["kube.example.com".into()],
        ..FactsQuery::default()
    };
    let facts = block_on(account.facts(&query)).expect("facts");
    assert_eq!((facts.network.vpcs.len(), facts.network.nat_gateways.len(), facts.hosted_zones.len()), (1, 3, 1));
    assert_eq!((facts.network.internet_gateways.len(), facts.network.route_tables.len()), (1, 1));
}
