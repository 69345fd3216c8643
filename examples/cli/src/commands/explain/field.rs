//! Fields of specs: found by their paths in the JSON Schema, and shown as `kubectl explain` shows those of Kubernetes.

use kops_core::diag::suggest;
use kops_core::spec::API_VERSION;
use serde::Serialize;
use serde_json::Value;

use super::{indent, wrap};
use crate::commands::schema::DOCUMENT;
use crate::failure::Failure;

/// The kinds of objects that a spec can hold, each with the names that a path can begin with.
const KINDS: [(&str, &[&str]); 3] = [
    ("Cluster", &["cluster", "clusters"]),
    ("InstanceGroup", &["instancegroup", "instancegroups", "ig"]),
    ("SSHCredential", &["sshcredential", "sshcredentials", "sshpublickey", "ssh"]),
];

/// The most levels of `--recursive`: more than any spec has.
const DEPTH: usize = 12;

/// The definitions of everything that a spec can hold.
pub(super) struct Schema(Value);

/// A field, or an object as a whole.
pub(super) struct Field<'a> {
    kind: &'static str,
    name: Option<&'a str>,
    property: &'a Value,
}

/// What there is to know of a field.
#[derive(Debug, Serialize)]
pub(super) struct FieldPage {
    kind: &'static str,
    version: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    #[serde(rename = "type")]
    type_name: String,
    description: String,
    #[serde(rename = "enum", skip_serializing_if = "Vec::is_empty")]
    values: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<Below>,
}

/// A field below another.
#[derive(Debug, Serialize)]
struct Below {
    name: String,
    #[serde(rename = "type")]
    type_name: String,
    required: bool,
    description: String,
    #[serde(rename = "enum", skip_serializing_if = "Vec::is_empty")]
    values: Vec<String>,
    /// Those below it, where all levels are wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    fields: Option<Vec<Below>>,
}

impl Schema {
    pub(super) fn read() -> Result<Self, Failure> {
        serde_json::from_str(DOCUMENT).map(Self).map_err(|error| Failure::message(error.to_string()))
    }

    /// Finds the field of a path: `cluster.spec.networking.cilium`. Indices of lists are passed over.
    ///
    /// # Errors
    /// What of the path does not exist, and what was probably meant.
    pub(super) fn find<'a>(&'a self, path: &'a str) -> Result<Field<'a>, String> {
        let mut segments = path.split('.').map(|segment| segment.split('[').next().unwrap_or_default());
        let first = segments.next().unwrap_or_default().to_ascii_lowercase();
        let Some((kind, _)) = KINDS.into_iter().find(|(_, names)| names.contains(&first.as_str())) else {
            let names = KINDS.iter().flat_map(|(_, names)| names.iter().copied());
            let help = match suggest(&first, names) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "a path begins with `cluster`, `instancegroup` or `sshcredential`".to_owned(),
            };
            return Err(format!("there is no kind `{first}`; {help}"));
        };
        let mut field = Field { kind, name: None, property: &self.0["$defs"][kind] };
        let mut above = first;
        for segment in segments {
            let properties = self.object(field.property)["properties"].as_object();
            let Some((name, property)) = properties.and_then(|properties| properties.get_key_value(segment)) else {
                let names = properties.into_iter().flat_map(|properties| properties.keys().map(String::as_str));
                return Err(match suggest(segment, names) {
                    Some(near) => format!("`{above}` has no field `{segment}`; did you mean `{near}`?"),
                    None => format!("`{above}` has no field `{segment}`; `kops explain {above}` lists its fields"),
                });
            };
            (field.name, field.property) = (Some(name.as_str()), property);
            above = format!("{above}.{segment}");
        }
        Ok(field)
    }

    pub(super) fn page(&self, field: &Field<'_>, recursive: bool) -> FieldPage {
        let definition = self.definition(field.property);
        let own = description(field.property);
        // The field says what it is for; of its type, each value says what it means.
        let values =
            description(definition).lines().filter(|line| line.starts_with("- ") && definition["enum"].is_array());
        let lines: Vec<&str> = own.lines().chain(values).collect();
        let description = if own.is_empty() { description(definition).to_owned() } else { lines.join("\n") };
        FieldPage {
            kind: field.kind,
            version: API_VERSION,
            field: field.name.map(str::to_owned),
            type_name: self.type_name(field.property),
            description,
            values: self.values(field.property),
            fields: self.below(field.property, if recursive { DEPTH } else { 1 }),
        }
    }

    fn below(&self, property: &Value, levels: usize) -> Vec<Below> {
        let object = self.object(property);
        let is_required =
            |name: &str| object["required"].as_array().is_some_and(|names| names.iter().any(|n| n == name));
        let properties = object["properties"].as_object().into_iter().flatten();
        let below = |(name, property): (&String, &Value)| Below {
            name: name.clone(),
            type_name: self.type_name(property),
            required: is_required(name),
            description: description(property).to_owned(),
            values: self.values(property),
            fields: (levels > 1).then(|| self.below(property, levels - 1)),
        };
        properties.map(below).collect()
    }

    /// The definition that a property refers to, or the property itself.
    fn definition<'a>(&'a self, property: &'a Value) -> &'a Value {
        let name = property["$ref"].as_str().and_then(|reference| reference.strip_prefix("#/$defs/"));
        name.map_or(property, |name| &self.0["$defs"][name])
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

impl FieldPage {
    pub(super) fn text(&self) -> String {
        let (group, version) = self.version.split_once('/').unwrap_or_default();
        let mut text = format!("GROUP:      {group}\nKIND:       {}\nVERSION:    {version}\n\n", self.kind);
        if let Some(field) = &self.field {
            text += &format!("FIELD: {field} <{}>\n", self.type_name);
            if !self.values.is_empty() {
                text += &format!("ENUM:\n{}", indent(&self.values.join("\n"), 4));
            }
            text += "\n";
        }
        text += &format!("DESCRIPTION:\n{}", indent(&wrap(&self.description), 4));
        if !self.fields.is_empty() {
            text += "\nFIELDS:\n";
            for field in &self.fields {
                field.write(2, &mut text);
            }
        }
        text
    }
}

impl Below {
    fn write(&self, width: usize, text: &mut String) {
        let required = if self.required { " -required-" } else { "" };
        *text += &format!("{:width$}{}\t<{}>{required}\n", "", self.name, self.type_name);
        match &self.fields {
            Some(fields) => fields.iter().for_each(|field| field.write(width + 2, text)),
            None => {
                if !self.values.is_empty() {
                    *text += &format!("{:below$}enum: {}\n", "", self.values.join(", "), below = width + 2);
                }
                *text += &format!("{}\n", indent(&wrap(&self.description), width + 2));
            }
        }
    }
}
