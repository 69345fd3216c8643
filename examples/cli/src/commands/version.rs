//! `kops version`: which release this is, and which release of kops's node components it deploys.

use kops_core::facts::Components;

use crate::failure::Failure;
use crate::output;

/// Prints the versions.
pub(crate) fn run() -> Result<(), Failure> {
    let nodes = Components::shipped();
    Ok(output::result(&format!(
        "Client version: {}\nNode components: kops {}, Kubernetes {} where a spec names none\n",
        env!("CARGO_PKG_VERSION"),
        nodes.kops_version,
        nodes.kubernetes_version,
    ))?)
}
