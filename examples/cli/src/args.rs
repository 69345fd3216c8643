//! Command-line arguments. Commands and flags are spelled as in kops.

mod addons;
mod apply;
mod booleans;
mod create_cluster;
mod edit;
mod explain;
mod fields;
mod flags_of_kops;
mod get;
mod groups;
mod home;
mod keys;
mod number;
mod reconcile;
#[cfg(test)]
mod reference;
mod running;
mod toolbox;
mod update;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use kops_core::spec::UnknownFields;

pub(crate) use addons::{AddonsArgs, AddonsWhat, ApplyAddonsArgs, ListAddonsArgs};
pub(crate) use apply::ApplyArgs;
pub(crate) use booleans::parse;
pub(crate) use create_cluster::{CreateClusterArgs, SpecFormat};
pub(crate) use edit::{EditArgs, EditWhat, FieldArgs, SetArgs, UnsetArgs};
pub(crate) use explain::{ExplainArgs, ExplainFormat, MigrateArgs};
pub(crate) use flags_of_kops::{command_of_kops, flag_of_kops};
pub(crate) use get::{
    FillArgs, GetArgs, GetAssetsArgs, GetClusterArgs, GetGroupsArgs, GetKeypairsArgs, GetWhat, ObjectFormat,
};
pub(crate) use groups::{CreateGroupArgs, DeleteGroupArgs, GroupSelection};
pub(crate) use keys::{
    DistrustArgs, DistrustWhat, ExportArgs, ExportWhat, HelpersArgs, HelpersWhat, KubeconfigArgs, KubeconfigContext,
    PromoteArgs, PromoteWhat, TrustArgs, TrustWhat,
};
pub(crate) use reconcile::{ReconcileArgs, ReconcileClusterArgs, ReconcileWhat, UpgradePlanArgs, UpgradePlanFormat};
pub(crate) use running::{
    ApiArgs, DeleteInstanceArgs, GetInstancesArgs, RollingUpdateArgs, RollingUpdateClusterArgs, RollingUpdateWhat,
    RunningFormat, ValidateArgs, ValidateClusterArgs, ValidateWhat,
};
pub(crate) use toolbox::{
    CostArgs, DiagramArgs, DiagramFormat, DumpArgs, DumpFormat, FactsArgs, PermissionsArgs, PreflightArgs,
};
pub(crate) use update::{UpdateArgs, UpdateClusterArgs, UpdateWhat};

/// Create, update and delete Kubernetes clusters on AWS.
#[derive(Debug, Parser)]
#[command(name = "kops", version, max_term_width = 100, propagate_version = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Global options. [`crate::environment`] reads the variables that provide their defaults.
#[derive(Clone, Debug, Args)]
pub(crate) struct Global {
    /// Location of the state store: s3://BUCKET, file://DIR or memfs:// [$KOPS_STATE_STORE]
    #[arg(long, global = true, value_name = "URL", help_heading = "Global options")]
    pub(crate) state: Option<String>,
    /// Cloud account: aws, or sim:FILE for a simulated account stored in a file (default: aws, where a command needs an account)
    /// [$KOPS_CLOUD]
    #[arg(long, global = true, value_name = "CLOUD", help_heading = "Global options")]
    pub(crate) cloud: Option<CloudChoice>,
    /// Cluster name, where it is not passed as an argument [$KOPS_CLUSTER_NAME]
    #[arg(long = "name", global = true, value_name = "NAME", help_heading = "Global options")]
    pub(crate) cluster_name: Option<String>,
    /// AWS region, where the zones of the cluster do not say it; a simulated account has its own [$AWS_REGION]
    #[arg(long, global = true, value_name = "REGION", help_heading = "Global options")]
    pub(crate) region: Option<String>,
    /// Custom endpoint for all AWS services [$AWS_ENDPOINT_URL]
    #[arg(long, global = true, value_name = "URL", help_heading = "Global options")]
    pub(crate) aws_endpoint_url: Option<String>,
    /// Folder or tar archive of published addon manifests, such as those of cert-manager and Calico, laid out as kops's `addons` folder
    #[arg(long, global = true, value_name = "DIR|FILE", help_heading = "Global options")]
    pub(crate) addons: Option<PathBuf>,
    /// SHA-256 hashes of files that nodes download, such as nodeup, as sha256sum prints them: HASH URL on each line
    #[arg(long, global = true, value_name = "FILE", help_heading = "Global options")]
    pub(crate) file_hashes: Option<PathBuf>,
    /// How long to wait while another command holds the lock of the cluster
    #[arg(
        long,
        global = true,
        value_name = "DURATION",
        value_parser = crate::duration::seconds_or_none,
        default_value = "0s",
        help_heading = "Global options"
    )]
    pub(crate) lock_timeout: u64,
    /// Where nodes get kops's own programs, and with them their release: kops's `KOPS_BASE_URL`, which has no flag.
    #[arg(skip)]
    pub(crate) kops_base_url: Option<String>,
    /// Accepts a Kubernetes version that is newer than this release supports: kops's `KOPS_RUN_TOO_NEW_VERSION`, which has no flag.
    #[arg(skip)]
    pub(crate) run_too_new_version: bool,
    /// Accepted for compatibility with kops; has no effect
    #[arg(short = 'v', long = "v", global = true, value_name = "LEVEL", hide = true)]
    pub(crate) verbosity: Option<u8>,
}

/// The cloud account to use.
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
            _ => Err("expected `aws` or `sim:FILE`".to_owned()),
        }
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Create a cluster, an instance group or a key, or the objects in a file
    Create(CreateArgs),
    /// Update cloud resources to match the cluster spec
    Update(UpdateArgs),
    /// Upgrade a cluster spec to what its channel recommends
    Upgrade(UpgradeArgs),
    Apply(ApplyArgs),
    /// Display clusters, instance groups, assets, instances, keypairs, secrets and SSH public keys
    ///
    /// The commands of `get` take these options too. Keypairs, secrets and SSH public keys are in the state store only, and cannot be read
    /// with -f.
    Get(GetArgs),
    /// Replace cluster and instance group specs in the state store
    Replace(ReplaceArgs),
    /// Change a cluster or instance group in an editor, or single fields of it
    Edit(EditArgs),
    /// Set fields of a cluster or instance group
    Set(SetArgs),
    /// Unset fields of a cluster or instance group
    Unset(UnsetArgs),
    /// Delete a cluster, an instance group, an instance, a secret or an SSH public key, or the objects in a file
    Delete(DeleteArgs),
    /// Make a keypair the primary one of its keyset, which signs certificates and tokens
    Promote(PromoteArgs),
    /// Distrust keypairs
    Distrust(DistrustArgs),
    /// Trust distrusted keypairs again
    Trust(TrustArgs),
    /// Export a kubeconfig
    Export(ExportArgs),
    /// Commands for other programs
    #[command(hide = true)]
    Helpers(HelpersArgs),
    Explain(ExplainArgs),
    /// Miscellaneous commands
    Toolbox(ToolboxArgs),
    /// Check whether a running cluster is healthy
    Validate(ValidateArgs),
    /// Replace the outdated instances of a cluster
    RollingUpdate(RollingUpdateArgs),
    /// Update a cluster and replace its instances, in the order that keeps it available
    Reconcile(ReconcileArgs),
    /// Print the version
    Version {
        /// Print only the version of this program
        #[arg(long)]
        short: bool,
    },
    /// Generate a shell completion script
    Completion {
        /// Shell type
        shell: clap_complete::Shell,
    },
}

/// Spec files.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Files {
    /// Spec file to read, or - for standard input; can be repeated
    #[arg(short = 'f', long = "filename", value_name = "FILE", value_delimiter = ',')]
    pub(crate) files: Vec<PathBuf>,
    /// Only warn about unknown fields, and drop them as kops does
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
    Keypair(CreateKeypairArgs),
    /// Create a secret
    Secret {
        #[command(subcommand)]
        secret: CreateSecret,
    },
    /// Add an SSH public key for access to the nodes
    #[command(name = "sshpublickey", alias = "ssh")]
    SshPublicKey(SshPublicKeyArgs),
    Cluster(Box<CreateClusterArgs>),
    #[command(name = "instancegroup", visible_alias = "ig", alias = "instancegroups")]
    InstanceGroup(CreateGroupArgs),
}

/// Add a keypair to a keyset
///
/// By default, a new private key and certificate are created. They are trusted, but not used until the keypair is promoted.
#[derive(Debug, Args)]
pub(crate) struct CreateKeypairArgs {
    /// Keyset, or all for every keyset that can be rotated
    #[arg(value_name = "KEYSET|all")]
    pub(crate) keyset: String,
    /// PEM file with the certificate of a certificate authority (default: a new one)
    #[arg(long, value_name = "FILE")]
    pub(crate) cert: Option<PathBuf>,
    /// PEM file with the private key (default: a new one, unless --cert is given)
    #[arg(long, value_name = "FILE")]
    pub(crate) key: Option<PathBuf>,
    /// Make it the primary keypair, which signs; required for the first keypair of a keyset
    #[arg(long)]
    pub(crate) primary: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CreateSecret {
    /// Store the IPsec keys of Cilium
    #[command(name = "ciliumpassword")]
    CiliumPassword(SecretFile),
    /// Store credentials of image registries
    #[command(name = "dockerconfig")]
    DockerConfig(SecretFile),
    /// Store the EncryptionConfiguration of the API server
    #[command(name = "encryptionconfig")]
    EncryptionConfig(SecretFile),
    /// Add an SSH public key for access to the nodes
    #[command(name = "sshpublickey")]
    SshPublicKey {
        /// Key name; only admin is supported
        #[arg(value_parser = ["admin"], default_value = "admin")]
        user: String,
        #[command(flatten)]
        key: KeyFile,
    },
}

#[derive(Debug, Args)]
pub(crate) struct SecretFile {
    /// Cluster name
    #[arg(value_name = "CLUSTER")]
    pub(crate) cluster: Option<String>,
    /// File with the secret, or - for standard input
    #[arg(short = 'f', long = "filename", value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Replace the secret if it exists
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SshPublicKeyArgs {
    /// Cluster name
    #[arg(value_name = "CLUSTER")]
    pub(crate) cluster: Option<String>,
    #[command(flatten)]
    pub(crate) key: KeyFile,
}

#[derive(Debug, Args)]
pub(crate) struct KeyFile {
    /// File with the SSH public key
    #[arg(short = 'i', long = "ssh-public-key", alias = "pubkey", value_name = "FILE")]
    pub(crate) file: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct UpgradeArgs {
    #[command(subcommand)]
    pub(crate) what: UpgradeWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum UpgradeWhat {
    /// Upgrade the version of Kubernetes and the images in a cluster spec; previews without --yes
    Cluster(UpgradeClusterArgs),
}

#[derive(Debug, Args)]
pub(crate) struct UpgradeClusterArgs {
    /// Cluster name
    #[arg(value_name = "CLUSTER")]
    pub(crate) cluster: Option<String>,
    /// Change to another channel: stable, alpha, or the path or URL of a file (default: the channel of the spec)
    #[arg(long, value_name = "CHANNEL")]
    pub(crate) channel: Option<String>,
    /// Version of Kubernetes (default: the one that the channel recommends, one minor release further at most)
    #[arg(long, value_name = "VERSION")]
    pub(crate) kubernetes_version: Option<String>,
    /// Write the changes to the state store; without it, they are only shown
    #[arg(short = 'y', long)]
    pub(crate) yes: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum PlanFormat {
    #[default]
    Text,
    /// Full-width output with the purpose and the source field of each resource, and the number of calls to AWS
    Wide,
    /// For comments of pull requests
    Markdown,
    Json,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Target {
    /// Apply directly to the cloud account
    #[default]
    Direct,
    /// Only show the changes, even with --yes
    #[value(name = "dryrun")]
    DryRun,
    /// Write Terraform files
    Terraform,
}

#[derive(Debug, Args)]
#[command(mut_arg("files", |files| files.required(true)))]
pub(crate) struct ReplaceArgs {
    #[command(flatten)]
    pub(crate) files: Files,
    /// Create objects that do not exist
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct DeleteArgs {
    #[command(subcommand)]
    pub(crate) what: Option<DeleteWhat>,
    #[command(flatten)]
    pub(crate) files: Files,
    /// With -f, delete the objects; without it, only the plans are shown
    #[arg(short = 'y', long, requires = "files")]
    pub(crate) yes: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DeleteWhat {
    /// Delete a cluster and its cloud resources; previews without --yes
    Cluster(DeleteClusterArgs),
    #[command(name = "instancegroup", visible_alias = "ig", alias = "instancegroups")]
    InstanceGroup(DeleteGroupArgs),
    Instance(Box<DeleteInstanceArgs>),
    /// Delete a secret from the state store
    Secret {
        /// Secret name
        #[arg(value_name = "SECRET")]
        name: String,
        /// What old spellings of kops have: `secret NAME`, `sshpublickey admin`
        #[arg(value_name = "NAME", hide = true)]
        old: Option<String>,
    },
    /// Delete the SSH public key of a cluster from the state store
    #[command(name = "sshpublickey")]
    SshPublicKey {
        /// Cluster name
        #[arg(value_name = "CLUSTER")]
        cluster: Option<String>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct DeleteClusterArgs {
    /// Cluster name
    #[arg(value_name = "CLUSTER")]
    pub(crate) cluster: Option<String>,
    #[command(flatten)]
    pub(crate) files: Files,
    /// Delete the cluster; without it, only the plan is shown
    #[arg(short = 'y', long)]
    pub(crate) yes: bool,
    /// With --yes, keep the cloud resources, and only remove the cluster from the state store and the kubeconfig file
    #[arg(long, conflicts_with_all = ["files", "allow", "skip_preflight"])]
    pub(crate) unregister: bool,
    /// With --yes, skip the preflight checks
    #[arg(long, requires = "yes")]
    pub(crate) skip_preflight: bool,
    /// Also delete a persistent volume or a snapshot, as named in the plan, or all with '*'; can be repeated
    #[arg(long, value_name = "RESOURCE")]
    pub(crate) allow: Vec<String>,
    /// Output format
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
    /// Render a cluster spec from a Jinja2 template
    Template(TemplateArgs),
    /// Show what would change in the cloud between two specs, without an account or a state store
    Diff(DiffArgs),
    Diagram(DiagramArgs),
    Cost(CostArgs),
    Permissions(PermissionsArgs),
    Preflight(PreflightArgs),
    Dump(DumpArgs),
    Facts(FactsArgs),
    UpgradePlan(UpgradePlanArgs),
    Migrate(MigrateArgs),
    /// Apply or list the addons of a running cluster
    Addons(AddonsArgs),
    /// Remove the lock of a cluster whose holder no longer runs
    Unlock(UnlockArgs),
    /// Print the JSON Schema of specs, with which editors complete and check them
    Schema(SchemaArgs),
}

#[derive(Debug, Args)]
pub(crate) struct UnlockArgs {
    /// Cluster name
    #[arg(value_name = "CLUSTER")]
    pub(crate) cluster: Option<String>,
    /// Remove the lock; without it, only show who holds it
    #[arg(short = 'y', long)]
    pub(crate) yes: bool,
}

#[derive(Debug, Args)]
pub(crate) struct DiffArgs {
    /// Spec file of the cluster as it is, or - for standard input; several files separated by commas
    #[arg(value_name = "OLD", value_parser = files)]
    pub(crate) old: Files,
    /// Spec file of the cluster as it should be; several files separated by commas
    #[arg(value_name = "NEW", value_parser = files)]
    pub(crate) new: Files,
    /// Facts of the account, from `kops toolbox facts`; the rest is assumed
    #[arg(long, value_name = "FILE")]
    pub(crate) facts: Option<PathBuf>,
    /// Output format
    #[arg(short = 'o', long = "output", value_enum, default_value_t)]
    pub(crate) format: PlanFormat,
    /// Exit with status 2 if there are changes
    #[arg(long)]
    pub(crate) detailed_exitcode: bool,
    /// Only warn about unknown fields, and drop them as kops does
    #[arg(long)]
    pub(crate) allow_unknown_fields: bool,
}

/// Reads a list of files.
fn files(text: &str) -> Result<Files, std::convert::Infallible> {
    Ok(Files { files: text.split(',').map(PathBuf::from).collect(), ..Files::default() })
}

#[derive(Debug, Args)]
pub(crate) struct SchemaArgs {
    /// What the schema is of
    #[arg(value_name = "WHAT", value_enum, default_value_t)]
    pub(crate) what: SchemaWhat,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum SchemaWhat {
    /// Every object that a spec file can hold
    #[default]
    Spec,
    /// `Cluster` objects
    Cluster,
    /// `InstanceGroup` objects
    #[value(name = "instancegroup", alias = "ig")]
    InstanceGroup,
    /// `SSHCredential` objects
    #[value(name = "sshcredential")]
    SshCredential,
    /// Saved plans
    Plan,
}

#[derive(Debug, Args)]
pub(crate) struct TemplateArgs {
    /// Template file, or - for standard input; multiple templates are rendered as multiple YAML documents
    #[arg(long, value_name = "FILE", required = true)]
    pub(crate) template: Vec<PathBuf>,
    /// Values file in YAML or JSON, or the output of `terraform output -json`; later files take precedence
    #[arg(long, value_name = "FILE")]
    pub(crate) values: Vec<PathBuf>,
    /// Set values, separated by commas; they take precedence over values files. Nested keys and entries of lists: subnets.a=10.0.0.0/24,
    /// `zones[0]=us-east-2a`. Integers, true, false, `[lists]` and `{maps}` are parsed, anything else is a string
    #[arg(long, value_name = "NAME=VALUE")]
    pub(crate) set: Vec<String>,
    /// Set string values without parsing them, as --set
    #[arg(long, value_name = "NAME=VALUE")]
    pub(crate) set_string: Vec<String>,
    /// Output file (default: standard output)
    #[arg(long, alias = "output", value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}
