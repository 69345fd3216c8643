//! A plan as a file: the same bytes for the same plan.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;

use super::{Action, FORMAT, Plan, SourceRef, Step};
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
        value[HASH] = self.hash().into();
        value
    }

    /// Reads a plan that [`Plan::to_json`] wrote.
    ///
    /// # Errors
    /// [`ParsePlanError`].
    pub fn from_json(text: &str) -> Result<Self, ParsePlanError> {
        #[derive(Deserialize)]
        struct Versioned {
            format: u32,
            #[serde(default)]
            hash: String,
        }
        let Versioned { format, hash } = serde_json::from_str(text).map_err(ParsePlanError::Malformed)?;
        if format != FORMAT {
            return Err(ParsePlanError::Format { found: format });
        }
        let plan: Self = serde_json::from_str(text).map_err(ParsePlanError::Malformed)?;
        if plan.hash() != hash {
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
        let mut plan = self.clone();
        plan.calls.clear();
        plan.apply_calls.clear();
        for source in sources(&mut plan) {
            if let Some(location) = &mut source.location {
                location.file = Arc::from("");
            }
        }
        sha256(&plan.sorted().to_string())
    }

    fn sorted(&self) -> Value {
        sort(serde_json::to_value(self).expect("plans serialise"))
    }
}

/// Every place of a plan that says where the user wrote something.
fn sources(plan: &mut Plan) -> impl Iterator<Item = &mut SourceRef> {
    let of_steps = plan.steps.iter_mut().flat_map(|Step { action, source, .. }| {
        let changes = match action {
            Action::Update { changes, .. } => changes.as_mut_slice(),
            Action::Create { .. } | Action::Delete { .. } => &mut [],
        };
        source.iter_mut().chain(changes.iter_mut().flat_map(|change| &mut change.source))
    });
    let of_groups = plan.rolling_updates.iter_mut().flat_map(|update| &mut update.causes);
    of_steps.chain(of_groups).chain(plan.shared.iter_mut().flat_map(|shared| &mut shared.source))
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
    use super::*;
    use crate::diag::{Location, ObjectRef};
    use crate::plan::RollingUpdate;

    #[test]
    fn the_hash_does_not_depend_on_the_files_that_rolling_updates_come_from() {
        let hash = |file: &str, line| {
            let path = ObjectRef::new("InstanceGroup", "nodes").field("spec.image");
            let location = Some(Location { file: file.into(), line, column: 3 });
            let update = RollingUpdate { group: "nodes".into(), causes: vec![SourceRef { path, location }] };
            Plan { rolling_updates: vec![update], ..Plan::default() }.hash()
        };
        assert_eq!(hash("a.yml", 7), hash("/ci/b.yml", 7));
        assert_ne!(hash("a.yml", 7), hash("a.yml", 8));
    }
}
