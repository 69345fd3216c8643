//! kops-core for Node.js: converts, stays off the event loop, and maps errors to exceptions with fields.
//!
//! No logic lives here: `load` is the reader, `plan` is the engine.

#![allow(missing_docs, reason = "the macro of napi makes undocumented items; ours carry the docs of index.d.ts")]

mod errors;

use std::sync::Arc;

use errors::throw;

use kops_core::apply::SimulatedClock;
use kops_core::cloud::memory::Account;
use kops_core::diag::Diagnostics;
use kops_core::engine::{Engine, ErrorData};
use kops_core::plan::{Plan as CorePlan, PlanOptions};
use kops_core::render::text::{Plain, render};
use kops_core::spec::{self, Spec as CoreSpec, UnknownFields};
use kops_core::state::MemoryStore;
use kops_core::yaml::Source;
use napi::bindgen_prelude::Result;
use napi_derive::napi;

/// A cluster as the user wrote it, with its instance groups.
#[napi]
pub struct Spec(CoreSpec);

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
}

/// A simulated AWS account in one region.
#[napi]
pub struct SimulatedAccount(Account);

#[napi]
impl SimulatedAccount {
    /// Reads an account file.
    #[napi(factory)]
    pub fn read(text: String) -> Result<Self> {
        let account = Account::from_json(&text);
        account.map(Self).map_err(|error| throw(&ErrorData::new("InvalidAccount", &error)))
    }

    /// Writes the account file.
    #[napi]
    pub fn to_text(&self) -> String {
        self.0.to_json()
    }
}

/// What would change, why, in which order and what it disrupts.
#[napi]
pub struct Plan(CorePlan, Diagnostics);

#[napi]
impl Plan {
    /// True where nothing would change.
    #[napi(getter)]
    pub fn is_empty(&self) -> bool {
        self.0.steps.is_empty()
    }

    /// The hash of the plan's canonical JSON, the same in every language.
    #[napi(getter)]
    pub fn hash(&self) -> String {
        self.0.hash()
    }

    /// Findings about the spec that stop nothing, as JSON.
    #[napi]
    pub fn warnings_text(&self) -> String {
        serde_json::to_string(&self.1).unwrap_or_default()
    }

    /// The plan as canonical JSON.
    #[napi]
    pub fn to_text(&self) -> String {
        self.0.to_json()
    }

    /// The report that people read.
    #[napi(js_name = "toString")]
    pub fn report(&self) -> String {
        render(&self.0, &Plain)
    }
}

/// Where a text came from.
#[napi(object)]
pub struct LoadOptions {
    /// The file's name in messages; `-` without it.
    pub name: Option<String>,
}

/// What a plan may do.
#[napi(object)]
pub struct PlanOptions {
    /// Also delete what the cluster owns and no longer wants although something may run on it.
    pub prune: Option<bool>,
    /// Dangerous steps that are allowed, by resource.
    pub allow: Option<Vec<String>>,
}

/// Reads a cluster and its instance groups from YAML or JSON.
#[napi]
pub fn load(text: String, options: Option<LoadOptions>) -> Result<Spec> {
    let name = options.and_then(|o| o.name).unwrap_or_else(|| "-".to_owned());
    let source = Source::new(name, text);
    spec::read(std::slice::from_ref(&source), UnknownFields::Deny)
        .and_then(spec::Objects::into_spec)
        .map(Spec)
        .map_err(|findings| throw(&ErrorData::invalid(&findings, &[source])))
}

/// Plans what would change in an account. Writes nothing, anywhere.
#[napi]
pub async fn plan(spec: &Spec, account: &SimulatedAccount, options: Option<PlanOptions>) -> Result<Plan> {
    let clock = Arc::new(SimulatedClock::default());
    let engine = Engine::new(Arc::new(account.0.clone()), Arc::new(MemoryStore::default()), clock);
    let mut policy = PlanOptions::default();
    if let Some(options) = options {
        policy.prune = options.prune.unwrap_or_default();
        policy.allow = options.allow.unwrap_or_default().into_iter().collect();
    }
    let planned = engine.plan(spec.0.clone(), &policy).await.map_err(|error| throw(&ErrorData::from(&error)))?;
    Ok(Plan(planned.plan, planned.warnings))
}
