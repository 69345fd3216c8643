//! `kops delete cluster`: shows what deleting a cluster would delete, and with `--yes` deletes it.

use super::apply::apply;
use super::update::show;
use crate::args::DeleteClusterArgs;
use crate::failure::Failure;
use crate::output;
use crate::session::Session;

/// Plans the deletion, and with `--yes` carries it out and forgets the cluster.
pub(crate) async fn run(session: &Session, args: &DeleteClusterArgs) -> Result<(), Failure> {
    let loaded = session.load_to_delete(args.cluster.as_deref(), &args.files).await?;
    let name = loaded.spec.cluster.name().to_owned();
    let engine = session.engine(&loaded).await?;
    let planned = engine.plan_deletion(&loaded.placed()).await.map_err(Failure::engine)?;
    output::findings(&planned.warnings, &planned.texts);
    let plan = planned.plan;
    show(&plan, args.format)?;
    if !args.yes {
        output::hint(&format!("add --yes to delete this, and everything that the state store holds of {name}"));
        return Ok(());
    }
    apply(session, &engine, &plan).await?;
    // Only now: what is left of a deletion that broke off can be planned again from the state store.
    let forgotten = engine.forget(&name).await.map_err(Failure::engine)?;
    session.save()?;
    let (resources, objects) = (output::count(plan.steps.len(), "resource"), output::count(forgotten, "object"));
    output::note(&format!("deleted {name}: {resources}, {objects} of the state store"));
    Ok(())
}
