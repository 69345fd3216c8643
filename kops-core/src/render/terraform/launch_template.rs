//! Launch templates.

use super::attributes::Attributes;
use super::links::Links;
use crate::resource::{BlockDevice, EbsDevice, LaunchTemplate, MetadataOptions, SpotOptions};

/// What the tags of a launch template are put on.
const TAGGED: [&str; 3] = ["instance", "volume", "network-interface"];

pub(super) fn launch_template(links: Links<'_>, template: &LaunchTemplate) -> Attributes {
    let interface = Attributes::new()
        .set_some("associate_public_ip_address", template.associate_public_ip)
        .set("delete_on_termination", true)
        .set("ipv6_address_count", template.ipv6_address_count)
        // In the order of the graph, as kops has them.
        .list("security_groups", links.follow_all(&template.security_groups));
    let tagged = TAGGED.map(|kind| Attributes::new().set("resource_type", kind).tags(&template.tags));
    let mut attributes = Attributes::new()
        .set("name", template.name.as_str())
        .set("image_id", template.image_id.as_str())
        .set("instance_type", template.instance_type.as_str())
        .set_some("key_name", template.key_name.as_ref().map(|key| links.follow(key)))
        .set_some("ebs_optimized", template.ebs_optimized)
        .block("monitoring", Attributes::new().set("enabled", template.detailed_monitoring))
        .block("metadata_options", metadata(&template.metadata))
        .block("network_interfaces", interface)
        .blocks("block_device_mappings", template.block_devices.iter().map(block_device))
        // The group goes on with the old template until the new one is there.
        .block("lifecycle", Attributes::new().set("create_before_destroy", true))
        .blocks("tag_specifications", tagged)
        .tags(&template.tags);
    if let Some(profile) = &template.instance_profile {
        attributes = attributes.block("iam_instance_profile", Attributes::new().set("name", links.follow(profile)));
    }
    if let Some(credits) = template.cpu_credits.as_deref() {
        attributes = attributes.block("credit_specification", Attributes::new().set("cpu_credits", credits));
    }
    if let Some(tenancy) = template.tenancy.as_deref() {
        attributes = attributes.block("placement", Attributes::new().set("tenancy", tenancy));
    }
    if let Some(options) = &template.spot {
        attributes = attributes.block("instance_market_options", spot(options));
    }
    if let Some(script) = &template.user_data {
        attributes = attributes.base64_file("user_data", "user_data", script.clone());
    }
    attributes
}

fn metadata(options: &MetadataOptions) -> Attributes {
    Attributes::new()
        .set("http_endpoint", "enabled")
        .set("http_tokens", options.http_tokens.as_str())
        .set("http_put_response_hop_limit", options.hop_limit)
        .set("http_protocol_ipv6", if options.ipv6 { "enabled" } else { "disabled" })
}

fn block_device(device: &BlockDevice) -> Attributes {
    let attributes = Attributes::new()
        .set("device_name", device.device_name.as_str())
        .set_some("virtual_name", device.virtual_name.as_deref());
    match &device.ebs {
        Some(volume) => attributes.block("ebs", ebs(volume)),
        None => attributes,
    }
}

fn ebs(volume: &EbsDevice) -> Attributes {
    Attributes::new()
        .set_some("volume_type", volume.volume_type.as_deref())
        .set_some("volume_size", volume.size_gib)
        .set_some("iops", volume.iops)
        .set_some("throughput", volume.throughput)
        .set_some("encrypted", volume.encrypted)
        .set_some("kms_key_id", volume.kms_key.as_deref())
        .set_some("delete_on_termination", volume.delete_on_termination)
}

fn spot(options: &SpotOptions) -> Attributes {
    let terms = Attributes::new()
        .set_some("max_price", options.max_price.as_deref())
        .set_some("block_duration_minutes", options.duration_minutes)
        .set_some("instance_interruption_behavior", options.interruption_behavior.as_deref());
    Attributes::new().set("market_type", "spot").block("spot_options", terms)
}
