//! Autoscaling groups, their warm pools and lifecycle hooks.
//!
//! Auto Scaling lists hooks for one group at a time. So that a plan's calls do not grow with the groups, whoever puts a hook
//! also notes it in a tag of the group's launch template ([`crate::hooks`]), which the bulk read brings along.

use aws_sdk_autoscaling::types;
use kops_core::cloud::{CloudError, Observed};
use kops_core::resource::{
    AutoscalingGroup, InstanceRequirements, InstancesDistribution, LaunchTemplateOverride, MixedInstancesPolicy,
    Output, Range, WarmPool,
};

use super::{Reader, observed, observed_with};
use crate::error::Call;
use crate::hooks::{self, Notes};
use crate::tags;

/// Reads the groups of the cluster as Auto Scaling tells of them.
pub(super) async fn read(reader: Reader<'_>) -> Result<Vec<types::AutoScalingGroup>, CloudError> {
    let request =
        reader.clients.autoscaling.describe_auto_scaling_groups().max_records(100).filters(
            types::Filter::builder().name("tag:KubernetesCluster").values(reader.scope.cluster.as_str()).build(),
        );
    let call = Call::new("autoscaling", "DescribeAutoScalingGroups");
    let pages = reader.calls.pages(call, request.into_paginator().send()).await?;
    Ok(pages.into_iter().flat_map(|p| p.auto_scaling_groups.unwrap_or_default()).collect())
}

/// The groups, their warm pools, and their hooks by the notes in their launch templates.
pub(super) async fn with_children(
    reader: Reader<'_>,
    groups: &[types::AutoScalingGroup],
    notes: &Notes,
) -> Result<Vec<Observed>, CloudError> {
    let mut found = hooks::read(reader.clients, reader.calls, &reader.scope.cluster, groups, notes).await?;
    for group in groups {
        let name = group.auto_scaling_group_name().unwrap_or_default();
        let outputs = [(Output::Arn, group.auto_scaling_group_arn.clone().unwrap_or_default())].into();
        let mut seen = observed_with(name, resource(group), outputs);
        seen.deleting = group.status().is_some();
        found.push(seen);
        if let Some(pool) = group.warm_pool_configuration() {
            let resource = WarmPool {
                group: name.into(),
                min_size: pool.min_size.unwrap_or_default(),
                max_prepared: pool.max_group_prepared_capacity,
            };
            let mut seen = observed(name, resource);
            seen.deleting = pool.status().is_some();
            found.push(seen);
        }
    }
    Ok(found)
}

fn resource(group: &types::AutoScalingGroup) -> AutoscalingGroup {
    let mixed = group.mixed_instances_policy();
    let in_mixed = mixed.and_then(|m| m.launch_template()).and_then(|t| t.launch_template_specification());
    let template = group.launch_template().or(in_mixed);
    let subnets = group.vpc_zone_identifier().unwrap_or_default().split(',').filter(|s| !s.is_empty());
    AutoscalingGroup {
        name: group.auto_scaling_group_name.clone().unwrap_or_default(),
        launch_template: template.and_then(|t| t.launch_template_id()).unwrap_or_default().into(),
        launch_template_version: template.and_then(|t| t.version()).unwrap_or_default().into(),
        min_size: group.min_size.unwrap_or_default(),
        max_size: group.max_size.unwrap_or_default(),
        subnets: subnets.map(Into::into).collect(),
        load_balancers: group.load_balancer_names().iter().map(|n| n.as_str().into()).collect(),
        target_groups: group.target_group_arns().iter().map(|n| n.as_str().into()).collect(),
        metrics: group.enabled_metrics().iter().filter_map(|m| m.metric.clone()).collect(),
        suspended_processes: group.suspended_processes().iter().filter_map(|p| p.process_name.clone()).collect(),
        instance_protection: group.new_instances_protected_from_scale_in.unwrap_or_default(),
        capacity_rebalance: group.capacity_rebalance.unwrap_or_default(),
        max_instance_lifetime: group.max_instance_lifetime.unwrap_or_default(),
        mixed_instances: mixed.map(mixed_policy),
        tags: tags::read(group.tags().iter().map(|t| (t.key(), t.value()))),
    }
}

fn mixed_policy(policy: &types::MixedInstancesPolicy) -> MixedInstancesPolicy {
    let overrides = policy.launch_template().map(|t| t.overrides()).unwrap_or_default();
    let distribution = policy.instances_distribution();
    MixedInstancesPolicy {
        overrides: overrides
            .iter()
            .map(|o| LaunchTemplateOverride {
                instance_type: o.instance_type.clone(),
                requirements: o.instance_requirements().map(requirements),
            })
            .collect(),
        distribution: distribution
            .map(|d| InstancesDistribution {
                on_demand_allocation_strategy: d.on_demand_allocation_strategy.clone(),
                on_demand_base_capacity: d.on_demand_base_capacity,
                on_demand_percentage_above_base: d.on_demand_percentage_above_base_capacity,
                spot_allocation_strategy: d.spot_allocation_strategy.clone(),
                spot_instance_pools: d.spot_instance_pools,
                // AWS leaves out a price that was given as an empty text: the price of on-demand instances.
                spot_max_price: Some(d.spot_max_price.clone().unwrap_or_default()),
            })
            .unwrap_or_default(),
    }
}

fn requirements(wanted: &types::InstanceRequirements) -> InstanceRequirements {
    InstanceRequirements {
        vcpus: wanted.v_cpu_count().map(|r| Range { min: r.min, max: r.max }).unwrap_or_default(),
        memory_mib: wanted.memory_mib().map(|r| Range { min: r.min, max: r.max }).unwrap_or_default(),
        burstable_performance: wanted.burstable_performance().map(|b| b.as_str().to_owned()),
        excluded_types: wanted.excluded_instance_types().to_vec(),
        generations: wanted.instance_generations().iter().map(|g| g.as_str().to_owned()).collect(),
    }
}
