//! What is known of the world: what the cloud tells, what the engine was built with, what channels recommend, and what the state store keeps.

use std::collections::BTreeMap;

use futures::future::try_join;

use super::{Engine, Error, config_base};
use crate::facts::{self, Channel, Components, Facts, FactsQuery};
use crate::model::{self, Wanted};
use crate::spec::Spec;

impl Engine {
    /// Looks up everything that files depend on which another tool applies: what a spec needs to know of the world, the hashes of what
    /// nodes download, and how the API's load balancer is reached. Written down, they let
    /// [`terraform_offline`](super::terraform_offline) do without an account. A spec without `configBase` is in the state store of the
    /// engine, where that is in S3.
    ///
    /// # Errors
    /// [`Error::Cloud`] and [`Error::State`].
    pub async fn facts_to_render(&self, spec: &Spec) -> Result<Facts, Error> {
        let spec = &config_base::placed(spec, &self.store.url().unwrap_or_default());
        let facts = self.facts_with_files(spec, facts::query_to_render).await?;
        let api_addresses = Some(self.api_addresses(&spec.cluster).await?);
        Ok(Facts { api_addresses, ..facts })
    }

    /// Looks up what a spec needs to know of the world. The spec need not be valid.
    ///
    /// # Errors
    /// [`Error::Cloud`].
    pub async fn facts(&self, spec: &Spec) -> Result<Facts, Error> {
        let channel = spec.cluster.spec.channel.as_deref();
        self.looked_up(&facts::query(spec, &self.components(channel)), channel).await
    }

    /// Looks up what a spec needs to know of the world, as `query` says it, the hashes of what nodes download: in the state store, and at
    /// their publishers what is not there, and the manifests of published addons that the state store has.
    pub(super) async fn facts_with_files(
        &self,
        spec: &Spec,
        query: fn(&Spec, &Components) -> FactsQuery,
    ) -> Result<Facts, Error> {
        let name = spec.cluster.name();
        let kept = self.stored().file_hashes(name).await?;
        let known = Facts { published_hashes: kept, ..Facts::built_in(spec.region().unwrap_or_default()) };
        let channel = spec.cluster.spec.channel.as_deref();
        let known = self.configured(known, channel);
        let Wanted { file_hashes, published_addons } = model::wanted(spec, &known);
        let query = FactsQuery { file_hashes, ..query(spec, &known.components) };
        let stored = async { Ok(self.stored().addon_manifests(name, &published_addons).await?) };
        let (mut facts, stored_addons) = try_join(self.looked_up(&query, channel), stored).await?;
        facts.published_hashes.extend(known.published_hashes);
        facts.stored_addons = stored_addons;
        Ok(facts)
    }

    pub(super) async fn looked_up(&self, query: &FactsQuery, channel: Option<&str>) -> Result<Facts, Error> {
        Ok(self.configured(self.cloud.facts(query).await?, channel))
    }

    /// What ships with the library, with what the channel of a cluster recommends.
    pub(super) fn components(&self, channel: Option<&str>) -> Components {
        in_channel(Components::built_in(), channel, &self.channels)
    }

    /// Adds to facts what the engine was built with, and what the channel of a cluster recommends.
    fn configured(&self, mut facts: Facts, channel: Option<&str>) -> Facts {
        facts.now = self.clock.unix_time();
        facts.file_hashes.extend(self.file_hashes.iter().map(|(url, hash)| (url.clone(), hash.clone())));
        if let Some(addons) = self.published_addons.as_deref() {
            facts.published_addons = Some(addons.clone());
        }
        if let Some(url) = self.kops_base_url.as_deref() {
            facts.components = facts.components.at(url);
        }
        facts.components.run_too_new_version |= self.run_too_new_version;
        facts.components = in_channel(facts.components, channel, &self.channels);
        facts
    }
}

/// The components with what a channel recommends: one of those that are given, or `none`. What facts have is what the channels
/// that ship with the library recommend.
fn in_channel(components: Components, channel: Option<&str>, given: &BTreeMap<String, Channel>) -> Components {
    let Some(location) = channel.filter(|channel| !channel.is_empty()) else { return components };
    match given.get(location) {
        Some(channel) => components.in_channel(channel),
        None if location == "none" => components.in_channel(&Channel::default()),
        None => components,
    }
}
