//! Keys, secrets and kubeconfigs: the calls of the engine that are about the state store.

use kops_core::kubeconfig::KubeconfigOptions as CoreKubeconfigOptions;
use kops_core::pki::{Certificate, KeyError, Keyset, KeysetError, PrivateKey, Secret};
use kops_core::state::{IfExists, NewKeypair};
use napi::bindgen_prelude::{Buffer, Result};
use napi_derive::napi;

use crate::engine::Engine;

/// A keypair to add to a keyset.
#[napi(object)]
pub struct KeypairOptions {
    /// The certificate in PEM form; one is made without it.
    pub certificate: Option<String>,
    /// The private key in PEM form; one is made without it and without a certificate.
    pub private_key: Option<String>,
    /// Makes it the primary keypair.
    pub primary: Option<bool>,
}

/// What to do with a secret that is there.
#[napi(object)]
pub struct SecretOptions {
    /// Replaces it.
    pub replace: Option<bool>,
}

/// What a kubeconfig should hold.
#[napi(object)]
pub struct KubeconfigOptions {
    /// The text of a kubeconfig, of which everything of others stays.
    pub existing: Option<String>,
    /// Adds a certificate of an administrator that is valid for so many seconds.
    pub admin: Option<u32>,
    /// Whom that certificate is for.
    pub admin_name: Option<String>,
    /// A user of the existing kubeconfig.
    pub user: Option<String>,
    /// Uses the API's name inside the VPC.
    pub internal: Option<bool>,
    /// The URL of the API.
    pub api_server: Option<String>,
    /// The URL of the state store that `kubectl` gets credentials from.
    pub auth_plugin: Option<String>,
}

#[napi]
impl Engine {
    /// The keypairs of a cluster, of all keysets or of one, as JSON.
    #[napi]
    pub async fn keypairs_text(&self, cluster: String, keyset: Option<String>) -> Result<String> {
        let found = self.call(async move |engine| match keyset {
            Some(keyset) => Ok(vec![engine.keyset(&cluster, &keyset).await?]),
            None => engine.keysets(&cluster).await,
        });
        let found = found.await?;
        let keypairs: Vec<_> = found.iter().flat_map(Keyset::describe).collect();
        Ok(serde_json::to_string(&keypairs).unwrap_or_default())
    }

    /// Adds a keypair to a keyset and returns its id.
    #[napi]
    pub async fn create_keypair(
        &self,
        cluster: String,
        keyset: String,
        options: Option<KeypairOptions>,
    ) -> Result<String> {
        let created = self.call(async move |engine| {
            let mut new = NewKeypair::default();
            if let Some(KeypairOptions { certificate, private_key, primary }) = options {
                let invalid = |problem: KeyError| KeysetError::Key { keyset: keyset.clone(), problem };
                new.certificate = certificate.as_deref().map(Certificate::from_pem).transpose().map_err(invalid)?;
                new.private_key = private_key.as_deref().map(PrivateKey::from_pem).transpose().map_err(invalid)?;
                new.primary = primary.unwrap_or_default();
            }
            engine.create_keypair(&cluster, &keyset, new).await
        });
        created.await
    }

    /// Makes a keypair the primary one of its keyset and returns its id.
    #[napi]
    pub async fn promote_keypair(&self, cluster: String, keyset: String, id: Option<String>) -> Result<Option<String>> {
        self.call(async move |engine| engine.promote_keypair(&cluster, &keyset, id.as_deref()).await).await
    }

    /// Distrusts keypairs of a keyset and returns the ids of those that were trusted.
    #[napi]
    pub async fn distrust_keypairs(
        &self,
        cluster: String,
        keyset: String,
        ids: Option<Vec<String>>,
    ) -> Result<Vec<String>> {
        let ids = ids.unwrap_or_default();
        self.call(async move |engine| engine.distrust_keypairs(&cluster, &keyset, &ids).await).await
    }

    /// Trusts keypairs of a keyset again and returns the ids of those that were distrusted.
    #[napi]
    pub async fn trust_keypairs(&self, cluster: String, keyset: String, ids: Vec<String>) -> Result<Vec<String>> {
        self.call(async move |engine| engine.trust_keypairs(&cluster, &keyset, &ids).await).await
    }

    /// The names of a cluster's secrets.
    #[napi]
    pub async fn secrets(&self, cluster: String) -> Result<Vec<String>> {
        self.call(async move |engine| engine.secrets(&cluster).await).await
    }

    /// The content of a secret.
    #[napi]
    pub async fn secret(&self, cluster: String, name: String) -> Result<Buffer> {
        let secret = self.call(async move |engine| engine.secret(&cluster, &name).await).await?;
        Ok(secret.expose().to_vec().into())
    }

    /// Stores a secret.
    #[napi]
    pub async fn create_secret(
        &self,
        cluster: String,
        name: String,
        content: Buffer,
        options: Option<SecretOptions>,
    ) -> Result<()> {
        let replace = options.and_then(|options| options.replace).unwrap_or_default();
        let if_exists = if replace { IfExists::Replace } else { IfExists::Fail };
        let secret = Secret::from(content.to_vec());
        self.call(async move |engine| engine.create_secret(&cluster, &name, &secret, if_exists).await).await
    }

    /// Deletes a secret.
    #[napi]
    pub async fn delete_secret(&self, cluster: String, name: String) -> Result<()> {
        self.call(async move |engine| engine.delete_secret(&cluster, &name).await).await
    }

    /// The text of a kubeconfig with a cluster in it.
    #[napi]
    pub async fn kubeconfig(&self, cluster: String, options: Option<KubeconfigOptions>) -> Result<String> {
        let (mut existing, mut core) = (String::new(), CoreKubeconfigOptions::default());
        if let Some(options) = options {
            existing = options.existing.unwrap_or_default();
            core = CoreKubeconfigOptions {
                admin: options.admin.map(u64::from),
                admin_name: options.admin_name,
                user: options.user,
                internal: options.internal.unwrap_or_default(),
                api_server: options.api_server,
                auth_plugin: options.auth_plugin,
            };
        }
        let made = self.call(async move |engine| {
            let made = engine.kubeconfig(&cluster, &core).await?;
            Ok(made.merge_into(&existing)?.to_text().to_string())
        });
        made.await
    }
}
