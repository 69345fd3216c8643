//! Subnets: ranges of the VPC in a zone, and what leads out of them.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

/// A subnet of the VPC that instance groups may use.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "SubnetSpec"))]
#[serde(rename_all = "camelCase", default)]
pub struct Subnet {
    /// The name of the subnet in this spec, unique; `create cluster` uses the zone. Required.
    pub name: Option<String>,
    /// The availability zone (`us-east-2a`) or local zone. Required.
    pub zone: Option<String>,
    /// Not used on AWS: the region of a subnet that spans zones.
    pub region: Option<String>,
    /// The IPv4 CIDR of the subnet. Default: that of the existing subnet, or a part of `networkCIDR` that no other
    /// subnet uses.
    pub cidr: Option<String>,
    /// The IPv6 CIDR of the subnet, or `/64#1`, which is the second /64 of the VPC's IPv6 CIDR. Unset: no IPv6.
    #[serde(rename = "ipv6CIDR")]
    pub ipv6_cidr: Option<String>,
    /// The id (`subnet-…`) of an existing subnet, which is then shared: used, but never changed or deleted. Unset: the
    /// cluster creates the subnet.
    pub id: Option<String>,
    /// The default route of a private subnet: `nat-…`, `eipalloc-…`, `i-…`, `tgw-…`, or `External` for a route that is
    /// managed elsewhere. Default: a NAT gateway that the cluster creates in each zone.
    pub egress: Option<String>,
    /// Who can reach the subnet, and how it reaches the internet. Required.
    pub r#type: Option<SubnetType>,
    /// The Elastic IP address of the NAT gateway that the cluster creates for this subnet. Unset: a new address.
    #[serde(rename = "publicIP")]
    pub public_ip: Option<String>,
    /// Additional routes of the subnet's route table; for private subnets only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub additional_routes: Vec<Route>,
}

/// A route that is added to a subnet's table.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "RouteSpec"))]
#[serde(rename_all = "camelCase", default)]
pub struct Route {
    /// The destination CIDR of the route. Required.
    pub cidr: Option<String>,
    /// What packets are sent to: `pcx-…`, `i-…`, `nat-…`, `tgw-…`, `igw-…` or `eigw-…`. Required.
    pub target: Option<String>,
}

/// Who can reach a subnet, and how it reaches the internet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum SubnetType {
    /// Instances have public addresses and a route to the internet gateway.
    Public,
    /// Instances have private addresses only and leave through a NAT gateway.
    Private,
    /// Holds load balancers, NAT gateways and bastions of private subnets; public.
    Utility,
    /// Private, with IPv4 beside IPv6.
    DualStack,
}

impl SubnetType {
    /// Returns the text that a spec uses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Public => "Public",
            Self::Private => "Private",
            Self::Utility => "Utility",
            Self::DualStack => "DualStack",
        }
    }
}

impl fmt::Display for SubnetType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
