//! Which instance groups have to be replaced machine by machine before they are what the spec says, and which of its fields are
//! the cause.
//!
//! Machines read their configuration when they boot. A change of it is a new version of a launch template, mostly because a hash
//! in the user data differs: so the documents behind the hash are compared, and the graph tells which fields of the spec their
//! parts come from.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize as _;
use serde_json::Value;

use super::decide::{Decision, Decisions, NodeAction};
use super::inventory::Inventory;
use super::{FieldChange, RollingUpdate, SourceRef, reason};
use crate::diag::{ObjectRef, SpecPath, push_key};
use crate::graph::Graph;
use crate::naming::paths;
use crate::resource::{AutoscalingGroup, Kind, LaunchTemplate, ManagedFile, Output, ResourceId, Text};
use crate::yaml::{self, Source};

/// Finds the groups whose launch template changes or that take another version of it, sorted by name.
pub(super) fn rolling_updates(
    graph: &Graph,
    inventory: &Inventory<'_>,
    decisions: &Decisions<'_>,
) -> Vec<RollingUpdate> {
    let changes = Changes { graph, decisions, cluster: changed_fields_of_cluster(graph, decisions) };
    let updated = decisions.by_id.iter().filter(|(id, decision)| {
        id.kind == Kind::LaunchTemplate && decision.action == NodeAction::Update && !decision.changes.is_empty()
    });
    let of_templates = updated.filter_map(|(id, decision)| changes.of_template(id, decision));
    let mut found: BTreeMap<String, RollingUpdate> =
        of_templates.map(|update| (update.group.clone(), update)).collect();
    let behind = decisions
        .by_id
        .iter()
        .filter(|(id, decision)| id.kind == Kind::AutoscalingGroup && is_behind(inventory, decision));
    for (id, _) in behind {
        let Some(path) = graph.nodes.get(*id).and_then(|node| node.origin.path.as_ref()) else { continue };
        let group = &path.object.name;
        found.entry(group.clone()).or_insert_with(|| RollingUpdate { group: group.clone(), causes: Vec::new() });
    }
    found.into_values().collect()
}

/// True where a group launches instances from a version of its template that is not the newest, and no longer will.
fn is_behind(inventory: &Inventory<'_>, decision: &Decision) -> bool {
    let version = decision.changes.iter().find(|change| change.field == AutoscalingGroup::LAUNCH_TEMPLATE_VERSION.name);
    let group = decision.item.map(|item| &inventory.items[item]);
    let template = group.and_then(|group| inventory.referred(group, AutoscalingGroup::LAUNCH_TEMPLATE));
    let newest = template.and_then(|template| inventory.items[template].outputs.get(&Output::Version));
    let number = version.and_then(|change| change.old.as_str()).filter(|version| version.parse::<u64>().is_ok());
    number.zip(newest).is_some_and(|(version, newest)| version != newest)
}

/// What changes with a plan.
struct Changes<'a> {
    graph: &'a Graph,
    decisions: &'a Decisions<'a>,
    /// The fields of the cluster that differ from those that the state store has.
    cluster: BTreeSet<SpecPath>,
}

impl Changes<'_> {
    fn of_template(&self, id: &ResourceId, decision: &Decision) -> Option<RollingUpdate> {
        let group = &self.graph.nodes.get(id)?.origin.path.as_ref()?.object;
        let mut causes = BTreeSet::new();
        for change in &decision.changes {
            if change.field == LaunchTemplate::USER_DATA.name {
                causes.extend(self.of_user_data(group, decision));
            } else if change.field != LaunchTemplate::TAGS.name {
                causes.extend(change.source.iter().map(|source| source.path.clone()));
            }
        }
        let causes = causes.into_iter().map(|path| self.source(path)).collect();
        Some(RollingUpdate { group: group.name.clone(), causes })
    }

    /// The fields behind the files whose hashes are in user data.
    fn of_user_data(&self, group: &ObjectRef, decision: &Decision) -> BTreeSet<SpecPath> {
        let files = decision.refers.iter().filter(|(id, _)| id.kind == Kind::ManagedFile);
        let contents = files.filter_map(|(id, _)| content_change(self.decisions.by_id.get(id)?));
        let parts = contents.flat_map(|change| changed_parts(&change.old, &change.new));
        parts.flat_map(|part| self.of_part(group, &part)).collect()
    }

    /// The fields of the spec that a changed part of a node's configuration comes from: those of the cluster that have changed,
    /// otherwise those of the group.
    fn of_part(&self, group: &ObjectRef, changed: &str) -> Vec<SpecPath> {
        let parts = self.graph.node_config.iter().filter(|part| is_within(changed, &part.part));
        let Some(part) = parts.max_by_key(|part| part.part.len()) else { return Vec::new() };
        let below = part.rest(changed);
        // The first field is the cause of those that follow it by default.
        let exact = part.cluster.iter().map(|field| self.changed_in_cluster(&format!("{field}{below}")));
        if let Some(exact) = exact.into_iter().find(|found| !found.is_empty()) {
            return exact;
        }
        if part.group.is_empty() {
            return part.cluster.iter().flat_map(|field| self.changed_in_cluster(field)).collect();
        }
        part.group.iter().map(|field| group.field(format!("{field}{below}"))).collect()
    }

    /// The changed fields of the cluster at, above and below a field. The names of a node's configuration differ from those of the
    /// spec in their case at most.
    fn changed_in_cluster(&self, wanted: &str) -> Vec<SpecPath> {
        let wanted = wanted.to_ascii_lowercase();
        let is_related = |path: &&SpecPath| {
            let field = path.field.to_ascii_lowercase();
            is_within(&field, &wanted) || is_within(&wanted, &field)
        };
        self.cluster.iter().filter(is_related).cloned().collect()
    }

    /// A field with where the user wrote it, or the nearest one above it.
    fn source(&self, path: SpecPath) -> SourceRef {
        let mut found = reason::source(self.graph, &path);
        let mut above = path;
        while found.location.is_none() {
            let Some(end) = above.field.rfind(['.', '[']).filter(|end| above.field[..*end] != *"spec") else { break };
            above.field.truncate(end);
            found.location = self.graph.locations.get(&above).cloned();
        }
        found
    }
}

/// The fields of the cluster that differ between the full spec in the state store and that of the graph.
fn changed_fields_of_cluster(graph: &Graph, decisions: &Decisions<'_>) -> BTreeSet<SpecPath> {
    let spec = decisions.by_id.iter().find(|(id, decision)| {
        id.kind == Kind::ManagedFile && ManagedFile::KEY.text(&decision.desired) == Some(paths::COMPLETED_SPEC)
    });
    let Some((id, decision)) = spec else { return BTreeSet::new() };
    let object = graph.nodes.get(*id).and_then(|node| node.origin.path.as_ref()).map(|path| &path.object);
    let changed = content_change(decision).map(|change| changed_parts(&change.old, &change.new)).unwrap_or_default();
    object.into_iter().flat_map(|object| changed.iter().map(|field| object.field(field.clone()))).collect()
}

fn content_change(decision: &Decision) -> Option<&FieldChange> {
    decision.changes.iter().find(|change| change.field == ManagedFile::CONTENT.name)
}

/// The paths of the values that differ between two YAML documents. Lists are compared as wholes.
fn changed_parts(old: &Value, new: &Value) -> BTreeSet<String> {
    let mut changed = BTreeSet::new();
    compare(&mut String::new(), &document(old), &document(new), &mut changed);
    changed
}

fn document(text: &Value) -> Value {
    let text = Text::deserialize(text).map(|text| text.to_string()).unwrap_or_default();
    let documents = yaml::parse(&Source::new("file", text.as_str())).unwrap_or_default();
    documents.first().map(|document| document.root.to_json()).unwrap_or_default()
}

fn compare(path: &mut String, old: &Value, new: &Value, changed: &mut BTreeSet<String>) {
    if old == new {
        return;
    }
    let (Some(before), Some(after)) = (old.as_object(), new.as_object()) else {
        changed.insert(path.clone());
        return;
    };
    for key in before.keys().chain(after.keys()).collect::<BTreeSet<_>>() {
        let length = path.len();
        push_key(path, key);
        compare(path, before.get(key).unwrap_or(&Value::Null), after.get(key).unwrap_or(&Value::Null), changed);
        path.truncate(length);
    }
}

/// True for a field and for everything below it.
fn is_within(field: &str, above: &str) -> bool {
    field.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_of_documents_are_named_by_their_paths() {
        let old = "a: {b: 1, c: [1, 2]}\nd: x\nsame: {e: 1}\n";
        let new = "a: {b: 2, c: [1, 3]}\n\"f/g\": y\nsame: {e: 1}\n";
        let changed = changed_parts(&Value::from(old), &Value::from(new));
        assert_eq!(changed.into_iter().collect::<Vec<_>>(), ["[\"f/g\"]", "a.b", "a.c", "d"]);
    }

    #[test]
    fn a_field_is_within_itself_and_what_is_above_it() {
        for (field, above, expected) in [
            ("spec.kubelet", "spec.kubelet", true),
            ("spec.kubelet.maxPods", "spec.kubelet", true),
            ("spec.hooks[0].name", "spec.hooks", true),
            ("spec.kubeletX", "spec.kubelet", false),
            ("spec", "spec.kubelet", false),
        ] {
            assert_eq!(is_within(field, above), expected, "{field} {above}");
        }
    }
}
