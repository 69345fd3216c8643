//! Errors as data: what the packages for other languages make their exceptions of.

use std::error::Error as StdError;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{Error, Target};
use crate::apply;
use crate::cloud::CloudError;
use crate::diag::{Diagnostics, Report};
use crate::plan::{PlanError, SourceRef, Violation};
use crate::state::{KeysError, LoadError, StateError, WriteError};
use crate::yaml::Source;

/// An error as data, the same for every language.
///
/// ```
/// use kops_core::engine::{Error, ErrorData};
/// use kops_core::state::{Key, StateError};
///
/// let data = ErrorData::from(&Error::State(StateError::NoStore { store: "s3://nowhere".into() }));
/// assert_eq!((data.name, &data.fields["kind"]), ("StateError", &"no-store".into()));
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ErrorData {
    /// What failed, as the name of an exception: `InvalidSpec`, `InvalidAccount`, `InvalidPlan`, `PlanningFailed`,
    /// `PlanTargetMismatch`, `PlanStale`, `PlanNotAllowed`, `ApplyIncomplete`, `CloudError`, `StateError`, `WriteError`, `NoCluster`,
    /// `KeysetError`, `SecretError`, `KubeconfigError`, or `KopsError` for anything else.
    pub name: &'static str,
    /// The error and all that lies underneath; findings with the lines that they are about.
    pub message: String,
    /// The facts, in camel case. Those of one name are always the same.
    pub fields: Map<String, Value>,
}

impl ErrorData {
    /// Describes an error that has no facts but its words.
    pub fn new(name: &'static str, error: &dyn StdError) -> Self {
        Self { name, message: chain(error), fields: Map::new() }
    }

    /// Describes what is wrong with a spec.
    pub fn invalid(findings: &Diagnostics, texts: &[Source]) -> Self {
        let message = Report::new(findings, texts).to_string();
        Self { name: "InvalidSpec", message, fields: Map::new() }.with(json!({"diagnostics": findings}))
    }

    fn with(mut self, fields: Value) -> Self {
        if let Value::Object(fields) = fields {
            self.fields = fields;
        }
        self
    }
}

impl From<&Error> for ErrorData {
    fn from(error: &Error) -> Self {
        match error {
            Error::Invalid { findings, texts } => Self::invalid(findings, texts),
            Error::Plan { errors, .. } => {
                let errors: Vec<_> = errors.0.iter().map(problem).collect();
                Self::new("PlanningFailed", error).with(json!({"errors": errors}))
            }
            Error::TargetMismatch { planned, found } => {
                Self::new("PlanTargetMismatch", error).with(json!({"planned": place(planned), "found": place(found)}))
            }
            Error::StalePlan(moved) => Self::new("PlanStale", error).with(json!({"moved": moved})),
            Error::PlanNotAllowed(violations) => Self::new("PlanNotAllowed", error)
                .with(json!({"violations": violations.iter().map(violation).collect::<Vec<_>>()})),
            Error::Cloud(error) => cloud(error),
            Error::State(error) => state(error),
            Error::Write(error) => write(error),
            Error::Keys(error) => keys(error),
            Error::Kubeconfig(_) => Self::new("KubeconfigError", error),
            Error::NoCluster(LoadError::NoCluster { name, similar }) => {
                Self::new("NoCluster", error).with(json!({"cluster": name, "similar": similar}))
            }
            Error::Incomplete(incomplete) => Self::new("ApplyIncomplete", error).with(outcome(&incomplete.0)),
            Error::InvalidPlan(_) | Error::ParsePlan(_) => Self::new("InvalidPlan", error),
            Error::Account(_) => Self::new("InvalidAccount", error),
            Error::NoCluster(_) => Self::new("KopsError", error),
        }
    }
}

/// An error and all that lies underneath, in one line.
fn chain(error: &dyn StdError) -> String {
    let sources = std::iter::successors(Some(error), |&error| error.source());
    sources.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

fn problem(error: &PlanError) -> Value {
    let data = serde_json::to_value(error).expect("errors of plans serialise");
    let (path, location) = match error.origin() {
        Some(SourceRef { path, location }) => (Some(path), location.as_ref()),
        None => (None, None),
    };
    json!({
        "error": data["error"],
        "message": error.to_string(),
        "help": error.help(),
        "resource": data["resource"],
        "path": path,
        "location": location,
    })
}

fn violation(violation: &Violation) -> Value {
    let data = serde_json::to_value(violation).unwrap_or_default();
    json!({
        "step": violation.step,
        "resource": violation.resource,
        "id": violation.id,
        "rule": data["rule"],
        "message": violation.to_string(),
    })
}

fn place(place: &Target) -> Value {
    json!({"account": place.account, "region": place.region})
}

fn outcome(report: &apply::Report) -> Value {
    let failed = report.failed.iter().map(|(step, error)| json!({"step": step, "error": chain(error)}));
    json!({
        "cancelled": report.cancelled,
        "done": report.done,
        "failed": failed.collect::<Vec<_>>(),
        "inFlight": report.in_flight,
        "notStarted": report.not_started,
    })
}

fn cloud(error: &CloudError) -> ErrorData {
    ErrorData::new("CloudError", error).with(json!({
        "kind": error.kind,
        "retryable": error.retryable(),
        "operation": error.operation,
        "code": error.code,
        "requestId": error.request_id,
        "resource": error.resource,
        "permission": error.permission,
    }))
}

fn state(error: &StateError) -> ErrorData {
    let (kind, key) = match error {
        StateError::InvalidKey { key } => ("invalid-key", Some(key.as_str())),
        StateError::NotAnObject { key } => ("not-an-object", Some(key.as_str())),
        StateError::NoStore { .. } => ("no-store", None),
        StateError::Conflict { key, .. } => ("conflict", Some(key.as_str())),
        StateError::UnknownStore { .. } => ("unknown-store", None),
        StateError::Foreign { key } => ("foreign", Some(key.as_str())),
        StateError::Public { key } => ("public", Some(key.as_str())),
        StateError::Keyset { key, .. } => ("keyset", Some(key.as_str())),
        StateError::Denied { key, .. } => ("denied", Some(key.as_str())),
        StateError::Failed { key, .. } => ("failed", Some(key.as_str())),
    };
    ErrorData::new("StateError", error).with(json!({"kind": kind, "key": key, "retryable": error.retryable()}))
}

fn write(error: &WriteError) -> ErrorData {
    let (kind, objects) = match error {
        WriteError::State(error) => return state(error),
        WriteError::Invalid(findings) => return ErrorData::invalid(findings, &[]),
        WriteError::Exists(objects) => ("exists", objects.as_slice()),
        WriteError::Missing(objects) => ("missing", objects.as_slice()),
        WriteError::OtherKey { .. } => ("other-key", &[][..]),
    };
    ErrorData::new("WriteError", error).with(json!({"kind": kind, "objects": objects}))
}

fn keys(error: &KeysError) -> ErrorData {
    let about_keyset =
        |kind: &str, keyset: &str| ErrorData::new("KeysetError", error).with(json!({"kind": kind, "keyset": keyset}));
    let about_secret =
        |kind: &str, secret: &str| ErrorData::new("SecretError", error).with(json!({"kind": kind, "secret": secret}));
    match error {
        KeysError::NoKeyset { keyset, .. } => about_keyset("missing", keyset),
        KeysError::NotRotatable { keyset } => about_keyset("not-rotatable", keyset),
        KeysError::FirstMustBePrimary { keyset } => about_keyset("first-must-be-primary", keyset),
        KeysError::Keyset(error) => about_keyset(error.kind(), error.keyset()),
        KeysError::NoSecret { secret, .. } => about_secret("missing", secret),
        KeysError::SecretExists { secret } => about_secret("exists", secret),
        KeysError::Secret(error) => about_secret(error.kind(), error.secret()),
        KeysError::NoCluster(_) => ErrorData::new("KopsError", error),
        KeysError::State(error) => state(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cloud::ErrorKind;
    use crate::diag::{Diagnostic, Location, ObjectRef};
    use crate::plan::{Drift, PlanErrors, Rule, StepId};
    use crate::resource::CloudId;
    use crate::state::Key;

    fn data(error: Error) -> Value {
        serde_json::to_value(ErrorData::from(&error)).unwrap()
    }

    #[test]
    fn what_stands_in_the_way_of_a_plan_has_its_resource_and_its_place() {
        let origin = SourceRef {
            path: ObjectRef::new("Cluster", "a").field("spec.subnets[0].cidr"),
            location: Some(Location { file: "a.yml".into(), line: 7, column: 3 }),
        };
        let occupied = PlanError::Occupied {
            resource: "subnet/a".parse().unwrap(),
            range: "10.0.0.0/24".into(),
            holder: CloudId("subnet-1".into()),
            held: "10.0.0.0/16".into(),
            origin: Some(origin),
        };
        let found = data(Error::Plan { errors: PlanErrors(vec![occupied]), texts: Vec::new() });
        assert_eq!(found["name"], "PlanningFailed");
        assert_eq!(
            found["fields"]["errors"][0],
            json!({
                "error": "occupied",
                "message": "the new subnet `a` wants `10.0.0.0/24`, and the subnet `subnet-1` has `10.0.0.0/16`",
                "help": "give it another range, or move everything out of `subnet-1` and delete that one first",
                "resource": "subnet/a",
                "path": {"kind": "Cluster", "name": "a", "field": "spec.subnets[0].cidr"},
                "location": {"file": "a.yml", "line": 7, "column": 3},
            })
        );
    }

    #[test]
    fn every_error_has_its_facts() {
        let key = || Key::new("a/config").unwrap();
        let moved = Drift {
            resource: "subnet/a".parse().unwrap(),
            field: "id".into(),
            planned: Value::Null,
            found: "subnet-1".into(),
        };
        let shared = Violation {
            step: Some(StepId(3)),
            resource: "nat-gateway/a".parse().unwrap(),
            id: Some(CloudId("nat-1".into())),
            rule: Rule::Shared,
        };
        let place = |region: &str| Target { account: "123456789012".into(), region: region.into() };
        let cases = [
            (
                Error::TargetMismatch { planned: place("eu-west-1"), found: place("us-east-2") },
                "PlanTargetMismatch",
                json!({
                    "planned": {"account": "123456789012", "region": "eu-west-1"},
                    "found": {"account": "123456789012", "region": "us-east-2"},
                }),
            ),
            (
                Error::StalePlan(vec![moved]),
                "PlanStale",
                json!({"moved": [{"resource": "subnet/a", "field": "id", "planned": null, "found": "subnet-1"}]}),
            ),
            (
                Error::PlanNotAllowed(vec![shared]),
                "PlanNotAllowed",
                json!({"violations": [{
                    "step": 3, "resource": "nat-gateway/a", "id": "nat-1", "rule": "shared",
                    "message": "step 3 is about nat-gateway/a (`nat-1`), which is shared",
                }]}),
            ),
            (
                Error::State(StateError::Conflict { key: key(), found: "is gone" }),
                "StateError",
                json!({"kind": "conflict", "key": "a/config", "retryable": false}),
            ),
            (
                Error::Write(WriteError::State(StateError::Foreign { key: key() })),
                "StateError",
                json!({"kind": "foreign", "key": "a/config", "retryable": false}),
            ),
            (
                Error::Write(WriteError::Missing(vec![ObjectRef::new("Cluster", "a")])),
                "WriteError",
                json!({"kind": "missing", "objects": [{"kind": "Cluster", "name": "a"}]}),
            ),
            (
                Error::NoCluster(LoadError::NoCluster { name: "a".into(), similar: None }),
                "NoCluster",
                json!({"cluster": "a", "similar": null}),
            ),
            (
                Error::Cloud(CloudError::new(ErrorKind::Throttled, "DescribeVpcs", "too many calls")),
                "CloudError",
                json!({
                    "kind": "throttled", "retryable": true, "operation": "DescribeVpcs", "code": null,
                    "requestId": null, "resource": null, "permission": null,
                }),
            ),
        ];
        for (error, name, fields) in cases {
            let found = data(error);
            assert_eq!((&found["name"], &found["fields"]), (&json!(name), &fields));
        }
        let finding = Diagnostic::error("a/b", "odd");
        let found = data(Error::Write(WriteError::Invalid(finding.into())));
        assert_eq!(
            (&found["name"], &found["fields"]["diagnostics"][0]["code"]),
            (&json!("InvalidSpec"), &json!("a/b"))
        );
    }
}
