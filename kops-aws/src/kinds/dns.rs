//! Records of Route 53, and the VPCs of private zones.

use std::collections::BTreeSet;

use aws_sdk_route53::error::BuildError;
use aws_sdk_route53::types::{
    self, Change, ChangeAction, ChangeBatch, ResourceRecord, ResourceRecordSet, RrType, Vpc, VpcRegion,
};
use futures::future::try_join_all;
use kops_core::cloud::{CloudError, ErrorKind, Observed};
use kops_core::resource::{AliasTarget, DnsRecord, DnsZoneAssociation, Kind, Outputs};

use crate::error::Call;
use crate::reader::{Reader, observed_by};
use crate::step::{StepContext, Update, known, with_composite};

const READ: Call = Call::new("route53", "ListResourceRecordSets");
const WRITE: Call = Call::new("route53", "ChangeResourceRecordSets");
const READ_ZONE: Call = Call::new("route53", "GetHostedZone");

/// Reads the records that the scope names.
pub(crate) async fn read(reader: Reader<'_>) -> Result<Vec<Observed>, CloudError> {
    let zones = try_join_all(reader.scope.records.keys().map(|zone| records(reader, zone))).await?;
    Ok(zones.into_iter().flatten().collect())
}

/// Route 53 sorts records by their labels from the right, so that all names below one suffix follow each other: the list
/// starts there and ends behind them, however many other records the zone has.
async fn records(reader: Reader<'_>, zone: &str) -> Result<Vec<Observed>, CloudError> {
    let names = &reader.scope.records[zone];
    let suffix = first_name(names);
    let mut found = Vec::new();
    let (mut from, mut from_type, mut from_identifier) = (suffix.clone(), None, None);
    loop {
        let request = reader
            .clients
            .route53
            .list_resource_record_sets()
            .hosted_zone_id(zone)
            .start_record_name(&from)
            .set_start_record_type(from_type)
            .set_start_record_identifier(from_identifier)
            .send();
        let Some(answer) = reader.calls.find(READ, request).await? else { break };
        for set in answer.resource_record_sets() {
            let record = from_aws(zone, set);
            if record.may_be_named(names) {
                found.push(observed_by([zone, &record.name, &record.record_type], record.clone()));
            }
        }
        match answer.next_record_name {
            Some(next) if answer.is_truncated && next.trim_end_matches('.').ends_with(&suffix) => {
                (from, from_type, from_identifier) = (next, answer.next_record_type, answer.next_record_identifier);
            }
            _ => break,
        }
    }
    Ok(found)
}

/// The domain that some names share, which sorts before all of them, as Route 53 writes it.
fn first_name(names: &BTreeSet<String>) -> String {
    let names: Vec<String> = names.iter().map(|name| name.trim_end_matches('.').to_ascii_lowercase()).collect();
    // Marks of external-dns have another first label.
    common_suffix(names.iter().map(|name| name.split_once('.').map_or(name.as_str(), |(_, domain)| domain)))
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

fn from_aws(zone: &str, set: &ResourceRecordSet) -> DnsRecord {
    let values: Vec<String> = set.resource_records().iter().map(|record| record.value.clone()).collect();
    DnsRecord {
        zone: zone.to_owned(),
        name: set.name().trim_end_matches('.').to_owned(),
        record_type: set.r#type().as_str().to_owned(),
        alias: set.alias_target().map(alias_from_aws),
        ttl: set.ttl(),
        values: (!values.is_empty()).then_some(values),
    }
}

fn to_aws(record: &DnsRecord) -> Result<ResourceRecordSet, CloudError> {
    let DnsRecord { zone: _, name, record_type, alias, ttl, values } = record;
    let values = values.iter().flatten().map(|value| ResourceRecord::builder().value(value).build().map_err(invalid));
    let values = values.collect::<Result<Vec<_>, _>>()?;
    ResourceRecordSet::builder()
        .name(name)
        .r#type(RrType::from(record_type.as_str()))
        .set_alias_target(alias.as_ref().map(alias_to_aws).transpose()?)
        .set_ttl(*ttl)
        .set_resource_records((!values.is_empty()).then_some(values))
        .build()
        .map_err(invalid)
}

fn alias_from_aws(alias: &types::AliasTarget) -> AliasTarget {
    AliasTarget {
        // Route 53 keeps the name with a dot at its end, and some consoles put `dualstack.` before it.
        dns_name: alias.dns_name().trim_end_matches('.').trim_start_matches("dualstack.").into(),
        hosted_zone: alias.hosted_zone_id().into(),
        evaluate_health: alias.evaluate_target_health(),
    }
}

fn alias_to_aws(alias: &AliasTarget) -> Result<types::AliasTarget, CloudError> {
    let AliasTarget { dns_name, hosted_zone, evaluate_health } = alias;
    types::AliasTarget::builder()
        .dns_name(known(dns_name)?)
        .hosted_zone_id(known(hosted_zone)?)
        .evaluate_target_health(*evaluate_health)
        .build()
        .map_err(invalid)
}

fn invalid(error: BuildError) -> CloudError {
    CloudError::new(ErrorKind::Invalid, WRITE.operation, "the record is incomplete").caused_by(error)
}

/// Writes a record, which replaces one of the same name and type. A placeholder replaces nothing: what is there since the plan was made is what
/// it keeps the place of.
pub(crate) async fn create(ctx: StepContext<'_>, record: &DnsRecord) -> Result<Outputs, CloudError> {
    let is_placeholder = record.alias.is_none();
    let action = if is_placeholder { ChangeAction::Create } else { ChangeAction::Upsert };
    match change(ctx, &record.zone, action, to_aws(record)?).await {
        Err(error) if is_placeholder && error.kind == ErrorKind::Conflict => {}
        written => written?,
    }
    Ok(with_composite([record.zone.as_str(), &record.name, &record.record_type]))
}

pub(crate) async fn update(ctx: StepContext<'_>, update: Update<'_, DnsRecord>) -> Result<Outputs, CloudError> {
    create(ctx, update.desired).await
}

/// Deletes a record. Route 53 asks for its exact content, which dns-controller may have changed since.
pub(crate) async fn delete(ctx: StepContext<'_>, _: &str, record: &DnsRecord) -> Result<(), CloudError> {
    let record_type = RrType::from(record.record_type.as_str());
    let request = ctx
        .clients
        .route53
        .list_resource_record_sets()
        .hosted_zone_id(&record.zone)
        .start_record_name(&record.name)
        .start_record_type(record_type.clone())
        .max_items(1)
        .send();
    let listed = ctx.calls.find(READ, request).await?;
    let sets = listed.map(|answer| answer.resource_record_sets).unwrap_or_default();
    let is_it = |set: &ResourceRecordSet| {
        set.name().trim_end_matches('.') == record.name.trim_end_matches('.') && *set.r#type() == record_type
    };
    match sets.into_iter().find(is_it) {
        Some(set) => change(ctx, &record.zone, ChangeAction::Delete, set).await,
        None => Ok(()),
    }
}

async fn change(
    ctx: StepContext<'_>,
    zone: &str,
    action: ChangeAction,
    set: ResourceRecordSet,
) -> Result<(), CloudError> {
    let change = Change::builder().action(action).resource_record_set(set).build();
    let batch = change.and_then(|change| ChangeBatch::builder().changes(change).build()).map_err(invalid)?;
    let request = ctx.clients.route53.change_resource_record_sets().hosted_zone_id(zone).change_batch(batch);
    ctx.calls.send(WRITE, request.send()).await.map(drop)
}

/// Reads the VPCs of the zones that the scope names.
pub(crate) async fn read_associations(reader: Reader<'_>) -> Result<Vec<Observed>, CloudError> {
    let zones = reader.names(Kind::DnsZoneAssociation).into_iter().map(|zone| associations(reader, zone));
    Ok(try_join_all(zones).await?.into_iter().flatten().collect())
}

async fn associations(reader: Reader<'_>, zone: &str) -> Result<Vec<Observed>, CloudError> {
    let request = reader.clients.route53.get_hosted_zone().id(zone).send();
    let Some(answer) = reader.calls.find(READ_ZONE, request).await? else { return Ok(Vec::new()) };
    let observe = |vpc: &Vpc| {
        let vpc = READ_ZONE.require(vpc.vpc_id(), "VPCId")?;
        Ok(observed_by([zone, vpc], DnsZoneAssociation { zone: zone.to_owned(), vpc: vpc.into() }))
    };
    answer.vpcs().iter().map(observe).collect()
}

pub(crate) async fn create_association(
    ctx: StepContext<'_>,
    association: &DnsZoneAssociation,
) -> Result<Outputs, CloudError> {
    let DnsZoneAssociation { zone, vpc } = association;
    let request = ctx.clients.route53.associate_vpc_with_hosted_zone().hosted_zone_id(zone);
    let sent = request.vpc(vpc_to_aws(ctx, known(vpc)?)).send();
    match ctx.calls.send(Call::new("route53", "AssociateVPCWithHostedZone"), sent).await {
        // The same answer comes where the VPC is with another zone of an overlapping name.
        Err(error) if error.kind == ErrorKind::Conflict => {
            if !is_associated(ctx, zone, known(vpc)?).await? {
                return Err(error);
            }
        }
        associated => associated.map(drop)?,
    }
    Ok(with_composite([zone, known(vpc)?]))
}

async fn is_associated(ctx: StepContext<'_>, zone: &str, vpc: &str) -> Result<bool, CloudError> {
    let request = ctx.clients.route53.get_hosted_zone().id(zone).send();
    let answer = ctx.calls.send(READ_ZONE, request).await?;
    Ok(answer.vpcs().iter().any(|found| found.vpc_id() == Some(vpc)))
}

pub(crate) async fn delete_association(
    ctx: StepContext<'_>,
    _: &str,
    association: &DnsZoneAssociation,
) -> Result<(), CloudError> {
    let DnsZoneAssociation { zone, vpc } = association;
    let request = ctx.clients.route53.disassociate_vpc_from_hosted_zone().hosted_zone_id(zone);
    let sent = request.vpc(vpc_to_aws(ctx, known(vpc)?)).send();
    ctx.calls.send(Call::new("route53", "DisassociateVPCFromHostedZone"), sent).await.map(drop)
}

fn vpc_to_aws(ctx: StepContext<'_>, vpc: &str) -> Vpc {
    let region = ctx.clients.ec2.config().region().map(|region| VpcRegion::from(region.as_ref()));
    Vpc::builder().vpc_id(vpc).set_vpc_region(region).build()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::testing::each_sample;

    #[test]
    fn suffix_consists_of_whole_labels() {
        let names = ["api.demo.example.com", "api.internal.demo.example.com", "bastion.demo.example.com"];
        assert_eq!(common_suffix(names.into_iter()), "demo.example.com");
        assert_eq!(common_suffix(["api.a-demo.com", "api.demo.com"].into_iter()), "com");
        assert_eq!(common_suffix(["api.demo.com"].into_iter()), "api.demo.com");
        assert_eq!(common_suffix(std::iter::empty()), "");
    }

    #[test]
    fn a_list_starts_at_a_name_as_route_53_writes_it() {
        for (names, expected) in [
            (["api.demo.example.com", "bastion.demo.example.com"], "demo.example.com"),
            (["api.demo.example.com.", "Bastion.Demo.example.com"], "demo.example.com"),
            (["api.example.com.", "bastion.demo.example.com"], "example.com"),
            (["localhost", "localhost."], "localhost"),
        ] {
            assert_eq!(first_name(&names.map(str::to_owned).into()), expected, "{names:?}");
        }
    }

    #[test]
    fn records_read_back_as_written() {
        each_sample(|record: &DnsRecord| {
            assert_eq!(from_aws(&record.zone, &to_aws(record).expect("bound")), *record);
        });
    }
}
