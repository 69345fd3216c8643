//! Names of the API in Route 53, and the VPC in which a private zone answers.
//!
//! Names without a load balancer get the addresses of control planes from dns-controller, once instances run. Until then they
//! have a placeholder, because resolvers remember for long that a name does not exist.

use super::load_balancer::records;
use crate::diag::Diagnostic;
use crate::graph::{Builder, Origin};
use crate::model::Context;
use crate::model::codes;
use crate::naming;
use crate::resource::{CloudId, DnsRecord, DnsZoneAssociation, Kind};
use crate::spec::{DnsType, ExternalDnsProvider};

/// Adds the records of the API and the association of a private zone.
pub(super) fn build(context: &Context<'_>, graph: &mut Builder) {
    known_names(context, graph);
    if !context.publishes_dns_records() {
        return;
    }
    let private = context.dns_type() == DnsType::Private;
    if context.hosted_zone().is_none() {
        graph.problem(no_zone(context, private));
        return;
    }
    if private {
        associate(context, graph);
    }
    api_records(context, graph);
    placeholders(context, graph);
}

/// The names that kops and the cluster's controllers give: a load balancer or a bastion that goes leaves records behind. They are
/// looked for in every zone that can hold them, because the records of a cluster whose `topology.dns.type` has changed are in
/// another one.
fn known_names(context: &Context<'_>, graph: &mut Builder) {
    let public = context.spec().master_public_name.clone();
    for name in public.into_iter().chain(context.names.published()).filter(|name| !name.is_empty()) {
        for zone in context.facts.hosted_zones.iter().filter(|zone| naming::is_in_zone(&name, &zone.name)) {
            graph.may_have_record(&zone.id, name.clone());
        }
    }
}

fn api_records(context: &Context<'_>, graph: &mut Builder) {
    let Some(spec) = context.api_load_balancer() else { return };
    let kind = if context.uses_network_load_balancer() { Kind::NetworkLoadBalancer } else { Kind::ClassicLoadBalancer };
    let public = context.spec().master_public_name.as_deref().filter(|name| !name.is_empty());
    if let Some(name) = public {
        let origin = Origin::new("DNS record of the API endpoint", context.path("spec.masterPublicName"));
        records(context, graph, name, (kind, "api"), &origin);
    }
    let internal = context.names.internal_api();
    if spec.use_for_internal_api == Some(true) && public != Some(internal.as_str()) {
        let path = context.path("spec.api.loadBalancer.useForInternalApi");
        let origin = Origin::new("internal DNS record of the API endpoint", path);
        records(context, graph, &internal, (kind, "api"), &origin);
    }
}

/// The address that a name has before anything runs, from a range that is for documentation, and how long it may be kept.
const PLACEHOLDER_IPV4: &str = "203.0.113.123";
const PLACEHOLDER_IPV6: &str = "fd00:dead:add::";
const PLACEHOLDER_TTL: i64 = 10;

/// Adds placeholders for the names that dns-controller will publish. Records that exist are left as they are. external-dns changes
/// only records that it has marked as its own, so that there are none where it publishes the names.
fn placeholders(context: &Context<'_>, graph: &mut Builder) {
    let spec = context.spec();
    let provider = spec.external_dns.as_ref().and_then(|dns| dns.provider);
    let Some(zone) = context.hosted_zone().filter(|_| provider != Some(ExternalDnsProvider::ExternalDns)) else {
        return;
    };
    let internal_type = if context.ipv6_only() { "AAAA" } else { "A" };
    let mut names = Vec::new();
    if let (Some(name), None) = (&spec.master_public_name, context.api_load_balancer()) {
        names.extend([(name.clone(), "A"), (name.clone(), internal_type)]);
    }
    if context.api_load_balancer().is_none_or(|balancer| balancer.use_for_internal_api != Some(true)) {
        names.push((context.names.internal_api(), internal_type));
    }
    names.push((context.names.kops_controller(), internal_type));
    names.dedup();
    for (name, record_type) in names.into_iter().filter(|(name, _)| naming::is_in_zone(name, &zone.name)) {
        let (suffix, address) = if record_type == "A" { ("", PLACEHOLDER_IPV4) } else { ("-AAAA", PLACEHOLDER_IPV6) };
        let record = DnsRecord {
            zone: zone.id.clone(),
            name: name.clone(),
            record_type: record_type.to_owned(),
            alias: None,
            ttl: Some(PLACEHOLDER_TTL),
            values: Some(vec![address.to_owned()]),
        };
        let origin = Origin::new("placeholder until dns-controller publishes addresses", context.path("spec.dnsZone"));
        graph.own(format!("{name}{suffix}"), record, origin);
    }
}

/// Makes a private zone answer in the VPC. Where it does in a shared VPC already, that is left alone.
fn associate(context: &Context<'_>, graph: &mut Builder) {
    let (Some(zone), Some(name)) = (context.hosted_zone(), context.spec().dns_zone.as_deref()) else { return };
    let association = DnsZoneAssociation { zone: zone.id.clone(), vpc: context.vpc() };
    let origin =
        Origin::new("association of the private hosted zone with the VPC", context.path("spec.topology.dns.type"));
    match context.shared_vpc() {
        Some(vpc) if zone.vpcs.iter().any(|known| known == vpc) => {
            graph.share(name, CloudId::composite([zone.id.as_str(), vpc]), association, origin);
        }
        _ => {
            graph.own(name, association, origin);
        }
    }
}

fn no_zone(context: &Context<'_>, private: bool) -> Diagnostic {
    let kind = if private { "private" } else { "public" };
    let wanted = context.spec().dns_zone.as_deref().unwrap_or_default();
    Diagnostic::error(codes::NO_HOSTED_ZONE.id, format!("no {kind} hosted zone `{wanted}` found"))
        .at(context.path("spec.dnsZone"))
        .help("create the zone in Route 53 first, set another one, or set `topology.dns.type: None`")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::model::testing::{list, public};
    use crate::resource::Resource;

    #[test]
    fn records_lead_to_the_load_balancer_where_names_are_published() {
        let both: &[&str] = &["api", "api-AAAA", "api.internal", "api.internal-AAAA", "kops-controller.internal"];
        let public_only: &[&str] = &["api", "api-AAAA", "api.internal", "kops-controller.internal"];
        for (name, cluster, dns, load_balancer, expected) in [
            (
                "no load balancer",
                "demo.example.com",
                "Public",
                json!(null),
                &["api", "api.internal", "kops-controller.internal"][..],
            ),
            ("public", "demo.example.com", "Public", json!({"type": "Public"}), public_only),
            (
                "public, for nodes too",
                "demo.example.com",
                "Public",
                json!({"type": "Public", "class": "Network", "useForInternalApi": true}),
                both,
            ),
            ("private", "demo.example.com", "Private", json!({"type": "Public"}), public_only),
            ("none", "demo.example.com", "None", json!({"type": "Public", "class": "Network"}), &[]),
            ("gossip", "demo.k8s.local", "Public", json!({"type": "Public"}), &[]),
        ] {
            let spec = json!({"topology": {"dns": {"type": dns}}, "api": {"loadBalancer": load_balancer}});
            assert_eq!(list(&public(spec).named(cluster).build(), Kind::DnsRecord), expected, "{name}");
        }
    }

    #[test]
    fn names_without_a_load_balancer_have_placeholders() {
        let values = |spec: Value| {
            let graph = public(spec).build();
            let records = graph.of_kind(Kind::DnsRecord).filter_map(|(name, node)| match &node.resource {
                Resource::DnsRecord(DnsRecord { alias: None, values: Some(values), ttl: Some(10), .. }) => {
                    Some(format!("{} {}", name.replace(".demo.example.com", ""), values.join(" ")))
                }
                _ => None,
            });
            records.collect::<Vec<_>>()
        };
        let ipv4 = ["api 203.0.113.123", "api.internal 203.0.113.123", "kops-controller.internal 203.0.113.123"];
        assert_eq!(values(json!({})), ipv4);
        assert_eq!(values(json!({"api": {"loadBalancer": {"type": "Public"}}})), ipv4[1..]);
        assert_eq!(values(json!({"masterPublicName": "api.example.net"})), ipv4[1..], "another zone's name");
        assert_eq!(values(json!({"externalDns": {"provider": "external-dns"}})), Vec::<String>::new());
        assert_eq!(
            values(json!({"nonMasqueradeCIDR": "::/0"})),
            [
                "api 203.0.113.123",
                "api-AAAA fd00:dead:add::",
                "api.internal-AAAA fd00:dead:add::",
                "kops-controller.internal-AAAA fd00:dead:add::"
            ]
        );
    }

    #[test]
    fn a_private_zone_answers_in_the_vpc() {
        let private = |more: Value| {
            let mut spec = json!({"topology": {"dns": {"type": "Private"}}});
            spec.as_object_mut().expect("is a map").extend(more.as_object().cloned().unwrap_or_default());
            public(spec).facts(|facts| drop(facts.network.internet_gateways.insert("igw-2".into(), "vpc-2".into())))
        };
        for (spec, expected) in [
            (json!({}), "example.com"),
            (json!({"networkID": "vpc-1"}), "example.com"),
            (json!({"networkID": "vpc-2"}), "example.com (ZPRIVATE|vpc-2)"),
            (json!({"dnsZone": "ZPRIVATE"}), "ZPRIVATE"),
        ] {
            assert_eq!(list(&private(spec).build(), Kind::DnsZoneAssociation), [expected]);
        }
    }

    #[test]
    fn a_zone_must_be_there() {
        let balancer = json!({"loadBalancer": {"type": "Public"}});
        for (zone, dns, api, found) in [
            ("example.net", "Public", &balancer, false),
            ("example.net", "Public", &json!({}), false),
            ("example.net", "Private", &json!({}), false),
            ("example.net", "None", &json!({}), true),
            ("example.com", "Public", &json!({}), true),
        ] {
            let spec = json!({"dnsZone": zone, "topology": {"dns": {"type": dns}}, "api": api});
            let problems = public(spec).try_build().err().map(|problems| problems.to_string());
            let expected = format!("no {} hosted zone `{zone}` found", dns.to_lowercase());
            match problems {
                None => assert!(found, "{zone} {dns} {api}"),
                Some(problems) => assert!(!found && problems.contains(&expected), "{zone} {dns} {api}: {problems}"),
            }
        }
    }
}
