//! DNS: its kind and the hosted zone.

use super::notes::Notes;
use crate::facts::{Facts, HostedZone};
use crate::spec::{Cluster, DnsType, ExternalDnsProvider};

pub(super) fn fill(cluster: &mut Cluster, facts: &Facts, notes: &mut Notes<'_>) {
    let dns = cluster.spec.topology.get_or_insert_default().dns.get_or_insert_default();
    notes.set(&mut dns.r#type, "topology.dns.type", DnsType::Public, "the default kind of DNS");
    if cluster.publishes_dns_records()
        && let Some(zone) = hosted_zone(cluster, facts)
    {
        let id = zone.id.trim_start_matches("/hostedzone/");
        let rule = "the hosted zone that fits the cluster's name best";
        notes.fill(&mut cluster.spec.dns_zone, "dnsZone", id, rule);
    }
    if cluster.dns_type() != DnsType::None {
        let external_dns = cluster.spec.external_dns.get_or_insert_default();
        let rule = "the default publisher of names";
        notes.set(&mut external_dns.provider, "externalDns.provider", ExternalDnsProvider::DnsController, rule);
    }
}

/// The zone with the longest name that the cluster's name ends with, of the kind that the cluster wants; nothing where
/// several have that name.
fn hosted_zone<'a>(cluster: &Cluster, facts: &'a Facts) -> Option<&'a HostedZone> {
    let name = format!(".{}", cluster.name().trim_end_matches('.'));
    let private = cluster.dns_type() == DnsType::Private;
    let fits = |zone: &&HostedZone| {
        zone.private == private && name.ends_with(&format!(".{}", zone.name.trim_end_matches('.')))
    };
    let length = |zone: &HostedZone| zone.name.trim_end_matches('.').len();
    let longest = facts.hosted_zones.iter().filter(fits).map(length).max()?;
    let mut best = facts.hosted_zones.iter().filter(fits).filter(|zone| length(zone) == longest);
    match (best.next(), best.next()) {
        (Some(zone), None) => Some(zone),
        _ => None,
    }
}
