//! Arguments of `update cluster`.

use std::path::PathBuf;

use clap::builder::BoolishValueParser;
use clap::{Args, Subcommand};

use super::{Files, GroupSelection, KubeconfigContext, PlanFormat, Target};

#[derive(Debug, Args)]
pub(crate) struct UpdateArgs {
    #[command(subcommand)]
    pub(crate) what: UpdateWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum UpdateWhat {
    /// Preview the changes to cloud resources; apply them with --yes
    ///
    /// Resources that belong to no instance group are always updated, even if only some groups are selected.
    Cluster(UpdateClusterArgs),
}

#[derive(Debug, Args)]
pub(crate) struct UpdateClusterArgs {
    /// Cluster name
    #[arg(value_name = "CLUSTER")]
    pub(crate) cluster: Option<String>,
    #[command(flatten)]
    pub(crate) files: Files,
    /// Apply the changes; without it, only the plan is shown
    #[arg(short = 'y', long)]
    pub(crate) yes: bool,
    /// Output format
    #[arg(short = 'o', long = "output", value_enum, default_value_t)]
    pub(crate) format: PlanFormat,
    /// Write the plan to a file, for use with --plan
    #[arg(long, value_name = "FILE")]
    pub(crate) out_plan: Option<PathBuf>,
    /// Show a plan saved with --out-plan; with --yes, apply exactly this plan
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all =
            ["out_plan", "prune", "allow", "target", "out", "facts", "detailed_exitcode", "instance_groups", "roles"]
    )]
    pub(crate) plan: Option<PathBuf>,
    /// With --yes, skip the preflight checks
    #[arg(long, requires = "yes")]
    pub(crate) skip_preflight: bool,
    /// Without --yes, exit with status 2 if there are changes
    #[arg(long)]
    pub(crate) detailed_exitcode: bool,
    /// Target of the changes
    #[arg(long, value_enum, default_value_t)]
    pub(crate) target: Target,
    /// Output directory for --target terraform (default: out/terraform)
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Facts of the account, from `kops toolbox facts`, to render Terraform files for -f without querying the account
    #[arg(long, value_name = "FILE", requires = "files")]
    pub(crate) facts: Option<PathBuf>,
    /// Also delete resources the cluster owns that are no longer in the spec
    #[arg(long)]
    pub(crate) prune: bool,
    #[command(flatten)]
    pub(crate) groups: GroupSelection,
    /// Also delete what holds data, as named in the plan, such as volume/a.etcd-main.NAME, or all with '*'; can be repeated
    #[arg(long, value_name = "RESOURCE")]
    pub(crate) allow: Vec<String>,
    /// With --yes or --target terraform, add the cluster to the kubeconfig file, as --admin, --user and --internal do too
    #[arg(
        long,
        value_name = "BOOL",
        value_parser = BoolishValueParser::new(),
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true",
        default_value = "false",
        action = clap::ArgAction::Set
    )]
    pub(crate) create_kube_config: bool,
    #[command(flatten, next_help_heading = "Kubeconfig options")]
    pub(crate) context: KubeconfigContext,
}
