//! Classic load balancers.

use std::collections::BTreeMap;

use aws_sdk_elasticloadbalancing::error::BuildError;
use aws_sdk_elasticloadbalancing::types::{
    self, ConnectionDraining, ConnectionSettings, CrossZoneLoadBalancing, LoadBalancerAttributes,
    LoadBalancerDescription, TagKeyOnly,
};
use kops_core::cloud::{CloudError, ErrorKind, Observed};
use kops_core::resource::{
    AccessLog, ClassicListener, ClassicLoadBalancer, HealthCheck, Kind, Output, Outputs, Ref, Tags,
};

use super::load_balancing::described;
use crate::error::Call;
use crate::reader::{Reader, observed_with};
use crate::step::{StepContext, Update, all_known, has_tags, with_id};
use crate::tags;

const SERVICE: &str = "elasticloadbalancing";
const READ: Call = Call::new(SERVICE, "DescribeLoadBalancers");
const READ_ATTRIBUTES: Call = Call::new(SERVICE, "DescribeLoadBalancerAttributes");
const WRITE_ATTRIBUTES: Call = Call::new(SERVICE, "ModifyLoadBalancerAttributes");

/// Lists all classic load balancers of the account: there is no filter.
pub(super) async fn list(reader: Reader<'_>) -> Result<Vec<LoadBalancerDescription>, CloudError> {
    let pages = reader.calls.pages(READ, reader.clients.elb.describe_load_balancers().into_paginator().send()).await?;
    Ok(pages.into_iter().flat_map(|page| page.load_balancer_descriptions.unwrap_or_default()).collect())
}

/// True for a load balancer that the scope names.
pub(super) fn is_named(reader: Reader<'_>, balancer: &LoadBalancerDescription) -> bool {
    balancer.load_balancer_name().is_some_and(|name| reader.includes(Kind::ClassicLoadBalancer, name, name))
}

/// The tags of load balancers, by name. Those that were deleted since they were listed are left out.
pub(super) async fn tags_of(reader: Reader<'_>, names: Vec<String>) -> Result<BTreeMap<String, Tags>, CloudError> {
    let call = Call::new(SERVICE, "DescribeTags");
    let ask = |some| {
        let request = reader.clients.elb.describe_tags().set_load_balancer_names(Some(some)).send();
        reader.calls.find(call, request)
    };
    let answers = described(&names, ask).await?;
    let found = answers.iter().flat_map(|answer| answer.tag_descriptions()).map(|described| {
        let name = call.require(described.load_balancer_name(), "LoadBalancerName")?;
        Ok((name.to_owned(), tags::elb(described.tags())))
    });
    found.collect()
}

/// Reads one load balancer that was listed; `None` where it was deleted since.
pub(super) async fn one(
    reader: Reader<'_>,
    balancer: &LoadBalancerDescription,
    tags: &BTreeMap<String, Tags>,
) -> Result<Option<Observed>, CloudError> {
    let name = READ.require(balancer.load_balancer_name(), "LoadBalancerName")?;
    let request = reader.clients.elb.describe_load_balancer_attributes().load_balancer_name(name).send();
    let Some(answer) = reader.calls.find(READ_ATTRIBUTES, request).await? else { return Ok(None) };
    let attributes = READ_ATTRIBUTES.require(answer.load_balancer_attributes, "LoadBalancerAttributes")?;
    let tags = tags.get(name).cloned().unwrap_or_default();
    Ok(Some(observed_with(name, from_aws(balancer, &attributes, tags)?, outputs(balancer)?)))
}

fn from_aws(
    balancer: &LoadBalancerDescription,
    attributes: &LoadBalancerAttributes,
    tags: Tags,
) -> Result<ClassicLoadBalancer, CloudError> {
    let log = attributes.access_log().filter(|log| log.enabled());
    let idle = READ_ATTRIBUTES.require(attributes.connection_settings(), "ConnectionSettings")?.idle_timeout();
    let draining = attributes.connection_draining().filter(|draining| draining.enabled());
    Ok(ClassicLoadBalancer {
        name: READ.require(balancer.load_balancer_name.clone(), "LoadBalancerName")?,
        internal: balancer.scheme() == Some("internal"),
        listeners: listeners_from_aws(balancer),
        health_check: health_check_from_aws(READ.require(balancer.health_check(), "HealthCheck")?),
        idle_timeout: idle,
        // 0 stands for no draining.
        draining_timeout: draining.and_then(|draining| draining.timeout).unwrap_or_default(),
        cross_zone: attributes.cross_zone_load_balancing().is_some_and(|cross_zone| cross_zone.enabled()),
        access_log: log.map(access_log_from_aws).transpose()?,
        security_groups: balancer.security_groups().iter().map(|group| group.as_str().into()).collect(),
        subnets: balancer.subnets().iter().map(|subnet| subnet.as_str().into()).collect(),
        tags,
    })
}

fn listeners_from_aws(balancer: &LoadBalancerDescription) -> Vec<ClassicListener> {
    let listeners = balancer.listener_descriptions().iter().filter_map(|described| described.listener());
    listeners
        .map(|listener| ClassicListener {
            port: listener.load_balancer_port(),
            instance_port: listener.instance_port(),
            certificate: listener.ssl_certificate_id.clone().filter(|certificate| !certificate.is_empty()),
        })
        .collect()
}

fn listeners_to_aws(call: Call, listeners: &[ClassicListener]) -> Result<Vec<types::Listener>, CloudError> {
    let listener = |listener: &ClassicListener| {
        let ClassicListener { port, instance_port, certificate } = listener;
        // With a certificate the load balancer speaks TLS to both sides, because the API server does.
        let protocol = if certificate.is_some() { "SSL" } else { "TCP" };
        types::Listener::builder()
            .protocol(protocol)
            .load_balancer_port(*port)
            .instance_protocol(protocol)
            .instance_port(*instance_port)
            .set_ssl_certificate_id(certificate.clone())
            .build()
            .map_err(|error| invalid(call, error))
    };
    listeners.iter().map(listener).collect()
}

fn health_check_from_aws(check: &types::HealthCheck) -> HealthCheck {
    HealthCheck {
        target: check.target().to_owned(),
        path: None,
        interval: check.interval(),
        timeout: Some(check.timeout()),
        healthy_threshold: check.healthy_threshold(),
        unhealthy_threshold: check.unhealthy_threshold(),
    }
}

fn health_check_to_aws(call: Call, check: &HealthCheck) -> Result<types::HealthCheck, CloudError> {
    // The path is part of the target of a classic load balancer.
    let HealthCheck { target, path: _, interval, timeout, healthy_threshold, unhealthy_threshold } = check;
    types::HealthCheck::builder()
        .target(target)
        .interval(*interval)
        .set_timeout(*timeout)
        .healthy_threshold(*healthy_threshold)
        .unhealthy_threshold(*unhealthy_threshold)
        .build()
        .map_err(|error| invalid(call, error))
}

fn access_log_from_aws(log: &types::AccessLog) -> Result<AccessLog, CloudError> {
    Ok(AccessLog {
        bucket: READ_ATTRIBUTES.require(log.s3_bucket_name.clone(), "S3BucketName")?,
        prefix: log.s3_bucket_prefix.clone().filter(|prefix| !prefix.is_empty()),
        interval: log.emit_interval,
    })
}

fn access_log_to_aws(log: Option<&AccessLog>) -> types::AccessLog {
    let Some(AccessLog { bucket, prefix, interval }) = log else {
        return types::AccessLog::builder().enabled(false).build();
    };
    types::AccessLog::builder()
        .enabled(true)
        .s3_bucket_name(bucket)
        .set_s3_bucket_prefix(prefix.clone())
        .set_emit_interval(*interval)
        .build()
}

fn attributes_to_aws(balancer: &ClassicLoadBalancer) -> Result<LoadBalancerAttributes, CloudError> {
    let ClassicLoadBalancer {
        name: _,
        internal: _,
        listeners: _,
        health_check: _,
        idle_timeout,
        draining_timeout,
        cross_zone,
        access_log,
        security_groups: _,
        subnets: _,
        tags: _,
    } = balancer;
    let idle = ConnectionSettings::builder().idle_timeout(*idle_timeout).build();
    let drains = *draining_timeout > 0;
    let draining =
        ConnectionDraining::builder().enabled(drains).set_timeout(drains.then_some(*draining_timeout)).build();
    Ok(LoadBalancerAttributes::builder()
        .connection_settings(idle.map_err(|error| invalid(WRITE_ATTRIBUTES, error))?)
        .connection_draining(draining)
        .cross_zone_load_balancing(CrossZoneLoadBalancing::builder().enabled(*cross_zone).build())
        .access_log(access_log_to_aws(access_log.as_ref()))
        .build())
}

pub(crate) async fn create(ctx: StepContext<'_>, balancer: &ClassicLoadBalancer) -> Result<Outputs, CloudError> {
    let call = Call::new(SERVICE, "CreateLoadBalancer");
    let ClassicLoadBalancer { name, internal, listeners, security_groups, subnets, tags, .. } = balancer;
    let request = ctx
        .clients
        .elb
        .create_load_balancer()
        .load_balancer_name(name)
        .set_listeners(Some(listeners_to_aws(call, listeners)?))
        .set_subnets(Some(all_known(subnets)?))
        .set_security_groups(Some(all_known(security_groups)?))
        .set_scheme(internal.then(|| "internal".to_owned()))
        .set_tags(Some(tags::to_elb(tags)?));
    match ctx.calls.send(call, request.send()).await {
        Err(error) if error.kind == ErrorKind::Conflict => {
            let request = ctx.clients.elb.describe_tags().load_balancer_names(name).send();
            let seen = ctx.calls.send(Call::new(SERVICE, "DescribeTags"), request).await?;
            let seen: Vec<_> = seen.tag_descriptions().iter().flat_map(|described| described.tags()).cloned().collect();
            if !has_tags(&tags::elb(&seen), tags) {
                return Err(error);
            }
        }
        made => made.map(drop)?,
    }
    set_health_check(ctx, balancer).await?;
    set_attributes(ctx, balancer).await?;
    by_name(ctx, name).await
}

async fn by_name(ctx: StepContext<'_>, name: &str) -> Result<Outputs, CloudError> {
    let request = ctx.clients.elb.describe_load_balancers().load_balancer_names(name).send();
    let seen = ctx.calls.send(READ, request).await?;
    outputs(READ.require(seen.load_balancer_descriptions().first(), "LoadBalancerDescription")?)
}

fn outputs(balancer: &LoadBalancerDescription) -> Result<Outputs, CloudError> {
    let mut outputs = with_id(READ.require(balancer.load_balancer_name(), "LoadBalancerName")?);
    outputs.insert(Output::DnsName, READ.require(balancer.dns_name.clone(), "DNSName")?);
    // AWS always has one; moto, which the tests run against, has none.
    outputs.insert(Output::HostedZone, balancer.canonical_hosted_zone_name_id.clone().unwrap_or_default());
    Ok(outputs)
}

pub(crate) async fn update(
    ctx: StepContext<'_>,
    update: Update<'_, ClassicLoadBalancer>,
) -> Result<Outputs, CloudError> {
    let (name, old, new) = (update.id, update.current, update.desired);
    if update.touches(&[ClassicLoadBalancer::LISTENERS]) {
        set_listeners(ctx, name, &old.listeners, &new.listeners).await?;
    }
    if update.touches(&[ClassicLoadBalancer::HEALTH_CHECK]) {
        set_health_check(ctx, new).await?;
    }
    if update.touches(&ClassicLoadBalancer::ATTRIBUTES) {
        set_attributes(ctx, new).await?;
    }
    if update.touches(&[ClassicLoadBalancer::SECURITY_GROUPS]) {
        let groups = all_known(&new.security_groups)?;
        let request = ctx.clients.elb.apply_security_groups_to_load_balancer().load_balancer_name(name);
        let call = Call::new(SERVICE, "ApplySecurityGroupsToLoadBalancer");
        ctx.calls.send(call, request.set_security_groups(Some(groups)).send()).await?;
    }
    if update.touches(&[ClassicLoadBalancer::SUBNETS]) {
        set_subnets(ctx, name, &old.subnets, &new.subnets).await?;
    }
    if update.touches(&[ClassicLoadBalancer::TAGS]) {
        retag(ctx, name, &old.tags, &new.tags).await?;
    }
    by_name(ctx, name).await
}

pub(crate) async fn delete(ctx: StepContext<'_>, _: &str, balancer: &ClassicLoadBalancer) -> Result<(), CloudError> {
    let request = ctx.clients.elb.delete_load_balancer().load_balancer_name(&balancer.name).send();
    ctx.calls.send(Call::new(SERVICE, "DeleteLoadBalancer"), request).await.map(drop)
}

async fn set_listeners(
    ctx: StepContext<'_>,
    name: &str,
    old: &[ClassicListener],
    new: &[ClassicListener],
) -> Result<(), CloudError> {
    let removed: Vec<i32> = old.iter().filter(|l| !new.contains(l)).map(|l| l.port).collect();
    if !removed.is_empty() {
        let request = ctx.clients.elb.delete_load_balancer_listeners().load_balancer_name(name);
        let call = Call::new(SERVICE, "DeleteLoadBalancerListeners");
        ctx.calls.send(call, request.set_load_balancer_ports(Some(removed)).send()).await?;
    }
    let added: Vec<ClassicListener> = new.iter().filter(|l| !old.contains(l)).cloned().collect();
    if !added.is_empty() {
        let call = Call::new(SERVICE, "CreateLoadBalancerListeners");
        let listeners = listeners_to_aws(call, &added)?;
        let request = ctx.clients.elb.create_load_balancer_listeners().load_balancer_name(name);
        ctx.calls.send(call, request.set_listeners(Some(listeners)).send()).await?;
    }
    Ok(())
}

/// Attaches and detaches subnets. In each zone there is one at most, and in all zones together one at least: those that go make room first,
/// unless none stays.
async fn set_subnets(ctx: StepContext<'_>, name: &str, old: &[Ref], new: &[Ref]) -> Result<(), CloudError> {
    let added: Vec<Ref> = new.iter().filter(|subnet| !old.contains(subnet)).cloned().collect();
    let removed: Vec<Ref> = old.iter().filter(|subnet| !new.contains(subnet)).cloned().collect();
    if removed.len() < old.len() {
        detach_subnets(ctx, name, &removed).await?;
        return match attach_subnets(ctx, name, &added).await {
            // The zone of a subnet is free a moment after it was detached.
            Err(mut error) if is_zone_taken(&error) => {
                error.kind = ErrorKind::NotReady;
                Err(error)
            }
            attached => attached,
        };
    }
    match attach_subnets(ctx, name, &added).await {
        Err(mut error) if is_zone_taken(&error) => {
            error.message.push_str(" Keep one of the subnets, and change that one when the others are changed.");
            Err(error)
        }
        Err(error) => Err(error),
        Ok(()) => detach_subnets(ctx, name, &removed).await,
    }
}

fn is_zone_taken(error: &CloudError) -> bool {
    error.message.contains("multiple subnets in the same AZ")
}

async fn attach_subnets(ctx: StepContext<'_>, name: &str, subnets: &[Ref]) -> Result<(), CloudError> {
    if subnets.is_empty() {
        return Ok(());
    }
    let request = ctx.clients.elb.attach_load_balancer_to_subnets().load_balancer_name(name);
    let call = Call::new(SERVICE, "AttachLoadBalancerToSubnets");
    ctx.calls.send(call, request.set_subnets(Some(all_known(subnets)?)).send()).await.map(drop)
}

async fn detach_subnets(ctx: StepContext<'_>, name: &str, subnets: &[Ref]) -> Result<(), CloudError> {
    if subnets.is_empty() {
        return Ok(());
    }
    let request = ctx.clients.elb.detach_load_balancer_from_subnets().load_balancer_name(name);
    let call = Call::new(SERVICE, "DetachLoadBalancerFromSubnets");
    ctx.calls.send(call, request.set_subnets(Some(all_known(subnets)?)).send()).await.map(drop)
}

async fn set_health_check(ctx: StepContext<'_>, balancer: &ClassicLoadBalancer) -> Result<(), CloudError> {
    let call = Call::new(SERVICE, "ConfigureHealthCheck");
    let check = health_check_to_aws(call, &balancer.health_check)?;
    let request = ctx.clients.elb.configure_health_check().load_balancer_name(&balancer.name).health_check(check);
    ctx.calls.send(call, request.send()).await.map(drop)
}

async fn set_attributes(ctx: StepContext<'_>, balancer: &ClassicLoadBalancer) -> Result<(), CloudError> {
    let attributes = attributes_to_aws(balancer)?;
    let request = ctx.clients.elb.modify_load_balancer_attributes().load_balancer_name(&balancer.name);
    ctx.calls.send(WRITE_ATTRIBUTES, request.load_balancer_attributes(attributes).send()).await.map(drop)
}

async fn retag(ctx: StepContext<'_>, name: &str, old: &Tags, new: &Tags) -> Result<(), CloudError> {
    let (write, remove) = tags::difference(old, new);
    if !write.is_empty() {
        let request = ctx.clients.elb.add_tags().load_balancer_names(name).set_tags(Some(tags::to_elb(&write)?)).send();
        ctx.calls.send(Call::new(SERVICE, "AddTags"), request).await?;
    }
    if !remove.is_empty() {
        let removed = remove.iter().map(|key| TagKeyOnly::builder().key(key).build()).collect();
        let request = ctx.clients.elb.remove_tags().load_balancer_names(name).set_tags(Some(removed)).send();
        ctx.calls.send(Call::new(SERVICE, "RemoveTags"), request).await?;
    }
    Ok(())
}

fn invalid(call: Call, error: BuildError) -> CloudError {
    CloudError::new(ErrorKind::Invalid, call.operation, "the request is incomplete").caused_by(error)
}

#[cfg(test)]
mod tests {
    use aws_sdk_elasticloadbalancing::types::ListenerDescription;

    use super::*;
    use crate::kinds::testing::each_sample;

    /// The load balancer as `DescribeLoadBalancers` lists it.
    fn described(balancer: &ClassicLoadBalancer) -> LoadBalancerDescription {
        let listeners = listeners_to_aws(READ, &balancer.listeners).expect("whole").into_iter();
        LoadBalancerDescription::builder()
            .load_balancer_name(&balancer.name)
            .scheme(if balancer.internal { "internal" } else { "internet-facing" })
            .set_listener_descriptions(Some(
                listeners.map(|listener| ListenerDescription::builder().listener(listener).build()).collect(),
            ))
            .health_check(health_check_to_aws(READ, &balancer.health_check).expect("whole"))
            .set_security_groups(Some(all_known(&balancer.security_groups).expect("bound")))
            .set_subnets(Some(all_known(&balancer.subnets).expect("bound")))
            .build()
    }

    #[test]
    fn load_balancers_read_back_as_written() {
        each_sample(|balancer: &ClassicLoadBalancer| {
            let attributes = attributes_to_aws(balancer).expect("whole");
            let seen = from_aws(&described(balancer), &attributes, balancer.tags.clone()).expect("whole");
            assert_eq!(seen, *balancer);
        });
    }
}
