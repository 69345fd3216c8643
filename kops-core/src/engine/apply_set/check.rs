//! Whether the plan of a set agrees with itself: a saved plan may have been edited, also by who computes its hash anew.

use super::data::{SetAction, SetCluster, SetPlan};
use crate::apply::InvalidPlan;
use crate::engine::Error;
use crate::spec::Objects;
use crate::state::clusters_of;

/// Returns the objects of each cluster, once nothing that is stored or deleted differs from what is planned for it.
///
/// # Errors
/// [`Error::InvalidPlan`], and [`Error::Invalid`] where objects cannot be read.
pub(super) fn objects(plan: &SetPlan) -> Result<Vec<Objects>, Error> {
    plan.clusters.iter().map(of_cluster).collect()
}

fn of_cluster(member: &SetCluster) -> Result<Objects, Error> {
    let SetCluster { cluster, action, objects, changed_objects: _, deleted_groups, plan } = member;
    let objects = Objects::from_yaml(cluster, objects)?;
    let owners = clusters_of(&objects).map_err(|error| Error::write(error, &objects))?;
    let other = owners.into_iter().chain([plan.cluster.clone()]).find(|other| other != cluster);
    let is_kept = |group: &&String| objects.groups.iter().any(|kept| kept.name() == *group);
    let problem = if let Some(other) = other {
        format!("it changes `{other}`")
    } else if (*action == SetAction::Delete) != plan.options.delete_cluster {
        let planned = if plan.options.delete_cluster { "deletes" } else { "keeps" };
        format!("its action is not that of its steps, whose plan {planned} the cluster")
    } else if let Some(group) = deleted_groups.iter().find(|group| !plan.options.prune || is_kept(group)) {
        format!("it deletes the instance group `{group}` from the state store only")
    } else {
        return Ok(objects);
    };
    Err(InvalidPlan::Member { cluster: cluster.clone(), problem }.into())
}
