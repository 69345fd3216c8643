//! What changes in an account between two states of a cluster, without the account.

use std::collections::BTreeMap;

use super::{Plan, PlanError, PlanErrors, PlanOptions, plan};
use crate::cloud::{Observed, Snapshot};
use crate::graph::{Graph, Node, Ownership};
use crate::resource::{CloudId, Kind, Output, Outputs, Resource, ResourceId, outputs_of_content};
use crate::state::{StoreObject, StoreView, Version};

/// Plans what would bring an account that is as one graph says to what another says.
///
/// Nothing is known of such an account: in place of ids, addresses and keys there are the names of their resources. What
/// both graphs note, and what both use of others, is left out, as it is no difference.
///
/// # Errors
/// Everything that keeps the account from becoming what `new` says, as [`plan`] finds it.
pub fn between(old: &Graph, new: &Graph, options: &PlanOptions) -> Result<Plan, PlanErrors> {
    let mut account = Imagined::default();
    account.hold(old, |_| true)?;
    // What others own is there before the spec names it.
    account.hold(new, |node| matches!(node.ownership, Ownership::Shared(_)))?;
    let Imagined { snapshot, store, .. } = account;
    let mut plan = plan(new, &snapshot, &store, options)?;
    plan.notes.retain(|note| !old.notes.contains(note));
    plan.shared.retain(|shared| !uses(old, &shared.resource, &shared.id));
    Ok(plan)
}

/// True where a graph uses something that others own.
fn uses(graph: &Graph, resource: &ResourceId, id: &CloudId) -> bool {
    graph.nodes.get(resource).is_some_and(|node| node.ownership == Ownership::Shared(id.clone()))
}

/// An account and a state store as a graph describes them.
#[derive(Default)]
struct Imagined {
    snapshot: Snapshot,
    store: StoreView,
    known: BTreeMap<ResourceId, Outputs>,
}

impl Imagined {
    /// Adds the nodes of a graph that are wanted and not there yet.
    fn hold(&mut self, graph: &Graph, is_wanted: impl Fn(&Node) -> bool) -> Result<(), PlanErrors> {
        let order = graph.order().map_err(|cycle| PlanErrors(vec![PlanError::Cycle(cycle)]))?;
        for id in order {
            match graph.nodes.get(&id) {
                Some(node) if is_wanted(node) && !self.known.contains_key(&id) => self.add(id, node),
                _ => {}
            }
        }
        Ok(())
    }

    fn add(&mut self, id: ResourceId, node: &Node) {
        let resource = node.resource.bind(&|id, output| self.known.get(id)?.get(&output).cloned());
        let cloud_id = match &node.ownership {
            Ownership::Shared(shared) => shared.clone(),
            Ownership::Owned => CloudId(id.name.clone()),
        };
        let outputs = match &resource {
            Resource::ManagedFile(file) => {
                let content = file.content.to_string();
                let outputs = outputs_of_content(&content);
                let version = Version::of(content.as_bytes());
                self.store.objects.insert(file.key.clone(), StoreObject { content, version, public: file.public });
                outputs
            }
            Resource::Keyset(_) | Resource::Secret(_) => {
                let outputs = outputs(&id, &cloud_id);
                let kept = if id.kind == Kind::Keyset { &mut self.store.keysets } else { &mut self.store.secrets };
                kept.insert(id.name.clone(), outputs.clone());
                outputs
            }
            _ => {
                let outputs = outputs(&id, &cloud_id);
                let observed = Observed { id: cloud_id, resource, outputs: outputs.clone(), deleting: false };
                self.snapshot.resources.push(observed);
                outputs
            }
        };
        self.known.insert(id, outputs);
    }
}

/// Something for everything that a resource can be asked for, by its name.
fn outputs(id: &ResourceId, cloud_id: &CloudId) -> Outputs {
    let of = |what: &str| format!("{what} of {id}");
    Outputs::from([
        (Output::Id, cloud_id.0.clone()),
        (Output::Arn, of("ARN")),
        (Output::DnsName, of("DNS name")),
        (Output::HostedZone, of("hosted zone")),
        (Output::Ipv6Cidr, of("IPv6 CIDR")),
        (Output::Version, "1".to_owned()),
        (Output::Address, of("address")),
        (Output::PrivateAddresses, of("addresses")),
        (Output::Sha256Base64Url, of("hash")),
        (Output::Certificates, of("certificates")),
        (Output::KeypairId, of("keypair id")),
        (Output::PublicKeys, of("public keys")),
        (Output::Jwks, of("public keys")),
    ])
}

#[cfg(test)]
mod tests {
    use super::super::tests::cluster::{demo, edit};
    use super::*;
    use crate::plan::Action;
    use crate::resource::AutoscalingGroup;

    fn lines(old: &Graph, new: &Graph) -> Vec<String> {
        let options = PlanOptions { prune: true, ..PlanOptions::default() };
        let plan = between(old, new, &options).unwrap_or_else(|errors| panic!("{errors}"));
        let line = |step: &super::super::Step| match &step.action {
            Action::Create { .. } => format!("+ {}", step.resource),
            Action::Update { .. } => format!("~ {}", step.resource),
            Action::Delete { .. } => format!("- {}", step.resource),
        };
        plan.steps.iter().map(line).collect()
    }

    #[test]
    fn a_graph_differs_from_another_in_exactly_what_was_changed() {
        let old = demo(2);
        assert_eq!(lines(&old, &old), [""; 0]);
        let mut new = old.clone();
        edit::<AutoscalingGroup>(&mut new, Kind::AutoscalingGroup, "nodes-0.demo", |group| group.max_size += 1);
        assert_eq!(lines(&old, &new), ["~ autoscaling-group/nodes-0.demo"]);
        let more = lines(&old, &demo(3));
        assert!(more.contains(&"+ autoscaling-group/nodes-2.demo".to_owned()), "{more:?}");
        assert!(more.iter().all(|line| line.starts_with('+')), "{more:?}");
        let fewer = lines(&demo(3), &old);
        assert!(fewer.contains(&"- autoscaling-group/nodes-2.demo".to_owned()), "{fewer:?}");
        assert!(fewer.iter().all(|line| line.starts_with('-')), "{fewer:?}");
    }
}
