//! EBS volumes.

use aws_sdk_ec2::types::{ResourceType, VolumeType};
use kops_core::cloud::CloudError;
use kops_core::resource::{Outputs, Volume};

use super::{ExecContext, Update, incomplete, made_before, retag, with_id};
use crate::error::Call;
use crate::tags;

pub(super) async fn create(act: ExecContext<'_>, volume: &Volume) -> Result<Outputs, CloudError> {
    if let Some(id) = made_before(act, ResourceType::Volume, &volume.tags).await? {
        return Ok(with_id(id));
    }
    let call = Call::new("ec2", "CreateVolume");
    let request = act
        .clients
        .ec2
        .create_volume()
        .client_token(act.token)
        .availability_zone(&volume.zone)
        .size(volume.size_gib)
        .volume_type(VolumeType::from(volume.volume_type.as_str()))
        .set_iops(volume.iops)
        .set_throughput(volume.throughput)
        .encrypted(volume.encrypted)
        .set_kms_key_id(volume.kms_key.clone())
        .tag_specifications(tags::specification(ResourceType::Volume, &volume.tags));
    let made = act.calls.send(call, request.send()).await?;
    Ok(with_id(made.volume_id.ok_or_else(|| incomplete(call, "volume id"))?))
}

pub(super) async fn update(
    act: ExecContext<'_>,
    update: &Update<'_>,
    old: &Volume,
    new: &Volume,
) -> Result<Outputs, CloudError> {
    let id = update.id.0.as_str();
    if update.touches(&["size_gib", "volume_type", "iops", "throughput"]) {
        modify(act, update, new).await?;
    }
    if update.touches(&["tags"]) {
        retag(act, id, &old.tags, &new.tags).await?;
    }
    Ok(with_id(id))
}

/// Changes what a volume is, unless an earlier try did: AWS takes a second change only hours later.
async fn modify(act: ExecContext<'_>, update: &Update<'_>, new: &Volume) -> Result<(), CloudError> {
    let id = update.id.0.as_str();
    let iops = new.iops.filter(|_| matches!(new.volume_type.as_str(), "gp3" | "io1" | "io2"));
    let throughput = new.throughput.filter(|_| new.volume_type == "gp3");
    let request = act.clients.ec2.describe_volumes().volume_ids(id).send();
    let seen = act.calls.send(Call::new("ec2", "DescribeVolumes"), request).await?;
    let done = seen.volumes().iter().any(|volume| {
        volume.size == Some(new.size_gib)
            && volume.volume_type().is_some_and(|t| t.as_str() == new.volume_type)
            && (iops.is_none() || volume.iops == iops)
            && (throughput.is_none() || volume.throughput == throughput)
    });
    if done {
        return Ok(());
    }
    let request = act.clients.ec2.modify_volume().volume_id(id).size(new.size_gib);
    let request = request.volume_type(VolumeType::from(new.volume_type.as_str()));
    let request = request.set_iops(iops).set_throughput(throughput).send();
    act.calls.send(Call::new("ec2", "ModifyVolume"), request).await.map(drop)
}

pub(super) async fn delete(act: ExecContext<'_>, id: &str) -> Result<(), CloudError> {
    let request = act.clients.ec2.delete_volume().volume_id(id).send();
    act.calls.send(Call::new("ec2", "DeleteVolume"), request).await.map(drop)
}
