//! `kops toolbox template`: renders a Jinja2 template of a spec.

use kops_core::yaml::{self, Source, TemplateLanguage};
use kops_template::merge;
use serde_json::{Map, Value};

use crate::args::TemplateArgs;
use crate::failure::Failure;
use crate::write::{self, Readers};
use crate::{input, output};

/// The parts of the path of `--set`.
const SEGMENTS: usize = 100;

/// Renders the templates and prints or writes the result.
pub(crate) fn run(args: &TemplateArgs) -> Result<(), Failure> {
    let mut values = Map::new();
    for path in &args.values {
        merge(&mut values, file_values(&input::read(path)?)?);
    }
    for setting in &args.set {
        set(&mut values, "--set", setting, typed)?;
    }
    for setting in &args.set_string {
        set(&mut values, "--set-string", setting, |text| Value::String(text.to_owned()))?;
    }
    let mut documents = Vec::new();
    for path in &args.template {
        let template = input::read(path)?;
        let (name, text) = (&template.name, &template.text);
        if let Some(language @ TemplateLanguage::Terraform) = TemplateLanguage::of(text) {
            output::warning(&format!("{name}: nothing is filled in; {}", language.advice()));
        }
        documents.push(kops_template::render(name, text, &values).map_err(|error| match error.help.clone() {
            Some(help) => Failure::from(error).advise(help),
            None => Failure::from(error),
        })?);
    }
    let text = documents.join("\n---\n");
    match &args.out {
        Some(path) => write::write(path, text.as_bytes(), Readers::Umask).map(drop),
        None => Ok(output::data(&text)?),
    }
}

/// Reads a values file; unwraps the output of `terraform output -json`.
///
/// Duplicate keys and the like are refused as in a spec. Unlike in a spec, `no` and `y` are strings, as in Jinja2's tools.
fn file_values(text: &Source) -> Result<Map<String, Value>, Failure> {
    yaml::parse(text).map_err(|findings| Failure::Invalid { findings, texts: vec![text.clone()] })?;
    let value: Value = serde_yaml::from_str(&text.text)
        .map_err(|error| Failure::message(format!("{}: not valid YAML or JSON: {error}", text.name)))?;
    match value {
        Value::Object(map) if is_terraform_output(&map) => {
            Ok(map.into_iter().filter_map(|(name, mut output)| Some((name, output.get_mut("value")?.take()))).collect())
        }
        Value::Object(map) => Ok(map),
        Value::Null => Ok(Map::new()),
        _ => Err(Failure::message(format!("{}: expected a map of names to values", text.name))),
    }
}

/// Terraform wraps each output in a map of exactly `value`, `type` and `sensitive`.
fn is_terraform_output(map: &Map<String, Value>) -> bool {
    let is_output = |value: &Value| {
        let Value::Object(fields) = value else { return false };
        fields.len() == 3
            && fields.contains_key("value")
            && fields.contains_key("type")
            && fields.get("sensitive").is_some_and(Value::is_boolean)
    };
    !map.is_empty() && map.values().all(is_output)
}

/// Sets a value by its path.
fn set(values: &mut Map<String, Value>, flag: &str, setting: &str, read: fn(&str) -> Value) -> Result<(), Failure> {
    let wrong = || Failure::usage(format!("`{flag} {setting}` is not of the form `NAME=VALUE`"));
    let (path, text) = setting.split_once('=').ok_or_else(wrong)?;
    if path.split('.').any(str::is_empty) {
        return Err(wrong());
    }
    if path.split('.').count() > SEGMENTS {
        return Err(Failure::usage(format!("a name of `{flag}` has at most {} parts", SEGMENTS)));
    }
    let nested =
        path.rsplit('.').fold(read(text), |value, key| Value::Object(Map::from_iter([(key.to_owned(), value)])));
    if let Value::Object(over) = nested {
        merge(values, over);
    }
    Ok(())
}

/// Parses `true`, `false`, integers, lists and maps. Anything else stays a string, such as the version `1.30`, `007` and
/// `no`.
fn typed(text: &str) -> Value {
    let as_typed = || Value::String(text.to_owned());
    match text {
        "true" | "false" => Value::Bool(text == "true"),
        _ if text.starts_with(['[', '{']) => serde_yaml::from_str(text).unwrap_or_else(|_| as_typed()),
        _ => match text.parse::<i64>() {
            Ok(number) if number.to_string() == text => number.into(),
            _ => as_typed(),
        },
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn values(text: &str) -> Value {
        Value::Object(file_values(&Source::new("values", text)).expect("values"))
    }

    #[test]
    fn terraform_outputs_are_unwrapped() {
        let output = r#"{"vpc_id": {"sensitive": false, "type": "string", "value": "vpc-1"},
                         "zones": {"sensitive": true, "type": ["list", "string"], "value": ["a", "b"]}}"#;
        assert_eq!(values(output), json!({"vpc_id": "vpc-1", "zones": ["a", "b"]}));
        assert_eq!(values("a: {value: 1}"), json!({"a": {"value": 1}}));
        assert_eq!(values(""), json!({}));
    }

    #[test]
    fn later_values_win_and_maps_are_merged() {
        let mut all = Map::new();
        for text in ["a: {x: 1, y: 2}\nb: [1]", "a: {y: 3}\nb: [2]"] {
            merge(&mut all, file_values(&Source::new("values", text)).expect("values"));
        }
        set(&mut all, "--set", "a.z=10.0.0.0/8", typed).expect("a setting");
        set(&mut all, "--set", "n=3", typed).expect("a setting");
        assert_eq!(Value::Object(all), json!({"a": {"x": 1, "y": 3, "z": "10.0.0.0/8"}, "b": [2], "n": 3}));
        assert!(set(&mut Map::new(), "--set", "novalue", typed).is_err());
        assert!(set(&mut Map::new(), "--set", "a..b=1", typed).is_err());
    }

    #[test]
    fn only_what_is_nothing_else_is_a_number() {
        for text in ["1.30", "007", "+1", "1e3", "", "null", "no", "~", "-", "0x1f", "10.0.0.0/8"] {
            assert_eq!(typed(text), json!(text), "{text}");
        }
        assert_eq!(typed("30"), json!(30));
        assert_eq!(typed("-1"), json!(-1));
        assert_eq!(typed("true"), json!(true));
        assert_eq!(typed("[a, 1.5]"), json!(["a", 1.5]));
        assert_eq!(typed("{a: 1}"), json!({"a": 1}));
    }
}
