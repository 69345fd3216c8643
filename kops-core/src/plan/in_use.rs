//! What keeps something from being deleted because it uses it: what AWS would answer with `DependencyViolation`, and what
//! would go on without what it needs.

use super::inventory::Inventory;
use super::references::part_of;
use crate::resource::Kind;

/// Returns what refers to each resource and keeps it from being deleted.
pub(super) fn users(inventory: &Inventory<'_>) -> Vec<Vec<usize>> {
    let mut users = vec![Vec::new(); inventory.items.len()];
    for (user, item) in inventory.items.iter().enumerate().filter(|(_, item)| !item.deleting) {
        let whole = part_of(item.kind).and_then(|(field, _)| inventory.referred(item, field));
        for used in inventory.references(user) {
            if whole != Some(used) && keeps(item.kind, inventory.items[used].kind) {
                users[used].push(user);
            }
        }
    }
    users
}

/// True where a resource of one kind keeps one of another kind that it refers to. Launch templates and records may name what
/// is gone, and so may the target of a rule.
fn keeps(user: Kind, used: Kind) -> bool {
    !matches!((user, used), (Kind::LaunchTemplate | Kind::DnsRecord, _) | (Kind::EventTarget, Kind::Queue))
}
