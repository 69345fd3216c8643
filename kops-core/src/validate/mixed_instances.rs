//! Mixed instances.

use super::codes::MIXED_INSTANCES;
use super::machine::check_type;
use super::rules::{Rules, at, given};
use crate::spec::InstanceGroup;

const SPOT_STRATEGIES: [&str; 5] =
    ["lowest-price", "diversified", "capacity-optimized", "capacity-optimized-prioritized", "price-capacity-optimized"];

pub(super) fn check(rules: &mut Rules<'_>, group: &InstanceGroup) {
    let Some(policy) = &group.spec.mixed_instances_policy else { return };
    let path = at(group, "mixedInstancesPolicy");
    let gpu = |name: &str| rules.facts.machine_types.get(name).map(|machine| machine.gpu);
    let first = given(&group.spec.machine_type).and_then(|types| gpu(types.split(',').next()?));
    let mut mixed = Vec::new();
    for (i, types) in policy.instances.iter().enumerate() {
        for name in types.split(',') {
            if first.zip(gpu(name)).is_some_and(|(first, other)| first != other) {
                mixed.push((i, name));
            }
        }
    }
    for (i, name) in mixed {
        let wrong = format!("machines with and without GPUs cannot be mixed: `{name}`");
        rules.refuse(path.key("instances").index(i), MIXED_INSTANCES, wrong, "make a group for each kind");
    }
    for (i, types) in policy.instances.iter().enumerate() {
        for name in types.split(',') {
            check_type(rules, group, &format!("mixedInstancesPolicy.instances[{i}]"), name);
        }
    }
    let most = i64::from(group.spec.max_size.unwrap_or_default());
    if let Some(base) = policy.on_demand_base.filter(|base| !(0..=most).contains(base)) {
        let wrong = match group.spec.max_size {
            Some(_) => format!("`{base}` machines cannot be on demand in a group of at most {most}"),
            None => format!("`{base}` machines cannot be on demand in a group without `maxSize`"),
        };
        rules.refuse(path.key("onDemandBase"), MIXED_INSTANCES, wrong, "write 0 to `maxSize`");
    }
    if let Some(share) = policy.on_demand_above_base.filter(|share| !(0..=100).contains(share)) {
        let wrong = format!("`{share}` is not a share in percent");
        rules.refuse(path.key("onDemandAboveBase"), MIXED_INSTANCES, wrong, "write 0 to 100");
    }
    rules.one_of(path.key("spotAllocationStrategy"), given(&policy.spot_allocation_strategy), &SPOT_STRATEGIES);
}
