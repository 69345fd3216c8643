//! Whether an account has what a plan needs, found out before the first step: quotas, free addresses, permissions.
//!
//! In: a plan, and what the account has left ([`PreflightFacts`]), which [`Cloud::preflight`](crate::cloud::Cloud::preflight) reads as
//! [`query`] asks. Out: [`Preflight`], every check with its result. What a plan already refuses is not checked again: instance types and
//! images, zones, hosted zones, names and CIDRs that others have.

mod addresses;
mod needs;
mod permissions;
mod places;
mod quotas;
mod report;

use crate::cloud::{PreflightFacts, PreflightQuery};
use crate::permissions::{Place, requests};
use crate::plan::Plan;
use needs::Needs;

pub use report::{Check, CheckResult, Preflight, QuotaCode};

/// Returns what to read of the account for a plan.
pub fn query(plan: &Plan) -> PreflightQuery {
    let needs = Needs::of(plan);
    PreflightQuery {
        quotas: needs.quotas(),
        instance_types: needs.instance_types(),
        launch_templates: needs.launch_templates(),
        subnets: needs.subnets(),
        permissions: requests(plan, &place(plan)).into_keys().collect(),
    }
}

/// Checks a plan against what the account has left. Every check is made, whatever the others say.
pub fn check(plan: &Plan, facts: &PreflightFacts) -> Preflight {
    let needs = Needs::of(plan);
    let checks = quotas::check(plan, &needs, facts).into_iter();
    let checks = checks.chain(addresses::check(&needs, facts)).chain(permissions::check(plan, facts));
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
