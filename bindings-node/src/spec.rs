//! Specs: read from texts, placed in a state store, checked without an account.

use std::sync::Arc;

use kops_core::create::ClusterOptions;
use kops_core::engine;
use kops_core::spec::{SpecValues, UnknownFields};
use napi::bindgen_prelude::{Buffer, Error, Result, spawn_blocking};
use napi_derive::napi;
use serde_json::{Map, Value};

use crate::errors::{failure, lost, unreadable};

/// A cluster as the user wrote it, with its instance groups.
#[napi]
pub struct Spec(pub(crate) Arc<kops_core::Spec>);

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

    /// The objects of the spec, as JSON.
    #[napi]
    pub fn to_text(&self) -> String {
        values(&self.0)
    }

    /// The cluster and everything of it in one YAML text, in the form of the state store.
    #[napi(js_name = "toYAML")]
    pub fn to_yaml(&self) -> String {
        self.0.to_yaml()
    }

    /// The spec with `configBase` in this state store. A `configBase` that is set stays.
    #[napi]
    pub fn in_store(&self, url: String) -> Self {
        kops_core::Spec::clone(&self.0).in_store(&url).into()
    }
}

/// A spec with every default, found valid in an account.
#[napi]
pub struct FullSpec(pub(crate) engine::Checked);

#[napi]
impl FullSpec {
    /// What was found that stops nothing, as JSON.
    #[napi]
    pub fn warnings_text(&self) -> String {
        serde_json::to_string(&self.0.spec.warnings).unwrap_or_default()
    }

    /// The world as it was looked up, as JSON.
    #[napi]
    pub fn facts_text(&self) -> String {
        serde_json::to_string(&self.0.facts).unwrap_or_default()
    }

    /// The objects of the spec, as JSON.
    #[napi]
    pub fn to_text(&self) -> String {
        values(&self.0.spec)
    }

    /// The cluster and everything of it in one YAML text.
    #[napi(js_name = "toYAML")]
    pub fn to_yaml(&self) -> String {
        self.0.spec.to_yaml()
    }
}

/// The objects of a spec, by what they are.
fn values(spec: &kops_core::Spec) -> String {
    serde_json::to_string(&SpecValues::from(spec)).unwrap_or_default()
}

impl From<kops_core::Spec> for Spec {
    fn from(spec: kops_core::Spec) -> Self {
        Self(Arc::new(spec))
    }
}

/// A text, and the name of its file.
#[napi(object, object_to_js = false)]
pub struct NamedText {
    pub name: String,
    pub text: Buffer,
}

/// Reads a cluster and its instance groups from texts.
#[napi]
pub async fn read(texts: Vec<NamedText>, allow_unknown_fields: bool) -> Result<Spec> {
    let unknown = if allow_unknown_fields { UnknownFields::Warn } else { UnknownFields::Deny };
    let texts: Vec<_> = texts.into_iter().map(|text| (text.name, text.text.to_vec())).collect();
    let read = move || kops_core::Spec::from_files(texts, unknown);
    spawn_blocking(read).await.map_err(lost)?.map(Spec::from).map_err(|error| failure(kops_core::Error::from(error)))
}

/// Makes a spec of its parts as JSON.
#[napi]
pub async fn spec_of(parts: String) -> Result<Spec> {
    let parts: SpecValues = serde_json::from_str(&parts).map_err(unreadable)?;
    let made = spawn_blocking(|| kops_core::Spec::from_values(parts)).await.map_err(lost)?;
    made.map(Spec::from).map_err(|error| failure(kops_core::Error::from(error)))
}

/// Makes a cluster of options as JSON, by what the library knows of the region.
#[napi]
pub async fn new_cluster_offline(options: String) -> Result<Spec> {
    let options = cluster_options(&options)?;
    let made = spawn_blocking(move || engine::new_cluster_offline(&options)).await.map_err(lost)?;
    made.map(Spec::from).map_err(failure)
}

/// The options of a new cluster.
pub(crate) fn cluster_options(text: &str) -> Result<ClusterOptions> {
    ClusterOptions::from_json(text).map_err(|findings| failure(kops_core::Error::from(findings)))
}

/// Renders a template with values as JSON.
#[napi]
pub async fn render_template(name: String, template: String, values: String) -> Result<String> {
    let values: Map<String, Value> = serde_json::from_str(&values).map_err(unreadable)?;
    let rendered = spawn_blocking(move || kops_template::render(&name, &template, &values)).await.map_err(lost)?;
    rendered.map_err(failure)
}

/// Checks everything in a spec that can be checked without an account; returns all findings as JSON.
#[napi]
pub async fn check_offline_text(spec: &Spec) -> Result<String> {
    let spec = spec.0.clone();
    let found = spawn_blocking(move || serde_json::to_string(&engine::check_offline(&spec)));
    Ok(found.await.map_err(lost)?.unwrap_or_default())
}

/// Lists every file and container image that the machines of a cluster download; returns them as JSON.
#[napi]
pub async fn list_assets_text(spec: &Spec) -> Result<String> {
    let spec = spec.0.clone();
    let found = spawn_blocking(move || serde_json::to_string(&engine::list_assets(&spec)));
    Ok(found.await.map_err(lost)?.unwrap_or_default())
}

/// Explains the code of a finding; returns its page as JSON.
#[napi]
pub fn explain_text(code: String) -> Result<String> {
    let page = kops_core::codes::explain(&code).map_err(|unknown| Error::from_reason(unknown.to_string()))?;
    Ok(serde_json::to_string(&page).unwrap_or_default())
}

/// Makes a spec that is supported today of an old one; returns the new texts, the changes and what is left as JSON.
#[napi]
pub async fn migrate_text(texts: Vec<NamedText>) -> Result<String> {
    let texts: Vec<_> = texts.into_iter().map(|text| (text.name, text.text.to_vec())).collect();
    let migrate = move || kops_core::migrate::migrate_files(texts);
    let migration =
        spawn_blocking(migrate).await.map_err(lost)?.map_err(|error| failure(kops_core::Error::from(error)))?;
    Ok(serde_json::to_string(&migration).unwrap_or_default())
}
