//! The environment: what holds where no flag says otherwise.

use crate::args::Global;
use crate::failure::Failure;

/// The value of a variable; one that is empty counts as unset.
pub(crate) fn variable(name: &str) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "this module is where the command line reads the environment")]
    let value = std::env::var(name);
    value.ok().filter(|value| !value.is_empty())
}

/// Fills in the options that no flag gave. The cluster's name is left out: what was typed counts for more.
pub(crate) fn complete(global: Global) -> Result<Global, Failure> {
    let cloud = match (global.cloud, variable("KOPS_CLOUD")) {
        (None, Some(text)) => {
            let choice = text.parse().map_err(|error| Failure::usage(format!("KOPS_CLOUD is `{text}`; {error}")))?;
            Some(choice)
        }
        (given, _) => given,
    };
    let given = |flag: Option<String>, name| flag.filter(|value| !value.is_empty()).or_else(|| variable(name));
    Ok(Global {
        state: given(global.state, "KOPS_STATE_STORE"),
        region: given(global.region, "AWS_REGION"),
        aws_endpoint_url: given(global.aws_endpoint_url, "AWS_ENDPOINT_URL"),
        cluster_name: global.cluster_name.filter(|name| !name.is_empty()),
        cloud,
        verbosity: global.verbosity,
    })
}
