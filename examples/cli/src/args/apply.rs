//! Arguments of `apply`.

use clap::Args;

use super::{Files, PlanFormat};

/// Create, change and delete the clusters and instance groups of a set of files as one plan; previews without --yes
///
/// Stores each object with the name of its apply set, and updates its cluster. Objects of the set that are no longer in the files are listed, and
/// deleted with --prune. Clusters and instance groups of other sets, or of none, are not touched. All clusters of a set must be in one region.
#[derive(Debug, Args)]
#[command(mut_arg("files", |files| files.help("Folder of spec files, spec file, or - for standard input; can be repeated").required(true)))]
pub(crate) struct ApplyArgs {
    #[command(flatten)]
    pub(crate) files: Files,
    /// Name of the apply set
    #[arg(long = "applyset", value_name = "NAME", default_value = "default")]
    pub(crate) set: String,
    /// Also delete clusters and instance groups of the set that are no longer in the files, and obsolete resources
    #[arg(long)]
    pub(crate) prune: bool,
    /// Also delete what holds data, as named in the plan, such as volume/a.etcd-main.NAME, or all with '*'; can be repeated
    #[arg(long, value_name = "RESOURCE")]
    pub(crate) allow: Vec<String>,
    /// Apply the changes; without it, only the plans are shown
    #[arg(short = 'y', long)]
    pub(crate) yes: bool,
    /// With --yes, skip the preflight checks
    #[arg(long, requires = "yes")]
    pub(crate) skip_preflight: bool,
    /// Without --yes, exit with status 2 if there are changes
    #[arg(long)]
    pub(crate) detailed_exitcode: bool,
    /// Output format
    #[arg(short = 'o', long = "output", value_enum, default_value_t)]
    pub(crate) format: PlanFormat,
}
