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

/// The entries that `--set` makes of a list.
const ENTRIES: usize = 65_536;

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

/// Sets the values of one flag by their paths: `version=1.30,foo.bar=baz,foo.zones[1]=b`.
fn set(values: &mut Map<String, Value>, flag: &str, text: &str, read: fn(&str) -> Value) -> Result<(), Failure> {
    for setting in settings(text) {
        let wrong = || Failure::usage(format!("`{flag} {setting}` is not of the form `NAME=VALUE`"));
        let (path, text) = setting.split_once('=').ok_or_else(wrong)?;
        let steps = steps(path).ok_or_else(wrong)?;
        if steps.len() > SEGMENTS {
            return Err(Failure::usage(format!("a name of `{flag}` has at most {SEGMENTS} parts")));
        }
        let mut all = Value::Object(std::mem::take(values));
        put(&mut all, &steps, value(text, read));
        if let Value::Object(all) = all {
            *values = all;
        }
    }
    Ok(())
}

/// Splits a text at the commas that another name follows, outside of lists and maps.
fn settings(text: &str) -> Vec<&str> {
    let (mut found, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    for (place, letter) in text.char_indices() {
        match letter {
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 && !text[..place].ends_with('\\') && begins_with_name(&text[place + 1..]) => {
                found.push(&text[start..place]);
                start = place + 1;
            }
            _ => {}
        }
    }
    found.push(&text[start..]);
    found
}

/// Whether a text begins with a name and `=`.
fn begins_with_name(text: &str) -> bool {
    let is_of_name = |letter: char| letter.is_alphanumeric() || "_-.[]".contains(letter);
    text.split_once('=').is_some_and(|(name, _)| !name.is_empty() && name.chars().all(is_of_name))
}

/// A part of the path of a value.
enum Step {
    Key(String),
    Index(usize),
}

/// The parts of a path such as `foo.zones[1]`.
fn steps(path: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    for part in path.split('.') {
        let (key, mut indices) = part.split_at(part.find('[').unwrap_or(part.len()));
        if key.is_empty() {
            return None;
        }
        steps.push(Step::Key(key.to_owned()));
        while !indices.is_empty() {
            let (index, rest) = indices.strip_prefix('[')?.split_once(']')?;
            steps.push(Step::Index(index.parse::<usize>().ok().filter(|index| *index < ENTRIES)?));
            indices = rest;
        }
    }
    Some(steps)
}

/// Puts a value where a path leads. Maps are merged; entries before that of a list are empty.
fn put(place: &mut Value, steps: &[Step], new: Value) {
    match steps.split_first() {
        None => match (place, new) {
            (Value::Object(below), Value::Object(over)) => merge(below, over),
            (place, new) => *place = new,
        },
        Some((Step::Key(key), rest)) => {
            if !place.is_object() {
                *place = Value::Object(Map::new());
            }
            put(&mut place[key.as_str()], rest, new);
        }
        Some((Step::Index(index), rest)) => {
            let mut entries = match place.take() {
                Value::Array(entries) => entries,
                _ => Vec::new(),
            };
            if entries.len() <= *index {
                entries.resize(*index + 1, Value::Null);
            }
            put(&mut entries[*index], rest, new);
            *place = Value::Array(entries);
        }
    }
}

/// Reads a value: `{a,b}` is a list, and `\,` a comma.
fn value(text: &str, read: fn(&str) -> Value) -> Value {
    let entries = text.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
    match entries.filter(|entries| !entries.is_empty() && !entries.contains([':', '{'])) {
        Some(entries) => entries.split(',').map(|entry| read(entry.trim())).collect(),
        None => read(&text.replace("\\,", ",")),
    }
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
        for wrong in ["novalue", "a[=1", "a[x]=1", "a[99999999]=1", "[0]=1", "a[0]b=1"] {
            assert!(set(&mut Map::new(), "--set", wrong, typed).is_err(), "{wrong}");
        }
        assert!(set(&mut Map::new(), "--set", "a..b=1", typed).is_err());
    }

    #[test]
    fn one_flag_sets_several_values_and_entries_of_lists_as_in_kops() {
        let text = |text: &str| Value::String(text.to_owned());
        let mut all = Map::new();
        set(&mut all, "--set", "version=1.0,foo.bar=baz", typed).expect("settings");
        set(&mut all, "--set-string", "foo.myArray={1,2,3}", text).expect("settings");
        set(&mut all, "--set", "foo.myArray[1]=false,foo.myArray[3]=4", typed).expect("settings");
        let array = json!(["1", false, "3", 4]);
        assert_eq!(Value::Object(all), json!({"version": "1.0", "foo": {"bar": "baz", "myArray": array}}));
        for (given, expected) in [
            ("a=x,y", json!({"a": "x,y"})),
            (r"a=x\,b=1", json!({"a": "x,b=1"})),
            ("a=[x, y=1],b=2", json!({"a": ["x", "y=1"], "b": 2})),
            ("a={x: 1},b={1,z}", json!({"a": {"x": 1}, "b": [1, "z"]})),
            ("a[1].b=1", json!({"a": [null, {"b": 1}]})),
            ("a=1,a.b=2", json!({"a": {"b": 2}})),
            ("a={}", json!({"a": {}})),
        ] {
            let mut all = Map::new();
            set(&mut all, "--set", given, typed).expect("settings");
            assert_eq!(Value::Object(all), expected, "{given}");
        }
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
