//! Groups of several instance types, or of spot beside on-demand instances.

use crate::resource::{
    InstanceRequirements, InstancesDistribution, LaunchTemplateOverride, MixedInstancesPolicy, Range,
};
use crate::spec::{self, InstanceGroupSpec, MinMax, Quantity, clamp_i32};

/// Returns the policy of a group, where it has one.
pub(super) fn mixed_instances(group: &InstanceGroupSpec) -> Option<MixedInstancesPolicy> {
    let policy = group.mixed_instances_policy.as_ref()?;
    let types = policy
        .instances
        .iter()
        .map(|name| LaunchTemplateOverride { instance_type: Some(name.clone()), ..LaunchTemplateOverride::default() });
    let by_need = policy.instance_requirements.as_ref().map(|needs| LaunchTemplateOverride {
        requirements: Some(requirements(needs)),
        ..LaunchTemplateOverride::default()
    });
    Some(MixedInstancesPolicy {
        overrides: types.chain(by_need).collect(),
        distribution: InstancesDistribution {
            on_demand_allocation_strategy: policy.on_demand_allocation_strategy.clone(),
            on_demand_base_capacity: policy.on_demand_base.map(clamp_i32),
            on_demand_percentage_above_base: policy.on_demand_above_base.map(clamp_i32),
            spot_allocation_strategy: policy.spot_allocation_strategy.clone(),
            spot_instance_pools: policy.spot_instance_pools.map(clamp_i32),
            // The price of a mixed group is the policy's: AWS refuses it in the launch template. Empty takes back an old one.
            spot_max_price: Some(group.max_price.clone().unwrap_or_default()),
        },
    })
}

fn requirements(needs: &spec::InstanceRequirements) -> InstanceRequirements {
    InstanceRequirements {
        vcpus: range(needs.cpu.as_ref(), 1),
        memory_mib: range(needs.memory.as_ref(), 1 << 20),
        burstable_performance: Some("included".into()),
        excluded_types: needs.excluded_instance_types.clone(),
        generations: Vec::new(),
    }
}

/// Converts to whole units: the least rounds up and the most rounds down, so that no machine outside of the user's range
/// fits. AWS insists on a least amount, which is 1 where nothing was said: every instance type has that, and Terraform takes no 0.
fn range(limits: Option<&MinMax>, unit: i128) -> Range {
    let fit = |amount: i128| i32::try_from(amount).unwrap_or(i32::MAX);
    let unit = unit * 1000;
    let least = limits.and_then(|limits| limits.min).map(Quantity::ceil_milli);
    let most = limits.and_then(|limits| limits.max).map(Quantity::ceil_milli);
    Range {
        min: Some(least.map_or(1, |least| fit(least.div_euclid(unit) + i128::from(least.rem_euclid(unit) > 0)))),
        max: most.map(|most| fit(most.div_euclid(unit))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(min: Option<&str>, max: Option<&str>) -> MinMax {
        let amount = |text: &str| text.parse().expect("a quantity");
        MinMax { min: min.map(amount), max: max.map(amount) }
    }

    #[test]
    fn ranges_never_let_in_more_than_was_asked_for() {
        for (limits, unit, expected) in [
            (None, 1, (Some(1), None)),
            (Some(limits(Some("0"), None)), 1, (Some(0), None)),
            (Some(limits(Some("2"), Some("16"))), 1, (Some(2), Some(16))),
            (Some(limits(Some("2G"), Some("16G"))), 1 << 20, (Some(1908), Some(15258))),
            (Some(limits(Some("2Gi"), None)), 1 << 20, (Some(2048), None)),
            (Some(limits(None, Some("1Gi"))), 1 << 20, (Some(1), Some(1024))),
            (Some(limits(Some("1500m"), Some("2500m"))), 1, (Some(2), Some(2))),
        ] {
            let found = range(limits.as_ref(), unit);
            assert_eq!((found.min, found.max), expected, "{limits:?}");
        }
    }

    #[test]
    fn types_come_in_the_users_order_and_the_price_is_the_policys() {
        let mut group = InstanceGroupSpec { max_price: Some("0.1".into()), ..InstanceGroupSpec::default() };
        assert_eq!(mixed_instances(&group), None);
        group.mixed_instances_policy = Some(spec::MixedInstancesPolicy {
            instances: vec!["m5.large".into(), "c5.large".into()],
            on_demand_base: Some(1),
            ..spec::MixedInstancesPolicy::default()
        });
        let policy = mixed_instances(&group).expect("a policy");
        let types: Vec<_> = policy.overrides.iter().filter_map(|o| o.instance_type.as_deref()).collect();
        assert_eq!(types, ["m5.large", "c5.large"]);
        assert_eq!(policy.distribution.spot_max_price.as_deref(), Some("0.1"));
        assert_eq!(policy.distribution.on_demand_base_capacity, Some(1));
    }
}
