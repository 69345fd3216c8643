//! Calls of a cloud or a state store of this library from another language.

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Answer, Call, DeleteMode, PutMode};
use crate::cloud::{BoundStep, Cloud, CloudError, ErrorKind, Scope};
use crate::facts::FactsQuery;
use crate::resource::{CloudId, Kind};
use crate::state::{Key, StateError, StateStore};

/// Calls a method of a cloud: `facts`, `observe`, `execute` or `probe`.
///
/// # Errors
/// What the method returns, and an invalid call, where the arguments are not those of the method.
pub async fn call_cloud(cloud: &dyn Cloud, method: &str, arguments: &str) -> Result<String, CloudError> {
    match method {
        "facts" => {
            let (query,): (FactsQuery,) = read(method, arguments)?;
            Ok(written(&cloud.facts(&query).await?))
        }
        "observe" => {
            let (scope,): (Scope,) = read(method, arguments)?;
            Ok(written(&cloud.observe(&scope).await?))
        }
        "execute" => {
            let (step,): (BoundStep,) = read(method, arguments)?;
            Ok(written(&cloud.execute(&step).await?))
        }
        "probe" => {
            let (kind, id): (Kind, CloudId) = read(method, arguments)?;
            Ok(written(&cloud.probe(kind, &id).await?))
        }
        _ => Err(CloudError::new(ErrorKind::Invalid, method, "a cloud has no such method")),
    }
}

fn read<T: DeserializeOwned>(method: &str, arguments: &str) -> Result<T, CloudError> {
    let invalid = |error| CloudError::new(ErrorKind::Invalid, method, format!("the arguments cannot be read: {error}"));
    serde_json::from_str(arguments).map_err(invalid)
}

/// Calls a method of a state store: `get`, `put`, `delete` or `list`.
///
/// # Errors
/// What the method returns, and [`StateError::InvalidKey`] where the arguments are not those of the method.
pub async fn call_store(store: &dyn StateStore, call: Call) -> Result<Answer, StateError> {
    let Call { method, arguments, content } = call;
    match method.as_str() {
        "get" => {
            let (key,): (String,) = arguments_of(&arguments)?;
            let found = store.get(&Key::new(key)?).await?;
            let value = written(&found.as_ref().map(|found| &found.version));
            Ok(Answer { value, content: found.map(|found| found.value) })
        }
        "put" => {
            let (key, mode): (String, PutMode) = arguments_of(&arguments)?;
            let content: Bytes = content.unwrap_or_default();
            let version = store.put(&Key::new(key)?, content, mode.into()).await?;
            Ok(Answer { value: written(&version), content: None })
        }
        "delete" => {
            let (key, mode): (String, DeleteMode) = arguments_of(&arguments)?;
            store.delete(&Key::new(key)?, mode.into()).await?;
            Ok(Answer { value: written(&()), content: None })
        }
        _ => {
            let (prefix,): (String,) = arguments_of(&arguments)?;
            Ok(Answer { value: written(&store.list(&Key::new(prefix)?).await?), content: None })
        }
    }
}

fn arguments_of<T: DeserializeOwned>(arguments: &str) -> Result<T, StateError> {
    serde_json::from_str(arguments).map_err(|_| StateError::InvalidKey { key: arguments.to_owned() })
}

fn written(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
