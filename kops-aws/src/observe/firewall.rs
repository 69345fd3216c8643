//! Security groups and their rules.

use aws_sdk_ec2::types;
use kops_core::cloud::{CloudError, Observed};
use kops_core::resource::{Direction, Kind, Peer, SecurityGroup, SecurityGroupRule};

use super::ec2::Inventory;
use super::{Reader, observed};
use crate::error::Call;
use crate::filter::filters;
use crate::tags;

pub(super) async fn read(reader: Reader<'_>, inventory: &Inventory) -> Result<Vec<Observed>, CloudError> {
    let ids = inventory.ids(reader, Kind::SecurityGroup);
    let (groups, rules) = futures::try_join!(groups(reader, &ids), rules(reader, &ids))?;
    Ok(groups.into_iter().chain(rules).collect())
}

async fn groups(reader: Reader<'_>, ids: &[String]) -> Result<Vec<Observed>, CloudError> {
    let mut found = Vec::new();
    for filter in filters("group-id", ids) {
        let request = reader.clients.ec2.describe_security_groups().filters(filter).into_paginator().send();
        for page in reader.calls.pages(Call::new("ec2", "DescribeSecurityGroups"), request).await? {
            for group in page.security_groups.unwrap_or_default() {
                let resource = SecurityGroup {
                    vpc: group.vpc_id().unwrap_or_default().into(),
                    name: group.group_name.clone().unwrap_or_default(),
                    description: group.description.clone(),
                    tags: tags::ec2(group.tags()),
                };
                found.push(observed(group.group_id().unwrap_or_default(), resource));
            }
        }
    }
    Ok(found)
}

async fn rules(reader: Reader<'_>, groups: &[String]) -> Result<Vec<Observed>, CloudError> {
    let mut found = Vec::new();
    for filter in filters("group-id", groups) {
        let request = reader.clients.ec2.describe_security_group_rules().filters(filter).max_results(1000);
        let call = Call::new("ec2", "DescribeSecurityGroupRules");
        for page in reader.calls.pages(call, request.into_paginator().send()).await? {
            found.extend(page.security_group_rules.unwrap_or_default().iter().filter_map(rule));
        }
    }
    Ok(found)
}

fn rule(rule: &types::SecurityGroupRule) -> Option<Observed> {
    let peer = if let Some(cidr) = rule.cidr_ipv4() {
        Peer::Ipv4(cidr.to_owned())
    } else if let Some(cidr) = rule.cidr_ipv6() {
        Peer::Ipv6(cidr.to_owned())
    } else if let Some(list) = rule.prefix_list_id() {
        Peer::PrefixList(list.to_owned())
    } else {
        Peer::Group(rule.referenced_group_info()?.group_id()?.into())
    };
    let protocol = rule.ip_protocol().unwrap_or("-1").to_owned();
    // AWS writes -1 where a protocol has no ports, and for all ICMP types.
    let ports = |port: Option<i32>| port.filter(|p| *p != -1 && protocol != "-1");
    let resource = SecurityGroupRule {
        group: rule.group_id()?.into(),
        direction: if rule.is_egress() == Some(true) { Direction::Egress } else { Direction::Ingress },
        from_port: ports(rule.from_port()),
        to_port: ports(rule.to_port()),
        protocol,
        peer,
        tags: tags::ec2(rule.tags()),
    };
    Some(observed(rule.security_group_rule_id()?, resource))
}
