//! The engine: plans and applies, on the caller's thread and without the GIL.

use std::collections::BTreeMap;

use kops_core::PlanOptions;
use kops_core::engine::{Error, MissingKeys, TerraformFiles};
use kops_core::spec::Objects;
use kops_core::state::IfMissing;
use pyo3::prelude::*;

use crate::account::{Place, Store};
use crate::errors::{failure, python};
use crate::plan::Plan;
use crate::process::PerProcess;
use crate::spec::{FullSpec, Spec, cluster_options};
use crate::wait::wait;

/// Clusters in one account and one state store. Every call blocks; `AsyncEngine` has the same calls for asyncio.
#[pyclass(frozen, module = "kops")]
pub(crate) struct Engine {
    place: Place,
    store: Store,
    addons: Option<BTreeMap<String, String>>,
    file_hashes: BTreeMap<String, String>,
    made: PerProcess<kops_core::Engine>,
}

#[pymethods]
impl Engine {
    /// Work in an account: a `SimulatedAccount`, an `aws.Account`, or a `Cloud` of your own. Engines can be used after a fork.
    ///
    /// `store` is a state store, a `StateStore` of your own, or a URL: `file://DIR`, `s3://BUCKET` of the account, or `memfs://`, the default: a new one in
    /// memory. `addons` are the manifests of addons that other projects publish, by their place below `addons` in a state store;
    /// `file_hashes` the SHA-256 of files that nodes download, by URL, beside those that the library knows.
    ///
    /// Raises StateError.
    #[new]
    #[pyo3(signature = (cloud, *, store = None, addons = None, file_hashes = None))]
    fn new(
        cloud: &Bound<'_, PyAny>,
        store: Option<&Bound<'_, PyAny>>,
        addons: Option<BTreeMap<String, String>>,
        file_hashes: Option<BTreeMap<String, String>>,
    ) -> PyResult<Self> {
        let place = Place::from_python(cloud)?;
        let store = store.map_or_else(|| Ok(Store::default()), |store| Store::from_python(store, &place))?;
        let file_hashes = file_hashes.unwrap_or_default();
        Ok(Self { place, store, addons, file_hashes, made: PerProcess::new() })
    }

    /// Look up what a spec needs to know of the world, fill in its defaults and check it.
    ///
    /// Raises InvalidSpec with everything that is wrong, and CloudError.
    fn check(&self, py: Python<'_>, spec: &Spec) -> PyResult<FullSpec> {
        self.call(py, |engine| async move { engine.check(&spec.0).await }).map(FullSpec)
    }

    /// Return the graph of what the cluster is made of, as Python values.
    ///
    /// Raises as `check`.
    fn graph<'py>(&self, py: Python<'py>, spec: &Spec) -> PyResult<Bound<'py, PyAny>> {
        let (graph, _) = self.call(py, |engine| async move { engine.graph(&spec.0).await })?;
        python(py, &graph)
    }

    /// Return what a spec needs to know of the world. The spec need not be valid.
    ///
    /// Raises CloudError.
    fn facts<'py>(&self, py: Python<'py>, spec: &Spec) -> PyResult<Bound<'py, PyAny>> {
        python(py, &self.call(py, |engine| async move { engine.facts(&spec.0).await })?)
    }

    /// Return the cluster as files for Terraform, by their path. The objects of the state store are among them where that is in S3.
    ///
    /// `create_keys` creates the keysets and secrets that the state store lacks, as kops does; without it what the files need of
    /// them becomes variables.
    ///
    /// Raises as `check`, and StateError.
    #[pyo3(signature = (spec, *, create_keys = false))]
    fn terraform(&self, py: Python<'_>, spec: &Spec, create_keys: bool) -> PyResult<BTreeMap<String, String>> {
        let keys = if create_keys { MissingKeys::Create } else { MissingKeys::Variables };
        let store = spec.0.store_url().unwrap_or_default();
        let files = self.call(py, |engine| async move { engine.terraform(&spec.0, store, keys).await });
        files.map(TerraformFiles::into_texts)
    }

    /// Make a cluster with its instance groups of options, as `kops create cluster --dry-run` does. Nothing is written anywhere:
    /// `create` stores what `in_store` gives a place.
    ///
    /// Raises InvalidSpec with everything that is wrong with the options, and CloudError.
    fn new_cluster(&self, py: Python<'_>, options: &Bound<'_, PyAny>) -> PyResult<Spec> {
        let options = cluster_options(options)?;
        self.call(py, |engine| async move { engine.new_cluster(&options).await }).map(Spec)
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
        let plan = self.call(py, |engine| async move { engine.plan_with(&spec.0, &options).await });
        plan.map(Plan::from)
    }

    /// Plan the deletion of everything that a cluster owns. Nothing is written anywhere.
    ///
    /// Raises PlanningFailed, CloudError or StateError.
    fn plan_deletion(&self, py: Python<'_>, spec: &Spec) -> PyResult<Plan> {
        self.call(py, |engine| async move { engine.plan_deletion(&spec.0).await }).map(Plan::from)
    }

    /// Return the names of all clusters in the state store, sorted.
    ///
    /// Raises StateError.
    fn clusters(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        self.call(py, |engine| async move { engine.clusters().await })
    }

    /// Read a cluster from the state store, as it was stored.
    ///
    /// Raises NoCluster, StateError, or InvalidSpec where what is stored cannot be read.
    fn load(&self, py: Python<'_>, cluster: &str) -> PyResult<Spec> {
        self.call(py, |engine| async move { engine.load(cluster).await }).map(Spec)
    }

    /// Add the objects of a YAML or JSON text to the state store. `name` is the file's name in errors.
    ///
    /// Raises InvalidSpec, WriteError or StateError; then nothing is written.
    #[pyo3(signature = (text, *, name = "-"))]
    fn create<'py>(&self, py: Python<'py>, text: &str, name: &str) -> PyResult<Bound<'py, PyAny>> {
        let created = self.call(py, |engine| async move {
            let objects = Objects::from_yaml(name, text)?;
            engine.create(&objects).await
        })?;
        described(py, "objects", serde_json::to_string(&created))
    }

    /// Replace objects of the state store by those of a YAML or JSON text. `create_missing` also adds those that are not there;
    /// `name` is the file's name in errors.
    ///
    /// Raises InvalidSpec, WriteError or StateError; then nothing is written.
    #[pyo3(signature = (text, *, name = "-", create_missing = false))]
    fn replace<'py>(
        &self,
        py: Python<'py>,
        text: &str,
        name: &str,
        create_missing: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let if_missing = if create_missing { IfMissing::Create } else { IfMissing::Fail };
        let replaced = self.call(py, |engine| async move {
            let objects = Objects::from_yaml(name, text)?;
            engine.replace(&objects, if_missing).await
        })?;
        described(py, "objects", serde_json::to_string(&replaced))
    }

    /// Delete everything that the state store holds of a cluster, the last act of its deletion, and return how many objects
    /// that were.
    ///
    /// Raises StateError, also where the store holds objects that are not kops's.
    fn forget(&self, py: Python<'_>, cluster: &str) -> PyResult<usize> {
        self.call(py, |engine| async move { engine.forget(cluster).await })
    }
}

impl Engine {
    /// Runs a call of the library to its end.
    pub(crate) fn call<T: Send, F>(&self, py: Python<'_>, call: impl FnOnce(kops_core::Engine) -> F) -> PyResult<T>
    where
        F: Future<Output = Result<T, Error>> + Send,
    {
        wait(py, call(self.engine()?), Err)?.map_err(|error| failure(&error))
    }

    /// The engine of this process.
    pub(crate) fn engine(&self) -> PyResult<kops_core::Engine> {
        self.made.get_or_try_make(|| {
            let (cloud, clock) = self.place.open()?;
            let engine = kops_core::Engine::builder(cloud).clock(clock).store(self.store.open()?);
            let engine = engine.file_hashes(self.file_hashes.clone());
            Ok(match &self.addons {
                Some(addons) => engine.addons(addons.clone()).build(),
                None => engine.build(),
            })
        })
    }
}

/// Items, described as JSON, as the package's own classes.
pub(crate) fn described<'py>(
    py: Python<'py>,
    what: &str,
    items: serde_json::Result<String>,
) -> PyResult<Bound<'py, PyAny>> {
    py.import("kops._keys")?.call_method1(what, (items.unwrap_or_default(),))
}
