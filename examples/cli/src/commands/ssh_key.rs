//! `kops create sshpublickey` and `kops delete sshpublickey`.

use kops_core::pki::SshPublicKey;
use kops_core::state::Clusters;

use crate::args::KeyFile;
use crate::failure::Failure;
use crate::session::Session;
use crate::{input, output};

/// Adds an SSH public key to a cluster.
pub(crate) async fn create(session: &Session, cluster: Option<&str>, key: &KeyFile) -> Result<(), Failure> {
    let cluster = session.cluster(cluster)?;
    let text = input::read(&key.file)?;
    let key: SshPublicKey = text.text.parse().map_err(|source| NotAKey { file: text.name.to_string(), source })?;
    Clusters::new(session.store().await?.as_ref()).add_ssh_key(&cluster, &key).await?;
    session.save()?;
    output::note(&format!("added SSH public key {} to cluster {cluster}", key.fingerprint()));
    Ok(())
}

/// Deletes the SSH public keys of a cluster.
pub(crate) async fn delete(session: &Session, cluster: Option<&str>) -> Result<(), Failure> {
    let cluster = session.cluster(cluster)?;
    let count = Clusters::new(session.store().await?.as_ref()).delete_ssh_keys(&cluster).await?;
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
