//! What would help, by the facts of an error.

use super::{ErrorFacts, KeysetErrorKind, StateErrorKind, WriteErrorKind};
use crate::cloud::ErrorKind;

/// Returns what would help against an error, where its facts say it. Findings about a spec, and what stands in the way of a plan,
/// have help of their own.
pub(super) fn help(facts: &ErrorFacts) -> Option<String> {
    let text = match facts {
        ErrorFacts::CloudError(error) => match (error.kind, &error.permission) {
            (ErrorKind::Denied, Some(permission)) => {
                return Some(format!("allow `{permission}` for these credentials"));
            }
            (ErrorKind::Denied, None) => "use credentials that may do this",
            (ErrorKind::Quota, _) => "request a higher quota, or delete what is no longer used",
            (ErrorKind::Throttled | ErrorKind::Network | ErrorKind::Internal, _) if error.retryable => {
                "try again later"
            }
            _ => return None,
        },
        ErrorFacts::StateError(error) => match error.kind {
            StateErrorKind::NoStore => "create the bucket or the folder first",
            StateErrorKind::Conflict => "read the object again and repeat the change",
            StateErrorKind::Locked => {
                "wait until the lock ends; if its holder no longer runs, remove it with `kops toolbox unlock`"
            }
            StateErrorKind::LockLost => "plan again to see what is left",
            StateErrorKind::Denied => "use credentials that may read and write the state store",
            StateErrorKind::Failed if error.retryable => "try again later",
            _ => return None,
        },
        ErrorFacts::WriteError(error) => match error.kind {
            WriteErrorKind::Exists => "replace the objects to change them",
            WriteErrorKind::Missing => "create the objects first",
            WriteErrorKind::OtherKey => return None,
        },
        ErrorFacts::KeysetError(error) if error.kind == KeysetErrorKind::NotRolledOut => {
            "update the cluster and roll these instance groups first; `force` continues anyway, and may cut off instances"
        }
        ErrorFacts::NoCluster(error) => return error.similar.as_ref().map(|name| format!("did you mean `{name}`?")),
        ErrorFacts::PlanTargetMismatch(error) => return Some(format!("apply the plan in {}", error.planned)),
        ErrorFacts::PlanStale(_) | ErrorFacts::PlanNotAllowed(_) => "plan again",
        ErrorFacts::ApplyIncomplete(_) => "plan again to see what is left",
        _ => return None,
    };
    Some(text.to_owned())
}
