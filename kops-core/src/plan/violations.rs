//! May every step of a plan be applied, by what the account shows and the plan's own options?
//!
//! A saved plan is a file that can have been edited, so nothing that it says of a resource is believed: whose it is, what it
//! is a part of and what still uses it come from the account.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::bind::{Known, bind};
use super::inventory::{Inventory, Item};
use super::obsolete::{is_protected, name_of, until};
use super::ownership::{Claim, Owner, by_tags};
use super::{Action, Plan, Step, StepId, identity, in_use};
use crate::cloud::Snapshot;
use crate::naming::paths;
use crate::resource::{CloudId, Kind, Output, Ref, Resource, ResourceId};
use crate::state::StoreView;
use crate::yaml::{self, Source};

/// A step that a plan of this account would not have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Violation {
    /// The step; none for what the steps refer to.
    pub step: Option<StepId>,
    /// What the plan calls the resource.
    pub resource: ResourceId,
    /// Its id; none for what is to be created.
    pub id: Option<CloudId>,
    /// What is wrong with it.
    #[serde(flatten)]
    pub rule: Rule,
}

/// What a step breaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "rule")]
#[non_exhaustive]
pub enum Rule {
    /// Only what the cluster owns is changed or deleted, and nothing in the account shows that it owns this.
    NotOwned,
    /// Another cluster owns it.
    OwnedBy {
        /// The name of the other cluster.
        cluster: String,
    },
    /// It is shared.
    Shared,
    /// Something in the cluster made it, so that it goes only with the cluster.
    MadeInCluster,
    /// The options of the plan do not allow its deletion.
    NotAllowed {
        /// What would allow it: `--prune`.
        until: String,
    },
    /// It is tagged as something that must not be deleted.
    Protected,
    /// Something uses it that stays.
    InUse {
        /// What uses it, in words.
        by: Vec<String>,
    },
    /// It would become a part of something that is not the cluster's.
    PartOfOthers {
        /// The id of what it would become a part of.
        whole: String,
    },
    /// Updates do not write objects of the state store at such a key.
    NotManaged,
    /// It has another name than the one that the plan gives it.
    Misnamed {
        /// Its name.
        name: ResourceId,
    },
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.step {
            Some(step) => write!(f, "step {} is about {}", step.0, self.resource)?,
            None => write!(f, "the plan refers to {}", self.resource)?,
        }
        if let Some(id) = self.id.as_ref().filter(|id| id.0 != self.resource.name) {
            write!(f, " (`{id}`)")?;
        }
        match &self.rule {
            Rule::NotOwned => f.write_str(", and nothing in the account shows that it belongs to the cluster"),
            Rule::OwnedBy { cluster } => write!(f, ", which belongs to the cluster `{cluster}`"),
            Rule::Shared => f.write_str(", which is shared"),
            Rule::MadeInCluster => f.write_str(", which something in the cluster made"),
            Rule::NotAllowed { until } if until.starts_with('`') => write!(f, ", which only {until} deletes"),
            Rule::NotAllowed { until } => write!(f, ", which stays until {until}"),
            Rule::Protected => f.write_str(", which is protected from deletion"),
            Rule::InUse { by } => write!(f, ", which is still in use by {}", by.join(", ")),
            Rule::PartOfOthers { whole } => {
                write!(f, ", which would be a part of `{whole}`, and nothing shows that this belongs to the cluster")
            }
            Rule::NotManaged => f.write_str(", which is not an object that updates write"),
            Rule::Misnamed { name } => write!(f, ", whose name is {name}"),
        }
    }
}

/// Returns the steps of a plan that could not be in a plan that is made now, and what of the account they refer to without
/// right.
///
/// `snapshot` has what the steps are about by id, regardless of their owner.
pub fn violations(plan: &Plan, snapshot: &Snapshot, store: &StoreView) -> Vec<Violation> {
    let claim = Claim::of_plan(plan);
    let inventory = Inventory::new(&claim, snapshot, store);
    let deleted = plan.steps.iter().filter_map(|step| match &step.action {
        Action::Delete { id, .. } => inventory.by_word(step.resource.kind, &id.0),
        _ => None,
    });
    let updated = plan.steps.iter().filter_map(|step| match &step.action {
        Action::Update { id, .. } => inventory.by_word(step.resource.kind, &id.0),
        _ => None,
    });
    let (deleted, updated) = (deleted.collect(), updated.collect());
    let uses = in_use::Uses::new(&inventory, &plan.cluster, plan.options.delete_cluster);
    let now = Now { plan, claim: &claim, uses, inventory: &inventory, deleted, updated };
    let steps = plan.steps.iter().filter_map(|step| now.step(step));
    steps.chain(plan.bindings.keys().filter_map(|resource| now.binding(resource))).collect()
}

/// The kind of a cluster's object.
const CLUSTER: &str = "Cluster";

/// The name of the cluster whose spec a text is.
fn name_in(text: &str) -> Option<String> {
    let documents = yaml::parse(&Source::new(paths::COMPLETED_SPEC, text)).ok()?;
    Some(documents.first()?.root.field("metadata")?.field("name")?.as_str()?.to_owned())
}

/// The account as it is, beside the plan.
struct Now<'a> {
    plan: &'a Plan,
    claim: &'a Claim<'a>,
    inventory: &'a Inventory<'a>,
    uses: in_use::Uses<'a>,
    deleted: BTreeSet<usize>,
    updated: BTreeSet<usize>,
}

impl Now<'_> {
    fn step(&self, step: &Step) -> Option<Violation> {
        if let Some(cluster) = self.other_cluster(step) {
            let rule = Rule::OwnedBy { cluster };
            return Some(Violation { step: Some(step.id), resource: step.resource.clone(), id: None, rule });
        }
        let (id, rule) = match &step.action {
            Action::Create { desired } => (None, self.creation(desired)),
            // Updates create keys, and leave those that exist to commands of their own.
            Action::Update { id, .. } | Action::Delete { id, .. }
                if matches!(step.resource.kind, Kind::Keyset | Kind::Secret) =>
            {
                (Some(id), Some(Rule::NotManaged))
            }
            Action::Update { id, desired, .. } => (Some(id), self.update(&step.resource, id, desired)),
            Action::Delete { id, .. } => (Some(id), self.deletion(&step.resource, id)),
        };
        let (resource, id) = (step.resource.clone(), id.cloned());
        rule.map(|rule| Violation { step: Some(step.id), resource, id, rule })
    }

    /// The cluster that an object of the state store is about, where that is not the plan's. Objects have no tags that say
    /// whose they are; what asked for one, and a spec that is in one, name the cluster.
    fn other_cluster(&self, step: &Step) -> Option<String> {
        let (Action::Create { desired } | Action::Update { desired, .. } | Action::Delete { current: desired, .. }) =
            &step.action;
        let Resource::ManagedFile(file) = desired else { return None };
        let asked = step.source.as_ref().map(|source| &source.path.object);
        let asked = asked.filter(|object| object.kind == CLUSTER).map(|object| object.name.clone());
        let written = file.content.known().filter(|_| file.key == paths::COMPLETED_SPEC).and_then(name_in);
        asked.into_iter().chain(written).find(|name| *name != self.plan.cluster)
    }

    fn creation(&self, desired: &Resource) -> Option<Rule> {
        if let Resource::ManagedFile(file) = desired {
            return (!StoreView::is_written(&file.key)).then_some(Rule::NotManaged);
        }
        self.tagged(desired).or_else(|| self.part(desired))
    }

    fn update(&self, resource: &ResourceId, id: &CloudId, desired: &Resource) -> Option<Rule> {
        if let Resource::ManagedFile(file) = desired {
            return (!StoreView::is_written(&file.key) || file.key != id.0).then_some(Rule::NotManaged);
        }
        let kind = resource.kind;
        let index = self.inventory.by_word(kind, &id.0)?;
        let item = &self.inventory.items[index];
        let mut fields = desired.to_value();
        if self.is_shared(item) {
            return Some(Rule::Shared);
        }
        if let Some(rule) = self.tagged(desired).or_else(|| self.part(desired)) {
            return Some(rule);
        }
        bind(kind, &mut fields, &|id, output| {
            let known = self.plan.bindings.get(id).and_then(|outputs| outputs.get(&output));
            known.map_or(Known::Later, |value| Known::Value(value.clone()))
        });
        match refusal(&item.owner) {
            // What has the identity that the spec asks for and no tags of anybody is taken over.
            Some(Rule::NotOwned) if !identity::is_by_tags(kind) => {
                let keys = identity::keys(desired, &fields);
                let same = keys.iter().any(|key| self.inventory.by_identity(kind, key).contains(&index));
                (!same).then_some(Rule::NotOwned)
            }
            rule => rule,
        }
    }

    fn deletion(&self, resource: &ResourceId, id: &CloudId) -> Option<Rule> {
        if resource.kind == Kind::ManagedFile {
            let with_cluster = self.plan.options.delete_cluster && StoreView::may_be_public(&id.0);
            return (!with_cluster && !StoreView::is_in_folder(&id.0)).then_some(Rule::NotManaged);
        }
        // What is gone already is not deleted again.
        let index = self.inventory.by_word(resource.kind, &id.0)?;
        let item = &self.inventory.items[index];
        if self.is_shared(item) {
            return Some(Rule::Shared);
        }
        if is_protected(&item.resource) {
            return Some(Rule::Protected);
        }
        let whole = self.inventory.whole(item).map(|(whole, _)| whole);
        if whole.is_some_and(|whole| self.deleted.contains(&whole) || self.inventory.items[whole].deleting) {
            return None;
        }
        let options = &self.plan.options;
        match refusal(&item.owner) {
            Some(Rule::MadeInCluster) if options.delete_cluster => {}
            None => {}
            rule => return rule,
        }
        let name = name_of(self.inventory, item);
        if resource.name != name.name && resource.name != format!("{} ({id})", name.name) {
            return Some(Rule::Misnamed { name });
        }
        if !options.allows_deletion(resource, id, item.owner == Owner::Workload) {
            return Some(Rule::NotAllowed { until: until(resource) });
        }
        let by = self.uses.of(index, &|index| self.deleted.contains(&index), &|index| self.updated.contains(&index));
        (!by.is_empty()).then_some(Rule::InUse { by })
    }

    /// Refuses what the steps count on and what is another's.
    fn binding(&self, resource: &ResourceId) -> Option<Violation> {
        let id = CloudId(self.plan.bindings.get(resource)?.get(&Output::Id)?.clone());
        let index = self.inventory.by_word(resource.kind, &id.0)?;
        let rule = self.holds(index)?;
        Some(Violation { step: None, resource: resource.clone(), id: Some(id), rule })
    }

    /// Refuses tags by which a resource would be another cluster's.
    fn tagged(&self, desired: &Resource) -> Option<Rule> {
        match by_tags(self.claim, desired) {
            Owner::Other(cluster) => Some(Rule::OwnedBy { cluster }),
            _ => None,
        }
    }

    /// Refuses a part of something that is neither the cluster's, nor made by the plan, nor shared with the cluster.
    fn part(&self, desired: &Resource) -> Option<Rule> {
        let part = desired.kind().properties().part_of?;
        let value = desired.value(part.field);
        let word = match Ref::in_value(&value) {
            Some((id, output)) => self.plan.bindings.get(&id)?.get(&output)?.clone(),
            None => value.as_str()?.to_owned(),
        };
        let whole = part.field.refers_to.iter().find_map(|kind| self.inventory.by_word(*kind, &word));
        match whole.map(|whole| self.holds(whole)) {
            Some(None) => None,
            Some(Some(_)) | None => Some(Rule::PartOfOthers { whole: word }),
        }
    }

    /// Refuses what steps may not refer to.
    fn holds(&self, index: usize) -> Option<Rule> {
        let item = &self.inventory.items[index];
        if self.is_shared(item) || self.updated.contains(&index) {
            return None;
        }
        // The owner of what has no tags is that of its whole, and unknown where it is not a part.
        refusal(&item.owner).filter(|rule| *rule != Rule::NotOwned || item.resource.tags().is_some())
    }

    fn is_shared(&self, item: &Item<'_>) -> bool {
        self.plan.shared.iter().any(|shared| shared.resource.kind == item.kind && shared.id == *item.id)
    }
}

/// What keeps a plan from changing or deleting what this one owns.
fn refusal(owner: &Owner) -> Option<Rule> {
    match owner {
        Owner::Spec => None,
        Owner::Workload => Some(Rule::MadeInCluster),
        Owner::Shared => Some(Rule::Shared),
        Owner::Other(cluster) => Some(Rule::OwnedBy { cluster: cluster.clone() }),
        Owner::Unsaid => Some(Rule::NotOwned),
    }
}
