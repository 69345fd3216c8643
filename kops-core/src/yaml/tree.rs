//! From the parser's events to positioned trees, on a stack of its own, so that the depth of a text never becomes the depth
//! of a call.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use saphyr_parser::{Event, ScalarStyle, Tag};

use super::codes;
use super::document::{Document, Entry, Node, Value};
use super::scalar;
use super::template::TemplateLanguage;
use crate::diag::{Diagnostic, Diagnostics};
use crate::diag::{Position, Source};

/// How deep a document may be: far deeper than any spec or Kubernetes object.
const MAX_DEPTH: usize = 128;

/// How many nodes anchors and aliases may add to one text.
const MAX_COPIED: usize = 200_000;

/// What is being read.
pub(super) struct Builder<'a> {
    source: &'a Source,
    documents: Vec<Document>,
    problems: Diagnostics,
    stack: Vec<Frame>,
    anchors: HashMap<usize, Node>,
    copied: usize,
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
    pub(super) fn new(source: &'a Source) -> Self {
        Self {
            source,
            documents: Vec::new(),
            problems: Diagnostics::default(),
            stack: Vec::new(),
            anchors: HashMap::new(),
            copied: 0,
        }
    }

    /// Returns what was built, or everything that was found wrong.
    pub(super) fn finish(self) -> Result<Vec<Document>, Diagnostics> {
        self.problems.into_result(self.documents)
    }

    /// Reports what makes it impossible to go on.
    pub(super) fn stop(&mut self, diagnostic: Diagnostic) -> ControlFlow<()> {
        self.problems.push(diagnostic);
        ControlFlow::Break(())
    }

    /// Takes the next event of the parser.
    pub(super) fn take(&mut self, event: Event<'_>, at: Position) -> ControlFlow<()> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let plain = style == ScalarStyle::Plain;
                if plain && tag.is_none() && &*text == "<<" && self.expects_key() {
                    self.key(Key { text: text.into(), at, merge: true });
                    return ControlFlow::Continue(());
                }
                let value = self.scalar(&text, plain, tag.as_deref(), at);
                self.place(Node { value, at }, anchor)?;
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
                    self.place(Node { value, at: frame.at }, frame.anchor)?;
                }
            }
            Event::Alias(anchor) => {
                let node = match self.alias(anchor) {
                    Ok(node) => node,
                    Err(fault) => return self.stop(fault.located(self.source.location(at))),
                };
                self.place(node, 0)?;
            }
            Event::DocumentStart(_) => self.anchors.clear(),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
        ControlFlow::Continue(())
    }

    fn scalar(&mut self, text: &str, plain: bool, tag: Option<&Tag>, at: Position) -> Value {
        let string = || Value::String(text.into());
        let Some(tag) = tag else {
            return if plain { scalar::resolve(text) } else { string() };
        };
        let resolved = match tag.suffix.as_str() {
            "str" | "binary" | "timestamp" if tag.is_yaml_core_schema() => Some(string()),
            "int" if tag.is_yaml_core_schema() => scalar::int(text),
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

    fn open(&mut self, at: Position, anchor: usize, tag: Option<&Tag>, content: Content) -> ControlFlow<()> {
        let fits = match (tag, &content) {
            (None, _) => true,
            (Some(tag), Content::Sequence(_)) => tag.is_yaml_core_schema() && tag.suffix == "seq",
            (Some(tag), Content::Mapping { .. }) => tag.is_yaml_core_schema() && tag.suffix == "map",
        };
        if let (Some(tag), false) = (tag, fits) {
            self.unknown_tag(tag, at);
        }
        if self.stack.len() >= MAX_DEPTH {
            return self.stop(
                too_large(format!("the text is nested deeper than {MAX_DEPTH} levels"))
                    .located(self.source.location(at)),
            );
        }
        self.stack.push(Frame { at, anchor, content });
        ControlFlow::Continue(())
    }

    fn expects_key(&self) -> bool {
        matches!(self.stack.last(), Some(Frame { content: Content::Mapping { key: None, .. }, .. }))
    }

    fn key(&mut self, new: Key) {
        if let Some(Frame { content: Content::Mapping { key, .. }, .. }) = self.stack.last_mut() {
            *key = Some(new);
        }
    }

    /// Puts a whole node where it belongs, and keeps a copy for the aliases of an anchor.
    fn place(&mut self, node: Node, anchor: usize) -> ControlFlow<()> {
        if anchor != 0 {
            if let Err(fault) = self.copies(&node) {
                return self.stop(fault.located(self.source.location(node.at)));
            }
            self.anchors.insert(anchor, node.clone());
        }
        if self.expects_key() {
            let text = key_text(&node.value).unwrap_or_else(|| {
                self.problems.push(
                    Diagnostic::error(codes::COMPLEX_KEY.id, "a key must be text, not a list, a map or nothing")
                        .located(self.source.location(node.at))
                        .help(braces(&node.value)),
                );
                Arc::from("")
            });
            self.key(Key { text, at: node.at, merge: false });
            return ControlFlow::Continue(());
        }
        match self.stack.last_mut() {
            None => {
                if node.value != Value::Null {
                    self.documents.push(Document { source: self.source.clone(), root: node });
                }
            }
            Some(Frame { content: Content::Sequence(items), .. }) => items.push(node),
            Some(Frame { content: Content::Mapping { entries, seen, key, merged }, .. }) => {
                let Some(key) = key.take() else { return ControlFlow::Continue(()) };
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
        ControlFlow::Continue(())
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

    /// Returns a copy of what an alias stands for.
    fn alias(&mut self, anchor: usize) -> Result<Node, Box<Diagnostic>> {
        // An anchor inside of which the alias stands is not finished and so not known.
        let Some(node) = self.anchors.get(&anchor).cloned() else {
            let fault = Diagnostic::error(codes::SYNTAX.id, "an alias stands inside of what it stands for");
            return Err(Box::new(fault));
        };
        self.copies(&node)?;
        if self.stack.len() + depth(&node) > MAX_DEPTH {
            return Err(Box::new(too_large(format!("aliases nest this text deeper than {MAX_DEPTH} levels"))));
        }
        Ok(node)
    }

    /// Counts the nodes of a copy.
    fn copies(&mut self, node: &Node) -> Result<(), Box<Diagnostic>> {
        self.copied = self.copied.saturating_add(size(node));
        if self.copied > MAX_COPIED {
            let message = format!("anchors and aliases make more than {MAX_COPIED} values of this text");
            return Err(Box::new(too_large(message)));
        }
        Ok(())
    }
}

/// What to do about braces within braces, which are a map as a key.
fn braces(key: &Value) -> &'static str {
    match key {
        Value::Mapping(entries) => {
            match entries.iter().find_map(|e| TemplateLanguage::of(&format!("{{{{{}}}}}", e.key))) {
                Some(TemplateLanguage::Go) => TemplateLanguage::Go.advice(),
                _ => {
                    "values with braces, such as `{{ name }}`, need quotes; a template is filled in first with \
                 `kops toolbox template`"
                }
            }
        }
        _ => "write the key as text",
    }
}

/// Returns a key as text, as kops does before it looks at keys; nothing for what can be no key.
fn key_text(value: &Value) -> Option<Arc<str>> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(value, _) => Some(Arc::from(if *value { "true" } else { "false" })),
        Value::Int(number, _) => Some(number.to_string().into()),
        Value::Float(_, text) => Some(text.clone()),
        Value::Null | Value::Sequence(_) | Value::Mapping(_) => None,
    }
}

fn too_large(message: String) -> Diagnostic {
    Diagnostic::error(codes::TOO_LARGE.id, message)
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
