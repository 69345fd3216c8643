//! Etcd's volumes, and the objects of the state store.

use super::attributes::Attributes;
use super::links::Links;
use super::target::ObjectStore;
use super::{codes, expressions, kms};
use crate::diag::Diagnostic;
use crate::graph::Origin;
use crate::naming::s3;
use crate::resource::{ManagedFile, ResourceId, Volume};

pub(super) fn volume(links: Links<'_>, volume: &Volume) -> Attributes {
    let Volume { zone, size_gib, volume_type, iops, throughput, encrypted, kms_key, tags } = volume;
    Attributes::new()
        .set("availability_zone", zone.as_str())
        .set("size", *size_gib)
        .set("type", volume_type.as_str())
        .set_some("iops", *iops)
        .set_some("throughput", *throughput)
        .set("encrypted", *encrypted)
        .set_some("kms_key_id", kms_key.as_deref().map(|key| kms::arn(links.graph, key)))
        .tags(tags)
}

/// Reports a key that Terraform would take for another one in every run: AWS returns the ARN of the key, not of its alias.
pub(super) fn problem(id: &ResourceId, volume: &Volume, origin: &Origin) -> Option<Diagnostic> {
    let key = volume.kms_key.as_deref().filter(|key| kms::is_alias(key))?;
    let name = &id.name;
    let message = format!(
        "the KMS key of `{name}` is the alias `{key}`, for which Terraform would replace the volume in every run"
    );
    let finding = Diagnostic::error(codes::KEY_ALIAS.id, message).help("write the ARN of the key");
    Some(match origin.fields.get(Volume::KMS_KEY.name) {
        Some(path) => finding.at(path.clone()),
        None => finding,
    })
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
    let acl = if *public { Some("public-read") } else { store.object_acls.get(bucket).map(String::as_str) };
    Attributes::new()
        .set("bucket", bucket)
        .set("key", key)
        .file("content", "content", links.content(content))
        .set_some("acl", acl)
        .set("provider", expressions::traversal("aws", ["files"]))
        .set_some("server_side_encryption", encryption)
}
