//! Is the account still what a plan was made for?

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::bind::{Known, bind};
use super::inventory::{Inventory, Item};
use super::ownership::{Claim, Owner, by_tags};
use super::{Action, FieldChange, Plan, Step, compare, identity};
use crate::cloud::Snapshot;
use crate::resource::{Change, CloudId, Field, Kind, Output, Resource, ResourceId, Written, sha256};
use crate::state::StoreView;

/// Something that is not as it was when a plan was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Drift {
    /// What the plan calls it.
    pub resource: ResourceId,
    /// The field that is another; `id` where the resource came or went, `owner` where its tags or those of what it is a part
    /// of tell that it now belongs to another owner.
    pub field: String,
    /// What the plan was made for; null for nothing. Of user data and the content of files, which may hold secrets, the SHA-256.
    pub planned: Value,
    /// What is there now, in the form of `planned`; null for nothing.
    pub found: Value,
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { resource, field, planned, found } = self;
        match (field.as_str(), planned, found) {
            ("id", Value::Null, Value::String(id)) => write!(f, "{resource} now exists as `{id}`"),
            ("id", Value::String(id), Value::Null) => write!(f, "{resource} (`{id}`) is gone"),
            ("owner", ..) => write!(f, "the tags of {resource} no longer say that it is the cluster's"),
            (_, Value::Object(_) | Value::Array(_), _) | (_, _, Value::Object(_) | Value::Array(_)) => {
                write!(f, "`{field}` of {resource} was changed")
            }
            _ if is_long(planned) || is_long(found) => write!(f, "`{field}` of {resource} was changed"),
            _ => write!(f, "`{field}` of {resource} was changed from {planned} to {found}"),
        }
    }
}

/// Returns everything that moved since a plan was made and that the plan counts on; nothing where it can be applied.
///
/// `snapshot` has what the steps are about by id, regardless of their current owner: deleting a resource that is gone is no
/// change.
pub fn drift(plan: &Plan, snapshot: &Snapshot, store: &StoreView) -> Vec<Drift> {
    let claim = Claim::of_plan(plan);
    let now = Now { inventory: Inventory::new(&claim, snapshot, store), plan, claim: &claim };
    let mut moved = Vec::new();
    for (id, outputs) in &plan.bindings {
        let Some(cloud_id) = outputs.get(&Output::Id).map(|id| CloudId(id.clone())) else { continue };
        let Some(item) = now.expect(id, &cloud_id, &mut moved) else { continue };
        for (output, planned) in outputs {
            let found = item.outputs.get(output);
            if found != Some(planned) {
                let field = serde_json::to_value(output).ok().and_then(|name| name.as_str().map(str::to_owned));
                moved.push(Drift {
                    resource: id.clone(),
                    field: field.unwrap_or_default(),
                    planned: planned.clone().into(),
                    found: found.cloned().into(),
                });
            }
        }
    }
    for shared in plan.shared.iter().filter(|shared| !plan.bindings.contains_key(&shared.resource)) {
        now.expect(&shared.resource, &shared.id, &mut moved);
    }
    plan.steps.iter().for_each(|step| now.step(step, &mut moved));
    moved
}

/// The account as it is, beside the plan.
struct Now<'a> {
    inventory: Inventory<'a>,
    plan: &'a Plan,
    claim: &'a Claim<'a>,
}

impl<'a> Now<'a> {
    fn step(&self, step: &Step, moved: &mut Vec<Drift>) {
        match &step.action {
            Action::Create { desired } => {
                if let Some(found) = self.standing_in(desired) {
                    moved.push(Drift {
                        resource: step.resource.clone(),
                        field: "id".to_owned(),
                        planned: Value::Null,
                        found: found.id.0.clone().into(),
                    });
                }
            }
            Action::Update { id, current, changes, .. } => {
                let Some(item) = self.expect(&step.resource, id, moved) else { return };
                self.compare_owners(step, item, current, moved);
                let changed = |field: &Field| changes.iter().any(|change: &FieldChange| change.field == field.name);
                let matters = |field: &&Field| changed(field) || is_written_along(item.kind, field);
                compare_fields(step, item, current, &matters, moved);
            }
            Action::Delete { id, current } => {
                let Some(item) = self.find(&step.resource, id) else { return };
                self.compare_owners(step, item, current, moved);
                self.check_whole(step, item, moved);
                let matters = |field: &&Field| field.change != Change::Initial && !field.holds_tags();
                compare_fields(step, item, current, &matters, moved);
            }
        }
    }

    /// Compares whose something was by its tags with whose it is.
    fn compare_owners(&self, step: &Step, item: &Item<'_>, planned: &Resource, moved: &mut Vec<Drift>) {
        if planned.tags().is_some() {
            let (then, now) = (by_tags(self.claim, planned), by_tags(self.claim, &item.resource));
            self.compare_words(step, &then, &now, moved);
        }
    }

    /// Sees to it that what a part without tags of its own is deleted from is still the cluster's.
    fn check_whole(&self, step: &Step, item: &Item<'_>, moved: &mut Vec<Drift>) {
        let whole = self.inventory.whole(item).filter(|_| item.resource.tags().is_none());
        if let Some((whole, _)) = whole {
            self.compare_words(step, &Owner::Spec, &self.inventory.items[whole].owner, moved);
        }
    }

    fn compare_words(&self, step: &Step, then: &Owner, now: &Owner, moved: &mut Vec<Drift>) {
        let (then, now) = (self.word(then), self.word(now));
        if then != now {
            moved.push(Drift { resource: step.resource.clone(), field: "owner".to_owned(), planned: then, found: now });
        }
    }

    /// An owner in a word: the name of a cluster, or `shared`; null where nothing is said.
    fn word(&self, owner: &Owner) -> Value {
        match owner {
            Owner::Spec | Owner::Workload => self.plan.cluster.clone().into(),
            Owner::Other(cluster) => cluster.clone().into(),
            Owner::Shared => "shared".into(),
            Owner::Unsaid => Value::Null,
        }
    }

    fn find(&self, resource: &ResourceId, id: &CloudId) -> Option<&Item<'a>> {
        let item = &self.inventory.items[self.inventory.by_word(resource.kind, &id.0)?];
        (!item.deleting).then_some(item)
    }

    fn expect(&self, resource: &ResourceId, id: &CloudId, moved: &mut Vec<Drift>) -> Option<&Item<'a>> {
        let found = self.find(resource, id);
        if found.is_none() {
            moved.push(Drift {
                resource: resource.clone(),
                field: "id".to_owned(),
                planned: id.0.clone().into(),
                found: Value::Null,
            });
        }
        found
    }

    /// Finds what has the identity of a resource that is to be made.
    fn standing_in(&self, desired: &Resource) -> Option<&Item<'a>> {
        let (kind, mut fields) = (desired.kind(), desired.to_value());
        bind(kind, &mut fields, &|id, output| {
            let known = self.plan.bindings.get(id).and_then(|outputs| outputs.get(&output));
            known.map_or(Known::Later, |value| Known::Value(value.clone()))
        });
        let keys = identity::keys(desired, &fields);
        let found = keys.iter().find_map(|key| self.inventory.by_identity(kind, key).first())?;
        Some(&self.inventory.items[*found])
    }
}

/// True for fields that a change of any other one writes too, so that they must be as the plan knows them.
fn is_written_along(kind: Kind, field: &Field) -> bool {
    match kind.properties().update_writes {
        Written::Changes => false,
        Written::AllButTags => field.change != Change::Initial && !field.holds_tags(),
        Written::Everything => true,
    }
}

fn compare_fields(
    step: &Step,
    item: &Item<'_>,
    planned: &Resource,
    matters: &dyn Fn(&&Field) -> bool,
    moved: &mut Vec<Drift>,
) {
    let planned = planned.to_value();
    for field in item.kind.fields().iter().filter(matters) {
        let of = |fields: &Map<String, Value>| field.of(fields).cloned().unwrap_or(Value::Null);
        let (planned, found) = (of(&planned), of(&item.fields));
        if !compare::is_unmoved(field, &planned, &found) {
            let (planned, found) = (shown(field, planned), shown(field, found));
            moved.push(Drift { resource: step.resource.clone(), field: field.name.to_owned(), planned, found });
        }
    }
}

/// What an error may show of a value.
fn shown(field: &Field, value: Value) -> Value {
    match value {
        Value::String(text) if field.holds_text() => sha256(&text).into(),
        value if field.holds_text() && !value.is_null() => sha256(&value.to_string()).into(),
        value => value,
    }
}

fn is_long(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.len() > 60 || text.contains('\n'))
}
