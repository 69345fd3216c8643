//! The arguments of the commands that show what a spec or a plan means.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::running::RunningClusterArgs;
use super::{ExplainFormat, Files, SpecFormat};

/// Draw a cluster: network, zones, subnets, instance groups, load balancers and egress
///
/// No account is needed; facts that only an account knows are assumed. --old or --plan marks what is new, changed and deleted.
#[derive(Debug, Args)]
pub(crate) struct DiagramArgs {
    /// Cluster name
    #[arg(value_name = "CLUSTER")]
    pub(crate) cluster: Option<String>,
    #[command(flatten)]
    pub(crate) files: Files,
    /// Output format
    #[arg(short = 'o', long = "output", value_enum, default_value_t)]
    pub(crate) format: DiagramFormat,
    /// Spec file of the cluster as it is, to mark the changes since; several files separated by commas
    #[arg(long, value_name = "FILE", value_parser = super::files)]
    pub(crate) old: Option<Files>,
    /// Plan saved with --out-plan, to mark its changes
    #[arg(long, value_name = "FILE", conflicts_with = "old")]
    pub(crate) plan: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiagramFormat {
    /// An image that follows the light or dark mode of its reader
    #[default]
    Svg,
    /// The source of a flowchart, which GitHub and GitLab draw in Markdown
    Mermaid,
}

/// Estimate what a cluster costs a month
///
/// No account is needed. Instances count with their volumes and public addresses, at the smallest and the largest size of their group,
/// as do etcd's volumes, NAT gateways, elastic IPs and load balancers. Traffic and other usage are not included. What has no price in
/// the table is listed and not counted.
#[derive(Debug, Args)]
pub(crate) struct CostArgs {
    /// Cluster name
    #[arg(value_name = "CLUSTER")]
    pub(crate) cluster: Option<String>,
    #[command(flatten)]
    pub(crate) files: Files,
    /// File with a table of prices (default: on-demand list prices of us-east-1)
    #[arg(long, value_name = "FILE")]
    pub(crate) prices: Option<PathBuf>,
    /// Print the built-in table of prices, as an example for --prices
    #[arg(long, conflicts_with_all = ["prices", "files", "cluster"])]
    pub(crate) print_prices: bool,
    /// Output format
    #[arg(short = 'o', long = "output", value_enum, default_value_t)]
    pub(crate) format: ExplainFormat,
}

/// Print the minimum permissions for a cluster as IAM policies
///
/// No account is needed. There is one set of policies to plan, and one each for what applying and deleting need beyond that. Each policy
/// fits the size of a managed policy, and is limited by tags, names and the region as far as AWS allows. With --plan they are for exactly
/// one saved plan.
///
/// Of KMS keys, the policies allow those that the spec names for etcd's volumes. Others are known only in the account. Where the bucket of
/// the state store encrypts with a key of your own, add kms:Decrypt on it for planning, and kms:GenerateDataKey for applying and deleting.
/// Where a key of your own is the account's default for EBS, add kms:CreateGrant, kms:DescribeKey and kms:GenerateDataKeyWithoutPlaintext
/// for applying. Volumes of instances need nothing of the caller: Auto Scaling creates them with its service-linked role, which the policy
/// of their key must allow.
#[derive(Debug, Args)]
pub(crate) struct PermissionsArgs {
    /// Cluster name
    #[arg(value_name = "CLUSTER")]
    pub(crate) cluster: Option<String>,
    #[command(flatten)]
    pub(crate) files: Files,
    /// Plan saved with --out-plan; -f or --state then only locate its state store
    #[arg(long, value_name = "FILE")]
    pub(crate) plan: Option<PathBuf>,
    /// AWS account ID, to limit the policies to that account (default: the account of the plan, otherwise any)
    #[arg(long, value_name = "NUMBER", value_parser = account)]
    pub(crate) account: Option<String>,
}

/// An AWS account ID.
fn account(text: &str) -> Result<String, String> {
    match text.len() == 12 && text.bytes().all(|digit| digit.is_ascii_digit()) {
        true => Ok(text.to_owned()),
        false => Err("expected the 12 digits of an account ID, such as 123456789012".to_owned()),
    }
}

/// Check whether the account has what the changes to a cluster need
///
/// Quotas with their use, free addresses in subnets, and the caller's permissions are compared with what creating the missing resources
/// takes, without changing anything. The exit status is 1 if a check failed. What the caller may not read is listed as
/// not checked. `kops update cluster --yes` makes the same checks before the first change.
#[derive(Debug, Args)]
pub(crate) struct PreflightArgs {
    /// Cluster name
    #[arg(value_name = "CLUSTER")]
    pub(crate) cluster: Option<String>,
    #[command(flatten)]
    pub(crate) files: Files,
    /// Plan saved with --out-plan; -f or --state then only locate its state store
    #[arg(long, value_name = "FILE")]
    pub(crate) plan: Option<PathBuf>,
    /// Output format
    #[arg(short = 'o', long = "output", value_enum, default_value_t)]
    pub(crate) format: ExplainFormat,
}

/// Print what a maintainer would ask for: the spec, the resources, the instances with their nodes, and the pods
///
/// It is for clusters in trouble: what cannot be read is left out with a warning. It contains no secrets: user data and, in the spec, files, values
/// of environment variables, webhooks and further configuration are replaced by REDACTED. It does not log in to nodes.
#[derive(Debug, Args)]
pub(crate) struct DumpArgs {
    #[command(flatten)]
    pub(crate) running: RunningClusterArgs,
    /// Output format
    #[arg(short = 'o', long = "output", value_enum, default_value_t)]
    pub(crate) format: DumpFormat,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum DumpFormat {
    #[default]
    Yaml,
    Json,
}

/// Print what a cluster needs to know about the account, to work without the account later
///
/// Nothing is changed. Commands with --facts use the file instead of an account: `get cluster --full`, `get instancegroups --full`,
/// `toolbox diff`, and `update cluster --target terraform`.
#[derive(Debug, Args)]
pub(crate) struct FactsArgs {
    /// Cluster name
    #[arg(value_name = "CLUSTER")]
    pub(crate) cluster: Option<String>,
    #[command(flatten)]
    pub(crate) files: Files,
    /// Output format
    #[arg(short = 'o', long = "output", value_enum, default_value_t = SpecFormat::Yaml)]
    pub(crate) format: SpecFormat,
}
