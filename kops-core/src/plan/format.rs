//! A plan as a file: the same bytes for the same plan.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{FORMAT, Plan};
use crate::resource::sha256;

/// The field of the JSON that holds the hash.
const HASH: &str = "hash";

/// A text that is not a plan that this version can apply.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ParsePlanError {
    /// It is not a plan at all.
    #[error("this is not a plan")]
    Malformed(#[source] serde_json::Error),
    /// It is a plan of another format.
    #[error("the plan has format {found}, but this version supports format {FORMAT}; make a new plan")]
    Format {
        /// Its format.
        found: u32,
    },
    /// It was changed after it was written.
    #[error(
        "the plan was edited after it was made: what is in it does not have the hash that it carries; make a new plan"
    )]
    Edited,
}

/// What a plan file says of itself.
#[derive(Debug, Deserialize)]
pub(crate) struct Head {
    format: u32,
    #[serde(default)]
    pub(crate) hash: String,
}

impl Head {
    /// Refuses a plan of another format.
    pub(crate) fn check(&self) -> Result<(), ParsePlanError> {
        match self.format {
            FORMAT => Ok(()),
            found => Err(ParsePlanError::Format { found }),
        }
    }
}

impl Plan {
    /// Writes the plan as JSON with sorted keys, its hash and a line end.
    pub fn to_json(&self) -> String {
        let mut text = format!("{:#}", sort(self.to_value()));
        text.push('\n');
        text
    }

    /// The data that [`Plan::to_json`] writes.
    pub(crate) fn to_value(&self) -> Value {
        let mut value = self.sorted();
        value[HASH] = hash_of(&mut value).into();
        value
    }

    /// Reads a plan that [`Plan::to_json`] wrote.
    ///
    /// # Errors
    /// [`ParsePlanError`].
    pub fn from_json(text: &str) -> Result<Self, ParsePlanError> {
        let head: Head = serde_json::from_str(text).map_err(ParsePlanError::Malformed)?;
        head.check()?;
        let plan: Self = serde_json::from_str(text).map_err(ParsePlanError::Malformed)?;
        if plan.hash() != head.hash {
            return Err(ParsePlanError::Edited);
        }
        Ok(plan)
    }

    /// Returns the hash of this plan: 64 hexadecimal digits. It protects from mistakes, not from an author who computes it
    /// anew.
    ///
    /// The numbers of calls are not part of it, as retries change them, nor are the names of the spec's
    /// files, as the same spec is read from other paths on other machines.
    pub fn hash(&self) -> String {
        hash_of(&mut self.sorted())
    }

    fn sorted(&self) -> Value {
        sort(serde_json::to_value(self).expect("plans serialise"))
    }
}

/// The hash of a plan's data, which are the same afterwards.
fn hash_of(plan: &mut Value) -> String {
    let left_out: Vec<Value> = unhashed(plan).into_iter().map(emptied).collect();
    let hash = sha256(&plan.to_string());
    for (place, value) in unhashed(plan).into_iter().zip(left_out) {
        *place = value;
    }
    hash
}

/// Takes a value out, and leaves an empty one of its type.
fn emptied(value: &mut Value) -> Value {
    let empty = if value.is_object() { json!({}) } else { json!("") };
    std::mem::replace(value, empty)
}

/// What is not part of the hash: the numbers of calls, and the file of every place where the user wrote something.
fn unhashed(plan: &mut Value) -> Vec<&mut Value> {
    fields(plan).flat_map(|(name, value)| unhashed_in(name, value)).collect()
}

fn unhashed_in<'a>(name: &str, value: &'a mut Value) -> Vec<&'a mut Value> {
    match name {
        "calls" | "apply_calls" => vec![value],
        "steps" => entries(value).flat_map(files_of_step).collect(),
        "rolling_updates" => {
            let causes = entries(value).filter_map(|update| update.get_mut("causes"));
            causes.flat_map(entries).filter_map(file).collect()
        }
        "shared" => entries(value).filter_map(file_of_source).collect(),
        _ => Vec::new(),
    }
}

fn files_of_step(step: &mut Value) -> Vec<&mut Value> {
    let mut files = Vec::new();
    for (name, value) in fields(step) {
        match name {
            "source" => files.extend(file(value)),
            "action" => {
                let changes = value.get_mut("changes").map(entries);
                files.extend(changes.into_iter().flatten().filter_map(file_of_source));
            }
            _ => {}
        }
    }
    files
}

fn file_of_source(value: &mut Value) -> Option<&mut Value> {
    value.get_mut("source").and_then(file)
}

/// The file in a [`SourceRef`](super::SourceRef).
fn file(source: &mut Value) -> Option<&mut Value> {
    source.pointer_mut("/location/file")
}

fn fields(value: &mut Value) -> impl Iterator<Item = (&str, &mut Value)> {
    value.as_object_mut().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}

fn entries(value: &mut Value) -> impl Iterator<Item = &mut Value> {
    value.as_array_mut().into_iter().flatten()
}

/// Sorts the keys of every map, whatever order the JSON library keeps.
pub(crate) fn sort(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<(String, Value)> = map.into_iter().map(|(key, value)| (key, sort(value))).collect();
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Object(entries.into_iter().collect())
        }
        Value::Array(entries) => entries.into_iter().map(sort).collect(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::diag::{Location, ObjectRef};
    use crate::plan::{Action, Disruption, FieldChange, RollingUpdate, Shared, SourceRef, Step, StepId};
    use crate::resource::{Kind, ResourceId, Vpc};

    /// What a plan has at each place of a spec.
    fn plan(file: &str, line: u32, calls: u32) -> Plan {
        let path = ObjectRef::new("InstanceGroup", "nodes").field("spec.image");
        let source = SourceRef { path, location: Some(Location { file: file.into(), line, column: 3 }) };
        let change = FieldChange {
            field: "tags".into(),
            old: Value::Null,
            new: json!({"location": {"file": "of a tag"}}),
            reason: String::new(),
            source: Some(source.clone()),
        };
        let (id, resource) = ("vpc-1".into(), ResourceId::new(Kind::Vpc, "demo"));
        let (current, desired) = (Vpc::default().into(), Vpc::default().into());
        let step = Step {
            id: StepId(0),
            resource: resource.clone(),
            action: Action::Update { id, current, desired, changes: vec![change] },
            depends_on: Vec::new(),
            reason: String::new(),
            source: Some(source.clone()),
            disruption: Disruption::None,
        };
        let shared = Shared { resource, id: "vpc-1".into(), reason: String::new(), source: Some(source.clone()) };
        Plan {
            format: FORMAT,
            steps: vec![step],
            shared: vec![shared],
            rolling_updates: vec![RollingUpdate { group: "nodes".into(), causes: vec![source] }],
            calls: BTreeMap::from([("ec2:DescribeVpcs".into(), calls)]),
            apply_calls: BTreeMap::from([("ec2:CreateTags".into(), calls)]),
            ..Plan::default()
        }
    }

    #[test]
    fn the_hash_depends_on_neither_files_nor_calls_and_the_plan_keeps_both() {
        let made = plan("a.yml", 7, 1);
        assert_eq!(made.hash(), plan("/ci/b.yml", 7, 3).hash());
        assert_ne!(made.hash(), plan("a.yml", 8, 1).hash());
        let text = made.to_json();
        assert!(text.contains(&made.hash()) && text.contains("of a tag"), "{text}");
        assert_eq!(text.matches("\"file\": \"a.yml\"").count(), 4, "{text}");
        assert_eq!(Plan::from_json(&text).expect("a plan"), made);
        let mut without = plan("", 7, 1);
        without.calls.clear();
        without.apply_calls.clear();
        assert_eq!(made.hash(), sha256(&without.sorted().to_string()));
    }
}
