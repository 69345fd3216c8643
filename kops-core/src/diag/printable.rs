//! Text of others for people: nothing in it moves the cursor, colours, reorders or hides what stands beside it.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

/// Shows characters that a terminal acts on as escapes, as a text in double quotes of YAML has them, and hides the user and
/// the password of an address.
///
/// These are control characters, line breaks and tabs among them, and those that change the direction of text. Everything
/// that was written by others and is printed for people goes through here; data, such as JSON, does not.
///
/// ```
/// use kops_core::diag::printable;
///
/// assert_eq!(printable("nodes"), "nodes");
/// assert_eq!(printable("\u{1b}[2Jnodes\n"), r"\x1b[2Jnodes\n");
/// assert_eq!(printable("abc\u{202e}def"), r"abc\u202edef");
/// assert_eq!(printable("https://me:secret@files.example.com/"), "https://…@files.example.com/");
/// ```
pub fn printable(text: &str) -> Cow<'_, str> {
    match replace_credentials(text, HIDDEN) {
        Cow::Borrowed(text) => escaped(text),
        Cow::Owned(text) => Cow::Owned(escaped(&text).into_owned()),
    }
}

/// As [`printable`], for a text of several lines: line breaks stay as they are, and so do tabs.
pub fn printable_lines(text: &str) -> String {
    let mut lines = String::with_capacity(text.len());
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            lines.push('\n');
        }
        for (number, part) in line.split('\t').enumerate() {
            if number > 0 {
                lines.push('\t');
            }
            lines.push_str(&printable(part));
        }
    }
    lines
}

fn escaped(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find(acts) else { return Cow::Borrowed(text) };
    let mut escaped = text[..first].to_owned();
    for c in text[first..].chars() {
        match c {
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            // Writing to a string cannot fail.
            c if acts(c) && u32::from(c) < 0x100 => write!(escaped, "\\x{:02x}", u32::from(c)).unwrap_or_default(),
            c if acts(c) => write!(escaped, "\\u{:04x}", u32::from(c)).unwrap_or_default(),
            c => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

/// True for a character that a terminal does not just show.
fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

/// What stands in place of credentials.
pub(super) const HIDDEN: &str = "…";

/// Puts something else in the place of the user and the password of every address.
pub(crate) fn replace_credentials<'a>(text: &'a str, replacement: &str) -> Cow<'a, str> {
    let found = credentials(text);
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let (mut hidden, mut shown) = (String::with_capacity(text.len()), 0);
    for range in found {
        hidden += &text[shown..range.start];
        hidden += replacement;
        shown = range.end;
    }
    Cow::Owned(hidden + &text[shown..])
}

/// Finds the user and the password of every address: what is between `://` and the `@` before the host, and of an address
/// without a scheme `user:password`. The digest of an image (`name:tag@sha256:…`) is none.
pub(super) fn credentials(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for word in text.split_inclusive(|c: char| c == '/' || c.is_whitespace() || matches!(c, '"' | '\'' | '`')) {
        if let Some(at) = word.rfind('@').filter(|at| *at > 0) {
            let has_scheme = text[..start].ends_with("://");
            let is_digest = word[at..].starts_with("@sha256:");
            if has_scheme || (!is_digest && word[..at].contains(':')) {
                found.push(start..start + at);
            }
        }
        start += word.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_acts_on_is_shown_as_an_escape() {
        for (text, shown) in [
            ("ünï 漢字 🙂", "ünï 漢字 🙂"),
            ("\u{1b}]0;title\u{7}", r"\x1b]0;title\x07"),
            ("\u{9b}2J\u{7f}", r"\x9b2J\x7f"),
            ("a\r\nb\tc\0", r"a\r\nb\tc\x00"),
            ("\u{2066}a\u{2069}\u{200f}\u{61c}\u{2028}", r"\u2066a\u2069\u200f\u061c\u2028"),
        ] {
            assert_eq!(printable(text), shown);
        }
        assert_eq!(printable_lines("a\n\tb\u{1b}\n"), "a\n\tb\\x1b\n");
    }

    #[test]
    fn credentials_of_addresses_are_hidden() {
        for (text, shown) in [
            ("http://a:b@c", "http://…@c"),
            ("`https://token@c/d@e`, http://f:g@h:80", "`https://…@c/d@e`, http://…@h:80"),
            ("s3://bucket/a@b", "s3://bucket/a@b"),
            ("http://a b@c", "http://a b@c"),
            ("host: me:p@ss@proxy:3128 # x", "host: …@proxy:3128 # x"),
            ("me:secret@proxy", "…@proxy"),
            ("ssh-ed25519 AAAA me@host", "ssh-ed25519 AAAA me@host"),
            ("registry.k8s.io/pause:3.10@sha256:0a1b", "registry.k8s.io/pause:3.10@sha256:0a1b"),
            ("git@github.com:kubernetes/kops", "git@github.com:kubernetes/kops"),
        ] {
            assert_eq!(printable(text), shown);
        }
    }
}
