//! `kops toolbox permissions`: the least permissions for a cluster or a saved plan.

use kops_core::engine::graph_offline;
use kops_core::permissions::{Place, of_graph, of_plan};
use serde::Serialize;

use super::update::read_plan;
use crate::args::PermissionsArgs;
use crate::failure::Failure;
use crate::output;
use crate::session::Session;

/// Prints the policies as JSON.
pub(crate) async fn run(session: &Session, args: &PermissionsArgs) -> Result<(), Failure> {
    if let Some(file) = &args.plan {
        let plan = read_plan(file)?;
        let store = session.store_url_of(args.cluster.as_deref(), &args.files).await?;
        warn_without_store(store.as_deref());
        let account = args.account.as_deref().unwrap_or(&plan.account);
        return print(&of_plan(&plan, &Place::new(&plan.region, account, &plan.cluster, store.as_deref())));
    }
    let loaded = session.load(args.cluster.as_deref(), &args.files).await?.placed();
    let built = graph_offline(&loaded).map_err(Failure::engine)?;
    output::findings(&built.warnings, &built.texts);
    warn_without_store(loaded.store_url());
    let account = args.account.as_deref().unwrap_or_default();
    let place = Place::new(&built.graph.region, account, &built.graph.cluster, loaded.store_url());
    print(&of_graph(&built.graph, &place))
}

fn warn_without_store(url: Option<&str>) {
    if url.is_none_or(|url| url.starts_with("memfs://")) {
        output::warning("the policies allow nothing in the state store, as it is not known: pass --state s3://BUCKET");
    }
}

fn print(policies: &impl Serialize) -> Result<(), Failure> {
    let json = serde_json::to_string_pretty(policies).map_err(|error| Failure::message(error.to_string()))?;
    Ok(output::data(&json)?)
}
