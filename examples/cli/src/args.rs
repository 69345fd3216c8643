//! What can be typed. The spelling is kops's.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use kops_core::spec::UnknownFields;

/// Plans, creates, changes and deletes Kubernetes clusters on AWS.
#[derive(Debug, Parser)]
#[command(name = "kops", version, max_term_width = 100, propagate_version = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command takes. The variables that stand in for flags are read by [`crate::environment`].
#[derive(Clone, Debug, Args)]
pub(crate) struct Global {
    /// Where clusters are kept: file://DIR, s3://BUCKET or memfs:// [$KOPS_STATE_STORE]
    #[arg(long, global = true, value_name = "URL", help_heading = "Global options")]
    pub(crate) state: Option<String>,
    /// The account: aws, or sim:FILE for a simulated one that is kept in a file [$KOPS_CLOUD]
    #[arg(long, global = true, value_name = "CLOUD", help_heading = "Global options")]
    pub(crate) cloud: Option<CloudChoice>,
    /// The cluster's name, where none stands after the command [$KOPS_CLUSTER_NAME]
    #[arg(long = "name", global = true, value_name = "NAME", help_heading = "Global options")]
    pub(crate) cluster_name: Option<String>,
    /// The region, where the cluster's zones do not tell [$AWS_REGION]
    #[arg(long, global = true, value_name = "REGION", help_heading = "Global options")]
    pub(crate) region: Option<String>,
    /// Send the calls to AWS to another server [$AWS_ENDPOINT_URL]
    #[arg(long, global = true, value_name = "URL", help_heading = "Global options")]
    pub(crate) aws_endpoint_url: Option<String>,
    /// Accepted, because scripts for kops give it; there is nothing more to say
    #[arg(short = 'v', long = "v", global = true, value_name = "LEVEL", hide = true)]
    pub(crate) verbosity: Option<u8>,
}

/// Which account to work in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CloudChoice {
    Aws,
    Simulated(PathBuf),
}

impl std::str::FromStr for CloudChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            None if text == "aws" => Ok(Self::Aws),
            Some(("sim", file)) if !file.is_empty() => Ok(Self::Simulated(file.into())),
            _ => Err("expected `aws`, or `sim:` and the file of a simulated account".to_owned()),
        }
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Add a cluster and its groups to the state store
    Create(CreateArgs),
    /// Show what would change in the account, and with --yes change it
    Update(UpdateArgs),
    /// Show clusters and groups
    Get(GetArgs),
    /// Replace a cluster and groups in the state store
    Replace(ReplaceArgs),
    /// Change a cluster or a group in an editor
    Edit(EditArgs),
    /// Delete a cluster or parts of it
    Delete(DeleteArgs),
    /// Further tools
    Toolbox(ToolboxArgs),
    #[command(hide = true, about = NOT_YET)]
    Validate(NotYet),
    #[command(hide = true, about = NOT_YET)]
    RollingUpdate(NotYet),
    /// Show the version
    Version,
    /// Print a script that completes commands in a shell
    Completion {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// What the help of a command says that kops has and that is to come.
const NOT_YET: &str = "Not there yet";

/// Whatever follows a command that is to come.
#[derive(Debug, Args)]
pub(crate) struct NotYet {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
    pub(crate) rest: Vec<String>,
}

/// Files of objects.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Files {
    /// A file of objects, or - for standard input; can be given more than once
    #[arg(short = 'f', long = "filename", value_name = "FILE", value_delimiter = ',')]
    pub(crate) files: Vec<PathBuf>,
    /// Only warn about fields that the format does not have, and leave them out as kops does
    #[arg(long, requires = "files")]
    pub(crate) allow_unknown_fields: bool,
}

impl Files {
    /// What to do about fields that the format does not have.
    pub(crate) fn unknown_fields(&self) -> UnknownFields {
        if self.allow_unknown_fields { UnknownFields::Warn } else { UnknownFields::Deny }
    }
}

#[derive(Debug, Args)]
pub(crate) struct CreateArgs {
    #[command(subcommand)]
    pub(crate) what: Option<CreateWhat>,
    #[command(flatten)]
    pub(crate) files: Files,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CreateWhat {
    /// Add a secret of a cluster
    Secret {
        #[command(subcommand)]
        secret: CreateSecret,
    },
    /// Add the public SSH key that may log in to the nodes
    #[command(name = "sshpublickey", alias = "ssh")]
    SshPublicKey(SshPublicKeyArgs),
    #[command(hide = true, about = NOT_YET)]
    Cluster(NotYet),
}

#[derive(Debug, Subcommand)]
pub(crate) enum CreateSecret {
    /// Add the public SSH key that may log in to the nodes
    #[command(name = "sshpublickey")]
    SshPublicKey {
        /// The user of the key; only admin is known
        #[arg(value_parser = ["admin"], default_value = "admin")]
        user: String,
        #[command(flatten)]
        key: KeyFile,
    },
}

#[derive(Debug, Args)]
pub(crate) struct SshPublicKeyArgs {
    /// The cluster
    #[arg(value_name = "CLUSTER")]
    pub(crate) cluster: Option<String>,
    #[command(flatten)]
    pub(crate) key: KeyFile,
}

#[derive(Debug, Args)]
pub(crate) struct KeyFile {
    /// The file of the public key
    #[arg(short = 'i', long = "ssh-public-key", value_name = "FILE")]
    pub(crate) file: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct UpdateArgs {
    #[command(subcommand)]
    pub(crate) what: UpdateWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum UpdateWhat {
    /// Show what would change in the account, and with --yes change it
    Cluster(UpdateClusterArgs),
}

#[derive(Debug, Args)]
pub(crate) struct UpdateClusterArgs {
    /// The cluster
    #[arg(value_name = "CLUSTER")]
    pub(crate) cluster: Option<String>,
    #[command(flatten)]
    pub(crate) files: Files,
    /// Make the changes
    #[arg(short = 'y', long)]
    pub(crate) yes: bool,
    /// How to show the plan
    #[arg(short = 'o', long = "output", value_enum, default_value_t)]
    pub(crate) format: PlanFormat,
    /// Also save the plan, as data
    #[arg(long, value_name = "FILE")]
    pub(crate) out_plan: Option<PathBuf>,
    /// Apply exactly this saved plan
    #[arg(
        long,
        value_name = "FILE",
        requires = "yes",
        conflicts_with_all = ["out_plan", "prune", "allow", "target", "out", "detailed_exitcode"]
    )]
    pub(crate) plan: Option<PathBuf>,
    /// Exit with 2 where there are changes
    #[arg(long)]
    pub(crate) detailed_exitcode: bool,
    /// Where the changes go
    #[arg(long, value_enum, default_value_t)]
    pub(crate) target: Target,
    /// The folder for the files of --target terraform
    #[arg(long, value_name = "DIR", required_if_eq("target", "terraform"))]
    pub(crate) out: Option<PathBuf>,
    /// Also delete what the cluster owns and no longer wants
    #[arg(long)]
    pub(crate) prune: bool,
    /// Allow a dangerous step, by the resource that the plan names; * allows all
    #[arg(long, value_name = "RESOURCE")]
    pub(crate) allow: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum PlanFormat {
    #[default]
    Text,
    Json,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Target {
    /// The account
    #[default]
    Direct,
    /// Terraform's files
    Terraform,
}

#[derive(Debug, Args)]
pub(crate) struct GetArgs {
    #[command(subcommand)]
    pub(crate) what: Option<GetWhat>,
    /// A file of objects, or - for standard input; can be given more than once
    #[arg(short = 'f', long = "filename", value_name = "FILE", value_delimiter = ',', global = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Only warn about fields that the format does not have, and leave them out as kops does
    #[arg(long, global = true)]
    pub(crate) allow_unknown_fields: bool,
    /// How to show them
    #[arg(short = 'o', long = "output", value_enum, default_value_t, global = true)]
    pub(crate) format: ObjectFormat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum GetWhat {
    /// Show clusters
    #[command(visible_alias = "clusters")]
    Cluster(GetClusterArgs),
    /// Show the groups of a cluster
    #[command(name = "instancegroups", visible_aliases = ["ig", "instancegroup"])]
    InstanceGroups(GetGroupsArgs),
    /// Show a cluster with its groups
    All,
}

#[derive(Debug, Args)]
pub(crate) struct GetClusterArgs {
    /// The cluster; all where there is none
    #[arg(value_name = "CLUSTER")]
    pub(crate) cluster: Option<String>,
    /// With everything that kops infers
    #[arg(long)]
    pub(crate) full: bool,
}

#[derive(Debug, Args)]
pub(crate) struct GetGroupsArgs {
    /// The groups; all where there is none
    #[arg(value_name = "GROUP")]
    pub(crate) groups: Vec<String>,
    /// With everything that kops infers
    #[arg(long)]
    pub(crate) full: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ObjectFormat {
    #[default]
    Table,
    Yaml,
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct ReplaceArgs {
    /// A file of objects, or - for standard input; can be given more than once
    #[arg(short = 'f', long = "filename", value_name = "FILE", value_delimiter = ',', required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Only warn about fields that the format does not have, and leave them out as kops does
    #[arg(long)]
    pub(crate) allow_unknown_fields: bool,
    /// Create objects that are not there
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct EditArgs {
    #[command(subcommand)]
    pub(crate) what: EditWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum EditWhat {
    /// Change a cluster in $EDITOR
    Cluster {
        /// The cluster
        #[arg(value_name = "CLUSTER")]
        cluster: Option<String>,
    },
    /// Change a group in $EDITOR
    #[command(name = "instancegroup", visible_alias = "ig")]
    InstanceGroup {
        /// The group
        #[arg(value_name = "GROUP")]
        group: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct DeleteArgs {
    #[command(subcommand)]
    pub(crate) what: DeleteWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DeleteWhat {
    /// Show what deleting a cluster would delete, and with --yes delete it
    Cluster(DeleteClusterArgs),
    /// Delete the public SSH key of a cluster from the state store
    #[command(name = "sshpublickey")]
    SshPublicKey {
        /// The cluster
        #[arg(value_name = "CLUSTER")]
        cluster: Option<String>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct DeleteClusterArgs {
    /// The cluster
    #[arg(value_name = "CLUSTER")]
    pub(crate) cluster: Option<String>,
    #[command(flatten)]
    pub(crate) files: Files,
    /// Delete it
    #[arg(short = 'y', long)]
    pub(crate) yes: bool,
    /// How to show the plan
    #[arg(short = 'o', long = "output", value_enum, default_value_t)]
    pub(crate) format: PlanFormat,
}

#[derive(Debug, Args)]
pub(crate) struct ToolboxArgs {
    #[command(subcommand)]
    pub(crate) what: ToolboxWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ToolboxWhat {
    /// Fill a Jinja2 template of a spec
    Template(TemplateArgs),
}

#[derive(Debug, Args)]
pub(crate) struct TemplateArgs {
    /// The template, or - for standard input; several make one file of several documents
    #[arg(long, value_name = "FILE", required = true)]
    pub(crate) template: Vec<PathBuf>,
    /// YAML or JSON with values, also what `terraform output -json` prints; later files win
    #[arg(long, value_name = "FILE")]
    pub(crate) values: Vec<PathBuf>,
    /// One value; wins over those of files. A path reaches into maps: subnets.a=10.0.0.0/24. Whole numbers, true,
    /// false, `[lists]` and `{maps}` are what they look like, all else is text
    #[arg(long, value_name = "NAME=VALUE")]
    pub(crate) set: Vec<String>,
    /// As --set, but the value is a text whatever it looks like
    #[arg(long, value_name = "NAME=VALUE")]
    pub(crate) set_string: Vec<String>,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}
