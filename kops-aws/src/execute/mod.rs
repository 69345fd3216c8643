//! Carries out one step: a few calls that can be repeated after any of them.
//!
//! A creation carries the ownership tags in the creating call, so that a repeat after a lost answer finds what was made; where
//! AWS offers a client token, the step's token goes along. A deletion of what is gone is done.

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

use kops_core::cloud::{BoundAction, BoundStep, CloudError, ErrorKind, Outcome};
use kops_core::resource::{CloudId, Output, Outputs, Ref, Resource, Tags};

use crate::call::Tally;
use crate::clients::Clients;
use crate::error::Call;
use crate::tags;

/// Carries out a step.
pub(crate) async fn execute(clients: &Clients, step: &BoundStep) -> Result<Outcome, CloudError> {
    let tally = Tally::default();
    let act = Act { clients, tally: &tally, cluster: &step.cluster, token: &step.token };
    let outputs = match &step.action {
        BoundAction::Create(desired) => create(act, desired).await,
        BoundAction::Update { id, current, desired, fields } => {
            update(act, &Update { id, current, desired, fields }).await
        }
        BoundAction::Delete { id, current } => match delete(act, id, current).await {
            Err(error) if error.kind == ErrorKind::NotFound => Ok(Outputs::new()),
            deleted => deleted.map(|()| Outputs::new()),
        },
        _ => Err(CloudError::new(ErrorKind::Invalid, "execute", "this release does not know how to do this step")),
    };
    let mut outcome = Outcome::default();
    outcome.outputs = outputs.map_err(|error| error.resource(step.resource.to_string()))?;
    Ok(outcome)
}

/// What every act needs.
#[derive(Clone, Copy)]
pub(crate) struct Act<'a> {
    clients: &'a Clients,
    tally: &'a Tally,
    cluster: &'a str,
    token: &'a str,
}

/// A change in place.
struct Update<'a> {
    id: &'a CloudId,
    current: &'a Resource,
    desired: &'a Resource,
    fields: &'a [String],
}

impl Update<'_> {
    /// True where one of these fields is to be changed.
    fn touches(&self, fields: &[&str]) -> bool {
        self.fields.iter().any(|f| fields.contains(&f.as_str()))
    }
}

async fn create(act: Act<'_>, desired: &Resource) -> Result<Outputs, CloudError> {
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
        Resource::Route(r) => routing::put_route(act, r).await,
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

async fn update(act: Act<'_>, update: &Update<'_>) -> Result<Outputs, CloudError> {
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
        (_, Resource::Route(new)) => routing::put_route(act, new).await,
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

async fn delete(act: Act<'_>, id: &CloudId, current: &Resource) -> Result<(), CloudError> {
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

/// The id that a bound reference holds.
fn id_of(reference: &Ref) -> &str {
    reference.known().unwrap_or_default()
}

/// An answer that lacks what AWS promises.
fn incomplete(call: Call, what: &str) -> CloudError {
    CloudError::new(ErrorKind::Internal, call.operation, format!("the answer has no {what}"))
}

/// Brings the tags of an EC2 resource to what they should be.
async fn retag(act: Act<'_>, id: &str, current: &Tags, desired: &Tags) -> Result<Outputs, CloudError> {
    let (write, remove) = tags::difference(current, desired);
    if !write.is_empty() {
        let request = act.clients.ec2.create_tags().resources(id).set_tags(Some(tags::to_ec2(&write))).send();
        act.tally.send(Call::new("ec2", "CreateTags"), request).await?;
    }
    if !remove.is_empty() {
        let gone = remove.iter().map(|key| aws_sdk_ec2::types::Tag::builder().key(key).build()).collect();
        let request = act.clients.ec2.delete_tags().resources(id).set_tags(Some(gone)).send();
        act.tally.send(Call::new("ec2", "DeleteTags"), request).await?;
    }
    Ok(with_id(id))
}

/// Finds the EC2 resource that an earlier try of the same creation made: by type, `Name` and cluster.
async fn made_before(
    act: Act<'_>,
    resource: aws_sdk_ec2::types::ResourceType,
    tags: &Tags,
) -> Result<Option<String>, CloudError> {
    let Some(name) = tags.get("Name") else { return Ok(None) };
    let filter = |key: &str, value: &str| aws_sdk_ec2::types::Filter::builder().name(key).values(value).build();
    let tagged = |key: &'static str, value: String| {
        let request = act.clients.ec2.describe_tags();
        let request = request.filters(filter("resource-type", resource.as_str()));
        let request = request.filters(filter("key", key)).filters(filter("value", &value)).send();
        act.tally.send(Call::new("ec2", "DescribeTags"), request)
    };
    let ids = |answer: aws_sdk_ec2::operation::describe_tags::DescribeTagsOutput| -> Vec<String> {
        answer.tags.unwrap_or_default().into_iter().filter_map(|t| t.resource_id).collect()
    };
    let named = ids(tagged("Name", name.clone()).await?);
    if named.is_empty() {
        return Ok(None);
    }
    let ours = ids(tagged("KubernetesCluster", act.cluster.to_owned()).await?);
    Ok(named.into_iter().find(|id| ours.contains(id)))
}
