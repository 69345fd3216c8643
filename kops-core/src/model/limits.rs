//! Finds what AWS would refuse of the graph, so that a plan refuses it first, with the line of the spec.

use std::collections::{BTreeMap, HashSet};

use crate::diag::{Diagnostic, SpecPath};
use crate::graph::{Graph, Node, Ownership};
use crate::resource::limits::Found;
use crate::resource::{Kind, LimitFault, Neighbors, OfKind, Ref, Resource, ResourceId, Subnet, Vpc, VpcCidrBlock};
use crate::spec::{Sources, Spec};

/// Returns what AWS would refuse of everything that the cluster makes. What several resources get from one field of the spec is
/// found once.
pub(super) fn check(graph: &Graph, spec: &Spec) -> Vec<Diagnostic> {
    let labels = spec.cluster.reference().field("spec.cloudLabels");
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let mut add = |id: &ResourceId, node: &Node, faults: Vec<LimitFault>| {
        for fault in faults {
            let path = path(node, &fault, &labels, &spec.sources);
            if seen.insert((fault.code, path.clone(), fault.message.clone())) {
                found.push(diagnostic(id, path, fault));
            }
        }
    };
    for (id, node) in owned(graph) {
        add(id, node, node.resource.faults());
        add(id, node, node.resource.faults_among(graph));
    }
    for (id, node, faults) in beside(graph) {
        add(id, node, faults);
    }
    found
}

/// Returns what AWS would refuse of two resources because of each other.
fn beside(graph: &Graph) -> Vec<(&ResourceId, &Node, Vec<LimitFault>)> {
    let mut all = Vec::new();
    let mut blocks: BTreeMap<String, (&str, &Subnet)> = BTreeMap::new();
    for (id, node) in owned(graph) {
        let mut found = Found::default();
        match &node.resource {
            Resource::Subnet(subnet) => {
                let first = subnet.ipv6_block().map(|block| *blocks.entry(block).or_insert((&id.name, subnet)));
                if let Some((name, first)) = first.filter(|(name, _)| *name != id.name) {
                    subnet.check_beside(name, first, &mut found);
                }
            }
            Resource::VpcCidrBlock(block) => {
                for (name, other) in cidrs(graph).take_while(|(_, other)| *other != block.cidr) {
                    block.check_beside(name, Some(other), &mut found);
                }
            }
            _ => {}
        }
        all.push((id, node, found.into_faults()));
    }
    all
}

fn owned(graph: &Graph) -> impl Iterator<Item = (&ResourceId, &Node)> {
    graph.nodes.iter().filter(|(_, node)| node.ownership == Ownership::Owned)
}

/// The CIDRs of the VPC, each with the name of the VPC.
fn cidrs(graph: &Graph) -> impl Iterator<Item = (&str, &str)> {
    let vpcs = graph.of_kind(Kind::Vpc).filter_map(|(name, node)| Some((name, Vpc::of(&node.resource)?)));
    let first = vpcs.filter_map(|(name, vpc)| Some((name, vpc.cidr.as_deref()?)));
    let further = graph.of_kind(Kind::VpcCidrBlock).filter_map(|(_, node)| VpcCidrBlock::of(&node.resource));
    first.chain(further.map(|block| (graph.cluster.as_str(), block.cidr.as_str())))
}

/// The field of the spec that a fault comes from; of a tag, its own line in the labels of the group or of the cluster, where
/// one of them has it.
fn path(node: &Node, fault: &LimitFault, labels: &SpecPath, sources: &Sources) -> Option<SpecPath> {
    let path = node.origin.fields.get(fault.field.name).or(node.origin.path.as_ref());
    let entry = |of: &SpecPath| {
        let entry = of.key(fault.key.as_deref()?);
        (sources.locate(&entry) != sources.locate(of)).then_some(entry)
    };
    path.and_then(entry).or_else(|| entry(labels)).or_else(|| path.cloned())
}

fn diagnostic(id: &ResourceId, path: Option<SpecPath>, fault: LimitFault) -> Diagnostic {
    let help = format!("AWS refuses it for the {} `{}` with `{}`", id.kind.title(), id.name, fault.aws_code);
    Diagnostic { path, ..Diagnostic::error(fault.code.id, fault.message).help(help) }
}

impl Neighbors for Graph {
    fn neighbor<T: OfKind>(&self, reference: &Ref) -> Option<(&str, &T)> {
        let Ref::Resource { id, .. } = reference else { return None };
        let (id, node) = self.nodes.get_key_value(id)?;
        Some((&id.name, T::of(&node.resource)?))
    }
}
