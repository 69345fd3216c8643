//! Writes objects in YAML as people do, each time in another style.

use serde_json::{Value, json};

/// The fields of a map, in their order.
pub(super) type Entries = Vec<(String, Value)>;

/// Comments that are easily mistaken for something else.
const COMMENTS: [&str; 6] = ["note", "Bob's", "}, {", "\"", "a: b,", "- docker: {"];

/// Who writes: some choices, of which each decides on one thing, and 0 on the simplest.
pub(super) struct Pen {
    choices: Vec<u8>,
    made: usize,
    /// The comments of what a migration keeps.
    comments: Vec<String>,
    /// What is written now is kept.
    keeps: bool,
    /// Fields of the spec, each with the key of another one that is alike and has the anchor.
    aliases: Vec<(String, String)>,
}

/// A value as the lines of its text.
enum Written {
    /// Beginning in the line of its key.
    Beside(Vec<String>),
    /// In lines of its own.
    Below(Vec<String>),
}

impl Pen {
    pub(super) fn new(choices: Vec<u8>) -> Self {
        Self { choices, made: 0, comments: Vec::new(), keeps: false, aliases: Vec::new() }
    }

    /// The comments that a migration must not lose.
    pub(super) fn comments(self) -> Vec<String> {
        self.comments
    }

    /// True once in some times.
    pub(super) fn chooses(&mut self, times: usize) -> bool {
        self.pick(times) == times - 1
    }

    pub(super) fn line_end(&mut self) -> &'static str {
        ["\n", "\n", "\r\n", "\r"][self.pick(4)]
    }

    /// The lines of an object, of whose spec it is known what is kept.
    pub(super) fn object(
        &mut self,
        head: Entries,
        spec: Vec<((String, Value), bool)>,
        with_aliases: bool,
    ) -> Vec<String> {
        let fields: Entries = spec.iter().map(|(field, _)| field.clone()).collect();
        let kept = |key: &str| spec.iter().any(|((other, _), is_kept)| other == key && *is_kept);
        self.aliases.clear();
        if with_aliases {
            let alike = |(at, (key, value)): (usize, &(String, Value))| {
                let first = fields[..at].iter().find(|(_, other)| other == value && !value.is_null())?;
                Some((key.clone(), first.0.clone()))
            };
            self.aliases = fields.iter().enumerate().filter_map(alike).collect();
        }
        if self.chooses(6) {
            let lines = self.braces_of(&fields, &kept);
            return self.flat_object(&head, lines);
        }
        let mut lines: Vec<String> = head.iter().flat_map(|(key, value)| self.field(key, value)).collect();
        if fields.is_empty() {
            lines.push("spec: {}".to_owned());
        } else if self.chooses(5) {
            let inner = self.braces_of(&fields, &kept);
            lines.extend(beside("spec: ".to_owned(), inner));
        } else {
            let comment = self.comment();
            lines.push(format!("spec:{comment}"));
            let indent = [2, 4, 1][self.pick(3)];
            let inner = self.entries(&fields, &kept);
            lines.extend(indented(inner, indent));
        }
        lines
    }

    /// The lines of a list of objects.
    pub(super) fn items(&mut self, items: Vec<Vec<String>>) -> Vec<String> {
        items.into_iter().flat_map(|lines| self.item(Written::Below(lines))).collect()
    }

    fn pick(&mut self, options: usize) -> usize {
        self.made += 1;
        usize::from(self.choices[self.made % self.choices.len()]) % options
    }

    /// A comment behind something, or none.
    fn comment(&mut self) -> String {
        if !self.chooses(4) {
            return String::new();
        }
        let text = COMMENTS[self.pick(COMMENTS.len())];
        if !self.keeps {
            return format!(" # {text}");
        }
        let comment = format!("# {} {text}", self.comments.len());
        self.comments.push(comment.clone());
        format!("  {comment}")
    }

    /// A line with a comment alone, or none.
    fn line(&mut self) -> Vec<String> {
        let comment = if self.chooses(2) { self.comment() } else { String::new() };
        if comment.is_empty() { Vec::new() } else { vec![comment.trim_start().to_owned()] }
    }

    /// The fields of a spec, each in lines of its own.
    fn entries(&mut self, fields: &Entries, kept: &dyn Fn(&str) -> bool) -> Vec<String> {
        let mut lines = Vec::new();
        for (key, value) in fields {
            self.keeps = kept(key);
            lines.extend(self.line());
            lines.extend(self.field(key, value));
            self.keeps = false;
        }
        lines
    }

    fn field(&mut self, key: &str, value: &Value) -> Vec<String> {
        let anchor = self.anchor(key);
        if let Some(anchor) = anchor.strip_prefix('*') {
            return vec![format!("{}: *{anchor}", self.key(key))];
        }
        let name = self.key(key);
        let written = self.value(value);
        match written {
            Written::Beside(lines) => beside(format!("{name}: {anchor}"), lines),
            Written::Below(lines) => {
                let is_list = value.is_array();
                let indent = if is_list { [0, 2][self.pick(2)] } else { [2, 4][self.pick(2)] };
                let comment = self.comment();
                let first = format!("{name}: {anchor}").trim_end().to_owned() + &comment;
                let above = self.line();
                [vec![first], indented(above, indent), indented(lines, indent)].concat()
            }
        }
    }

    /// The anchor of a field, or the alias that stands for it.
    fn anchor(&self, key: &str) -> String {
        if let Some((_, first)) = self.aliases.iter().find(|(alias, _)| alias == key) {
            return format!("*{first}");
        }
        match self.aliases.iter().any(|(_, first)| first == key) {
            true => format!("&{key} "),
            false => String::new(),
        }
    }

    fn key(&mut self, key: &str) -> String {
        let is_word = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric());
        match self.pick(4) {
            3 => json!(key).to_string(),
            2 if !key.contains('\n') => format!("'{}'", key.replace('\'', "''")),
            _ if is_word => key.to_owned(),
            _ => json!(key).to_string(),
        }
    }

    fn value(&mut self, value: &Value) -> Written {
        match value {
            Value::Object(map) if !map.is_empty() && !self.chooses(4) => {
                let mut lines = Vec::new();
                for (key, value) in map {
                    if !lines.is_empty() {
                        lines.extend(self.line());
                    }
                    lines.extend(self.field_within(key, value));
                }
                Written::Below(lines)
            }
            Value::Array(items) if !items.is_empty() && !self.chooses(4) => {
                let mut lines = Vec::new();
                for item in items {
                    let written = self.value(item);
                    lines.extend(self.item(written));
                }
                Written::Below(lines)
            }
            Value::Object(_) | Value::Array(_) => Written::Beside(self.flow(value)),
            Value::String(text) if text.ends_with('\n') && self.chooses(2) => {
                let lines = text.lines().map(str::to_owned).collect();
                Written::Beside([vec!["|".to_owned()], lines].concat())
            }
            scalar => {
                let comment = self.comment();
                Written::Beside(vec![self.scalar(scalar) + &comment])
            }
        }
    }

    /// A field of a field, which has no anchor.
    fn field_within(&mut self, key: &str, value: &Value) -> Vec<String> {
        let aliases = std::mem::take(&mut self.aliases);
        let lines = self.field(key, value);
        self.aliases = aliases;
        lines
    }

    fn item(&mut self, written: Written) -> Vec<String> {
        match written {
            Written::Beside(lines) => beside("- ".to_owned(), lines),
            Written::Below(lines) if self.chooses(4) => {
                let dash = format!("-{}", self.comment());
                let above = self.line();
                [vec![dash], indented(above, 2), indented(lines, 2)].concat()
            }
            Written::Below(lines) => {
                let head = ["- ", "- ", "-   "][self.pick(3)];
                let mut lines = indented(lines, head.len());
                lines[0].replace_range(..head.len(), head);
                lines
            }
        }
    }

    fn scalar(&mut self, value: &Value) -> String {
        let Value::String(text) = value else { return value.to_string() };
        let is_plain = matches!(
            text.as_str(),
            "plain" | "it's" | "ü" | "stable" | "cni" | "1.5.3" | "heapster" | "Node" | "ConfigMap"
        );
        match self.pick(3) {
            0 if is_plain => text.clone(),
            1 if !text.contains('\n') => format!("'{}'", text.replace('\'', "''")),
            _ => json!(text).to_string(),
        }
    }

    /// A value in braces or brackets, in one line or in several.
    fn flow(&mut self, value: &Value) -> Vec<String> {
        let aliases = std::mem::take(&mut self.aliases);
        let written = match value {
            Value::Object(map) => {
                let entries: Entries = map.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
                let keeps = self.keeps;
                self.braces_of(&entries, &|_| keeps)
            }
            Value::Array(items) => {
                let items = items.iter().map(|item| (self.flow(item), self.keeps)).collect();
                self.enclosed("[", items, "]")
            }
            scalar => vec![self.scalar(scalar)],
        };
        self.aliases = aliases;
        written
    }

    fn braces_of(&mut self, fields: &Entries, kept: &dyn Fn(&str) -> bool) -> Vec<String> {
        let keeps = self.keeps;
        let mut entries = Vec::new();
        for (key, value) in fields {
            self.keeps = kept(key);
            let anchor = self.anchor(key);
            let name = self.key(key);
            let lines = match anchor.strip_prefix('*') {
                Some(alias) => vec![format!("{name}: *{alias} ")],
                None => beside(format!("{name}: {anchor}"), self.flow(value)),
            };
            entries.push((lines, self.keeps));
            self.keeps = keeps;
        }
        self.enclosed("{", entries, "}")
    }

    /// Entries with commas between them, and whether each is kept.
    fn enclosed(&mut self, open: &str, entries: Vec<(Vec<String>, bool)>, close: &str) -> Vec<String> {
        let is_one_line = entries.iter().all(|(lines, _)| lines.len() == 1) && !self.chooses(3);
        let count = entries.len();
        let ends_with_comma = count > 0 && self.chooses(4);
        if is_one_line {
            let entries: Vec<String> = entries.into_iter().map(|(lines, _)| lines.concat()).collect();
            let space = if self.chooses(3) { " " } else { "" };
            let comma = if ends_with_comma { "," } else { "" };
            return vec![format!("{open}{space}{}{comma}{space}{close}", entries.join(", "))];
        }
        let comment = self.comment();
        let mut written = vec![format!("{open}{comment}")];
        let keeps = self.keeps;
        for (index, (mut lines, is_kept)) in entries.into_iter().enumerate() {
            self.keeps = is_kept;
            let mut above = self.line();
            let comment = self.comment();
            if let Some(last) = lines.last_mut() {
                let comma = if index + 1 < count || ends_with_comma { "," } else { "" };
                *last = format!("{last}{comma}{comment}");
            }
            above.extend(lines);
            self.keeps = keeps;
            written.extend(indented(above, 2));
        }
        written.push(close.to_owned());
        written
    }

    /// A whole object in braces.
    fn flat_object(&mut self, head: &Entries, spec: Vec<String>) -> Vec<String> {
        let mut entries: Vec<_> = head.iter().map(|(key, value)| (vec![format!("{key}: {value}")], false)).collect();
        entries.push((beside("spec: ".to_owned(), spec), false));
        self.enclosed("{", entries, "}")
    }
}

/// Lines behind a head: the first beside it, the others indented below.
fn beside(head: String, lines: Vec<String>) -> Vec<String> {
    let mut lines = lines.into_iter();
    let first = head + &lines.next().unwrap_or_default();
    [vec![first], indented(lines.collect(), 2)].concat()
}

fn indented(lines: Vec<String>, indent: usize) -> Vec<String> {
    lines.into_iter().map(|line| format!("{:indent$}{line}", "")).collect()
}
