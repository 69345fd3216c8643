//! JSON in parts, so that its reader can let others run in between.
//!
//! In: a JSON text. Out: JSON texts that are merged into the first one after the other: the entries of a list come after those that are
//! there; so do those of an object, of which the first may be the rest of the last list, object or text that is there under its name.

/// How long a part is at least, in bytes, but the last: reading one takes a millisecond or two.
const SIZE: usize = 64 * 1024;

/// Within a text, how many times as long: texts are read more quickly than entries, and put together less quickly.
const TEXT: usize = 8;

/// Cuts a text where its parts can be merged; nothing where it is small.
pub(super) fn parts(text: &str) -> Option<Vec<String>> {
    (text.len() > SIZE).then(|| cut(text, SIZE))
}

/// Cuts at the first commas after so many bytes that lie in no list but the innermost, as what is in a list has no name to find it by;
/// and at spaces of long texts.
fn cut(text: &str, size: usize) -> Vec<String> {
    let (mut parts, mut part, mut begin) = (Vec::new(), String::new(), 0);
    let mut scan = Scan::default();
    for (place, byte) in text.bytes().enumerate() {
        scan.read(text, place, byte);
        let length = place - begin;
        if byte == b',' && length >= size && scan.is_between_entries() {
            part.push_str(&text[begin..place]);
            part.extend(scan.open.iter().rev().map(|open| open.end));
            parts.push(std::mem::replace(&mut part, scan.opened()));
            begin = place + 1;
        } else if byte == b' ' && length >= TEXT * size && scan.is_in_named_text() {
            part.push_str(&text[begin..place]);
            part.push('"');
            part.extend(scan.open.iter().rev().map(|open| open.end));
            parts.push(std::mem::replace(&mut part, format!("{}{}:\"", scan.opened(), scan.name)));
            begin = place;
        }
    }
    part.push_str(&text[begin..]);
    parts.push(part);
    parts
}

/// Where in a text one is.
#[derive(Default)]
struct Scan<'a> {
    /// The lists and objects around, from the outside.
    open: Vec<Open<'a>>,
    /// The last string, with its quotes.
    string: &'a str,
    string_begin: Option<usize>,
    /// The last one before a colon, which names what comes after it.
    name: &'a str,
    is_named: bool,
    escaped: bool,
}

/// A list or an object that has not ended.
struct Open<'a> {
    name: &'a str,
    begin: char,
    end: char,
}

impl<'a> Scan<'a> {
    fn read(&mut self, text: &'a str, place: usize, byte: u8) {
        match (self.string_begin, byte) {
            (Some(_), _) if self.escaped => self.escaped = false,
            (Some(_), b'\\') => self.escaped = true,
            (Some(begin), b'"') => {
                self.string = &text[begin..=place];
                self.string_begin = None;
            }
            (None, b'"') => self.string_begin = Some(place),
            (None, b':') => (self.name, self.is_named) = (self.string, true),
            (None, b',') => self.is_named = false,
            (None, b'{') => self.open(('{', '}')),
            (None, b'[') => self.open(('[', ']')),
            (None, b'}' | b']') => {
                self.open.pop();
            }
            _ => {}
        }
    }

    fn open(&mut self, (begin, end): (char, char)) {
        let in_object = self.open.last().is_some_and(|around| around.begin == '{');
        self.open.push(Open { name: if in_object { self.name } else { "" }, begin, end });
        self.is_named = false;
    }

    fn is_between_entries(&self) -> bool {
        let around = self.open.split_last().map_or(&[][..], |(_, around)| around);
        self.string_begin.is_none() && around.iter().all(|open| open.begin == '{')
    }

    fn is_in_named_text(&self) -> bool {
        self.string_begin.is_some() && self.is_named && self.open.iter().all(|open| open.begin == '{')
    }

    /// The beginning of a part that goes on here.
    fn opened(&self) -> String {
        let begin = |open: &Open<'_>| match open.name {
            "" => open.begin.to_string(),
            name => format!("{name}:{}", open.begin),
        };
        self.open.iter().map(begin).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// Does what the packages do with parts.
    fn merge(into: &mut Value, part: Value) {
        match (into, part) {
            (Value::Array(list), Value::Array(more)) => list.extend(more),
            (Value::String(text), Value::String(more)) => text.push_str(&more),
            (Value::Object(fields), Value::Object(more)) => {
                for (name, value) in more {
                    match fields.get_mut(&name) {
                        Some(there) => merge(there, value),
                        None => drop(fields.insert(name, value)),
                    }
                }
            }
            (into, part) => panic!("{part} cannot be merged into {into}"),
        }
    }

    fn whole(parts: &[String]) -> Value {
        let mut values = parts.iter().map(|part| serde_json::from_str::<Value>(part).expect(part));
        let mut whole = values.next().expect("the first part");
        values.for_each(|part| merge(&mut whole, part));
        whole
    }

    #[test]
    fn parts_that_are_merged_make_the_whole() {
        for value in [
            json!([1, "a,]", [2, 3], {"b": [4, 5]}, [], null]),
            json!({"a": {"b": {"c": [1, 2, {"d": [3, 4]}], "e": "}"}, "f": {}}, "g": [], "h": [[1, 2], [3]]}),
            json!({"quoted \",\\": "\\", "a": {"\"": ["\\\"", ",{["]}, "": {"": [1, 2]}}),
            json!({"zürich": ["ä,ö", "ü"], "n": -1.5e3, "t": true}),
            json!({"a b": " c  d \" \\ e\n f ", "g": {" h": "i j k", "l": ["m n o", {"p": "q r"}], "s": " "}, "t": " u"}),
        ] {
            let text = value.to_string();
            for size in [0, 1, 2, 3, 5, 8, 13, text.len()] {
                assert_eq!(whole(&cut(&text, size)), value, "{size}");
            }
            assert_eq!(cut(&text, text.len()).len(), 1);
        }
    }

    #[test]
    fn a_large_text_is_cut_into_parts_of_about_the_same_size() {
        let entry = |number: usize| (format!("subnet/{number}"), json!({"cidr": "10.0.0.0/24", "tags": ["a", "b"]}));
        let graph = json!({"cluster": "a", "resources": serde_json::Map::from_iter((0..10_000).map(entry))});
        let made = parts(&graph.to_string()).expect("is large");
        let (last, others) = made.split_last().expect("several");
        assert!(others.len() > 5 && others.iter().all(|part| (SIZE..SIZE + 200).contains(&part.len())));
        assert!(last.len() < SIZE + 200);
        assert_eq!(whole(&made), graph);
        assert_eq!(parts(&"1,".repeat(SIZE / 2)), None);
        let files = json!({"a.tf": "resource {\n  é = \"…\"\n}\n".repeat(100_000), "b.tf": ""});
        let made = parts(&files.to_string()).expect("is large");
        assert!(made.iter().all(|part| part.len() < TEXT * SIZE + 100), "{}", made.len());
        assert_eq!(whole(&made), files);
    }
}
