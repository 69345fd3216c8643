//! Load balancers: the classic kind, the network kind with listeners and target groups.

use serde::{Deserialize, Serialize};

use super::{Compare, Disruption, Disrupts, Kind, Ref, Tags};

const DELETE_FIRST: &str = "keep it, or delete the load balancer first, so that a new one is made";
const CONNECTIONS: Option<Disrupts> = Some(Disrupts::Always(Disruption::Connections));
/// Connections through an entry that goes end.
const CONNECTIONS_OF_LOST: Option<Disrupts> = Some(Disrupts::WhenShortened(Disruption::Connections));

resource! {
    /// A classic load balancer. Its identity is the tag `Name`.
    ClassicLoadBalancer {
        /// Its name, at most 32 characters.
        name: String => Initial;
        /// Reachable only inside the VPC.
        internal: bool => Fixed { advice: Some(DELETE_FIRST) };
        /// What it listens on.
        listeners: Vec<ClassicListener> => InPlace { unordered: true, disrupts: CONNECTIONS };
        /// The health check.
        health_check: HealthCheck => InPlace;
        /// Seconds until an idle connection is closed.
        idle_timeout: i32 => InPlace;
        /// Seconds that connections get to finish when an instance leaves.
        draining_timeout: i32 => InPlace;
        /// Whether it balances across zones.
        cross_zone: bool => InPlace { disrupts: CONNECTIONS };
        /// Where it writes its access log.
        access_log: Option<AccessLog> => InPlace { exact: true, compare: Compare::AccessLog };
        /// Its security groups.
        security_groups: Vec<Ref> => InPlace {
            unordered: true,
            disrupts: CONNECTIONS_OF_LOST,
            refers_to: &[Kind::SecurityGroup],
        };
        /// Its subnets.
        subnets: Vec<Ref> => InPlace {
            unordered: true,
            disrupts: CONNECTIONS_OF_LOST,
            refers_to: &[Kind::Subnet],
        };
        /// Tags.
        tags: Tags => InPlace;
    }
}

/// A listener of a classic load balancer.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ClassicListener {
    /// The port that clients use.
    pub port: i32,
    /// The port on the instances.
    pub instance_port: i32,
    /// The ARN of the certificate; the protocol is then SSL, otherwise TCP.
    pub certificate: Option<String>,
}

/// How a load balancer finds out whether an instance works.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct HealthCheck {
    /// What is asked: `SSL:443` (classic), or `TCP`, `HTTPS` (target groups).
    pub target: String,
    /// The path, for `HTTPS`.
    pub path: Option<String>,
    /// Seconds between two checks.
    pub interval: i32,
    /// Seconds until a check has failed; classic only.
    pub timeout: Option<i32>,
    /// Good answers until an instance counts as healthy.
    pub healthy_threshold: i32,
    /// Bad answers until it counts as unhealthy.
    pub unhealthy_threshold: i32,
}

/// Where a load balancer writes its access log.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct AccessLog {
    /// The S3 bucket.
    pub bucket: String,
    /// The prefix of the objects.
    pub prefix: Option<String>,
    /// Minutes between two files, 5 or 60; classic only.
    pub interval: Option<i32>,
}

resource! {
    /// A network load balancer. Its identity is the tag `Name`.
    NetworkLoadBalancer {
        /// Its name, at most 32 characters.
        name: String => Initial;
        /// Reachable only inside the VPC.
        internal: bool => Fixed { advice: Some(DELETE_FIRST) };
        /// `ipv4` or `dualstack`.
        ip_address_type: Option<String> => InPlace;
        /// Whether it balances across zones.
        cross_zone: bool => InPlace { disrupts: CONNECTIONS };
        /// Where it writes its access log.
        access_log: Option<AccessLog> => InPlace { exact: true, compare: Compare::AccessLog };
        /// Its security groups. AWS changes them in place, but never gives the first or takes the last.
        security_groups: Vec<Ref> => InPlace {
            unordered: true,
            compare: Compare::StaysEmpty,
            advice: Some("AWS never gives the first security group to a network load balancer that was made without, nor takes the last: keep it as it is, or delete the load balancer first, so that a new one is made"),
            disrupts: CONNECTIONS_OF_LOST,
            refers_to: &[Kind::SecurityGroup],
        };
        /// Its subnets, with fixed addresses where the user wants them. AWS adds and removes subnets in place
        /// (since February 2025); one must stay, and those that stay keep their addresses.
        subnets: Vec<SubnetMapping> => InPlace {
            unordered: true,
            compare: Compare::Zones,
            advice: Some("one subnet of a network load balancer must stay, and those that stay keep their addresses: change the others first, or delete the load balancer"),
            disrupts: CONNECTIONS_OF_LOST,
            refers_to: &[Kind::Subnet, Kind::ElasticIp],
        };
        /// Tags.
        tags: Tags => InPlace;
    }
}

/// A subnet of a network load balancer.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct SubnetMapping {
    /// The subnet.
    pub subnet: Ref,
    /// The elastic IP to use, `eipalloc-…`.
    pub allocation_id: Option<String>,
    /// The address to use in an internal load balancer.
    pub private_ipv4: Option<String>,
}

resource! {
    /// A target group. Its identity is the tag `Name`.
    TargetGroup {
        /// Its name, at most 32 characters.
        name: String => Initial;
        /// The VPC.
        vpc: Ref => Fixed { refers_to: &[Kind::Vpc] };
        /// `TCP` or `TLS`.
        protocol: String => Fixed;
        /// The port on the targets.
        port: i32 => Fixed;
        /// The health check.
        health_check: HealthCheck => InPlace;
        /// Seconds that connections get to finish when a target leaves.
        deregistration_delay: i32 => InPlace;
        /// Whether connections are cut when that time is over.
        connection_termination: bool => InPlace;
        /// Tags.
        tags: Tags => InPlace;
    }
}

resource! {
    /// A listener of a network load balancer. Its identity is the load balancer and the port.
    Listener {
        /// The load balancer (its ARN).
        load_balancer: Ref => Identity { refers_to: &[Kind::NetworkLoadBalancer] };
        /// The port.
        port: i32 => Identity;
        /// `TCP` or `TLS`.
        protocol: String => InPlace;
        /// The ARN of the certificate, for TLS.
        certificate: Option<String> => InPlace { exact: true };
        /// The policy for TLS.
        ssl_policy: Option<String> => InPlace;
        /// The target group (its ARN) that gets the connections.
        target_group: Ref => InPlace { refers_to: &[Kind::TargetGroup] };
    }
}
