//! Rolling updates on simulated clusters: what is replaced, in which order, and how much is missing meanwhile.

#![expect(clippy::unwrap_used, reason = "what a test makes up is there")]

mod audited;
mod disturbed;
mod fleet;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::executor::block_on;
use futures::future::{FutureExt as _, join};
use kops_core::apply::{Cancel, SimulatedClock};
use kops_core::cloud::{Cloud, Fault, InstanceChange};
use kops_core::cluster_api::memory::{SimulatedCluster, Workload};
use kops_core::cluster_api::{
    ClusterApi, ClusterApiErrorKind, FaultInjecting, Lease, NodeChange, Owner, Pod, PodId, PodQuery,
};
use kops_core::lifecycle::rolling::{
    ClusterObjects, GroupResult, Ports, ReplaceReason, RollingUpdateEvent, RollingUpdateFailure, RollingUpdateOptions,
    RollingUpdateReport, plan, run,
};
use kops_core::lifecycle::{ExpectedGroup, validation};
use kops_core::naming::Role;
use kops_core::{Spec, engine};
use proptest::prelude::*;

use audited::{Audited, Unanswered};
use disturbed::{Cancelling, Disturbed, Leaving, Slow, Throttling};
use fleet::{Delays, Fleet};

const CLUSTER: &str = "demo.example.com";

/// A group of a spec that holds these groups.
fn expected(groups: &str) -> Vec<ExpectedGroup> {
    let text = format!(
        "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata: {{name: {CLUSTER}}}\nspec: {{kubernetesVersion: 1.36.2}}\n{groups}"
    );
    let spec = Spec::from_yaml("cluster.yml", &text).expect("is a spec");
    ExpectedGroup::all(&engine::fill_offline(&spec))
}

fn group(name: &str, role: &str, size: usize, rolling_update: &str) -> String {
    format!(
        "---\napiVersion: kops.k8s.io/v1alpha2\nkind: InstanceGroup\nmetadata: {{name: {name}, labels: {{kops.k8s.io/cluster: {CLUSTER}}}}}\n\
         spec: {{role: {role}, minSize: {size}, maxSize: {size}, machineType: t3.medium, subnets: [a], rollingUpdate: {{{rolling_update}}}}}\n"
    )
}

/// A cluster with everything to replace.
struct Scene {
    groups: Vec<ExpectedGroup>,
    fleet: Fleet,
    api: Arc<Audited>,
    clock: SimulatedClock,
    events: Mutex<Vec<RollingUpdateEvent>>,
}

impl Scene {
    fn new(groups: &str) -> Self {
        Self::of(expected(groups), usize::MAX, |cluster| cluster)
    }

    fn of(
        groups: Vec<ExpectedGroup>,
        outdated: usize,
        with: impl FnOnce(SimulatedCluster) -> SimulatedCluster,
    ) -> Self {
        let fleet = groups.iter().fold(Fleet::default(), |fleet, group| fleet.with(group, outdated));
        let inner = with(SimulatedCluster::new(fleet.clone(), CLUSTER));
        inner.set_kubelet_version("v1.36.2");
        let api = Audited {
            inner,
            fleet: fleet.clone(),
            groups: groups.clone(),
            found: Mutex::default(),
            calls: Mutex::default(),
            fails: Mutex::default(),
            fails_as: Mutex::new(ClusterApiErrorKind::Internal),
            refuses_changes: Mutex::default(),
            refuses_evictions: Mutex::default(),
            under_way: Mutex::default(),
            unanswered: Mutex::default(),
        };
        let api = Arc::new(api);
        // What is old has joined.
        block_on(api.inner.nodes()).expect("lists");
        block_on(api.inner.nodes()).expect("lists");
        block_on(api.inner.pods(&PodQuery::default())).expect("lists");
        block_on(api.inner.pods(&PodQuery::default())).expect("lists");
        Self { groups, fleet, api, clock: SimulatedClock::default(), events: Mutex::default() }
    }

    fn run(&self, options: &RollingUpdateOptions) -> RollingUpdateReport {
        self.run_over(&self.api, options)
    }

    fn run_over(&self, api: &dyn ClusterApi, options: &RollingUpdateOptions) -> RollingUpdateReport {
        let ports = Ports { cloud: &self.fleet, api: Some(api), clock: &self.clock };
        let events = |event| self.events.lock().unwrap().push(event);
        block_on(run(CLUSTER, &self.groups, ports, options, &events, &Cancel::default()))
    }

    /// Changes of instances that were made twice, but for those that are repeated until they have taken effect.
    fn repeated(&self) -> Vec<InstanceChange> {
        let log = self.fleet.log();
        let is_repeated = |change: &&InstanceChange| log.iter().filter(|done| done == change).count() > 1;
        let changes = log.iter().filter(|change| !matches!(change, InstanceChange::Deregister { .. }));
        changes.filter(is_repeated).cloned().collect()
    }

    fn audit(&self) -> Vec<String> {
        self.api.found.lock().unwrap().clone()
    }

    /// The groups in the order in which instances were terminated.
    fn order(&self) -> Vec<String> {
        let mut order: Vec<String> = Vec::new();
        for event in self.events.lock().unwrap().iter() {
            if let RollingUpdateEvent::Terminated { instance_group, .. } = event
                && order.last() != Some(instance_group)
            {
                order.push(instance_group.clone());
            }
        }
        order
    }
}

fn fairwinds() -> String {
    [
        group("bastions", "Bastion", 1, ""),
        group("masters-a", "Master", 1, ""),
        group("masters-b", "Master", 1, ""),
        group("masters-c", "Master", 1, ""),
        group("nodes", "Node", 3, ""),
        group("workers", "Node", 4, "maxSurge: 0, maxUnavailable: 2"),
    ]
    .concat()
}

#[test]
fn every_instance_is_replaced_in_the_order_of_the_roles() {
    let scene = Scene::new(&fairwinds());
    let report = scene.run(&RollingUpdateOptions::default());
    assert!(report.is_complete(), "{report:?}");
    assert!(scene.fleet.is_up_to_date());
    assert_eq!(scene.order(), ["bastions", "masters-a", "masters-b", "masters-c", "nodes", "workers"]);
    assert_eq!(scene.audit(), Vec::<String>::new());
    assert!(report.cordoned.is_empty());
    assert!(matches!(scene.events.lock().unwrap().last(), Some(RollingUpdateEvent::Ended { .. })));
}

#[test]
fn a_second_run_has_nothing_to_do() {
    let scene = Scene::new(&fairwinds());
    scene.run(&RollingUpdateOptions::default());
    let log = scene.fleet.log().len();
    let report = scene.run(&RollingUpdateOptions::default());
    assert_eq!((report.groups.len(), report.is_complete(), scene.fleet.log().len()), (0, true, log));
}

#[test]
fn pods_move_and_budgets_are_respected() {
    let groups = expected(&(group("cp", "Master", 1, "") + &group("nodes", "Node", 3, "")));
    let web = Workload::new("web", 3).with_budget(2);
    let scene = Scene::of(groups, usize::MAX, |cluster| cluster.with_workload(web));
    let report = scene.run(&RollingUpdateOptions::default());
    assert!(report.is_complete(), "{report:?}");
    let evicted =
        scene.events.lock().unwrap().iter().filter(|event| matches!(event, RollingUpdateEvent::Evicted { .. })).count();
    assert!(evicted >= 3, "{evicted}");
}

#[test]
fn a_budget_that_never_allows_a_disruption_fails_the_group_and_names_the_pod() {
    let groups = expected(&(group("cp", "Master", 1, "") + &group("nodes", "Node", 2, "")));
    let db = Workload::new("db", 2).with_budget(2);
    let scene = Scene::of(groups.clone(), usize::MAX, |cluster| cluster.with_workload(db));
    let nodes = block_on(scene.api.inner.nodes()).unwrap();
    let pods = block_on(scene.api.inner.pods(&PodQuery::default())).unwrap();
    let budgets = block_on(scene.api.inner.budgets()).unwrap();
    let cluster = ClusterObjects { nodes: &nodes, pods: &pods, budgets: &budgets };
    let options = RollingUpdateOptions::default();
    let planned = plan(&groups, &scene.fleet.groups(), Some(cluster), &BTreeMap::new(), &options);
    assert_eq!(planned.blocked.len(), 2, "the plan says so beforehand");
    assert_eq!(planned.blocked[0].reason, "default/db");
    let report = scene.run(&RollingUpdateOptions::default());
    let group = report.groups.iter().find(|group| group.instance_group == "nodes").unwrap();
    let Some(RollingUpdateFailure::NotDrained { node, pods }) = &group.failure else { panic!("{group:?}") };
    assert!(pods[0].pod.starts_with("default/db-") && pods[0].reason.contains("default/db"), "{pods:?}");
    assert_eq!(report.cordoned, std::slice::from_ref(node), "the report says which node is left cordoned");
    assert!(scene.clock_minutes() >= 15);
    let forced = RollingUpdateOptions { fail_on_drain_error: false, ..RollingUpdateOptions::default() };
    assert!(scene.run(&forced).is_complete());
}

#[test]
fn a_pod_that_is_evicted_whatever_budgets_say_is_not_said_to_be_blocked() {
    let db = Workload::new("db", 1).with_budget(1);
    let groups = expected(&(group("cp", "Master", 1, "") + &group("nodes", "Node", 1, "")));
    let scene = Scene::of(groups.clone(), usize::MAX, |cluster| cluster.with_workload(db));
    let nodes = block_on(scene.api.inner.nodes()).unwrap();
    let budgets = block_on(scene.api.inner.budgets()).unwrap();
    for (phase, is_terminating, expected) in [
        ("Running", false, 1),
        ("Running", true, 0),
        ("Pending", false, 0),
        ("Succeeded", false, 0),
        ("Failed", false, 0),
    ] {
        let mut pods = block_on(scene.api.inner.pods(&PodQuery::default())).unwrap();
        pods.iter_mut().for_each(|pod| (pod.phase, pod.is_terminating) = (phase.into(), is_terminating));
        let cluster = ClusterObjects { nodes: &nodes, pods: &pods, budgets: &budgets };
        let options = RollingUpdateOptions::default();
        let planned = plan(&groups, &scene.fleet.groups(), Some(cluster), &BTreeMap::new(), &options);
        assert_eq!(planned.blocked.len(), expected, "{phase} {is_terminating}");
    }
}

#[test]
fn an_eviction_that_fails_fails_the_group_unless_the_user_wants_the_instance_terminated_anyway() {
    for kind in [ClusterApiErrorKind::Denied, ClusterApiErrorKind::Internal] {
        for (fail_on_drain_error, minutes) in [(true, 0..10), (false, 15..60)] {
            let groups = expected(&(group("cp", "Master", 1, "") + &group("nodes", "Node", 1, "maxSurge: 0")));
            let scene = Scene::of(groups, usize::MAX, |cluster| cluster.with_workload(Workload::new("web", 1)));
            *scene.api.refuses_evictions.lock().unwrap() = Some(kind);
            let options = RollingUpdateOptions { roles: vec![Role::Node], ..RollingUpdateOptions::default() };
            let report = scene.run(&RollingUpdateOptions { fail_on_drain_error, ..options });
            let is_drained = !matches!(report.groups[0].failure, Some(RollingUpdateFailure::NotDrained { .. }));
            assert_eq!((report.is_complete(), is_drained), (!fail_on_drain_error, !fail_on_drain_error), "{report:?}");
            assert!(minutes.contains(&scene.clock_minutes()), "{kind:?} {fail_on_drain_error}");
        }
    }
}

#[test]
fn a_node_that_never_joins_ends_the_run_and_the_next_run_goes_on() {
    let scene = Scene::new(&(group("cp", "Master", 1, "") + &group("nodes", "Node", 3, "")));
    scene.api.inner.set_joining(false);
    let report = scene.run(&RollingUpdateOptions { roles: vec![Role::Node], ..RollingUpdateOptions::default() });
    let Some(RollingUpdateFailure::NotHealthy { failures }) = &report.groups[0].failure else { panic!("{report:?}") };
    assert!(failures.iter().any(|failure| failure.kind == validation::FailureKind::Machine), "{failures:?}");
    assert_eq!(scene.audit(), Vec::<String>::new());
    scene.api.inner.set_joining(true);
    for instance in scene.fleet.groups().into_iter().flat_map(|group| group.instances) {
        // What did not join is given up by the operator; the group launches another.
        let joined = block_on(scene.api.inner.nodes()).unwrap().iter().any(|node| node.name == instance.id.as_str());
        if !joined {
            block_on(scene.fleet.change_instance(&InstanceChange::Terminate { instance: instance.id })).unwrap();
        }
    }
    assert!(scene.run(&RollingUpdateOptions::default()).is_complete());
    assert!(scene.fleet.is_up_to_date());
}

#[test]
fn a_template_that_makes_no_working_nodes_costs_one_instance() {
    for (settings, detached, terminated) in [
        ("maxSurge: 0, maxUnavailable: 4", 0, 1),
        ("maxSurge: 4", 1, 0),
        ("maxSurge: 2, maxUnavailable: 2", 1, 0),
        ("maxSurge: 0, maxUnavailable: 100%", 0, 1),
    ] {
        let scene = Scene::new(&(group("cp", "Master", 1, "") + &group("nodes", "Node", 10, settings)));
        scene.api.inner.set_joining(false);
        let options = RollingUpdateOptions { roles: vec![Role::Node], ..RollingUpdateOptions::default() };
        let report = scene.run(&options);
        let failure = &report.groups[0].failure;
        assert!(matches!(failure, Some(RollingUpdateFailure::NotHealthy { .. })), "{settings}: {report:?}");
        let log = scene.fleet.log();
        let count = |is: fn(&InstanceChange) -> bool| log.iter().filter(|change| is(change)).count();
        let found = (
            count(|change| matches!(change, InstanceChange::Detach { .. })),
            count(|change| matches!(change, InstanceChange::Terminate { .. })),
        );
        assert_eq!(found, (detached, terminated), "{settings}: {log:?}");
    }
}

#[test]
fn a_group_whose_launch_template_is_gone_keeps_its_instances() {
    for (lost, finished) in [("nodes", &["cp", "workers"][..]), ("cp", &[])] {
        let groups = group("cp", "Master", 1, "") + &group("nodes", "Node", 2, "");
        let scene = Scene::new(&(groups + &group("workers", "Node", 2, "maxSurge: 0")));
        let expected = scene.groups.iter().find(|group| group.name == lost).unwrap();
        let name = expected.autoscaling_group.clone().unwrap().0;
        scene.fleet.0.lock().unwrap().groups.get_mut(&name).unwrap().template = Some(String::new());
        let failure = Some(RollingUpdateFailure::NoLaunchTemplate { group: name });
        let options = RollingUpdateOptions::default();
        let report = scene.run(&options);
        let of = |result: GroupResult| {
            let groups = report.groups.iter().filter(move |group| group.result == result);
            groups.map(|group| group.instance_group.as_str()).collect::<Vec<_>>()
        };
        assert_eq!((of(GroupResult::Finished), of(GroupResult::Failed)), (finished.to_vec(), vec![lost]));
        assert!(
            report.groups.iter().any(|group| group.failure == failure && group.terminated.is_empty()),
            "{report:?}"
        );

        let ports = Ports { cloud: &scene.fleet, api: None, clock: &scene.clock };
        let report = block_on(run(CLUSTER, &scene.groups, ports, &options, &|_| (), &Cancel::default()));
        assert_eq!(report.groups[0].failure, failure, "without the API of the cluster too");
        let old = scene.fleet.groups().into_iter().flat_map(|group| group.instances);
        let old = old.filter(|instance| instance.template.as_deref() == Some(fleet::OLD)).count();
        assert_eq!(old, if lost == "cp" { 5 } else { 2 });
    }
}

#[test]
fn a_plan_counts_the_instance_that_is_replaced_alone_as_a_round() {
    for (settings, outdated, rounds) in [
        ("maxSurge: 0, maxUnavailable: 4", 8, 3),
        ("maxSurge: 0, maxUnavailable: 4", 7, 2),
        ("maxSurge: 4", 8, 4),
        ("maxSurge: 4", 7, 3),
        ("maxSurge: 1", 8, 9),
        ("maxSurge: 0", 1, 1),
    ] {
        let scene = Scene::of(expected(&group("nodes", "Node", 8, settings)), outdated, |cluster| cluster);
        let nodes = block_on(scene.api.inner.nodes()).unwrap();
        let cluster = ClusterObjects { nodes: &nodes, ..ClusterObjects::default() };
        let options = RollingUpdateOptions::default();
        let planned = plan(&scene.groups, &scene.fleet.groups(), Some(cluster), &BTreeMap::new(), &options);
        assert_eq!(planned.groups[0].rounds, rounds, "{settings}, {outdated} outdated");
    }
}

#[test]
fn where_the_user_wants_one_at_a_time_no_second_instance_is_begun_before_the_first_has_gone() {
    let groups = group("cp", "Master", 1, "") + &group("workers", "Node", 4, "maxSurge: 0, maxUnavailable: 3");
    let scene = Scene::new(&(groups + &group("nodes", "Node", 4, "maxSurge: 3, maxUnavailable: 2")));
    let options = RollingUpdateOptions { one_at_a_time: true, parallel: 3, ..RollingUpdateOptions::default() };
    assert!(scene.run(&options).is_complete());
    let mut begun = 0;
    for event in scene.events.lock().unwrap().iter() {
        match event {
            RollingUpdateEvent::Cordoned { .. } => begun += 1,
            RollingUpdateEvent::Terminated { .. } => begun -= 1,
            _ => {}
        }
        assert!(begun <= 1, "{event:?}");
    }
}

#[test]
fn only_what_keeps_a_group_from_going_on_is_said_to_be_waited_for() {
    let scene = Scene::new(&fairwinds());
    let ports = Ports { cloud: &scene.fleet, api: None, clock: &scene.clock };
    let (options, waits) = (RollingUpdateOptions::default(), Mutex::new(Vec::new()));
    let events = |event| {
        if let RollingUpdateEvent::Waiting { instance_group, reasons } = event {
            waits.lock().unwrap().push((instance_group, reasons));
        }
    };
    block_on(run(CLUSTER, &scene.groups, ports, &options, &events, &Cancel::default()));
    assert_eq!(*waits.lock().unwrap(), [], "without the API nothing is known of nodes");

    let scene = Scene::new(&fairwinds());
    scene.fleet.delay(Delays { launch: 3, ..Delays::default() });
    let ports = Ports { cloud: &scene.fleet, api: Some(&scene.api), clock: &scene.clock };
    let options = RollingUpdateOptions { parallel: 2, ..options };
    block_on(run(CLUSTER, &scene.groups, ports, &options, &events, &Cancel::default()));
    let waits = waits.into_inner().unwrap();
    assert!(waits.iter().any(|(group, _)| group == "workers"), "{waits:?}");
    let of_another = |(group, reasons): &&(String, Vec<String>)| {
        let other = if group == "nodes" { "workers" } else { "nodes" };
        reasons.iter().any(|reason| reason.contains(&format!("group `{other}`")))
    };
    assert_eq!(waits.iter().find(of_another), None);
}

#[test]
fn a_broken_node_that_is_outdated_is_replaced_first() {
    let scene = Scene::new(&(group("cp", "Master", 1, "") + &group("nodes", "Node", 3, "maxSurge: 0")));
    scene.api.inner.set_ready("i-0003", false);
    let options = RollingUpdateOptions { instance_groups: vec!["nodes".into()], ..RollingUpdateOptions::default() };
    let report = scene.run(&options);
    assert!(report.is_complete(), "{report:?}");
    assert_eq!(report.groups[0].terminated.first().map(String::as_str), Some("i-0003"));
}

#[test]
fn an_api_server_that_fails_for_a_while_is_asked_again() {
    let scene = Scene::new(&(group("cp", "Master", 1, "") + &group("nodes", "Node", 2, "")));
    *scene.api.fails.lock().unwrap() = 7;
    let report = scene.run(&RollingUpdateOptions::default());
    assert!(report.is_complete(), "{report:?}");
    let retried = scene.events.lock().unwrap().iter().any(|event| matches!(event, RollingUpdateEvent::Retrying { .. }));
    assert!(retried);
}

#[test]
fn an_api_server_that_refuses_its_callers_while_the_control_plane_is_replaced_is_waited_for() {
    for kind in [ClusterApiErrorKind::Denied, ClusterApiErrorKind::Kubeconfig, ClusterApiErrorKind::Untrusted] {
        let scene = Scene::new(&(group("cp", "Master", 1, "") + &group("nodes", "Node", 1, "")));
        *scene.api.fails_as.lock().unwrap() = kind;
        let refuse = |event| {
            if matches!(event, RollingUpdateEvent::Terminated { instance_group, .. } if instance_group == "cp") {
                *scene.api.fails.lock().unwrap() = 12;
            }
        };
        let ports = Ports { cloud: &scene.fleet, api: Some(&scene.api), clock: &scene.clock };
        let options = RollingUpdateOptions::default();
        let report = block_on(run(CLUSTER, &scene.groups, ports, &options, &refuse, &Cancel::default()));
        assert!(report.is_complete(), "{kind:?}: {report:?}");

        *scene.api.fails.lock().unwrap() = 1;
        let report = scene.run(&RollingUpdateOptions { force: true, ..options });
        let failure = &report.failure;
        assert!(matches!(failure, Some(RollingUpdateFailure::Error { .. })), "no answer before: {report:?}");
    }
}

#[test]
fn a_cloud_that_throttles_is_asked_again_and_nothing_is_done_twice() {
    for answers_two_of in [3, 7] {
        let groups = group("cp", "Master", 3, "") + &group("nodes", "Node", 4, "maxSurge: 2");
        let scene = Scene::new(&(groups + &group("workers", "Node", 3, "maxSurge: 0")));
        let by = Throttling { answers_two_of, calls: Mutex::default() };
        let cloud = Disturbed { fleet: scene.fleet.clone(), by };
        let ports = Ports { cloud: &cloud, api: Some(&scene.api), clock: &scene.clock };
        let options = RollingUpdateOptions { parallel: 2, ..RollingUpdateOptions::default() };
        let report = block_on(run(CLUSTER, &scene.groups, ports, &options, &|_| (), &Cancel::default()));
        assert!(report.is_complete() && report.cordoned.is_empty(), "{report:?}");
        assert!(scene.fleet.is_up_to_date());
        assert_eq!(scene.repeated(), Vec::new());
        assert_eq!(scene.audit(), Vec::<String>::new());
    }
}

#[test]
fn groups_are_replaced_at_once_within_the_budget() {
    let groups: String = (0..10).map(|number| group(&format!("nodes-{number}"), "Node", 20, "")).collect();
    let minutes = |parallel| {
        let scene = Scene::new(&(group("cp", "Master", 1, "") + &groups));
        let report = scene.run(&RollingUpdateOptions { parallel, ..RollingUpdateOptions::default() });
        assert!(report.is_complete(), "{report:?}");
        assert_eq!(scene.audit(), Vec::<String>::new());
        let calls = scene.api.calls.lock().unwrap().clone();
        assert!(
            calls["nodes"] < 1000 * 10 / u32::try_from(parallel).unwrap(),
            "lists, not calls for each node: {calls:?}"
        );
        scene.clock_minutes()
    };
    let (one, ten) = (minutes(1), minutes(10));
    assert!(ten * 8 < one, "{ten} minutes at once, {one} one after the other");
}

#[test]
fn many_nodes_are_changed_fifty_at_once() {
    let nodes = group("nodes", "Node", 120, "maxSurge: 0, maxUnavailable: 50%");
    let scene = Scene::new(&(group("cp", "Master", 1, "") + &nodes));
    let options = RollingUpdateOptions { roles: vec![Role::Node], ..RollingUpdateOptions::default() };
    let report = scene.run(&options);
    assert!(report.is_complete(), "{report:?}");
    assert_eq!(*scene.api.under_way.lock().unwrap(), (0, 50));
}

#[test]
fn a_run_that_was_cut_after_any_change_is_continued() {
    let groups = group("cp", "Master", 2, "")
        + &group("nodes", "Node", 3, "maxSurge: 2")
        + &group("workers", "Node", 2, "maxSurge: 0");
    let whole = Scene::new(&groups);
    assert!(whole.run(&RollingUpdateOptions::default()).is_complete());
    let changes = whole.fleet.log().len();
    for cut in 0..changes {
        let scene = Scene::new(&groups);
        scene.fleet.cut_after(Some(cut));
        assert!(!scene.run(&RollingUpdateOptions::default()).is_complete(), "cut after {cut}");
        scene.fleet.cut_after(None);
        let report = scene.run(&RollingUpdateOptions::default());
        assert!(report.is_complete(), "cut after {cut}: {report:?}");
        assert!(scene.fleet.is_up_to_date(), "cut after {cut}");
        assert!(report.cordoned.is_empty());
        assert_eq!(scene.audit(), Vec::<String>::new(), "cut after {cut}");
        assert_eq!(scene.repeated(), Vec::new(), "cut after {cut}");
    }
}

#[test]
fn a_run_whose_api_fails_at_any_change_is_continued() {
    let scene = || {
        let groups = group("cp", "Master", 1, "") + &group("nodes", "Node", 3, "");
        let web = Workload::new("web", 3).with_budget(2);
        Scene::of(expected(&groups), usize::MAX, |cluster| cluster.with_workload(web))
    };
    let whole = scene();
    let counting = FaultInjecting::new(whole.api.clone());
    assert!(whole.run_over(&counting, &RollingUpdateOptions::default()).is_complete());
    let changes = counting.changes();
    assert!(changes > 15, "{changes}");
    let check =
        |change: u32, faults: fn(FaultInjecting<Arc<Audited>>, u32) -> FaultInjecting<Arc<Audited>>, heals: bool| {
            let scene = scene();
            let api = faults(FaultInjecting::new(scene.api.clone()), change);
            let report = scene.run_over(&api, &RollingUpdateOptions::default());
            assert_eq!(report.is_complete(), heals, "change {change}: {report:?}");
            let report = scene.run(&RollingUpdateOptions::default());
            assert!(report.is_complete() && report.cordoned.is_empty(), "change {change}: {report:?}");
            assert!(scene.fleet.is_up_to_date(), "change {change}");
            assert_eq!(scene.repeated(), Vec::new(), "change {change}");
            assert_eq!(scene.audit(), Vec::<String>::new(), "change {change}");
        };
    for change in 1..changes {
        check(change, FaultInjecting::cut_before, false);
        check(change, FaultInjecting::cut_after, false);
        check(change, |api, change| api.at(change, Fault::LostAnswer), true);
        check(change, |api, change| api.at(change, Fault::Internal(3)).reading(Fault::Throttled(5)), true);
    }
}

#[test]
fn of_two_runs_at_once_one_waits_and_says_for_whom() {
    let scene = Scene::new(&(group("cp", "Master", 1, "") + &group("nodes", "Node", 3, "")));
    let other_events = Mutex::new(Vec::new());
    let (events, others) = (
        |event| scene.events.lock().unwrap().push(event),
        |event: RollingUpdateEvent| other_events.lock().unwrap().push(event),
    );
    let ports = Ports { cloud: &scene.fleet, api: Some(&scene.api), clock: &scene.clock };
    let of = |holder: &str| RollingUpdateOptions { holder: holder.into(), ..RollingUpdateOptions::default() };
    let (alice, bob, cancel) = (of("alice"), of("bob"), Cancel::default());
    let first = run(CLUSTER, &scene.groups, ports, &alice, &events, &cancel);
    let second = run(CLUSTER, &scene.groups, ports, &bob, &others, &cancel);
    let (first, second) = block_on(join(first, second));
    assert!(first.is_complete() && first.groups.len() == 2, "{first:?}");
    assert!(second.is_complete() && second.groups.is_empty(), "there is nothing left to do: {second:?}");
    let others = other_events.into_inner().unwrap();
    let Some(RollingUpdateEvent::Locked { holder, since }) = others.first() else { panic!("{others:?}") };
    assert_eq!((holder.as_str(), *since), ("alice", 1_767_225_600));
    assert_eq!(others.len(), 2, "it is said once: {others:?}");
    assert_eq!(scene.repeated(), Vec::new());
    assert_eq!(scene.audit(), Vec::<String>::new());
}

#[test]
fn the_lease_of_a_run_that_died_ends_by_itself() {
    let scene = Scene::new(&(group("cp", "Master", 1, "") + &group("nodes", "Node", 2, "")));
    let dead =
        Lease { name: "kops-rolling-update".into(), holder: Some("alice".into()), duration: 60, ..Lease::default() };
    block_on(scene.api.inner.write_lease(&dead)).unwrap();
    let began = kops_core::apply::Clock::now(&scene.clock);
    let report = scene.run(&RollingUpdateOptions::default());
    assert!(report.is_complete(), "{report:?}");
    let events = scene.events.lock().unwrap();
    assert!(matches!(&events[0], RollingUpdateEvent::Locked { holder, .. } if holder == "alice"), "{events:?}");
    assert!((kops_core::apply::Clock::now(&scene.clock) - began).as_secs() >= 60);
    let lease = block_on(scene.api.inner.lease("kops-rolling-update")).unwrap().unwrap();
    assert_eq!(lease.holder, None, "it is given back at the end");
}

#[test]
fn a_run_that_lost_its_lease_ends_and_says_to_whom() {
    let scene = Scene::new(&(group("cp", "Master", 1, "") + &group("nodes", "Node", 2, "")));
    let steal = |event| {
        if matches!(event, RollingUpdateEvent::GroupStarted { .. }) {
            let found = scene.api.inner.lease("kops-rolling-update").now_or_never().unwrap().unwrap().unwrap();
            let stolen = Lease { holder: Some("bob".into()), acquired: found.acquired + 1, ..found };
            scene.api.inner.write_lease(&stolen).now_or_never().unwrap().unwrap();
        }
    };
    let ports = Ports { cloud: &scene.fleet, api: Some(&scene.api), clock: &scene.clock };
    let report =
        block_on(run(CLUSTER, &scene.groups, ports, &RollingUpdateOptions::default(), &steal, &Cancel::default()));
    assert_eq!(report.failure, Some(RollingUpdateFailure::TakenOver { holder: Some("bob".into()) }), "{report:?}");
    assert!(!report.is_complete());
    let lease = block_on(scene.api.inner.lease("kops-rolling-update")).unwrap().unwrap();
    assert_eq!(lease.holder.as_deref(), Some("bob"), "what another holds is not given back");
}

#[test]
fn a_run_that_is_cancelled_while_it_writes_its_lease_gives_it_back() {
    for (is_renewal, takes_effect) in [(false, true), (true, true), (true, false)] {
        let scene = Scene::new(&(group("cp", "Master", 1, "") + &group("nodes", "Node", 2, "")));
        let cancel = Cancel::default();
        let unanswered = Unanswered { cancel: cancel.clone(), is_renewal, takes_effect };
        *scene.api.unanswered.lock().unwrap() = Some(unanswered);
        let ports = Ports { cloud: &scene.fleet, api: Some(&scene.api), clock: &scene.clock };
        let options = RollingUpdateOptions::default();
        let report = block_on(run(CLUSTER, &scene.groups, ports, &options, &|_| (), &cancel));
        assert!(report.cancelled, "{is_renewal} {takes_effect}: {report:?}");
        let lease = block_on(scene.api.inner.lease("kops-rolling-update")).unwrap().unwrap();
        assert_eq!(lease.holder, None, "{is_renewal} {takes_effect}");
    }
}

#[test]
fn a_run_that_looks_for_longer_than_it_has_the_turn_changes_nothing_where_another_has_taken_it() {
    for taker in [Some("bob"), None] {
        let scene = Scene::new(&(group("cp", "Master", 1, "") + &group("nodes", "Node", 2, "")));
        let by = Slow { clock: &scene.clock, cluster: &scene.api.inner, lists: Mutex::default(), taker };
        let cloud = Disturbed { fleet: scene.fleet.clone(), by };
        let ports = Ports { cloud: &cloud, api: Some(&scene.api), clock: &scene.clock };
        let options = RollingUpdateOptions::default();
        let report = block_on(run(CLUSTER, &scene.groups, ports, &options, &|_| (), &Cancel::default()));
        let taken = taker.map(|taker| RollingUpdateFailure::TakenOver { holder: Some(taker.into()) });
        assert_eq!(report.failure, taken, "{report:?}");
        if taken.is_some() {
            assert!(!report.cordoned.is_empty(), "the next thing to do was to terminate an instance");
            assert_eq!(scene.fleet.log(), []);
        } else {
            assert!(report.is_complete(), "it goes on by what took long to see: {report:?}");
        }
    }
}

#[test]
fn waiting_for_another_run_is_not_being_unable_to_ask() {
    let scene = Scene::new(&(group("cp", "Master", 1, "") + &group("nodes", "Node", 1, "")));
    let name = "kops-rolling-update";
    let others = Lease { name: name.into(), holder: Some("alice".into()), duration: 3600, ..Lease::default() };
    block_on(scene.api.inner.write_lease(&others)).unwrap();
    // Nearly as long as a run is patient.
    *scene.api.fails.lock().unwrap() = 28;
    let give_back = |event| {
        if matches!(event, RollingUpdateEvent::Locked { .. }) {
            let found = scene.api.inner.lease(name).now_or_never().unwrap().unwrap().unwrap();
            let free = Lease { holder: None, ..found };
            scene.api.inner.write_lease(&free).now_or_never().unwrap().unwrap();
            *scene.api.fails.lock().unwrap() = 10;
        }
    };
    let ports = Ports { cloud: &scene.fleet, api: Some(&scene.api), clock: &scene.clock };
    let options = RollingUpdateOptions::default();
    let report = block_on(run(CLUSTER, &scene.groups, ports, &options, &give_back, &Cancel::default()));
    assert!(report.is_complete(), "{report:?}");
}

#[test]
fn a_plan_names_the_fields_of_the_spec_that_an_outdated_instance_is_seen_to_differ_in() {
    let scene = Scene::new(&(group("cp", "Master", 1, "") + &group("nodes", "Node", 2, "")));
    let nodes = block_on(scene.api.inner.nodes()).unwrap();
    let differences = |groups: &[ExpectedGroup]| {
        let none = BTreeMap::new();
        let cluster = Some(ClusterObjects { nodes: &nodes, ..ClusterObjects::default() });
        let planned = plan(groups, &scene.fleet.groups(), cluster, &none, &RollingUpdateOptions::default());
        let replaced = planned.groups.iter().flat_map(|group| &group.replace).flat_map(|replaced| &replaced.reasons);
        let fields = replaced.flat_map(|reason| match reason {
            ReplaceReason::Template { differences, .. } => differences.clone(),
            other => panic!("{other:?}"),
        });
        fields.map(|found| format!("{} {} -> {}", found.field, found.old, found.new)).collect::<BTreeSet<String>>()
    };
    assert_eq!(differences(&scene.groups), BTreeSet::new(), "what else has changed cannot be seen");
    let newer = scene.groups.iter().cloned().map(|mut group| {
        (group.kubernetes_version, group.machine_type) = ("1.37.0".into(), "m5.large".into());
        group
    });
    let mut newer: Vec<ExpectedGroup> = newer.collect();
    let version = "spec.kubernetesVersion 1.36.2 -> 1.37.0".to_owned();
    let machine_type = "spec.machineType t3.medium -> m5.large".to_owned();
    assert_eq!(differences(&newer), BTreeSet::from([version.clone(), machine_type]));
    newer.iter_mut().for_each(|group| group.is_mixed = true);
    assert_eq!(differences(&newer), BTreeSet::from([version]), "a mixed group has several instance types");
}

#[test]
fn one_instance_is_replaced_though_it_is_up_to_date() {
    for (role, surge, detached) in [("Node", true, 1), ("Node", false, 0), ("Master", true, 0)] {
        let text = group("cp", "Master", 1, "") + &group("others", role, 2, "drainAndTerminate: false, maxSurge: 0");
        let scene = Scene::of(expected(&text), 0, |cluster| cluster.with_workload(Workload::new("web", 2)));
        let options =
            RollingUpdateOptions { instances: vec!["i-0003".into()], surge, ..RollingUpdateOptions::default() };
        let nodes = block_on(scene.api.inner.nodes()).unwrap();
        let cluster = Some(ClusterObjects { nodes: &nodes, ..ClusterObjects::default() });
        let planned = plan(&scene.groups, &scene.fleet.groups(), cluster, &BTreeMap::new(), &options);
        let replaced: Vec<_> = planned.groups.iter().flat_map(|group| &group.replace).collect();
        assert_eq!(replaced.len(), 1, "{planned:?}");
        assert_eq!((replaced[0].instance.as_str(), &replaced[0].reasons[..]), ("i-0003", &[ReplaceReason::Named][..]));
        let report = scene.run(&options);
        assert!(report.is_complete(), "{report:?}");
        assert_eq!(report.groups.iter().flat_map(|group| &group.terminated).collect::<Vec<_>>(), ["i-0003"]);
        let detaches =
            scene.fleet.log().iter().filter(|change| matches!(change, InstanceChange::Detach { .. })).count();
        assert_eq!(detaches, detached, "{role} {surge}");
        assert!(scene.fleet.is_up_to_date());
    }
}

#[test]
fn a_cluster_that_stays_unhealthy_is_rolled_where_the_user_wants_it() {
    let scene = Scene::of(
        expected(&(group("cp", "Master", 1, "") + &group("nodes", "Node", 3, "maxSurge: 0"))),
        2,
        |cluster| cluster,
    );
    scene.api.inner.set_ready("i-0004", false);
    let options = RollingUpdateOptions { fail_on_validate_error: false, ..RollingUpdateOptions::default() };
    let report = scene.run(&RollingUpdateOptions { roles: vec![Role::Node], ..options });
    assert!(report.is_complete(), "{report:?}");
}

#[test]
fn force_replaces_what_is_up_to_date_once() {
    let scene =
        Scene::of(expected(&(group("cp", "Master", 1, "") + &group("nodes", "Node", 2, ""))), 0, |cluster| cluster);
    assert!(scene.run(&RollingUpdateOptions::default()).groups.is_empty());
    let report = scene.run(&RollingUpdateOptions { force: true, ..RollingUpdateOptions::default() });
    assert!(report.is_complete());
    let terminated: usize = report.groups.iter().map(|group| group.terminated.len()).sum();
    assert_eq!(terminated, 3);
}

#[test]
fn without_the_api_instances_are_only_terminated() {
    let scene = Scene::new(&(group("cp", "Master", 1, "") + &group("nodes", "Node", 3, "")));
    let ports = Ports { cloud: &scene.fleet, api: None, clock: &scene.clock };
    let report =
        block_on(run(CLUSTER, &scene.groups, ports, &RollingUpdateOptions::default(), &|_| (), &Cancel::default()));
    assert!(report.is_complete(), "{report:?}");
    assert!(scene.fleet.is_up_to_date());
    assert!(scene.fleet.log().iter().all(|change| matches!(change, InstanceChange::Terminate { .. })));
}

#[test]
fn a_cancelled_run_names_what_it_leaves_cordoned() {
    let groups = expected(&(group("cp", "Master", 1, "") + &group("nodes", "Node", 2, "")));
    let db = Workload::new("db", 2).with_budget(2);
    let scene = Scene::of(groups, usize::MAX, |cluster| cluster.with_workload(db));
    let cancel = Cancel::default();
    let ports = Ports { cloud: &scene.fleet, api: Some(&scene.api), clock: &scene.clock };
    let events = |event| {
        if matches!(event, RollingUpdateEvent::Blocked { .. }) {
            cancel.cancel();
        }
    };
    let report = block_on(run(CLUSTER, &scene.groups, ports, &RollingUpdateOptions::default(), &events, &cancel));
    assert!(report.cancelled && !report.is_complete());
    assert_eq!(report.cordoned.len(), 1, "{report:?}");
    let results: Vec<_> = report.groups.iter().map(|group| group.result).collect();
    assert_eq!(results, [GroupResult::Finished, GroupResult::Unfinished]);
}

#[test]
fn a_change_that_is_under_way_when_a_run_is_cancelled_has_a_moment_to_come_back() {
    for (seconds, known) in [(1, 1), (60, 0)] {
        let scene = Scene::new(&(group("cp", "Master", 1, "") + &group("nodes", "Node", 2, "")));
        let (cancel, clock) = (Cancel::default(), &scene.clock);
        let by = Cancelling { clock, cancel: cancel.clone(), takes: Duration::from_secs(seconds) };
        let cloud = Disturbed { fleet: scene.fleet.clone(), by };
        let ports = Ports { cloud: &cloud, api: Some(&scene.api), clock };
        let options = RollingUpdateOptions::default();
        let report = block_on(run(CLUSTER, &scene.groups, ports, &options, &|_| (), &cancel));
        assert!(report.cancelled && !report.is_complete(), "{report:?}");
        let is_termination = |change: &&InstanceChange| matches!(change, InstanceChange::Terminate { .. });
        assert_eq!(scene.fleet.log().iter().filter(is_termination).count(), 1);
        let told: usize = report.groups.iter().map(|group| group.terminated.len()).sum();
        assert_eq!(told, known, "{report:?}");
    }
}

#[test]
fn the_api_of_another_cluster_ends_the_run_before_anything_is_changed() {
    let groups = group("cp", "Master", 1, "") + &group("nodes", "Node", 3, "");
    let (scene, other) = (Scene::new(&groups), Scene::new(&groups));
    let other_ids = |change: &InstanceChange| change.instance().clone();
    assert!(other.run(&RollingUpdateOptions::default()).is_complete(), "its instances have other ids now");
    for fails in [0, 3] {
        *other.api.fails.lock().unwrap() = fails;
        let report =
            scene.run_over(&other.api, &RollingUpdateOptions { force: true, ..RollingUpdateOptions::default() });
        assert_eq!(report.failure, Some(RollingUpdateFailure::OtherCluster { nodes: 4 }), "{report:?}");
        assert_eq!(scene.fleet.log().iter().map(other_ids).collect::<Vec<_>>(), Vec::new());
    }
}

#[test]
fn the_only_control_plane_may_be_away_as_long_as_the_cluster_may_take_to_become_healthy() {
    for (minutes, is_complete) in [(10, true), (20, false)] {
        let scene = Scene::new(&(group("cp", "Master", 1, "") + &group("nodes", "Node", 1, "")));
        let fails = minutes * 6;
        let ports = Ports { cloud: &scene.fleet, api: Some(&scene.api), clock: &scene.clock };
        let events = |event| {
            if matches!(event, RollingUpdateEvent::Terminated { .. }) && scene.fleet.log().len() < 4 {
                *scene.api.fails.lock().unwrap() = fails;
            }
        };
        let options = RollingUpdateOptions { roles: vec![Role::Master], ..RollingUpdateOptions::default() };
        let report = block_on(run(CLUSTER, &scene.groups, ports, &options, &events, &Cancel::default()));
        assert_eq!(report.is_complete(), is_complete, "away for {minutes} minutes: {report:?}");
    }
}

#[test]
fn a_node_that_another_run_has_cordoned_is_replaced_by_the_next() {
    let scene =
        Scene::of(expected(&(group("cp", "Master", 1, "") + &group("nodes", "Node", 3, ""))), 0, |cluster| cluster);
    block_on(scene.api.inner.change_node("i-0002", &NodeChange::Cordon)).unwrap();
    // Another instance is named: what was cordoned before stays, and counts as missing.
    let named =
        RollingUpdateOptions { instances: vec!["i-0003".into()], surge: false, ..RollingUpdateOptions::default() };
    let report = scene.run(&named);
    let failure = report.groups.iter().find_map(|group| group.failure.clone());
    let Some(RollingUpdateFailure::NotHealthy { failures }) = failure else { panic!("{report:?}") };
    assert_eq!(failures[0].name, "i-0002", "{failures:?}");
    let nodes = block_on(scene.api.inner.nodes()).unwrap();
    let cluster = Some(ClusterObjects { nodes: &nodes, ..ClusterObjects::default() });
    let options = RollingUpdateOptions::default();
    let planned = plan(&scene.groups, &scene.fleet.groups(), cluster, &BTreeMap::new(), &options);
    let replaced: Vec<_> = planned.groups.iter().flat_map(|group| &group.replace).collect();
    assert_eq!((replaced[0].instance.as_str(), &replaced[0].reasons[..]), ("i-0002", &[ReplaceReason::Cordoned][..]));
    let report = scene.run(&options);
    assert!(report.is_complete() && report.cordoned.is_empty(), "{report:?}");
    assert_eq!(report.groups.iter().flat_map(|group| &group.terminated).collect::<Vec<_>>(), ["i-0002"]);
}

#[test]
fn a_run_that_cannot_go_on_ends() {
    let minutes = |options: &RollingUpdateOptions, broken: &dyn Fn(&Scene)| {
        let scene = Scene::new(&(group("cp", "Master", 1, "") + &group("nodes", "Node", 3, "maxSurge: 0")));
        broken(&scene);
        let report = scene.run(options);
        assert!(!report.is_complete(), "{report:?}");
        scene.clock_minutes()
    };
    let nodes = RollingUpdateOptions { roles: vec![Role::Node], ..RollingUpdateOptions::default() };
    let unchecked = RollingUpdateOptions { validate_count: 0, ..nodes.clone() };
    let joins_not = minutes(&unchecked, &|scene| scene.api.inner.set_joining(false));
    assert!((15..20).contains(&joins_not), "no node ever joins, and nothing is validated: {joins_not}");
    let unchanged = minutes(&nodes, &|scene| *scene.api.refuses_changes.lock().unwrap() = true);
    assert!((5..10).contains(&unchanged), "nodes cannot be changed, though they are listed: {unchanged}");
}

#[test]
fn most_of_the_control_plane_serves_whatever_the_options_say() {
    let text: String = (0..3).map(|number| group(&format!("cp-{number}"), "Master", 1, "")).collect();
    let unchecked = RollingUpdateOptions { validate_count: 0, ..RollingUpdateOptions::default() };
    let careless = RollingUpdateOptions { fail_on_validate_error: false, ..RollingUpdateOptions::default() };
    for (name, options, has_api) in
        [("--cloudonly", &careless, false), ("--validate-count 0", &unchecked, true), ("unhealthy", &careless, true)]
    {
        let scene = Scene::new(&text);
        scene.fleet.delay(Delays { in_service: 2, terminating: 2, launch: 15 });
        let ports = Ports { cloud: &scene.fleet, api: has_api.then_some(&scene.api), clock: &scene.clock };
        let report = block_on(run(CLUSTER, &scene.groups, ports, options, &|_| (), &Cancel::default()));
        assert!(report.is_complete(), "{name}: {report:?}");
        assert_eq!(scene.fleet.fewest_masters(), Some(2), "{name}");
        assert!(scene.fleet.is_up_to_date(), "{name}");
        assert_eq!(scene.repeated(), Vec::new(), "{name}: nothing is terminated twice");
    }
}

#[test]
fn an_instance_that_dies_while_it_is_drained_is_waited_for() {
    let groups = expected(&(group("cp", "Master", 1, "") + &group("nodes", "Node", 2, "maxSurge: 0")));
    let db = Workload::new("db", 2).with_budget(2);
    let scene = Scene::of(groups, 2, |cluster| cluster.with_workload(db));
    let kill = |event: RollingUpdateEvent| {
        if let RollingUpdateEvent::Blocked { node, .. } = &event {
            let terminate = InstanceChange::Terminate { instance: node.as_str().into() };
            scene.fleet.change_instance(&terminate).now_or_never().unwrap().unwrap();
            scene.api.inner.set_joining(false);
        }
        scene.events.lock().unwrap().push(event);
    };
    let ports = Ports { cloud: &scene.fleet, api: Some(&scene.api), clock: &scene.clock };
    let nodes = RollingUpdateOptions { roles: vec![Role::Node], ..RollingUpdateOptions::default() };
    let report = block_on(run(CLUSTER, &scene.groups, ports, &nodes, &kill, &Cancel::default()));
    assert!(
        matches!(&report.groups[0].failure, Some(RollingUpdateFailure::NotHealthy { .. })),
        "its replacement never joined: {report:?}"
    );
}

#[test]
fn an_instance_that_leaves_before_it_is_detached_does_not_fail_its_group() {
    let scene = Scene::new(&(group("cp", "Master", 1, "") + &group("nodes", "Node", 3, "")));
    // The last one is detached first.
    let by = Leaving { fleet: &scene.fleet, instance: "i-0004".into(), left: Mutex::new(false) };
    let cloud = Disturbed { fleet: scene.fleet.clone(), by };
    let ports = Ports { cloud: &cloud, api: Some(&scene.api), clock: &scene.clock };
    let options = RollingUpdateOptions { roles: vec![Role::Node], ..RollingUpdateOptions::default() };
    let report = block_on(run(CLUSTER, &scene.groups, ports, &options, &|_| (), &Cancel::default()));
    assert!(report.is_complete() && report.groups[0].terminated.len() == 2, "{report:?}");
}

#[test]
fn a_pod_on_a_broken_node_does_not_keep_the_node_from_being_replaced() {
    let scene = Scene::new(&(group("cp", "Master", 1, "") + &group("nodes", "Node", 3, "maxSurge: 0")));
    scene.api.inner.set_ready("i-0003", false);
    let node = block_on(scene.api.inner.nodes()).unwrap().into_iter().find(|node| node.name == "i-0003").unwrap();
    scene.api.inner.place(Pod {
        id: PodId { namespace: "kube-system".into(), name: "cni-x".into(), uid: "1".into() },
        node: Some(node.name),
        host_ip: node.addresses.first().cloned(),
        phase: "Running".into(),
        unready: vec!["cni".into()],
        priority_class: Some("system-node-critical".into()),
        owner: Some(Owner { kind: "DaemonSet".into(), name: "cni".into() }),
        ..Pod::default()
    });
    let options = RollingUpdateOptions { roles: vec![Role::Node], ..RollingUpdateOptions::default() };
    let report = scene.run(&RollingUpdateOptions { validation_timeout: Duration::from_secs(120), ..options });
    assert_eq!(report.groups[0].terminated.first().map(String::as_str), Some("i-0003"), "{report:?}");
}

#[test]
fn a_drain_may_take_longer_than_the_cluster_may_take_to_become_healthy() {
    let scene = Scene::new(&(group("cp", "Master", 1, "") + &group("nodes", "Node", 2, "maxSurge: 0")));
    let place = |name: &str, node: Option<&str>, phase: &str| {
        scene.api.inner.place(Pod {
            id: PodId { namespace: "kube-system".into(), name: name.into(), uid: name.into() },
            node: node.map(Into::into),
            phase: phase.into(),
            priority_class: Some("system-cluster-critical".into()),
            owner: Some(Owner { kind: "ReplicaSet".into(), name: name.into() }),
            is_terminating: name == "slow",
            ..Pod::default()
        });
    };
    let first = Mutex::new(true);
    // What was evicted has no place until the node is replaced.
    let events = |event| match event {
        RollingUpdateEvent::Cordoned { node, .. } if std::mem::take(&mut *first.lock().unwrap()) => {
            place("slow", Some(&node), "Running");
            place("dns", None, "Pending");
        }
        RollingUpdateEvent::Terminated { .. } => place("dns", None, "Running"),
        _ => {}
    };
    let ports = Ports { cloud: &scene.fleet, api: Some(&scene.api), clock: &scene.clock };
    let options = RollingUpdateOptions {
        roles: vec![Role::Node],
        fail_on_drain_error: false,
        validation_timeout: Duration::from_secs(120),
        drain_timeout: Duration::from_secs(600),
        ..RollingUpdateOptions::default()
    };
    let report = block_on(run(CLUSTER, &scene.groups, ports, &options, &events, &Cancel::default()));
    assert!(report.is_complete() && report.groups[0].terminated.len() == 2, "{report:?}");
}

#[test]
fn a_pod_that_comes_back_to_a_cordoned_node_does_not_keep_the_node_from_being_replaced() {
    let scene = Scene::new(&(group("cp", "Master", 1, "") + &group("nodes", "Node", 2, "maxSurge: 0")));
    let place = |number: u32| {
        scene.api.inner.place(Pod {
            id: PodId { namespace: "default".into(), name: format!("operator-{number}"), uid: number.to_string() },
            node: Some("i-0002".into()),
            phase: "Running".into(),
            owner: Some(Owner { kind: "ReplicaSet".into(), name: "operator".into() }),
            ..Pod::default()
        });
    };
    place(0);
    let evicted = Mutex::new(0);
    // It tolerates every taint, and the scheduler prefers the node that was drained, as least runs there.
    let come_back = |event| {
        if matches!(event, RollingUpdateEvent::Evicted { .. }) {
            let mut evicted = evicted.lock().unwrap();
            *evicted += 1;
            place(*evicted);
        }
    };
    let ports = Ports { cloud: &scene.fleet, api: Some(&scene.api), clock: &scene.clock };
    let options = RollingUpdateOptions { roles: vec![Role::Node], ..RollingUpdateOptions::default() };
    let report = block_on(run(CLUSTER, &scene.groups, ports, &options, &come_back, &Cancel::default()));
    assert!(report.is_complete(), "{report:?}");
    assert_eq!(*evicted.lock().unwrap(), 1, "as `kubectl drain`, which lists the pods of a node once");
}

#[test]
fn a_plan_without_the_api_drains_and_starts_nothing_in_advance() {
    let scene = Scene::new(&(group("cp", "Master", 1, "") + &group("nodes", "Node", 4, "maxSurge: 50%")));
    let planned =
        |options: &RollingUpdateOptions| plan(&scene.groups, &scene.fleet.groups(), None, &BTreeMap::new(), options);
    let plan = planned(&RollingUpdateOptions::default());
    let nodes = &plan.groups[1];
    assert_eq!((nodes.settings.max_surge, nodes.settings.max_unavailable, nodes.rounds), (0, 1, 4));
    let brief = Duration::from_secs(10);
    let hasty = planned(&RollingUpdateOptions {
        validation_timeout: brief,
        drain_timeout: brief,
        ..RollingUpdateOptions::default()
    });
    assert!(hasty.at_worst >= hasty.at_best, "{hasty:?}");
    let endless = planned(&RollingUpdateOptions {
        validation_timeout: Duration::MAX,
        post_drain_delay: Duration::MAX,
        ..RollingUpdateOptions::default()
    });
    assert_eq!(endless.at_worst, Duration::MAX);
}

impl Scene {
    fn clock_minutes(&self) -> u64 {
        kops_core::apply::Clock::now(&self.clock).as_secs() / 60
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn never_more_is_missing_than_is_allowed(
        sizes in prop::collection::vec((1usize..9, 0usize..4, 0usize..4, prop::bool::ANY, prop::bool::ANY), 1..4),
        (in_service, terminating, launch) in (0usize..3, 0usize..6, 0usize..6),
        masters in prop_oneof![Just(1usize), Just(3)],
        outdated in 1usize..8,
        joining in 1u32..4,
        parallel in 1usize..4,
        pods in 0usize..6,
    ) {
        let mut text: String = (0..masters).map(|number| group(&format!("masters-{number}"), "Master", 1, "")).collect();
        for (number, (size, surge, unavailable, surge_share, share)) in sizes.iter().enumerate() {
            let unavailable = if surge + unavailable == 0 { 1 } else { *unavailable };
            let number_or_share = |value: usize, share| if share { format!("'{}%'", value * 20) } else { value.to_string() };
            let (surge, unavailable) = (number_or_share(*surge, *surge_share), number_or_share(unavailable, *share));
            text += &group(&format!("nodes-{number}"), "Node", *size, &format!("maxSurge: {surge}, maxUnavailable: {unavailable}"));
        }
        let scene = Scene::of(expected(&text), outdated, |cluster| {
            cluster.joining_after(joining).with_workload(Workload::new("web", pods).with_budget(0))
        });
        (0..joining).for_each(|_| drop(block_on(scene.api.inner.nodes())));
        scene.fleet.delay(Delays { in_service, terminating, launch });
        let report = scene.run(&RollingUpdateOptions { parallel, ..RollingUpdateOptions::default() });
        prop_assert!(report.is_complete(), "{report:?}");
        prop_assert!(scene.fleet.is_up_to_date());
        let found = scene.audit();
        prop_assert!(found.is_empty(), "{found:?}");
    }
}
