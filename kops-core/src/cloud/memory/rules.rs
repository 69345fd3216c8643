//! What AWS asks of each kind of resource: one implementation of [`Rules`] per kind, in `kinds/`.

use super::api_error::{ApiError, ApiResult};
use super::id_generator::IdGenerator;
use super::state::State;
use crate::resource::{CloudId, Field, OfKind, Outputs, Tags};

/// What AWS asks of a kind of resource and what it makes of one.
pub(super) trait Rules: OfKind {
    /// The operations that make, change and delete one.
    const OPERATIONS: Operations;
    /// AWS's word for a reference to one that is not there.
    const MISSING: &'static str;
    /// The id of a new one.
    fn id(&self, id_generator: &IdGenerator) -> CloudId;

    /// Says what AWS would say where this cannot stand in the account. `this` is its own id, once it has one.
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

/// Checks the tags of anything.
pub(super) fn check_tags(tags: Option<&Tags>) -> ApiResult {
    let Some(tags) = tags else { return Ok(()) };
    if tags.len() > 50 {
        return Err(ApiError::quota("TagLimitExceeded", format!("{} tags are more than the 50 that fit", tags.len())));
    }
    for (key, value) in tags {
        if key.is_empty() || key.chars().count() > 128 {
            return Err(ApiError::value(format!("the tag key `{key}` must have 1 to 128 characters")));
        }
        if value.chars().count() > 256 {
            return Err(ApiError::value(format!("the value of the tag `{key}` must have at most 256 characters")));
        }
        if key.to_ascii_lowercase().starts_with("aws:") {
            return Err(ApiError::value(format!("the tag key `{key}` must not begin with `aws:`")));
        }
    }
    Ok(())
}

/// Checks a name: its length and the characters that it may have beside letters and digits.
pub(super) fn check_name(what: &str, name: &str, longest: usize, besides: &str) -> ApiResult {
    let length = name.chars().count();
    if length == 0 || length > longest {
        return Err(ApiError::value(format!(
            "the {what} `{name}` has {length} characters and must have 1 to {longest}"
        )));
    }
    match name.chars().find(|c| !c.is_ascii_alphanumeric() && !besides.contains(*c)) {
        Some(odd) => Err(ApiError::value(format!("the {what} `{name}` must not hold `{odd}`"))),
        None => Ok(()),
    }
}

/// Checks that a number is in a range.
pub(super) fn check_range<T: PartialOrd + std::fmt::Display>(what: &str, value: T, least: T, most: T) -> ApiResult {
    if value < least || value > most {
        return Err(ApiError::value(format!("{what} is `{value}` and must be from {least} to {most}")));
    }
    Ok(())
}

/// Checks that a text is one of a few.
pub(super) fn check_one_of(what: &str, value: &str, allowed: &[&str]) -> ApiResult {
    if allowed.contains(&value) {
        return Ok(());
    }
    let allowed: Vec<_> = allowed.iter().map(|word| format!("`{word}`")).collect();
    Err(ApiError::value(format!("{what} is `{value}` and must be one of {}", allowed.join(", "))))
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
        Some((user, _)) => {
            let message = format!("`{id}` is still used by the {} `{user}`", T::KIND.title());
            Err(ApiError::in_use("DependencyViolation", message).waiting_for(T::KIND, user))
        }
        None => Ok(()),
    }
}
