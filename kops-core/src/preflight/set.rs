//! Whether an account has what the plans of several clusters need together, where it may have what each needs by itself.

use std::collections::BTreeMap;

use super::needs::Needs;
use super::report::{Check, CheckResult, Preflight, SetPreflight};
use super::{addresses, check, quotas};
use crate::cloud::PreflightFacts;
use crate::plan::Plan;

/// Checks each plan by itself, and all of them together.
pub(crate) fn check_set(plans: &[(&Plan, PreflightFacts)]) -> SetPreflight {
    let clusters: Vec<Preflight> = plans.iter().map(|(plan, facts)| check(plan, facts)).collect();
    let needs: Vec<Needs<'_>> = plans.iter().map(|(plan, _)| Needs::of(plan)).collect();
    let subnets = plans.iter().flat_map(|(_, facts)| facts.subnets.clone()).collect();
    let facts = PreflightFacts { subnets, ..PreflightFacts::default() };
    let together = quotas_of(&clusters).into_iter().chain(addresses::check_together(&needs, &facts)).collect();
    SetPreflight { clusters, together }
}

/// The quotas that several clusters need something of.
fn quotas_of(clusters: &[Preflight]) -> Vec<Check> {
    let mut users: BTreeMap<&str, Vec<(&Preflight, &Check)>> = BTreeMap::new();
    for cluster in clusters {
        for check in cluster.checks.iter().filter(|check| check.quota.is_some()) {
            users.entry(&check.subject).or_default().push((cluster, check));
        }
    }
    users.into_values().filter(|checks| checks.len() > 1).filter_map(|checks| sum(&checks)).collect()
}

/// What several clusters need of a quota; none where that is not known.
fn sum(checks: &[(&Preflight, &Check)]) -> Option<Check> {
    let (cluster, first) = checks.first()?;
    let need = checks.iter().map(|(_, check)| check.need).sum::<Option<u64>>()?;
    let (used, limit, quota) = (first.used?, first.limit?, first.quota.clone()?);
    let is_exceeded = used + need > limit;
    Some(Check {
        subject: first.subject.clone(),
        result: if is_exceeded { CheckResult::Failed } else { CheckResult::Passed },
        need: Some(need),
        used: Some(used),
        limit: Some(limit),
        resources: checks.iter().flat_map(|(_, check)| check.resources.iter().cloned()).collect(),
        message: is_exceeded
            .then(|| format!("the clusters need {need} more together, and {used} of {limit} are in use")),
        help: is_exceeded.then(|| quotas::raise(&cluster.region, &quota, used + need)),
        quota: Some(quota),
    })
}
