//! Network load balancers, their listeners and target groups.

use aws_sdk_elasticloadbalancingv2::types::{
    Action, ActionTypeEnum, Certificate, IpAddressType, LoadBalancer, LoadBalancerAttribute, LoadBalancerSchemeEnum,
    LoadBalancerTypeEnum, ProtocolEnum, SubnetMapping as SdkMapping, Tag, TargetGroupAttribute,
};
use kops_core::cloud::{CloudError, ErrorKind};
use kops_core::resource::{
    AccessLog, Listener, NetworkLoadBalancer, Output, Outputs, SubnetMapping, Tags, TargetGroup,
};

use super::{ExecContext, Update, bears, id_of, incomplete, with_id};
use crate::error::Call;
use crate::tags;

const SERVICE: &str = "elasticloadbalancing";

pub(super) async fn create(act: ExecContext<'_>, balancer: &NetworkLoadBalancer) -> Result<Outputs, CloudError> {
    let call = Call::new(SERVICE, "CreateLoadBalancer");
    let groups: Vec<String> = balancer.security_groups.iter().map(|g| id_of(g).to_owned()).collect();
    let scheme =
        if balancer.internal { LoadBalancerSchemeEnum::Internal } else { LoadBalancerSchemeEnum::InternetFacing };
    let request = act
        .clients
        .elbv2
        .create_load_balancer()
        .name(&balancer.name)
        .r#type(LoadBalancerTypeEnum::Network)
        .scheme(scheme)
        .set_ip_address_type(balancer.ip_address_type.as_deref().map(IpAddressType::from))
        .set_security_groups((!groups.is_empty()).then_some(groups))
        .set_subnet_mappings(Some(mappings(&balancer.subnets)))
        .set_tags(Some(elb_tags(&balancer.tags)?));
    let made = match by_name(act, &balancer.name).await? {
        Some(found) if bears(&tags_of(act, found.load_balancer_arn()).await?, &balancer.tags) => Some(found),
        Some(_) => {
            let message = format!("somebody else has a load balancer called `{}`", balancer.name);
            return Err(CloudError::new(ErrorKind::Conflict, call.operation, message).code("DuplicateLoadBalancerName"));
        }
        None => act.calls.send(call, request.send()).await?.load_balancers.unwrap_or_default().into_iter().next(),
    };
    let made = made.ok_or_else(|| incomplete(call, "load balancer"))?;
    let arn = made.load_balancer_arn().unwrap_or_default();
    set_attributes(act, arn, balancer).await?;
    Ok(outputs(&made))
}

/// The tags of a load balancer or target group.
async fn tags_of(act: ExecContext<'_>, arn: Option<&str>) -> Result<Tags, CloudError> {
    let Some(arn) = arn else { return Ok(Tags::new()) };
    let seen =
        act.calls.send(Call::new(SERVICE, "DescribeTags"), act.clients.elbv2.describe_tags().resource_arns(arn).send());
    let seen = seen.await?;
    let tags = seen.tag_descriptions().iter().flat_map(|d| d.tags()).map(|t| (t.key(), t.value()));
    Ok(tags::read(tags))
}

async fn by_name(act: ExecContext<'_>, name: &str) -> Result<Option<LoadBalancer>, CloudError> {
    let request = act.clients.elbv2.describe_load_balancers().names(name).send();
    let seen = act.calls.find(Call::new(SERVICE, "DescribeLoadBalancers"), request).await?;
    Ok(seen.and_then(|s| s.load_balancers.unwrap_or_default().into_iter().next()))
}

fn outputs(balancer: &LoadBalancer) -> Outputs {
    let arn = balancer.load_balancer_arn().unwrap_or_default();
    let mut outputs = with_id(arn);
    outputs.insert(Output::Arn, arn.to_owned());
    outputs.insert(Output::DnsName, balancer.dns_name().unwrap_or_default().to_owned());
    outputs.insert(Output::HostedZone, balancer.canonical_hosted_zone_id().unwrap_or_default().to_owned());
    outputs
}

async fn set_attributes(act: ExecContext<'_>, arn: &str, balancer: &NetworkLoadBalancer) -> Result<(), CloudError> {
    let attribute = |key: &str, value: &str| LoadBalancerAttribute::builder().key(key).value(value).build();
    let mut attributes =
        vec![attribute("load_balancing.cross_zone.enabled", if balancer.cross_zone { "true" } else { "false" })];
    match &balancer.access_log {
        Some(AccessLog { bucket, prefix, .. }) => {
            attributes.push(attribute("access_logs.s3.enabled", "true"));
            attributes.push(attribute("access_logs.s3.bucket", bucket));
            attributes.push(attribute("access_logs.s3.prefix", prefix.as_deref().unwrap_or_default()));
        }
        None => attributes.push(attribute("access_logs.s3.enabled", "false")),
    }
    let request = act.clients.elbv2.modify_load_balancer_attributes().load_balancer_arn(arn);
    let request = request.set_attributes(Some(attributes)).send();
    act.calls.send(Call::new(SERVICE, "ModifyLoadBalancerAttributes"), request).await.map(drop)
}

pub(super) async fn update(
    act: ExecContext<'_>,
    update: &Update<'_>,
    old: &NetworkLoadBalancer,
    new: &NetworkLoadBalancer,
) -> Result<Outputs, CloudError> {
    let arn = update.id.0.as_str();
    let elbv2 = &act.clients.elbv2;
    if update.touches(&["cross_zone", "access_log"]) {
        set_attributes(act, arn, new).await?;
    }
    if update.touches(&["security_groups"]) {
        let groups = new.security_groups.iter().map(|g| id_of(g).to_owned()).collect();
        let request = elbv2.set_security_groups().load_balancer_arn(arn).set_security_groups(Some(groups)).send();
        act.calls.send(Call::new(SERVICE, "SetSecurityGroups"), request).await?;
    }
    if update.touches(&["subnets"]) {
        let request = elbv2.set_subnets().load_balancer_arn(arn).set_subnet_mappings(Some(mappings(&new.subnets)));
        act.calls.send(Call::new(SERVICE, "SetSubnets"), request.send()).await?;
    }
    if let Some(kind) = new.ip_address_type.as_deref().filter(|_| update.touches(&["ip_address_type"])) {
        let request = elbv2.set_ip_address_type().load_balancer_arn(arn).ip_address_type(IpAddressType::from(kind));
        act.calls.send(Call::new(SERVICE, "SetIpAddressType"), request.send()).await?;
    }
    if update.touches(&["tags"]) {
        retag(act, arn, &old.tags, &new.tags).await?;
    }
    let call = Call::new(SERVICE, "DescribeLoadBalancers");
    let seen = act.calls.send(call, elbv2.describe_load_balancers().load_balancer_arns(arn).send()).await?;
    seen.load_balancers().first().map(outputs).ok_or_else(|| incomplete(call, "load balancer"))
}

pub(super) async fn delete(act: ExecContext<'_>, arn: &str) -> Result<(), CloudError> {
    let request = act.clients.elbv2.delete_load_balancer().load_balancer_arn(arn).send();
    act.calls.send(Call::new(SERVICE, "DeleteLoadBalancer"), request).await.map(drop)
}

fn mappings(subnets: &[SubnetMapping]) -> Vec<SdkMapping> {
    let mapping = |subnet: &SubnetMapping| {
        SdkMapping::builder()
            .subnet_id(id_of(&subnet.subnet))
            .set_allocation_id(subnet.allocation_id.clone())
            .set_private_ipv4_address(subnet.private_ipv4.clone())
            .build()
    };
    subnets.iter().map(mapping).collect()
}

pub(super) async fn create_target_group(act: ExecContext<'_>, group: &TargetGroup) -> Result<Outputs, CloudError> {
    let call = Call::new(SERVICE, "CreateTargetGroup");
    let request = act
        .clients
        .elbv2
        .create_target_group()
        .name(&group.name)
        .vpc_id(id_of(&group.vpc))
        .protocol(ProtocolEnum::from(group.protocol.as_str()))
        .port(group.port)
        .health_check_protocol(ProtocolEnum::from(group.health_check.target.as_str()))
        .set_health_check_path(group.health_check.path.clone())
        .health_check_interval_seconds(group.health_check.interval)
        .healthy_threshold_count(group.health_check.healthy_threshold)
        .unhealthy_threshold_count(group.health_check.unhealthy_threshold)
        .set_tags(Some(elb_tags(&group.tags)?));
    let arn = match act.calls.send(call, request.send()).await {
        Err(error) if error.kind == ErrorKind::Conflict => {
            let request = act.clients.elbv2.describe_target_groups().names(&group.name).send();
            let seen = act.calls.send(Call::new(SERVICE, "DescribeTargetGroups"), request).await?;
            let arn = seen.target_groups().first().and_then(|g| g.target_group_arn.clone());
            if !bears(&tags_of(act, arn.as_deref()).await?, &group.tags) {
                return Err(error);
            }
            arn
        }
        made => made?.target_groups().first().and_then(|g| g.target_group_arn.clone()),
    };
    let arn = arn.ok_or_else(|| incomplete(call, "target group"))?;
    set_group_attributes(act, &arn, group).await?;
    Ok(group_outputs(&arn))
}

fn group_outputs(arn: &str) -> Outputs {
    let mut outputs = with_id(arn);
    outputs.insert(Output::Arn, arn.to_owned());
    outputs
}

async fn set_group_attributes(act: ExecContext<'_>, arn: &str, group: &TargetGroup) -> Result<(), CloudError> {
    let attribute = |key: &str, value: String| TargetGroupAttribute::builder().key(key).value(value).build();
    let request = act
        .clients
        .elbv2
        .modify_target_group_attributes()
        .target_group_arn(arn)
        .attributes(attribute("deregistration_delay.timeout_seconds", group.deregistration_delay.to_string()))
        .attributes(attribute(
            "deregistration_delay.connection_termination.enabled",
            group.connection_termination.to_string(),
        ));
    act.calls.send(Call::new(SERVICE, "ModifyTargetGroupAttributes"), request.send()).await.map(drop)
}

pub(super) async fn update_target_group(
    act: ExecContext<'_>,
    update: &Update<'_>,
    old: &TargetGroup,
    new: &TargetGroup,
) -> Result<Outputs, CloudError> {
    let arn = update.id.0.as_str();
    if update.touches(&["health_check"]) {
        let check = &new.health_check;
        let request = act
            .clients
            .elbv2
            .modify_target_group()
            .target_group_arn(arn)
            .health_check_protocol(ProtocolEnum::from(check.target.as_str()))
            .set_health_check_path(check.path.clone())
            .health_check_interval_seconds(check.interval)
            .healthy_threshold_count(check.healthy_threshold)
            .unhealthy_threshold_count(check.unhealthy_threshold);
        act.calls.send(Call::new(SERVICE, "ModifyTargetGroup"), request.send()).await?;
    }
    if update.touches(&["deregistration_delay", "connection_termination"]) {
        set_group_attributes(act, arn, new).await?;
    }
    if update.touches(&["tags"]) {
        retag(act, arn, &old.tags, &new.tags).await?;
    }
    Ok(group_outputs(arn))
}

pub(super) async fn delete_target_group(act: ExecContext<'_>, arn: &str) -> Result<(), CloudError> {
    let request = act.clients.elbv2.delete_target_group().target_group_arn(arn).send();
    act.calls.send(Call::new(SERVICE, "DeleteTargetGroup"), request).await.map(drop)
}

/// Makes a listener. It has no tags of ours: one on this port that leads to the same target group is it.
pub(super) async fn create_listener(act: ExecContext<'_>, listener: &Listener) -> Result<Outputs, CloudError> {
    let call = Call::new(SERVICE, "CreateListener");
    let request = act.clients.elbv2.describe_listeners().load_balancer_arn(id_of(&listener.load_balancer)).send();
    let seen = act.calls.send(Call::new(SERVICE, "DescribeListeners"), request).await?;
    if let Some(found) = seen.listeners().iter().find(|l| l.port() == Some(listener.port)) {
        let target = found.default_actions().first().and_then(|action| action.target_group_arn());
        if target == Some(id_of(&listener.target_group)) {
            return Ok(with_id(found.listener_arn().unwrap_or_default()));
        }
        let message = format!("the load balancer has another listener on port {}", listener.port);
        return Err(CloudError::new(ErrorKind::Conflict, call.operation, message).code("DuplicateListener"));
    }
    let request = act
        .clients
        .elbv2
        .create_listener()
        .load_balancer_arn(id_of(&listener.load_balancer))
        .port(listener.port)
        .protocol(ProtocolEnum::from(listener.protocol.as_str()))
        .set_certificates(certificates(listener))
        .set_ssl_policy(listener.ssl_policy.clone())
        .default_actions(forward(listener)?);
    let made = act.calls.send(call, request.send()).await?;
    let arn = made.listeners().first().and_then(|l| l.listener_arn.clone());
    Ok(with_id(arn.ok_or_else(|| incomplete(call, "listener"))?))
}

pub(super) async fn update_listener(
    act: ExecContext<'_>,
    arn: &str,
    listener: &Listener,
) -> Result<Outputs, CloudError> {
    let request = act
        .clients
        .elbv2
        .modify_listener()
        .listener_arn(arn)
        .protocol(ProtocolEnum::from(listener.protocol.as_str()))
        .set_certificates(certificates(listener))
        .set_ssl_policy(listener.ssl_policy.clone())
        .default_actions(forward(listener)?);
    act.calls.send(Call::new(SERVICE, "ModifyListener"), request.send()).await?;
    Ok(with_id(arn))
}

pub(super) async fn delete_listener(act: ExecContext<'_>, arn: &str) -> Result<(), CloudError> {
    let request = act.clients.elbv2.delete_listener().listener_arn(arn).send();
    act.calls.send(Call::new(SERVICE, "DeleteListener"), request).await.map(drop)
}

fn certificates(listener: &Listener) -> Option<Vec<Certificate>> {
    listener.certificate.as_ref().map(|arn| vec![Certificate::builder().certificate_arn(arn).build()])
}

fn forward(listener: &Listener) -> Result<Action, CloudError> {
    Ok(Action::builder().r#type(ActionTypeEnum::Forward).target_group_arn(id_of(&listener.target_group)).build())
}

async fn retag(act: ExecContext<'_>, arn: &str, old: &Tags, new: &Tags) -> Result<(), CloudError> {
    let (write, remove) = tags::difference(old, new);
    if !write.is_empty() {
        let request = act.clients.elbv2.add_tags().resource_arns(arn).set_tags(Some(elb_tags(&write)?)).send();
        act.calls.send(Call::new(SERVICE, "AddTags"), request).await?;
    }
    if !remove.is_empty() {
        let request = act.clients.elbv2.remove_tags().resource_arns(arn).set_tag_keys(Some(remove)).send();
        act.calls.send(Call::new(SERVICE, "RemoveTags"), request).await?;
    }
    Ok(())
}

fn elb_tags(tags: &Tags) -> Result<Vec<Tag>, CloudError> {
    Ok(tags.iter().map(|(key, value)| Tag::builder().key(key).value(value).build()).collect())
}
