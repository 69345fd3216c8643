//! Which resources belong to the cluster, to another owner, or to no one.

use std::collections::BTreeSet;

use super::cluster::{demo, origin, rule, tags};
use super::*;
use crate::graph::{Builder, Node, Origin, Ownership};
use crate::resource::*;

#[test]
fn a_rule_without_tags_in_a_security_group_of_the_cluster_is_owned() {
    let graph = demo(0);
    let mut account = FakeAccount::of(&graph);
    let api = SecurityGroup {
        vpc: account.find(Kind::Vpc, "demo").id.as_str().into(),
        name: "api-elb.demo".into(),
        ..SecurityGroup::default()
    };
    account.put("sg-api", SecurityGroup { tags: tags("api-elb.demo", &[]), ..api });
    let rule = |range: &str| SecurityGroupRule {
        group: "sg-api".into(),
        protocol: "icmp".into(),
        from_port: Some(3),
        to_port: Some(4),
        peer: Peer::Ipv4(range.into()),
        ..SecurityGroupRule::default()
    };
    account.put("sgr-1", rule("192.0.2.0/24"));
    account.put("sgr-2", SecurityGroupRule { from_port: Some(8), to_port: Some(-1), ..rule("192.0.2.0/24") });
    // Left over with the group that is not wanted any more, and by itself once that is wanted.
    let mut wanted = demo(0);
    let group = account.find(Kind::SecurityGroup, "api-elb.demo").resource.clone();
    let node = Node { resource: group, ownership: Ownership::Owned, origin: Origin::default(), after: Vec::new() };
    wanted.nodes.insert(ResourceId::new(Kind::SecurityGroup, "api-elb.demo"), node);
    assert_eq!(
        lines(&made(&wanted, &account)),
        ["- security-group-rule/from-192.0.2.0/24-ingress-icmp-3to4-api-elb.demo"]
    );
}

#[test]
fn a_rule_of_others_in_a_shared_security_group_is_used_and_left_alone() {
    let peer = Peer::Ipv4("192.0.2.0/24".into());
    let mut graph = Builder::new("demo", "us-east-2");
    graph.share("sg-1-Node", "sg-1", SecurityGroup::default(), origin("a firewall"));
    rule(&mut graph, "ssh", "sg-1-Node", 22, peer.clone());
    let graph = graph.finish().expect("a graph");
    let named = |name: &str| Tags::from([("Name".to_owned(), name.to_owned())]);
    for (found, planned, deleted) in [
        (None, vec!["+ security-group-rule/ssh"], vec![]),
        (Some(Tags::new()), vec![], vec![]),
        (Some(named("ssh")), vec![], vec![]),
        (Some(named("office")), vec![], vec![]),
        (Some(tags("ssh", &[])), vec![], vec!["- security-group-rule/ssh"]),
        (Some(tags("old", &[])), vec!["~ security-group-rule/ssh tags"], vec!["- security-group-rule/old"]),
    ] {
        let mut account = FakeAccount::default();
        account.put("sg-1", SecurityGroup::default());
        if let Some(tags) = found.clone() {
            let (protocol, port) = ("tcp".to_owned(), Some(22));
            let rule = SecurityGroupRule {
                group: "sg-1".into(),
                direction: Direction::Ingress,
                protocol,
                from_port: port,
                to_port: port,
                peer: peer.clone(),
                tags,
            };
            account.put("sgr-1", rule);
        }
        assert_eq!(lines(&made(&graph, &account)), planned, "{found:?}");
        assert_eq!(lines(&made(&empty(&graph), &account)), deleted, "{found:?}");
    }
}

#[test]
fn a_shared_security_group_is_in_the_vpc_of_the_cluster() {
    let vpc = Vpc { cidr: Some("10.0.0.0/16".into()), tags: tags("demo", &[]), ..Vpc::default() };
    let mut graph = Builder::new("demo", "us-east-2");
    graph.own("demo", vpc.clone(), origin("the network that the cluster makes"));
    let group = SecurityGroup { vpc: Ref::to(Kind::Vpc, "demo"), ..SecurityGroup::default() };
    graph.share("sg-1-Node", "sg-1", group, origin("a firewall"));
    let graph = graph.finish().expect("a graph");
    assert_eq!(graph.check(), []);
    let account = |group: &str, has_vpc: bool| {
        let mut account = FakeAccount::default();
        if has_vpc {
            account.put("vpc-1", vpc.clone());
        }
        account.put("sg-1", SecurityGroup { vpc: group.into(), ..SecurityGroup::default() });
        account
    };
    assert_eq!(lines(&made(&graph, &account("vpc-1", true))), none());
    for (has_vpc, wanted) in [(true, "`vpc-1`"), (false, "the new VPC `demo`")] {
        let error = format!("the shared security group `sg-1` has the VPC `vpc-9`, and the spec says {wanted}");
        assert_eq!(errors(&graph, &account("vpc-9", has_vpc)), [error]);
    }
}

#[test]
fn shared_resources_are_compared_and_never_changed() {
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

    let mut account = FakeAccount::default();
    account.put("vpc-1", Vpc { cidr: Some("10.0.0.0/16".into()), dns_support: Some(false), ..Vpc::default() });
    account.put("subnet-1", Subnet { vpc: "vpc-1".into(), tags: Some(Tags::new()), ..subnet.clone() });
    let plan = made(&graph, &account);
    assert_eq!(lines(&plan), ["+ security-group/nodes.demo"]);
    assert_eq!(plan.bindings[&ResourceId::new(Kind::Vpc, "demo")][&Output::Id], "vpc-1");
    assert_eq!(plan.shared.len(), 2);
    assert_eq!(
        plan.notes,
        [
            "the shared VPC `vpc-1` has the DNS support `false` where `true` is expected; it is left as it is",
            "the shared subnet `subnet-1` lacks `kubernetes.io/role/elb=1`; it is left as it is",
        ]
    );
    account.apply(&plan);
    let gone = plan_with(&empty(&graph), &account, &PlanOptions::delete_cluster());
    assert_eq!(lines(&gone), ["- security-group/nodes.demo"]);

    // Also with the cluster's tags.
    account.edit_id::<Subnet>("subnet-1", |x| x.tags = Some(tags("a.demo", &[])));
    let snapshot = account.snapshot();
    let ended = crate::plan::deletion(&graph, &snapshot, &account.store(), &BTreeSet::new()).expect("a plan");
    assert_eq!(lines(&ended), ["- security-group/nodes.demo"]);
    assert_eq!(ended.shared.len(), 2);
    account.found.retain(|found| found.id.0 != "subnet-1");
    let ended = crate::plan::deletion(&graph, &account.snapshot(), &account.store(), &BTreeSet::new()).expect("a plan");
    assert_eq!(lines(&ended), ["- security-group/nodes.demo"]);

    account.put("subnet-1", Subnet { vpc: "vpc-1".into(), ..subnet });
    account.edit_id::<Subnet>("subnet-1", |x| x.cidr = Some("10.0.9.0/24".into()));
    assert_eq!(
        errors(&graph, &account),
        ["the shared subnet `subnet-1` has the CIDR `10.0.9.0/24`, and the spec says `10.0.1.0/24`"]
    );
}

#[test]
fn the_newest_revision_of_a_load_balancer_is_used() {
    let graph = demo(1);
    let mut account = FakeAccount::of(&graph);
    let old = account.find(Kind::NetworkLoadBalancer, "api.demo").resource.clone();
    account.edit::<NetworkLoadBalancer>(Kind::NetworkLoadBalancer, "api.demo", |x| {
        x.tags.insert("kops.k8s.io/revision".into(), "2".into());
    });
    account.put("lb-old", old);
    let plan = made(&graph, &account);
    assert_eq!(lines(&plan), none());
    assert_eq!(plan.kept.len(), 1);
    assert_eq!(plan.kept[0].id, "lb-old".into());
}

#[test]
fn a_role_without_tags_is_adopted() {
    let graph = demo(0);
    let mut account = FakeAccount::of(&graph);
    account.edit::<Role>(Kind::Role, "nodes.demo", |x| x.tags.clear());
    let plan = made(&graph, &account);
    assert_eq!(lines(&plan), ["~ iam-role/nodes.demo tags"]);
    assert_eq!(plan.notes, ["the IAM role `iam-role-nodes.demo` exists without the cluster's tags and is taken over"]);
}

#[test]
fn a_discovery_tag_does_not_make_a_resource_a_controllers() {
    for (key, deletes) in [("karpenter.sh/discovery", true), ("karpenter.sh/nodepool", false)] {
        let graph = demo(0);
        let mut account = FakeAccount::of(&graph);
        let nodes = account.find(Kind::SecurityGroup, "nodes.demo").id.0.clone();
        let tags = tags("old", &[(key, "demo")]);
        account.put("sgr-x", SecurityGroupRule { group: nodes.as_str().into(), tags, ..SecurityGroupRule::default() });
        let expected = if deletes { vec!["- security-group-rule/old"] } else { Vec::new() };
        assert_eq!(lines(&made(&graph, &account)), expected, "{key}");
    }
}

#[test]
fn a_role_with_tags_of_another_owner_is_an_error() {
    let claimed = |change: &dyn Fn(&mut Tags)| {
        let graph = demo(0);
        let mut account = FakeAccount::of(&graph);
        account.edit::<Role>(Kind::Role, "nodes.demo", |x| change(&mut x.tags));
        errors(&graph, &account)
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
