//! Keys, secrets and kubeconfigs: the calls of the engine that are about the state store.

use kops_core::engine::Error;
use kops_core::kubeconfig::KubeconfigOptions;
use kops_core::pki::{Certificate, KeyError, Keyset, KeysetError, PrivateKey, Secret};
use kops_core::state::{IfExists, NewKeypair};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::engine::{Engine, described};

#[pymethods]
impl Engine {
    /// Return the keypairs of a cluster, of all keysets or of one. Private keys are never part of them.
    ///
    /// Raises NoCluster, KeysetError or StateError.
    #[pyo3(signature = (cluster, keyset = None))]
    fn keypairs<'py>(&self, py: Python<'py>, cluster: &str, keyset: Option<&str>) -> PyResult<Bound<'py, PyAny>> {
        let found = self.call(py, |engine| async move {
            match keyset {
                Some(keyset) => Ok(vec![engine.keyset(cluster, keyset).await?]),
                None => engine.keysets(cluster).await,
            }
        })?;
        let keypairs: Vec<_> = found.iter().flat_map(Keyset::describe).collect();
        described(py, "keypairs", serde_json::to_string(&keypairs))
    }

    /// Add a keypair to a keyset and return its id. `certificate` and `private_key` are PEM texts; what is missing is made.
    ///
    /// Raises NoCluster, KeysetError or StateError; then nothing is written.
    #[pyo3(signature = (cluster, keyset, *, certificate = None, private_key = None, primary = false))]
    fn create_keypair(
        &self,
        py: Python<'_>,
        cluster: &str,
        keyset: &str,
        certificate: Option<&str>,
        private_key: Option<&str>,
        primary: bool,
    ) -> PyResult<String> {
        self.call(py, |engine| async move {
            let invalid = |problem: KeyError| KeysetError::Key { keyset: keyset.to_owned(), problem };
            let certificate = certificate.map(Certificate::from_pem).transpose().map_err(invalid)?;
            let private_key = private_key.map(PrivateKey::from_pem).transpose().map_err(invalid)?;
            engine.create_keypair(cluster, keyset, NewKeypair { certificate, private_key, primary }).await
        })
    }

    /// Make a keypair the primary one of its keyset, which signs, and return its id. Without an id it is the youngest that can
    /// be used, and None is returned where that is the primary one already.
    ///
    /// Raises NoCluster, KeysetError or StateError; then nothing is written.
    #[pyo3(signature = (cluster, keyset, id = None))]
    fn promote_keypair(
        &self,
        py: Python<'_>,
        cluster: &str,
        keyset: &str,
        id: Option<&str>,
    ) -> PyResult<Option<String>> {
        self.call(py, |engine| async move { engine.promote_keypair(cluster, keyset, id).await })
    }

    /// Distrust keypairs of a keyset and return the ids of those that were trusted. Without ids they are all that are older
    /// than the primary one.
    ///
    /// Raises NoCluster, KeysetError or StateError; then nothing is written.
    #[pyo3(signature = (cluster, keyset, ids = None))]
    fn distrust_keypairs(
        &self,
        py: Python<'_>,
        cluster: &str,
        keyset: &str,
        ids: Option<Vec<String>>,
    ) -> PyResult<Vec<String>> {
        let ids = ids.unwrap_or_default();
        self.call(py, |engine| async move { engine.distrust_keypairs(cluster, keyset, &ids).await })
    }

    /// Trust keypairs of a keyset again and return the ids of those that were distrusted.
    ///
    /// Raises NoCluster, KeysetError or StateError; then nothing is written.
    fn trust_keypairs(&self, py: Python<'_>, cluster: &str, keyset: &str, ids: Vec<String>) -> PyResult<Vec<String>> {
        self.call(py, |engine| async move { engine.trust_keypairs(cluster, keyset, &ids).await })
    }

    /// Return the names of a cluster's secrets.
    ///
    /// Raises NoCluster or StateError.
    fn secrets(&self, py: Python<'_>, cluster: &str) -> PyResult<Vec<String>> {
        self.call(py, |engine| async move { engine.secrets(cluster).await })
    }

    /// Return the content of a secret.
    ///
    /// Raises NoCluster, SecretError or StateError.
    fn secret<'py>(&self, py: Python<'py>, cluster: &str, name: &str) -> PyResult<Bound<'py, PyBytes>> {
        let secret = self.call(py, |engine| async move { engine.secret(cluster, name).await })?;
        Ok(PyBytes::new(py, secret.expose()))
    }

    /// Store a secret: encryptionconfig, ciliumpassword, dockerconfig. `replace` replaces one that is there.
    ///
    /// Raises NoCluster, SecretError or StateError; then nothing is written.
    #[pyo3(signature = (cluster, name, content, *, replace = false))]
    fn create_secret(&self, py: Python<'_>, cluster: &str, name: &str, content: &[u8], replace: bool) -> PyResult<()> {
        let secret = Secret::from(content.to_vec());
        let if_exists = if replace { IfExists::Replace } else { IfExists::Fail };
        self.call(py, |engine| async move { engine.create_secret(cluster, name, &secret, if_exists).await })
    }

    /// Delete a secret.
    ///
    /// Raises NoCluster, SecretError or StateError.
    fn delete_secret(&self, py: Python<'_>, cluster: &str, name: &str) -> PyResult<()> {
        self.call(py, |engine| async move { engine.delete_secret(cluster, name).await })
    }

    /// Return the text of a kubeconfig with a cluster in it, whose context is the current one. What `existing`, the text of a
    /// kubeconfig, has of others stays.
    ///
    /// `admin` adds a certificate of an administrator that is valid for so many seconds; `admin_name` is whom it is for. `user`
    /// names a user of `existing`; `internal` uses the API's name inside the VPC; `api_server` is a URL to use;
    /// `auth_plugin` is the URL of the state store that `kubectl` gets credentials from.
    ///
    /// Raises NoCluster, KeysetError, KubeconfigError, CloudError or StateError.
    #[pyo3(signature = (
        cluster, *, existing = "", admin = None, admin_name = None, user = None, internal = false, api_server = None,
        auth_plugin = None
    ))]
    #[expect(clippy::too_many_arguments, reason = "they are keywords in Python")]
    fn kubeconfig(
        &self,
        py: Python<'_>,
        cluster: &str,
        existing: &str,
        admin: Option<u64>,
        admin_name: Option<String>,
        user: Option<String>,
        internal: bool,
        api_server: Option<String>,
        auth_plugin: Option<String>,
    ) -> PyResult<String> {
        let options = KubeconfigOptions { admin, admin_name, user, internal, api_server, auth_plugin };
        self.call(py, |engine| async move {
            let made = engine.kubeconfig(cluster, &options).await?;
            Ok::<_, Error>(made.merge_into(existing)?.to_text().to_string())
        })
    }
}
