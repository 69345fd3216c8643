//! Security groups and their rules.

use aws_sdk_ec2::types::{self, IpPermission, IpRange, Ipv6Range, PrefixListId, ResourceType, UserIdGroupPair};
use kops_core::cloud::{CloudError, ErrorKind, Observed};
use kops_core::resource::{Direction, Kind, Outputs, Peer, SecurityGroup, SecurityGroupRule, Tags};

use crate::ec2::retag;
use crate::error::Call;
use crate::filter::{filter, filters};
use crate::inventory::Inventory;
use crate::reader::{Reader, observed};
use crate::step::{StepContext, Update, has_tags, known, with_id};
use crate::tags;

pub(crate) const READ: Call = Call::new("ec2", "DescribeSecurityGroups");
const READ_RULES: Call = Call::new("ec2", "DescribeSecurityGroupRules");

/// Any protocol.
const ALL: &str = "-1";

/// Reads security groups with their rules.
pub(crate) async fn read(reader: Reader<'_>, inventory: &Inventory) -> Result<Vec<Observed>, CloudError> {
    let ids = inventory.ids(reader, Kind::SecurityGroup);
    let (groups, rules) = futures::try_join!(groups(reader, &ids), rules(reader, &ids))?;
    Ok(groups.into_iter().chain(rules).collect())
}

async fn groups(reader: Reader<'_>, ids: &[String]) -> Result<Vec<Observed>, CloudError> {
    let mut found = Vec::new();
    for filter in filters("group-id", ids) {
        let request = reader.clients.ec2.describe_security_groups().filters(filter).into_paginator().send();
        for page in reader.calls.pages(READ, request).await? {
            for group in page.security_groups.unwrap_or_default() {
                let resource = SecurityGroup {
                    vpc: READ.require(group.vpc_id(), "VpcId")?.into(),
                    name: READ.require(group.group_name.clone(), "GroupName")?,
                    description: group.description.clone(),
                    tags: tags::ec2(group.tags()),
                };
                found.push(observed(READ.require(group.group_id(), "GroupId")?, resource));
            }
        }
    }
    Ok(found)
}

async fn rules(reader: Reader<'_>, groups: &[String]) -> Result<Vec<Observed>, CloudError> {
    let mut found = Vec::new();
    for filter in filters("group-id", groups) {
        let request = reader.clients.ec2.describe_security_group_rules().filters(filter).max_results(1000);
        for page in reader.calls.pages(READ_RULES, request.into_paginator().send()).await? {
            for rule in page.security_group_rules() {
                let id = READ_RULES.require(rule.security_group_rule_id(), "SecurityGroupRuleId")?;
                found.push(observed(id, from_aws(rule)?));
            }
        }
    }
    Ok(found)
}

fn from_aws(rule: &types::SecurityGroupRule) -> Result<SecurityGroupRule, CloudError> {
    let peer = if let Some(cidr) = rule.cidr_ipv4() {
        Peer::Ipv4(cidr.to_owned())
    } else if let Some(cidr) = rule.cidr_ipv6() {
        Peer::Ipv6(cidr.to_owned())
    } else if let Some(list) = rule.prefix_list_id() {
        Peer::PrefixList(list.to_owned())
    } else {
        let group = rule.referenced_group_info().and_then(|group| group.group_id());
        Peer::Group(READ_RULES.require(group, "ReferencedGroupInfo")?.into())
    };
    let egress = READ_RULES.require(rule.is_egress(), "IsEgress")?;
    let rule = SecurityGroupRule {
        group: READ_RULES.require(rule.group_id(), "GroupId")?.into(),
        direction: if egress { Direction::Egress } else { Direction::Ingress },
        protocol: READ_RULES.require(rule.ip_protocol(), "IpProtocol")?.to_owned(),
        from_port: rule.from_port(),
        to_port: rule.to_port(),
        peer,
        tags: tags::ec2(rule.tags()),
    };
    Ok(rule.canonical())
}

/// What a rule permits; its group, direction and tags go along with the call.
fn to_aws(rule: &SecurityGroupRule) -> Result<IpPermission, CloudError> {
    let SecurityGroupRule { group: _, direction: _, protocol, from_port, to_port, peer, tags: _ } = rule;
    // Only a rule for all protocols is sent without ports. Elsewhere -1 is every ICMP type and code, and AWS does not look
    // at the ports of other protocols.
    let port = |port: &Option<i32>| (protocol != ALL).then(|| port.unwrap_or(-1));
    let permission =
        IpPermission::builder().ip_protocol(protocol).set_from_port(port(from_port)).set_to_port(port(to_port));
    let permission = match peer {
        Peer::Ipv4(cidr) => permission.ip_ranges(IpRange::builder().cidr_ip(cidr).build()),
        Peer::Ipv6(cidr) => permission.ipv6_ranges(Ipv6Range::builder().cidr_ipv6(cidr).build()),
        Peer::PrefixList(list) => permission.prefix_list_ids(PrefixListId::builder().prefix_list_id(list).build()),
        Peer::Group(group) => {
            permission.user_id_group_pairs(UserIdGroupPair::builder().group_id(known(group)?).build())
        }
        other => {
            let message = format!("this release cannot make rules for {other:?}");
            return Err(CloudError::new(ErrorKind::Invalid, "AuthorizeSecurityGroupIngress", message));
        }
    };
    Ok(permission.build())
}

pub(crate) async fn create(ctx: StepContext<'_>, group: &SecurityGroup) -> Result<Outputs, CloudError> {
    let SecurityGroup { vpc, name, description, tags } = group;
    let call = Call::new("ec2", "CreateSecurityGroup");
    let request = ctx
        .clients
        .ec2
        .create_security_group()
        .group_name(name)
        .vpc_id(known(vpc)?)
        .description(description.as_deref().unwrap_or(name))
        .set_tag_specifications(tags::specification(ResourceType::SecurityGroup, tags));
    let id = match ctx.calls.send(call, request.send()).await {
        Err(error) if error.code.as_deref() == Some("InvalidGroup.Duplicate") => {
            created_before(ctx, group).await?.ok_or(error)?
        }
        made => call.require(made?.group_id, "GroupId")?,
    };
    Ok(with_id(id))
}

/// The id of the group of this name, where it is the one that this step made.
async fn created_before(ctx: StepContext<'_>, group: &SecurityGroup) -> Result<Option<String>, CloudError> {
    let request = ctx
        .clients
        .ec2
        .describe_security_groups()
        .filters(filter("vpc-id", [known(&group.vpc)?]))
        .filters(filter("group-name", [&group.name]))
        .send();
    let seen = ctx.calls.send(READ, request).await?;
    let ours = seen.security_groups().iter().find(|found| has_tags(&tags::ec2(found.tags()), &group.tags));
    Ok(ours.and_then(|group| group.group_id.clone()))
}

pub(crate) async fn update(ctx: StepContext<'_>, update: Update<'_, SecurityGroup>) -> Result<Outputs, CloudError> {
    let SecurityGroup { vpc: _, name: _, description: _, tags } = update.desired;
    retag(ctx, update.id, &update.current.tags, tags).await
}

pub(crate) async fn delete(ctx: StepContext<'_>, id: &str, _: &SecurityGroup) -> Result<(), CloudError> {
    let request = ctx.clients.ec2.delete_security_group().group_id(id).send();
    ctx.calls.send(Call::new("ec2", "DeleteSecurityGroup"), request).await.map(drop)
}

/// Adds a rule. One that exists gets its tags: AWS itself puts a rule for all outgoing traffic into new groups.
pub(crate) async fn create_rule(ctx: StepContext<'_>, rule: &SecurityGroupRule) -> Result<Outputs, CloudError> {
    let group = known(&rule.group)?;
    let permission = to_aws(rule)?;
    let tags = tags::specification(ResourceType::SecurityGroupRule, &rule.tags);
    let made = match rule.direction {
        Direction::Ingress => {
            let request = ctx.clients.ec2.authorize_security_group_ingress().group_id(group);
            let sent = request.ip_permissions(permission).set_tag_specifications(tags).send();
            let call = Call::new("ec2", "AuthorizeSecurityGroupIngress");
            ctx.calls.send(call, sent).await.map(|answer| answer.security_group_rules)
        }
        Direction::Egress => {
            let request = ctx.clients.ec2.authorize_security_group_egress().group_id(group);
            let sent = request.ip_permissions(permission).set_tag_specifications(tags).send();
            let call = Call::new("ec2", "AuthorizeSecurityGroupEgress");
            ctx.calls.send(call, sent).await.map(|answer| answer.security_group_rules)
        }
    };
    let id = match made {
        Ok(rules) => rules.and_then(|rules| rules.first()?.security_group_rule_id.clone()),
        Err(error) if error.code.as_deref() == Some("InvalidPermission.Duplicate") => None,
        Err(error) => return Err(error),
    };
    match id {
        Some(id) => Ok(with_id(id)),
        None => adopt(ctx, rule).await,
    }
}

async fn adopt(ctx: StepContext<'_>, rule: &SecurityGroupRule) -> Result<Outputs, CloudError> {
    let of_group = filter("group-id", [known(&rule.group)?]);
    let request = ctx.clients.ec2.describe_security_group_rules().filters(of_group).max_results(1000);
    let pages = ctx.calls.pages(READ_RULES, request.into_paginator().send()).await?;
    let wanted = SecurityGroupRule { tags: Tags::new(), ..rule.canonical() };
    for found in pages.iter().flat_map(|page| page.security_group_rules()) {
        let seen = from_aws(found)?;
        if (SecurityGroupRule { tags: Tags::new(), ..seen.clone() }) == wanted {
            let id = READ_RULES.require(found.security_group_rule_id(), "SecurityGroupRuleId")?;
            let mut tags = seen.tags.clone();
            tags.extend(rule.tags.clone());
            return retag(ctx, id, &seen.tags, &tags).await;
        }
    }
    Err(CloudError::new(ErrorKind::Internal, READ_RULES.operation, "the answer lacks the rule that is said to exist"))
}

pub(crate) async fn update_rule(
    ctx: StepContext<'_>,
    update: Update<'_, SecurityGroupRule>,
) -> Result<Outputs, CloudError> {
    let SecurityGroupRule { group: _, direction: _, protocol: _, from_port: _, to_port: _, peer: _, tags } =
        update.desired;
    retag(ctx, update.id, &update.current.tags, tags).await
}

pub(crate) async fn delete_rule(ctx: StepContext<'_>, id: &str, rule: &SecurityGroupRule) -> Result<(), CloudError> {
    let group = known(&rule.group)?;
    match rule.direction {
        Direction::Ingress => {
            let request = ctx.clients.ec2.revoke_security_group_ingress().group_id(group);
            let call = Call::new("ec2", "RevokeSecurityGroupIngress");
            ctx.calls.send(call, request.security_group_rule_ids(id).send()).await.map(drop)
        }
        Direction::Egress => {
            let request = ctx.clients.ec2.revoke_security_group_egress().group_id(group);
            let call = Call::new("ec2", "RevokeSecurityGroupEgress");
            ctx.calls.send(call, request.security_group_rule_ids(id).send()).await.map(drop)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::testing::each_sample;

    /// The rule as `DescribeSecurityGroupRules` lists it: without ports it has -1 for both.
    fn described(rule: &SecurityGroupRule) -> types::SecurityGroupRule {
        let sent = to_aws(rule).expect("bound");
        let group = sent.user_id_group_pairs().first().and_then(|pair| pair.group_id.clone());
        let group = group.map(|id| types::ReferencedSecurityGroup::builder().group_id(id).build());
        types::SecurityGroupRule::builder()
            .group_id(known(&rule.group).expect("bound"))
            .is_egress(rule.direction == Direction::Egress)
            .from_port(sent.from_port.unwrap_or(-1))
            .to_port(sent.to_port.unwrap_or(-1))
            .set_ip_protocol(sent.ip_protocol.clone())
            .set_cidr_ipv4(sent.ip_ranges().first().and_then(|range| range.cidr_ip.clone()))
            .set_cidr_ipv6(sent.ipv6_ranges().first().and_then(|range| range.cidr_ipv6.clone()))
            .set_prefix_list_id(sent.prefix_list_ids().first().and_then(|list| list.prefix_list_id.clone()))
            .set_referenced_group_info(group)
            .set_tags(Some(tags::to_ec2(&rule.tags)))
            .build()
    }

    #[test]
    fn rules_read_back_as_written() {
        each_sample(|rule: &SecurityGroupRule| {
            assert_eq!(from_aws(&described(rule)).expect("whole"), *rule);
        });
    }

    #[test]
    fn rule_without_its_group_is_an_incomplete_answer() {
        let rule = types::SecurityGroupRule::builder().is_egress(true).ip_protocol("-1").cidr_ipv4("0.0.0.0/0").build();
        let error = from_aws(&rule).expect_err("no group");
        assert_eq!((error.kind, error.message.as_str()), (ErrorKind::Invalid, "the answer has no GroupId"));
    }
}
