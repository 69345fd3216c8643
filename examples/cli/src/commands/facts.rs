//! `kops toolbox facts`: what a cluster needs to know of the account.

use kops_core::yaml;

use crate::args::{FactsArgs, SpecFormat};
use crate::failure::Failure;
use crate::output;
use crate::session::Session;

/// Prints the facts.
pub(crate) async fn run(session: &Session, args: &FactsArgs) -> Result<(), Failure> {
    let loaded = session.load(args.cluster.as_deref(), &args.files).await?;
    let engine = session.engine(&loaded).await?;
    let facts = engine.facts_to_render(&loaded.placed()).await.map_err(Failure::engine)?;
    let value = serde_json::to_value(facts)?;
    Ok(output::data(&if args.format == SpecFormat::Json { format!("{value:#}") } else { yaml::to_yaml(&value) })?)
}
