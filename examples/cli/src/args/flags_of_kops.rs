//! Flags that kops has and this command line has not: those for other clouds than AWS, and those whose work is done in another way.

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// How flags for other clouds begin, and what they are for.
const OF_OTHER_CLOUDS: [(&str, &str); 5] = [
    ("--azure-", "Azure"),
    ("--gce-", "Google Cloud"),
    ("--os-", "OpenStack"),
    ("--project", "Google Cloud"),
    ("--spotinst-", "Spot"),
];

/// Commands with a flag, and what to do instead. Without a command, all have the flag.
const REPLACED: [(&str, &str, &str); 12] = [
    ("create cluster", "--add", "store the objects with the cluster: kops create -f CLUSTER.yaml -f OBJECTS.yaml"),
    (
        "update cluster",
        "--allow-kops-downgrade",
        "the version that updated a cluster last is not checked: leave it out",
    ),
    ("", "--config", "set what the file has as environment variables, such as KOPS_STATE_STORE"),
    ("delete cluster", "--count", "deleting waits for each resource as long as AWS takes: leave it out"),
    (
        "create cluster",
        "--discovery-service",
        "publish the discovery documents in a bucket: --discovery-store s3://BUCKET",
    ),
    (
        "delete cluster",
        "--external",
        "delete a cluster that is not in the state store with `-f FILE`, a spec that names it",
    ),
    (
        "update cluster",
        "--ignore-kubelet-version-skew",
        "an update always changes all instance groups; `kops reconcile cluster` keeps the order: leave it out",
    ),
    ("delete cluster", "--interval", "deleting waits for each resource as long as AWS takes: leave it out"),
    (
        "update cluster",
        "--lifecycle-overrides",
        "what is not the cluster's is named in its spec, such as `spec.networkID` and `securityGroupOverride`, and left alone",
    ),
    ("update cluster", "--phase", "a plan has every phase; `--instance-group` limits it to instance groups"),
    ("update cluster", "--ssh-public-key", "store the key first: kops create sshpublickey CLUSTER -i FILE"),
    ("delete cluster", "--wait", "deleting waits for each resource as long as AWS takes: leave it out"),
];

/// Says what is wrong where the arguments have a flag of kops that is unknown here.
pub(crate) fn flag_of_kops(error: &clap::Error) -> Option<String> {
    let flag = match (error.kind(), error.get(ContextKind::InvalidArg)) {
        (ErrorKind::UnknownArgument, Some(ContextValue::String(flag))) => flag.split('=').next().unwrap_or(flag),
        _ => return None,
    };
    let usage = error.render().to_string();
    let is_it =
        |(command, replaced, _): &&(&str, &str, &str)| *replaced == flag && usage.contains(&format!("kops {command}"));
    if let Some((_, _, advice)) = REPLACED.iter().find(is_it) {
        return Some(format!("there is no `{flag}` here: {advice}"));
    }
    let (_, cloud) = OF_OTHER_CLOUDS.iter().find(|(start, _)| flag.starts_with(start))?;
    Some(format!("`{flag}` is for clusters on {cloud}; clusters here are on AWS: leave it out"))
}
