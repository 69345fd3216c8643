//! Network interfaces in the cluster's networks, in one paged call. Those that go with the cluster are resources, the others tell what else is
//! there.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_ec2::types::NetworkInterface;
use kops_core::cloud::{CloudError, Observed, Occupant};
use kops_core::naming::tags::CLUSTER;
use kops_core::resource::{CloudId, Kind, Resource};

use crate::filter::filters;
use crate::inventory::Inventory;
use crate::kinds::network_interface;
use crate::reader::Reader;
use crate::tags;

/// Reads the network interfaces of the VPCs among the resources: those that go with the cluster, and what each of the others is of.
pub(super) async fn read(
    reader: Reader<'_>,
    inventory: &Inventory,
    resources: &[Observed],
) -> Result<(Vec<Observed>, Vec<Occupant>), CloudError> {
    let standalone: BTreeSet<&str> =
        resources.iter().filter(|found| is_standalone(found)).map(|found| found.id.as_str()).collect();
    let mut interfaces = Vec::new();
    let networks: BTreeSet<&CloudId> =
        resources.iter().filter(|found| is_network(found)).map(|found| &found.id).collect();
    let wholes = wholes(resources);
    let mut found: BTreeMap<(String, CloudId), Occupant> = BTreeMap::new();
    for filter in filters("vpc-id", inventory.ids(reader, Kind::Vpc)) {
        let request = reader.clients.ec2.describe_network_interfaces().filters(filter).into_paginator().send();
        for page in reader.calls.pages(network_interface::READ, request).await? {
            for interface in page.network_interfaces.unwrap_or_default() {
                if let Some(own) = network_interface::one(reader, &interface)? {
                    interfaces.push(own);
                    continue;
                }
                let instance = interface.attachment().and_then(|attachment| attachment.instance_id());
                if instance.is_some_and(|id| standalone.contains(id)) {
                    continue;
                }
                let there = occupant(reader, inventory, &wholes, &interface);
                let uses = uses(&interface).into_iter().filter(|id| networks.contains(id));
                let there = found.entry((there.what.clone(), there.id.clone())).or_insert(there);
                there.uses.extend(uses);
                there.uses.sort();
                there.uses.dedup();
            }
        }
    }
    Ok((interfaces, found.into_values().filter(|there| !there.uses.is_empty()).collect()))
}

fn is_standalone(found: &Observed) -> bool {
    found.resource.kind() == Kind::StandaloneInstance
}

fn is_network(found: &Observed) -> bool {
    matches!(found.resource.kind(), Kind::Vpc | Kind::Subnet | Kind::SecurityGroup)
}

/// What the descriptions of interfaces say of the load balancers and NAT gateways among the resources.
fn wholes(resources: &[Observed]) -> BTreeMap<String, CloudId> {
    let one = |found: &Observed| {
        let id = found.id.clone();
        Some(match &found.resource {
            Resource::NetworkLoadBalancer(_) => (format!("ELB {}", id.as_str().split_once(":loadbalancer/")?.1), id),
            Resource::ClassicLoadBalancer(balancer) => (format!("ELB {}", balancer.name), id),
            Resource::NatGateway(_) => (format!("Interface for NAT Gateway {id}"), id),
            _ => return None,
        })
    };
    resources.iter().filter_map(one).collect()
}

/// What an interface is of: its instance, or else itself. An instance with the cluster's tags is the cluster's.
fn occupant(
    reader: Reader<'_>,
    inventory: &Inventory,
    wholes: &BTreeMap<String, CloudId>,
    interface: &NetworkInterface,
) -> Occupant {
    let instance = interface.attachment().and_then(|attachment| attachment.instance_id());
    let tags = tags::ec2(interface.tag_set());
    let ours = reader.owns(&tags) || instance.is_some_and(|id| inventory.instances.contains(id));
    let owner = if ours { Some(reader.scope.cluster.clone()) } else { tags.get(CLUSTER).cloned() };
    let description = interface.description().unwrap_or_default();
    let (what, id) = match instance {
        Some(instance) => ("instance".to_owned(), instance),
        None if description.is_empty() => {
            ("network interface".to_owned(), interface.network_interface_id().unwrap_or_default())
        }
        None => (format!("network interface ({description})"), interface.network_interface_id().unwrap_or_default()),
    };
    let group = instance.and_then(|instance| inventory.groups.get(instance));
    let part_of = group.or_else(|| wholes.get(description)).cloned();
    Occupant { what, id: id.into(), owner, part_of, uses: Vec::new() }
}

fn uses(interface: &NetworkInterface) -> Vec<CloudId> {
    let groups = interface.groups().iter().filter_map(|group| group.group_id());
    groups.chain(interface.vpc_id()).chain(interface.subnet_id()).map(CloudId::from).collect()
}
