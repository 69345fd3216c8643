//! The data of a launch template version, from and to EC2's types.

use aws_sdk_ec2::types::{
    self, CreditSpecificationRequest, InstanceInterruptionBehavior, InstanceType, LaunchTemplateBlockDeviceMapping,
    LaunchTemplateBlockDeviceMappingRequest, LaunchTemplateEbsBlockDevice, LaunchTemplateEbsBlockDeviceRequest,
    LaunchTemplateHttpTokensState, LaunchTemplateIamInstanceProfileSpecificationRequest,
    LaunchTemplateInstanceMarketOptionsRequest, LaunchTemplateInstanceMetadataEndpointState,
    LaunchTemplateInstanceMetadataOptions, LaunchTemplateInstanceMetadataOptionsRequest,
    LaunchTemplateInstanceMetadataProtocolIpv6, LaunchTemplateInstanceNetworkInterfaceSpecificationRequest,
    LaunchTemplatePlacementRequest, LaunchTemplateSpotMarketOptions, LaunchTemplateSpotMarketOptionsRequest,
    LaunchTemplateTagSpecificationRequest, LaunchTemplatesMonitoringRequest, MarketType, RequestLaunchTemplateData,
    ResourceType, ResponseLaunchTemplateData, SpotInstanceType, Tenancy, VolumeType,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kops_core::cloud::CloudError;
use kops_core::resource::{BlockDevice, EbsDevice, LaunchTemplate, MetadataOptions, SpotOptions, Tags, Text};

use crate::error::Call;
use crate::step::{all_known, known, known_text};
use crate::tags;

pub(super) fn from_aws(
    call: Call,
    name: &str,
    data: &ResponseLaunchTemplateData,
    own_tags: &[types::Tag],
) -> Result<LaunchTemplate, CloudError> {
    let interface = data.network_interfaces().first();
    let instance_tags = data.tag_specifications().iter().find(|t| t.resource_type() == Some(&ResourceType::Instance));
    // User data that is not text cannot be shown in a plan.
    let text =
        |encoded: &str| STANDARD.decode(encoded).ok().and_then(|bytes| String::from_utf8(bytes).ok()).map(Text::from);
    Ok(LaunchTemplate {
        name: name.to_owned(),
        image_id: data.image_id.clone().unwrap_or_default(),
        instance_type: data.instance_type().map(|t| t.as_str().to_owned()).unwrap_or_default(),
        instance_profile: data.iam_instance_profile().and_then(|profile| profile.name()).map(Into::into),
        key_name: data.key_name().map(Into::into),
        security_groups: interface.map(|i| i.groups().iter().map(|g| g.as_str().into()).collect()).unwrap_or_default(),
        associate_public_ip: interface.and_then(|i| i.associate_public_ip_address),
        ipv6_address_count: interface.and_then(|i| i.ipv6_address_count).unwrap_or_default(),
        block_devices: data
            .block_device_mappings()
            .iter()
            .map(|device| block_device_from_aws(call, device))
            .collect::<Result<_, _>>()?,
        cpu_credits: data.credit_specification().and_then(|credits| credits.cpu_credits.clone()),
        detailed_monitoring: data.monitoring().and_then(|monitoring| monitoring.enabled).unwrap_or_default(),
        ebs_optimized: data.ebs_optimized,
        tenancy: data.placement().and_then(|placement| placement.tenancy()).map(|t| t.as_str().to_owned()),
        metadata: data.metadata_options().map(metadata_from_aws).unwrap_or_default(),
        spot: data.instance_market_options().and_then(|market| market.spot_options()).map(spot_from_aws),
        user_data: data.user_data().filter(|data| !data.is_empty()).and_then(text),
        tags: tags::ec2(instance_tags.map_or(own_tags, |specification| specification.tags())),
    })
}

pub(super) fn to_aws(template: &LaunchTemplate) -> Result<RequestLaunchTemplateData, CloudError> {
    let LaunchTemplate {
        name: _,
        image_id,
        instance_type,
        instance_profile,
        key_name,
        security_groups,
        associate_public_ip,
        ipv6_address_count,
        block_devices,
        cpu_credits,
        detailed_monitoring,
        ebs_optimized,
        tenancy,
        metadata,
        spot,
        user_data,
        tags,
    } = template;
    let interface = LaunchTemplateInstanceNetworkInterfaceSpecificationRequest::builder()
        .device_index(0)
        .delete_on_termination(true)
        .set_associate_public_ip_address(*associate_public_ip)
        .ipv6_address_count(*ipv6_address_count)
        .set_groups(Some(all_known(security_groups)?))
        .build();
    let profile = instance_profile.as_ref().map(known).transpose()?;
    let profile =
        profile.map(|name| LaunchTemplateIamInstanceProfileSpecificationRequest::builder().name(name).build());
    let credits = cpu_credits.as_ref().map(|c| CreditSpecificationRequest::builder().cpu_credits(c).build());
    let placement = tenancy
        .as_deref()
        .map(|tenancy| LaunchTemplatePlacementRequest::builder().tenancy(Tenancy::from(tenancy)).build());
    Ok(RequestLaunchTemplateData::builder()
        .image_id(image_id)
        .instance_type(InstanceType::from(instance_type.as_str()))
        .set_iam_instance_profile(profile)
        .set_key_name(key_name.as_ref().map(known).transpose()?.map(str::to_owned))
        .network_interfaces(interface)
        .set_block_device_mappings(Some(block_devices.iter().map(block_device_to_aws).collect()))
        .set_ebs_optimized(*ebs_optimized)
        .set_credit_specification(credits)
        .monitoring(LaunchTemplatesMonitoringRequest::builder().enabled(*detailed_monitoring).build())
        .set_placement(placement)
        .metadata_options(metadata_to_aws(metadata))
        .set_instance_market_options(spot.as_ref().map(spot_to_aws))
        .set_user_data(user_data.as_ref().map(known_text).transpose()?.map(|text| STANDARD.encode(text)))
        .tag_specifications(tagged(ResourceType::Instance, tags))
        .tag_specifications(tagged(ResourceType::Volume, tags))
        .tag_specifications(tagged(ResourceType::NetworkInterface, tags))
        .build())
}

fn tagged(resource: ResourceType, tags: &Tags) -> LaunchTemplateTagSpecificationRequest {
    let tags = Some(tags::to_ec2(tags));
    LaunchTemplateTagSpecificationRequest::builder().resource_type(resource).set_tags(tags).build()
}

fn block_device_from_aws(call: Call, device: &LaunchTemplateBlockDeviceMapping) -> Result<BlockDevice, CloudError> {
    Ok(BlockDevice {
        device_name: call.require(device.device_name.clone(), "DeviceName")?,
        virtual_name: device.virtual_name.clone().filter(|name| !name.is_empty()),
        ebs: device.ebs().map(ebs_from_aws),
    })
}

fn block_device_to_aws(device: &BlockDevice) -> LaunchTemplateBlockDeviceMappingRequest {
    let BlockDevice { device_name, virtual_name, ebs } = device;
    LaunchTemplateBlockDeviceMappingRequest::builder()
        .device_name(device_name)
        .set_virtual_name(virtual_name.clone())
        .set_ebs(ebs.as_ref().map(ebs_to_aws))
        .build()
}

fn ebs_from_aws(ebs: &LaunchTemplateEbsBlockDevice) -> EbsDevice {
    EbsDevice {
        volume_type: ebs.volume_type().map(|t| t.as_str().to_owned()),
        size_gib: ebs.volume_size,
        iops: ebs.iops,
        throughput: ebs.throughput,
        encrypted: ebs.encrypted,
        kms_key: ebs.kms_key_id.clone(),
        delete_on_termination: ebs.delete_on_termination,
    }
}

fn ebs_to_aws(ebs: &EbsDevice) -> LaunchTemplateEbsBlockDeviceRequest {
    let EbsDevice { volume_type, size_gib, iops, throughput, encrypted, kms_key, delete_on_termination } = ebs;
    LaunchTemplateEbsBlockDeviceRequest::builder()
        .set_volume_type(volume_type.as_deref().map(VolumeType::from))
        .set_volume_size(*size_gib)
        .set_iops(*iops)
        .set_throughput(*throughput)
        .set_encrypted(*encrypted)
        .set_kms_key_id(kms_key.clone())
        .set_delete_on_termination(*delete_on_termination)
        .build()
}

fn metadata_from_aws(options: &LaunchTemplateInstanceMetadataOptions) -> MetadataOptions {
    MetadataOptions {
        http_tokens: options.http_tokens().map(|tokens| tokens.as_str().to_owned()).unwrap_or_default(),
        // EC2's own default.
        hop_limit: options.http_put_response_hop_limit.unwrap_or(1),
        ipv6: options.http_protocol_ipv6() == Some(&LaunchTemplateInstanceMetadataProtocolIpv6::Enabled),
    }
}

fn metadata_to_aws(options: &MetadataOptions) -> LaunchTemplateInstanceMetadataOptionsRequest {
    let MetadataOptions { http_tokens, hop_limit, ipv6 } = options;
    let ipv6 = if *ipv6 {
        LaunchTemplateInstanceMetadataProtocolIpv6::Enabled
    } else {
        LaunchTemplateInstanceMetadataProtocolIpv6::Disabled
    };
    LaunchTemplateInstanceMetadataOptionsRequest::builder()
        .http_endpoint(LaunchTemplateInstanceMetadataEndpointState::Enabled)
        .http_tokens(LaunchTemplateHttpTokensState::from(http_tokens.as_str()))
        .http_put_response_hop_limit(*hop_limit)
        .http_protocol_ipv6(ipv6)
        .build()
}

fn spot_from_aws(options: &LaunchTemplateSpotMarketOptions) -> SpotOptions {
    SpotOptions {
        max_price: options.max_price.clone().filter(|price| !price.is_empty()),
        duration_minutes: options.block_duration_minutes,
        interruption_behavior: options.instance_interruption_behavior().map(|b| b.as_str().to_owned()),
    }
}

fn spot_to_aws(options: &SpotOptions) -> LaunchTemplateInstanceMarketOptionsRequest {
    let SpotOptions { max_price, duration_minutes, interruption_behavior } = options;
    let behavior = interruption_behavior.as_deref();
    // AWS stops or hibernates only the instances of a persistent request.
    let persistent = behavior.is_some_and(|behavior| behavior != "terminate");
    let spot = LaunchTemplateSpotMarketOptionsRequest::builder()
        .set_max_price(max_price.clone())
        .set_block_duration_minutes(*duration_minutes)
        .set_spot_instance_type(persistent.then_some(SpotInstanceType::Persistent))
        .set_instance_interruption_behavior(behavior.map(InstanceInterruptionBehavior::from))
        .build();
    LaunchTemplateInstanceMarketOptionsRequest::builder().market_type(MarketType::Spot).spot_options(spot).build()
}

#[cfg(test)]
mod tests {
    use aws_sdk_ec2::types::{
        CreditSpecification, LaunchTemplateIamInstanceProfileSpecification, LaunchTemplateInstanceMarketOptions,
        LaunchTemplateInstanceNetworkInterfaceSpecification, LaunchTemplatePlacement, LaunchTemplateTagSpecification,
        LaunchTemplatesMonitoring,
    };

    use super::*;
    use crate::kinds::testing::each_sample;

    const READ: Call = Call::new("ec2", "DescribeLaunchTemplateVersions");

    /// The data as EC2 lists it: the same words in types of their own.
    fn described(data: RequestLaunchTemplateData) -> ResponseLaunchTemplateData {
        let interface = |sent: LaunchTemplateInstanceNetworkInterfaceSpecificationRequest| {
            LaunchTemplateInstanceNetworkInterfaceSpecification::builder()
                .set_associate_public_ip_address(sent.associate_public_ip_address)
                .set_ipv6_address_count(sent.ipv6_address_count)
                .set_groups(sent.groups)
                .build()
        };
        let tags = |sent: LaunchTemplateTagSpecificationRequest| {
            LaunchTemplateTagSpecification::builder().set_resource_type(sent.resource_type).set_tags(sent.tags).build()
        };
        ResponseLaunchTemplateData::builder()
            .set_image_id(data.image_id)
            .set_instance_type(data.instance_type)
            .set_iam_instance_profile(
                data.iam_instance_profile
                    .map(|sent| LaunchTemplateIamInstanceProfileSpecification::builder().set_name(sent.name).build()),
            )
            .set_key_name(data.key_name)
            .set_network_interfaces(data.network_interfaces.map(|all| all.into_iter().map(interface).collect()))
            .set_block_device_mappings(
                data.block_device_mappings.map(|all| all.into_iter().map(described_device).collect()),
            )
            .set_ebs_optimized(data.ebs_optimized)
            .set_credit_specification(
                data.credit_specification
                    .map(|sent| CreditSpecification::builder().set_cpu_credits(sent.cpu_credits).build()),
            )
            .set_monitoring(
                data.monitoring.map(|sent| LaunchTemplatesMonitoring::builder().set_enabled(sent.enabled).build()),
            )
            .set_placement(
                data.placement.map(|sent| LaunchTemplatePlacement::builder().set_tenancy(sent.tenancy).build()),
            )
            .set_metadata_options(data.metadata_options.map(|sent| {
                LaunchTemplateInstanceMetadataOptions::builder()
                    .set_http_tokens(sent.http_tokens)
                    .set_http_put_response_hop_limit(sent.http_put_response_hop_limit)
                    .set_http_protocol_ipv6(sent.http_protocol_ipv6)
                    .build()
            }))
            .set_instance_market_options(data.instance_market_options.map(described_market))
            .set_user_data(data.user_data)
            .set_tag_specifications(data.tag_specifications.map(|all| all.into_iter().map(tags).collect()))
            .build()
    }

    fn described_device(sent: LaunchTemplateBlockDeviceMappingRequest) -> LaunchTemplateBlockDeviceMapping {
        let ebs = sent.ebs.map(|sent| {
            LaunchTemplateEbsBlockDevice::builder()
                .set_volume_type(sent.volume_type)
                .set_volume_size(sent.volume_size)
                .set_iops(sent.iops)
                .set_throughput(sent.throughput)
                .set_encrypted(sent.encrypted)
                .set_kms_key_id(sent.kms_key_id)
                .set_delete_on_termination(sent.delete_on_termination)
                .build()
        });
        LaunchTemplateBlockDeviceMapping::builder()
            .set_device_name(sent.device_name)
            .set_virtual_name(sent.virtual_name)
            .set_ebs(ebs)
            .build()
    }

    fn described_market(sent: LaunchTemplateInstanceMarketOptionsRequest) -> LaunchTemplateInstanceMarketOptions {
        let spot = sent.spot_options.map(|sent| {
            LaunchTemplateSpotMarketOptions::builder()
                .set_max_price(sent.max_price)
                .set_block_duration_minutes(sent.block_duration_minutes)
                .set_instance_interruption_behavior(sent.instance_interruption_behavior)
                .build()
        });
        LaunchTemplateInstanceMarketOptions::builder().set_market_type(sent.market_type).set_spot_options(spot).build()
    }

    #[test]
    fn templates_read_back_as_written() {
        each_sample(|template: &LaunchTemplate| {
            let data = described(to_aws(template).expect("bound"));
            assert_eq!(from_aws(READ, &template.name, &data, &[]).expect("whole"), *template);
        });
    }

    #[test]
    fn no_ipv6_addresses_are_written_as_zero() {
        let data = to_aws(&LaunchTemplate::default()).expect("bound");
        assert_eq!(data.network_interfaces().first().and_then(|interface| interface.ipv6_address_count), Some(0));
    }
}
