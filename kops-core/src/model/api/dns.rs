//! Names of the API in Route 53, and the VPC in which a private zone answers.
//!
//! Without a load balancer there is nothing that a record could stand for before instances run: dns-controller publishes
//! the addresses of control planes then.

use super::load_balancer::records;
use crate::diag::Diagnostic;
use crate::graph::{Builder, Origin};
use crate::model::Context;
use crate::model::codes;
use crate::resource::{CloudId, DnsZoneAssociation, Kind};
use crate::spec::DnsType;

/// Adds the records of the API and the association of a private zone.
pub(super) fn build(context: &Context<'_>, graph: &mut Builder) {
    if !context.publishes_dns_records() {
        return;
    }
    let private = context.dns_type() == DnsType::Private;
    if context.hosted_zone().is_none() && (private || context.api_load_balancer().is_some()) {
        graph.problem(no_zone(context, private));
        return;
    }
    if private {
        associate(context, graph);
    }
    known_names(context, graph);
    api_records(context, graph);
}

/// The names that kops and the cluster's controllers give: a load balancer or a bastion that goes leaves records behind.
fn known_names(context: &Context<'_>, graph: &mut Builder) {
    let Some(zone) = context.hosted_zone() else { return };
    let public = context.spec().master_public_name.clone();
    for name in public.into_iter().chain(context.names.published()).filter(|name| !name.is_empty()) {
        graph.may_have_record(&zone.id, name);
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

    #[test]
    fn records_lead_to_the_load_balancer_where_names_are_published() {
        let both: &[&str] = &["api", "api-AAAA", "api.internal", "api.internal-AAAA"];
        for (name, cluster, dns, load_balancer, expected) in [
            ("no load balancer", "demo.example.com", "Public", json!(null), &[][..]),
            ("public", "demo.example.com", "Public", json!({"type": "Public"}), &both[..2]),
            (
                "public, for nodes too",
                "demo.example.com",
                "Public",
                json!({"type": "Public", "class": "Network", "useForInternalApi": true}),
                both,
            ),
            ("private", "demo.example.com", "Private", json!({"type": "Public"}), &both[..2]),
            ("none", "demo.example.com", "None", json!({"type": "Public", "class": "Network"}), &[]),
            ("gossip", "demo.k8s.local", "Public", json!({"type": "Public"}), &[]),
        ] {
            let spec = json!({"topology": {"dns": {"type": dns}}, "api": {"loadBalancer": load_balancer}});
            assert_eq!(list(&public(spec).named(cluster).build(), Kind::DnsRecord), expected, "{name}");
        }
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
        let spec = json!({"dnsZone": "example.net", "api": {"loadBalancer": {"type": "Public"}}});
        let problems = public(spec).try_build().expect_err("is not there").to_string();
        assert!(problems.contains("no public hosted zone `example.net` found"), "{problems}");
    }
}
