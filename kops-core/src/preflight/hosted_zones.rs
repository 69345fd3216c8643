//! Whether the DNS leads to the hosted zones that a plan makes records in.

use std::collections::{BTreeMap, BTreeSet};

use super::report::{Check, CheckResult};
use crate::cloud::{Delegation, PreflightFacts};
use crate::plan::{Action, Plan};
use crate::resource::{Resource, ResourceId};

/// The hosted zones, by id, that a plan creates or changes records in, with these.
pub(super) fn of(plan: &Plan) -> BTreeMap<&str, BTreeSet<&ResourceId>> {
    let mut zones: BTreeMap<&str, BTreeSet<&ResourceId>> = BTreeMap::new();
    for step in &plan.steps {
        let (Action::Create { desired } | Action::Update { desired, .. }) = &step.action else { continue };
        if let Resource::DnsRecord(record) = desired {
            zones.entry(&record.zone).or_default().insert(&step.resource);
        }
    }
    zones
}

/// Checks each hosted zone; none for private ones, which nothing leads to.
pub(super) fn check(plan: &Plan, facts: &PreflightFacts) -> Vec<Check> {
    let check = |(id, records): (&str, BTreeSet<&ResourceId>)| {
        let records = records.into_iter().cloned().collect();
        match facts.hosted_zones.get(id) {
            Some(found) if found.private => None,
            Some(found) => Some(Check { resources: records, ..of_zone(id, found) }),
            None => Some(Check { resources: records, ..not_known(id, None) }),
        }
    };
    of(plan).into_iter().filter_map(check).collect()
}

fn of_zone(id: &str, zone: &Delegation) -> Check {
    let Some(delegated_to) = &zone.delegated_to else {
        let name = if zone.name.is_empty() { id } else { &zone.name };
        return not_known(name, zone.unknown.as_deref());
    };
    let passed = Check { subject: subject(&zone.name), result: CheckResult::Passed, ..Check::default() };
    if delegated_to.iter().any(|server| zone.name_servers.contains(server)) {
        return passed;
    }
    let message = if delegated_to.is_empty() {
        "no name server answers for it, so that no resolver finds the cluster's records".to_owned()
    } else {
        let others = list(delegated_to);
        format!("it is delegated to others, {others}, so that no resolver finds the records of this hosted zone")
    };
    let own = list(&zone.name_servers);
    let help = format!("set the NS records of {} in its parent zone or at its registrar to {own}", zone.name);
    Check { result: CheckResult::Failed, message: Some(message), help: Some(help), ..passed }
}

fn not_known(zone: &str, why: Option<&str>) -> Check {
    let why = why.unwrap_or("the account does not say where it is delegated to");
    Check { subject: subject(zone), message: Some(why.to_owned()), ..Check::default() }
}

fn subject(zone: &str) -> String {
    format!("delegation of {zone}")
}

fn list(servers: &BTreeSet<String>) -> String {
    servers.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}
