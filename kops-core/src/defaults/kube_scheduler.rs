//! The scheduler.

use super::{Notes, image};
use crate::spec::{Cluster, LeaderElection};

pub(super) fn fill(cluster: &mut Cluster, notes: &mut Notes<'_>) {
    let image = image::kubernetes(cluster, "kube-scheduler");
    let scheduler = cluster.spec.kube_scheduler.get_or_insert_default();
    notes.fill(&mut scheduler.log_level, "kubeScheduler.logLevel", 2, "the default level");
    notes.fill(&mut scheduler.image, "kubeScheduler.image", image, "the version of Kubernetes");
    if scheduler.leader_election.is_none() {
        scheduler.leader_election = Some(LeaderElection { leader_elect: Some(true), ..LeaderElection::default() });
        notes.note("kubeScheduler.leaderElection.leaderElect", "one of several leads");
    }
}
