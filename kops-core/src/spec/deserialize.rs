//! The typed model from positioned nodes: a serde deserializer that says where a value is wrong and goes on.
//!
//! serde stops at the first error. So that all are found, a value that does not fit is reported, left out, and the object
//! is read again without it, until nothing is wrong. Unknown fields are reported on the way and never stop the reading.

use std::cell::RefCell;
use std::collections::HashSet;
use std::fmt;
use std::ptr;

use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::advice;
use super::codes;
use super::fault::{Fault, Path, found, scalar_text};
use crate::diag::{Diagnostic, Diagnostics, ObjectRef, is_secret_field, suggest};
use crate::yaml::{Document, Entry, Node, Value};

/// What to do about a field that the format does not have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnknownFields {
    /// It is an error: a misspelled field would be lost in silence.
    #[default]
    Deny,
    /// It is a warning and left out, as kops does when it reads a file.
    Warn,
}

/// How many values of one object are reported before reading it is given up.
const MAX_FAULTS: usize = 100;

/// Reads an object from a document; what does not fit is reported and left unset.
pub(super) fn object<T>(
    document: &Document,
    reference: &ObjectRef,
    unknown: UnknownFields,
    problems: &mut Diagnostics,
) -> T
where
    T: de::DeserializeOwned + Default,
{
    let reading = Reading { document, reference, unknown, left_out: RefCell::default(), problems: RefCell::default() };
    let value = reading.object();
    problems.extend(reading.problems.into_inner());
    value
}

/// One object that is being read.
struct Reading<'a> {
    document: &'a Document,
    reference: &'a ObjectRef,
    unknown: UnknownFields,
    /// Nodes that were reported, by address: the tree does not move while it is read.
    left_out: RefCell<HashSet<*const Node>>,
    problems: RefCell<Diagnostics>,
}

impl Reading<'_> {
    fn object<T: de::DeserializeOwned + Default>(&self) -> T {
        for _ in 0..MAX_FAULTS {
            let root = Reader { reading: self, node: &self.document.root, path: &Path::Root };
            match T::deserialize(root) {
                Ok(value) => return value,
                Err(fault) => self.report(fault),
            }
        }
        let diagnostic =
            Diagnostic::error(codes::TOO_MANY.id, format!("{} has too many faults to list", self.reference));
        self.problems.borrow_mut().push(diagnostic.located(self.document.location(self.document.root.at)));
        T::default()
    }

    fn report(&self, fault: Fault) {
        let Fault { code, message, help, place, .. } = fault;
        let (node, path, at) = place.unwrap_or_else(|| (&self.document.root, String::new(), self.document.root.at));
        self.left_out.borrow_mut().insert(node);
        let diagnostic =
            Diagnostic::error(code, message).at(self.reference.field(path)).located(self.document.location(at));
        self.problems.borrow_mut().push(Diagnostic { help, ..diagnostic });
    }

    fn is_left_out(&self, node: &Node) -> bool {
        self.left_out.borrow().contains(&ptr::from_ref(node))
    }

    fn unknown_field(&self, entry: &Entry, fields: &[&'static str], path: &Path<'_>) {
        if !self.left_out.borrow_mut().insert(&entry.value) {
            return;
        }
        let parent = path.to_string();
        let of = if parent.is_empty() { self.reference.kind.as_str() } else { parent.as_str() };
        let message = format!("`{}` is not a field of `{of}`", entry.key);
        let diagnostic = match self.unknown {
            UnknownFields::Deny => Diagnostic::error(codes::UNKNOWN_FIELD.id, message),
            UnknownFields::Warn => Diagnostic::warning(codes::UNKNOWN_FIELD.id, message),
        };
        let (kind, key) = (self.reference.kind.as_str(), &*entry.key);
        let help = advice::for_field(&parent, key)
            .or_else(|| advice::of_other_kind(kind, &parent, |field| field == key))
            .or_else(|| suggest(key, fields.iter().copied()).map(|near| format!("did you mean `{near}`?")))
            .or_else(|| advice::of_other_kind(kind, &parent, |field| suggest(key, [field]).is_some()));
        let field = Path::Key(path, &entry.key).to_string();
        let diagnostic = diagnostic.at(self.reference.field(field)).located(self.document.location(entry.at));
        self.problems.borrow_mut().push(Diagnostic { help, ..diagnostic });
    }
}

/// A node and the way to it.
struct Reader<'de, 'p> {
    reading: &'p Reading<'p>,
    node: &'de Node,
    path: &'p Path<'p>,
}

impl<'de> Reader<'de, '_> {
    /// Says where a fault is and what is there, unless a reader further inside has said so.
    fn blame(&self, mut fault: Fault) -> Fault {
        if fault.place.is_none() {
            fault.place = Some((self.node, self.path.to_string(), self.node.at));
            if fault.tell_found {
                fault.message = format!("{}, found {}", fault.message, found(self.node, self.is_secret()));
            }
        }
        fault
    }

    fn wrong<T>(&self, expected: impl fmt::Display, help: Option<String>) -> Result<T, Fault> {
        Err(self.blame(Fault { help, ..Fault::expected(&expected) }))
    }

    fn is_secret(&self) -> bool {
        is_secret_field(&self.path.to_string())
    }

    /// The value, for advice on how to write it; nothing where it may be a secret.
    fn quotable(&self) -> Option<String> {
        scalar_text(self.node).filter(|_| !self.is_secret())
    }

    fn whole_number(&self) -> Option<i64> {
        match &self.node.value {
            Value::Int(number, _) => Some(*number),
            // A number such as `3.0` is whole; floats hold whole numbers up to 2^53 exactly.
            Value::Float(number, _) if number.fract() == 0.0 && number.abs() < 9.0e15 => Some(*number as i64),
            _ => None,
        }
    }

    fn integer<T>(&self, least: &str, most: &str) -> Result<T, Fault>
    where
        T: TryFrom<i64>,
    {
        match self.whole_number().map(T::try_from) {
            Some(Ok(number)) => Ok(number),
            Some(Err(_)) => self.wrong(format!("a whole number from {least} to {most}"), None),
            None => {
                let same = |text: &&str| text.parse().is_ok_and(|number: i64| number.to_string() == *text);
                let unquoted = self.node.as_str().filter(same);
                self.wrong("a whole number", unquoted.map(|text| format!("write it without quotes: `{text}`")))
            }
        }
    }
}

macro_rules! integers {
    ($($method:ident $visit:ident $type:ty;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            let number = self.integer::<$type>(&<$type>::MIN.to_string(), &<$type>::MAX.to_string())?;
            visitor.$visit(number).map_err(|fault| self.blame(fault))
        }
    )*};
}

impl<'de> Deserializer<'de> for Reader<'de, '_> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let result = match &self.node.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value, _) => visitor.visit_bool(*value),
            Value::Int(number, _) => visitor.visit_i64(*number),
            Value::Float(number, _) => visitor.visit_f64(*number),
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Sequence(items) => {
                visitor.visit_seq(Items { reader: &self, items: items.iter().enumerate(), strict: false })
            }
            Value::Mapping(entries) => visitor.visit_map(Entries::new(&self, entries, None)),
        };
        result.map_err(|fault| self.blame(fault))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let Value::Bool(value, _) = &self.node.value else {
            let meant = match self.node.as_str().map(str::to_ascii_lowercase).as_deref() {
                Some("true" | "yes" | "on" | "y") => Some("true"),
                Some("false" | "no" | "off" | "n") => Some("false"),
                _ => None,
            };
            return self.wrong("`true` or `false`", meant.map(|meant| format!("write `{meant}` without quotes")));
        };
        visitor.visit_bool(*value).map_err(|fault| self.blame(fault))
    }

    integers! {
        deserialize_i8 visit_i8 i8;
        deserialize_i16 visit_i16 i16;
        deserialize_i32 visit_i32 i32;
        deserialize_i64 visit_i64 i64;
        deserialize_u8 visit_u8 u8;
        deserialize_u16 visit_u16 u16;
        deserialize_u32 visit_u32 u32;
        deserialize_u64 visit_u64 u64;
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let result = match &self.node.value {
            Value::String(text) => visitor.visit_borrowed_str(text),
            // A label without a value is an empty one; fields without a value never come here.
            Value::Null => visitor.visit_borrowed_str(""),
            _ => {
                return self.wrong("text", self.quotable().map(|text| format!("put it in quotes: `\"{text}\"`")));
            }
        };
        result.map_err(|fault| self.blame(fault))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.node.value {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let items: &[Node] = match &self.node.value {
            Value::Sequence(items) => items,
            Value::Null => &[],
            _ => {
                return self.wrong("a list", self.quotable().map(|text| format!("write a list: `[{text}]`")));
            }
        };
        visitor
            .visit_seq(Items { reader: &self, items: items.iter().enumerate(), strict: true })
            .map_err(|fault| self.blame(fault))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let entries: &[Entry] = match &self.node.value {
            Value::Mapping(entries) => entries,
            Value::Null => &[],
            _ => return self.wrong("a map", None),
        };
        visitor.visit_map(Entries::new(&self, entries, None)).map_err(|fault| self.blame(fault))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let entries: &[Entry] = match &self.node.value {
            Value::Mapping(entries) => entries,
            Value::Null => &[],
            _ => {
                let help = if fields.is_empty() {
                    "write `{}`".to_owned()
                } else {
                    let some: Vec<_> = fields.iter().take(4).map(|field| format!("`{field}`")).collect();
                    let more = if fields.len() > 4 { ", …" } else { "" };
                    format!("its fields are {}{more}", some.join(", "))
                };
                return self.wrong("a map", Some(help));
            }
        };
        visitor.visit_map(Entries::new(&self, entries, Some(fields))).map_err(|fault| self.blame(fault))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let choices: Vec<_> = variants.iter().map(|variant| format!("`{variant}`")).collect();
        let choices = choices.join(", ");
        let Some(text) = self.node.as_str() else {
            return self.wrong(format!("one of {choices}"), None);
        };
        if !variants.contains(&text) {
            let help = suggest(text, variants.iter().copied()).map(|near| format!("did you mean `{near}`?"));
            let message = format!("`{text}` is none of {choices}");
            return Err(self.blame(Fault {
                code: codes::UNKNOWN_VALUE.id,
                message,
                tell_found: false,
                help,
                place: None,
            }));
        }
        let text: StrDeserializer<'_, Fault> = text.into_deserializer();
        visitor.visit_enum(text).map_err(|fault| self.blame(fault))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _name: &'static str, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i128 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct identifier
    }
}

/// The items of a list.
struct Items<'de, 'r> {
    reader: &'r Reader<'de, 'r>,
    items: std::iter::Enumerate<std::slice::Iter<'de, Node>>,
    /// Whether an empty item is a fault, as it is in the model's own lists.
    strict: bool,
}

impl<'de> SeqAccess<'de> for Items<'de, '_> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        let reading = self.reader.reading;
        let Some((index, node)) = self.items.find(|(_, node)| !reading.is_left_out(node)) else {
            return Ok(None);
        };
        let path = Path::Index(self.reader.path, index);
        let item = Reader { reading, node, path: &path };
        if self.strict && node.value == Value::Null {
            return item.wrong("a value", Some("leave the item out".to_owned()));
        }
        seed.deserialize(item).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        self.items.size_hint().1
    }
}

/// The entries of a map, or of a struct where its fields are known.
struct Entries<'de, 'r> {
    reader: &'r Reader<'de, 'r>,
    entries: std::slice::Iter<'de, Entry>,
    fields: Option<&'static [&'static str]>,
    current: Option<&'de Entry>,
}

impl<'de, 'r> Entries<'de, 'r> {
    fn new(reader: &'r Reader<'de, 'r>, entries: &'de [Entry], fields: Option<&'static [&'static str]>) -> Self {
        Self { reader, entries: entries.iter(), fields, current: None }
    }

    /// Whether an entry is read. Fields without a value are unset, and an object's head is read elsewhere.
    fn counts(&self, entry: &Entry) -> bool {
        let Some(fields) = self.fields else {
            return !self.reader.reading.is_left_out(&entry.value);
        };
        let is_head = matches!(self.reader.path, Path::Root) && matches!(&*entry.key, "apiVersion" | "kind");
        if !is_head && !fields.contains(&&*entry.key) {
            self.reader.reading.unknown_field(entry, fields, self.reader.path);
            return false;
        }
        !is_head && entry.value.value != Value::Null && !self.reader.reading.is_left_out(&entry.value)
    }
}

impl<'de> MapAccess<'de> for Entries<'de, '_> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        let mut rest = self.entries.clone();
        let next = rest.find(|entry| self.counts(entry));
        self.entries = rest;
        self.current = next;
        let Some(entry) = next else { return Ok(None) };
        let key: StrDeserializer<'_, Fault> = (&*entry.key).into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        let Some(entry) = self.current.take() else {
            return Err(de::Error::custom("a value without a key"));
        };
        let path = Path::Key(self.reader.path, &entry.key);
        seed.deserialize(Reader { reading: self.reader.reading, node: &entry.value, path: &path })
    }
}
