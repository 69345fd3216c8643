//! Changes of specs: instance groups that are added and deleted, fields that are set, upgrades, and what two specs differ in.

use kops_core::create::GroupOptions;
use kops_core::spec::encode;
use kops_core::upgrade::{UpgradeData, UpgradeOptions as CoreUpgradeOptions};
use napi::bindgen_prelude::{Result, spawn_blocking};
use napi_derive::napi;

use crate::engine::Engine;
use crate::errors::{failure, lost};
use crate::plan::Plan;
use crate::run::Cancel;
use crate::spec::{FullSpec, Spec};

/// Fields to unset and to set.
#[napi(object)]
pub struct EditOptions {
    /// The instance group whose fields they are; else they are the cluster's.
    pub instance_group: Option<String>,
    /// Fields with their values: `spec.kubelet.maxPods=200`.
    pub set: Option<Vec<String>>,
    /// Fields.
    pub unset: Option<Vec<String>>,
}

/// What to upgrade to.
#[napi(object)]
pub struct UpgradeOptions {
    /// Another channel.
    pub channel: Option<String>,
    /// A version of Kubernetes.
    pub kubernetes_version: Option<String>,
}

#[napi]
impl Engine {
    /// Makes an instance group of options, which are JSON; returns it as JSON.
    #[napi]
    pub async fn new_instance_group_text(
        &self,
        spec: &Spec,
        options: String,
        cancel: &Cancel,
    ) -> Result<Option<String>> {
        let spec = spec.0.clone();
        let options: GroupOptions =
            serde_json::from_str(&options).map_err(|error| napi::Error::from_reason(error.to_string()))?;
        let made = async move |engine: kops_core::Engine| engine.new_instance_group(&spec, &options).await;
        Ok(self.cancellable(cancel, made).await?.map(|group| encode::to_value(&group).to_string()))
    }

    /// Unsets and sets fields of a stored cluster; returns the changed object as JSON.
    #[napi]
    pub async fn edit_text(&self, cluster: String, options: EditOptions) -> Result<String> {
        let EditOptions { instance_group, set, unset } = options;
        let (set, unset) = (set.unwrap_or_default(), unset.unwrap_or_default());
        let edited =
            async move |engine: kops_core::Engine| engine.edit(&cluster, instance_group.as_deref(), &set, &unset).await;
        Ok(serde_json::to_string(&self.call(edited).await?).unwrap_or_default())
    }

    /// Plans the deletion of an instance group in the account.
    #[napi]
    pub async fn plan_instance_group_deletion(
        &self,
        spec: &Spec,
        instance_group: String,
        cancel: &Cancel,
    ) -> Result<Option<Plan>> {
        let spec = spec.0.clone();
        let planned = async move |engine: kops_core::Engine| {
            engine.plan_instance_group_deletion(&spec, &instance_group).await.map(Plan::from)
        };
        self.cancellable(cancel, planned).await
    }

    /// Deletes an instance group from the state store.
    #[napi]
    pub async fn forget_instance_group(&self, cluster: String, instance_group: String) -> Result<()> {
        self.call(async move |engine| engine.forget_instance_group(&cluster, &instance_group).await).await
    }

    /// Plans the upgrade of a spec; returns it as JSON.
    #[napi]
    pub async fn plan_upgrade_text(
        &self,
        spec: &Spec,
        options: UpgradeOptions,
        cancel: &Cancel,
    ) -> Result<Option<String>> {
        let spec = spec.0.clone();
        let UpgradeOptions { channel, kubernetes_version } = options;
        let planned = async move |engine: kops_core::Engine| {
            let upgrade = engine.plan_upgrade(&spec, &CoreUpgradeOptions { channel, kubernetes_version }).await?;
            Ok(serde_json::to_string(&UpgradeData::from(&upgrade)).unwrap_or_default())
        };
        self.cancellable(cancel, planned).await
    }
}

#[napi]
impl Spec {
    /// The spec with fields of its cluster, or of one of its instance groups, unset and then set by their paths.
    #[napi(js_name = "editedBy")]
    pub fn edited_by(&self, options: EditOptions) -> Result<Self> {
        let EditOptions { instance_group, set, unset } = options;
        let (set, unset) = (set.unwrap_or_default(), unset.unwrap_or_default());
        let edited = self.0.edited(instance_group.as_deref(), &set, &unset);
        let invalid = |findings| kops_core::Error::Invalid { findings, texts: self.0.sources.texts() };
        edited.map(Self::from).map_err(|findings| failure(invalid(findings)))
    }
}

#[napi]
impl FullSpec {
    /// Every value with where it came from, as JSON.
    #[napi]
    pub fn explained_text(&self) -> String {
        serde_json::to_string(&self.0.spec.explained()).unwrap_or_default()
    }
}

/// Plans what would change between two specs, with no account and no state store.
#[napi(js_name = "diffSpecs")]
pub async fn diff_specs(old: &Spec, new: &Spec) -> Result<Plan> {
    let (old, new) = (old.0.clone(), new.0.clone());
    let plan = move || kops_core::diff(&old, &new);
    spawn_blocking(plan).await.map_err(lost)?.map(Plan::from).map_err(failure)
}
