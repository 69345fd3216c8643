//! What the configuration tells others: ids by role, of the VPC, subnets and route tables, and the roles of machines and
//! service accounts.

use super::configuration::Configuration;
use super::expressions;
use super::links::Links;
use crate::graph::{Node, Ownership};
use crate::naming::tags;
use crate::resource::{AutoscalingGroup, Output, Ref, Resource, ResourceId, Tags};

/// Adds every output.
pub(super) fn add(links: Links<'_>, configuration: &mut Configuration) {
    configuration.output("cluster_name", links.graph.cluster.as_str());
    configuration.output("region", links.graph.region.as_str());
    for (id, node) in &links.graph.nodes {
        match &node.resource {
            Resource::Vpc(_) => vpc(links, id, configuration),
            Resource::Subnet(_) => subnet(links, id, node, configuration),
            Resource::RouteTable(table) => route_table(links, id, &table.tags, configuration),
            Resource::Role(role) => iam_role(links, id, &role.tags, configuration),
            Resource::AutoscalingGroup(group) => autoscaling_group(links, id, group, configuration),
            Resource::OidcProvider(provider) => {
                configuration.output("iam_openid_connect_provider_arn", links.output(id, Output::Arn));
                let issuer = provider.url.split_once("://").map_or(provider.url.as_str(), |(_, issuer)| issuer);
                configuration.output("iam_openid_connect_provider_issuer", issuer);
            }
            _ => {}
        }
    }
}

fn vpc(links: Links<'_>, id: &ResourceId, configuration: &mut Configuration) {
    configuration.output("vpc_id", links.output(id, Output::Id));
    configuration.output("vpc_cidr_block", links.attribute(id, "cidr_block"));
    configuration.output(expressions::IPV6_CIDR, links.output(id, Output::Ipv6Cidr));
    configuration.output(expressions::IPV6_LENGTH, expressions::ipv6_length());
}

fn subnet(links: Links<'_>, id: &ResourceId, node: &Node, configuration: &mut Configuration) {
    let short_name = id.name.strip_suffix(&format!(".{}", links.graph.cluster)).unwrap_or(&id.name);
    let link = links.output(id, Output::Id);
    configuration.output(&format!("subnet_{short_name}_id"), link.clone());
    if let Ownership::Shared(_) = node.ownership {
        configuration.output_member("subnet_ids", link);
    }
}

fn route_table(links: Links<'_>, id: &ResourceId, tags: &Tags, configuration: &mut Configuration) {
    if let Some(role) = tags.get(tags::ROUTE_TABLE_ROLE) {
        configuration.output(&format!("route_table_{role}_id"), links.output(id, Output::Id));
    }
}

/// The role of machines is called `nodes`, that of a service account `<namespace>-<name>`.
fn iam_role(links: Links<'_>, id: &ResourceId, tags: &Tags, configuration: &mut Configuration) {
    let account = (tags.get(tags::SERVICE_ACCOUNT_NAMESPACE), tags.get(tags::SERVICE_ACCOUNT_NAME));
    let name = match account {
        (Some(namespace), Some(account)) => format!("{namespace}-{account}"),
        _ => id.name.split('.').next().unwrap_or_default().to_owned(),
    };
    configuration.output(&format!("{name}_role_arn"), links.output(id, Output::Arn));
    configuration.output(&format!("{name}_role_name"), links.output(id, Output::Id));
}

fn autoscaling_group(links: Links<'_>, id: &ResourceId, group: &AutoscalingGroup, configuration: &mut Configuration) {
    let Some(role) = machine_role(&group.tags) else { return };
    configuration.output_member(&format!("{role}_autoscaling_group_ids"), links.output(id, Output::Id));
    for security_group in security_groups(links, group) {
        configuration.output_member(&format!("{role}_security_group_ids"), links.follow(security_group));
    }
    if role == "node" {
        for link in links.follow_all(&group.subnets) {
            configuration.output_member("node_subnet_ids", link);
        }
    }
}

/// The role of a group's machines, as kops calls it in outputs: its tag, but for the control plane's older word.
fn machine_role(tags: &Tags) -> Option<&str> {
    let mut roles = tags.keys().filter_map(|key| key.strip_prefix(tags::ROLE_PREFIX));
    roles.next().map(|role| if role == "control-plane" { "master" } else { role })
}

fn security_groups<'a>(links: Links<'a>, group: &AutoscalingGroup) -> &'a [Ref] {
    let Ref::Resource { id, .. } = &group.launch_template else { return &[] };
    match links.graph.nodes.get(id).map(|node| &node.resource) {
        Some(Resource::LaunchTemplate(template)) => &template.security_groups,
        _ => &[],
    }
}
