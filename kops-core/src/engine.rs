//! The few calls that most users make: load, plan, apply, delete, get.
//!
//! In: an account, a state store and a clock, each a value, so that many engines live side by side. Out: specs, plans and
//! reports. Everything here is a short walk through the stages; nothing is decided here.

mod addons;
mod apply;
mod apply_set;
mod assets;
mod buckets;
mod builder;
mod credentials;
mod data;
mod diff;
mod dump;
mod error;
mod group_to_roll;
mod groups;
mod health;
mod keys;
mod lock;
mod new_cluster;
mod offline;
mod offline_graph;
mod planned;
mod protection;
mod recheck;
mod reconcile;
mod region;
mod rolling_update;
mod rotation;
mod terraform;
mod turn;
mod upgrade;
mod upgrade_plan;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use futures::future::try_join;

use self::buckets::MissingBucket;
use self::turn::next_turn;
use crate::apply::{
    Cancel, Clock, Entropy, Event, Incomplete, Lease, LockOptions, LockWait, Options, Ports, Report, SimulatedClock,
    SimulatedEntropy, run,
};
use crate::calls;
use crate::cloud::memory::Account;
use crate::cloud::{Cloud, Scope, Snapshot};
use crate::defaults;
use crate::diag::{Diagnostic, Diagnostics, ObjectRef};
use crate::facts::{self, Channel, Components, Facts, FactsQuery};
use crate::graph::Graph;
use crate::lifecycle::forecast;
use crate::model::{self, Wanted};
use crate::naming::paths;
use crate::pki::SshPublicKey;
use crate::plan::{self, Plan, PlanErrors, PlanOptions};
use crate::preflight::{self, Preflight, SetPreflight};
use crate::spec::{Cluster, Objects, Spec};
use crate::state::{Clusters, IfMissing, Lock, StateError, StateStore, StoreView, applied_cluster, clusters_of};
use crate::validate::{self, ValidSpec};
use crate::yaml::Source;

pub use crate::errors::{ErrorData, Target};
pub use apply::Apply;
pub use apply_set::{
    AppliedCluster, PlannedSet, Retained, SetAction, SetCluster, SetEvent, SetOptions, SetPlan, SetReport,
};
pub use assets::list_assets;
pub use builder::EngineBuilder;
pub use credentials::kubeconfig;
pub use diff::{diff, diff_with};
pub use dump::{Dump, DumpedResource};
pub use error::Error;
pub use group_to_roll::GroupToRoll;
pub use groups::{new_instance_group_offline, new_instance_group_offline_with};
pub use health::Wait;
pub use new_cluster::{new_cluster_offline, new_cluster_offline_with};
pub use offline::{check_offline, check_offline_with, fill_offline, fill_offline_with, fill_with_facts};
pub use offline_graph::{OfflineGraph, diagram, estimate_cost, graph_offline, graph_offline_with, least_permissions};
pub use planned::Planned;
pub use rotation::IfNotRolledOut;
pub use terraform::{MissingKeys, TerraformFiles, terraform_offline};
pub use upgrade::upgrade_offline;
pub use upgrade_plan::{UpgradePlan, UpgradeStep, upgrade_plan};

/// Clusters in one account and one state store.
///
/// ```
/// use kops_core::spec::Objects;
/// use kops_core::{Engine, PlanOptions, sim::Account};
///
/// # futures::executor::block_on(async {
/// let engine = Engine::simulated(Account::from_json(include_str!("../../examples/fairwinds/account.json"))?);
/// let text = include_str!("../../examples/fairwinds/cluster_spec.yml");
/// engine.create(&Objects::from_yaml("cluster_spec.yml", text)?).await?;
///
/// let spec = engine.load("demo.kube.example.com").await?;
/// engine.apply(&engine.plan(&spec).await?).await?;
///
/// let options = PlanOptions { prune: true, ..PlanOptions::default() };
/// assert!(engine.plan_with(&spec, &options).await?.steps.is_empty());
///
/// engine.apply(&engine.plan_deletion(&spec).await?).await?;
/// engine.forget("demo.kube.example.com").await?;
/// # Ok::<(), kops_core::Error>(()) }).unwrap();
/// ```
#[derive(Clone, Debug)]
pub struct Engine {
    cloud: Arc<dyn Cloud>,
    store: Arc<dyn StateStore>,
    clock: Arc<dyn Clock>,
    published_addons: Option<Arc<BTreeMap<String, String>>>,
    file_hashes: Arc<BTreeMap<String, String>>,
    channels: Arc<BTreeMap<String, Channel>>,
    kops_base_url: Option<Arc<str>>,
    run_too_new_version: bool,
    entropy: Arc<dyn Entropy>,
    lock: LockOptions,
}

/// A spec that was filled in and found valid, and the facts that it was checked against.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Checked {
    /// The spec with every default.
    pub spec: ValidSpec,
    /// The world as it was looked up.
    pub facts: Facts,
    /// What was found while the graph was built, and stops nothing. Findings about the spec alone are with the spec.
    pub warnings: Diagnostics,
}

impl Engine {
    /// Works in an account, by default with a state store in memory and the clock of the machine.
    pub fn builder(cloud: impl Cloud + 'static) -> EngineBuilder {
        EngineBuilder::new(Arc::new(cloud))
    }

    /// Works in a simulated account, with a state store in memory, a clock that needs no time to wait and keys that
    /// are public.
    pub fn simulated(account: Account) -> Self {
        Self::builder(account).clock(SimulatedClock::default()).entropy(SimulatedEntropy).build()
    }

    /// Returns the names of all clusters in the state store, sorted.
    ///
    /// # Errors
    /// [`Error::State`].
    pub async fn clusters(&self) -> Result<Vec<String>, Error> {
        Ok(self.stored().names().await?)
    }

    /// Reads a cluster from the state store, as the user wrote it.
    ///
    /// # Errors
    /// [`Error::NoCluster`] and [`Error::State`], and [`Error::Invalid`] where what is stored cannot be read.
    pub async fn load(&self, name: &str) -> Result<Spec, Error> {
        Ok(self.stored().load(name).await?)
    }

    /// Reads a cluster as it was last applied, with every default; nothing where it never was.
    ///
    /// # Errors
    /// [`Error::State`].
    pub async fn applied(&self, name: &str) -> Result<Option<Cluster>, Error> {
        Ok(self.stored().applied(name).await?)
    }

    /// Adds objects to the state store. Everything is checked before anything is written.
    ///
    /// # Errors
    /// [`Error::Write`] where objects exist already or have no cluster.
    pub async fn create(&self, objects: &Objects) -> Result<Vec<ObjectRef>, Error> {
        let lease = self.acquire_of(objects).await?;
        let created = lease.during(Clusters::new(&lease).create(objects, self.clock.unix_time())).await;
        created.map_err(|error| Error::write(error, objects))
    }

    /// Replaces objects of the state store. Everything is checked before anything is written.
    ///
    /// # Errors
    /// [`Error::Write`] where objects have no cluster, or are not there and may not be created.
    pub async fn replace(&self, objects: &Objects, if_missing: IfMissing) -> Result<Vec<ObjectRef>, Error> {
        self.replace_waiting(objects, if_missing, LockWait::unseen(&Cancel::default())).await
    }

    /// As [`Engine::replace`], with a wait for the lock that can be followed and cancelled.
    async fn replace_waiting(
        &self,
        objects: &Objects,
        if_missing: IfMissing,
        wait: LockWait<'_>,
    ) -> Result<Vec<ObjectRef>, Error> {
        let clusters = clusters_of(objects).map_err(|error| Error::write(error, objects))?;
        let lease = self.acquire_each(clusters, wait).await?;
        let replaced = lease.during(Clusters::new(&lease).replace(objects, if_missing, self.clock.unix_time())).await;
        replaced.map_err(|error| Error::write(error, objects))
    }

    /// Adds the public SSH key that may log in to a cluster's nodes.
    ///
    /// # Errors
    /// [`Error::Write`] where the cluster is not there, or has another key.
    pub async fn add_ssh_key(&self, cluster: &str, key: &SshPublicKey) -> Result<(), Error> {
        let lease = self.acquire(cluster).await?;
        lease.during(Clusters::new(&lease).add_ssh_key(cluster, key)).await.map_err(Error::Write)
    }

    /// Deletes the public SSH keys of a cluster, and tells how many there were.
    ///
    /// # Errors
    /// [`Error::State`].
    pub async fn delete_ssh_keys(&self, cluster: &str) -> Result<usize, Error> {
        let lease = self.acquire(cluster).await?;
        Ok(lease.during(Clusters::new(&lease).delete_ssh_keys(cluster)).await?)
    }

    /// Looks up what a spec needs to know of the world, fills in its defaults and checks it.
    ///
    /// # Errors
    /// [`Error::Invalid`] with everything that is wrong, and [`Error::Cloud`].
    pub async fn check(&self, spec: &Spec) -> Result<Checked, Error> {
        let facts = self.facts(spec).await?;
        next_turn().await;
        checked(spec, facts)
    }

    /// Turns a spec into the graph of what the cluster is made of. The hashes of files that nodes download are part of it: those
    /// that are not known are looked up at their publishers.
    ///
    /// # Errors
    /// As [`Engine::check`].
    pub async fn graph(&self, spec: &Spec) -> Result<(Graph, Checked), Error> {
        build(spec, self.facts_with_files(spec).await?).await
    }

    /// As [`Engine::graph`], for files that another tool applies, such as Terraform's: instead of referring to the addresses of the
    /// API's load balancer they hold those that it has, or none where it is yet to be made.
    ///
    /// # Errors
    /// As [`Engine::check`].
    pub async fn graph_to_render(&self, spec: &Spec) -> Result<(Graph, Checked), Error> {
        build(spec, self.facts_to_render(spec).await?).await
    }

    /// Looks up everything that files depend on which another tool applies: what a spec needs to know of the world, the hashes of what
    /// nodes download, and how the API's load balancer is reached. Written down, they let
    /// [`terraform_offline`] do without an account.
    ///
    /// # Errors
    /// [`Error::Cloud`] and [`Error::State`].
    pub async fn facts_to_render(&self, spec: &Spec) -> Result<Facts, Error> {
        let facts = self.facts_with_files(spec).await?;
        let api_addresses = Some(self.api_addresses(&spec.cluster).await?);
        Ok(Facts { api_addresses, ..facts })
    }

    /// Plans what would bring the account to what a spec says. Nothing is written anywhere.
    ///
    /// # Errors
    /// As [`Engine::check`], and [`Error::Plan`] with everything that keeps the account from becoming what the spec says.
    pub async fn plan(&self, spec: &Spec) -> Result<Planned, Error> {
        self.plan_with(spec, &PlanOptions::default()).await
    }

    /// As [`Engine::plan`], with what the user allows beyond the default.
    ///
    /// # Errors
    /// As [`Engine::plan`].
    pub async fn plan_with(&self, spec: &Spec, options: &PlanOptions) -> Result<Planned, Error> {
        let names: Vec<String> = options.instance_groups.iter().cloned().collect();
        if let Err(problem) = spec.select_groups(&names, &[]) {
            return Err(Error::Invalid { findings: problem.into(), texts: spec.sources.texts() });
        }
        // On the heap: what plans would be larger than the stack of a thread takes.
        let spec = Box::pin(self.as_stored(spec)).await?;
        let (graph, checked) = Box::pin(self.graph(&spec)).await?;
        let scope = Scope { occupants: options.prune, ..Scope::of(&graph) };
        let (snapshot, view) = self.observe(&graph, &scope, MissingBucket::Refused).await?;
        let (mut warnings, texts) = (checked.spec.warnings.clone(), checked.spec.sources.texts());
        warnings.extend(checked.warnings);
        let applied = view.objects.get(paths::COMPLETED_SPEC).and_then(|object| applied_cluster(&object.content));
        if let Some(applied) = applied {
            let changes = validate::check_change(&applied, &checked.spec);
            if changes.has_errors() {
                return Err(Error::Invalid { findings: changes, texts });
            }
            warnings.extend(changes);
        }
        warnings.sort();
        next_turn().await;
        planned(plan::plan(&graph, &snapshot, &view, options), &checked.spec, warnings, texts)
    }

    /// A spec with the time at which its cluster was made, as it was applied last, and the apply set that it is in. Users write neither, and
    /// nodes read both: without them, plans of a file and of the state store would differ.
    async fn as_stored(&self, spec: &Spec) -> Result<Spec, Error> {
        let mut spec = spec.clone();
        match self.stored().fill_metadata(&mut spec.cluster.metadata).await {
            // The check of the spec says what is wrong with the name.
            Ok(()) | Err(StateError::InvalidKey { .. }) => Ok(spec),
            Err(error) => Err(error.into()),
        }
    }

    /// Plans the deletion of everything that a cluster owns. Nothing is written anywhere.
    ///
    /// The spec need not be valid any more: an image, a hosted zone or a shared gateway may be gone, the version may be an old
    /// one. What is wrong with it is in the warnings. Persistent volumes and their snapshots are retained and named in the plan.
    ///
    /// # Errors
    /// [`Error::Invalid`] where the cluster is protected or in another region than the engine, [`Error::Cloud`], [`Error::State`] and
    /// [`Error::Plan`].
    pub async fn plan_deletion(&self, spec: &Spec) -> Result<Planned, Error> {
        self.plan_deletion_with(spec, &BTreeSet::new()).await
    }

    /// As [`Engine::plan_deletion`], with the persistent volumes and snapshots that are deleted too: as plans name them
    /// (`volume/data.demo`), by their ids, or `*` for all.
    ///
    /// # Errors
    /// As [`Engine::plan_deletion`].
    pub async fn plan_deletion_with(&self, spec: &Spec, allow: &BTreeSet<String>) -> Result<Planned, Error> {
        protection::refuse(spec, None)?;
        let texts = spec.sources.texts();
        let facts = self.facts(spec).await?;
        region::refuse_other(spec, &facts)?;
        next_turn().await;
        let full = defaults::fill(spec.clone(), &facts);
        let (graph, missing) = model::build_partial(&full, &facts);
        let filled = full.spec.clone();
        let findings = match validate::check(full, &facts) {
            Ok(valid) => valid.warnings.clone(),
            Err(findings) => findings,
        };
        let mut warnings: Diagnostics = findings
            .into_iter()
            .chain(missing.without(&[model::codes::UNKNOWN_HASH, model::codes::NO_ADDON_MANIFEST]))
            .map(Diagnostic::into_warning)
            .collect();
        warnings.sort();
        let scope = Scope { occupants: true, ..Scope::of(&graph) };
        let (snapshot, view) = self.observe(&graph, &scope, MissingBucket::Empty).await?;
        next_turn().await;
        planned(plan::deletion(&graph, &snapshot, &view, allow), &filled, warnings, texts)
    }

    /// Applies a plan, once the returned value is awaited; nothing is done where the account or the state store is no
    /// longer as the plan found it, or where a plan that is made now could not have one of the steps: a saved plan may have
    /// been edited.
    ///
    /// # Errors
    /// [`StateError::Locked`] where another writer holds the lock of the cluster,
    /// [`Error::TargetMismatch`], [`Error::StalePlan`], [`Error::PlanNotAllowed`] and [`Error::InvalidPlan`] before the first
    /// change, and [`Error::Incomplete`] with the report where not every step was done. Planning again shows what is left.
    pub fn apply<'a>(&'a self, plan: &'a impl AsRef<Plan>) -> Apply<'a> {
        Apply::new(self, plan.as_ref())
    }

    /// Checks whether the account has what a plan needs: quotas, free addresses, permissions. Nothing is written anywhere.
    ///
    /// Applying does not do this by itself: call it before, and look at [`Preflight::is_passed`]. What cannot be read is not checked, and
    /// the report says so.
    ///
    /// ```
    /// use kops_core::cloud::memory::{Account, Limits};
    /// use kops_core::preflight::CheckResult;
    /// use kops_core::{Engine, Spec};
    ///
    /// # futures::executor::block_on(async {
    /// let account = Account::from_json(include_str!("../../examples/fairwinds/account.json"))?;
    /// let engine = Engine::simulated(account.with_limits(Limits { autoscaling_groups: 1, ..Limits::default() }));
    /// let spec = Spec::from_yaml("c.yml", include_str!("../../examples/fairwinds/cluster_spec.yml"))?;
    ///
    /// let preflight = engine.preflight(&engine.plan(&spec).await?).await?;
    /// let failed: Vec<&str> = preflight.with(CheckResult::Failed).map(|check| check.subject.as_str()).collect();
    /// assert_eq!(failed, ["autoscaling groups"]);
    /// # Ok::<(), kops_core::Error>(()) }).unwrap();
    /// ```
    ///
    /// # Errors
    /// [`Error::TargetMismatch`] where the plan is for another account or region, and [`Error::Cloud`].
    pub async fn preflight(&self, plan: &impl AsRef<Plan>) -> Result<Preflight, Error> {
        let plan = plan.as_ref();
        self.check_place(plan).await?;
        Ok(preflight::check(plan, &self.cloud.preflight(&preflight::query(plan)).await?))
    }

    /// As [`Engine::preflight`], for the plan of a set: each cluster by itself, and what several of them need together of quotas and of
    /// subnets that exist.
    ///
    /// # Errors
    /// As [`Engine::preflight`].
    pub async fn preflight_set(&self, plan: &SetPlan) -> Result<SetPreflight, Error> {
        let mut plans = Vec::new();
        for member in &plan.clusters {
            self.check_place(&member.plan).await?;
            plans.push((&member.plan, self.cloud.preflight(&preflight::query(&member.plan)).await?));
        }
        Ok(preflight::check_set(&plans))
    }

    async fn carry_out(
        &self,
        plan: &Plan,
        options: &Options,
        events: &(dyn Fn(Event) + Send + Sync),
        cancel: &Cancel,
    ) -> Result<Report, Error> {
        self.check_place(plan).await?;
        let waiting = |lock: &Lock| events(Event::WaitingForLock { lock: lock.clone() });
        let lease = self.acquire_each([plan.cluster.clone()], LockWait { waiting: &waiting, cancel }).await?;
        lease.during(self.carry_out_locked(plan, options, events, cancel, &lease)).await
    }

    async fn carry_out_locked(
        &self,
        plan: &Plan,
        options: &Options,
        events: &(dyn Fn(Event) + Send + Sync),
        cancel: &Cancel,
        lease: &Lease,
    ) -> Result<Report, Error> {
        let graph = recheck::graph(plan);
        let missing_bucket = if plan.options.delete_cluster { MissingBucket::Empty } else { MissingBucket::Refused };
        let (snapshot, view) = self.observe(&graph, &recheck::scope(plan, &graph), missing_bucket).await?;
        let moved = plan::drift(plan, &snapshot, &view);
        if !moved.is_empty() {
            return Err(Error::StalePlan(moved));
        }
        let violations = plan::violations(plan, &snapshot, &view);
        if !violations.is_empty() {
            return Err(Error::PlanNotAllowed(violations));
        }
        let (cloud, store) = (self.cloud.as_ref(), self.store.as_ref());
        let ports =
            Ports { cloud, store, clock: self.clock.as_ref(), entropy: self.entropy.as_ref(), lease: Some(lease) };
        let report = run(plan, ports, options, events, cancel).await?;
        if report.is_complete() { Ok(report) } else { Err(Error::Incomplete(Box::new(Incomplete(report)))) }
    }

    /// Deletes everything that the state store holds of a cluster: the last act of its deletion.
    ///
    /// # Errors
    /// [`Error::State`], also where the store holds objects that are not kops's.
    pub async fn forget(&self, cluster: &str) -> Result<usize, Error> {
        if let Ok(stored) = self.stored().load(cluster).await {
            protection::refuse(&stored, None)?;
        }
        let lease = self.acquire(cluster).await?;
        Ok(lease.during(Clusters::new(&lease).forget(cluster)).await?)
    }

    /// Looks up what a spec needs to know of the world. The spec need not be valid.
    ///
    /// # Errors
    /// [`Error::Cloud`].
    pub async fn facts(&self, spec: &Spec) -> Result<Facts, Error> {
        let channel = spec.cluster.spec.channel.as_deref();
        self.looked_up(&facts::query(spec, &self.components(channel)), channel).await
    }

    /// Looks up what a spec needs to know of the world, the hashes of what nodes download: in the state store, and at their
    /// publishers what is not there, and the manifests of published addons that the state store has.
    async fn facts_with_files(&self, spec: &Spec) -> Result<Facts, Error> {
        let name = spec.cluster.name();
        let kept = self.stored().file_hashes(name).await?;
        let known = Facts { published_hashes: kept, ..Facts::built_in(spec.region().unwrap_or_default()) };
        let channel = spec.cluster.spec.channel.as_deref();
        let known = self.configured(known, channel);
        let Wanted { file_hashes, published_addons } = model::wanted(spec, &known);
        let query = FactsQuery { file_hashes, ..facts::query(spec, &known.components) };
        let stored = async { Ok(self.stored().addon_manifests(name, &published_addons).await?) };
        let (mut facts, stored_addons) = try_join(self.looked_up(&query, channel), stored).await?;
        facts.published_hashes.extend(known.published_hashes);
        facts.stored_addons = stored_addons;
        Ok(facts)
    }

    async fn looked_up(&self, query: &FactsQuery, channel: Option<&str>) -> Result<Facts, Error> {
        Ok(self.configured(self.cloud.facts(query).await?, channel))
    }

    /// What ships with the library, with what the channel of a cluster recommends.
    fn components(&self, channel: Option<&str>) -> Components {
        in_channel(Components::built_in(), channel, &self.channels)
    }

    /// Adds to facts what the engine was built with, and what the channel of a cluster recommends.
    fn configured(&self, mut facts: Facts, channel: Option<&str>) -> Facts {
        facts.now = self.clock.unix_time();
        facts.file_hashes.extend(self.file_hashes.iter().map(|(url, hash)| (url.clone(), hash.clone())));
        if let Some(addons) = self.published_addons.as_deref() {
            facts.published_addons = Some(addons.clone());
        }
        if let Some(url) = self.kops_base_url.as_deref() {
            facts.components = facts.components.at(url);
        }
        facts.components.run_too_new_version |= self.run_too_new_version;
        facts.components = in_channel(facts.components, channel, &self.channels);
        facts
    }

    /// Refuses a plan for another account or region.
    async fn check_place(&self, plan: &Plan) -> Result<(), Error> {
        let Facts { account_id: account, region, .. } = self.cloud.facts(&FactsQuery::default()).await?;
        let other = |planned: &str, found: &str| !planned.is_empty() && planned != found;
        if other(&plan.account, &account) || other(&plan.region, &region) {
            let planned = Target::new(&plan.account, &plan.region);
            return Err(Error::TargetMismatch { planned, found: Target::new(account, region) });
        }
        Ok(())
    }

    /// Reads what there is of a cluster, in the account and in the state store.
    async fn observe(
        &self,
        graph: &Graph,
        scope: &Scope,
        missing_bucket: MissingBucket,
    ) -> Result<(Snapshot, StoreView), Error> {
        let snapshot = async { Ok::<_, Error>(self.cloud.observe(scope).await?) };
        let view = async {
            let mut view = StoreView::read(&self.stored(), graph).await?;
            view.objects.extend(buckets::view(self.cloud.as_ref(), graph, missing_bucket).await?);
            Ok(view)
        };
        try_join(snapshot, view).await
    }

    fn stored(&self) -> Clusters<'_> {
        Clusters::new(self.store.as_ref())
    }
}

/// The components with what a channel recommends: one of those that are given, or `none`. What facts have is what the channels
/// that ship with the library recommend.
fn in_channel(components: Components, channel: Option<&str>, given: &BTreeMap<String, Channel>) -> Components {
    match channel.filter(|channel| !channel.is_empty()) {
        Some(location) if given.contains_key(location) => components.in_channel(&given[location]),
        Some("none") => components.in_channel(&Channel::default()),
        _ => components,
    }
}

fn checked(spec: &Spec, facts: Facts) -> Result<Checked, Error> {
    match validate::check(defaults::fill(spec.clone(), &facts), &facts) {
        Ok(spec) => Ok(Checked { spec, facts, warnings: Diagnostics::default() }),
        Err(findings) => Err(Error::Invalid { findings, texts: spec.sources.texts() }),
    }
}

/// Checks a spec and builds its graph, each in a turn of its own.
async fn build(spec: &Spec, facts: Facts) -> Result<(Graph, Checked), Error> {
    next_turn().await;
    let checked = checked(spec, facts)?;
    next_turn().await;
    match model::build_with_warnings(&checked.spec, &checked.facts) {
        Ok((graph, warnings)) => Ok((graph, Checked { warnings, ..checked })),
        Err(findings) => Err(Error::Invalid { findings, texts: checked.spec.sources.texts() }),
    }
}

/// Adds to a plan what it does to what runs, and the calls that applying it takes. `spec` has its defaults.
fn planned(
    plan: Result<Plan, PlanErrors>,
    spec: &Spec,
    warnings: Diagnostics,
    texts: Vec<Source>,
) -> Result<Planned, Error> {
    match plan {
        Ok(mut plan) => {
            plan.forecast = forecast(&plan, spec);
            plan.apply_calls = calls::of_apply(&plan);
            Ok(Planned { plan, warnings, texts })
        }
        Err(errors) => Err(Error::Plan { errors, texts }),
    }
}
