//! Kubeconfig files: how `kubectl` reaches the API of a cluster and who it is there.
//!
//! In: a cluster, the host of its load balancer, its certificate authority, and the texts of kubeconfigs that exist. Out: the
//! texts with the cluster in them. What other clusters and users have in them stays.

mod credential;
mod endpoint;
mod error;
mod file;
mod merge;

use crate::naming::Names;
use crate::pki::{Certificate, CryptoRng, Keyset, KeysetError, PrivateKey};
use crate::spec::Cluster;

pub use credential::exec_credential;
pub use endpoint::is_behind_load_balancer;
pub use error::KubeconfigError;
pub use file::KubeconfigFile;
pub use merge::remove_cluster;

/// The group whose members may do everything in a cluster.
const ADMINISTRATORS: &str = "system:masters";

/// How long the certificate of an administrator is valid where nothing else is said, in seconds: 18 hours, as in kops.
pub const ADMIN_LIFETIME: u64 = 18 * 60 * 60;

/// What a kubeconfig should hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KubeconfigOptions {
    /// Makes a certificate of an administrator that is valid for so many seconds. Default: none is made.
    pub admin: Option<u64>,
    /// Whom the certificate of an administrator is for: its common name is `kubecfg-` and this. Default: `kubecfg` alone.
    pub admin_name: Option<String>,
    /// The user of the kubeconfig to use, who must be in it. Default: the one with the cluster's name.
    pub user: Option<String>,
    /// Uses the name of the API inside the VPC, `api.internal.CLUSTER`. Default: the public name, or the load balancer.
    pub internal: bool,
    /// The URL of the API, in place of the one that follows from the cluster.
    pub api_server: Option<String>,
    /// Makes `kubectl` run `kops helpers kubectl-auth` with this state store to get a certificate, for the user with the cluster's name.
    /// Default: it does not.
    pub auth_plugin: Option<String>,
}

/// A cluster as a kubeconfig has it.
///
/// ```
/// use kops_core::kubeconfig::{Kubeconfig, KubeconfigOptions};
/// # use kops_core::{Spec, engine::fill_offline};
/// # let text = include_str!("../../../examples/fairwinds/cluster_spec.yml");
/// # let cluster = fill_offline(&Spec::from_yaml("cluster_spec.yml", text)?).cluster.clone();
///
/// let kubeconfig = Kubeconfig::of(&cluster, None, &KubeconfigOptions::default());
/// assert_eq!(kubeconfig.server, "https://api.demo.kube.example.com");
/// let text = kubeconfig.merge_into("users: [{name: other, user: {token: abc}}]")?;
/// # let text = String::from_utf8(text.expose().to_vec())?;
/// assert!(text.contains("current-context: demo.kube.example.com"));
/// assert!(text.contains("token: abc"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Kubeconfig {
    /// The name of the cluster and of its context.
    pub cluster: String,
    /// The URL of the API.
    pub server: String,
    /// The name in the API server's certificate.
    pub tls_server_name: String,
    /// The certificates that the API server's is checked with, in PEM form; nothing where it is a public one.
    pub certificate_authority: Option<String>,
    /// Who the user is.
    pub user: User,
}

/// Who the user of a kubeconfig is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum User {
    /// The user that the kubeconfig has for the cluster stays as it is.
    Unchanged,
    /// A user that the kubeconfig has already.
    Named(String),
    /// A user with a certificate, under the cluster's name.
    Certificate(Certificate, PrivateKey),
    /// A user under the cluster's name, for whom `kubectl` runs a command.
    Plugin(Vec<String>),
}

impl Kubeconfig {
    /// Describes a cluster whose defaults are filled in. `load_balancer` is the host of its API's load balancer, which
    /// [`is_behind_load_balancer`] asks for. Certificates are added by [`Kubeconfig::trust`] and [`Kubeconfig::sign`].
    pub fn of(cluster: &Cluster, load_balancer: Option<&str>, options: &KubeconfigOptions) -> Self {
        let name = cluster.name().to_owned();
        let user = match (&options.auth_plugin, &options.user) {
            (_, Some(user)) if *user != name => User::Named(user.clone()),
            (Some(store), _) => User::Plugin(
                ["kops", "helpers", "kubectl-auth", &format!("--cluster={name}"), &format!("--state={store}")]
                    .map(str::to_owned)
                    .to_vec(),
            ),
            _ => User::Unchanged,
        };
        Self {
            server: endpoint::server(cluster, load_balancer, options),
            tls_server_name: Names::new(&name).internal_api(),
            certificate_authority: None,
            user,
            cluster: name,
        }
    }

    /// Lets the API server be checked with the cluster's authority, unless clients see a public certificate.
    #[must_use]
    pub fn trust(self, cluster: &Cluster, options: &KubeconfigOptions, authority: &Keyset) -> Self {
        if endpoint::shows_public_certificate(cluster, options) {
            return self;
        }
        Self { certificate_authority: Some(authority.certificates()), ..self }
    }

    /// Adds a certificate of an administrator where the options want one, signed by the cluster's authority `now`, in seconds
    /// since 1970.
    ///
    /// # Errors
    /// As [`Keyset::issue_client`].
    pub fn sign(
        self,
        options: &KubeconfigOptions,
        authority: &Keyset,
        entropy: &mut dyn CryptoRng,
        now: u64,
    ) -> Result<Self, KeysetError> {
        let Some(lifetime) = options.admin.filter(|_| options.auth_plugin.is_none()) else { return Ok(self) };
        let (certificate, key) = administrator(options.admin_name.as_deref(), lifetime, authority, entropy, now)?;
        Ok(Self { user: User::Certificate(certificate, key), ..self })
    }
}

/// Makes the certificate of an administrator, valid for `lifetime` seconds from `now` on, in seconds since 1970.
///
/// # Errors
/// As [`Keyset::issue_client`].
pub fn administrator(
    name: Option<&str>,
    lifetime: u64,
    authority: &Keyset,
    entropy: &mut dyn CryptoRng,
    now: u64,
) -> Result<(Certificate, PrivateKey), KeysetError> {
    let user = name.map_or_else(|| "kubecfg".to_owned(), |name| format!("kubecfg-{name}"));
    authority.issue_client(&user, ADMINISTRATORS, lifetime, entropy, now)
}

#[cfg(test)]
mod tests;
