//! What a command works with: the account, the state store and the cluster that the user named.

use std::sync::Arc;

use kops_core::cloud::Cloud;
use kops_core::diag::{Diagnostic, Diagnostics};
use kops_core::engine::{check_offline, fill_offline};
use kops_core::spec::{self, Objects};
use kops_core::state::{self, Clusters, FileStore, LoadError, MemoryStore, StateError, StateStore};
use kops_core::validate::codes;
use kops_core::yaml::Source;
use kops_core::{Engine, Error, Spec};

use crate::args::{CloudChoice, Files, Global};
use crate::failure::Failure;
use crate::lock::{self, Access};
use crate::simulation::Simulation;
use crate::{aws, environment, input, output};

/// The state store of a spec that names none.
const NOWHERE: &str = "memfs://";

/// The account, the state store and the cluster that the user named.
#[derive(Debug)]
pub(crate) struct Session {
    global: Global,
    /// The cluster that is meant where none is typed.
    usual_cluster: Option<String>,
    simulation: Option<Simulation>,
}

/// A cluster and where it is kept.
#[derive(Clone)]
pub(crate) struct Loaded {
    /// As it is written.
    pub(crate) spec: Spec,
    pub(crate) store_url: String,
    /// Where it was read from; a file needs no state store until something is planned.
    store: Option<Arc<dyn StateStore>>,
}

impl Session {
    /// Opens the account, where it is simulated, to look at it or to change it.
    pub(crate) fn open(global: Global, access: Access) -> Result<Self, Failure> {
        Self::open_completed(environment::complete(global)?, access)
    }

    /// As [`Session::open`], to change the state store, which may be in the simulated account.
    pub(crate) fn open_to_store(global: Global) -> Result<Self, Failure> {
        let global = environment::complete(global)?;
        let is_in_account = global.state.as_deref().is_some_and(|url| url.starts_with("s3://"));
        Self::open_completed(global, if is_in_account { Access::Change } else { Access::Look })
    }

    fn open_completed(global: Global, access: Access) -> Result<Self, Failure> {
        let simulation = match &global.cloud {
            Some(CloudChoice::Simulated(file)) => Some(Simulation::open(file, access)?),
            _ => None,
        };
        Ok(Self { global, usual_cluster: environment::variable("KOPS_CLUSTER_NAME"), simulation })
    }

    /// The cluster's name: what was typed, or else the one of the environment.
    pub(crate) fn cluster(&self, given: Option<&str>) -> Result<String, Failure> {
        let name = self.typed(given)?.or(self.usual_cluster.as_deref());
        name.map(str::to_owned).ok_or_else(|| {
            Failure::usage("which cluster? name it after the command, with --name, or in KOPS_CLUSTER_NAME")
        })
    }

    /// The cluster's name as it was typed: after the command, or with `--name`.
    pub(crate) fn typed<'a>(&'a self, given: Option<&'a str>) -> Result<Option<&'a str>, Failure> {
        match (given.filter(|name| !name.is_empty()), self.global.cluster_name.as_deref()) {
            (Some(given), Some(name)) if given != name => {
                Err(Failure::usage(format!("which cluster, `{given}` or `{name}` of --name? name one of them")))
            }
            (given, name) => Ok(given.or(name)),
        }
    }

    /// Refuses a cluster other than the one that was typed. The one of the environment is no reason to.
    pub(crate) fn expect(&self, given: Option<&str>, found: &str, what: &str) -> Result<(), Failure> {
        match self.typed(given)? {
            Some(name) if name != found => Err(Failure::usage(format!("{what} the cluster `{found}`, not `{name}`"))),
            _ => Ok(()),
        }
    }

    /// The state store that the user named.
    pub(crate) async fn store(&self) -> Result<Arc<dyn StateStore>, Failure> {
        self.open_store(self.store_url()?).await
    }

    fn store_url(&self) -> Result<&str, Failure> {
        self.global.state.as_deref().ok_or_else(|| {
            Failure::usage(
                "where is the state store? name it with --state or in KOPS_STATE_STORE: file://DIR or s3://BUCKET",
            )
        })
    }

    /// The cluster in some files, or by name in the state store. Warnings are for the caller to print.
    pub(crate) async fn load(&self, name: Option<&str>, files: &Files) -> Result<Loaded, Failure> {
        if files.files.is_empty() {
            let name = self.cluster(name)?;
            let (store, store_url) = (self.store().await?, self.store_url()?.to_owned());
            let spec = Clusters::new(store.as_ref()).load(&name).await.map_err(load_failure)?;
            return Ok(Loaded { spec, store_url, store: Some(store) });
        }
        let objects = input::objects(files)?;
        let texts = objects.sources.texts();
        let spec = objects.into_spec().map_err(|findings| Failure::Invalid { findings, texts })?;
        self.loaded_from_files(name, spec)
    }

    /// As [`Session::load`], for a deletion, which takes no more than a cluster's name: what is wrong with the files is only
    /// warned of.
    pub(crate) async fn load_to_delete(&self, name: Option<&str>, files: &Files) -> Result<Loaded, Failure> {
        if files.files.is_empty() {
            return self.load(name, files).await;
        }
        let texts = files.files.iter().map(|path| input::read(path)).collect::<Result<Vec<_>, _>>()?;
        let (mut objects, found) = spec::read_leniently(&texts);
        objects.clusters.retain(|cluster| !cluster.name().is_empty());
        if let [cluster] = &objects.clusters[..] {
            let of_cluster = |label: Option<&str>| label.is_none_or(|label| label == cluster.name());
            objects.groups.retain(|group| of_cluster(group.cluster_label()));
            objects.ssh_credentials.retain(|credential| of_cluster(credential.cluster_label()));
        }
        match objects.into_spec() {
            Ok(spec) => {
                let warnings = found.into_iter().map(Diagnostic::into_warning).collect();
                self.loaded_from_files(name, Spec { warnings, ..spec })
            }
            Err(further) => {
                let mut findings = found;
                findings.extend(further);
                Err(Failure::Invalid { findings, texts })
            }
        }
    }

    fn loaded_from_files(&self, name: Option<&str>, spec: Spec) -> Result<Loaded, Failure> {
        self.expect(name, spec.cluster.name(), "the files hold")?;
        let store_url = self.global.state.as_deref().or(spec.store_url()).unwrap_or(NOWHERE).to_owned();
        Ok(Loaded { spec, store_url, store: None })
    }

    /// As [`Session::load`], for commands that only show: a state store with one cluster needs no name, so that the
    /// shorthand `kops get ig nodes` works.
    pub(crate) async fn load_to_show(&self, files: &Files) -> Result<Loaded, Failure> {
        if !files.files.is_empty() || self.typed(None)?.is_some() || self.usual_cluster.is_some() {
            return self.load(None, files).await;
        }
        let names = Clusters::new(self.store().await?.as_ref()).names().await?;
        match &names[..] {
            [only] => self.load(Some(only), files).await,
            [] => Err(Failure::message("the state store has no cluster".to_owned())),
            several => Err(Failure::usage(format!(
                "which cluster? name it with --name or in KOPS_CLUSTER_NAME; the state store has {}",
                several.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
            ))),
        }
    }

    /// An engine on a cluster's account and state store.
    pub(crate) async fn engine(&self, loaded: &Loaded) -> Result<Engine, Failure> {
        let store = match &loaded.store {
            Some(store) => store.clone(),
            // The check of the spec says what is wrong with the `configBase` that the place comes from.
            None if self.global.state.is_none() && !is_store(&loaded.store_url) => Arc::new(MemoryStore::default()),
            None => self.open_store(&loaded.store_url).await?,
        };
        self.engine_in(loaded.spec.region().unwrap_or_default(), store).await
    }

    /// An engine on the account in a region and a state store. Where no account is named it is that of AWS.
    pub(crate) async fn engine_in(&self, region: &str, store: Arc<dyn StateStore>) -> Result<Engine, Failure> {
        let cloud: Arc<dyn Cloud> = match &self.simulation {
            Some(simulation) => Arc::new(simulation.account.clone()),
            None => aws::cloud(&self.global, region).await?,
        };
        Ok(Engine::builder(cloud).store(store).build())
    }

    /// The state store that a saved plan was made with: of the cluster in some files, or the one that the user named.
    pub(crate) async fn store_of_plan(&self, cluster: &str, files: &Files) -> Result<Arc<dyn StateStore>, Failure> {
        if files.files.is_empty() {
            let url = self.global.state.as_deref().ok_or_else(|| {
                Failure::usage(
                    "where is the state store of the plan? name it with --state or in KOPS_STATE_STORE, or give the \
                     file that the plan was made of with -f",
                )
            })?;
            return self.open_store(url).await;
        }
        let loaded = self.load(Some(cluster), files).await?;
        self.open_store(&loaded.store_url).await
    }

    /// Checks a cluster that is to be stored and prints what is worth a warning. What may follow, such as its groups,
    /// is left to `update`.
    pub(crate) async fn check(&self, spec: Spec) -> Result<(), Failure> {
        let texts = spec.sources.texts();
        judge(self.findings(&spec).await?, texts)
    }

    /// As [`Session::check`], of every cluster as it would be with these objects in a state store.
    pub(crate) async fn check_with(&self, store: &Arc<dyn StateStore>, objects: &Objects) -> Result<(), Failure> {
        let mut found = objects.warnings.clone();
        for spec in Clusters::new(store.as_ref()).with(objects).await.map_err(load_failure)? {
            let spec = Spec { warnings: Diagnostics::default(), ..spec }.in_store(self.store_url()?);
            found.extend(self.findings(&spec).await?);
        }
        found.sort();
        judge(found, objects.sources.texts())
    }

    /// Everything that is found in a cluster, in the account where one is named. What may follow is left out.
    async fn findings(&self, spec: &Spec) -> Result<Diagnostics, Failure> {
        let found = match self.reader(spec).await? {
            None => check_offline(spec),
            Some(engine) => match engine.check(spec).await {
                Ok(checked) => checked.spec.warnings.clone(),
                Err(Error::Invalid { findings, .. }) => findings,
                Err(error) => return Err(Failure::engine(error)),
            },
        };
        Ok(found.without(codes::MAY_FOLLOW))
    }

    /// A cluster with everything that kops infers: from the account, or else from what the library knows of the region.
    pub(crate) async fn fill(&self, loaded: Loaded) -> Result<Spec, Failure> {
        let spec = loaded.placed();
        Ok(match self.reader(&spec).await? {
            None => fill_offline(&spec).spec,
            Some(engine) => engine.check(&spec).await.map_err(Failure::engine)?.spec.spec.clone(),
        })
    }

    /// An engine that only reads the account, where one is named.
    async fn reader(&self, spec: &Spec) -> Result<Option<Engine>, Failure> {
        if self.global.cloud.is_none() {
            return Ok(None);
        }
        let store = Arc::new(MemoryStore::default());
        self.engine_in(spec.region().unwrap_or_default(), store).await.map(Some)
    }

    /// Keeps what happened in a simulated account.
    pub(crate) fn save(&self) -> Result<(), Failure> {
        self.simulation.as_ref().map_or(Ok(()), Simulation::save)
    }

    async fn open_store(&self, url: &str) -> Result<Arc<dyn StateStore>, Failure> {
        if let Some(folder) = url.strip_prefix("file://").filter(|folder| !folder.is_empty()) {
            return Ok(Arc::new(FileStore::new(folder).on_waiting(lock::say_waiting)));
        }
        let opened = match &self.simulation {
            Some(simulation) => simulation.account.open_store(url),
            None if url.starts_with("s3://") => return aws::store(&self.global, url).await,
            None => state::open(url),
        };
        opened.map_err(|error| match error {
            StateError::UnknownStore { .. } => {
                Failure::usage(format!("`{url}` is not a state store; expected file://DIR, s3://BUCKET or memfs://"))
            }
            other => other.into(),
        })
    }
}

impl Loaded {
    /// The spec, with a place for what its nodes read.
    pub(crate) fn placed(self) -> Spec {
        self.spec.in_store(&self.store_url)
    }

    /// True where neither the spec nor the user says where nodes read their configuration.
    pub(crate) fn is_kept_nowhere(&self) -> bool {
        self.store_url == NOWHERE
    }
}

/// True for a place that a state store can be opened at.
fn is_store(url: &str) -> bool {
    match url.split_once("://") {
        Some(("file" | "s3", path)) => !path.is_empty(),
        Some(("memfs", _)) => true,
        _ => false,
    }
}

/// Fails where a finding is an error, and prints what is only a warning.
fn judge(findings: Diagnostics, texts: Vec<Source>) -> Result<(), Failure> {
    if findings.has_errors() {
        return Err(Failure::Invalid { findings, texts });
    }
    output::findings(&findings, &texts);
    Ok(())
}

fn load_failure(error: LoadError) -> Failure {
    match error {
        LoadError::Invalid { findings, texts, .. } => Failure::Invalid { findings, texts },
        other => other.into(),
    }
}
