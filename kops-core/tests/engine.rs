//! The Fairwinds cluster through the engine: cancelled at any step, planned again, deleted.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures::executor::block_on;
use kops_core::apply::{Cancel, Event, Options, SimulatedClock};
use kops_core::cloud::memory::Account;
use kops_core::engine::Error;
use kops_core::spec::{self, Unknown};
use kops_core::state::MemoryStore;
use kops_core::text::Source;
use kops_core::{Engine, Plan, Policy, Spec};

const NAME: &str = "demo.kube.example.com";

struct World {
    account: Account,
    engine: Engine,
}

impl World {
    fn new() -> Self {
        let account = Account::from_json(include_str!("../../examples/fairwinds/account.json")).expect("an account");
        let (store, clock) = (Arc::new(MemoryStore::default()), Arc::new(SimulatedClock::default()));
        let engine = Engine::new(Arc::new(account.clone()), store, clock);
        let text = Source::new("spec.yml", include_str!("../../examples/fairwinds/cluster_spec.yml"));
        block_on(engine.create(&spec::read(&[text], Unknown::Deny).expect("a spec"))).expect("is new");
        Self { account, engine }
    }

    fn spec(&self) -> Spec {
        block_on(self.engine.load(NAME)).expect("is stored")
    }

    fn plan(&self) -> Plan {
        block_on(self.engine.plan(self.spec(), &Policy::default())).expect("plans").plan
    }

    /// Applies a plan and cancels once so many steps are done; returns how many came to their end.
    fn apply_until(&self, plan: &Plan, steps: usize) -> usize {
        let (cancel, done) = (Cancel::default(), AtomicUsize::new(0));
        let options = Options { nonce: steps as u64, ..Options::default() };
        let watch = |event: Event| {
            let is_end = matches!(event, Event::Finished { .. });
            if is_end && done.fetch_add(1, Ordering::Relaxed) + 1 == steps {
                cancel.cancel();
            }
        };
        let report = block_on(self.engine.apply(plan, &options, &watch, &cancel)).expect("nothing moved");
        assert!(report.failed.is_empty(), "{:?}", report.failed);
        let all = report.done.len() + report.in_flight.len() + report.not_started.len();
        assert_eq!(all, plan.steps.len(), "every step is told of");
        report.done.len()
    }

    fn apply(&self, plan: &Plan) {
        assert_eq!(self.apply_until(plan, usize::MAX), plan.steps.len());
    }
}

#[test]
fn a_run_that_was_cancelled_at_any_step_can_be_gone_on_with() {
    let steps = World::new().plan().steps.len();
    for cancelled_after in (1..steps).step_by(9) {
        let world = World::new();
        world.apply_until(&world.plan(), cancelled_after);
        world.apply(&world.plan());
        assert!(world.plan().steps.is_empty(), "cancelled after {cancelled_after}");
    }
}

#[test]
fn deleting_leaves_what_was_there_before() {
    let world = World::new();
    let before = world.account.resources();
    world.apply(&world.plan());
    let plan = block_on(world.engine.plan_deletion(world.spec())).expect("plans").plan;
    world.apply(&plan);
    assert_eq!(world.account.resources(), before);
    assert!(block_on(world.engine.forget(NAME)).expect("forgets") > 0);
    assert!(matches!(block_on(world.engine.load(NAME)), Err(Error::NoCluster(_))));
}

#[test]
fn what_moved_since_the_plan_stops_it_before_the_first_change() {
    let world = World::new();
    let plan = world.plan();
    world.apply(&plan);
    let after = world.account.resources();
    let (options, cancel) = (Options::default(), Cancel::default());
    let refused = block_on(world.engine.apply(&plan, &options, &|event| panic!("{event:?}"), &cancel));
    assert!(matches!(refused, Err(Error::Moved(_))), "{refused:?}");
    assert_eq!(world.account.resources(), after);
}
