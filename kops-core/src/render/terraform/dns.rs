//! Records and zones of Route 53.

use super::attributes::Attributes;
use super::links::Links;
use crate::resource::{AliasTarget, DnsRecord, DnsZoneAssociation};

pub(super) fn zone_association(links: Links<'_>, association: &DnsZoneAssociation) -> Attributes {
    let DnsZoneAssociation { zone, vpc } = association;
    Attributes::new().set("zone_id", zone_path(zone)).set("vpc_id", links.follow(vpc))
}

/// A record that stands for a load balancer. Others belong to dns-controller, which would undo what Terraform writes.
pub(super) fn record(links: Links<'_>, record: &DnsRecord) -> Option<Attributes> {
    let DnsRecord { zone, name, record_type, alias, ttl: _, values: _ } = record;
    let AliasTarget { dns_name, hosted_zone, evaluate_health } = alias.as_ref()?;
    let alias = Attributes::new()
        .set("name", links.follow(dns_name))
        .set("zone_id", links.follow(hosted_zone))
        .set("evaluate_target_health", *evaluate_health);
    let attributes =
        Attributes::new().set("zone_id", zone_path(zone)).set("name", name.as_str()).set("type", record_type.as_str());
    Some(attributes.block("alias", alias))
}

/// The id of a zone in the form of Route 53's API, which kops writes.
fn zone_path(id: &str) -> String {
    format!("/hostedzone/{id}")
}
