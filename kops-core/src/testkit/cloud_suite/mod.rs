//! What every [`crate::cloud::Cloud`] must do, as checks that any implementation can run.
//!
//! Each check starts with a subject of its own, so `make` should give an account in which the suite made nothing yet; the
//! subjects of a real server may share it, since every check works with a cluster of its own name and cleans up.

mod asking;
mod changing;
mod deleting;
mod making;
mod observing;
mod permitting;
mod refusing;
mod scene;

use futures::future::BoxFuture;

use super::{Findings, Subject};

/// A check: its name, and what it does.
type Check = (&'static str, fn(Subject) -> BoxFuture<'static, Result<(), String>>);

/// Lists checks by name and function.
macro_rules! checks {
    ($($name:literal: $check:path;)*) => {
        &[$(($name, |subject| Box::pin(async move { $check(&subject).await }))),*]
    };
}

const CHECKS: &[Check] = checks! {
    "create/every-kind": making::every_kind;
    "create/repeated": making::repeated;
    "create/token-of-another-step": making::token_of_another_step;
    "create/default-rule": making::default_rule;
    "observe/gives-back-what-was-made": observing::gives_back;
    "observe/leaves-others-alone": observing::leaves_others_alone;
    "observe/by-id": observing::by_id;
    "observe/security-group-rules": permitting::every_protocol_and_peer;
    "observe/children": observing::children;
    "observe/counts-calls": observing::counts_calls;
    "observe/nothing": observing::nothing;
    "update/every-kind": changing::every_kind;
    "update/named-fields-only": changing::named_fields_only;
    "update/repeated": changing::repeated;
    "update/what-is-gone": changing::what_is_gone;
    "update/template-version": changing::template_version;
    "delete/every-kind": deleting::every_kind;
    "delete/what-is-gone": deleting::what_is_gone;
    "delete/group-stops-instances": deleting::group_stops_instances;
    "delete/vpc-in-use": deleting::vpc_in_use;
    "delete/security-group-in-use": deleting::security_group_in_use;
    "delete/elastic-ip-in-use": deleting::elastic_ip_in_use;
    "delete/target-group-in-use": deleting::target_group_in_use;
    "delete/role-in-use": deleting::role_in_use;
    "delete/rule-in-use": deleting::rule_in_use;
    "delete/rule-without-queue": deleting::rule_without_queue;
    "delete/internet-gateway-in-use": deleting::internet_gateway_in_use;
    "delete/subnet-in-use": deleting::subnet_in_use;
    "refuse/unknown-references": refusing::unknown_references;
    "refuse/duplicates": refusing::duplicates;
    "refuse/invalid-values": refusing::invalid_values;
    "refuse/fixed-fields": refusing::fixed_fields;
    "probe/what-is-gone": asking::probe_what_is_gone;
    "facts/network": asking::facts_of_a_network;
    "facts/what-is-not-there": asking::facts_of_nothing;
};

/// Runs every check on a cloud, each with a subject from `make`, and returns those that failed.
///
/// Checks that the subject says it lacks are left out.
pub async fn run(make: impl AsyncFn() -> Subject) -> Findings {
    let mut findings = Findings::default();
    for (name, check) in CHECKS {
        let subject = make().await;
        if !subject.lacks.contains_key(name) {
            findings.note(name, check(subject).await);
        }
    }
    findings
}

/// The names of all checks, so that a subject can say which it lacks.
pub fn names() -> impl Iterator<Item = &'static str> {
    CHECKS.iter().map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testkit::block_on;

    #[test]
    fn the_simulated_account_passes() {
        let findings = block_on(run(async || Subject::simulated()));
        assert!(findings.is_empty(), "{findings}");
    }

    #[test]
    fn names_are_there_once() {
        let mut seen: Vec<_> = names().collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), CHECKS.len());
    }
}
