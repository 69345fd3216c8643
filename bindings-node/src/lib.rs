//! kops-core for Node.js: converts values, stays off the event loop, and maps errors to exceptions with fields.
//!
//! No logic lives here.

#![allow(missing_docs, reason = "the macro of napi makes undocumented items; ours carry the docs of index.d.ts")]

mod errors;
mod keys;

use std::sync::OnceLock;

use kops_core::apply::SimulatedClock;
use kops_core::diag::Diagnostics;
use kops_core::engine::{self, Error, ErrorData, Planned};
use kops_core::sim::Account;
use napi::bindgen_prelude::Result;
use napi_derive::napi;

use errors::throw;

/// A cluster as the user wrote it, with its instance groups.
#[napi]
pub struct Spec(kops_core::Spec);

#[napi]
impl Spec {
    /// The cluster's full name.
    #[napi(getter)]
    pub fn name(&self) -> String {
        self.0.cluster.name().to_owned()
    }

    /// The names of the instance groups.
    #[napi(getter)]
    pub fn instance_groups(&self) -> Vec<String> {
        self.0.groups.iter().map(|group| group.name().to_owned()).collect()
    }

    /// The AWS region of the subnets' zones.
    #[napi(getter)]
    pub fn region(&self) -> Option<String> {
        self.0.region().map(str::to_owned)
    }

    /// The URL of the state store that `configBase` lies in.
    #[napi(getter)]
    pub fn store_url(&self) -> Option<String> {
        self.0.store_url().map(str::to_owned)
    }

    /// The spec with `configBase` in this state store. A `configBase` that is set stays.
    #[napi]
    pub fn in_store(&self, url: String) -> Self {
        Self(self.0.clone().in_store(&url))
    }
}

/// A simulated AWS account in one region. Engines on it share what is in it.
#[napi]
pub struct SimulatedAccount(Account);

#[napi]
impl SimulatedAccount {
    /// Reads an account file.
    #[napi(factory)]
    pub fn read(text: String) -> Result<Self> {
        Account::from_json(&text).map(Self).map_err(|error| failure(error.into()))
    }

    /// Writes the account file.
    #[napi]
    pub fn to_text(&self) -> String {
        self.0.to_json()
    }
}

/// What would change, why, in which order and what it disrupts.
#[napi]
pub struct Plan {
    plan: kops_core::Plan,
    warnings: Diagnostics,
    hash: OnceLock<String>,
}

impl Plan {
    fn new(plan: kops_core::Plan, warnings: Diagnostics) -> Self {
        Self { plan, warnings, hash: OnceLock::new() }
    }
}

impl From<Planned> for Plan {
    fn from(planned: Planned) -> Self {
        Self::new(planned.plan, planned.warnings)
    }
}

#[napi]
impl Plan {
    /// Reads a plan that `toText` wrote.
    #[napi(factory)]
    pub fn read(text: String) -> Result<Self> {
        let plan = kops_core::Plan::from_json(&text).map_err(|error| failure(error.into()))?;
        Ok(Self::new(plan, Diagnostics::default()))
    }

    /// The cluster's full name.
    #[napi(getter)]
    pub fn cluster(&self) -> String {
        self.plan.cluster.clone()
    }

    /// The AWS region.
    #[napi(getter)]
    pub fn region(&self) -> String {
        self.plan.region.clone()
    }

    /// True where nothing would change.
    #[napi(getter)]
    pub fn is_empty(&self) -> bool {
        self.plan.steps.is_empty()
    }

    /// The hash of the plan: 64 hexadecimal digits, the same in every language and for every path of the spec's file.
    #[napi(getter)]
    pub fn hash(&self) -> String {
        self.hash.get_or_init(|| self.plan.hash()).clone()
    }

    /// Findings about the spec that stop nothing, as JSON.
    #[napi]
    pub fn warnings_text(&self) -> String {
        serde_json::to_string(&self.warnings).unwrap_or_default()
    }

    /// The plan as canonical JSON.
    #[napi]
    pub fn to_text(&self) -> String {
        self.plan.to_json()
    }

    /// The report that people read.
    #[napi(js_name = "toString")]
    pub fn report(&self) -> String {
        self.plan.to_string()
    }
}

/// What came of applying a plan: every step is done.
#[napi(object)]
pub struct Report {
    /// The ids of the steps, in the order in which they were done.
    pub done: Vec<u32>,
}

/// Where a text came from.
#[napi(object)]
pub struct LoadOptions {
    /// The file's name in messages; `-` without it.
    pub name: Option<String>,
}

/// What an engine works with.
#[napi(object)]
pub struct EngineOptions {
    /// The URL of the state store; a new one in memory without it.
    pub store: Option<String>,
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
pub struct Engine(pub(crate) kops_core::Engine);

#[napi]
impl Engine {
    /// Works in an account.
    #[napi(constructor)]
    pub fn new(account: &SimulatedAccount, options: Option<EngineOptions>) -> Result<Self> {
        let url = options.and_then(|options| options.store).unwrap_or_else(|| "memfs://".to_owned());
        let store = account.0.open_store(&url).map_err(|error| failure(error.into()))?;
        let engine = kops_core::Engine::builder(account.0.clone()).clock(SimulatedClock::default());
        Ok(Self(engine.store(store).build()))
    }

    /// Plans what would change in the account. Nothing is written anywhere.
    #[napi]
    pub async fn plan(&self, spec: &Spec, options: Option<PlanOptions>) -> Result<Plan> {
        let options = options.map(Into::into).unwrap_or_default();
        self.0.plan_with(&spec.0, &options).await.map(Plan::from).map_err(failure)
    }

    /// Plans the deletion of everything that a cluster owns. Nothing is written anywhere.
    #[napi]
    pub async fn plan_deletion(&self, spec: &Spec) -> Result<Plan> {
        self.0.plan_deletion(&spec.0).await.map(Plan::from).map_err(failure)
    }

    /// Applies a plan.
    #[napi]
    pub async fn apply(&self, plan: &Plan) -> Result<Report> {
        let report = self.0.apply(&plan.plan).await.map_err(failure)?;
        Ok(Report { done: report.done.iter().map(|step| step.0).collect() })
    }
}

/// Reads a cluster and its instance groups from YAML or JSON.
#[napi]
pub fn load(text: String, options: Option<LoadOptions>) -> Result<Spec> {
    let name = options.and_then(|options| options.name);
    let spec = kops_core::Spec::from_yaml(name.as_deref().unwrap_or("-"), &text);
    spec.map(Spec).map_err(|error| failure(error.into()))
}

/// Checks everything in a spec that can be checked without an account; returns all findings as JSON.
#[napi]
pub fn check_offline_text(spec: &Spec) -> String {
    serde_json::to_string(&engine::check_offline(&spec.0)).unwrap_or_default()
}

/// Lists every file and container image that the machines of a cluster download; returns them as JSON.
#[napi]
pub fn list_assets_text(spec: &Spec) -> String {
    serde_json::to_string(&engine::list_assets(&spec.0)).unwrap_or_default()
}

pub(crate) fn failure(error: Error) -> napi::Error {
    throw(&ErrorData::from(&error))
}
