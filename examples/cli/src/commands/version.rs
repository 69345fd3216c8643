//! `kops version`: which release this is, and which release of kops's node components it deploys.

use crate::failure::Failure;
use crate::output;

/// Prints the versions.
pub(crate) fn run() -> Result<(), Failure> {
    Ok(output::result(&format!("Client version: {}", env!("CARGO_PKG_VERSION")))?)
}
