//! Snapshots of persistent volumes.

use aws_sdk_ec2::types::Snapshot;
use kops_core::cloud::{CloudError, Observed};
use kops_core::resource::{Kind, VolumeSnapshot};

use crate::error::Call;
use crate::filter::filters;
use crate::inventory::Inventory;
use crate::reader::{Reader, observed};
use crate::step::StepContext;
use crate::tags;

const READ: Call = Call::new("ec2", "DescribeSnapshots");

/// Reads the snapshots that have the cluster's tags, where the scope asks for what is in networks.
pub(crate) async fn read(reader: Reader<'_>, inventory: &Inventory) -> Result<Vec<Observed>, CloudError> {
    let ids = match reader.scope.occupants {
        true => inventory.ids(reader, Kind::VolumeSnapshot),
        false => reader.ids(Kind::VolumeSnapshot),
    };
    let mut found = Vec::new();
    for filter in filters("snapshot-id", ids) {
        let request = reader.clients.ec2.describe_snapshots().owner_ids("self").filters(filter);
        for page in reader.calls.pages(READ, request.into_paginator().send()).await? {
            for snapshot in page.snapshots() {
                found.push(observed(READ.require(snapshot.snapshot_id(), "SnapshotId")?, from_aws(snapshot)?));
            }
        }
    }
    Ok(found)
}

fn from_aws(snapshot: &Snapshot) -> Result<VolumeSnapshot, CloudError> {
    Ok(VolumeSnapshot {
        volume: READ.require(snapshot.volume_id.clone(), "VolumeId")?,
        size_gib: READ.require(snapshot.volume_size, "VolumeSize")?,
        tags: tags::ec2(snapshot.tags()),
    })
}

pub(crate) async fn delete(ctx: StepContext<'_>, id: &str, _: &VolumeSnapshot) -> Result<(), CloudError> {
    let request = ctx.clients.ec2.delete_snapshot().snapshot_id(id).send();
    ctx.calls.send(Call::new("ec2", "DeleteSnapshot"), request).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::testing::each_sample;

    #[test]
    fn snapshots_read_back_as_they_are_described() {
        each_sample(|sample: &VolumeSnapshot| {
            let VolumeSnapshot { volume, size_gib, tags } = sample;
            let described =
                Snapshot::builder().volume_id(volume).volume_size(*size_gib).set_tags(Some(tags::to_ec2(tags))).build();
            assert_eq!(from_aws(&described).expect("whole"), *sample);
        });
    }
}
