//! From the text of a file to its documents.

use saphyr_parser::{Marker, Parser};
use serde::de::IgnoredAny;

use super::broken::broken;
use super::document::Document;
use super::surrogates::{Joined, after, join};
use super::tree::Builder;
use crate::diag::Diagnostics;
use crate::diag::{Position, Source};

/// Reads every document of a file; empty documents are dropped.
///
/// Anchors, aliases and merge keys (`<<`) are written out, so that what follows sees plain trees.
///
/// # Errors
/// Text that is neither YAML nor JSON, and everything else of [`super::codes`]: all that were found.
pub fn parse(source: &Source) -> Result<Vec<Document>, Diagnostics> {
    let mut builder = Builder::new(source);
    'parts: for part in parts(&source.text) {
        let joined = join(part.text);
        for item in Parser::new_from_str(&joined.text) {
            let flow = match item {
                Ok((event, span)) => builder.take(event, part.position(&joined, &span.start)),
                Err(error) => builder.stop(broken(source, error.info(), part.position(&joined, error.marker()))),
            };
            if flow.is_break() {
                break 'parts;
            }
        }
    }
    builder.finish()
}

/// A part of a text and what is before it.
struct Part<'a> {
    text: &'a str,
    /// The lines before it, and the characters before it in its first line.
    lines: usize,
    columns: usize,
}

impl Part<'_> {
    fn position(&self, joined: &Joined<'_>, marker: &Marker) -> Position {
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let before = if marker.line() == 1 { self.columns } else { 0 };
        let column = before + joined.column(marker.line(), marker.col());
        Position { line: small(marker.line() + self.lines), column: small(column).saturating_add(1) }
    }
}

/// Takes JSON documents that follow each other apart: tools such as `kubectl` and `jq` write and read them so, YAML has no
/// word for them. Any other text is one part.
fn parts(text: &str) -> Vec<Part<'_>> {
    let whole = || vec![Part { text, lines: 0, columns: 0 }];
    if !text.trim_start().starts_with('{') {
        return whole();
    }
    let mut documents = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    let mut parts = Vec::new();
    let (mut start, mut lines, mut columns) = (0, 0, 0);
    while let Some(document) = documents.next() {
        if document.is_err() {
            return whole();
        }
        let part = &text[start..documents.byte_offset()];
        parts.push(Part { text: part, lines, columns });
        start = documents.byte_offset();
        (lines, columns) = after((lines, columns), part);
    }
    if parts.len() > 1 { parts } else { whole() }
}

#[cfg(test)]
mod tests {
    use super::super::document::{Node, Value};
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
    fn what_stands_after_a_pair_of_escapes_has_its_place() {
        let pair = r"\ud83d\ude00";
        for end in ["\n", "\r\n", "\r"] {
            let one = format!(
                "{{\"a\":{end} \"{pair} {pair}\", \"b\": {{\"{pair}\": 1,{end} \"c\": \"{pair}\", \"d\": 2}}}}"
            );
            for text in [one.clone(), format!("{one} {one}"), format!("{one}{end}{one}")] {
                let lines: Vec<&str> = text.split(end).collect();
                for document in documents(&text) {
                    let b = document.root.entry("b").unwrap();
                    for (key, at) in [("b", b), ("c", b.value.entry("c").unwrap()), ("d", b.value.entry("d").unwrap())]
                        .map(|(key, entry)| (key, entry.at))
                    {
                        let found = &lines[at.line as usize - 1][at.column as usize - 1..];
                        assert!(found.starts_with(&format!("\"{key}\"")), "{key} at {at:?} of {text}");
                    }
                }
            }
        }
    }

    #[test]
    fn json_documents_that_follow_each_other_are_read_with_their_places() {
        let found = documents("{\n \"a\": 1\n}{\"b\":\n 2} {\"ü\": 3}\n\n{\"d\": [4]}\n");
        let places = |key: &str| found.iter().find_map(|document| document.root.entry(key)).map(|entry| entry.at);
        assert_eq!(
            found.iter().map(|document| place(&document.root)).collect::<Vec<_>>(),
            [(1, 1), (3, 2), (4, 5), (6, 1)]
        );
        for (key, line, column) in [("a", 2, 2), ("b", 3, 3), ("ü", 4, 6), ("d", 6, 2)] {
            assert_eq!(places(key), Some(Position { line, column }), "{key}");
        }
        let twice = parse(&Source::new("f", "{\"a\": 1}\n {\"a\": 1, \"a\": 2}")).unwrap_err().to_string();
        assert!(twice.starts_with("f:2:11: error[text/"), "{twice}");
        assert!(parse(&Source::new("f", "{\"a\": 1} {\"b\": ")).is_err());
    }

    #[test]
    fn line_breaks_of_other_systems_are_read() {
        let root = &documents("\u{feff}a: 1\r\nb: 2\r\n")[0].root;
        assert_eq!(root.to_json(), serde_json::json!({"a": 1, "b": 2}));
        assert_eq!(root.entry("b").unwrap().at, Position { line: 2, column: 1 });
    }
}
