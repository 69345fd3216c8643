//! How the API is reached: by DNS alone, or by a load balancer.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::scalar::Empty;

/// How the API is reached.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Api {
    /// Reaches the API by DNS records that name the control-plane nodes, without a load balancer. Default, where
    /// neither `dns` nor `loadBalancer` is set: this one where the control-plane nodes are in public subnets.
    pub dns: Option<Empty>,
    /// Reaches the API through a load balancer in front of the control-plane nodes. Default, where neither `dns` nor
    /// `loadBalancer` is set: this one where the control-plane nodes are in private subnets.
    pub load_balancer: Option<ApiLoadBalancer>,
}

/// The load balancer before the control planes.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ApiLoadBalancer {
    /// The kind of load balancer: `Network` or `Classic`. Default: `Classic`, as kops reads a spec without it; `create
    /// cluster` writes `Network`.
    pub class: Option<LoadBalancerClass>,
    /// Where the load balancer can be reached from: the internet (`Public`) or the VPC (`Internal`). Default: `Public`.
    pub r#type: Option<LoadBalancerType>,
    /// Seconds after which a classic load balancer closes an idle connection, at most 3600. Default: 300.
    pub idle_timeout_seconds: Option<i64>,
    /// The id (`sg-…`) of an existing security group, which is used in place of the one the cluster would create.
    /// Unset: the cluster creates `api-elb.` followed by its name.
    pub security_group_override: Option<String>,
    /// Ids (`sg-…`) of existing security groups to attach as well. With a network load balancer the control-plane
    /// instances get them too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub additional_security_groups: Vec<String>,
    /// Points `api.internal.` followed by the cluster's name at the load balancer, so that nodes use it as well. Not
    /// possible with an internal network load balancer. Default: false.
    pub use_for_internal_api: Option<bool>,
    /// The ARN of an ACM certificate that the load balancer presents to clients. Port 8443 then serves clients with
    /// client certificates. Unset: the API server presents its own certificate.
    pub ssl_certificate: Option<String>,
    /// The TLS policy of a network load balancer with `sslCertificate`. Default: `ELBSecurityPolicy-2016-08`.
    pub ssl_policy: Option<String>,
    /// Sends requests to control-plane nodes in all zones, not only in the zone in which they arrive. Default: false;
    /// true where the load balancer also serves kops-controller.
    pub cross_zone_load_balancing: Option<bool>,
    /// The subnets of the load balancer, with fixed addresses where wanted. Unset: one subnet in each zone, chosen by
    /// `type`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subnets: Vec<LoadBalancerSubnet>,
    /// Where the load balancer writes its access log in S3. Unset: no access log.
    pub access_log: Option<AccessLog>,
}

/// A subnet that a load balancer stands in.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct LoadBalancerSubnet {
    /// The name of the subnet in `spec.subnets`. Required.
    pub name: Option<String>,
    /// The private IPv4 address of the load balancer in this subnet, for internal network load balancers. Unset: AWS
    /// chooses one.
    #[serde(rename = "privateIPv4Address")]
    pub private_ipv4_address: Option<String>,
    /// The allocation id (`eipalloc-…`) of the Elastic IP in this subnet, for public network load balancers. Unset: AWS
    /// assigns an address.
    pub allocation_id: Option<String>,
}

/// Where requests of a load balancer are logged.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "AccessLogSpec"))]
#[serde(rename_all = "camelCase", default)]
pub struct AccessLog {
    /// Minutes between two log files, 5 or 60; only for classic load balancers. Unset: AWS's default, 60.
    pub interval: Option<i64>,
    /// The name of the S3 bucket that the log files are written to. Required.
    pub bucket: Option<String>,
    /// The key prefix of the log files in the bucket. Unset: none.
    pub bucket_prefix: Option<String>,
}

/// Where a load balancer can be reached from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
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
