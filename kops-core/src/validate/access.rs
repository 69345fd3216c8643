//! Who may reach the cluster.

use std::collections::{BTreeMap, BTreeSet};

use super::codes;
use super::range::read_source;
use super::rules::{Rules, given};
use crate::diag::SpecPath;
use crate::spec::{LoadBalancerType, Role};

/// Any source.
const ANY: &str = "0.0.0.0/0";

pub(super) fn check(rules: &mut Rules<'_>) {
    let spec = rules.spec();
    let lists = [
        ("sshAccess", &spec.ssh_access),
        ("kubernetesApiAccess", &spec.kubernetes_api_access),
        ("nodePortAccess", &spec.node_port_access),
    ];
    for (field, sources) in lists {
        for (i, source) in sources.iter().enumerate() {
            let path = rules.at(field).index(i);
            read_source(rules, path, source);
        }
        check_rules(rules, field, sources);
    }
    check_bastions(rules);
}

/// Warns of entries that kops takes for the same rule: it names that of a prefix list as if it were about any source.
fn check_rules(rules: &mut Rules<'_>, field: &str, sources: &[String]) {
    let mut named: BTreeMap<&str, &str> = BTreeMap::new();
    for (i, source) in sources.iter().map(String::as_str).enumerate() {
        let is_any = source.starts_with("pl-") && field != "nodePortAccess";
        let Some(first) = named.insert(if is_any { ANY } else { source }, source) else { continue };
        let (wrong, help) = if first == source {
            (format!("kops crashes where `{source}` stands twice"), "remove one of the two")
        } else {
            let wrong = format!("kops takes `{first}` and `{source}` for the same rule, and crashes");
            (wrong, "keep one of them, or write the ranges of the prefix list")
        };
        rules.warn(rules.at(field).index(i), codes::SOURCE, wrong, help);
    }
}

/// Warns of ranges from which the load balancer of bastions can be reached anyway, because its subnets have them: kops adds the rule twice.
fn check_bastions(rules: &mut Rules<'_>) {
    if rules.groups_with(Role::Bastion).next().is_none() {
        return;
    }
    let spec = rules.spec();
    let balancer = spec.topology.as_ref().and_then(|topology| topology.bastion.as_ref()?.load_balancer.as_ref());
    let internal = balancer.is_some_and(|balancer| balancer.r#type == Some(LoadBalancerType::Internal));
    let homes = spec.subnets.iter().filter(|subnet| subnet.is_private() == internal);
    for (i, source) in spec.ssh_access.iter().map(String::as_str).enumerate() {
        if let Some(subnet) = homes.clone().find(|subnet| given(&subnet.cidr) == Some(source)) {
            let name = given(&subnet.name).unwrap_or_default();
            let wrong = format!("kops admits the subnet `{name}` to bastions, and crashes where its range stands here");
            rules.warn(rules.at("sshAccess").index(i), codes::SOURCE, wrong, "remove it");
        }
    }
}

/// Checks a list of security groups that exist.
pub(super) fn check_security_groups(rules: &mut Rules<'_>, path: &SpecPath, ids: &[String]) {
    let mut seen = BTreeSet::new();
    for (i, id) in ids.iter().enumerate() {
        check_security_group(rules, path.index(i), id);
        if !seen.insert(id) {
            let wrong = format!("the security group `{id}` stands here twice");
            rules.refuse(path.index(i), codes::SECURITY_GROUP, wrong, "remove one of the two");
        }
    }
}

/// Checks the id of a security group.
pub(super) fn check_security_group(rules: &mut Rules<'_>, path: SpecPath, id: &str) {
    if !id.starts_with("sg-") {
        let wrong = format!("`{id}` is not the id of a security group");
        rules.refuse(path, codes::SECURITY_GROUP, wrong, "an id is written `sg-0a1b2c3d4e5f60718`");
    }
}
