//! Complete texts of plans.

use super::*;
use crate::diag::{Location, ObjectRef};
use crate::graph::{Graph, Ownership};
use crate::plan::tests::cluster::{demo, edit};
use crate::plan::tests::fake_account::FakeAccount;
use crate::plan::{Impact, Instances, PlanOptions, plan};
use crate::resource::{
    AutoscalingGroup, Kind, LaunchTemplate, NetworkLoadBalancer, Peer, ResourceId, SecurityGroupRule, Subnet,
};

fn report(graph: &Graph, account: &FakeAccount, options: &PlanOptions, style: &dyn Style) -> String {
    let plan = plan(graph, &account.snapshot(), &account.store(), options);
    render(&plan.unwrap_or_else(|errors| panic!("{errors}")), style)
}

#[test]
fn created_resources_have_a_row_each() {
    let text = report(&demo(2), &FakeAccount::default(), &PlanOptions::default(), &Plain);
    let expected = "\
Network
  VPC
    + demo  10.0.0.0/16
  DHCP options
    + demo  us-east-2.compute.internal
  DHCP options association
    + demo
  internet gateway
    + demo
  subnets
    + us-east-2a.demo  public, 10.0.10.0/24 in us-east-2a
    + us-east-2b.demo  public, 10.0.11.0/24 in us-east-2b
  route table
    + demo
  route table associations
    + us-east-2a.demo  to demo
    + us-east-2b.demo  to demo
  route
    + demo  0.0.0.0/0 to internet gateway demo
  elastic IP
    + us-east-2a.demo
  NAT gateway
    + us-east-2a.demo  in us-east-2a.demo, elastic IP us-east-2a.demo

Firewall
  security groups
    + masters.demo
    + nodes.demo
  security group rules
    + masters.demo
        in  tcp 443  from nodes.demo
    + nodes.demo
        in  tcp 10250  from masters.demo
        in  tcp 22     from 192.0.2.0/24

Access
";
    assert!(text.starts_with(expected), "{text}");
    assert!(text.ends_with("\nPlan: 37 to create, 0 to change, 0 to delete.\n"), "{text}");
}

#[test]
fn changes_have_a_row_per_field_with_its_source() {
    let mut graph = demo(2);
    let account = FakeAccount::of(&graph);
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
    graph.notes.push("a note".to_owned());

    let text = report(&graph, &account, &PlanOptions::default(), &Plain);
    let expected = "\
Firewall
  security group rules
    + nodes.demo
        in  tcp 22  from 198.51.100.0/24
    - nodes.demo  may interrupt connections
        in  tcp 22  from 192.0.2.0/24

Instances
  launch template
    ~ nodes-0.demo  rolling update required
        image ID   ami-1 -> ami-2  kops default
        user data
          @@ -1,2 +1,2 @@
           #!/bin/bash
          -echo one
          +echo two
  autoscaling group
    ~ nodes-1.demo  terminates instances
        max size  2 -> 1                    spec.maxSize at groups.yaml:7
        subnets   - subnet-us-east-2b.demo  kops default
        tags      - k8s.io/role/node=1

Retained (no longer in the spec)
  EBS volume  a.etcd-main.demo  delete with `--allow volume/a.etcd-main.demo`

Shared (not managed)
  VPC  vpc-demo

Notes
  - a note

Monthly cost (estimate)
  $0.00 to -$30.37  on-demand list prices of us-east-1, 2025-06

Plan: 1 to create, 2 to change, 1 to delete. Retained: 1. Shared (not managed): 1. Unchanged: 32.
";
    assert_eq!(text, expected, "{text}");
}

#[test]
fn rules_that_open_the_cluster_have_their_line() {
    let mut graph = demo(1);
    for (_, node) in graph.nodes.iter_mut().filter(|(id, _)| id.kind == Kind::SecurityGroupRule) {
        node.origin.path = Some(ObjectRef::new("Cluster", "demo").field("spec.sshAccess[0]"));
    }
    graph.place(|_| Some(Location { file: "specs/cluster.yml".into(), line: 7, column: 3 }));
    let text = report(&graph, &FakeAccount::default(), &PlanOptions::default(), &Plain);
    let expected = "\
    + nodes.demo
        in  tcp 10250  from masters.demo
        in  tcp 22     from 192.0.2.0/24  cluster.yml:7
";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn a_long_note_is_indented() {
    let mut graph = demo(1);
    let account = FakeAccount::of(&graph);
    graph.notes = vec!["word ".repeat(24).trim_end().to_owned(), "short".to_owned()];
    let text = report(&graph, &account, &PlanOptions::default(), &Plain);
    let expected = format!("Notes\n  - {}\n    {}\n  - short\n", ["word"; 19].join(" "), ["word"; 5].join(" "));
    assert!(text.contains(&expected), "{text}");
}

#[test]
fn what_only_new_instances_get_needs_no_rolling_update() {
    let mut graph = demo(1);
    let account = FakeAccount::of(&graph);
    edit::<Subnet>(&mut graph, Kind::Subnet, "us-east-2a.demo", |x| x.hostname_type = Some("resource-name".into()));
    edit::<AutoscalingGroup>(&mut graph, Kind::AutoscalingGroup, "nodes-0.demo", |x| {
        x.tags.insert("team".into(), "shop".into());
    });
    let text = report(&graph, &account, &PlanOptions::default(), &Plain);
    assert!(text.contains("    ~ us-east-2a.demo  applies to new instances only\n"), "{text}");
    assert!(text.contains("    ~ nodes-0.demo  applies to new instances only\n"), "{text}");
    assert!(!text.contains("olling update"), "{text}");
}

#[test]
fn load_balancers_of_controllers_are_called_what_they_are() {
    let graph = demo(1);
    let mut account = FakeAccount::of(&graph);
    let mut place = |kind: &str| {
        let name = format!("k8s-{kind}");
        let tags = [("elbv2.k8s.aws/cluster".to_owned(), "demo".to_owned())].into();
        let id = format!("arn:aws:elasticloadbalancing:us-east-2:1:loadbalancer/{kind}/{name}/1");
        account.put(&id, NetworkLoadBalancer { name, tags, ..NetworkLoadBalancer::default() });
    };
    ["app", "net"].into_iter().for_each(&mut place);
    let empty = Graph { cluster: graph.cluster.clone(), ..Graph::default() };
    let plan = plan(&empty, &account.snapshot(), &account.store(), &PlanOptions::delete_cluster());
    let plan = plan.unwrap_or_else(|errors| panic!("{errors}"));
    let text = render(&plan, &Plain);
    assert!(text.contains("  application load balancer\n    - k8s-app\n"), "{text}");
    assert!(text.contains("  network load balancers\n    - api-demo\n    - k8s-net\n"), "{text}");
    let comment = markdown::markdown(&plan);
    assert!(comment.contains("| application load balancer `k8s-app` |"), "{comment}");
}

#[test]
fn an_empty_plan_is_one_line() {
    let graph = demo(1);
    let text = report(&graph, &FakeAccount::of(&graph), &PlanOptions::default(), &Plain);
    assert_eq!(text, "No changes. Unchanged: 34.\n");
}

#[test]
fn deleting_a_cluster_marks_lost_data() {
    let graph = demo(1);
    let empty = Graph { cluster: graph.cluster.clone(), ..Graph::default() };
    let text = report(&empty, &FakeAccount::of(&graph), &PlanOptions::delete_cluster(), &Plain);
    assert!(text.contains("    - a.etcd-main.demo  deletes data\n"), "{text}");
    assert!(!text.contains("interrupt"), "{text}");
    assert!(text.ends_with(" to delete (the whole cluster).\n"), "{text}");
}

#[test]
fn the_forecast_of_a_deletion_has_only_what_a_deletion_changes() {
    let graph = demo(1);
    let (account, empty) = (FakeAccount::of(&graph), Graph { cluster: graph.cluster.clone(), ..Graph::default() });
    let plan = plan(&empty, &account.snapshot(), &account.store(), &PlanOptions::delete_cluster());
    let mut plan = plan.unwrap_or_else(|errors| panic!("{errors}"));
    let record = ResourceId::new(Kind::DnsRecord, "api.demo");
    plan.forecast = vec![
        Impact::InPlace { steps: 3 },
        Impact::EndsConnections { resources: vec![record.clone()] },
        Impact::ApiUnreachable { name: "api.demo".into(), resource: record },
    ];
    let text = render(&plan, &Plain);
    assert!(text.contains("\nForecast\n  API  api.demo will be unreachable\n\n"), "{text}");
}

#[test]
fn the_forecast_says_why_a_group_in_other_zones_terminates_instances() {
    let mut graph = demo(2);
    let account = FakeAccount::of(&graph);
    edit::<AutoscalingGroup>(&mut graph, Kind::AutoscalingGroup, "nodes-1.demo", |x| drop(x.subnets.pop()));
    let plan = plan(&graph, &account.snapshot(), &account.store(), &PlanOptions::default());
    let mut plan = plan.unwrap_or_else(|errors| panic!("{errors}"));
    let group = |name: &str| ResourceId::new(Kind::AutoscalingGroup, name);
    let terminates =
        |name: &str| Impact::TerminatesInstances { resource: group(name), instances: Instances { min: 0, max: 2 } };
    plan.forecast = vec![terminates("nodes-0.demo"), terminates("nodes-1.demo")];
    let expected = "
Forecast
  terminates  0 to 2 instances of nodes-0.demo
  terminates  0 to 2 instances of nodes-1.demo, as AWS balances the group over its zones
";
    let text = render(&plan, &Plain);
    assert!(text.contains(expected), "{text}");
}

#[test]
fn a_style_does_not_change_the_layout() {
    #[derive(Debug)]
    struct Marked;
    impl Style for Marked {
        fn paint(&self, tone: Tone, text: &str) -> String {
            assert!(!text.contains('\n'));
            format!("\u{1}{tone:?}\u{2}{text}\u{3}")
        }
    }
    let mut graph = demo(1);
    let account = FakeAccount::of(&graph);
    graph.nodes.retain(|id, _| id.kind != Kind::SecurityGroupRule);
    let plain = report(&graph, &account, &PlanOptions::default(), &Plain);
    let mut marked = report(&graph, &account, &PlanOptions::default(), &Marked);
    while let (Some(from), Some(to)) = (marked.find('\u{1}'), marked.find('\u{2}')) {
        marked.replace_range(from..=to, "");
    }
    assert_eq!(marked.replace('\u{3}', ""), plain);
}

#[test]
fn the_wide_form_adds_purposes_and_fields_of_the_spec() {
    let mut graph = demo(1);
    let node = graph.nodes.get_mut(&ResourceId::new(Kind::RouteTable, "demo")).expect("is there");
    node.origin.path = Some(ObjectRef::new("Cluster", "demo").field("spec.subnets[0]"));
    graph.place(|_| Some(Location { file: "specs/cluster.yml".into(), line: 7, column: 3 }));
    let account = FakeAccount::default();
    let plan = plan(&graph, &account.snapshot(), &account.store(), &PlanOptions::default());
    let plan = plan.unwrap_or_else(|errors| panic!("{errors}"));
    let lines = |text: String| text.lines().skip_while(|line| *line != "  route table").nth(1).map(str::to_owned);
    assert_eq!(lines(render(&plan, &Plain)).as_deref(), Some("    + demo  cluster.yml:7"));
    let wide = "    + demo  public routes  spec.subnets[0] at specs/cluster.yml:7";
    assert_eq!(lines(render_wide(&plan, &Plain)).as_deref(), Some(wide));
}

#[test]
fn the_wide_form_ends_with_the_calls_of_each_service() {
    let (graph, account) = (demo(1), FakeAccount::default());
    let plan = plan(&graph, &account.snapshot(), &account.store(), &PlanOptions::default());
    let mut plan = plan.unwrap_or_else(|errors| panic!("{errors}"));
    let calls = [("ec2:CreateVpc", 1), ("ec2:DescribeVpcs", 2), ("iam:CreateRole", 12)];
    plan.apply_calls = calls.map(|(call, times)| (call.to_owned(), times)).into();
    let section = "
AWS API calls of the apply (prediction)
  ec2    3
  iam    12
  total  15

Plan: ";
    assert!(render_wide(&plan, &Plain).contains(section), "{}", render_wide(&plan, &Plain));
    assert!(!render(&plan, &Plain).contains("AWS API calls"));
}
