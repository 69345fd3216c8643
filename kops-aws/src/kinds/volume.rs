//! EBS volumes of etcd.

use aws_sdk_ec2::types::{self, ResourceType, VolumeType};
use kops_core::cloud::{CloudError, Observed};
use kops_core::resource::{Kind, Outputs, Tags, Volume};

use crate::ec2::{created_filters, retag};
use crate::error::Call;
use crate::filter::{filter, filters};
use crate::inventory::Inventory;
use crate::reader::{Reader, observed};
use crate::step::{StepContext, Update, has_tags, with_id};
use crate::tags;

const READ: Call = Call::new("ec2", "DescribeVolumes");

/// Reads the volumes of etcd; those that come and go with instances are not the cluster's to manage.
pub(crate) async fn read(reader: Reader<'_>, inventory: &Inventory) -> Result<Vec<Observed>, CloudError> {
    let mut found = Vec::new();
    for filter in filters("volume-id", inventory.ids(reader, Kind::Volume)) {
        let request = reader.clients.ec2.describe_volumes().filters(filter).into_paginator().send();
        for page in reader.calls.pages(READ, request).await? {
            for volume in page.volumes.unwrap_or_default() {
                if volume.attachments().iter().any(|a| a.delete_on_termination() == Some(true)) {
                    continue;
                }
                let mut seen = observed(READ.require(volume.volume_id(), "VolumeId")?, from_aws(&volume)?);
                seen.deleting = volume.state() == Some(&types::VolumeState::Deleting);
                found.push(seen);
            }
        }
    }
    Ok(found)
}

fn from_aws(volume: &types::Volume) -> Result<Volume, CloudError> {
    Ok(Volume {
        zone: READ.require(volume.availability_zone.clone(), "AvailabilityZone")?,
        size_gib: READ.require(volume.size, "Size")?,
        volume_type: READ.require(volume.volume_type(), "VolumeType")?.as_str().to_owned(),
        iops: volume.iops,
        throughput: volume.throughput,
        encrypted: READ.require(volume.encrypted, "Encrypted")?,
        kms_key: volume.kms_key_id.clone(),
        tags: tags::ec2(volume.tags()),
    })
}

pub(crate) async fn create(ctx: StepContext<'_>, volume: &Volume) -> Result<Outputs, CloudError> {
    let Volume { zone, size_gib, volume_type, iops, throughput, encrypted, kms_key, tags } = volume;
    if let Some(id) = live(ctx, tags).await? {
        return Ok(with_id(id));
    }
    let call = Call::new("ec2", "CreateVolume");
    let request = ctx
        .clients
        .ec2
        .create_volume()
        .client_token(ctx.token)
        .availability_zone(zone)
        .size(*size_gib)
        .volume_type(VolumeType::from(volume_type.as_str()))
        .set_iops(*iops)
        .set_throughput(*throughput)
        .encrypted(*encrypted)
        .set_kms_key_id(kms_key.clone())
        .set_tag_specifications(tags::specification(ResourceType::Volume, tags));
    let made = ctx.calls.send(call, request.send()).await?;
    Ok(with_id(call.require(made.volume_id, "VolumeId")?))
}

/// The volume that an earlier try made. One that is being deleted keeps its tags for minutes, so that only live ones count.
async fn live(ctx: StepContext<'_>, given: &Tags) -> Result<Option<String>, CloudError> {
    let Some(filters) = created_filters(ctx, given) else { return Ok(None) };
    let request = ctx
        .clients
        .ec2
        .describe_volumes()
        .set_filters(Some(filters))
        .filters(filter("status", ["creating", "available", "in-use"]))
        .send();
    let seen = ctx.calls.send(READ, request).await?;
    let ours = seen.volumes().iter().find(|found| has_tags(&tags::ec2(found.tags()), given));
    Ok(ours.and_then(|volume| volume.volume_id.clone()))
}

pub(crate) async fn update(ctx: StepContext<'_>, update: Update<'_, Volume>) -> Result<Outputs, CloudError> {
    if update.touches(&Volume::MODIFIED) {
        modify(ctx, update.id, update.desired).await?;
    }
    if update.touches(&[Volume::TAGS]) {
        retag(ctx, update.id, &update.current.tags, &update.desired.tags).await?;
    }
    Ok(with_id(update.id))
}

/// Changes what a volume is, unless an earlier try did: AWS takes a second change only hours later.
async fn modify(ctx: StepContext<'_>, id: &str, volume: &Volume) -> Result<(), CloudError> {
    let Volume { zone: _, size_gib, volume_type, iops, throughput, encrypted: _, kms_key: _, tags: _ } = volume;
    let iops = if matches!(volume_type.as_str(), "gp3" | "io1" | "io2") { *iops } else { None };
    let throughput = if volume_type == "gp3" { *throughput } else { None };
    let request = ctx.clients.ec2.describe_volumes().volume_ids(id).send();
    let seen = ctx.calls.send(READ, request).await?;
    let done = seen.volumes().iter().any(|seen| {
        seen.size == Some(*size_gib)
            && seen.volume_type().is_some_and(|found| found.as_str() == volume_type)
            && (iops.is_none() || seen.iops == iops)
            && (throughput.is_none() || seen.throughput == throughput)
    });
    if done {
        return Ok(());
    }
    let request = ctx
        .clients
        .ec2
        .modify_volume()
        .volume_id(id)
        .size(*size_gib)
        .volume_type(VolumeType::from(volume_type.as_str()))
        .set_iops(iops)
        .set_throughput(throughput)
        .send();
    ctx.calls.send(Call::new("ec2", "ModifyVolume"), request).await.map(drop)
}

pub(crate) async fn delete(ctx: StepContext<'_>, id: &str, _: &Volume) -> Result<(), CloudError> {
    let request = ctx.clients.ec2.delete_volume().volume_id(id).send();
    ctx.calls.send(Call::new("ec2", "DeleteVolume"), request).await.map(drop)
}
