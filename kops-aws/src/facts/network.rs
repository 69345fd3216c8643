//! Networks that exist: what is in the VPCs that a spec names, and the things that it names by id.

use aws_sdk_ec2::types::{Filter, VpcAttributeName};
use futures::future::try_join_all;
use kops_core::cloud::CloudError;
use kops_core::facts::{FactsQuery, NatGatewayFacts, NetworkFacts, RouteTableFacts, SubnetFacts, VpcFacts};

use super::Lookup;
use crate::error::Call;
use crate::filter::{filter, filters};
use crate::observe::vpc::{is_live, subnet_ipv6};
use crate::tags;

pub(super) async fn gather(asker: Lookup<'_>, query: &FactsQuery) -> Result<NetworkFacts, CloudError> {
    let (vpcs, subnets, nat_gateways, addresses, gateways, egress_only, tables) = futures::try_join!(
        vpcs(asker, &query.vpcs),
        subnets(asker, query),
        nat_gateways(asker, query),
        elastic_ips(asker, &query.elastic_ips),
        internet_gateways(asker, &query.vpcs),
        egress_only_gateways(asker, &query.vpcs),
        route_tables(asker, &query.vpcs),
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

async fn vpcs(asker: Lookup<'_>, ids: &[String]) -> Result<Vec<(String, VpcFacts)>, CloudError> {
    let mut found = Vec::new();
    for filter in wanted(ids, "vpc-id", &[]) {
        let request = asker.clients.ec2.describe_vpcs().filters(filter).into_paginator().send();
        let pages = asker.calls.pages(Call::new("ec2", "DescribeVpcs"), request).await?;
        for vpc in pages.into_iter().flat_map(|page| page.vpcs.unwrap_or_default()) {
            let cidr = vpc.cidr_block.clone().unwrap_or_default();
            let ranges = vpc.cidr_block_association_set().iter().filter_map(|a| a.cidr_block.clone());
            let ipv6 = vpc.ipv6_cidr_block_association_set().iter().filter(|a| is_live(a));
            let ipv6 = ipv6.filter_map(|a| a.ipv6_cidr_block.clone()).filter(|range| !range.is_empty());
            let facts = VpcFacts {
                additional_cidrs: ranges.filter(|range| *range != cidr).collect(),
                ipv6_cidrs: ipv6.collect(),
                tags: tags::ec2(vpc.tags()),
                cidr,
                ..VpcFacts::default()
            };
            found.push((vpc.vpc_id.unwrap_or_default(), facts));
        }
    }
    try_join_all(found.into_iter().map(|(id, mut facts)| async move {
        let request = asker.clients.ec2.describe_vpc_attribute().vpc_id(&id);
        let request = request.attribute(VpcAttributeName::EnableDnsSupport).send();
        let answer = asker.calls.send(Call::new("ec2", "DescribeVpcAttribute"), request).await?;
        facts.dns_support = answer.enable_dns_support.and_then(|v| v.value).unwrap_or_default();
        Ok((id, facts))
    }))
    .await
}

async fn subnets(asker: Lookup<'_>, query: &FactsQuery) -> Result<Vec<(String, SubnetFacts)>, CloudError> {
    let mut found = Vec::new();
    for filter in wanted(&query.vpcs, "subnet-id", &query.subnets) {
        let request = asker.clients.ec2.describe_subnets().filters(filter).into_paginator().send();
        let pages = asker.calls.pages(Call::new("ec2", "DescribeSubnets"), request).await?;
        for subnet in pages.into_iter().flat_map(|page| page.subnets.unwrap_or_default()) {
            let facts = SubnetFacts {
                ipv6_cidr: subnet_ipv6(&subnet).map(str::to_owned),
                tags: tags::ec2(subnet.tags()),
                vpc: subnet.vpc_id.unwrap_or_default(),
                zone: subnet.availability_zone.unwrap_or_default(),
                cidr: subnet.cidr_block.unwrap_or_default(),
            };
            found.push((subnet.subnet_id.unwrap_or_default(), facts));
        }
    }
    Ok(found)
}

async fn nat_gateways(asker: Lookup<'_>, query: &FactsQuery) -> Result<Vec<(String, NatGatewayFacts)>, CloudError> {
    let mut found = Vec::new();
    for wanted in wanted(&query.vpcs, "nat-gateway-id", &query.nat_gateways) {
        let live = filter("state", ["pending", "available"]);
        let request = asker.clients.ec2.describe_nat_gateways().filter(wanted).filter(live).into_paginator().send();
        let pages = asker.calls.pages(Call::new("ec2", "DescribeNatGateways"), request).await?;
        for gateway in pages.into_iter().flat_map(|page| page.nat_gateways.unwrap_or_default()) {
            let mut facts = NatGatewayFacts::default();
            let address = gateway.nat_gateway_addresses().first().and_then(|a| a.allocation_id.clone());
            facts.elastic_ip = address.unwrap_or_default();
            facts.vpc = gateway.vpc_id.unwrap_or_default();
            facts.subnet = gateway.subnet_id.unwrap_or_default();
            found.push((gateway.nat_gateway_id.unwrap_or_default(), facts));
        }
    }
    Ok(found)
}

async fn elastic_ips(asker: Lookup<'_>, asked: &[String]) -> Result<Vec<(String, String)>, CloudError> {
    let mut found = Vec::new();
    let (ids, addresses): (Vec<String>, Vec<String>) =
        asked.iter().cloned().partition(|id| id.starts_with("eipalloc-"));
    let by_address = wanted(&[], "public-ip", &addresses);
    for filter in wanted(&[], "allocation-id", &ids).into_iter().chain(by_address) {
        let request = asker.clients.ec2.describe_addresses().filters(filter).send();
        let answer = asker.calls.send(Call::new("ec2", "DescribeAddresses"), request).await?;
        let addresses = answer.addresses.unwrap_or_default().into_iter();
        found.extend(addresses.filter_map(|a| Some((a.allocation_id?, a.public_ip?))));
    }
    Ok(found)
}

async fn internet_gateways(asker: Lookup<'_>, vpcs: &[String]) -> Result<Vec<(String, String)>, CloudError> {
    let mut found = Vec::new();
    for filter in wanted(&[], "attachment.vpc-id", vpcs) {
        let request = asker.clients.ec2.describe_internet_gateways().filters(filter).into_paginator().send();
        let pages = asker.calls.pages(Call::new("ec2", "DescribeInternetGateways"), request).await?;
        for gateway in pages.into_iter().flat_map(|page| page.internet_gateways.unwrap_or_default()) {
            let vpc = gateway.attachments().first().and_then(|a| a.vpc_id.clone());
            found.push((gateway.internet_gateway_id.unwrap_or_default(), vpc.unwrap_or_default()));
        }
    }
    Ok(found)
}

/// Egress-only gateways have no filter by VPC.
async fn egress_only_gateways(asker: Lookup<'_>, vpcs: &[String]) -> Result<Vec<(String, String)>, CloudError> {
    if vpcs.is_empty() {
        return Ok(Vec::new());
    }
    let request = asker.clients.ec2.describe_egress_only_internet_gateways().into_paginator().send();
    let pages = asker.calls.pages(Call::new("ec2", "DescribeEgressOnlyInternetGateways"), request).await?;
    let gateways = pages.into_iter().flat_map(|page| page.egress_only_internet_gateways.unwrap_or_default());
    let attached = gateways.filter_map(|gateway| {
        let vpc = gateway.attachments().first()?.vpc_id.clone()?;
        Some((gateway.egress_only_internet_gateway_id?, vpc))
    });
    Ok(attached.filter(|(_, vpc)| vpcs.contains(vpc)).collect())
}

async fn route_tables(asker: Lookup<'_>, vpcs: &[String]) -> Result<Vec<(String, RouteTableFacts)>, CloudError> {
    let mut found = Vec::new();
    for filter in wanted(vpcs, "vpc-id", &[]) {
        let request = asker.clients.ec2.describe_route_tables().filters(filter).into_paginator().send();
        let pages = asker.calls.pages(Call::new("ec2", "DescribeRouteTables"), request).await?;
        for table in pages.into_iter().flat_map(|page| page.route_tables.unwrap_or_default()) {
            let facts = RouteTableFacts {
                subnets: table.associations().iter().filter_map(|a| a.subnet_id.clone()).collect(),
                vpc: table.vpc_id.unwrap_or_default(),
            };
            found.push((table.route_table_id.unwrap_or_default(), facts));
        }
    }
    Ok(found)
}
