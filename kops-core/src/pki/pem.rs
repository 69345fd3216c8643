//! The textual form of keys and certificates: base64 between two lines that name what it is.
//!
//! It is read as leniently as OpenSSL reads it: text may stand before, between and after the blocks.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

/// How many characters of base64 are in a line.
const WIDTH: usize = 64;

/// A block: what it says that it is, and its bytes.
pub(super) struct Block<'a> {
    pub(super) label: &'a str,
    pub(super) bytes: Zeroizing<Vec<u8>>,
    /// The block has headers of its own, which only encrypted keys have.
    pub(super) encrypted: bool,
}

/// Returns the well-formed blocks of a text, in their order.
pub(super) fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("-----BEGIN ") {
        rest = after;
        let Some((label, body)) = after.split_once("-----") else { break };
        let Some((body, after)) = body.split_once(&format!("-----END {label}-----")) else { continue };
        rest = after;
        let encrypted = label.starts_with("ENCRYPTED") || body.contains("Proc-Type:");
        let base64: Zeroizing<Vec<u8>> =
            Zeroizing::new(body.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect());
        match STANDARD.decode(&*base64) {
            Ok(bytes) => blocks.push(Block { label, bytes: Zeroizing::new(bytes), encrypted }),
            Err(_) if encrypted => blocks.push(Block { label, bytes: Zeroizing::default(), encrypted }),
            Err(_) => {}
        }
    }
    blocks
}

/// Writes a block as Go's `encoding/pem` does.
pub(super) fn encode(label: &str, bytes: &[u8]) -> Zeroizing<String> {
    let base64 = Zeroizing::new(STANDARD.encode(bytes));
    let mut text = Zeroizing::new(String::with_capacity(base64.len() * 66 / WIDTH + 2 * label.len() + 48));
    text.push_str("-----BEGIN ");
    text.push_str(label);
    text.push_str("-----\n");
    let mut rest = base64.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(WIDTH));
        text.push_str(line);
        text.push('\n');
        rest = after;
    }
    text.push_str("-----END ");
    text.push_str(label);
    text.push_str("-----\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_found_among_other_text_and_written_back() {
        let whole = encode("CERTIFICATE", &[7; 100]);
        let text = format!("subject=CN = a\n{}\nissuer\r\n{}", *whole, whole.replace('\n', "\r\n"));
        let found = blocks(&text);
        assert_eq!(found.len(), 2);
        for block in found {
            assert_eq!(
                (block.label, &*encode(block.label, &block.bytes), block.encrypted),
                ("CERTIFICATE", &*whole, false)
            );
        }
    }

    #[test]
    fn what_is_not_whole_is_no_block() {
        let whole = encode("CERTIFICATE", &[7; 100]);
        for text in ["", "-----BEGIN ", "-----BEGIN A-----", &whole[..whole.len() - 3], &whole.replace("BwcH", "?wcH")]
        {
            assert!(blocks(text).is_empty(), "{text}");
        }
    }
}
