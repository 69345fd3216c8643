//! Which instance groups must be replaced before keys are rotated further.

use std::collections::BTreeMap;

use super::{Engine, Error, GroupToRoll};
use crate::lifecycle::rolling::RollingUpdateOptions;
use crate::spec::Spec;

/// What to do where instances do not have the keys of the state store yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum IfNotRolledOut {
    /// Write nothing, and say which instance groups must be replaced first.
    #[default]
    Fail,
    /// Go on, which may cut instances off.
    GoOn,
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

    /// Refuses to rotate the keys of a stored cluster further while instances do not have those of the state store.
    pub(super) async fn check_rolled_out(
        &self,
        cluster: &str,
        keyset: &str,
        if_not: IfNotRolledOut,
    ) -> Result<(), Error> {
        if if_not == IfNotRolledOut::GoOn {
            return Ok(());
        }
        let keyset = self.keyset(cluster, keyset).await?.name().to_owned();
        match self.groups_to_roll(&self.load(cluster).await?).await? {
            groups if groups.is_empty() => Ok(()),
            groups => Err(Error::KeysNotRolledOut { keyset, groups }),
        }
    }
}
