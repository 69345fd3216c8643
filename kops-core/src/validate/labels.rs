//! Tags, labels and taints.

use std::collections::{BTreeMap, BTreeSet};

use super::codes;
use super::rules::{self, Rules};
use crate::diag::SpecPath;
use crate::naming::tags;
use crate::spec::InstanceGroup;

/// Tags by which the cluster finds what is its own.
const RESERVED: [&str; 2] = [tags::NAME, tags::CLUSTER];
const RESERVED_PREFIXES: [&str; 3] = [tags::OWNERSHIP_PREFIX, tags::ROLE_PREFIX, tags::KOPS_PREFIX];
/// The tags that AWS lets a resource have, less the three that the cluster gives each.
const MOST_TAGS: usize = 50 - 3;
const EFFECTS: [&str; 3] = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

pub(super) fn check_cluster(rules: &mut Rules<'_>) {
    let path = rules.at("cloudLabels");
    check_tags(rules, &path, &rules.spec().cloud_labels, None);
}

pub(super) fn check_group(rules: &mut Rules<'_>, group: &InstanceGroup) {
    let spec = &group.spec;
    check_tags(rules, &rules::at(group, "cloudLabels"), &spec.cloud_labels, Some(group.name()));
    for key in spec.node_labels.keys().filter(|key| key.matches('/').count() > 1) {
        let path = rules::at(group, "nodeLabels").key(key);
        rules.refuse(
            path,
            codes::NODE_LABEL,
            format!("the label `{key}` has more than one `/`"),
            "keep one of them, after the domain",
        );
    }
    let mut seen = BTreeSet::new();
    for (i, taint) in spec.taints.iter().enumerate() {
        let path = rules::at(group, "taints").index(i);
        if !is_taint(taint) {
            let help = "write `key=value:NoSchedule`, or another effect: `PreferNoSchedule`, `NoExecute`";
            rules.refuse(path, codes::TAINT, format!("`{taint}` is not a taint"), help);
        } else if !seen.insert(taint) {
            rules.refuse(path, codes::TAINT, format!("the taint `{taint}` stands here twice"), "remove one of the two");
        }
    }
}

fn check_tags(rules: &mut Rules<'_>, path: &SpecPath, labels: &BTreeMap<String, String>, group: Option<&str>) {
    if labels.len() > MOST_TAGS {
        let wrong = format!("`cloudLabels` has {} tags", labels.len());
        let help = "keep 47 at most: AWS lets a resource have 50, and the cluster sets at least three";
        rules.refuse(path.clone(), codes::LABELS, wrong, help);
    }
    for (key, value) in labels {
        if key == tags::INSTANCE_GROUP && group.is_some() {
            if group != Some(value) {
                let wrong = format!("`{value}` is not the name of the group, which the tag `{key}` tells");
                rules.refuse(path.key(key), codes::LABEL, wrong, "remove it: it is set without saying so");
            }
        } else if RESERVED.contains(&key.as_str()) || RESERVED_PREFIXES.iter().any(|prefix| key.starts_with(prefix)) {
            let wrong = format!("the tag `{key}` is one that the cluster sets itself");
            rules.refuse(path.key(key), codes::LABEL, wrong, "choose another name");
        }
    }
}

/// True for `key=value:effect` and `key:effect`.
fn is_taint(text: &str) -> bool {
    let Some((what, effect)) = text.split_once(':') else { return false };
    let key = what.split_once('=').map_or(what, |(key, _)| key);
    !key.is_empty() && what.matches('=').count() <= 1 && EFFECTS.contains(&effect)
}
