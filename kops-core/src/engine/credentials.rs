//! Keys, secrets and kubeconfigs of clusters in the state store.

use super::{Engine, Error, IfNotRolledOut, fill_offline};
use crate::cloud::{Observed, Scope};
use crate::kubeconfig::{Kubeconfig, KubeconfigOptions, is_behind_load_balancer};
use crate::naming::{Names, keysets};
use crate::pki::{CryptoRng, Keyset, KeysetError, Secret};
use crate::resource::{Kind, Output, Outputs};
use crate::spec::Cluster;
use crate::state::{Clusters, IfExists, NewKeypair};

/// Describes a cluster for `kubectl`. `authority` is its keyset `kubernetes-ca`, `host` that of its load balancer, which
/// [`Engine::api_host`] tells, and `now` is in seconds since 1970.
///
/// # Errors
/// As [`Keyset::issue_client`].
pub fn kubeconfig(
    cluster: &Cluster,
    host: Option<&str>,
    authority: &Keyset,
    options: &KubeconfigOptions,
    entropy: &mut dyn CryptoRng,
    now: u64,
) -> Result<Kubeconfig, KeysetError> {
    let described = Kubeconfig::of(cluster, host, options).trust(cluster, options, authority);
    described.sign(options, authority, entropy, now)
}

impl Engine {
    /// Reads every keyset of a cluster, sorted by name.
    ///
    /// # Errors
    /// [`Error::NoCluster`], [`Error::Keys`] and [`Error::State`].
    pub async fn keysets(&self, cluster: &str) -> Result<Vec<Keyset>, Error> {
        Ok(self.stored().keysets(cluster).await?)
    }

    /// Reads a keyset of a cluster: `kubernetes-ca`.
    ///
    /// # Errors
    /// [`Error::NoCluster`], [`Error::Keys`] and [`Error::State`].
    pub async fn keyset(&self, cluster: &str, keyset: &str) -> Result<Keyset, Error> {
        Ok(self.stored().keyset(cluster, keyset).await?)
    }

    /// Adds a keypair to a keyset, and returns its id.
    ///
    /// # Errors
    /// [`Error::NoCluster`], [`Error::Keys`] and [`Error::State`]: then nothing is written.
    pub async fn create_keypair(&self, cluster: &str, keyset: &str, new: NewKeypair) -> Result<String, Error> {
        let mut entropy = self.entropy.rng();
        let now = self.clock.unix_time();
        let lease = self.acquire(cluster).await?;
        let clusters = Clusters::new(&lease);
        Ok(lease.during(clusters.create_keypair(cluster, keyset, new, entropy.as_mut(), now)).await?)
    }

    /// Makes a keypair the primary one of its keyset, which signs, and returns its id. Without an id it is the youngest that
    /// can be used; nothing is returned where that is the primary one already.
    ///
    /// # Errors
    /// [`Error::KeysNotRolledOut`], unless told otherwise, where [`Engine::groups_to_roll`] finds instance groups or, as there,
    /// nothing can be planned; [`Error::NoCluster`], [`Error::Keys`] and [`Error::State`]. Then nothing is written.
    pub async fn promote_keypair(
        &self,
        cluster: &str,
        keyset: &str,
        id: Option<&str>,
        if_not_rolled_out: IfNotRolledOut,
    ) -> Result<Option<String>, Error> {
        let lease = self.acquire(cluster).await?;
        let work = async {
            // Planning takes much of a stack, which a future on it would add to.
            Box::pin(self.check_rolled_out(cluster, keyset, if_not_rolled_out)).await?;
            Ok::<_, Error>(Clusters::new(&lease).promote_keypair(cluster, keyset, id).await?)
        };
        lease.during(work).await
    }

    /// Distrusts keypairs of a keyset, and returns the ids of those that were trusted. Without ids they are all that are
    /// older than the primary one.
    ///
    /// # Errors
    /// As [`Engine::promote_keypair`].
    pub async fn distrust_keypairs(
        &self,
        cluster: &str,
        keyset: &str,
        ids: &[String],
        if_not_rolled_out: IfNotRolledOut,
    ) -> Result<Vec<String>, Error> {
        let (lease, now) = (self.acquire(cluster).await?, self.clock.unix_time());
        let work = async {
            Box::pin(self.check_rolled_out(cluster, keyset, if_not_rolled_out)).await?;
            Ok::<_, Error>(Clusters::new(&lease).distrust_keypairs(cluster, keyset, ids, now).await?)
        };
        lease.during(work).await
    }

    /// Trusts keypairs of a keyset again, and returns the ids of those that were distrusted.
    ///
    /// # Errors
    /// [`Error::NoCluster`], [`Error::Keys`] and [`Error::State`]: then nothing is written.
    pub async fn trust_keypairs(&self, cluster: &str, keyset: &str, ids: &[String]) -> Result<Vec<String>, Error> {
        let lease = self.acquire(cluster).await?;
        Ok(lease.during(Clusters::new(&lease).trust_keypairs(cluster, keyset, ids)).await?)
    }

    /// Returns the names of a cluster's secrets, sorted.
    ///
    /// # Errors
    /// [`Error::NoCluster`], [`Error::Keys`] and [`Error::State`].
    pub async fn secrets(&self, cluster: &str) -> Result<Vec<String>, Error> {
        Ok(self.stored().secrets(cluster).await?)
    }

    /// Reads a secret of a cluster.
    ///
    /// # Errors
    /// [`Error::NoCluster`], [`Error::Keys`] and [`Error::State`].
    pub async fn secret(&self, cluster: &str, name: &str) -> Result<Secret, Error> {
        Ok(self.stored().secret(cluster, name).await?)
    }

    /// Stores a secret of a cluster: `encryptionconfig`, `ciliumpassword`, `dockerconfig`.
    ///
    /// # Errors
    /// [`Error::NoCluster`], [`Error::Keys`] and [`Error::State`]: then nothing is written.
    pub async fn create_secret(
        &self,
        cluster: &str,
        name: &str,
        secret: &Secret,
        if_exists: IfExists,
    ) -> Result<(), Error> {
        let lease = self.acquire(cluster).await?;
        Ok(lease.during(Clusters::new(&lease).create_secret(cluster, name, secret, if_exists)).await?)
    }

    /// Deletes a secret of a cluster.
    ///
    /// # Errors
    /// [`Error::NoCluster`], [`Error::Keys`] and [`Error::State`].
    pub async fn delete_secret(&self, cluster: &str, name: &str) -> Result<(), Error> {
        let lease = self.acquire(cluster).await?;
        Ok(lease.during(Clusters::new(&lease).delete_secret(cluster, name)).await?)
    }

    /// Describes a cluster for `kubectl`, with a certificate of an administrator where the options want one. It is signed
    /// here, by the cluster's authority; [`Kubeconfig::merge_into`] makes a file of it.
    ///
    /// # Errors
    /// [`Error::NoCluster`], [`Error::Invalid`] where what is stored cannot be read, [`Error::Keys`], [`Error::State`], and [`Error::Cloud`]
    /// where the load balancer of the API cannot be looked up.
    pub async fn kubeconfig(&self, cluster: &str, options: &KubeconfigOptions) -> Result<Kubeconfig, Error> {
        let cluster = fill_offline(&self.load(cluster).await?).cluster.clone();
        let host = match is_behind_load_balancer(&cluster, options) {
            true => self.api_host(&cluster).await?,
            false => None,
        };
        let authority = self.keyset(cluster.name(), keysets::KUBERNETES_CA).await?;
        let (mut entropy, now) = (self.entropy.rng(), self.clock.unix_time());
        Ok(kubeconfig(&cluster, host.as_deref(), &authority, options, entropy.as_mut(), now)?)
    }

    /// Looks up the host of the load balancer of a cluster's API; nothing where there is none.
    ///
    /// # Errors
    /// [`Error::Cloud`].
    pub async fn api_host(&self, cluster: &Cluster) -> Result<Option<String>, Error> {
        Ok(self.api_load_balancer(cluster).await?.and_then(|mut found| found.remove(&Output::DnsName)))
    }

    /// Returns the host of the load balancer of a cluster's API and its addresses, sorted.
    pub(super) async fn api_addresses(&self, cluster: &Cluster) -> Result<Vec<String>, Error> {
        let found = self.api_load_balancer(cluster).await?.unwrap_or_default();
        let known = [Output::DnsName, Output::PrivateAddresses].iter().filter_map(|output| found.get(output));
        let mut addresses: Vec<String> = known.flat_map(|lines| lines.lines().map(str::to_owned)).collect();
        addresses.sort();
        Ok(addresses)
    }

    async fn api_load_balancer(&self, cluster: &Cluster) -> Result<Option<Outputs>, Error> {
        let name = Names::new(cluster.name()).load_balancer("api");
        let found = self.cloud.observe(&Scope { cluster: cluster.name().to_owned(), ..Scope::default() }).await?;
        let is_load_balancer = |kind| matches!(kind, Kind::NetworkLoadBalancer | Kind::ClassicLoadBalancer);
        let is_it = |found: &Observed| {
            let is_named = found.resource.tags().is_some_and(|tags| tags.get("Name") == Some(&name));
            is_named && is_load_balancer(found.resource.kind()) && !found.deleting
        };
        Ok(found.resources.into_iter().find(is_it).map(|found| found.outputs))
    }
}
