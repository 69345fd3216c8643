//! What keeps something from being deleted because it uses it: what AWS would answer with `DependencyViolation`, and what
//! would go on without what it needs.

use super::inventory::Inventory;

/// Returns what refers to each resource and keeps it from being deleted.
pub(super) fn users(inventory: &Inventory<'_>) -> Vec<Vec<usize>> {
    let mut users = vec![Vec::new(); inventory.items.len()];
    for (user, item) in inventory.items.iter().enumerate().filter(|(_, item)| !item.deleting) {
        let whole = inventory.whole(item).map(|(whole, _)| whole);
        for used in inventory.referred_by(user, &|field| !field.may_dangle) {
            if whole != Some(used) {
                users[used].push(user);
            }
        }
    }
    users
}
