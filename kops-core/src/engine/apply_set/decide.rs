//! What becomes of each cluster and instance group of a set: a pure function of what is given and what is stored.

use std::collections::{BTreeMap, BTreeSet};

use super::data::{Retained, SetAction, SetOptions};
use super::tags;
use crate::diag::{Diagnostic, Diagnostics, ObjectRef};
use crate::pki::rfc3339;
use crate::spec::{InstanceGroup, ObjectMeta, Objects, Spec};
use crate::state::codes::{EMPTY_SET, OTHER_SET};

/// What is decided.
#[derive(Debug)]
pub(super) struct Decision {
    /// The clusters that the set creates, changes and deletes, in this order.
    pub(super) members: Vec<Member>,
    /// What left the set and stays for now.
    pub(super) retained: Vec<Retained>,
}

/// A cluster that the set creates, changes or deletes.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) cluster: String,
    pub(super) action: SetAction,
    /// What it should be; for a deletion, what it is.
    pub(super) spec: Spec,
    /// Its objects in the set.
    pub(super) objects: Objects,
    /// Instance groups that left the set, which the spec does not have.
    pub(super) left: Vec<String>,
}

/// The objects of a set with the annotation that says so. When a cluster was made is part of what its nodes read, and is not in the
/// user's file: it is as stored, or now for one that is new.
pub(super) fn marked(objects: &Objects, set: &str, stored: &[Spec], now: u64) -> Objects {
    let mut marked = objects.clone();
    for cluster in &mut marked.clusters {
        let before = stored.iter().find(|before| before.cluster.name() == cluster.name());
        let before = before.and_then(|before| before.cluster.metadata.creation_timestamp.clone());
        cluster.metadata.creation_timestamp.get_or_insert_with(|| before.unwrap_or_else(|| rfc3339(now)));
    }
    let clusters = marked.clusters.iter_mut().map(|cluster| &mut cluster.metadata);
    for metadata in clusters.chain(marked.groups.iter_mut().map(|group| &mut group.metadata)) {
        metadata.annotations.insert(tags::APPLY_SET.to_owned(), set.to_owned());
    }
    marked
}

/// Decides. `wanted` are the clusters that objects of the set are part of, as they would be with them; `stored` is every cluster of the
/// state store as it is.
///
/// # Errors
/// A set that is pruned and has no object, and objects that are in another set, all at once.
pub(super) fn decide(
    options: &SetOptions,
    given: &Objects,
    wanted: Vec<Spec>,
    stored: &[Spec],
) -> Result<Decision, Diagnostics> {
    if options.prune && given.clusters.is_empty() && given.groups.is_empty() {
        return Err(empty(&options.set).into());
    }
    let gone = gone(&options.set, &wanted, stored);
    let mut members = members(given, wanted);
    let mut problems: Diagnostics = members.iter().flat_map(|member| taken(&options.set, member, stored)).collect();
    let retained = if options.prune {
        problems.extend(gone.iter().flat_map(|spec| others(&options.set, spec)));
        members.iter_mut().for_each(|member| member.prune(&options.set));
        members.extend(gone.into_iter().map(deletion));
        Vec::new()
    } else {
        members.iter().flat_map(|member| member.retained(&options.set)).chain(gone.into_iter().map(whole)).collect()
    };
    problems.locate(|path| given.sources.locate(path));
    problems.into_result(Decision { members, retained })
}

/// The clusters that left the set.
fn gone<'a>(set: &str, wanted: &[Spec], stored: &'a [Spec]) -> Vec<&'a Spec> {
    let is_wanted = |name: &str| wanted.iter().any(|spec| spec.cluster.name() == name);
    let is_gone = |spec: &&Spec| is_of(&spec.cluster.metadata, set) && !is_wanted(spec.cluster.name());
    stored.iter().filter(is_gone).collect()
}

/// The clusters of the set, each with its objects.
fn members(given: &Objects, wanted: Vec<Spec>) -> Vec<Member> {
    let mut of_clusters = given.by_cluster();
    let member = |mut spec: Spec| {
        let cluster = spec.cluster.name().to_owned();
        spec.sources = spec.sources.of_cluster(&cluster);
        let objects = of_clusters.remove(&cluster).unwrap_or_default();
        Member { cluster, action: SetAction::Apply, spec, objects, left: Vec::new() }
    };
    wanted.into_iter().map(member).collect()
}

/// The objects of a cluster of the set that are in another set as they are stored.
fn taken(set: &str, member: &Member, stored: &[Spec]) -> Vec<Diagnostic> {
    let Some(before) = stored.iter().find(|before| before.cluster.name() == member.cluster) else { return Vec::new() };
    let clusters = member.objects.clusters.iter().map(|cluster| (cluster.reference(), &before.cluster.metadata));
    let stored: BTreeMap<&str, &ObjectMeta> =
        before.groups.iter().map(|group| (group.name(), &group.metadata)).collect();
    let groups = member.objects.groups.iter();
    let groups = groups.filter_map(|group| Some((group.reference(), *stored.get(group.name())?)));
    clusters.chain(groups).filter_map(|(object, before)| in_other(&object, before, set)).collect()
}

/// The instance groups of a cluster to be deleted that are in another set.
fn others(set: &str, spec: &Spec) -> Vec<Diagnostic> {
    spec.groups.iter().filter_map(|group| in_other(&group.reference(), &group.metadata, set)).collect()
}

/// The deletion of a cluster that left the set.
fn deletion(spec: &Spec) -> Member {
    let (cluster, spec) = (spec.cluster.name().to_owned(), spec.clone());
    Member { cluster, action: SetAction::Delete, spec, objects: Objects::default(), left: Vec::new() }
}

/// A cluster that left the set and stays for now.
fn whole(spec: &Spec) -> Retained {
    Retained { cluster: spec.cluster.name().to_owned(), instance_group: None }
}

impl Member {
    /// The names of the instance groups that left the set.
    fn groups_that_left(&self, set: &str) -> BTreeSet<String> {
        let given: BTreeSet<&str> = self.objects.groups.iter().map(InstanceGroup::name).collect();
        let has_left = |group: &&InstanceGroup| is_of(&group.metadata, set) && !given.contains(group.name());
        self.spec.groups.iter().filter(has_left).map(|group| group.name().to_owned()).collect()
    }

    /// Takes what left the set out of the spec.
    fn prune(&mut self, set: &str) {
        let left = self.groups_that_left(set);
        self.spec.groups.retain(|group| !left.contains(group.name()));
        self.left = left.into_iter().collect();
    }

    /// The instance groups that left the set and stay for now.
    fn retained(&self, set: &str) -> impl Iterator<Item = Retained> {
        let left = self.groups_that_left(set).into_iter();
        left.map(|group| Retained { cluster: self.cluster.clone(), instance_group: Some(group) })
    }
}

fn empty(set: &str) -> Diagnostic {
    let message = format!(
        "the apply set `{set}` has no cluster and no instance group, so that pruning it would delete everything"
    );
    let help = "check the files; to delete a cluster, name it: `kops delete cluster NAME`";
    Diagnostic::error(EMPTY_SET.id, message).help(help)
}

fn is_of(metadata: &ObjectMeta, set: &str) -> bool {
    metadata.annotations.get(tags::APPLY_SET).is_some_and(|of| of == set)
}

fn in_other(object: &ObjectRef, stored: &ObjectMeta, set: &str) -> Option<Diagnostic> {
    let other = stored.annotations.get(tags::APPLY_SET).filter(|other| *other != set)?;
    let message = format!("`{object}` is in the apply set `{other}`, not in `{set}`");
    let finding = Diagnostic::error(OTHER_SET.id, message).at(object.field("metadata.name"));
    let annotation = tags::APPLY_SET;
    Some(finding.help(format!("apply it with the set that it is in, or remove its annotation `{annotation}` first")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::Cluster;

    fn group(name: &str, set: Option<&str>) -> InstanceGroup {
        let mut group = InstanceGroup { metadata: ObjectMeta::named(name), ..InstanceGroup::default() };
        group.metadata.labels.insert(crate::spec::CLUSTER_LABEL.to_owned(), "a".to_owned());
        group.metadata.annotations.extend(set.map(|set| (tags::APPLY_SET.to_owned(), set.to_owned())));
        group
    }

    fn cluster(name: &str, set: Option<&str>, groups: &[(&str, Option<&str>)]) -> Spec {
        let mut cluster = Cluster { metadata: ObjectMeta::named(name), ..Cluster::default() };
        cluster.metadata.annotations.extend(set.map(|set| (tags::APPLY_SET.to_owned(), set.to_owned())));
        Spec { cluster, groups: groups.iter().map(|(name, set)| group(name, *set)).collect(), ..Spec::default() }
    }

    fn given(spec: &Spec) -> Objects {
        Objects { clusters: vec![spec.cluster.clone()], groups: spec.groups.clone(), ..Objects::default() }
    }

    fn words(decision: &Decision) -> Vec<String> {
        let members = decision.members.iter().map(|member| {
            let groups: Vec<_> = member.spec.groups.iter().map(InstanceGroup::name).collect();
            format!("{:?} {} {} -{}", member.action, member.cluster, groups.join(","), member.left.join(","))
        });
        members.chain(decision.retained.iter().map(|kept| format!("Retain {kept}"))).collect()
    }

    #[test]
    fn what_left_a_set_is_deleted_where_it_is_pruned_and_nothing_of_others() {
        let set = Some("team");
        let stored = [
            cluster("a", set, &[("kept", set), ("left", set), ("by-hand", None), ("theirs", Some("other"))]),
            cluster("gone", set, &[("nodes", set), ("by-hand", None)]),
            cluster("unset", None, &[("nodes", None)]),
            cluster("theirs", Some("other"), &[("nodes", Some("other"))]),
        ];
        let given = given(&cluster("a", set, &[("kept", set), ("new", set)]));
        let merged = cluster(
            "a",
            set,
            &[("by-hand", None), ("kept", set), ("left", set), ("new", set), ("theirs", Some("other"))],
        );
        let options = SetOptions { set: "team".into(), ..SetOptions::default() };
        let kept = decide(&options, &given, vec![merged.clone()], &stored).expect("decides");
        assert_eq!(
            words(&kept),
            [
                "Apply a by-hand,kept,left,new,theirs -",
                "Retain instance group `left` of cluster `a`",
                "Retain cluster `gone`"
            ]
        );
        let pruned = decide(&SetOptions { prune: true, ..options }, &given, vec![merged], &stored).expect("decides");
        assert_eq!(words(&pruned), ["Apply a by-hand,kept,new,theirs -left", "Delete gone nodes,by-hand -"]);
    }

    #[test]
    fn a_set_without_objects_is_not_pruned() {
        let stored = [cluster("a", Some("team"), &[("nodes", Some("team"))])];
        let decide = |prune| {
            let options = SetOptions { set: "team".into(), prune, ..SetOptions::default() };
            decide(&options, &Objects::default(), Vec::new(), &stored).map(|decision| words(&decision))
        };
        assert_eq!(decide(false).expect("decides"), ["Retain cluster `a`"]);
        let refused = decide(true).expect_err("would delete everything").to_string();
        assert!(refused.contains("the apply set `team` has no cluster and no instance group"), "{refused}");
    }

    #[test]
    fn an_object_of_another_set_is_refused() {
        let stored = [
            cluster("a", Some("other"), &[("nodes", Some("other"))]),
            cluster("gone", Some("team"), &[("nodes", Some("other"))]),
        ];
        let wanted = cluster("a", Some("team"), &[("nodes", Some("team"))]);
        let options = SetOptions { set: "team".into(), prune: true, ..SetOptions::default() };
        let found = decide(&options, &given(&wanted), vec![wanted.clone()], &stored).expect_err("is another's");
        let messages: Vec<_> = found.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "`Cluster/a` is in the apply set `other`, not in `team`",
                "`InstanceGroup/nodes` is in the apply set `other`, not in `team`",
                "`InstanceGroup/nodes` is in the apply set `other`, not in `team`",
            ]
        );
    }
}
