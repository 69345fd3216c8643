//! The ranges of the VPC, of pods and of services.

use ipnet::{IpNet, Ipv4Net};

use super::notes::Notes;
use crate::facts::Facts;
use crate::spec::Cluster;

/// The range of a VPC that the cluster makes.
const VPC_RANGE: &str = "172.20.0.0/16";
/// The range of pods and services.
const NON_MASQUERADE_RANGE: &str = "100.64.0.0/10";
/// The range of services.
const SERVICE_RANGE: &str = "100.64.0.0/13";
/// The range of services where pods have IPv6 addresses: unique local addresses.
const SERVICE_RANGE_IPV6: &str = "fd00:5e4f:ce::/108";

pub(super) fn fill(cluster: &mut Cluster, facts: &Facts, notes: &mut Notes<'_>) {
    let spec = &mut cluster.spec;
    // As kops has it: a range that was written says nothing about pods.
    let written = spec.network_cidr.as_deref().is_some_and(|range| !range.is_empty());
    match spec.network_id.as_deref().filter(|id| !id.is_empty()) {
        None => notes.fill(&mut spec.network_cidr, "networkCIDR", VPC_RANGE, "the default range of a VPC"),
        Some(id) => {
            if let Some(vpc) = facts.network.vpcs.get(id).filter(|vpc| !vpc.cidr.is_empty()) {
                notes.fill(&mut spec.network_cidr, "networkCIDR", vpc.cidr.as_str(), "the range of the shared VPC");
            }
        }
    }
    let pods_in_vpc = spec.networking.as_ref().is_some_and(|networking| networking.amazonvpc.is_some());
    match spec.network_cidr.clone() {
        Some(range) if pods_in_vpc && !written => {
            let rule = "pods have addresses of the VPC";
            notes.fill(&mut spec.non_masquerade_cidr, "nonMasqueradeCIDR", range, rule);
        }
        _ => {
            let rule = "the default range of pods and services";
            notes.fill(&mut spec.non_masquerade_cidr, "nonMasqueradeCIDR", NON_MASQUERADE_RANGE, rule);
        }
    }
    let whole = spec.non_masquerade_cidr.as_deref().and_then(|range| range.parse::<IpNet>().ok());
    if let Some(IpNet::V4(whole)) = whole
        && let Some(upper) = upper_half(whole)
    {
        notes.fill(&mut spec.pod_cidr, "podCIDR", upper.to_string(), "the upper half of `nonMasqueradeCIDR`");
    }
    let services = if matches!(whole, Some(IpNet::V6(_))) { SERVICE_RANGE_IPV6 } else { SERVICE_RANGE };
    let rule = "the default range of services";
    notes.fill(&mut spec.service_cluster_ip_range, "serviceClusterIPRange", services, rule);
}

fn upper_half(range: Ipv4Net) -> Option<Ipv4Net> {
    range.subnets(range.prefix_len() + 1).ok()?.nth(1)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::filled;
    use super::*;
    use crate::facts::VpcFacts;

    #[test]
    fn pods_of_amazonvpc_have_the_range_of_a_vpc_that_the_spec_does_not_give() {
        let mut facts = Facts::built_in("us-east-2");
        facts.network.vpcs.insert("vpc-1".into(), VpcFacts { cidr: "10.1.0.0/16".into(), ..VpcFacts::default() });
        for (spec, expected) in [
            (json!({"networking": {"amazonvpc": {}}}), "172.20.0.0/16"),
            (json!({"networking": {"amazonvpc": {}}, "networkID": "vpc-1"}), "10.1.0.0/16"),
            (json!({"networking": {"amazonvpc": {}}, "networkCIDR": "10.2.0.0/16"}), "100.64.0.0/10"),
            (json!({"networking": {"amazonvpc": {}}, "nonMasqueradeCIDR": "10.3.0.0/16"}), "10.3.0.0/16"),
            (json!({"networking": {"calico": {}}}), "100.64.0.0/10"),
        ] {
            let full = filled(&spec, &facts);
            assert_eq!(full.cluster.spec.non_masquerade_cidr.as_deref(), Some(expected), "{spec}");
        }
    }

    #[test]
    fn pods_get_the_upper_half() {
        for (range, expected) in [
            ("100.64.0.0/10", Some("100.96.0.0/11")),
            ("172.20.0.0/16", Some("172.20.128.0/17")),
            ("10.0.0.7/32", None),
        ] {
            let upper = upper_half(range.parse().unwrap()).map(|upper| upper.to_string());
            assert_eq!(upper.as_deref(), expected, "{range}");
        }
    }
}
