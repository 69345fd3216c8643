//! What the driver and the containers beside it may do in Kubernetes.

use super::{CONTROLLER_ACCOUNT, NODE_ACCOUNT};
use crate::model::addons::Object;
use crate::model::addons::rbac::{READ, account, cluster_role, cluster_role_binding, role, role_binding, rule};

const STORAGE: &[&str] = &["storage.k8s.io"];
const SNAPSHOTS: &[&str] = &["snapshot.storage.k8s.io"];
const GROUP_SNAPSHOTS: &[&str] = &["groupsnapshot.storage.k8s.io"];
const CORE: &[&str] = &[""];
const REPORT: &[&str] = &["list", "watch", "create", "update", "patch"];
const READ_AND_PATCH: &[&str] = &["get", "list", "watch", "patch"];
const READ_AND_CHANGE: &[&str] = &["get", "list", "watch", "update", "patch"];

pub(super) fn objects() -> [Object; 12] {
    let controller = || account(CONTROLLER_ACCOUNT);
    let bound = |name: &str, role: &str| cluster_role_binding(name, role, controller());
    let leases = rule(&["coordination.k8s.io"], &["leases"], &["get", "watch", "list", "delete", "update", "create"]);
    [
        attacher(),
        node(),
        provisioner(),
        resizer(),
        snapshotter(),
        bound("ebs-csi-attacher-binding", "ebs-external-attacher-role"),
        cluster_role_binding("ebs-csi-node-getter-binding", "ebs-csi-node-role", account(NODE_ACCOUNT)),
        bound("ebs-csi-provisioner-binding", "ebs-external-provisioner-role"),
        bound("ebs-csi-resizer-binding", "ebs-external-resizer-role"),
        bound("ebs-csi-snapshotter-binding", "ebs-external-snapshotter-role"),
        role("ebs-csi-leases-role", [leases]),
        role_binding("ebs-csi-leases-rolebinding", "ebs-csi-leases-role", controller()),
    ]
}

fn attacher() -> Object {
    let rules = [
        rule(CORE, &["persistentvolumes"], READ_AND_PATCH),
        rule(STORAGE, &["csinodes"], READ),
        rule(STORAGE, &["volumeattachments"], READ_AND_PATCH),
        rule(STORAGE, &["volumeattachments/status"], &["patch"]),
    ];
    cluster_role("ebs-external-attacher-role", rules)
}

fn node() -> Object {
    let rules = [
        rule(STORAGE, &["volumeattachments"], READ),
        rule(CORE, &["nodes"], &["get"]),
        rule(CORE, &["nodes"], &["patch", "list", "watch"]),
        rule(STORAGE, &["csinodes"], &["get"]),
    ];
    cluster_role("ebs-csi-node-role", rules)
}

fn provisioner() -> Object {
    let rules = [
        rule(CORE, &["persistentvolumes"], &["get", "list", "watch", "create", "patch", "delete"]),
        rule(CORE, &["persistentvolumeclaims"], &["get", "list", "watch", "update"]),
        rule(STORAGE, &["storageclasses"], READ),
        rule(CORE, &["events"], REPORT),
        rule(SNAPSHOTS, &["volumesnapshots"], &["get", "list", "watch", "update"]),
        rule(SNAPSHOTS, &["volumesnapshotcontents"], &["get", "list"]),
        rule(STORAGE, &["csinodes"], READ),
        rule(CORE, &["nodes"], READ),
        rule(STORAGE, &["volumeattachments"], READ),
        rule(STORAGE, &["volumeattributesclasses"], &["get"]),
    ];
    cluster_role("ebs-external-provisioner-role", rules)
}

fn resizer() -> Object {
    let rules = [
        rule(CORE, &["persistentvolumes"], READ_AND_PATCH),
        rule(CORE, &["persistentvolumeclaims"], READ),
        rule(CORE, &["pods"], READ),
        rule(CORE, &["persistentvolumeclaims/status"], &["patch"]),
        rule(CORE, &["events"], REPORT),
        rule(STORAGE, &["volumeattributesclasses"], READ),
    ];
    cluster_role("ebs-external-resizer-role", rules)
}

fn snapshotter() -> Object {
    let rules = [
        rule(CORE, &["events"], REPORT),
        rule(SNAPSHOTS, &["volumesnapshotclasses"], READ),
        rule(SNAPSHOTS, &["volumesnapshotcontents"], READ_AND_CHANGE),
        rule(SNAPSHOTS, &["volumesnapshotcontents/status"], &["update", "patch"]),
        rule(GROUP_SNAPSHOTS, &["volumegroupsnapshotclasses"], READ),
        rule(GROUP_SNAPSHOTS, &["volumegroupsnapshotcontents"], READ_AND_CHANGE),
        rule(GROUP_SNAPSHOTS, &["volumegroupsnapshotcontents/status"], &["update", "patch"]),
    ];
    cluster_role("ebs-external-snapshotter-role", rules)
}
