//! Plans that cannot be made.

use super::cluster::{demo, edit, tags};
use super::*;
use crate::graph::Ownership;
use crate::resource::*;

#[test]
fn every_impossible_change_is_reported_at_once() {
    let mut graph = demo(1);
    let mut account = FakeAccount::of(&graph);
    edit::<Vpc>(&mut graph, Kind::Vpc, "demo", |x| x.cidr = Some("10.1.0.0/16".into()));
    edit::<Volume>(&mut graph, Kind::Volume, "a.etcd-main.demo", |x| x.size_gib = 10);
    edit::<NetworkLoadBalancer>(&mut graph, Kind::NetworkLoadBalancer, "api.demo", |x| {
        x.subnets = vec![SubnetMapping { subnet: "subnet-9".into(), ..SubnetMapping::default() }];
        x.internal = true;
    });
    let copy = account.find(Kind::Subnet, "us-east-2a.demo").resource.clone();
    account.put("subnet-0", copy);
    account.edit::<Role>(Kind::Role, "nodes.demo", |x| {
        x.tags = [("KubernetesCluster".to_owned(), "other".to_owned())].into();
    });
    let mut shared = graph.nodes[&ResourceId::new(Kind::ElasticIp, "us-east-2a.demo")].clone();
    shared.ownership = Ownership::Shared("eipalloc-9".into());
    graph.nodes.insert(ResourceId::new(Kind::ElasticIp, "shared"), shared);
    assert_eq!(
        errors(&graph, &account),
        [
            "the CIDR of the VPC `demo` cannot be changed from `10.0.0.0/16` to `10.1.0.0/16`",
            "the subnet `us-east-2a.demo` exists more than once: `subnet-0`, `subnet-us-east-2a.demo`",
            "the shared elastic IP `eipalloc-9` does not exist",
            "the IAM role `iam-role-nodes.demo` exists and belongs to the cluster `other`",
            "the size in GiB of the EBS volume `a.etcd-main.demo` cannot be changed from `20` to `10`",
            "the internal of the network load balancer `api.demo` cannot be changed from `false` to `true`",
            "the subnets of the network load balancer `api.demo` cannot be changed from \
             `subnet-us-east-2a.demo`, `subnet-us-east-2b.demo` to `subnet-9`",
        ]
    );
}

#[test]
fn two_subnets_cannot_overlap() {
    let mut graph = demo(0);
    let account = FakeAccount::of(&graph);
    let mut subnet = graph.nodes[&ResourceId::new(Kind::Subnet, "us-east-2a.demo")].clone();
    if let Resource::Subnet(subnet) = &mut subnet.resource {
        subnet.tags = Some(tags("new.demo", &[]));
        subnet.cidr = Some("10.0.10.128/25".into());
    }
    graph.nodes.insert(ResourceId::new(Kind::Subnet, "new.demo"), subnet);
    assert_eq!(
        errors(&graph, &account),
        [
            "the new subnet `new.demo` wants `10.0.10.128/25`, and the subnet `subnet-us-east-2a.demo` has `10.0.10.0/24`"
        ]
    );

    // Nothing is in the old one: it goes first.
    graph
        .nodes
        .retain(|id, _| !["us-east-2a.demo", "api.demo", "api.demo-443", "api.demo/A"].contains(&id.name.as_str()));
    let plan = plan_with(&graph, &account, &PlanOptions { prune: true, ..PlanOptions::default() });
    let place = |line: &str| lines(&plan).iter().position(|other| other == line).expect("is there");
    assert!(place("- subnet/us-east-2a.demo") < place("+ subnet/new.demo"));
}

#[test]
fn a_renamed_subnet_overlaps_with_itself() {
    let mut graph = demo(1);
    let account = FakeAccount::of(&graph);
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
    let errors = plan(&graph, &account.snapshot(), &account.store(), &prune).expect_err("cannot be planned");
    let expected =
        "the new subnet `new.demo` wants `10.0.10.0/24`, and the subnet `subnet-us-east-2a.demo` has `10.0.10.0/24`";
    assert_eq!(errors.to_string(), expected);
}
