//! Values as YAML in the form that Kubernetes tools write, so that a file that kops wrote and one that is written here
//! differ only where their content does.
//!
//! Keys are sorted, list items stand below their key without an indent, text is quoted where it would be read as something
//! else, long lines are folded at a space after column 80.

use std::cmp::Ordering;
use std::fmt::Write;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::style::{Style, style_of};

/// The column after which a line is folded at the next space.
const WIDTH: usize = 80;

/// Writes a value as one YAML document, with a line break at its end and no `---`.
pub fn to_yaml(value: &Value) -> String {
    let mut text = String::new();
    for piece in to_pieces(value, &|_| None) {
        match piece {
            Piece::Text(piece) => text.push_str(&piece),
            Piece::Open { .. } | Piece::OpenList { .. } => unreachable!("nothing was left open"),
        }
    }
    text
}

/// A part of a document: text, or a value that is left open.
#[derive(Debug)]
pub(crate) enum Piece<'a> {
    /// What the document says.
    Text(String),
    /// A scalar that will be known later: [`scalar`] writes it.
    Open { value: &'a Value, place: Place },
    /// A list that will be known later, below a key: [`list`] writes it.
    OpenList { value: &'a Value, indent: usize },
}

/// What a value that is left open will be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Open {
    /// A scalar.
    Scalar,
    /// A list, which is the value of a key.
    List,
}

type IsOpen<'a> = dyn Fn(&Value) -> Option<Open> + 'a;

/// Where a scalar stands in a document, which decides how it is folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Place {
    /// The indent of further lines.
    pub indent: usize,
    /// The column at which it begins, from 0.
    pub column: usize,
}

/// Writes a value as one YAML document, as [`to_yaml`] does, and leaves the values open that `is_open` names.
pub(crate) fn to_pieces<'a>(value: &'a Value, is_open: &'a IsOpen<'a>) -> Vec<Piece<'a>> {
    let mut writer = Writer { out: String::new(), column: 0, pieces: Vec::new(), is_open };
    writer.document(value);
    writer.close();
    writer.pieces
}

/// Writes a text as the scalar that stands at a place of a document.
pub(crate) fn scalar(text: &str, place: Place) -> String {
    let mut writer = Writer { out: String::new(), column: place.column, pieces: Vec::new(), is_open: &|_| None };
    writer.text(text, place.indent);
    writer.out
}

/// Writes a list that is the value of a key, from the colon to the end of its last line.
pub(crate) fn list(items: &[String], indent: usize) -> String {
    if items.is_empty() {
        return " []\n".to_owned();
    }
    let items = items.iter().map(|item| {
        let item = scalar(item, Place { indent: indent + 2, column: indent + 2 });
        format!("\n{}- {item}", " ".repeat(indent))
    });
    items.collect::<String>() + "\n"
}

/// The text since the last open value, and the column that the next character comes to, from 0.
struct Writer<'a> {
    out: String,
    column: usize,
    pieces: Vec<Piece<'a>>,
    is_open: &'a IsOpen<'a>,
}

impl<'a> Writer<'a> {
    fn document(&mut self, value: &'a Value) {
        match value {
            Value::Object(map) if self.goes_below(value) => self.mapping(map, 0),
            Value::Array(items) if self.goes_below(value) => self.sequence(items, 0),
            scalar => {
                self.scalar(scalar, 2);
                self.end_line();
            }
        }
    }

    /// True for what has lines of its own.
    fn goes_below(&self, value: &Value) -> bool {
        let has_entries = match value {
            Value::Object(map) => !map.is_empty(),
            Value::Array(items) => !items.is_empty(),
            _ => false,
        };
        has_entries && (self.is_open)(value).is_none()
    }

    /// Ends the piece of text.
    fn close(&mut self) {
        if !self.out.is_empty() {
            self.pieces.push(Piece::Text(std::mem::take(&mut self.out)));
        }
    }

    /// Writes entries at `indent`; the first starts where the writer stands.
    fn mapping(&mut self, map: &'a serde_json::Map<String, Value>, indent: usize) {
        let mut entries: Vec<_> = map.iter().collect();
        entries.sort_by(|(a, _), (b, _)| compare_keys(a, b));
        for (key, value) in entries {
            self.indent(indent);
            self.key(key, indent);
            match value {
                Value::Object(map) if self.goes_below(value) => {
                    self.end_line();
                    self.mapping(map, indent + 2);
                }
                Value::Array(items) if self.goes_below(value) => {
                    self.end_line();
                    self.sequence(items, indent);
                }
                list if (self.is_open)(list) == Some(Open::List) => {
                    self.close();
                    self.pieces.push(Piece::OpenList { value: list, indent });
                    self.column = 0;
                }
                scalar => {
                    self.put(" ");
                    self.scalar(scalar, indent + 2);
                    self.end_line();
                }
            }
        }
    }

    fn sequence(&mut self, items: &'a [Value], indent: usize) {
        for item in items {
            self.indent(indent);
            self.put("- ");
            match item {
                Value::Object(map) if self.goes_below(item) => self.mapping(map, indent + 2),
                Value::Array(items) if self.goes_below(item) => self.sequence(items, indent + 2),
                scalar => {
                    self.scalar(scalar, indent + 2);
                    self.end_line();
                }
            }
        }
    }

    fn key(&mut self, key: &str, indent: usize) {
        match style_of(key) {
            // A long key, or one with line breaks, cannot stand before its colon.
            _ if key.len() > 128 || key.contains('\n') => {
                self.put("? ");
                self.text(key, indent + 2);
                self.end_line();
                self.indent(indent);
            }
            Style::Plain => self.put(key),
            Style::Single => self.put(&format!("'{}'", key.replace('\'', "''"))),
            Style::Double | Style::Literal => self.double(key, None),
        }
        self.put(":");
    }

    fn scalar(&mut self, value: &'a Value, indent: usize) {
        if (self.is_open)(value).is_some() {
            self.close();
            return self.pieces.push(Piece::Open { value, place: Place { indent, column: self.column } });
        }
        match value {
            Value::Null => self.put("null"),
            Value::Bool(value) => self.put(if *value { "true" } else { "false" }),
            Value::Number(number) => self.put(&number_text(number)),
            Value::String(text) => self.text(text, indent),
            Value::Array(_) => self.put("[]"),
            Value::Object(_) => self.put("{}"),
        }
    }

    fn text(&mut self, text: &str, indent: usize) {
        match style_of(text) {
            Style::Plain => self.folded(text, indent),
            Style::Single => {
                self.put("'");
                self.folded(&text.replace('\'', "''"), indent);
                self.put("'");
            }
            Style::Double => self.double(text, Some(indent)),
            Style::Literal => self.literal(text, indent),
        }
    }

    /// Writes words, with line breaks in place of single spaces once the line is full.
    fn folded(&mut self, text: &str, indent: usize) {
        let mut chars = text.char_indices().peekable();
        let mut after_space = false;
        while let Some((at, c)) = chars.next() {
            let inside = at > 0 && chars.peek().is_some_and(|(_, next)| *next != ' ');
            if c == ' ' && !after_space && self.column > WIDTH && inside {
                self.end_line();
                self.indent(indent);
            } else {
                self.put_char(c);
            }
            after_space = c == ' ';
        }
    }

    /// Writes text in double quotes; folded where there is an indent to fold to.
    fn double(&mut self, text: &str, indent: Option<usize>) {
        self.put("\"");
        let mut chars = text.char_indices().peekable();
        let mut after_space = false;
        while let Some((at, c)) = chars.next() {
            let next = chars.peek().map(|(_, next)| *next);
            match indent {
                Some(indent) if c == ' ' && !after_space && self.column > WIDTH && at > 0 && next.is_some() => {
                    self.end_line();
                    self.indent(indent);
                    if next == Some(' ') {
                        self.put("\\");
                    }
                }
                _ => self.escaped(c),
            }
            after_space = c == ' ';
        }
        self.put("\"");
    }

    fn escaped(&mut self, c: char) {
        match c {
            '"' => self.put("\\\""),
            '\\' => self.put("\\\\"),
            '\0' => self.put("\\0"),
            '\x07' => self.put("\\a"),
            '\x08' => self.put("\\b"),
            '\t' => self.put("\\t"),
            '\n' => self.put("\\n"),
            '\x0b' => self.put("\\v"),
            '\x0c' => self.put("\\f"),
            '\r' => self.put("\\r"),
            '\x1b' => self.put("\\e"),
            '\u{85}' => self.put("\\N"),
            '\u{a0}' => self.put_char(c),
            '\u{2028}' => self.put("\\L"),
            '\u{2029}' => self.put("\\P"),
            '\u{feff}' => self.put("\\uFEFF"),
            c if c.is_control() => self.put(&format!("\\x{:02X}", u32::from(c))),
            c if matches!(u32::from(c), 0xfffe..=0xffff) => self.put(&format!("\\u{:04X}", u32::from(c))),
            c => self.put_char(c),
        }
    }

    /// Writes lines below `|`, with marks for a first line that is indented and for line breaks at the end.
    fn literal(&mut self, text: &str, indent: usize) {
        self.put("|");
        if text.starts_with([' ', '\n']) {
            self.put("2");
        }
        if !text.ends_with('\n') {
            self.put("-");
        } else if text == "\n" || text.ends_with("\n\n") {
            self.put("+");
        }
        for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
            self.end_line();
            if !line.is_empty() {
                self.indent(indent);
                self.put(line);
            }
        }
    }

    fn indent(&mut self, indent: usize) {
        while self.column < indent {
            self.put_char(' ');
        }
    }

    fn put(&mut self, text: &str) {
        self.out.push_str(text);
        self.column = self.column.saturating_add(text.chars().count());
    }

    fn put_char(&mut self, c: char) {
        self.out.push(c);
        self.column = self.column.saturating_add(1);
    }

    fn end_line(&mut self) {
        self.out.push('\n');
        self.column = 0;
    }
}

/// Writes a number as Go does: no fraction where there is none, an exponent from a million and below a ten-thousandth.
fn number_text(number: &serde_json::Number) -> String {
    let float = match number.as_f64() {
        Some(float) if number.is_f64() => float,
        _ => return number.to_string(),
    };
    if float == 0.0 || (1e-4..1e6).contains(&float.abs()) {
        return float.to_string();
    }
    let scientific = format!("{float:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let (sign, exponent) = exponent.strip_prefix('-').map_or(('+', exponent), |exponent| ('-', exponent));
    let mut text = String::from(digits);
    // Writing to a string cannot fail.
    let _ = write!(text, "e{sign}{exponent:0>2}");
    text
}

/// Orders keys as people count: numbers by value; signs before numbers before letters, but letters first after a number.
fn compare_keys(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    let mut after_number = false;
    loop {
        let (Some(x), Some(y)) = (a.chars().next(), b.chars().next()) else {
            return a.len().cmp(&b.len());
        };
        let rank = |c: char| match c {
            c if c.is_ascii_digit() => 1,
            c if c.is_alphabetic() && after_number => -1,
            c if c.is_alphabetic() => 2,
            _ => 0,
        };
        let (x_length, y_length) = (token_length(a), token_length(b));
        let (x_number, y_number) = (a[..x_length].trim_start_matches('0'), b[..y_length].trim_start_matches('0'));
        let order = rank(x).cmp(&rank(y)).then_with(|| match x.is_ascii_digit() {
            true => (x_number.len(), x_number, x_length).cmp(&(y_number.len(), y_number, y_length)),
            false => x.cmp(&y),
        });
        if order != Ordering::Equal {
            return order;
        }
        after_number = x.is_ascii_digit();
        (a, b) = (&a[x_length..], &b[y_length..]);
    }
}

/// The length of the number that a text begins with, or of its first character.
fn token_length(text: &str) -> usize {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits > 0 { digits } else { text.chars().next().map_or(0, char::len_utf8) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn writes_what_kubernetes_tools_write() {
        let value = json!({
            "kind": "Cluster",
            "empty": {}, "none": [], "nothing": null,
            "list": ["a", {"b": 1, "a": [1, 2]}, ["x", "y"], []],
            "text": {
                "plain": "v1.31.0", "time": "2016-12-10T22:42:27Z", "bool": "true", "no": "no", "number": "0.5",
                "colon": "cn=John Doe: dc=example", "address": "::", "blank": "", "quote": "it's: ok", "tab": "a\tb",
                "lines": "a\n  b\n", "open": "a\nb", "more": "a\n\n", "star": "*", "dash": "-", "hash": "a #b",
                "hash2": "a#b", "exp": "12e5", "arn": "arn:aws:iam::1:role/x", "clock": "12:30", "tilde": "~"
            },
        });
        let expected = "\
empty: {}
kind: Cluster
list:
- a
- a:
  - 1
  - 2
  b: 1
- - x
  - \"y\"
- []
none: []
nothing: null
text:
  address: '::'
  arn: arn:aws:iam::1:role/x
  blank: \"\"
  bool: \"true\"
  clock: \"12:30\"
  colon: 'cn=John Doe: dc=example'
  dash: '-'
  exp: \"12e5\"
  hash: 'a #b'
  hash2: a#b
  lines: |
    a
      b
  more: |+
    a

  \"no\": \"no\"
  number: \"0.5\"
  open: |-
    a
    b
  plain: v1.31.0
  quote: 'it''s: ok'
  star: '*'
  tab: \"a\\tb\"
  tilde: \"~\"
  time: \"2016-12-10T22:42:27Z\"
";
        assert_eq!(to_yaml(&value), expected);
    }

    #[test]
    fn long_lines_are_folded_at_a_space() {
        let words = "word ".repeat(24);
        let text = to_yaml(&json!({ "note": words.trim_end() }));
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.len(), 2);
        assert!((81..90).contains(&lines[0].len()), "{text}");
        assert!(lines[1].starts_with("  word"));
    }

    #[test]
    fn a_document_can_be_one_scalar() {
        for (value, text) in
            [(json!("a"), "a\n"), (json!({}), "{}\n"), (json!(" a\n"), "|2\n   a\n"), (json!(7), "7\n")]
        {
            assert_eq!(to_yaml(&value), text);
        }
    }

    #[test]
    fn keys_sort_as_people_count() {
        let mut keys = ["a10", "a2", "Z", "b", "a", "a/b", "a01", "a1", "2", "10", "a1b", "a1-", "_"];
        keys.sort_by(|a, b| compare_keys(a, b));
        assert_eq!(keys, ["_", "2", "10", "Z", "a", "a/b", "a1", "a1b", "a1-", "a01", "a2", "a10", "b"]);
    }

    #[test]
    fn floats_are_written_as_go_writes_them() {
        for (number, text) in
            [(2.75, "2.75"), (1e6, "1e+06"), (0.00001, "1e-05"), (2.5e21, "2.5e+21"), (100000.0, "100000")]
        {
            assert_eq!(to_yaml(&json!(number)), format!("{text}\n"));
        }
    }
}
