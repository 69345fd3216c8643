//! `kops toolbox schema`: the JSON Schema of what users write.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::args::SchemaWhat;
use crate::failure::Failure;
use crate::output;

/// Prints a schema with the definitions that it needs.
pub(crate) fn run(what: SchemaWhat) -> Result<(), Failure> {
    let document = kops_core::schema();
    let all = document["$defs"].as_object().cloned().unwrap_or_default();
    let mut schema = match what {
        SchemaWhat::Spec => json!({"oneOf": [object("Cluster"), object("InstanceGroup"), object("SSHCredential")]}),
        SchemaWhat::Cluster => object("Cluster"),
        SchemaWhat::InstanceGroup => object("InstanceGroup"),
        SchemaWhat::SshCredential => object("SSHCredential"),
        SchemaWhat::Plan => reference("Plan"),
    };
    let mut names = BTreeSet::new();
    collect(&schema, &all, &mut names);
    schema["$schema"] = document["$schema"].clone();
    schema["$defs"] = names
        .into_iter()
        .filter_map(|name| Some((name.clone(), all.get(&name)?.clone())))
        .collect::<Map<_, _>>()
        .into();
    Ok(output::data(&format!("{schema:#}\n"))?)
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/$defs/{name}")})
}

/// An object in a file, which has to say what it is.
fn object(name: &str) -> Value {
    let mut schema = reference(name);
    schema["required"] = json!(["apiVersion", "kind"]);
    schema
}

/// Collects the names of the definitions that a schema refers to, directly or not.
fn collect(schema: &Value, all: &Map<String, Value>, names: &mut BTreeSet<String>) {
    match schema {
        Value::Array(items) => items.iter().for_each(|item| collect(item, all, names)),
        Value::Object(map) => {
            let reference = map.get("$ref").and_then(Value::as_str).and_then(|to| to.strip_prefix("#/$defs/"));
            if let Some(name) = reference.filter(|name| names.insert((*name).to_owned())) {
                collect(&all[name], all, names);
            }
            map.values().for_each(|value| collect(value, all, names));
        }
        _ => {}
    }
}
