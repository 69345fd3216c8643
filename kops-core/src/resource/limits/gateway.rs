//! Gateways and elastic IPs, of which AWS accepts any value.

use super::{Found, Limits};
use crate::resource::{EgressOnlyInternetGateway, ElasticIp, InternetGateway, NatGateway};

impl Limits for InternetGateway {
    fn check_values(&self, _: &mut Found) {}
}

impl Limits for EgressOnlyInternetGateway {
    fn check_values(&self, _: &mut Found) {}
}

impl Limits for ElasticIp {
    fn check_values(&self, _: &mut Found) {}
}

impl Limits for NatGateway {
    fn check_values(&self, _: &mut Found) {}
}
