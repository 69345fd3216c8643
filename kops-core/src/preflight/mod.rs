//! Whether an account has what a plan needs, found out before the first step: quotas, free addresses, the delegation of hosted
//! zones, permissions.
//!
//! In: a plan, and what the account has left ([`PreflightFacts`]), which [`Cloud::preflight`](crate::cloud::Cloud::preflight) reads as
//! [`query`] asks. Out: [`Preflight`], every check with its result, and for the plans of several clusters [`SetPreflight`]. What a plan already refuses is not checked again: instance types and
//! images, availability zones, hosted zones that do not exist, names and CIDRs that others have.

mod addresses;
mod hosted_zones;
mod needs;
mod permissions;
mod places;
mod quotas;
mod report;
mod set;

use crate::cloud::{PreflightFacts, PreflightQuery};
use crate::permissions::{Place, dry_runs, requests};
use crate::plan::Plan;
use needs::Needs;

pub use report::{Check, CheckResult, Preflight, QuotaCode, SetPreflight};
pub(crate) use set::check_set;

/// Returns what to read of the account for a plan.
pub fn query(plan: &Plan) -> PreflightQuery {
    let needs = Needs::of(plan);
    PreflightQuery {
        quotas: needs.quotas(),
        instance_types: needs.instance_types(),
        launch_templates: needs.launch_templates(),
        subnets: needs.subnets(),
        prefix_lists: needs.prefix_lists(),
        hosted_zones: hosted_zones::of(plan).into_keys().map(str::to_owned).collect(),
        permissions: requests(plan, &place(plan)).into_keys().collect(),
        dry_runs: dry_runs(plan, &place(plan)),
    }
}

/// Checks a plan against what the account has left. Every check is made, whatever the others say.
pub fn check(plan: &Plan, facts: &PreflightFacts) -> Preflight {
    let needs = Needs::of(plan);
    let checks = quotas::check(plan, &needs, facts).into_iter();
    let checks = checks.chain(addresses::check(&needs, facts)).chain(hosted_zones::check(plan, facts));
    let checks = checks.chain(permissions::check(plan, facts));
    Preflight {
        cluster: plan.cluster.clone(),
        region: plan.region.clone(),
        account: plan.account.clone(),
        checks: checks.collect(),
    }
}

fn place(plan: &Plan) -> Place {
    Place::new(&plan.region, &plan.account, &plan.cluster, None)
}
