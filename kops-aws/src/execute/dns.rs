//! Records of Route 53, and the VPCs of private zones.

use aws_sdk_route53::error::BuildError;
use aws_sdk_route53::types::{
    AliasTarget, Change, ChangeAction, ChangeBatch, ResourceRecord, ResourceRecordSet, RrType, Vpc, VpcRegion,
};
use kops_core::cloud::{CloudError, ErrorKind};
use kops_core::resource::{DnsRecord, DnsZoneAssociation, Outputs};

use super::{Act, id_of, with_id};
use crate::error::Call;

pub(super) async fn upsert(act: Act<'_>, record: &DnsRecord) -> Result<Outputs, CloudError> {
    change(act, ChangeAction::Upsert, record).await?;
    Ok(with_id(format!("{}/{}/{}", record.zone, record.name, record.record_type)))
}

/// Deletes a record; Route 53 wants to hear exactly what is there.
pub(super) async fn delete(act: Act<'_>, record: &DnsRecord) -> Result<(), CloudError> {
    change(act, ChangeAction::Delete, record).await
}

async fn change(act: Act<'_>, action: ChangeAction, record: &DnsRecord) -> Result<(), CloudError> {
    let call = Call::new("route53", "ChangeResourceRecordSets");
    let invalid = |error: BuildError| {
        CloudError::new(ErrorKind::Invalid, call.operation, "the record is incomplete").caused_by(error)
    };
    let batch = record_set(record)
        .and_then(|set| Change::builder().action(action).resource_record_set(set).build())
        .and_then(|change| ChangeBatch::builder().changes(change).build())
        .map_err(invalid)?;
    let request = act.clients.route53.change_resource_record_sets().hosted_zone_id(&record.zone).change_batch(batch);
    act.tally.send(call, request.send()).await.map(drop)
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

pub(super) async fn associate(act: Act<'_>, association: &DnsZoneAssociation) -> Result<Outputs, CloudError> {
    let request = act.clients.route53.associate_vpc_with_hosted_zone().hosted_zone_id(&association.zone);
    let request = request.vpc(vpc(act, association)).send();
    match act.tally.send(Call::new("route53", "AssociateVPCWithHostedZone"), request).await {
        Err(error) if error.kind == ErrorKind::Conflict => {}
        associated => associated.map(drop)?,
    }
    Ok(with_id(format!("{}/{}", association.zone, id_of(&association.vpc))))
}

pub(super) async fn disassociate(act: Act<'_>, association: &DnsZoneAssociation) -> Result<(), CloudError> {
    let request = act.clients.route53.disassociate_vpc_from_hosted_zone().hosted_zone_id(&association.zone);
    let request = request.vpc(vpc(act, association)).send();
    act.tally.send(Call::new("route53", "DisassociateVPCFromHostedZone"), request).await.map(drop)
}

fn vpc(act: Act<'_>, association: &DnsZoneAssociation) -> Vpc {
    let region = act.clients.ec2.config().region().map(|r| VpcRegion::from(r.as_ref()));
    Vpc::builder().vpc_id(id_of(&association.vpc)).set_vpc_region(region).build()
}
