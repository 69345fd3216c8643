//! Calls of the library's functions by name, and what crosses the border with them.

use std::vec::IntoIter;

use kops_core::interop::{self, Arguments, CallError, Returned, Size};
use napi::bindgen_prelude::{Buffer, Result, spawn_blocking};
use napi_derive::napi;
use serde_json::{Map, Value};

use crate::cluster::Cluster;
use crate::errors::{called, failure, lost, unreadable};

/// A value that stays in Rust. The classes of the package wrap it.
#[napi]
pub struct Handle(interop::Handle);

/// The arguments of a call: data as JSON, handles by name, and bytes.
#[napi]
pub struct Given {
    data: String,
    handles: Vec<(String, interop::Handle)>,
    contents: Vec<Vec<u8>>,
}

#[napi]
impl Given {
    /// Takes data as a JSON object.
    #[napi(constructor)]
    pub fn new(data: String) -> Self {
        Self { data, handles: Vec::new(), contents: Vec::new() }
    }

    /// Adds a handle.
    #[napi]
    pub fn handle(&mut self, name: String, handle: &Handle) {
        self.handles.push((name, handle.0.clone()));
    }

    /// Adds the API of a running cluster.
    #[napi]
    pub fn cluster(&mut self, name: String, cluster: &Cluster) {
        self.handles.push((name, interop::Handle::Cluster(cluster.api())));
    }

    /// Adds bytes.
    #[napi]
    pub fn content(&mut self, content: Buffer) {
        self.contents.push(content.to_vec());
    }
}

impl Given {
    pub(crate) fn read(&self) -> Result<Arguments> {
        let contents = self.contents.iter().cloned().map(Into::into);
        Arguments::new(&self.data, self.handles.iter().cloned(), contents).map_err(called)
    }
}

/// The parts of data, each of which becomes a text of JavaScript when it is asked for.
#[napi]
pub struct Parts(IntoIter<String>);

#[napi]
impl Parts {
    /// The next part; nothing after the last.
    #[napi]
    pub fn next(&mut self) -> Option<String> {
        self.0.next()
    }
}

/// What a call returned, in one of its fields.
#[napi(object, object_from_js = false)]
#[derive(Default)]
pub struct Answer {
    pub json: Option<String>,
    pub text: Option<String>,
    pub bytes: Option<Buffer>,
    pub parts: Option<Parts>,
    pub handle: Option<Handle>,
    /// The name of the class that wraps the handle.
    pub class_name: Option<String>,
}

/// What a call returned, as JavaScript's values.
pub(crate) fn answer(result: std::result::Result<Returned, CallError>) -> Result<Answer> {
    let none = Answer::default();
    Ok(match result.map_err(called)? {
        Returned::Json(json) => Answer { json: Some(json), ..none },
        Returned::Text(text) => Answer { text: Some(text), ..none },
        Returned::Bytes(bytes) => Answer { bytes: Some(bytes.to_vec().into()), ..none },
        Returned::Parts(parts) => Answer { parts: Some(Parts(parts.into_iter())), ..none },
        Returned::Handle(handle) => {
            Answer { class_name: Some(handle.class().to_owned()), handle: Some(Handle(handle)), ..none }
        }
        _ => unreachable!("every form of a result is above"),
    })
}

/// Calls a pure function by its name, on a thread of its own.
#[napi]
pub async fn call(name: String, given: &Given) -> Result<Answer> {
    let arguments = given.read()?;
    let work = move || {
        let _turn = Size::of(&arguments).begin();
        interop::call(&name, arguments)
    };
    answer(spawn_blocking(work).await.map_err(lost)?)
}

/// Calls a pure function by its name, on the caller's thread.
#[napi]
pub fn call_now(name: String, given: &Given) -> Result<Answer> {
    answer(interop::call(&name, given.read()?))
}

/// Renders a template with values as JSON.
#[napi]
pub async fn render_template(name: String, template: String, values: String) -> Result<String> {
    let values: Map<String, Value> = serde_json::from_str(&values).map_err(unreadable)?;
    let rendered = spawn_blocking(move || kops_template::render(&name, &template, &values)).await.map_err(lost)?;
    rendered.map_err(failure)
}

/// The names of the pure functions, of the methods of an engine, and of its runs.
#[napi]
pub fn tables() -> Vec<Vec<&'static str>> {
    vec![interop::functions().collect(), interop::methods().collect(), interop::runs().collect()]
}
