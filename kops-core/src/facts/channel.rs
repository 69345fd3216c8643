//! Channels: the versions and images that kops recommends, as data in kops's own format.

use serde::{Deserialize, Serialize};

use super::{ARCHITECTURES, Components, DefaultImage};
use crate::diag::{Diagnostic, Diagnostics, suggest};
use crate::spec::{ExactVersion, Version, codes};
use crate::yaml::{self, Document, Node, Source, Value};

/// The channel of clusters that name none.
pub const DEFAULT_CHANNEL: &str = "stable";
/// The channel that recommends nothing.
const NONE: &str = "none";
/// The newest patch release of each minor release of Kubernetes 1, newest first: what kops 1.36.2 ships as `stable` and `alpha`,
/// which differ only in releases of kops that are older than itself.
const RELEASES: [(u64, u64); 25] = [
    (35, 5),
    (34, 8),
    (33, 12),
    (32, 13),
    (31, 14),
    (30, 14),
    (29, 15),
    (28, 15),
    (27, 16),
    (26, 15),
    (25, 16),
    (24, 17),
    (23, 17),
    (22, 17),
    (21, 14),
    (20, 15),
    (19, 16),
    (18, 20),
    (17, 17),
    (16, 15),
    (15, 12),
    (14, 10),
    (13, 12),
    (12, 10),
    (11, 10),
];
/// Ubuntu's images: for which minor releases of Kubernetes, storage and release, day.
const UBUNTU: [(&str, &str, &str); 2] = [
    (">=1.27.0 <1.32.0", "hvm-ssd/ubuntu-jammy-22.04", "20260410"),
    (">=1.32.0", "hvm-ssd-gp3/ubuntu-noble-24.04", "20260218"),
];
/// How many minor releases of Kubernetes are looked at for what an image is for.
const MINORS: u64 = 200;

/// What a channel recommends. In each list the first entry whose range holds a version counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Channel {
    /// The releases of Kubernetes for clusters that have a version already.
    pub kubernetes_versions: Vec<Release>,
    /// The releases of kops, each with the version of Kubernetes of its new clusters.
    pub kops_versions: Vec<Release>,
    /// The images of new instance groups on AWS.
    pub images: Vec<ChannelImage>,
}

/// What is recommended for a range of versions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "RecommendedRelease"))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Release {
    /// The versions that it is about: `>=1.34.0 <1.35.0`; empty for all.
    pub range: String,
    /// The version to upgrade to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recommended_version: Option<String>,
    /// The oldest version that may be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required_version: Option<String>,
    /// Of a release of kops: the version of Kubernetes of new clusters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kubernetes_version: Option<String>,
}

/// An image that a channel recommends.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ChannelImage {
    /// The image as a spec names it.
    pub name: String,
    /// `amd64` or `arm64`; empty for both.
    #[serde(rename = "architectureID")]
    pub architecture: String,
    /// The versions of Kubernetes that it is for; empty for all.
    #[serde(rename = "kubernetesVersion")]
    pub range: String,
}

impl Channel {
    /// Returns a channel that ships with the library: `stable` and `alpha`, and `none`, which recommends nothing.
    ///
    /// ```
    /// use kops_core::facts::Channel;
    ///
    /// let stable = Channel::built_in("stable").unwrap();
    /// assert_eq!(stable.kubernetes_versions[1].recommended_version.as_deref(), Some("1.34.8"));
    /// assert!(Channel::built_in("https://example.com/channel").is_none());
    /// ```
    pub fn built_in(name: &str) -> Option<Self> {
        match name {
            "stable" | "alpha" => Some(shipped()),
            NONE => Some(Self::default()),
            _ => None,
        }
    }

    /// Reads a channel in kops's format, such as a copy of its `channels/stable`. Images of other clouds are left out.
    ///
    /// # Errors
    /// A text that is no channel, and every version and range in it that cannot be read.
    pub fn from_yaml(name: &str, text: &str) -> Result<Self, Diagnostics> {
        let documents = yaml::parse(&Source::new(name, text))?;
        let spec = documents.first().and_then(|document| Some((document, document.root.field("spec")?)));
        let lists = ["kubernetesVersions", "kopsVersions", "images"];
        let Some((document, spec)) = spec.filter(|(_, spec)| lists.iter().any(|list| spec.field(list).is_some()))
        else {
            let problem = Diagnostic::error(codes::CHANNEL.id, format!("`{name}` is not a channel"));
            return Err(problem
                .help("a channel has `spec.kubernetesVersions`, `spec.kopsVersions` and `spec.images`")
                .into());
        };
        let mut reading = Reading { document, problems: Diagnostics::default() };
        let channel = Self {
            kubernetes_versions: reading.each(spec, "kubernetesVersions", Reading::release),
            kops_versions: reading.each(spec, "kopsVersions", Reading::release),
            images: reading.each(spec, "images", Reading::image).into_iter().flatten().collect(),
        };
        reading.problems.into_result(channel)
    }

    /// Returns a finding about a channel that is none of those that ship with the library, with what was probably meant.
    pub fn unknown(location: &str) -> Diagnostic {
        let problem = Diagnostic::error(codes::CHANNEL.id, format!("`{location}` is not a channel"));
        match suggest(location, ["stable", "alpha"]) {
            Some(similar) => problem.help(format!("did you mean `{similar}`?")),
            None => problem.help("write `stable`, `alpha`, or the path or URL of a file"),
        }
    }
}

impl Components {
    /// Returns the components with what a channel recommends: versions and images.
    #[must_use]
    pub fn in_channel(mut self, channel: &Channel) -> Self {
        let kops = ExactVersion::parse(&self.kops_version);
        let of_kops = kops.and_then(|version| holding(&channel.kops_versions, &version));
        self.kubernetes_version = of_kops.and_then(|release| release.kubernetes_version.clone()).unwrap_or_default();
        self.recommended_kops_version = of_kops.and_then(|release| release.recommended_version.clone());
        self.default_images = channel.images.iter().flat_map(default_images).collect();
        self.kubernetes_releases = channel.kubernetes_versions.clone();
        self
    }

    /// Returns what the channel says of a version of Kubernetes that a cluster has.
    pub(crate) fn release(&self, kubernetes: &ExactVersion) -> Option<&Release> {
        holding(&self.kubernetes_releases, kubernetes)
    }
}

fn holding<'a>(releases: &'a [Release], version: &ExactVersion) -> Option<&'a Release> {
    releases.iter().find(|release| range_holds(&release.range, version).unwrap_or(false))
}

/// Whether a range holds a version; nothing where it cannot be read. Parts that all must hold are separated by spaces,
/// alternatives by `||`.
pub(crate) fn range_holds(range: &str, version: &ExactVersion) -> Option<bool> {
    let part = |part: &str| {
        let number = part.trim_start_matches(['<', '>', '=', '!']);
        let bound = &ExactVersion::parse(number)?;
        Some(match &part[..part.len() - number.len()] {
            "" | "=" | "==" => version == bound,
            ">" => version > bound,
            ">=" => version >= bound,
            "<" => version < bound,
            "<=" => version <= bound,
            "!" | "!=" => version != bound,
            _ => return None,
        })
    };
    let mut any = false;
    for alternative in range.split("||") {
        let parts: Option<Vec<bool>> = alternative.split_whitespace().map(part).collect();
        any |= parts?.into_iter().all(|holds| holds);
    }
    Some(any)
}

/// An image for each architecture, with the minor releases that it is for.
fn default_images(image: &ChannelImage) -> Vec<DefaultImage> {
    let fits = |minor: &u64| range_holds(&image.range, &Version::new(1, *minor, 0).into()) == Some(true);
    let Some(since_minor) = (0..MINORS).find(fits) else { return Vec::new() };
    let before_minor = (since_minor..MINORS).find(|minor| !fits(minor));
    let suits = |name: &&str| image.architecture.is_empty() || image.architecture == *name;
    let of = |architecture: &str| DefaultImage {
        since_minor,
        before_minor,
        architecture: architecture.to_owned(),
        name: image.name.clone(),
    };
    ARCHITECTURES.into_iter().filter(suits).map(of).collect()
}

fn shipped() -> Channel {
    let release = |minor: u64, patch: u64, bound: &str| Release {
        range: format!(">=1.{minor}.0{bound}"),
        recommended_version: Some(format!("1.{minor}.{patch}")),
        required_version: Some(format!("1.{minor}.0")),
        kubernetes_version: None,
    };
    let of_kops = |minor: u64, patch: u64| Release {
        recommended_version: None,
        required_version: None,
        kubernetes_version: Some(format!("1.{minor}.{patch}")),
        ..release(minor, patch, "-alpha.1")
    };
    let image = |(range, release, day): &(&str, &str, &str), architecture: &str| ChannelImage {
        name: format!("099720109477/ubuntu/images/{release}-{architecture}-server-{day}"),
        architecture: architecture.to_owned(),
        range: (*range).to_owned(),
    };
    Channel {
        kubernetes_versions: RELEASES.iter().map(|(minor, patch)| release(*minor, *patch, "")).collect(),
        kops_versions: RELEASES.iter().map(|(minor, patch)| of_kops(*minor, *patch)).collect(),
        images: UBUNTU.iter().flat_map(|ubuntu| ARCHITECTURES.map(|name| image(ubuntu, name))).collect(),
    }
}

/// A channel that is being read.
struct Reading<'a> {
    document: &'a Document,
    problems: Diagnostics,
}

impl Reading<'_> {
    fn each<T>(&mut self, spec: &Node, list: &str, read: impl Fn(&mut Self, &Node) -> T) -> Vec<T> {
        match spec.field(list).map(|list| (&list.value, list)) {
            None => Vec::new(),
            Some((Value::Sequence(items), _)) => items.iter().map(|item| read(self, item)).collect(),
            Some((_, node)) => {
                self.problem(node, format!("`{list}` is not a list"));
                Vec::new()
            }
        }
    }

    fn release(&mut self, node: &Node) -> Release {
        Release {
            range: self.range(node, "range"),
            recommended_version: self.version(node, "recommendedVersion"),
            required_version: self.version(node, "requiredVersion"),
            kubernetes_version: self.version(node, "kubernetesVersion"),
        }
    }

    /// An image of AWS.
    fn image(&mut self, node: &Node) -> Option<ChannelImage> {
        if self.text(node, "providerID").is_some_and(|provider| provider != "aws") {
            return None;
        }
        Some(ChannelImage {
            name: self.text(node, "name").unwrap_or_default(),
            architecture: self.text(node, "architectureID").unwrap_or_default(),
            range: self.range(node, "kubernetesVersion"),
        })
    }

    fn range(&mut self, node: &Node, field: &str) -> String {
        let range = self.text(node, field).unwrap_or_default();
        if range_holds(&range, &Version::new(1, 0, 0).into()).is_none() {
            self.problem(node.field(field).unwrap_or(node), format!("`{range}` is not a range of versions"));
        }
        range
    }

    fn version(&mut self, node: &Node, field: &str) -> Option<String> {
        let version = self.text(node, field)?;
        if ExactVersion::parse(&version).is_none() {
            self.problem(node.field(field).unwrap_or(node), format!("`{version}` is not a version"));
        }
        Some(version.trim_start_matches('v').to_owned())
    }

    fn text(&mut self, node: &Node, field: &str) -> Option<String> {
        let found = node.field(field)?;
        let text = found.as_str().map(str::to_owned);
        if text.is_none() {
            self.problem(found, format!("`{field}` is not a text"));
        }
        text
    }

    fn problem(&mut self, node: &Node, message: String) {
        let location = self.document.location(node.at);
        self.problems.push(Diagnostic::error(codes::CHANNEL.id, message).located(Some(location)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHANNEL: &str = "\
spec:
  images:
  - {name: ours/image-amd64, providerID: aws, architectureID: amd64, kubernetesVersion: '>=1.33.0 <1.36.0'}
  - {name: other, providerID: gce, kubernetesVersion: '>=1.33.0'}
  kubernetesVersions:
  - {range: '>=1.34.0', recommendedVersion: v1.34.2, requiredVersion: 1.34.1}
  - {range: '<1.20.0 || =1.33.1', recommendedVersion: 1.33.9}
  kopsVersions:
  - {range: '>=1.36.0-alpha.1', recommendedVersion: 1.36.4, kubernetesVersion: 1.34.2}
";

    #[test]
    fn a_channel_says_what_is_recommended() {
        let channel = Channel::from_yaml("c", CHANNEL).expect("a channel");
        let components = Components::built_in().in_channel(&channel);
        assert_eq!(components.kubernetes_version, "1.34.2");
        assert_eq!(components.recommended_kops_version.as_deref(), Some("1.36.4"));
        for (version, expected) in [
            ("1.35.0", Some("1.34.2")),
            ("1.34.0", Some("1.34.2")),
            ("1.34.0-rc.1", None),
            ("1.33.1", Some("1.33.9")),
            ("1.33.2", None),
            ("1.19.0", Some("1.33.9")),
        ] {
            let release = components.release(&ExactVersion::parse(version).expect("a version"));
            assert_eq!(release.and_then(|release| release.recommended_version.as_deref()), expected, "{version}");
        }
        for (version, architecture, expected) in [
            ("1.32.0", "amd64", None),
            ("1.35.9", "amd64", Some("ours/image-amd64")),
            ("1.36.0", "amd64", None),
            ("1.35.0", "arm64", None),
        ] {
            let image = components.default_image(Version::parse(version).expect("a version"), architecture);
            assert_eq!(image, expected, "{version} {architecture}");
        }
    }

    #[test]
    fn the_channel_that_ships_is_what_components_have() {
        let components = Components::built_in();
        assert_eq!(components.kubernetes_version, "1.35.5");
        assert_eq!(components.recommended_kops_version, None);
        let none = components.in_channel(&Channel::built_in("none").expect("ships"));
        assert_eq!((none.kubernetes_version.as_str(), none.default_images.len()), ("", 0));
    }

    #[test]
    fn what_cannot_be_read_is_reported_with_its_line() {
        let bad = CHANNEL
            .replace("1.34.1", "soon")
            .replace("<1.20.0", "~1.20")
            .replace("name: ours/image-amd64", "name: [a]");
        let found = Channel::from_yaml("c", &bad).unwrap_err().to_string();
        for line in ["c:3:", "c:6:", "`soon` is not a version", "c:7:", "`~1.20 || =1.33.1` is not a range of versions"]
        {
            assert!(found.contains(line), "{line}: {found}");
        }
        for text in ["", "spec: {}", "kind: Cluster\nspec: {channel: stable}\n"] {
            let found = Channel::from_yaml("c", text).unwrap_err().to_string();
            assert!(found.contains("`c` is not a channel"), "{found}");
        }
        assert_eq!(Channel::unknown("stabel").help.as_deref(), Some("did you mean `stable`?"));
    }
}
