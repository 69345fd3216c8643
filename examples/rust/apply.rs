//! Creates a cluster in a simulated account, shows that a second plan is empty, and deletes it again: what a unit test of
//! an internal platform would do.

#![allow(clippy::print_stdout, reason = "an example shows what it did")]

use std::sync::Arc;

use futures::executor::block_on;
use kops_core::apply::{Cancel, Options, SimulatedClock};
use kops_core::cloud::memory::Account;
use kops_core::engine::Engine;
use kops_core::plan::PlanOptions;
use kops_core::spec::{self, Objects, UnknownFields};
use kops_core::state::MemoryStore;
use kops_core::yaml::Source;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let text = Source::new("cluster_spec.yml", include_str!("../fairwinds/cluster_spec.yml"));
    let spec = spec::read(&[text], UnknownFields::Deny).and_then(Objects::into_spec)?;
    let account = Account::from_json(include_str!("../fairwinds/account.json"))?;
    let before = account.resources().len();
    let engine =
        Engine::new(Arc::new(account.clone()), Arc::new(MemoryStore::default()), Arc::new(SimulatedClock::default()));

    let created = block_on(engine.plan(spec.clone(), &PlanOptions::default()))?;
    let report = block_on(engine.apply(&created.plan, &Options::default(), &|_| {}, &Cancel::default()))?;
    println!("created: {} steps done, {} failed", report.done.len(), report.failed.len());

    let again = block_on(engine.plan(spec.clone(), &PlanOptions::default()))?;
    println!("planned again: {} steps", again.plan.steps.len());

    let deleted = block_on(engine.plan_deletion(spec))?;
    block_on(engine.apply(&deleted.plan, &Options::default(), &|_| {}, &Cancel::default()))?;
    println!("deleted: {} resources more than before", account.resources().len() - before);
    Ok(())
}
