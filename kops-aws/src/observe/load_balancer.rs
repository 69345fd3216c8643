//! Load balancers of both generations.
//!
//! Elastic Load Balancing has no filter by tag: all load balancers of the account are listed in pages. Those with a name that
//! the scope knows are the cluster's, and those in its VPCs that bear its tags, which controllers made for services. Only
//! they are looked at closely.

use aws_sdk_elasticloadbalancing::types as classic_types;
use aws_sdk_elasticloadbalancingv2::types::{self, LoadBalancerAttribute};
use futures::future::try_join_all;
use kops_core::cloud::{CloudError, Observed};
use kops_core::resource::{
    AccessLog, ClassicListener, ClassicLoadBalancer, HealthCheck, Kind, Listener, NetworkLoadBalancer, Output, Outputs,
    SubnetMapping, Tags, TargetGroup,
};
use std::collections::{BTreeMap, BTreeSet};

use super::{Reader, observed, observed_with};
use crate::error::Call;
use crate::tags;

/// Elastic Load Balancing takes at most 20 names or ARNs in a call for tags.
const TAGS_AT_ONCE: usize = 20;

/// What Elastic Load Balancing lists.
pub(super) struct Listed {
    balancers: Vec<types::LoadBalancer>,
    target_groups: Vec<types::TargetGroup>,
    classic: Vec<classic_types::LoadBalancerDescription>,
}

/// Lists all load balancers and target groups of the account.
pub(super) async fn list(reader: Reader<'_>) -> Result<Listed, CloudError> {
    let (elb, elbv2) = (&reader.clients.elb, &reader.clients.elbv2);
    let call = Call::new("elasticloadbalancing", "DescribeLoadBalancers");
    let groups = Call::new("elasticloadbalancing", "DescribeTargetGroups");
    let (balancers, target_groups, classic) = futures::try_join!(
        reader.calls.pages(call, elbv2.describe_load_balancers().into_paginator().send()),
        reader.calls.pages(groups, elbv2.describe_target_groups().into_paginator().send()),
        reader.calls.pages(call, elb.describe_load_balancers().into_paginator().send()),
    )?;
    Ok(Listed {
        balancers: balancers.into_iter().flat_map(|p| p.load_balancers.unwrap_or_default()).collect(),
        target_groups: target_groups.into_iter().flat_map(|p| p.target_groups.unwrap_or_default()).collect(),
        classic: classic.into_iter().flat_map(|p| p.load_balancer_descriptions.unwrap_or_default()).collect(),
    })
}

/// Reads those that the scope asks for, and in the cluster's VPCs those that bear its tags; with listeners.
pub(super) async fn read(
    reader: Reader<'_>,
    listed: Listed,
    vpcs: &BTreeSet<String>,
) -> Result<Vec<Observed>, CloudError> {
    let Listed { mut balancers, mut target_groups, mut classic } = listed;
    let asks_balancer = |b: &types::LoadBalancer| {
        reader.asks(Kind::NetworkLoadBalancer, [b.load_balancer_name(), b.load_balancer_arn()])
    };
    let asks_group =
        |g: &types::TargetGroup| reader.asks(Kind::TargetGroup, [g.target_group_name(), g.target_group_arn()]);
    let asks_classic =
        |b: &classic_types::LoadBalancerDescription| reader.asks(Kind::ClassicLoadBalancer, [b.load_balancer_name()]);
    let is_near = |vpc: Option<&str>| vpc.is_some_and(|vpc| vpcs.contains(vpc));
    balancers.retain(|b| asks_balancer(b) || is_near(b.vpc_id()));
    target_groups.retain(|g| asks_group(g) || is_near(g.vpc_id()));
    classic.retain(|b| asks_classic(b) || is_near(b.vpc_id()));

    let arns = balancers.iter().filter_map(|b| b.load_balancer_arn());
    let arns = arns.chain(target_groups.iter().filter_map(|g| g.target_group_arn())).map(str::to_owned).collect();
    let names = classic.iter().filter_map(|b| b.load_balancer_name.clone()).collect();
    let (tags, classic_tags) = futures::try_join!(tags_of(reader, arns), classic_tags_of(reader, names))?;

    let is_ours = |tags: &BTreeMap<String, Tags>, id: Option<&str>| {
        id.and_then(|id| tags.get(id)).is_some_and(|tags| reader.owns(tags))
    };
    balancers.retain(|b| asks_balancer(b) || is_ours(&tags, b.load_balancer_arn()));
    target_groups.retain(|g| asks_group(g) || is_ours(&tags, g.target_group_arn()));
    classic.retain(|b| asks_classic(b) || is_ours(&classic_tags, b.load_balancer_name()));

    let (balancers, groups, classic) = futures::try_join!(
        try_join_all(balancers.iter().map(|b| balancer(reader, b, &tags))),
        try_join_all(target_groups.iter().map(|g| target_group(reader, g, &tags))),
        try_join_all(classic.iter().map(|b| classic_balancer(reader, b, &classic_tags))),
    )?;
    Ok(balancers.into_iter().flatten().chain(groups).chain(classic).collect())
}

async fn tags_of(reader: Reader<'_>, arns: Vec<String>) -> Result<BTreeMap<String, Tags>, CloudError> {
    let mut found = BTreeMap::new();
    for chunk in arns.chunks(TAGS_AT_ONCE) {
        let request = reader.clients.elbv2.describe_tags().set_resource_arns(Some(chunk.to_vec())).send();
        let call = Call::new("elasticloadbalancing", "DescribeTags");
        let answer = reader.calls.send(call, request).await?;
        for described in answer.tag_descriptions() {
            let tags = tags::read(described.tags().iter().map(|t| (t.key(), t.value())));
            found.insert(described.resource_arn().unwrap_or_default().to_owned(), tags);
        }
    }
    Ok(found)
}

async fn classic_tags_of(reader: Reader<'_>, names: Vec<String>) -> Result<BTreeMap<String, Tags>, CloudError> {
    let mut found = BTreeMap::new();
    for chunk in names.chunks(TAGS_AT_ONCE) {
        let request = reader.clients.elb.describe_tags().set_load_balancer_names(Some(chunk.to_vec())).send();
        let answer = reader.calls.send(Call::new("elasticloadbalancing", "DescribeTags"), request).await?;
        for described in answer.tag_descriptions() {
            let tags = tags::read(described.tags().iter().map(|t| (Some(t.key()), t.value())));
            found.insert(described.load_balancer_name().unwrap_or_default().to_owned(), tags);
        }
    }
    Ok(found)
}

async fn balancer(
    reader: Reader<'_>,
    balancer: &types::LoadBalancer,
    tags: &BTreeMap<String, Tags>,
) -> Result<Vec<Observed>, CloudError> {
    let arn = balancer.load_balancer_arn().unwrap_or_default();
    let elbv2 = &reader.clients.elbv2;
    let attributes = elbv2.describe_load_balancer_attributes().load_balancer_arn(arn).send();
    let listeners = elbv2.describe_listeners().load_balancer_arn(arn).into_paginator().send();
    let (attributes, listeners) = futures::try_join!(
        reader.calls.find(Call::new("elasticloadbalancing", "DescribeLoadBalancerAttributes"), attributes),
        reader.calls.pages(Call::new("elasticloadbalancing", "DescribeListeners"), listeners),
    )?;
    let attributes = attributes.and_then(|a| a.attributes).unwrap_or_default();
    let subnets = balancer.availability_zones().iter().map(|zone| {
        let address = zone.load_balancer_addresses().first();
        SubnetMapping {
            subnet: zone.subnet_id().unwrap_or_default().into(),
            allocation_id: address.and_then(|a| a.allocation_id.clone()),
            private_ipv4: address.and_then(|a| a.private_ipv4_address.clone()),
        }
    });
    let resource = NetworkLoadBalancer {
        name: balancer.load_balancer_name.clone().unwrap_or_default(),
        internal: balancer.scheme() == Some(&types::LoadBalancerSchemeEnum::Internal),
        ip_address_type: balancer.ip_address_type().map(|t| t.as_str().to_owned()),
        cross_zone: attribute(&attributes, "load_balancing.cross_zone.enabled") == Some("true"),
        access_log: access_log(&attributes),
        security_groups: balancer.security_groups().iter().map(|g| g.as_str().into()).collect(),
        subnets: subnets.collect(),
        tags: tags.get(arn).cloned().unwrap_or_default(),
    };
    let outputs = Outputs::from([
        (Output::Arn, arn.to_owned()),
        (Output::DnsName, balancer.dns_name.clone().unwrap_or_default()),
        (Output::HostedZone, balancer.canonical_hosted_zone_id.clone().unwrap_or_default()),
    ]);
    let mut found = vec![observed_with(arn, resource, outputs)];
    for listener in listeners.into_iter().flat_map(|page| page.listeners.unwrap_or_default()) {
        let resource = Listener {
            load_balancer: arn.into(),
            port: listener.port.unwrap_or_default(),
            protocol: listener.protocol().map(|p| p.as_str().to_owned()).unwrap_or_default(),
            certificate: listener.certificates().first().and_then(|c| c.certificate_arn.clone()),
            ssl_policy: listener.ssl_policy.clone().filter(|p| !p.is_empty()),
            target_group: listener
                .default_actions()
                .first()
                .and_then(|a| a.target_group_arn())
                .unwrap_or_default()
                .into(),
        };
        found.push(observed(listener.listener_arn.unwrap_or_default(), resource));
    }
    Ok(found)
}

fn attribute<'a>(attributes: &'a [LoadBalancerAttribute], key: &str) -> Option<&'a str> {
    attributes.iter().find(|a| a.key() == Some(key)).and_then(|a| a.value())
}

fn access_log(attributes: &[LoadBalancerAttribute]) -> Option<AccessLog> {
    (attribute(attributes, "access_logs.s3.enabled") == Some("true")).then(|| AccessLog {
        bucket: attribute(attributes, "access_logs.s3.bucket").unwrap_or_default().to_owned(),
        prefix: attribute(attributes, "access_logs.s3.prefix").filter(|p| !p.is_empty()).map(str::to_owned),
        interval: None,
    })
}

async fn target_group(
    reader: Reader<'_>,
    group: &types::TargetGroup,
    tags: &BTreeMap<String, Tags>,
) -> Result<Observed, CloudError> {
    let arn = group.target_group_arn().unwrap_or_default();
    let request = reader.clients.elbv2.describe_target_group_attributes().target_group_arn(arn).send();
    let call = Call::new("elasticloadbalancing", "DescribeTargetGroupAttributes");
    let attributes = reader.calls.find(call, request).await?.and_then(|a| a.attributes).unwrap_or_default();
    let attribute = |key: &str| attributes.iter().find(|a| a.key() == Some(key)).and_then(|a| a.value());
    let protocol = group.health_check_protocol().map(|p| p.as_str()).unwrap_or_default();
    let resource = TargetGroup {
        name: group.target_group_name.clone().unwrap_or_default(),
        vpc: group.vpc_id().unwrap_or_default().into(),
        protocol: group.protocol().map(|p| p.as_str().to_owned()).unwrap_or_default(),
        port: group.port.unwrap_or_default(),
        health_check: HealthCheck {
            target: protocol.to_owned(),
            path: group.health_check_path.clone().filter(|_| protocol.starts_with("HTTP")),
            interval: group.health_check_interval_seconds.unwrap_or_default(),
            timeout: None,
            healthy_threshold: group.healthy_threshold_count.unwrap_or_default(),
            unhealthy_threshold: group.unhealthy_threshold_count.unwrap_or_default(),
        },
        deregistration_delay: attribute("deregistration_delay.timeout_seconds")
            .and_then(|v| v.parse().ok())
            .unwrap_or_default(),
        connection_termination: attribute("deregistration_delay.connection_termination.enabled") == Some("true"),
        tags: tags.get(arn).cloned().unwrap_or_default(),
    };
    Ok(observed_with(arn, resource, Outputs::from([(Output::Arn, arn.to_owned())])))
}

async fn classic_balancer(
    reader: Reader<'_>,
    balancer: &classic_types::LoadBalancerDescription,
    tags: &BTreeMap<String, Tags>,
) -> Result<Observed, CloudError> {
    let name = balancer.load_balancer_name().unwrap_or_default();
    let request = reader.clients.elb.describe_load_balancer_attributes().load_balancer_name(name).send();
    let call = Call::new("elasticloadbalancing", "DescribeLoadBalancerAttributes");
    let attributes = reader.calls.send(call, request).await?.load_balancer_attributes;
    let attributes = attributes.as_ref();
    let check = balancer.health_check();
    let listeners = balancer.listener_descriptions().iter().filter_map(|l| l.listener());
    let log = attributes.and_then(|a| a.access_log()).filter(|l| l.enabled());
    let draining = attributes.and_then(|a| a.connection_draining()).filter(|d| d.enabled());
    let resource = ClassicLoadBalancer {
        name: name.to_owned(),
        internal: balancer.scheme() == Some("internal"),
        listeners: listeners
            .map(|l| ClassicListener {
                port: l.load_balancer_port(),
                instance_port: l.instance_port(),
                certificate: l.ssl_certificate_id.clone().filter(|c| !c.is_empty()),
            })
            .collect(),
        health_check: HealthCheck {
            target: check.map(|c| c.target().to_owned()).unwrap_or_default(),
            path: None,
            interval: check.map(|c| c.interval()).unwrap_or_default(),
            timeout: check.map(|c| c.timeout()),
            healthy_threshold: check.map(|c| c.healthy_threshold()).unwrap_or_default(),
            unhealthy_threshold: check.map(|c| c.unhealthy_threshold()).unwrap_or_default(),
        },
        idle_timeout: attributes.and_then(|a| a.connection_settings()).map(|c| c.idle_timeout()).unwrap_or_default(),
        draining_timeout: draining.and_then(|d| d.timeout).unwrap_or_default(),
        cross_zone: attributes.and_then(|a| a.cross_zone_load_balancing()).is_some_and(|c| c.enabled()),
        access_log: log.map(|l| AccessLog {
            bucket: l.s3_bucket_name.clone().unwrap_or_default(),
            prefix: l.s3_bucket_prefix.clone().filter(|p| !p.is_empty()),
            interval: l.emit_interval,
        }),
        security_groups: balancer.security_groups().iter().map(|g| g.as_str().into()).collect(),
        subnets: balancer.subnets().iter().map(|s| s.as_str().into()).collect(),
        tags: tags.get(name).cloned().unwrap_or_default(),
    };
    let outputs = Outputs::from([
        (Output::DnsName, balancer.dns_name.clone().unwrap_or_default()),
        (Output::HostedZone, balancer.canonical_hosted_zone_name_id.clone().unwrap_or_default()),
    ]);
    Ok(observed_with(name, resource, outputs))
}
