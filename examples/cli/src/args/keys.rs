//! Arguments of the commands that rotate keypairs and export credentials.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Args)]
pub(crate) struct PromoteArgs {
    #[command(subcommand)]
    pub(crate) what: PromoteWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PromoteWhat {
    /// Make a keypair the primary one of its keyset
    Keypair {
        /// Keyset, or all for every keyset that can be rotated
        #[arg(value_name = "KEYSET|all")]
        keyset: String,
        /// Keypair id (default: the newest that is trusted and has a private key)
        #[arg(value_name = "ID")]
        id: Option<String>,
        /// Continue even if instances lack keys of the state store
        #[arg(long)]
        force: bool,
    },
}

#[derive(Debug, Args)]
pub(crate) struct DistrustArgs {
    #[command(subcommand)]
    pub(crate) what: DistrustWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DistrustWhat {
    /// Distrust keypairs of a keyset, never the primary one
    Keypair {
        /// Keyset, or all for every keyset that can be rotated
        #[arg(value_name = "KEYSET|all")]
        keyset: String,
        /// Keypair ids (default: those older than the primary one)
        #[arg(value_name = "ID")]
        ids: Vec<String>,
        /// Continue even if instances lack keys of the state store
        #[arg(long)]
        force: bool,
    },
}

#[derive(Debug, Args)]
pub(crate) struct TrustArgs {
    #[command(subcommand)]
    pub(crate) what: TrustWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TrustWhat {
    /// Trust distrusted keypairs of a keyset again
    Keypair {
        /// Keyset
        #[arg(value_name = "KEYSET")]
        keyset: String,
        /// Keypair ids
        #[arg(value_name = "ID", required = true)]
        ids: Vec<String>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    #[command(subcommand)]
    pub(crate) what: ExportWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ExportWhat {
    /// Add a cluster to a kubeconfig file and make it the current context
    #[command(alias = "kubecfg")]
    Kubeconfig(KubeconfigArgs),
}

#[derive(Debug, Args)]
pub(crate) struct KubeconfigArgs {
    /// Cluster name
    #[arg(value_name = "CLUSTER", conflicts_with = "all")]
    pub(crate) cluster: Option<String>,
    /// Export all clusters of the state store
    #[arg(long)]
    pub(crate) all: bool,
    #[command(flatten)]
    pub(crate) context: KubeconfigContext,
    /// Make kubectl run `kops helpers kubectl-auth` for its credentials
    #[arg(long)]
    pub(crate) auth_plugin: bool,
    /// URL of the API server to use
    #[arg(long, value_name = "URL")]
    pub(crate) api_server: Option<String>,
    /// Kubeconfig file to write (default: $KUBECONFIG or ~/.kube/config)
    #[arg(long, value_name = "FILE")]
    pub(crate) kubeconfig: Option<PathBuf>,
}

/// Who uses a cluster by which name.
#[derive(Debug, Default, Args)]
pub(crate) struct KubeconfigContext {
    /// Also create a certificate for a cluster administrator, valid for this long (18h where no duration is given)
    #[arg(
        long,
        value_name = "DURATION",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "18h",
        value_parser = crate::duration::seconds,
        conflicts_with = "user"
    )]
    pub(crate) admin: Option<u64>,
    /// User of the kubeconfig file to use
    #[arg(long, value_name = "USER")]
    pub(crate) user: Option<String>,
    /// Use the DNS name of the API inside the VPC
    #[arg(long)]
    pub(crate) internal: bool,
}

#[derive(Debug, Args)]
pub(crate) struct HelpersArgs {
    #[command(subcommand)]
    pub(crate) what: HelpersWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum HelpersWhat {
    /// Print credentials for kubectl
    KubectlAuth {
        /// Cluster name
        #[arg(long, value_name = "CLUSTER")]
        cluster: String,
        /// Version of client.authentication.k8s.io
        #[arg(long, value_parser = ["v1beta1", "v1"], default_value = "v1beta1")]
        api_version: String,
        /// How long the credentials are valid
        #[arg(long, value_name = "DURATION", value_parser = crate::duration::seconds, default_value = "1h")]
        lifetime: u64,
    },
}
