//! From text to positioned documents: parser events are put together on an explicit stack, so that the depth of the text
//! never becomes the depth of a call.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Tag};

use super::broken::broken;
use super::codes;
use super::document::{Document, Entry, Node, Position, Source, Value};
use super::scalar;
use crate::diag::{Diagnostic, Diagnostics};

/// How deep a document may be: far deeper than any spec or Kubernetes object.
const MAX_DEPTH: usize = 128;

/// How many nodes aliases may add to one text.
const MAX_ALIASED: usize = 200_000;

/// Reads every document of a file; empty documents are dropped.
///
/// Anchors, aliases and merge keys (`<<`) are written out, so that what follows sees plain trees.
///
/// # Errors
/// Text that is neither YAML nor JSON, and everything else of [`codes`]: all that were found.
pub fn parse(source: &Source) -> Result<Vec<Document>, Diagnostics> {
    let mut builder = Builder::new(source);
    let text = join_surrogates(&source.text);
    for item in Parser::new_from_str(&text) {
        let outcome = match item {
            Ok((event, span)) => builder.take(event, position(&span.start)),
            Err(error) => Err(broken(source, error.info(), position(error.marker()))),
        };
        if let Err(diagnostic) = outcome {
            builder.problems.push(diagnostic);
            break;
        }
    }
    builder.problems.into_result(builder.documents)
}

fn position(marker: &Marker) -> Position {
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Position { line: small(marker.line()), column: small(marker.col()).saturating_add(1) }
}

/// JSON writes what lies beyond 16 bits as two escapes, which YAML does not have. The columns after such a pair, on the
/// same line, come out two too small.
fn join_surrogates(text: &str) -> Cow<'_, str> {
    if !text.trim_start().starts_with(['{', '[']) || !text.contains("\\u") {
        return Cow::Borrowed(text);
    }
    let half = |at: usize| -> Option<u32> {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u32::from_str_radix(digits, 16).ok()
    };
    let mut joined = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(found) = text[at..].find('\\').map(|n| at + n) {
        joined.push_str(&text[at..found]);
        match (half(found), half(found + 6)) {
            (Some(high @ 0xd800..0xdc00), Some(low @ 0xdc00..0xe000)) => {
                let code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                joined.push_str(&format!("\\U{code:08X}"));
                at = found + 12;
            }
            _ => {
                // The character after a backslash belongs to it, also where it is a backslash.
                let length = text[found + 1..].chars().next().map_or(0, char::len_utf8);
                joined.push_str(&text[found..found + 1 + length]);
                at = found + 1 + length;
            }
        }
    }
    joined.push_str(&text[at..]);
    Cow::Owned(joined)
}

/// What is being read.
struct Builder<'a> {
    source: &'a Source,
    documents: Vec<Document>,
    problems: Diagnostics,
    stack: Vec<Frame>,
    anchors: HashMap<usize, Node>,
    aliased: usize,
}

/// A list or map that is not finished.
struct Frame {
    at: Position,
    anchor: usize,
    content: Content,
}

enum Content {
    Sequence(Vec<Node>),
    Mapping { entries: Vec<Entry>, seen: HashMap<Arc<str>, Position>, key: Option<Key>, merged: Vec<Node> },
}

/// A key whose value has not come yet.
struct Key {
    text: Arc<str>,
    at: Position,
    merge: bool,
}

impl<'a> Builder<'a> {
    fn new(source: &'a Source) -> Self {
        Self {
            source,
            documents: Vec::new(),
            problems: Diagnostics::default(),
            stack: Vec::new(),
            anchors: HashMap::new(),
            aliased: 0,
        }
    }

    fn take(&mut self, event: Event<'_>, at: Position) -> Result<(), Diagnostic> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let plain = style == ScalarStyle::Plain;
                if plain && tag.is_none() && &*text == "<<" && self.expects_key() {
                    self.key(Key { text: text.into(), at, merge: true });
                    return Ok(());
                }
                let value = self.scalar(&text, plain, tag.as_deref(), at);
                self.finish(Node { value, at }, anchor, Some(text));
            }
            Event::SequenceStart(anchor, tag) => {
                self.open(at, anchor, tag.as_deref(), Content::Sequence(Vec::new()))?
            }
            Event::MappingStart(anchor, tag) => {
                let content =
                    Content::Mapping { entries: Vec::new(), seen: HashMap::new(), key: None, merged: Vec::new() };
                self.open(at, anchor, tag.as_deref(), content)?;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(frame) = self.stack.pop() {
                    let value = match frame.content {
                        Content::Sequence(items) => Value::Sequence(items),
                        Content::Mapping { mut entries, seen, merged, .. } => {
                            self.merge(&mut entries, seen, merged);
                            Value::Mapping(entries)
                        }
                    };
                    self.finish(Node { value, at: frame.at }, frame.anchor, None);
                }
            }
            Event::Alias(anchor) => {
                let node = self.alias(anchor, at)?;
                let text = match &node.value {
                    Value::String(text) => Some(Cow::Owned(text.to_string())),
                    _ => None,
                };
                self.finish(node, 0, text);
            }
            Event::DocumentStart(_) => self.anchors.clear(),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
        Ok(())
    }

    fn scalar(&mut self, text: &str, plain: bool, tag: Option<&Tag>, at: Position) -> Value {
        let string = || Value::String(text.into());
        let Some(tag) = tag else {
            return if plain { scalar::resolve(text) } else { string() };
        };
        let resolved = match tag.suffix.as_str() {
            "str" | "binary" | "timestamp" if tag.is_yaml_core_schema() => Some(string()),
            "int" if tag.is_yaml_core_schema() => scalar::int(text).map(Value::Int),
            "float" if tag.is_yaml_core_schema() => scalar::float(text),
            "bool" | "null" if tag.is_yaml_core_schema() => Some(scalar::resolve(text)),
            _ if tag.handle.is_empty() && tag.suffix == "!" => Some(string()),
            _ => None,
        };
        resolved.unwrap_or_else(|| {
            self.unknown_tag(tag, at);
            string()
        })
    }

    fn unknown_tag(&mut self, tag: &Tag, at: Position) {
        let shown = if tag.is_yaml_core_schema() { format!("!!{}", tag.suffix) } else { tag.to_string() };
        self.problems.push(
            Diagnostic::error(codes::UNKNOWN_TAG.id, format!("the tag `{shown}` means nothing for this value"))
                .located(self.source.location(at))
                .help("leave the tag out"),
        );
    }

    fn open(&mut self, at: Position, anchor: usize, tag: Option<&Tag>, content: Content) -> Result<(), Diagnostic> {
        let fits = match (tag, &content) {
            (None, _) => true,
            (Some(tag), Content::Sequence(_)) => tag.is_yaml_core_schema() && tag.suffix == "seq",
            (Some(tag), Content::Mapping { .. }) => tag.is_yaml_core_schema() && tag.suffix == "map",
        };
        if let (Some(tag), false) = (tag, fits) {
            self.unknown_tag(tag, at);
        }
        if self.stack.len() >= MAX_DEPTH {
            return Err(Diagnostic::error(
                codes::TOO_LARGE.id,
                format!("the text is nested deeper than {MAX_DEPTH} levels"),
            )
            .located(self.source.location(at)));
        }
        self.stack.push(Frame { at, anchor, content });
        Ok(())
    }

    fn expects_key(&self) -> bool {
        matches!(self.stack.last(), Some(Frame { content: Content::Mapping { key: None, .. }, .. }))
    }

    fn key(&mut self, new: Key) {
        if let Some(Frame { content: Content::Mapping { key, .. }, .. }) = self.stack.last_mut() {
            *key = Some(new);
        }
    }

    /// Puts a whole node where it belongs; `text` is what a scalar was written as, for keys.
    fn finish(&mut self, node: Node, anchor: usize, text: Option<Cow<'_, str>>) {
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
        if self.expects_key() {
            let text = match text {
                Some(text) => Arc::from(text),
                None => {
                    self.problems.push(
                        Diagnostic::error(codes::COMPLEX_KEY.id, "a key must be text, not a list or a map")
                            .located(self.source.location(node.at))
                            .help("values with braces, such as `{{ name }}`, need quotes"),
                    );
                    Arc::from("")
                }
            };
            self.key(Key { text, at: node.at, merge: false });
            return;
        }
        match self.stack.last_mut() {
            None => {
                if node.value != Value::Null {
                    self.documents.push(Document { source: self.source.clone(), root: node });
                }
            }
            Some(Frame { content: Content::Sequence(items), .. }) => items.push(node),
            Some(Frame { content: Content::Mapping { entries, seen, key, merged }, .. }) => {
                let Some(key) = key.take() else { return };
                if key.merge {
                    merged.push(node);
                } else if let Some(first) = seen.get(&key.text) {
                    let message = format!("`{}` stands twice in one map; first in line {}", key.text, first.line);
                    let location = self.source.location(key.at);
                    self.problems.push(Diagnostic::error(codes::DUPLICATE_KEY.id, message).located(location));
                } else {
                    seen.insert(key.text.clone(), key.at);
                    entries.push(Entry { key: key.text, at: key.at, value: node });
                }
            }
        }
    }

    /// Adds the entries of `<<: …` that the map does not have itself; the first of several maps wins.
    fn merge(&mut self, entries: &mut Vec<Entry>, mut seen: HashMap<Arc<str>, Position>, merged: Vec<Node>) {
        for node in merged {
            let parts = match node.value {
                Value::Sequence(items) => items,
                _ => vec![node],
            };
            for part in parts {
                let Value::Mapping(further) = part.value else {
                    self.problems.push(
                        Diagnostic::error(codes::MERGE.id, "`<<` needs a map or a list of maps")
                            .located(self.source.location(part.at)),
                    );
                    continue;
                };
                for entry in further {
                    if !seen.contains_key(&entry.key) {
                        seen.insert(entry.key.clone(), entry.at);
                        entries.push(entry);
                    }
                }
            }
        }
    }

    fn alias(&mut self, anchor: usize, at: Position) -> Result<Node, Diagnostic> {
        // An anchor inside of which the alias stands is not finished and so not known.
        let Some(node) = self.anchors.get(&anchor) else {
            return Err(Diagnostic::error(codes::SYNTAX.id, "an alias stands inside of what it stands for")
                .located(self.source.location(at)));
        };
        self.aliased = self.aliased.saturating_add(size(node));
        if self.aliased > MAX_ALIASED {
            return Err(Diagnostic::error(
                codes::TOO_LARGE.id,
                format!("aliases make more than {MAX_ALIASED} values of this text"),
            )
            .located(self.source.location(at)));
        }
        if self.stack.len() + depth(node) > MAX_DEPTH {
            return Err(Diagnostic::error(
                codes::TOO_LARGE.id,
                format!("aliases nest this text deeper than {MAX_DEPTH} levels"),
            )
            .located(self.source.location(at)));
        }
        Ok(node.clone())
    }
}

fn size(node: &Node) -> usize {
    match &node.value {
        Value::Sequence(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Mapping(entries) => 1 + entries.iter().map(|e| size(&e.value)).sum::<usize>(),
        _ => 1,
    }
}

fn depth(node: &Node) -> usize {
    match &node.value {
        Value::Sequence(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Mapping(entries) => 1 + entries.iter().map(|e| depth(&e.value)).max().unwrap_or(0),
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn documents(text: &str) -> Vec<Document> {
        parse(&Source::new("f", text)).unwrap()
    }

    fn place(node: &Node) -> (u32, u32) {
        (node.at.line, node.at.column)
    }

    #[test]
    fn every_key_and_value_has_its_place() {
        let text = "# note\na: 1\nlist:\n- x\n-   ä: [yes, \"é: z\"]\ntext: |\n  line\n";
        let root = &documents(text)[0].root;
        assert_eq!(place(root), (2, 1));
        let list = root.entry("list").unwrap();
        assert_eq!((list.at.line, list.at.column), (3, 1));
        let Value::Sequence(items) = &list.value.value else { panic!("{list:?}") };
        assert_eq!(items.iter().map(place).collect::<Vec<_>>(), [(4, 3), (5, 5)]);
        let Some(Value::Sequence(flow)) = items[1].field("ä").map(|node| &node.value) else { panic!("{items:?}") };
        assert_eq!(flow.iter().map(place).collect::<Vec<_>>(), [(5, 9), (5, 14)]);
        assert_eq!(root.field("text").map(place), Some((7, 3)), "lines begin where their text does");
    }

    #[test]
    fn documents_are_split_and_empty_ones_dropped() {
        let found = documents("---\n# nothing\n---\na: 1\n...\n---\n- 1\n---\n");
        let places: Vec<_> = found.iter().map(|document| place(&document.root)).collect();
        assert_eq!(places, [(4, 1), (7, 1)]);
        assert_eq!(documents(""), []);
    }

    #[test]
    fn aliases_and_merge_keys_are_written_out() {
        let text = "\
base: &base {a: 1, b: &b [x]}
again: *base
merged: {<<: *base, a: 2}
several: {<<: [{c: 3}, *base], d: 4}
list: [*b, *b]
";
        let expected = serde_json::json!({
            "base": {"a": 1, "b": ["x"]},
            "again": {"a": 1, "b": ["x"]},
            "merged": {"a": 2, "b": ["x"]},
            "several": {"a": 1, "b": ["x"], "c": 3, "d": 4},
            "list": [["x"], ["x"]],
        });
        assert_eq!(documents(text)[0].root.to_json(), expected);
    }

    #[test]
    fn json_is_read_with_its_tabs_and_escapes() {
        let text = "{\n\t\"a\": \"\\u00e9 \\ud83d\\ude00 \\\\ud83d \\/\",\n\t\"b\": [1.5, -2, true, null]\n}";
        let expected: serde_json::Value = serde_json::from_str(text).unwrap();
        assert_eq!(documents(text)[0].root.to_json(), expected);
    }

    #[test]
    fn line_breaks_of_other_systems_are_read() {
        let root = &documents("\u{feff}a: 1\r\nb: 2\r\n")[0].root;
        assert_eq!(root.to_json(), serde_json::json!({"a": 1, "b": 2}));
        assert_eq!(root.entry("b").unwrap().at, Position { line: 2, column: 1 });
    }
}
