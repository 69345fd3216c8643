//! The engine on a simulated account: plans, applies and keys, on the caller's thread and without the GIL.

use futures::executor::block_on;
use kops_core::PlanOptions;
use kops_core::apply::SimulatedClock;
use kops_core::engine::{Error, ErrorData};
use kops_core::kubeconfig::KubeconfigOptions;
use kops_core::pki::{Certificate, KeyError, Keyset, KeysetError, PrivateKey, Secret};
use kops_core::sim::Account;
use kops_core::spec::Objects;
use kops_core::state::{IfExists, NewKeypair};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::errors::raise;
use crate::plan::{Plan, Report};
use crate::spec::Spec;

/// A simulated AWS account in one region. Engines on it share what is in it.
#[pyclass(frozen, module = "kops")]
pub(crate) struct SimulatedAccount(Account);

#[pymethods]
impl SimulatedAccount {
    /// Read an account file. Raises InvalidAccount.
    #[staticmethod]
    fn from_json(py: Python<'_>, text: &str) -> PyResult<Self> {
        let account = py.detach(|| Account::from_json(text));
        account.map(Self).map_err(|error| failure(&error.into()))
    }

    /// Write the account file.
    fn to_json(&self, py: Python<'_>) -> String {
        py.detach(|| self.0.to_json())
    }
}

/// Clusters in one account and one state store. Every call blocks; `AsyncEngine` has the same calls for asyncio.
#[pyclass(frozen, module = "kops")]
pub(crate) struct Engine(kops_core::Engine);

#[pymethods]
impl Engine {
    /// Work in an account. `store` is the URL of the state store: `file://DIR`, `s3://BUCKET` of the account, or
    /// `memfs://`, the default: a new one in memory. Raises StateError.
    #[new]
    #[pyo3(signature = (account, *, store = "memfs://"))]
    fn new(account: &SimulatedAccount, store: &str) -> PyResult<Self> {
        let store = account.0.open_store(store).map_err(|error| failure(&error.into()))?;
        let engine = kops_core::Engine::builder(account.0.clone()).clock(SimulatedClock::default());
        Ok(Self(engine.store(store).build()))
    }

    /// Plan what would change in the account. Nothing is written anywhere.
    ///
    /// `prune` also deletes what the cluster owns and no longer wants although something may run on it; `allow` names the
    /// resources whose dangerous steps are allowed, `*` for all.
    ///
    /// Raises InvalidSpec, PlanningFailed, CloudError or StateError.
    #[pyo3(signature = (spec, *, prune = false, allow = None))]
    fn plan(&self, py: Python<'_>, spec: &Spec, prune: bool, allow: Option<Vec<String>>) -> PyResult<Plan> {
        let options = PlanOptions { prune, allow: allow.into_iter().flatten().collect(), ..PlanOptions::default() };
        let plan = py.detach(|| block_on(self.0.plan_with(&spec.0, &options)));
        plan.map(Plan::from).map_err(|error| failure(&error))
    }

    /// Plan the deletion of everything that a cluster owns. Nothing is written anywhere.
    ///
    /// Raises PlanningFailed, CloudError or StateError.
    fn plan_deletion(&self, py: Python<'_>, spec: &Spec) -> PyResult<Plan> {
        let plan = py.detach(|| block_on(self.0.plan_deletion(&spec.0)));
        plan.map(Plan::from).map_err(|error| failure(&error))
    }

    /// Apply a plan.
    ///
    /// Raises PlanTargetMismatch, PlanStale or InvalidPlan before the first change, and ApplyIncomplete where not every
    /// step was done. Planning again shows what is left.
    fn apply(&self, py: Python<'_>, plan: &Plan) -> PyResult<Report> {
        let report = py.detach(|| block_on(self.0.apply(&plan.plan).into_future()));
        report.map(Report).map_err(|error| failure(&error))
    }

    /// Add the objects of a YAML or JSON text to the state store. `name` is the file's name in errors.
    ///
    /// Raises InvalidSpec, WriteError or StateError; then nothing is written.
    #[pyo3(signature = (text, *, name = "-"))]
    fn create<'py>(&self, py: Python<'py>, text: &str, name: &str) -> PyResult<Bound<'py, PyAny>> {
        let created = py.detach(|| {
            let objects = Objects::from_yaml(name, text)?;
            block_on(self.0.create(&objects))
        });
        let created = created.map_err(|error: Error| failure(&error))?;
        described(py, "objects", serde_json::to_string(&created))
    }

    /// Return the keypairs of a cluster, of all keysets or of one. Private keys are never part of them.
    ///
    /// Raises NoCluster, KeysetError or StateError.
    #[pyo3(signature = (cluster, keyset = None))]
    fn keypairs<'py>(&self, py: Python<'py>, cluster: &str, keyset: Option<&str>) -> PyResult<Bound<'py, PyAny>> {
        let found = py.detach(|| match keyset {
            Some(keyset) => block_on(self.0.keyset(cluster, keyset)).map(|found| vec![found]),
            None => block_on(self.0.keysets(cluster)),
        });
        let found = found.map_err(|error| failure(&error))?;
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
        let created = py.detach(|| {
            let invalid = |problem: KeyError| KeysetError::Key { keyset: keyset.to_owned(), problem };
            let certificate = certificate.map(Certificate::from_pem).transpose().map_err(invalid)?;
            let private_key = private_key.map(PrivateKey::from_pem).transpose().map_err(invalid)?;
            block_on(self.0.create_keypair(cluster, keyset, NewKeypair { certificate, private_key, primary }))
        });
        created.map_err(|error: Error| failure(&error))
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
        let promoted = py.detach(|| block_on(self.0.promote_keypair(cluster, keyset, id)));
        promoted.map_err(|error| failure(&error))
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
        let distrusted = py.detach(|| block_on(self.0.distrust_keypairs(cluster, keyset, &ids)));
        distrusted.map_err(|error| failure(&error))
    }

    /// Trust keypairs of a keyset again and return the ids of those that were distrusted.
    ///
    /// Raises NoCluster, KeysetError or StateError; then nothing is written.
    fn trust_keypairs(&self, py: Python<'_>, cluster: &str, keyset: &str, ids: Vec<String>) -> PyResult<Vec<String>> {
        let trusted = py.detach(|| block_on(self.0.trust_keypairs(cluster, keyset, &ids)));
        trusted.map_err(|error| failure(&error))
    }

    /// Return the names of a cluster's secrets.
    ///
    /// Raises NoCluster or StateError.
    fn secrets(&self, py: Python<'_>, cluster: &str) -> PyResult<Vec<String>> {
        py.detach(|| block_on(self.0.secrets(cluster))).map_err(|error| failure(&error))
    }

    /// Return the content of a secret.
    ///
    /// Raises NoCluster, SecretError or StateError.
    fn secret<'py>(&self, py: Python<'py>, cluster: &str, name: &str) -> PyResult<Bound<'py, PyBytes>> {
        let secret = py.detach(|| block_on(self.0.secret(cluster, name))).map_err(|error| failure(&error))?;
        Ok(PyBytes::new(py, secret.expose()))
    }

    /// Store a secret: encryptionconfig, ciliumpassword, dockerconfig. `replace` replaces one that is there.
    ///
    /// Raises NoCluster, SecretError or StateError; then nothing is written.
    #[pyo3(signature = (cluster, name, content, *, replace = false))]
    fn create_secret(&self, py: Python<'_>, cluster: &str, name: &str, content: &[u8], replace: bool) -> PyResult<()> {
        let secret = Secret::from(content.to_vec());
        let if_exists = if replace { IfExists::Replace } else { IfExists::Fail };
        let created = py.detach(|| block_on(self.0.create_secret(cluster, name, &secret, if_exists)));
        created.map_err(|error| failure(&error))
    }

    /// Delete a secret.
    ///
    /// Raises NoCluster, SecretError or StateError.
    fn delete_secret(&self, py: Python<'_>, cluster: &str, name: &str) -> PyResult<()> {
        py.detach(|| block_on(self.0.delete_secret(cluster, name))).map_err(|error| failure(&error))
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
        let made = py.detach(|| {
            let made = block_on(self.0.kubeconfig(cluster, &options))?;
            Ok(made.merge_into(existing)?.to_text().to_string())
        });
        made.map_err(|error: Error| failure(&error))
    }
}

fn failure(error: &Error) -> PyErr {
    raise(&ErrorData::from(error))
}

/// Items, described as JSON, as the package's own classes.
fn described<'py>(py: Python<'py>, what: &str, items: serde_json::Result<String>) -> PyResult<Bound<'py, PyAny>> {
    py.import("kops._keys")?.call_method1(what, (items.unwrap_or_default(),))
}
