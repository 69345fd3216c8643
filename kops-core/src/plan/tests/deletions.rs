//! What is deleted, in which order, and what is retained.

use super::cluster::{demo, edit, origin};
use super::*;
use crate::cloud::{Occupant, Snapshot};
use crate::graph::{Node, Ownership};
use crate::resource::*;

#[test]
fn obsolete_resources_are_deleted_by_kind_and_option() {
    let mut graph = demo(1);
    let mut account = FakeAccount::of(&graph);
    graph.nodes.retain(|id, _| !(id.name.starts_with("nodes-0") || id.kind == Kind::Volume));
    let plan = made(&graph, &account);
    // A hook of a group that is kept has something to do until that goes.
    assert_eq!(lines(&plan), none());
    let kept = |plan: &Plan| -> Vec<String> {
        plan.kept.iter().map(|kept| format!("{}: {}", kept.resource, kept.until)).collect()
    };
    let volume = "volume/a.etcd-main.demo: `--allow volume/a.etcd-main.demo`";
    assert_eq!(
        kept(&plan),
        [
            volume,
            "launch-template/nodes-0.demo: `--prune`",
            "autoscaling-group/nodes-0.demo: `--prune`",
            "lifecycle-hook/nodes-0.demo-NTHLifecycleHook: `--prune`"
        ]
    );

    let prune = PlanOptions { prune: true, ..PlanOptions::default() };
    let pruned = plan_with(&graph, &account, &prune);
    assert_eq!(lines(&pruned), ["- autoscaling-group/nodes-0.demo", "- launch-template/nodes-0.demo"]);
    assert_eq!(pruned.steps[0].disruption, Disruption::Instances);
    assert_eq!(kept(&pruned), [volume]);
    account.apply(&pruned);
    assert_eq!(lines(&plan_with(&graph, &account, &prune)), none());

    for word in ["*", "volume/a.etcd-main.demo", "volume-a.etcd-main.demo"] {
        let allow = PlanOptions { allow: [word.to_owned()].into(), ..PlanOptions::default() };
        assert_eq!(lines(&plan_with(&graph, &account, &allow)), ["- volume/a.etcd-main.demo"], "{word}");
    }
    let other = PlanOptions { allow: ["volume/other".to_owned()].into(), ..PlanOptions::default() };
    assert_eq!(lines(&plan_with(&graph, &account, &other)), none());
}

#[test]
fn a_target_group_is_detached_before_it_is_deleted() {
    let mut graph = demo(1);
    let account = FakeAccount::of(&graph);
    graph.nodes.remove(&ResourceId::new(Kind::Listener, "api.demo-443"));
    graph.nodes.remove(&ResourceId::new(Kind::TargetGroup, "tcp-demo"));
    edit::<AutoscalingGroup>(&mut graph, Kind::AutoscalingGroup, "nodes-0.demo", |x| x.target_groups.clear());
    let plan = plan_with(&graph, &account, &PlanOptions { prune: true, ..PlanOptions::default() });
    assert_eq!(
        lines(&plan),
        ["~ autoscaling-group/nodes-0.demo target_groups", "- listener/port-443", "- target-group/tcp.demo"]
    );
    assert_eq!(plan.steps[2].depends_on, [plan.steps[0].id, plan.steps[1].id]);
}

#[test]
fn parts_of_a_retained_resource_are_retained() {
    let mut graph = demo(0);
    let account = FakeAccount::of(&graph);
    graph.nodes.retain(|id, _| id.name != "nodes.demo-a" && id.name != "nodes.demo" && id.name != "ssh");
    let gone = ["masters-to-nodes", "nodes-to-masters"];
    graph.nodes.retain(|id, _| !gone.contains(&id.name.as_str()));
    let plan = made(&graph, &account);
    // Only the rule that lets the nodes in is another group's.
    assert_eq!(lines(&plan), ["- security-group-rule/nodes-to-masters"]);
    let kept: Vec<String> = plan.kept.iter().map(|kept| kept.resource.to_string()).collect();
    for part in ["security-group-rule/ssh", "iam-role-policy-attachment/A"] {
        assert!(kept.contains(&part.to_owned()), "{part} is kept: {kept:?}");
    }
    assert!(plan.kept.iter().all(|kept| kept.until == "`--prune`"));
    let pruned = plan_with(&graph, &account, &PlanOptions { prune: true, ..PlanOptions::default() });
    let policy = pruned.steps.iter().find(|step| step.resource.kind == Kind::RolePolicy).expect("goes");
    assert_eq!(policy.disruption, Disruption::Connections);
}

#[test]
fn what_instances_of_a_retained_group_read_is_retained_and_goes_after_it() {
    let graph = |groups: usize| {
        let mut graph = demo(groups);
        let mut own = |key: String, content: String| {
            let file = ManagedFile { key: key.clone(), content: content.as_str().into(), public: false };
            let (resource, ownership) = (file.into(), Ownership::Owned);
            let node = Node { resource, ownership, origin: origin("nodes read it"), after: Vec::new() };
            graph.nodes.insert(ResourceId::new(Kind::ManagedFile, key), node);
        };
        for group in 0..groups {
            let manifest = format!("manifests/etcd/main-nodes-{group}.yaml");
            let config = format!("etcdManifests:\n- s3://states/demo/{manifest}\n");
            own(format!("igconfig/node/nodes-{group}/nodeupconfig.yaml"), config);
            own(manifest, "kind: Pod\n".to_owned());
        }
        graph
    };
    let mut account = FakeAccount::of(&graph(2));
    account.files.insert("igconfig/node/gone/nodeupconfig.yaml".into(), String::new());
    account.files.insert("manifests/etcd/events-nodes-1.yaml".into(), String::new());
    let plan = made(&graph(1), &account);
    // No group that is there reads these.
    let read_by_none =
        ["- managed-file/igconfig/node/gone/nodeupconfig.yaml", "- managed-file/manifests/etcd/events-nodes-1.yaml"];
    assert_eq!(lines(&plan), read_by_none);
    let files = ["igconfig/node/nodes-1/nodeupconfig.yaml", "manifests/etcd/main-nodes-1.yaml"];
    for file in files {
        let kept = plan.kept.iter().find(|kept| kept.id.as_str() == file).expect("is retained");
        assert_eq!(kept.until, "`--prune`", "{file}");
    }
    let pruned = plan_with(&graph(1), &account, &PlanOptions { prune: true, ..PlanOptions::default() });
    let step = |id: &str| pruned.steps.iter().find(|step| step.resource.name == id).expect("is deleted");
    let group = pruned.steps.iter().find(|step| step.resource.kind == Kind::AutoscalingGroup).expect("is deleted").id;
    for file in files {
        assert_eq!(step(file).depends_on, [group], "{file}");
    }
}

/// The plan of an account in whose subnet `us-east-2b.demo` something else is.
fn plan_with_occupant(
    graph: &Graph,
    account: &mut FakeAccount,
    there: Occupant,
    options: &PlanOptions,
) -> Result<Plan, PlanErrors> {
    let uses = vec![account.find(Kind::Subnet, "us-east-2b.demo").id.clone()];
    let snapshot = Snapshot { occupants: vec![Occupant { uses, ..there }], ..account.snapshot() };
    plan(graph, &snapshot, &account.store(), options)
}

#[test]
fn a_subnet_that_others_use_is_not_deleted() {
    let graph = demo(1);
    let mut account = FakeAccount::of(&graph);
    let there = |owner: Option<&str>, part_of: Option<&str>| Occupant {
        what: "instance".into(),
        id: "i-1".into(),
        owner: owner.map(Into::into),
        part_of: part_of.map(Into::into),
        uses: Vec::new(),
    };
    let group = account.find(Kind::AutoscalingGroup, "nodes-0.demo").id.clone();
    let delete = PlanOptions::delete_cluster();
    for (there, refused) in [
        (
            there(Some("guest"), None),
            Some(
                "the subnet `subnet-us-east-2b.demo` cannot be deleted: it is still used by the instance `i-1` of `guest`",
            ),
        ),
        (
            there(None, None),
            Some("the subnet `subnet-us-east-2b.demo` cannot be deleted: it is still used by the instance `i-1`"),
        ),
        (there(Some("demo"), None), None),
        (there(None, Some(group.as_str())), None),
    ] {
        let found = plan_with_occupant(&empty(&graph), &mut account, there, &delete);
        assert_eq!(found.err().map(|errors| errors.to_string()).as_deref(), refused);
    }
    // What still runs in a subnet that is pruned has to roll first.
    let mut smaller = demo(1);
    smaller.nodes.retain(|id, _| id.name != "us-east-2b.demo");
    edit::<NetworkLoadBalancer>(&mut smaller, Kind::NetworkLoadBalancer, "api.demo", |x| drop(x.subnets.pop()));
    edit::<AutoscalingGroup>(&mut smaller, Kind::AutoscalingGroup, "nodes-0.demo", |x| drop(x.subnets.pop()));
    let prune = PlanOptions { prune: true, ..PlanOptions::default() };
    let waits =
        plan_with_occupant(&smaller, &mut account, there(Some("demo"), Some(group.as_str())), &prune).expect("plans");
    assert!(!lines(&waits).contains(&"- subnet/us-east-2b.demo".to_owned()), "{:?}", lines(&waits));
    let kept: Vec<_> = waits.kept.iter().filter(|kept| kept.resource.kind == Kind::Subnet).collect();
    assert_eq!(kept[0].until, "the instance `i-1` is gone");
    let now = plan_with(&smaller, &account, &prune);
    assert!(lines(&now).contains(&"- subnet/us-east-2b.demo".to_owned()), "{:?}", lines(&now));
}

#[test]
fn policies_and_rules_added_by_hand_are_deleted_with_the_cluster() {
    let graph = demo(0);
    let mut account = FakeAccount::of(&graph);
    let role = account.find(Kind::Role, "nodes.demo").id.0.clone();
    let policy = RolePolicy { role: role.as_str().into(), name: "by-hand".into(), ..RolePolicy::default() };
    account.put("p-x", policy);
    let nodes = account.find(Kind::SecurityGroup, "nodes.demo").id.0.clone();
    let masters = account.find(Kind::SecurityGroup, "masters.demo").id.0.clone();
    let peer = Peer::Group(nodes.as_str().into());
    account.put("sgr-x", SecurityGroupRule { group: masters.as_str().into(), peer, ..SecurityGroupRule::default() });
    account.apply(&plan_with(&empty(&graph), &account, &PlanOptions::delete_cluster()));
    assert_eq!(account.found, []);
}

#[test]
fn what_stays_in_a_vpc_is_named_before_the_cluster_goes() {
    let mut account = FakeAccount::of(&demo(1));
    let vpc = account.find(Kind::Vpc, "demo").id.clone();
    let association = account.found.iter_mut().find(|found| found.resource.kind() == Kind::DhcpOptionsAssociation);
    association.expect("is there").id = vpc.clone();
    let shared = SecurityGroup { vpc: vpc.as_str().into(), name: "mine".into(), ..SecurityGroup::default() };
    account.put("sg-9", shared.clone());
    let node = Node {
        resource: shared.into(),
        ownership: Ownership::Shared("sg-9".into()),
        origin: origin("instances have it"),
        after: Vec::new(),
    };
    let mut graph = empty(&demo(1));
    graph.nodes.insert(ResourceId::new(Kind::SecurityGroup, "mine"), node);
    let interface =
        Occupant { what: "network interface".into(), id: "eni-1".into(), owner: None, part_of: None, uses: vec![vpc] };
    let snapshot = Snapshot { occupants: vec![interface], ..account.snapshot() };
    let errors = plan(&graph, &snapshot, &account.store(), &PlanOptions::delete_cluster()).expect_err("stays in use");
    assert_eq!(
        errors.to_string(),
        "the VPC `vpc-demo` cannot be deleted: it is still used by the network interface `eni-1`, the security group `sg-9`"
    );
}
