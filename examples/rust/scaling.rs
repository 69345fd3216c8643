//! Automation as a team writes it, and its tests against a simulated account: no AWS, no network, no waiting.

use futures::executor::block_on;
use kops_core::cloud::{Fault, FaultInjecting};
use kops_core::plan::Disruption;
use kops_core::sim::Account;
use kops_core::{Engine, Error, Plan, Spec};

const SPEC: &str = include_str!("../fairwinds/cluster_spec.yml");
const ACCOUNT: &str = include_str!("../fairwinds/account.json");

/// Plans an instance group with another size. Refuses a plan that terminates instances or loses data.
async fn scale(engine: &Engine, spec: &mut Spec, group: &str, size: i32) -> Result<Option<Plan>, Error> {
    for group in spec.groups.iter_mut().filter(|found| found.name() == group) {
        (group.spec.min_size, group.spec.max_size) = (Some(size), Some(size));
    }
    let plan = engine.plan(spec).await?.plan;
    let is_safe = plan.steps.iter().all(|step| !matches!(step.disruption, Disruption::Instances | Disruption::Data));
    Ok(is_safe.then_some(plan))
}

/// An account in which the cluster runs.
async fn account() -> Result<(Account, Spec), Error> {
    let (account, spec) = (Account::from_json(ACCOUNT)?, Spec::from_yaml("cluster_spec.yml", SPEC)?);
    let engine = Engine::simulated(account.clone());
    engine.apply(&engine.plan(&spec).await?).await?;
    Ok((account, spec))
}

#[test]
fn scaling_changes_the_group_and_nothing_else() -> Result<(), Error> {
    block_on(async {
        let (account, mut spec) = account().await?;
        let engine = Engine::simulated(account);
        let plan = scale(&engine, &mut spec, "nodes", 5).await?.expect("scaling up is safe");
        engine.apply(&plan).await?;
        assert!(engine.plan(&spec).await?.is_empty());
        Ok(())
    })
}

#[test]
fn scaling_down_is_refused() -> Result<(), Error> {
    block_on(async {
        let (account, mut spec) = account().await?;
        let engine = Engine::simulated(account);
        assert!(scale(&engine, &mut spec, "nodes", 1).await?.is_none());
        Ok(())
    })
}

#[test]
fn a_run_that_was_refused_can_be_run_again() -> Result<(), Error> {
    block_on(async {
        let (account, mut spec) = account().await?;
        // The first change is denied, as with a role that lacks a permission.
        let denied = Engine::builder(FaultInjecting::new(account.clone()).at(1, Fault::Denied)).build();
        let plan = scale(&denied, &mut spec, "nodes", 5).await?.expect("scaling up is safe");
        denied.apply(&plan).await.expect_err("the first change is denied");

        let engine = Engine::simulated(account);
        engine.apply(&engine.plan(&spec).await?).await?;
        assert!(engine.plan(&spec).await?.is_empty());
        Ok(())
    })
}
