//! How resources name each other: symbolic ids before they exist, cloud ids after.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::Kind;

/// The symbolic id of a resource of a graph, shown as `subnet/us-east-2a.demo.example.com`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResourceId {
    /// Its kind.
    pub kind: Kind,
    /// Its name, unique within the kind.
    pub name: String,
}

impl ResourceId {
    /// Names a resource.
    pub fn new(kind: Kind, name: impl Into<String>) -> Self {
        Self { kind, name: name.into() }
    }
}

impl fmt::Display for ResourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind.slug(), self.name)
    }
}

/// A text that is not a resource id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a resource id such as `subnet/us-east-2a.demo.example.com`")]
pub struct ParseResourceIdError(String);

impl FromStr for ResourceId {
    type Err = ParseResourceIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (slug, name) = text.split_once('/').ok_or_else(|| ParseResourceIdError(text.to_owned()))?;
        let kind = Kind::from_slug(slug).ok_or_else(|| ParseResourceIdError(text.to_owned()))?;
        Ok(Self::new(kind, name))
    }
}

impl Serialize for ResourceId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for ResourceId {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ResourceId".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let kinds = Kind::ALL.iter().map(|kind| kind.slug()).collect::<Vec<_>>().join("|");
        schemars::json_schema!({
            "description": "The symbolic id of a resource: its kind, a slash, its name.",
            "type": "string",
            "pattern": format!("^({kinds})/"),
        })
    }
}

impl<'de> Deserialize<'de> for ResourceId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// The id that the cloud gave: `vpc-0123`, an ARN, a name, or for things without an id of their own, what identifies them.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct CloudId(pub String);

impl CloudId {
    /// Makes the id of a thing that AWS knows only by what identifies it: `rtb-1|0.0.0.0/0` for a route.
    ///
    /// The parts are those of the kind's identity, in the order of its fields. Every `Cloud` makes such ids in this way:
    /// for routes, hosted zone associations, records, role policies and attachments, lifecycle hooks and event targets.
    pub fn composite<'a>(parts: impl IntoIterator<Item = &'a str>) -> Self {
        Self(parts.into_iter().collect::<Vec<_>>().join("|"))
    }

    /// The parts of an id that [`CloudId::composite`] made.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.0.split('|')
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CloudId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for CloudId {
    fn from(id: &str) -> Self {
        Self(id.to_owned())
    }
}

impl From<String> for CloudId {
    fn from(id: String) -> Self {
        Self(id)
    }
}

/// What the cloud assigns to a resource and others may need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Output {
    /// The id by which other calls name it.
    Id,
    /// The Amazon Resource Name.
    Arn,
    /// The DNS name of a load balancer.
    DnsName,
    /// The hosted zone of a load balancer's DNS name.
    HostedZone,
    /// The IPv6 range that Amazon gave to a VPC.
    Ipv6Cidr,
    /// The newest version of a launch template.
    Version,
    /// The address of an elastic IP.
    Address,
    /// The addresses inside the VPC of a network load balancer, sorted, one on each line.
    PrivateAddresses,
    /// The SHA-256 of a managed file's content, as 64 hexadecimal digits.
    Sha256,
    /// The same in base 64, as nodeup is given it.
    Sha256Base64,
    /// The SHA-256 of a secret, in the base 64 of URLs, as nodeup is given it.
    Sha256Base64Url,
    /// What stands for a secret in the manifest of an addon: its name and the SHA-256 of its entries. The secret itself takes its
    /// place when the manifest is written.
    Sealed,
    /// The certificates of all trusted keypairs of a keyset, in PEM form.
    Certificates,
    /// The id of a keyset's primary keypair.
    KeypairId,
    /// The public keys of all trusted keypairs of a keyset, in PEM form.
    PublicKeys,
    /// The same as a JSON Web Key Set, which service account issuers publish.
    Jwks,
}

impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Id => "id",
            Self::Arn => "arn",
            Self::DnsName => "dns-name",
            Self::HostedZone => "hosted-zone",
            Self::Ipv6Cidr => "ipv6-cidr",
            Self::Version => "version",
            Self::Address => "address",
            Self::PrivateAddresses => "private-addresses",
            Self::Sha256 => "sha256",
            Self::Sha256Base64 => "sha256-base64",
            Self::Sha256Base64Url => "sha256-base64-url",
            Self::Sealed => "sealed",
            Self::Certificates => "certificates",
            Self::KeypairId => "keypair-id",
            Self::PublicKeys => "public-keys",
            Self::Jwks => "jwks",
        })
    }
}

/// What the cloud assigned to one resource. Always has [`Output::Id`].
pub type Outputs = BTreeMap<Output, String>;

/// Returns the outputs of a managed file with this content.
pub(crate) fn outputs_of_content(content: &str) -> Outputs {
    let hash = Sha256::digest(content);
    Outputs::from([(Output::Sha256, hexadecimal(&hash)), (Output::Sha256Base64, STANDARD.encode(hash))])
}

/// The SHA-256 of a text in hexadecimal.
pub(crate) fn sha256(text: &str) -> String {
    hexadecimal(&Sha256::digest(text))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A reference to another resource: symbolic in a graph, a cloud id in a snapshot and for things that exist already.
///
/// In JSON a cloud id is a string and a symbolic reference is `{"ref": "vpc/demo.example.com", "output": "id"}`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Ref {
    /// What the cloud will assign, or has assigned, to a resource of the graph.
    #[cfg_attr(feature = "schemars", schemars(title = "ResourceRef"))]
    Resource {
        /// The resource.
        #[serde(rename = "ref")]
        id: ResourceId,
        /// Which of the things assigned to it.
        output: Output,
    },
    /// A value known now.
    Known(String),
}

impl Ref {
    /// Refers to the id of a resource of the graph.
    pub fn to(kind: Kind, name: impl Into<String>) -> Self {
        Self::output(kind, name, Output::Id)
    }

    /// Refers to something else that the cloud assigns to a resource of the graph.
    pub fn output(kind: Kind, name: impl Into<String>, output: Output) -> Self {
        Self::Resource { id: ResourceId::new(kind, name), output }
    }

    /// Refers to something else that the cloud assigns to the same resource. What is known stays what it is.
    pub(crate) fn with_output(&self, output: Output) -> Self {
        match self {
            Self::Resource { id, .. } => Self::Resource { id: id.clone(), output },
            Self::Known(_) => self.clone(),
        }
    }

    /// Returns the value, where it is known.
    pub fn known(&self) -> Option<&str> {
        match self {
            Self::Known(id) => Some(id),
            Self::Resource { .. } => None,
        }
    }

    /// Returns the resource that a JSON value refers to, where it is a symbolic reference.
    pub fn in_value(value: &Value) -> Option<(ResourceId, Output)> {
        let map = value.as_object().filter(|m| m.len() == 2)?;
        let id = map.get("ref")?.as_str()?.parse().ok()?;
        let output = Output::deserialize(map.get("output")?).ok()?;
        Some((id, output))
    }

    /// Calls `found` for every symbolic reference inside a JSON value.
    pub(crate) fn visit(value: &Value, found: &mut dyn FnMut(ResourceId, Output)) {
        if let Some((id, output)) = Self::in_value(value) {
            return found(id, output);
        }
        match value {
            Value::Array(items) => items.iter().for_each(|v| Self::visit(v, found)),
            Value::Object(map) => map.values().for_each(|v| Self::visit(v, found)),
            _ => {}
        }
    }

    /// Replaces every symbolic reference inside a JSON value that `resolve` knows.
    pub(crate) fn substitute(value: &mut Value, resolve: &dyn Fn(&ResourceId, Output) -> Option<String>) {
        if let Some((id, output)) = Self::in_value(value) {
            if let Some(known) = resolve(&id, output) {
                *value = Value::String(known);
            }
            return;
        }
        match value {
            Value::Array(items) => items.iter_mut().for_each(|v| Self::substitute(v, resolve)),
            Value::Object(map) => map.values_mut().for_each(|v| Self::substitute(v, resolve)),
            _ => {}
        }
    }
}

impl Default for Ref {
    fn default() -> Self {
        Self::Known(String::new())
    }
}

impl From<&str> for Ref {
    fn from(id: &str) -> Self {
        Self::Known(id.to_owned())
    }
}
