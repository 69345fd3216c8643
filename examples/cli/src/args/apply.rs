//! Arguments of `apply`.

use clap::Args;

use super::{Files, PlanFormat};

/// Create, change and delete the clusters and instance groups of a set of files as one plan; previews without --yes
///
/// Each object is stored with the name of its apply set, and its cluster is updated. What an earlier apply of the set had and the files do not
/// have is named, and deleted with --prune. Clusters and instance groups of other sets, or of none, are not touched. The clusters of a set are
/// in one region.
#[derive(Debug, Args)]
#[command(mut_arg("files", |files| files.help("Folder of spec files, spec file, or - for standard input; can be repeated").required(true)))]
pub(crate) struct ApplyArgs {
    #[command(flatten)]
    pub(crate) files: Files,
    /// Name of the apply set
    #[arg(long = "applyset", value_name = "NAME", default_value = "default")]
    pub(crate) set: String,
    /// Also delete clusters and instance groups of the set that the files do not have, and resources that clusters no longer need
    #[arg(long)]
    pub(crate) prune: bool,
    /// Allow the plans to delete or replace a protected resource; * allows all
    #[arg(long, value_name = "RESOURCE")]
    pub(crate) allow: Vec<String>,
    /// Apply the changes; without it, only the plans are shown
    #[arg(short = 'y', long)]
    pub(crate) yes: bool,
    /// With --yes: do not check first whether the account has what the changes need
    #[arg(long, requires = "yes")]
    pub(crate) skip_preflight: bool,
    /// Exit with status 2 if there are changes
    #[arg(long)]
    pub(crate) detailed_exitcode: bool,
    /// Output format
    #[arg(short = 'o', long = "output", value_enum, default_value_t)]
    pub(crate) format: PlanFormat,
}
