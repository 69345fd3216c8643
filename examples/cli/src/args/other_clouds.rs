//! Flags that kops has for other clouds than AWS.

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// How such flags begin, and what they are for.
const FLAGS: [(&str, &str); 5] = [
    ("--azure-", "Azure"),
    ("--gce-", "Google Cloud"),
    ("--os-", "OpenStack"),
    ("--project", "Google Cloud"),
    ("--spotinst-", "Spot"),
];

/// Says what is wrong where the arguments have a flag of another cloud.
pub(crate) fn flag_of_another_cloud(error: &clap::Error) -> Option<String> {
    let flag = match (error.kind(), error.get(ContextKind::InvalidArg)) {
        (ErrorKind::UnknownArgument, Some(ContextValue::String(flag))) => flag,
        _ => return None,
    };
    let (_, cloud) = FLAGS.iter().find(|(start, _)| flag.starts_with(start))?;
    Some(format!("`{flag}` is for clusters on {cloud}; clusters here are on AWS: leave it out"))
}
