//! Expressions of a Go template: pipelines, functions and operands.

use super::blocks::Translator;
use super::syntax::{operand_of, split, words};

/// What is in more parentheses stays as it is.
const DEEPEST: usize = 100;

impl Translator<'_> {
    /// A pipeline: the value of each part is the last argument of the next.
    pub(super) fn expression(&mut self, text: &str) -> String {
        let mut parts = split(text, '|').into_iter();
        let first = parts.next().map(|part| self.call(part, None)).unwrap_or_default();
        parts.fold(first, |value, part| self.call(part, Some(value)))
    }

    /// A function with its arguments, of which `last` comes from the pipe.
    fn call(&mut self, text: &str, last: Option<String>) -> String {
        let words = words(text);
        let Some((name, arguments)) = words.split_first() else { return last.unwrap_or_default() };
        if *name == "include" && last.is_none() {
            let (name, argument) =
                arguments.split_first().map_or(("", ""), |(name, rest)| (*name, rest.first().map_or("", |word| word)));
            return self.template(name, argument);
        }
        let mut arguments: Vec<String> = arguments.iter().map(|word| self.operand(word)).collect();
        arguments.extend(last);
        if arguments.is_empty() && !is_function(name) {
            return self.operand(name);
        }
        function(name, &arguments).unwrap_or_else(|| {
            self.note(format!("`{name}` has no counterpart"));
            format!("{name}({})", arguments.join(", "))
        })
    }

    /// A field, a variable, a literal or an expression in parentheses.
    fn operand(&mut self, word: &str) -> String {
        if let Some((inner, fields)) = word.strip_prefix('(').and_then(|rest| rest.rsplit_once(')')) {
            if self.depth == DEEPEST {
                return word.to_owned();
            }
            self.depth += 1;
            let inner = self.expression(inner);
            self.depth -= 1;
            return format!("({inner}){fields}");
        }
        if let Some(text) = word.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')) {
            return serde_json::Value::from(text).to_string();
        }
        let below = |of: Option<String>, path: &str, this: &mut Self| match (of, path) {
            (None, "") => this.all_values(),
            (None, path) => this.of_all_values(path),
            (Some(of), "") => of,
            (Some(of), path) => format!("{of}.{path}"),
        };
        match word {
            "nil" => "none".to_owned(),
            "$" => below(self.root(), "", self),
            _ if word.starts_with("$.") => below(self.root(), &word[2..], self),
            _ if word.starts_with('$') => word[1..].to_owned(),
            _ if word.starts_with('.') => below(self.dot(), &word[1..], self),
            _ => word.to_owned(),
        }
    }
}

/// True for the name of a function, which a literal is not.
fn is_function(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic()) && !matches!(word, "true" | "false" | "nil")
}

/// The functions of Go and of sprig that have a counterpart. A filter is applied to the last argument.
fn function(name: &str, arguments: &[String]) -> Option<String> {
    let joined = |operator: &str| {
        let operands: Vec<String> = arguments.iter().map(|argument| operand_of(argument, operator)).collect();
        operands.join(&format!(" {operator} "))
    };
    let filter = |name: &str, more: &[&str]| {
        let (value, others) = arguments.split_last()?;
        let others: Vec<&str> = others.iter().map(String::as_str).chain(more.iter().copied()).collect();
        let value = operand_of(value, "|");
        Some(if others.is_empty() {
            format!("{value} | {name}")
        } else {
            format!("{value} | {name}({})", others.join(", "))
        })
    };
    let method = |name: &str| match arguments {
        [argument, value] => Some(format!("{}.{name}({argument})", operand_of(value, "."))),
        _ => None,
    };
    let one = arguments.first().filter(|_| arguments.len() == 1);
    let two = arguments.len() == 2;
    match name {
        "eq" if arguments.len() > 2 => {
            Some(format!("{} in [{}]", operand_of(&arguments[0], "in"), arguments[1..].join(", ")))
        }
        "eq" if two => Some(joined("==")),
        "ne" if two => Some(joined("!=")),
        "lt" if two => Some(joined("<")),
        "le" if two => Some(joined("<=")),
        "gt" if two => Some(joined(">")),
        "ge" if two => Some(joined(">=")),
        "and" => Some(joined("and")),
        "or" | "coalesce" => Some(joined("or")),
        "add" => Some(joined("+")),
        "sub" => Some(joined("-")),
        "mul" => Some(joined("*")),
        "div" => Some(joined("//")),
        "mod" => Some(joined("%")),
        "add1" => one.map(|value| format!("{} + 1", operand_of(value, "+"))),
        "not" | "empty" => one.map(|value| format!("not {}", operand_of(value, "not"))),
        "index" => {
            let (value, keys) = arguments.split_first()?;
            Some(keys.iter().fold(operand_of(value, "["), |value, key| format!("{value}[{key}]")))
        }
        "list" | "tuple" => Some(format!("[{}]", arguments.join(", "))),
        "dict" if arguments.len().is_multiple_of(2) => {
            let entries = arguments.chunks(2).map(|entry| entry.join(": "));
            Some(format!("{{{}}}", entries.collect::<Vec<_>>().join(", ")))
        }
        "until" => one.map(|count| format!("range({count})")),
        "printf" => formatted(arguments),
        "len" => filter("length", &[]),
        "toYaml" => filter("to_yaml", &[]),
        "toJson" => filter("to_json", &[]),
        "fromYaml" => filter("from_yaml", &[]),
        "fromJson" => filter("from_json", &[]),
        "b64enc" => filter("b64encode", &[]),
        "b64dec" => filter("b64decode", &[]),
        "toString" => filter("string", &[]),
        "int" | "int64" | "atoi" => filter("int", &[]),
        "keys" => one.map(|map| format!("{}.keys()", operand_of(map, "."))),
        "uniq" => filter("unique", &[]),
        "sortAlpha" => filter("sort", &[]),
        "required" => filter("mandatory", &[]),
        // Those of Go also take the place of what is empty, and indent the first line.
        "default" => filter("default", &["true"]),
        "indent" => filter("indent", &["true"]),
        "nindent" | "join" | "replace" | "quote" | "squote" | "upper" | "lower" | "title" | "trim" | "first"
        | "last" | "ternary" => filter(name, &[]),
        "hasPrefix" => method("startswith"),
        "hasSuffix" => method("endswith"),
        "splitList" => method("split"),
        "hasKey" if two => Some(format!("{} in {}", arguments[1], operand_of(&arguments[0], "in"))),
        "has" | "contains" if two => Some(joined("in")),
        _ => None,
    }
}

/// `printf "%s-%d" a b`, where all verbs show values as they are.
fn formatted(arguments: &[String]) -> Option<String> {
    let (format, values) = arguments.split_first()?;
    let mut pieces = format.strip_prefix('"')?.strip_suffix('"')?.split('%');
    let mut parts = vec![pieces.next()?.to_owned()];
    let mut values = values.iter();
    let quoted = |text: &str| format!("\"{text}\"");
    parts[0] = quoted(&parts[0]);
    for piece in pieces {
        let rest = piece.strip_prefix(['s', 'd', 'v'])?;
        parts.extend([operand_of(values.next()?, "~"), quoted(rest)]);
    }
    parts.retain(|part| part != "\"\"");
    Some(if parts.is_empty() { quoted("") } else { parts.join(" ~ ") })
}
