//! The account and the state store as a plan looks at them: every resource with its fields, by id and by identity.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::{Map, Value};

use super::identity::tag;
use super::ownership::{self, Claim, Owner};
use super::{compare, identity, references};
use crate::cloud::{Occupant, Snapshot};
use crate::naming::{Names, paths, tags};
use crate::resource::{
    CloudId, Field, Keyset, Kind, ManagedFile, OfKind, OnParentDelete, Output, Outputs, Resource, Secret,
    SecurityGroup, SecurityGroupRule, outputs_of_content,
};
use crate::state::StoreView;

/// Everything that was found.
#[derive(Debug)]
pub(super) struct Inventory<'a> {
    pub(super) items: Vec<Item<'a>>,
    cluster: String,
    pub(super) occupants: &'a [Occupant],
    by_word: HashMap<Kind, HashMap<String, usize>>,
    by_identity: HashMap<Kind, HashMap<String, Vec<usize>>>,
}

/// A resource that was found.
#[derive(Debug)]
pub(super) struct Item<'a> {
    pub(super) kind: Kind,
    pub(super) id: Cow<'a, CloudId>,
    pub(super) resource: Cow<'a, Resource>,
    pub(super) fields: Map<String, Value>,
    pub(super) outputs: Cow<'a, Outputs>,
    pub(super) deleting: bool,
    pub(super) owner: Owner,
}

impl<'a> Inventory<'a> {
    /// Takes stock for a cluster.
    pub(super) fn new(claim: &Claim<'_>, snapshot: &'a Snapshot, store: &'a StoreView) -> Self {
        let in_cloud = snapshot.resources.iter().map(|observed| {
            let (kind, fields) = (observed.resource.kind(), observed.resource.to_value());
            Item {
                kind,
                id: Cow::Borrowed(&observed.id),
                resource: Cow::Borrowed(&observed.resource),
                owner: ownership::by_tags(claim, &observed.resource),
                fields,
                outputs: Cow::Borrowed(&observed.outputs),
                deleting: observed.deleting,
            }
        });
        let mut inventory = Self {
            cluster: claim.cluster.to_owned(),
            occupants: &snapshot.occupants,
            items: in_cloud.chain(files(store, &claim.objects())).chain(keys(store)).collect(),
            by_word: HashMap::new(),
            by_identity: HashMap::new(),
        };
        inventory.index_words();
        inventory.ask_the_whole(claim);
        inventory.index_identities();
        inventory
    }

    /// Finds a resource by anything that may stand for it: id, ARN, DNS name, address, and name where that is unique.
    pub(super) fn by_word(&self, kind: Kind, word: &str) -> Option<usize> {
        let words = self.by_word.get(&kind)?;
        let found = words.get(word).copied();
        match kind {
            Kind::ClassicLoadBalancer | Kind::NetworkLoadBalancer => {
                found.or_else(|| words.get(&compare::load_balancer_name(word)).copied())
            }
            _ => found,
        }
    }

    /// Finds the resources that answer to an identity; those that are on their way out do not.
    pub(super) fn by_identity(&self, kind: Kind, key: &str) -> &[usize] {
        self.by_identity.get(&kind).and_then(|keys| keys.get(key)).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns the resources that one refers to.
    pub(super) fn references(&self, item: usize) -> Vec<usize> {
        self.referred_by(item, &|_| true)
    }

    /// Returns the resources that one refers to by some of its fields.
    pub(super) fn referred_by(&self, item: usize, by: &dyn Fn(&Field) -> bool) -> Vec<usize> {
        let item = &self.items[item];
        let mut found = Vec::new();
        references::each(item.kind, &item.fields, &mut |field, word| {
            if by(field) {
                found.extend(field.refers_to.iter().find_map(|kind| self.by_word(*kind, word)));
            }
        });
        found
    }

    /// Returns the resource that a field names.
    pub(super) fn referred(&self, item: &Item<'_>, field: &Field) -> Option<usize> {
        let mut found = None;
        references::texts(field.of(&item.fields)?, &mut |word| {
            found = found.or_else(|| field.refers_to.iter().find_map(|kind| self.by_word(*kind, word)));
        });
        found
    }

    /// Returns the whole that something is a part of, and what becomes of it with the whole.
    pub(super) fn whole(&self, item: &Item<'_>) -> Option<(usize, OnParentDelete)> {
        if let Some(group) = self.detached_from(item) {
            return Some((group, OnParentDelete::DeleteFirst));
        }
        let part = item.kind.properties().part_of?;
        Some((self.referred(item, part.field)?, part.on_delete))
    }

    /// Returns the autoscaling group that an instance of the cluster was detached from to be replaced, where that is not on its way out.
    pub(super) fn detached_from(&self, item: &Item<'_>) -> Option<usize> {
        if item.kind != Kind::StandaloneInstance || item.owner != Owner::Workload {
            return None;
        }
        let group = self.by_word(Kind::AutoscalingGroup, tag(&item.resource, tags::DETACHED)?)?;
        (!self.items[group].deleting).then_some(group)
    }

    /// Returns the autoscaling groups whose instances read an object of the state store when they start: that of the instance group whose
    /// configuration it is, or those of the groups whose configurations name it.
    pub(super) fn readers(&self, item: &Item<'_>) -> Vec<usize> {
        let Some(ManagedFile { key, .. }) = ManagedFile::of(&item.resource) else { return Vec::new() };
        if paths::group_of(key).is_some() {
            return self.autoscaling_group_of(key).into_iter().collect();
        }
        let files = self.items.iter().filter_map(|item| ManagedFile::of(&item.resource));
        let names_it = |file: &&ManagedFile| file.content.known().is_some_and(|content| content.contains(key.as_str()));
        files.filter(names_it).filter_map(|file| self.autoscaling_group_of(&file.key)).collect()
    }

    fn autoscaling_group_of(&self, key: &str) -> Option<usize> {
        let (role, group) = paths::group_of(key)?;
        let name = Names::new(&self.cluster).autoscaling_group(group, Some(role));
        self.by_word(Kind::AutoscalingGroup, &name)
    }

    fn index_words(&mut self) {
        for (index, item) in self.items.iter().enumerate() {
            let assigned =
                item.outputs.iter().filter(|(output, _)| stands_for(**output)).map(|(_, word)| word.as_str());
            let name = item.kind.properties().found_by.unique_name().and_then(|name| name.text(&item.fields));
            let words = self.by_word.entry(item.kind).or_default();
            for word in assigned.chain(name).chain([item.id.0.as_str()]) {
                words.insert(word.to_owned(), index);
            }
            if let Some(name) = item.outputs.get(&Output::DnsName) {
                words.insert(compare::load_balancer_name(name), index);
            }
        }
    }

    fn ask_the_whole(&mut self, claim: &Claim<'_>) {
        // Parts have no parts, so one pass is enough.
        let owners: Vec<Option<Owner>> = self.items.iter().map(|item| self.by_whole(claim, item)).collect();
        for (item, owner) in self.items.iter_mut().zip(owners) {
            if let Some(owner) = owner {
                item.owner = owner;
            }
        }
    }

    fn is_untagged_rule(&self, claim: &Claim<'_>, item: &Item<'_>) -> bool {
        let named = |field: &Field| SecurityGroup::NAME.text(&self.items[self.referred(item, field)?].fields);
        let group = named(SecurityGroupRule::GROUP).unwrap_or_default();
        ownership::is_untagged_rule(claim.cluster, &item.fields, group, named(SecurityGroupRule::PEER))
    }

    fn by_whole(&self, claim: &Claim<'_>, item: &Item<'_>) -> Option<Owner> {
        if item.owner != Owner::Unsaid {
            return None;
        }
        let whole =
            |field: &Field| self.referred(item, field).map_or(Owner::Unsaid, |whole| self.items[whole].owner.clone());
        let is_rule = item.kind == Kind::SecurityGroupRule && whole(SecurityGroupRule::GROUP) == Owner::Spec;
        if is_rule && self.is_untagged_rule(claim, item) {
            return Some(Owner::Spec);
        }
        Some(ownership::of_part(item.kind, &item.fields, &whole))
    }

    fn index_identities(&mut self) {
        for (index, item) in self.items.iter().enumerate() {
            let ours = matches!(item.owner, Owner::Spec | Owner::Workload);
            if item.deleting || (identity::is_by_tags(item.kind) && !ours) {
                continue;
            }
            for key in identity::keys(&item.resource, &item.fields) {
                self.by_identity.entry(item.kind).or_default().entry(key).or_default().push(index);
            }
        }
    }
}

fn files<'a>(store: &'a StoreView, is_claimed: &impl Fn(&str) -> bool) -> impl Iterator<Item = Item<'a>> {
    store.objects.iter().map(|(key, object)| {
        let file = ManagedFile { key: key.clone(), content: object.content.as_str().into(), public: object.public };
        let resource = Resource::from(file);
        let fields = resource.to_value();
        let mut outputs = outputs_of_content(&object.content);
        outputs.insert(Output::Id, key.clone());
        Item {
            kind: Kind::ManagedFile,
            id: Cow::Owned(CloudId(key.clone())),
            resource: Cow::Owned(resource),
            fields,
            outputs: Cow::Owned(outputs),
            deleting: false,
            owner: if is_claimed(key) { Owner::Spec } else { Owner::Unsaid },
        }
    })
}

/// Keysets and secrets. Nothing says whose they are, so that no plan deletes one.
fn keys(store: &StoreView) -> impl Iterator<Item = Item<'_>> {
    let item = |name: &String, resource: Resource, outputs| Item {
        kind: resource.kind(),
        id: Cow::Owned(CloudId(name.clone())),
        fields: resource.to_value(),
        resource: Cow::Owned(resource),
        outputs,
        deleting: false,
        owner: Owner::Unsaid,
    };
    let keysets = store
        .keysets
        .iter()
        .map(move |(name, outputs)| item(name, Keyset { name: name.clone() }.into(), Cow::Borrowed(outputs)));
    let secrets = store
        .secrets
        .iter()
        .map(move |(name, outputs)| item(name, Secret { name: name.clone() }.into(), Cow::Borrowed(outputs)));
    keysets.chain(secrets)
}

fn stands_for(output: Output) -> bool {
    matches!(output, Output::Id | Output::Arn | Output::DnsName | Output::Address)
}
