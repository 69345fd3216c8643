//! Arguments of `reconcile cluster` and `toolbox upgrade-plan`.

use clap::{Args, Subcommand, ValueEnum};

use super::number::whole;
use super::running::{CareArgs, RunningClusterArgs, RunningFormat};
use super::{Files, files};

#[derive(Debug, Args)]
pub(crate) struct ReconcileArgs {
    #[command(subcommand)]
    pub(crate) what: ReconcileWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ReconcileWhat {
    Cluster(Box<ReconcileClusterArgs>),
}

/// Preview the steps that bring a running cluster to its spec; run them with --yes
///
/// The control plane is updated, validated and replaced, then the nodes; finally, obsolete resources are deleted. If the spec is several
/// minor versions of Kubernetes ahead, there is one pass for each version. The next run continues an interrupted one.
#[derive(Debug, Args)]
pub(crate) struct ReconcileClusterArgs {
    #[command(flatten)]
    pub(crate) running: RunningClusterArgs,
    /// Run the steps; without it, they are only shown
    #[arg(short = 'y', long)]
    pub(crate) yes: bool,
    /// With --yes, skip the preflight checks
    #[arg(long, requires = "yes")]
    pub(crate) skip_preflight: bool,
    /// Accepted for compatibility with kops; has no effect
    #[arg(long, hide = true)]
    pub(crate) allow_kops_downgrade: bool,
    /// How many groups of nodes are replaced at once
    #[arg(long, value_name = "N", value_parser = whole::<usize>, default_value_t = 1)]
    pub(crate) parallel: usize,
    /// Also delete what holds data, as named in the plan, such as volume/a.etcd-main.NAME, or all with '*'; can be repeated
    #[arg(long, value_name = "RESOURCE")]
    pub(crate) allow: Vec<String>,
    #[command(flatten)]
    pub(crate) care: CareArgs,
    /// Output format; with --yes, JSON is one event on each line
    #[arg(short = 'o', long = "output", value_enum, default_value_t)]
    pub(crate) format: RunningFormat,
}

/// Show the steps of an upgrade between two specs, without an account, a state store or a cluster
///
/// Each update has what it would change, and each rolling update the instance groups that it would replace, with the fields of the spec
/// that are the cause.
#[derive(Debug, Args)]
pub(crate) struct UpgradePlanArgs {
    /// Spec file of the cluster as it is, or - for standard input; several files separated by commas
    #[arg(value_name = "OLD", value_parser = files)]
    pub(crate) old: Files,
    /// Spec file of the cluster as it should be; several files separated by commas
    #[arg(value_name = "NEW", value_parser = files)]
    pub(crate) new: Files,
    /// Output format
    #[arg(short = 'o', long = "output", value_enum, default_value_t)]
    pub(crate) format: UpgradePlanFormat,
    /// Only warn about unknown fields, and drop them as kops does
    #[arg(long)]
    pub(crate) allow_unknown_fields: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum UpgradePlanFormat {
    #[default]
    Text,
    /// For comments of pull requests
    Markdown,
    Json,
    Yaml,
}
