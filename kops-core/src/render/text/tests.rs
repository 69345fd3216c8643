//! Whole reports, as people read them.

use super::*;
use crate::diag::{Location, ObjectRef};
use crate::graph::{Graph, Ownership};
use crate::plan::tests::cluster::{demo, edit};
use crate::plan::tests::fake_account::FakeAccount;
use crate::plan::{PlanOptions, plan};
use crate::resource::{AutoscalingGroup, Kind, LaunchTemplate, Peer, ResourceId, SecurityGroupRule};

fn report(graph: &Graph, toy: &FakeAccount, options: &PlanOptions, style: &dyn Style) -> String {
    let plan = plan(graph, &toy.snapshot(), &toy.store(), options);
    render(&plan.unwrap_or_else(|errors| panic!("{errors}")), style)
}

#[test]
fn what_is_made_is_told_in_lines() {
    let text = report(&demo(2), &FakeAccount::default(), &PlanOptions::default(), &Plain);
    let expected = "\
Network
  + VPC                       demo                    10.0.0.0/16                                the network
  + DHCP options              demo                    us-east-2.compute.internal                 host names
  + DHCP options association  demo                    uses demo
  + internet gateway          demo                                                               the way to the internet
  + subnet                    us-east-2a              10.0.10.0/24 in us-east-2a                 a subnet
  + subnet                    us-east-2b              10.0.11.0/24 in us-east-2b
  + route table               demo                                                               public routes
  + route table association   us-east-2a, us-east-2b  uses demo
  + route                     0.0.0.0/0               0.0.0.0/0 to demo                          the way to the internet
  + elastic IP                us-east-2a                                                         the address of the NAT gateway
  + NAT gateway               us-east-2a              in us-east-2a with the address us-east-2a  lets nodes reach the internet

Firewall
  + security group          masters, nodes  a firewall
  + 3 security group rules
      masters  in  tcp 443    from nodes
      nodes    in  tcp 10250  from masters
      nodes    in  tcp 22     from 192.0.2.0/24

Access
";
    assert!(text.starts_with(expected), "{text}");
    assert!(text.ends_with("\n37 to create.\n"), "{text}");
}

#[test]
fn what_changes_is_told_field_by_field_with_its_place() {
    let mut graph = demo(2);
    let toy = FakeAccount::of(&graph);
    edit::<LaunchTemplate>(&mut graph, Kind::LaunchTemplate, "nodes-0.demo", |x| {
        x.image_id = "ami-2".into();
        x.user_data = Some("#!/bin/bash\necho two\n".into());
    });
    edit::<AutoscalingGroup>(&mut graph, Kind::AutoscalingGroup, "nodes-1.demo", |x| {
        x.max_size = 1;
        x.subnets.pop();
        x.tags.remove("k8s.io/role/node");
    });
    edit::<SecurityGroupRule>(&mut graph, Kind::SecurityGroupRule, "ssh", |x| {
        x.peer = Peer::Ipv4("198.51.100.0/24".into());
    });
    let group = graph.nodes.get_mut(&ResourceId::new(Kind::AutoscalingGroup, "nodes-1.demo")).expect("is there");
    group.origin.fields.insert("max_size".into(), ObjectRef::new("InstanceGroup", "nodes-1").field("spec.maxSize"));
    graph.place(|_| Some(Location { file: "groups.yaml".into(), line: 7, column: 3 }));
    graph.nodes.remove(&ResourceId::new(Kind::Volume, "a.etcd-main.demo"));
    let vpc = graph.nodes.get_mut(&ResourceId::new(Kind::Vpc, "demo")).expect("is there");
    vpc.ownership = Ownership::Shared("vpc-demo".into());
    graph.notes.push("look here".to_owned());

    let text = report(&graph, &toy, &PlanOptions::default(), &Plain);
    let expected = "\
Firewall
  + 1 security group rule
      nodes  in  tcp 22  from 198.51.100.0/24
  - 1 security group rule  may interrupt connections
      nodes  in  tcp 22  from 192.0.2.0/24

Instance groups
  ~ launch template    nodes-0  reaches running instances with a rolling update
      image id   ami-1 → ami-2  a rule of kops
      user data
          @@ -1,2 +1,2 @@
           #!/bin/bash
          -echo one
          +echo two
      the autoscaling group nodes-0 follows with the new version
  ~ autoscaling group  nodes-1  stops instances
      max size  2 → 1                 spec.maxSize at groups.yaml:7
      subnets   - us-east-2b          a rule of kops
      tags      - k8s.io/role/node=1

Kept, although the spec does not want it
  EBS volume  a.etcd-main  `--allow volume/a.etcd-main.demo` deletes it

Shared, used and left alone
  VPC  vpc-demo  the network

Notes
  - look here

1 to create, 2 to change, 1 to delete; 1 kept; 1 shared thing left alone; 31 as they should be.
";
    assert_eq!(text, expected, "{text}");
}

#[test]
fn nothing_to_do_is_one_line() {
    let graph = demo(1);
    let text = report(&graph, &FakeAccount::of(&graph), &PlanOptions::default(), &Plain);
    assert_eq!(text, "Nothing to do; 34 as they should be.\n");
}

#[test]
fn the_end_of_a_cluster_says_what_is_lost() {
    let graph = demo(1);
    let empty = Graph { cluster: graph.cluster.clone(), ..Graph::default() };
    let text = report(&empty, &FakeAccount::of(&graph), &PlanOptions::delete_cluster(), &Plain);
    assert!(text.contains("  - EBS volume  a.etcd-main  loses data\n"), "{text}");
    assert!(!text.contains("interrupt"), "{text}");
    assert!(text.ends_with(" to delete, as the cluster is deleted.\n"), "{text}");
}

#[test]
fn a_style_sees_every_part_and_changes_no_column() {
    #[derive(Debug)]
    struct Marked;
    impl Style for Marked {
        fn paint(&self, tone: Tone, text: &str) -> String {
            assert!(!text.contains('\n'));
            format!("\u{1}{tone:?}\u{2}{text}\u{3}")
        }
    }
    let mut graph = demo(1);
    let toy = FakeAccount::of(&graph);
    graph.nodes.retain(|id, _| id.kind != Kind::SecurityGroupRule);
    let plain = report(&graph, &toy, &PlanOptions::default(), &Plain);
    let mut marked = report(&graph, &toy, &PlanOptions::default(), &Marked);
    while let (Some(from), Some(to)) = (marked.find('\u{1}'), marked.find('\u{2}')) {
        marked.replace_range(from..=to, "");
    }
    assert_eq!(marked.replace('\u{3}', ""), plain);
}
