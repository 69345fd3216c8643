//! Flags and commands that kops has and this command line has not: those for other clouds than AWS, and those whose work is done in
//! another way.

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
const REPLACED: &[(&str, &str, &str)] = &[
    ("create cluster", "--add", "store the objects with the cluster: kops create -f CLUSTER.yaml -f OBJECTS.yaml"),
    (
        "update cluster",
        "--allow-kops-downgrade",
        "the version that updated a cluster last is not checked: leave it out",
    ),
    ("update cluster", "--api-server", NO_API_SERVER),
    ("toolbox template", "--channel", "templates have no functions for channels: leave it out"),
    ("toolbox dump", "--cloud-resources", "a dump always has the resources of the account: leave it out"),
    ("", "--config", "set what the file has as environment variables, such as KOPS_STATE_STORE"),
    ("toolbox template", "--config-value", "write an expression of Jinja2, such as `{{ subnets.a }}`, in a template"),
    (
        "get assets",
        "--copy",
        "copy what `kops get assets -o json` lists from `canonical` to `download` with `crane copy` for images and `aws s3 cp` for \
         files, and check each `sha`",
    ),
    ("delete cluster", "--count", WAITS_FOR_EACH),
    ("toolbox dump", "--dir", NO_SSH),
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
    ("toolbox template", "--fail-on-missing", "an undefined value is always an error; write `{{ x | default('') }}`"),
    ("toolbox template", "--format-yaml", "a template is printed as it is rendered: leave it out"),
    (
        "update cluster",
        "--ignore-kubelet-version-skew",
        "an update always changes all instance groups; `kops reconcile cluster` keeps the order: leave it out",
    ),
    ("delete cluster", "--interval", WAITS_FOR_EACH),
    ("toolbox dump", "--k8s-resources", "a dump always has the nodes and pods of the cluster: leave it out"),
    (
        "update cluster",
        "--lifecycle-overrides",
        "what is not the cluster's is named in its spec, such as `spec.networkID` and `securityGroupOverride`, and left alone",
    ),
    ("toolbox dump", "--max-nodes", NO_SSH),
    ("completion", "--no-descriptions", "scripts have descriptions where the shell shows them: leave it out"),
    ("toolbox dump", "--node-dump-timeout", NO_SSH),
    ("update cluster", "--phase", "a plan has every phase; `--instance-group` limits it to instance groups"),
    ("toolbox dump", "--private-key", NO_SSH),
    ("version", "--server", "read the object `kops-version.txt` of a cluster in the state store"),
    ("toolbox template", "--snippets", "write a macro of Jinja2 in the template"),
    ("update cluster", "--ssh-public-key", "store the key first: kops create sshpublickey CLUSTER -i FILE"),
    ("toolbox dump", "--ssh-user", NO_SSH),
    (
        "get secrets",
        "--type",
        "keypairs and SSH public keys have commands of their own, such as `kops get keypairs`: leave it out",
    ),
    ("update cluster", "--use-kubeconfig", NO_API_SERVER),
    ("delete cluster", "--wait", WAITS_FOR_EACH),
];
const NO_API_SERVER: &str = "an update does not call the API server of the cluster: leave it out";
const NO_SSH: &str = "a dump does not log in to nodes: leave it out";
const WAITS_FOR_EACH: &str = "deleting waits for each resource as long as AWS takes: leave it out";

/// The commands of kops that are not here, each by the word before it, and what to do instead.
const COMMANDS: [(&str, &str, &str); 3] = [
    ("toolbox", "clusterapi", "no objects of the Cluster API are created"),
    ("toolbox", "enroll", "nodes are instances of autoscaling groups only"),
    (
        "toolbox",
        "instance-selector",
        "choose the instance types, and make the instance group with `kops create instancegroup`; its spec can also have \
         `instanceRequirements`",
    ),
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

/// Says what is wrong where the arguments have a command of kops that is unknown here.
pub(crate) fn command_of_kops(error: &clap::Error) -> Option<String> {
    let word = match (error.kind(), error.get(ContextKind::InvalidSubcommand)) {
        (ErrorKind::InvalidSubcommand, Some(ContextValue::String(word))) => word.as_str(),
        _ => return None,
    };
    let usage = error.render().to_string();
    let is_it =
        |(before, command, _): &&(&str, &str, &str)| *command == word && usage.contains(&format!("kops {before} "));
    if let Some((before, _, advice)) = COMMANDS.iter().find(is_it) {
        return Some(format!("there is no `kops {before} {word}` here: {advice}"));
    }
    // kops still reads `kops get CLUSTER`, and says that it is `kops get all CLUSTER`.
    let is_cluster = usage.contains("Usage: kops get ") && word.contains('.');
    is_cluster.then(|| format!("`{word}` is no command: to display the cluster, run `kops get all {word}`"))
}
