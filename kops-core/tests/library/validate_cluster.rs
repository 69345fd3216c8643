//! Validating running clusters: each kind of failure, and waiting for a cluster to become healthy.

#![expect(clippy::unwrap_used, reason = "what a test makes up is there")]

use std::sync::Mutex;

use futures::executor::block_on;
use kops_core::cloud::{Instance, InstanceState, RunningGroup};
use kops_core::cluster_api::memory::SimulatedCluster;
use kops_core::cluster_api::{Node, Owner, Pod, PodId};
use kops_core::engine::{Wait, fill_offline};
use kops_core::lifecycle::ExpectedGroup;
use kops_core::lifecycle::rolling::{RollingUpdateFailure, RollingUpdateOptions};
use kops_core::lifecycle::validation::{FailureKind, Validation, check, placeholder};
use kops_core::naming::Role;
use kops_core::sim::Account;
use kops_core::spec::Objects;
use kops_core::{Cancel, Engine, Error, Spec};

const CLUSTER: &str = "demo.example.com";
const CONTROL_PLANE: &str = "node-role.kubernetes.io/control-plane";

/// A healthy cluster: an instance of the control plane and two nodes.
#[derive(Clone)]
struct World {
    expected: Vec<ExpectedGroup>,
    running: Vec<RunningGroup>,
    nodes: Vec<Node>,
    pods: Vec<Pod>,
}

fn world() -> World {
    let group = |name: &str, role: &str, size: usize| {
        format!(
            "---\napiVersion: kops.k8s.io/v1alpha2\nkind: InstanceGroup\nmetadata: {{name: {name}, labels: {{kops.k8s.io/cluster: {CLUSTER}}}}}\n\
             spec: {{role: {role}, minSize: {size}, maxSize: {size}, machineType: t3.medium, subnets: [a]}}\n"
        )
    };
    let text = format!(
        "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata: {{name: {CLUSTER}}}\nspec: {{kubernetesVersion: 1.36.2}}\n{}{}",
        group("cp", "Master", 1),
        group("nodes", "Node", 2)
    );
    let spec = Spec::from_yaml("cluster.yml", &text).expect("is a spec");
    let apps = ["kube-apiserver", "kube-controller-manager", "kube-scheduler"];
    World {
        expected: ExpectedGroup::all(&fill_offline(&spec)),
        running: vec![running("cp.masters", Role::Master, &["i-1"]), running("nodes", Role::Node, &["i-2", "i-3"])],
        nodes: vec![node("i-1", true), node("i-2", false), node("i-3", false)],
        pods: apps.iter().map(|app| pod(app, "i-1", app)).collect(),
    }
}

fn running(name: &str, role: Role, instances: &[&str]) -> RunningGroup {
    let size = i32::try_from(instances.len()).unwrap();
    let instance = |id: &&str| Instance {
        id: (*id).into(),
        template: Some("lt-1:1".into()),
        state: InstanceState::InService,
        instance_type: "t3.medium".into(),
        zone: "us-east-2a".into(),
        private_ip: Some(format!("10.0.0.{}", &id[2..])),
        public_ip: None,
    };
    RunningGroup {
        name: format!("{name}.{CLUSTER}").as_str().into(),
        role: Some(role),
        template: Some("lt-1:1".into()),
        min_size: size,
        max_size: size,
        desired: size,
        launch_failure: None,
        instances: instances.iter().map(instance).collect(),
    }
}

fn node(name: &str, is_control_plane: bool) -> Node {
    let label = is_control_plane.then(|| (CONTROL_PLANE.to_owned(), String::new()));
    Node {
        name: name.into(),
        provider_id: Some(format!("aws:///us-east-2a/{name}")),
        labels: label.into_iter().collect(),
        conditions: [("Ready".to_owned(), "True".to_owned())].into(),
        addresses: vec![format!("10.0.0.{}", &name[2..])],
        ..Node::default()
    }
}

fn pod(app: &str, node: &str, name: &str) -> Pod {
    Pod {
        id: PodId { namespace: "kube-system".into(), name: name.into(), uid: name.into() },
        labels: [("k8s-app".to_owned(), app.to_owned())].into(),
        node: Some(node.into()),
        host_ip: Some(format!("10.0.0.{}", &node[2..])),
        phase: "Running".into(),
        priority_class: Some("system-cluster-critical".into()),
        ..Pod::default()
    }
}

fn validate(world: &World) -> Validation {
    check(&world.expected, &world.running, &world.nodes, &world.pods)
}

#[test]
fn a_healthy_cluster_has_no_failures_and_lists_its_nodes() {
    let found = validate(&world());
    assert!(found.is_valid(), "{found:?}");
    let nodes: Vec<_> = found.nodes.iter().map(|node| (node.role.as_str(), node.name.as_str())).collect();
    assert_eq!(nodes, [("control-plane", "i-1"), ("node", "i-2"), ("node", "i-3")]);
}

#[test]
fn a_node_has_the_role_of_its_instance_group_before_it_has_the_label() {
    let mut world = world();
    world.nodes[0].labels.clear();
    let found = validate(&world);
    assert_eq!((found.nodes[0].role.as_str(), found.nodes[0].name.as_str()), ("control-plane", "i-1"));
}

#[test]
fn nodes_that_are_all_of_another_cluster_are_said_to_be() {
    let doubts = |nodes: Vec<Node>| {
        let found = validate(&World { nodes, pods: Vec::new(), ..world() });
        let machines = found.failures.iter().filter(|failure| failure.kind == FailureKind::Machine);
        machines.map(|failure| failure.help.contains("the API server of another one")).collect::<Vec<_>>()
    };
    assert_eq!(doubts(vec![node("i-8", true), node("i-9", false)]), [true; 3]);
    assert_eq!(doubts(vec![node("i-9", false), node("i-2", false)]), [false; 2], "one of them is its own");
    assert_eq!(doubts(Vec::new()), [false; 3], "a new cluster has no nodes yet");
}

#[test]
fn each_failure_is_found_and_says_what_it_is_about() {
    use FailureKind::{InstanceGroup, Machine, Node as NodeKind, Pod as PodKind};
    type Break = fn(&mut World);
    let cases: [(Break, FailureKind, &str, &str, Option<&str>); 16] = [
        (|w| drop(w.running.remove(1)), InstanceGroup, "nodes", "has no autoscaling group `nodes.demo", Some("nodes")),
        (|w| w.running[1].desired = 3, InstanceGroup, "nodes", "2 of 3 instances run", Some("nodes")),
        (
            |w| w.running[1].instances[0].state = InstanceState::Terminating,
            InstanceGroup,
            "nodes",
            "1 of 2 instances run",
            Some("nodes"),
        ),
        (
            |w| {
                w.running[1].desired = 3;
                w.running[1].launch_failure = Some("The key is disabled.".into());
            },
            InstanceGroup,
            "nodes",
            "2 of 3 instances run; the last launch of `nodes.demo.example.com` failed: The key is disabled",
            Some("nodes"),
        ),
        (|w| drop(w.nodes.remove(1)), Machine, "i-2", "has not joined", Some("nodes")),
        (
            |w| {
                w.nodes.remove(1);
                w.running[1].instances[0].state = InstanceState::Pending;
                w.running[1].launch_failure = Some("The key is disabled.".into());
            },
            Machine,
            "i-2",
            "as a node; the last launch of `nodes.demo.example.com` failed: The key is disabled",
            Some("nodes"),
        ),
        (
            |w| drop(w.nodes[1].conditions.insert("Ready".into(), "False".into())),
            NodeKind,
            "i-2",
            "not ready",
            Some("nodes"),
        ),
        (|w| w.nodes[1].conditions.clear(), NodeKind, "i-2", "the node `i-2` is not ready", Some("nodes")),
        (
            |w| drop(w.nodes[1].conditions.insert("NetworkUnavailable".into(), "True".into())),
            NodeKind,
            "i-2",
            "not ready",
            Some("nodes"),
        ),
        (|w| drop(w.pods.remove(0)), NodeKind, "i-1", "does not run the pod kube-apiserver", Some("cp")),
        (|w| w.pods[0].phase = "Pending".into(), PodKind, "kube-system/kube-apiserver", "is pending", None),
        (|w| w.pods[0].phase = "Unknown".into(), PodKind, "kube-system/kube-apiserver", "unknown phase", None),
        (
            |w| w.pods[0].unready = vec!["main".into()],
            PodKind,
            "kube-system/kube-apiserver",
            "is not ready (main)",
            None,
        ),
        (
            |w| {
                w.pods[0].phase = "Failed".into();
                w.pods[0].unready = vec!["main".into()];
                w.pods[0].owner = Some(Owner { kind: "Node".into(), name: "i-1".into() });
                w.pods[0].is_mirror = true;
            },
            PodKind,
            "kube-system/kube-apiserver",
            "is not ready (main)",
            None,
        ),
        (
            |w| {
                w.pods[0].unready = vec!["main".into()];
                w.pods[0].priority_class = Some("system-node-critical".into());
            },
            PodKind,
            "kube-system/kube-apiserver",
            "is not ready (main)",
            Some("cp"),
        ),
        (
            |w| {
                w.pods.push(pod("coredns", "i-2", "coredns-1"));
                w.pods[3].phase = "Pending".into();
            },
            PodKind,
            "kube-system/coredns-1",
            "is pending",
            None,
        ),
    ];
    for (number, (break_it, kind, name, message, group)) in cases.into_iter().enumerate() {
        let mut world = world();
        break_it(&mut world);
        let found = validate(&world);
        let failure = found.failures.first().unwrap_or_else(|| panic!("case {number} is not found"));
        assert_eq!((failure.kind, failure.name.as_str()), (kind, name), "case {number}: {found:?}");
        assert!(failure.message.contains(message), "case {number}: {}", failure.message);
        assert_eq!(failure.instance_group.as_deref(), group, "case {number}");
        assert!(!failure.help.is_empty() && found.failures.len() == 1, "case {number}: {found:?}");
        assert_eq!(failure.can_heal, number != 0, "case {number}");
    }
}

#[test]
fn what_does_not_matter_is_not_found() {
    type Change = fn(&mut World);
    let changes: [Change; 8] = [
        |w| w.running[1].instances[0].state = InstanceState::InService,
        |w| {
            w.pods.push(pod("web", "i-2", "web-1"));
            w.pods[3].priority_class = None;
            w.pods[3].phase = "Pending".into();
        },
        |w| {
            w.pods.push(pod("job", "i-2", "job-1"));
            w.pods[3].phase = "Succeeded".into();
        },
        |w| {
            w.pods.push(pod("coredns", "i-2", "coredns-1"));
            w.pods[3].phase = "Failed".into();
            w.pods[3].unready = vec!["coredns".into()];
            w.pods[3].owner = Some(Owner { kind: "ReplicaSet".into(), name: "coredns".into() });
        },
        |w| w.nodes.push(node("i-9", false)),
        |w| w.nodes.push(node("i-9", true)),
        |w| drop(w.nodes[1].conditions.insert("NetworkUnavailable".into(), "Unknown".into())),
        |w| w.nodes[1].unschedulable = true,
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let mut world = world();
        change(&mut world);
        assert!(validate(&world).is_valid(), "change {number}: {:?}", validate(&world));
    }
    let mut world = world();
    let mut detached = world.running[1].instances[0].clone();
    (detached.id, detached.state) = ("i-8".into(), InstanceState::Detached);
    let mut prepared = detached.clone();
    (prepared.id, prepared.state) = ("i-7".into(), InstanceState::WarmPool);
    world.running[1].instances.extend([detached, prepared]);
    assert!(validate(&world).is_valid(), "{:?}", validate(&world));
}

#[test]
fn a_name_that_still_has_its_placeholder_is_the_only_failure() {
    for (address, is_placeholder) in
        [("203.0.113.123", true), ("fd00:dead:add::", true), ("203.0.113.12", false), ("10.0.0.1", false)]
    {
        let found = placeholder("api.demo.example.com", &[address.parse().unwrap()]);
        assert_eq!(found.is_some(), is_placeholder, "{address}");
    }
}

/// The Fairwinds cluster, applied to a simulated account.
fn applied() -> (Engine, Account, Spec) {
    let account = Account::from_json(include_str!("../../../examples/fairwinds/account.json")).expect("an account");
    let engine = Engine::simulated(account.clone());
    let objects = Objects::from_yaml("cluster_spec.yml", include_str!("../../../examples/fairwinds/cluster_spec.yml"));
    let spec = block_on(async {
        engine.create(&objects.expect("objects")).await?;
        let spec = engine.load("demo.kube.example.com").await?;
        engine.apply(&engine.plan(&spec).await?).await?;
        Ok::<_, Error>(spec)
    });
    (engine, account, spec.expect("is applied"))
}

#[test]
fn waiting_ends_when_the_cluster_is_healthy_as_often_as_is_wanted() {
    let (engine, account, spec) = applied();
    let minutes = |minutes: u64| std::time::Duration::from_secs(60 * minutes);
    for (joining, wait, healthy, attempts) in [
        (1, Wait::default(), true, 1),
        (3, Wait::default(), false, 1),
        (3, Wait { timeout: minutes(10), ..Wait::default() }, true, 3),
        (3, Wait { timeout: minutes(10), count: 4, ..Wait::default() }, true, 6),
        (1, Wait { count: 2, ..Wait::default() }, true, 2),
        (100, Wait { timeout: minutes(1), ..Wait::default() }, false, 7),
    ] {
        let cluster = SimulatedCluster::new(account.clone(), "demo.kube.example.com").joining_after(joining);
        let made = Mutex::new(0);
        let run = engine.wait_until_valid(&spec, &cluster).options(wait).events(|_| *made.lock().unwrap() += 1);
        let found = block_on(run.into_future()).expect("answers");
        assert_eq!((found.is_valid(), *made.lock().unwrap()), (healthy, attempts), "joining after {joining}, {wait:?}");
    }
}

#[test]
fn waiting_ends_where_it_is_cancelled() {
    let (engine, account, spec) = applied();
    let cluster = SimulatedCluster::new(account, "demo.kube.example.com").joining_after(100);
    let (cancel, wait) = (Cancel::default(), Wait { timeout: std::time::Duration::MAX, ..Wait::default() });
    let run = engine.wait_until_valid(&spec, &cluster).options(wait).events(|_| cancel.cancel()).cancel(&cancel);
    assert!(matches!(block_on(run.into_future()), Err(Error::Cancelled)));
}

#[test]
fn a_placeholder_is_all_that_is_looked_at() {
    let (engine, account, spec) = applied();
    let cluster =
        SimulatedCluster::new(account, "demo.kube.example.com").with_addresses(["203.0.113.123".parse().unwrap()]);
    let found = block_on(engine.validate_cluster(&spec, &cluster)).expect("answers");
    assert_eq!(found.failures.iter().map(|failure| failure.kind).collect::<Vec<_>>(), [FailureKind::Dns]);
    assert!(found.nodes.is_empty() && found.failures[0].message.contains("api.demo.kube.example.com"));
}

#[test]
fn a_launch_that_failed_is_named_where_its_instance_is_missing() {
    let (engine, account, spec) = applied();
    let account = account.with_launch_failure("nodes.demo.kube.example.com", "the KMS key is in an incorrect state");
    let why = "; the last launch of `nodes.demo.kube.example.com` failed: the KMS key is in an incorrect state";
    let options =
        RollingUpdateOptions { force: true, instance_groups: vec!["nodes".into()], ..RollingUpdateOptions::default() };
    let report = block_on(engine.rolling_update(&spec, None).options(options).into_future()).expect("ends");
    let Some(RollingUpdateFailure::NotHealthy { failures }) = &report.groups[0].failure else { panic!("{report:?}") };
    assert_eq!(failures[0].message, format!("2 of 3 instances serve, so that no other can go{why}"));

    let cluster = SimulatedCluster::new(account, "demo.kube.example.com");
    let found = block_on(engine.validate_cluster(&spec, &cluster)).expect("answers");
    let of_groups = found.failures.iter().filter(|failure| failure.kind == FailureKind::InstanceGroup);
    let messages: Vec<&str> = of_groups.map(|failure| failure.message.as_str()).collect();
    assert_eq!(messages, [format!("2 of 3 instances run{why}")]);
}
