//! Tags as one text: `Owner=John Doe,Team="A, B"`.

use std::collections::BTreeMap;

/// Reads pairs of keys and values that are separated by commas, as `--cloud-labels` has them. A pair or a value with a
/// comma is quoted; quotes are not part of it.
///
/// ```
/// let labels = kops_core::create::parse_labels(r#"Owner=John Doe, "dn=a,b""#)?;
/// assert_eq!(labels["dn"], "a,b");
/// # Ok::<(), String>(())
/// ```
///
/// # Errors
/// The first part that is not `KEY=VALUE`.
pub fn parse_labels(text: &str) -> Result<BTreeMap<String, String>, String> {
    let mut labels = BTreeMap::new();
    for pair in split(text) {
        let Some((key, value)) = pair.split_once('=').filter(|(key, _)| !key.trim().is_empty()) else {
            return Err(format!("`{pair}` is not `KEY=VALUE`"));
        };
        labels.insert(key.trim().to_owned(), value.trim().to_owned());
    }
    Ok(labels)
}

/// The parts between commas outside of quotes.
fn split(text: &str) -> Vec<String> {
    let (mut parts, mut part, mut quoted) = (Vec::new(), String::new(), false);
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => parts.push(std::mem::take(&mut part)),
            _ => part.push(c),
        }
    }
    parts.push(part);
    parts.retain(|part| !part.trim().is_empty());
    parts
}
