//! Launch templates.

use super::attributes::Attributes;
use super::kms;
use super::links::Links;
use crate::resource::{BlockDevice, EbsDevice, LaunchTemplate, MetadataOptions, SpotOptions};

/// What the tags of a launch template are put on.
const TAGGED: [&str; 3] = ["instance", "volume", "network-interface"];

pub(super) fn launch_template(links: Links<'_>, template: &LaunchTemplate) -> Attributes {
    let LaunchTemplate {
        name,
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
    let interface = Attributes::new()
        .set_some("associate_public_ip_address", *associate_public_ip)
        .set("delete_on_termination", true)
        .set("ipv6_address_count", *ipv6_address_count)
        // In the order of the graph, as kops has them.
        .list("security_groups", links.follow_all(security_groups));
    let tagged = TAGGED.map(|kind| Attributes::new().set("resource_type", kind).tags(tags));
    let mut attributes = Attributes::new()
        .set("name", name.as_str())
        .set("image_id", image_id.as_str())
        .set("instance_type", instance_type.as_str())
        .set_some("key_name", key_name.as_ref().map(|key| links.follow(key)))
        .set_some("ebs_optimized", *ebs_optimized)
        .block("monitoring", Attributes::new().set("enabled", *detailed_monitoring))
        .block("metadata_options", metadata_block(metadata))
        .block("network_interfaces", interface)
        .blocks("block_device_mappings", block_devices.iter().map(|device| block_device(links, device)))
        // The group goes on with the old template until the new one is there.
        .block("lifecycle", Attributes::new().set("create_before_destroy", true))
        .blocks("tag_specifications", tagged)
        .tags(tags);
    if let Some(profile) = instance_profile {
        attributes = attributes.block("iam_instance_profile", Attributes::new().set("name", links.follow(profile)));
    }
    if let Some(credits) = cpu_credits.as_deref() {
        attributes = attributes.block("credit_specification", Attributes::new().set("cpu_credits", credits));
    }
    if let Some(tenancy) = tenancy.as_deref() {
        attributes = attributes.block("placement", Attributes::new().set("tenancy", tenancy));
    }
    if let Some(options) = spot {
        attributes = attributes.block("instance_market_options", spot_block(options));
    }
    if let Some(script) = user_data {
        attributes = attributes.base64_file("user_data", "user_data", links.content(script));
    }
    attributes
}

fn metadata_block(options: &MetadataOptions) -> Attributes {
    let MetadataOptions { http_tokens, hop_limit, ipv6 } = options;
    Attributes::new()
        .set("http_endpoint", "enabled")
        .set("http_tokens", http_tokens.as_str())
        .set("http_put_response_hop_limit", *hop_limit)
        .set("http_protocol_ipv6", if *ipv6 { "enabled" } else { "disabled" })
}

fn block_device(links: Links<'_>, device: &BlockDevice) -> Attributes {
    let BlockDevice { device_name, virtual_name, ebs } = device;
    let attributes =
        Attributes::new().set("device_name", device_name.as_str()).set_some("virtual_name", virtual_name.as_deref());
    match ebs {
        Some(volume) => attributes.block("ebs", ebs_block(links, volume)),
        None => attributes,
    }
}

fn ebs_block(links: Links<'_>, volume: &EbsDevice) -> Attributes {
    let EbsDevice { volume_type, size_gib, iops, throughput, encrypted, kms_key, delete_on_termination } = volume;
    Attributes::new()
        .set_some("volume_type", volume_type.as_deref())
        .set_some("volume_size", *size_gib)
        .set_some("iops", *iops)
        .set_some("throughput", *throughput)
        .set_some("encrypted", *encrypted)
        .set_some("kms_key_id", kms_key.as_deref().map(|key| kms::arn(links.graph, key)))
        .set_some("delete_on_termination", *delete_on_termination)
}

fn spot_block(options: &SpotOptions) -> Attributes {
    let SpotOptions { max_price, duration_minutes, interruption_behavior } = options;
    let terms = Attributes::new()
        .set_some("max_price", max_price.as_deref())
        .set_some("block_duration_minutes", *duration_minutes)
        .set_some("instance_interruption_behavior", interruption_behavior.as_deref());
    Attributes::new().set("market_type", "spot").block("spot_options", terms)
}
