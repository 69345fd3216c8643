//! `kops version`: which release this is, which release of kops's node components it deploys, and what it can reach.

use kops_core::facts::Components;

use crate::failure::Failure;
use crate::{aws, output};

/// Prints the versions.
pub(crate) fn run() -> Result<(), Failure> {
    let nodes = Components::built_in();
    Ok(output::result(&format!(
        "Client version: {}\nNode components: kops {}, Kubernetes {} where a spec names none\nAccounts: {}\n",
        env!("CARGO_PKG_VERSION"),
        nodes.kops_version,
        nodes.kubernetes_version,
        if aws::IS_LINKED { "AWS, and simulated ones" } else { "simulated ones; this build cannot reach AWS" },
    ))?)
}
