//! The graph as configuration for Terraform, as `kops update cluster --target terraform` writes it.
//!
//! In: a [`Graph`], and a [`Target`] that says where the objects of the state store go. Out: [`Files`], `kubernetes.tf` and
//! the files under `data/` that it reads. Resources keep the names that kops gives them, so that a Terraform state made with
//! kops's files goes on with these. Every reference leads to a resource or a data source of the same file, unless it leads
//! to something that is only borrowed: then it is that thing's id.

mod access;
mod attributes;
pub mod codes;
mod configuration;
mod detached;
mod dns;
mod events;
mod expressions;
mod firewall;
mod group;
mod kms;
mod launch_template;
mod layout;
mod links;
mod load_balancer;
mod moved;
mod names;
mod network;
mod outputs;
#[cfg(test)]
mod properties;
mod routing;
mod storage;
mod target;
#[cfg(test)]
mod tests;
mod texts;
mod value;

use std::collections::BTreeMap;

use bytes::Bytes;

use attributes::Attributes;
use configuration::Configuration;
pub(crate) use detached::detached;
use links::Links;
pub use moved::moved;
pub use target::{ObjectStore, Target};

use crate::diag::Diagnostics;
use crate::graph::{Graph, Ownership};
use crate::resource::{Resource, ResourceId};

/// The file with the resources.
pub const MAIN_FILE: &str = "kubernetes.tf";
/// The file with `moved` blocks.
pub const MOVED_FILE: &str = "moved.tf";

/// Files by their path below the directory that Terraform runs in.
pub type Files = BTreeMap<String, Bytes>;

/// Renders a graph.
///
/// # Errors
/// Resources whose names are the same to Terraform, which knows no dots: `a.b` and `a-b`; and volumes whose KMS key is given by an
/// alias.
pub fn render(graph: &Graph, target: &Target) -> Result<Files, Diagnostics> {
    let links = Links::new(graph, target);
    let mut configuration = Configuration::default();
    for (id, node) in &graph.nodes {
        match &node.ownership {
            Ownership::Owned => {
                if let Resource::Route(route) = &node.resource {
                    routing::instance_to_look_up(route).into_iter().for_each(|found| configuration.look_up(found));
                }
                if let Resource::Volume(volume) = &node.resource
                    && let Some(problem) = storage::problem(id, volume, &node.origin)
                {
                    configuration.refuse(problem);
                }
                if let Some(attributes) = attributes(links, target, id, &node.resource) {
                    configuration.resource(id, attributes, node.origin.path.as_ref());
                }
            }
            Ownership::Shared(cloud_id) => {
                if let Resource::Vpc(_) = node.resource {
                    configuration.data_source(id, Attributes::new().set("id", cloud_id.as_str()));
                }
            }
        }
    }
    texts::variables(links).into_iter().for_each(|(name, is_secret)| configuration.variable(name, is_secret));
    outputs::add(links, &mut configuration);
    configuration.finish(graph, target)
}

/// The arguments of an owned resource; nothing for one that is no resource of its own in Terraform.
fn attributes(links: Links<'_>, target: &Target, id: &ResourceId, resource: &Resource) -> Option<Attributes> {
    Some(match resource {
        Resource::Vpc(vpc) => network::vpc(vpc),
        Resource::VpcCidrBlock(block) => network::cidr_block(links, block),
        Resource::DhcpOptions(options) => network::dhcp_options(options),
        Resource::DhcpOptionsAssociation(association) => network::dhcp_options_association(links, association),
        Resource::Subnet(subnet) => network::subnet(links, id, subnet),
        Resource::InternetGateway(gateway) => routing::internet_gateway(links, gateway),
        Resource::EgressOnlyInternetGateway(gateway) => routing::egress_only_internet_gateway(links, gateway),
        Resource::ElasticIp(address) => routing::elastic_ip(address),
        Resource::NatGateway(gateway) => routing::nat_gateway(links, gateway),
        Resource::RouteTable(table) => routing::route_table(links, table),
        Resource::RouteTableAssociation(association) => routing::route_table_association(links, association),
        Resource::Route(route) => routing::route(links, route),
        Resource::SecurityGroup(group) => firewall::security_group(links, group),
        Resource::SecurityGroupRule(rule) => firewall::rule(links, rule),
        Resource::KeyPair(pair) => access::key_pair(pair),
        Resource::Role(role) => access::role(role),
        Resource::RolePolicy(policy) => access::role_policy(links, policy),
        Resource::RolePolicyAttachment(attachment) => access::role_policy_attachment(links, attachment),
        Resource::InstanceProfile(profile) => access::instance_profile(links, profile),
        Resource::OidcProvider(provider) => access::oidc_provider(provider),
        Resource::Volume(volume) => storage::volume(links, volume),
        // Terraform's state is no place for private keys.
        Resource::Keyset(_) | Resource::Secret(_) => return None,
        Resource::ManagedFile(file) => storage::object(links, target.objects.as_ref()?, file),
        Resource::ClassicLoadBalancer(balancer) => load_balancer::classic(links, balancer),
        Resource::NetworkLoadBalancer(balancer) => load_balancer::network(links, balancer),
        Resource::TargetGroup(group) => load_balancer::target_group(links, group),
        Resource::Listener(listener) => load_balancer::listener(links, listener),
        Resource::LaunchTemplate(template) => launch_template::launch_template(links, template),
        Resource::AutoscalingGroup(group) => group::autoscaling_group(links, id, group),
        Resource::LifecycleHook(hook) => group::lifecycle_hook(links, hook),
        // No graph has them.
        Resource::StandaloneInstance(_) | Resource::NetworkInterface(_) | Resource::VolumeSnapshot(_) => return None,
        // A block of its group.
        Resource::WarmPool(_) => return None,
        Resource::DnsZoneAssociation(association) => dns::zone_association(links, association),
        Resource::DnsRecord(record) => dns::record(links, record)?,
        Resource::Queue(queue) => events::queue(queue),
        Resource::EventRule(rule) => events::rule(rule),
        Resource::EventTarget(target) => events::target(links, target),
    })
}
