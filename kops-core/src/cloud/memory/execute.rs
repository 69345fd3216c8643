//! Executes one step in the account.

use super::api_error::{ApiError, ApiResult};
use super::id_generator::IdGenerator;
use super::rules::Rules;
use super::state::{Made, Phase, State};
use crate::cloud::{BoundAction, BoundStep, CloudError, Outcome};
use crate::resource::{CloudId, Field, Output, Outputs, on_kind};

/// Executes a step, or refuses it as AWS would.
pub(super) fn execute(account: &mut State, step: &BoundStep) -> Result<Outcome, CloudError> {
    let request = account.next_request();
    let token = step.token.as_str();
    let operation = match &step.action {
        BoundAction::Create { desired } => on_kind!(desired, wanted => operations(wanted).create),
        BoundAction::Update { desired, .. } => on_kind!(desired, wanted => operations(wanted).update),
        BoundAction::Delete { current, .. } => on_kind!(current, old => operations(old).delete),
    };
    let result = may_call(account, operation).and_then(|()| match &step.action {
        BoundAction::Create { desired } => on_kind!(desired, wanted => create(account, token, wanted)),
        BoundAction::Update { id, desired, fields, .. } => {
            on_kind!(desired, wanted => update(account, token, id, wanted, fields))
        }
        BoundAction::Delete { id, current } => {
            on_kind!(current, old => delete(account, id, old).map(|()| Outputs::new()))
        }
    });
    result.map(|outputs| Outcome { outputs }).map_err(|api_error| {
        if let Some((kind, id)) = &api_error.waits_for {
            account.look_at(*kind, id);
        }
        api_error.into_error(operation, request, step)
    })
}

/// Refuses an operation whose permission the caller lacks.
fn may_call(account: &State, operation: &str) -> ApiResult {
    match account.denied.iter().find(|action| action.split_once(':').is_some_and(|(_, name)| name == operation)) {
        Some(action) => Err(ApiError::denied(action)),
        None => Ok(()),
    }
}

fn operations<T: Rules>(_: &T) -> super::rules::Operations {
    T::OPERATIONS
}

/// Everything that AWS assigned to a resource, its id among it.
pub(super) fn outputs<T: Rules>(account: &State, id: &CloudId, resource: &T) -> Outputs {
    let mut outputs = resource.outputs(id, account);
    outputs.insert(Output::Id, id.0.clone());
    outputs
}

fn create<T: Rules>(account: &mut State, token: &str, wanted: &T) -> Result<Outputs, ApiError> {
    if let Some(made) = account.tokens.get(token) {
        return repeat::<T>(account, token, made);
    }
    ApiError::of_first(wanted.faults())?;
    wanted.check(None, account)?;
    let adopted = wanted.adopts(account);
    let id = adopted.unwrap_or_else(|| wanted.id(&IdGenerator::new(account, token)));
    let id = write_object(account, id, wanted.clone());
    account.tokens.insert(token.to_owned(), Made { kind: T::KIND, id: id.clone() });
    let pending = if T::KIND.properties().async_create { account.delays.available } else { 0 };
    let phase = match account.delays.visible {
        0 if pending == 0 => None,
        0 => Some(Phase::Pending(pending)),
        looks => Some(Phase::Hidden(looks, pending)),
    };
    account.set_phase(T::KIND, &id, phase);
    answer::<T>(account, &id)
}

/// Puts a resource in its place and lets happen what happens then.
pub(super) fn write_object<T: Rules>(account: &mut State, id: CloudId, mut resource: T) -> CloudId {
    resource.complete(&id, account);
    account.put(&id, resource.clone().into());
    resource.after_write(&id, None, account);
    id
}

/// Answers a step that was executed before.
fn repeat<T: Rules>(account: &State, token: &str, made: &Made) -> Result<Outputs, ApiError> {
    if made.kind != T::KIND {
        let message = format!("the token `{token}` was used to make a {}", made.kind.title());
        return Err(ApiError::invalid("IdempotentParameterMismatch", message));
    }
    if account.find::<T>(made.id.as_str()).is_none() {
        let message =
            format!("the token `{token}` was used to make `{}`, which is gone; a new step needs a new token", made.id);
        return Err(ApiError::conflict("IdempotentParameterMismatch", message));
    }
    answer::<T>(account, &made.id)
}

fn update<T: Rules>(
    account: &mut State,
    token: &str,
    id: &CloudId,
    wanted: &T,
    fields: &[String],
) -> Result<Outputs, ApiError> {
    let (_, old) = account.need::<T>(&id.as_str().into())?;
    if account.tokens.get(token).is_some_and(|made| made.kind == T::KIND && made.id == *id) {
        return answer::<T>(account, id);
    }
    let old = old.clone();
    let fields = T::KIND.fields_in_place(fields);
    let fields = fields.map_err(|error| ApiError::invalid("OperationNotPermitted", error.to_string()))?;
    let mut new = take_over(&old, wanted, &fields)?;
    new.normalize_update(&old, &|field| fields.contains(&field));
    ApiError::of_first(new.faults())?;
    new.check(Some(id), account)?;
    new.check_change(&old)?;
    new.complete(id, account);
    account.put(id, new.clone().into());
    new.after_write(id, Some(&old), account);
    account.tokens.insert(token.to_owned(), Made { kind: T::KIND, id: id.clone() });
    answer::<T>(account, id)
}

/// The old resource with some fields of the wanted one.
fn take_over<T: Rules>(old: &T, wanted: &T, fields: &[&Field]) -> Result<T, ApiError> {
    let changed = old.clone().into().with_fields(&wanted.clone().into(), fields);
    let changed = changed.map_err(|error| ApiError::invalid("OperationNotPermitted", error.to_string()))?;
    Ok(T::of(&changed).expect("is of the kind of the old one").clone())
}

fn delete<T: Rules>(account: &mut State, id: &CloudId, _: &T) -> ApiResult {
    let Some(resource) = account.find::<T>(id.as_str()).cloned() else { return Ok(()) };
    if let Some(Phase::Deleting(_)) = account.phase(T::KIND, id) {
        return Ok(());
    }
    resource.check_deletion(id, account)?;
    resource.cascade_delete(id, account);
    match account.delays.gone {
        looks if T::KIND.properties().async_delete && looks > 0 => {
            account.set_phase(T::KIND, id, Some(Phase::Deleting(looks)))
        }
        _ => account.forget(T::KIND, id),
    }
    Ok(())
}

fn answer<T: Rules>(account: &State, id: &CloudId) -> Result<Outputs, ApiError> {
    let found = account.find::<T>(id.as_str());
    found
        .map(|resource| outputs(account, id, resource))
        .ok_or_else(|| ApiError::missing(T::MISSING, format!("`{id}` is gone")))
}
