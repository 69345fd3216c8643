//! The invariants of every graph, independent of the model.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Cycle, Graph, Ownership};
use crate::naming::tags;
use crate::resource::{Change, Kind, Resource, ResourceId};

/// An invariant that a graph breaks: a fault of the program that made it, not of the user's spec.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Defect {
    /// A node stands under the id of another kind.
    #[error("{id} holds a {}", .holds.title())]
    Kind {
        /// Where it stands.
        id: ResourceId,
        /// What it is.
        holds: crate::resource::Kind,
    },
    /// A reference leads nowhere.
    #[error("{from} needs {to}, which is not in the graph")]
    Missing {
        /// Who refers.
        from: ResourceId,
        /// To what.
        to: ResourceId,
    },
    /// Something that exists already would have to wait for something that does not.
    #[error("{shared} is shared and waits for {owned}, which the cluster makes")]
    SharedWaits {
        /// What exists.
        shared: ResourceId,
        /// What does not.
        owned: ResourceId,
    },
    /// Two nodes are the same thing to the cloud.
    #[error("{first} and {second} are the same to the cloud")]
    SameIdentity {
        /// One of them.
        first: ResourceId,
        /// The other.
        second: ResourceId,
    },
    /// Nodes wait for each other.
    #[error(transparent)]
    Cycle(#[from] Cycle),
}

impl Graph {
    /// Returns every invariant that this graph breaks; none for a graph that can be planned.
    pub fn check(&self) -> Vec<Defect> {
        let mut defects = Vec::new();
        let mut identities: BTreeMap<String, &ResourceId> = BTreeMap::new();
        for (id, node) in &self.nodes {
            if node.resource.kind() != id.kind {
                defects.push(Defect::Kind { id: id.clone(), holds: node.resource.kind() });
            }
            for need in node.needs() {
                match self.nodes.get(&need) {
                    None => defects.push(Defect::Missing { from: id.clone(), to: need }),
                    Some(needed) => {
                        // Only the account tells whether a shared security group is in the cluster's VPC: the plan compares them.
                        let is_compared = id.kind == Kind::SecurityGroup && need.kind == Kind::Vpc;
                        let waits =
                            matches!(node.ownership, Ownership::Shared(_)) && needed.ownership == Ownership::Owned;
                        if waits && !is_compared {
                            defects.push(Defect::SharedWaits { shared: id.clone(), owned: need });
                        }
                    }
                }
            }
            if let Some(identity) = identity(&node.resource, &node.ownership) {
                match identities.get(&identity) {
                    Some(first) => {
                        defects.push(Defect::SameIdentity { first: (*first).clone(), second: id.clone() });
                    }
                    None => {
                        identities.insert(identity, id);
                    }
                }
            }
        }
        defects.extend(self.order().err().map(Defect::from));
        defects
    }
}

/// What makes a resource itself: the fields of its identity, the tag `Name` where it has none, the id of a shared one.
fn identity(resource: &Resource, ownership: &Ownership) -> Option<String> {
    let kind = resource.kind();
    if let Ownership::Shared(id) = ownership {
        return Some(format!("{kind} {id}"));
    }
    let fields = resource.to_value();
    let own: Vec<Value> = kind
        .fields()
        .iter()
        .filter(|field| field.change == Change::Identity)
        .filter_map(|field| field.of(&fields).cloned())
        .collect();
    if own.is_empty() {
        let name = resource.tags()?.get(tags::NAME)?;
        return Some(format!("{kind} named {name}"));
    }
    Some(format!("{kind} {}", Value::Array(own)))
}

#[cfg(test)]
mod tests {
    use super::super::{Builder, Origin};
    use crate::resource::{ElasticIp, InternetGateway, Kind, NatGateway, Ref, SecurityGroup, Subnet, Vpc};

    fn defects(build: impl FnOnce(&mut Builder)) -> Vec<String> {
        let mut builder = Builder::new("demo", "us-east-2");
        build(&mut builder);
        builder.finish().expect("is built").check().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_broken_invariant_is_found() {
        let vpc = Ref::to(Kind::Vpc, "demo");
        type Case = (&'static str, Box<dyn Fn(&mut Builder)>, &'static [&'static str]);
        let gateway = {
            let vpc = vpc.clone();
            move |g: &mut Builder| {
                g.own("x", InternetGateway { vpc: vpc.clone(), ..InternetGateway::default() }, Origin::default());
            }
        };
        let cases: Vec<Case> = vec![
            ("nothing", Box::new(|_| {}), &[]),
            (
                "a reference to what is not there",
                Box::new(gateway),
                &["internet-gateway/x needs vpc/demo, which is not in the graph"],
            ),
            (
                "shared after owned",
                Box::new(move |g| {
                    g.own("demo", Vpc::default(), Origin::default());
                    let subnet = Subnet { vpc: vpc.clone(), ..Subnet::default() };
                    g.share("a", "subnet-1", subnet, Origin::default());
                }),
                &["subnet/a is shared and waits for vpc/demo, which the cluster makes"],
            ),
            (
                "two groups of one name",
                Box::new(|g| {
                    let group = SecurityGroup { name: "g".into(), ..SecurityGroup::default() };
                    g.own("a", group.clone(), Origin::default());
                    g.own("b", group, Origin::default());
                }),
                &["security-group/a and security-group/b are the same to the cloud"],
            ),
            (
                "one address under two names",
                Box::new(|g| {
                    g.share("a", "eipalloc-1", ElasticIp::default(), Origin::default());
                    g.share("b", "eipalloc-1", ElasticIp::default(), Origin::default());
                }),
                &["elastic-ip/a and elastic-ip/b are the same to the cloud"],
            ),
            (
                "a cycle",
                Box::new(|g| {
                    let a = g.own("a", NatGateway::default(), Origin::default());
                    let b = g.own("b", NatGateway::default(), Origin::default());
                    g.after(&a, b.clone());
                    g.after(&b, a);
                }),
                &["these wait for each other: nat-gateway/a, nat-gateway/b"],
            ),
        ];
        for (name, build, expected) in cases {
            assert_eq!(defects(|g| build(g)), expected, "{name}");
        }
    }
}
