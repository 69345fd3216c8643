//! What cannot be changed, or not without disruption, once a cluster has been applied.
//!
//! In: the cluster as it was last applied and as it is to be. Out: [`Diagnostics`] about the new spec. kops refuses changes of
//! etcd only; the warnings are about changes that kops lets pass and that interrupt what runs in the cluster.

use super::codes;
use super::rules::{Rules, given, list};
use crate::defaults::{FullSpec, NEWEST_ETCD};
use crate::diag::{Diagnostics, SpecPath};
use crate::facts::Facts;
use crate::spec::{Cluster, ClusterSpec, EtcdCluster, ExactVersion, Version};

/// The first release of etcd after which 3.6 may follow: <https://etcd.io/blog/2025/zombie_members_upgrade/>.
const READY_FOR_3_6: Version = Version::new(3, 5, 26);

/// Checks what changes between the cluster as it was last applied and a spec.
///
/// ```
/// use kops_core::{Spec, defaults, facts::Facts, validate};
///
/// let facts = Facts::built_in("us-east-2");
/// let spec = |networking: &str| {
///     let head = "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata: {name: a.example.com}\n";
///     let text = format!("{head}spec: {{networking: {networking}}}");
///     defaults::fill(Spec::from_yaml("a.yaml", &text).unwrap(), &facts)
/// };
/// let found = validate::check_change(&spec("{calico: {}}").cluster, &spec("{cilium: {}}"));
/// assert_eq!(found.to_string().lines().count(), 1);
/// assert_eq!(found.iter().next().unwrap().code, "change/networking");
/// ```
pub fn check_change(applied: &Cluster, full: &FullSpec) -> Diagnostics {
    let facts = Facts::default();
    let mut rules = Rules::new(full, &facts);
    check_etcd(&mut rules, &applied.spec);
    check_networking(&mut rules, &applied.spec);
    check_ranges(&mut rules, &applied.spec);
    check_version(&mut rules, applied);
    let mut found = rules.into_findings();
    found.sort();
    found
}

fn check_etcd(rules: &mut Rules<'_>, applied: &ClusterSpec) {
    let wanted = &rules.spec().etcd_clusters;
    for before in &applied.etcd_clusters {
        let Some(name) = given(&before.name) else { continue };
        match wanted.iter().position(|etcd| given(&etcd.name) == Some(name)) {
            Some(index) => {
                let path = rules.at("etcdClusters").index(index);
                check_members(rules, &path.key("etcdMembers"), before, &wanted[index]);
                check_etcd_version(rules, path.key("version"), before, &wanted[index]);
            }
            None => {
                let wrong = format!("the etcd cluster `{name}` cannot be removed: it holds what the cluster knows");
                rules.refuse(rules.at("etcdClusters"), codes::CHANGE_ETCD, wrong, format!("add `{name}` again"));
            }
        }
    }
}

/// The volume of a member is in the zone of its group and has its data, so that it cannot follow to another group.
fn check_members(rules: &mut Rules<'_>, path: &SpecPath, before: &EtcdCluster, wanted: &EtcdCluster) {
    for (i, member) in wanted.etcd_members.iter().enumerate() {
        let old = before.etcd_members.iter().find(|old| given(&old.name).is_some() && old.name == member.name);
        let Some(was) = old.and_then(|old| given(&old.instance_group)) else { continue };
        if let Some(group) = given(&member.instance_group).filter(|group| *group != was) {
            let name = given(&member.name).unwrap_or_default();
            let wrong = format!("the member `{name}` of etcd cannot move from the group `{was}` to `{group}`");
            let help = format!("write `{was}`, or add a member with another name");
            rules.refuse(path.index(i).key("instanceGroup"), codes::CHANGE_ETCD_MEMBER, wrong, help);
        }
    }
}

/// kops has etcd-manager run any release that it supports, whatever ran before.
fn check_etcd_version(rules: &mut Rules<'_>, path: SpecPath, before: &EtcdCluster, wanted: &EtcdCluster) {
    let version = |etcd: &EtcdCluster| given(&etcd.version).and_then(Version::parse);
    let Some((from, to)) = version(before).zip(version(wanted)) else { return };
    let minor = |version: Version| (version.major, version.minor);
    let name = given(&wanted.name).unwrap_or_default();
    if from < READY_FOR_3_6 && to >= Version::new(3, 6, 0) {
        let wrong = format!(
            "etcd `{from}` of the etcd cluster `{name}` is upgraded to `{to}` at once, after which members that were removed may come back"
        );
        let [ready, _] = NEWEST_ETCD;
        let help = format!(
            "first write `{ready}` for every etcd cluster, update the cluster and replace its control plane; then leave the version out"
        );
        rules.warn(path, codes::CHANGE_ETCD_VERSION, wrong, help);
    } else if minor(to) < minor(from) {
        let wrong = format!(
            "etcd `{from}` of the etcd cluster `{name}` cannot go back to `{to}` safely: it may not read what the newer release has written"
        );
        rules.warn(path, codes::CHANGE_ETCD_VERSION, wrong, format!("stay with {}.{}", from.major, from.minor));
    }
}

fn check_networking(rules: &mut Rules<'_>, applied: &ClusterSpec) {
    let chosen = |spec: &ClusterSpec| spec.networking.clone().unwrap_or_default().chosen();
    let (before, wanted) = (chosen(applied), chosen(rules.spec()));
    if before == wanted || before.is_empty() || wanted.is_empty() {
        return;
    }
    let names = |names: &[&'static str]| list(names.iter().copied());
    let wrong = format!("pods lose their network while it changes from {} to {}", names(&before), names(&wanted));
    let help =
        "plan for downtime: pods reach each other again once every instance has been replaced; a new cluster avoids it";
    rules.warn(rules.at("networking").key(wanted[0]), codes::CHANGE_NETWORKING, wrong, help);
}

fn check_ranges(rules: &mut Rules<'_>, applied: &ClusterSpec) {
    let spec = rules.spec();
    let ranges = [
        ("nonMasqueradeCIDR", &applied.non_masquerade_cidr, &spec.non_masquerade_cidr),
        ("podCIDR", &applied.pod_cidr, &spec.pod_cidr),
        ("serviceClusterIPRange", &applied.service_cluster_ip_range, &spec.service_cluster_ip_range),
    ];
    for (field, before, wanted) in ranges {
        let Some((before, wanted)) = given(before).zip(given(wanted)).filter(|(before, wanted)| before != wanted)
        else {
            continue;
        };
        let wrong = format!("`{field}` changes from `{before}` to `{wanted}`, and what runs keeps its old addresses");
        let help = format!("write `{before}`; a cluster with other ranges is best made anew");
        rules.warn(rules.at(field), codes::CHANGE_RANGE, wrong, help);
    }
}

/// Kubernetes supports control planes that are one minor release apart, and no way back.
fn check_version(rules: &mut Rules<'_>, applied: &Cluster) {
    let version = |cluster: &Cluster| given(&cluster.spec.kubernetes_version).and_then(ExactVersion::parse);
    let Some((before, wanted)) = version(applied).zip(version(rules.cluster())) else { return };
    let (from, to) = (before.numbers(), wanted.numbers());
    if from.major != to.major {
        return;
    }
    let path = rules.at("kubernetesVersion");
    if to.minor > from.minor + 1 {
        let wrong = format!("Kubernetes `{before}` is upgraded to `{wanted}`, past minor releases between them");
        let help = format!("upgrade one minor release at a time: to 1.{} first", from.minor + 1);
        rules.warn(path, codes::CHANGE_VERSION, wrong, help);
    } else if to.minor < from.minor {
        let wrong = format!(
            "Kubernetes `{before}` cannot go back to `{wanted}` safely: etcd may hold objects that it does not know"
        );
        rules.warn(path, codes::CHANGE_VERSION, wrong, format!("stay with 1.{}", from.minor));
    }
}
