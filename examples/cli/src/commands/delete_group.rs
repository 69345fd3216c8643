//! `kops delete instancegroup`: plans the deletion of an instance group; with `--yes` applies it.

use super::apply::apply_new;
use super::delete::hint_of_deletion;
use super::preflight;
use super::update::show;
use crate::args::{DeleteGroupArgs, Files};
use crate::failure::Failure;
use crate::output;
use crate::session::Session;

/// Plans the deletion; with `--yes` applies it and removes the instance group from the state store.
pub(crate) async fn run(session: &Session, cluster: Option<&str>, args: &DeleteGroupArgs) -> Result<(), Failure> {
    while !plan_and_delete(session, cluster, args).await? {}
    Ok(())
}

/// Plans the deletion; with `--yes` applies it. False where the plan was outdated once it was its turn.
async fn plan_and_delete(session: &Session, cluster: Option<&str>, args: &DeleteGroupArgs) -> Result<bool, Failure> {
    let loaded = session.load(cluster, &Files::default()).await?;
    let (cluster, group) = (loaded.spec.cluster.name().to_owned(), args.group.as_str());
    let engine = session.engine(&loaded).await?;
    let planned = engine.plan_instance_group_deletion(&loaded.placed(), group).await.map_err(Failure::engine)?;
    show(&planned.plan, args.format)?;
    if !args.yes {
        hint_of_deletion(&planned.plan, &format!("the instance group {group}"));
        return Ok(true);
    }
    if !args.skip_preflight {
        preflight::check(&engine, &planned.plan).await?;
    }
    if apply_new(session, &engine, &planned.plan).await?.is_none() {
        return Ok(false);
    }
    // Last, so that an interrupted deletion can be planned again from the state store.
    engine.forget_instance_group(&cluster, group).await.map_err(Failure::engine)?;
    session.save()?;
    let resources = output::count(planned.plan.steps.len(), "resource");
    output::note(&format!("deleted instance group {group} of {cluster}: {resources}"));
    output::hint(&format!("to delete what only this instance group used, run: kops update cluster {cluster} --prune"));
    Ok(true)
}
