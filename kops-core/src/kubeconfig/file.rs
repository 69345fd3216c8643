//! What a kubeconfig file has.

use serde_json::{Map, Value, json};

use super::KubeconfigError;
use crate::pki::Secret;
use crate::yaml::{self, Source};

/// The lists of a kubeconfig, and the field with the content of their items.
const LISTS: [(&str, &str); 3] = [("clusters", "cluster"), ("contexts", "context"), ("users", "user")];

/// A kubeconfig file, which need not exist yet. Several of them are read as one, as `kubectl` reads those in `KUBECONFIG`: of clusters, contexts
/// and users of one name, and of current contexts, the first counts.
///
/// ```
/// use kops_core::kubeconfig::{Kubeconfig, KubeconfigFile, KubeconfigOptions};
/// # use kops_core::{Spec, engine::fill_offline};
/// # let text = include_str!("../../../examples/fairwinds/cluster_spec.yml");
/// # let cluster = fill_offline(&Spec::from_yaml("cluster_spec.yml", text)?).cluster.clone();
///
/// let mut files = [KubeconfigFile::read(Some("current-context: other"))?, KubeconfigFile::read(None)?];
/// let changed = Kubeconfig::of(&cluster, None, &KubeconfigOptions::default()).add_to(&mut files)?;
/// assert_eq!(changed, [0].into());
/// let text = files[0].to_text();
/// assert!(std::str::from_utf8(text.expose())?.contains("current-context: demo.kube.example.com"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct KubeconfigFile {
    pub(super) exists: bool,
    pub(super) fields: Map<String, Value>,
}

impl KubeconfigFile {
    /// Reads the text of a file; nothing where there is no file.
    ///
    /// # Errors
    /// [`KubeconfigError::Format`] where the text is not a kubeconfig.
    pub fn read(text: Option<&str>) -> Result<Self, KubeconfigError> {
        let mut fields = parse(text.unwrap_or_default())?;
        for (field, content) in LISTS {
            list(&mut fields, field)?.iter_mut().try_for_each(|item| content_of(item, content).map(drop))?;
        }
        Ok(Self { exists: text.is_some(), fields })
    }

    /// Returns the text, without the comments of the one that was read.
    pub fn to_text(&self) -> Secret {
        Secret::from(yaml::to_yaml(&self.fields.clone().into()))
    }

    /// The names in a list.
    pub(super) fn names(&self, field: &str) -> impl Iterator<Item = &str> {
        let items = self.fields.get(field).and_then(Value::as_array);
        items.into_iter().flatten().filter_map(|item| item["name"].as_str())
    }

    /// The content of a named item of a list, which is added where it is missing.
    pub(super) fn named(
        &mut self,
        field: &str,
        content: &str,
        name: &str,
    ) -> Result<&mut Map<String, Value>, KubeconfigError> {
        let items = list(&mut self.fields, field)?;
        let at = match items.iter().position(|item| item["name"] == name) {
            Some(at) => at,
            None => {
                items.push(json!({"name": name}));
                items.len() - 1
            }
        };
        content_of(&mut items[at], content)
    }
}

/// Shows nothing of the content, which has credentials.
impl std::fmt::Debug for KubeconfigFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KubeconfigFile").field("exists", &self.exists).finish_non_exhaustive()
    }
}

/// A list of a kubeconfig, which is added where it is missing.
pub(super) fn list<'a>(map: &'a mut Map<String, Value>, field: &str) -> Result<&'a mut Vec<Value>, KubeconfigError> {
    let value = map.entry(field).or_insert(Value::Null);
    if value.is_null() {
        *value = json!([]);
    }
    value.as_array_mut().ok_or_else(|| format(format!("`{field}` is not a list")))
}

/// The content of an item of a list, which is added where it is missing.
fn content_of<'a>(item: &'a mut Value, field: &str) -> Result<&'a mut Map<String, Value>, KubeconfigError> {
    let name = item["name"].as_str().unwrap_or_default().to_owned();
    let content = item.as_object_mut().map(|item| item.entry(field).or_insert(Value::Null));
    let content = content.and_then(|content| {
        if content.is_null() {
            *content = json!({});
        }
        content.as_object_mut()
    });
    content.ok_or_else(|| format(format!("the {field} `{name}` is not a map")))
}

fn parse(text: &str) -> Result<Map<String, Value>, KubeconfigError> {
    let documents = yaml::parse(&Source::new("kubeconfig", text)).map_err(|findings| {
        let at = findings.iter().find_map(|finding| finding.location.as_ref());
        let at = at.map(|at| format!(" (line {}, column {})", at.line, at.column)).unwrap_or_default();
        format(format!("it is not YAML{at}"))
    })?;
    let root = match documents.as_slice() {
        [] => Value::Null,
        [document] => document.root.to_json(),
        _ => return Err(format("one document is expected")),
    };
    match root {
        Value::Null => Ok(Map::new()),
        Value::Object(map) => Ok(map),
        _ => Err(format("a map is expected")),
    }
}

fn format(problem: impl Into<String>) -> KubeconfigError {
    KubeconfigError::Format { problem: problem.into() }
}
