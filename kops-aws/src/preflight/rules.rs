//! How many rules security groups have. A rule for a prefix list counts as many as the list may have entries.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_ec2::types::{ManagedPrefixList, SecurityGroupRule};
use kops_core::cloud::{CloudError, PreflightQuery, Quota, rules_of};
use kops_core::resource::Direction;

use super::{Part, count, part};
use crate::error::Call;
use crate::facts::Lookup;
use crate::filter::filters;

const READ_RULES: Call = Call::new("ec2", "DescribeSecurityGroupRules");
const READ_LISTS: Call = Call::new("ec2", "DescribeManagedPrefixLists");

/// How many rules AWS's own prefix lists count as, by the last word of their names.
///
/// Source: "AWS-managed prefix lists" in the Amazon VPC User Guide.
const WEIGHTS: &[(&str, u64)] = &[
    ("dynamodb", 1),
    ("ec2-instance-connect", 2),
    ("groundstation", 5),
    // CloudFront.
    ("origin-facing", 55),
    ("route53-healthchecks", 25),
    ("s3", 1),
    ("s3express", 6),
    ("vpc-lattice", 10),
];

/// How many rules something counts as: a prefix list by its id; a security group by direction and address family.
type Counts = BTreeMap<String, u64>;

/// Reads the rules of security groups where their quota is asked for, and how many rules the prefix lists count as that these rules or
/// those of the plan are for. Where there are no such rules, no list is read.
pub(super) async fn read(
    lookup: Lookup<'_>,
    query: &PreflightQuery,
) -> Result<(Option<Part<Counts>>, Counts), CloudError> {
    let Some(groups) = query.quotas.get(&Quota::RulesPerSecurityGroup) else { return Ok((None, Counts::new())) };
    let rules = part(rules(lookup, groups).await)?;
    let of_groups = rules.iter().flatten().filter_map(|rule| rule.prefix_list_id());
    let named: BTreeSet<&str> = of_groups.chain(query.prefix_lists.iter().map(String::as_str)).collect();
    let lists = part(lists(lookup, &named).await)?;
    let used = match (&rules, &lists) {
        (Ok(rules), Ok(lists)) => counted(rules, lists),
        (Err(why), _) | (_, Err(why)) => Err(why.clone()),
    };
    Ok((Some(used), lists.unwrap_or_default()))
}

async fn rules(lookup: Lookup<'_>, groups: &BTreeSet<String>) -> Result<Vec<SecurityGroupRule>, CloudError> {
    let mut found = Vec::new();
    for filter in filters("group-id", groups) {
        let request = lookup.clients.ec2.describe_security_group_rules().filters(filter).into_paginator().send();
        let pages = lookup.calls.pages(READ_RULES, request).await?;
        found.extend(pages.into_iter().flat_map(|page| page.security_group_rules.unwrap_or_default()));
    }
    Ok(found)
}

async fn lists(lookup: Lookup<'_>, ids: &BTreeSet<&str>) -> Result<Counts, CloudError> {
    let mut found = Counts::new();
    for filter in filters("prefix-list-id", ids) {
        let request = lookup.clients.ec2.describe_managed_prefix_lists().filters(filter).into_paginator().send();
        for page in lookup.calls.pages(READ_LISTS, request).await? {
            let lists = page.prefix_lists().iter();
            found.extend(lists.filter_map(|list| Some((list.prefix_list_id()?.to_owned(), weight(list)?))));
        }
    }
    Ok(found)
}

/// How many rules one for a prefix list counts as; none where AWS does not say it.
fn weight(list: &ManagedPrefixList) -> Option<u64> {
    let of_aws = list.prefix_list_name().filter(|_| list.owner_id() == Some("AWS"));
    let last = of_aws.and_then(|name| name.rsplit('.').next());
    let fixed = WEIGHTS.iter().find(|(name, _)| Some(*name) == last);
    fixed.map(|(_, weight)| *weight).or_else(|| count(list.max_entries()))
}

/// Adds up rules by security group, direction and address family.
fn counted(rules: &[SecurityGroupRule], lists: &Counts) -> Part<Counts> {
    let mut counts = Counts::new();
    for rule in rules {
        let Some(group) = rule.group_id() else { continue };
        let weight = match rule.prefix_list_id() {
            Some(list) => {
                let known = lists.get(list).copied();
                known.ok_or_else(|| format!("AWS does not say how many rules the prefix list `{list}` counts as"))?
            }
            None => 1,
        };
        let direction = if rule.is_egress() == Some(true) { Direction::Egress } else { Direction::Ingress };
        // A rule for a group or a prefix list counts in both families.
        let families = [(false, rule.cidr_ipv6().is_none()), (true, rule.cidr_ipv4().is_none())];
        for (ipv6, _) in families.into_iter().filter(|(_, counts)| *counts) {
            *counts.entry(rules_of(group, direction, ipv6)).or_default() += weight;
        }
    }
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_aws_have_fixed_weights_and_others_that_of_the_entries_that_they_may_have() {
        for (owner, name, entries, expected) in [
            ("AWS", "com.amazonaws.us-east-2.s3", None, Some(1)),
            ("AWS", "com.amazonaws.global.cloudfront.origin-facing", None, Some(55)),
            ("AWS", "com.amazonaws.global.ipv6.cloudfront.origin-facing", Some(60), Some(55)),
            ("AWS", "com.amazonaws.us-east-2.ipv6.route53-healthchecks", None, Some(25)),
            ("AWS", "com.amazonaws.us-east-2.not-known-yet", None, None),
            ("AWS", "com.amazonaws.us-east-2.not-known-yet", Some(7), Some(7)),
            ("123456789012", "offices.s3", Some(20), Some(20)),
        ] {
            let list = ManagedPrefixList::builder().owner_id(owner).prefix_list_name(name).set_max_entries(entries);
            assert_eq!(weight(&list.build()), expected, "{name} of {owner} with {entries:?}");
        }
    }

    #[test]
    fn a_rule_for_a_list_of_unknown_weight_leaves_the_number_of_rules_unknown() {
        let rule =
            |list: &str| SecurityGroupRule::builder().group_id("sg-1").is_egress(false).prefix_list_id(list).build();
        let plain = SecurityGroupRule::builder().group_id("sg-1").is_egress(false).cidr_ipv4("192.0.2.0/24").build();
        let lists = Counts::from([("pl-1".to_owned(), 20)]);
        let [ipv4, ipv6] = [false, true].map(|ipv6| rules_of("sg-1", Direction::Ingress, ipv6));
        assert_eq!(counted(&[rule("pl-1"), plain], &lists), Ok(Counts::from([(ipv4, 21), (ipv6, 20)])));
        let unknown = counted(&[rule("pl-1"), rule("pl-2")], &lists).expect_err("is not known");
        assert!(unknown.contains("`pl-2`"), "{unknown}");
    }
}
