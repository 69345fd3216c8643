//! Etcd's volumes, and the objects of the state store.

use super::attributes::Attributes;
use super::expressions;
use super::links::Links;
use super::target::ObjectStore;
use crate::naming::s3;
use crate::resource::{ManagedFile, Volume};

pub(super) fn volume(volume: &Volume) -> Attributes {
    let Volume { zone, size_gib, volume_type, iops, throughput, encrypted, kms_key, tags } = volume;
    Attributes::new()
        .set("availability_zone", zone.as_str())
        .set("size", *size_gib)
        .set("type", volume_type.as_str())
        .set_some("iops", *iops)
        .set_some("throughput", *throughput)
        .set("encrypted", *encrypted)
        .set_some("kms_key_id", kms_key.as_deref())
        .tags(tags)
}

pub(super) fn object(links: Links<'_>, store: &ObjectStore, file: &ManagedFile) -> Attributes {
    let ManagedFile { key, content, public } = file;
    let (bucket, key) = match s3::object(key) {
        Some((bucket, key)) => (bucket, key.to_owned()),
        // All stores in memory are one.
        None if key.starts_with("memfs://") => (store.bucket.as_str(), key["memfs://".len()..].to_owned()),
        None if store.base.is_empty() => (store.bucket.as_str(), key.clone()),
        None => (store.bucket.as_str(), format!("{}/{key}", store.base)),
    };
    let encryption = (!store.encrypted_buckets.contains(bucket)).then_some("AES256");
    Attributes::new()
        .set("bucket", bucket)
        .set("key", key)
        .file("content", "content", links.content(content))
        .set_some("acl", public.then_some("public-read"))
        .set("provider", expressions::traversal("aws", ["files"]))
        .set_some("server_side_encryption", encryption)
}
