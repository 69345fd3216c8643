//! What a command works with: the account, the state store and the cluster that the user named.

use std::path::PathBuf;
use std::sync::Arc;

use kops_core::cloud::Cloud;
use kops_core::defaults::{self, FullSpec};
use kops_core::engine::Engine;
use kops_core::facts::Facts;
use kops_core::spec::{Objects, Spec};
use kops_core::state::{Clusters, FileStore, LoadError, MemoryStore, StateStore};

use crate::args::{CloudChoice, Global};
use crate::clock::TokioClock;
use crate::failure::Failure;
use crate::simulation::Simulation;
use crate::{aws, input, output};

/// The account, the state store and the cluster that the user named.
#[derive(Debug)]
pub(crate) struct Session {
    global: Global,
    simulation: Option<Simulation>,
}

/// A cluster and where it is kept.
#[derive(Clone)]
pub(crate) struct Loaded {
    pub(crate) spec: Spec,
    pub(crate) store: Arc<dyn StateStore>,
    pub(crate) store_url: String,
}

impl Session {
    /// Opens the account, where it is simulated.
    pub(crate) fn open(global: Global) -> Result<Self, Failure> {
        let simulation = match &global.cloud {
            Some(CloudChoice::Simulated(file)) => Some(Simulation::open(file)?),
            _ => None,
        };
        Ok(Self { global, simulation })
    }

    /// The cluster's name: what stands after the command, or `--name`.
    pub(crate) fn cluster(&self, given: Option<&str>) -> Result<String, Failure> {
        given.or(self.global.cluster_name.as_deref()).map(str::to_owned).ok_or_else(|| {
            Failure::usage("which cluster? name it after the command, with --name, or in KOPS_CLUSTER_NAME")
        })
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

    /// The cluster in some files, or by name in the state store. Warnings are printed.
    pub(crate) async fn load(&self, name: Option<&str>, files: &[PathBuf]) -> Result<Loaded, Failure> {
        let mut loaded = if files.is_empty() {
            let name = self.cluster(name)?;
            let store = self.store().await?;
            let spec = Clusters::new(store.as_ref()).load(&name).await.map_err(load_failure)?;
            Loaded { spec, store, store_url: self.store_url()?.to_owned() }
        } else {
            let objects = input::objects(files)?;
            let texts = objects.sources.texts();
            let spec = objects.into_spec().map_err(|findings| Failure::Invalid { findings, texts })?;
            if let Some(name) = name.filter(|name| *name != spec.cluster.name()) {
                return Err(Failure::usage(format!(
                    "the files hold the cluster `{}`, not `{name}`",
                    spec.cluster.name()
                )));
            }
            let store_url = self.store_url_of(&spec);
            Loaded { store: self.open_store(&store_url).await?, spec, store_url }
        };
        output::findings(&loaded.spec.warnings, &loaded.spec.sources.texts());
        keep_below_its_store(&mut loaded);
        Ok(loaded)
    }

    /// As [`Session::load`], for commands that only show: a state store with one cluster needs no name, so that the
    /// shorthand `kops get ig nodes` works.
    pub(crate) async fn load_to_show(&self, files: &[PathBuf]) -> Result<Loaded, Failure> {
        if !files.is_empty() || self.global.cluster_name.is_some() {
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
        self.engine_in(&region_of(&loaded.spec), loaded.store.clone()).await
    }

    /// An engine on the account in a region and a state store.
    pub(crate) async fn engine_in(&self, region: &str, store: Arc<dyn StateStore>) -> Result<Engine, Failure> {
        let cloud: Arc<dyn Cloud> = match &self.simulation {
            Some(simulation) => Arc::new(simulation.account.clone()),
            None => aws::cloud(&self.global, region).await?,
        };
        Ok(Engine::new(cloud, store, Arc::new(TokioClock::start())))
    }

    /// The state store of the cluster in some files, or the one that the user named.
    pub(crate) async fn store_for(&self, files: &[PathBuf]) -> Result<Arc<dyn StateStore>, Failure> {
        if files.is_empty() { self.store().await } else { Ok(self.load(None, files).await?.store) }
    }

    /// Checks a cluster as planning it would, where there is an account to look things up in.
    pub(crate) async fn check(&self, loaded: &Loaded) -> Result<(), Failure> {
        if self.has_account() {
            self.engine(loaded).await?.check(loaded.spec.clone()).await.map_err(Failure::engine)?;
        }
        Ok(())
    }

    /// Checks every cluster as it would be with these objects in a state store.
    pub(crate) async fn check_with(&self, store: &Arc<dyn StateStore>, objects: &Objects) -> Result<(), Failure> {
        let clusters = Clusters::new(store.as_ref());
        for spec in clusters.with(objects).await.map_err(load_failure)? {
            // Groups may come later, and a cluster without any could never be valid.
            if !spec.groups.is_empty() {
                let (store, store_url) = (store.clone(), self.store_url()?.to_owned());
                self.check(&Loaded { spec, store, store_url }).await?;
            }
        }
        Ok(())
    }

    /// A cluster with everything that kops infers: from the account, or else from what the library knows of the region.
    pub(crate) async fn fill(&self, loaded: Loaded) -> Result<FullSpec, Failure> {
        if self.has_account() {
            let checked = self.engine(&loaded).await?.check(loaded.spec).await.map_err(Failure::engine)?;
            return Ok(FullSpec::clone(&checked.spec));
        }
        let facts = Facts::shipped(&region_of(&loaded.spec));
        Ok(defaults::fill(loaded.spec, &facts))
    }

    fn has_account(&self) -> bool {
        self.simulation.is_some() || aws::IS_LINKED
    }

    /// Keeps what happened in a simulated account.
    pub(crate) fn save(&self) -> Result<(), Failure> {
        self.simulation.as_ref().map_or(Ok(()), Simulation::save)
    }

    /// The state store that the user named, or else the one of the spec's `configBase`.
    fn store_url_of(&self, spec: &Spec) -> String {
        let base = spec.cluster.spec.config_base.as_deref().unwrap_or("memfs://");
        let above_cluster = base.trim_end_matches('/').strip_suffix(spec.cluster.name()).unwrap_or(base);
        self.global.state.as_deref().unwrap_or(above_cluster).to_owned()
    }

    async fn open_store(&self, url: &str) -> Result<Arc<dyn StateStore>, Failure> {
        match (url.split_once("://"), &self.simulation) {
            (Some(("file", folder)), _) if !folder.is_empty() => Ok(Arc::new(FileStore::new(folder))),
            (Some(("memfs", _)), _) => Ok(Arc::new(MemoryStore::default())),
            (Some(("s3", path)), Some(simulation)) => Ok(Arc::new(simulation.account.bucket(path)?)),
            (Some(("s3", _)), None) => aws::store(&self.global, url).await,
            _ => Err(Failure::usage(format!(
                "`{url}` is not a state store; expected file://DIR, s3://BUCKET or memfs://"
            ))),
        }
    }
}

/// A spec that does not say where its nodes read their configuration keeps it beside the cluster, as kops does.
fn keep_below_its_store(loaded: &mut Loaded) {
    let base = format!("{}/{}", loaded.store_url.trim_end_matches('/'), loaded.spec.cluster.name());
    loaded.spec.cluster.spec.config_base.get_or_insert(base);
}

/// The region that a cluster's zones are in: `us-east-2` of `us-east-2a`; empty where it has none.
fn region_of(spec: &Spec) -> String {
    let zone = spec.cluster.spec.subnets.iter().find_map(|subnet| subnet.zone.as_deref()).unwrap_or_default();
    let number = zone.find(|c: char| c.is_ascii_digit()).unwrap_or(zone.len());
    let rest = zone[number..].find(|c: char| !c.is_ascii_digit()).unwrap_or(zone.len() - number);
    zone[..number + rest].to_owned()
}

fn load_failure(error: LoadError) -> Failure {
    match error {
        LoadError::Invalid { findings, texts, .. } => Failure::Invalid { findings, texts },
        other => other.into(),
    }
}
