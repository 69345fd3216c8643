//! Plans.

use std::sync::{Arc, OnceLock};

use kops_core::diag::Diagnostics;
use kops_core::engine::Planned;
use kops_core::render::Format;
use napi::bindgen_prelude::{Result, spawn_blocking};
use napi_derive::napi;

use crate::errors::{failure, lost};

/// How many steps are parsed at once.
const STEPS: usize = 100;

/// What would change, why, in which order and what it disrupts.
#[napi]
pub struct Plan {
    pub(crate) plan: Arc<kops_core::Plan>,
    warnings: Diagnostics,
    hash: Arc<OnceLock<String>>,
}

impl Plan {
    fn new(plan: kops_core::Plan, warnings: Diagnostics) -> Self {
        Self { plan: Arc::new(plan), warnings, hash: Arc::default() }
    }
}

impl From<Planned> for Plan {
    fn from(planned: Planned) -> Self {
        Self::new(planned.plan, planned.warnings)
    }
}

#[napi]
impl Plan {
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

    /// The number of steps.
    #[napi(getter)]
    pub fn size(&self) -> u32 {
        u32::try_from(self.plan.steps.len()).unwrap_or(u32::MAX)
    }

    /// The hash of the plan.
    #[napi]
    pub async fn hash(&self) -> Result<String> {
        let hash = self.hash.clone();
        self.aside(move |plan| hash.get_or_init(|| plan.hash()).clone()).await
    }

    /// Findings about the spec that stop nothing, as JSON.
    #[napi]
    pub fn warnings_text(&self) -> String {
        serde_json::to_string(&self.warnings).unwrap_or_default()
    }

    /// The plan as canonical JSON.
    #[napi]
    pub async fn to_text(&self) -> Result<String> {
        self.aside(|plan| plan.to_json()).await
    }

    /// The plan as JSON in parts: without its steps, and lists of some steps each.
    #[napi]
    pub async fn parts(&self) -> Result<Vec<String>> {
        self.aside(|plan| plan.to_json_parts(STEPS)).await
    }

    /// The plan as JSON, written on the caller's thread.
    #[napi]
    pub fn text_now(&self) -> String {
        self.plan.to_json()
    }

    /// The report that people read, in a format by its name.
    #[napi(js_name = "reportAs")]
    pub async fn report(&self, format: String) -> Result<String> {
        let format = Format::named(&format).unwrap_or_default();
        self.aside(move |plan| plan.report(format)).await
    }
}

impl Plan {
    /// Does something with the plan on a thread of its own.
    async fn aside<T: Send + 'static>(&self, work: impl FnOnce(&kops_core::Plan) -> T + Send + 'static) -> Result<T> {
        let plan = self.plan.clone();
        spawn_blocking(move || work(&plan)).await.map_err(lost)
    }
}

/// Reads a plan that `toText` wrote.
#[napi]
pub async fn read_plan(text: String) -> Result<Plan> {
    let read = spawn_blocking(move || kops_core::Plan::from_json(&text)).await.map_err(lost)?;
    let plan = read.map_err(|error| failure(kops_core::Error::from(error)))?;
    Ok(Plan::new(plan, Diagnostics::default()))
}

/// The names of the formats of reports.
#[napi]
pub fn report_formats() -> Vec<&'static str> {
    Format::ALL.map(|(name, _)| name).to_vec()
}
