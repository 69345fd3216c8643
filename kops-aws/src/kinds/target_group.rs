//! Target groups of network load balancers.

use std::collections::BTreeMap;

use aws_sdk_elasticloadbalancingv2::types::{self, Matcher, ProtocolEnum, TargetGroupAttribute};
use kops_core::cloud::{CloudError, ErrorKind, Observed};
use kops_core::resource::{HealthCheck, Kind, Output, Outputs, Tags, TargetGroup};

use super::network_load_balancer::{retag, tags_of_one};
use crate::error::Call;
use crate::reader::{Reader, observed_with};
use crate::step::{StepContext, Update, has_tags, known, with_arn};
use crate::tags;

const SERVICE: &str = "elasticloadbalancing";
const READ: Call = Call::new(SERVICE, "DescribeTargetGroups");
const READ_ATTRIBUTES: Call = Call::new(SERVICE, "DescribeTargetGroupAttributes");

const DELAY: &str = "deregistration_delay.timeout_seconds";
const TERMINATION: &str = "deregistration_delay.connection_termination.enabled";

/// The answers of HTTP by which a target is healthy, as a new target group of a network load balancer has them.
const HEALTHY_ANSWERS: &str = "200-399";

/// Lists all target groups of the account: there is no filter.
pub(super) async fn list(reader: Reader<'_>) -> Result<Vec<types::TargetGroup>, CloudError> {
    let request = reader.clients.elbv2.describe_target_groups().into_paginator().send();
    let pages = reader.calls.pages(READ, request).await?;
    Ok(pages.into_iter().flat_map(|page| page.target_groups.unwrap_or_default()).collect())
}

/// True for a target group that the scope names.
pub(super) fn is_named(reader: Reader<'_>, group: &types::TargetGroup) -> bool {
    let names = group.target_group_name().zip(group.target_group_arn());
    names.is_some_and(|(name, arn)| reader.includes(Kind::TargetGroup, name, arn))
}

/// Reads one target group that was listed; `None` where it was deleted since.
pub(super) async fn one(
    reader: Reader<'_>,
    group: &types::TargetGroup,
    tags: &BTreeMap<String, Tags>,
) -> Result<Option<Observed>, CloudError> {
    let arn = READ.require(group.target_group_arn(), "TargetGroupArn")?;
    let request = reader.clients.elbv2.describe_target_group_attributes().target_group_arn(arn).send();
    let Some(attributes) = reader.calls.find(READ_ATTRIBUTES, request).await? else { return Ok(None) };
    let resource = from_aws(group, attributes.attributes(), tags.get(arn).cloned().unwrap_or_default())?;
    Ok(Some(observed_with(arn, resource, Outputs::from([(Output::Arn, arn.to_owned())]))))
}

fn from_aws(
    group: &types::TargetGroup,
    attributes: &[TargetGroupAttribute],
    tags: Tags,
) -> Result<TargetGroup, CloudError> {
    let attribute = |key: &str| attributes.iter().find(|a| a.key() == Some(key)).and_then(|a| a.value());
    let delay = READ_ATTRIBUTES.require(attribute(DELAY).and_then(|value| value.parse().ok()), DELAY)?;
    let check = READ.require(group.health_check_protocol(), "HealthCheckProtocol")?.as_str();
    Ok(TargetGroup {
        name: READ.require(group.target_group_name.clone(), "TargetGroupName")?,
        vpc: READ.require(group.vpc_id(), "VpcId")?.into(),
        protocol: READ.require(group.protocol(), "Protocol")?.as_str().to_owned(),
        port: READ.require(group.port, "Port")?,
        health_check: HealthCheck {
            target: check.to_owned(),
            path: if check.starts_with("HTTP") { group.health_check_path.clone() } else { None },
            interval: READ.require(group.health_check_interval_seconds, "HealthCheckIntervalSeconds")?,
            timeout: None,
            healthy_threshold: READ.require(group.healthy_threshold_count, "HealthyThresholdCount")?,
            unhealthy_threshold: READ.require(group.unhealthy_threshold_count, "UnhealthyThresholdCount")?,
        },
        deregistration_delay: delay,
        connection_termination: attribute(TERMINATION) == Some("true"),
        tags,
    })
}

fn attributes_to_aws(group: &TargetGroup) -> Vec<TargetGroupAttribute> {
    let TargetGroup {
        name: _,
        vpc: _,
        protocol: _,
        port: _,
        health_check: _,
        deregistration_delay,
        connection_termination,
        tags: _,
    } = group;
    [(DELAY, deregistration_delay.to_string()), (TERMINATION, connection_termination.to_string())]
        .map(|(key, value)| TargetGroupAttribute::builder().key(key).value(value).build())
        .into()
}

pub(crate) async fn create(ctx: StepContext<'_>, group: &TargetGroup) -> Result<Outputs, CloudError> {
    let TargetGroup {
        name,
        vpc,
        protocol,
        port,
        health_check,
        deregistration_delay: _,
        connection_termination: _,
        tags,
    } = group;
    // The timeout is for classic load balancers only.
    let HealthCheck { target, path, interval, timeout: _, healthy_threshold, unhealthy_threshold } = health_check;
    let call = Call::new(SERVICE, "CreateTargetGroup");
    let request = ctx
        .clients
        .elbv2
        .create_target_group()
        .name(name)
        .vpc_id(known(vpc)?)
        .protocol(ProtocolEnum::from(protocol.as_str()))
        .port(*port)
        .health_check_protocol(ProtocolEnum::from(target.as_str()))
        .set_health_check_path(path.clone())
        .health_check_interval_seconds(*interval)
        .healthy_threshold_count(*healthy_threshold)
        .unhealthy_threshold_count(*unhealthy_threshold)
        .set_tags(Some(tags::to_elbv2(tags)));
    let arn = match ctx.calls.send(call, request.send()).await {
        Err(error) if error.kind == ErrorKind::Conflict => {
            let request = ctx.clients.elbv2.describe_target_groups().names(name).send();
            let seen = ctx.calls.send(READ, request).await?;
            let arn = READ.require(arn_of(seen.target_groups()), "TargetGroupArn")?;
            if !has_tags(&tags_of_one(ctx, &arn).await?, tags) {
                return Err(error);
            }
            arn
        }
        made => call.require(arn_of(made?.target_groups()), "TargetGroupArn")?,
    };
    set_attributes(ctx, &arn, group).await?;
    Ok(with_arn(&arn))
}

fn arn_of(groups: &[types::TargetGroup]) -> Option<String> {
    groups.first().and_then(|group| group.target_group_arn.clone())
}

async fn set_attributes(ctx: StepContext<'_>, arn: &str, group: &TargetGroup) -> Result<(), CloudError> {
    let request = ctx.clients.elbv2.modify_target_group_attributes().target_group_arn(arn);
    let sent = request.set_attributes(Some(attributes_to_aws(group))).send();
    ctx.calls.send(Call::new(SERVICE, "ModifyTargetGroupAttributes"), sent).await.map(drop)
}

pub(crate) async fn update(ctx: StepContext<'_>, update: Update<'_, TargetGroup>) -> Result<Outputs, CloudError> {
    if update.touches(&[TargetGroup::HEALTH_CHECK]) {
        set_health_check(ctx, update.id, &update.desired.health_check).await?;
    }
    if update.touches(&TargetGroup::ATTRIBUTES) {
        set_attributes(ctx, update.id, update.desired).await?;
    }
    if update.touches(&[TargetGroup::TAGS]) {
        retag(ctx, update.id, &update.current.tags, &update.desired.tags).await?;
    }
    Ok(with_arn(update.id))
}

async fn set_health_check(ctx: StepContext<'_>, arn: &str, check: &HealthCheck) -> Result<(), CloudError> {
    let HealthCheck { target, path, interval, timeout: _, healthy_threshold, unhealthy_threshold } = check;
    // A group that was made with a check over TCP has none.
    let answers = target.starts_with("HTTP").then(|| Matcher::builder().http_code(HEALTHY_ANSWERS).build());
    let request = ctx
        .clients
        .elbv2
        .modify_target_group()
        .target_group_arn(arn)
        .health_check_protocol(ProtocolEnum::from(target.as_str()))
        .set_health_check_path(path.clone())
        .set_matcher(answers)
        .health_check_interval_seconds(*interval)
        .healthy_threshold_count(*healthy_threshold)
        .unhealthy_threshold_count(*unhealthy_threshold);
    ctx.calls.send(Call::new(SERVICE, "ModifyTargetGroup"), request.send()).await.map(drop)
}

pub(crate) async fn delete(ctx: StepContext<'_>, arn: &str, _: &TargetGroup) -> Result<(), CloudError> {
    let request = ctx.clients.elbv2.delete_target_group().target_group_arn(arn).send();
    ctx.calls.send(Call::new(SERVICE, "DeleteTargetGroup"), request).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::testing::each_sample;

    /// The group as `DescribeTargetGroups` lists it.
    fn described(group: &TargetGroup) -> types::TargetGroup {
        let check = &group.health_check;
        types::TargetGroup::builder()
            .target_group_name(&group.name)
            .vpc_id(known(&group.vpc).expect("bound"))
            .protocol(ProtocolEnum::from(group.protocol.as_str()))
            .port(group.port)
            .health_check_protocol(ProtocolEnum::from(check.target.as_str()))
            .set_health_check_path(check.path.clone())
            .health_check_interval_seconds(check.interval)
            .healthy_threshold_count(check.healthy_threshold)
            .unhealthy_threshold_count(check.unhealthy_threshold)
            .build()
    }

    #[test]
    fn target_groups_read_back_as_written() {
        each_sample(|group: &TargetGroup| {
            let seen = from_aws(&described(group), &attributes_to_aws(group), group.tags.clone()).expect("whole");
            assert_eq!(seen, *group);
        });
    }

    #[test]
    fn delay_that_is_no_number_is_an_incomplete_answer() {
        let attribute = TargetGroupAttribute::builder().key(DELAY).value("soon").build();
        assert!(from_aws(&types::TargetGroup::builder().build(), &[attribute], Tags::new()).is_err());
    }
}
