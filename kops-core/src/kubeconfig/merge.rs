//! Adding a cluster to kubeconfig files, and taking it out, as `kubectl` and kops do.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::file::list;
use super::{Kubeconfig, KubeconfigError, KubeconfigFile, User};
use crate::pki::Secret;

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
        let mut files = [KubeconfigFile::read(Some(existing))?];
        self.add_to(&mut files)?;
        Ok(files[0].to_text())
    }

    /// As [`Kubeconfig::merge_into`], for files that are read as one. Its cluster, context and user change in the first file that has them.
    /// What none has is added to the first file that exists, or to the last one where none does; so is the name of the current context.
    ///
    /// Returns the places of the files that changed.
    ///
    /// # Errors
    /// [`KubeconfigError::NoUser`].
    pub fn add_to(&self, files: &mut [KubeconfigFile]) -> Result<BTreeSet<usize>, KubeconfigError> {
        let Some(last) = files.len().checked_sub(1) else { return Ok(BTreeSet::new()) };
        let credentials = self.credentials();
        let user = match &self.user {
            User::Named(user) => Some(known_user(files, user)?),
            _ => credentials.is_some().then_some(self.cluster.as_str()),
        };
        let new = files.iter().position(|file| file.exists).unwrap_or(last);
        let mut changed = BTreeSet::from([new]);
        let mut place = |files: &[KubeconfigFile], list: &str| {
            let known = files.iter().position(|file| file.names(list).any(|name| name == self.cluster));
            let at = known.unwrap_or(new);
            changed.insert(at);
            at
        };

        let at = place(files, "clusters");
        self.describe_cluster(files[at].named("clusters", "cluster", &self.cluster)?);
        if let Some(credentials) = credentials {
            let at = place(files, "users");
            let user = files[at].named("users", "user", &self.cluster)?;
            user.retain(|field, _| !CREDENTIALS.contains(&field.as_str()));
            user.extend(credentials);
        }
        let at = place(files, "contexts");
        let context = files[at].named("contexts", "context", &self.cluster)?;
        context.insert("cluster".to_owned(), self.cluster.as_str().into());
        if let Some(user) = user {
            context.insert("user".to_owned(), user.into());
        }
        context.entry("user").or_insert_with(|| "".into());

        for at in &changed {
            files[*at].fields.insert("apiVersion".to_owned(), "v1".into());
            files[*at].fields.insert("kind".to_owned(), "Config".into());
        }
        files[new].fields.insert("current-context".to_owned(), self.cluster.as_str().into());
        Ok(changed)
    }

    fn describe_cluster(&self, cluster: &mut Map<String, Value>) {
        cluster.insert("server".to_owned(), self.server.as_str().into());
        cluster.insert("tls-server-name".to_owned(), self.tls_server_name.as_str().into());
        cluster.remove("certificate-authority-data");
        if let Some(authority) = &self.certificate_authority {
            cluster.insert("certificate-authority-data".to_owned(), STANDARD.encode(authority).into());
        }
    }

    /// The new credentials of the user with the cluster's name; nothing where that user stays as it is.
    fn credentials(&self) -> Option<Map<String, Value>> {
        let fields = match &self.user {
            User::Unchanged | User::Named(_) => return None,
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
        fields.as_object().cloned()
    }
}

/// A user, who has to be in one of the files.
fn known_user<'a>(files: &[KubeconfigFile], user: &'a str) -> Result<&'a str, KubeconfigError> {
    let known: Vec<String> = files.iter().flat_map(|file| file.names("users")).map(str::to_owned).collect();
    match known.iter().any(|known| known == user) {
        true => Ok(user),
        false => Err(KubeconfigError::NoUser { user: user.to_owned(), known }),
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
    let mut file = KubeconfigFile::read(Some(existing))?;
    let mut is_changed = file.fields.get("current-context").is_some_and(|current| current == cluster);
    if is_changed {
        file.fields.insert("current-context".to_owned(), "".into());
    }
    let with_password = format!("{cluster}-basic-auth");
    for (field, names) in
        [("clusters", &[cluster][..]), ("contexts", &[cluster]), ("users", &[cluster, &with_password])]
    {
        let items = list(&mut file.fields, field)?;
        let before = items.len();
        items.retain(|item| !names.iter().any(|name| item["name"] == *name));
        is_changed |= items.len() < before;
    }
    Ok(is_changed.then(|| file.to_text()))
}
