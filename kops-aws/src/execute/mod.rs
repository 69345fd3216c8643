//! Carries out one step: a few calls that can be repeated after any of them.
//!
//! A creation carries the tags in the creating call, so that a repeat after a lost answer finds what was made: what is there
//! and has all the tags that it would have been given is taken for it, anything else of that identity is a conflict. Where AWS
//! offers a client token, the step's token goes along. A deletion of what is gone is done.

mod access;
mod autoscaling;
mod classic;
mod dns;
mod events;
mod firewall;
mod gateway;
mod launch_template;
mod load_balancer;
mod routing;
mod storage;
mod vpc;

use aws_sdk_ec2::types::ResourceType;
use kops_core::cloud::{BoundAction, BoundStep, CloudError, ErrorKind, Outcome};
use kops_core::resource::{Change, CloudId, Output, Outputs, Ref, Resource, Tags};

use crate::call::CallCounter;
use crate::clients::Clients;
use crate::error::Call;
use crate::filter::filter;
use crate::tags;

/// Carries out a step.
pub(crate) async fn execute(clients: &Clients, step: &BoundStep) -> Result<Outcome, CloudError> {
    let calls = CallCounter::default();
    let act = ExecContext { clients, calls: &calls, cluster: &step.cluster, token: &step.token };
    let outputs = match &step.action {
        BoundAction::Create(desired) => create(act, desired).await,
        BoundAction::Update { id, current, desired, fields } => match merge(current, desired, fields) {
            Ok(merged) => update(act, &Update { id, current, wanted: desired, desired: &merged, fields }).await,
            Err(error) => Err(error),
        },
        BoundAction::Delete { id, current } => match delete(act, id, current).await {
            Err(error) if error.kind == ErrorKind::NotFound => Ok(Outputs::new()),
            deleted => deleted.map(|()| Outputs::new()),
        },
        _ => Err(CloudError::new(ErrorKind::Invalid, "execute", "this release does not know how to do this step")),
    };
    Ok(Outcome { outputs: outputs.map_err(|error| error.resource(step.resource.to_string()))? })
}

/// What a resource becomes when the named fields, and no others, are changed.
fn merge(current: &Resource, desired: &Resource, fields: &[String]) -> Result<Resource, CloudError> {
    let kind = desired.kind();
    let invalid = |message: String| CloudError::new(ErrorKind::Invalid, "execute", message);
    let (mut merged, wanted) = (current.to_value(), desired.to_value());
    for name in fields {
        if !kind.fields().iter().any(|field| field.name == name && field.change == Change::InPlace) {
            return Err(invalid(format!("`{name}` of a {} cannot be changed in place", kind.title())));
        }
        match wanted.get(name) {
            Some(value) => merged.insert(name.clone(), value.clone()),
            None => merged.remove(name),
        };
    }
    let merged = Resource::from_fields(kind, merged.into());
    merged.map_err(|error| invalid("the step changes a resource of another kind".to_owned()).caused_by(error))
}

/// What every act needs.
#[derive(Clone, Copy)]
pub(crate) struct ExecContext<'a> {
    clients: &'a Clients,
    calls: &'a CallCounter,
    cluster: &'a str,
    token: &'a str,
}

/// A change in place.
struct Update<'a> {
    id: &'a CloudId,
    current: &'a Resource,
    /// What the plan wants it to be, with all that it says.
    wanted: &'a Resource,
    /// What it is, with the fields that are to be changed as the plan wants them.
    desired: &'a Resource,
    fields: &'a [String],
}

impl Update<'_> {
    /// True where one of these fields is to be changed.
    fn touches(&self, fields: &[&str]) -> bool {
        self.fields.iter().any(|f| fields.contains(&f.as_str()))
    }
}

async fn create(act: ExecContext<'_>, desired: &Resource) -> Result<Outputs, CloudError> {
    match desired {
        Resource::Vpc(r) => vpc::create(act, r).await,
        Resource::VpcCidrBlock(r) => vpc::add_cidr(act, r).await,
        Resource::DhcpOptions(r) => vpc::create_dhcp_options(act, r).await,
        Resource::DhcpOptionsAssociation(r) => vpc::use_dhcp_options(act, r).await,
        Resource::InternetGateway(r) => gateway::create_internet(act, r).await,
        Resource::EgressOnlyInternetGateway(r) => gateway::create_egress_only(act, r).await,
        Resource::Subnet(r) => vpc::create_subnet(act, r).await,
        Resource::RouteTable(r) => routing::create_table(act, r).await,
        Resource::RouteTableAssociation(r) => routing::associate(act, r).await,
        Resource::Route(r) => routing::create_route(act, r).await,
        Resource::ElasticIp(r) => gateway::allocate(act, r).await,
        Resource::NatGateway(r) => gateway::create_nat(act, r).await,
        Resource::SecurityGroup(r) => firewall::create_group(act, r).await,
        Resource::SecurityGroupRule(r) => firewall::authorize(act, r).await,
        Resource::KeyPair(r) => access::import_key(act, r).await,
        Resource::Role(r) => access::create_role(act, r).await,
        Resource::RolePolicy(r) => access::put_policy(act, r).await,
        Resource::RolePolicyAttachment(r) => access::attach_policy(act, r).await,
        Resource::InstanceProfile(r) => access::create_profile(act, r).await,
        Resource::OidcProvider(r) => access::create_oidc_provider(act, r).await,
        Resource::Volume(r) => storage::create(act, r).await,
        Resource::ClassicLoadBalancer(r) => classic::create(act, r).await,
        Resource::NetworkLoadBalancer(r) => load_balancer::create(act, r).await,
        Resource::TargetGroup(r) => load_balancer::create_target_group(act, r).await,
        Resource::Listener(r) => load_balancer::create_listener(act, r).await,
        Resource::LaunchTemplate(r) => launch_template::create(act, r).await,
        Resource::AutoscalingGroup(r) => autoscaling::create(act, r).await,
        Resource::WarmPool(r) => autoscaling::put_warm_pool(act, r).await,
        Resource::LifecycleHook(r) => autoscaling::put_hook(act, r).await,
        Resource::DnsZoneAssociation(r) => dns::associate(act, r).await,
        Resource::DnsRecord(r) => dns::upsert(act, r).await,
        Resource::Queue(r) => events::create_queue(act, r).await,
        Resource::EventRule(r) => events::put_rule(act, r).await,
        Resource::EventTarget(r) => events::put_target(act, r).await,
        other => Err(not_ours(other)),
    }
}

async fn update(act: ExecContext<'_>, update: &Update<'_>) -> Result<Outputs, CloudError> {
    let id = update.id.0.as_str();
    match (update.current, update.desired) {
        (Resource::Vpc(old), Resource::Vpc(new)) => vpc::update(act, update, old, new).await,
        (Resource::DhcpOptions(old), Resource::DhcpOptions(new)) => retag(act, id, &old.tags, &new.tags).await,
        (_, Resource::DhcpOptionsAssociation(new)) => vpc::use_dhcp_options(act, new).await,
        (Resource::InternetGateway(old), Resource::InternetGateway(new)) => retag(act, id, &old.tags, &new.tags).await,
        (Resource::EgressOnlyInternetGateway(old), Resource::EgressOnlyInternetGateway(new)) => {
            retag(act, id, &old.tags, &new.tags).await
        }
        (Resource::Subnet(old), Resource::Subnet(new)) => vpc::update_subnet(act, update, old, new).await,
        (Resource::RouteTable(old), Resource::RouteTable(new)) => retag(act, id, &old.tags, &new.tags).await,
        (_, Resource::RouteTableAssociation(new)) => routing::reassociate(act, id, new).await,
        (_, Resource::Route(new)) => routing::replace_route(act, new).await,
        (Resource::ElasticIp(old), Resource::ElasticIp(new)) => retag(act, id, &old.tags, &new.tags).await,
        (Resource::NatGateway(old), Resource::NatGateway(new)) => retag(act, id, &old.tags, &new.tags).await,
        (Resource::SecurityGroup(old), Resource::SecurityGroup(new)) => retag(act, id, &old.tags, &new.tags).await,
        (Resource::SecurityGroupRule(old), Resource::SecurityGroupRule(new)) => {
            retag(act, id, &old.tags, &new.tags).await
        }
        (Resource::KeyPair(old), Resource::KeyPair(new)) => access::retag_key(act, old, new).await,
        (Resource::Role(old), Resource::Role(new)) => access::update_role(act, update, old, new).await,
        (_, Resource::RolePolicy(new)) => access::put_policy(act, new).await,
        (Resource::InstanceProfile(old), Resource::InstanceProfile(new)) => access::update_profile(act, old, new).await,
        (Resource::OidcProvider(old), Resource::OidcProvider(new)) => {
            access::update_oidc_provider(act, id, old, new).await
        }
        (Resource::Volume(old), Resource::Volume(new)) => storage::update(act, update, old, new).await,
        (Resource::ClassicLoadBalancer(old), Resource::ClassicLoadBalancer(new)) => {
            classic::update(act, update, old, new).await
        }
        (Resource::NetworkLoadBalancer(old), Resource::NetworkLoadBalancer(new)) => {
            load_balancer::update(act, update, old, new).await
        }
        (Resource::TargetGroup(old), Resource::TargetGroup(new)) => {
            load_balancer::update_target_group(act, update, old, new).await
        }
        (_, Resource::Listener(new)) => load_balancer::update_listener(act, id, new).await,
        (_, Resource::LaunchTemplate(new)) => launch_template::update(act, id, new).await,
        (Resource::AutoscalingGroup(old), Resource::AutoscalingGroup(new)) => {
            autoscaling::update(act, update, old, new).await
        }
        (_, Resource::WarmPool(new)) => autoscaling::put_warm_pool(act, new).await,
        (_, Resource::LifecycleHook(new)) => autoscaling::put_hook(act, new).await,
        (_, Resource::DnsRecord(new)) => dns::upsert(act, new).await,
        (_, Resource::Queue(new)) => events::update_queue(act, id, new).await,
        (_, Resource::EventRule(new)) => events::put_rule(act, new).await,
        (_, other) => Err(not_ours(other)),
    }
}

async fn delete(act: ExecContext<'_>, id: &CloudId, current: &Resource) -> Result<(), CloudError> {
    let id = id.0.as_str();
    match current {
        Resource::Vpc(_) => vpc::delete(act, id).await,
        Resource::VpcCidrBlock(_) => vpc::remove_cidr(act, id).await,
        Resource::DhcpOptions(_) => vpc::delete_dhcp_options(act, id).await,
        Resource::DhcpOptionsAssociation(r) => vpc::use_default_dhcp_options(act, r).await,
        Resource::InternetGateway(r) => gateway::delete_internet(act, id, r).await,
        Resource::EgressOnlyInternetGateway(_) => gateway::delete_egress_only(act, id).await,
        Resource::Subnet(_) => vpc::delete_subnet(act, id).await,
        Resource::RouteTable(_) => routing::delete_table(act, id).await,
        Resource::RouteTableAssociation(_) => routing::disassociate(act, id).await,
        Resource::Route(r) => routing::delete_route(act, r).await,
        Resource::ElasticIp(_) => gateway::release(act, id).await,
        Resource::NatGateway(_) => gateway::delete_nat(act, id).await,
        Resource::SecurityGroup(_) => firewall::delete_group(act, id).await,
        Resource::SecurityGroupRule(r) => firewall::revoke(act, id, r).await,
        Resource::KeyPair(r) => access::delete_key(act, r).await,
        Resource::Role(r) => access::delete_role(act, r).await,
        Resource::RolePolicy(r) => access::delete_policy(act, r).await,
        Resource::RolePolicyAttachment(r) => access::detach_policy(act, r).await,
        Resource::InstanceProfile(r) => access::delete_profile(act, r).await,
        Resource::OidcProvider(_) => access::delete_oidc_provider(act, id).await,
        Resource::Volume(_) => storage::delete(act, id).await,
        Resource::ClassicLoadBalancer(r) => classic::delete(act, r).await,
        Resource::NetworkLoadBalancer(_) => load_balancer::delete(act, id).await,
        Resource::TargetGroup(_) => load_balancer::delete_target_group(act, id).await,
        Resource::Listener(_) => load_balancer::delete_listener(act, id).await,
        Resource::LaunchTemplate(_) => launch_template::delete(act, id).await,
        Resource::AutoscalingGroup(r) => autoscaling::delete(act, r).await,
        Resource::WarmPool(r) => autoscaling::delete_warm_pool(act, r).await,
        Resource::LifecycleHook(r) => autoscaling::delete_hook(act, r).await,
        Resource::DnsZoneAssociation(r) => dns::disassociate(act, r).await,
        Resource::DnsRecord(r) => dns::delete(act, r).await,
        Resource::Queue(_) => events::delete_queue(act, id).await,
        Resource::EventRule(r) => events::delete_rule(act, r).await,
        Resource::EventTarget(r) => events::delete_target(act, r).await,
        other => Err(not_ours(other)),
    }
}

fn not_ours(resource: &Resource) -> CloudError {
    let message = format!("a {} is not AWS's to make, change or delete in this way", resource.kind().title());
    CloudError::new(ErrorKind::Invalid, "execute", message)
}

/// The outcome of a resource whose id is all that it has.
fn with_id(id: impl Into<String>) -> Outputs {
    Outputs::from([(Output::Id, id.into())])
}

/// The outcome of a resource that AWS knows only by what identifies it.
fn with_composed<'a>(parts: impl IntoIterator<Item = &'a str>) -> Outputs {
    with_id(CloudId::composite(parts).0)
}

/// The id that a bound reference holds.
fn id_of(reference: &Ref) -> &str {
    reference.known().unwrap_or_default()
}

/// An answer that lacks what AWS promises.
fn incomplete(call: Call, what: &str) -> CloudError {
    CloudError::new(ErrorKind::Internal, call.operation, format!("the answer has no {what}"))
}

/// True where something has all the tags that its creation would have given it, and so was made by that creation.
fn bears(seen: &Tags, given: &Tags) -> bool {
    given.iter().all(|(key, value)| seen.get(key) == Some(value))
}

/// Brings the tags of an EC2 resource to what they should be. All are written, so that one that is gone is found out.
async fn retag(act: ExecContext<'_>, id: &str, current: &Tags, desired: &Tags) -> Result<Outputs, CloudError> {
    let (_, remove) = tags::difference(current, desired);
    if !desired.is_empty() {
        let request = act.clients.ec2.create_tags().resources(id).set_tags(Some(tags::to_ec2(desired))).send();
        act.calls.send(Call::new("ec2", "CreateTags"), request).await?;
    }
    if !remove.is_empty() {
        let gone = remove.iter().map(|key| aws_sdk_ec2::types::Tag::builder().key(key).build()).collect();
        let request = act.clients.ec2.delete_tags().resources(id).set_tags(Some(gone)).send();
        act.calls.send(Call::new("ec2", "DeleteTags"), request).await?;
    }
    Ok(with_id(id))
}

/// Finds the EC2 resource that an earlier try of the same creation made: one of this type that bears its tags.
async fn made_before(act: ExecContext<'_>, resource: ResourceType, tags: &Tags) -> Result<Option<String>, CloudError> {
    let Some(name) = tags.get("Name") else { return Ok(None) };
    let filters = Some(vec![filter("tag:Name", [name]), filter("tag:KubernetesCluster", [act.cluster])]);
    let ec2 = &act.clients.ec2;
    /// Asks for all that the filters let through, as ids with tags.
    macro_rules! alike {
        ($operation:literal, $request:expr, $list:ident, $id:ident) => {{
            let answer = act.calls.send(Call::new("ec2", $operation), $request.set_filters(filters).send()).await?;
            let found = answer.$list.unwrap_or_default().into_iter();
            found.filter_map(|item| Some((item.$id.clone()?, tags::ec2(item.tags())))).collect::<Vec<_>>()
        }};
    }
    let found = match resource {
        ResourceType::Vpc => alike!("DescribeVpcs", ec2.describe_vpcs(), vpcs, vpc_id),
        ResourceType::Subnet => alike!("DescribeSubnets", ec2.describe_subnets(), subnets, subnet_id),
        ResourceType::DhcpOptions => {
            alike!("DescribeDhcpOptions", ec2.describe_dhcp_options(), dhcp_options, dhcp_options_id)
        }
        ResourceType::InternetGateway => {
            alike!("DescribeInternetGateways", ec2.describe_internet_gateways(), internet_gateways, internet_gateway_id)
        }
        ResourceType::EgressOnlyInternetGateway => alike!(
            "DescribeEgressOnlyInternetGateways",
            ec2.describe_egress_only_internet_gateways(),
            egress_only_internet_gateways,
            egress_only_internet_gateway_id
        ),
        ResourceType::RouteTable => {
            alike!("DescribeRouteTables", ec2.describe_route_tables(), route_tables, route_table_id)
        }
        ResourceType::ElasticIp => alike!("DescribeAddresses", ec2.describe_addresses(), addresses, allocation_id),
        _ => alike!("DescribeVolumes", ec2.describe_volumes(), volumes, volume_id),
    };
    Ok(found.into_iter().find(|(_, seen)| bears(seen, tags)).map(|(id, _)| id))
}
