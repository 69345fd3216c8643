//! Etcd's volumes, and the objects of the state store.

use super::attributes::Attributes;
use super::expressions;
use super::target::ObjectStore;
use crate::resource::{ManagedFile, Volume};

pub(super) fn volume(volume: &Volume) -> Attributes {
    Attributes::new()
        .set("availability_zone", volume.zone.as_str())
        .set("size", volume.size_gib)
        .set("type", volume.volume_type.as_str())
        .set_some("iops", volume.iops)
        .set_some("throughput", volume.throughput)
        .set("encrypted", volume.encrypted)
        .set_some("kms_key_id", volume.kms_key.as_deref())
        .tags(&volume.tags)
}

pub(super) fn object(store: &ObjectStore, file: &ManagedFile) -> Attributes {
    let key = if store.base.is_empty() { file.key.clone() } else { format!("{}/{}", store.base, file.key) };
    Attributes::new()
        .set("bucket", store.bucket.as_str())
        .set("key", key)
        .file("content", "content", file.content.clone())
        .set_some("acl", file.public.then_some("public-read"))
        .set("provider", expressions::traversal("aws", ["files"]))
        .set_some("server_side_encryption", store.encryption.as_deref())
}
