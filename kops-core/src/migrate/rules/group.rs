//! Rules of instance groups, and of kubelets, which clusters have settings for as well.

use super::{BOTH, GROUP, Rule};
use crate::migrate::edit::Edit;
use crate::migrate::find::{find, removed, removed_where, renamed};
use crate::validate::is_retired_image;
use crate::yaml::Node;

/// Flags that Kubernetes has removed.
const KUBELET_FLAGS: [&str; 10] = [
    "apiServers",
    "bootstrapKubeconfig",
    "configureCbr0",
    "cpuCFSQuotaPeriod",
    "enableCadvisorJsonEndpoints",
    "networkPluginMTU",
    "networkPluginName",
    "nonMasqueradeCIDR",
    "podInfraContainerImage",
    "requireKubeconfig",
];

pub(super) const RULES: &[Rule] = &[
    Rule {
        kinds: BOTH,
        find: |root| {
            in_kubelets(root, |section| {
                renamed(root, &format!("{section}.experimentalAllowedUnsafeSysctls"), "allowedUnsafeSysctls")
            })
        },
        reason: "it was renamed in Kubernetes 1.11",
    },
    Rule {
        kinds: BOTH,
        find: |root| {
            in_kubelets(root, |section| {
                let paths: Vec<String> = KUBELET_FLAGS.iter().map(|flag| format!("{section}.{flag}")).collect();
                removed(root, &paths.iter().map(String::as_str).collect::<Vec<_>>())
            })
        },
        reason: "the kubelet no longer has the flag, and would not start with it",
    },
    Rule {
        kinds: GROUP,
        find: |root| removed_where(root, &["spec.image"], |node| node.as_str().is_some_and(is_retired_image)),
        reason: "the image cannot run a supported version of Kubernetes; without `image` the recommended one is used",
    },
    Rule {
        kinds: GROUP,
        find: |root| removed(root, &["spec.spotDurationInMinutes"]),
        reason: "AWS no longer offers spot instances for a fixed time",
    },
];

/// The kubelets of an object.
fn in_kubelets(root: &Node, edits: impl Fn(&str) -> Vec<Edit>) -> Vec<Edit> {
    let sections = ["spec.kubelet", "spec.masterKubelet"].into_iter().filter(|section| !find(root, section).is_empty());
    sections.flat_map(edits).collect()
}
