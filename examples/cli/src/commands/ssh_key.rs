//! `kops create sshpublickey`, `kops get sshpublickeys` and `kops delete sshpublickey`.

use kops_core::pki::SshPublicKey;
use kops_core::state::Clusters;
use serde::Serialize;

use crate::args::{KeyFile, ObjectFormat};
use crate::failure::Failure;
use crate::session::Session;
use crate::table::table;
use crate::{input, output};

/// Adds an SSH public key to a cluster.
pub(crate) async fn create(session: &Session, cluster: Option<&str>, key: &KeyFile) -> Result<(), Failure> {
    let cluster = session.cluster(cluster)?;
    let text = input::read(&key.file)?;
    let key: SshPublicKey = text.text.parse().map_err(|source| NotAKey { file: text.name.to_string(), source })?;
    let lease = session.lock_cluster(&cluster).await?;
    lease.during(Clusters::new(&lease).add_ssh_key(&cluster, &key)).await?;
    session.save()?;
    output::note(&format!("added SSH public key {} to cluster {cluster}", key.fingerprint()));
    Ok(())
}

/// The SSH public keys of a cluster, by their fingerprints.
pub(super) async fn get(session: &Session, cluster: Option<&str>, format: ObjectFormat) -> Result<String, Failure> {
    let cluster = session.cluster(cluster)?;
    let credentials = session.ssh_credentials(&cluster).await?;
    let keys = credentials.into_iter().filter_map(|credential| credential.spec.public_key);
    let keys: Vec<Item> = keys.filter_map(|key| Some(Item { id: fingerprint(&key)?, public_key: key })).collect();
    if format != ObjectFormat::Table {
        return super::get::values(&keys, format);
    }
    if keys.is_empty() {
        return Err(Failure::message(format!("no SSH public key found for cluster `{cluster}`")));
    }
    Ok(table(["ID"], &keys.into_iter().map(|key| [key.id]).collect::<Vec<_>>()))
}

fn fingerprint(key: &str) -> Option<String> {
    key.parse::<SshPublicKey>().ok().map(|key| key.fingerprint())
}

/// An SSH public key as data, in the shape of kops.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    id: String,
    public_key: String,
}

/// Deletes the SSH public keys of a cluster.
pub(crate) async fn delete(session: &Session, cluster: Option<&str>) -> Result<(), Failure> {
    let cluster = session.cluster(cluster)?;
    let lease = session.lock_cluster(&cluster).await?;
    let count = lease.during(Clusters::new(&lease).delete_ssh_keys(&cluster)).await?;
    session.save()?;
    output::note(&format!("deleted {} of cluster {cluster}", output::count(count, "SSH public key")));
    Ok(())
}

/// A file that is not an SSH public key.
#[derive(Debug, thiserror::Error)]
#[error("cannot use `{file}`")]
struct NotAKey {
    file: String,
    #[source]
    source: kops_core::pki::SshKeyError,
}
