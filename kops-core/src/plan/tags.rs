//! Tags: the cluster's are brought to what the spec says, those of others are left alone.

use serde_json::{Map, Value};

use crate::naming::tags::{AWS_PREFIX, KOPS_PREFIX, REVISION};
use crate::resource::{Kind, Tags};

/// What has to happen to the tags of a resource.
#[derive(Debug)]
pub(super) struct TagChange {
    /// The tags that change, as they are; null for those that are not there.
    pub(super) old: Map<String, Value>,
    /// The tags that change, as they should be; null for those that go.
    pub(super) new: Map<String, Value>,
}

/// Compares the tags of a resource.
pub(super) fn compare(kind: Kind, desired: &Map<String, Value>, found: &Map<String, Value>) -> Option<TagChange> {
    let mut change = TagChange { old: Map::new(), new: Map::new() };
    for (key, value) in desired {
        if found.get(key) != Some(value) {
            change.old.insert(key.clone(), found.get(key).cloned().unwrap_or(Value::Null));
            change.new.insert(key.clone(), value.clone());
        }
    }
    for (key, value) in found {
        if !desired.contains_key(key) && is_stale(kind, key) {
            change.old.insert(key.clone(), value.clone());
            change.new.insert(key.clone(), Value::Null);
        }
    }
    (!change.new.is_empty()).then_some(change)
}

/// Returns all tags of a resource as they should be: the spec's, and those of others, but none of AWS's own.
pub(super) fn merged(kind: Kind, desired: &Tags, found: &Tags) -> Tags {
    let of_others = found.iter().filter(|(key, _)| !key.starts_with(AWS_PREFIX) && !is_stale(kind, key));
    let mut tags: Tags = of_others.map(|(key, value)| (key.clone(), value.clone())).collect();
    tags.extend(desired.iter().map(|(key, value)| (key.clone(), value.clone())));
    tags
}

/// Tells whether a tag that the spec does not want was the cluster's own.
///
/// All tags of groups, their launch templates and the volumes of etcd are the spec's, as in kops: instances inherit them and
/// etcd-manager reads them. On everything else people and controllers add tags, and only kops's own namespace is safe.
fn is_stale(kind: Kind, key: &str) -> bool {
    if kind.properties().owns_tags {
        !key.starts_with(AWS_PREFIX)
    } else {
        key.starts_with(KOPS_PREFIX) && key != REVISION
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(text: &str) -> Tags {
        let pairs = text.split_whitespace().filter_map(|pair| pair.split_once('='));
        pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
    }

    fn json(text: &str) -> Map<String, Value> {
        tags(text).into_iter().map(|(key, value)| (key, value.into())).collect()
    }

    #[test]
    fn tags_of_others_stay() {
        for (kind, desired, found, new, target) in [
            (Kind::Subnet, "a=1", "a=1", None, "a=1"),
            (Kind::Subnet, "a=1", "a=1 theirs=x aws:cloudformation=y", None, "a=1 theirs=x"),
            (Kind::Subnet, "a=1 b=2", "a=1 theirs=x", Some("b=2"), "a=1 b=2 theirs=x"),
            (Kind::Subnet, "a=1", "a=2 aws:z=y", Some("a=1"), "a=1"),
            (
                Kind::Subnet,
                "a=1",
                "a=1 kops.k8s.io/instance-group/x=true",
                Some("-kops.k8s.io/instance-group/x"),
                "a=1",
            ),
            (Kind::NetworkLoadBalancer, "a=1", "a=1 kops.k8s.io/revision=2", None, "a=1 kops.k8s.io/revision=2"),
            (Kind::AutoscalingGroup, "a=1", "a=1 theirs=x aws:y=z", Some("-theirs"), "a=1"),
        ] {
            let change = compare(kind, &json(desired), &json(found));
            let said = change.as_ref().map(|change| {
                let one = |(key, value): (&String, &Value)| match value {
                    Value::String(value) => format!("{key}={value}"),
                    _ => format!("-{key}"),
                };
                change.new.iter().map(one).collect::<Vec<_>>().join(" ")
            });
            assert_eq!(said.as_deref(), new, "{kind} {desired} {found}");
            assert_eq!(merged(kind, &tags(desired), &tags(found)), tags(target), "{kind} {desired} {found}");
        }
    }
}
