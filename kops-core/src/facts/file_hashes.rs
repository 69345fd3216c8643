//! Lists of hashes as `sha256sum` prints them, with URLs for names.

use std::collections::BTreeMap;

/// Writes a list of hashes by URL.
pub(crate) fn to_text(hashes: &BTreeMap<&str, &str>) -> String {
    hashes.iter().map(|(url, sha256)| format!("{sha256}  {url}\n")).collect()
}

/// Reads a list of hashes by URL.
///
/// # Errors
/// The number of the first line that is not a SHA-256 and a URL; lines count from 1.
pub fn parse(text: &str) -> Result<BTreeMap<String, String>, usize> {
    let entry = |(number, line): (usize, &str)| {
        let mut words = line.split_whitespace();
        match (words.next(), words.next().map(|url| url.trim_start_matches('*')), words.next()) {
            (Some(hash), Some(url), None) if is_sha256(hash) && url.contains("://") => {
                Ok((url.to_owned(), hash.to_ascii_lowercase()))
            }
            _ => Err(number + 1),
        }
    };
    text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(entry).collect()
}

/// True for a SHA-256 in hexadecimal.
pub fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|digit| digit.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_as_it_was_written() {
        let hash = "0a".repeat(32);
        let hashes = BTreeMap::from([("https://a.example.com/x", hash.as_str()), ("https://b.example.com/y", &hash)]);
        let read = parse(&to_text(&hashes)).expect("is a list");
        assert!(read.iter().map(|(url, hash)| (url.as_str(), hash.as_str())).eq(hashes));
        assert_eq!(
            parse(&format!("{}  *https://a/x\n\n", hash.to_uppercase())),
            Ok([("https://a/x".into(), hash)].into())
        );
    }

    #[test]
    fn a_line_that_is_no_hash_with_a_url_is_named() {
        let good = format!("{}  https://a.example.com/x\n", "0a".repeat(32));
        for bad in ["0a  https://a.example.com/x", &format!("{}  nodeup", "0a".repeat(32)), "https://a.example.com/x"] {
            assert_eq!(parse(&format!("{good}{bad}\n{good}")), Err(2), "{bad}");
        }
    }
}
