//! Upgrades of specs to what their channel recommends.

use super::{Engine, Error};
use crate::facts::{self, Components, Facts};
use crate::spec::Spec;
use crate::upgrade::{self, Upgrade, UpgradeOptions};

impl Engine {
    /// Plans the upgrade of a spec: its channel, its version of Kubernetes and the images of instance groups, as `kops upgrade
    /// cluster` does it. Nothing is written anywhere: [`Engine::replace`] stores the spec of the upgrade.
    ///
    /// # Errors
    /// [`Error::Invalid`] where a version is none, and [`Error::Cloud`].
    pub async fn plan_upgrade(&self, spec: &Spec, options: &UpgradeOptions) -> Result<Upgrade, Error> {
        let channel = Some(options.channel(spec));
        let facts = self.looked_up(&facts::query(spec, &self.components(channel)), channel).await?;
        planned(spec, options, &facts)
    }
}

/// Plans the upgrade of a spec by what the caller says of the components that nodes run and of their channel, without an account.
///
/// # Errors
/// [`Error::Invalid`] where a version is none.
pub fn upgrade_offline(spec: &Spec, options: &UpgradeOptions, components: Components) -> Result<Upgrade, Error> {
    planned(spec, options, &Facts { components, ..Facts::built_in(spec.region().unwrap_or_default()) })
}

fn planned(spec: &Spec, options: &UpgradeOptions, facts: &Facts) -> Result<Upgrade, Error> {
    upgrade::plan(spec, options, facts).map_err(|findings| Error::Invalid { findings, texts: spec.sources.texts() })
}
