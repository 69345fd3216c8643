//! Versions as rules compare them.

use std::cmp::Ordering;
use std::fmt;

use semver::{BuildMetadata, Prerelease};

use super::object::Cluster;

/// Major, minor and patch of a version, by which rules decide; what follows them does not count, as kops has it.
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
        let numbers = without_v(text).split(['-', '+']).next()?;
        let mut parts = numbers.split('.').map(|part| part.parse().ok());
        let version = Self { major: parts.next()??, minor: parts.next()??, patch: parts.next().unwrap_or(Some(0))? };
        parts.next().is_none().then_some(version)
    }

    /// True for a version with all of its numbers, `1.35.5` or `v1.35.5`, as kops wants those of most components.
    pub(crate) fn is_whole(text: &str) -> bool {
        semver::Version::parse(without_v(text)).is_ok()
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

/// A version with all that follows its numbers, by which two versions are compared: a pre-release is older than its release, and
/// what follows a `+` does not count.
#[derive(Clone, Debug)]
pub(crate) struct ExactVersion(semver::Version);

impl ExactVersion {
    /// Reads what [`Version::parse`] reads, where what follows the numbers is as semantic versioning has it.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let Version { major, minor, patch } = Version::parse(text)?;
        let (text, build) = without_v(text).split_once('+').unwrap_or((without_v(text), ""));
        let (_, pre) = text.split_once('-').unwrap_or((text, ""));
        let (pre, build) = (Prerelease::new(pre).ok()?, BuildMetadata::new(build).ok()?);
        Some(Self(semver::Version { major, minor, patch, pre, build }))
    }

    /// The version of Kubernetes that a cluster runs, as [`Version::of`] has it.
    pub(crate) fn of(cluster: &Cluster) -> Self {
        let version = cluster.spec.kubernetes_version.as_deref().and_then(Self::parse);
        version.unwrap_or_else(|| Version::of(cluster).into())
    }

    /// The version without what follows its numbers.
    pub(crate) fn numbers(&self) -> Version {
        Version::new(self.0.major, self.0.minor, self.0.patch)
    }
}

impl From<Version> for ExactVersion {
    fn from(Version { major, minor, patch }: Version) -> Self {
        Self(semver::Version::new(major, minor, patch))
    }
}

impl Ord for ExactVersion {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp_precedence(&other.0)
    }
}

impl PartialOrd for ExactVersion {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for ExactVersion {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for ExactVersion {}

impl fmt::Display for ExactVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

fn without_v(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix('v').unwrap_or(text)
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

    #[test]
    fn pre_releases_are_older_than_their_release() {
        let ascending = [
            "1.35.9",
            "v1.36.0-alpha.1",
            "1.36.0-alpha.beta",
            "1.36.0-beta.2",
            "1.36.0-beta.11",
            "1.36.0-rc.1",
            "1.36",
            "1.36.1",
        ];
        let exact = |text: &str| ExactVersion::parse(text).unwrap_or_else(|| panic!("{text}"));
        for pair in ascending.windows(2) {
            assert!(exact(pair[0]) < exact(pair[1]), "{pair:?}");
        }
        assert_eq!(exact("1.36.0+a"), exact("v1.36.0"));
        assert!(ExactVersion::parse("1.36.0-rc_1").is_none());
        for (text, expected) in
            [(" v1.36.0-rc.1+a-b ", "1.36.0-rc.1+a-b"), ("1.36", "1.36.0"), ("1.36.0+a-b", "1.36.0+a-b")]
        {
            assert_eq!(exact(text).to_string(), expected);
        }
        assert_eq!(exact("1.36.2-rc.1").numbers(), Version::new(1, 36, 2));
    }
}
