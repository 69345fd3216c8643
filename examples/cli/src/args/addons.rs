//! The arguments of `kops toolbox addons`.

use clap::{Args, Subcommand};

use super::running::ApiArgs;
use super::{Files, RunningFormat};
use crate::duration;

#[derive(Debug, Args)]
pub(crate) struct AddonsArgs {
    #[command(subcommand)]
    pub(crate) what: AddonsWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AddonsWhat {
    Apply(ApplyAddonsArgs),
    /// List the addons that the cluster runs
    List(ListAddonsArgs),
}

/// Apply the addons of a cluster
///
/// The control plane applies the addons that are in the state store by itself, once a minute. This does the same now, and shows what goes wrong: what
/// changed is applied by server-side apply, objects that left an addon are deleted, and with --wait everything is waited for until it runs.
#[derive(Debug, Args)]
pub(crate) struct ApplyAddonsArgs {
    /// Lists of addons or manifests: URLs of objects in S3, or files (default: the bootstrap channel of the cluster, and the `addons` of
    /// its spec)
    #[arg(value_name = "CHANNEL")]
    pub(crate) channels: Vec<String>,
    #[command(flatten)]
    pub(crate) files: Files,
    #[command(flatten)]
    pub(crate) api: ApiArgs,
    /// Only the addon of this name; can be repeated
    #[arg(long = "addon", value_name = "NAME")]
    pub(crate) only: Vec<String>,
    /// Apply the addons; without it, only what would be applied is shown
    #[arg(short = 'y', long)]
    pub(crate) yes: bool,
    /// How long to wait until every addon is applied and runs (default: not at all)
    #[arg(long, value_name = "DURATION", value_parser = duration::seconds, requires = "yes")]
    pub(crate) wait: Option<u64>,
    /// Output format; with --yes there is a document for each event, JSON on a line of its own
    #[arg(short = 'o', long = "output", value_enum, default_value_t)]
    pub(crate) format: RunningFormat,
}

#[derive(Debug, Args)]
pub(crate) struct ListAddonsArgs {
    #[command(flatten)]
    pub(crate) files: Files,
    #[command(flatten)]
    pub(crate) api: ApiArgs,
    /// Output format
    #[arg(short = 'o', long = "output", value_enum, default_value_t)]
    pub(crate) format: RunningFormat,
}
