//! Autoscaling groups, warm pools, lifecycle hooks.

use super::{Found, Limits, Neighbors, codes};
use crate::resource::{
    AutoscalingGroup, InstancesDistribution, LOWEST_PRICE, LaunchTemplate, LifecycleHook, Subnet, WarmPool,
};

/// What Auto Scaling answers to what it does not accept.
const VALIDATION: &str = "ValidationError";
/// The most instances of a group that a call accepts.
const INSTANCES: i32 = 10_000;
/// The most overrides of a mixed instances policy.
const OVERRIDES: usize = 40;
/// Processes of a group that can be suspended.
const PROCESSES: &[&str] = &[
    "Launch",
    "Terminate",
    "AddToLoadBalancer",
    "AlarmNotification",
    "AZRebalance",
    "HealthCheck",
    "InstanceRefresh",
    "ReplaceUnhealthy",
    "ScheduledActions",
];

impl Limits for AutoscalingGroup {
    fn check_values(&self, found: &mut Found) {
        found.length(Self::NAME, "autoscaling group name", &self.name, 1..=255);
        if let Some(odd) = self.name.chars().find(|c| c.is_control() || [':', '/'].contains(c)) {
            let message = format!("the autoscaling group name `{}` must not contain `{odd}`", self.name);
            found.refuse_with(VALIDATION, Self::NAME, codes::NAME, message);
        }
        found.number(Self::MIN_SIZE, "smallest size", self.min_size, "instances", 0..=INSTANCES);
        found.number(Self::MAX_SIZE, "largest size", self.max_size, "instances", self.min_size..=INSTANCES);
        let lifetime = self.max_instance_lifetime;
        if lifetime != 0 {
            let field = Self::MAX_INSTANCE_LIFETIME;
            found.number(field, "maximum instance lifetime", lifetime, "seconds", 86_400..=31_536_000);
        }
        if self.subnets.is_empty() {
            let message = "an autoscaling group needs at least one subnet";
            found.refuse_with(VALIDATION, Self::SUBNETS, codes::COMBINATION, message);
        }
        for process in &self.suspended_processes {
            found.one_of(Self::SUSPENDED_PROCESSES, "suspended process", process, PROCESSES);
        }
        for metric in self.metrics.iter().filter(|name| !name.starts_with("Group") && !name.starts_with("WarmPool")) {
            let message = format!("`{metric}` is not a metric of an autoscaling group");
            found.refuse_with(VALIDATION, Self::METRICS, codes::VALUE, message);
        }
        let Some(mixed) = &self.mixed_instances else { return };
        if mixed.overrides.len() > OVERRIDES {
            let count = mixed.overrides.len();
            let message = format!("a mixed instances policy has {count} instance types and may have {OVERRIDES}");
            found.refuse_with(VALIDATION, Self::MIXED_INSTANCES, codes::SIZE, message);
        }
        check_distribution(&mixed.distribution, found);
    }

    fn check_among<N: Neighbors>(&self, others: &N, found: &mut Found) {
        let Some((_, template)) = others.neighbor::<LaunchTemplate>(&self.launch_template) else { return };
        if template.ipv6_address_count == 0 {
            return;
        }
        for (name, subnet) in self.subnets.iter().filter_map(|subnet| others.neighbor::<Subnet>(subnet)) {
            if subnet.ipv6_cidr.is_none() {
                let message = format!("instances get IPv6 addresses, and the subnet `{name}` has no IPv6 CIDR");
                found.refuse_with(VALIDATION, Self::SUBNETS, codes::PLACEMENT, message);
            }
        }
    }
}

fn check_distribution(distribution: &InstancesDistribution, found: &mut Found) {
    let field = AutoscalingGroup::MIXED_INSTANCES;
    if let Some(percent) = distribution.on_demand_percentage_above_base {
        found.number(field, "percentage of on-demand instances", percent, "%", 0..=100);
    }
    let Some(pools) = distribution.spot_instance_pools else { return };
    let strategy = distribution.spot_allocation_strategy.as_deref().unwrap_or(LOWEST_PRICE);
    if strategy == LOWEST_PRICE {
        found.number(field, "number of spot pools", pools, "", 1..=20);
    } else if pools != 0 {
        let message = format!("a number of spot pools goes with the strategy `{LOWEST_PRICE}`, not with `{strategy}`");
        found.refuse_with(VALIDATION, field, codes::COMBINATION, message);
    }
}

impl Limits for WarmPool {
    fn check_values(&self, found: &mut Found) {
        found.number(Self::MIN_SIZE, "smallest size of the warm pool", self.min_size, "instances", 0..=INSTANCES);
        if let Some(most) = self.max_prepared {
            let what = "largest size of the warm pool";
            found.number(Self::MAX_PREPARED, what, most, "instances", self.min_size..=INSTANCES);
        }
    }
}

impl Limits for LifecycleHook {
    fn check_values(&self, found: &mut Found) {
        found.name(Self::NAME, "lifecycle hook name", &self.name, 255, "-_/");
        let transitions = ["autoscaling:EC2_INSTANCE_LAUNCHING", "autoscaling:EC2_INSTANCE_TERMINATING"];
        found.one_of(Self::TRANSITION, "lifecycle transition", &self.transition, &transitions);
        found.one_of(Self::DEFAULT_RESULT, "default result", &self.default_result, &["CONTINUE", "ABANDON"]);
        let timeout = self.heartbeat_timeout;
        found.number(Self::HEARTBEAT_TIMEOUT, "heartbeat timeout", timeout, "seconds", 30..=7200);
    }
}
