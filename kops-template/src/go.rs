//! What to write in Jinja2 in place of the actions of a Go template, line by line.
//!
//! It is advice for people, not a translator: an action that has no counterpart is named as it is.

use kops_core::yaml::TemplateLanguage;

/// How many actions are shown.
const SHOWN: usize = 20;

/// Returns the advice for a template: for each action of Go its line and what to write instead. An action that is written twice
/// is shown once.
pub(crate) fn advice(text: &str) -> String {
    let mut blocks = Vec::new();
    let mut found: Vec<(usize, String, String)> = Vec::new();
    for (line, action) in actions(text) {
        let shown = format!("{{{{ {} }}}}", inside(action));
        let written = rewritten(inside(action), &mut blocks);
        let is_same = |(_, old, new): &(usize, String, String)| *old == shown && *new == written;
        if shown != written && !found.iter().any(is_same) {
            found.push((line, shown, written));
        }
    }
    let lines = found.iter().take(SHOWN).map(|(line, old, new)| format!("\n  line {line}: {old}  →  {new}"));
    let mut advice = format!("{}{}", TemplateLanguage::Go.advice(), lines.collect::<String>());
    if found.len() > SHOWN {
        advice.push_str(&format!("\n  and {} more", found.len() - SHOWN));
    }
    advice
}

/// The actions of a text with the lines that they begin in.
fn actions(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let starts = text.match_indices("{{").map(|(at, _)| at);
    starts.filter_map(|at| {
        let (action, _) = text[at + 2..].split_once("}}")?;
        Some((text[..at].matches('\n').count() + 1, action))
    })
}

/// An action without the marks that trim spaces around it.
fn inside(action: &str) -> &str {
    action.trim_start_matches('-').trim_end_matches('-').trim()
}

/// What stands for an action in Jinja2. `blocks` holds the ends of the blocks that are open.
fn rewritten(action: &str, blocks: &mut Vec<&'static str>) -> String {
    let (word, rest) = action.split_once(char::is_whitespace).unwrap_or((action, ""));
    let rest = rest.trim();
    let mut open = |end, text: String| {
        blocks.push(end);
        text
    };
    match (word, rest) {
        (comment, _) if comment.starts_with("/*") => {
            format!("{{# {} #}}", action.trim_start_matches("/*").trim_end_matches("*/").trim())
        }
        ("range", list) => open("endfor", loop_over(list)),
        ("if", condition) => open("endif", format!("{{% if {} %}}", expression(condition))),
        ("else", "") => "{% else %}".to_owned(),
        ("else", _) => format!("{{% elif {} %}}", expression(rest.strip_prefix("if").unwrap_or(rest))),
        ("with", value) => open("endwith", format!("{{% with it = {} %}}", expression(value))),
        ("define", name) => open("endmacro", format!("{{% macro {}() %}}", name_of(name))),
        ("end", "") => format!("{{% {} %}}", blocks.pop().unwrap_or("endif")),
        ("template" | "include", _) => {
            format!("{{{{ {}() }}}}", name_of(rest.split_whitespace().next().unwrap_or_default()))
        }
        _ => match assignment(action) {
            Some((name, value)) => format!("{{% set {name} = {} %}}", expression(value)),
            None => format!("{{{{ {} }}}}", expression(action)),
        },
    }
}

/// `range .list`, `range $x := .list` and `range $key, $value := .map`.
fn loop_over(list: &str) -> String {
    match list.split_once(":=") {
        None => format!("{{% for item in {} %}}", expression(list)),
        Some((names, list)) => {
            let names: Vec<&str> = names.split(',').map(|name| name.trim().trim_start_matches('$')).collect();
            match names[..] {
                ["_", name] | [name] => format!("{{% for {name} in {} %}}", expression(list)),
                _ => format!("{{% for {} in {}.items() %}}", names.join(", "), expression(list)),
            }
        }
    }
}

fn assignment(action: &str) -> Option<(&str, &str)> {
    let (name, value) = action.split_once(":=").or_else(|| action.split_once(" = "))?;
    Some((name.trim().strip_prefix('$')?, value))
}

/// The name of a template as one of a macro.
fn name_of(quoted: &str) -> String {
    quoted.trim_matches('"').replace(['.', '-', '/'], "_")
}

/// A pipeline: the value of each part is the last argument of the next.
fn expression(text: &str) -> String {
    let mut parts = split(text, '|').into_iter();
    let first = parts.next().map(|part| call(&part, None)).unwrap_or_default();
    parts.fold(first, |value, part| call(&part, Some(value)))
}

/// A function with its arguments, of which `last` comes from the pipe.
fn call(text: &str, last: Option<String>) -> String {
    let words: Vec<String> = split(text, ' ').into_iter().filter(|word| !word.is_empty()).collect();
    let Some((name, arguments)) = words.split_first() else { return last.unwrap_or_default() };
    let mut arguments: Vec<String> = arguments.iter().map(|word| operand(word)).collect();
    arguments.extend(last);
    if arguments.is_empty() {
        return operand(name);
    }
    function(name, &arguments)
}

/// The functions of Go and of sprig that have a counterpart. A filter is applied to the last argument.
fn function(name: &str, arguments: &[String]) -> String {
    let joined = |operator: &str| arguments.join(&format!(" {operator} "));
    let filter = |name: &str| {
        let (value, others) = arguments.split_last().map_or((String::new(), &[][..]), |(v, o)| (v.clone(), o));
        match others {
            [] => format!("{value} | {name}"),
            others => format!("{value} | {name}({})", others.join(", ")),
        }
    };
    match name {
        "eq" => joined("=="),
        "ne" => joined("!="),
        "lt" => joined("<"),
        "le" => joined("<="),
        "gt" => joined(">"),
        "ge" => joined(">="),
        "and" => joined("and"),
        "or" => joined("or"),
        "add" => joined("+"),
        "sub" => joined("-"),
        "mul" => joined("*"),
        "div" => joined("//"),
        "mod" => joined("%"),
        "not" => format!("not {}", arguments.join(" ")),
        "empty" => format!("not {}", arguments.join(" ")),
        "index" => {
            let (value, keys) = arguments.split_first().map_or((String::new(), &[][..]), |(v, k)| (v.clone(), k));
            keys.iter().fold(value, |value, key| format!("{value}[{key}]"))
        }
        "list" => format!("[{}]", arguments.join(", ")),
        "len" => filter("length"),
        "toYaml" => filter("to_yaml"),
        "toJson" => filter("to_json"),
        "fromYaml" => filter("from_yaml"),
        "fromJson" => filter("from_json"),
        "b64enc" => filter("b64encode"),
        "b64dec" => filter("b64decode"),
        "hasKey" if arguments.len() == 2 => format!("{} in {}", arguments[1], arguments[0]),
        "has" if arguments.len() == 2 => joined("in"),
        "required" => filter("mandatory"),
        "default" | "indent" | "nindent" | "join" | "replace" | "quote" | "squote" | "upper" | "lower" | "title"
        | "trim" | "first" | "last" => filter(name),
        _ => format!("{name}({}) (`{name}` has no counterpart)", arguments.join(", ")),
    }
}

/// A field, a variable, a literal or an expression in parentheses.
fn operand(word: &str) -> String {
    if let Some(inner) = word.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        return format!("({})", expression(inner));
    }
    match word {
        "." => "item".to_owned(),
        "nil" => "none".to_owned(),
        _ => word.trim_start_matches('$').trim_start_matches('.').to_owned(),
    }
}

/// Splits a text outside of quotes and parentheses.
fn split(text: &str, separator: char) -> Vec<String> {
    let (mut parts, mut depth, mut quote) = (vec![String::new()], 0_usize, None);
    for c in text.trim().chars() {
        match (c, quote) {
            (c, Some(open)) if c == open => quote = None,
            ('"' | '`', None) => quote = Some(c),
            ('(', None) => depth += 1,
            (')', None) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if c == separator && depth == 0 && quote.is_none() {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts.into_iter().map(|part| part.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_construct_of_go_has_its_counterpart() {
        for (go, jinja) in [
            (".clusterName", "{{ clusterName }}"),
            (".cluster.name", "{{ cluster.name }}"),
            ("$.cluster", "{{ cluster }}"),
            ("$zone", "{{ zone }}"),
            (".", "{{ item }}"),
            ("/* the network */", "{# the network #}"),
            ("$name := .cluster.name", "{% set name = cluster.name %}"),
            ("range .zones", "{% for item in zones %}"),
            ("range $zone := .zones", "{% for zone in zones %}"),
            ("range $_, $zone := .zones", "{% for zone in zones %}"),
            ("range $key, $value := .labels", "{% for key, value in labels.items() %}"),
            ("if .private", "{% if private %}"),
            ("if and .private (not .bastion)", "{% if private and (not bastion) %}"),
            ("if eq .kind \"a b\"", "{% if kind == \"a b\" %}"),
            ("else", "{% else %}"),
            ("else if ne .count 1", "{% elif count != 1 %}"),
            ("with .network", "{% with it = network %}"),
            ("define \"my.subnet\"", "{% macro my_subnet() %}"),
            ("template \"my.subnet\" .", "{{ my_subnet() }}"),
            ("include \"my.subnet\" .", "{{ my_subnet() }}"),
            ("toYaml .labels | indent 4", "{{ labels | to_yaml | indent(4) }}"),
            (".name | default \"demo\" | quote", "{{ name | default(\"demo\") | quote }}"),
            ("default \"demo\" .name", "{{ name | default(\"demo\") }}"),
            ("required \"a name\" .name", "{{ name | mandatory(\"a name\") }}"),
            ("index .zones 0", "{{ zones[0] }}"),
            ("len .zones", "{{ zones | length }}"),
            ("add .count 1", "{{ count + 1 }}"),
            ("hasKey .labels \"a\"", "{{ \"a\" in labels }}"),
            ("genPrivateKey \"rsa\"", "{{ genPrivateKey(\"rsa\") (`genPrivateKey` has no counterpart) }}"),
        ] {
            assert_eq!(rewritten(go, &mut Vec::new()), jinja, "{go}");
        }
    }

    #[test]
    fn an_end_closes_the_block_that_is_open() {
        let text = "{{ range .zones }}\n{{- if .private }}\n{{- end }}\n{{ end }}\n{{ with .a }}\n{{ end }}\n";
        let advice = advice(text);
        let lines: Vec<&str> = advice.lines().skip(1).map(str::trim).collect();
        let expected = [
            "line 1: {{ range .zones }}  →  {% for item in zones %}",
            "line 2: {{ if .private }}  →  {% if private %}",
            "line 3: {{ end }}  →  {% endif %}",
            "line 4: {{ end }}  →  {% endfor %}",
            "line 5: {{ with .a }}  →  {% with it = a %}",
            "line 6: {{ end }}  →  {% endwith %}",
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn what_is_written_often_is_shown_once_and_long_lists_are_cut() {
        let often = "name: {{ .name }}\n".repeat(50);
        assert_eq!(advice(&often).lines().count(), 2);
        let many: String = (0..50).map(|n| format!("{{{{ .a{n} }}}}\n")).collect();
        assert!(advice(&many).ends_with("\n  and 30 more"));
    }

    #[test]
    fn what_is_advised_renders() {
        let go = "{{ range $zone := .zones }}{{ if ne $zone \"b\" }}{{ $zone | upper | quote }}{{ end }}{{ end }}";
        let mut blocks = Vec::new();
        let jinja: String = actions(go).map(|(_, action)| rewritten(inside(action), &mut blocks)).collect();
        let values = serde_json::json!({"zones": ["a", "b", "c"]});
        let text = crate::render("a.yml", &jinja, values.as_object().expect("a map")).expect("renders");
        assert_eq!(text, "\"A\"\"C\"");
    }
}
