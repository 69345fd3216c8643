//! Route tables, associations, routes.

use ipnet::IpNet;

use super::{Found, Limits, codes};
use crate::resource::{Route, RouteTable, RouteTableAssociation, RouteTarget};

impl Limits for RouteTable {
    fn check_values(&self, _: &mut Found) {}
}

impl Limits for RouteTableAssociation {
    fn check_values(&self, _: &mut Found) {}
}

impl Limits for Route {
    fn check_values(&self, found: &mut Found) {
        match (self.destination.parse::<IpNet>(), &self.target) {
            (Err(_), _) => {
                let message = format!("the destination `{}` is not a CIDR such as `0.0.0.0/0`", self.destination);
                found.refuse(Self::DESTINATION, codes::CIDR, message);
            }
            (Ok(IpNet::V4(_)), RouteTarget::EgressOnlyInternetGateway(_)) => {
                let message = "an egress-only internet gateway takes IPv6 destinations only";
                found.refuse(Self::DESTINATION, codes::COMBINATION, message);
            }
            (Ok(_), _) => {}
        }
    }
}
