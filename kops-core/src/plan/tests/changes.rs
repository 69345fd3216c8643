//! Changes of the spec and of the account, and the steps that they lead to.

use serde_json::json;

use super::cluster::{demo, edit, tags};
use super::*;
use crate::diag::{Location, ObjectRef};
use crate::graph::Node;
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
            "a new image: the group follows its launch template by itself",
            Box::new(|g| {
                edit::<LaunchTemplate>(g, Kind::LaunchTemplate, "nodes-0.demo", |x| x.image_id = "ami-2".into());
            }),
            vec!["~ launch-template/nodes-0.demo image_id"],
        ),
        (
            "a key that is taken back",
            Box::new(|g| edit::<LaunchTemplate>(g, Kind::LaunchTemplate, "nodes-0.demo", |x| x.key_name = None)),
            vec!["~ launch-template/nodes-0.demo key_name"],
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
            "tags of a queue",
            Box::new(|g| edit::<Queue>(g, Kind::Queue, "demo-nth", |x| x.tags = tags("demo-nth", &[]))),
            vec!["~ sqs-queue/demo-nth tags"],
        ),
        (
            "tags of an event rule",
            Box::new(|g| edit::<EventRule>(g, Kind::EventRule, "demo-spot", |x| x.tags = tags("demo-spot", &[]))),
            vec!["~ event-rule/demo-spot tags"],
        ),
        (
            "what matters only when a resource is made",
            Box::new(|g| {
                edit::<SecurityGroup>(g, Kind::SecurityGroup, "nodes.demo", |x| x.description = Some("new".into()));
                edit::<KeyPair>(g, Kind::KeyPair, "kubernetes.demo-3b", |x| x.public_key = None);
            }),
            vec![],
        ),
    ];
    for (name, change, expected) in cases {
        let mut graph = demo(1);
        let mut account = FakeAccount::of(&graph);
        change(&mut graph);
        let plan = made(&graph, &account);
        assert_eq!(lines(&plan), expected, "{name}");
        account.apply(&plan);
        assert_eq!(lines(&made(&graph, &account)), none(), "{name}, again");
    }
}

#[test]
fn changes_outside_of_kops_are_reverted_or_ignored() {
    let graph = demo(1);
    type Edit = Box<dyn Fn(&mut FakeAccount)>;
    let cases: Vec<(&str, Edit, Vec<&str>)> = vec![
        (
            "DNS was switched off outside of kops",
            Box::new(|account| account.edit::<Vpc>(Kind::Vpc, "demo", |x| x.dns_support = Some(false))),
            vec!["~ vpc/demo dns_support"],
        ),
        (
            "a group was scaled beyond its size outside of kops",
            Box::new(|account| {
                account.edit::<AutoscalingGroup>(Kind::AutoscalingGroup, "nodes-0.demo", |x| x.max_size = 9)
            }),
            vec!["~ autoscaling-group/nodes-0.demo max_size"],
        ),
        (
            "tags of others",
            Box::new(|account| {
                account.edit::<Vpc>(Kind::Vpc, "demo", |x| drop(x.tags.insert("team".into(), "a".into())));
            }),
            vec![],
        ),
        (
            "a tag of ours that was taken away, beside one of others",
            Box::new(|account| {
                account.edit::<Subnet>(Kind::Subnet, "us-east-2a.demo", |x| {
                    x.tags = Some(tags("us-east-2a.demo", &[("kubernetes.io/cluster/other", "shared")]));
                });
            }),
            vec!["~ subnet/us-east-2a.demo tags"],
        ),
        (
            "rules, routes, hooks and policies of people and controllers",
            Box::new(|account| {
                let nodes = account.find(Kind::SecurityGroup, "nodes.demo").id.0.clone();
                account
                    .put("sgr-x", SecurityGroupRule { group: nodes.as_str().into(), ..SecurityGroupRule::default() });
                let table = account.find(Kind::RouteTable, "demo").id.0.clone();
                let target = RouteTarget::Instance("i-1".into());
                account.put(
                    "r-x",
                    Route { route_table: table.as_str().into(), destination: "100.96.1.0/24".into(), target },
                );
                let hook = LifecycleHook { name: "by-hand".into(), ..LifecycleHook::default() };
                account.put("h-x", LifecycleHook { group: "autoscaling-group-nodes-0.demo".into(), ..hook });
                let role = account.find(Kind::Role, "nodes.demo").id.0.clone();
                let policy = RolePolicy { role: role.as_str().into(), name: "by-hand".into(), ..RolePolicy::default() };
                account.put("p-x", policy);
            }),
            vec![],
        ),
        (
            "load balancers and volumes of services and claims",
            Box::new(|account| {
                let service = [("kubernetes.io/cluster/demo", "owned"), ("kubernetes.io/service-name", "a/b")];
                let tags = service.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
                account.put("clb-x", ClassicLoadBalancer { name: "a1".into(), tags, ..ClassicLoadBalancer::default() });
                let tags = super::cluster::tags("pvc-1", &[("kubernetes.io/created-for/pvc/name", "a")]);
                account.put("vol-x", Volume { tags, ..Volume::default() });
            }),
            vec![],
        ),
        (
            "something that is being deleted is made again",
            Box::new(|account| account.find(Kind::AutoscalingGroup, "nodes-0.demo").deleting = true),
            vec!["+ autoscaling-group/nodes-0.demo", "+ lifecycle-hook/nodes-0.demo-NTHLifecycleHook"],
        ),
        (
            "a rule of ours that the spec does not want",
            Box::new(|account| {
                let nodes = account.find(Kind::SecurityGroup, "nodes.demo").id.0.clone();
                let tags = tags("old", &[]);
                account.put(
                    "sgr-x",
                    SecurityGroupRule { group: nodes.as_str().into(), tags, ..SecurityGroupRule::default() },
                );
            }),
            vec!["- security-group-rule/old"],
        ),
        (
            "a managed file that no addon has any more, beside files that are not ours",
            Box::new(|account| {
                for key in ["addons/old.yaml", "config", "pki/private/ca/keyset.yaml", "backups/etcd/main"] {
                    account.files.insert(key.into(), "x".into());
                }
            }),
            vec!["- managed-file/addons/old.yaml"],
        ),
        (
            "a group that stays with a version of its launch template",
            Box::new(|account| {
                account.edit::<AutoscalingGroup>(Kind::AutoscalingGroup, "nodes-0.demo", |x| {
                    x.launch_template_version = "1".into();
                });
            }),
            vec!["~ autoscaling-group/nodes-0.demo launch_template_version"],
        ),
    ];
    for (name, act, expected) in cases {
        let mut account = FakeAccount::of(&graph);
        act(&mut account);
        assert_eq!(lines(&made(&graph, &account)), expected, "{name}");
    }
}

#[test]
fn a_change_names_its_reason_and_the_line_of_the_spec() {
    let mut graph = demo(1);
    let account = FakeAccount::of(&graph);
    let id = ResourceId::new(Kind::AutoscalingGroup, "nodes-0.demo");
    edit::<AutoscalingGroup>(&mut graph, Kind::AutoscalingGroup, "nodes-0.demo", |x| x.max_size = 5);
    edit::<AutoscalingGroup>(&mut graph, Kind::AutoscalingGroup, "nodes-0.demo", |x| x.instance_protection = true);
    let path = ObjectRef::new("InstanceGroup", "nodes-0").field("spec.maxSize");
    let node: &mut Node = graph.nodes.get_mut(&id).expect("is there");
    node.origin.fields.insert("max_size".into(), path.clone());
    graph.place(|_| Some(Location { file: "ig.yaml".into(), line: 7, column: 3 }));
    let plan = made(&graph, &account);
    let step = plan.steps.iter().find(|step| step.resource == id).expect("is changed");
    let Action::Update { changes, .. } = &step.action else { panic!("an update") };
    let said: Vec<_> = changes.iter().map(|c| (c.field.as_str(), c.reason.as_str(), c.source.is_some())).collect();
    assert_eq!(said, [("max_size", "set in the spec", true), ("instance_protection", "kops default", false),]);
    let source = changes[0].source.as_ref().expect("a source");
    assert_eq!((&source.path, source.location.as_ref().map(|at| at.line)), (&path, Some(7)));
}

#[test]
fn a_network_load_balancer_leaves_a_subnet_in_place_and_a_note_says_which_connections_end() {
    let mut graph = demo(1);
    let mut account = FakeAccount::of(&graph);
    edit::<NetworkLoadBalancer>(&mut graph, Kind::NetworkLoadBalancer, "api.demo", |x| drop(x.subnets.pop()));
    let plan = made(&graph, &account);
    assert_eq!(lines(&plan), ["~ network-load-balancer/api.demo subnets"]);
    assert_eq!(plan.steps[0].disruption, Disruption::Connections);
    assert_eq!(
        plan.notes,
        [
            "connections through the network load balancer `api.demo` end in the subnet `subnet-us-east-2b.demo`, which it leaves"
        ]
    );
    account.apply(&plan);
    assert_eq!(lines(&made(&graph, &account)), none());
}

#[test]
fn ipv6_ranges_are_counted_within_the_range_of_the_vpc() {
    let range = |count: &str| {
        let mut graph = demo(0);
        edit::<Subnet>(&mut graph, Kind::Subnet, "us-east-2a.demo", |x| {
            x.ipv6_cidr = Some(count.into());
            x.ipv6_cidr_of = Some(Ref::output(Kind::Vpc, "demo", Output::Ipv6Cidr));
        });
        graph
    };
    let mut account = FakeAccount::of(&range("/64#1"));
    account.edit::<Subnet>(Kind::Subnet, "us-east-2a.demo", |x| x.ipv6_cidr = Some("2001:db8:0:1::/64".into()));
    assert_eq!(lines(&made(&range("/64#1"), &account)), none());
    assert_eq!(
        errors(&range("/64#2"), &account),
        [
            "the IPv6 CIDR of the subnet `us-east-2a.demo` cannot be changed from `2001:db8:0:1::/64` to `2001:db8:0:2::/64`"
        ]
    );
}

#[test]
fn files_and_user_data_that_the_graph_does_not_describe_stay() {
    // Made by kops: user data and files that this graph says nothing of.
    let mut graph = demo(1);
    let mut account = FakeAccount::of(&graph);
    graph.nodes.remove(&ResourceId::new(Kind::ManagedFile, "addons-a"));
    for key in ["addons/bootstrap-channel.yaml", "igconfig/node/nodes/nodeupconfig.yaml", "manifests/etcd/main.yaml"] {
        account.files.insert(key.into(), "kops".into());
    }
    let template = "nodes-0.demo";
    edit::<LaunchTemplate>(&mut graph, Kind::LaunchTemplate, template, |x| x.user_data = None);
    for options in
        [PlanOptions::default(), PlanOptions { prune: true, allow: ["*".to_owned()].into(), ..PlanOptions::default() }]
    {
        assert_eq!(lines(&plan_with(&graph, &account, &options)), none());
    }

    // A new version is a whole one: it has the user data that was there.
    edit::<LaunchTemplate>(&mut graph, Kind::LaunchTemplate, template, |x| x.image_id = "ami-2".into());
    let plan = made(&graph, &account);
    let Action::Update { desired: Resource::LaunchTemplate(desired), .. } = &plan.steps[0].action else {
        panic!("{:?}", plan.steps[0])
    };
    assert_eq!(desired.user_data, Some("#!/bin/bash\necho one\n".into()));
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
fn a_step_waits_for_the_update_that_gives_its_input() {
    let mut graph = demo(0);
    edit::<Vpc>(&mut graph, Kind::Vpc, "demo", |x| x.amazon_ipv6 = None);
    let mut account = FakeAccount::of(&graph);
    account.find(Kind::Vpc, "demo").outputs.remove(&Output::Ipv6Cidr);
    edit::<Vpc>(&mut graph, Kind::Vpc, "demo", |x| x.amazon_ipv6 = Some(true));
    account.edit::<Vpc>(Kind::Vpc, "demo", |x| x.amazon_ipv6 = Some(false));
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
    let plan = made(&graph, &account);
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
fn a_boot_script_of_kops_stays_where_it_does_the_same() {
    let mut graph = demo(1);
    let mut give = |script: String| {
        let template = "nodes-0.demo";
        edit::<LaunchTemplate>(&mut graph, Kind::LaunchTemplate, template, |x| x.user_data = Some(script.into()));
        graph.clone()
    };
    let account = FakeAccount::of(&give(user_data::tests::kops("a: 1")));
    assert_eq!(lines(&made(&give(user_data::tests::ours("a: 1")), &account)), none());
    assert_eq!(
        lines(&made(&give(user_data::tests::ours("a: 2")), &account)),
        ["~ launch-template/nodes-0.demo user_data"]
    );
}

#[test]
fn a_group_that_stayed_behind_its_launch_template_has_to_roll() {
    let mut graph = demo(1);
    let id = ResourceId::new(Kind::AutoscalingGroup, "nodes-0.demo");
    let node = graph.nodes.get_mut(&id).expect("is there");
    node.origin.path = Some(ObjectRef::new("InstanceGroup", "nodes-0").field("spec"));
    let mut account = FakeAccount::of(&graph);
    account.edit::<AutoscalingGroup>(id.kind, &id.name, |x| x.launch_template_version = "1".into());
    assert_eq!(made(&graph, &account).rolling_updates, [], "it has the newest version");
    account.find(Kind::LaunchTemplate, "nodes-0.demo").outputs.insert(Output::Version, "7".into());
    let plan = made(&graph, &account);
    assert_eq!(plan.rolling_updates.iter().map(|update| update.group.as_str()).collect::<Vec<_>>(), ["nodes-0"]);
}
