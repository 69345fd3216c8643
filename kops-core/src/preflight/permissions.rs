//! Whether the caller may make the calls of a plan.

use std::collections::{BTreeMap, BTreeSet};

use super::place;
use super::report::{Check, CheckResult};
use crate::cloud::PreflightFacts;
use crate::permissions::requests;
use crate::plan::Plan;
use crate::resource::ResourceId;

/// Checks the permissions: one check where all are there or nothing is known, otherwise one for each action that is denied.
pub(super) fn check(plan: &Plan, facts: &PreflightFacts) -> Vec<Check> {
    let requests = requests(plan, &place(plan));
    if requests.is_empty() {
        return Vec::new();
    }
    let number = Some(requests.len() as u64);
    let all = Check { subject: "permissions".to_owned(), need: number, ..Check::default() };
    let Some(denied) = &facts.denied else {
        let why = facts.denied_unknown.clone().unwrap_or_else(|| "the account does not say".to_owned());
        return vec![Check { message: Some(why), ..all }];
    };
    let mut by_action: BTreeMap<&str, Denied> = BTreeMap::new();
    for (request, resources) in requests.iter().filter(|(request, _)| denied.contains(request)) {
        let found = by_action.entry(&request.action).or_default();
        found.arns.insert(format!("`{}`", request.resource));
        found.resources.extend(resources.iter().map(|resource| (*resource).clone()));
    }
    if by_action.is_empty() {
        return vec![Check { result: CheckResult::Passed, ..all }];
    }
    by_action.into_iter().map(|(action, denied)| denied.check(action)).collect()
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
