//! The filters that templates of specs use beside those of Jinja2: of Ansible, and of the Go templates that kops reads.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use kops_core::yaml;
use minijinja::value::{Kwargs, Rest, Serde};
use minijinja::{Environment, Error, ErrorKind, State, Value};
use serde_json::{Map, Value as Json};

use super::limits;

/// The widest indent, in spaces.
const WIDEST: usize = 1_000;
/// The most bytes that a text may have in which a pattern is replaced.
const LONGEST: usize = 16 << 20;
/// The most bytes that a pattern may take: each character of a text is looked up in all of it.
const PATTERN: usize = 1 << 15;

/// Adds the filters, and the methods that Python's values have: `name.replace(".", "-")`, `labels.items()`.
pub(super) fn add(environment: &mut Environment<'_>) {
    environment.set_unknown_method_callback(minijinja_contrib::pycompat::unknown_method_callback);
    for name in ["tojson", "to_json", "toJson"] {
        environment.add_filter(name, to_json);
    }
    environment.add_filter("to_nice_json", to_nice_json);
    for name in ["toyaml", "to_yaml", "to_nice_yaml", "toYaml"] {
        environment.add_filter(name, to_yaml);
    }
    for name in ["from_json", "from_yaml", "fromjson", "fromyaml"] {
        environment.add_filter(name, from_yaml);
    }
    for name in ["b64encode", "b64enc"] {
        environment.add_filter(name, |text: String| BASE64.encode(text));
    }
    for name in ["b64decode", "b64dec"] {
        environment.add_filter(name, b64decode);
    }
    environment.add_filter("nindent", nindent);
    environment.add_filter("quote", |value: Value| Ok::<_, Error>(Json::from(text(&value)?).to_string()));
    environment.add_filter("squote", |value: Value| Ok::<_, Error>(format!("'{}'", text(&value)?.replace('\'', "''"))));
    environment.add_filter("mandatory", mandatory);
    environment.add_filter("ternary", ternary);
    environment.add_filter("regex_replace", regex_replace);
    environment.add_filter("combine", combine);
    environment.add_filter("dict2items", dict2items);
    environment.add_filter("items2dict", items2dict);
}

fn wrong(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidOperation, message.into())
}

fn text(value: &Value) -> Result<String, Error> {
    limits::check_value(value)?;
    Ok(value.to_string())
}

fn json(state: &State, value: &Value) -> Result<Json, Error> {
    limits::charge(state, limits::check_value(value)?)?;
    serde_json::to_value(value).map_err(|error| wrong(error.to_string()))
}

fn to_json(state: &State, value: Value, options: Kwargs) -> Result<String, Error> {
    match options.get::<Option<usize>>("indent")? {
        Some(_) => to_nice_json(state, value, options),
        None => Ok(json(state, &value)?.to_string()),
    }
}

fn to_nice_json(state: &State, value: Value, options: Kwargs) -> Result<String, Error> {
    // The width is accepted: JSON means the same with any.
    let _: Option<usize> = options.get("indent")?;
    options.assert_all_used()?;
    Ok(format!("{:#}", json(state, &value)?))
}

/// YAML as kops writes it, without the end of the last line, so that it can stand in a line or be indented.
fn to_yaml(state: &State, value: Value, options: Kwargs) -> Result<String, Error> {
    // How it looks is accepted: YAML means the same with any.
    for option in ["indent", "width", "sort_keys", "default_flow_style"] {
        let _: Option<Value> = options.get(option)?;
    }
    options.assert_all_used()?;
    Ok(yaml::to_yaml(&json(state, &value)?).trim_end_matches('\n').to_owned())
}

fn from_yaml(state: &State, text: String) -> Result<Value, Error> {
    limits::charge(state, text.len())?;
    let value: Json = serde_yaml::from_str(&text).map_err(|error| wrong(format!("not YAML: {error}")))?;
    Ok(Serde(value).into())
}

fn b64decode(text: String) -> Result<String, Error> {
    let bytes = BASE64.decode(text.trim()).map_err(|error| wrong(format!("not Base64: {error}")))?;
    String::from_utf8(bytes).map_err(|_| wrong("what the Base64 holds is not text"))
}

/// A line break and the text, every line of it indented.
fn nindent(text: String, width: usize) -> Result<String, Error> {
    if width > WIDEST {
        return Err(wrong(format!("an indent has at most {WIDEST} spaces, not {width}")));
    }
    let lines = text.lines().map(|line| if line.is_empty() { String::new() } else { format!("{:width$}{line}", "") });
    Ok(format!("\n{}", lines.collect::<Vec<_>>().join("\n")))
}

fn mandatory(value: Value, message: Option<String>) -> Result<Value, Error> {
    if value.is_undefined() {
        let message = message.unwrap_or_else(|| "a mandatory value is missing".to_owned());
        return Err(Error::new(ErrorKind::InvalidOperation, message));
    }
    Ok(value)
}

fn ternary(value: Value, yes: Value, no: Value, none: Option<Value>) -> Value {
    match none {
        Some(none) if value.is_none() => none,
        _ if value.is_true() => yes,
        _ => no,
    }
}

/// Python's replacements, where `\1` and `\g<name>` stand for groups.
fn regex_replace(state: &State, text: String, pattern: String, replacement: Option<String>) -> Result<String, Error> {
    let regex = regex_lite::RegexBuilder::new(&pattern).size_limit(PATTERN).build();
    let regex = regex.map_err(|error| wrong(format!("not a pattern: {error}")))?;
    let replacement = groups(&replacement.unwrap_or_default());
    limits::charge(state, text.len())?;
    let mut matches = 0_usize;
    for found in regex.find_iter(&text) {
        // To find it, all that was left of the text may have been read.
        limits::charge(state, text.len() - found.start())?;
        matches += 1;
    }
    // Every match takes the replacement, and each group in it may be all of the text.
    let groups = replacement.matches("${").count();
    let replaced = matches.saturating_mul(replacement.len());
    if text.len().saturating_mul(groups + 1).saturating_add(replaced) > LONGEST {
        return Err(wrong(format!("what it makes of the text can have more than {} MiB", LONGEST >> 20)));
    }
    Ok(regex.replace_all(&text, replacement.as_str()).into_owned())
}

/// A replacement in the words of Rust's regular expressions: `${1}`.
fn groups(python: &str) -> String {
    let mut rust = String::new();
    let mut rest = python;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match (c, rest.chars().next()) {
            ('\\', Some(digit)) if digit.is_ascii_digit() => {
                rust.push_str(&format!("${{{digit}}}"));
                rest = &rest[1..];
            }
            ('\\', Some('g')) if rest.starts_with("g<") && rest.contains('>') => {
                let (name, after) = rest[2..].split_once('>').unwrap_or_default();
                rust.push_str(&format!("${{{name}}}"));
                rest = after;
            }
            ('\\', Some('\\')) => {
                rust.push('\\');
                rest = &rest[1..];
            }
            ('$', _) => rust.push_str("$$"),
            _ => rust.push(c),
        }
    }
    rust
}

/// Lays maps over a map: later ones win, and with `recursive` maps within them are merged too.
fn combine(state: &State, value: Value, others: Rest<Value>, options: Kwargs) -> Result<Value, Error> {
    let recursive = options.get::<Option<bool>>("recursive")?.unwrap_or_default();
    options.assert_all_used()?;
    let mut all = map(state, &value)?;
    for other in others.iter() {
        let over = map(state, other)?;
        if recursive {
            super::merge(&mut all, over);
        } else {
            all.extend(over);
        }
    }
    Ok(Serde(Json::Object(all)).into())
}

fn map(state: &State, value: &Value) -> Result<Map<String, Json>, Error> {
    match json(state, value)? {
        Json::Object(map) => Ok(map),
        other => Err(wrong(format!("a map is expected, not `{other}`"))),
    }
}

fn dict2items(state: &State, value: Value) -> Result<Value, Error> {
    let items = map(state, &value)?.into_iter().map(|(key, value)| serde_json::json!({"key": key, "value": value}));
    Ok(Serde(items.collect::<Json>()).into())
}

fn items2dict(state: &State, value: Value) -> Result<Value, Error> {
    let Json::Array(items) = json(state, &value)? else { return Err(wrong("a list of `key` and `value` is expected")) };
    let entries = items.iter().map(|item| {
        let key = item.get("key").and_then(Json::as_str).ok_or_else(|| wrong("an item has no `key`"))?;
        Ok((key.to_owned(), item.get("value").cloned().unwrap_or_default()))
    });
    Ok(Serde(Json::Object(entries.collect::<Result<_, Error>>()?)).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(template: &str) -> Result<String, Error> {
        let mut environment = Environment::new();
        add(&mut environment);
        let values = serde_json::json!({
            "name": "a.example.com",
            "labels": {"team": "core", "on": true},
            "more": {"team": "web", "tags": {"x": 1}},
            "zones": ["a", "b"],
        });
        environment.template_from_str(template)?.render(Serde(values))
    }

    #[test]
    fn filters_do_what_ansible_and_go_templates_do() {
        for (template, expected) in [
            ("{{ zones | tojson }}", r#"["a","b"]"#),
            ("{{ labels | to_json }}", r#"{"on":true,"team":"core"}"#),
            ("{{ zones | to_nice_json }}", "[\n  \"a\",\n  \"b\"\n]"),
            ("{{ zones | tojson(indent=2) }}", "[\n  \"a\",\n  \"b\"\n]"),
            ("x:\n  {{ labels | to_nice_yaml(indent=2) | indent(2) }}", "x:\n  \"on\": true\n  team: core"),
            ("x:{{ zones | toyaml | nindent(2) }}", "x:\n  - a\n  - b"),
            ("{{ ('a: [1]' | from_yaml).a[0] + 1 }}", "2"),
            ("{{ 'ä b' | b64encode }} {{ 'w6QgYg==' | b64decode }}", "w6QgYg== ä b"),
            ("{{ 'say \"hi\"' | quote }} {{ 1.30 | quote }} {{ \"it's\" | squote }}", r#""say \"hi\"" "1.3" 'it''s'"#),
            ("{{ missing | default('x') }} {{ '' | default('y', true) }}", "x y"),
            ("{{ name | mandatory }}", "a.example.com"),
            ("{{ labels.on | ternary('yes', 'no') }} {{ none | ternary(1, 2, 3) }} {{ 0 | ternary(1, 2) }}", "yes 3 2"),
            (r"{{ name | regex_replace('\\.', '-') }}", "a-example-com"),
            (r"{{ name | regex_replace('^(\\w)\\.(?P<b>\\w+).*', '\\g<b>$\\1') }}", "example$a"),
            ("{{ labels | combine(more, {'n': 1}) | to_json }}", r#"{"n":1,"on":true,"tags":{"x":1},"team":"web"}"#),
            (
                "{{ more | combine({'tags': {'y': 2}}, recursive=true) | to_json }}",
                r#"{"tags":{"x":1,"y":2},"team":"web"}"#,
            ),
            ("{{ labels | dict2items | map(attribute='key') | join(' ') }}", "on team"),
            ("{{ labels | dict2items | items2dict | to_json }}", r#"{"on":true,"team":"core"}"#),
            (
                "{{ name.replace('.', '-').upper() }} {% for k, v in labels.items() %}{{ k }}{% endfor %}",
                "A-EXAMPLE-COM onteam",
            ),
        ] {
            let found = filled(template).unwrap_or_else(|error| panic!("{template}: {error:#}"));
            assert_eq!(found, expected, "{template}");
        }
    }

    #[test]
    fn what_filters_read_takes_steps() {
        for (work, expected) in [
            ("text", None),
            ("text | from_yaml", Some(ErrorKind::OutOfFuel)),
            ("map | combine({})", Some(ErrorKind::OutOfFuel)),
            ("map | dict2items", Some(ErrorKind::OutOfFuel)),
            ("('x' * 400) | regex_replace('x*y|x', 'z')", Some(ErrorKind::OutOfFuel)),
            ("'x' | regex_replace('(x{100}){100}', 'z')", Some(ErrorKind::InvalidOperation)),
        ] {
            let template = format!(
                "{{% set text = 'a: ' ~ 'x' * 100000 %}}{{% set map = {{'a': text}} %}}\
                 {{% for i in range(20) %}}{{% set y = {work} %}}{{% endfor %}}"
            );
            let mut environment = Environment::new();
            add(&mut environment);
            environment.set_fuel(Some(10_000));
            let rendered = environment.template_from_str(&template).and_then(|template| template.render(()));
            assert_eq!(rendered.err().map(|error| error.kind()), expected, "{work}");
        }
    }

    #[test]
    fn filters_say_what_they_cannot_do() {
        for (template, expected) in [
            ("{{ missing | mandatory }}", "a mandatory value is missing"),
            ("{{ missing | mandatory('name the VPC') }}", "name the VPC"),
            ("{{ '?' | b64decode }}", "not Base64"),
            ("{{ name | regex_replace('(') }}", "not a pattern"),
            ("{{ labels | combine(zones) }}", "a map is expected"),
            ("{{ ': [' | from_yaml }}", "not YAML"),
            ("{{ name | nindent(70000) }}", "at most 1000 spaces, not 70000"),
            ("{{ ('a' * 5000) | regex_replace('a', 'b' * 5000) }}", "more than 16 MiB"),
        ] {
            let error = filled(template).expect_err(template).to_string();
            assert!(error.contains(expected), "{template}: {error}");
        }
    }
}
