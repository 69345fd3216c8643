//! The addons of a running cluster.

use std::collections::BTreeMap;

use futures::future::{try_join, try_join_all};
use serde_json::Value;

use super::rolling_update::refuse_other_cluster;
use super::{Engine, Error, fill_offline};
use crate::cluster_api::{ClusterApi, ObjectQuery};
use crate::lifecycle::addons::{
    self, AddonChannel, AddonError, AddonEvent, AddonOptions, AddonsPlan, AddonsReport, ChannelAddon, InstalledAddon,
    Ports, Source,
};
use crate::model::manifest_objects;
use crate::naming::paths;
use crate::resource::sha256;
use crate::spec::Spec;
use crate::state::{self, Layout, StateError};

impl Engine {
    /// Lists the addons that a cluster runs, as the annotations of its namespaces say, sorted by namespace and name.
    ///
    /// # Errors
    /// [`Error::ClusterApi`].
    pub async fn installed_addons(&self, api: &dyn ClusterApi) -> Result<Vec<InstalledAddon>, Error> {
        let namespaces = ObjectQuery { kind: "Namespace".to_owned(), ..ObjectQuery::default() };
        let mut installed = addons::installed(&api.objects(&namespaces).await?);
        installed.sort_by(|a, b| (&a.namespace, &a.name).cmp(&(&b.namespace, &b.name)));
        Ok(installed)
    }

    /// Plans which addons of a cluster are applied: those that the state store has in another version than the cluster runs. Nothing is
    /// changed. The control plane of the cluster applies them by itself, within about a minute after an update.
    ///
    /// # Errors
    /// [`Error::Addons`], [`Error::OtherCluster`], [`Error::Cloud`], [`Error::State`] and [`Error::ClusterApi`].
    pub async fn plan_addons(
        &self,
        spec: &Spec,
        api: &dyn ClusterApi,
        options: &AddonOptions,
    ) -> Result<AddonsPlan, Error> {
        let source = self.addon_source(spec, api, options).await?;
        let observed = addons::observe(api, &source.channels).await?;
        Ok(addons::plan(spec.cluster.name(), &source.channels, &observed, &options.addons))
    }

    /// Applies the addons of [`Engine::plan_addons`], by server-side apply as the field manager `kops`, deletes objects that left them, and waits
    /// until they run where the options say how long. What failed is in the report, and not an error; the next run continues.
    ///
    /// # Errors
    /// As [`Engine::plan_addons`].
    pub async fn apply_addons(
        &self,
        spec: &Spec,
        api: &dyn ClusterApi,
        options: &AddonOptions,
        events: &(dyn Fn(AddonEvent) + Send + Sync),
    ) -> Result<AddonsReport, Error> {
        let source = self.addon_source(spec, api, options).await?;
        let ports = Ports { api, clock: self.clock.as_ref(), entropy: self.entropy.as_ref() };
        Ok(addons::apply(ports, spec.cluster.name(), &source, options, events).await?)
    }

    /// Reads the lists of addons and their manifests, and refuses the API server of another cluster.
    async fn addon_source(&self, spec: &Spec, api: &dyn ClusterApi, options: &AddonOptions) -> Result<Source, Error> {
        let running = async { Ok::<_, Error>(self.cloud.instances(spec.cluster.name()).await?) };
        let nodes = async { Ok(api.nodes().await?) };
        let (running, nodes) = try_join(running, nodes).await?;
        refuse_other_cluster(spec, &running, &nodes)?;
        let full = fill_offline(spec);
        let base = full.cluster.spec.config_base.as_deref().unwrap_or_default().trim_end_matches('/');
        let reader = Reader { engine: self, cluster: spec.cluster.name(), base, files: &options.files };
        let locations = if options.channels.is_empty() { of_spec(&full, base) } else { options.channels.clone() };
        let channels = try_join_all(locations.iter().map(|location| reader.channel(location))).await?;
        let listed: Vec<&ChannelAddon> = channels.iter().flat_map(|channel| &channel.addons).collect();
        if let Some(name) = options.addons.iter().find(|name| listed.iter().all(|addon| addon.name != **name)) {
            let known = listed.iter().map(|addon| addon.name.clone()).collect();
            return Err(AddonError::NoAddon { name: name.clone(), known }.into());
        }
        let wanted =
            listed.into_iter().filter(|addon| options.addons.is_empty() || options.addons.contains(&addon.name));
        let manifests = try_join_all(wanted.map(|addon| reader.manifest(addon))).await?.into_iter().flatten().collect();
        Ok(Source { channels, manifests })
    }
}

/// The lists that the control plane of a cluster applies.
fn of_spec(full: &Spec, base: &str) -> Vec<String> {
    let further = full.cluster.spec.addons.iter().filter_map(|addon| addon.manifest.clone());
    std::iter::once(format!("{base}/{}", paths::BOOTSTRAP_CHANNEL)).chain(further).collect()
}

/// Reads texts by their location.
struct Reader<'a> {
    engine: &'a Engine,
    cluster: &'a str,
    /// Where the state store has the cluster.
    base: &'a str,
    files: &'a BTreeMap<String, String>,
}

impl Reader<'_> {
    async fn channel(&self, location: &str) -> Result<AddonChannel, Error> {
        let missing = || AddonError::NotFound { location: location.to_owned() };
        let parsed = AddonChannel::parse(location, &self.text(location).await?.ok_or_else(missing)?);
        Ok(parsed.map_err(|error| AddonError::Unreadable { location: error.location, message: error.message })?)
    }

    /// The objects of a manifest by its location; nothing where it is not there, which keeps no other addon from being applied.
    async fn manifest(&self, addon: &ChannelAddon) -> Result<Option<(String, Vec<Value>)>, Error> {
        let location = addon.manifest.clone();
        let Some(text) = self.text(&location).await? else { return Ok(None) };
        let hash = &addon.version.manifest_hash;
        if !hash.is_empty() && *hash != sha256(&text) && *hash != sha256(text.trim()) {
            return Err(AddonError::OtherManifest { location }.into());
        }
        match manifest_objects(&text) {
            Ok(objects) => Ok(Some((location, objects))),
            Err(message) => Err(AddonError::Unreadable { location, message }.into()),
        }
    }

    async fn text(&self, location: &str) -> Result<Option<String>, Error> {
        if let Some(text) = self.files.get(location) {
            return Ok(Some(text.clone()));
        }
        let own = location.strip_prefix(self.base).and_then(|below| below.strip_prefix('/'));
        let found = match own {
            Some(below) => self.engine.store.get(&Layout::new(self.cluster)?.file(below)?).await?,
            None => match state::elsewhere(location) {
                Ok(Some((bucket, key))) => match self.engine.cloud.open_bucket(bucket).await?.get(&key).await {
                    Err(StateError::NoStore { .. }) => None,
                    found => found?,
                },
                Ok(None) | Err(_) => None,
            },
        };
        let not_text =
            |_| AddonError::Unreadable { location: location.to_owned(), message: "it is not text".to_owned() };
        Ok(found.map(|found| String::from_utf8(found.value.into())).transpose().map_err(not_text)?)
    }
}
