//! The engine's errors as data.

use super::Error;
use crate::errors::{
    ErrorData, ErrorFacts, KeysetErrorFields, KeysetErrorKind, NoClusterFields, NoFields, PlanNotAllowedFields,
    PlanStaleFields, PlanTargetMismatchFields,
};
use crate::state::LoadError;

impl From<&Error> for ErrorData {
    fn from(error: &Error) -> Self {
        let facts = match error {
            Error::Invalid { findings, texts } => return Self::invalid(findings, texts),
            Error::Cloud(error) => return error.into(),
            Error::ClusterApi(error) => return error.into(),
            Error::State(error) => return error.into(),
            Error::Write(error) => return error.into(),
            Error::Keys(error) => return error.into(),
            Error::KeysNotRolledOut { keyset, .. } => {
                let kind = KeysetErrorKind::NotRolledOut;
                ErrorFacts::KeysetError(KeysetErrorFields { kind, keyset: keyset.clone() })
            }
            Error::Plan { errors, .. } => errors.into(),
            Error::TargetMismatch { planned, found } => {
                let (planned, found) = (planned.clone(), found.clone());
                ErrorFacts::PlanTargetMismatch(PlanTargetMismatchFields { planned, found })
            }
            Error::StalePlan(moved) => ErrorFacts::PlanStale(PlanStaleFields { moved: moved.clone() }),
            Error::PlanNotAllowed(violations) => {
                let violations = violations.iter().map(Into::into).collect();
                ErrorFacts::PlanNotAllowed(PlanNotAllowedFields { violations })
            }
            Error::Kubeconfig(_) => ErrorFacts::KubeconfigError(NoFields {}),
            Error::NoCluster(LoadError::NoCluster { name, similar }) => {
                ErrorFacts::NoCluster(NoClusterFields { cluster: name.clone(), similar: similar.clone() })
            }
            Error::Incomplete(incomplete) => ErrorFacts::ApplyIncomplete((&incomplete.0).into()),
            Error::InvalidPlan(_) | Error::ParsePlan(_) => ErrorFacts::InvalidPlan(NoFields {}),
            Error::Account(_) => ErrorFacts::InvalidAccount(NoFields {}),
            Error::NoCluster(_)
            | Error::NoInstanceGroup { .. }
            | Error::NoInstance { .. }
            | Error::NoProgress(_)
            | Error::UnknownVersion { .. }
            | Error::VersionSkew { .. }
            | Error::OtherCluster { .. }
            | Error::Cancelled
            | Error::Addons(_) => ErrorFacts::KopsError(NoFields {}),
        };
        Self::new(error, facts)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::apply::{Incomplete, Report, StepError};
    use crate::cloud::{CloudError, ErrorKind};
    use crate::cluster_api::{ClusterApiError, ClusterApiErrorKind};
    use crate::diag::{Diagnostic, Location, ObjectRef};
    use crate::errors::PlanTarget;
    use crate::plan::{Drift, PlanError, PlanErrors, Rule, SourceRef, StepId, Violation};
    use crate::resource::CloudId;
    use crate::state::{Key, StateError, WriteError};

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

    /// An error, its name, and its facts.
    fn cases() -> Vec<(Error, &'static str, Value)> {
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
        let place = |region: &str| PlanTarget::new("123456789012", region);
        let denied = ClusterApiError::new(ClusterApiErrorKind::Denied, "list nodes", "may not").status(403);
        vec![
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
                json!({"kind": "conflict", "key": "a/config", "retryable": false, "lock": null}),
            ),
            (
                Error::Write(WriteError::State(StateError::Foreign { key: key() })),
                "StateError",
                json!({"kind": "foreign", "key": "a/config", "retryable": false, "lock": null}),
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
            (
                Error::ClusterApi(denied),
                "ClusterApiError",
                json!({"kind": "denied", "retryable": false, "operation": "list nodes", "status": 403}),
            ),
        ]
    }

    #[test]
    fn every_error_has_its_facts() {
        for (error, name, fields) in cases() {
            let found = data(error);
            assert_eq!((&found["name"], &found["fields"]), (&json!(name), &fields));
        }
    }

    #[test]
    fn an_apply_that_is_incomplete_says_what_failed_and_why() {
        let mut report = Report { not_started: vec![StepId(3)], ..Report::default() };
        let reason = "state is pending".to_owned();
        report.failed.push((StepId(2), StepError::NotReady { resource: "nat-gateway/a".parse().unwrap(), reason }));
        let found = data(Error::Incomplete(Box::new(Incomplete(report))));
        assert_eq!(
            found["fields"],
            json!({
                "cancelled": false, "done": [], "inFlight": [], "notStarted": [3], "outputs": {},
                "failed": [{"step": 2, "resource": "nat-gateway/a", "error": {
                    "name": "StepFailed",
                    "message": "nat-gateway/a did not become ready: state is pending",
                    "help": null,
                    "fields": {"kind": "not-ready", "resource": "nat-gateway/a"},
                }}],
            })
        );
    }

    #[test]
    fn what_is_wrong_with_a_spec_that_is_written_is_listed() {
        let finding = Diagnostic::error("a/b", "odd");
        let found = data(Error::Write(WriteError::Invalid(finding.into())));
        assert_eq!(
            (&found["name"], &found["fields"]["diagnostics"][0]["code"]),
            (&json!("InvalidSpec"), &json!("a/b"))
        );
    }
}
