//! Specs: read from text, placed in a state store, checked without an account.

use std::sync::Arc;

use kops_core::engine;
use napi::bindgen_prelude::Result;
use napi_derive::napi;

use crate::errors::failure;

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

    /// The spec with `configBase` in this state store. A `configBase` that is set stays.
    #[napi]
    pub fn in_store(&self, url: String) -> Self {
        kops_core::Spec::clone(&self.0).in_store(&url).into()
    }
}

impl From<kops_core::Spec> for Spec {
    fn from(spec: kops_core::Spec) -> Self {
        Self(Arc::new(spec))
    }
}

/// Where a text came from.
#[napi(object)]
pub struct LoadOptions {
    /// The file's name in messages; `-` without it.
    pub name: Option<String>,
}

/// Reads a cluster and its instance groups from YAML or JSON.
#[napi]
pub fn load(text: String, options: Option<LoadOptions>) -> Result<Spec> {
    let name = options.and_then(|options| options.name);
    let spec = kops_core::Spec::from_yaml(name.as_deref().unwrap_or("-"), &text);
    spec.map(Spec::from).map_err(|error| failure(error.into()))
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
