//! The addons of a running cluster.

use std::collections::BTreeMap;

use futures::future::join_all;
use serde_json::Value;

use super::rolling_update::refuse_other_cluster;
use super::{Engine, Error, Run, fill_offline};
use crate::cluster_api::ClusterApi;
use crate::lifecycle::addons::{
    self, AddonChannel, AddonError, AddonEvent, AddonOptions, AddonsPlan, AddonsReport, ChannelAddon, FailedAddon,
    InstalledAddon, Ports, Source,
};
use crate::model::manifest_objects;
use crate::naming::paths;
use crate::pki;
use crate::resource::sha256;
use crate::spec::Spec;
use crate::state::{self, Layout, StateError};

impl Engine {
    /// Lists the addons that a cluster runs, as the annotations of its namespaces say, sorted by namespace and name.
    ///
    /// # Errors
    /// [`Error::ClusterApi`].
    pub async fn installed_addons(&self, api: &dyn ClusterApi) -> Result<Vec<InstalledAddon>, Error> {
        let mut installed = addons::installed(&api.objects(&addons::namespaces()).await?);
        installed.sort_by(|a, b| (&a.namespace, &a.name).cmp(&(&b.namespace, &b.name)));
        Ok(installed)
    }

    /// Plans which addons of a cluster are applied: those that the state store has in another version than the cluster runs. Nothing is
    /// changed. The control plane of the cluster applies them by itself, within about a minute after an update. What cannot be read is
    /// in the plan, and not an error.
    ///
    /// # Errors
    /// [`Error::Addons`] for the name of an addon that there is not, [`Error::OtherCluster`], [`Error::Cloud`], [`Error::State`] and
    /// [`Error::ClusterApi`].
    pub async fn plan_addons(
        &self,
        spec: &Spec,
        api: &dyn ClusterApi,
        options: &AddonOptions,
    ) -> Result<AddonsPlan, Error> {
        self.refuse_api_of_another_cluster(spec, api).await?;
        let source = self.addon_source(spec, options).await?;
        Ok(addons::plan(api, spec.cluster.name(), &source, options).await?)
    }

    /// Applies the addons of [`Engine::plan_addons`], by server-side apply as the field manager `kops`, deletes objects that left them, and waits
    /// until they run where the options say how long. What failed is in the report, and not an error; the next run continues.
    ///
    /// # Errors
    /// As [`Engine::plan_addons`], and [`Error::Cancelled`]. An API server that does not answer is waited for, where the options say how
    /// long.
    pub fn apply_addons<'a>(
        &'a self,
        spec: &'a Spec,
        api: &'a dyn ClusterApi,
    ) -> Run<'a, AddonOptions, AddonEvent, AddonsReport> {
        // Every write is whole, and what was not recorded is applied again.
        Run::dropped_early(move |options, events| async move {
            self.apply_outdated_addons(spec, api, &options, &*events).await
        })
    }

    async fn apply_outdated_addons(
        &self,
        spec: &Spec,
        api: &dyn ClusterApi,
        options: &AddonOptions,
        events: &(dyn Fn(AddonEvent) + Send + Sync),
    ) -> Result<AddonsReport, Error> {
        let end = self.clock.now().saturating_add(options.timeout);
        while let Err(error) = self.refuse_api_of_another_cluster(spec, api).await {
            let left = end.saturating_sub(self.clock.now());
            if left.is_zero() || !error.retryable() {
                return Err(error);
            }
            events(AddonEvent::Retrying { error: (&error).into() });
            self.clock.sleep(addons::pause(options, left)).await;
        }
        let source = self.addon_source(spec, options).await?;
        let ports = Ports { api, clock: self.clock.as_ref(), entropy: self.entropy.as_ref() };
        Ok(addons::apply(ports, &source, options, end, events).await?)
    }

    async fn refuse_api_of_another_cluster(&self, spec: &Spec, api: &dyn ClusterApi) -> Result<(), Error> {
        let (running, nodes) = self.instances_and_nodes(spec, Some(api)).await?;
        refuse_other_cluster(spec, &running, &nodes)
    }

    /// Reads the lists of addons and their manifests. What cannot be read keeps nothing else from being applied.
    async fn addon_source(&self, spec: &Spec, options: &AddonOptions) -> Result<Source, Error> {
        let full = fill_offline(spec);
        let base = full.cluster.spec.config_base.as_deref().unwrap_or_default().trim_end_matches('/');
        let reader = Reader { engine: self, cluster: spec.cluster.name(), base, files: &options.files };
        let locations = if options.channels.is_empty() { of_spec(&full, base) } else { options.channels.clone() };
        let (mut channels, mut failed) = (Vec::new(), Vec::new());
        for (location, channel) in locations.iter().zip(join_all(locations.iter().map(|at| reader.channel(at))).await) {
            match channel? {
                Ok(channel) => channels.push(channel),
                Err(error) => failed.push(FailedAddon { name: location.clone(), messages: vec![error.to_string()] }),
            }
        }
        let listed: Vec<&ChannelAddon> = channels.iter().flat_map(|channel| &channel.addons).collect();
        let missing = options.addons.iter().find(|name| listed.iter().all(|addon| addon.name != **name));
        match missing {
            Some(name) if failed.is_empty() => {
                let known = listed.iter().map(|addon| addon.name.clone()).collect();
                return Err(AddonError::NoAddon { name: name.clone(), known }.into());
            }
            // Those that are asked for are all there, whatever the other lists have.
            None if !options.addons.is_empty() => failed.clear(),
            _ => {}
        }
        let is_wanted = |addon: &&ChannelAddon| options.addons.is_empty() || options.addons.contains(&addon.name);
        let wanted: Vec<&ChannelAddon> = listed.into_iter().filter(is_wanted).collect();
        let read = join_all(wanted.iter().map(|addon| reader.manifest(addon))).await;
        let of_location = |(addon, read): (&&ChannelAddon, Result<_, Error>)| Ok((addon.manifest.clone(), read?));
        let manifests = wanted.iter().zip(read).map(of_location).collect::<Result<_, Error>>()?;
        Ok(Source { channels, manifests, failed })
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
    async fn channel(&self, location: &str) -> Result<Result<AddonChannel, AddonError>, Error> {
        let text = self.text(location).await?;
        Ok(text.and_then(|text| AddonChannel::parse(location, &text)))
    }

    /// The objects of a manifest.
    async fn manifest(&self, addon: &ChannelAddon) -> Result<Result<Vec<Value>, AddonError>, Error> {
        let (location, hash) = (addon.manifest.clone(), &addon.version.manifest_hash);
        let text = self.text(&location).await?;
        Ok(text.and_then(|text| {
            if !hash.is_empty() && !has_hash(&text, hash) {
                return Err(AddonError::OtherManifest { location });
            }
            manifest_objects(&text).map_err(|message| AddonError::Unreadable { location, message })
        }))
    }

    async fn text(&self, location: &str) -> Result<Result<String, AddonError>, Error> {
        if let Some(text) = self.files.get(location) {
            return Ok(Ok(text.clone()));
        }
        let own = location.strip_prefix(self.base).and_then(|below| below.strip_prefix('/'));
        let found = match (own, state::elsewhere(location)) {
            (Some(below), _) => self.engine.store.get(&Layout::new(self.cluster)?.file(below)?).await?,
            (None, Ok(Some((bucket, key)))) => match self.engine.cloud.open_bucket(bucket).await?.get(&key).await {
                Err(StateError::NoStore { .. }) => None,
                found => found?,
            },
            (None, Ok(None) | Err(_)) => return Ok(Err(AddonError::Elsewhere { location: location.to_owned() })),
        };
        let Some(found) = found else { return Ok(Err(AddonError::NotFound { location: location.to_owned() })) };
        let message = "it is not text".to_owned();
        let not_text = |_| AddonError::Unreadable { location: location.to_owned(), message };
        Ok(String::from_utf8(found.value.into()).map_err(not_text))
    }
}

/// Whether a list means this manifest. The hash is of the text, or of it without the secrets in it.
fn has_hash(text: &str, hash: &str) -> bool {
    let sealed = pki::seal(text);
    [text, text.trim(), &sealed, sealed.trim()].iter().any(|text| sha256(text) == hash)
}
