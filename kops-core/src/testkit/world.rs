//! A cluster's world: plan, apply, plan again.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::apply::{Cancel, Clock, Options, Ports, Report, SimulatedClock, SimulatedEntropy, run};
use crate::cloud::{Cloud, Scope};
use crate::graph::Graph;
use crate::plan::{Plan, PlanOptions, check, plan};
use crate::state::{Clusters, MemoryStore, StoreView};

/// A cloud with a state store in memory and, unless told otherwise, a clock that needs no time.
#[derive(Debug)]
pub struct World<C> {
    /// The cloud.
    pub cloud: C,
    /// The state store.
    pub store: MemoryStore,
    clock: Arc<dyn Clock>,
    runs: AtomicU64,
}

/// The number of rounds within which a cluster must be as its graph says: one to make it, one to find that it is made, and
/// one for what a disturbed first round left.
const ROUNDS: usize = 3;

impl<C: Cloud> World<C> {
    /// A world around a cloud.
    pub fn new(cloud: C) -> Self {
        Self {
            cloud,
            store: MemoryStore::default(),
            clock: Arc::new(SimulatedClock::default()),
            runs: AtomicU64::new(0),
        }
    }

    /// The same store and time with another cloud: the account without the faults of the first run, for example.
    pub fn with_cloud<D: Cloud>(self, cloud: D) -> World<D> {
        World { cloud, store: self.store, clock: self.clock, runs: self.runs }
    }

    /// The same with another clock: one that really waits, for a cloud that really takes time.
    #[must_use]
    pub fn with_clock(self, clock: Arc<dyn Clock>) -> Self {
        Self { clock, ..self }
    }

    /// Plans what would make the world as a graph says, and lets the planner's own checker look at it.
    ///
    /// # Errors
    /// What keeps it from being planned, and every broken invariant of the plan.
    pub async fn plan(&self, graph: &Graph, scope: &Scope, options: &PlanOptions) -> Result<Plan, String> {
        let snapshot = self.cloud.observe(scope).await.map_err(|error| error.to_string())?;
        let view = StoreView::read(&Clusters::new(&self.store), graph).await.map_err(|error| error.to_string())?;
        let plan = plan(graph, &snapshot, &view, options).map_err(|errors| errors.to_string())?;
        match check(graph, &snapshot, &plan).as_slice() {
            [] => Ok(plan),
            defects => Err(format!("the plan has defects: {defects:?}")),
        }
    }

    /// Applies a plan; every run has tokens of its own.
    ///
    /// # Errors
    /// Where the plan's steps have no order. What fails on the way is in the report.
    pub async fn apply(&self, plan: &Plan) -> Result<Report, String> {
        let (cloud, store) = (&self.cloud, &self.store);
        let ports = Ports { cloud, store, clock: self.clock.as_ref(), entropy: &SimulatedEntropy, lease: None };
        let options = Options { nonce: self.runs.fetch_add(1, Ordering::Relaxed), ..Options::default() };
        run(plan, ports, &options, &|_| (), &Cancel::default()).await.map_err(|error| error.to_string())
    }

    /// Plans and applies until a plan has nothing to do.
    ///
    /// # Errors
    /// Where that takes more than three rounds, or a round cannot be planned or fails.
    pub async fn converge(&self, graph: &Graph, scope: &Scope, options: &PlanOptions) -> Result<(), String> {
        let mut left = Vec::new();
        for _ in 0..ROUNDS {
            let plan = self.plan(graph, scope, options).await?;
            if plan.steps.is_empty() {
                return Ok(());
            }
            left = plan.steps.iter().map(|step| step.resource.to_string()).collect();
            let report = self.apply(&plan).await?;
            if let Some((_, error)) = report.failed.first() {
                return Err(words(error));
            }
        }
        Err(format!("after {ROUNDS} rounds a plan still has something to do: {}", left.join(", ")))
    }
}

/// An error with everything underneath.
fn words(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        words = format!("{words}: {error}");
        source = error.source();
    }
    words
}
