//! The deletion of an instance group, and of nothing else.

use super::obsolete::is_protected;
use super::ownership::Claim;
use super::{Plan, PlanError, PlanErrors, PlanOptions, plan_claimed};
use crate::cloud::{Observed, Snapshot};
use crate::graph::{Graph, Node};
use crate::naming::tags::DETACHED;
use crate::resource::{
    AutoscalingGroup, CloudId, Kind, LaunchTemplate, LifecycleHook, Resource, ResourceId, StandaloneInstance, WarmPool,
};
use crate::spec::InstanceGroup;
use crate::state::StoreView;

/// Plans the deletion of an instance group: its autoscaling group with all instances, hooks and warm pool, the instances that an
/// interrupted rolling update detached from it, and its launch template. Everything else is left as it is, as kops does it: what
/// the cluster no longer needs without the group, such as the role of bastions, is deleted by an update with
/// [`PlanOptions::prune`].
///
/// `graph` is the cluster with the group; the snapshot must cover its scope, with occupants.
///
/// # Errors
/// As [`super::plan`].
pub fn group_deletion(graph: &Graph, snapshot: &Snapshot, group: &str) -> Result<Plan, PlanErrors> {
    let is_of_group = |node: &&Node| {
        let object = node.origin.path.as_ref().map(|path| &path.object);
        object.is_some_and(|object| object.kind == InstanceGroup::KIND && object.name == group)
    };
    let wanted: Vec<(Kind, String)> = graph.nodes.values().filter(is_of_group).filter_map(named).collect();
    let is_wanted = |found: &&Observed| name(&found.resource).is_some_and(|name| wanted.contains(&name));
    let found: Vec<&Observed> = snapshot.resources.iter().filter(is_wanted).collect();
    let is_part = |part: &&Observed| {
        let whole = match &part.resource {
            Resource::LifecycleHook(LifecycleHook { group, .. }) | Resource::WarmPool(WarmPool { group, .. }) => {
                group.known()
            }
            Resource::StandaloneInstance(StandaloneInstance { tags, .. }) => tags.get(DETACHED).map(String::as_str),
            _ => None,
        };
        let groups = found.iter().filter(|found| found.resource.kind() == Kind::AutoscalingGroup);
        groups.map(|group| &group.id).any(|CloudId(id)| whole == Some(id.as_str()))
    };
    let parts = snapshot.resources.iter().filter(is_part);
    let found: Vec<&Observed> = found.iter().copied().chain(parts).collect();
    let protected = found.iter().filter(|found| is_protected(&found.resource)).map(|found| {
        let name = name(&found.resource).map(|(kind, name)| ResourceId::new(kind, name));
        let resource = name.unwrap_or_else(|| ResourceId::new(found.resource.kind(), found.id.as_str()));
        PlanError::Protected { resource, id: Some(found.id.clone()) }
    });
    let protected: Vec<PlanError> = protected.collect();
    if !protected.is_empty() {
        return Err(PlanErrors(protected));
    }
    let resources = found.into_iter().cloned().collect();
    let occupants = snapshot.occupants.clone();
    let snapshot = Snapshot { resources, occupants, calls: snapshot.calls.clone() };
    let (cluster, region, account) = (graph.cluster.clone(), graph.region.clone(), graph.account.clone());
    let empty = Graph { cluster, region, account, ..Graph::default() };
    let options = PlanOptions { prune: true, ..PlanOptions::default() };
    plan_claimed(&empty, Claim::of(graph), &snapshot, &StoreView::default(), &options)
}

fn named(node: &Node) -> Option<(Kind, String)> {
    name(&node.resource)
}

/// The name by which AWS finds what runs an instance group.
fn name(resource: &Resource) -> Option<(Kind, String)> {
    match resource {
        Resource::AutoscalingGroup(AutoscalingGroup { name, .. })
        | Resource::LaunchTemplate(LaunchTemplate { name, .. }) => Some((resource.kind(), name.clone())),
        _ => None,
    }
}
