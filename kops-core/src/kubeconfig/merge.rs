//! Adding a cluster to the text of a kubeconfig, and taking it out, as `kubectl` and kops do.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::{Kubeconfig, KubeconfigError, User};
use crate::pki::Secret;
use crate::yaml::{self, Source};

/// The credentials of a user, of which a new one replaces all but the token.
const CREDENTIALS: [&str; 7] =
    ["client-certificate", "client-certificate-data", "client-key", "client-key-data", "exec", "password", "username"];

impl Kubeconfig {
    /// Adds the cluster to the text of a kubeconfig, empty where there is none, and makes its context the current one. What is
    /// there of other clusters, contexts and users stays, comments apart.
    ///
    /// # Errors
    /// [`KubeconfigError::Format`] where the text is not a kubeconfig, and [`KubeconfigError::NoUser`].
    pub fn merge_into(&self, existing: &str) -> Result<Secret, KubeconfigError> {
        let mut config = read(existing)?;
        config.insert("apiVersion".to_owned(), "v1".into());
        config.insert("kind".to_owned(), "Config".into());
        let name = self.cluster.as_str();
        self.describe_cluster(named(list(&mut config, "clusters")?, name, "cluster")?);
        let user = self.describe_user(list(&mut config, "users")?)?;
        let context = named(list(&mut config, "contexts")?, name, "context")?;
        context.insert("cluster".to_owned(), name.into());
        if let Some(user) = user {
            context.insert("user".to_owned(), user.into());
        }
        context.entry("user").or_insert_with(|| "".into());
        config.insert("current-context".to_owned(), name.into());
        Ok(Secret::from(yaml::to_yaml(&config.into())))
    }

    fn describe_cluster(&self, cluster: &mut Map<String, Value>) {
        cluster.insert("server".to_owned(), self.server.as_str().into());
        cluster.insert("tls-server-name".to_owned(), self.tls_server_name.as_str().into());
        cluster.remove("certificate-authority-data");
        if let Some(authority) = &self.certificate_authority {
            cluster.insert("certificate-authority-data".to_owned(), STANDARD.encode(authority).into());
        }
    }

    /// Describes the user, and returns the name that the context has to name.
    fn describe_user(&self, users: &mut Vec<Value>) -> Result<Option<String>, KubeconfigError> {
        let fields = match &self.user {
            User::Unchanged => return Ok(None),
            User::Named(user) => {
                let known: Vec<_> = users.iter().filter_map(|user| user["name"].as_str()).map(str::to_owned).collect();
                if !known.contains(user) {
                    return Err(KubeconfigError::NoUser { user: user.clone(), known });
                }
                return Ok(Some(user.clone()));
            }
            User::Certificate(certificate, key) => json!({
                "client-certificate-data": STANDARD.encode(certificate.to_pem()),
                "client-key-data": STANDARD.encode(key.to_pem().expose()),
            }),
            User::Plugin(command) => json!({
                "exec": {
                    "apiVersion": "client.authentication.k8s.io/v1beta1",
                    "command": command.first(),
                    "args": command.get(1..),
                    "env": null,
                    "provideClusterInfo": false,
                },
            }),
        };
        let user = named(users, &self.cluster, "user")?;
        user.retain(|field, _| !CREDENTIALS.contains(&field.as_str()));
        if let Value::Object(fields) = fields {
            user.extend(fields);
        }
        Ok(Some(self.cluster.clone()))
    }
}

/// Takes a cluster out of the text of a kubeconfig: the cluster, context and users with its name, and its context as the current one. What is
/// there of others stays, comments apart. Nothing is returned where nothing of the cluster is there.
///
/// ```
/// use kops_core::kubeconfig::remove_cluster;
///
/// let text = "clusters: [{name: a.example.com}, {name: b.example.com}]\ncurrent-context: a.example.com\n";
/// let left = remove_cluster(text, "a.example.com")?.expect("it is there");
/// let left = std::str::from_utf8(left.expose())?;
/// assert!(left.contains("b.example.com") && !left.contains("a.example.com"));
/// assert_eq!(remove_cluster(left, "a.example.com")?, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`KubeconfigError::Format`] where the text is not a kubeconfig.
pub fn remove_cluster(existing: &str, cluster: &str) -> Result<Option<Secret>, KubeconfigError> {
    let mut config = read(existing)?;
    let mut is_changed = config.get("current-context").is_some_and(|current| current == cluster);
    if is_changed {
        config.insert("current-context".to_owned(), "".into());
    }
    let with_password = format!("{cluster}-basic-auth");
    for (field, names) in
        [("clusters", &[cluster][..]), ("contexts", &[cluster]), ("users", &[cluster, &with_password])]
    {
        if !config.contains_key(field) {
            continue;
        }
        let items = list(&mut config, field)?;
        let before = items.len();
        items.retain(|item| !names.iter().any(|name| item["name"] == *name));
        is_changed |= items.len() < before;
    }
    Ok(is_changed.then(|| Secret::from(yaml::to_yaml(&config.into()))))
}

fn read(text: &str) -> Result<Map<String, Value>, KubeconfigError> {
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

fn list<'a>(config: &'a mut Map<String, Value>, field: &str) -> Result<&'a mut Vec<Value>, KubeconfigError> {
    let value = config.entry(field).or_insert(Value::Null);
    if value.is_null() {
        *value = json!([]);
    }
    value.as_array_mut().ok_or_else(|| format(format!("`{field}` is not a list")))
}

/// The content of a named item of a list, which is added where it is missing.
fn named<'a>(
    items: &'a mut Vec<Value>,
    name: &str,
    content: &str,
) -> Result<&'a mut Map<String, Value>, KubeconfigError> {
    let at = match items.iter().position(|item| item["name"] == name) {
        Some(at) => at,
        None => {
            items.push(json!({"name": name, content: {}}));
            items.len() - 1
        }
    };
    let value = &mut items[at][content];
    if value.is_null() {
        *value = json!({});
    }
    value.as_object_mut().ok_or_else(|| format(format!("the {content} `{name}` is not a map")))
}

fn format(problem: impl Into<String>) -> KubeconfigError {
    KubeconfigError::Format { problem: problem.into() }
}
