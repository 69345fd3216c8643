//! What becomes of each node of a graph: it is there, it changes, it is made, or nothing can be done.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::bind::{Known, bind};
use super::compare::lost;
use super::diff::{Difference, Remedy, advice, differences};
use super::inventory::{Inventory, Item};
use super::ownership::{self, Owner};
use super::reason::{self, source};
use super::{FieldChange, PlanError, PlanOptions, SourceRef, files, identity, tags};
use crate::graph::{Graph, Node, Ownership};
use crate::resource::{
    Change, CloudId, Field, Kind, Output, Placeholder, Ref, Resource, ResourceId, SecurityGroupRule, Written, label,
    outputs_of_content,
};

/// What becomes of a node.
#[derive(Debug, Default)]
pub(super) struct Decision {
    pub(super) action: NodeAction,
    /// What it is in the account.
    pub(super) item: Option<usize>,
    /// What differs.
    pub(super) changes: Vec<FieldChange>,
    /// What its fields refer to.
    pub(super) refers: Vec<(ResourceId, Output)>,
    /// Its fields, with every reference resolved that can be.
    pub(super) desired: Map<String, Value>,
    /// The content of a file in which something of the account stays, in place of what the graph has.
    pub(super) text: Option<String>,
}

/// What becomes of a node, in a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum NodeAction {
    /// It is as it should be.
    #[default]
    Unchanged,
    /// It is shared and left alone.
    Shared,
    /// It is made.
    Create,
    /// It is changed in place.
    Update,
}

/// What becomes of every node.
#[derive(Debug, Default)]
pub(super) struct Decisions<'a> {
    pub(super) by_id: BTreeMap<&'a ResourceId, Decision>,
    /// The nodes in an order in which each comes after what it refers to.
    pub(super) order: Vec<&'a ResourceId>,
    pub(super) errors: Vec<PlanError>,
    pub(super) notes: Vec<String>,
}

/// Decides what becomes of every node of a graph.
///
/// Whether shared things are as they should be does not matter any more when the whole cluster goes.
pub(super) fn decide<'a>(graph: &'a Graph, inventory: &Inventory<'_>, options: &PlanOptions) -> Decisions<'a> {
    let mut decisions = Decisions::default();
    let order = match graph.order() {
        Ok(order) => order,
        Err(cycle) => {
            decisions.errors.push(PlanError::Cycle(cycle));
            return decisions;
        }
    };
    for id in order {
        let Some((id, node)) = graph.nodes.get_key_value(&id) else { continue };
        let decision = Deciding { graph, inventory, options, decisions: &mut decisions, id, node }.decide();
        decisions.by_id.insert(id, decision);
        decisions.order.push(id);
    }
    decisions
}

impl Decision {
    /// True where an update assigns an output: a launch template gets a new version, a VPC its first IPv6 range, a load balancer
    /// addresses in other subnets. Nothing else that AWS assigned changes.
    pub(super) fn is_yet_to_give(&self, inventory: &Inventory<'_>, output: Output) -> bool {
        let changes = |field: &Field| self.changes.iter().any(|change| change.field == field.name);
        let renews = |kind: Kind| {
            let with = kind.properties().renews_with.iter().filter(|renewal| renewal.output == output);
            let is_renewed = with.flat_map(|renewal| renewal.fields).any(|field| changes(field));
            is_renewed || kind.properties().renews.contains(&output)
        };
        let has = |item: &Item<'_>| item.outputs.contains_key(&output) && !renews(item.kind);
        self.action == NodeAction::Update && !self.item.is_some_and(|item| has(&inventory.items[item]))
    }
}

impl Decisions<'_> {
    /// Returns what is known of a reference, now or later.
    pub(super) fn known(&self, inventory: &Inventory<'_>, id: &ResourceId, output: Output) -> Known {
        let Some(decision) = self.by_id.get(id) else { return Known::Never };
        if matches!(output, Output::Sha256 | Output::Sha256Base64) {
            let text = id.kind.properties().hashed.and_then(|field| field.text(&decision.desired));
            let hash = text.and_then(|text| outputs_of_content(text).remove(&output));
            return hash.map_or(Known::Later, Known::Value);
        }
        let Some(item) = decision.item else { return Known::Later };
        if decision.is_yet_to_give(inventory, output) {
            return Known::Later;
        }
        inventory.items[item].outputs.get(&output).map_or(Known::Never, |value| Known::Value(value.clone()))
    }
}

/// One node that is being decided.
struct Deciding<'a, 'b, 'i> {
    graph: &'a Graph,
    inventory: &'b Inventory<'i>,
    options: &'b PlanOptions,
    decisions: &'b mut Decisions<'a>,
    id: &'a ResourceId,
    node: &'a Node,
}

impl Deciding<'_, '_, '_> {
    fn decide(&mut self) -> Decision {
        let mut desired = self.node.resource.to_value();
        let mut refers = Vec::new();
        desired.values().for_each(|value| Ref::visit(value, &mut |id, output| refers.push((id, output))));
        let (decisions, inventory) = (&*self.decisions, self.inventory);
        bind(self.id.kind, &mut desired, &|id, output| decisions.known(inventory, id, output));
        let decision = match &self.node.ownership {
            Ownership::Shared(id) => self.share(id, &desired),
            Ownership::Owned => self.own(&mut desired),
        };
        Decision { refers, desired, ..decision }
    }

    fn share(&mut self, id: &CloudId, desired: &Map<String, Value>) -> Decision {
        let decision = |item| Decision { action: NodeAction::Shared, item, ..Decision::default() };
        let found = self.inventory.by_word(self.id.kind, &id.0).filter(|item| !self.inventory.items[*item].deleting);
        let Some(item) = found else {
            if self.options.delete_cluster {
                return decision(None);
            }
            let origin = self.origin();
            self.decisions.errors.push(PlanError::MissingShared { resource: self.id.clone(), id: id.clone(), origin });
            return decision(None);
        };
        if self.options.delete_cluster {
            return decision(Some(item));
        }
        for difference in differences(self.id.kind, desired, &self.inventory.items[item].fields, true) {
            if difference.remedy == Remedy::InPlace {
                self.decisions.notes.push(note_of_shared(self.id.kind, id, &difference));
            } else {
                let change = Box::new(self.change(difference));
                let error = PlanError::SharedDiffers { resource: self.id.clone(), id: id.clone(), change };
                self.decisions.errors.push(error);
            }
        }
        decision(Some(item))
    }

    fn own(&mut self, desired: &mut Map<String, Value>) -> Decision {
        if self.options.leaves_out(self.node) {
            let item = self.find(desired);
            if let Some(item) = item {
                self.take_text(item, desired, |_, found| found.as_str().map(str::to_owned));
            }
            return Decision { item, ..Decision::default() };
        }
        if self.is_needless_placeholder(desired) {
            return Decision::default();
        }
        let Some(index) = self.find(desired) else {
            return Decision { action: NodeAction::Create, ..Decision::default() };
        };
        let item = &self.inventory.items[index];
        self.check_owner(item);
        if self.is_rule_of_others(item) {
            return Decision { item: Some(index), ..Decision::default() };
        }
        let text = self.take_text(index, desired, files::keeping);
        let mut action = NodeAction::Unchanged;
        let mut changes = Vec::new();
        for difference in differences(self.id.kind, desired, &item.fields, false) {
            let (field, is_fixed) = (difference.field, difference.remedy == Remedy::None);
            let change = self.change(difference);
            if is_fixed {
                self.decisions.errors.push(PlanError::Fixed {
                    resource: self.id.clone(),
                    id: item.id.clone().into_owned(),
                    change: Box::new(change),
                    advice: advice(self.id.kind, field).to_owned(),
                });
                continue;
            }
            if self.id.kind.properties().serves_in == Some(field) {
                self.note_ended_connections(&change);
            }
            changes.push(change);
            action = NodeAction::Update;
        }
        Decision { action, item: Some(index), changes, text, ..Decision::default() }
    }

    /// Takes the text that stays for the one that is wanted, where there is one: its hash is what others refer to.
    fn take_text(
        &self,
        item: usize,
        desired: &mut Map<String, Value>,
        stays: impl FnOnce(&Value, &Value) -> Option<String>,
    ) -> Option<String> {
        let field = self.id.kind.properties().hashed?;
        let text = stays(field.of(desired)?, field.of(&self.inventory.items[item].fields)?)?;
        desired.insert(field.name.to_owned(), text.as_str().into());
        Some(text)
    }

    /// True for a placeholder where there is something already, or the cluster has instances that put it there.
    fn is_needless_placeholder(&self, desired: &Map<String, Value>) -> bool {
        let placeholder = self.id.kind.properties().placeholder;
        let Some(Placeholder { until, .. }) = placeholder.filter(|place| place.without.of(desired).is_none()) else {
            return false;
        };
        let keys = identity::keys(&self.node.resource, desired);
        let is_there = keys.iter().any(|key| !self.inventory.by_identity(self.id.kind, key).is_empty());
        let is_group = |item: &Item<'_>| item.kind == until && item.owner == Owner::Spec;
        is_there || self.inventory.items.iter().any(is_group)
    }

    /// Says which connections end because a resource leaves a subnet that it serves.
    fn note_ended_connections(&mut self, change: &FieldChange) {
        for mapping in lost(&change.new, &change.old) {
            let subnet = mapping.get("subnet").and_then(Value::as_str).unwrap_or_default();
            let (title, name) = (self.id.kind.title(), &self.id.name);
            let note =
                format!("connections through the {title} `{name}` end in the subnet `{subnet}`, which it leaves");
            self.decisions.notes.push(note);
        }
    }

    /// Finds the resource that has the identity of the node.
    fn find(&mut self, desired: &Map<String, Value>) -> Option<usize> {
        let keys = identity::keys(&self.node.resource, desired);
        let found =
            keys.iter().map(|key| self.inventory.by_identity(self.id.kind, key)).find(|found| !found.is_empty())?;
        let revision = |item: &usize| identity::revision(&self.inventory.items[*item].resource);
        let newest = found.iter().map(revision).max().unwrap_or(0);
        let mut newest = found.iter().copied().filter(|item| revision(item) == newest);
        let first = newest.next();
        if newest.next().is_some() {
            let mut ids: Vec<CloudId> =
                found.iter().map(|item| self.inventory.items[*item].id.clone().into_owned()).collect();
            ids.sort();
            self.decisions.errors.push(PlanError::Ambiguous { resource: self.id.clone(), ids, origin: self.origin() });
        }
        first
    }

    /// Refuses resources that have another owner by their tags. Parts without tags are refused with the whole.
    fn check_owner(&mut self, item: &Item<'_>) {
        if item.resource.tags().is_none() {
            return;
        }
        let title = self.id.kind.title();
        let (resource, id, origin) = (self.id.clone(), item.id.clone().into_owned(), self.origin());
        let error = match &item.owner {
            Owner::Spec => return,
            Owner::Unsaid if self.id.kind.properties().made_by_aws => return,
            Owner::Unsaid => {
                let note = format!("the {title} `{id}` exists without the cluster's tags and is taken over");
                return self.decisions.notes.push(note);
            }
            Owner::Other(owner) => PlanError::OthersOwn { resource, id, owner: owner.clone(), origin },
            Owner::Shared => PlanError::NotOurs { resource, id, whose: "that it is shared".to_owned(), origin },
            Owner::Workload => {
                let why = ownership::why_workload(&self.graph.cluster, &item.resource);
                let whose = format!("that something in the cluster made it: {why}");
                PlanError::NotOurs { resource, id, whose, origin }
            }
        };
        self.decisions.errors.push(error);
    }

    /// True for a rule that a shared security group has without the cluster's tags, from its owner or from kops, which gives it only a
    /// name. It does what the cluster wants; with the cluster's tags it would be deleted with the cluster.
    fn is_rule_of_others(&self, item: &Item<'_>) -> bool {
        let Resource::SecurityGroupRule(SecurityGroupRule { group: Ref::Resource { id, .. }, .. }) =
            &self.node.resource
        else {
            return false;
        };
        let group = self.graph.nodes.get(id);
        item.owner == Owner::Unsaid && group.is_some_and(|group| matches!(group.ownership, Ownership::Shared(_)))
    }

    fn origin(&self) -> Option<SourceRef> {
        self.node.origin.path.as_ref().map(|path| source(self.graph, path))
    }

    fn change(&self, difference: Difference) -> FieldChange {
        let field = difference.field.name;
        let origin = &self.node.origin;
        let path = origin.fields.get(field).or(origin.path.as_ref());
        FieldChange {
            reason: self.follows(&difference.new).unwrap_or_else(|| reason::of_field(origin, field)),
            source: path.map(|path| source(self.graph, path)),
            field: field.to_owned(),
            old: difference.old,
            new: difference.new,
        }
    }

    /// Says what a change follows, where it only follows another one.
    fn follows(&self, new: &Value) -> Option<String> {
        let mut first = None;
        Ref::visit(new, &mut |id, _| {
            first.get_or_insert(id);
        });
        let id = first?;
        let followed = format!("the {} `{}`", id.kind.title(), id.name);
        Some(match self.decisions.by_id.get(&id).map(|decision| decision.action) {
            Some(NodeAction::Update) => format!("{followed} changes"),
            _ => format!("{followed} is new"),
        })
    }
}

/// Returns what a resource is after a change: what the node says, with the tags of others.
///
/// Where an update writes everything, what the node leaves open is what it was. A file has `text`, where it is given.
pub(super) fn target(node: &Node, item: &Item<'_>, text: Option<&str>) -> Resource {
    let mut target = node.resource.clone();
    if let (Resource::ManagedFile(file), Some(text)) = (&mut target, text) {
        file.content = text.into();
    }
    if item.kind.properties().update_writes == Written::Everything {
        let said = node.resource.to_value();
        let is_said = |field: &&Field| field.change == Change::InPlace && (field.exact || field.of(&said).is_some());
        let fields: Vec<&Field> = item.kind.fields().iter().filter(is_said).collect();
        target =
            item.resource.with_fields(&target, &fields).expect("both are of one kind, and the fields change in place");
    }
    let tags = node.resource.tags().zip(item.resource.tags());
    if let (Some(tags), Some((desired, found))) = (target.tags_mut(), tags) {
        *tags = tags::merged(item.kind, desired, found);
    }
    target
}

fn note_of_shared(kind: Kind, id: &CloudId, difference: &Difference) -> String {
    let title = kind.title();
    let Some(tags) = difference.new.as_object().filter(|_| difference.field.holds_tags()) else {
        let words = label(difference.field.name);
        return format!(
            "the shared {title} `{id}` has the {words} `{}` where `{}` is expected; it is left as it is",
            difference.old, difference.new
        );
    };
    let tags: Vec<String> =
        tags.iter().filter_map(|(key, value)| Some(format!("`{key}={}`", value.as_str()?))).collect();
    format!("the shared {title} `{id}` lacks {}; it is left as it is", tags.join(", "))
}
