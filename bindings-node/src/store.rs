//! State stores.

use std::sync::Arc;

use kops_core::interop::{self, Call, JsonStore, call_store};
use kops_core::state::{FileStore, MemoryStore, StateStore};
use napi::bindgen_prelude::{Buffer, Result};
use napi_derive::napi;

use crate::errors::called;
use crate::port::{Method, Port, PortAnswer};

/// A state store. The classes of the package wrap it.
#[napi]
pub struct Store(pub(crate) Arc<dyn StateStore>);

#[napi]
impl Store {
    /// A store in memory.
    #[napi(factory)]
    pub fn memory() -> Self {
        Self(Arc::new(MemoryStore::default()))
    }

    /// A store in a folder.
    #[napi(factory)]
    pub fn folder(path: String) -> Self {
        Self(Arc::new(FileStore::new(path)))
    }

    /// A state store of the caller's.
    #[napi(factory)]
    pub fn port(method: Method) -> Self {
        Self(Arc::new(JsonStore(Port::new(method))))
    }

    /// Calls a method.
    #[napi]
    pub async fn call(&self, method: String, arguments: String, content: Option<Buffer>) -> Result<PortAnswer> {
        let call = Call { method, arguments, content: content.map(|content| content.to_vec().into()) };
        let interop::Answer { value, content } = call_store(&*self.0, call).await.map_err(called)?;
        let content = content.map(|content| Buffer::from(&content[..]));
        Ok(PortAnswer { value: Some(value), content, facts: None, error: None, cause: None })
    }
}
