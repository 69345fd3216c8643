//! Reconciling a simulated cluster: passes over several versions of Kubernetes, stopped at any step and continued.

use std::sync::Mutex;

use futures::FutureExt as _;
use futures::executor::block_on;
use kops_core::apply::Cancel;
use kops_core::cluster_api::ClusterApi as _;
use kops_core::cluster_api::memory::SimulatedCluster;
use kops_core::lifecycle::reconcile::{ReconcileEvent, ReconcileOptions, ReconcileReport, RunningVersions};
use kops_core::{Engine, Error, PlanOptions, Spec, sim::Account};

const SPEC: &str = include_str!("../../examples/fairwinds/cluster_spec.yml");
const ACCOUNT: &str = include_str!("../../examples/fairwinds/account.json");

struct Scene {
    engine: Engine,
    cluster: SimulatedCluster,
    wanted: Spec,
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
        let account = Account::from_json(ACCOUNT).expect("an account");
        let engine = Engine::simulated(account.clone());
        let old = Spec::from_yaml("old.yml", &SPEC.replace("1.35.5", version)).expect("a spec");
        let plan = block_on(engine.plan(&old)).expect("plans");
        block_on(engine.apply(&plan).into_future()).expect("is applied");
        let cluster = SimulatedCluster::new(account, old.cluster.name());
        cluster.set_kubelet_version(&format!("v{version}"));
        (0..2).for_each(|_| drop(block_on(cluster.nodes()).expect("are listed")));
        let wanted = Spec::from_yaml("new.yml", SPEC).expect("a spec");
        Self { engine, cluster, wanted, skews: Mutex::default() }
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
        block_on(self.engine.reconcile(&self.wanted, &self.cluster, &ReconcileOptions::default(), &events, &cancel))
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
