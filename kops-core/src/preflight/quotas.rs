//! Whether quotas leave room for what a plan creates.

use std::collections::BTreeMap;

use super::needs::{Counted, Instances, Needs, Whole};
use super::places::Parent;
use super::report::{Check, CheckResult, QuotaCode};
use crate::cloud::{PreflightFacts, Quota, rules_of};
use crate::facts;
use crate::plan::Plan;
use crate::resource::ResourceId;

/// What is needed of one quota in one place.
#[derive(Default)]
struct Need {
    number: u64,
    resources: Vec<ResourceId>,
    /// Nothing of it is there yet, as the plan creates what the quota is for.
    is_new: bool,
    /// Why the number is not known.
    unknown: Option<String>,
}

/// Where a quota applies: what its use is listed by, and how to say so.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    key: String,
    shown: String,
}

/// Checks every quota that the plan meets.
pub(super) fn check(plan: &Plan, needs: &Needs<'_>, facts: &PreflightFacts) -> Vec<Check> {
    let mut found: BTreeMap<(Quota, Place), Need> = BTreeMap::new();
    let mut unknown = Vec::new();
    for counted in &needs.counted {
        match place(plan, needs, &counted.whole, facts) {
            Some((place, is_new)) => {
                let need = found.entry((counted.quota, place)).or_default();
                need.is_new = is_new;
                need.resources.push(counted.resource.clone());
                match weight(counted, facts) {
                    Ok(number) => need.number += number,
                    Err(why) => need.unknown = Some(why),
                }
            }
            None => unknown.push(not_known(counted.quota.title(), counted.resource, "the subnet's zone is not known")),
        }
    }
    for instances in &needs.instances {
        match vcpus(instances, facts) {
            Ok(vcpus) => {
                for (quota, number) in vcpus {
                    let place = Place { key: plan.region.clone(), shown: String::new() };
                    let need = found.entry((quota, place)).or_default();
                    need.number += number;
                    need.resources.push(instances.resource.clone());
                }
            }
            Err(why) => unknown.push(not_known("vCPUs of instances", instances.resource, &why)),
        }
    }
    let checks = found.into_iter().map(|((quota, place), need)| checked(plan, quota, &place, need, facts));
    checks.chain(unknown).collect()
}

/// How often a resource counts.
///
/// # Errors
/// Why that is not known.
fn weight(counted: &Counted<'_>, facts: &PreflightFacts) -> Result<u64, String> {
    let Some(list) = counted.prefix_list else { return Ok(1) };
    let known = facts.prefix_lists.get(list).copied();
    known.ok_or_else(|| format!("how many rules the prefix list `{list}` counts as is not known"))
}

/// Where a quota applies, and whether that is new; none where it is not known.
fn place(plan: &Plan, needs: &Needs<'_>, whole: &Whole, facts: &PreflightFacts) -> Option<(Place, bool)> {
    let named = |parent: &Parent| match parent {
        Parent::Existing(id) => (id.clone(), false),
        Parent::New(id) => (id.name.clone(), true),
    };
    Some(match whole {
        Whole::Region => (Place { key: plan.region.clone(), shown: String::new() }, false),
        Whole::In(parent) => {
            let (key, is_new) = named(parent);
            (Place { shown: format!(" in {key}"), key }, is_new)
        }
        Whole::Rules(parent, direction, ipv6) => {
            let (group, is_new) = named(parent);
            let key = rules_of(&group, *direction, *ipv6);
            (Place { shown: format!(" of {key}"), key }, is_new)
        }
        Whole::ZoneOf(subnet) => {
            let key = match subnet {
                Parent::Existing(id) => facts.subnets.get(id)?.zone.clone(),
                Parent::New(id) => needs.new_subnet(id)?.zone.clone()?,
            };
            (Place { shown: format!(" in {key}"), key }, false)
        }
    })
}

fn checked(plan: &Plan, quota: Quota, place: &Place, need: Need, facts: &PreflightFacts) -> Check {
    let known = facts.quotas.get(&quota);
    let limit = known.and_then(|known| known.limit);
    let counts = known.and_then(|known| known.used.as_ref());
    let used = if need.is_new { Some(0) } else { counts.map(|counts| counts.get(&place.key).copied().unwrap_or(0)) };
    let check = Check {
        subject: format!("{}{}", quota.title(), place.shown),
        need: need.unknown.is_none().then_some(need.number),
        used,
        limit,
        quota: Some(quota.into()),
        resources: need.resources,
        ..Check::default()
    };
    let unknown = known.and_then(|known| known.unknown.clone());
    if let Some(why) = need.unknown {
        return Check { message: unknown.or(Some(why)), ..check };
    }
    match (used, limit) {
        (Some(used), Some(limit)) if used + need.number <= limit => Check { result: CheckResult::Passed, ..check },
        (Some(used), Some(limit)) => Check {
            result: CheckResult::Failed,
            message: Some(format!("{} more are needed, and {used} of {limit} are in use", need.number)),
            help: Some(raise(&plan.region, &quota.into(), used + need.number)),
            ..check
        },
        _ => Check { message: Some(unknown.unwrap_or_else(|| "the account does not say".to_owned())), ..check },
    }
}

/// How to raise a quota.
pub(super) fn raise(region: &str, QuotaCode { service, code }: &QuotaCode, wanted: u64) -> String {
    // Service Quotas has those of IAM in one region of each partition.
    let region = if service == "iam" { facts::global_region(facts::partition(region)) } else { region };
    format!(
        "raise the quota: `aws service-quotas request-service-quota-increase --region {region} --service-code {service} \
         --quota-code {code} --desired-value {wanted}`, or delete what is not used any more"
    )
}

/// The vCPUs that new instances need at least, by quota.
///
/// # Errors
/// Why that is not known.
fn vcpus(instances: &Instances<'_>, facts: &PreflightFacts) -> Result<Vec<(Quota, u64)>, String> {
    let template = match (instances.template, &instances.template_id) {
        (Some(template), _) => Some((template.instance_type.as_str(), template.spot.is_some())),
        (None, Some(id)) => facts.launch_templates.get(id).map(|found| (found.instance_type.as_str(), found.spot)),
        (None, None) => None,
    };
    let (own_type, spot) = template.ok_or("the instance type of its launch template is not known")?;
    let Some(mixed) = &instances.group.mixed_instances else {
        return of_types(&[own_type], spot, instances.number, facts);
    };
    let types: Vec<&str> = match mixed.overrides.as_slice() {
        [] => vec![own_type],
        overrides => {
            let types = overrides.iter().map(|choice| choice.instance_type.as_deref());
            types.collect::<Option<_>>().ok_or("its instance types are chosen by requirements")?
        }
    };
    let share = |value: Option<i32>, default| u64::try_from(value.unwrap_or(default)).unwrap_or_default();
    let base = share(mixed.distribution.on_demand_base_capacity, 0).min(instances.number);
    let percent = share(mixed.distribution.on_demand_percentage_above_base, 100).min(100);
    let on_demand = base + ((instances.number - base) * percent).div_ceil(100);
    let parts = [(false, on_demand), (true, instances.number - on_demand)];
    let parts = parts.into_iter().filter(|(_, number)| *number > 0);
    Ok(parts.map(|(spot, number)| of_types(&types, spot, number, facts)).collect::<Result<Vec<_>, _>>()?.concat())
}

/// The vCPUs of instances of any of some types: those of the smallest, where all count against one quota.
fn of_types(types: &[&str], spot: bool, number: u64, facts: &PreflightFacts) -> Result<Vec<(Quota, u64)>, String> {
    let mut least: Option<(Option<Quota>, u64)> = None;
    for name in types {
        let quota = Quota::of_instance_type(name, spot);
        let vcpus = *facts.vcpus.get(*name).ok_or_else(|| format!("the vCPUs of `{name}` are not known"))?;
        least = match least {
            Some((other, _)) if other != quota => {
                return Err("its instance types count against several quotas".to_owned());
            }
            Some((_, other)) => Some((quota, other.min(vcpus.into()))),
            None => Some((quota, vcpus.into())),
        };
    }
    match least {
        Some((Some(quota), vcpus)) => Ok(vec![(quota, vcpus * number)]),
        // A type without a quota.
        _ => Ok(Vec::new()),
    }
}

fn not_known(subject: &str, resource: &ResourceId, why: &str) -> Check {
    Check {
        subject: subject.to_owned(),
        resources: vec![resource.clone()],
        message: Some(why.to_owned()),
        ..Check::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotas_of_iam_are_raised_in_one_region_of_the_partition() {
        for (service, region, expected) in [
            ("ec2", "us-iso-west-1", "us-iso-west-1"),
            ("iam", "us-iso-west-1", "us-iso-east-1"),
            ("iam", "cn-northwest-1", "cn-north-1"),
            ("iam", "us-gov-east-1", "us-gov-west-1"),
            ("iam", "eusc-de-east-1", "eusc-de-east-1"),
            ("iam", "us-east-2", "us-east-1"),
        ] {
            let quota = QuotaCode { service: service.to_owned(), code: "L-1".to_owned() };
            let help = raise(region, &quota, 7);
            assert!(help.contains(&format!("--region {expected} ")), "{service} in {region}: {help}");
        }
    }
}
