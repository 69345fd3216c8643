//! What keeps something from being deleted because it uses it: what AWS would answer with `DependencyViolation`, and what
//! would go on without what it needs.

use std::collections::{BTreeMap, BTreeSet};

use super::inventory::Inventory;
use crate::cloud::Occupant;
use crate::resource::{CloudId, Kind, OfKind, SecurityGroup};

/// Who uses what, and what of it goes.
pub(super) struct Uses<'a> {
    inventory: &'a Inventory<'a>,
    cluster: &'a str,
    /// What refers to each resource and keeps it from being deleted.
    users: Vec<Vec<usize>>,
    /// What is in each network and security group and is not a resource.
    occupants: BTreeMap<&'a CloudId, Vec<&'a Occupant>>,
    /// The whole cluster goes, with every instance that it runs.
    everything: bool,
}

impl<'a> Uses<'a> {
    pub(super) fn new(inventory: &'a Inventory<'a>, cluster: &'a str, everything: bool) -> Self {
        let (users, occupants) = (users(inventory), by_used(inventory.occupants));
        Self { inventory, cluster, users, occupants, everything }
    }

    /// Returns what stays and uses a resource, in words. What `goes` is deleted; what is `kept` by the plan as the spec wants it
    /// refers to nothing that goes, but the instances of a group that is kept may still be where they were.
    pub(super) fn of(&self, index: usize, goes: &dyn Fn(usize) -> bool, kept: &dyn Fn(usize) -> bool) -> Vec<String> {
        let item = &self.inventory.items[index];
        let lets_go = |user: usize| goes(user) || kept(user);
        let resources = self.users[index].iter().filter(|user| !self.leaves(**user, &lets_go)).map(|user| {
            let user = &self.inventory.items[*user];
            format!("the {} `{}`", user.kind.title(), user.id)
        });
        // It has the id of its VPC, and nothing is in it.
        let is_association = item.kind == Kind::DhcpOptionsAssociation;
        let there = self.occupants.get(&*item.id).filter(|_| !is_association).into_iter().flatten();
        let others = there.filter(|there| !self.occupant_leaves(there, goes)).map(|there| match &there.owner {
            Some(owner) if owner != self.cluster => format!("the {} `{}` of `{owner}`", there.what, there.id),
            _ => format!("the {} `{}`", there.what, there.id),
        });
        let found: BTreeSet<String> = resources.chain(others).collect();
        found.into_iter().collect()
    }

    fn leaves(&self, user: usize, goes: &dyn Fn(usize) -> bool) -> bool {
        let item = &self.inventory.items[user];
        let whole = self.inventory.whole(item).map(|(whole, _)| whole);
        goes(user) || item.deleting || whole.is_some_and(goes)
    }

    fn occupant_leaves(&self, there: &Occupant, goes: &dyn Fn(usize) -> bool) -> bool {
        let ours = there.owner.as_deref() == Some(self.cluster);
        let part_of = |id: &CloudId| {
            let kinds =
                [Kind::AutoscalingGroup, Kind::NetworkLoadBalancer, Kind::ClassicLoadBalancer, Kind::NatGateway];
            let whole = kinds.iter().find_map(|kind| self.inventory.by_word(*kind, id.as_str()));
            whole.is_some_and(|whole| goes(whole) || self.inventory.items[whole].deleting)
        };
        (ours && self.everything) || there.part_of.as_ref().is_some_and(part_of)
    }
}

/// What is not a resource, by the ids of what it uses.
fn by_used(occupants: &[Occupant]) -> BTreeMap<&CloudId, Vec<&Occupant>> {
    let mut found: BTreeMap<&CloudId, Vec<&Occupant>> = BTreeMap::new();
    for occupant in occupants {
        for used in &occupant.uses {
            found.entry(used).or_default().push(occupant);
        }
    }
    found
}

/// Returns what refers to each resource and keeps it from being deleted.
fn users(inventory: &Inventory<'_>) -> Vec<Vec<usize>> {
    let mut users = vec![Vec::new(); inventory.items.len()];
    for (user, item) in inventory.items.iter().enumerate() {
        if item.deleting || SecurityGroup::of(&item.resource).is_some_and(SecurityGroup::is_default) {
            continue;
        }
        let whole = inventory.whole(item).map(|(whole, _)| whole);
        for used in inventory.referred_by(user, &|field| !field.may_dangle) {
            if whole != Some(used) {
                users[used].push(user);
            }
        }
    }
    users
}
