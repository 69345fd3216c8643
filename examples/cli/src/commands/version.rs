//! `kops version`: the versions of this program and the node components, and the supported clouds.

use kops_core::facts::Components;

use crate::failure::Failure;
use crate::{aws, output};

/// Prints the versions; `short` for scripts, which want that of this program.
pub(crate) fn run(short: bool) -> Result<(), Failure> {
    if short {
        return Ok(output::result(concat!(env!("CARGO_PKG_VERSION"), "\n"))?);
    }
    let nodes = Components::built_in();
    Ok(output::result(&format!(
        "Client version: {}\nNode components: kops {}, Kubernetes {} by default\nClouds: {}\n",
        env!("CARGO_PKG_VERSION"),
        nodes.kops_version,
        nodes.kubernetes_version,
        if aws::IS_LINKED { "AWS, simulated" } else { "simulated (built without AWS support)" },
    ))?)
}
