//! The etcd clusters and their members, one on each control-plane node.

use super::ClusterOptions;
use super::options::NetworkingOption;
use crate::spec::{EtcdCluster, EtcdManager, EtcdMember, InstanceGroup, Quantity, Role};

/// How many days backups are kept.
const BACKUP_RETENTION_DAYS: u32 = 90;

pub(super) fn clusters(options: &ClusterOptions, groups: &[InstanceGroup]) -> Vec<EtcdCluster> {
    let mut names: Vec<&str> = options.etcd_clusters.iter().map(String::as_str).collect();
    if names.is_empty() {
        names = vec!["main", "events"];
    }
    if options.networking == Some(NetworkingOption::CiliumEtcd) {
        names.push("cilium");
    }
    let members: Vec<&str> =
        groups.iter().filter(|group| group.spec.role == Some(Role::Master)).map(|group| group.name()).collect();
    names.into_iter().map(|name| cluster(name, &members, options)).collect()
}

fn cluster(name: &str, groups: &[&str], options: &ClusterOptions) -> EtcdCluster {
    let members = groups.iter().zip(member_names(groups)).map(|(group, name)| EtcdMember {
        name: Some(name),
        instance_group: Some((*group).to_owned()),
        encrypted_volume: options.encrypt_etcd_storage.unwrap_or(true).then_some(true),
        volume_type: options.etcd_storage_type.clone(),
        ..EtcdMember::default()
    });
    let manager = EtcdManager { backup_retention_days: Some(BACKUP_RETENTION_DAYS), ..EtcdManager::default() };
    EtcdCluster {
        name: Some(name.to_owned()),
        etcd_members: members.collect(),
        manager: Some(manager),
        cpu_request: Some(quantity(if name == "main" { "200m" } else { "100m" })),
        memory_request: Some(quantity("100Mi")),
        ..EtcdCluster::default()
    }
}

fn quantity(text: &str) -> Quantity {
    text.parse().expect("a quantity")
}

/// The names of members: those of the groups, without what all begin with, down to one letter: `a`, `b`, `c`.
fn member_names(groups: &[&str]) -> Vec<String> {
    let mut names: Vec<&str> =
        groups.iter().map(|group| group.strip_prefix("control-plane-").unwrap_or(group)).collect();
    while let Some(first) = names.first().and_then(|name| name.chars().next())
        && names.iter().all(|name| name.starts_with(first))
        && names[0].len() > first.len_utf8()
    {
        names.iter_mut().for_each(|name| *name = &name[first.len_utf8()..]);
    }
    // A name of a host does not begin with a digit.
    let named = |name: &str| match name.starts_with(|c: char| c.is_ascii_digit()) {
        true => format!("etcd-{name}"),
        false => name.to_owned(),
    };
    names.into_iter().map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_have_the_shortest_names_that_differ() {
        for (groups, expected) in [
            (vec!["control-plane-us-east-2a"], vec!["a"]),
            (vec!["control-plane-us-east-2a", "control-plane-us-east-2c"], vec!["a", "c"]),
            (vec!["control-plane-us-east-2a-1", "control-plane-us-east-2a-2"], vec!["etcd-1", "etcd-2"]),
            (vec!["control-plane-us-east-1a", "control-plane-us-east-2a"], vec!["etcd-1a", "etcd-2a"]),
            (Vec::new(), Vec::new()),
        ] {
            assert_eq!(member_names(&groups), expected);
        }
    }
}
