//! `kops create secret`, `kops get secrets` and `kops delete secret`.

use kops_core::state::{Clusters, IfExists, KeysError};

use crate::args::{ObjectFormat, SecretFile};
use crate::failure::Failure;
use crate::session::Session;
use crate::table::table;
use crate::{input, output};

/// Stores a secret.
pub(crate) async fn create(session: &Session, name: &str, args: &SecretFile) -> Result<(), Failure> {
    let cluster = session.cluster(args.cluster.as_deref())?;
    let secret = input::secret(&args.file)?;
    let if_exists = if args.force { IfExists::Replace } else { IfExists::Fail };
    let lease = session.lock_cluster(&cluster).await?;
    let created = lease.during(Clusters::new(&lease).create_secret(&cluster, name, &secret, if_exists)).await;
    created.map_err(|error| match error {
        error @ KeysError::SecretExists { .. } => Failure::from(error).advise("to replace it, pass --force"),
        other => other.into(),
    })?;
    session.save()?;
    output::note(&format!("created secret {name} of cluster {cluster}"));
    Ok(())
}

/// Deletes a secret.
pub(crate) async fn delete(session: &Session, name: &str) -> Result<(), Failure> {
    let cluster = session.cluster(None)?;
    let lease = session.lock_cluster(&cluster).await?;
    lease.during(Clusters::new(&lease).delete_secret(&cluster, name)).await?;
    session.save()?;
    output::note(&format!("deleted secret {name} of cluster {cluster}"));
    Ok(())
}

/// The names of secrets, or their content where that is what the format says.
pub(super) async fn get(session: &Session, names: &[String], format: ObjectFormat) -> Result<String, Failure> {
    let (cluster, store) = (session.cluster(None)?, session.store().await?);
    let clusters = Clusters::new(store.as_ref());
    let known = clusters.secrets(&cluster).await?;
    if let Some(missing) = names.iter().find(|name| !known.contains(name)) {
        return Err(KeysError::NoSecret { secret: missing.clone(), known }.into());
    }
    let found: Vec<_> = known.into_iter().filter(|name| names.is_empty() || names.contains(name)).collect();
    if found.is_empty() {
        return Err(Failure::message(format!("no secrets found for cluster `{cluster}`")));
    }
    match format {
        ObjectFormat::Table => Ok(table(["NAME"], &found.into_iter().map(|name| [name]).collect::<Vec<_>>())),
        ObjectFormat::Plaintext => {
            let mut text = String::new();
            for name in found {
                let secret = clusters.secret(&cluster, &name).await?;
                text.push_str(&secret.to_text());
                text.push('\n');
            }
            Ok(text)
        }
        ObjectFormat::Yaml | ObjectFormat::Json => {
            Err(Failure::usage("secrets are displayed with -o table or -o plaintext only"))
        }
    }
}
