//! Versions as rules compare them.

use std::fmt;

use super::object::Cluster;

/// Major, minor and patch of a version; what follows them does not count, as kops has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version {
    /// `1` of `1.35.5`.
    pub(crate) major: u64,
    /// `35` of `1.35.5`.
    pub(crate) minor: u64,
    /// `5` of `1.35.5`.
    pub(crate) patch: u64,
}

impl Version {
    pub(crate) const fn new(major: u64, minor: u64, patch: u64) -> Self {
        Self { major, minor, patch }
    }

    /// Reads `1.35.5`, `v1.35.5`, `1.35` and `1.35.0-rc.1`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_prefix('v').unwrap_or(text);
        let numbers = text.split(['-', '+']).next()?;
        let mut parts = numbers.split('.').map(|part| part.parse().ok());
        let version = Self { major: parts.next()??, minor: parts.next()??, patch: parts.next().unwrap_or(Some(0))? };
        parts.next().is_none().then_some(version)
    }

    /// The version of Kubernetes that a cluster runs. What cannot be read, which validation refuses, counts as newer than
    /// any.
    pub(crate) fn of(cluster: &Cluster) -> Self {
        let version = cluster.spec.kubernetes_version.as_deref().and_then(Self::parse);
        version.unwrap_or(Self::new(u64::MAX, 0, 0))
    }

    /// True below `1.minor.0`.
    pub(crate) fn is_before(self, minor: u64) -> bool {
        self < Self::new(1, minor, 0)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read() {
        for (text, expected) in [
            ("1.35.5", Some((1, 35, 5))),
            ("v1.35.5", Some((1, 35, 5))),
            ("1.35", Some((1, 35, 0))),
            ("1.36.0-rc.1", Some((1, 36, 0))),
            ("1.36.0+build-2", Some((1, 36, 0))),
            ("1", None),
            ("1.2.3.4", None),
            ("1.x", None),
            ("", None),
        ] {
            assert_eq!(Version::parse(text).map(|v| (v.major, v.minor, v.patch)), expected, "{text}");
        }
        assert!(Version::new(1, 9, 9).is_before(10));
        assert!(!Version::new(1, 10, 0).is_before(10));
    }
}
