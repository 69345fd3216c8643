//! etcd: its clusters, members and versions.

use std::collections::BTreeSet;

use super::codes;
use super::rules::{Rules, advice, given};
use crate::defaults::NEWEST_ETCD;
use crate::diag::SpecPath;
use crate::spec::{EtcdCluster, EtcdProvider, Role, Version};

const NAMES: [&str; 4] = ["main", "events", "cilium", "leases"];

pub(super) fn check(rules: &mut Rules<'_>) {
    let clusters = &rules.spec().etcd_clusters;
    if !clusters.iter().any(|etcd| etcd.name.as_deref() == Some("main")) {
        let help = "add `etcdClusters` `main` and `events`, each with a member for every control-plane group";
        rules.refuse(rules.at("etcdClusters"), codes::ETCD_MISSING, "there is no etcd cluster `main`", help);
    }
    let mut names = BTreeSet::new();
    for (i, etcd) in clusters.iter().enumerate() {
        let path = rules.at("etcdClusters").index(i);
        let name = given(&etcd.name).unwrap_or_default();
        if !NAMES.contains(&name) {
            let wrong = format!("`{name}` is not an etcd cluster that Kubernetes uses");
            rules.refuse(path.key("name"), codes::ETCD_NAME, wrong, advice(name, NAMES.into_iter()));
        } else if !names.insert(name) {
            let wrong = format!("two etcd clusters are called `{name}`");
            rules.refuse(path.key("name"), codes::ETCD_NAME, wrong, "remove one of the two");
        }
        if etcd.provider == Some(EtcdProvider::Legacy) {
            let wrong = "etcd is run by etcd-manager only";
            rules.refuse(path.key("provider"), codes::ETCD_NAME, wrong, "remove `provider`");
        }
        for (field, is_set) in [
            ("leaderElectionTimeout", etcd.leader_election_timeout.is_some()),
            ("heartbeatInterval", etcd.heartbeat_interval.is_some()),
        ] {
            if is_set {
                let wrong = "etcd-manager does not support timeouts of etcd other than its own";
                rules.refuse(path.key(field), codes::ETCD_TIMEOUT, wrong, format!("remove `{field}`"));
            }
        }
        check_version(rules, &path, etcd, clusters);
        check_backups(rules, &path, etcd, &clusters[..i]);
        check_members(rules, &path, name, etcd);
        check_coverage(rules, &path, name, etcd);
    }
}

/// True for a version of etcd that etcd-manager runs.
pub(crate) fn runs(version: Version) -> bool {
    NEWEST_ETCD
        .iter()
        .any(|newest| (newest.major, newest.minor) == (version.major, version.minor) && version <= *newest)
}

fn check_version(rules: &mut Rules<'_>, path: &SpecPath, etcd: &EtcdCluster, all: &[EtcdCluster]) {
    let Some(text) = given(&etcd.version) else { return };
    if !Version::is_whole(text) || !Version::parse(text).is_some_and(runs) {
        let [old, new] = NEWEST_ETCD;
        let help = format!("leave it out for the recommended one, or choose one of 3.5.0 to {old} or 3.6.0 to {new}");
        rules.refuse(path.key("version"), codes::ETCD_VERSION, format!("etcd `{text}` cannot be run"), help);
    }
    let is_written = |path: &SpecPath| rules.is_written(&path.key("version"));
    let first = all.first().and_then(|first| given(&first.version));
    let wrong = match first {
        Some(first) if first != text => format!("etcd clusters have different versions: `{first}` and `{text}`"),
        _ if is_written(path) && !is_written(&rules.at("etcdClusters").index(0)) => {
            format!("one etcd cluster has `{text}`, and the first one has no version")
        }
        _ => return,
    };
    rules.refuse(path.key("version"), codes::ETCD_VERSION, wrong, "give them the same, or leave it out of all");
}

/// Backups of two etcd clusters in one place would overwrite each other, and so would what etcd-manager keeps beside them.
fn check_backups(rules: &mut Rules<'_>, path: &SpecPath, etcd: &EtcdCluster, before: &[EtcdCluster]) {
    let place = |etcd: &EtcdCluster| {
        let backups = etcd.backups.as_ref()?;
        Some(given(&backups.backup_store)?.trim_end_matches('/').to_owned())
    };
    let Some(store) = place(etcd) else { return };
    if let Some(other) = before.iter().find(|other| place(other).as_ref() == Some(&store)) {
        let wrong =
            format!("`{store}` has the backups of the etcd cluster `{}`", given(&other.name).unwrap_or_default());
        let help = "give each etcd cluster a place of its own, or leave `backupStore` out";
        rules.refuse(path.key("backups").key("backupStore"), codes::ETCD_BACKUPS, wrong, help);
    }
}

fn check_members(rules: &mut Rules<'_>, path: &SpecPath, name: &str, etcd: &EtcdCluster) {
    let members = &etcd.etcd_members;
    let at = path.key("etcdMembers");
    if members.is_empty() {
        let help = "add one for every control-plane group";
        rules.refuse(path.clone(), codes::ETCD_MEMBERS, format!("the etcd cluster `{name}` has no members"), help);
    } else if members.len().is_multiple_of(2) {
        let count = members.len();
        let wrong = format!(
            "the etcd cluster `{name}` has {count} members, an even number, which tolerates no more failures than {}",
            count - 1
        );
        let help = format!("have {} or {}, each on a control plane of its own", count - 1, count + 1);
        rules.refuse(at.clone(), codes::ETCD_MEMBERS, wrong, help);
    }
    let mut seen = BTreeSet::new();
    for (i, member) in members.iter().enumerate() {
        let at = at.index(i);
        match given(&member.name) {
            None => {
                let help = "name it after its zone, such as `a`";
                rules.refuse(at.clone(), codes::ETCD_MEMBER, "a member of etcd has no name", help);
            }
            Some(name) if !seen.insert(name) => {
                let wrong = format!("two members are called `{name}`");
                rules.refuse(at.key("name"), codes::ETCD_MEMBER, wrong, "rename one of them");
            }
            Some(_) => {}
        }
        if let Some(key) = given(&member.kms_key_id).filter(|key| key.contains("alias/")) {
            let wrong = format!("AWS tells the key of a volume by its ARN, so that a change of `{key}` is not noticed");
            rules.warn(at.key("kmsKeyId"), codes::ETCD_KEY, wrong, "write the ARN of the key");
        }
        check_group(rules, &at, given(&member.instance_group));
    }
}

fn check_group(rules: &mut Rules<'_>, at: &SpecPath, name: Option<&str>) {
    let masters: Vec<&str> = rules.groups_with(Role::Master).map(|group| group.name()).collect();
    let Some(name) = name else {
        let help = advice("", masters.into_iter());
        return rules.refuse(at.clone(), codes::ETCD_MEMBER, "a member of etcd has no `instanceGroup`", help);
    };
    if !masters.contains(&name) {
        let (code, wrong) = match rules.groups().iter().any(|group| group.name() == name) {
            true => (codes::ETCD_MEMBER, format!("the group `{name}` is not one of control planes")),
            false => (codes::ETCD_GROUP, format!("there is no group `{name}`")),
        };
        rules.refuse(at.key("instanceGroup"), code, wrong, advice(name, masters.into_iter()));
    }
}

/// Every control plane reaches etcd on its own machine, so each must have a member.
fn check_coverage(rules: &mut Rules<'_>, path: &SpecPath, name: &str, etcd: &EtcdCluster) {
    for group in rules.groups_with(Role::Master) {
        if !etcd.etcd_members.iter().any(|member| member.instance_group.as_deref() == Some(group.name())) {
            let wrong = format!("the control plane `{}` has no member of the etcd cluster `{name}`", group.name());
            let help = format!("add `{{name: …, instanceGroup: {}}}`", group.name());
            rules.refuse(path.key("etcdMembers"), codes::ETCD_MEMBER, wrong, help);
        }
    }
}
