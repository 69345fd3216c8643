//! Autoscaling groups with their warm pools, and lifecycle hooks.

use super::attributes::Attributes;
use super::links::Links;
use crate::resource::{
    AutoscalingGroup, InstanceRequirements, Kind, LaunchTemplateOverride, LifecycleHook, MixedInstancesPolicy, Range,
    Ref, Resource, ResourceId, WarmPool,
};

pub(super) fn autoscaling_group(links: Links<'_>, id: &ResourceId, group: &AutoscalingGroup) -> Attributes {
    let attributes = Attributes::new()
        .set("name", group.name.as_str())
        .set("min_size", group.min_size)
        .set("max_size", group.max_size)
        .list("vpc_zone_identifier", links.follow_all(&group.subnets))
        .set_of_links("load_balancers", links.follow_all(&group.load_balancers))
        .set_of_links("target_group_arns", links.follow_all(&group.target_groups))
        .list("enabled_metrics", group.metrics.iter().map(String::as_str))
        .set_some("metrics_granularity", (!group.metrics.is_empty()).then_some("1Minute"))
        .list("suspended_processes", group.suspended_processes.iter().map(String::as_str))
        .set("protect_from_scale_in", group.instance_protection)
        .set_true("capacity_rebalance", group.capacity_rebalance)
        .set("max_instance_lifetime", group.max_instance_lifetime)
        .blocks("tag", group.tags.iter().map(tag));
    let attributes = match warm_pool_of(links, id) {
        Some(pool) => attributes.block("warm_pool", warm_pool(pool)),
        None => attributes,
    };
    match &group.mixed_instances {
        Some(policy) => attributes.block("mixed_instances_policy", mixed_instances(links, group, policy)),
        None => attributes.block("launch_template", launch_template(links, group, "id")),
    }
}

pub(super) fn lifecycle_hook(links: Links<'_>, hook: &LifecycleHook) -> Attributes {
    Attributes::new()
        .set("name", hook.name.as_str())
        .set("autoscaling_group_name", links.follow(&hook.group))
        .set("lifecycle_transition", hook.transition.as_str())
        .set("default_result", hook.default_result.as_str())
        .set("heartbeat_timeout", hook.heartbeat_timeout)
}

fn tag((key, value): (&String, &String)) -> Attributes {
    Attributes::new().set("key", key.as_str()).set("value", value.as_str()).set("propagate_at_launch", true)
}

fn launch_template(links: Links<'_>, group: &AutoscalingGroup, id: &'static str) -> Attributes {
    Attributes::new()
        .set(id, links.follow(&group.launch_template))
        .set("version", links.follow(&group.launch_template_version))
}

fn warm_pool_of<'a>(links: Links<'a>, group: &ResourceId) -> Option<&'a WarmPool> {
    links.graph.of_kind(Kind::WarmPool).find_map(|(_, node)| match &node.resource {
        Resource::WarmPool(pool) if matches!(&pool.group, Ref::Resource { id, .. } if id == group) => Some(pool),
        _ => None,
    })
}

fn warm_pool(pool: &WarmPool) -> Attributes {
    Attributes::new().set("min_size", pool.min_size).set_some("max_group_prepared_capacity", pool.max_prepared)
}

fn mixed_instances(links: Links<'_>, group: &AutoscalingGroup, policy: &MixedInstancesPolicy) -> Attributes {
    let distribution = &policy.distribution;
    let distribution = Attributes::new()
        .set_some("on_demand_allocation_strategy", distribution.on_demand_allocation_strategy.as_deref())
        .set_some("on_demand_base_capacity", distribution.on_demand_base_capacity)
        .set_some("on_demand_percentage_above_base_capacity", distribution.on_demand_percentage_above_base)
        .set_some("spot_allocation_strategy", distribution.spot_allocation_strategy.as_deref())
        .set_some("spot_instance_pools", distribution.spot_instance_pools)
        .set_some("spot_max_price", distribution.spot_max_price.as_deref());
    let template = Attributes::new()
        .block("launch_template_specification", launch_template(links, group, "launch_template_id"))
        .blocks("override", policy.overrides.iter().map(template_override));
    Attributes::new().block("instances_distribution", distribution).block("launch_template", template)
}

fn template_override(choice: &LaunchTemplateOverride) -> Attributes {
    let attributes = Attributes::new().set_some("instance_type", choice.instance_type.as_deref());
    match &choice.requirements {
        Some(wanted) => attributes.block("instance_requirements", requirements(wanted)),
        None => attributes,
    }
}

/// kops leaves requirements out of what it writes for Terraform, which then starts other machines than the spec asks for.
fn requirements(wanted: &InstanceRequirements) -> Attributes {
    Attributes::new()
        .block("vcpu_count", range(&wanted.vcpus))
        .block("memory_mib", range(&wanted.memory_mib))
        .set_some("burstable_performance", wanted.burstable_performance.as_deref())
        .list("excluded_instance_types", wanted.excluded_types.iter().map(String::as_str))
        .list("instance_generations", wanted.generations.iter().map(String::as_str))
}

fn range(range: &Range) -> Attributes {
    // Both providers and AWS want a least value.
    Attributes::new().set("min", range.min.unwrap_or(0)).set_some("max", range.max)
}
