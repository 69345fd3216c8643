//! Sets of keypairs as kops stores them: `pki/private/NAME/keyset.yaml`.
//!
//! In: the bytes of a file. Out: a [`Keyset`], and the bytes of kops again. What is wrong is named by its place in the file;
//! nothing of the file is quoted.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::keyset::{Keypair, Keyset, Others, Unread, by_age};
use super::{Certificate, KeyError, KeysetError, PrivateKey, Secret, moment};
use crate::yaml::{self, Node, Source};

/// What kops and its predecessors write as the version of a keyset.
const VERSIONS: [&str; 3] = ["kops.k8s.io/v1alpha2", "kops/v1alpha2", "kops.k8s.io/v1alpha3"];

impl Keyset {
    /// Reads a set from the bytes of its `keyset.yaml`. Fields that are not known are kept.
    ///
    /// # Errors
    /// [`KeysetError::Format`], [`KeysetError::Keypairs`] with everything that is wrong with them, and
    /// [`KeysetError::NoPrimary`].
    pub fn from_yaml(name: &str, bytes: &[u8]) -> Result<Self, KeysetError> {
        Reader { name }.keyset(bytes)
    }

    /// Writes the set in the bytes of kops.
    pub fn to_yaml(&self) -> Secret {
        let keys: Vec<Value> = self.keypairs.iter().map(written).collect();
        let mut spec = self.others.spec.0.clone();
        spec.insert("keys".to_owned(), keys.into());
        spec.insert("primaryId".to_owned(), self.primary.as_str().into());
        spec.insert("type".to_owned(), "Keypair".into());
        let mut metadata = self.others.metadata.0.clone();
        metadata.insert("name".to_owned(), self.name.as_str().into());
        let mut document = self.others.document.0.clone();
        document.insert("apiVersion".to_owned(), VERSIONS[0].into());
        document.insert("kind".to_owned(), "Keyset".into());
        document.insert("metadata".to_owned(), metadata.into());
        document.insert("spec".to_owned(), spec.into());
        Secret::from(yaml::to_yaml(&document.into()))
    }
}

fn written(keypair: &Keypair) -> Value {
    let mut item = keypair.others.0.clone();
    item.insert("id".to_owned(), keypair.id.as_str().into());
    if let Some(since) = keypair.distrusted {
        item.insert("distrustTimestamp".to_owned(), moment::written(since).into());
    }
    if let Some(certificate) = &keypair.certificate {
        item.insert("publicMaterial".to_owned(), STANDARD.encode(certificate.to_pem()).into());
    }
    if let Some(key) = &keypair.private_key {
        item.insert("privateMaterial".to_owned(), STANDARD.encode(key.to_pem().expose()).into());
    }
    item.into()
}

struct Reader<'a> {
    name: &'a str,
}

impl Reader<'_> {
    fn keyset(&self, bytes: &[u8]) -> Result<Keyset, KeysetError> {
        let text = str::from_utf8(bytes).map_err(|_| self.format("it is not UTF-8"))?;
        let documents = yaml::parse(&Source::new(self.name, text)).map_err(|findings| {
            let at = findings.iter().find_map(|finding| finding.location.as_ref());
            let at = at.map(|at| format!(" (line {}, column {})", at.line, at.column)).unwrap_or_default();
            self.format(format!("it is not YAML{at}"))
        })?;
        let [document] = documents.as_slice() else {
            return Err(self.format("one document is expected"));
        };
        let root = &document.root;
        let says = |field: &str| root.field(field).and_then(Node::as_str).unwrap_or_default();
        if says("kind") != "Keyset" || !VERSIONS.contains(&says("apiVersion")) {
            return Err(self.format(format!("expected `kind: Keyset` with `apiVersion: {}`", VERSIONS[0])));
        }
        let spec = root.field("spec").ok_or_else(|| self.format("`spec` is missing"))?;
        let keys = spec.field("keys").map(|keys| keys.to_json()).unwrap_or_default();
        let Value::Array(keys) = keys else { return Err(self.format("`spec.keys` is not a list")) };
        let primary = text_of(spec, "primaryId").or_else(|| text_of(spec, "primaryID"));
        let (keypairs, problems) = self.keypairs(keys)?;
        if !problems.is_empty() {
            return Err(KeysetError::Keypairs { keyset: self.name.to_owned(), problems });
        }
        let primary = self.primary(&keypairs, primary.as_deref())?;
        let others = Others {
            document: unread(Some(root), &["apiVersion", "kind", "metadata", "spec"]),
            metadata: unread(root.field("metadata"), &["name"]),
            spec: unread(Some(spec), &["keys", "primaryId", "primaryID", "type"]),
        };
        Ok(Keyset { name: self.name.to_owned(), keypairs, primary, others })
    }

    /// Reads every keypair, and tells what is wrong with those that are damaged.
    #[expect(clippy::type_complexity, reason = "both halves are handed on at once")]
    fn keypairs(&self, keys: Vec<Value>) -> Result<(Vec<Keypair>, Vec<(String, KeyError)>), KeysetError> {
        let (mut keypairs, mut problems) = (Vec::<Keypair>::new(), Vec::new());
        for (index, key) in keys.into_iter().enumerate() {
            let Value::Object(mut item) = key else {
                return Err(self.format(format!("`spec.keys[{index}]` is not a map")));
            };
            let mut take = |field: &str| match item.remove(field) {
                None | Some(Value::Null) => Ok(None),
                Some(Value::String(text)) => Ok(Some(Zeroizing::new(text))),
                Some(_) => Err(self.format(format!("`spec.keys[{index}].{field}` is not text"))),
            };
            let (id, since) = (take("id")?, take("distrustTimestamp")?);
            let (public, private) = (take("publicMaterial")?, take("privateMaterial")?);
            let Some(id) = id.filter(|id| !id.is_empty()) else {
                return Err(self.format(format!("`spec.keys[{index}].id` is missing")));
            };
            if keypairs.iter().any(|keypair| keypair.id == *id) {
                return Err(self.format(format!("`spec.keys[{index}].id` is the one of another keypair")));
            }
            let distrusted = since.map(|since| {
                moment::read(&since)
                    .ok_or_else(|| self.format(format!("`spec.keys[{index}].distrustTimestamp` is not a time")))
            });
            let distrusted = distrusted.transpose()?;
            let mut read = |result: Result<(), KeyError>| {
                if let Err(problem) = result {
                    problems.push((id.to_string(), problem));
                }
            };
            let certificate =
                public.filter(|text| !text.is_empty()).map(|text| Certificate::from_pem(&material(&text)));
            let private_key =
                private.filter(|text| !text.is_empty()).map(|text| PrivateKey::from_pem(&material(&text)));
            if let (Some(Ok(certificate)), Some(Ok(key))) = (&certificate, &private_key) {
                read(if certificate.matches(key) { Ok(()) } else { Err(KeyError::Mismatch) });
            }
            let certificate = certificate.transpose().unwrap_or_else(|problem| {
                read(Err(problem));
                None
            });
            let private_key = private_key.transpose().unwrap_or_else(|problem| {
                read(Err(problem));
                None
            });
            keypairs.push(Keypair { id: id.to_string(), distrusted, certificate, private_key, others: Unread(item) });
        }
        keypairs.sort_by(|a, b| by_age(&a.id, &b.id));
        Ok((keypairs, problems))
    }

    /// The id of the primary keypair: the one that the document names, and else the youngest that is trusted.
    fn primary(&self, keypairs: &[Keypair], named: Option<&str>) -> Result<String, KeysetError> {
        let usable = |keypair: &&Keypair| keypair.distrusted.is_none() && keypair.certificate.is_some();
        let named = keypairs.iter().filter(usable).find(|keypair| Some(keypair.id.as_str()) == named);
        let primary = named.or_else(|| keypairs.iter().rev().find(usable));
        primary.map(|keypair| keypair.id.clone()).ok_or_else(|| KeysetError::NoPrimary { keyset: self.name.to_owned() })
    }

    fn format(&self, problem: impl Into<String>) -> KeysetError {
        KeysetError::Format { keyset: self.name.to_owned(), problem: problem.into() }
    }
}

/// The PEM text of some base64; empty, and so no key, where it is none.
fn material(base64: &str) -> Zeroizing<String> {
    let base64: Zeroizing<String> = Zeroizing::new(base64.split_ascii_whitespace().collect());
    let bytes = STANDARD.decode(base64.as_str()).unwrap_or_default();
    Zeroizing::new(String::from_utf8(bytes).unwrap_or_default())
}

fn text_of(node: &Node, field: &str) -> Option<String> {
    node.field(field)?.as_str().map(str::to_owned)
}

/// The fields of a map but for those that are known.
fn unread(node: Option<&Node>, known: &[&str]) -> Unread {
    let value = node.map_or(json!({}), Node::to_json);
    let Value::Object(mut map) = value else { return Unread::default() };
    map.retain(|field, _| !known.contains(&field.as_str()));
    Unread(map)
}
