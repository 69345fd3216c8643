//! The way from one spec to another, step by step, with no account and no cluster.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize, Serializer};

use super::Error;
use super::diff::{Compared, compared, graph};
use super::reconcile::versions_of;
use crate::diag::Diagnostics;
use crate::facts::Facts;
use crate::graph::{Graph, Node};
use crate::lifecycle::reconcile::{self, ReconcileAction, ReconcileStep};
use crate::plan::{self, Action, Plan, PlanOptions, RollingUpdate};
use crate::spec::{InstanceGroup, Spec};

/// The way from one spec of a cluster to another.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct UpgradePlan {
    /// The cluster's full name.
    pub cluster: String,
    /// The version of Kubernetes of the old spec.
    pub from: String,
    /// The version of Kubernetes of the new spec.
    pub to: String,
    /// The steps, in order.
    pub steps: Vec<UpgradeStep>,
    /// What a reader should know that was assumed.
    pub notes: Vec<String>,
}

/// A step, and what it would do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpgradeStep {
    /// The step.
    #[serde(flatten)]
    pub step: ReconcileStep,
    /// What an update would change; null for a step that updates nothing.
    #[serde(serialize_with = "with_hash")]
    #[cfg_attr(feature = "schemars", schemars(with = "Option<Plan>"))]
    pub plan: Option<Plan>,
    /// The groups whose instances a rolling update would replace, with the fields of the spec that are the cause.
    pub rolling_updates: Vec<RollingUpdate>,
}

impl UpgradeStep {
    /// True for a step that has nothing to do.
    pub fn is_empty(&self) -> bool {
        match self.step.action {
            ReconcileAction::Update | ReconcileAction::Prune => {
                self.plan.as_ref().is_none_or(|plan| plan.steps.is_empty())
            }
            ReconcileAction::RollingUpdate => self.rolling_updates.is_empty(),
            ReconcileAction::Validate => false,
        }
    }
}

/// Writes a plan as [`Plan::to_json`] does.
fn with_hash<S: Serializer>(plan: &Option<Plan>, serializer: S) -> Result<S::Ok, S::Error> {
    plan.as_ref().map(Plan::to_value).serialize(serializer)
}

/// Plans the way from a cluster that is as one spec says to another spec of it: the steps of `kops reconcile cluster`, several passes
/// where the new spec is several minor versions of Kubernetes ahead, each update with what it would change and each rolling update with
/// the groups that it would replace and why. No account is asked; what only an account knows is assumed, as [`diff`](fn@super::diff) does it.
///
/// ```
/// use kops_core::Spec;
///
/// let text = include_str!("../../../examples/fairwinds/cluster_spec.yml");
/// let old = Spec::from_yaml("old.yml", &text.replace("1.35.5", "1.33.2"))?;
/// let plan = kops_core::engine::upgrade_plan(&old, &Spec::from_yaml("new.yml", text)?)?;
/// let versions: Vec<&str> = plan.steps.iter().map(|step| step.step.kubernetes_version.as_str()).collect();
/// assert_eq!((versions[0], *versions.last().unwrap()), ("1.34.8", "1.35.5"));
/// # Ok::<(), kops_core::Error>(())
/// ```
///
/// # Errors
/// As [`diff`](fn@super::diff), also for the new spec with a version on the way, and where Kubernetes cannot go back to the version.
pub fn upgrade_plan(old: &Spec, new: &Spec) -> Result<UpgradePlan, Error> {
    let Compared { old, new, facts, notes } = compared(old, new, Facts::built_in(new.region().unwrap_or_default()))?;
    let texts = new.sources.texts();
    let filled = crate::defaults::fill(new.clone(), &facts);
    let running = versions_of(&old);
    let steps = reconcile::plan(&filled, &running, &facts.components);
    let steps = steps.map_err(|findings| Error::Invalid { findings, texts: texts.clone() })?.steps;
    let (before, _) = crate::model::build_partial(&crate::defaults::fill(old.clone(), &facts), &facts);
    let mut walk = Walk { state: before, pass: String::new(), causes: BTreeMap::new(), outdated: BTreeSet::new() };
    let mut planned = Vec::new();
    for step in steps {
        let (wanted, _) = graph(reconcile::spec_at(&new, &step), &facts, &texts)?;
        planned.push(walk.step(step, wanted, &filled)?);
    }
    let (from, to) = (running.control_plane.unwrap_or_default(), versions_of(&new).control_plane.unwrap_or_default());
    let cluster = new.cluster.name().to_owned();
    Ok(UpgradePlan { cluster, from, to, steps: planned, notes })
}

/// What an imagined cluster is made of after some steps.
struct Walk {
    state: Graph,
    /// The version of the pass under way.
    pass: String,
    /// Why a pass outdates the instances of groups, by group: found at its begin, as its first update stores the changed spec.
    causes: BTreeMap<String, RollingUpdate>,
    /// The groups whose instances are outdated.
    outdated: BTreeSet<String>,
}

impl Walk {
    fn step(&mut self, step: ReconcileStep, wanted: Graph, filled: &Spec) -> Result<UpgradeStep, Error> {
        let groups: BTreeSet<&str> = step.instance_groups.iter().map(String::as_str).collect();
        let options = PlanOptions::default();
        if self.pass != step.kubernetes_version {
            let whole = self.plan_to(&wanted, filled, &options)?;
            self.pass.clone_from(&step.kubernetes_version);
            self.causes.extend(whole.rolling_updates.into_iter().map(|update| (update.group.clone(), update)));
        }
        Ok(match step.action {
            ReconcileAction::Update | ReconcileAction::Prune => {
                let prune = step.action == ReconcileAction::Prune;
                let target = self.target(wanted, &groups);
                let plan = self.plan_to(&target, filled, &PlanOptions { prune, ..options })?;
                self.follow(target, &plan);
                UpgradeStep { step, plan: Some(plan), rolling_updates: Vec::new() }
            }
            ReconcileAction::RollingUpdate => {
                let is_of_step = |group: &String| groups.contains(group.as_str());
                let (replaced, outdated) = std::mem::take(&mut self.outdated).into_iter().partition(is_of_step);
                self.outdated = outdated;
                let replaced: BTreeSet<String> = replaced;
                let rolling_updates = replaced.iter().filter_map(|group| self.causes.get(group).cloned()).collect();
                UpgradeStep { step, plan: None, rolling_updates }
            }
            ReconcileAction::Validate => UpgradeStep { step, plan: None, rolling_updates: Vec::new() },
        })
    }

    /// What would bring the imagined cluster to what is wanted.
    fn plan_to(&self, wanted: &Graph, filled: &Spec, options: &PlanOptions) -> Result<Plan, Error> {
        let plan = plan::between(&self.state, wanted, options);
        Ok(super::plan::planned(plan, filled, Diagnostics::default(), filled.sources.texts())?.plan)
    }

    /// What is wanted, but for the groups that the step is not for: they are as they were.
    fn target(&self, mut wanted: Graph, groups: &BTreeSet<&str>) -> Graph {
        let is_left = |node: &Node| {
            let object = node.origin.path.as_ref().map(|path| &path.object);
            object.is_some_and(|object| object.kind == InstanceGroup::KIND && !groups.contains(object.name.as_str()))
        };
        wanted.nodes.retain(|_, node| !is_left(node));
        let left = self.state.nodes.iter().filter(|(_, node)| is_left(node));
        wanted.nodes.extend(left.map(|(id, node)| (id.clone(), node.clone())));
        wanted
    }

    /// Takes in what a plan does: what it deletes is gone, and what it keeps is still there.
    fn follow(&mut self, target: Graph, plan: &Plan) {
        let is_deletion = |step: &&plan::Step| matches!(step.action, Action::Delete { .. });
        let deleted: BTreeSet<_> = plan.steps.iter().filter(is_deletion).map(|step| &step.resource).collect();
        let before = std::mem::replace(&mut self.state, target);
        for (id, node) in before.nodes.into_iter().filter(|(id, _)| !deleted.contains(id)) {
            self.state.nodes.entry(id).or_insert(node);
        }
        self.outdated.extend(plan.rolling_updates.iter().map(|update| update.group.clone()));
    }
}
