//! Environment variables: the defaults of global options.

use std::path::PathBuf;

use crate::args::Global;
use crate::failure::Failure;

/// The value of a variable. An empty variable counts as unset.
pub(crate) fn variable(name: &str) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "this module is where the command line reads the environment")]
    let value = std::env::var(name);
    value.ok().filter(|value| !value.is_empty())
}

/// The paths of a variable that lists some.
pub(crate) fn paths(name: &str) -> Vec<PathBuf> {
    let value = variable(name).unwrap_or_default();
    std::env::split_paths(&value).filter(|path| !path.as_os_str().is_empty()).collect()
}

/// The home folder of the user.
pub(crate) fn home() -> Option<String> {
    ["HOME", "USERPROFILE"].into_iter().find_map(variable)
}

/// The name by which the user logged in.
pub(crate) fn user() -> Option<String> {
    ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(variable)
}

/// Who holds the locks of this process: `jane@laptop (process 4711)`.
pub(crate) fn lock_holder() -> String {
    let (user, host) = (user().unwrap_or_else(|| "unknown".to_owned()), gethostname::gethostname());
    format!("{user}@{} (process {})", host.display(), std::process::id())
}

/// Sets options that have no flag from the environment, except for the cluster name, which has lower precedence.
pub(crate) fn complete(global: Global) -> Result<Global, Failure> {
    let cloud = match (global.cloud, variable("KOPS_CLOUD")) {
        (None, Some(text)) => {
            let choice = text
                .parse()
                .map_err(|error| Failure::usage(format!("invalid value `{text}` of KOPS_CLOUD: {error}")))?;
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
        addons: global.addons,
        file_hashes: global.file_hashes,
        lock_timeout: global.lock_timeout,
        kops_base_url: kops_base_url()?,
        run_too_new_version: variable("KOPS_RUN_TOO_NEW_VERSION").is_some(),
        verbosity: global.verbosity,
    })
}

/// Where nodes get kops's own programs, where the user says it.
fn kops_base_url() -> Result<Option<String>, Failure> {
    let url = variable("KOPS_BASE_URL");
    match url.as_deref().map(|url| url.split_once("://").is_some_and(|(_, rest)| rest.contains('/'))) {
        Some(false) => Err(Failure::usage(format!(
            "invalid value `{}` of KOPS_BASE_URL: expected a URL that ends in a release, such as \
             https://files.example.com/kops/1.36.2",
            url.unwrap_or_default()
        ))),
        _ => Ok(url),
    }
}
