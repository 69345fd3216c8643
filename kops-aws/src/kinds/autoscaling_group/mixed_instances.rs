//! Mixed instances policies, from and to Auto Scaling's types.

use aws_sdk_autoscaling::types::{
    self, BurstablePerformance, InstanceGeneration, LaunchTemplateOverrides, LaunchTemplateSpecification,
    MemoryMiBRequest, VCpuCountRequest,
};
use kops_core::resource::{
    InstanceRequirements, InstancesDistribution, LaunchTemplateOverride, MixedInstancesPolicy, Range,
};

pub(super) fn from_aws(policy: &types::MixedInstancesPolicy) -> MixedInstancesPolicy {
    let overrides = policy.launch_template().map(|template| template.overrides()).unwrap_or_default();
    MixedInstancesPolicy {
        overrides: overrides.iter().map(override_from_aws).collect(),
        distribution: policy.instances_distribution().map(distribution_from_aws).unwrap_or_default(),
    }
}

pub(super) fn to_aws(
    template: LaunchTemplateSpecification,
    policy: &MixedInstancesPolicy,
) -> types::MixedInstancesPolicy {
    let MixedInstancesPolicy { overrides, distribution } = policy;
    let launch = types::LaunchTemplate::builder()
        .launch_template_specification(template)
        .set_overrides(Some(overrides.iter().map(override_to_aws).collect()));
    types::MixedInstancesPolicy::builder()
        .launch_template(launch.build())
        .instances_distribution(distribution_to_aws(distribution))
        .build()
}

fn override_from_aws(launch: &LaunchTemplateOverrides) -> LaunchTemplateOverride {
    LaunchTemplateOverride {
        instance_type: launch.instance_type.clone(),
        requirements: launch.instance_requirements().map(requirements_from_aws),
    }
}

fn override_to_aws(launch: &LaunchTemplateOverride) -> LaunchTemplateOverrides {
    let LaunchTemplateOverride { instance_type, requirements } = launch;
    LaunchTemplateOverrides::builder()
        .set_instance_type(instance_type.clone())
        .set_instance_requirements(requirements.as_ref().map(requirements_to_aws))
        .build()
}

fn distribution_from_aws(distribution: &types::InstancesDistribution) -> InstancesDistribution {
    InstancesDistribution {
        on_demand_allocation_strategy: distribution.on_demand_allocation_strategy.clone(),
        on_demand_base_capacity: distribution.on_demand_base_capacity,
        on_demand_percentage_above_base: distribution.on_demand_percentage_above_base_capacity,
        spot_allocation_strategy: distribution.spot_allocation_strategy.clone(),
        spot_instance_pools: distribution.spot_instance_pools,
        // AWS leaves out a price that was given as an empty text: the price of on-demand instances.
        spot_max_price: Some(distribution.spot_max_price.clone().unwrap_or_default()),
    }
}

fn distribution_to_aws(distribution: &InstancesDistribution) -> types::InstancesDistribution {
    let InstancesDistribution {
        on_demand_allocation_strategy,
        on_demand_base_capacity,
        on_demand_percentage_above_base,
        spot_allocation_strategy,
        spot_instance_pools,
        spot_max_price,
    } = distribution;
    types::InstancesDistribution::builder()
        .set_on_demand_allocation_strategy(on_demand_allocation_strategy.clone())
        .set_on_demand_base_capacity(*on_demand_base_capacity)
        .set_on_demand_percentage_above_base_capacity(*on_demand_percentage_above_base)
        .set_spot_allocation_strategy(spot_allocation_strategy.clone())
        .set_spot_instance_pools(*spot_instance_pools)
        .set_spot_max_price(spot_max_price.clone())
        .build()
}

fn requirements_from_aws(requirements: &types::InstanceRequirements) -> InstanceRequirements {
    InstanceRequirements {
        vcpus: requirements.v_cpu_count().map(|r| Range { min: r.min, max: r.max }).unwrap_or_default(),
        memory_mib: requirements.memory_mib().map(|r| Range { min: r.min, max: r.max }).unwrap_or_default(),
        burstable_performance: requirements.burstable_performance().map(|b| b.as_str().to_owned()),
        excluded_types: requirements.excluded_instance_types().to_vec(),
        generations: requirements.instance_generations().iter().map(|g| g.as_str().to_owned()).collect(),
    }
}

fn requirements_to_aws(requirements: &InstanceRequirements) -> types::InstanceRequirements {
    let InstanceRequirements { vcpus, memory_mib, burstable_performance, excluded_types, generations } = requirements;
    let generations: Vec<_> = generations.iter().map(|g| InstanceGeneration::from(g.as_str())).collect();
    types::InstanceRequirements::builder()
        .v_cpu_count(VCpuCountRequest::builder().set_min(vcpus.min).set_max(vcpus.max).build())
        .memory_mib(MemoryMiBRequest::builder().set_min(memory_mib.min).set_max(memory_mib.max).build())
        .set_burstable_performance(burstable_performance.as_deref().map(BurstablePerformance::from))
        .set_excluded_instance_types((!excluded_types.is_empty()).then(|| excluded_types.clone()))
        .set_instance_generations((!generations.is_empty()).then_some(generations))
        .build()
}
