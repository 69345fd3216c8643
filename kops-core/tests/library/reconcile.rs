//! Reconciling a simulated cluster: passes over several versions of Kubernetes, stopped at any step and continued.

use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use futures::FutureExt as _;
use futures::executor::block_on;
use kops_core::apply::{Cancel, Clock as _, SimulatedClock};
use kops_core::cluster_api::memory::SimulatedCluster;
use kops_core::cluster_api::{
    Budget, ClusterApi, ClusterApiError, ClusterApiErrorKind, Eviction, Node, NodeChange, Pod, PodId, PodQuery,
};
use kops_core::facts::Facts;
use kops_core::lifecycle::reconcile::{self, ReconcileEvent, ReconcileFailure, ReconcileReport, RunningVersions};
use kops_core::{Engine, Error, PlanOptions, Spec, sim::Account};

const SPEC: &str = include_str!("../../../examples/fairwinds/cluster_spec.yml");
const ACCOUNT: &str = include_str!("../../../examples/fairwinds/account.json");

struct Scene {
    engine: Engine,
    cluster: SimulatedCluster,
    wanted: Spec,
    account: Account,
    skews: Mutex<Vec<(u64, u64)>>,
}

/// The minor versions of the control plane and the nodes that run.
fn minors(running: &RunningVersions) -> (u64, u64) {
    let minor = |version: &Option<String>| version.as_deref()?.split('.').nth(1)?.parse().ok();
    (minor(&running.control_plane).unwrap_or_default(), minor(&running.nodes).unwrap_or_default())
}

impl Scene {
    /// The Fairwinds cluster at an older version, and its spec at 1.35.
    fn new(version: &str) -> Self {
        Self::of(version, SPEC)
    }

    fn of(version: &str, text: &str) -> Self {
        let account = Account::from_json(ACCOUNT).expect("an account");
        let engine = Engine::simulated(account.clone());
        let old = Spec::from_yaml("old.yml", &text.replace("1.35.5", version)).expect("a spec");
        let plan = block_on(engine.plan(&old)).expect("plans");
        block_on(engine.apply(&plan).into_future()).expect("is applied");
        let cluster = SimulatedCluster::new(account.clone(), old.cluster.name());
        cluster.set_kubelet_version(&format!("v{version}"));
        (0..2).for_each(|_| drop(block_on(cluster.nodes()).expect("are listed")));
        let wanted = Spec::from_yaml("new.yml", text).expect("a spec");
        Self { engine, cluster, wanted, account, skews: Mutex::default() }
    }

    /// The cluster while its instances become nodes only after so many looks.
    fn unjoined(&self, looks: u32) -> SimulatedCluster {
        SimulatedCluster::new(self.account.clone(), self.wanted.cluster.name()).joining_after(looks)
    }

    /// As [`Scene::new`], with settings of the nodes.
    fn with_nodes(version: &str, settings: &str) -> Self {
        Self::of(version, &SPEC.replace("  role: Node\n", &format!("  role: Node\n{settings}")))
    }

    /// Reconciles, and cancels after so many steps.
    fn run(&self, steps: usize) -> Result<ReconcileReport, Error> {
        let cancel = Cancel::default();
        let events = |event: ReconcileEvent| match event {
            ReconcileEvent::StepStarted { step, .. } => {
                self.cluster.set_kubelet_version(&format!("v{}", step.kubernetes_version));
            }
            ReconcileEvent::StepFinished { number } => {
                let running =
                    RunningVersions::of(&self.cluster.nodes().now_or_never().expect("is ready").expect("are listed"));
                self.skews.lock().expect("is whole").push(minors(&running));
                if number == steps {
                    cancel.cancel();
                }
            }
            _ => {}
        };
        block_on(self.engine.reconcile(&self.wanted, &self.cluster).events(events).cancel(&cancel).into_future())
    }

    fn is_reconciled(&self) -> bool {
        let options = PlanOptions { prune: true, ..PlanOptions::default() };
        let plan = block_on(self.engine.plan_with(&self.wanted, &options)).expect("plans");
        let nodes = block_on(self.cluster.nodes()).expect("are listed");
        plan.steps.is_empty() && nodes.iter().all(|node| node.kubelet_version == "v1.35.5")
    }
}

#[test]
fn every_minor_version_on_the_way_is_run_and_nodes_are_never_newer_than_their_control_plane() {
    let scene = Scene::new("1.33.2");
    let report = scene.run(usize::MAX).expect("runs");
    assert!(report.is_complete() && !report.cancelled, "{report:?}");
    assert!(scene.is_reconciled());
    let mut skews = scene.skews.lock().expect("is whole").clone();
    skews.dedup();
    assert_eq!(skews, [(33, 33), (34, 33), (34, 34), (35, 34), (35, 35)]);
}

#[test]
fn the_example_is_reconciled_with_a_simulated_cluster_of_which_nothing_is_set() {
    let scene = Scene::new("1.35.5");
    let scene = Scene { cluster: scene.unjoined(1), ..scene };
    let report = scene.run(usize::MAX).expect("is no way back");
    assert!(report.is_complete(), "{report:?}");
}

#[test]
fn a_run_that_was_stopped_after_any_step_is_continued() {
    for stop in 1..11 {
        let scene = Scene::new("1.33.2");
        let report = scene.run(stop).expect("runs");
        assert!(report.cancelled && report.done == stop && report.failure.is_none(), "{report:?}");
        let report = scene.run(usize::MAX).expect("runs");
        assert!(report.is_complete(), "stopped after {stop}: {report:?}");
        assert!(scene.is_reconciled(), "stopped after {stop}");
    }
}

#[test]
fn there_is_no_way_back_and_the_line_of_the_spec_is_told() {
    let scene = Scene::new("1.35.5");
    let wanted = Spec::from_yaml("new.yml", &SPEC.replace("1.35.5", "1.34.8")).expect("a spec");
    let scene = Scene { wanted, ..scene };
    let error = scene.run(usize::MAX).expect_err("is refused");
    let Error::Invalid { findings, .. } = error else { panic!("{error}") };
    let finding = findings.iter().next().expect("a finding");
    assert!(finding.location.as_ref().is_some_and(|place| place.file.as_ref() == "new.yml"), "{finding:?}");
}

#[test]
fn nodes_that_are_never_replaced_stop_the_control_plane_before_it_is_too_new_for_them() {
    let settings = "  rollingUpdate:\n    drainAndTerminate: false\n    maxSurge: 0\n    maxUnavailable: 1\n";
    let scene = Scene::with_nodes("1.31.0", settings);
    let report = scene.run(usize::MAX).expect("runs");
    let Some(ReconcileFailure::Error { error }) = &report.failure else { panic!("{report:?}") };
    assert!(
        error
            .message
            .starts_with("a control plane of Kubernetes 1.35.5 supports no nodes of 1.31.0 (`nodes`); replace"),
        "{}",
        error.message
    );
    assert_eq!(scene.skews.lock().expect("is whole").last(), Some(&(34, 31)), "the last version that they may have");
    let again = scene.run(usize::MAX).expect("runs");
    assert!(again.failure.is_some() && !again.is_complete(), "{again:?}");
}

/// A cluster that does not list its nodes so many times.
#[derive(Debug)]
struct Failing {
    inner: SimulatedCluster,
    fails: Mutex<u32>,
}

#[async_trait]
impl ClusterApi for Failing {
    async fn addresses(&self) -> Result<Vec<IpAddr>, ClusterApiError> {
        self.inner.addresses().await
    }

    async fn nodes(&self) -> Result<Vec<Node>, ClusterApiError> {
        let left = self.fails.lock().expect("is whole").checked_sub(1);
        if let Some(left) = left {
            *self.fails.lock().expect("is whole") = left;
            return Err(ClusterApiError::new(ClusterApiErrorKind::Network, "list nodes", "the connection was refused"));
        }
        self.inner.nodes().await
    }

    async fn pods(&self, query: &PodQuery) -> Result<Vec<Pod>, ClusterApiError> {
        self.inner.pods(query).await
    }

    async fn budgets(&self) -> Result<Vec<Budget>, ClusterApiError> {
        self.inner.budgets().await
    }

    async fn change_node(&self, node: &str, change: &NodeChange) -> Result<(), ClusterApiError> {
        self.inner.change_node(node, change).await
    }

    async fn evict(&self, pod: &PodId) -> Result<Eviction, ClusterApiError> {
        self.inner.evict(pod).await
    }
}

#[test]
fn an_api_server_that_fails_between_two_steps_is_asked_again() {
    let scene = Scene::new("1.34.8");
    let cluster = Failing { inner: scene.cluster.clone(), fails: Mutex::default() };
    let waits = Mutex::new(Vec::new());
    let events = |event: ReconcileEvent| match event {
        ReconcileEvent::StepStarted { number, step } => {
            scene.cluster.set_kubelet_version(&format!("v{}", step.kubernetes_version));
            if number == 1 {
                *cluster.fails.lock().expect("is whole") = 2;
            }
        }
        ReconcileEvent::Waiting { reasons } => waits.lock().expect("is whole").extend(reasons),
        _ => {}
    };
    let report = block_on(scene.engine.reconcile(&scene.wanted, &cluster).events(events).into_future());
    let report = report.expect("runs");
    assert!(report.is_complete(), "{report:?}");
    assert_eq!(*waits.lock().expect("is whole"), ["list nodes failed: the connection was refused"], "it is said once");
}

#[test]
fn instances_of_the_control_plane_that_are_no_nodes_yet_are_waited_for() {
    let scene = Scene::new("1.33.2");
    let plan = |cluster: &SimulatedCluster| block_on(scene.engine.plan_reconcile(&scene.wanted, cluster));
    let unjoined = scene.unjoined(u32::MAX);
    let error = plan(&unjoined).expect_err("is refused");
    assert!(matches!(error, Error::UnknownVersion { .. }) && error.retryable(), "{error}");
    assert!(error.to_string().starts_with("the version of the control plane is not known: `i-"), "{error}");
    let late = scene.unjoined(4);
    late.set_kubelet_version("v1.33.2");
    let said = Mutex::new(Vec::new());
    let cancel = Cancel::default();
    let events = |event: ReconcileEvent| match event {
        ReconcileEvent::Waiting { reasons } => said.lock().expect("is whole").extend(reasons),
        ReconcileEvent::StepStarted { step, .. } => {
            assert_eq!(step.kubernetes_version, "1.34.8", "no minor version is passed over");
            cancel.cancel();
        }
        _ => {}
    };
    let run = scene.engine.reconcile(&scene.wanted, &late).events(events).cancel(&cancel);
    assert!(block_on(run.into_future()).expect("runs").cancelled);
    assert_eq!(said.lock().expect("is whole").len(), 1, "what is waited for is said once");
}

#[test]
fn a_run_that_is_cancelled_while_it_waits_ends_at_once() {
    let scene = Scene::new("1.35.5");
    let clock = Arc::new(SimulatedClock::default());
    let engine = Engine::builder(scene.account.clone()).clock(clock.clone()).build();
    let (unjoined, cancel) = (scene.unjoined(u32::MAX), Cancel::default());
    let events = |event: ReconcileEvent| {
        if matches!(event, ReconcileEvent::Waiting { .. }) {
            cancel.cancel();
        }
    };
    let run = engine.reconcile(&scene.wanted, &unjoined).events(events).cancel(&cancel);
    let error = block_on(run.into_future());
    assert!(matches!(error, Err(Error::UnknownVersion { .. })), "{error:?}");
    assert_eq!(clock.now(), Duration::ZERO);
}

#[test]
fn a_control_plane_that_is_upgraded_in_part_does_not_go_back() {
    let scene = Scene::new("1.34.8");
    let newer = Node { kubelet_version: "v1.35.5".into(), ..control_plane(&scene) };
    let older = control_plane(&scene);
    let running = RunningVersions::of(&[older, newer]);
    assert_eq!(
        (running.control_plane.as_deref(), running.newest_control_plane.as_deref()),
        (Some("1.34.8"), Some("1.35.5"))
    );
    let facts = Facts::built_in("us-east-2");
    let back = Spec::from_yaml("back.yml", &SPEC.replace("1.35.5", "1.34.8")).expect("a spec");
    let findings = reconcile::plan(&back, &running, &facts.components).expect_err("is refused");
    assert!(findings.to_string().contains("runs Kubernetes 1.35.5 and cannot go back to `1.34.8`"), "{findings}");
    assert!(reconcile::plan(&scene.wanted, &running, &facts.components).is_ok(), "it goes on");
}

fn control_plane(scene: &Scene) -> Node {
    let nodes = block_on(scene.cluster.nodes()).expect("are listed");
    let is_control_plane = |node: &Node| node.labels.contains_key("node-role.kubernetes.io/control-plane");
    nodes.into_iter().find(is_control_plane).expect("one")
}
