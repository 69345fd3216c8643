//! The ranges of subnets, carved from that of the VPC.

use ipnet::{IpNet, Ipv4Net};

use super::notes::Notes;
use crate::facts::Facts;
use crate::spec::{Cluster, Subnet, SubnetType};

/// Gives a range to every subnet that has none: that of the subnet that exists, or a part of the VPC's.
///
/// The VPC's range is split into 1, 2, 4 or 8 parts of equal size, enough for every subnet that holds nodes and one for
/// all utility subnets together, whose part is the first free one, split into 8. Parts that overlap a range that is taken
/// are skipped. Where the parts do not suffice, the rest of the subnets stay without a range.
pub(super) fn fill(cluster: &mut Cluster, facts: &Facts, notes: &mut Notes<'_>) {
    let spec = &mut cluster.spec;
    for (i, subnet) in spec.subnets.iter_mut().enumerate() {
        notes.set(&mut subnet.r#type, format!("subnets[{i}].type"), SubnetType::Public, "the default type of a subnet");
        let Some(shared) = subnet.shared_id().and_then(|id| facts.network.subnets.get(id)) else { continue };
        if !shared.cidr.is_empty() {
            let field = format!("subnets[{i}].cidr");
            notes.fill(&mut subnet.cidr, field, shared.cidr.as_str(), "the range of the shared subnet");
        }
    }
    let Some(vpc) = spec.network_cidr.as_deref().and_then(|range| range.parse::<Ipv4Net>().ok()) else { return };
    if !spec.subnets.iter().any(needs_range) {
        return;
    }
    for (i, range) in carve(&vpc, &spec.subnets) {
        spec.subnets[i].cidr = Some(range.to_string());
        notes.note(format!("subnets[{i}].cidr"), "carved from `networkCIDR`");
    }
}

/// True where a subnet has no IPv4 range and should have one. Private subnets with IPv6 do without.
fn needs_range(subnet: &Subnet) -> bool {
    let given = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.is_empty());
    let ipv6_alone = given(&subnet.ipv6_cidr) && subnet.r#type == Some(SubnetType::Private);
    !given(&subnet.cidr) && !ipv6_alone
}

/// Returns a range for each subnet that needs one, by its index, as far as the room suffices.
fn carve(vpc: &Ipv4Net, subnets: &[Subnet]) -> Vec<(usize, Ipv4Net)> {
    let taken: Vec<Option<IpNet>> =
        subnets.iter().map(|subnet| subnet.cidr.as_deref().and_then(|range| range.parse().ok())).collect();
    let inside = |range: &IpNet| matches!(range, IpNet::V4(range) if vpc.contains(&range.addr()));
    // Subnets in another range of the VPC take no part in the division.
    let mut indices: Vec<usize> = (0..subnets.len()).filter(|i| taken[*i].as_ref().is_none_or(inside)).collect();
    indices.sort_by(|a, b| subnets[*a].zone.cmp(&subnets[*b].zone));
    let (little, big): (Vec<_>, Vec<_>) =
        indices.into_iter().partition(|i| subnets[*i].r#type == Some(SubnetType::Utility));

    let parts = big.len() + usize::from(!little.is_empty());
    let bits = match parts {
        0 | 1 => 0,
        2 => 1,
        3 | 4 => 2,
        _ => 3,
    };
    let overlaps = |part: &Ipv4Net| taken.iter().flatten().any(|range| touch(range, part));
    let mut free = split(vpc, bits).into_iter().filter(|part| !overlaps(part));
    let mut given = Vec::new();
    if !little.is_empty() {
        let eighths = free.next().map(|part| split(&part, 3)).unwrap_or_default();
        given.extend(little.into_iter().filter(|i| needs_range(&subnets[*i])).zip(eighths));
    }
    given.extend(big.into_iter().filter(|i| needs_range(&subnets[*i])).zip(free));
    given
}

fn split(range: &Ipv4Net, bits: u8) -> Vec<Ipv4Net> {
    range.subnets(range.prefix_len().saturating_add(bits)).map(Iterator::collect).unwrap_or_default()
}

fn touch(range: &IpNet, part: &Ipv4Net) -> bool {
    matches!(range, IpNet::V4(range) if range.contains(&part.network()) || part.contains(&range.network()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::filled;
    use super::*;
    use crate::facts::SubnetFacts;

    fn subnet(zone: &str, kind: SubnetType, range: Option<&str>) -> Subnet {
        let mut subnet = Subnet { zone: Some(zone.into()), r#type: Some(kind), ..Subnet::default() };
        subnet.cidr = range.map(str::to_owned);
        subnet
    }

    fn carved(vpc: &str, subnets: &[Subnet]) -> Vec<String> {
        let mut ranges: Vec<String> = subnets.iter().map(|s| s.cidr.clone().unwrap_or_default()).collect();
        for (i, range) in carve(&vpc.parse().unwrap(), subnets) {
            ranges[i] = range.to_string();
        }
        ranges
    }

    #[test]
    fn a_shared_subnet_has_the_range_that_it_has_in_the_account() {
        let mut facts = Facts::built_in("us-east-2");
        let known = SubnetFacts { vpc: "vpc-1".into(), cidr: "10.0.1.0/24".into(), ..SubnetFacts::default() };
        facts.network.subnets.insert("subnet-1".into(), known);
        for (subnet, expected) in [
            (json!({"id": "subnet-1", "type": "Public"}), Some("10.0.1.0/24")),
            (json!({"id": "subnet-1", "type": "Private", "ipv6CIDR": "/64#0"}), Some("10.0.1.0/24")),
            (json!({"id": "subnet-1", "type": "Private", "cidr": "10.0.2.0/24"}), Some("10.0.2.0/24")),
            (json!({"type": "Private", "ipv6CIDR": "/64#0"}), None),
        ] {
            let full = filled(&json!({"networkID": "vpc-1", "subnets": [subnet]}), &facts);
            assert_eq!(full.cluster.spec.subnets[0].cidr.as_deref(), expected, "{subnet}");
        }
    }

    #[test]
    fn subnets_get_parts_of_the_network_as_kops_gives_them() {
        use SubnetType::{Private, Public, Utility};
        for (vpc, subnets, expected) in [
            ("10.0.0.0/8", vec![subnet("a", Public, None)], vec!["10.0.0.0/8"]),
            (
                "10.0.0.0/8",
                vec![subnet("b", Public, None), subnet("a", Public, None)],
                vec!["10.128.0.0/9", "10.0.0.0/9"],
            ),
            (
                "172.20.0.0/16",
                vec![
                    subnet("a", Private, None),
                    subnet("b", Private, None),
                    subnet("a", Utility, None),
                    subnet("b", Utility, None),
                ],
                vec!["172.20.64.0/18", "172.20.128.0/18", "172.20.0.0/21", "172.20.8.0/21"],
            ),
            (
                "172.20.0.0/16",
                vec![subnet("a", Public, Some("172.20.0.0/24")), subnet("b", Public, None), subnet("c", Public, None)],
                vec!["172.20.0.0/24", "172.20.64.0/18", "172.20.128.0/18"],
            ),
            (
                "172.20.0.0/16",
                vec![subnet("a", Public, Some("10.1.0.0/16")), subnet("b", Public, None)],
                vec!["10.1.0.0/16", "172.20.0.0/16"],
            ),
            (
                "10.0.0.0/31",
                vec![subnet("a", Public, None), subnet("b", Public, None), subnet("c", Public, None)],
                vec!["", "", ""],
            ),
        ] {
            assert_eq!(carved(vpc, &subnets), expected, "{vpc} {subnets:?}");
        }
        let nine = vec![subnet("a", Public, None); 9];
        assert_eq!(carved("10.0.0.0/16", &nine)[8], "", "there is room for eight only");
    }
}
