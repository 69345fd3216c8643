//! What a spec asks for, without an account.

use super::Error;
use super::diff::{NOWHERE, graph};
use crate::cost::{self, Estimate, Prices};
use crate::diag::Diagnostics;
use crate::facts::Facts;
use crate::graph::Graph;
use crate::permissions::{self, Place, Policies};
use crate::plan::Plan;
use crate::render::diagram;
use crate::spec::Spec;
use crate::yaml::Source;

/// A graph that was built without an account, and what was found in the spec that it was built from.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct OfflineGraph {
    /// What the cluster should be, with what only an account knows assumed: see [`Facts::assumed`].
    pub graph: Graph,
    /// Findings about the spec that do not stop anything.
    pub warnings: Diagnostics,
    /// The texts that the warnings point into.
    pub texts: Vec<Source>,
}

/// Builds the graph of a spec without an account. It is for reading, as what an account would tell is assumed.
///
/// # Errors
/// [`Error::Invalid`] with everything that is wrong with the spec.
pub fn graph_offline(spec: &Spec) -> Result<OfflineGraph, Error> {
    graph_offline_with(spec, Facts::built_in(spec.region().unwrap_or_default()))
}

/// As [`graph_offline`], with what the caller knows of the account, the region and the published components.
///
/// # Errors
/// As [`graph_offline`].
pub fn graph_offline_with(spec: &Spec, known: Facts) -> Result<OfflineGraph, Error> {
    let place = spec.store_url().unwrap_or(NOWHERE).to_owned();
    let spec = spec.clone().in_store(&place);
    let assumed = Facts::assumed_in(&spec, &known.components);
    let facts = Facts { simulated: true, ..known }.with(assumed);
    let texts = spec.sources.texts();
    let (graph, warnings) = graph(spec, &facts, &texts)?;
    Ok(OfflineGraph { graph, warnings, texts })
}

/// Draws a cluster without an account: network, zones, subnets, instance groups, load balancers and egress. With a plan, such as
/// that of [`super::diff()`], what is new, changed and deleted is marked.
///
/// ```
/// use kops_core::{Spec, diagram, render::diagram::Format};
///
/// let text = include_str!("../../../examples/fairwinds/cluster_spec.yml");
/// let spec = Spec::from_yaml("cluster_spec.yml", text)?;
/// assert!(diagram(&spec, None, Format::Svg)?.starts_with("<svg "));
/// assert!(diagram(&spec, None, Format::Mermaid)?.starts_with("flowchart TB"));
/// # Ok::<(), kops_core::Error>(())
/// ```
///
/// # Errors
/// [`Error::Invalid`] with everything that is wrong with the spec.
pub fn diagram(spec: &Spec, plan: Option<&Plan>, format: diagram::Format) -> Result<String, Error> {
    Ok(diagram::render(&graph_offline(spec)?.graph, spec, plan, format))
}

/// Estimates what a cluster costs a month, without an account.
///
/// ```
/// use kops_core::{Spec, cost::Prices, engine::estimate_cost};
///
/// let text = include_str!("../../../examples/fairwinds/cluster_spec.yml");
/// let spec = Spec::from_yaml("cluster_spec.yml", text)?;
/// assert_eq!(estimate_cost(&spec, &Prices::built_in())?.total.to_string(), "$279.00");
/// # Ok::<(), kops_core::Error>(())
/// ```
///
/// # Errors
/// [`Error::Invalid`] with everything that is wrong with the spec.
pub fn estimate_cost(spec: &Spec, prices: &Prices) -> Result<Estimate, Error> {
    Ok(cost::estimate(&graph_offline(spec)?.graph, prices))
}

/// Returns the least permissions for a cluster, without an account: to plan, to apply and to delete it. `account` is the number of the
/// account, which limits the policies further; empty where it is not known.
///
/// # Errors
/// [`Error::Invalid`] with everything that is wrong with the spec.
pub fn least_permissions(spec: &Spec, account: &str) -> Result<Policies, Error> {
    let graph = graph_offline(spec)?.graph;
    let place = Place::new(&graph.region, account, &graph.cluster, spec.store_url());
    Ok(permissions::of_graph(&graph, &place))
}
