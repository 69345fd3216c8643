//! Internet gateways, NAT gateways and elastic IPs.

use aws_sdk_ec2::types::{NatGatewayState, ResourceType};
use kops_core::cloud::{CloudError, Observed};
use kops_core::resource::{EgressOnlyInternetGateway, ElasticIp, InternetGateway, Kind, NatGateway, Output, Outputs};

use super::ec2::{Inventory, filters_of};
use super::{Reader, observed, observed_with};
use crate::error::Call;
use crate::tags;

/// Reads internet gateways: the cluster's, and whichever its VPC has.
pub(super) async fn internet(
    reader: Reader<'_>,
    inventory: &Inventory,
    vpcs: &[String],
) -> Result<Vec<Observed>, CloudError> {
    let owned = inventory.ids(reader, Kind::InternetGateway, ResourceType::InternetGateway);
    let filters = filters_of("internet-gateway-id", &owned).chain(filters_of("attachment.vpc-id", vpcs));
    let mut found = Vec::new();
    for filter in filters {
        let request = reader.clients.ec2.describe_internet_gateways().filters(filter).into_paginator().send();
        for page in reader.tally.pages(Call::new("ec2", "DescribeInternetGateways"), request).await? {
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
    let ids = inventory.ids(reader, Kind::EgressOnlyInternetGateway, ResourceType::EgressOnlyInternetGateway);
    let mut found = Vec::new();
    for chunk in ids.chunks(200) {
        let request = reader.clients.ec2.describe_egress_only_internet_gateways();
        let request = request.set_egress_only_internet_gateway_ids(Some(chunk.to_vec())).into_paginator().send();
        for page in reader.tally.pages(Call::new("ec2", "DescribeEgressOnlyInternetGateways"), request).await? {
            for gateway in page.egress_only_internet_gateways.unwrap_or_default() {
                let vpc = gateway.attachments().first().and_then(|a| a.vpc_id()).unwrap_or_default();
                let resource = EgressOnlyInternetGateway { vpc: vpc.into(), tags: tags::ec2(gateway.tags()) };
                found.push(observed(gateway.egress_only_internet_gateway_id().unwrap_or_default(), resource));
            }
        }
    }
    Ok(found)
}

/// Reads NAT gateways. One that failed or is gone answers for an hour or so, and counts as gone.
pub(super) async fn nat(reader: Reader<'_>, inventory: &Inventory) -> Result<Vec<Observed>, CloudError> {
    let mut found = Vec::new();
    for filter in filters_of("nat-gateway-id", &inventory.ids(reader, Kind::NatGateway, ResourceType::Natgateway)) {
        let request = reader.clients.ec2.describe_nat_gateways().filter(filter).into_paginator().send();
        for page in reader.tally.pages(Call::new("ec2", "DescribeNatGateways"), request).await? {
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
    for filter in filters_of("allocation-id", &inventory.ids(reader, Kind::ElasticIp, ResourceType::ElasticIp)) {
        let request = reader.clients.ec2.describe_addresses().filters(filter).send();
        let answer = reader.tally.send(Call::new("ec2", "DescribeAddresses"), request).await?;
        for address in answer.addresses.unwrap_or_default() {
            let resource = ElasticIp { address: address.public_ip.clone(), tags: tags::ec2(address.tags()) };
            let outputs = Outputs::from([(Output::Address, address.public_ip.clone().unwrap_or_default())]);
            found.push(observed_with(address.allocation_id().unwrap_or_default(), resource, outputs));
        }
    }
    Ok(found)
}
