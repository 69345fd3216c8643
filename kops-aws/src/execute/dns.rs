//! Records of Route 53, and the VPCs of private zones.

use aws_sdk_route53::error::BuildError;
use aws_sdk_route53::types::{
    AliasTarget, Change, ChangeAction, ChangeBatch, ResourceRecord, ResourceRecordSet, RrType, Vpc, VpcRegion,
};
use kops_core::cloud::{CloudError, ErrorKind};
use kops_core::resource::{DnsRecord, DnsZoneAssociation, Outputs};

use super::{ExecContext, id_of, with_composed};
use crate::error::Call;

pub(super) async fn upsert(act: ExecContext<'_>, record: &DnsRecord) -> Result<Outputs, CloudError> {
    let set = record_set(record).map_err(incomplete_record)?;
    change(act, &record.zone, ChangeAction::Upsert, set).await?;
    Ok(with_composed([record.zone.as_str(), &record.name, &record.record_type]))
}

/// Deletes a record. Route 53 wants to hear exactly what is there, which dns-controller may have changed meanwhile.
pub(super) async fn delete(act: ExecContext<'_>, record: &DnsRecord) -> Result<(), CloudError> {
    let record_type = RrType::from(record.record_type.as_str());
    let request = act.clients.route53.list_resource_record_sets().hosted_zone_id(&record.zone);
    let request = request.start_record_name(&record.name).start_record_type(record_type.clone()).max_items(1);
    let listed = act.calls.find(Call::new("route53", "ListResourceRecordSets"), request.send()).await?;
    let sets = listed.map(|answer| answer.resource_record_sets).unwrap_or_default();
    let is_it = |set: &ResourceRecordSet| {
        set.name().trim_end_matches('.') == record.name.trim_end_matches('.') && *set.r#type() == record_type
    };
    match sets.into_iter().find(is_it) {
        Some(set) => change(act, &record.zone, ChangeAction::Delete, set).await,
        None => Ok(()),
    }
}

async fn change(
    act: ExecContext<'_>,
    zone: &str,
    action: ChangeAction,
    set: ResourceRecordSet,
) -> Result<(), CloudError> {
    let call = Call::new("route53", "ChangeResourceRecordSets");
    let change = Change::builder().action(action).resource_record_set(set).build();
    let batch = change.and_then(|change| ChangeBatch::builder().changes(change).build()).map_err(incomplete_record)?;
    let request = act.clients.route53.change_resource_record_sets().hosted_zone_id(zone).change_batch(batch);
    act.calls.send(call, request.send()).await.map(drop)
}

fn incomplete_record(error: BuildError) -> CloudError {
    CloudError::new(ErrorKind::Invalid, "ChangeResourceRecordSets", "the record is incomplete").caused_by(error)
}

fn record_set(record: &DnsRecord) -> Result<ResourceRecordSet, BuildError> {
    let mut set = ResourceRecordSet::builder()
        .name(&record.name)
        .r#type(RrType::from(record.record_type.as_str()))
        .set_ttl(record.ttl);
    if let Some(alias) = &record.alias {
        let target = AliasTarget::builder()
            .dns_name(id_of(&alias.dns_name))
            .hosted_zone_id(id_of(&alias.hosted_zone))
            .evaluate_target_health(alias.evaluate_health)
            .build()?;
        set = set.alias_target(target);
    }
    for value in record.values.iter().flatten() {
        set = set.resource_records(ResourceRecord::builder().value(value).build()?);
    }
    set.build()
}

pub(super) async fn associate(act: ExecContext<'_>, association: &DnsZoneAssociation) -> Result<Outputs, CloudError> {
    let request = act.clients.route53.associate_vpc_with_hosted_zone().hosted_zone_id(&association.zone);
    let request = request.vpc(vpc(act, association)).send();
    match act.calls.send(Call::new("route53", "AssociateVPCWithHostedZone"), request).await {
        // The same answer comes where the VPC is with another zone of an overlapping name.
        Err(error) if error.kind == ErrorKind::Conflict && !is_associated(act, association).await? => {
            return Err(error);
        }
        Err(error) if error.kind == ErrorKind::Conflict => {}
        associated => associated.map(drop)?,
    }
    Ok(with_composed([association.zone.as_str(), id_of(&association.vpc)]))
}

async fn is_associated(act: ExecContext<'_>, association: &DnsZoneAssociation) -> Result<bool, CloudError> {
    let request = act.clients.route53.get_hosted_zone().id(&association.zone).send();
    let zone = act.calls.send(Call::new("route53", "GetHostedZone"), request).await?;
    Ok(zone.vpcs().iter().any(|vpc| vpc.vpc_id() == Some(id_of(&association.vpc))))
}

pub(super) async fn disassociate(act: ExecContext<'_>, association: &DnsZoneAssociation) -> Result<(), CloudError> {
    let request = act.clients.route53.disassociate_vpc_from_hosted_zone().hosted_zone_id(&association.zone);
    let request = request.vpc(vpc(act, association)).send();
    act.calls.send(Call::new("route53", "DisassociateVPCFromHostedZone"), request).await.map(drop)
}

fn vpc(act: ExecContext<'_>, association: &DnsZoneAssociation) -> Vpc {
    let region = act.clients.ec2.config().region().map(|r| VpcRegion::from(r.as_ref()));
    Vpc::builder().vpc_id(id_of(&association.vpc)).set_vpc_region(region).build()
}
