//! Autoscaling groups with their warm pools, and lifecycle hooks.

use super::attributes::Attributes;
use super::links::Links;
use crate::resource::{
    AutoscalingGroup, InstanceRequirements, InstancesDistribution, Kind, LaunchTemplateOverride, LifecycleHook,
    MixedInstancesPolicy, Output, Range, Ref, Resource, ResourceId, WarmPool,
};

pub(super) fn autoscaling_group(links: Links<'_>, id: &ResourceId, group: &AutoscalingGroup) -> Attributes {
    let AutoscalingGroup {
        name,
        launch_template,
        // Terraform replaces instances where it sees another number.
        launch_template_version: _,
        min_size,
        max_size,
        subnets,
        load_balancers,
        target_groups,
        metrics,
        suspended_processes,
        instance_protection,
        capacity_rebalance,
        max_instance_lifetime,
        mixed_instances,
        tags,
    } = group;
    let attributes = Attributes::new()
        .set("name", name.as_str())
        .set("min_size", *min_size)
        .set("max_size", *max_size)
        .list("vpc_zone_identifier", links.follow_all(subnets))
        .set_of_links("load_balancers", links.follow_all(load_balancers))
        .set_of_links("target_group_arns", links.follow_all(target_groups))
        .list("enabled_metrics", metrics.iter().map(String::as_str))
        .set_some("metrics_granularity", (!metrics.is_empty()).then_some("1Minute"))
        .list("suspended_processes", suspended_processes.iter().map(String::as_str))
        .set("protect_from_scale_in", *instance_protection)
        .set_true("capacity_rebalance", *capacity_rebalance)
        .set("max_instance_lifetime", *max_instance_lifetime)
        .blocks("tag", tags.iter().map(tag));
    let attributes = match warm_pool_of(links, id) {
        Some(pool) => attributes.block("warm_pool", warm_pool(pool)),
        None => attributes,
    };
    match mixed_instances {
        Some(policy) => {
            attributes.block("mixed_instances_policy", mixed_instances_block(links, launch_template, policy))
        }
        None => attributes.block("launch_template", launch_template_block(links, launch_template, "id")),
    }
}

pub(super) fn lifecycle_hook(links: Links<'_>, hook: &LifecycleHook) -> Attributes {
    let LifecycleHook { group, name, transition, default_result, heartbeat_timeout } = hook;
    Attributes::new()
        .set("name", name.as_str())
        .set("autoscaling_group_name", links.follow(group))
        .set("lifecycle_transition", transition.as_str())
        .set("default_result", default_result.as_str())
        .set("heartbeat_timeout", *heartbeat_timeout)
}

fn tag((key, value): (&String, &String)) -> Attributes {
    Attributes::new().set("key", key.as_str()).set("value", value.as_str()).set("propagate_at_launch", true)
}

fn launch_template_block(links: Links<'_>, template: &Ref, id: &'static str) -> Attributes {
    let version = template.with_output(Output::Version);
    Attributes::new().set(id, links.follow(template)).set("version", links.follow(&version))
}

fn warm_pool_of<'a>(links: Links<'a>, group: &ResourceId) -> Option<&'a WarmPool> {
    links.graph.of_kind(Kind::WarmPool).find_map(|(_, node)| match &node.resource {
        Resource::WarmPool(pool) if matches!(&pool.group, Ref::Resource { id, .. } if id == group) => Some(pool),
        _ => None,
    })
}

fn warm_pool(pool: &WarmPool) -> Attributes {
    let WarmPool { group: _, min_size, max_prepared } = pool;
    Attributes::new().set("min_size", *min_size).set_some("max_group_prepared_capacity", *max_prepared)
}

fn mixed_instances_block(links: Links<'_>, template: &Ref, policy: &MixedInstancesPolicy) -> Attributes {
    let MixedInstancesPolicy { overrides, distribution } = policy;
    let InstancesDistribution {
        on_demand_allocation_strategy,
        on_demand_base_capacity,
        on_demand_percentage_above_base,
        spot_allocation_strategy,
        spot_instance_pools,
        spot_max_price,
    } = distribution;
    let distribution = Attributes::new()
        .set_some("on_demand_allocation_strategy", on_demand_allocation_strategy.as_deref())
        .set_some("on_demand_base_capacity", *on_demand_base_capacity)
        .set_some("on_demand_percentage_above_base_capacity", *on_demand_percentage_above_base)
        .set_some("spot_allocation_strategy", spot_allocation_strategy.as_deref())
        .set_some("spot_instance_pools", *spot_instance_pools)
        .set_some("spot_max_price", spot_max_price.as_deref());
    let template = Attributes::new()
        .block("launch_template_specification", launch_template_block(links, template, "launch_template_id"))
        .blocks("override", overrides.iter().map(template_override));
    Attributes::new().block("instances_distribution", distribution).block("launch_template", template)
}

fn template_override(choice: &LaunchTemplateOverride) -> Attributes {
    let LaunchTemplateOverride { instance_type, requirements } = choice;
    let attributes = Attributes::new().set_some("instance_type", instance_type.as_deref());
    match requirements {
        Some(wanted) => attributes.block("instance_requirements", requirements_block(wanted)),
        None => attributes,
    }
}

/// kops leaves requirements out of what it writes for Terraform, which then starts other machines than the spec asks for.
fn requirements_block(wanted: &InstanceRequirements) -> Attributes {
    let InstanceRequirements { vcpus, memory_mib, burstable_performance, excluded_types, generations } = wanted;
    Attributes::new()
        .block("vcpu_count", range(vcpus))
        .block("memory_mib", range(memory_mib))
        .set_some("burstable_performance", burstable_performance.as_deref())
        .list("excluded_instance_types", excluded_types.iter().map(String::as_str))
        .list("instance_generations", generations.iter().map(String::as_str))
}

fn range(range: &Range) -> Attributes {
    let Range { min, max } = range;
    // AWS wants a least value, and the provider takes none below 1.
    Attributes::new().set("min", min.unwrap_or(1).max(1)).set_some("max", *max)
}
