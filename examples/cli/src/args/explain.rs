//! The arguments of `kops explain` and `kops toolbox migrate`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Explain a field of a spec, or the code of a finding
///
/// Fields are named by their paths, such as cluster.spec.networking.cilium and ig.spec.taints, or as findings name them, such as
/// spec.kubelet.maxPods. Codes are those of findings, such as network/vpc-id.
#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// Path of a field, or code of a finding
    #[arg(value_name = "FIELD|CODE")]
    pub(crate) topic: String,
    /// Output format
    #[arg(short = 'o', long, value_name = "FORMAT", value_enum, default_value_t)]
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

/// Rewrite an old spec so that it is supported today
///
/// Prints the new spec, with its comments and order. The changes with their reasons, and what is left to decide, go to standard error. The exit
/// status is 1 if the new spec still has errors.
#[derive(Debug, Args)]
pub(crate) struct MigrateArgs {
    /// Spec file to read, or - for standard input; can be repeated
    #[arg(short = 'f', long = "filename", value_name = "FILE", value_delimiter = ',', required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Output format; json has the new texts, the changes and the findings
    #[arg(short = 'o', long, value_name = "FORMAT", value_enum, default_value_t)]
    pub(crate) output: ExplainFormat,
}
