//! Where kops keeps what in a state store: keys below the cluster's own.

use super::Role;

/// The cluster as the user wrote it.
pub const CLUSTER: &str = "config";
/// The cluster with every default.
pub const COMPLETED_SPEC: &str = "cluster-completed.spec";
/// The version of kops that wrote the store last.
pub const KOPS_VERSION: &str = "kops-version.txt";
/// The folder of the instance groups as the user wrote them.
pub const INSTANCE_GROUPS: &str = "instancegroup";
/// The folder of the public SSH keys of the user `admin`, the only one that kops knows.
pub const SSH_PUBLIC_KEYS: &str = "pki/ssh/public/admin";
/// The folder of the keysets.
pub const KEYSETS: &str = "pki/private";
/// The folder of the secrets.
pub const SECRETS: &str = "secrets";
/// The objects that are not kops's and are applied to the cluster as they are.
pub const ADDITIONAL_OBJECTS: &str = "clusteraddons/default";
/// What the machines of nodes read of the configuration that nodeup takes.
pub const NODE_CONFIGURATIONS: &str = "igconfig/node/*";

/// The list of the addons.
pub const BOOTSTRAP_CHANNEL: &str = "addons/bootstrap-channel.yaml";
/// The sidecar of the API server that answers its health checks.
pub const HEALTHCHECK: &str = "manifests/static/kube-apiserver-healthcheck.yaml";
/// The name in the graph of the sidecar of the API server.
pub const HEALTHCHECK_NAME: &str = "manifests-static-kube-apiserver-healthcheck";
/// The static pod that applies addons.
pub const CHANNELS: &str = "manifests/channels/kops-channels.yaml";
/// The name in the graph of the static pod that applies addons.
pub const CHANNELS_NAME: &str = "manifests-channels-kops-channels";

/// The SHA-256 of files that nodes download, as their publishers stated them: kops-core's own file.
pub const FILE_HASHES: &str = "igconfig/file-hashes";
/// The lock of the cluster while it is written: kops-core's own object. kops does not know it, and takes no notice of it but
/// that it refuses to delete a cluster that has one.
pub const LOCK: &str = "lock";

/// The folders that hold nothing but managed files.
pub const MANAGED_FOLDERS: [&str; 3] = ["addons", "igconfig", "manifests"];

/// What the deletion of a cluster removes; a state store that holds anything else is refused.
pub const KNOWN: [&str; 13] = [
    "addons",
    "backups",
    COMPLETED_SPEC,
    "cluster.spec",
    "clusteraddons",
    CLUSTER,
    "igconfig",
    INSTANCE_GROUPS,
    KOPS_VERSION,
    LOCK,
    "manifests",
    "pki",
    SECRETS,
];

/// The manifest of an addon, by its place below the list of the addons.
pub fn addon_manifest(location: &str) -> String {
    format!("addons/{location}")
}

/// A keyset with its private keys.
pub fn keyset(name: &str) -> String {
    format!("{KEYSETS}/{name}/keyset.yaml")
}

/// The folder of an etcd cluster's backups.
pub fn etcd_backups(etcd_cluster: &str) -> String {
    format!("backups/etcd/{etcd_cluster}")
}

/// The object below the place of its backups that says how large an etcd cluster should be.
pub fn etcd_cluster_spec(backups: &str) -> String {
    format!("{backups}/control/etcd-cluster-spec")
}

/// The static pod of etcd-manager for an etcd cluster on a group.
pub fn etcd_manager(etcd_cluster: &str, group: &str) -> String {
    format!("manifests/etcd/{etcd_cluster}-{group}.yaml")
}

/// What nodeup reads on the machines of a group.
pub fn node_config(role: Role, group: &str) -> String {
    format!("{}/nodeupconfig.yaml", group_folder(role, group))
}

/// The script that installs nodeup on the machines of a group that Karpenter makes.
pub fn boot_script(role: Role, group: &str) -> String {
    format!("{}/nodeupscript.sh", group_folder(role, group))
}

/// The folder of what the machines of a group read.
pub fn group_folder(role: Role, group: &str) -> String {
    format!("igconfig/{}/{group}", role_folder(role))
}

/// The role and the name of the group in whose folder a key is.
pub(crate) fn group_of(key: &str) -> Option<(Role, &str)> {
    let (role, rest) = key.strip_prefix("igconfig/")?.split_once('/')?;
    let (group, _) = rest.split_once('/')?;
    Some((Role::ALL.into_iter().find(|found| role_folder(*found) == role)?, group))
}

/// The group whose boot script a key is: one whose instances Karpenter starts.
pub(crate) fn group_of_boot_script(key: &str) -> Option<&str> {
    let (role, group) = group_of(key)?;
    (key == boot_script(role, group)).then_some(group)
}

fn role_folder(role: Role) -> &'static str {
    match role {
        Role::Master => "control-plane",
        Role::ApiServer => "apiserver",
        Role::Node => "node",
        Role::Bastion => "bastion",
    }
}
