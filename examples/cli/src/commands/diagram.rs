//! `kops toolbox diagram`: a picture of a cluster.

use kops_core::engine::graph_offline;
use kops_core::render::diagram::{Format, render};
use kops_core::{Plan, diff};

use super::update::read_plan;
use crate::args::{DiagramArgs, DiagramFormat};
use crate::failure::Failure;
use crate::session::{Loaded, Session};
use crate::{input, output};

/// Prints the picture.
pub(crate) async fn run(session: &Session, args: DiagramArgs) -> Result<(), Failure> {
    let loaded = session.load(args.cluster.as_deref(), &args.files).await.map(Loaded::placed);
    let old = args.old.as_ref().map(input::spec).transpose();
    let (loaded, old) = Failure::both(loaded, old)?;
    let plan: Option<Plan> = match (&args.plan, old) {
        (Some(file), _) => Some(read_plan(file)?),
        (None, Some(old)) => Some(diff(&old, &loaded).map_err(Failure::engine)?.plan),
        (None, None) => None,
    };
    if let Some(plan) = &plan {
        session.expect(Some(loaded.cluster.name()), &plan.cluster, "the plan is for")?;
    }
    let built = graph_offline(&loaded).map_err(Failure::engine)?;
    output::findings(&built.warnings, &built.texts);
    let format = match args.format {
        DiagramFormat::Svg => Format::Svg,
        DiagramFormat::Mermaid => Format::Mermaid,
    };
    Ok(output::data(&render(&built.graph, &loaded, plan.as_ref(), format))?)
}
