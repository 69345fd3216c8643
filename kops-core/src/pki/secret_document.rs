//! Secrets as kops stores them, and what those that users give must hold.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use zeroize::Zeroizing;

use super::Secret;
use crate::yaml::{self, Node, Source};

/// The secret that encrypts what etcd holds, where `spec.encryptionConfig` is true.
pub const ENCRYPTION_CONFIG: &str = "encryptionconfig";
/// The secret that encrypts the traffic between the nodes of Cilium, where it does so by IPsec.
pub const CILIUM_PASSWORD: &str = "ciliumpassword";
/// The secret with the credentials of image registries.
pub const DOCKER_CONFIG: &str = "dockerconfig";

/// The secrets with tokens of components of old releases, which kops still creates.
pub(crate) const TOKENS: [&str; 9] = [
    "admin",
    "kube",
    "kube-proxy",
    "kubelet",
    "system:controller_manager",
    "system:dns",
    "system:logging",
    "system:monitoring",
    "system:scheduler",
];

/// Why a secret cannot be read or stored. Nothing of the secret is ever part of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SecretError {
    /// What is stored is not a secret.
    #[error("the secret `{secret}` in the state store is damaged: expected JSON of the form `{{\"Data\": BASE64}}`")]
    Damaged {
        /// The secret.
        secret: String,
    },
    /// What is given is not what the secret must hold.
    #[error("the secret `{secret}` must be {expected}{}", at(.line.as_ref()))]
    Unexpected {
        /// The secret.
        secret: String,
        /// What it must be.
        expected: &'static str,
        /// The line that is wrong, where it is one.
        line: Option<u32>,
    },
    /// Its name is almost one that nodes or addons read, so that they would not find it.
    #[error("nothing reads a secret of the name `{secret}`; did you mean `{meant}`?")]
    Misspelt {
        /// The secret.
        secret: String,
        /// The name that is read.
        meant: &'static str,
    },
}

impl SecretError {
    /// The secret that it is about.
    pub fn secret(&self) -> &str {
        match self {
            Self::Damaged { secret } | Self::Unexpected { secret, .. } | Self::Misspelt { secret, .. } => secret,
        }
    }
}

/// The object in the state store.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Document {
    data: String,
}

impl Drop for Document {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.data);
    }
}

impl Secret {
    /// Reads a secret from the bytes of its object in a state store.
    ///
    /// # Errors
    /// [`SecretError::Damaged`].
    pub fn from_json(name: &str, bytes: &[u8]) -> Result<Self, SecretError> {
        let damaged = || SecretError::Damaged { secret: name.to_owned() };
        let document: Document = serde_json::from_slice(bytes).map_err(|_| damaged())?;
        STANDARD.decode(&document.data).map(Self::from).map_err(|_| damaged())
    }

    /// Writes the bytes of the secret's object in a state store, as kops does.
    pub fn to_json(&self) -> Self {
        let document = Document { data: STANDARD.encode(self.expose()) };
        Self::from(serde_json::to_vec(&document).expect("texts serialise"))
    }

    /// Checks that the secret holds what nodes expect of a secret with this name.
    ///
    /// # Errors
    /// [`SecretError::Unexpected`] where `dockerconfig` is not a JSON object, `encryptionconfig` is not an
    /// `EncryptionConfiguration`, or `ciliumpassword` is not a YAML map of texts. Other secrets may hold anything.
    /// [`SecretError::Misspelt`] where the name differs from one that is read in case and punctuation only: `dockerConfig`.
    pub fn check(&self, name: &str) -> Result<(), SecretError> {
        let error = |expected, line| SecretError::Unexpected { secret: name.to_owned(), expected, line };
        match name {
            DOCKER_CONFIG => match serde_json::from_slice(self.expose()) {
                Ok(serde_json::Value::Object(_)) => Ok(()),
                Ok(_) => Err(error("a JSON object, as in `~/.docker/config.json`", None)),
                Err(found) => {
                    Err(error("a JSON object, as in `~/.docker/config.json`", u32::try_from(found.line()).ok()))
                }
            },
            ENCRYPTION_CONFIG => {
                let expected = "one YAML document of kind `EncryptionConfiguration`";
                let root = self.yaml().map_err(|line| error(expected, line))?;
                let kind = root.field("kind").and_then(Node::as_str);
                if kind == Some("EncryptionConfiguration") { Ok(()) } else { Err(error(expected, None)) }
            }
            CILIUM_PASSWORD => {
                self.entries(name)?;
                Ok(())
            }
            _ => match meant(name) {
                Some(meant) => Err(SecretError::Misspelt { secret: name.to_owned(), meant }),
                None => Ok(()),
            },
        }
    }

    /// Returns the entries that a secret gives a Kubernetes `Secret`: those of its YAML map, each a text.
    pub(super) fn entries(&self, name: &str) -> Result<Map<String, Json>, SecretError> {
        let error = |line| {
            let expected = "one YAML map of texts with the IPsec keys, as in `keys: 3 rfc4106(gcm(aes)) … 128`";
            SecretError::Unexpected { secret: name.to_owned(), expected, line }
        };
        let root = self.yaml().map_err(error)?;
        match root.to_json() {
            Json::Object(entries) if entries.values().all(Json::is_string) => Ok(entries),
            _ => Err(error(None)),
        }
    }

    /// The only document of a YAML text, or the line that is wrong.
    fn yaml(&self) -> Result<Node, Option<u32>> {
        let text = Zeroizing::new(std::str::from_utf8(self.expose()).map_err(|_| None)?.to_owned());
        let documents = yaml::parse(&Source::new("secret", text.as_str())).map_err(|findings| {
            let location = findings.iter().find_map(|finding| finding.location.as_ref());
            location.map(|location| location.line)
        })?;
        let [document] = <[_; 1]>::try_from(documents).map_err(|_| None)?;
        Ok(document.root)
    }
}

/// The name that is read, where a name differs from it in case and punctuation only.
fn meant(name: &str) -> Option<&'static str> {
    let letters = |name: &str| name.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let mut read = [CILIUM_PASSWORD, DOCKER_CONFIG, ENCRYPTION_CONFIG].into_iter().chain(TOKENS);
    read.find(|read| *read != name && letters(read) == letters(name))
}

fn at(line: Option<&u32>) -> String {
    line.map(|line| format!(" (see its line {line})")).unwrap_or_default()
}
