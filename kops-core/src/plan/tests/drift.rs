//! What is found before applying: the account has changed since the plan was made.

use super::cluster::{demo, edit, rule, tags};
use super::*;
use crate::graph::Builder;
use crate::resource::*;

#[test]
fn changes_since_the_plan_are_found() {
    let mut graph = demo(1);
    let before = FakeAccount::of(&graph);
    edit::<AutoscalingGroup>(&mut graph, Kind::AutoscalingGroup, "nodes-0.demo", |x| x.max_size = 5);
    edit::<ManagedFile>(&mut graph, Kind::ManagedFile, "addons-a", |x| x.content = "three".into());
    edit::<Volume>(&mut graph, Kind::Volume, "a.etcd-main.demo", |x| x.tags = tags("new.demo", &[]));
    let mut more = Builder::new("demo", "us-east-2");
    rule(&mut more, "more", "nodes.demo", 80, Peer::Ipv4("192.0.2.0/24".into()));
    graph.nodes.extend(more.finish().expect("a graph").nodes);
    let plan = made(&graph, &before);

    type Edit = Box<dyn Fn(&mut FakeAccount)>;
    let cases: Vec<(Edit, Vec<&str>)> = vec![
        (Box::new(|_| {}), vec![]),
        (
            Box::new(|account| {
                account.edit::<AutoscalingGroup>(Kind::AutoscalingGroup, "nodes-0.demo", |x| x.max_size = 9)
            }),
            vec!["`max_size` of autoscaling-group/nodes-0.demo was changed from 2 to 9"],
        ),
        (
            // Not touched by the plan.
            Box::new(|account| {
                account.edit::<AutoscalingGroup>(Kind::AutoscalingGroup, "nodes-0.demo", |x| x.min_size = 2)
            }),
            vec![],
        ),
        (
            Box::new(|account| account.found.retain(|found| found.resource.kind() != Kind::AutoscalingGroup)),
            vec!["autoscaling-group/nodes-0.demo (`autoscaling-group-nodes-0.demo`) is gone"],
        ),
        (
            Box::new(|account| drop(account.files.insert("addons/a.yaml".into(), "by hand".into()))),
            vec!["`content` of managed-file/addons-a was changed"],
        ),
        (
            Box::new(|account| {
                let group = account.find(Kind::SecurityGroup, "nodes.demo").id.0.clone();
                let rule = SecurityGroupRule {
                    group: group.as_str().into(),
                    protocol: "tcp".into(),
                    from_port: Some(80),
                    to_port: Some(80),
                    peer: Peer::Ipv4("192.0.2.0/24".into()),
                    ..SecurityGroupRule::default()
                };
                account.put("sgr-x", rule);
            }),
            vec!["security-group-rule/more now exists as `sgr-x`"],
        ),
        (
            Box::new(|account| {
                account.find(Kind::LaunchTemplate, "nodes-0.demo").outputs.insert(Output::Version, "7".into());
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
fn a_text_that_changed_is_known_by_its_hash() {
    let mut graph = demo(1);
    let before = FakeAccount::of(&graph);
    edit::<ManagedFile>(&mut graph, Kind::ManagedFile, "addons-a", |x| x.content = "three".into());
    edit::<LaunchTemplate>(&mut graph, Kind::LaunchTemplate, "nodes-0.demo", |x| x.user_data = Some("three".into()));
    let plan = made(&graph, &before);
    let mut now = before.clone();
    now.files.insert("addons/a.yaml".into(), "C4N4RY".into());
    now.edit::<LaunchTemplate>(Kind::LaunchTemplate, "nodes-0.demo", |x| x.user_data = Some("C4N4RY".into()));
    let mut moved = drift(&plan, &now.snapshot(), &now.store());
    moved.retain(|moved| matches!(moved.field.as_str(), "content" | "user_data"));
    assert_eq!(moved.len(), 2, "{moved:?}");
    for moved in moved {
        assert_eq!(moved.found, sha256("C4N4RY"), "{moved:?}");
        assert_eq!(moved.planned.as_str().map(str::len), Some(64), "{moved:?}");
        assert_eq!(moved.to_string(), format!("`{}` of {} was changed", moved.field, moved.resource));
    }
}

#[test]
fn a_resource_that_lost_its_tags_is_not_deleted() {
    let mut graph = demo(1);
    let before = FakeAccount::of(&graph);
    graph.nodes.retain(|id, _| id.kind != Kind::Volume && !id.name.starts_with("nodes-0"));
    let options = PlanOptions { prune: true, allow: ["*".to_owned()].into(), ..PlanOptions::default() };
    let plan = plan_with(&graph, &before, &options);
    let mark = "kubernetes.io/cluster/demo";
    type Retag = Box<dyn Fn(&mut Tags)>;
    let acts: Vec<Retag> = vec![
        Box::new(Tags::clear),
        Box::new(|tags| *tags = [(mark.to_owned(), "shared".to_owned())].into()),
        Box::new(|tags| drop(tags.insert("KubernetesCluster".into(), "other".into()))),
    ];
    for act in acts {
        let mut now = before.clone();
        now.edit::<Volume>(Kind::Volume, "a.etcd-main.demo", |x| act(&mut x.tags));
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
    now.edit::<NetworkLoadBalancer>(Kind::NetworkLoadBalancer, "api.demo", |x| x.tags = Tags::new());
    let moved: Vec<String> = drift(&plan, &now.snapshot(), &now.store()).iter().map(ToString::to_string).collect();
    assert_eq!(moved, ["the tags of listener/port-443 no longer say that it is the cluster's"]);
}

#[test]
fn fields_that_an_update_writes_again_must_be_unchanged() {
    let mut graph = demo(1);
    let before = FakeAccount::of(&graph);
    edit::<Volume>(&mut graph, Kind::Volume, "a.etcd-main.demo", |x| x.size_gib = 40);
    edit::<LaunchTemplate>(&mut graph, Kind::LaunchTemplate, "nodes-0.demo", |x| x.image_id = "ami-2".into());
    let plan = made(&graph, &before);
    let mut now = before.clone();
    now.edit::<Volume>(Kind::Volume, "a.etcd-main.demo", |x| x.iops = Some(4000));
    now.edit::<LaunchTemplate>(Kind::LaunchTemplate, "nodes-0.demo", |x| x.instance_type = "m5.large".into());
    let moved: Vec<String> = drift(&plan, &now.snapshot(), &now.store()).iter().map(ToString::to_string).collect();
    assert_eq!(
        moved,
        [
            "`iops` of volume/a.etcd-main.demo was changed from null to 4000",
            "`instance_type` of launch-template/nodes-0.demo was changed from \"t3.medium\" to \"m5.large\"",
        ]
    );

    // Also the version, to which nothing refers.
    let mut account = before;
    let plan = made(&graph, &account);
    account.find(Kind::LaunchTemplate, "nodes-0.demo").outputs.insert(Output::Version, "7".into());
    let moved = drift(&plan, &account.snapshot(), &account.store());
    assert_eq!(moved.iter().map(|moved| moved.field.as_str()).collect::<Vec<_>>(), ["version"]);
}
