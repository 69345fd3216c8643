//! Subnets, with the tags by which load balancers of services find them.

use std::collections::BTreeMap;

use ipnet::Ipv4Net;

use crate::graph::{Builder, Origin};
use crate::model::context::{Context, PlacedSubnet};
use crate::naming::tags;
use crate::resource::{Kind, Output, Ref, ResourceId, Subnet, Tags, canonical_cidr};
use crate::spec::SubnetType;

/// Adds every subnet of the spec.
pub(super) fn build(context: &Context<'_>, graph: &mut Builder) {
    let mut untagged: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for subnet in context.subnets() {
        match subnet.shared() {
            Some(id) => {
                share(context, graph, &subnet, id);
                if let Some(missing) = missing_tags(context, &subnet, id) {
                    untagged.entry(missing).or_default().push(format!("`{id}`"));
                }
            }
            None => own(context, graph, &subnet),
        }
    }
    for (missing, ids) in untagged {
        let ids = ids.join(", ");
        graph.note(format!(
            "shared subnets are not tagged by kops: for load balancers of Services to use {ids}, add {missing}"
        ));
    }
}

fn own(context: &Context<'_>, graph: &mut Builder, subnet: &PlacedSubnet<'_>) {
    let name = context.names.subnet(subnet.name());
    let cidr = subnet.cidr().map(canonical_cidr);
    let ipv6_cidr = subnet.ipv6_cidr().map(canonical_cidr);
    let mut tags = context.tags(&name);
    if context.tags_subnets() {
        tags.extend(load_balancer_tags(context, subnet));
        tags.insert(tags::SUBNET_TYPE.to_owned(), subnet.kind().to_string());
        for group in context.karpenter_groups() {
            if group.spec.subnets.iter().any(|name| name == subnet.name()) {
                tags.insert(format!("{}{}", tags::KARPENTER_GROUP_PREFIX, group.name()), "true".to_owned());
            }
        }
    }
    let resource = Subnet {
        vpc: context.vpc(),
        zone: Some(subnet.zone().to_owned()),
        ipv6_cidr_of: ipv6_range_of(context, subnet),
        assign_ipv6: ipv6_cidr.is_some().then_some(true),
        dns64: cidr.is_none().then_some(true),
        hostname_type: Some("resource-name".to_owned()),
        resource_name_a: cidr.is_some().then_some(true),
        resource_name_aaaa: ipv6_cidr.is_some().then_some(true),
        cidr,
        ipv6_cidr,
        tags: Some(tags),
    };
    let id = graph.own(name, resource, origin(subnet));
    if let Some(range) = additional_range(context, subnet) {
        graph.after(&id, ResourceId::new(Kind::VpcCidrBlock, range));
    }
}

/// Of a shared subnet only what must be so is said: what may be changed is its owner's business.
fn share(context: &Context<'_>, graph: &mut Builder, subnet: &PlacedSubnet<'_>, id: &str) {
    let resource = Subnet {
        vpc: context.vpc(),
        zone: Some(subnet.zone().to_owned()),
        cidr: subnet.cidr().map(canonical_cidr),
        ipv6_cidr: subnet.ipv6_cidr().map(canonical_cidr),
        ipv6_cidr_of: ipv6_range_of(context, subnet),
        ..Subnet::default()
    };
    graph.share(context.names.subnet(subnet.name()), id, resource, origin(subnet));
}

fn origin(subnet: &PlacedSubnet<'_>) -> Origin {
    let purpose = match subnet.kind() {
        SubnetType::Public => "public subnet",
        SubnetType::Private => "private subnet",
        SubnetType::Utility => "utility subnet for load balancers and NAT gateways",
        SubnetType::DualStack => "dual-stack private subnet",
    };
    let mut origin = Origin::new(format!("{purpose} in {}", subnet.zone()), subnet.path.clone());
    let fields =
        [(Subnet::ZONE, "zone"), (Subnet::CIDR, "cidr"), (Subnet::IPV6_CIDR, "ipv6CIDR"), (Subnet::TAGS, "type")];
    for (field, key) in fields {
        origin = origin.field(field, subnet.path.key(key));
    }
    origin
}

/// The VPC in whose IPv6 range a relative range (`/64#1`) counts. An own VPC has none before it is made.
fn ipv6_range_of(context: &Context<'_>, subnet: &PlacedSubnet<'_>) -> Option<Ref> {
    let range = subnet.ipv6_cidr()?;
    let known = context.shares_vpc() && !range.starts_with('/');
    (!known).then(|| Ref::output(Kind::Vpc, context.names.cluster(), Output::Ipv6Cidr))
}

/// The further range of the own VPC that holds a subnet, which must be there before it.
fn additional_range(context: &Context<'_>, subnet: &PlacedSubnet<'_>) -> Option<String> {
    if context.shares_vpc() {
        return None;
    }
    let cidr: Ipv4Net = subnet.cidr()?.parse().ok()?;
    let holds = |range: &&String| range.parse::<Ipv4Net>().is_ok_and(|range| range.contains(&cidr.addr()));
    context.spec().additional_network_cidrs.iter().find(holds).cloned()
}

/// The tags by which the cloud controller and the AWS load balancer controller choose subnets.
///
/// Internal load balancers go to private subnets, and to public ones where there is no private one; not where pods have
/// IPv6 only, because AWS refuses internal load balancers in subnets with an IPv6 route to an internet gateway. Where a
/// zone has dual-stack subnets, its private ones, which have no IPv4, are left out.
fn load_balancer_tags(context: &Context<'_>, subnet: &PlacedSubnet<'_>) -> Tags {
    let (public, internal) = match subnet.kind() {
        SubnetType::Public | SubnetType::Utility => {
            (true, !context.ipv6_only() && context.subnets().all(|other| other.is_public()))
        }
        SubnetType::DualStack => (false, true),
        SubnetType::Private => {
            let dual = |other: PlacedSubnet<'_>| other.kind() == SubnetType::DualStack && other.zone() == subnet.zone();
            (false, !context.subnets().any(dual))
        }
    };
    let tags = [(tags::PUBLIC_LOAD_BALANCERS, public), (tags::INTERNAL_LOAD_BALANCERS, internal)];
    tags.into_iter().filter(|(_, wanted)| *wanted).map(|(key, _)| (key.to_owned(), "1".to_owned())).collect()
}

/// The tags that a shared subnet should have and, as far as is known, has not; nothing where the user wants none.
fn missing_tags(context: &Context<'_>, subnet: &PlacedSubnet<'_>, id: &str) -> Option<String> {
    let known = &context.facts.network.subnets.get(id)?.tags;
    let mut wanted = load_balancer_tags(context, subnet);
    wanted.insert(tags::ownership_key(context.names.cluster()), "shared".to_owned());
    let missing: Vec<String> = wanted
        .iter()
        .filter(|(key, _)| !known.contains_key(*key))
        .map(|(key, value)| format!("`{key}={value}`"))
        .collect();
    (context.tags_subnets() && !missing.is_empty()).then(|| missing.join(", "))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::model::testing::{Demo, get, private, public, subnet};
    use crate::resource::Resource;

    fn built(demo: &Demo, name: &str) -> Subnet {
        match get(&demo.build(), Kind::Subnet, &format!("{name}.demo.example.com")) {
            Resource::Subnet(subnet) => subnet.clone(),
            other => panic!("is {other:?}"),
        }
    }

    /// Which load balancers a subnet is tagged for.
    fn load_balancers(demo: &Demo, name: &str) -> (bool, bool) {
        let tags = built(demo, name).tags.expect("has tags");
        (tags.contains_key(tags::PUBLIC_LOAD_BALANCERS), tags.contains_key(tags::INTERNAL_LOAD_BALANCERS))
    }

    #[test]
    fn load_balancers_find_their_subnets() {
        let dual = json!([
            subnet("us-east-2a", "Private", "10.0.0.0/24"),
            subnet("us-east-2b", "Private", "10.0.1.0/24"),
            subnet("dual-us-east-2a", "DualStack", "10.0.2.0/24"),
            subnet("utility-us-east-2a", "Utility", "10.0.3.0/24"),
            subnet("utility-us-east-2b", "Utility", "10.0.4.0/24"),
        ]);
        let dual = private(json!({"subnets": dual}));
        let ipv6 = public(json!({"nonMasqueradeCIDR": "::/0"}));
        for (name, demo, subnet, expected) in [
            ("public alone", &public(json!({})), "us-east-2a", (true, true)),
            ("public alone, IPv6", &ipv6, "us-east-2a", (true, false)),
            ("private", &private(json!({})), "us-east-2a", (false, true)),
            ("utility", &private(json!({})), "utility-us-east-2a", (true, false)),
            ("private beside dual-stack", &dual, "us-east-2a", (false, false)),
            ("private in another zone", &dual, "us-east-2b", (false, true)),
            ("dual-stack", &dual, "dual-us-east-2a", (false, true)),
        ] {
            assert_eq!(load_balancers(demo, subnet), expected, "{name}");
        }
    }

    #[test]
    fn addresses_decide_how_hosts_are_named() {
        let demo = public(json!({"subnets": [
            {"name": "both", "zone": "us-east-2a", "cidr": "10.0.0.0/24", "ipv6CIDR": "/64#1"},
            {"name": "six", "zone": "us-east-2a", "type": "Public", "ipv6CIDR": "/64#2"},
            {"name": "us-east-2a", "zone": "us-east-2a", "cidr": "10.0.1.0/24"},
        ]}));
        for (name, a, aaaa, dns64, assigned, counted) in [
            ("both", Some(true), Some(true), None, Some(true), true),
            ("six", None, Some(true), Some(true), Some(true), true),
            ("us-east-2a", Some(true), None, None, None, false),
        ] {
            let subnet = built(&demo, name);
            assert_eq!((subnet.resource_name_a, subnet.resource_name_aaaa), (a, aaaa), "{name}");
            assert_eq!((subnet.dns64, subnet.assign_ipv6), (dns64, assigned), "{name}");
            assert_eq!(subnet.ipv6_cidr_of.is_some(), counted, "{name}");
        }
    }

    #[test]
    fn missing_tags_of_a_shared_subnet_are_noted() {
        let shared = |more: Value| {
            let mut spec = json!({"networkID": "vpc-1", "subnets": [
                {"name": "us-east-2a", "zone": "us-east-2a", "type": "Public", "cidr": "10.0.0.0/24", "id": "subnet-1"},
            ]});
            spec.as_object_mut().expect("is a map").extend(more.as_object().cloned().unwrap_or_default());
            public(spec)
        };
        let demo = shared(json!({}));
        assert_eq!(built(&demo, "us-east-2a").tags, None);
        let notes = demo.build().notes;
        assert_eq!(
            notes,
            ["shared subnets are not tagged by kops: for load balancers of Services to use `subnet-1`, add \
              `kubernetes.io/cluster/demo.example.com=shared`, `kubernetes.io/role/elb=1`, \
              `kubernetes.io/role/internal-elb=1`"]
        );
        assert_eq!(shared(json!({"DisableSubnetTags": true})).build().notes, Vec::<String>::new());
    }

    #[test]
    fn an_own_subnet_is_found_again_even_without_tags_for_load_balancers() {
        let demo = public(json!({"DisableSubnetTags": true}));
        let tags = built(&demo, "us-east-2a").tags.expect("has tags");
        let keys: Vec<&str> = tags.keys().map(String::as_str).collect();
        assert_eq!(keys, ["KubernetesCluster", "Name", "kubernetes.io/cluster/demo.example.com"]);
    }

    #[test]
    fn karpenter_finds_the_subnets_of_its_groups() {
        let demo = public(json!({})).group("nodes", json!({"manager": "Karpenter"}));
        let tags = built(&demo, "us-east-2a").tags.expect("has tags");
        assert_eq!(tags["kops.k8s.io/instance-group/nodes"], "true");
    }

    #[test]
    fn a_subnet_waits_for_the_range_that_holds_it() {
        let graph = public(json!({
            "additionalNetworkCIDRs": ["10.1.0.0/16", "10.2.0.0/16"],
            "subnets": [subnet("us-east-2a", "Public", "10.2.1.0/24")],
        }))
        .build();
        let id = ResourceId::new(Kind::Subnet, "us-east-2a.demo.example.com");
        assert_eq!(graph.nodes[&id].after, [ResourceId::new(Kind::VpcCidrBlock, "10.2.0.0/16")]);
    }
}
