//! Security groups and their rules.

use aws_sdk_ec2::types::{
    IpPermission, IpRange, Ipv6Range, PrefixListId, ResourceType, SecurityGroupRule as SdkRule, UserIdGroupPair,
};
use kops_core::cloud::CloudError;
use kops_core::resource::{Direction, Outputs, Peer, SecurityGroup, SecurityGroupRule, Tags};

use super::{ExecContext, bears, id_of, incomplete, retag, with_id};
use crate::error::Call;
use crate::filter::filter;
use crate::tags;

pub(super) async fn create_group(act: ExecContext<'_>, group: &SecurityGroup) -> Result<Outputs, CloudError> {
    let call = Call::new("ec2", "CreateSecurityGroup");
    let request = act.clients.ec2.create_security_group().group_name(&group.name).vpc_id(id_of(&group.vpc));
    let request = request.description(group.description.as_deref().unwrap_or(&group.name));
    let request = request.tag_specifications(tags::specification(ResourceType::SecurityGroup, &group.tags)).send();
    let id = match act.calls.send(call, request).await {
        Err(error) if error.code.as_deref() == Some("InvalidGroup.Duplicate") => {
            group_id(act, group).await?.ok_or(error)?
        }
        made => made?.group_id.ok_or_else(|| incomplete(call, "group id"))?,
    };
    Ok(with_id(id))
}

/// The id of the group of this name, where it is the one that this step made.
async fn group_id(act: ExecContext<'_>, group: &SecurityGroup) -> Result<Option<String>, CloudError> {
    let request = act.clients.ec2.describe_security_groups().filters(filter("vpc-id", [id_of(&group.vpc)]));
    let request = request.filters(filter("group-name", [&group.name])).send();
    let seen = act.calls.send(Call::new("ec2", "DescribeSecurityGroups"), request).await?;
    let ours = seen.security_groups().iter().find(|g| bears(&tags::ec2(g.tags()), &group.tags));
    Ok(ours.and_then(|g| g.group_id.clone()))
}

pub(super) async fn delete_group(act: ExecContext<'_>, id: &str) -> Result<(), CloudError> {
    let request = act.clients.ec2.delete_security_group().group_id(id).send();
    act.calls.send(Call::new("ec2", "DeleteSecurityGroup"), request).await.map(drop)
}

/// Adds a rule. One that is there already gets our tags: AWS itself puts a rule for all outgoing traffic into new groups.
pub(super) async fn authorize(act: ExecContext<'_>, rule: &SecurityGroupRule) -> Result<Outputs, CloudError> {
    let group = id_of(&rule.group);
    let tags = tags::specification(ResourceType::SecurityGroupRule, &rule.tags);
    let made = match rule.direction {
        Direction::Ingress => {
            let request = act.clients.ec2.authorize_security_group_ingress().group_id(group);
            let request = request.ip_permissions(permission(rule)).tag_specifications(tags).send();
            let call = Call::new("ec2", "AuthorizeSecurityGroupIngress");
            act.calls.send(call, request).await.map(|a| a.security_group_rules)
        }
        Direction::Egress => {
            let request = act.clients.ec2.authorize_security_group_egress().group_id(group);
            let request = request.ip_permissions(permission(rule)).tag_specifications(tags).send();
            let call = Call::new("ec2", "AuthorizeSecurityGroupEgress");
            act.calls.send(call, request).await.map(|a| a.security_group_rules)
        }
    };
    let id = match made {
        Ok(rules) => rules.and_then(|r| r.first()?.security_group_rule_id.clone()),
        Err(error) if error.code.as_deref() == Some("InvalidPermission.Duplicate") => None,
        Err(error) => return Err(error),
    };
    match id {
        Some(id) => Ok(with_id(id)),
        None => adopt(act, rule).await,
    }
}

async fn adopt(act: ExecContext<'_>, rule: &SecurityGroupRule) -> Result<Outputs, CloudError> {
    let call = Call::new("ec2", "DescribeSecurityGroupRules");
    let of_group = filter("group-id", [id_of(&rule.group)]);
    let request = act.clients.ec2.describe_security_group_rules().filters(of_group).max_results(1000);
    let pages = act.calls.pages(call, request.into_paginator().send()).await?;
    let rules = pages.iter().flat_map(|page| page.security_group_rules());
    let found = rules.into_iter().find(|seen| same(seen, rule)).ok_or_else(|| incomplete(call, "such rule"))?;
    let id = found.security_group_rule_id().unwrap_or_default();
    let mut wanted: Tags = tags::ec2(found.tags());
    wanted.extend(rule.tags.clone());
    retag(act, id, &tags::ec2(found.tags()), &wanted).await
}

fn same(seen: &SdkRule, rule: &SecurityGroupRule) -> bool {
    let ports = (seen.from_port().unwrap_or(-1), seen.to_port().unwrap_or(-1));
    let all = rule.protocol == "-1";
    let peer = match &rule.peer {
        Peer::Ipv4(cidr) => seen.cidr_ipv4() == Some(cidr),
        Peer::Ipv6(cidr) => seen.cidr_ipv6() == Some(cidr),
        Peer::PrefixList(list) => seen.prefix_list_id() == Some(list),
        Peer::Group(group) => seen.referenced_group_info().and_then(|g| g.group_id()) == Some(id_of(group)),
        _ => false,
    };
    peer && seen.is_egress() == Some(rule.direction == Direction::Egress)
        && seen.ip_protocol() == Some(&rule.protocol)
        && (all || ports == (rule.from_port.unwrap_or(-1), rule.to_port.unwrap_or(-1)))
}

pub(super) async fn revoke(act: ExecContext<'_>, id: &str, rule: &SecurityGroupRule) -> Result<(), CloudError> {
    let group = id_of(&rule.group);
    match rule.direction {
        Direction::Ingress => {
            let request = act.clients.ec2.revoke_security_group_ingress().group_id(group);
            let call = Call::new("ec2", "RevokeSecurityGroupIngress");
            act.calls.send(call, request.security_group_rule_ids(id).send()).await.map(drop)
        }
        Direction::Egress => {
            let request = act.clients.ec2.revoke_security_group_egress().group_id(group);
            let call = Call::new("ec2", "RevokeSecurityGroupEgress");
            act.calls.send(call, request.security_group_rule_ids(id).send()).await.map(drop)
        }
    }
}

fn permission(rule: &SecurityGroupRule) -> IpPermission {
    let all = rule.protocol == "-1";
    let permission = IpPermission::builder()
        .ip_protocol(&rule.protocol)
        .set_from_port(rule.from_port.filter(|_| !all))
        .set_to_port(rule.to_port.filter(|_| !all));
    match &rule.peer {
        Peer::Ipv4(cidr) => permission.ip_ranges(IpRange::builder().cidr_ip(cidr).build()),
        Peer::Ipv6(cidr) => permission.ipv6_ranges(Ipv6Range::builder().cidr_ipv6(cidr).build()),
        Peer::PrefixList(list) => permission.prefix_list_ids(PrefixListId::builder().prefix_list_id(list).build()),
        Peer::Group(group) => permission.user_id_group_pairs(UserIdGroupPair::builder().group_id(id_of(group)).build()),
        _ => permission,
    }
    .build()
}
