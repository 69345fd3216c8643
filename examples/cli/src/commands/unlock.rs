//! `kops toolbox unlock`: shows who holds the lock of a cluster, and removes it.

use kops_core::state::{Clusters, LoadError};

use crate::args::UnlockArgs;
use crate::failure::Failure;
use crate::output;
use crate::session::Session;

/// Shows the lock; with `--yes` removes it.
pub(crate) async fn run(session: &Session, args: &UnlockArgs) -> Result<(), Failure> {
    let (cluster, store) = (session.cluster(args.cluster.as_deref())?, session.store().await?);
    let clusters = Clusters::new(store.as_ref());
    let found = if args.yes { clusters.unlock(&cluster).await? } else { clusters.lock(&cluster).await? };
    match found {
        None => {
            if let Err(error @ LoadError::NoCluster { .. }) = clusters.load(&cluster).await {
                return Err(error.into());
            }
            output::note(&format!("cluster {cluster} is not locked"));
        }
        Some(lock) if args.yes => {
            session.save()?;
            output::note(&format!("removed the lock of cluster {cluster}, held by {lock}"));
        }
        Some(lock) => {
            output::result(&format!("cluster {cluster} is locked by {lock}\n"))?;
            output::hint("if that process no longer runs, run again with --yes to remove its lock");
        }
    }
    Ok(())
}
