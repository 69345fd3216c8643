//! Definitions of types as JSON Schema, made from the Rust types: plain descriptions, enumerations, and a title for each object.
//!
//! In: types. Out: their definitions by name, and those of what they hold.

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::Value;

/// A change of every schema in some definitions.
type Rule = fn(&mut Schema);

/// Definitions of types that go in one direction.
pub(crate) struct Definitions {
    generator: SchemaGenerator,
    rules: &'static [Rule],
}

impl Definitions {
    /// What users write in files: what they may leave out is not null.
    pub(crate) fn of_users() -> Self {
        Self::read(&[leave_out_nulls, refuse_other_fields])
    }

    /// What callers give as data.
    pub(crate) fn of_callers() -> Self {
        Self::read(&[refuse_other_fields])
    }

    /// What the library returns.
    pub(crate) fn returned() -> Self {
        let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
        Self { generator, rules: &[leave_out_nulls] }
    }

    fn read(rules: &'static [Rule]) -> Self {
        Self { generator: SchemaSettings::draft2020_12().into_generator(), rules }
    }

    /// Adds a type and everything that it holds.
    pub(crate) fn with<T: JsonSchema>(mut self) -> Self {
        self.generator.subschema_for::<T>();
        self
    }

    /// Returns each type by its name.
    pub(crate) fn finish(mut self) -> impl Iterator<Item = (String, Value)> {
        let rules = self.rules;
        self.generator.take_definitions(true).into_iter().map(move |(name, value)| {
            let mut schema = Schema::try_from(value).expect("definitions are schemas");
            RecursiveTransform(|schema: &mut Schema| {
                describe(schema);
                list_values(schema);
                rules.iter().for_each(|rule| rule(schema));
            })
            .transform(&mut schema);
            if !name.ends_with("Options") {
                RecursiveTransform(forget_default).transform(&mut schema);
            }
            hand_down(&mut schema);
            entitle(&mut schema, &name);
            (name, schema.to_value())
        })
    }
}

/// Writes documentation of Rust as plain text: one line for each paragraph, no links, no examples.
fn describe(schema: &mut Schema) {
    if let Some(text) = schema.get("description").and_then(Value::as_str).map(plain) {
        schema.insert("description".to_owned(), text.into());
    }
}

fn plain(text: &str) -> String {
    let text = text.split("\n```").next().unwrap_or_default();
    let paragraphs = text.split("\n\n").map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "));
    let text = paragraphs.collect::<Vec<_>>().join("\n").trim().to_owned();
    // What stands between backticks is every second part.
    let parts = text.split('`').enumerate().map(|(index, part)| match index % 2 {
        0 => part.replace(['[', ']'], ""),
        _ => name_in_path(part),
    });
    parts.collect::<Vec<_>>().join("`")
}

/// Takes the modules off a path of Rust: `Output::Id` of `crate::resource::Output::Id`.
fn name_in_path(code: &str) -> String {
    let is_module = |part: &&str| part.starts_with(|c: char| c.is_ascii_lowercase());
    let parts: Vec<_> = code.split("::").collect();
    let modules = parts.iter().take(parts.len() - 1).take_while(|part| is_module(part)).count();
    parts[modules..].join("::")
}

/// Makes an enumeration of a choice between texts, each of which has a description of its own.
fn list_values(schema: &mut Schema) {
    let Some(choices) = schema.get("oneOf").and_then(Value::as_array) else { return };
    let values: Option<Vec<_>> = choices.iter().map(|choice| choice["const"].as_str()).collect();
    let Some(values) = values else { return };
    let values: Vec<_> = values.into_iter().map(str::to_owned).collect();
    let described =
        |(value, choice): (&String, &Value)| Some(format!("- `{value}`: {}", choice["description"].as_str()?));
    let lines: Vec<_> = values.iter().zip(choices).filter_map(described).map(|line| plain(&line)).collect();
    let text = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    let text = [&[text.to_owned()], lines.as_slice()].concat().join("\n");
    schema.remove("oneOf");
    schema.insert("type".to_owned(), "string".into());
    schema.insert("enum".to_owned(), values.into());
    schema.insert("description".to_owned(), text.into());
}

/// Says of fields that may be missing that they are not null: they are left out.
fn leave_out_nulls(schema: &mut Schema) {
    let required = schema.get("required").cloned().unwrap_or_default();
    let is_required = |name: &str| required.as_array().is_some_and(|names| names.iter().any(|each| each == name));
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else { return };
    for (_, property) in properties.iter_mut().filter(|(name, _)| !is_required(name)) {
        forbid_null(property);
    }
}

fn forbid_null(property: &mut Value) {
    let Some(property) = property.as_object_mut() else { return };
    if property.get("default").is_some_and(Value::is_null) {
        property.remove("default");
    }
    if let Some(Value::Array(types)) = property.get_mut("type") {
        types.retain(|each| each != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            property.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(choices)) = property.get_mut("anyOf") {
        choices.retain(|choice| choice["type"] != "null");
        if let [Value::Object(only)] = choices.as_slice() {
            let only = only.clone();
            property.remove("anyOf");
            property.extend(only);
        }
    }
}

/// Refuses fields that an object does not have.
fn refuse_other_fields(schema: &mut Schema) {
    let is_object = schema.get("type").is_some_and(|kind| kind == "object");
    if is_object && schema.get("additionalProperties").is_none() {
        schema.insert("additionalProperties".to_owned(), false.into());
    }
}

/// Forgets the defaults of readers, which are not those of kops.
fn forget_default(schema: &mut Schema) {
    schema.remove("default");
}

/// Gives the fields beside a choice to each of its objects.
fn hand_down(schema: &mut Schema) {
    let Some(Value::Array(mut choices)) = schema.get("properties").and_then(|_| schema.get("oneOf").cloned()) else {
        return;
    };
    let properties = schema.remove("properties").unwrap_or_default();
    let required = schema.remove("required").unwrap_or_default();
    for choice in &mut choices {
        let own = choice["properties"].as_object_mut().expect("an object");
        own.extend(properties.as_object().cloned().unwrap_or_default());
        let own = choice["required"].as_array_mut().expect("an object with required fields");
        own.extend(required.as_array().cloned().unwrap_or_default());
    }
    schema.remove("type");
    schema.insert("oneOf".to_owned(), choices.into());
}

/// Gives titles to a definition and to the objects that it is a choice of: `CreateAction` for what `Action` calls `create`.
fn entitle(schema: &mut Schema, name: &str) {
    schema.insert("title".to_owned(), name.into());
    for word in ["oneOf", "anyOf"] {
        let choices = schema.get_mut(word).and_then(Value::as_array_mut);
        for choice in choices.into_iter().flatten().filter(|choice| choice["type"] == "object") {
            if let (None, Some(tag)) = (choice.get("title"), tag(choice)) {
                choice["title"] = join(&pascal(&tag), name).into();
                let fields = choice["properties"].get_mut(&tag).filter(|value| value["type"] == "object");
                if let Some(fields) = fields {
                    fields["title"] = format!("{}Fields", join(&pascal(&tag), name)).into();
                }
            }
        }
    }
}

/// What tells an object from the others of a choice: the value of a field, or the name of its only field.
fn tag(choice: &Value) -> Option<String> {
    let properties = choice["properties"].as_object()?;
    let constant = properties.values().find_map(|property| property["const"].as_str());
    constant.map(str::to_owned).or_else(|| properties.keys().next().filter(|_| properties.len() == 1).cloned())
}

fn pascal(word: &str) -> String {
    let parts = word.split(['-', '_']).map(|part| {
        let mut letters = part.chars();
        letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect::<String>()
    });
    parts.collect()
}

/// Joins two names, of which the second may begin with the end of the first: `CloudErrorData` of `CloudError` and `ErrorData`.
fn join(first: &str, second: &str) -> String {
    let common = (0..first.len()).find(|&at| second.starts_with(&first[at..])).unwrap_or(first.len());
    format!("{}{second}", &first[..common])
}
