//! Whether the caller may make the calls of a plan.

use std::collections::{BTreeMap, BTreeSet};

use super::place;
use super::report::{Check, CheckResult};
use crate::cloud::PreflightFacts;
use crate::permissions::requests;
use crate::plan::Plan;
use crate::resource::ResourceId;

/// Checks the permissions: one check for each action that is denied, and one for all others where they are not all known or none is denied.
pub(super) fn check(plan: &Plan, facts: &PreflightFacts) -> Vec<Check> {
    let requests = requests(plan, &place(plan));
    if requests.is_empty() {
        return Vec::new();
    }
    let number = Some(requests.len() as u64);
    let all = Check { subject: "permissions".to_owned(), need: number, ..Check::default() };
    let mut by_action: BTreeMap<&str, Denied> = BTreeMap::new();
    let denied = facts.denied.iter().flatten().filter_map(|request| requests.get_key_value(request));
    for (request, resources) in denied {
        let found = by_action.entry(&request.action).or_default();
        found.arns.insert(format!("`{}`", request.resource));
        found.resources.extend(resources.iter().map(|resource| (*resource).clone()));
    }
    let rest = match (&facts.denied, &facts.denied_unknown) {
        (Some(_), None) if !by_action.is_empty() => None,
        (Some(_), None) => Some(Check { result: CheckResult::Passed, ..all }),
        (_, why) => {
            let why = why.clone().unwrap_or_else(|| "the account does not say".to_owned());
            Some(Check { message: Some(why), ..all })
        }
    };
    by_action.into_iter().map(|(action, denied)| denied.check(action)).chain(rest).collect()
}

/// Where an action is denied.
#[derive(Default)]
struct Denied {
    arns: BTreeSet<String>,
    resources: BTreeSet<ResourceId>,
}

impl Denied {
    fn check(self, action: &str) -> Check {
        let arns: Vec<String> = self.arns.into_iter().collect();
        Check {
            subject: action.to_owned(),
            result: CheckResult::Failed,
            resources: self.resources.into_iter().collect(),
            message: Some(format!("the caller may not call it on {}", arns.join(", "))),
            help: Some("`kops toolbox permissions` prints the policies that a cluster needs".to_owned()),
            ..Check::default()
        }
    }
}
