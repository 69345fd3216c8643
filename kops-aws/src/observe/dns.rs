//! Records of Route 53, and the VPCs of private zones.

use aws_sdk_route53::types::ResourceRecordSet;
use futures::future::try_join_all;
use kops_core::cloud::{CloudError, Observed};
use kops_core::resource::{AliasTarget, DnsRecord, DnsZoneAssociation, Kind};

use super::{Reader, observed_by};
use crate::error::Call;

pub(super) async fn read(reader: Reader<'_>) -> Result<Vec<Observed>, CloudError> {
    let records = try_join_all(reader.scope.records.keys().map(|zone| records(reader, zone)));
    let zones = try_join_all(reader.names(Kind::DnsZoneAssociation).into_iter().map(|zone| associations(reader, zone)));
    let (records, zones) = futures::try_join!(records, zones)?;
    Ok(records.into_iter().flatten().chain(zones.into_iter().flatten()).collect())
}

/// Route 53 sorts records by their labels from the right, so that all names below one suffix stand together: the list starts
/// there and ends behind them, however many other records the zone has.
async fn records(reader: Reader<'_>, zone: &str) -> Result<Vec<Observed>, CloudError> {
    let names = &reader.scope.records[zone];
    let suffix = common_suffix(names.iter().map(String::as_str));
    let mut found = Vec::new();
    let (mut from, mut from_type) = (suffix.clone(), None);
    loop {
        let request = reader.clients.route53.list_resource_record_sets().hosted_zone_id(zone);
        let request = request.start_record_name(&from).set_start_record_type(from_type);
        let call = Call::new("route53", "ListResourceRecordSets");
        let Some(answer) = reader.calls.find(call, request.send()).await? else { break };
        let sets = answer.resource_record_sets.iter();
        found.extend(sets.filter_map(|set| record(zone, set)).filter(|(name, _)| names.contains(name)).map(|(_, r)| r));
        match answer.next_record_name {
            Some(next) if answer.is_truncated && next.trim_end_matches('.').ends_with(&suffix) => {
                (from, from_type) = (next, answer.next_record_type);
            }
            _ => break,
        }
    }
    Ok(found)
}

/// The longest run of labels that all names end with.
fn common_suffix<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let shared = names
        .map(|name| name.rsplit('.').collect::<Vec<_>>())
        .reduce(|a, b| a.into_iter().zip(b).take_while(|(x, y)| x == y).map(|(label, _)| label).collect());
    let mut labels = shared.unwrap_or_default();
    labels.reverse();
    labels.join(".")
}

fn record(zone: &str, set: &ResourceRecordSet) -> Option<(String, Observed)> {
    let record_type = set.r#type().as_str();
    if !matches!(record_type, "A" | "AAAA") {
        return None;
    }
    let name = set.name().trim_end_matches('.').to_owned();
    let values: Vec<String> = set.resource_records().iter().map(|r| r.value.clone()).collect();
    let alias = set.alias_target().map(|alias| AliasTarget {
        // Route 53 keeps the name with a dot at its end, and some consoles put `dualstack.` before it.
        dns_name: alias.dns_name().trim_end_matches('.').trim_start_matches("dualstack.").into(),
        hosted_zone: alias.hosted_zone_id().into(),
        evaluate_health: alias.evaluate_target_health(),
    });
    let resource = DnsRecord {
        zone: zone.to_owned(),
        name: name.clone(),
        record_type: record_type.to_owned(),
        alias,
        ttl: set.ttl(),
        values: (!values.is_empty()).then_some(values),
    };
    let seen = observed_by([zone, &name, record_type], resource);
    Some((name, seen))
}

async fn associations(reader: Reader<'_>, zone: &str) -> Result<Vec<Observed>, CloudError> {
    let request = reader.clients.route53.get_hosted_zone().id(zone).send();
    let answer = reader.calls.find(Call::new("route53", "GetHostedZone"), request).await?;
    let vpcs = answer.map(|a| a.vpcs.unwrap_or_default()).unwrap_or_default();
    Ok(vpcs
        .into_iter()
        .filter_map(|vpc| vpc.vpc_id)
        .map(|vpc| {
            let resource = DnsZoneAssociation { zone: zone.to_owned(), vpc: vpc.as_str().into() };
            observed_by([zone, &vpc], resource)
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::common_suffix;

    #[test]
    fn the_suffix_is_made_of_whole_labels() {
        let names = ["api.demo.example.com", "api.internal.demo.example.com", "bastion.demo.example.com"];
        assert_eq!(common_suffix(names.into_iter()), "demo.example.com");
        assert_eq!(common_suffix(["api.a-demo.com", "api.demo.com"].into_iter()), "com");
        assert_eq!(common_suffix(["api.demo.com"].into_iter()), "api.demo.com");
        assert_eq!(common_suffix(std::iter::empty()), "");
    }
}
