//! `kops toolbox dump`: what a maintainer of a cluster would ask for.

use kops_core::yaml;

use crate::args::{DumpArgs, DumpFormat};
use crate::failure::Failure;
use crate::session::Session;
use crate::{cluster_api, output};

/// Prints everything that can be read of a cluster, and warns of what cannot.
pub(crate) async fn run(session: &Session, args: &DumpArgs) -> Result<(), Failure> {
    let loaded = session.load(args.running.cluster.as_deref(), &args.running.files).await?;
    let engine = session.engine_of_running(&loaded).await?;
    let api = match cluster_api::connect(session, &loaded, &args.running.api).await {
        Ok(api) => Some(api),
        Err(failure) => {
            output::warning(&format!("the nodes and pods of the cluster are not known: {}", failure.reason()));
            None
        }
    };
    let dump = engine.dump(&loaded.spec, api.as_deref()).await;
    for problem in &dump.missing {
        output::warning(&format!("cannot read {problem}"));
    }
    let value = serde_json::to_value(&dump).expect("a dump serialises");
    match args.format {
        DumpFormat::Yaml => output::data(&yaml::to_yaml(&value))?,
        DumpFormat::Json => output::data(&format!("{value:#}"))?,
    }
    Ok(())
}
