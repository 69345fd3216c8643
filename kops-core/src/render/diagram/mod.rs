//! A picture of a cluster: network, zones, subnets, instance groups, load balancers and what leads out, as SVG or as Mermaid.
//!
//! In: the graph of a cluster, its spec, and where changes are to be marked a plan. Out: text, the same bytes for the same
//! values. An SVG stands alone, follows the light or dark mode of its reader, and no text in it overlaps another.

mod known;
mod layout;
mod mermaid;
mod picture;
mod scene;
mod svg;
#[cfg(test)]
mod tests;
mod text;

use crate::graph::Graph;
use crate::plan::Plan;
use crate::spec::Spec;

/// How a picture is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// Scalable Vector Graphics, for browsers, documents and slides.
    #[default]
    Svg,
    /// The source of a Mermaid flowchart, which GitHub and GitLab draw in Markdown.
    Mermaid,
}

impl Format {
    /// Every format, with its name.
    pub const ALL: [(&str, Self); 2] = [("svg", Self::Svg), ("mermaid", Self::Mermaid)];

    /// Finds a format by its name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, format)| format)
    }
}

/// Draws a cluster. With a plan, what it creates, changes and deletes is marked, and what it deletes is drawn too.
///
/// `graph` is what the cluster should be, `spec` what the graph was made of.
pub fn render(graph: &Graph, spec: &Spec, plan: Option<&Plan>, format: Format) -> String {
    let picture = picture::draw(graph, spec, plan);
    match format {
        Format::Svg => svg::write(&layout::arrange(&picture)),
        Format::Mermaid => mermaid::write(&picture),
    }
}
