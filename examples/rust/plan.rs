//! Plans a cluster in a simulated account and applies the plan.

#![allow(clippy::print_stdout, reason = "an example shows what it did")]

use futures::executor::block_on;
use kops_core::{Engine, Error, Spec, sim::Account};

fn main() -> Result<(), Error> {
    block_on(async {
        let spec = Spec::from_yaml("cluster_spec.yml", include_str!("../fairwinds/cluster_spec.yml"))?;
        let engine = Engine::simulated(Account::from_json(include_str!("../fairwinds/account.json"))?);

        let plan = engine.plan(&spec).await?;
        println!("{plan}");
        engine.apply(&plan).await?;
        Ok(())
    })
}
