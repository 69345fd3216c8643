//! The storage classes of EBS volumes.

use serde_json::json;

use super::rbac::{account, cluster_role, cluster_role_binding, rule};
use super::{Addon, Object};
use crate::model::Context;

/// The driver that was part of Kubernetes; its classes are kept for the volumes that name them.
const IN_TREE: &str = "kubernetes.io/aws-ebs";
const CSI: &str = "ebs.csi.aws.com";

/// Returns the addon unless users manage storage classes.
pub(super) fn addon(context: &Context<'_>) -> Option<Addon> {
    let config = context.spec().cloud_config.as_ref();
    if config.and_then(|config| config.manage_storage_classes) == Some(false) {
        return None;
    }
    let cloud_provider = "system:aws-cloud-provider";
    let rules =
        [rule(&[""], &["nodes"], &["get", "list", "patch"]), rule(&[""], &["events"], &["create", "patch", "update"])];
    let addon = Addon::new(
        "storage-aws.addons.k8s.io",
        "v1.15.0",
        [
            class("default", IN_TREE, "gp2"),
            default(class("gp2", IN_TREE, "gp2"), false),
            default(encrypted(class("kops-ssd-1-17", IN_TREE, "gp2")), false),
            default(encrypted(class("kops-csi-1-21", CSI, "gp3")), true),
            cluster_role(cloud_provider, rules),
            cluster_role_binding(cloud_provider, cloud_provider, account("aws-cloud-provider")),
        ],
    );
    Some(addon.because_of(context.path("spec.cloudConfig.manageStorageClasses")))
}

fn class(name: &str, driver: &str, volume_type: &str) -> Object {
    Object::cluster_wide("storage.k8s.io/v1", "StorageClass", name)
        .with(json!({"provisioner": driver, "parameters": {"type": volume_type}}))
}

/// Volumes are encrypted, can grow, and are made in the zone of the pod that needs them.
fn encrypted(class: Object) -> Object {
    class.with(json!({
        "parameters": {"encrypted": "true"},
        "allowVolumeExpansion": true,
        "volumeBindingMode": "WaitForFirstConsumer",
    }))
}

/// Says whether volumes that name no class are of this one.
fn default(class: Object, is_default: bool) -> Object {
    class.annotation("storageclass.kubernetes.io/is-default-class", if is_default { "true" } else { "false" })
}
