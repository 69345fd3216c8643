//! YAML and JSON as a tree that remembers where everything stands, and back.
//!
//! In: the text of one file with one or many documents. Out: [`Document`]s, and from values text again. Nothing is
//! interpreted here: a value is what it is to kops, which reads YAML 1.1, and every key and value keeps its line and column.

mod broken;
pub mod codes;
mod document;
mod emit;
mod encoding;
mod parse;
mod scalar;
mod style;
mod surrogates;
mod template;
mod tree;

pub use document::{Document, Entry, Node, Value};

pub use crate::diag::{Position, Source};
pub(crate) use emit::{Open, Piece, list, scalar, to_pieces};
pub use emit::{Place, to_yaml};
pub use encoding::source_from_bytes;
pub use parse::parse;
pub use template::TemplateLanguage;
