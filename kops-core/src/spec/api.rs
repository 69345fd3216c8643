//! How the API is reached: by DNS alone, or by a load balancer.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::scalar::Empty;

/// How the API is reached.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Api {
    /// By DNS alone, with a record of every control plane.
    pub dns: Option<Empty>,
    /// By a load balancer before the control planes.
    pub load_balancer: Option<ApiLoadBalancer>,
}

/// The load balancer before the control planes.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ApiLoadBalancer {
    /// Its kind. Default: `Network` for new clusters, `Classic` where it was not said.
    pub class: Option<LoadBalancerClass>,
    /// Where it can be reached from.
    pub r#type: Option<LoadBalancerType>,
    /// Seconds until an idle connection ends; classic load balancers only. Default: 300.
    pub idle_timeout_seconds: Option<i64>,
    /// A security group that exists, in place of the one that would be made.
    pub security_group_override: Option<String>,
    /// Security groups that exist, to add to the load balancer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub additional_security_groups: Vec<String>,
    /// Makes nodes reach the API through the load balancer.
    pub use_for_internal_api: Option<bool>,
    /// The ARN of a certificate that the load balancer presents.
    pub ssl_certificate: Option<String>,
    /// The TLS policy of a network load balancer with a certificate. Default: `ELBSecurityPolicy-2016-08`.
    pub ssl_policy: Option<String>,
    /// Spreads over the control planes of all zones. Default: false.
    pub cross_zone_load_balancing: Option<bool>,
    /// The subnets that it stands in. Default: chosen by its type, one in each zone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subnets: Vec<LoadBalancerSubnet>,
    /// Where requests are logged.
    pub access_log: Option<AccessLog>,
}

/// A subnet that a load balancer stands in.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct LoadBalancerSubnet {
    /// The subnet's name in this spec.
    pub name: Option<String>,
    /// The private address that it has there; internal network load balancers only.
    #[serde(rename = "privateIPv4Address")]
    pub private_ipv4_address: Option<String>,
    /// The elastic address that it has there; public network load balancers only.
    pub allocation_id: Option<String>,
}

/// Where requests of a load balancer are logged.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "AccessLogSpec"))]
#[serde(rename_all = "camelCase", default)]
pub struct AccessLog {
    /// Minutes between files; classic load balancers only: 5 or 60.
    pub interval: Option<i64>,
    /// The bucket that takes the files.
    pub bucket: Option<String>,
    /// The folder in the bucket.
    pub bucket_prefix: Option<String>,
}

/// Where a load balancer can be reached from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum LoadBalancerType {
    /// From the internet.
    Public,
    /// From inside the VPC.
    Internal,
}

impl LoadBalancerType {
    /// Returns the text that a spec uses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Public => "Public",
            Self::Internal => "Internal",
        }
    }
}

impl fmt::Display for LoadBalancerType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The kind of a load balancer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum LoadBalancerClass {
    /// A classic ELB.
    Classic,
    /// An NLB.
    Network,
}

impl LoadBalancerClass {
    /// Returns the text that a spec uses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Classic => "Classic",
            Self::Network => "Network",
        }
    }
}

impl fmt::Display for LoadBalancerClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
