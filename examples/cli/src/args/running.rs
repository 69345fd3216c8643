//! Arguments of the commands that talk to a running cluster.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::BoolishValueParser;
use clap::{ArgAction, Args, Subcommand, ValueEnum};
use kops_core::lifecycle::rolling::RollingUpdateOptions;

use super::number::whole;
use super::{Files, GroupSelection};
use crate::duration;

/// How the API of a cluster is reached.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct ApiArgs {
    /// URL of the API server (default: the cluster's load balancer or DNS name)
    #[arg(long, value_name = "URL")]
    pub(crate) api_server: Option<String>,
    /// Use the credentials of the kubeconfig context with the cluster's name (default: make a certificate with the keys of the
    /// state store, which is valid for 18 hours)
    #[arg(long)]
    pub(crate) use_kubeconfig: bool,
    /// As --use-kubeconfig, with this kubeconfig file (default: $KUBECONFIG or ~/.kube/config)
    #[arg(long, value_name = "FILE")]
    pub(crate) kubeconfig: Option<PathBuf>,
}

impl ApiArgs {
    /// True where something says how to reach a real API server.
    pub(crate) fn is_given(&self) -> bool {
        self.has_kubeconfig() || self.api_server.is_some()
    }

    /// True where the credentials are those of a kubeconfig file.
    pub(crate) fn has_kubeconfig(&self) -> bool {
        self.use_kubeconfig || self.kubeconfig.is_some()
    }
}

/// A running cluster, and how its API is reached.
#[derive(Debug, Args)]
pub(crate) struct RunningClusterArgs {
    /// Cluster name
    #[arg(value_name = "CLUSTER")]
    pub(crate) cluster: Option<String>,
    #[command(flatten)]
    pub(crate) files: Files,
    #[command(flatten)]
    pub(crate) api: ApiArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ValidateArgs {
    #[command(subcommand)]
    pub(crate) what: ValidateWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ValidateWhat {
    /// Check that the instances, nodes and system pods of a cluster are healthy
    Cluster(ValidateClusterArgs),
}

#[derive(Debug, Args)]
pub(crate) struct ValidateClusterArgs {
    #[command(flatten)]
    pub(crate) running: RunningClusterArgs,
    /// Output format; with --wait there is a document for each attempt, JSON on a line of its own
    #[arg(short = 'o', long = "output", value_enum, default_value_t)]
    pub(crate) format: RunningFormat,
    /// How long to wait for the cluster to become healthy (default: one attempt)
    #[arg(long, value_name = "DURATION", value_parser = duration::seconds)]
    pub(crate) wait: Option<u64>,
    /// How many attempts in a row must succeed
    #[arg(long, value_name = "N", value_parser = whole::<u32>, default_value_t = 1)]
    pub(crate) count: u32,
    /// How long to wait between two attempts
    #[arg(long, value_name = "DURATION", value_parser = duration::seconds, default_value = "10s")]
    pub(crate) interval: u64,
}

#[derive(Debug, Args)]
pub(crate) struct RollingUpdateArgs {
    #[command(subcommand)]
    pub(crate) what: RollingUpdateWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RollingUpdateWhat {
    Cluster(Box<RollingUpdateClusterArgs>),
}

/// Preview which instances would be replaced; replace them with --yes
///
/// Instances are replaced that were launched from an outdated launch template, whose node has the annotation
/// kops.k8s.io/needs-update, or that an earlier update detached: bastions first, then the control plane one by one, then nodes. Of a
/// group without an instance that is up to date, one is replaced alone first. The next run continues an interrupted one.
#[derive(Debug, Args)]
pub(crate) struct RollingUpdateClusterArgs {
    #[command(flatten)]
    pub(crate) running: RunningClusterArgs,
    /// How long the certificate is valid that is made with the keys of the state store
    #[arg(long, value_name = "DURATION", value_parser = duration::seconds, default_value = "18h")]
    pub(crate) admin: u64,
    /// Replace the instances; without it, only the plan is shown
    #[arg(short = 'y', long)]
    pub(crate) yes: bool,
    /// Replace all instances, also those that are up to date
    #[arg(long)]
    pub(crate) force: bool,
    /// Terminate instances without the cluster's API: nothing is drained, started in advance or validated
    #[arg(long = "cloudonly")]
    pub(crate) cloud_only: bool,
    #[command(flatten)]
    pub(crate) groups: GroupSelection,
    /// How many groups of nodes are replaced at once
    #[arg(long, value_name = "N", value_parser = whole::<usize>, default_value_t = 1)]
    pub(crate) parallel: usize,
    #[command(flatten)]
    pub(crate) care: CareArgs,
    /// How long to wait after terminating a bastion
    #[arg(long, value_name = "DURATION", value_parser = duration::seconds_or_none, default_value = "15s")]
    pub(crate) bastion_interval: u64,
    /// How long to wait after terminating an instance of the control plane
    #[arg(
        long,
        alias = "master-interval",
        value_name = "DURATION",
        value_parser = duration::seconds_or_none,
        default_value = "15s"
    )]
    pub(crate) control_plane_interval: u64,
    /// How long to wait after terminating a node
    #[arg(long, value_name = "DURATION", value_parser = duration::seconds_or_none, default_value = "15s")]
    pub(crate) node_interval: u64,
    /// Replace one instance at a time, and ask before each further one
    #[arg(short = 'i', long, requires = "yes")]
    pub(crate) interactive: bool,
    /// Output format; with --yes, JSON is one event on each line
    #[arg(short = 'o', long = "output", value_enum, default_value_t)]
    pub(crate) format: RunningFormat,
}

/// How carefully instances are replaced.
#[derive(Clone, Debug, Args)]
pub(crate) struct CareArgs {
    /// Give a group up when a node cannot be drained in time; with false its instance is terminated anyway
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_value = "true", default_missing_value = "true", value_parser = BoolishValueParser::new(), action = ArgAction::Set)]
    pub(crate) fail_on_drain_error: bool,
    /// End the run when the cluster does not become healthy in time; with false it goes on anyway
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_value = "true", default_missing_value = "true", value_parser = BoolishValueParser::new(), action = ArgAction::Set)]
    pub(crate) fail_on_validate_error: bool,
    /// How many times in a row the cluster must be found healthy before the next instance is replaced; 0 for not at all
    #[arg(long, value_name = "N", value_parser = whole::<u32>, default_value_t = 2)]
    pub(crate) validate_count: u32,
    /// How long the cluster may take to become healthy
    #[arg(long, value_name = "DURATION", value_parser = duration::seconds, default_value = "15m")]
    pub(crate) validation_timeout: u64,
    /// How long draining a node may take
    #[arg(long, value_name = "DURATION", value_parser = duration::seconds, default_value = "15m")]
    pub(crate) drain_timeout: u64,
    /// How long a drained node is left before its instance is terminated
    #[arg(long, value_name = "DURATION", value_parser = duration::seconds_or_none, default_value = "5s")]
    pub(crate) post_drain_delay: u64,
}

impl CareArgs {
    /// The options of the library with these.
    pub(crate) fn apply_to(&self, options: RollingUpdateOptions) -> RollingUpdateOptions {
        RollingUpdateOptions {
            fail_on_drain_error: self.fail_on_drain_error,
            fail_on_validate_error: self.fail_on_validate_error,
            validate_count: self.validate_count,
            validation_timeout: Duration::from_secs(self.validation_timeout),
            drain_timeout: Duration::from_secs(self.drain_timeout),
            post_drain_delay: Duration::from_secs(self.post_drain_delay),
            ..options
        }
    }
}

/// Drain and terminate an instance, in whose place its group launches another; previews without --yes
#[derive(Debug, Args)]
pub(crate) struct DeleteInstanceArgs {
    /// Id of the instance, or name of its node
    #[arg(value_name = "INSTANCE|NODE")]
    pub(crate) instance: String,
    #[command(flatten)]
    pub(crate) api: ApiArgs,
    /// Delete the instance; without it, only what would be done is shown
    #[arg(short = 'y', long)]
    pub(crate) yes: bool,
    /// Terminate the instance without the cluster's API: it is not drained, and no other is launched in advance
    #[arg(long = "cloudonly")]
    pub(crate) cloud_only: bool,
    /// Launch another instance first, by detaching this one from its group; not in the control plane or in groups of Karpenter
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_value = "true", default_missing_value = "true", value_parser = BoolishValueParser::new(), action = ArgAction::Set)]
    pub(crate) surge: bool,
    #[command(flatten)]
    pub(crate) care: CareArgs,
    /// Output format; with --yes, JSON is one event on each line
    #[arg(short = 'o', long = "output", value_enum, default_value_t)]
    pub(crate) format: RunningFormat,
}

impl RollingUpdateClusterArgs {
    /// The options of the library.
    pub(crate) fn options(&self) -> RollingUpdateOptions {
        RollingUpdateOptions {
            force: self.force,
            instance_groups: self.groups.instance_groups.clone(),
            roles: self.groups.roles.clone(),
            one_at_a_time: self.interactive,
            parallel: self.parallel,
            bastion_interval: Duration::from_secs(self.bastion_interval),
            control_plane_interval: Duration::from_secs(self.control_plane_interval),
            node_interval: Duration::from_secs(self.node_interval),
            ..self.care.apply_to(RollingUpdateOptions::default())
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct GetInstancesArgs {
    /// Cluster name
    #[arg(value_name = "CLUSTER")]
    pub(crate) cluster: Option<String>,
    #[command(flatten)]
    pub(crate) api: ApiArgs,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum RunningFormat {
    #[default]
    Table,
    Json,
    Yaml,
}
