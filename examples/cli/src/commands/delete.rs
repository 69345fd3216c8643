//! `kops delete cluster`: plans the deletion of a cluster; with `--yes` applies it.

use kops_core::{Engine, Plan};

use super::apply::apply_new;
use super::update::show;
use super::{kubeconfig, preflight};
use crate::args::DeleteClusterArgs;
use crate::failure::Failure;
use crate::output;
use crate::session::{Loaded, Session};

/// Plans the deletion; with `--yes` applies it, and removes the cluster from the state store and from the kubeconfig file.
pub(crate) async fn run(session: &Session, args: &DeleteClusterArgs) -> Result<(), Failure> {
    if args.unregister {
        return unregister(session, args).await;
    }
    let mut loaded = session.load_to_delete(args.cluster.as_deref(), &args.files).await?;
    let engine = session.engine(&loaded).await?;
    loop {
        if plan_and_delete(session, &engine, &loaded, args).await? {
            return Ok(());
        }
        if loaded.is_stored() {
            loaded = session.load_to_delete(args.cluster.as_deref(), &args.files).await?;
        }
    }
}

/// With `--yes`, removes a cluster from the state store and from the kubeconfig file, also one whose spec cannot be read.
async fn unregister(session: &Session, args: &DeleteClusterArgs) -> Result<(), Failure> {
    let name = session.cluster(args.cluster.as_deref())?;
    let engine = session.engine_to_forget(&name).await?;
    if !args.yes {
        output::hint(&format!("run again with --yes to remove {name} from the state store; its cloud resources stay"));
        return Ok(());
    }
    forget(session, &engine, &name, "its cloud resources stay").await
}

/// Says how to delete what a plan shows, if anything, and something that only the state store has.
pub(super) fn hint_of_deletion(plan: &Plan, stored: &str) {
    let resources = if plan.steps.is_empty() { "" } else { "these resources and " };
    output::hint(&format!("run again with --yes to delete {resources}{stored}"));
}

/// Plans the deletion; with `--yes` applies it. False where the plan was outdated once it was its turn.
async fn plan_and_delete(
    session: &Session,
    engine: &Engine,
    loaded: &Loaded,
    args: &DeleteClusterArgs,
) -> Result<bool, Failure> {
    let name = loaded.spec.cluster.name();
    let allow = args.allow.iter().cloned().collect();
    let planned = engine.plan_deletion_with(&loaded.clone().placed(), &allow).await.map_err(Failure::engine)?;
    output::findings(&planned.warnings, &planned.texts);
    let plan = planned.plan;
    show(&plan, args.format)?;
    if !args.yes {
        hint_of_deletion(&plan, &format!("the state store objects of {name}"));
        return Ok(true);
    }
    if !args.skip_preflight {
        preflight::check(engine, &plan).await?;
    }
    if apply_new(session, engine, &plan).await?.is_none() {
        return Ok(false);
    }
    // Last, so that an interrupted deletion can be planned again from the state store.
    forget(session, engine, name, &output::count(plan.steps.len(), "resource")).await?;
    Ok(true)
}

/// Removes a cluster from the state store and from the kubeconfig file.
async fn forget(session: &Session, engine: &Engine, name: &str, resources: &str) -> Result<(), Failure> {
    let forgotten = engine.forget(name).await.map_err(Failure::engine)?;
    session.save()?;
    let objects = output::count(forgotten, "object");
    output::note(&format!("deleted cluster {name}: {resources}, {objects} in the state store"));
    // The cluster of a simulated account has an API nowhere: an entry of its name is another's.
    if session.simulated_account().is_none() {
        kubeconfig::remove_deleted(name);
    }
    Ok(())
}
