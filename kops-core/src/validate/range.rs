//! IP ranges.

use std::net::IpAddr;

use ipnet::IpNet;

use super::codes;
use super::rules::Rules;
use crate::diag::SpecPath;

/// Reads a range, and refuses a text that is none or that has bits beyond its prefix.
pub(super) fn read(rules: &mut Rules<'_>, path: SpecPath, text: &str) -> Option<IpNet> {
    let Ok(range) = text.parse::<IpNet>() else {
        let help = match text.parse::<IpAddr>() {
            Ok(address) => format!("a single address is written `{}`", IpNet::from(address)),
            Err(_) => "a range is written `172.20.0.0/16`".to_owned(),
        };
        rules.refuse(path, codes::RANGE, format!("`{text}` is not an IP range"), help);
        return None;
    };
    if range.addr() != range.network() {
        let wrong = format!("`{text}` is not a range: there are bits beyond its prefix");
        rules.refuse(path, codes::RANGE, wrong, format!("did you mean `{}`?", range.trunc()));
        return None;
    }
    Some(range)
}

/// Reads a range of those who may come in, or the id of a prefix list.
pub(super) fn read_source(rules: &mut Rules<'_>, path: SpecPath, text: &str) {
    if !text.starts_with("pl-") {
        read(rules, path, text);
    }
}

/// True where two ranges have addresses in common.
pub(super) fn overlap(a: &IpNet, b: &IpNet) -> bool {
    a.contains(b) || b.contains(a)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_overlap_only_within_a_family() {
        for (a, b, expected) in [
            ("10.0.0.0/8", "10.1.0.0/16", true),
            ("10.1.0.0/16", "10.0.0.0/8", true),
            ("10.0.0.0/9", "10.128.0.0/9", false),
            ("0.0.0.0/0", "::/0", false),
        ] {
            assert_eq!(overlap(&a.parse().unwrap(), &b.parse().unwrap()), expected, "{a} {b}");
        }
    }
}
