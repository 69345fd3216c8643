//! The context of a command: the cloud account, the state store and the cluster.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use kops_core::apply::{Lease, LockOptions, SystemClock};
use kops_core::cloud::Cloud;
use kops_core::cloud::memory::Account;
use kops_core::create::{ClusterOptions, GroupOptions};
use kops_core::defaults::FullSpec;
use kops_core::diag::Diagnostics;
use kops_core::engine::{
    EngineBuilder, check_offline_with, fill_offline_with, fill_with_facts, new_cluster_offline_with,
    new_instance_group_offline_with, upgrade_offline,
};
use kops_core::facts::{Components, Facts};
use kops_core::spec::{Cluster, InstanceGroup, Objects};
use kops_core::state::{self, Clusters, FileStore, LoadError, MemoryStore, StateError, StateStore, clusters_of};
use kops_core::upgrade::{Upgrade, UpgradeOptions};
use kops_core::validate::{self, codes};
use kops_core::yaml::Source;
use kops_core::{Engine, Error, Spec};

use crate::args::{CloudChoice, Files, Global};
use crate::channel::Channel;
use crate::failure::Failure;
use crate::lock::{self, Access};
use crate::simulation::{Simulation, SimulationClock};
use crate::{aws, environment, input, output};

mod load;

pub(crate) use load::Loaded;
use load::load_failure;

/// The state store of a spec without `configBase` if none is configured.
const NOWHERE: &str = "memfs://";

/// The cloud account, the state store and the cluster that options and environment select.
#[derive(Debug)]
pub(crate) struct Session {
    global: Global,
    /// The cluster of `KOPS_CLUSTER_NAME`.
    default_cluster: Option<String>,
    simulation: Option<Simulation>,
    /// The state store of `memfs://`, for as long as the command runs.
    memory: Arc<MemoryStore>,
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
        Self::open_completed(global, if is_in_account { Access::Write } else { Access::Read })
    }

    /// Opens no account, even where one is configured, for commands that do without.
    pub(crate) fn open_offline(global: Global) -> Result<Self, Failure> {
        Self::open_completed(Global { cloud: None, ..environment::complete(global)? }, Access::Read)
    }

    fn open_completed(global: Global, access: Access) -> Result<Self, Failure> {
        let simulation = match &global.cloud {
            Some(CloudChoice::Simulated(file)) => Some(Simulation::open(file, access)?),
            _ => None,
        };
        let (default_cluster, memory) = (environment::variable("KOPS_CLUSTER_NAME"), Arc::default());
        Ok(Self { global, default_cluster, simulation, memory })
    }

    /// The cluster name from arguments or environment.
    pub(crate) fn cluster(&self, given: Option<&str>) -> Result<String, Failure> {
        self.cluster_if_any(given)?.map(str::to_owned).ok_or_else(|| {
            Failure::usage("no cluster specified: pass its name as an argument, with --name or in KOPS_CLUSTER_NAME")
        })
    }

    /// As [`Session::cluster`]; nothing where no cluster is named.
    pub(crate) fn cluster_if_any<'a>(&'a self, given: Option<&'a str>) -> Result<Option<&'a str>, Failure> {
        Ok(self.typed(given)?.or(self.default_cluster.as_deref()))
    }

    /// The cluster name from the positional argument or `--name`.
    pub(crate) fn typed<'a>(&'a self, given: Option<&'a str>) -> Result<Option<&'a str>, Failure> {
        match (given.filter(|name| !name.is_empty()), self.global.cluster_name.as_deref()) {
            (Some(given), Some(name)) if given != name => Err(Failure::usage(format!(
                "conflicting cluster names: `{given}` as an argument, `{name}` with --name"
            ))),
            (given, name) => Ok(given.or(name)),
        }
    }

    /// Fails if another cluster was specified as an argument. `KOPS_CLUSTER_NAME` does not matter.
    pub(crate) fn expect(&self, given: Option<&str>, found: &str, what: &str) -> Result<(), Failure> {
        match self.typed(given)? {
            Some(name) if name != found => Err(Failure::usage(format!("{what} cluster `{found}`, not `{name}`"))),
            _ => Ok(()),
        }
    }

    /// The configured state store.
    pub(crate) async fn store(&self) -> Result<Arc<dyn StateStore>, Failure> {
        self.open_store(self.store_url()?).await
    }

    /// Locks clusters of a state store, to write them.
    pub(crate) async fn lock(
        &self,
        store: &Arc<dyn StateStore>,
        clusters: impl IntoIterator<Item = String> + Send,
    ) -> Result<Lease, Failure> {
        let (store, clock) = (Arc::clone(store), Arc::new(SystemClock::default()));
        Lease::acquire(store, clock, clusters, &self.lock_options()).await.map_err(Failure::state)
    }

    /// As [`Session::lock`], for one cluster of the configured state store.
    pub(crate) async fn lock_cluster(&self, cluster: &str) -> Result<Lease, Failure> {
        self.lock(&self.store().await?, [cluster.to_owned()]).await
    }

    /// As [`Session::lock`], for the clusters of objects.
    pub(crate) async fn lock_of(&self, store: &Arc<dyn StateStore>, objects: &Objects) -> Result<Lease, Failure> {
        self.lock(store, clusters_of(objects).map_err(|error| Failure::write(error, objects))?).await
    }

    /// Whether `--lock-timeout` says to wait for other commands that write the cluster.
    pub(crate) fn waits_for_others(&self) -> bool {
        self.global.lock_timeout > 0
    }

    fn lock_options(&self) -> LockOptions {
        LockOptions {
            holder: environment::lock_holder(),
            timeout: Duration::from_secs(self.global.lock_timeout),
            ..LockOptions::default()
        }
    }

    /// The URL of the configured state store.
    pub(crate) fn store_url(&self) -> Result<&str, Failure> {
        self.global.state.as_deref().ok_or_else(|| {
            Failure::usage("no state store configured: set --state or KOPS_STATE_STORE to s3://BUCKET or file://DIR")
        })
    }

    /// Creates an engine for the account and the state store of a cluster.
    pub(crate) async fn engine(&self, loaded: &Loaded) -> Result<Engine, Failure> {
        Ok(self.engine_builder(loaded).await?.build())
    }

    /// Creates an engine for the clusters of a set, in the configured state store.
    pub(crate) async fn engine_of_set(&self, objects: &Objects, region: Option<&str>) -> Result<Engine, Failure> {
        let mut channels = BTreeMap::new();
        for cluster in &objects.clusters {
            channels.extend(Channel::of(cluster.spec.channel.as_deref()).read(self).await?);
        }
        let engine = self.engine_builder_in(region.unwrap_or_default(), self.store().await?, Channel::of(None)).await?;
        Ok(engine.channels(channels).build())
    }

    /// As [`Session::engine`], for commands on a running cluster, in which nothing takes time where it is a simulated one.
    pub(crate) async fn engine_of_running(&self, loaded: &Loaded) -> Result<Engine, Failure> {
        let engine = self.engine_builder(loaded).await?;
        let engine = if self.simulation.is_some() { engine.clock(SimulationClock::default()) } else { engine };
        Ok(engine.build())
    }

    /// Creates an engine to remove a cluster from the configured state store, where its spec need not be valid: the account, in whatever
    /// region, is asked nothing.
    pub(crate) async fn engine_to_forget(&self, cluster: &str) -> Result<Engine, Failure> {
        let store = self.store().await?;
        match Clusters::new(store.as_ref()).load(cluster).await {
            Ok(_) | Err(LoadError::Invalid { .. }) => {}
            Err(error) => return Err(load_failure(error)),
        }
        let region = self.global.region.as_deref().unwrap_or("us-east-1");
        self.engine_in(region, store, Channel::of(None)).await
    }

    async fn engine_builder(&self, loaded: &Loaded) -> Result<EngineBuilder, Failure> {
        let store = match &loaded.store {
            Some(store) => store.clone(),
            // The check of the spec says what is wrong with the `configBase` that the place comes from.
            None if self.global.state.is_none() && !is_store(&loaded.store_url) => Arc::new(MemoryStore::default()),
            None => self.open_store(&loaded.store_url).await?,
        };
        let channel = Channel::of(loaded.spec.cluster.spec.channel.as_deref());
        self.engine_builder_in(loaded.spec.region().unwrap_or_default(), store, channel).await
    }

    /// Creates an engine for a region, a state store and a channel. The default account is AWS.
    pub(crate) async fn engine_in(
        &self,
        region: &str,
        store: Arc<dyn StateStore>,
        channel: Channel<'_>,
    ) -> Result<Engine, Failure> {
        Ok(self.engine_builder_in(region, store, channel).await?.build())
    }

    async fn engine_builder_in(
        &self,
        region: &str,
        store: Arc<dyn StateStore>,
        channel: Channel<'_>,
    ) -> Result<EngineBuilder, Failure> {
        let cloud: Arc<dyn Cloud> = match &self.simulation {
            Some(simulation) => Arc::new(simulation.account.clone()),
            None => aws::cloud(&self.global, region).await?,
        };
        let engine = Engine::builder(cloud).store(store).lock(self.lock_options());
        let engine = engine.run_too_new_version(self.global.run_too_new_version);
        let engine = engine.channels(channel.read(self).await?);
        let engine = match &self.global.file_hashes {
            Some(file) => engine.file_hashes(input::file_hashes(file)?),
            None => engine,
        };
        let engine = match &self.global.kops_base_url {
            Some(url) => engine.kops_base_url(url),
            None => engine,
        };
        Ok(match &self.global.addons {
            Some(folder) => engine.addons(input::manifests(folder)?),
            None => engine,
        })
    }

    /// The URL of the state store that the spec in the files names, or without files the configured one.
    pub(crate) async fn store_url_of(&self, name: Option<&str>, files: &Files) -> Result<Option<String>, Failure> {
        if files.files.is_empty() {
            return Ok(self.global.state.clone());
        }
        Ok(self.load(name, files).await?.placed().store_url().map(str::to_owned))
    }

    /// The state store of a saved plan: that of the cluster in the files, or the configured one.
    pub(crate) async fn store_of_plan(&self, cluster: &str, files: &Files) -> Result<Arc<dyn StateStore>, Failure> {
        if files.files.is_empty() {
            let url = self.global.state.as_deref().ok_or_else(|| {
                Failure::usage(
                    "no state store configured for the plan: set --state or KOPS_STATE_STORE, or pass the spec file of the \
                     plan with -f",
                )
            })?;
            return self.open_store(url).await;
        }
        let loaded = self.load(Some(cluster), files).await?;
        self.open_store(&loaded.store_url).await
    }

    /// Validates a cluster before it is stored and prints the warnings. Objects that may be added later, such as
    /// instance groups, are validated by `update`.
    pub(crate) async fn check(&self, spec: Spec) -> Result<(), Failure> {
        let texts = spec.sources.texts();
        report(self.findings(&spec, None).await?, texts)
    }

    /// Validates a new cluster with facts of the account that it will be in, where [`Session::check`] asked none. The warnings are for the
    /// update to print.
    pub(crate) async fn check_in_account(&self, spec: &Spec) -> Result<(), Failure> {
        if self.has_account() {
            return Ok(());
        }
        let store = Arc::new(MemoryStore::default());
        let channel = Channel::of(spec.cluster.spec.channel.as_deref());
        let engine = self.engine_in(spec.region().unwrap_or_default(), store, channel).await?;
        engine.check(spec).await.map(drop).map_err(Failure::engine)
    }

    /// Like [`Session::check`], for every cluster in the state store that these objects change.
    pub(crate) async fn check_with(&self, store: &Arc<dyn StateStore>, objects: &Objects) -> Result<(), Failure> {
        let mut found = objects.warnings.clone();
        for spec in Clusters::new(store.as_ref()).with(objects).await.map_err(load_failure)? {
            found.extend(self.findings_of_change(store, &spec.in_store(self.store_url()?)).await?);
        }
        found.sort();
        report(found, objects.sources.texts())
    }

    /// Like [`Session::check`], for a cluster of the state store: also what the changes do to it as it was applied last.
    pub(crate) async fn check_changed(&self, store: &Arc<dyn StateStore>, spec: Spec) -> Result<(), Failure> {
        let texts = spec.sources.texts();
        let mut found = self.findings_of_change(store, &spec).await?;
        found.sort();
        report(found, texts)
    }

    /// What is wrong with a cluster, and with what changes in it since it was applied last.
    async fn findings_of_change(&self, store: &Arc<dyn StateStore>, spec: &Spec) -> Result<Diagnostics, Failure> {
        let applied = Clusters::new(store.as_ref()).applied(spec.cluster.name()).await?;
        self.findings(spec, applied.as_ref()).await
    }

    /// Validates a cluster with facts of the account, or without an account with the built-in facts of the region; and what changes
    /// since it was applied, where it was.
    async fn findings(&self, spec: &Spec, applied: Option<&Cluster>) -> Result<Diagnostics, Failure> {
        let reader = self.reader(spec).await?;
        let components = match (&reader, applied) {
            (Some(_), None) => Components::built_in(),
            _ => self.components(Channel::of(spec.cluster.spec.channel.as_deref())).await?,
        };
        let found = match reader {
            None => check_offline_with(spec, components.clone()),
            Some(engine) => match engine.check(spec).await {
                Ok(checked) => checked.spec.warnings.clone(),
                Err(Error::Invalid { findings, .. }) => findings,
                Err(error) => return Err(Failure::engine(error)),
            },
        };
        let mut found = found.without(codes::MAY_FOLLOW);
        if let Some(applied) = applied {
            found.extend(validate::check_change(applied, &fill_offline_with(spec, components)));
        }
        Ok(found)
    }

    /// Makes a cluster of options, with facts of the account where one is configured or the options name resources in it.
    pub(crate) async fn new_cluster(&self, options: &ClusterOptions) -> Result<Spec, Failure> {
        let channel = Channel::wanted(options.channel.as_deref());
        let made = if self.global.cloud.is_none() && !options.needs_account() {
            new_cluster_offline_with(options, self.components(channel).await?)
        } else {
            let store = Arc::new(MemoryStore::default());
            self.engine_in(options.region().unwrap_or_default(), store, channel).await?.new_cluster(options).await
        };
        made.map_err(Failure::engine)
    }

    /// Makes an instance group of options, with facts of the account where one is configured.
    pub(crate) async fn new_instance_group(
        &self,
        spec: &Spec,
        options: &GroupOptions,
    ) -> Result<InstanceGroup, Failure> {
        let made = match self.reader(spec).await? {
            None => {
                let channel = Channel::of(spec.cluster.spec.channel.as_deref());
                new_instance_group_offline_with(spec, options, self.components(channel).await?)
            }
            Some(engine) => engine.new_instance_group(spec, options).await,
        };
        made.map_err(Failure::engine)
    }

    /// Plans the upgrade of a spec, with facts of the account where one is configured.
    pub(crate) async fn upgrade(&self, spec: &Spec, options: &UpgradeOptions) -> Result<Upgrade, Failure> {
        let channel = Channel::wanted(Some(options.channel(spec)));
        let planned = if self.global.cloud.is_none() {
            upgrade_offline(spec, options, self.components(channel).await?)
        } else {
            let store = Arc::new(MemoryStore::default());
            let engine = self.engine_in(spec.region().unwrap_or_default(), store, channel).await?;
            engine.plan_upgrade(spec, options).await
        };
        planned.map_err(Failure::engine)
    }

    /// Adds defaults with facts of the account, or without an account with those of a file and the built-in ones of the region.
    pub(crate) async fn fill(&self, loaded: Loaded, facts: Option<&Path>) -> Result<FullSpec, Failure> {
        let spec = loaded.placed();
        let engine = if facts.is_some() { None } else { self.reader(&spec).await? };
        Ok(match engine {
            None => fill_with_facts(&spec, &self.known(&spec, facts).await?),
            Some(engine) => FullSpec::clone(&engine.check(&spec).await.map_err(Failure::engine)?.spec),
        })
    }

    /// What is known of a cluster without an account: the built-in facts of its region, what a file states, and what options do.
    pub(crate) async fn known(&self, spec: &Spec, file: Option<&Path>) -> Result<Facts, Failure> {
        let region = spec.region().unwrap_or_default();
        let mut facts = match file {
            Some(file) => input::facts(file, region)?,
            None => Facts::built_in(region),
        };
        if let Some(url) = &self.global.kops_base_url {
            facts.components = facts.components.at(url);
        }
        facts.components.run_too_new_version |= self.global.run_too_new_version;
        let channel = Channel::of(spec.cluster.spec.channel.as_deref()).read(self).await?;
        if let Some(channel) = channel.values().next() {
            facts.components = facts.components.in_channel(channel);
        }
        if let Some(file) = &self.global.file_hashes {
            facts.file_hashes.extend(input::file_hashes(file)?);
        }
        if let Some(source) = &self.global.addons {
            facts.published_addons = Some(input::manifests(source)?);
        }
        Ok(facts)
    }

    /// Creates an engine for lookups in the account, if one is configured.
    async fn reader(&self, spec: &Spec) -> Result<Option<Engine>, Failure> {
        if self.global.cloud.is_none() {
            return Ok(None);
        }
        let store = Arc::new(MemoryStore::default());
        let channel = Channel::of(spec.cluster.spec.channel.as_deref());
        self.engine_in(spec.region().unwrap_or_default(), store, channel).await.map(Some)
    }

    /// The components that nodes run, with what a channel recommends, as far as they are known without an account.
    async fn components(&self, channel: Channel<'_>) -> Result<Components, Failure> {
        let run_too_new_version = self.global.run_too_new_version;
        let components = Components { run_too_new_version, ..Components::built_in() };
        let read = channel.read(self).await?;
        Ok(read.into_values().next().map_or(components.clone(), |channel| components.in_channel(&channel)))
    }

    /// Whether an account is configured that can be asked.
    pub(crate) fn has_account(&self) -> bool {
        self.global.cloud.is_some()
    }

    /// The simulated account, where the cloud is one.
    pub(crate) fn simulated_account(&self) -> Option<Account> {
        self.simulation.as_ref().map(|simulation| simulation.account.clone())
    }

    /// Saves the state of a simulated account.
    pub(crate) fn save(&self) -> Result<(), Failure> {
        self.simulation.as_ref().map_or(Ok(()), Simulation::save)
    }

    pub(crate) async fn open_store(&self, url: &str) -> Result<Arc<dyn StateStore>, Failure> {
        if let Some(folder) = url.strip_prefix("file://").filter(|folder| !folder.is_empty()) {
            return Ok(Arc::new(FileStore::new(folder).on_waiting(lock::print_waiting)));
        }
        if url.starts_with(NOWHERE) {
            return Ok(self.memory.clone());
        }
        let opened = match &self.simulation {
            _ if !is_store(url) => state::open(url),
            Some(simulation) => simulation.account.open_store(url),
            None if url.starts_with("s3://") => return aws::store(&self.global, url).await,
            None => state::open(url),
        };
        opened.map_err(|error| match error {
            StateError::UnknownStore { .. } => {
                Failure::usage(format!("`{url}` is not a state store: expected s3://BUCKET, file://DIR or memfs://"))
            }
            other => other.into(),
        })
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

/// Prints warnings; fails if there are errors.
fn report(findings: Diagnostics, texts: Vec<Source>) -> Result<(), Failure> {
    if findings.has_errors() {
        return Err(Failure::Invalid { findings, texts });
    }
    output::findings(&findings, &texts);
    Ok(())
}
