//! Texts that hold what is known only once other resources exist: a certificate, the hash of a file, a DNS name.

use std::collections::BTreeSet;
use std::fmt;
use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::{Compression, GzBuilder};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::{Output, Ref, ResourceId};
use crate::yaml::{self, Open, Piece, Place};

/// The widest indent that is read, in spaces: far more than a document has.
const WIDEST: usize = 1_000;

/// A text of parts: literals, and references to outputs of other resources.
///
/// In JSON a text without references is a string, any other one `{"text": [...]}` with its parts. References are resolved like
/// all others: when a plan is made, as far as their resources exist, and the rest when a step is bound.
///
/// ```
/// use kops_core::resource::{Kind, Output, ResourceId, Text};
///
/// let api = ResourceId::new(Kind::NetworkLoadBalancer, "api.demo.example.com");
/// let text = Text::from("server: ").then_output(api, Output::DnsName).then("\n");
/// assert_eq!(text.known(), None);
/// assert_eq!(text.to_string(), "server: ${network-load-balancer/api.demo.example.com.dns-name}\n");
/// ```
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(with = "Repr"))]
#[serde(into = "Repr")]
pub struct Text {
    /// No literal is empty and no two literals follow each other.
    parts: Vec<Part>,
}

/// A part of a [`Text`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(untagged)]
#[non_exhaustive]
pub enum Part {
    /// What is known.
    Literal(String),
    /// An output of a resource.
    #[cfg_attr(feature = "schemars", schemars(title = "OutputPart"))]
    Output {
        /// The resource.
        #[serde(rename = "ref")]
        id: ResourceId,
        /// The output.
        output: Output,
    },
    /// A text with references, to be encoded once it is known.
    #[cfg_attr(feature = "schemars", schemars(title = "EncodedPart"))]
    Encoded {
        /// How it is encoded.
        encoding: Encoding,
        /// What is encoded.
        text: Text,
    },
}

/// How a text is written inside another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Encoding {
    /// In base 64.
    Base64,
    /// Compressed with gzip, in base 64.
    GzipBase64,
    /// As a scalar of a YAML document.
    Yaml(Place),
    /// As a list of a YAML document, with an item for each line of the text, sorted.
    YamlList {
        /// What is made of a line.
        item: ListItem,
        /// The indent of the items.
        indent: usize,
    },
}

/// What a list has for each line of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ListItem {
    /// The line.
    Line,
    /// The URL of an HTTPS server at the address on the line, with this port.
    HttpsServer(i32),
}

/// A text: a string where all of it is known, its parts otherwise.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "Text"))]
#[serde(untagged)]
enum Repr {
    /// A text without references.
    Known(String),
    /// The parts of any other one.
    #[cfg_attr(feature = "schemars", schemars(title = "TextParts"))]
    Parts { text: Vec<Part> },
}

impl Text {
    /// Adds a literal.
    #[must_use]
    pub fn then(mut self, text: impl Into<String>) -> Self {
        self.push(Part::Literal(text.into()));
        self
    }

    /// Adds an output of a resource.
    #[must_use]
    pub fn then_output(mut self, id: ResourceId, output: Output) -> Self {
        self.push(Part::Output { id, output });
        self
    }

    /// Adds another text.
    #[must_use]
    pub fn then_text(mut self, text: Self) -> Self {
        text.parts.into_iter().for_each(|part| self.push(part));
        self
    }

    /// Adds an encoded text.
    #[must_use]
    pub fn then_encoded(mut self, encoding: Encoding, text: Self) -> Self {
        self.push(Part::Encoded { encoding, text });
        self
    }

    /// Writes a value as a YAML document, in the form that Kubernetes tools write. References and texts inside the value, in
    /// their JSON form, become parts of the document.
    ///
    /// ```
    /// use kops_core::resource::{Kind, Output, Ref, Text};
    ///
    /// let ca = Ref::output(Kind::ManagedFile, "nodeupconfig-nodes", Output::Sha256Base64);
    /// let text = Text::yaml(&serde_json::json!({"hash": ca, "name": "nodes"}));
    /// assert_eq!(text.to_string(), "hash: ${managed-file/nodeupconfig-nodes.sha256-base64}\nname: nodes\n");
    /// ```
    pub fn yaml(value: &Value) -> Self {
        let open = |value: &Value| {
            let text = Self::in_value(value)?;
            Some(if text.as_list().is_some() { Open::List } else { Open::Scalar })
        };
        let pieces = yaml::to_pieces(value, &open);
        let parts = pieces.into_iter().map(|piece| match piece {
            Piece::Text(text) => Part::Literal(text),
            Piece::OpenList { value, indent } => {
                let list = Self::in_value(value).expect("only references and texts are left open");
                let (item, text) = list.as_list().expect("only lists are left open here");
                Part::Encoded { encoding: Encoding::YamlList { item, indent }, text: text.clone() }
            }
            Piece::Open { value, place } => {
                let text = Self::in_value(value).expect("only references and texts are left open");
                Part::Encoded { encoding: Encoding::Yaml(place), text }
            }
        });
        parts.collect()
    }

    /// Makes a list for [`Text::yaml`], with an item for each line of a text that is not known yet.
    pub(crate) fn list(lines: Self, item: ListItem) -> Self {
        Self::default().then_encoded(Encoding::YamlList { item, indent: 0 }, lines)
    }

    fn as_list(&self) -> Option<(ListItem, &Self)> {
        match self.parts.as_slice() {
            [Part::Encoded { encoding: Encoding::YamlList { item, .. }, text }] => Some((*item, text)),
            _ => None,
        }
    }

    /// Drops the white space at its end, as far as that is known.
    #[must_use]
    pub(crate) fn trim_end(mut self) -> Self {
        if let Some(Part::Literal(last)) = self.parts.pop_if(|part| matches!(part, Part::Literal(_))) {
            self.push(Part::Literal(last.trim_end().to_owned()));
        }
        self
    }

    /// The text, where all of it is known.
    pub fn known(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Literal(text)] => Some(text),
            _ => None,
        }
    }

    /// Its parts: no literal is empty, and no two literals follow each other.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Replaces the outputs that `resolve` knows; the others stay.
    pub(crate) fn bind(&self, resolve: &dyn Fn(&ResourceId, Output) -> Option<String>) -> Self {
        let bound = self.parts.iter().map(|part| match part {
            Part::Output { id, output } => resolve(id, *output).map_or_else(|| part.clone(), Part::Literal),
            Part::Encoded { encoding, text } => Part::Encoded { encoding: *encoding, text: text.bind(resolve) },
            Part::Literal(_) => part.clone(),
        });
        bound.collect()
    }

    /// Reads a reference, or a text with references, in its JSON form. A text without is a string there.
    fn in_value(value: &Value) -> Option<Self> {
        let map = value.as_object().filter(|map| map.contains_key("ref") || map.contains_key("text"))?;
        match Ref::in_value(value) {
            Some((id, output)) => Some(Self::default().then_output(id, output)),
            None if map.len() == 1 => Self::deserialize(value).ok().filter(|text| text.known().is_none()),
            None => None,
        }
    }

    fn push(&mut self, part: Part) {
        let part = match part {
            Part::Encoded { encoding, text } => match text.known() {
                Some(known) => Part::Literal(encoding.encode(known)),
                None => Part::Encoded { encoding, text },
            },
            part => part,
        };
        match (self.parts.last_mut(), part) {
            (_, Part::Literal(text)) if text.is_empty() => {}
            (Some(Part::Literal(last)), Part::Literal(text)) => last.push_str(&text),
            (_, part) => self.parts.push(part),
        }
    }
}

impl Encoding {
    /// Encodes a text. The same text has the same encoding everywhere: compressed data holds neither a time nor a system.
    fn encode(self, text: &str) -> String {
        match self {
            Self::Base64 => STANDARD.encode(text),
            Self::GzipBase64 => STANDARD.encode(gzip(text)),
            Self::Yaml(place) => yaml::scalar(text, place),
            Self::YamlList { item, indent } => yaml::list(&item.of_lines(text), indent),
        }
    }

    /// The spaces before each further line.
    fn indent(self) -> usize {
        match self {
            Self::Base64 | Self::GzipBase64 => 0,
            Self::Yaml(place) => place.indent,
            Self::YamlList { indent, .. } => indent,
        }
    }
}

impl ListItem {
    /// Returns the items for the lines of a text: sorted by line, each once.
    pub(crate) fn of_lines(self, text: &str) -> Vec<String> {
        let lines: BTreeSet<&str> = text.lines().filter(|line| !line.is_empty()).collect();
        let item = |line: &str| match self {
            Self::Line => line.to_owned(),
            Self::HttpsServer(port) if line.contains(':') => format!("https://[{line}]:{port}/"),
            Self::HttpsServer(port) => format!("https://{line}:{port}/"),
        };
        lines.into_iter().map(item).collect()
    }
}

fn gzip(text: &str) -> Vec<u8> {
    const UNKNOWN_SYSTEM: u8 = 255;
    let mut writer = GzBuilder::new().mtime(0).operating_system(UNKNOWN_SYSTEM).write(Vec::new(), Compression::best());
    writer.write_all(text.as_bytes()).and_then(|()| writer.finish()).expect("memory takes what is written")
}

impl fmt::Display for ListItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line => f.write_str("list"),
            Self::HttpsServer(port) => write!(f, "https-servers-{port}"),
        }
    }
}

impl FromIterator<Part> for Text {
    fn from_iter<I: IntoIterator<Item = Part>>(parts: I) -> Self {
        let mut text = Self::default();
        parts.into_iter().for_each(|part| text.push(part));
        text
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::default().then(text)
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

/// Literals as they are, references as `${network-load-balancer/api.demo.example.com.dns-name}`.
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.iter().try_for_each(|part| match part {
            Part::Literal(text) => f.write_str(text),
            Part::Output { id, output } => write!(f, "${{{id}.{output}}}"),
            Part::Encoded { encoding: Encoding::Yaml(_), text } => write!(f, "{text}"),
            Part::Encoded { encoding: Encoding::YamlList { item, .. }, text } => {
                writeln!(f, " ${{{}({})}}", item, text.to_string().replace('\n', ", "))
            }
            Part::Encoded { encoding: Encoding::Base64, text } => write!(f, "${{base64({text})}}"),
            Part::Encoded { encoding: Encoding::GzipBase64, text } => write!(f, "${{gzip({text})}}"),
        })
    }
}

/// Shows its length and what it refers to, and nothing of its content.
impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.parts).finish()
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Literal(text) => write!(f, "{} bytes", text.len()),
            Self::Output { id, output } => write!(f, "{id}.{output}"),
            Self::Encoded { encoding, text } => write!(f, "{encoding:?}({text:?})"),
        }
    }
}

impl From<Text> for Repr {
    fn from(text: Text) -> Self {
        match text.known() {
            Some(known) => Self::Known(known.to_owned()),
            None => Self::Parts { text: text.parts },
        }
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let parts = match Repr::deserialize(deserializer)? {
            Repr::Known(text) => return Ok(text.into()),
            Repr::Parts { text } => text,
        };
        // What is known is encoded at once, and takes memory for each indent.
        let indent = |part: &Part| match part {
            Part::Encoded { encoding, .. } => encoding.indent(),
            Part::Literal(_) | Part::Output { .. } => 0,
        };
        match parts.iter().map(indent).max() {
            Some(indent) if indent > WIDEST => {
                Err(D::Error::custom(format!("an indent has at most {WIDEST} spaces, not {indent}")))
            }
            _ => Ok(parts.into_iter().collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::resource::{Kind, LaunchTemplate, Resource};
    use crate::yaml::to_yaml;

    fn file() -> ResourceId {
        ResourceId::new(Kind::ManagedFile, "config")
    }

    fn sha256(text: Text) -> Text {
        text.then_output(file(), Output::Sha256)
    }

    #[test]
    fn a_text_without_references_is_a_string_and_any_other_a_list_of_parts() {
        let reference = json!({"ref": "managed-file/config", "output": "sha256"});
        let encoded = json!({"encoding": "base64", "text": {"text": [reference]}});
        for (text, expected) in [
            (Text::default(), json!("")),
            (Text::from("a").then("").then("b"), json!("ab")),
            (sha256(Text::from("a=")).then("\n").then("b"), json!({"text": ["a=", reference, "\nb"]})),
            (Text::default().then_encoded(Encoding::Base64, sha256(Text::default())), json!({"text": [encoded]})),
        ] {
            let value = serde_json::to_value(&text).expect("is JSON");
            assert_eq!(value, expected);
            assert_eq!(serde_json::from_value::<Text>(value).expect("is a text"), text);
        }
    }

    #[test]
    fn binding_a_resource_resolves_the_references_in_its_texts() {
        let template = |user_data: Text| {
            Resource::from(LaunchTemplate { user_data: Some(user_data), ..LaunchTemplate::default() })
        };
        let encoded = Text::default().then_encoded(Encoding::Base64, sha256(Text::from("a=")));
        for (text, expected) in [(sha256(Text::from("a=")).then("\n"), "a=12ab\n"), (encoded.then("\n"), "YT0xMmFi\n")]
        {
            let open = template(text.clone());
            assert_eq!(open.references(), [(file(), Output::Sha256)]);
            assert_eq!(open.bind(&|_, _| Some("12ab".to_owned())), template(expected.into()));
            assert_eq!(text.bind(&|_, _| Some("12ab".to_owned())), expected.into());
            assert_eq!(text.bind(&|_, _| None), text);
        }
    }

    /// What is bound later has the bytes that it would have had if it had been known from the start.
    #[test]
    fn a_document_is_the_same_whether_its_values_are_known_now_or_later() {
        let reference = json!({"ref": "managed-file/config", "output": "sha256"});
        let document = |value: Value| json!({"a": {"b": [value, {"c": value}], "empty": {}}, "z": value});
        let open = Text::yaml(&document(reference));
        for known in ["12ab", "1234", "", "a: b", "line\nline\n", "it's", &"word ".repeat(30)] {
            let expected = to_yaml(&document(json!(known)));
            assert_eq!(open.bind(&|_, _| Some(known.to_owned())).known(), Some(expected.as_str()));
        }
    }

    /// The addresses of a load balancer come as lines of one output, and their number is not known beforehand.
    #[test]
    fn a_list_has_an_item_for_each_line_of_what_it_refers_to() {
        let api = ResourceId::new(Kind::NetworkLoadBalancer, "api");
        let addresses = Text::default().then_output(api.clone(), Output::PrivateAddresses);
        let all = addresses.clone().then("\n").then_output(api, Output::DnsName);
        let document = Text::yaml(&json!({
            "ips": Text::list(all, ListItem::Line),
            "server": {"urls": Text::list(addresses, ListItem::HttpsServer(3988)), "x": 1},
        }));
        for (known, expected) in [
            (
                "10.0.1.9\n10.0.0.7",
                "ips:\n- 10.0.0.7\n- 10.0.1.9\n- api.elb\nserver:\n  urls:\n  - https://10.0.0.7:3988/\n  - https://10.0.1.9:3988/\n  x: 1\n",
            ),
            ("2600:1f::7", "ips:\n- 2600:1f::7\n- api.elb\nserver:\n  urls:\n  - https://[2600:1f::7]:3988/\n  x: 1\n"),
            ("", "ips:\n- api.elb\nserver:\n  urls: []\n  x: 1\n"),
        ] {
            let output = |_: &ResourceId, output| match output {
                Output::DnsName => Some("api.elb".to_owned()),
                _ => Some(known.to_owned()),
            };
            assert_eq!(document.bind(&output).known(), Some(expected));
            let value: Value = serde_json::to_value(&document).expect("is JSON");
            assert_eq!(serde_json::from_value::<Text>(value).expect("is a text"), document);
        }
    }

    #[test]
    fn texts_inside_a_document_are_scalars_of_it() {
        let inner = sha256(Text::from("#!/bin/sh\nHASH=")).then("\n");
        let document = Text::yaml(&json!({"list": {"text": ["a", "b"]}, "none": {"text": []}, "userData": inner}));
        let bound = document.bind(&|_, _| Some("12ab".to_owned()));
        let expected = "list:\n  text:\n  - a\n  - b\nnone:\n  text: []\nuserData: |\n  #!/bin/sh\n  HASH=12ab\n";
        assert_eq!(bound.known(), Some(expected));
    }

    #[test]
    fn a_place_that_no_document_has_takes_no_memory() {
        let yaml = |indent: usize, column: usize| json!({"yaml": {"indent": indent, "column": column}});
        let list = |indent: usize| json!({"yaml-list": {"item": "line", "indent": indent}});
        let wide = |indent: usize| Err(format!("an indent has at most 1000 spaces, not {indent}"));
        for (encoding, expected) in [
            (yaml(1_000, 1_000), Ok("a".to_owned())),
            (yaml(0, usize::MAX), Ok("a".to_owned())),
            (yaml(1_001, 0), wide(1_001)),
            (list(1_000), Ok(format!("\n{}- a\n", " ".repeat(1_000)))),
            (list(1 << 40), wide(1 << 40)),
        ] {
            let text = json!({"text": [{"encoding": encoding, "text": "a"}]});
            let read = serde_json::from_value::<Text>(text.clone()).map(|text| text.to_string());
            assert_eq!(read.map_err(|error| error.to_string()), expected, "{text}");
        }
    }

    #[test]
    fn compressed_text_can_be_read_again() {
        use std::io::Read as _;
        let text = Text::default().then_encoded(Encoding::GzipBase64, "kind: Config\n".into());
        let bytes = STANDARD.decode(text.known().expect("is known")).expect("is base 64");
        let mut read = String::new();
        flate2::read::GzDecoder::new(bytes.as_slice()).read_to_string(&mut read).expect("is gzip");
        assert_eq!(read, "kind: Config\n");
    }

    #[test]
    fn debug_shows_no_content() {
        let text = sha256(Text::from("PRIVATE")).then_encoded(Encoding::Base64, sha256(Text::from("PRIVATE")));
        let shown = format!("{text:?}");
        assert!(!shown.contains("PRIVATE") && shown.contains("config"), "{shown}");
    }
}
