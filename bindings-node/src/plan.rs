//! Plans.

use std::sync::{Arc, OnceLock};

use kops_core::diag::Diagnostics;
use kops_core::engine::Planned;
use napi::bindgen_prelude::{Result, spawn_blocking};
use napi_derive::napi;

use crate::errors::{failure, lost};

/// What would change, why, in which order and what it disrupts.
#[napi]
pub struct Plan {
    pub(crate) plan: Arc<kops_core::Plan>,
    warnings: Diagnostics,
    hash: OnceLock<String>,
}

impl Plan {
    fn new(plan: kops_core::Plan, warnings: Diagnostics) -> Self {
        Self { plan: Arc::new(plan), warnings, hash: OnceLock::new() }
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

    /// The plan as canonical JSON, written on a thread of its own.
    #[napi]
    pub async fn text(&self) -> Result<String> {
        let plan = self.plan.clone();
        spawn_blocking(move || plan.to_json()).await.map_err(lost)
    }

    /// The report that people read.
    #[napi(js_name = "toString")]
    pub fn report(&self) -> String {
        self.plan.to_string()
    }
}
