//! The arguments of `kops explain`.

use clap::{Args, ValueEnum};

/// Explain a field of a spec, or the code of a finding
///
/// Fields are named by their paths, such as cluster.spec.networking.cilium and ig.spec.taints. Codes are those of findings, such as
/// network/vpc-id.
#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// Path of a field, or code of a finding
    #[arg(value_name = "FIELD|CODE")]
    pub(crate) topic: String,
    /// Output format
    #[arg(short = 'o', long, value_enum, default_value_t)]
    pub(crate) output: ExplainFormat,
    /// Print the names of all fields below
    #[arg(long)]
    pub(crate) recursive: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExplainFormat {
    #[default]
    Text,
    Json,
}
