//! Records and zones of Route 53.

use super::attributes::Attributes;
use super::links::Links;
use crate::resource::{DnsRecord, DnsZoneAssociation};

pub(super) fn zone_association(links: Links<'_>, association: &DnsZoneAssociation) -> Attributes {
    Attributes::new().set("zone_id", zone(&association.zone)).set("vpc_id", links.follow(&association.vpc))
}

/// A record that stands for a load balancer. Others belong to dns-controller, which would undo what Terraform writes.
pub(super) fn record(links: Links<'_>, record: &DnsRecord) -> Option<Attributes> {
    let alias = record.alias.as_ref()?;
    let alias = Attributes::new()
        .set("name", links.follow(&alias.dns_name))
        .set("zone_id", links.follow(&alias.hosted_zone))
        .set("evaluate_target_health", alias.evaluate_health);
    let attributes = Attributes::new()
        .set("zone_id", zone(&record.zone))
        .set("name", record.name.as_str())
        .set("type", record.record_type.as_str());
    Some(attributes.block("alias", alias))
}

/// The id of a zone in the form of Route 53's API, which kops writes.
fn zone(id: &str) -> String {
    format!("/hostedzone/{id}")
}
