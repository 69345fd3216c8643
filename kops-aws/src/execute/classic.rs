//! Classic load balancers.

use aws_sdk_elasticloadbalancing::error::BuildError;
use aws_sdk_elasticloadbalancing::types::{
    AccessLog, ConnectionDraining, ConnectionSettings, CrossZoneLoadBalancing, HealthCheck, Listener,
    LoadBalancerAttributes, Tag, TagKeyOnly,
};
use kops_core::cloud::{CloudError, ErrorKind};
use kops_core::resource::{ClassicListener, ClassicLoadBalancer, Output, Outputs, Ref, Tags};

use super::{ExecContext, Update, bears, id_of, incomplete, with_id};
use crate::error::Call;
use crate::tags;

const SERVICE: &str = "elasticloadbalancing";

pub(super) async fn create(act: ExecContext<'_>, balancer: &ClassicLoadBalancer) -> Result<Outputs, CloudError> {
    let call = Call::new(SERVICE, "CreateLoadBalancer");
    let request = act
        .clients
        .elb
        .create_load_balancer()
        .load_balancer_name(&balancer.name)
        .set_listeners(Some(listeners(call, &balancer.listeners)?))
        .set_subnets(Some(ids(&balancer.subnets)))
        .set_security_groups(Some(ids(&balancer.security_groups)))
        .set_scheme(balancer.internal.then(|| "internal".to_owned()))
        .set_tags(Some(elb_tags(&balancer.tags)?));
    match act.calls.send(call, request.send()).await {
        Err(error) if error.kind == ErrorKind::Conflict => {
            let request = act.clients.elb.describe_tags().load_balancer_names(&balancer.name).send();
            let seen = act.calls.send(Call::new(SERVICE, "DescribeTags"), request).await?;
            let seen = seen.tag_descriptions().iter().flat_map(|d| d.tags()).map(|t| (Some(t.key()), t.value()));
            if !bears(&tags::read(seen), &balancer.tags) {
                return Err(error);
            }
        }
        made => made.map(drop)?,
    }
    set_health_check(act, balancer).await?;
    set_attributes(act, balancer).await?;
    outputs(act, &balancer.name).await
}

async fn outputs(act: ExecContext<'_>, name: &str) -> Result<Outputs, CloudError> {
    let call = Call::new(SERVICE, "DescribeLoadBalancers");
    let request = act.clients.elb.describe_load_balancers().load_balancer_names(name).send();
    let seen = act.calls.send(call, request).await?.load_balancer_descriptions.unwrap_or_default();
    let found = seen.into_iter().next().ok_or_else(|| incomplete(call, "load balancer"))?;
    let mut outputs = with_id(name);
    outputs.insert(Output::DnsName, found.dns_name.unwrap_or_default());
    outputs.insert(Output::HostedZone, found.canonical_hosted_zone_name_id.unwrap_or_default());
    Ok(outputs)
}

pub(super) async fn update(
    act: ExecContext<'_>,
    update: &Update<'_>,
    old: &ClassicLoadBalancer,
    new: &ClassicLoadBalancer,
) -> Result<Outputs, CloudError> {
    let name = update.id.0.as_str();
    if update.touches(&["listeners"]) {
        move_listeners(act, name, &old.listeners, &new.listeners).await?;
    }
    if update.touches(&["health_check"]) {
        set_health_check(act, new).await?;
    }
    if update.touches(&["idle_timeout", "draining_timeout", "cross_zone", "access_log"]) {
        set_attributes(act, new).await?;
    }
    if update.touches(&["security_groups"]) {
        let request = act.clients.elb.apply_security_groups_to_load_balancer().load_balancer_name(name);
        let request = request.set_security_groups(Some(ids(&new.security_groups))).send();
        act.calls.send(Call::new(SERVICE, "ApplySecurityGroupsToLoadBalancer"), request).await?;
    }
    if update.touches(&["subnets"]) {
        move_subnets(act, name, &old.subnets, &new.subnets).await?;
    }
    if update.touches(&["tags"]) {
        retag(act, name, &old.tags, &new.tags).await?;
    }
    outputs(act, name).await
}

pub(super) async fn delete(act: ExecContext<'_>, balancer: &ClassicLoadBalancer) -> Result<(), CloudError> {
    let request = act.clients.elb.delete_load_balancer().load_balancer_name(&balancer.name).send();
    act.calls.send(Call::new(SERVICE, "DeleteLoadBalancer"), request).await.map(drop)
}

async fn move_listeners(
    act: ExecContext<'_>,
    name: &str,
    old: &[ClassicListener],
    new: &[ClassicListener],
) -> Result<(), CloudError> {
    let gone: Vec<i32> = old.iter().filter(|l| !new.contains(l)).map(|l| l.port).collect();
    if !gone.is_empty() {
        let request = act.clients.elb.delete_load_balancer_listeners().load_balancer_name(name);
        let request = request.set_load_balancer_ports(Some(gone)).send();
        act.calls.send(Call::new(SERVICE, "DeleteLoadBalancerListeners"), request).await?;
    }
    let call = Call::new(SERVICE, "CreateLoadBalancerListeners");
    let added: Vec<ClassicListener> = new.iter().filter(|l| !old.contains(l)).cloned().collect();
    if !added.is_empty() {
        let request = act.clients.elb.create_load_balancer_listeners().load_balancer_name(name);
        act.calls.send(call, request.set_listeners(Some(listeners(call, &added)?)).send()).await?;
    }
    Ok(())
}

async fn move_subnets(act: ExecContext<'_>, name: &str, old: &[Ref], new: &[Ref]) -> Result<(), CloudError> {
    let added: Vec<Ref> = new.iter().filter(|s| !old.contains(s)).cloned().collect();
    if !added.is_empty() {
        let request = act.clients.elb.attach_load_balancer_to_subnets().load_balancer_name(name);
        let request = request.set_subnets(Some(ids(&added))).send();
        act.calls.send(Call::new(SERVICE, "AttachLoadBalancerToSubnets"), request).await?;
    }
    let gone: Vec<Ref> = old.iter().filter(|s| !new.contains(s)).cloned().collect();
    if !gone.is_empty() {
        let request = act.clients.elb.detach_load_balancer_from_subnets().load_balancer_name(name);
        let request = request.set_subnets(Some(ids(&gone))).send();
        act.calls.send(Call::new(SERVICE, "DetachLoadBalancerFromSubnets"), request).await?;
    }
    Ok(())
}

async fn set_health_check(act: ExecContext<'_>, balancer: &ClassicLoadBalancer) -> Result<(), CloudError> {
    let call = Call::new(SERVICE, "ConfigureHealthCheck");
    let wanted = &balancer.health_check;
    let check = HealthCheck::builder()
        .target(&wanted.target)
        .interval(wanted.interval)
        .timeout(wanted.timeout.unwrap_or_default())
        .healthy_threshold(wanted.healthy_threshold)
        .unhealthy_threshold(wanted.unhealthy_threshold)
        .build()
        .map_err(|error| invalid(call, error))?;
    let request = act.clients.elb.configure_health_check().load_balancer_name(&balancer.name).health_check(check);
    act.calls.send(call, request.send()).await.map(drop)
}

async fn set_attributes(act: ExecContext<'_>, balancer: &ClassicLoadBalancer) -> Result<(), CloudError> {
    let call = Call::new(SERVICE, "ModifyLoadBalancerAttributes");
    let idle = ConnectionSettings::builder().idle_timeout(balancer.idle_timeout).build();
    let log = match &balancer.access_log {
        Some(log) => AccessLog::builder()
            .enabled(true)
            .s3_bucket_name(&log.bucket)
            .set_s3_bucket_prefix(log.prefix.clone())
            .set_emit_interval(log.interval)
            .build(),
        None => AccessLog::builder().enabled(false).build(),
    };
    let draining = ConnectionDraining::builder()
        .enabled(balancer.draining_timeout > 0)
        .set_timeout((balancer.draining_timeout > 0).then_some(balancer.draining_timeout))
        .build();
    let attributes = LoadBalancerAttributes::builder()
        .connection_settings(idle.map_err(|error| invalid(call, error))?)
        .connection_draining(draining)
        .cross_zone_load_balancing(CrossZoneLoadBalancing::builder().enabled(balancer.cross_zone).build())
        .access_log(log)
        .build();
    let request = act.clients.elb.modify_load_balancer_attributes().load_balancer_name(&balancer.name);
    act.calls.send(call, request.load_balancer_attributes(attributes).send()).await.map(drop)
}

async fn retag(act: ExecContext<'_>, name: &str, old: &Tags, new: &Tags) -> Result<(), CloudError> {
    let (write, remove) = tags::difference(old, new);
    if !write.is_empty() {
        let request = act.clients.elb.add_tags().load_balancer_names(name).set_tags(Some(elb_tags(&write)?)).send();
        act.calls.send(Call::new(SERVICE, "AddTags"), request).await?;
    }
    if !remove.is_empty() {
        let gone = remove.iter().map(|key| TagKeyOnly::builder().key(key).build()).collect();
        let request = act.clients.elb.remove_tags().load_balancer_names(name).set_tags(Some(gone)).send();
        act.calls.send(Call::new(SERVICE, "RemoveTags"), request).await?;
    }
    Ok(())
}

fn listeners(call: Call, wanted: &[ClassicListener]) -> Result<Vec<Listener>, CloudError> {
    let listener = |wanted: &ClassicListener| {
        // With a certificate the load balancer speaks TLS to both sides, because the API server does.
        let protocol = if wanted.certificate.is_some() { "SSL" } else { "TCP" };
        Listener::builder()
            .protocol(protocol)
            .load_balancer_port(wanted.port)
            .instance_protocol(protocol)
            .instance_port(wanted.instance_port)
            .set_ssl_certificate_id(wanted.certificate.clone())
            .build()
            .map_err(|error| invalid(call, error))
    };
    wanted.iter().map(listener).collect()
}

fn ids(refs: &[Ref]) -> Vec<String> {
    refs.iter().map(|r| id_of(r).to_owned()).collect()
}

fn elb_tags(tags: &Tags) -> Result<Vec<Tag>, CloudError> {
    let built = tags.iter().map(|(key, value)| Tag::builder().key(key).value(value).build());
    built.collect::<Result<_, _>>().map_err(|error| invalid(Call::new(SERVICE, "AddTags"), error))
}

fn invalid(call: Call, error: BuildError) -> CloudError {
    CloudError::new(ErrorKind::Invalid, call.operation, "the request is incomplete").caused_by(error)
}
