//! Jinja2 templates of cluster specs, with the filters of Ansible and of the Go templates that kops reads.
//!
//! In: a template and values. Out: text. Templates come from others, so that what one may cost is bounded, and none reads files,
//! the environment or the clock.
//!
//! ```
//! let values = serde_json::json!({"zones": ["us-east-2a", "us-east-2b"]});
//! let text = kops_template::render("spec.yml.j2", "zones: {{ zones | tojson }}\n", values.as_object().unwrap())?;
//! assert_eq!(text, "zones: [\"us-east-2a\",\"us-east-2b\"]\n");
//! # Ok::<(), kops_template::TemplateError>(())
//! ```

mod filters;
mod go;
mod limits;

use kops_core::errors::{ErrorData, ErrorFacts, InvalidTemplateFields};
use kops_core::yaml::TemplateLanguage;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior};
use serde_json::{Map, Value};

/// A template that cannot be rendered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}{}: {message}", line.map(|line| format!(":{line}")).unwrap_or_default())]
#[non_exhaustive]
pub struct TemplateError {
    /// The name of the template.
    pub file: String,
    /// The line that the error is about, counted from 1.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// What would be right.
    pub help: Option<String>,
}

impl TemplateError {
    fn new(file: &str, line: Option<usize>, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, message: message.into(), help: None }
    }
}

impl From<&TemplateError> for ErrorData {
    fn from(error: &TemplateError) -> Self {
        let facts = ErrorFacts::InvalidTemplate(InvalidTemplateFields::new(error.file.clone(), error.line));
        let data = Self::new(error, facts);
        Self { help: error.help.clone(), ..data }
    }
}

/// Renders a template. `name` is the file's name in errors.
///
/// # Errors
/// A template that is wrong, that refers to a value which is not there, or that takes too much.
pub fn render(name: &str, text: &str, values: &Map<String, Value>) -> Result<String, TemplateError> {
    limits::check(name, text)?;
    let filled = limits::with_stack(text, || fill(name, text, values));
    let filled = filled.map_err(|error| TemplateError::new(name, None, error.to_string()))?;
    filled.map_err(|error| match TemplateLanguage::of(text) {
        Some(TemplateLanguage::Go) => TemplateError { help: Some(go::advice(text, values)), ..error },
        _ => error,
    })
}

/// Merges `over` into `values`: maps are merged, other values are replaced.
pub fn merge(values: &mut Map<String, Value>, over: Map<String, Value>) {
    for (key, value) in over {
        match (values.get_mut(&key), value) {
            (Some(Value::Object(below)), Value::Object(over)) => merge(below, over),
            (_, value) => {
                values.insert(key, value);
            }
        }
    }
}

fn fill(name: &str, text: &str, values: &Map<String, Value>) -> Result<String, TemplateError> {
    let wrong = |error: minijinja::Error| TemplateError::new(name, None, error.to_string());
    let syntax = SyntaxConfig::builder().keep_trailing_newline(true).build().map_err(wrong)?;
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(syntax);
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    environment.set_debug(true);
    environment.set_fuel(Some(limits::STEPS));
    environment.set_formatter(|out, state, value| {
        limits::check_value(value)?;
        minijinja::escape_formatter(out, state, value)
    });
    filters::add(&mut environment);
    let filled = environment.template_from_named_str(name, text).and_then(|template| template.render(Serde(values)));
    filled.map_err(|error| failure_of(name, &error, values))
}

/// Says what is wrong and where.
fn failure_of(name: &str, error: &minijinja::Error, values: &Map<String, Value>) -> TemplateError {
    let file = if error.line().is_some() { error.name().unwrap_or(name) } else { name };
    let what = match (error.kind(), error.detail()) {
        (minijinja::ErrorKind::UndefinedError, _) => undefined(error, values),
        (minijinja::ErrorKind::OutOfFuel, _) => {
            format!("the template takes more than {} steps; shorten its loops", limits::STEPS)
        }
        (kind, Some(detail)) => format!("{kind}: {detail}"),
        (kind, None) => kind.to_string(),
    };
    TemplateError::new(file, error.line(), what)
}

fn undefined(error: &minijinja::Error, values: &Map<String, Value>) -> String {
    let source = error.template_source().zip(error.range()).and_then(|(text, range)| text.get(range));
    let what = match source {
        Some(expression) => format!("`{expression}` is undefined"),
        None => "undefined value".to_owned(),
    };
    if values.is_empty() {
        return format!("{what}; no values are set");
    }
    let known: Vec<_> = values.keys().map(|name| format!("`{name}`")).collect();
    format!("{what}; available values: {}", known.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_without_end_is_refused_where_it_is_written() {
        let repeated = |count: usize, value: &str| {
            let each = format!("{{% for i in range({count}) %}}{{% set ns.x = {value} %}}{{% endfor %}}");
            format!("{{% set ns = namespace(x='word') %}}{each}")
        };
        let (deep, large) = ("nested at most 200 levels deep", "at most 16 MiB");
        for (set, value, expected) in [
            (repeated(100, "[ns.x]"), "ns.x", None),
            (repeated(300, "[ns.x]"), "ns.x", Some(deep)),
            (repeated(1, "ns"), "ns", Some(deep)),
            (repeated(40, "[ns.x, ns.x]"), "ns.x", Some(large)),
        ] {
            for write in ["", " | to_json", " | toyaml", " | quote", " | squote"] {
                let text = format!("{set}{{{{ {value}{write} }}}}");
                let error = render("a.yml", &text, &Map::new()).err().map(|error| error.message);
                let is_expected = match (&error, expected) {
                    (Some(error), Some(expected)) => error.contains(expected),
                    (error, expected) => error.is_none() && expected.is_none(),
                };
                assert!(is_expected, "{text}: {error:?}");
            }
        }
    }

    #[test]
    fn a_value_that_a_loop_nests_deep_ends_no_process() {
        let text = "{% set ns = namespace(x=1) %}{% for i in range(50000) %}{% set ns.x = [ns.x] %}{% endfor %}done";
        assert_eq!(render("a.yml", text, &Map::new()).expect("is rendered"), "done");
    }

    #[test]
    fn errors_are_data_with_their_line_and_help() {
        let error = render("a.yml", "a: 1\nb: {{ missing }}\n", &Map::new()).expect_err("nothing is set");
        let data = serde_json::to_value(ErrorData::from(&error)).expect("is JSON");
        assert_eq!(data["name"], "InvalidTemplate");
        assert_eq!(data["message"], "a.yml:2: `missing` is undefined; no values are set");
        assert_eq!(data["fields"], serde_json::json!({"file": "a.yml", "line": 2}));
        let go = render("a.yml", "{{ .clusterName }}\n", &Map::new()).expect_err("a template of Go");
        let help = go.help.expect("help");
        assert!(help.starts_with(TemplateLanguage::Go.advice()), "{help}");
        assert!(help.ends_with("line 1: {{ .clusterName }}  →  {{ clusterName }}"), "{help}");
    }
}
