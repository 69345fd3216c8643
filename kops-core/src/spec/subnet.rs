//! Subnets: ranges of the VPC in a zone, and what leads out of them.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

/// A subnet of the VPC that groups may use.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "SubnetSpec"))]
#[serde(rename_all = "camelCase", default)]
pub struct Subnet {
    /// Its name in this spec, unique.
    pub name: Option<String>,
    /// Its availability zone, `us-east-2a`, or local zone.
    pub zone: Option<String>,
    /// Not for AWS: the region of a subnet that spans zones.
    pub region: Option<String>,
    /// Its IPv4 range. Default: carved from `networkCIDR`, or the range of a subnet that exists.
    pub cidr: Option<String>,
    /// Its IPv6 range, or `/64#1`: the second range of that size in the VPC's.
    #[serde(rename = "ipv6CIDR")]
    pub ipv6_cidr: Option<String>,
    /// The id of a subnet that exists and is shared. Unset: the cluster makes its own.
    pub id: Option<String>,
    /// What leads out: `nat-…`, `eipalloc-…`, `i-…`, `tgw-…`, or `External`. Default: a NAT gateway of the zone for
    /// private subnets.
    pub egress: Option<String>,
    /// What can be reached from it and what can reach it. Default: `Public`.
    pub r#type: Option<SubnetType>,
    /// The elastic address of the NAT gateway that is made for it.
    #[serde(rename = "publicIP")]
    pub public_ip: Option<String>,
    /// Further routes of its route table.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub additional_routes: Vec<Route>,
}

/// A route that is added to a subnet's table.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "RouteSpec"))]
#[serde(rename_all = "camelCase", default)]
pub struct Route {
    /// Where it leads.
    pub cidr: Option<String>,
    /// What it goes through: `pcx-…`, `i-…`, `nat-…`, `tgw-…`, `igw-…`, `eigw-…`.
    pub target: Option<String>,
}

/// What can be reached from a subnet and what can reach it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
