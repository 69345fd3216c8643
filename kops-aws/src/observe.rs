//! Reads all that belongs to a cluster: in parallel, with server-side filters and pages, in a number of calls that does not
//! grow with the number of groups.
//!
//! One `DescribeTags` tells which kinds of EC2 resources the cluster has, so that no call is spent on a kind that it has
//! not. IAM is read in bulk, because reading roles one by one takes four calls for each.

use futures::future::{BoxFuture, try_join_all};
use futures::try_join;
use kops_core::cloud::{CloudError, Observed, Occupant, Scope, Snapshot};
use kops_core::resource::Kind;

use crate::call::CallCounter;
use crate::clients::Clients;
use crate::hook_notes::HookNotes;
use crate::inventory::Inventory;
use crate::kinds::{
    autoscaling_group, dhcp_options, dns, event_rule, instance_profile, internet_gateway, key_pair, launch_template,
    load_balancing, nat_gateway, oidc_provider, queue, route_table, security_group, standalone_instance, subnet,
    volume, volume_snapshot, vpc,
};
use crate::occupants;
use crate::reader::Reader;

type Reading<'a> = BoxFuture<'a, Result<Vec<Observed>, CloudError>>;

/// A reader that finds what it reads by the scope: the kinds that it reads, and how.
type ByScope = (&'static [Kind], for<'a> fn(Reader<'a>) -> Reading<'a>);

/// A reader that finds what it reads by the tags of EC2.
type ByInventory = (&'static [Kind], for<'a> fn(Reader<'a>, &'a Inventory) -> Reading<'a>);

const BY_SCOPE: &[ByScope] = &[
    (&[Kind::Role, Kind::RolePolicy, Kind::RolePolicyAttachment, Kind::InstanceProfile], |reader| {
        Box::pin(instance_profile::read_with_roles(reader))
    }),
    (&[Kind::OidcProvider], |reader| Box::pin(oidc_provider::read(reader))),
    (&[Kind::DnsRecord], |reader| Box::pin(dns::read(reader))),
    (&[Kind::DnsZoneAssociation], |reader| Box::pin(dns::read_associations(reader))),
    (&[Kind::Queue, Kind::EventTarget], |reader| Box::pin(queue::read(reader))),
    (&[Kind::EventRule], |reader| Box::pin(event_rule::read(reader))),
];

const BY_INVENTORY: &[ByInventory] = &[
    (&[Kind::Vpc, Kind::VpcCidrBlock, Kind::DhcpOptionsAssociation], |reader, found| {
        Box::pin(vpc::read(reader, found))
    }),
    (&[Kind::DhcpOptions], |reader, found| Box::pin(dhcp_options::read(reader, found))),
    (&[Kind::Subnet], |reader, found| Box::pin(subnet::read(reader, found))),
    (&[Kind::RouteTable, Kind::Route, Kind::RouteTableAssociation], |reader, found| {
        Box::pin(route_table::read(reader, found))
    }),
    (&[Kind::InternetGateway], |reader, found| Box::pin(internet_gateway::read(reader, found))),
    (&[Kind::EgressOnlyInternetGateway], |reader, found| Box::pin(internet_gateway::read_egress_only(reader, found))),
    (&[Kind::NatGateway], |reader, found| Box::pin(nat_gateway::read(reader, found))),
    (&[Kind::ElasticIp], |reader, found| Box::pin(nat_gateway::read_addresses(reader, found))),
    (&[Kind::SecurityGroup, Kind::SecurityGroupRule], |reader, found| Box::pin(security_group::read(reader, found))),
    (&[Kind::Volume], |reader, found| Box::pin(volume::read(reader, found))),
    (&[Kind::VolumeSnapshot], |reader, found| Box::pin(volume_snapshot::read(reader, found))),
    (&[Kind::StandaloneInstance], |reader, found| Box::pin(standalone_instance::read(reader, found))),
    (&[Kind::KeyPair], |reader, found| Box::pin(key_pair::read(reader, found))),
    (&[Kind::LaunchTemplate], |reader, found| Box::pin(launch_template::read(reader, found))),
];

/// Reads a snapshot, and keeps the notes of lifecycle hooks that are missing.
pub(crate) async fn observe(clients: &Clients, notes: &HookNotes, scope: &Scope) -> Result<Snapshot, CloudError> {
    let calls = CallCounter::new(clients);
    let reader = Reader { clients, scope, calls: &calls };
    let by_scope = try_join_all(BY_SCOPE.iter().map(|(_, read)| read(reader)));
    let ((by_tags, occupants), by_scope) = try_join!(by_tags(reader, notes), by_scope)?;
    let mut resources: Vec<Observed> = by_scope.into_iter().flatten().chain(by_tags).collect();
    resources.sort_by(|a, b| (a.resource.kind(), &a.id).cmp(&(b.resource.kind(), &b.id)));
    resources.dedup_by(|a, b| a.resource.kind() == b.resource.kind() && a.id == b.id);
    Ok(Snapshot { resources, occupants, calls: calls.counts() })
}

/// Lists what is found by its tags or by its VPC, and then reads it kind by kind.
async fn by_tags(reader: Reader<'_>, notes: &HookNotes) -> Result<(Vec<Observed>, Vec<Occupant>), CloudError> {
    let (inventory, balancers, groups) =
        try_join!(Inventory::read(reader), load_balancing::list(reader), autoscaling_group::list(reader))?;
    let vpcs = inventory.ids(reader, Kind::Vpc).into_iter().collect();
    let (ec2, balancers, groups) = try_join!(
        try_join_all(BY_INVENTORY.iter().map(|(_, read)| read(reader, &inventory))),
        load_balancing::read(reader, balancers, &vpcs),
        autoscaling_group::read(reader, &groups, &inventory, notes),
    )?;
    let resources: Vec<Observed> = ec2.into_iter().flatten().chain(balancers).chain(groups).collect();
    let (interfaces, occupants) = occupants::read(reader, &inventory, &resources).await?;
    Ok((resources.into_iter().chain(interfaces).collect(), occupants))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// What is read after its own list.
    const AFTER_A_LIST: &[Kind] = &[
        Kind::ClassicLoadBalancer,
        Kind::NetworkLoadBalancer,
        Kind::TargetGroup,
        Kind::Listener,
        Kind::AutoscalingGroup,
        Kind::WarmPool,
        Kind::LifecycleHook,
        Kind::NetworkInterface,
    ];

    #[test]
    fn every_kind_is_read_by_one_reader() {
        let tables = BY_SCOPE.iter().map(|(kinds, _)| *kinds).chain(BY_INVENTORY.iter().map(|(kinds, _)| *kinds));
        let read: Vec<Kind> = tables.chain([AFTER_A_LIST]).flatten().copied().collect();
        let all = Kind::ALL.iter().copied().filter(|kind| !kind.is_in_store());
        assert_eq!(read.iter().copied().collect::<BTreeSet<_>>(), all.collect());
        assert_eq!(read.len(), read.iter().collect::<BTreeSet<_>>().len());
    }
}
