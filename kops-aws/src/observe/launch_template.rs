//! Launch templates with their newest version.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_ec2::types::{self, ResourceType};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kops_core::cloud::{CloudError, Observed};
use kops_core::resource::{
    BlockDevice, EbsDevice, Kind, LaunchTemplate, MetadataOptions, Output, Outputs, SpotOptions,
};

use super::ec2::Inventory;
use super::{Reader, observed_with};
use crate::error::Call;
use crate::filter::filter;
use crate::tags;

/// Reads the templates.
pub(super) async fn read(reader: Reader<'_>, inventory: &Inventory) -> Result<Vec<Observed>, CloudError> {
    if inventory.ids(reader, Kind::LaunchTemplate).is_empty() {
        return Ok(Vec::new());
    }
    let (mut templates, mut versions) = futures::try_join!(templates(reader), newest_versions(reader))?;
    let seen: BTreeSet<String> = templates.iter().filter_map(|t| t.launch_template_id.clone()).collect();
    // What somebody took the cluster's tags off.
    for id in reader.ids(Kind::LaunchTemplate).iter().filter(|id| !seen.contains(*id)) {
        let request = reader.clients.ec2.describe_launch_templates().launch_template_ids(id).send();
        let found = reader.calls.find(Call::new("ec2", "DescribeLaunchTemplates"), request).await?;
        templates.extend(found.and_then(|answer| answer.launch_templates).unwrap_or_default());
    }
    let mut found = Vec::new();
    for template in templates {
        let id = template.launch_template_id().unwrap_or_default();
        let version = match versions.remove(id) {
            Some(version) => version,
            // Made between the two calls.
            None => match one_version(reader, id).await? {
                Some(version) => version,
                None => continue,
            },
        };
        let number = version.version_number.unwrap_or_default().to_string();
        let name = template.launch_template_name().unwrap_or_default();
        let resource = resource(name, &version, template.tags());
        found.push(observed_with(id, resource, Outputs::from([(Output::Version, number)])));
    }
    Ok(found)
}

async fn templates(reader: Reader<'_>) -> Result<Vec<types::LaunchTemplate>, CloudError> {
    let request = reader.clients.ec2.describe_launch_templates().max_results(200);
    let request = request.filters(filter("tag:KubernetesCluster", [reader.scope.cluster.as_str()]));
    let call = Call::new("ec2", "DescribeLaunchTemplates");
    let pages = reader.calls.pages(call, request.into_paginator().send()).await?;
    Ok(pages.into_iter().flat_map(|p| p.launch_templates.unwrap_or_default()).collect())
}

/// Reads the newest version of every template of the account: AWS answers for one template or for all of them, and one
/// by one would be a call for each group.
async fn newest_versions(reader: Reader<'_>) -> Result<BTreeMap<String, types::LaunchTemplateVersion>, CloudError> {
    let request = reader.clients.ec2.describe_launch_template_versions().versions("$Latest").max_results(200);
    let call = Call::new("ec2", "DescribeLaunchTemplateVersions");
    let pages = reader.calls.pages(call, request.into_paginator().send()).await?;
    let versions = pages.into_iter().flat_map(|p| p.launch_template_versions.unwrap_or_default());
    Ok(versions.map(|v| (v.launch_template_id.clone().unwrap_or_default(), v)).collect())
}

async fn one_version(reader: Reader<'_>, id: &str) -> Result<Option<types::LaunchTemplateVersion>, CloudError> {
    let request = reader.clients.ec2.describe_launch_template_versions().launch_template_id(id).versions("$Latest");
    let call = Call::new("ec2", "DescribeLaunchTemplateVersions");
    let answer = reader.calls.find(call, request.send()).await?;
    Ok(answer.and_then(|a| a.launch_template_versions.unwrap_or_default().into_iter().next()))
}

/// A version of a template as a resource; `own_tags` stand for those of instances where it has none.
pub(crate) fn resource(name: &str, version: &types::LaunchTemplateVersion, own_tags: &[types::Tag]) -> LaunchTemplate {
    let name = name.to_owned();
    let Some(data) = version.launch_template_data() else {
        return LaunchTemplate { name, ..LaunchTemplate::default() };
    };
    let interface = data.network_interfaces().first();
    let text = |encoded: &str| STANDARD.decode(encoded).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let instance_tags = data.tag_specifications().iter().find(|t| t.resource_type() == Some(&ResourceType::Instance));
    LaunchTemplate {
        name,
        image_id: data.image_id.clone().unwrap_or_default(),
        instance_type: data.instance_type().map(|t| t.as_str().to_owned()).unwrap_or_default(),
        instance_profile: data.iam_instance_profile().and_then(|p| p.name()).map(Into::into),
        key_name: data.key_name().map(Into::into),
        security_groups: interface.map(|i| i.groups().iter().map(|g| g.as_str().into()).collect()).unwrap_or_default(),
        associate_public_ip: interface.and_then(|i| i.associate_public_ip_address),
        ipv6_address_count: interface.and_then(|i| i.ipv6_address_count).unwrap_or_default(),
        block_devices: data.block_device_mappings().iter().map(block_device).collect(),
        ebs_optimized: data.ebs_optimized,
        cpu_credits: data.credit_specification().and_then(|c| c.cpu_credits.clone()),
        detailed_monitoring: data.monitoring().and_then(|m| m.enabled).unwrap_or_default(),
        tenancy: data.placement().and_then(|p| p.tenancy()).map(|t| t.as_str().to_owned()),
        metadata: data.metadata_options().map(metadata).unwrap_or_default(),
        spot: data.instance_market_options().and_then(|m| m.spot_options()).map(spot),
        user_data: data.user_data().filter(|d| !d.is_empty()).and_then(text),
        tags: tags::ec2(instance_tags.map(|t| t.tags()).unwrap_or(own_tags)),
    }
}

fn block_device(device: &types::LaunchTemplateBlockDeviceMapping) -> BlockDevice {
    BlockDevice {
        device_name: device.device_name.clone().unwrap_or_default(),
        virtual_name: device.virtual_name.clone().filter(|n| !n.is_empty()),
        ebs: device.ebs().map(|ebs| EbsDevice {
            volume_type: ebs.volume_type().map(|t| t.as_str().to_owned()),
            size_gib: ebs.volume_size,
            iops: ebs.iops,
            throughput: ebs.throughput,
            encrypted: ebs.encrypted,
            kms_key: ebs.kms_key_id.clone(),
            delete_on_termination: ebs.delete_on_termination,
        }),
    }
}

fn metadata(options: &types::LaunchTemplateInstanceMetadataOptions) -> MetadataOptions {
    MetadataOptions {
        http_tokens: options.http_tokens().map(|t| t.as_str().to_owned()).unwrap_or_default(),
        hop_limit: options.http_put_response_hop_limit.unwrap_or(1),
        ipv6: options.http_protocol_ipv6().is_some_and(|v| v.as_str() == "enabled"),
    }
}

fn spot(options: &types::LaunchTemplateSpotMarketOptions) -> SpotOptions {
    SpotOptions {
        max_price: options.max_price.clone().filter(|p| !p.is_empty()),
        duration_minutes: options.block_duration_minutes,
        interruption_behavior: options.instance_interruption_behavior().map(|b| b.as_str().to_owned()),
    }
}
