//! Blocks of a Go template: loops, conditions, and templates within it, each with what `.` is in it.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::syntax::{declaration, macro_name, operand_of};

/// Rewrites the actions of a template in their order.
pub(super) struct Translator<'a> {
    values: &'a Map<String, Value>,
    /// The templates that are known to be given something else than all values.
    known_narrow: &'a BTreeSet<String>,
    blocks: Vec<Block>,
    /// Variables with a value that they can have.
    locals: Vec<(String, Option<&'a Value>)>,
    /// The templates that were given something else than all values.
    narrow: BTreeSet<String>,
    notes: Vec<String>,
    /// The parentheses around what is being rewritten.
    pub(super) depth: usize,
}

/// A block that is open.
struct Block {
    kind: Kind,
    /// What ends it.
    end: String,
    /// What `.` is in it; nothing where it is all values.
    dot: Option<String>,
    /// How many variables there were before it.
    locals: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Range,
    If,
    With,
    Define,
}

impl<'a> Translator<'a> {
    pub(super) fn new(values: &'a Map<String, Value>, known_narrow: &'a BTreeSet<String>) -> Self {
        let (blocks, locals, narrow, notes) = (Vec::new(), Vec::new(), BTreeSet::new(), Vec::new());
        Self { values, known_narrow, blocks, locals, narrow, notes, depth: 0 }
    }

    /// What has to be known of the actions since the last call.
    pub(super) fn notes(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notes)
    }

    pub(super) fn note(&mut self, note: String) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// The templates that were given something else than all values.
    pub(super) fn narrow(self) -> BTreeSet<String> {
        self.narrow
    }

    /// What stands for an action in Jinja2.
    pub(super) fn action(&mut self, action: &str) -> String {
        let (word, rest) = action.split_once(char::is_whitespace).unwrap_or((action, ""));
        let rest = rest.trim();
        match (word, rest) {
            (comment, _) if comment.starts_with("/*") => {
                format!("{{# {} #}}", action.trim_start_matches("/*").trim_end_matches("*/").trim())
            }
            ("range", list) => self.range(list),
            ("if", condition) => self.condition(condition),
            ("with", value) => self.with(value),
            ("else", condition) => self.otherwise(condition),
            ("define", name) => self.define(name, ""),
            ("block", call) => {
                let (name, argument) = call.split_once(char::is_whitespace).unwrap_or((call, ""));
                let called = format!("{{{{ {} }}}}", self.template(name, argument));
                self.define(name, &called)
            }
            ("end", "") => self.end(),
            ("template", call) => {
                let (name, argument) = call.split_once(char::is_whitespace).unwrap_or((call, ""));
                format!("{{{{ {} }}}}", self.template(name, argument.trim()))
            }
            ("break" | "continue", "") => {
                self.note(format!("`{word}` has no counterpart: put what follows into an `if`"));
                format!("{{# {word} #}}")
            }
            _ => self.assignment(action).unwrap_or_else(|| format!("{{{{ {} }}}}", self.expression(action))),
        }
    }

    /// `range .list`, `range $x := .list` and `range $key, $value := .map`.
    fn range(&mut self, text: &str) -> String {
        let (names, list) = declaration(text);
        let list = self.expression(list);
        let sample = self.sample(&list);
        let key = if names.len() > 1 { names.first().filter(|name| **name != "_") } else { None };
        let item = match names.last() {
            Some(name) if *name != "_" => (*name).to_owned(),
            _ => self.unused("item"),
        };
        let of_map = operand_of(&list, ".");
        let items = |key: &str| format!("{{% for {key}, {item} in {of_map}.items() %}}");
        let started = match (key, sample) {
            (Some(key), Some(Value::Object(_))) => items(key),
            (None, Some(Value::Object(_))) => format!("{{% for {item} in {of_map}.values() %}}"),
            (None, _) => format!("{{% for {item} in {list} %}}"),
            (Some(key), _) => {
                if sample.is_none() {
                    self.note(format!("`{}` where `{list}` is a map", items(key)));
                }
                format!("{{% for {item} in {list} %}}{{% set {key} = loop.index0 %}}")
            }
        };
        let first = match sample {
            Some(Value::Array(items)) => items.first(),
            Some(Value::Object(map)) => map.values().next(),
            _ => None,
        };
        self.open(Kind::Range, "{% endfor %}", Some(item.clone()));
        self.locals.extend(key.map(|key| ((*key).to_owned(), None)));
        self.locals.push((item, first));
        started
    }

    fn condition(&mut self, text: &str) -> String {
        let (names, condition) = declaration(text);
        let condition = self.expression(condition);
        let dot = self.dot();
        self.open(Kind::If, "{% endif %}", dot);
        match names.first() {
            Some(name) => format!("{}{{% if {name} %}}", self.set(name, &condition)),
            None => format!("{{% if {condition} %}}"),
        }
    }

    /// `with .value`, which does nothing where the value is empty.
    fn with(&mut self, text: &str) -> String {
        let (names, value) = declaration(text);
        let value = self.expression(value);
        let name = names.first().map_or_else(|| self.unused("it"), |name| (*name).to_owned());
        let sample = self.sample(&value);
        self.open(Kind::With, "{% endwith %}{% endif %}", Some(name.clone()));
        let started = format!("{{% if {value} %}}{{% with {name} = {value} %}}");
        self.locals.push((name, sample));
        started
    }

    fn otherwise(&mut self, text: &str) -> String {
        let outside = self.blocks.len().checked_sub(2).and_then(|outer| self.blocks[outer].dot.clone());
        let Some(block) = self.blocks.last_mut() else { return "{% else %}".to_owned() };
        let closed = match block.kind {
            Kind::With => "{% endwith %}",
            _ => "",
        };
        if block.kind == Kind::With {
            block.end = "{% endif %}".to_owned();
        }
        block.dot = outside;
        let locals = block.locals;
        self.locals.truncate(locals);
        match text.split_once(char::is_whitespace) {
            None => format!("{closed}{{% else %}}"),
            Some(("with", value)) => {
                self.blocks.pop();
                format!("{closed}{}", self.with(value.trim()).replacen("{% if ", "{% elif ", 1))
            }
            Some((_, condition)) => format!("{closed}{{% elif {} %}}", self.expression(condition.trim())),
        }
    }

    /// A template within the template, and what follows its end.
    fn define(&mut self, name: &str, after: &str) -> String {
        let name = macro_name(name);
        let parameter = self.known_narrow.contains(&name).then(|| self.unused("it"));
        let started = format!("{{% macro {name}({}) %}}", parameter.as_deref().unwrap_or_default());
        self.open(Kind::Define, &format!("{{% endmacro %}}{after}"), parameter.clone());
        self.locals.extend(parameter.map(|name| (name, None)));
        started
    }

    fn end(&mut self) -> String {
        let Some(block) = self.blocks.pop() else {
            self.note("no block is open".to_owned());
            return "{# end #}".to_owned();
        };
        self.locals.truncate(block.locals);
        block.end
    }

    /// A call of another template with what it is given.
    pub(super) fn template(&mut self, name: &str, argument: &str) -> String {
        let name = macro_name(name);
        let is_all = match argument {
            "" => true,
            "." => self.dot().is_none(),
            "$" => self.root().is_none(),
            _ => false,
        };
        if !is_all {
            self.narrow.insert(name.clone());
        }
        if argument.is_empty() || !self.known_narrow.contains(&name) {
            return format!("{name}()");
        }
        format!("{name}({})", self.expression(argument))
    }

    /// `$x := value` and `$x = value`.
    fn assignment(&mut self, action: &str) -> Option<String> {
        let action = action.strip_prefix('$')?;
        let end = action.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
        let (name, rest) = action.split_at(end);
        let (is_new, value) = match rest.trim_start().strip_prefix(":=") {
            Some(value) => (true, value),
            None => (false, rest.trim_start().strip_prefix('=')?),
        };
        if !is_new && self.blocks.iter().any(|block| block.kind == Kind::Range) {
            self.note("what a loop sets ends with it: use a `namespace()` where it is read after the loop".to_owned());
        }
        let value = self.expression(value.trim());
        Some(self.set(name, &value))
    }

    fn set(&mut self, name: &str, value: &str) -> String {
        let sample = self.sample(value);
        self.locals.push((name.to_owned(), sample));
        format!("{{% set {name} = {value} %}}")
    }

    fn open(&mut self, kind: Kind, end: &str, dot: Option<String>) {
        self.blocks.push(Block { kind, end: end.to_owned(), dot, locals: self.locals.len() });
    }

    /// What `.` is; nothing where it is all values.
    pub(super) fn dot(&self) -> Option<String> {
        self.blocks.last().and_then(|block| block.dot.clone())
    }

    /// What `$` is: what the template is given; nothing where it is all values.
    pub(super) fn root(&self) -> Option<String> {
        self.blocks.iter().rev().find(|block| block.kind == Kind::Define).and_then(|block| block.dot.clone())
    }

    /// All values, which have no name in Jinja2.
    pub(super) fn all_values(&mut self) -> String {
        if self.values.is_empty() {
            self.note("Jinja2 has no name for all values: write those that are needed as a map".to_owned());
        }
        let is_name = |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        let entries = self.values.keys().filter(|name| is_name(name)).map(|name| format!("\"{name}\": {name}"));
        format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
    }

    /// A path that begins with all values. Charts of Helm have them below `Values`, templates of kops and of Jinja2 do not.
    pub(super) fn of_all_values(&mut self, path: &str) -> String {
        let below = if self.values.contains_key("Values") { None } else { path.strip_prefix("Values") };
        match below {
            Some("") => self.all_values(),
            Some(below) if below.starts_with('.') => below[1..].to_owned(),
            _ => path.to_owned(),
        }
    }

    /// The value that an expression can have, where it is the path of one.
    fn sample(&self, expression: &str) -> Option<&'a Value> {
        let mut names = expression.split('.');
        let first = names.next()?;
        let local = self.locals.iter().rev().find(|(name, _)| name == first);
        let start = local.map_or_else(|| self.values.get(first), |(_, value)| *value)?;
        names.try_fold(start, |value, name| value.get(name))
    }

    /// A name that no value has.
    fn unused(&self, name: &str) -> String {
        let mut name = name.to_owned();
        while self.values.contains_key(&name) {
            name.push('_');
        }
        name
    }
}
