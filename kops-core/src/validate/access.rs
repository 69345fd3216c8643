//! Who may reach the cluster.

use std::collections::BTreeSet;

use super::codes;
use super::range::read_source;
use super::rules::Rules;
use crate::diag::SpecPath;

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
