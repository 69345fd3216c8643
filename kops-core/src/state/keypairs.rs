//! The keysets of a cluster in a state store: reading them, and rotating their keypairs.
//!
//! Invariant: a keyset is read, changed and written as one: a keyset that someone else wrote in between is left as it is.

use super::keys::{bytes, stored};
use super::{Clusters, KeysError, Layout, Put, StateError, StateStore, Version};
use crate::pki::{Certificate, CryptoRng, Keyset, KeysetError, PrivateKey, is_rotatable};

/// A keypair that is to be added to a keyset. By default a new one is made, which is trusted and not used.
#[derive(Clone, Debug, Default)]
pub struct NewKeypair {
    /// The certificate of an authority. Default: one is made that the private key signs.
    pub certificate: Option<Certificate>,
    /// Its private key. Default: without a certificate one is made; with one it is only trusted.
    pub private_key: Option<PrivateKey>,
    /// Makes it the primary keypair, which signs. Default: false; the first keypair of a keyset must be primary.
    pub primary: bool,
}

impl Clusters<'_> {
    /// Reads every keyset of a cluster, sorted by name.
    ///
    /// # Errors
    /// Where the store cannot be read, there is no such cluster, or a keyset is damaged.
    pub async fn keysets(&self, cluster: &str) -> Result<Vec<Keyset>, KeysError> {
        let keysets = self.each_keyset(cluster).await?.into_iter().collect::<Result<_, _>>()?;
        Ok(keysets)
    }

    /// As [`Clusters::keysets`], where a keyset that is damaged hides no other.
    ///
    /// # Errors
    /// Where the store cannot be read, or there is no such cluster.
    pub async fn each_keyset(&self, cluster: &str) -> Result<Vec<Result<Keyset, KeysetError>>, KeysError> {
        let layout = self.layout_of(cluster).await?;
        let mut keysets = Vec::new();
        for name in self.keyset_names(&layout).await? {
            match stored(self.store, &layout, &name).await {
                Ok(found) => keysets.extend(found.map(|(keyset, _)| Ok(keyset))),
                Err(StateError::Keyset { source, .. }) => keysets.push(Err(source)),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(keysets)
    }

    /// Reads a keyset of a cluster, also one that kops wrote under the name of an older version.
    ///
    /// # Errors
    /// As [`Clusters::keysets`], and [`KeysError::NoKeyset`].
    pub async fn keyset(&self, cluster: &str, name: &str) -> Result<Keyset, KeysError> {
        let layout = self.layout_of(cluster).await?;
        match stored(self.store, &layout, name).await? {
            Some((keyset, _)) => Ok(keyset),
            None => Err(self.no_keyset(&layout, name).await?),
        }
    }

    /// Adds a keypair to a keyset, and returns its id. `now` is in seconds since 1970.
    ///
    /// # Errors
    /// [`KeysError::NotRotatable`], [`KeysError::FirstMustBePrimary`], and [`KeysError::Keyset`] where the keypair cannot be
    /// used: then nothing is written.
    pub async fn create_keypair(
        &self,
        cluster: &str,
        keyset: &str,
        new: NewKeypair,
        entropy: &mut (dyn CryptoRng + Send),
        now: u64,
    ) -> Result<String, KeysError> {
        check_rotatable(keyset)?;
        let layout = self.layout_of(cluster).await?;
        let NewKeypair { certificate, private_key, primary } = new;
        let Some((mut found, version)) = stored(self.store, &layout, keyset).await? else {
            if !primary {
                return Err(KeysError::FirstMustBePrimary { keyset: keyset.to_owned() });
            }
            let made = Keyset::import(keyset, certificate, private_key, entropy, now)?;
            let id = made.keypair_id().to_owned();
            write(self.store, &layout, &made, None).await?;
            return Ok(id);
        };
        let id = found.add(certificate, private_key, entropy, now)?;
        if primary {
            found.promote(Some(&id))?;
        }
        write(self.store, &layout, &found, version).await?;
        Ok(id)
    }

    /// Makes a keypair the primary one of its keyset, and returns its id. Without an id it is the youngest that can be used;
    /// nothing is returned where that is the primary one already.
    ///
    /// # Errors
    /// [`KeysError::NotRotatable`], [`KeysError::NoKeyset`], and [`KeysError::Keyset`] where the keypair cannot be primary.
    pub async fn promote_keypair(
        &self,
        cluster: &str,
        keyset: &str,
        id: Option<&str>,
    ) -> Result<Option<String>, KeysError> {
        check_rotatable(keyset)?;
        self.change(cluster, keyset, |keyset| keyset.promote(id)).await
    }

    /// Distrusts keypairs of a keyset from `now` on, in seconds since 1970, and returns the ids of those that were trusted.
    /// Without ids they are all that are older than the primary one.
    ///
    /// # Errors
    /// [`KeysError::NoKeyset`], and [`KeysError::Keyset`] where one is not there or is the primary one.
    pub async fn distrust_keypairs(
        &self,
        cluster: &str,
        keyset: &str,
        ids: &[String],
        now: u64,
    ) -> Result<Vec<String>, KeysError> {
        self.change(cluster, keyset, |keyset| keyset.distrust(ids, now)).await
    }

    /// Trusts keypairs of a keyset again, and returns the ids of those that were distrusted.
    ///
    /// # Errors
    /// [`KeysError::NoKeyset`], and [`KeysError::Keyset`] where one is not there.
    pub async fn trust_keypairs(&self, cluster: &str, keyset: &str, ids: &[String]) -> Result<Vec<String>, KeysError> {
        self.change(cluster, keyset, |keyset| keyset.trust(ids)).await
    }

    async fn change<T>(
        &self,
        cluster: &str,
        name: &str,
        change: impl FnOnce(&mut Keyset) -> Result<T, KeysetError> + Send,
    ) -> Result<T, KeysError> {
        let layout = self.layout_of(cluster).await?;
        let Some((mut keyset, version)) = stored(self.store, &layout, name).await? else {
            return Err(self.no_keyset(&layout, name).await?);
        };
        let before = keyset.clone();
        let changed = change(&mut keyset)?;
        if keyset != before {
            write(self.store, &layout, &keyset, version).await?;
        }
        Ok(changed)
    }

    /// The layout of a cluster that is there.
    pub(super) async fn layout_of(&self, cluster: &str) -> Result<Layout, KeysError> {
        let layout = Layout::new(cluster)?;
        if self.store.get(&layout.cluster()).await?.is_none() {
            return Err(self.no_cluster(cluster).await?.into());
        }
        Ok(layout)
    }

    async fn keyset_names(&self, layout: &Layout) -> Result<Vec<String>, KeysError> {
        let keys = self.store.list(&layout.keysets()).await?;
        Ok(keys.iter().filter_map(|key| layout.keyset_at(key)).map(str::to_owned).collect())
    }

    async fn no_keyset(&self, layout: &Layout, name: &str) -> Result<KeysError, KeysError> {
        let (keyset, known) = (name.to_owned(), self.keyset_names(layout).await?);
        Ok(KeysError::NoKeyset { keyset, known })
    }
}

async fn write(
    store: &dyn StateStore,
    layout: &Layout,
    keyset: &Keyset,
    version: Option<Version>,
) -> Result<(), KeysError> {
    let mode = version.map_or(Put::Create, Put::Replace);
    store.put(&layout.keyset(keyset.name())?, bytes(&keyset.to_yaml()), mode).await?;
    Ok(())
}

fn check_rotatable(keyset: &str) -> Result<(), KeysError> {
    if is_rotatable(keyset) { Ok(()) } else { Err(KeysError::NotRotatable { keyset: keyset.to_owned() }) }
}
