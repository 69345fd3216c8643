//! How a cluster is reached: DNS and bastions.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::api::LoadBalancerType;

/// How the cluster is reached: bastion and DNS.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Topology {
    /// Retired: whether control-plane nodes are private is decided by the `type` of their subnets.
    pub masters: Option<String>,
    /// Retired: whether nodes are private is decided by the `type` of their subnets.
    pub nodes: Option<String>,
    /// The DNS name and load balancer of the bastions.
    pub bastion: Option<Bastion>,
    /// How the names of the API are published.
    pub dns: Option<Dns>,
}

/// How the names of the API are published.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Dns {
    /// The kind of hosted zone that holds the names, or `None`. Default: `Public`; `create cluster` writes `None` where
    /// no hosted zone is given.
    pub r#type: Option<DnsType>,
}

/// The kind of hosted zone that holds the names of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
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

/// The DNS name and load balancer of the bastions.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Bastion {
    /// The DNS name of the bastions' load balancer. Unset: no DNS record.
    pub bastion_public_name: Option<String>,
    /// Retired: bastions have a network load balancer, which has no such setting.
    pub idle_timeout_seconds: Option<i64>,
    /// The load balancer in front of the bastions.
    pub load_balancer: Option<BastionLoadBalancer>,
}

/// The load balancer in front of the bastions.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct BastionLoadBalancer {
    /// Ids (`sg-…`) of existing security groups to attach to the load balancer as well.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub additional_security_groups: Vec<String>,
    /// Where the load balancer can be reached from: the internet (`Public`) or the VPC (`Internal`). Default: `Public`.
    pub r#type: Option<LoadBalancerType>,
}
