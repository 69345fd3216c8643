//! The bytes of a file as text: UTF-8, or what they probably are instead.

use std::sync::Arc;

use super::codes;
use crate::diag::{Diagnostic, Diagnostics, Position, Source};

/// Reads the bytes of a file, which must be UTF-8, with or without a byte order mark.
///
/// # Errors
/// [`codes::ENCODING`], at the first byte that is not UTF-8, with the encoding that the file probably has.
///
/// ```
/// use kops_core::yaml;
///
/// let found = yaml::source_from_bytes("cluster.yaml", b"spec:\n  # f\xfcr alle\n".to_vec()).unwrap_err();
/// let finding = found.iter().next().unwrap();
/// assert_eq!(finding.message, "the byte 0xfc at offset 11 is not UTF-8");
/// assert_eq!(finding.location.as_ref().unwrap().to_string(), "cluster.yaml:2:6");
/// ```
pub fn source_from_bytes(name: impl Into<Arc<str>>, bytes: Vec<u8>) -> Result<Source, Diagnostics> {
    let name = name.into();
    let fault = |at, message: String, help: String| {
        let location = Source::new(name.clone(), "").location(at);
        Diagnostics::from(Diagnostic::error(codes::ENCODING.id, message).located(location).help(help))
    };
    if is_utf16(&bytes) {
        let help = "save it as UTF-8, in PowerShell with `Out-File -Encoding utf8`";
        return Err(fault(
            Position { line: 1, column: 1 },
            "the text is UTF-16, not UTF-8".to_owned(),
            help.to_owned(),
        ));
    }
    let error = match String::from_utf8(bytes) {
        Ok(text) => return Ok(Source::new(name, text)),
        Err(error) => error,
    };
    let (offset, cut_off) = (error.utf8_error().valid_up_to(), error.utf8_error().error_len().is_none());
    let bytes = error.into_bytes();
    let at = position(&String::from_utf8_lossy(&bytes[..offset]));
    let byte = bytes[offset];
    Err(match cut_off {
        true => fault(
            at,
            format!("the text ends inside of the character that begins at offset {offset}"),
            "look whether the file was cut off".to_owned(),
        ),
        false => fault(at, format!("the byte 0x{byte:02x} at offset {offset} is not UTF-8"), legacy(byte)),
    })
}

/// UTF-16 begins with a byte order mark, or with a character of ASCII, one byte of which is 0.
fn is_utf16(bytes: &[u8]) -> bool {
    match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => true,
        [first, second, ..] => (*first == 0) != (*second == 0),
        _ => false,
    }
}

/// What to do about a byte of an encoding with one byte for each character.
fn legacy(byte: u8) -> String {
    match byte {
        // Latin-1 has only control characters here; Windows puts quotes and the euro sign there.
        0x80..=0x9f => "convert the file to UTF-8; Windows-1252 has such bytes: `iconv -f CP1252 -t UTF-8`".to_owned(),
        _ => format!(
            "convert the file to UTF-8; in Latin-1 this byte is `{}`: `iconv -f LATIN1 -t UTF-8`",
            char::from(byte)
        ),
    }
}

/// The place behind a text.
fn position(before: &str) -> Position {
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let last = before.rsplit('\n').next().unwrap_or_default();
    Position {
        line: small(before.matches('\n').count()).saturating_add(1),
        column: small(last.chars().count()).saturating_add(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_not_utf_8_have_a_place_and_a_hint() {
        let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
        for (bytes, place, message, help) in [
            (
                b"a: 1\nb: \xe9\n".to_vec(),
                "f:2:4",
                "the byte 0xe9 at offset 8 is not UTF-8",
                "in Latin-1 this byte is `é`",
            ),
            ("ä: ü".bytes().chain([0xdf]).chain(*b"x").collect(), "f:1:5", "the byte 0xdf at offset 6", "`ß`"),
            (b"a: \x93b\x94".to_vec(), "f:1:4", "the byte 0x93 at offset 3", "Windows-1252"),
            (
                b"a: \xe2\x82".to_vec(),
                "f:1:4",
                "the text ends inside of the character that begins at offset 3",
                "cut off",
            ),
            (utf16("a: 1\n"), "f:1:1", "the text is UTF-16", "Out-File -Encoding utf8"),
            (utf16("\u{feff}a: 1\n"), "f:1:1", "the text is UTF-16", "save it as UTF-8"),
            (vec![0xfe, 0xff, 0, b'a'], "f:1:1", "the text is UTF-16", "save it as UTF-8"),
        ] {
            let found = source_from_bytes("f", bytes).unwrap_err();
            let finding = found.iter().next().unwrap();
            assert_eq!((found.len(), finding.code), (1, "text/encoding"));
            assert_eq!(finding.location.as_ref().unwrap().to_string(), place, "{message}");
            assert!(finding.message.contains(message), "{finding}");
            assert!(finding.help.as_ref().unwrap().contains(help), "{finding:?}");
        }
    }

    #[test]
    fn utf_8_is_read_as_it_is() {
        for text in ["", "a", "ä: €\n", "\u{feff}a: 1\r\n", "a: \0"] {
            assert_eq!(source_from_bytes("f", text.into()), Ok(Source::new("f", text)));
        }
    }
}
