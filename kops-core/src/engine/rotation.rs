//! Which instance groups must be replaced before keys are rotated further.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Engine, Error};
use crate::lifecycle::rolling::RollingUpdateOptions;
use crate::spec::Spec;

/// An instance group whose instances do not have the keys of the state store yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GroupToRoll {
    /// The instance group.
    pub instance_group: String,
    /// Its cloud resources must be updated before a rolling update replaces its instances.
    pub needs_update: bool,
    /// How many of its instances are outdated now.
    pub outdated: usize,
}

impl Engine {
    /// Finds the instance groups that must be updated and replaced before a keypair can be promoted or distrusted safely, sorted by name.
    ///
    /// Instances get keys when they boot. A keypair that signs before all trust it, or that is distrusted while some still sign with its
    /// predecessor, cuts them off. Changes of the spec that are not applied count too, as they cannot be told apart.
    ///
    /// # Errors
    /// As [`Engine::plan`].
    pub async fn groups_to_roll(&self, spec: &Spec) -> Result<Vec<GroupToRoll>, Error> {
        let planned = self.plan(spec).await?;
        let rolling = self.plan_rolling_update(spec, None, &RollingUpdateOptions::default()).await?;
        let running: BTreeMap<&str, usize> =
            rolling.groups.iter().map(|group| (group.instance_group.as_str(), group.replace.len())).collect();
        let needs_update = |name: &str| planned.rolling_updates.iter().any(|update| update.group == name);
        let groups = running.into_iter().map(|(name, outdated)| GroupToRoll {
            instance_group: name.to_owned(),
            needs_update: needs_update(name),
            outdated,
        });
        Ok(groups.filter(|group| group.needs_update || group.outdated > 0).collect())
    }
}
