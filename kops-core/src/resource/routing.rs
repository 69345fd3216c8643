//! Route tables, their routes, and the subnets that use them.

use serde::{Deserialize, Serialize};

use super::{Kind, Ref, Tags};

resource! {
    /// A route table. Its identity is the tag `Name` among the cluster's tables.
    RouteTable {
        /// The VPC.
        vpc: Ref => Fixed { refers_to: &[Kind::Vpc] };
        /// Tags, among them `kubernetes.io/kops/role`.
        tags: Tags => InPlace;
    }
}

resource! {
    /// Which table a subnet uses. Its identity is the subnet.
    RouteTableAssociation {
        /// The subnet.
        subnet: Ref => Identity { refers_to: &[Kind::Subnet] };
        /// The table.
        route_table: Ref => InPlace { refers_to: &[Kind::RouteTable] };
    }
}

resource! {
    /// A route. Its identity is the table and the destination.
    Route {
        /// The table.
        route_table: Ref => Identity { refers_to: &[Kind::RouteTable] };
        /// The destination, an IPv4 or IPv6 range.
        destination: String => Identity;
        /// Where packets go.
        target: RouteTarget => InPlace {
            refers_to: &[Kind::InternetGateway, Kind::EgressOnlyInternetGateway, Kind::NatGateway],
        };
    }
}

/// Where a route leads.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum RouteTarget {
    /// An internet gateway.
    InternetGateway(Ref),
    /// An egress-only internet gateway.
    EgressOnlyInternetGateway(Ref),
    /// A NAT gateway.
    NatGateway(Ref),
    /// A transit gateway.
    TransitGateway(Ref),
    /// An instance.
    Instance(Ref),
    /// A peering connection.
    PeeringConnection(Ref),
}

impl Default for RouteTarget {
    fn default() -> Self {
        Self::InternetGateway(Ref::default())
    }
}
