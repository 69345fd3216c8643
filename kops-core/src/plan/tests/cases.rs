//! One case for each rule of planning.

use serde_json::json;

use super::cluster::{demo, edit, origin, rule, tags};
use super::fake_account::FakeAccount;
use super::{empty, errors, lines, made, none, plan_with};
use crate::cloud::{Occupant, Snapshot};
use crate::diag::{Location, ObjectRef};
use crate::graph::{Builder, Graph, Node, Origin, Ownership};
use crate::plan::{Action, Disruption, Plan, PlanErrors, PlanOptions, drift, plan};
use crate::resource::*;

/// What an edit of the spec leads to: the edit and the steps.
#[test]
fn an_edit_leads_to_exactly_its_steps() {
    type Edit = Box<dyn Fn(&mut Graph)>;
    let cases: Vec<(&str, Edit, Vec<&str>)> = vec![
        (
            "a group grows",
            Box::new(|g| edit::<AutoscalingGroup>(g, Kind::AutoscalingGroup, "nodes-0.demo", |x| x.max_size = 5)),
            vec!["~ autoscaling-group/nodes-0.demo max_size"],
        ),
        (
            "a new image: the group follows the new version of the launch template",
            Box::new(|g| {
                edit::<LaunchTemplate>(g, Kind::LaunchTemplate, "nodes-0.demo", |x| x.image_id = "ami-2".into());
            }),
            vec!["~ launch-template/nodes-0.demo image_id", "~ autoscaling-group/nodes-0.demo launch_template_version"],
        ),
        (
            "a key that is taken back",
            Box::new(|g| edit::<LaunchTemplate>(g, Kind::LaunchTemplate, "nodes-0.demo", |x| x.key_name = None)),
            vec!["~ launch-template/nodes-0.demo key_name", "~ autoscaling-group/nodes-0.demo launch_template_version"],
        ),
        (
            "another source of SSH: the new rule first, then the old one goes",
            Box::new(|g| {
                edit::<SecurityGroupRule>(g, Kind::SecurityGroupRule, "ssh", |x| {
                    x.peer = Peer::Ipv4("198.51.100.0/24".into());
                });
            }),
            vec!["+ security-group-rule/ssh", "- security-group-rule/ssh (security-group-rule-ssh)"],
        ),
        (
            "a volume grows",
            Box::new(|g| edit::<Volume>(g, Kind::Volume, "a.etcd-main.demo", |x| x.size_gib = 40)),
            vec!["~ volume/a.etcd-main.demo size_gib"],
        ),
        (
            "a policy that says the same in other words",
            Box::new(|g| {
                edit::<Role>(g, Kind::Role, "nodes.demo", |x| {
                    x.assume_role_policy = json!({"Statement": {"Action": ["sts:AssumeRole"], "Effect": "Allow"}});
                });
            }),
            vec![],
        ),
        (
            "a policy that says something else",
            Box::new(|g| {
                edit::<RolePolicy>(g, Kind::RolePolicy, "nodes.demo", |x| x.policy = json!({"Statement": ["a"]}));
            }),
            vec!["~ iam-role-policy/nodes.demo policy"],
        ),
        (
            "a managed file",
            Box::new(|g| edit::<ManagedFile>(g, Kind::ManagedFile, "addons-a", |x| x.content = "three".into())),
            vec!["~ managed-file/addons-a content"],
        ),
        (
            "what matters only when a resource is made",
            Box::new(|g| {
                edit::<SecurityGroup>(g, Kind::SecurityGroup, "nodes.demo", |x| x.description = Some("new".into()));
                edit::<Queue>(g, Kind::Queue, "demo-nth", |x| x.tags = tags("demo-nth", &[]));
                edit::<KeyPair>(g, Kind::KeyPair, "kubernetes.demo-3b", |x| x.public_key = None);
            }),
            vec![],
        ),
    ];
    for (name, change, expected) in cases {
        let mut graph = demo(1);
        let mut toy = FakeAccount::of(&graph);
        change(&mut graph);
        let plan = made(&graph, &toy);
        assert_eq!(lines(&plan), expected, "{name}");
        toy.apply(&plan);
        assert_eq!(lines(&made(&graph, &toy)), none(), "{name}, again");
    }
}

#[test]
fn objects_that_cannot_be_rendered_stay() {
    let mut graph = demo(1);
    let mut account = FakeAccount::of(&graph);
    let published = |name: &str| format!("addons/{name}/k8s-1.16.yaml");
    for name in ["certmanager.io", "old.addons.k8s.io"] {
        account.files.insert(published(name), "kind: Namespace\n".to_owned());
    }
    graph.kept_objects.insert(published("certmanager.io"));
    let plan = made(&graph, &account);
    assert_eq!(lines(&plan), ["- managed-file/addons/old.addons.k8s.io/k8s-1.16.yaml"]);
    account.apply(&plan);
    assert!(account.files.contains_key(&published("certmanager.io")));
    assert_eq!(lines(&made(&graph, &account)), none());
}

#[test]
fn what_others_did_is_put_right_or_left_alone() {
    let graph = demo(1);
    type Operation = Box<dyn Fn(&mut FakeAccount)>;
    let cases: Vec<(&str, Operation, Vec<&str>)> = vec![
        (
            "DNS was switched off outside of kops",
            Box::new(|t| with::<Vpc>(t, Kind::Vpc, "demo", |x| x.dns_support = Some(false))),
            vec!["~ vpc/demo dns_support"],
        ),
        (
            "a group was scaled beyond its size outside of kops",
            Box::new(|t| with::<AutoscalingGroup>(t, Kind::AutoscalingGroup, "nodes-0.demo", |x| x.max_size = 9)),
            vec!["~ autoscaling-group/nodes-0.demo max_size"],
        ),
        (
            "tags of others",
            Box::new(|t| {
                with::<Vpc>(t, Kind::Vpc, "demo", |x| drop(x.tags.insert("team".into(), "a".into())));
            }),
            vec![],
        ),
        (
            "a tag of ours that was taken away, beside one of others",
            Box::new(|t| {
                with::<Subnet>(t, Kind::Subnet, "us-east-2a.demo", |x| {
                    x.tags = Some(tags("us-east-2a.demo", &[("kubernetes.io/cluster/other", "shared")]));
                });
            }),
            vec!["~ subnet/us-east-2a.demo tags"],
        ),
        (
            "rules, routes, hooks and policies of people and controllers",
            Box::new(|t| {
                let nodes = t.find(Kind::SecurityGroup, "nodes.demo").id.0.clone();
                t.put("sgr-x", SecurityGroupRule { group: nodes.as_str().into(), ..SecurityGroupRule::default() });
                let table = t.find(Kind::RouteTable, "demo").id.0.clone();
                let target = RouteTarget::Instance("i-1".into());
                t.put("r-x", Route { route_table: table.as_str().into(), destination: "100.96.1.0/24".into(), target });
                let hook = LifecycleHook { name: "by-hand".into(), ..LifecycleHook::default() };
                t.put("h-x", LifecycleHook { group: "autoscaling-group-nodes-0.demo".into(), ..hook });
                let role = t.find(Kind::Role, "nodes.demo").id.0.clone();
                let policy = RolePolicy { role: role.as_str().into(), name: "by-hand".into(), ..RolePolicy::default() };
                t.put("p-x", policy);
            }),
            vec![],
        ),
        (
            "load balancers and volumes of services and claims",
            Box::new(|t| {
                let service = [("kubernetes.io/cluster/demo", "owned"), ("kubernetes.io/service-name", "a/b")];
                let tags = service.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
                t.put("clb-x", ClassicLoadBalancer { name: "a1".into(), tags, ..ClassicLoadBalancer::default() });
                let tags = super::cluster::tags("pvc-1", &[("kubernetes.io/created-for/pvc/name", "a")]);
                t.put("vol-x", Volume { tags, ..Volume::default() });
            }),
            vec![],
        ),
        (
            "something that is being deleted is made again",
            Box::new(|t| t.find(Kind::AutoscalingGroup, "nodes-0.demo").deleting = true),
            vec!["+ autoscaling-group/nodes-0.demo", "+ lifecycle-hook/nodes-0.demo-NTHLifecycleHook"],
        ),
        (
            "a rule of ours that the spec does not want",
            Box::new(|t| {
                let nodes = t.find(Kind::SecurityGroup, "nodes.demo").id.0.clone();
                let tags = tags("old", &[]);
                t.put(
                    "sgr-x",
                    SecurityGroupRule { group: nodes.as_str().into(), tags, ..SecurityGroupRule::default() },
                );
            }),
            vec!["- security-group-rule/old"],
        ),
        (
            "a managed file that no addon has any more, beside files that are not ours",
            Box::new(|t| {
                for key in ["addons/old.yaml", "config", "pki/private/ca/keyset.yaml", "backups/etcd/main"] {
                    t.files.insert(key.into(), "x".into());
                }
            }),
            vec!["- managed-file/addons/old.yaml"],
        ),
        (
            "a group that follows its launch template by itself",
            Box::new(|t| {
                with::<AutoscalingGroup>(t, Kind::AutoscalingGroup, "nodes-0.demo", |x| {
                    x.launch_template_version = "$Latest".into();
                });
            }),
            vec![],
        ),
    ];
    for (name, act, expected) in cases {
        let mut toy = FakeAccount::of(&graph);
        act(&mut toy);
        assert_eq!(lines(&made(&graph, &toy)), expected, "{name}");
    }
}

#[test]
fn what_cannot_be_is_said_all_at_once() {
    let mut graph = demo(1);
    let mut toy = FakeAccount::of(&graph);
    edit::<Vpc>(&mut graph, Kind::Vpc, "demo", |x| x.cidr = Some("10.1.0.0/16".into()));
    edit::<Volume>(&mut graph, Kind::Volume, "a.etcd-main.demo", |x| x.size_gib = 10);
    edit::<NetworkLoadBalancer>(&mut graph, Kind::NetworkLoadBalancer, "api.demo", |x| {
        x.subnets = vec![SubnetMapping { subnet: "subnet-9".into(), ..SubnetMapping::default() }];
        x.internal = true;
    });
    let copy = toy.find(Kind::Subnet, "us-east-2a.demo").resource.clone();
    toy.put("subnet-0", copy);
    with::<Role>(&mut toy, Kind::Role, "nodes.demo", |x| {
        x.tags = [("KubernetesCluster".to_owned(), "other".to_owned())].into();
    });
    let mut shared = graph.nodes[&ResourceId::new(Kind::ElasticIp, "us-east-2a.demo")].clone();
    shared.ownership = Ownership::Shared("eipalloc-9".into());
    graph.nodes.insert(ResourceId::new(Kind::ElasticIp, "shared"), shared);
    assert_eq!(
        errors(&graph, &toy),
        [
            "the cidr of the VPC `demo` cannot be changed from `10.0.0.0/16` to `10.1.0.0/16`",
            "the subnet `us-east-2a.demo` exists more than once: `subnet-0`, `subnet-us-east-2a.demo`",
            "the shared elastic IP `eipalloc-9` does not exist",
            "the IAM role `iam-role-nodes.demo` exists and belongs to the cluster `other`",
            "the size gib of the EBS volume `a.etcd-main.demo` cannot be changed from `20` to `10`",
            "the internal of the network load balancer `api.demo` cannot be changed from `false` to `true`",
            "the subnets of the network load balancer `api.demo` cannot be changed from \
             `subnet-us-east-2a.demo`, `subnet-us-east-2b.demo` to `subnet-9`",
        ]
    );
}

#[test]
fn a_network_load_balancer_leaves_a_subnet_in_place_and_the_plan_says_which_connections_end() {
    let mut graph = demo(1);
    let mut toy = FakeAccount::of(&graph);
    edit::<NetworkLoadBalancer>(&mut graph, Kind::NetworkLoadBalancer, "api.demo", |x| drop(x.subnets.pop()));
    let plan = made(&graph, &toy);
    assert_eq!(lines(&plan), ["~ network-load-balancer/api.demo subnets"]);
    assert_eq!(plan.steps[0].disruption, Disruption::Connections);
    assert_eq!(
        plan.notes,
        [
            "connections through the network load balancer `api.demo` end in the subnet `subnet-us-east-2b.demo`, which it leaves"
        ]
    );
    toy.apply(&plan);
    assert_eq!(lines(&made(&graph, &toy)), none());
}

/// The plan of an account in whose subnet `us-east-2b.demo` something else is.
fn plan_beside(
    graph: &Graph,
    toy: &mut FakeAccount,
    there: Occupant,
    options: &PlanOptions,
) -> Result<Plan, PlanErrors> {
    let uses = vec![toy.find(Kind::Subnet, "us-east-2b.demo").id.clone()];
    let snapshot = Snapshot { occupants: vec![Occupant { uses, ..there }], ..toy.snapshot() };
    plan(graph, &snapshot, &toy.store(), options)
}

#[test]
fn a_network_that_others_use_stays_and_so_does_the_cluster_whose_it_is() {
    let graph = demo(1);
    let mut toy = FakeAccount::of(&graph);
    let there = |owner: Option<&str>, part_of: Option<&str>| Occupant {
        what: "instance".into(),
        id: "i-1".into(),
        owner: owner.map(Into::into),
        part_of: part_of.map(Into::into),
        uses: Vec::new(),
    };
    let group = toy.find(Kind::AutoscalingGroup, "nodes-0.demo").id.clone();
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
        let found = plan_beside(&empty(&graph), &mut toy, there, &delete);
        assert_eq!(found.err().map(|errors| errors.to_string()).as_deref(), refused);
    }
    // What still runs in a subnet that is pruned has to roll first.
    let mut smaller = demo(1);
    smaller.nodes.retain(|id, _| id.name != "us-east-2b.demo");
    edit::<NetworkLoadBalancer>(&mut smaller, Kind::NetworkLoadBalancer, "api.demo", |x| drop(x.subnets.pop()));
    edit::<AutoscalingGroup>(&mut smaller, Kind::AutoscalingGroup, "nodes-0.demo", |x| drop(x.subnets.pop()));
    let prune = PlanOptions { prune: true, ..PlanOptions::default() };
    let waits = plan_beside(&smaller, &mut toy, there(Some("demo"), Some(group.as_str())), &prune).expect("plans");
    assert!(!lines(&waits).contains(&"- subnet/us-east-2b.demo".to_owned()), "{:?}", lines(&waits));
    let kept: Vec<_> = waits.kept.iter().filter(|kept| kept.resource.kind == Kind::Subnet).collect();
    assert_eq!(kept[0].until, "the instance `i-1` is gone");
    let now = plan_with(&smaller, &toy, &prune);
    assert!(lines(&now).contains(&"- subnet/us-east-2b.demo".to_owned()), "{:?}", lines(&now));
}

#[test]
fn a_security_group_rule_that_kops_leaves_untagged_is_the_clusters_all_the_same() {
    let graph = demo(0);
    let mut toy = FakeAccount::of(&graph);
    let api = SecurityGroup {
        vpc: toy.find(Kind::Vpc, "demo").id.as_str().into(),
        name: "api-elb.demo".into(),
        ..SecurityGroup::default()
    };
    toy.put("sg-api", SecurityGroup { tags: tags("api-elb.demo", &[]), ..api });
    let rule = |range: &str| SecurityGroupRule {
        group: "sg-api".into(),
        protocol: "icmp".into(),
        from_port: Some(3),
        to_port: Some(4),
        peer: Peer::Ipv4(range.into()),
        ..SecurityGroupRule::default()
    };
    toy.put("sgr-1", rule("192.0.2.0/24"));
    toy.put("sgr-2", SecurityGroupRule { from_port: Some(8), to_port: Some(-1), ..rule("192.0.2.0/24") });
    // Left over with the group that is not wanted any more, and by itself once that is wanted.
    let mut wanted = demo(0);
    let group = toy.find(Kind::SecurityGroup, "api-elb.demo").resource.clone();
    let node = Node { resource: group, ownership: Ownership::Owned, origin: Origin::default(), after: Vec::new() };
    wanted.nodes.insert(ResourceId::new(Kind::SecurityGroup, "api-elb.demo"), node);
    assert_eq!(lines(&made(&wanted, &toy)), ["- security-group-rule/from-192.0.2.0/24-ingress-icmp-3to4-api-elb.demo"]);
}

#[test]
fn shared_things_are_used_compared_and_never_touched() {
    let mut graph = Builder::new("demo", "us-east-2");
    let vpc = Vpc { cidr: Some("10.0.0.0/16".into()), dns_support: Some(true), ..Vpc::default() };
    graph.share("demo", "vpc-1", vpc, origin("the network that the cluster lives in"));
    let subnet = Subnet {
        vpc: Ref::to(Kind::Vpc, "demo"),
        cidr: Some("10.0.1.0/24".into()),
        tags: Some([("kubernetes.io/role/elb".to_owned(), "1".to_owned())].into()),
        ..Subnet::default()
    };
    graph.share("a.demo", "subnet-1", subnet.clone(), origin("a subnet"));
    let group = SecurityGroup {
        vpc: Ref::to(Kind::Vpc, "demo"),
        name: "nodes.demo".into(),
        tags: tags("nodes.demo", &[]),
        ..SecurityGroup::default()
    };
    graph.own("nodes.demo", group, origin("a firewall"));
    let graph = graph.finish().expect("a graph");

    let mut toy = FakeAccount::default();
    toy.put("vpc-1", Vpc { cidr: Some("10.0.0.0/16".into()), dns_support: Some(false), ..Vpc::default() });
    toy.put("subnet-1", Subnet { vpc: "vpc-1".into(), tags: Some(Tags::new()), ..subnet.clone() });
    let plan = made(&graph, &toy);
    assert_eq!(lines(&plan), ["+ security-group/nodes.demo"]);
    assert_eq!(plan.bindings[&ResourceId::new(Kind::Vpc, "demo")][&Output::Id], "vpc-1");
    assert_eq!(plan.shared.len(), 2);
    assert_eq!(
        plan.notes,
        [
            "the shared VPC `vpc-1` has the dns support `false` where `true` is expected; it is left as it is",
            "the shared subnet `subnet-1` lacks `kubernetes.io/role/elb=1`; it is left as it is",
        ]
    );
    toy.apply(&plan);
    let gone = plan_with(&super::empty(&graph), &toy, &PlanOptions::delete_cluster());
    assert_eq!(lines(&gone), ["- security-group/nodes.demo"]);

    // Also with the cluster's tags.
    with_id::<Subnet>(&mut toy, "subnet-1", |x| x.tags = Some(tags("a.demo", &[])));
    let snapshot = toy.snapshot();
    let ended = crate::plan::deletion(&graph, &snapshot, &toy.store()).expect("a plan");
    assert_eq!(lines(&ended), ["- security-group/nodes.demo"]);
    assert_eq!(ended.shared.len(), 2);
    toy.found.retain(|found| found.id.0 != "subnet-1");
    let ended = crate::plan::deletion(&graph, &toy.snapshot(), &toy.store()).expect("a plan");
    assert_eq!(lines(&ended), ["- security-group/nodes.demo"]);

    toy.put("subnet-1", Subnet { vpc: "vpc-1".into(), ..subnet });
    with_id::<Subnet>(&mut toy, "subnet-1", |x| x.cidr = Some("10.0.9.0/24".into()));
    assert_eq!(
        errors(&graph, &toy),
        ["the shared subnet `subnet-1` has the cidr `10.0.9.0/24`, and the spec says `10.0.1.0/24`"]
    );
}

#[test]
fn what_is_obsolete_goes_by_kind_and_policy() {
    let mut graph = demo(1);
    let mut toy = FakeAccount::of(&graph);
    graph.nodes.retain(|id, _| !(id.name.starts_with("nodes-0") || id.kind == Kind::Volume));
    let plan = made(&graph, &toy);
    // A hook of a group that is kept has something to do until that goes.
    assert_eq!(lines(&plan), none());
    let kept = |plan: &super::Plan| -> Vec<String> {
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
    let pruned = plan_with(&graph, &toy, &prune);
    assert_eq!(lines(&pruned), ["- autoscaling-group/nodes-0.demo", "- launch-template/nodes-0.demo"]);
    assert_eq!(pruned.steps[0].disruption, Disruption::Instances);
    assert_eq!(kept(&pruned), [volume]);
    toy.apply(&pruned);
    assert_eq!(lines(&plan_with(&graph, &toy, &prune)), none());

    for word in ["*", "volume/a.etcd-main.demo", "volume-a.etcd-main.demo"] {
        let allow = PlanOptions { allow: [word.to_owned()].into(), ..PlanOptions::default() };
        assert_eq!(lines(&plan_with(&graph, &toy, &allow)), ["- volume/a.etcd-main.demo"], "{word}");
    }
    let other = PlanOptions { allow: ["volume/other".to_owned()].into(), ..PlanOptions::default() };
    assert_eq!(lines(&plan_with(&graph, &toy, &other)), none());
}

#[test]
fn a_target_is_let_go_before_it_is_deleted() {
    let mut graph = demo(1);
    let toy = FakeAccount::of(&graph);
    graph.nodes.remove(&ResourceId::new(Kind::Listener, "api.demo-443"));
    graph.nodes.remove(&ResourceId::new(Kind::TargetGroup, "tcp-demo"));
    edit::<AutoscalingGroup>(&mut graph, Kind::AutoscalingGroup, "nodes-0.demo", |x| x.target_groups.clear());
    let plan = plan_with(&graph, &toy, &PlanOptions { prune: true, ..PlanOptions::default() });
    assert_eq!(
        lines(&plan),
        ["~ autoscaling-group/nodes-0.demo target_groups", "- listener/port-443", "- target-group/tcp.demo"]
    );
    assert_eq!(plan.steps[2].depends_on, [plan.steps[0].id, plan.steps[1].id]);
}

#[test]
fn a_change_says_why_and_where() {
    let mut graph = demo(1);
    let toy = FakeAccount::of(&graph);
    let id = ResourceId::new(Kind::AutoscalingGroup, "nodes-0.demo");
    edit::<AutoscalingGroup>(&mut graph, Kind::AutoscalingGroup, "nodes-0.demo", |x| x.max_size = 5);
    edit::<LaunchTemplate>(&mut graph, Kind::LaunchTemplate, "nodes-0.demo", |x| x.image_id = "ami-2".into());
    let path = ObjectRef::new("InstanceGroup", "nodes-0").field("spec.maxSize");
    let node: &mut Node = graph.nodes.get_mut(&id).expect("is there");
    node.origin.fields.insert("max_size".into(), path.clone());
    graph.place(|_| Some(Location { file: "ig.yaml".into(), line: 7, column: 3 }));
    let plan = made(&graph, &toy);
    let step = plan.steps.iter().find(|step| step.resource == id).expect("is changed");
    let Action::Update { changes, .. } = &step.action else { panic!("an update") };
    let said: Vec<_> = changes.iter().map(|c| (c.field.as_str(), c.reason.as_str(), c.source.is_some())).collect();
    assert_eq!(
        said,
        [
            ("launch_template_version", "new version of launch-template/nodes-0.demo", false),
            ("max_size", "set in the spec", true),
        ]
    );
    let source = changes[1].source.as_ref().expect("a source");
    assert_eq!((&source.path, source.location.as_ref().map(|at| at.line)), (&path, Some(7)));
    assert_eq!(step.disruption, Disruption::NewInstances);
    assert_eq!(changes[0].new, json!({"ref": "launch-template/nodes-0.demo", "output": "version"}));
}

#[test]
fn the_newest_revision_of_a_load_balancer_is_the_one() {
    let graph = demo(1);
    let mut toy = FakeAccount::of(&graph);
    let old = toy.find(Kind::NetworkLoadBalancer, "api.demo").resource.clone();
    with::<NetworkLoadBalancer>(&mut toy, Kind::NetworkLoadBalancer, "api.demo", |x| {
        x.tags.insert("kops.k8s.io/revision".into(), "2".into());
    });
    toy.put("lb-old", old);
    let plan = made(&graph, &toy);
    assert_eq!(lines(&plan), none());
    assert_eq!(plan.kept.len(), 1);
    assert_eq!(plan.kept[0].id, "lb-old".into());
}

#[test]
fn a_role_takes_what_people_added_with_it() {
    let graph = demo(0);
    let mut toy = FakeAccount::of(&graph);
    let role = toy.find(Kind::Role, "nodes.demo").id.0.clone();
    let policy = RolePolicy { role: role.as_str().into(), name: "by-hand".into(), ..RolePolicy::default() };
    toy.put("p-x", policy);
    let nodes = toy.find(Kind::SecurityGroup, "nodes.demo").id.0.clone();
    let masters = toy.find(Kind::SecurityGroup, "masters.demo").id.0.clone();
    let peer = Peer::Group(nodes.as_str().into());
    toy.put("sgr-x", SecurityGroupRule { group: masters.as_str().into(), peer, ..SecurityGroupRule::default() });
    toy.apply(&plan_with(&super::empty(&graph), &toy, &PlanOptions::delete_cluster()));
    assert_eq!(toy.found, []);
}

#[test]
fn a_subnet_cannot_have_the_addresses_of_another() {
    let mut graph = demo(0);
    let toy = FakeAccount::of(&graph);
    let mut subnet = graph.nodes[&ResourceId::new(Kind::Subnet, "us-east-2a.demo")].clone();
    if let Resource::Subnet(subnet) = &mut subnet.resource {
        subnet.tags = Some(tags("new.demo", &[]));
        subnet.cidr = Some("10.0.10.128/25".into());
    }
    graph.nodes.insert(ResourceId::new(Kind::Subnet, "new.demo"), subnet);
    assert_eq!(
        errors(&graph, &toy),
        [
            "the new subnet `new.demo` wants `10.0.10.128/25`, and the subnet `subnet-us-east-2a.demo` has `10.0.10.0/24`"
        ]
    );

    // Nothing is in the old one: it goes first.
    graph
        .nodes
        .retain(|id, _| !["us-east-2a.demo", "api.demo", "api.demo-443", "api.demo/A"].contains(&id.name.as_str()));
    let plan = plan_with(&graph, &toy, &PlanOptions { prune: true, ..PlanOptions::default() });
    let place = |line: &str| lines(&plan).iter().position(|other| other == line).expect("is there");
    assert!(place("- subnet/us-east-2a.demo") < place("+ subnet/new.demo"));
}

#[test]
fn what_exists_without_tags_is_taken_over() {
    let graph = demo(0);
    let mut toy = FakeAccount::of(&graph);
    with::<Role>(&mut toy, Kind::Role, "nodes.demo", |x| x.tags.clear());
    let plan = made(&graph, &toy);
    assert_eq!(lines(&plan), ["~ iam-role/nodes.demo tags"]);
    assert_eq!(plan.notes, ["the IAM role `iam-role-nodes.demo` exists without the cluster's tags and is taken over"]);
}

#[test]
fn ipv6_ranges_are_counted_in_the_vpcs() {
    let range = |count: &str| {
        let mut graph = demo(0);
        edit::<Subnet>(&mut graph, Kind::Subnet, "us-east-2a.demo", |x| {
            x.ipv6_cidr = Some(count.into());
            x.ipv6_cidr_of = Some(Ref::output(Kind::Vpc, "demo", Output::Ipv6Cidr));
        });
        graph
    };
    let mut toy = FakeAccount::of(&range("/64#1"));
    with::<Subnet>(&mut toy, Kind::Subnet, "us-east-2a.demo", |x| x.ipv6_cidr = Some("2001:db8:0:1::/64".into()));
    assert_eq!(lines(&made(&range("/64#1"), &toy)), none());
    assert_eq!(
        errors(&range("/64#2"), &toy),
        [
            "the ipv6 cidr of the subnet `us-east-2a.demo` cannot be changed from `2001:db8:0:1::/64` to `2001:db8:0:2::/64`"
        ]
    );
}

#[test]
fn a_plan_knows_what_moved_since() {
    let mut graph = demo(1);
    let before = FakeAccount::of(&graph);
    edit::<AutoscalingGroup>(&mut graph, Kind::AutoscalingGroup, "nodes-0.demo", |x| x.max_size = 5);
    edit::<ManagedFile>(&mut graph, Kind::ManagedFile, "addons-a", |x| x.content = "three".into());
    edit::<Volume>(&mut graph, Kind::Volume, "a.etcd-main.demo", |x| x.tags = tags("new.demo", &[]));
    let mut more = Builder::new("demo", "us-east-2");
    rule(&mut more, "more", "nodes.demo", 80, Peer::Ipv4("192.0.2.0/24".into()));
    graph.nodes.extend(more.finish().expect("a graph").nodes);
    let plan = made(&graph, &before);

    type Operation = Box<dyn Fn(&mut FakeAccount)>;
    let cases: Vec<(Operation, Vec<&str>)> = vec![
        (Box::new(|_| {}), vec![]),
        (
            Box::new(|t| with::<AutoscalingGroup>(t, Kind::AutoscalingGroup, "nodes-0.demo", |x| x.max_size = 9)),
            vec!["`max_size` of autoscaling-group/nodes-0.demo was changed from 2 to 9"],
        ),
        (
            // Not touched by the plan.
            Box::new(|t| with::<AutoscalingGroup>(t, Kind::AutoscalingGroup, "nodes-0.demo", |x| x.min_size = 2)),
            vec![],
        ),
        (
            Box::new(|t| t.found.retain(|found| found.resource.kind() != Kind::AutoscalingGroup)),
            vec!["autoscaling-group/nodes-0.demo (`autoscaling-group-nodes-0.demo`) is gone"],
        ),
        (
            Box::new(|t| drop(t.files.insert("addons/a.yaml".into(), "by hand".into()))),
            vec!["`content` of managed-file/addons-a was changed"],
        ),
        (
            Box::new(|t| {
                let group = t.find(Kind::SecurityGroup, "nodes.demo").id.0.clone();
                let rule = SecurityGroupRule {
                    group: group.as_str().into(),
                    protocol: "tcp".into(),
                    from_port: Some(80),
                    to_port: Some(80),
                    peer: Peer::Ipv4("192.0.2.0/24".into()),
                    ..SecurityGroupRule::default()
                };
                t.put("sgr-x", rule);
            }),
            vec!["security-group-rule/more now exists as `sgr-x`"],
        ),
        (
            Box::new(|t| {
                t.find(Kind::LaunchTemplate, "nodes-0.demo").outputs.insert(Output::Version, "7".into());
            }),
            vec!["`version` of launch-template/nodes-0.demo was changed from \"1\" to \"7\""],
        ),
    ];
    for (act, expected) in cases {
        let mut now = before.clone();
        act(&mut now);
        let moved: Vec<String> = drift(&plan, &now.snapshot(), &now.store()).iter().map(ToString::to_string).collect();
        assert_eq!(moved, expected);
    }
}

#[test]
fn what_nobody_renders_stays_as_it_is() {
    // Made by kops: user data and files that this graph says nothing of.
    let mut graph = demo(1);
    let mut toy = FakeAccount::of(&graph);
    graph.nodes.remove(&ResourceId::new(Kind::ManagedFile, "addons-a"));
    for key in ["addons/bootstrap-channel.yaml", "igconfig/node/nodes/nodeupconfig.yaml", "manifests/etcd/main.yaml"] {
        toy.files.insert(key.into(), "kops".into());
    }
    let template = "nodes-0.demo";
    edit::<LaunchTemplate>(&mut graph, Kind::LaunchTemplate, template, |x| x.user_data = None);
    for options in
        [PlanOptions::default(), PlanOptions { prune: true, allow: ["*".to_owned()].into(), delete_cluster: false }]
    {
        assert_eq!(lines(&plan_with(&graph, &toy, &options)), none());
    }

    // A new version is a whole one: it has the user data that was there.
    edit::<LaunchTemplate>(&mut graph, Kind::LaunchTemplate, template, |x| x.image_id = "ami-2".into());
    let plan = made(&graph, &toy);
    let Action::Update { desired: Resource::LaunchTemplate(desired), .. } = &plan.steps[0].action else {
        panic!("{:?}", plan.steps[0])
    };
    assert_eq!(desired.user_data, Some("#!/bin/bash\necho one\n".into()));
}

#[test]
fn machines_that_kops_configured_are_not_replaced_for_the_wording_of_their_boot_script() {
    let script = |text: &str, hash: &str| -> Option<Text> {
        Some(format!("#!/bin/bash\nNODEUP_HASH_AMD64={hash}\n{text}cat > conf/kube_env.yaml << 'E'\na: 1\nE\n").into())
    };
    let of_kops = "function download-release() {\n  true\n}\n";
    let mut graph = demo(1);
    let template = "nodes-0.demo";
    let mut give = |hash: &str, text: &str| {
        edit::<LaunchTemplate>(&mut graph, Kind::LaunchTemplate, template, |x| x.user_data = script(text, hash));
        graph.clone()
    };
    let toy = FakeAccount::of(&give("12", of_kops));
    assert_eq!(lines(&made(&give("12", ""), &toy)), none());
    assert_eq!(lines(&made(&give("13", ""), &toy))[0], "~ launch-template/nodes-0.demo user_data");
}

#[test]
fn labels_that_look_like_a_controllers_hide_nothing() {
    for (key, deletes) in [("karpenter.sh/discovery", true), ("karpenter.sh/nodepool", false)] {
        let graph = demo(0);
        let mut toy = FakeAccount::of(&graph);
        let nodes = toy.find(Kind::SecurityGroup, "nodes.demo").id.0.clone();
        let tags = tags("old", &[(key, "demo")]);
        toy.put("sgr-x", SecurityGroupRule { group: nodes.as_str().into(), tags, ..SecurityGroupRule::default() });
        let expected = if deletes { vec!["- security-group-rule/old"] } else { Vec::new() };
        assert_eq!(lines(&made(&graph, &toy)), expected, "{key}");
    }
}

#[test]
fn parts_of_what_is_kept_are_kept() {
    let mut graph = demo(0);
    let toy = FakeAccount::of(&graph);
    graph.nodes.retain(|id, _| id.name != "nodes.demo-a" && id.name != "nodes.demo" && id.name != "ssh");
    let gone = ["masters-to-nodes", "nodes-to-masters"];
    graph.nodes.retain(|id, _| !gone.contains(&id.name.as_str()));
    let plan = made(&graph, &toy);
    // Only the rule that lets the nodes in is another group's.
    assert_eq!(lines(&plan), ["- security-group-rule/nodes-to-masters"]);
    let kept: Vec<String> = plan.kept.iter().map(|kept| kept.resource.to_string()).collect();
    for part in ["security-group-rule/ssh", "iam-role-policy-attachment/A"] {
        assert!(kept.contains(&part.to_owned()), "{part} is kept: {kept:?}");
    }
    assert!(plan.kept.iter().all(|kept| kept.until == "`--prune`"));
    let pruned = plan_with(&graph, &toy, &PlanOptions { prune: true, ..PlanOptions::default() });
    let policy = pruned.steps.iter().find(|step| step.resource.kind == Kind::RolePolicy).expect("goes");
    assert_eq!(policy.disruption, Disruption::Connections);
}

#[test]
fn what_a_change_gives_is_waited_for() {
    let mut graph = demo(0);
    edit::<Vpc>(&mut graph, Kind::Vpc, "demo", |x| x.amazon_ipv6 = None);
    let mut toy = FakeAccount::of(&graph);
    toy.find(Kind::Vpc, "demo").outputs.remove(&Output::Ipv6Cidr);
    edit::<Vpc>(&mut graph, Kind::Vpc, "demo", |x| x.amazon_ipv6 = Some(true));
    with::<Vpc>(&mut toy, Kind::Vpc, "demo", |x| x.amazon_ipv6 = Some(false));
    for subnet in ["us-east-2a.demo", "new.demo"] {
        let mut node = graph.nodes[&ResourceId::new(Kind::Subnet, "us-east-2a.demo")].clone();
        let Resource::Subnet(inner) = &mut node.resource else { panic!("a subnet") };
        inner.ipv6_cidr_of = Some(Ref::output(Kind::Vpc, "demo", Output::Ipv6Cidr));
        inner.ipv6_cidr = Some("/64#1".into());
        if subnet == "new.demo" {
            (inner.ipv6_cidr, inner.cidr) = (Some("/64#2".into()), Some("10.0.99.0/24".into()));
            inner.tags = Some(tags(subnet, &[]));
        }
        graph.nodes.insert(ResourceId::new(Kind::Subnet, subnet), node);
    }
    edit::<NetworkLoadBalancer>(&mut graph, Kind::NetworkLoadBalancer, "api.demo", |x| {
        x.ip_address_type = Some("dualstack".into());
    });
    let plan = made(&graph, &toy);
    let expected = [
        "~ vpc/demo amazon_ipv6",
        "+ subnet/new.demo",
        "~ subnet/us-east-2a.demo ipv6_cidr",
        "~ network-load-balancer/api.demo ip_address_type",
    ];
    assert_eq!(lines(&plan), expected);
    let needs: Vec<_> =
        plan.steps.iter().map(|step| step.depends_on.iter().map(|need| need.0).collect::<Vec<_>>()).collect();
    assert_eq!(needs, [vec![], vec![1], vec![1], vec![3]]);
}

#[test]
fn nothing_is_taken_that_is_anothers_by_its_tags() {
    let claimed = |change: &dyn Fn(&mut Tags)| {
        let graph = demo(0);
        let mut toy = FakeAccount::of(&graph);
        with::<Role>(&mut toy, Kind::Role, "nodes.demo", |x| change(&mut x.tags));
        errors(&graph, &toy)
    };
    let mark = "kubernetes.io/cluster/demo".to_owned();
    for (error, expected) in [
        (
            claimed(&|tags| *tags = [(mark.clone(), "shared".to_owned())].into()),
            "the IAM role `iam-role-nodes.demo` exists, and its tags say that it is shared",
        ),
        (
            claimed(&|tags| *tags = [(mark.clone(), "owned".to_owned())].into()),
            "the IAM role `iam-role-nodes.demo` exists, and its tags say that something in the cluster made it: it has \
             no tag `KubernetesCluster=demo`, which everything has that is made for the spec",
        ),
        (
            claimed(&|tags| tags.extend([("ebs.csi.aws.com/cluster".to_owned(), "true".to_owned())])),
            "the IAM role `iam-role-nodes.demo` exists, and its tags say that something in the cluster made it: it has \
             the tag `ebs.csi.aws.com/cluster`",
        ),
        (
            claimed(&|tags| *tags = [("kubernetes.io/cluster/other".to_owned(), "owned".to_owned())].into()),
            "the IAM role `iam-role-nodes.demo` exists and belongs to the cluster `other`",
        ),
    ] {
        assert_eq!(error, [expected]);
    }
}

#[test]
fn a_subnet_that_is_renamed_is_in_its_own_way() {
    let mut graph = demo(1);
    let toy = FakeAccount::of(&graph);
    let mut node = graph.nodes.remove(&ResourceId::new(Kind::Subnet, "us-east-2a.demo")).expect("is there");
    if let Resource::Subnet(subnet) = &mut node.resource {
        subnet.tags = Some(tags("new.demo", &[]));
    }
    graph.nodes.insert(ResourceId::new(Kind::Subnet, "new.demo"), node);
    let renamed = |reference: &mut Ref| *reference = Ref::to(Kind::Subnet, "new.demo");
    edit::<AutoscalingGroup>(&mut graph, Kind::AutoscalingGroup, "nodes-0.demo", |x| renamed(&mut x.subnets[0]));
    graph.nodes.retain(|id, _| {
        !matches!(id.kind, Kind::NatGateway | Kind::NetworkLoadBalancer | Kind::Listener | Kind::DnsRecord)
            && id.to_string() != "route-table-association/us-east-2a.demo"
    });
    let prune = PlanOptions { prune: true, ..PlanOptions::default() };
    let errors = super::plan(&graph, &toy.snapshot(), &toy.store(), &prune).expect_err("cannot be planned");
    let expected =
        "the new subnet `new.demo` wants `10.0.10.0/24`, and the subnet `subnet-us-east-2a.demo` has `10.0.10.0/24`";
    assert_eq!(errors.to_string(), expected);
}

#[test]
fn what_others_took_since_is_not_deleted() {
    let mut graph = demo(1);
    let before = FakeAccount::of(&graph);
    graph.nodes.retain(|id, _| id.kind != Kind::Volume && !id.name.starts_with("nodes-0"));
    let options = PlanOptions { prune: true, allow: ["*".to_owned()].into(), delete_cluster: false };
    let plan = plan_with(&graph, &before, &options);
    let mark = "kubernetes.io/cluster/demo";
    type Operation = Box<dyn Fn(&mut Tags)>;
    let acts: Vec<Operation> = vec![
        Box::new(Tags::clear),
        Box::new(|tags| *tags = [(mark.to_owned(), "shared".to_owned())].into()),
        Box::new(|tags| drop(tags.insert("KubernetesCluster".into(), "other".into()))),
    ];
    for act in acts {
        let mut now = before.clone();
        with::<Volume>(&mut now, Kind::Volume, "a.etcd-main.demo", |x| act(&mut x.tags));
        let moved: Vec<String> = drift(&plan, &now.snapshot(), &now.store()).iter().map(ToString::to_string).collect();
        assert_eq!(moved, ["the tags of volume/a.etcd-main.demo no longer say that it is the cluster's"]);
    }
    let mut now = before.clone();
    now.found.retain(|found| found.resource.kind() != Kind::Volume);
    assert_eq!(drift(&plan, &now.snapshot(), &now.store()), [], "already deleted");

    // A part has no tags of its own: those of what it is in count.
    let mut graph = demo(1);
    graph.nodes.retain(|id, _| id.kind != Kind::Listener);
    let plan = made(&graph, &before);
    assert_eq!(lines(&plan), ["- listener/port-443"]);
    let mut now = before.clone();
    with::<NetworkLoadBalancer>(&mut now, Kind::NetworkLoadBalancer, "api.demo", |x| x.tags = Tags::new());
    let moved: Vec<String> = drift(&plan, &now.snapshot(), &now.store()).iter().map(ToString::to_string).collect();
    assert_eq!(moved, ["the tags of listener/port-443 no longer say that it is the cluster's"]);
}

#[test]
fn what_a_change_writes_along_must_be_as_it_was() {
    let mut graph = demo(1);
    let before = FakeAccount::of(&graph);
    edit::<Volume>(&mut graph, Kind::Volume, "a.etcd-main.demo", |x| x.size_gib = 40);
    edit::<LaunchTemplate>(&mut graph, Kind::LaunchTemplate, "nodes-0.demo", |x| x.image_id = "ami-2".into());
    let plan = made(&graph, &before);
    let mut now = before.clone();
    with::<Volume>(&mut now, Kind::Volume, "a.etcd-main.demo", |x| x.iops = Some(4000));
    with::<LaunchTemplate>(&mut now, Kind::LaunchTemplate, "nodes-0.demo", |x| x.instance_type = "m5.large".into());
    let moved: Vec<String> = drift(&plan, &now.snapshot(), &now.store()).iter().map(ToString::to_string).collect();
    assert_eq!(
        moved,
        [
            "`iops` of volume/a.etcd-main.demo was changed from null to 4000",
            "`instance_type` of launch-template/nodes-0.demo was changed from \"t3.medium\" to \"m5.large\"",
        ]
    );

    // Also where nothing refers to the new version.
    let mut toy = before;
    with::<AutoscalingGroup>(&mut toy, Kind::AutoscalingGroup, "nodes-0.demo", |x| {
        x.launch_template_version = "$Latest".into();
    });
    let plan = made(&graph, &toy);
    toy.find(Kind::LaunchTemplate, "nodes-0.demo").outputs.insert(Output::Version, "7".into());
    let moved = drift(&plan, &toy.snapshot(), &toy.store());
    assert_eq!(moved.iter().map(|moved| moved.field.as_str()).collect::<Vec<_>>(), ["version"]);
}

/// Changes something in the account.
fn with<T>(toy: &mut FakeAccount, kind: Kind, name: &str, change: impl FnOnce(&mut T))
where
    T: serde::de::DeserializeOwned + Into<Resource>,
{
    let id = toy.find(kind, name).id.0.clone();
    with_id(toy, &id, change);
}

fn with_id<T>(toy: &mut FakeAccount, id: &str, change: impl FnOnce(&mut T))
where
    T: serde::de::DeserializeOwned + Into<Resource>,
{
    let found = toy.found.iter_mut().find(|found| found.id.0 == id).expect("is there");
    let mut inner: T = serde_json::from_value(found.resource.to_value().into()).expect("of this kind");
    change(&mut inner);
    found.resource = inner.into();
}
