//! `kops replace -f`: replaces objects of the state store.

use kops_core::state::{Clusters, IfMissing, WriteError};

use crate::args::ReplaceArgs;
use crate::failure::Failure;
use crate::session::Session;
use crate::{input, output};

/// Replaces the objects of the files.
pub(crate) async fn run(session: &Session, args: &ReplaceArgs) -> Result<(), Failure> {
    let objects = input::some_objects(&args.files)?;
    let store = session.store().await?;
    session.check_with(&store, &objects).await?;
    let if_missing = if args.force { IfMissing::Create } else { IfMissing::Fail };
    let lease = session.lock_of(&store, &objects).await?;
    let replaced = lease.during(Clusters::new(&lease).replace(&objects, if_missing, input::now())).await;
    let replaced = match replaced {
        Err(error @ WriteError::Missing(_)) if !args.force => {
            return Err(Failure::from(error).advise("run again with --force to create objects that do not exist"));
        }
        other => other.map_err(|error| Failure::write(error, &objects))?,
    };
    session.save()?;
    let lines: Vec<_> = replaced.iter().map(|object| format!("replaced {object}\n")).collect();
    Ok(output::result(&lines.concat())?)
}
