//! etcd: its version, backups and their retention.

use super::cluster::below;
use super::{Notes, Version};
use crate::naming::paths;
use crate::spec::Cluster;

/// The newest releases that etcd-manager of this kops runs.
pub(crate) const NEWEST: [Version; 2] = [Version::new(3, 5, 31), Version::new(3, 6, 12)];

/// Days that backups are kept.
const RETENTION_DAYS: u32 = 90;

pub(super) fn fill(cluster: &mut Cluster, version: Version, notes: &mut Notes<'_>) {
    let base = cluster.spec.config_base.clone().filter(|base| !base.is_empty());
    let newest = if version.is_before(34) { NEWEST[0] } else { NEWEST[1] };
    for (i, etcd) in cluster.spec.etcd_clusters.iter_mut().enumerate() {
        let at = |field: &str| format!("etcdClusters[{i}].{field}");
        let manager = etcd.manager.get_or_insert_default();
        let rule = "how long backups are kept";
        notes.set(&mut manager.backup_retention_days, at("manager.backupRetentionDays"), RETENTION_DAYS, rule);
        notes.fill(&mut etcd.version, at("version"), newest.to_string(), "the release for the version of Kubernetes");
        if let (Some(base), Some(name)) = (&base, &etcd.name) {
            let backups = etcd.backups.get_or_insert_default();
            let store = below(base, &paths::etcd_backups(name));
            notes.fill(&mut backups.backup_store, at("backups.backupStore"), store, "below `configBase`");
        }
    }
}
