//! What others made in the cluster's VPC or let refer to its security groups, and what has no network interface: `DependencyViolation` is all that
//! AWS says of it.

use std::collections::BTreeSet;

use aws_sdk_ec2::types::{
    self, AttachmentStatus, IpPermission, VpcAttachment, VpcEndpointType, VpcPeeringConnection,
    VpcPeeringConnectionStateReasonCode,
};
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
const PEERING_CONNECTIONS: Call = Call::new("ec2", "DescribeVpcPeeringConnections");
const VPN_GATEWAYS: Call = Call::new("ec2", "DescribeVpnGateways");

/// The filters of security groups whose rules refer to others.
const REFERENCES: [&str; 2] = ["ip-permission.group-id", "egress.ip-permission.group-id"];

/// The filters of peering connections, by the VPC that asks and the one that is asked.
const PEERS: [&str; 2] = ["requester-vpc-info.vpc-id", "accepter-vpc-info.vpc-id"];

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
    let (subnets, tables, groups, acls, endpoints, peers, gateways) = try_join!(
        there.subnets(),
        there.route_tables(),
        there.security_groups(),
        there.network_acls(),
        there.gateway_endpoints(),
        there.peering_connections(),
        there.vpn_gateways(),
    )?;
    Ok([subnets, tables, groups, acls, endpoints, peers, gateways].into_iter().flatten().collect())
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

    /// One can be in both lists.
    async fn peering_connections(&self) -> Result<Vec<Occupant>, CloudError> {
        let mut found = BTreeSet::new();
        for of_vpc in PEERS.iter().flat_map(|name| filters(name, &self.vpcs)) {
            let request = self.reader.clients.ec2.describe_vpc_peering_connections().filters(of_vpc);
            let pages = self.reader.calls.pages(PEERING_CONNECTIONS, request.into_paginator().send()).await?;
            for connection in pages.iter().flat_map(|page| page.vpc_peering_connections()) {
                let uses = kept_by(connection).into_iter().filter(|vpc| self.vpcs.contains(vpc)).map(CloudId::from);
                let id = connection.vpc_peering_connection_id();
                found.extend(self.occupant("VPC peering connection", id, connection.tags(), uses));
            }
        }
        Ok(found.into_iter().collect())
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

/// The VPCs that a peering connection keeps from being deleted: both, or the one that is asked while it has not answered. A request goes with
/// the VPC that asks.
///
/// Source: "Delete a VPC peering connection" in the Amazon VPC Peering Guide. It is only the console that deletes active connections first.
fn kept_by(connection: &VpcPeeringConnection) -> Vec<&str> {
    use VpcPeeringConnectionStateReasonCode::{Active, InitiatingRequest, PendingAcceptance, Provisioning};
    let (requester, accepter) = (connection.requester_vpc_info(), connection.accepter_vpc_info());
    let sides = match connection.status().and_then(|status| status.code()) {
        Some(Active | Provisioning) => [requester, accepter],
        Some(InitiatingRequest | PendingAcceptance) => [None, accepter],
        _ => [None, None],
    };
    sides.into_iter().flatten().filter_map(|side| side.vpc_id()).collect()
}

#[cfg(test)]
mod tests {
    use aws_sdk_ec2::types::{
        VpcPeeringConnectionStateReason, VpcPeeringConnectionStateReasonCode as Code, VpcPeeringConnectionVpcInfo,
    };

    use super::*;

    #[test]
    fn a_peering_connection_keeps_both_vpcs_and_a_request_the_one_that_is_asked() {
        let side = |vpc: &str| VpcPeeringConnectionVpcInfo::builder().vpc_id(vpc).build();
        for (code, expected) in [
            (Code::Active, vec!["vpc-asks", "vpc-asked"]),
            (Code::Provisioning, vec!["vpc-asks", "vpc-asked"]),
            (Code::PendingAcceptance, vec!["vpc-asked"]),
            (Code::Rejected, vec![]),
            (Code::Deleting, vec![]),
            (Code::Deleted, vec![]),
        ] {
            let status = VpcPeeringConnectionStateReason::builder().code(code.clone()).build();
            let connection = VpcPeeringConnection::builder().status(status);
            let connection = connection.requester_vpc_info(side("vpc-asks")).accepter_vpc_info(side("vpc-asked"));
            assert_eq!(kept_by(&connection.build()), expected, "{code:?}");
        }
    }
}
