//! Autoscaling groups, their warm pools and lifecycle hooks.

use serde::{Deserialize, Serialize};

use super::{Compare, Disruption, Disrupts, Kind, Ref, Tags};
use crate::naming::WARM_POOL_HOOK;

/// The only strategy for spot instances that counts pools, which is AWS's own; also that of on-demand instances by requirements.
pub(crate) const LOWEST_PRICE: &str = "lowest-price";

/// The group changes and its instances do not.
const NOTHING: Option<Disrupts> = Some(Disrupts::Always(Disruption::None));

resource! {
    /// An autoscaling group. Its identity is the name. The desired capacity belongs to the autoscaler and is never
    /// compared.
    AutoscalingGroup {
        /// The name.
        name: String => Identity;
        /// The launch template.
        launch_template: Ref => InPlace { refers_to: &[Kind::LaunchTemplate] };
        /// The version of the launch template: a number, `$Latest` or `$Default`. Groups of clusters have `$Latest`, as kops takes it
        /// for granted.
        launch_template_version: String => InPlace;
        /// The smallest size.
        min_size: i32 => InPlace { disrupts: NOTHING };
        /// The largest size.
        max_size: i32 => InPlace { disrupts: Some(Disrupts::WhenLowered(Disruption::Instances)) };
        /// The subnets of its instances.
        subnets: Vec<Ref> => InPlace {
            unordered: true,
            // Instances are balanced over the zones: new ones are launched, and others terminated.
            disrupts: Some(Disrupts::Always(Disruption::Instances)),
            refers_to: &[Kind::Subnet],
        };
        /// Classic load balancers that instances join, by name.
        load_balancers: Vec<Ref> => InPlace {
            unordered: true,
            disrupts: Some(Disrupts::WhenShortened(Disruption::Connections)),
            refers_to: &[Kind::ClassicLoadBalancer],
        };
        /// Target groups that instances join, by ARN.
        target_groups: Vec<Ref> => InPlace {
            unordered: true,
            disrupts: Some(Disrupts::WhenShortened(Disruption::Connections)),
            refers_to: &[Kind::TargetGroup],
        };
        /// Group metrics that are published.
        metrics: Vec<String> => InPlace { unordered: true, disrupts: NOTHING };
        /// Processes that are suspended.
        suspended_processes: Vec<String> => InPlace { unordered: true, disrupts: NOTHING };
        /// New instances are protected from being removed when the group shrinks.
        instance_protection: bool => InPlace;
        /// Replaces spot instances before they are interrupted.
        capacity_rebalance: bool => InPlace;
        /// Seconds after which an instance is replaced; 0 for never.
        max_instance_lifetime: i32 => InPlace { disrupts: Some(Disrupts::WhenLimited(Disruption::Instances)) };
        /// Several instance types or purchase options.
        mixed_instances: Option<MixedInstancesPolicy> => InPlace { exact: true, compare: Compare::MixedInstances };
        /// Tags; all are copied to instances.
        tags: Tags => InPlace;
    }
}

/// Several instance types or purchase options in one group.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct MixedInstancesPolicy {
    /// What replaces the instance type of the launch template, best first.
    pub overrides: Vec<LaunchTemplateOverride>,
    /// On-demand and spot.
    pub distribution: InstancesDistribution,
}

impl MixedInstancesPolicy {
    /// Fills in what AWS takes where the distribution is unset.
    pub(crate) fn fill(&mut self) {
        let by_requirements = self.overrides.iter().any(|choice| choice.requirements.is_some());
        let distribution = &mut self.distribution;
        let on_demand = if by_requirements { LOWEST_PRICE } else { "prioritized" };
        distribution.on_demand_allocation_strategy.get_or_insert_with(|| on_demand.to_owned());
        distribution.on_demand_base_capacity.get_or_insert(0);
        distribution.on_demand_percentage_above_base.get_or_insert(100);
        let spot = distribution.spot_allocation_strategy.get_or_insert_with(|| LOWEST_PRICE.to_owned());
        if spot == LOWEST_PRICE {
            distribution.spot_instance_pools.get_or_insert(2);
        }
    }
}

/// A choice of machine: a type, or requirements.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct LaunchTemplateOverride {
    /// The instance type.
    pub instance_type: Option<String>,
    /// What a machine must have.
    pub requirements: Option<InstanceRequirements>,
}

/// What a machine must have.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct InstanceRequirements {
    /// Virtual CPUs.
    pub vcpus: Range,
    /// Memory in MiB.
    pub memory_mib: Range,
    /// `included`, `required` or `excluded`: types that save CPU credits.
    pub burstable_performance: Option<String>,
    /// Types that are not wanted; may hold `*`.
    pub excluded_types: Vec<String>,
    /// `current` or `previous`.
    pub generations: Vec<String>,
}

/// A range of whole numbers.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Range {
    /// The least.
    pub min: Option<i32>,
    /// The most.
    pub max: Option<i32>,
}

/// How instances are spread over on-demand and spot.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct InstancesDistribution {
    /// How the order of types is used for on-demand instances.
    pub on_demand_allocation_strategy: Option<String>,
    /// On-demand instances before any spot instance.
    pub on_demand_base_capacity: Option<i32>,
    /// Percent of on-demand instances above that.
    pub on_demand_percentage_above_base: Option<i32>,
    /// How spot instances are chosen.
    pub spot_allocation_strategy: Option<String>,
    /// Over how many of the cheapest pools spot instances are spread.
    pub spot_instance_pools: Option<i32>,
    /// The most that an hour of spot may cost, as text; empty for the on-demand price.
    pub spot_max_price: Option<String>,
}

resource! {
    /// The warm pool of a group. Its identity is the group.
    WarmPool {
        /// The group, by name.
        group: Ref => Identity { refers_to: &[Kind::AutoscalingGroup] };
        /// The least number of prepared instances.
        min_size: i32 => InPlace;
        /// The most prepared and running instances; unset for the group's largest size.
        max_prepared: Option<i32> => InPlace;
    }
}

resource! {
    /// A lifecycle hook of a group. Its identity is the group and the name.
    LifecycleHook {
        /// The group, by name.
        group: Ref => Identity { refers_to: &[Kind::AutoscalingGroup] };
        /// The name of the hook.
        name: String => Identity;
        /// `autoscaling:EC2_INSTANCE_TERMINATING` or `…LAUNCHING`.
        transition: String => InPlace;
        /// `CONTINUE` or `ABANDON` when time is up.
        default_result: String => InPlace;
        /// Seconds until then.
        heartbeat_timeout: i32 => InPlace;
    }
}

/// True for a hook with a name that kops gives.
pub(super) fn is_hook_of_kops(name: &str, _group: &str) -> bool {
    name == WARM_POOL_HOOK || name.ends_with("-NTHLifecycleHook")
}
