//! Which fields one call of AWS changes together: for `kops-aws`, which makes the calls, and for the prediction of them.

use super::{AutoscalingGroup, ClassicLoadBalancer, Field, NetworkLoadBalancer, Queue, TargetGroup, Volume};

impl AutoscalingGroup {
    /// The fields that `UpdateAutoScalingGroup` changes.
    pub const UPDATED: [&'static Field; 9] = [
        Self::LAUNCH_TEMPLATE,
        Self::LAUNCH_TEMPLATE_VERSION,
        Self::MIXED_INSTANCES,
        Self::MIN_SIZE,
        Self::MAX_SIZE,
        Self::SUBNETS,
        Self::INSTANCE_PROTECTION,
        Self::CAPACITY_REBALANCE,
        Self::MAX_INSTANCE_LIFETIME,
    ];

    /// Those of them that say what is launched, which the call takes together. Where it has them, Auto Scaling asks whether its caller may
    /// launch instances.
    pub const LAUNCHED: [&'static Field; 3] =
        [Self::LAUNCH_TEMPLATE, Self::LAUNCH_TEMPLATE_VERSION, Self::MIXED_INSTANCES];

    /// Auto Scaling takes at most so many load balancers or target groups in a call.
    pub const BALANCERS_AT_ONCE: usize = 10;
}

impl ClassicLoadBalancer {
    /// The fields that `ModifyLoadBalancerAttributes` changes.
    pub const ATTRIBUTES: [&'static Field; 4] =
        [Self::IDLE_TIMEOUT, Self::DRAINING_TIMEOUT, Self::CROSS_ZONE, Self::ACCESS_LOG];
}

impl NetworkLoadBalancer {
    /// The fields that `ModifyLoadBalancerAttributes` changes.
    pub const ATTRIBUTES: [&'static Field; 2] = [Self::CROSS_ZONE, Self::ACCESS_LOG];
}

impl Queue {
    /// The fields that `SetQueueAttributes` changes.
    pub const ATTRIBUTES: [&'static Field; 2] = [Self::RETENTION_SECONDS, Self::POLICY];
}

impl TargetGroup {
    /// The fields that `ModifyTargetGroupAttributes` changes.
    pub const ATTRIBUTES: [&'static Field; 2] = [Self::DEREGISTRATION_DELAY, Self::CONNECTION_TERMINATION];
}

impl Volume {
    /// The fields that `ModifyVolume` changes.
    pub const MODIFIED: [&'static Field; 4] = [Self::SIZE_GIB, Self::VOLUME_TYPE, Self::IOPS, Self::THROUGHPUT];
}
