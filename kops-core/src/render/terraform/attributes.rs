//! The inside of a block: arguments, nested blocks and arguments that are read from files.

use std::collections::BTreeMap;

use hcl::expr::{Expression, ObjectKey};

use super::expressions;
use super::links::Link;
use super::texts::Content;
use crate::resource::Tags;

/// Arguments and nested blocks by name; written in the order of names, as kops does.
#[derive(Clone, Debug, Default)]
pub(super) struct Attributes(BTreeMap<&'static str, Item>);

#[derive(Clone, Debug)]
enum Item {
    Value(Expression),
    Blocks(Vec<Attributes>),
    File(File),
}

/// What a file under `data/` holds.
#[derive(Clone, Debug)]
struct File {
    /// The end of the file's name.
    suffix: &'static str,
    /// The function of Terraform that reads it.
    function: &'static str,
    text: String,
}

impl Attributes {
    pub(super) fn new() -> Self {
        Self::default()
    }

    pub(super) fn set(mut self, name: &'static str, value: impl Into<Expression>) -> Self {
        self.0.insert(name, Item::Value(value.into()));
        self
    }

    /// Adds an argument unless it is unset.
    pub(super) fn set_some(self, name: &'static str, value: Option<impl Into<Expression>>) -> Self {
        match value {
            Some(value) => self.set(name, value),
            None => self,
        }
    }

    /// Adds an argument that is left out where it is false.
    pub(super) fn set_true(self, name: &'static str, value: bool) -> Self {
        self.set_some(name, value.then_some(true))
    }

    /// Adds a list unless it is empty.
    pub(super) fn list<T: Into<Expression>>(self, name: &'static str, items: impl IntoIterator<Item = T>) -> Self {
        let items: Vec<Expression> = items.into_iter().map(Into::into).collect();
        if items.is_empty() { self } else { self.set(name, items) }
    }

    /// Adds a list of references whose order means nothing: it is sorted, so that it does not change with the spec's order.
    pub(super) fn set_of_links(self, name: &'static str, links: impl IntoIterator<Item = Link>) -> Self {
        self.list(name, Link::sorted(links))
    }

    /// Adds a map of strings unless it is empty.
    pub(super) fn map(self, name: &'static str, map: &BTreeMap<String, String>) -> Self {
        if map.is_empty() {
            return self;
        }
        let entries = map
            .iter()
            .map(|(key, value)| (ObjectKey::Expression(key.as_str().into()), Expression::from(value.as_str())));
        self.set(name, Expression::Object(entries.collect()))
    }

    pub(super) fn tags(self, tags: &Tags) -> Self {
        self.map("tags", tags)
    }

    pub(super) fn block(self, name: &'static str, block: Self) -> Self {
        self.blocks(name, [block])
    }

    pub(super) fn blocks(mut self, name: &'static str, blocks: impl IntoIterator<Item = Self>) -> Self {
        self.0.insert(name, Item::Blocks(blocks.into_iter().collect()));
        self
    }

    /// Adds an argument whose value is a text, in a file where it is known; `suffix` ends the file's name.
    pub(super) fn file(self, name: &'static str, suffix: &'static str, content: impl Into<Content>) -> Self {
        match content.into() {
            Content::Known(text) => self.read(name, File { suffix, function: "file", text }),
            Content::Expression(text) => self.set(name, text),
        }
    }

    /// Adds an argument whose value is a text in base 64, in a file where it is known.
    pub(super) fn base64_file(self, name: &'static str, suffix: &'static str, content: Content) -> Self {
        match content {
            Content::Known(text) => self.read(name, File { suffix, function: "filebase64", text }),
            Content::Expression(text) => self.set(name, expressions::call("base64encode", [text])),
        }
    }

    fn read(mut self, name: &'static str, file: File) -> Self {
        self.0.insert(name, Item::File(file));
        self
    }

    /// Makes the body of a block. `add` puts a text in the file that belongs to the suffix and returns that file's path.
    pub(super) fn into_body(self, add: &mut dyn FnMut(&str, String) -> String) -> hcl::Body {
        let mut body = hcl::Body::builder();
        for (name, item) in self.0 {
            match item {
                Item::Value(value) => body = body.add_attribute((name, expressions::literals(value))),
                Item::Blocks(blocks) => {
                    for block in blocks {
                        let inner = block.into_body(add).into_inner();
                        body = body.add_block(hcl::Block::builder(name).add_structures(inner).build());
                    }
                }
                Item::File(file) => {
                    let path = add(file.suffix, file.text);
                    body = body.add_attribute((name, expressions::read_file(file.function, &path)));
                }
            }
        }
        body.build()
    }
}
