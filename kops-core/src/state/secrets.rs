//! The secrets of a cluster in a state store.

use super::keys::bytes;
use super::{Clusters, Delete, KeysError, Put, StateError};
use crate::pki::Secret;

/// What to do with a secret that is to be created and is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum IfExists {
    /// Leave it as it is, and fail.
    #[default]
    Fail,
    /// Replace it.
    Replace,
}

impl Clusters<'_> {
    /// Returns the names of a cluster's secrets, sorted.
    ///
    /// # Errors
    /// Where the store cannot be read, or there is no such cluster.
    pub async fn secrets(&self, cluster: &str) -> Result<Vec<String>, KeysError> {
        let layout = self.layout_of(cluster).await?;
        let folder = layout.secrets();
        let keys = self.store.list(&folder).await?;
        let below = keys.iter().filter_map(|key| key.as_str().strip_prefix(folder.as_str())?.strip_prefix('/'));
        Ok(below.map(str::to_owned).collect())
    }

    /// Reads a secret.
    ///
    /// # Errors
    /// Where the store cannot be read, [`KeysError::NoSecret`], and [`KeysError::Secret`] where it is damaged.
    pub async fn secret(&self, cluster: &str, name: &str) -> Result<Secret, KeysError> {
        let layout = self.layout_of(cluster).await?;
        match self.store.get(&layout.secret(name)?).await? {
            Some(found) => Ok(Secret::from_json(name, &found.value)?),
            None => Err(self.no_secret(cluster, name).await?),
        }
    }

    /// Stores a secret, after [`Secret::check`].
    ///
    /// # Errors
    /// [`KeysError::SecretExists`] where it is there and may not be replaced, and [`KeysError::Secret`] where it is not what
    /// nodes expect of it, or has almost the name of one that they read: then nothing is written.
    pub async fn create_secret(
        &self,
        cluster: &str,
        name: &str,
        secret: &Secret,
        if_exists: IfExists,
    ) -> Result<(), KeysError> {
        secret.check(name)?;
        let layout = self.layout_of(cluster).await?;
        let mode = match if_exists {
            IfExists::Fail => Put::Create,
            IfExists::Replace => Put::Any,
        };
        let content = bytes(&secret.to_json());
        match self.store.put(&layout.secret(name)?, content, mode).await {
            Ok(_) => Ok(()),
            Err(StateError::Conflict { .. }) => Err(KeysError::SecretExists { secret: name.to_owned() }),
            Err(other) => Err(other.into()),
        }
    }

    /// Deletes a secret.
    ///
    /// # Errors
    /// Where the store fails, and [`KeysError::NoSecret`].
    pub async fn delete_secret(&self, cluster: &str, name: &str) -> Result<(), KeysError> {
        let layout = self.layout_of(cluster).await?;
        let key = layout.secret(name)?;
        if self.store.get(&key).await?.is_none() {
            return Err(self.no_secret(cluster, name).await?);
        }
        Ok(self.store.delete(&key, Delete::Any).await?)
    }

    async fn no_secret(&self, cluster: &str, name: &str) -> Result<KeysError, KeysError> {
        Ok(KeysError::NoSecret { secret: name.to_owned(), known: self.secrets(cluster).await? })
    }
}
