//! The documentation of every field of a spec, found by its path.
//!
//! In: a path such as `cluster.spec.networking.cilium`. Out: what the doc comment of the field says, its type, its values and
//! the fields below it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::diag::suggest;
use crate::schema;
use crate::spec::{API_VERSION, Cluster, InstanceGroup, SshCredential, in_v1alpha2};

/// The kinds of objects that a spec can hold, each with the names that a path can begin with.
const KINDS: [(&str, &[&str]); 3] = [
    (Cluster::KIND, &["cluster", "clusters"]),
    (InstanceGroup::KIND, &["instancegroup", "instancegroups", "ig"]),
    (SshCredential::KIND, &["sshcredential", "sshcredentials", "sshpublickey", "ssh"]),
];

/// The most levels of fields: more than any spec has.
const DEPTH: usize = 12;

/// The documentation of a field, or of an object as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FieldPage {
    /// The kind of the object: `Cluster`, `InstanceGroup` or `SSHCredential`.
    pub kind: String,
    /// The version of the format.
    pub version: String,
    /// The name of the field; missing for an object as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The type of the field: `string`, `[]string`, `map[string]string`, or the name of an object.
    pub r#type: String,
    /// What the field means, its unit, and its default.
    pub description: String,
    /// The values that the field can have, where they are few.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub r#enum: Vec<String>,
    /// The fields below it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldSummary>,
}

/// A field below another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FieldSummary {
    /// The name of the field.
    pub name: String,
    /// The type of the field: `string`, `[]string`, `map[string]string`, or the name of an object.
    pub r#type: String,
    /// Whether the format requires it.
    pub required: bool,
    /// What the field means, its unit, and its default.
    pub description: String,
    /// The values that the field can have, where they are few.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub r#enum: Vec<String>,
    /// The fields below it, where all levels are wanted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldSummary>,
}

/// There is no such field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}; {help}")]
#[non_exhaustive]
pub struct UnknownField {
    /// What of the path does not exist.
    pub what: String,
    /// What was probably meant, or where to look.
    pub help: String,
}

/// Returns the documentation of a field with the fields below it.
///
/// A path begins with the kind of the object (`cluster`, `instancegroup` or `ig`, `sshcredential`), and goes on as in a file:
/// `cluster.spec.networking.cilium`. Indices of lists are passed over, and an entry of a map, such as `cluster.spec.cloudLabels.team`, is
/// explained as the map. Without a kind, as findings name fields, it is the field of the cluster, or of instance groups where clusters do
/// not have it. Paths of kops's internal format, such as `ig.spec.rootVolume.size`, are those of v1alpha2 where it has the field elsewhere
/// or spells it otherwise.
///
/// ```
/// use kops_core::fields;
///
/// let page = fields::explain("ig.spec.rootVolumeSize")?;
/// assert_eq!((page.kind.as_str(), page.r#type.as_str()), ("InstanceGroup", "integer"));
/// assert!(page.description.contains("Size of the root volume in GiB. Default: 128 for nodes"));
///
/// let error = fields::explain("cluster.spec.networking.cilum").unwrap_err();
/// assert_eq!(error.to_string(), "`cluster.spec.networking` has no field `cilum`; did you mean `cilium`?");
/// # Ok::<(), fields::UnknownField>(())
/// ```
///
/// # Errors
/// Where there is no such field.
pub fn explain(path: &str) -> Result<FieldPage, UnknownField> {
    let schema = Schema::of_specs();
    schema.find(path).map(|field| schema.page(&field, 1))
}

/// Returns the documentation of a field with all fields below it, level by level.
///
/// # Errors
/// As [`explain`].
pub fn explain_all(path: &str) -> Result<FieldPage, UnknownField> {
    let schema = Schema::of_specs();
    schema.find(path).map(|field| schema.page(&field, DEPTH))
}

/// The definitions of everything that a spec can hold, by name.
struct Schema(&'static Map<String, Value>);

struct Field<'a> {
    kind: &'static str,
    name: Option<&'a str>,
    property: &'a Value,
}

impl Schema {
    fn of_specs() -> Self {
        Self(schema()["$defs"].as_object().expect("definitions by name"))
    }

    fn find(&self, path: &str) -> Result<Field<'_>, UnknownField> {
        if path.starts_with("spec.") || path.starts_with("metadata.") {
            let of_cluster = self.find_of_kind(&format!("cluster.{path}"));
            return of_cluster.or_else(|unknown| self.find_of_kind(&format!("ig.{path}")).map_err(|_| unknown));
        }
        self.find_of_kind(path).map_err(|unknown| {
            // A field as files have it, without what stands above it.
            let mut whole = ["cluster.spec", "ig.spec"].into_iter().map(|start| format!("{start}.{path}"));
            match whole.find(|whole| self.walk(whole).is_ok()) {
                Some(whole) => UnknownField { help: format!("did you mean `{whole}`?"), ..unknown },
                None => unknown,
            }
        })
    }

    /// Finds the field of a path that begins with a kind, in v1alpha2 or in kops's internal format.
    fn find_of_kind(&self, path: &str) -> Result<Field<'_>, UnknownField> {
        self.walk(path).or_else(|unknown| {
            let (kind, field) = path.split_once('.').unwrap_or_default();
            let moved = in_v1alpha2(field).map(|field| self.walk(&format!("{kind}.{field}")));
            moved.and_then(Result::ok).ok_or(unknown)
        })
    }

    fn walk(&self, path: &str) -> Result<Field<'_>, UnknownField> {
        let mut segments = path.split('.').map(|segment| segment.split('[').next().unwrap_or_default());
        let first = segments.next().unwrap_or_default().to_ascii_lowercase();
        let Some((kind, _)) = KINDS.into_iter().find(|(_, names)| names.contains(&first.as_str())) else {
            let names = KINDS.iter().flat_map(|(_, names)| names.iter().copied());
            let help = match suggest(&first, names) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "a path begins with `cluster`, `instancegroup` or `sshcredential`".to_owned(),
            };
            return Err(UnknownField { what: format!("there is no kind `{first}`"), help });
        };
        let mut field = Field { kind, name: None, property: &self.0[kind] };
        let mut above = first;
        for segment in segments {
            let properties = self.object(field.property)["properties"].as_object();
            if properties.is_none() && self.definition(field.property)["additionalProperties"].is_object() {
                // The key of an entry, in which dots may be.
                return Ok(field);
            }
            let Some((name, property)) = properties.and_then(|properties| properties.get_key_value(segment)) else {
                let names = properties.into_iter().flat_map(|properties| properties.keys().map(String::as_str));
                let help = match suggest(segment, names) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("`kops explain {above}` lists its fields"),
                };
                return Err(UnknownField { what: format!("`{above}` has no field `{segment}`"), help });
            };
            (field.name, field.property) = (Some(name.as_str()), property);
            above = format!("{above}.{segment}");
        }
        Ok(field)
    }

    fn page(&self, field: &Field<'_>, levels: usize) -> FieldPage {
        let definition = self.definition(field.property);
        let own = description(field.property);
        // The field says what it is for; of its type, each value says what it means.
        let values =
            description(definition).lines().filter(|line| line.starts_with("- ") && definition["enum"].is_array());
        let lines: Vec<&str> = own.lines().chain(values).collect();
        let description = if own.is_empty() { description(definition).to_owned() } else { lines.join("\n") };
        FieldPage {
            kind: field.kind.to_owned(),
            version: API_VERSION.to_owned(),
            field: field.name.map(str::to_owned),
            r#type: self.type_name(field.property),
            description,
            r#enum: self.values(field.property),
            fields: self.below(field.property, levels),
        }
    }

    fn below(&self, property: &Value, levels: usize) -> Vec<FieldSummary> {
        let object = self.object(property);
        let is_required =
            |name: &str| object["required"].as_array().is_some_and(|names| names.iter().any(|n| n == name));
        let properties = object["properties"].as_object().into_iter().flatten();
        let below = |(name, property): (&String, &Value)| FieldSummary {
            name: name.clone(),
            r#type: self.type_name(property),
            required: is_required(name),
            description: description(property).to_owned(),
            r#enum: self.values(property),
            fields: if levels > 1 { self.below(property, levels - 1) } else { Vec::new() },
        };
        properties.map(below).collect()
    }

    /// The definition that a property refers to, or the property itself.
    fn definition<'a>(&'a self, property: &'a Value) -> &'a Value {
        let name = property["$ref"].as_str().and_then(|reference| reference.strip_prefix("#/$defs/"));
        name.and_then(|name| self.0.get(name)).unwrap_or(property)
    }

    /// The object whose fields are below a property: of a list or a map that of its entries.
    fn object<'a>(&'a self, property: &'a Value) -> &'a Value {
        let definition = self.definition(property);
        let entries = ["items", "additionalProperties"].into_iter().map(|word| &definition[word]);
        match entries.into_iter().find(|entry| entry.is_object()) {
            Some(entry) => self.object(entry),
            None => definition,
        }
    }

    /// The type as kubectl writes it: `[]string`, `map[string]string`, `Cilium`.
    fn type_name(&self, property: &Value) -> String {
        let definition = self.definition(property);
        if definition["items"].is_object() {
            return format!("[]{}", self.type_name(&definition["items"]));
        }
        if definition["additionalProperties"].is_object() {
            return format!("map[string]{}", self.type_name(&definition["additionalProperties"]));
        }
        if let Some(title) = definition["title"].as_str().filter(|_| definition["enum"].is_null()) {
            return title.to_owned();
        }
        let is_text =
            definition["enum"].is_array() || definition["const"].is_string() || definition["oneOf"].is_array();
        match definition["type"].as_str() {
            Some(name) => name.to_owned(),
            None if is_text => "string".to_owned(),
            None => "Object".to_owned(),
        }
    }

    fn values(&self, property: &Value) -> Vec<String> {
        let definition = self.definition(property);
        let values = definition["enum"].as_array().into_iter().flatten().chain(definition.get("const"));
        values.filter_map(|value| value.as_str().map(str::to_owned)).collect()
    }
}

fn description(property: &Value) -> &str {
    property["description"].as_str().unwrap_or_default()
}
