//! Plans a cluster in a simulated account: nothing is stored and nothing is changed.

#![allow(clippy::print_stdout, reason = "an example shows what it did")]

use std::sync::Arc;

use kops_core::apply::SimulatedClock;
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
    let engine = Engine::new(Arc::new(account), Arc::new(MemoryStore::default()), Arc::new(SimulatedClock::default()));

    let planned = futures::executor::block_on(engine.plan(spec, &PlanOptions::default()))?;
    println!("{} steps, {} shared things left alone", planned.plan.steps.len(), planned.plan.shared.len());
    Ok(())
}
