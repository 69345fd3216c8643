//! EBS volumes.

use aws_sdk_ec2::types::{ResourceType, VolumeType};
use kops_core::cloud::CloudError;
use kops_core::resource::{Outputs, Volume};

use super::{Act, Update, incomplete, made_before, retag, with_id};
use crate::error::Call;
use crate::tags;

pub(super) async fn create(act: Act<'_>, volume: &Volume) -> Result<Outputs, CloudError> {
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
    let made = act.tally.send(call, request.send()).await?;
    Ok(with_id(made.volume_id.ok_or_else(|| incomplete(call, "volume id"))?))
}

pub(super) async fn update(
    act: Act<'_>,
    update: &Update<'_>,
    old: &Volume,
    new: &Volume,
) -> Result<Outputs, CloudError> {
    let id = update.id.0.as_str();
    if update.touches(&["size_gib", "volume_type", "iops", "throughput"]) {
        let request = act.clients.ec2.modify_volume().volume_id(id).size(new.size_gib);
        let request = request.volume_type(VolumeType::from(new.volume_type.as_str()));
        let request = request.set_iops(new.iops).set_throughput(new.throughput).send();
        act.tally.send(Call::new("ec2", "ModifyVolume"), request).await?;
    }
    if update.touches(&["tags"]) {
        retag(act, id, &old.tags, &new.tags).await?;
    }
    Ok(with_id(id))
}

pub(super) async fn delete(act: Act<'_>, id: &str) -> Result<(), CloudError> {
    let request = act.clients.ec2.delete_volume().volume_id(id).send();
    act.tally.send(Call::new("ec2", "DeleteVolume"), request).await.map(drop)
}
