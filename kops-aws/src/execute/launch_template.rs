//! Launch templates: a difference makes a new version, which becomes the default.

use aws_sdk_ec2::types::{
    CreditSpecificationRequest, InstanceInterruptionBehavior, InstanceType, LaunchTemplateBlockDeviceMappingRequest,
    LaunchTemplateEbsBlockDeviceRequest, LaunchTemplateHttpTokensState,
    LaunchTemplateIamInstanceProfileSpecificationRequest, LaunchTemplateInstanceMarketOptionsRequest,
    LaunchTemplateInstanceMetadataEndpointState, LaunchTemplateInstanceMetadataOptionsRequest,
    LaunchTemplateInstanceMetadataProtocolIpv6, LaunchTemplateInstanceNetworkInterfaceSpecificationRequest,
    LaunchTemplatePlacementRequest, LaunchTemplateSpotMarketOptionsRequest, LaunchTemplateTagSpecificationRequest,
    LaunchTemplateVersion, LaunchTemplatesMonitoringRequest, MarketType, RequestLaunchTemplateData, ResourceType,
    SpotInstanceType, Tenancy, VolumeType,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kops_core::cloud::{CloudError, ErrorKind};
use kops_core::resource::{BlockDevice, LaunchTemplate, MetadataOptions, Output, Outputs, SpotOptions, Tags};

use super::{ExecContext, bears, id_of, incomplete, with_id};
use crate::error::Call;
use crate::observe::launch_template::resource;
use crate::tags;

pub(super) async fn create(act: ExecContext<'_>, template: &LaunchTemplate) -> Result<Outputs, CloudError> {
    let call = Call::new("ec2", "CreateLaunchTemplate");
    let request = act.clients.ec2.create_launch_template().client_token(act.token);
    let request = request.launch_template_name(&template.name).launch_template_data(data(template));
    let request = request.tag_specifications(tags::specification(ResourceType::LaunchTemplate, &template.tags)).send();
    let (id, version) = match act.calls.send(call, request).await {
        Err(error) if error.kind == ErrorKind::Conflict => made_before(act, template).await?.ok_or(error)?,
        made => {
            let made = made?.launch_template.ok_or_else(|| incomplete(call, "launch template"))?;
            (made.launch_template_id.unwrap_or_default(), made.latest_version_number.unwrap_or(1))
        }
    };
    Ok(outputs(id, version))
}

/// The template of this name, where it is the one that this step made.
async fn made_before(act: ExecContext<'_>, template: &LaunchTemplate) -> Result<Option<(String, i64)>, CloudError> {
    let request = act.clients.ec2.describe_launch_templates().launch_template_names(&template.name).send();
    let seen = act.calls.find(Call::new("ec2", "DescribeLaunchTemplates"), request).await?;
    let first = seen.and_then(|s| s.launch_templates.unwrap_or_default().into_iter().next());
    let first = first.filter(|found| bears(&tags::ec2(found.tags()), &template.tags));
    Ok(first.and_then(|t| Some((t.launch_template_id?, t.latest_version_number?))))
}

/// Makes a new version and lets it be the default, unless the newest version is as it should be already.
pub(super) async fn update(act: ExecContext<'_>, id: &str, template: &LaunchTemplate) -> Result<Outputs, CloudError> {
    let call = Call::new("ec2", "CreateLaunchTemplateVersion");
    let newest = newest(act, id).await?;
    let same = newest.as_ref().filter(|seen| resource(&template.name, seen, &[]) == *template);
    let version = match same.and_then(|version| version.version_number) {
        Some(version) => version,
        None => {
            let mut data = data(template);
            if data.user_data.is_none() {
                // User data that is not text cannot be told, but goes along.
                data.user_data = newest.and_then(|seen| seen.launch_template_data?.user_data);
            }
            let request = act.clients.ec2.create_launch_template_version().client_token(act.token);
            let request = request.launch_template_id(id).launch_template_data(data);
            let made = act.calls.send(call, request.send()).await?;
            let version = made.launch_template_version.and_then(|v| v.version_number);
            version.ok_or_else(|| incomplete(call, "version"))?
        }
    };
    let request = act.clients.ec2.modify_launch_template().launch_template_id(id).default_version(version.to_string());
    act.calls.send(Call::new("ec2", "ModifyLaunchTemplate"), request.send()).await?;
    Ok(outputs(id.to_owned(), version))
}

async fn newest(act: ExecContext<'_>, id: &str) -> Result<Option<LaunchTemplateVersion>, CloudError> {
    let request = act.clients.ec2.describe_launch_template_versions().launch_template_id(id).versions("$Latest");
    let answer = act.calls.send(Call::new("ec2", "DescribeLaunchTemplateVersions"), request.send()).await?;
    Ok(answer.launch_template_versions.unwrap_or_default().into_iter().next())
}

pub(super) async fn delete(act: ExecContext<'_>, id: &str) -> Result<(), CloudError> {
    let request = act.clients.ec2.delete_launch_template().launch_template_id(id).send();
    act.calls.send(Call::new("ec2", "DeleteLaunchTemplate"), request).await.map(drop)
}

fn outputs(id: String, version: i64) -> Outputs {
    let mut outputs = with_id(id);
    outputs.insert(Output::Version, version.to_string());
    outputs
}

fn data(template: &LaunchTemplate) -> RequestLaunchTemplateData {
    let interface = LaunchTemplateInstanceNetworkInterfaceSpecificationRequest::builder()
        .device_index(0)
        .delete_on_termination(true)
        .set_associate_public_ip_address(template.associate_public_ip)
        .set_ipv6_address_count((template.ipv6_address_count > 0).then_some(template.ipv6_address_count))
        .set_groups(Some(template.security_groups.iter().map(|g| id_of(g).to_owned()).collect()))
        .build();
    let profile = template
        .instance_profile
        .as_ref()
        .map(|profile| LaunchTemplateIamInstanceProfileSpecificationRequest::builder().name(id_of(profile)).build());
    let credits = template.cpu_credits.as_ref().map(|c| CreditSpecificationRequest::builder().cpu_credits(c).build());
    let placement = template
        .tenancy
        .as_deref()
        .map(|tenancy| LaunchTemplatePlacementRequest::builder().tenancy(Tenancy::from(tenancy)).build());
    RequestLaunchTemplateData::builder()
        .image_id(&template.image_id)
        .instance_type(InstanceType::from(template.instance_type.as_str()))
        .set_iam_instance_profile(profile)
        .set_key_name(template.key_name.as_ref().map(|k| id_of(k).to_owned()))
        .network_interfaces(interface)
        .set_block_device_mappings(Some(template.block_devices.iter().map(block_device).collect()))
        .set_ebs_optimized(template.ebs_optimized)
        .set_credit_specification(credits)
        .monitoring(LaunchTemplatesMonitoringRequest::builder().enabled(template.detailed_monitoring).build())
        .set_placement(placement)
        .metadata_options(metadata(&template.metadata))
        .set_instance_market_options(template.spot.as_ref().map(spot))
        .set_user_data(template.user_data.as_ref().map(|text| STANDARD.encode(text)))
        .tag_specifications(tagged(ResourceType::Instance, &template.tags))
        .tag_specifications(tagged(ResourceType::Volume, &template.tags))
        .tag_specifications(tagged(ResourceType::NetworkInterface, &template.tags))
        .build()
}

fn tagged(resource: ResourceType, tags: &Tags) -> LaunchTemplateTagSpecificationRequest {
    let tags = Some(tags::to_ec2(tags));
    LaunchTemplateTagSpecificationRequest::builder().resource_type(resource).set_tags(tags).build()
}

fn block_device(device: &BlockDevice) -> LaunchTemplateBlockDeviceMappingRequest {
    let ebs = device.ebs.as_ref().map(|ebs| {
        LaunchTemplateEbsBlockDeviceRequest::builder()
            .set_volume_type(ebs.volume_type.as_deref().map(VolumeType::from))
            .set_volume_size(ebs.size_gib)
            .set_iops(ebs.iops)
            .set_throughput(ebs.throughput)
            .set_encrypted(ebs.encrypted)
            .set_kms_key_id(ebs.kms_key.clone())
            .set_delete_on_termination(ebs.delete_on_termination)
            .build()
    });
    LaunchTemplateBlockDeviceMappingRequest::builder()
        .device_name(&device.device_name)
        .set_virtual_name(device.virtual_name.clone())
        .set_ebs(ebs)
        .build()
}

fn metadata(options: &MetadataOptions) -> LaunchTemplateInstanceMetadataOptionsRequest {
    let ipv6 = if options.ipv6 {
        LaunchTemplateInstanceMetadataProtocolIpv6::Enabled
    } else {
        LaunchTemplateInstanceMetadataProtocolIpv6::Disabled
    };
    LaunchTemplateInstanceMetadataOptionsRequest::builder()
        .http_endpoint(LaunchTemplateInstanceMetadataEndpointState::Enabled)
        .http_tokens(LaunchTemplateHttpTokensState::from(options.http_tokens.as_str()))
        .http_put_response_hop_limit(options.hop_limit)
        .http_protocol_ipv6(ipv6)
        .build()
}

fn spot(options: &SpotOptions) -> LaunchTemplateInstanceMarketOptionsRequest {
    let behavior = options.interruption_behavior.as_deref().map(InstanceInterruptionBehavior::from);
    let persistent = options.interruption_behavior.as_deref().is_some_and(|b| b != "terminate");
    let spot = LaunchTemplateSpotMarketOptionsRequest::builder()
        .set_max_price(options.max_price.clone())
        .set_block_duration_minutes(options.duration_minutes)
        // AWS stops or hibernates only what a lasting request keeps alive.
        .set_spot_instance_type(persistent.then_some(SpotInstanceType::Persistent))
        .set_instance_interruption_behavior(behavior)
        .build();
    LaunchTemplateInstanceMarketOptionsRequest::builder().market_type(MarketType::Spot).spot_options(spot).build()
}
