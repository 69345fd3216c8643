//! Arguments of `get`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::{Files, GetInstancesArgs};

#[derive(Debug, Args)]
#[command(mut_arg("files", |files| files.global(true)), mut_arg("allow_unknown_fields", |allow| allow.global(true)))]
pub(crate) struct GetArgs {
    #[command(subcommand)]
    pub(crate) what: Option<GetWhat>,
    #[command(flatten)]
    pub(crate) files: Files,
    /// Output format
    #[arg(short = 'o', long = "output", value_enum, default_value_t, global = true)]
    pub(crate) format: ObjectFormat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum GetWhat {
    /// Display clusters
    #[command(visible_alias = "clusters")]
    Cluster(GetClusterArgs),
    /// Display the instance groups of a cluster
    #[command(name = "instancegroups", visible_aliases = ["ig", "instancegroup"])]
    InstanceGroups(GetGroupsArgs),
    /// Display the files and container images that the instances of a cluster download, with their digests
    Assets(GetAssetsArgs),
    /// Display the instances of a cluster and their nodes
    #[command(visible_alias = "instance")]
    Instances(GetInstancesArgs),
    /// Display a cluster with its instance groups and addon objects
    All {
        /// Cluster name
        #[arg(value_name = "CLUSTER")]
        cluster: Option<String>,
    },
    /// Display keypairs, never their private keys
    #[command(visible_alias = "keypair")]
    Keypairs(GetKeypairsArgs),
    /// Display the names of secrets; their content with -o plaintext
    #[command(visible_alias = "secret")]
    Secrets {
        /// Secret names (default: all)
        #[arg(value_name = "SECRET")]
        names: Vec<String>,
    },
    /// Display the SSH public keys of a cluster
    #[command(name = "sshpublickeys", visible_aliases = ["sshpublickey", "ssh"])]
    SshPublicKeys {
        /// Cluster name
        #[arg(value_name = "CLUSTER")]
        cluster: Option<String>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct GetAssetsArgs {
    /// Cluster name
    #[arg(value_name = "CLUSTER")]
    pub(crate) cluster: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct GetClusterArgs {
    /// Cluster names (default: all clusters)
    #[arg(value_name = "CLUSTER")]
    pub(crate) clusters: Vec<String>,
    #[command(flatten)]
    pub(crate) fill: FillArgs,
}

#[derive(Debug, Args)]
pub(crate) struct GetGroupsArgs {
    /// Instance group names (default: all)
    #[arg(value_name = "GROUP")]
    pub(crate) groups: Vec<String>,
    #[command(flatten)]
    pub(crate) fill: FillArgs,
}

/// Whether specs are shown with what they leave out.
#[derive(Debug, Args)]
pub(crate) struct FillArgs {
    /// Include all defaulted and inferred fields
    #[arg(long)]
    pub(crate) full: bool,
    /// Show where each value comes from: the line of the spec, or the rule that inferred it
    #[arg(long, requires = "full")]
    pub(crate) explain: bool,
    /// Facts of the account, from `kops toolbox facts`, instead of querying it
    #[arg(long, value_name = "FILE", requires = "full")]
    pub(crate) facts: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct GetKeypairsArgs {
    /// Keysets (default: all)
    #[arg(value_name = "KEYSET")]
    pub(crate) keysets: Vec<String>,
    /// Include distrusted keypairs
    #[arg(long)]
    pub(crate) distrusted: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ObjectFormat {
    #[default]
    Table,
    Yaml,
    Json,
    /// The content of secrets
    Plaintext,
}
