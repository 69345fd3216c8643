//! The order in which nodes can be made: each after what it refers to.

use std::collections::{BTreeMap, BTreeSet};

use super::{Graph, Node};
use crate::resource::ResourceId;

/// Nodes that wait for each other, so that none can be made first.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("these wait for each other: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))]
pub struct Cycle(pub Vec<ResourceId>);

impl Node {
    /// Returns the nodes that must be there first: those that a field refers to, and those that it comes after.
    pub fn needs(&self) -> BTreeSet<ResourceId> {
        let referred = self.resource.references().into_iter().map(|(id, _)| id);
        referred.chain(self.after.iter().cloned()).collect()
    }
}

impl Graph {
    /// Returns the ids of all nodes, each after those that it needs; among those that are free, in the order of ids.
    ///
    /// References that lead out of the graph are passed over; [`Graph::check`] finds them.
    ///
    /// # Errors
    /// Nodes that wait for each other: all that lie on a cycle or behind one.
    pub fn order(&self) -> Result<Vec<ResourceId>, Cycle> {
        let mut waiting: BTreeMap<&ResourceId, usize> = BTreeMap::new();
        let mut dependents: BTreeMap<ResourceId, Vec<&ResourceId>> = BTreeMap::new();
        for (id, node) in &self.nodes {
            let needs: Vec<ResourceId> = node.needs().into_iter().filter(|n| self.nodes.contains_key(n)).collect();
            waiting.insert(id, needs.len());
            for need in needs {
                dependents.entry(need).or_default().push(id);
            }
        }
        let mut ready: BTreeSet<&ResourceId> = waiting.iter().filter(|(_, n)| **n == 0).map(|(id, _)| *id).collect();
        let mut order = Vec::with_capacity(self.nodes.len());
        while let Some(id) = ready.pop_first() {
            waiting.remove(id);
            order.push(id.clone());
            for dependent in dependents.get(id).into_iter().flatten() {
                if let Some(left) = waiting.get_mut(dependent) {
                    *left -= 1;
                    if *left == 0 {
                        ready.insert(dependent);
                    }
                }
            }
        }
        if waiting.is_empty() { Ok(order) } else { Err(Cycle(waiting.into_keys().cloned().collect())) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Builder, Origin};
    use super::*;
    use crate::resource::{InternetGateway, Kind, Ref, Subnet, Vpc};

    #[test]
    fn what_is_referred_to_comes_first() {
        let mut builder = Builder::new("demo", "us-east-2");
        let vpc = Ref::to(Kind::Vpc, "demo");
        let subnet = builder.own("a", Subnet { vpc: vpc.clone(), ..Subnet::default() }, Origin::default());
        let gateway = builder.own("demo", InternetGateway { vpc, ..InternetGateway::default() }, Origin::default());
        builder.own("demo", Vpc::default(), Origin::default());
        builder.after(&gateway, subnet);
        let graph = builder.finish().expect("is fine");
        let order: Vec<String> = graph.order().expect("has an order").iter().map(ToString::to_string).collect();
        assert_eq!(order, ["vpc/demo", "subnet/a", "internet-gateway/demo"]);
    }

    #[test]
    fn a_cycle_has_no_order() {
        let mut builder = Builder::new("demo", "us-east-2");
        let a = builder.own("a", Subnet::default(), Origin::default());
        let b = builder.own("b", Subnet::default(), Origin::default());
        builder.own("c", Subnet::default(), Origin::default());
        builder.after(&a, b.clone());
        builder.after(&b, a.clone());
        let graph = builder.finish().expect("is fine");
        assert_eq!(graph.order(), Err(Cycle(vec![a, b])));
    }
}
