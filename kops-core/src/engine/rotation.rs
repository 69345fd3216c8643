//! Which instance groups must be replaced before keys are rotated further.

use std::collections::{BTreeMap, BTreeSet};

use super::{Engine, Error, GroupToRoll, fill_offline};
use crate::cloud::{Instance, InstanceState, RunningGroup};
use crate::lifecycle::rolling::{self, RollingUpdateOptions};
use crate::lifecycle::{ExpectedGroup, RunningByName};
use crate::naming::Names;
use crate::plan::{Action, Plan};
use crate::resource::{CloudId, Kind};
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
    /// Those that Karpenter launched are outdated where they did not boot with the script that the state store has for their group. When it
    /// changes, Karpenter replaces them by itself, once the control plane has applied the addon and as far as disruption budgets let it; a
    /// rolling update with `force` does so at once. It takes a call for each of them ([`Cloud::user_data`](crate::cloud::Cloud::user_data)).
    ///
    /// # Errors
    /// As [`Engine::plan`].
    pub async fn groups_to_roll(&self, spec: &Spec) -> Result<Vec<GroupToRoll>, Error> {
        let planned = self.plan(spec).await?;
        let expected = ExpectedGroup::all(&fill_offline(spec));
        let running = self.cloud.instances(spec.cluster.name()).await?;
        let rolling = rolling::plan(&expected, &running, None, &BTreeMap::new(), &RollingUpdateOptions::default());
        let of_karpenter = self.outdated_of_karpenter(spec.cluster.name(), &expected, &running).await?;
        let rolled: BTreeSet<&str> = planned.rolling_updates.iter().map(|update| update.group.as_str()).collect();
        let mut groups: Vec<GroupToRoll> = Vec::new();
        for group in rolling.groups {
            let name = group.instance_group;
            let outdated = of_karpenter.get(&name).copied();
            groups.push(GroupToRoll {
                needs_update: rolled.contains(name.as_str()) || changes_boot_script(&planned, &name),
                outdated: outdated.unwrap_or(group.replace.len()),
                is_karpenter: outdated.is_some(),
                instance_group: name,
            });
        }
        groups.retain(|group| group.needs_update || group.outdated > 0);
        groups.sort_by(|a, b| a.instance_group.cmp(&b.instance_group));
        Ok(groups)
    }

    /// How many instances of each group of Karpenter did not boot with the script that the state store has for it.
    async fn outdated_of_karpenter(
        &self,
        cluster: &str,
        expected: &[ExpectedGroup],
        running: &[RunningGroup],
    ) -> Result<BTreeMap<String, usize>, Error> {
        let groups = expected.iter().filter(|group| group.is_karpenter());
        let by_name = RunningByName::new(running);
        let running: Vec<_> = groups.filter_map(|group| Some((group, group.running_among(&by_name)?))).collect();
        let ids: BTreeSet<CloudId> =
            running.iter().flat_map(|(_, group)| there(group)).map(|instance| instance.id.clone()).collect();
        let user_data = if ids.is_empty() { BTreeMap::new() } else { self.cloud.user_data(&ids).await? };
        let mut outdated = BTreeMap::new();
        for (group, running) in running {
            let script = self.stored().boot_script(cluster, group.role, &group.name).await?;
            let has_it = |instance: &&Instance| {
                let booted = user_data.get(&instance.id).zip(script.as_deref());
                booted.is_some_and(|(text, script)| text.trim() == script.trim())
            };
            outdated.insert(group.name.clone(), there(&running).filter(|instance| !has_it(instance)).count());
        }
        Ok(outdated)
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

/// The instances of a group that are not on their way out.
fn there(group: &RunningGroup) -> impl Iterator<Item = &Instance> {
    group.instances.iter().filter(|instance| instance.state != InstanceState::Terminating)
}

/// True for a plan that changes what instances of a group boot with where Karpenter launches them.
fn changes_boot_script(plan: &Plan, group: &str) -> bool {
    let name = Names::new(&plan.cluster).boot_script(group);
    let is_changed = |action: &Action| matches!(action, Action::Update { .. });
    let mut files = plan.steps.iter().filter(|step| step.resource.kind == Kind::ManagedFile);
    files.any(|step| step.resource.name == name && is_changed(&step.action))
}
