//! `kops update cluster --target terraform`: writes Terraform files.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use kops_core::facts::Facts;
use kops_core::render::terraform::{self, ObjectStore, Target};

use crate::failure::Failure;
use crate::output;
use crate::session::{Loaded, Session};
use crate::write::{self, Readers};

/// Writes `kubernetes.tf` and `data/` to a directory.
pub(crate) async fn write(session: &Session, loaded: Loaded, folder: &Path) -> Result<(), Failure> {
    let engine = session.engine(&loaded).await?;
    let (store_url, is_stored) = (loaded.store_url.clone(), loaded.is_stored());
    let (graph, checked) = engine.graph_to_render(&loaded.placed()).await.map_err(Failure::engine)?;
    output::findings(&checked.spec.warnings, &checked.spec.sources.texts());
    let objects = object_store(&store_url, checked.spec.cluster.name(), &checked.facts);
    if objects.is_none() {
        output::warning("the state store is not in S3; the Terraform files do not contain its objects");
    }
    // As kops does: Terraform cannot make keys, and its files hold the certificates.
    let keysets = if is_stored { engine.create_keys(&graph).await } else { engine.keyset_outputs(&graph).await };
    let target = Target::new(&checked.spec.cluster, objects).with_keysets(keysets.map_err(Failure::engine)?);
    let texts = checked.spec.sources.texts();
    let files = terraform::render(&graph, &target).map_err(|findings| Failure::Invalid { findings, texts })?;
    let files: Vec<_> = files.iter().map(|(name, content)| (folder.join(name), &content[..])).collect();
    for parent in files.iter().filter_map(|(path, _)| path.parent()).collect::<BTreeSet<_>>() {
        fs::create_dir_all(parent).map_err(|error| Failure::file("creating", parent, error))?;
    }
    let written = files.len();
    write::write_all(files, Readers::Umask)?;
    output::note(&format!("wrote {} to {}", output::count(written, "file"), folder.display()));
    Ok(())
}

/// The location of the state store's objects for Terraform, if it is in S3.
fn object_store(url: &str, cluster: &str, facts: &Facts) -> Option<ObjectStore> {
    let path = url.strip_prefix("s3://")?;
    let (bucket, prefix) = path.trim_end_matches('/').split_once('/').unwrap_or((path.trim_end_matches('/'), ""));
    let base = if prefix.is_empty() { cluster.to_owned() } else { format!("{prefix}/{cluster}") };
    let known = facts.buckets.get(bucket);
    let region = known.map_or(&facts.region, |bucket| &bucket.region).clone();
    let has_own_key = known.is_some_and(|bucket| bucket.kms_key.is_some());
    Some(ObjectStore {
        bucket: bucket.to_owned(),
        base,
        region,
        encryption: (!has_own_key).then(|| "AES256".to_owned()),
    })
}
