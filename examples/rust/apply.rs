//! Creates a cluster in a simulated account, shows that a second plan is empty, and deletes the cluster again, as a unit
//! test of an internal platform would.

#![allow(clippy::print_stdout, reason = "an example shows what it did")]

use futures::executor::block_on;
use kops_core::{Engine, Error, Event, Spec, sim::Account};

fn main() -> Result<(), Error> {
    block_on(async {
        let spec = Spec::from_yaml("cluster_spec.yml", include_str!("../fairwinds/cluster_spec.yml"))?;
        let account = Account::from_json(include_str!("../fairwinds/account.json"))?;
        let before = account.resources().len();
        let engine = Engine::simulated(account.clone());

        let show = |event| {
            if let Event::Finished { resource, .. } = event {
                println!("created {resource}");
            }
        };
        let report = engine.apply(&engine.plan(&spec).await?).events(show).await?;
        println!("created: {} steps", report.done.len());

        println!("planned again: {} steps", engine.plan(&spec).await?.steps.len());

        engine.apply(&engine.plan_deletion(&spec).await?).await?;
        println!("deleted: {} resources more than before", account.resources().len() - before);
        Ok(())
    })
}
