//! What AWS asks of each kind of resource: one implementation of [`Rules`] per kind, in `kinds/`.

use super::api_error::{ApiError, ApiResult};
use super::id_generator::IdGenerator;
use super::state::{Phase, State};
use crate::resource::{CloudId, Field, Kind, Limits, Outputs};

/// What AWS asks of a kind of resource and what it makes of one.
pub(super) trait Rules: Limits {
    /// The operations that make, change and delete one.
    const OPERATIONS: Operations;
    /// AWS's word for a reference to one that is not there.
    const MISSING: &'static str;
    /// The id of a new one.
    fn id(&self, id_generator: &IdGenerator) -> CloudId;

    /// Returns what AWS answers where this cannot be in the account, beyond the limits of its values. `this` is its own id,
    /// once it has one.
    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult;

    /// Drops what loses its meaning by a change from `old`, as AWS does, unless the call names it.
    fn normalize_update(&mut self, _old: &Self, _names: &dyn Fn(&Field) -> bool) {}

    /// Says what AWS would say to a change from `old` to this.
    fn check_change(&self, _old: &Self) -> ApiResult {
        Ok(())
    }

    /// Says what AWS would say to a deletion.
    fn check_deletion(&self, _id: &CloudId, _account: &State) -> ApiResult {
        Ok(())
    }

    /// Sets what AWS sets where the caller does not, and drops what AWS does not give back.
    fn complete(&mut self, _id: &CloudId, _account: &State) {}

    /// One that the account made by itself and that a creation takes over.
    fn adopts(&self, _account: &State) -> Option<CloudId> {
        None
    }

    /// What AWS assigns to it beside the id.
    fn outputs(&self, _id: &CloudId, _account: &State) -> Outputs {
        Outputs::new()
    }

    /// What else happens in the account when one was made (`old` is none) or changed.
    fn after_write(&self, _id: &CloudId, _old: Option<&Self>, _account: &mut State) {}

    /// What goes with it when it is deleted.
    fn cascade_delete(&self, _id: &CloudId, _account: &mut State) {}
}

/// The names of operations.
#[derive(Clone, Copy, Debug)]
pub(super) struct Operations {
    pub(super) create: &'static str,
    pub(super) update: &'static str,
    pub(super) delete: &'static str,
}

/// Names the operations of a kind.
pub(super) const fn operations(create: &'static str, update: &'static str, delete: &'static str) -> Operations {
    Operations { create, update, delete }
}

/// Checks that one more of something still fits.
pub(super) fn check_quota(code: &str, what: &str, count: usize, limit: usize) -> ApiResult {
    if count >= limit {
        return Err(ApiError::quota(code, format!("the account has {count} {what} and may have {limit}")));
    }
    Ok(())
}

/// Refuses a deletion as long as something of kind `T` uses what is to be deleted.
pub(super) fn still_used<T: Rules>(account: &State, id: &CloudId, uses: impl Fn(&T) -> bool) -> ApiResult {
    match account.all::<T>().find(|(_, other)| uses(other)) {
        Some((user, _)) => Err(used_by(account, "DependencyViolation", id, T::KIND, user)),
        None => Ok(()),
    }
}

/// The error for a deletion of what something uses. Where that is a NAT gateway that is being deleted, which takes AWS minutes, it is only
/// too early.
pub(super) fn used_by(account: &State, code: &str, id: &CloudId, kind: Kind, user: &CloudId) -> ApiError {
    let is_going = kind == Kind::NatGateway && matches!(account.phase(kind, user), Some(Phase::Deleting(_)));
    let error = if is_going {
        ApiError::not_ready(code, format!("the NAT gateway `{user}` that uses `{id}` is being deleted"))
    } else {
        ApiError::in_use(code, format!("`{id}` is still used by the {} `{user}`", kind.title()))
    };
    error.waiting_for(kind, user)
}
