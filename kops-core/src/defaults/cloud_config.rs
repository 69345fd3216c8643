//! How the cluster uses the cloud.

use super::Notes;
use crate::spec::Cluster;

/// The EBS CSI driver that this kops runs.
const EBS_CSI_DRIVER: &str = "v1.58.0";

pub(super) fn fill(cluster: &mut Cluster, notes: &mut Notes<'_>) {
    let ipv6 = cluster.is_ipv6_only();
    let config = cluster.spec.cloud_config.get_or_insert_default();
    let at = |field: &str| format!("cloudConfig.{field}");
    notes.set(&mut config.manage_storage_classes, at("manageStorageClasses"), true, "kops makes storage classes");
    let driver = config.aws_ebs_csi_driver.get_or_insert_default();
    let rule = "the release that kops installs";
    notes.set(&mut driver.version, at("awsEBSCSIDriver.version"), EBS_CSI_DRIVER, rule);
    if ipv6 {
        notes.list(&mut config.node_ip_families, at("nodeIPFamilies"), ["ipv6", "ipv4"], "pods have IPv6 addresses");
    }
}
