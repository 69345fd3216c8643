//! What others made in the cluster's VPC or let refer to its security groups, and what has no network interface: `DependencyViolation` is all that
//! AWS says of it.

use std::collections::BTreeSet;

use aws_sdk_ec2::types::{self, AttachmentStatus, IpPermission, VpcAttachment, VpcEndpointType};
use futures::future::try_join_all;
use futures::try_join;
use kops_core::cloud::{CloudError, Observed, Occupant};
use kops_core::naming::tags::CLUSTER;
use kops_core::resource::{CloudId, Kind};

use crate::error::Call;
use crate::filter::{filter, filters};
use crate::inventory::Inventory;
use crate::kinds::{route_table, security_group, subnet};
use crate::reader::Reader;
use crate::tags;

const ENDPOINTS: Call = Call::new("ec2", "DescribeVpcEndpoints");
const NETWORK_ACLS: Call = Call::new("ec2", "DescribeNetworkAcls");
const VPN_GATEWAYS: Call = Call::new("ec2", "DescribeVpnGateways");

/// The filters of security groups whose rules refer to others.
const REFERENCES: [&str; 2] = ["ip-permission.group-id", "egress.ip-permission.group-id"];

/// Reads what is not among the resources and is in the cluster's own VPC or refers to its own security groups.
pub(super) async fn read(
    reader: Reader<'_>,
    inventory: &Inventory,
    resources: &[Observed],
) -> Result<Vec<Occupant>, CloudError> {
    let there = Others {
        reader,
        vpcs: inventory.tagged(Kind::Vpc).iter().map(String::as_str).collect(),
        groups: inventory.tagged(Kind::SecurityGroup).iter().map(String::as_str).collect(),
        resources: resources.iter().map(|found| &found.id).collect(),
    };
    let (subnets, tables, groups, acls, endpoints, gateways) = try_join!(
        there.subnets(),
        there.route_tables(),
        there.security_groups(),
        there.network_acls(),
        there.gateway_endpoints(),
        there.vpn_gateways(),
    )?;
    Ok([subnets, tables, groups, acls, endpoints, gateways].into_iter().flatten().collect())
}

struct Others<'a> {
    reader: Reader<'a>,
    /// The cluster's own VPC, if it has one.
    vpcs: BTreeSet<&'a str>,
    /// Its own security groups.
    groups: BTreeSet<&'a str>,
    resources: BTreeSet<&'a CloudId>,
}

impl Others<'_> {
    async fn subnets(&self) -> Result<Vec<Occupant>, CloudError> {
        let mut found = Vec::new();
        for filter in filters("vpc-id", &self.vpcs) {
            let request = self.reader.clients.ec2.describe_subnets().filters(filter).into_paginator().send();
            for subnet in self.reader.calls.pages(subnet::READ, request).await?.iter().flat_map(|page| page.subnets()) {
                let uses = subnet.vpc_id().map(CloudId::from).into_iter();
                found.extend(self.of_kind(Kind::Subnet, subnet.subnet_id(), subnet.tags(), uses));
            }
        }
        Ok(found)
    }

    /// The main table of a VPC goes with it.
    async fn route_tables(&self) -> Result<Vec<Occupant>, CloudError> {
        let mut found = Vec::new();
        for filter in filters("vpc-id", &self.vpcs) {
            let request = self.reader.clients.ec2.describe_route_tables().filters(filter).into_paginator().send();
            let pages = self.reader.calls.pages(route_table::READ, request).await?;
            for table in pages.iter().flat_map(|page| page.route_tables()) {
                let is_main = table.associations().iter().any(|association| association.main() == Some(true));
                let uses = table.vpc_id().filter(|_| !is_main).map(CloudId::from).into_iter();
                found.extend(self.of_kind(Kind::RouteTable, table.route_table_id(), table.tags(), uses));
            }
        }
        Ok(found)
    }

    /// Those in the VPC, whose default one goes with it, and those with rules that refer to the cluster's. One can be in several lists.
    async fn security_groups(&self) -> Result<Vec<Occupant>, CloudError> {
        let of_references = REFERENCES.iter().flat_map(|name| filters(name, &self.groups));
        let lists = filters("vpc-id", &self.vpcs).into_iter().chain(of_references).map(|filter| async {
            let request = self.reader.clients.ec2.describe_security_groups().filters(filter).into_paginator().send();
            self.reader.calls.pages(security_group::READ, request).await
        });
        let mut found = BTreeSet::new();
        for group in try_join_all(lists).await?.iter().flatten().flat_map(|page| page.security_groups()) {
            let rules = group.ip_permissions().iter().chain(group.ip_permissions_egress());
            let references = rules.flat_map(IpPermission::user_id_group_pairs).filter_map(|pair| pair.group_id());
            let references = references.filter(|id| self.groups.contains(id));
            let is_inside = |vpc: &&str| group.group_name() != Some("default") && self.vpcs.contains(vpc);
            let uses = references.chain(group.vpc_id().filter(is_inside)).map(CloudId::from);
            found.extend(self.of_kind(Kind::SecurityGroup, group.group_id(), group.tags(), uses));
        }
        Ok(found.into_iter().collect())
    }

    /// The default list of a VPC goes with it.
    async fn network_acls(&self) -> Result<Vec<Occupant>, CloudError> {
        let mut found = Vec::new();
        for of_vpc in filters("vpc-id", &self.vpcs) {
            let request = self.reader.clients.ec2.describe_network_acls().filters(of_vpc);
            let request = request.filters(filter("default", ["false"])).into_paginator().send();
            for acl in self.reader.calls.pages(NETWORK_ACLS, request).await?.iter().flat_map(|page| page.network_acls())
            {
                let uses = acl.vpc_id().map(CloudId::from).into_iter();
                found.extend(self.occupant("network ACL", acl.network_acl_id(), acl.tags(), uses));
            }
        }
        Ok(found)
    }

    /// Endpoints that are routes. Those of other types have network interfaces.
    async fn gateway_endpoints(&self) -> Result<Vec<Occupant>, CloudError> {
        let mut found = Vec::new();
        for of_vpc in filters("vpc-id", &self.vpcs) {
            let request = self.reader.clients.ec2.describe_vpc_endpoints().filters(of_vpc);
            let request = request.filters(filter("vpc-endpoint-type", [VpcEndpointType::Gateway.as_str()]));
            let pages = self.reader.calls.pages(ENDPOINTS, request.into_paginator().send()).await?;
            for endpoint in pages.iter().flat_map(|page| page.vpc_endpoints()) {
                let what = format!("VPC endpoint ({})", endpoint.service_name().unwrap_or_default());
                let stays =
                    |state: &types::State| !matches!(state.as_str(), "Deleting" | "deleting" | "Deleted" | "deleted");
                let uses = endpoint.vpc_id().filter(|_| endpoint.state().is_none_or(stays)).map(CloudId::from);
                found.extend(self.occupant(&what, endpoint.vpc_endpoint_id(), endpoint.tags(), uses.into_iter()));
            }
        }
        Ok(found)
    }

    async fn vpn_gateways(&self) -> Result<Vec<Occupant>, CloudError> {
        let mut found = Vec::new();
        for of_vpc in filters("attachment.vpc-id", &self.vpcs) {
            let request = self.reader.clients.ec2.describe_vpn_gateways().filters(of_vpc).send();
            for gateway in self.reader.calls.send(VPN_GATEWAYS, request).await?.vpn_gateways() {
                // The filter also lets through what is detached from the VPC.
                let is_attached = |attachment: &&VpcAttachment| {
                    matches!(attachment.state(), Some(AttachmentStatus::Attached | AttachmentStatus::Attaching))
                };
                let attached = gateway.vpc_attachments().iter().filter(is_attached);
                let vpcs = attached.filter_map(|attachment| attachment.vpc_id());
                let uses = vpcs.filter(|vpc| self.vpcs.contains(vpc)).map(CloudId::from);
                found.extend(self.occupant("virtual private gateway", gateway.vpn_gateway_id(), gateway.tags(), uses));
            }
        }
        Ok(found)
    }

    /// Something of a kind that the cluster has, too: its own is a resource, or gone since the resources were listed.
    fn of_kind(
        &self,
        kind: Kind,
        id: Option<&str>,
        tags: &[types::Tag],
        uses: impl Iterator<Item = CloudId>,
    ) -> Option<Occupant> {
        let is_own = self.resources.contains(&CloudId::from(id?)) || self.reader.owns(&tags::ec2(tags));
        if is_own { None } else { self.occupant(kind.title(), id, tags, uses) }
    }

    /// Nothing where it uses nothing. What has the cluster's tags, but is not deleted with it, has no owner.
    fn occupant(
        &self,
        what: &str,
        id: Option<&str>,
        tags: &[types::Tag],
        uses: impl Iterator<Item = CloudId>,
    ) -> Option<Occupant> {
        let uses: BTreeSet<CloudId> = uses.collect();
        let (what, id) = (what.to_owned(), id.filter(|_| !uses.is_empty())?.into());
        let owner = tags::ec2(tags).get(CLUSTER).filter(|owner| **owner != self.reader.scope.cluster).cloned();
        Some(Occupant { what, id, owner, part_of: None, uses: uses.into_iter().collect() })
    }
}
