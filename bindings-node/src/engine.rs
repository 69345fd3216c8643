//! The engine: plans and applies, each call on a thread of its own.

use std::collections::HashMap;

use kops_core::engine::{Error, MissingKeys};
use kops_core::spec::Objects;
use kops_core::state::IfMissing;
use napi::bindgen_prelude::{Result, spawn_blocking};
use napi_derive::napi;
use tokio::runtime::Handle;

use crate::account::{Cloud, Store};
use crate::errors::{failure, lost};
use crate::plan::Plan;
use crate::run::Cancel;
use crate::spec::{FullSpec, Spec, cluster_options};

/// What an engine works with beside its account and state store.
#[napi(object)]
pub struct EngineOptions {
    /// Manifests of addons that other projects publish, by their place below `addons` in a state store.
    pub addons: Option<HashMap<String, String>>,
    /// SHA-256 hashes of files that nodes download, by URL.
    pub file_hashes: Option<HashMap<String, String>>,
}

/// What a plan may do.
#[napi(object)]
pub struct PlanOptions {
    /// Also delete what the cluster owns and no longer wants although something may run on it.
    pub prune: Option<bool>,
    /// Dangerous steps that are allowed, by resource.
    pub allow: Option<Vec<String>>,
}

impl From<PlanOptions> for kops_core::PlanOptions {
    fn from(PlanOptions { prune, allow }: PlanOptions) -> Self {
        let allow = allow.into_iter().flatten().collect();
        Self { prune: prune.unwrap_or_default(), allow, ..Self::default() }
    }
}

/// Clusters in one account and one state store.
#[napi]
pub struct Engine(kops_core::Engine);

#[napi]
impl Engine {
    /// Works in an account.
    #[napi(constructor)]
    pub fn new(cloud: &Cloud, store: &Store, options: EngineOptions) -> Self {
        let file_hashes = options.file_hashes.into_iter().flatten().collect();
        let engine = cloud.engine().store(store.0.clone()).file_hashes(file_hashes);
        Self(match options.addons {
            Some(addons) => engine.addons(addons.into_iter().collect()).build(),
            None => engine.build(),
        })
    }

    /// Looks up what a spec needs to know of the world, fills in its defaults and checks it; nothing where that was stopped.
    #[napi]
    pub async fn check(&self, spec: &Spec, cancel: &Cancel) -> Result<Option<FullSpec>> {
        let spec = spec.0.clone();
        self.cancellable(cancel, async move |engine| engine.check(&spec).await.map(FullSpec)).await
    }

    /// The graph of what the cluster is made of, as JSON; nothing where that was stopped.
    #[napi]
    pub async fn graph_text(&self, spec: &Spec, cancel: &Cancel) -> Result<Option<String>> {
        let spec = spec.0.clone();
        let graph = self.cancellable(cancel, async move |engine| {
            let (graph, _) = engine.graph(&spec).await?;
            Ok(serde_json::to_string(&graph).unwrap_or_default())
        });
        graph.await
    }

    /// What a spec needs to know of the world, as JSON; nothing where that was stopped.
    #[napi]
    pub async fn facts_text(&self, spec: &Spec, cancel: &Cancel) -> Result<Option<String>> {
        let spec = spec.0.clone();
        let facts = self.cancellable(cancel, async move |engine| {
            let facts = engine.facts(&spec).await?;
            Ok(serde_json::to_string(&facts).unwrap_or_default())
        });
        facts.await
    }

    /// The cluster as files for Terraform, by their path; nothing where that was stopped.
    #[napi]
    pub async fn terraform(
        &self,
        spec: &Spec,
        create_keys: bool,
        cancel: &Cancel,
    ) -> Result<Option<HashMap<String, String>>> {
        let spec = spec.0.clone();
        let keys = if create_keys { MissingKeys::Create } else { MissingKeys::Variables };
        let files = self.cancellable(cancel, async move |engine| {
            let files = engine.terraform(&spec, spec.store_url().unwrap_or_default(), keys).await?;
            Ok(files.into_texts().into_iter().collect())
        });
        files.await
    }

    /// Makes a cluster of options as JSON; nothing where that was stopped.
    #[napi]
    pub async fn new_cluster(&self, options: String, cancel: &Cancel) -> Result<Option<Spec>> {
        let options = cluster_options(&options)?;
        self.cancellable(cancel, async move |engine| engine.new_cluster(&options).await.map(Spec::from)).await
    }

    /// Plans what would change in the account; nothing where that was stopped.
    #[napi]
    pub async fn plan(&self, spec: &Spec, options: PlanOptions, cancel: &Cancel) -> Result<Option<Plan>> {
        let (spec, options) = (spec.0.clone(), options.into());
        self.cancellable(cancel, async move |engine| engine.plan_with(&spec, &options).await.map(Plan::from)).await
    }

    /// Plans the deletion of everything that a cluster owns; nothing where that was stopped.
    #[napi]
    pub async fn plan_deletion(&self, spec: &Spec, cancel: &Cancel) -> Result<Option<Plan>> {
        let spec = spec.0.clone();
        self.cancellable(cancel, async move |engine| engine.plan_deletion(&spec).await.map(Plan::from)).await
    }

    /// The names of all clusters in the state store.
    #[napi]
    pub async fn clusters(&self) -> Result<Vec<String>> {
        self.call(async move |engine| engine.clusters().await).await
    }

    /// Reads a cluster from the state store.
    #[napi]
    pub async fn load(&self, cluster: String) -> Result<Spec> {
        self.call(async move |engine| engine.load(&cluster).await).await.map(Spec::from)
    }

    /// Adds the objects of a text to the state store; returns them as JSON.
    #[napi]
    pub async fn create_text(&self, text: String, name: String) -> Result<String> {
        let created = self.call(async move |engine| {
            let objects = Objects::from_yaml(&name, &text)?;
            engine.create(&objects).await
        });
        Ok(serde_json::to_string(&created.await?).unwrap_or_default())
    }

    /// Replaces objects of the state store by those of a text; returns them as JSON.
    #[napi]
    pub async fn replace_text(&self, text: String, name: String, create_missing: bool) -> Result<String> {
        let if_missing = if create_missing { IfMissing::Create } else { IfMissing::Fail };
        let replaced = self.call(async move |engine| {
            let objects = Objects::from_yaml(&name, &text)?;
            engine.replace(&objects, if_missing).await
        });
        Ok(serde_json::to_string(&replaced.await?).unwrap_or_default())
    }

    /// Deletes everything that the state store holds of a cluster.
    #[napi]
    pub async fn forget(&self, cluster: String) -> Result<u32> {
        let forgotten = self.call(async move |engine| engine.forget(&cluster).await).await?;
        Ok(u32::try_from(forgotten).unwrap_or(u32::MAX))
    }
}

impl Engine {
    /// Runs a call of the library that can be stopped; then nothing comes of it.
    pub(crate) async fn cancellable<T: Send + 'static, F>(
        &self,
        cancel: &Cancel,
        call: impl FnOnce(kops_core::Engine) -> F + Send + 'static,
    ) -> Result<Option<T>>
    where
        F: Future<Output = std::result::Result<T, Error>>,
    {
        let cancel = cancel.0.clone();
        let either = async move |engine| {
            tokio::select! {
                made = call(engine) => made.map(Some),
                () = cancel.cancelled() => Ok(None),
            }
        };
        self.call(either).await
    }

    /// Runs a call of the library on a thread of its own.
    pub(crate) async fn call<T: Send + 'static, F>(
        &self,
        call: impl FnOnce(kops_core::Engine) -> F + Send + 'static,
    ) -> Result<T>
    where
        F: Future<Output = std::result::Result<T, Error>>,
    {
        let (engine, runtime) = (self.0.clone(), Handle::current());
        spawn_blocking(move || runtime.block_on(call(engine))).await.map_err(lost)?.map_err(failure)
    }
}
