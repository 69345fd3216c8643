//! The published hashes of what nodes download.

/// URLs with hashes by release and architecture, in the form that the file itself describes.
const TABLE: &str = include_str!("published.txt");

/// Returns the SHA-256 that the publisher of a file states, where the shipped table has it.
///
/// The table is searched as it is, so that it costs nothing until it is asked.
pub(super) fn sha256(url: &str) -> Option<&'static str> {
    let sections = TABLE.split("\n\n").filter(|section| section.starts_with("https://"));
    sections.filter_map(|section| section.split_once('\n')).find_map(|(form, releases)| {
        let (release, architecture) = parse(form, url)?;
        let line = releases.lines().find(|line| line.split(' ').next() == Some(release))?;
        line.split(' ').nth(1 + super::ARCHITECTURES.iter().position(|name| *name == architecture)?)
    })
}

/// Returns the release and the architecture for which a form with `{version}` and `{arch}` becomes a URL.
fn parse<'a>(form: &str, url: &'a str) -> Option<(&'a str, &'static str)> {
    let start = form.find("{version}")?;
    let rest = url.get(start..).filter(|_| url.starts_with(&form[..start]))?;
    let release = &rest[..rest.find('/')?];
    let made = |architecture: &str| form.replace("{version}", release).replace("{arch}", architecture);
    let architecture = super::ARCHITECTURES.into_iter().find(|architecture| made(architecture) == url)?;
    Some((release, architecture))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_found_by_release_and_architecture() {
        let kubelet =
            |release: &str, arch: &str| format!("https://dl.k8s.io/release/v{release}/bin/linux/{arch}/kubelet");
        let runc = |arch: &str| format!("https://github.com/opencontainers/runc/releases/download/v1.3.5/runc.{arch}");
        for (url, expected) in [
            (kubelet("1.32.0", "amd64"), Some("5ad49655")),
            (kubelet("1.32.0", "arm64"), Some("bda9b232")),
            (kubelet("1.32.99", "amd64"), None),
            (kubelet("1.32.0", "riscv"), None),
            (kubelet("1.32.0", "amd64").replace("https", "http"), None),
            (runc("arm64"), Some("bd843d75")),
            (runc("amd64") + "/x", None),
            (String::new(), None),
        ] {
            assert_eq!(sha256(&url).map(|hash| &hash[..8]), expected, "{url}");
        }
    }

    #[test]
    fn every_line_is_a_release_with_a_hash_for_each_architecture() {
        let mut lines = 0;
        for section in TABLE.split("\n\n").filter(|section| section.starts_with("https://")) {
            for line in section.lines().skip(1) {
                let (release, hashes) = line.split_once(' ').expect("has hashes");
                assert!(release.starts_with(|c: char| c.is_ascii_digit()), "{line}");
                let is_hash = |hash: &str| {
                    hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
                };
                assert!(hashes.split(' ').count() == 2 && hashes.split(' ').all(is_hash), "{line}");
                lines += 1;
            }
        }
        assert!(lines > 200);
    }
}
