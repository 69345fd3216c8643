//! Internet gateways, NAT gateways and elastic IPs.

use aws_sdk_ec2::types::NatGatewayState;
use kops_core::cloud::{CloudError, Observed};
use kops_core::resource::{EgressOnlyInternetGateway, ElasticIp, InternetGateway, Kind, NatGateway, Output, Outputs};

use super::ec2::Inventory;
use super::{Reader, observed, observed_with};
use crate::error::Call;
use crate::filter::filters;
use crate::tags;

/// Reads internet gateways: the cluster's, and whichever its VPC has.
pub(super) async fn internet(reader: Reader<'_>, inventory: &Inventory) -> Result<Vec<Observed>, CloudError> {
    let mut found = gateways(reader, "attachment.vpc-id", &inventory.ids(reader, Kind::Vpc)).await?;
    // One that was made but not attached yet.
    let mut loose = inventory.ids(reader, Kind::InternetGateway);
    loose.retain(|id| !found.iter().any(|seen| seen.id.0 == *id));
    found.extend(gateways(reader, "internet-gateway-id", &loose).await?);
    Ok(found)
}

async fn gateways(reader: Reader<'_>, by: &str, values: &[String]) -> Result<Vec<Observed>, CloudError> {
    let mut found = Vec::new();
    for filter in filters(by, values) {
        let request = reader.clients.ec2.describe_internet_gateways().filters(filter).into_paginator().send();
        for page in reader.calls.pages(Call::new("ec2", "DescribeInternetGateways"), request).await? {
            for gateway in page.internet_gateways.unwrap_or_default() {
                let vpc = gateway.attachments().first().and_then(|a| a.vpc_id()).unwrap_or_default();
                let resource = InternetGateway { vpc: vpc.into(), tags: tags::ec2(gateway.tags()) };
                found.push(observed(gateway.internet_gateway_id().unwrap_or_default(), resource));
            }
        }
    }
    Ok(found)
}

/// Reads egress-only internet gateways.
pub(super) async fn egress_only(reader: Reader<'_>, inventory: &Inventory) -> Result<Vec<Observed>, CloudError> {
    let ids = inventory.ids(reader, Kind::EgressOnlyInternetGateway);
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    // There is no filter by id, and asking for one that is gone would be an error for all.
    let request = reader.clients.ec2.describe_egress_only_internet_gateways().into_paginator().send();
    let pages = reader.calls.pages(Call::new("ec2", "DescribeEgressOnlyInternetGateways"), request).await?;
    let gateways = pages.into_iter().flat_map(|page| page.egress_only_internet_gateways.unwrap_or_default());
    let ours = gateways.filter(|g| g.egress_only_internet_gateway_id.as_ref().is_some_and(|id| ids.contains(id)));
    Ok(ours
        .map(|gateway| {
            let vpc = gateway.attachments().first().and_then(|a| a.vpc_id()).unwrap_or_default();
            let resource = EgressOnlyInternetGateway { vpc: vpc.into(), tags: tags::ec2(gateway.tags()) };
            observed(gateway.egress_only_internet_gateway_id().unwrap_or_default(), resource)
        })
        .collect())
}

/// Reads NAT gateways. One that failed or is gone answers for an hour or so, and counts as gone.
pub(super) async fn nat(reader: Reader<'_>, inventory: &Inventory) -> Result<Vec<Observed>, CloudError> {
    let mut found = Vec::new();
    for filter in filters("nat-gateway-id", inventory.ids(reader, Kind::NatGateway)) {
        let request = reader.clients.ec2.describe_nat_gateways().filter(filter).into_paginator().send();
        for page in reader.calls.pages(Call::new("ec2", "DescribeNatGateways"), request).await? {
            for gateway in page.nat_gateways.unwrap_or_default() {
                if matches!(gateway.state(), Some(NatGatewayState::Deleted)) {
                    continue;
                }
                let address = gateway.nat_gateway_addresses().first().and_then(|a| a.allocation_id());
                let resource = NatGateway {
                    subnet: gateway.subnet_id().unwrap_or_default().into(),
                    elastic_ip: address.map(Into::into),
                    tags: tags::ec2(gateway.tags()),
                };
                let mut seen = observed(gateway.nat_gateway_id().unwrap_or_default(), resource);
                seen.deleting = matches!(gateway.state(), Some(NatGatewayState::Deleting | NatGatewayState::Failed));
                found.push(seen);
            }
        }
    }
    Ok(found)
}

/// Reads elastic IPs.
pub(super) async fn elastic_ips(reader: Reader<'_>, inventory: &Inventory) -> Result<Vec<Observed>, CloudError> {
    let mut found = Vec::new();
    for filter in filters("allocation-id", inventory.ids(reader, Kind::ElasticIp)) {
        let request = reader.clients.ec2.describe_addresses().filters(filter).send();
        let answer = reader.calls.send(Call::new("ec2", "DescribeAddresses"), request).await?;
        for address in answer.addresses.unwrap_or_default() {
            let resource = ElasticIp { address: address.public_ip.clone(), tags: tags::ec2(address.tags()) };
            let outputs = Outputs::from([(Output::Address, address.public_ip.clone().unwrap_or_default())]);
            found.push(observed_with(address.allocation_id().unwrap_or_default(), resource, outputs));
        }
    }
    Ok(found)
}
