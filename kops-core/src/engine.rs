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
mod config_base;
mod credentials;
mod data;
mod diff;
mod dump;
mod error;
mod facts;
mod group_to_roll;
mod groups;
mod health;
mod keys;
mod lock;
mod new_cluster;
mod offline;
mod offline_graph;
mod plan;
mod planned;
mod protection;
mod recheck;
mod reconcile;
mod region;
mod rolling_update;
mod rotation;
mod run;
mod terraform;
mod turn;
mod upgrade;
mod upgrade_plan;

use std::collections::BTreeMap;
use std::sync::Arc;

use futures::future::{FutureExt as _, try_join};

use self::buckets::MissingBucket;
use self::turn::next_turn;
use crate::apply::{
    Cancel, Clock, Entropy, Event, LockOptions, LockWait, Options, Report, SimulatedClock, SimulatedEntropy,
};
use crate::cloud::memory::Account;
use crate::cloud::{Cloud, Scope, Snapshot};
use crate::defaults;
use crate::diag::{Diagnostics, ObjectRef};
use crate::facts::{Channel, Facts};
use crate::graph::Graph;
use crate::model;
use crate::pki::SshPublicKey;
use crate::plan::Plan;
use crate::preflight::{self, Preflight, SetPreflight};
use crate::spec::{Cluster, Objects, Spec};
use crate::state::{Clusters, IfMissing, StateStore, StoreView, clusters_of};
use crate::validate::{self, ValidSpec};

pub use crate::errors::{ErrorData, PlanTarget};
pub use apply_set::{
    AppliedCluster, PlannedSet, Retained, SetAction, SetCluster, SetError, SetEvent, SetOptions, SetPlan, SetReport,
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
pub use run::Run;
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
/// assert!(engine.plan_with(&spec, &options).await?.is_empty());
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

    /// Adds objects to the state store, and returns what was added. Everything is checked before anything is written.
    ///
    /// # Errors
    /// [`Error::Write`] where objects exist already or their cluster is not there, [`Error::Invalid`] where they do not name it, and
    /// [`Error::State`].
    pub async fn create(&self, objects: &Objects) -> Result<Vec<ObjectRef>, Error> {
        let lease = self.acquire_of(objects).await?;
        let created = lease.during(Clusters::new(&lease).create(objects, self.clock.unix_time())).await;
        created.map_err(|error| Error::write(error, objects))
    }

    /// Replaces objects of the state store, and returns what was replaced. Everything is checked before anything is written.
    ///
    /// # Errors
    /// [`Error::Write`] where objects are not there and may not be created, or their cluster is not there, [`Error::Invalid`] where they do
    /// not name it, and [`Error::State`].
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

    /// Adds the public SSH key that may log in to a cluster's nodes. Adding the same key again has no further effect.
    ///
    /// # Errors
    /// [`Error::Write`] where the cluster is not there, or has another key, and [`Error::State`].
    pub async fn add_ssh_key(&self, cluster: &str, key: &SshPublicKey) -> Result<(), Error> {
        let lease = self.acquire(cluster).await?;
        let added = lease.during(Clusters::new(&lease).add_ssh_key(cluster, key)).await;
        added.map_err(|error| Error::write(error, &Objects::default()))
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
        build(spec, self.facts_with_files(spec, crate::facts::query).await?).await
    }

    /// As [`Engine::graph`], for files that another tool applies, such as Terraform's: instead of referring to the addresses of the
    /// API's load balancer they hold those that it has, or none where it is yet to be made.
    ///
    /// # Errors
    /// As [`Engine::check`].
    pub async fn graph_to_render(&self, spec: &Spec) -> Result<(Graph, Checked), Error> {
        build(spec, self.facts_to_render(spec).await?).await
    }

    /// Applies a plan. Once it is cancelled no new step is started, and calls that are out get [`Options::grace`] to come back. Nothing is
    /// done where the account or the state store is no longer as the plan found it, or where a plan that is made now could not have one of
    /// the steps: a saved plan may have been edited.
    ///
    /// # Errors
    /// [`StateError::Locked`](crate::state::StateError::Locked) where another writer holds the lock of the cluster,
    /// [`Error::TargetMismatch`], [`Error::StalePlan`], [`Error::PlanNotAllowed`], [`Error::InvalidPlan`], and [`Error::Invalid`] for the
    /// deletion of a cluster that was protected since the plan was made, before the first change, and [`Error::Incomplete`] with the report
    /// where not every step was done. Planning again shows what is left.
    pub fn apply<'a>(&'a self, plan: &'a impl AsRef<Plan>) -> Run<'a, Options, Event, Report> {
        let plan = plan.as_ref();
        Run::new(move |with| self.apply_plan(plan, with).boxed())
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
        self.check_places([plan]).await?;
        Ok(preflight::check(plan, &self.cloud.preflight(&preflight::query(plan)).await?))
    }

    /// As [`Engine::preflight`], for the plan of a set: each cluster by itself, and what several of them need together of quotas and of
    /// subnets that exist.
    ///
    /// # Errors
    /// As [`Engine::preflight`].
    pub async fn preflight_set(&self, plan: &SetPlan) -> Result<SetPreflight, Error> {
        self.check_places(plan.plans()).await?;
        let mut plans = Vec::new();
        for member in &plan.clusters {
            plans.push((&member.plan, self.cloud.preflight(&preflight::query(&member.plan)).await?));
        }
        Ok(preflight::check_set(&plans))
    }

    /// Deletes everything that the state store holds of a cluster, the last act of its deletion, and returns how many objects that were. The
    /// spec need not be valid: only the metadata of the cluster and its instance groups must be readable, which says whether they are protected.
    ///
    /// # Errors
    /// [`Error::Invalid`] where one of them is protected, or its metadata cannot be read: such an object is first restored, or deleted by hand.
    /// [`Error::State`], also where the store holds objects that are not kops's.
    pub async fn forget(&self, cluster: &str) -> Result<usize, Error> {
        let lease = self.acquire(cluster).await?;
        let clusters = Clusters::new(&lease);
        let forgotten = async {
            protection::refuse_stored(clusters, cluster, None).await?;
            Ok(clusters.forget(cluster).await?)
        };
        lease.during(forgotten).await
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
