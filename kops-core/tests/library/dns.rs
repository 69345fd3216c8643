//! Names of the API in hosted zones, from the first plan to the deletion of the cluster.

use futures::executor::block_on;
use kops_core::resource::{DnsRecord, Resource};
use kops_core::spec::Objects;
use kops_core::{Engine, Plan, PlanOptions, Spec, sim::Account};
use serde_json::{Value, json};

const SPEC: &str = include_str!("../../../examples/fairwinds/cluster_spec.yml");
const ACCOUNT: &str = include_str!("../../../examples/fairwinds/account.json");
const LOAD_BALANCER: &str = "  api:\n    loadBalancer:\n      class: Network\n      type: Public\n";
const INTERNAL: &str = "api.internal.demo.kube.example.com";

struct World {
    account: Account,
    engine: Engine,
}

impl World {
    fn new() -> Self {
        Self::of(ACCOUNT)
    }

    fn of(account: &str) -> Self {
        let account = Account::from_json(account).expect("an account");
        let engine = Engine::simulated(account.clone());
        Self { account, engine }
    }

    fn plan(&self, spec: &Spec) -> Plan {
        let options = PlanOptions { prune: true, ..PlanOptions::default() };
        block_on(self.engine.plan_with(spec, &options)).expect("plans").plan
    }

    fn apply(&self, spec: &Spec) {
        block_on(self.engine.apply(&self.plan(spec)).into_future()).expect("every step is done");
    }

    /// The records of the account with their values; `alias` for those that stand for a load balancer.
    fn records(&self) -> Vec<(String, String)> {
        let records = self.account.resources().into_iter().filter_map(|found| match found.resource {
            Resource::DnsRecord(record) => Some(record),
            _ => None,
        });
        let text = |record: &DnsRecord| record.values.as_ref().map_or("alias".to_owned(), |values| values.join(" "));
        let mut records: Vec<_> = records.map(|record| (record.name.clone(), text(&record))).collect();
        records.sort();
        records.dedup();
        records
    }
}

fn spec(text: &str) -> Spec {
    Objects::from_yaml("spec.yml", text).expect("a spec").into_spec().expect("one cluster")
}

#[test]
fn placeholders_are_made_once_and_give_way_to_what_dns_controller_publishes() {
    let world = World::new();
    let spec = spec(&SPEC.replace(LOAD_BALANCER, "  api:\n    dns: {}\n"));
    world.apply(&spec);
    let placeholder = |name: &str| (format!("{name}.demo.kube.example.com"), "203.0.113.123".to_owned());
    let all = [placeholder("api"), placeholder("api.internal"), placeholder("kops-controller.internal")];
    assert_eq!(world.records(), all);
    assert!(world.plan(&spec).steps.is_empty());

    // dns-controller replaces the address.
    let (id, record) = world
        .account
        .resources()
        .into_iter()
        .find_map(|found| match found.resource {
            Resource::DnsRecord(record) if record.name == INTERNAL => Some((found.id, record)),
            _ => None,
        })
        .expect("is there");
    let published = DnsRecord { values: Some(vec!["172.20.16.7".to_owned()]), ttl: Some(60), ..record };
    world.account.place(id.as_str(), published).expect("can stand there");
    assert!(world.plan(&spec).steps.is_empty(), "an address is neither changed nor reported");
    assert!(world.records().contains(&(INTERNAL.to_owned(), "172.20.16.7".to_owned())));

    let deletion = block_on(world.engine.plan_deletion(&spec)).expect("plans").plan;
    block_on(world.engine.apply(&deletion).into_future()).expect("every step is done");
    assert_eq!(world.records(), []);
}

#[test]
fn marks_of_external_dns_go_with_the_cluster_and_texts_of_others_stay() {
    let world = World::new();
    let spec = spec(SPEC);
    world.apply(&spec);
    let place = |name: &str, value: &str| {
        let record = DnsRecord {
            zone: "Z0123456789ABCDEFGHIJ".into(),
            name: name.into(),
            record_type: "TXT".into(),
            ttl: Some(300),
            values: Some(vec![format!("\"{value}\"")]),
            ..DnsRecord::default()
        };
        world.account.place(format!("Z0123456789ABCDEFGHIJ|{name}|TXT"), record).expect("can stand there");
    };
    let mark = "heritage=external-dns,external-dns/owner=kops-demo.kube.example.com";
    for name in [INTERNAL, &format!("a-{INTERNAL}"), &format!("aaaa-{INTERNAL}")] {
        place(name, mark);
    }
    place("api.demo.kube.example.com", "v=spf1 -all");
    let address = DnsRecord {
        zone: "Z0123456789ABCDEFGHIJ".into(),
        name: format!("a-{INTERNAL}"),
        record_type: "A".into(),
        ttl: Some(300),
        values: Some(vec!["192.0.2.1".into()]),
        ..DnsRecord::default()
    };
    world.account.place(format!("Z0123456789ABCDEFGHIJ|a-{INTERNAL}|A"), address).expect("can stand there");
    place("shop.kube.example.com", mark);
    assert!(world.plan(&spec).steps.is_empty(), "marks are nothing that a spec has");

    let deletion = block_on(world.engine.plan_deletion(&spec)).expect("plans").plan;
    let text = deletion.to_string();
    assert!(text.contains(&format!("- {INTERNAL}")) && text.contains("  TXT\n"), "{text}");
    block_on(world.engine.apply(&deletion).into_future()).expect("every step is done");
    let left: Vec<_> = world.records().into_iter().map(|(name, _)| name).collect();
    assert_eq!(left, [&format!("a-{INTERNAL}"), "api.demo.kube.example.com", "shop.kube.example.com"]);
}

#[test]
fn a_cluster_that_publishes_no_names_any_more_leaves_no_record_of_its_load_balancer() {
    let world = World::new();
    world.apply(&spec(SPEC));
    let public = ("api.demo.kube.example.com".to_owned(), "alias".to_owned());
    assert!(world.records().contains(&public), "{:?}", world.records());
    let without = SPEC.replace("type: Public\n---", "type: None\n---");
    world.apply(&spec(&without));
    assert!(!world.records().contains(&public), "{:?}", world.records());
}

#[test]
fn a_private_zone_keeps_its_association_with_a_shared_vpc() {
    let private = SPEC.replace("type: Public\n---", "type: Private\n---");
    let larger = private.replace("maxSize: 3", "maxSize: 4");
    for vpcs in [json!([]), json!(["vpc-0a1b2c3d4e5f60718"])] {
        let mut account: Value = serde_json::from_str(ACCOUNT).expect("is JSON");
        let zone = json!({"id": "Z1", "name": "kube.example.com", "private": true, "vpcs": vpcs});
        account["hostedZones"] = json!([zone]);
        let world = World::of(&account.to_string());
        world.apply(&spec(&private));
        world.apply(&spec(&larger));
        let deletion = block_on(world.engine.plan_deletion(&spec(&larger))).expect("plans").plan;
        block_on(world.engine.apply(&deletion).into_future()).expect("every step is done");
        let is_there = |id: &str| world.account.resources().iter().any(|found| found.id.as_str() == id);
        assert!(is_there("Z1|vpc-0a1b2c3d4e5f60718"), "{zone}");
        assert_eq!(world.records(), [], "{zone}");
    }
}
