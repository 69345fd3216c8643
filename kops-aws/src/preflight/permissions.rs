//! Which calls IAM would deny: by its simulation of the caller's policies, or else by dry runs of EC2.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_iam::types::{ContextEntry, ContextKeyTypeEnum, PolicyEvaluationDecisionType as Decision};
use futures::future::try_join_all;
use kops_core::cloud::{CloudError, PermissionRequest, PreflightQuery};

use super::{dry_runs, part};
use crate::config::Config;
use crate::error::Call;
use crate::facts::Lookup;

/// How many simulations run at once.
const AT_ONCE: usize = 4;

/// Returns those of some calls that the caller's policies deny, and why that is not known of all of them.
///
/// Policies of resources and of sessions are not part of the simulation. Where a policy depends on something that is not known before the
/// call, nothing is said of it. Where the caller may not simulate, EC2 is asked for its calls.
pub(super) async fn denied(
    config: &Config,
    lookup: Lookup<'_>,
    query: &PreflightQuery,
) -> Result<(Option<BTreeSet<PermissionRequest>>, Option<String>), CloudError> {
    if query.permissions.is_empty() {
        return Ok((Some(BTreeSet::new()), None));
    }
    match part(simulate(lookup, &query.permissions).await)? {
        Ok(denied) => Ok((Some(denied), None)),
        // A test double of AWS can take a call for one that is meant.
        Err(why) if config.custom_endpoint() => Ok((None, Some(why))),
        Err(why) => {
            let tried = dry_runs::tried(lookup, config.region(), &query.dry_runs).await?;
            if tried.known == 0 {
                return Ok((None, Some(why)));
            }
            let is_denied = |request: &&PermissionRequest| tried.denied.contains(request.action.as_str());
            let denied = query.permissions.iter().filter(is_denied).cloned().collect();
            Ok((Some(denied), Some(format!("{why}; dry runs say it of {} actions of EC2 only", tried.known))))
        }
    }
}

async fn simulate(
    lookup: Lookup<'_>,
    requests: &BTreeSet<PermissionRequest>,
) -> Result<BTreeSet<PermissionRequest>, CloudError> {
    let Some(principal) = principal(lookup).await? else {
        return Ok(BTreeSet::new());
    };
    // IAM takes several resources of one action, but not every mix of actions.
    let mut by_action: BTreeMap<(&BTreeMap<String, String>, &str), Vec<&PermissionRequest>> = BTreeMap::new();
    for request in requests {
        by_action.entry((&request.context, &request.action)).or_default().push(request);
    }
    let groups: Vec<_> = by_action.into_values().collect();
    let mut denied = BTreeSet::new();
    for some in groups.chunks(AT_ONCE) {
        let found = try_join_all(some.iter().map(|requests| one_action(lookup, &principal, requests))).await?;
        denied.extend(found.into_iter().flatten());
    }
    Ok(denied)
}

/// The ARN of the user or role whose policies apply; none for the root user, who may do everything.
async fn principal(lookup: Lookup<'_>) -> Result<Option<String>, CloudError> {
    let call = Call::new("sts", "GetCallerIdentity");
    let answer = lookup.calls.send(call, lookup.clients.sts.get_caller_identity().send()).await?;
    let arn = call.require(answer.arn, "Arn")?;
    let last = arn.splitn(6, ':').nth(5).unwrap_or_default().to_owned();
    match last.split_once('/') {
        _ if last == "root" => Ok(None),
        // The ARN of a session lacks the path of its role.
        Some(("assumed-role", rest)) => {
            let name = rest.split('/').next().unwrap_or_default();
            let call = Call::new("iam", "GetRole");
            let role = lookup.calls.send(call, lookup.clients.iam.get_role().role_name(name).send()).await?.role;
            Ok(Some(call.require(role, "Role")?.arn))
        }
        _ => Ok(Some(arn)),
    }
}

/// Simulates one action on some resources.
async fn one_action(
    lookup: Lookup<'_>,
    principal: &str,
    requests: &[&PermissionRequest],
) -> Result<Vec<PermissionRequest>, CloudError> {
    let Some(first) = requests.first() else { return Ok(Vec::new()) };
    let context = first.context.iter().map(|(key, value)| {
        let entry = ContextEntry::builder().context_key_name(key).context_key_values(value);
        entry.context_key_type(ContextKeyTypeEnum::String).build()
    });
    let simulation = lookup.clients.iam.simulate_principal_policy().policy_source_arn(principal);
    let simulation = simulation.action_names(&first.action).set_context_entries(Some(context.collect()));
    let resources = requests.iter().map(|request| request.resource.clone()).collect();
    let pages = simulation.set_resource_arns(Some(resources)).into_paginator().send();
    let pages = lookup.calls.pages(Call::new("iam", "SimulatePrincipalPolicy"), pages).await?;
    let mut denied: BTreeSet<&str> = BTreeSet::new();
    for result in pages.iter().flat_map(|page| page.evaluation_results()) {
        let parts = result.resource_specific_results();
        if parts.is_empty() && is_denied(result.eval_decision(), result.missing_context_values()) {
            denied.extend(result.eval_resource_name());
        }
        let parts = parts.iter();
        denied.extend(
            parts
                .filter(|part| is_denied(part.eval_resource_decision(), part.missing_context_values()))
                .map(|part| part.eval_resource_name()),
        );
    }
    Ok(requests.iter().filter(|request| denied.contains(request.resource.as_str())).map(|r| (*r).clone()).collect())
}

fn is_denied(decision: &Decision, missing: &[String]) -> bool {
    match decision {
        Decision::ExplicitDeny => true,
        Decision::ImplicitDeny => missing.is_empty(),
        _ => false,
    }
}
