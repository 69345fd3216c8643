//! How a cluster is reached: DNS and bastions.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::api::LoadBalancerType;

/// How the cluster is reached.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Topology {
    /// Retired. The network of control planes, which subnets decide now.
    pub masters: Option<String>,
    /// Retired. The network of nodes, which subnets decide now.
    pub nodes: Option<String>,
    /// The bastion's name and load balancer.
    pub bastion: Option<Bastion>,
    /// How names are published.
    pub dns: Option<Dns>,
}

/// How names are published.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Dns {
    /// The kind of DNS. Default: `Public`.
    pub r#type: Option<DnsType>,
}

/// The kind of DNS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum DnsType {
    /// A public hosted zone.
    Public,
    /// A hosted zone that answers inside the VPC only.
    Private,
    /// No DNS: nodes find the API by its load balancer.
    None,
}

impl DnsType {
    /// Returns the text that a spec uses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Public => "Public",
            Self::Private => "Private",
            Self::None => "None",
        }
    }
}

impl fmt::Display for DnsType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The bastion's name and load balancer.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Bastion {
    /// The DNS name of the bastion's load balancer.
    pub bastion_public_name: Option<String>,
    /// Retired with classic load balancers. Seconds until an idle connection ends.
    pub idle_timeout_seconds: Option<i64>,
    /// The load balancer before the bastions.
    pub load_balancer: Option<BastionLoadBalancer>,
}

/// The load balancer before the bastions.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct BastionLoadBalancer {
    /// Security groups that exist, to add to the load balancer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub additional_security_groups: Vec<String>,
    /// Where it can be reached from. Default: `Public`.
    pub r#type: Option<LoadBalancerType>,
}
