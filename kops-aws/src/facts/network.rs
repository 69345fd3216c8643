//! Networks that exist: what is in the VPCs that a spec names, and what it names by id.

use aws_sdk_ec2::types::{Filter, VpcAttributeName};
use futures::future::try_join_all;
use kops_core::cloud::CloudError;
use kops_core::facts::{FactsQuery, NatGatewayFacts, NetworkFacts, RouteTableFacts, SubnetFacts, VpcFacts};

use super::Lookup;
use crate::error::Call;
use crate::filter::{filter, filters};
use crate::kinds::{nat_gateway, subnet, vpc};
use crate::tags;

pub(super) async fn gather(lookup: Lookup<'_>, query: &FactsQuery) -> Result<NetworkFacts, CloudError> {
    let (vpcs, subnets, nat_gateways, addresses, gateways, egress_only, tables) = futures::try_join!(
        vpcs(lookup, &query.vpcs),
        subnets(lookup, query),
        nat_gateways(lookup, query),
        elastic_ips(lookup, &query.elastic_ips),
        internet_gateways(lookup, &query.vpcs),
        egress_only_gateways(lookup, &query.vpcs),
        route_tables(lookup, &query.vpcs),
    )?;
    Ok(NetworkFacts {
        vpcs: vpcs.into_iter().collect(),
        subnets: subnets.into_iter().collect(),
        nat_gateways: nat_gateways.into_iter().collect(),
        elastic_ips: addresses.into_iter().collect(),
        internet_gateways: gateways.into_iter().collect(),
        egress_only_internet_gateways: egress_only.into_iter().collect(),
        route_tables: tables.into_iter().collect(),
    })
}

/// Filters that together find what is in the VPCs and what is asked for by id. Filters never fail for what is not there.
fn wanted(vpcs: &[String], id_filter: &str, ids: &[String]) -> Vec<Filter> {
    filters("vpc-id", vpcs).into_iter().chain(filters(id_filter, ids)).collect()
}

const VPCS: Call = Call::new("ec2", "DescribeVpcs");
const SUBNETS: Call = Call::new("ec2", "DescribeSubnets");
const NAT_GATEWAYS: Call = Call::new("ec2", "DescribeNatGateways");
const ADDRESSES: Call = Call::new("ec2", "DescribeAddresses");
const INTERNET_GATEWAYS: Call = Call::new("ec2", "DescribeInternetGateways");
const EGRESS_ONLY_GATEWAYS: Call = Call::new("ec2", "DescribeEgressOnlyInternetGateways");
const ROUTE_TABLES: Call = Call::new("ec2", "DescribeRouteTables");

async fn vpcs(lookup: Lookup<'_>, ids: &[String]) -> Result<Vec<(String, VpcFacts)>, CloudError> {
    let mut found = Vec::new();
    for filter in wanted(ids, "vpc-id", &[]) {
        let request = lookup.clients.ec2.describe_vpcs().filters(filter).into_paginator().send();
        for vpc in lookup.calls.pages(VPCS, request).await?.iter().flat_map(|page| page.vpcs()) {
            let cidr = VPCS.require(vpc.cidr_block.clone(), "CidrBlock")?;
            let ranges = vpc.cidr_block_association_set().iter().filter(|a| vpc::is_live_ipv4(a));
            let ranges = ranges.filter_map(|a| a.cidr_block.clone());
            let ipv6 = vpc.ipv6_cidr_block_association_set().iter().filter(|a| vpc::is_live(a));
            let ipv6 = ipv6.filter_map(|a| a.ipv6_cidr_block.clone()).filter(|range| !range.is_empty());
            let facts = VpcFacts {
                additional_cidrs: ranges.filter(|range| *range != cidr).collect(),
                ipv6_cidrs: ipv6.collect(),
                tags: tags::ec2(vpc.tags()),
                cidr,
                ..VpcFacts::default()
            };
            found.push((VPCS.require(vpc.vpc_id.clone(), "VpcId")?, facts));
        }
    }
    try_join_all(found.into_iter().map(|(id, mut facts)| async move {
        let call = Call::new("ec2", "DescribeVpcAttribute");
        let request = lookup.clients.ec2.describe_vpc_attribute().vpc_id(&id);
        let sent = request.attribute(VpcAttributeName::EnableDnsSupport).send();
        let answer = lookup.calls.send(call, sent).await?;
        facts.dns_support = call.require(answer.enable_dns_support.and_then(|v| v.value), "EnableDnsSupport")?;
        Ok((id, facts))
    }))
    .await
}

async fn subnets(lookup: Lookup<'_>, query: &FactsQuery) -> Result<Vec<(String, SubnetFacts)>, CloudError> {
    let mut found = Vec::new();
    for filter in wanted(&query.vpcs, "subnet-id", &query.subnets) {
        let request = lookup.clients.ec2.describe_subnets().filters(filter).into_paginator().send();
        for subnet in lookup.calls.pages(SUBNETS, request).await?.iter().flat_map(|page| page.subnets()) {
            let facts = SubnetFacts {
                ipv6_cidr: subnet::ipv6_range(subnet).map(str::to_owned),
                tags: tags::ec2(subnet.tags()),
                vpc: SUBNETS.require(subnet.vpc_id.clone(), "VpcId")?,
                zone: SUBNETS.require(subnet.availability_zone.clone(), "AvailabilityZone")?,
                // A subnet for IPv6 only has none.
                cidr: subnet.cidr_block.clone().unwrap_or_default(),
            };
            found.push((SUBNETS.require(subnet.subnet_id.clone(), "SubnetId")?, facts));
        }
    }
    Ok(found)
}

async fn nat_gateways(lookup: Lookup<'_>, query: &FactsQuery) -> Result<Vec<(String, NatGatewayFacts)>, CloudError> {
    let mut found = Vec::new();
    for wanted in wanted(&query.vpcs, "nat-gateway-id", &query.nat_gateways) {
        let live = filter("state", ["pending", "available"]);
        let request = lookup.clients.ec2.describe_nat_gateways().filter(wanted).filter(live).into_paginator().send();
        for gateway in lookup.calls.pages(NAT_GATEWAYS, request).await?.iter().flat_map(|page| page.nat_gateways()) {
            let facts = NatGatewayFacts {
                elastic_ip: nat_gateway::elastic_ip(gateway).unwrap_or_default().to_owned(),
                vpc: NAT_GATEWAYS.require(gateway.vpc_id.clone(), "VpcId")?,
                // A regional NAT gateway is in no subnet.
                subnet: gateway.subnet_id.clone().unwrap_or_default(),
            };
            found.push((NAT_GATEWAYS.require(gateway.nat_gateway_id.clone(), "NatGatewayId")?, facts));
        }
    }
    Ok(found)
}

async fn elastic_ips(lookup: Lookup<'_>, asked: &[String]) -> Result<Vec<(String, String)>, CloudError> {
    let mut found = Vec::new();
    let (ids, addresses): (Vec<String>, Vec<String>) =
        asked.iter().cloned().partition(|id| id.starts_with("eipalloc-"));
    let by_address = wanted(&[], "public-ip", &addresses);
    for filter in wanted(&[], "allocation-id", &ids).into_iter().chain(by_address) {
        let request = lookup.clients.ec2.describe_addresses().filters(filter).send();
        for address in lookup.calls.send(ADDRESSES, request).await?.addresses() {
            let id = ADDRESSES.require(address.allocation_id.clone(), "AllocationId")?;
            found.push((id, ADDRESSES.require(address.public_ip.clone(), "PublicIp")?));
        }
    }
    Ok(found)
}

async fn internet_gateways(lookup: Lookup<'_>, vpcs: &[String]) -> Result<Vec<(String, String)>, CloudError> {
    let mut found = Vec::new();
    for filter in wanted(&[], "attachment.vpc-id", vpcs) {
        let request = lookup.clients.ec2.describe_internet_gateways().filters(filter).into_paginator().send();
        let pages = lookup.calls.pages(INTERNET_GATEWAYS, request).await?;
        for gateway in pages.iter().flat_map(|page| page.internet_gateways()) {
            let vpc = gateway.attachments().first().and_then(|a| a.vpc_id.clone());
            let id = INTERNET_GATEWAYS.require(gateway.internet_gateway_id.clone(), "InternetGatewayId")?;
            found.push((id, INTERNET_GATEWAYS.require(vpc, "VpcId")?));
        }
    }
    Ok(found)
}

/// Egress-only gateways have no filter by VPC.
async fn egress_only_gateways(lookup: Lookup<'_>, vpcs: &[String]) -> Result<Vec<(String, String)>, CloudError> {
    if vpcs.is_empty() {
        return Ok(Vec::new());
    }
    let request = lookup.clients.ec2.describe_egress_only_internet_gateways().into_paginator().send();
    let pages = lookup.calls.pages(EGRESS_ONLY_GATEWAYS, request).await?;
    let mut found = Vec::new();
    for gateway in pages.iter().flat_map(|page| page.egress_only_internet_gateways()) {
        let vpc = gateway.attachments().first().and_then(|a| a.vpc_id.clone());
        if let Some(vpc) = vpc.filter(|vpc| vpcs.contains(vpc)) {
            let id = gateway.egress_only_internet_gateway_id.clone();
            found.push((EGRESS_ONLY_GATEWAYS.require(id, "EgressOnlyInternetGatewayId")?, vpc));
        }
    }
    Ok(found)
}

async fn route_tables(lookup: Lookup<'_>, vpcs: &[String]) -> Result<Vec<(String, RouteTableFacts)>, CloudError> {
    let mut found = Vec::new();
    for filter in wanted(vpcs, "vpc-id", &[]) {
        let request = lookup.clients.ec2.describe_route_tables().filters(filter).into_paginator().send();
        for table in lookup.calls.pages(ROUTE_TABLES, request).await?.iter().flat_map(|page| page.route_tables()) {
            let facts = RouteTableFacts {
                subnets: table.associations().iter().filter_map(|a| a.subnet_id.clone()).collect(),
                vpc: ROUTE_TABLES.require(table.vpc_id.clone(), "VpcId")?,
            };
            found.push((ROUTE_TABLES.require(table.route_table_id.clone(), "RouteTableId")?, facts));
        }
    }
    Ok(found)
}
