//! `kops create -f`: creates objects in the state store.

use kops_core::state::{Clusters, WriteError};

use crate::args::Files;
use crate::failure::Failure;
use crate::session::Session;
use crate::{input, output};

/// Creates the objects of the files.
pub(crate) async fn run(session: &Session, files: &Files) -> Result<(), Failure> {
    if files.files.is_empty() {
        return Err(Failure::usage("no file specified: pass a spec file with -f, or see `kops create --help`"));
    }
    let objects = input::some_objects(files)?;
    let store = session.store().await?;
    session.check_with(&store, &objects).await?;
    let lease = session.lock_of(&store, &objects).await?;
    let created = lease.during(Clusters::new(&lease).create(&objects, input::now())).await;
    let created = match created {
        Err(error @ WriteError::Exists(_)) => {
            return Err(Failure::from(error).advise("to change existing objects, run: kops replace -f FILE"));
        }
        other => other.map_err(|error| Failure::write(error, &objects))?,
    };
    session.save()?;
    let lines: Vec<_> = created.iter().map(|object| format!("created {object}\n")).collect();
    output::result(&lines.concat())?;
    if let Some(cluster) = objects.clusters.first() {
        output::hint(&format!("to preview the changes to the account, run: kops update cluster {}", cluster.name()));
    }
    Ok(())
}
