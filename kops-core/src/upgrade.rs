//! What `kops upgrade cluster` changes in a spec: its channel, its version of Kubernetes, and the images of instance groups.
//!
//! In: a [`Spec`], the wishes of the user and the [`Facts`], whose components are those of the channel. Out: an [`Upgrade`], which
//! is the changed spec and what is changed in it. Nothing is rolled out by it.

use serde::{Deserialize, Serialize};

use crate::diag::{Diagnostic, Diagnostics, SpecPath};
use crate::facts::{DEFAULT_CHANNEL, Facts};
use crate::spec::{ExactVersion, InstanceGroup, Spec, Version, codes};

/// How the names of images begin that kops recommended at some time: only these are replaced.
const RECOMMENDED_IMAGES: [&str; 4] = [
    "kope.io/k8s-",
    "099720109477/ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-",
    "099720109477/ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-",
    "099720109477/ubuntu/images/hvm-ssd/ubuntu-focal-20.04-",
];

/// What the user wishes beyond what the channel recommends. A text that is empty counts as not given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct UpgradeOptions {
    /// The channel to change to. Default: the spec's, or `stable`.
    pub channel: Option<String>,
    /// The version of Kubernetes to upgrade to. Default: the one that the channel recommends, one minor release further at
    /// most.
    pub kubernetes_version: Option<String>,
}

impl UpgradeOptions {
    /// Returns the channel that an upgrade of a spec follows.
    pub fn channel<'a>(&'a self, spec: &'a Spec) -> &'a str {
        let current = spec.cluster.spec.channel.as_deref();
        given_text(&self.channel).or(current.filter(|channel| !channel.is_empty())).unwrap_or(DEFAULT_CHANNEL)
    }
}

/// What an upgrade changes.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Upgrade {
    /// The changes, those of the cluster first.
    pub changes: Vec<UpgradeChange>,
    /// Why something is left as it is.
    pub notes: Vec<String>,
    /// The spec with the changes.
    pub spec: Spec,
}

/// An upgrade as data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "Upgrade"))]
#[non_exhaustive]
pub struct UpgradeData {
    /// The changes, those of the cluster first.
    pub changes: Vec<UpgradeChange>,
    /// Why something is left as it is.
    pub notes: Vec<String>,
    /// The spec with the changes, as one YAML text.
    pub spec: String,
}

impl From<&Upgrade> for UpgradeData {
    fn from(Upgrade { changes, notes, spec }: &Upgrade) -> Self {
        Self { changes: changes.clone(), notes: notes.clone(), spec: spec.to_yaml() }
    }
}

/// A change of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct UpgradeChange {
    /// The field: `spec.kubernetesVersion` of the cluster, `spec.image` of an instance group.
    pub field: SpecPath,
    /// What it is; null where it is not set.
    pub old: Option<String>,
    /// What it will be.
    pub new: String,
}

/// Plans the upgrade of a spec, by the rules of kops: a version is never lowered, it moves one minor release at a time unless the
/// user asks for a version, and images that kops never recommended stay.
///
/// ```
/// use kops_core::facts::Facts;
/// use kops_core::upgrade::{self, UpgradeOptions};
/// use kops_core::Spec;
///
/// let text = include_str!("../../examples/fairwinds/cluster_spec.yml").replace("1.35.5", "1.34.1");
/// let spec = Spec::from_yaml("cluster_spec.yml", &text)?;
/// let upgrade = upgrade::plan(&spec, &UpgradeOptions::default(), &Facts::built_in("us-east-2"))?;
/// assert_eq!(upgrade.changes[0].new, "1.35.5");
/// # Ok::<(), kops_core::Error>(())
/// ```
///
/// # Errors
/// A version that is none.
pub fn plan(spec: &Spec, options: &UpgradeOptions, facts: &Facts) -> Result<Upgrade, Diagnostics> {
    let mut upgrade = Upgrade { spec: spec.clone(), ..Upgrade::default() };
    let cluster = spec.cluster.reference();
    let channel = options.channel(spec).to_owned();
    if spec.cluster.spec.channel.as_ref() != Some(&channel) {
        upgrade.change(cluster.field("spec.channel"), spec.cluster.spec.channel.clone(), channel.clone());
        upgrade.spec.cluster.spec.channel = Some(channel.clone());
    }
    let current = spec.cluster.spec.kubernetes_version.as_deref().and_then(ExactVersion::parse);
    let mut wanted = match given_text(&options.kubernetes_version) {
        Some(text) => Some(given(text)?),
        None => upgrade.recommended(current.as_ref(), facts, &channel),
    };
    if let (Some(have), Some(want)) = (&current, &wanted)
        && have > want
    {
        upgrade
            .notes
            .push(format!("the cluster runs Kubernetes {have}, which is newer than {want}: versions are not lowered"));
        wanted.clone_from(&current);
    }
    if let (Some(have), Some(want)) = (&current, &wanted)
        && have != want
    {
        let old = spec.cluster.spec.kubernetes_version.clone();
        upgrade.change(cluster.field("spec.kubernetesVersion"), old, want.to_string());
        upgrade.spec.cluster.spec.kubernetes_version = Some(want.to_string());
    }
    let version = wanted.or(current).map(|version| version.numbers());
    if let Some(version) = version.or_else(|| Version::parse(&facts.components.kubernetes_version)) {
        for (place, group) in spec.groups.iter().enumerate() {
            if let Some(image) = upgrade.image(group, version, facts) {
                upgrade.change(group.reference().field("spec.image"), group.spec.image.clone(), image.clone());
                upgrade.spec.groups[place].spec.image = Some(image);
            }
        }
    }
    Ok(upgrade)
}

/// An option that says something: scripts pass an empty text for what is not set.
fn given_text(option: &Option<String>) -> Option<&str> {
    option.as_deref().filter(|text| !text.trim().is_empty())
}

fn given(text: &str) -> Result<ExactVersion, Diagnostics> {
    ExactVersion::parse(text).ok_or_else(|| {
        let problem = Diagnostic::error(codes::WRONG_TYPE.id, format!("`{text}` is not a version of Kubernetes"));
        problem.help("write a full version, such as `1.35.5`").into()
    })
}

impl Upgrade {
    fn change(&mut self, field: SpecPath, old: Option<String>, new: String) {
        self.changes.push(UpgradeChange { field, old, new });
    }

    /// The version that a channel recommends, or that of the next minor release, if this release of kops runs it.
    fn recommended(&mut self, current: Option<&ExactVersion>, facts: &Facts, channel: &str) -> Option<ExactVersion> {
        let components = &facts.components;
        let current = current?;
        let of =
            |version: &ExactVersion| ExactVersion::parse(components.release(version)?.recommended_version.as_deref()?);
        let Some(recommended) = of(current) else {
            self.notes
                .push(format!("the channel `{channel}` recommends no version to clusters with Kubernetes {current}"));
            return None;
        };
        let Version { major, minor, .. } = recommended.numbers();
        let next = Version::new(major, minor + 1, 0).into();
        let runs_next = ExactVersion::parse(&components.kops_version).is_some_and(|kops| next <= kops);
        Some(if runs_next { of(&next).unwrap_or(recommended) } else { recommended })
    }

    /// The image that an instance group should have instead of its own.
    fn image(&mut self, group: &InstanceGroup, version: Version, facts: &Facts) -> Option<String> {
        let (name, own) = (group.name(), group.spec.image.as_deref().filter(|image| !image.is_empty()));
        let types = group.spec.machine_type.as_deref().unwrap_or_default();
        let first = types.split(',').next().map(str::trim).filter(|first| !first.is_empty());
        let architecture = match first {
            None => "amd64",
            Some(first) => match facts.machine_types.get(first) {
                Some(machine) if machine.architectures.iter().any(|name| name == "x86_64") => "amd64",
                Some(machine) if machine.architectures.iter().any(|name| name == "arm64") => "arm64",
                _ => {
                    self.notes.push(format!("the image of `{name}` stays: the architecture of `{first}` is not known"));
                    return None;
                }
            },
        };
        if let Some(own) = own.filter(|own| !RECOMMENDED_IMAGES.iter().any(|prefix| own.starts_with(prefix))) {
            self.notes.push(format!("the image of `{name}` stays: `{own}` is not one that kops recommends"));
            return None;
        }
        let Some(image) = facts.components.default_image(version, architecture) else {
            self.notes
                .push(format!("the image of `{name}` stays: no image is recommended for {architecture} and {version}"));
            return None;
        };
        (own != Some(image)).then(|| image.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::create::{self, ClusterOptions};

    fn facts() -> Facts {
        Facts::built_in("us-east-2")
    }

    fn demo(version: &str, change: impl FnOnce(&mut Spec)) -> Spec {
        let kubernetes_version = Some(version.to_owned());
        let zones = vec!["us-east-2a".to_owned()];
        let options = ClusterOptions { zones, kubernetes_version, ..ClusterOptions::named("demo.example.com") };
        let mut spec = create::cluster(&options, &facts()).unwrap_or_else(|found| panic!("{found}"));
        change(&mut spec);
        spec
    }

    fn changes(spec: &Spec, options: &UpgradeOptions) -> (Vec<String>, Vec<String>) {
        let upgrade = plan(spec, options, &facts()).unwrap_or_else(|found| panic!("{found}"));
        let line = |change: &UpgradeChange| {
            format!("{} {} -> {}", change.field, change.old.as_deref().unwrap_or("-"), change.new)
        };
        let again = plan(&upgrade.spec, &UpgradeOptions { kubernetes_version: None, ..options.clone() }, &facts());
        let images = again.expect("plans").changes.iter().filter(|change| change.field.field == "spec.image").count();
        assert!(images == 0 || options.kubernetes_version.is_none(), "images fit the version");
        (upgrade.changes.iter().map(line).collect(), upgrade.notes)
    }

    fn to(version: &str) -> UpgradeOptions {
        UpgradeOptions { kubernetes_version: Some(version.to_owned()), ..UpgradeOptions::default() }
    }

    #[test]
    fn versions_move_one_minor_release_at_a_time_and_never_down() {
        for (version, options, expected) in [
            ("1.35.5", UpgradeOptions::default(), None),
            ("1.35.1", UpgradeOptions::default(), Some("1.35.5")),
            ("1.34.8", UpgradeOptions::default(), Some("1.35.5")),
            ("1.33.2", UpgradeOptions::default(), Some("1.34.8")),
            ("1.35.9", UpgradeOptions::default(), None),
            ("1.33.2", to("1.35.0"), Some("1.35.0")),
            ("1.35.5", to("1.34.0"), None),
            ("1.35.5", to("v1.36.0-rc.1"), Some("1.36.0-rc.1")),
            ("1.36.0-rc.1", to("1.36.0"), Some("1.36.0")),
            ("1.36.0-rc.1", to("1.36.0-rc.10"), Some("1.36.0-rc.10")),
            ("1.36.0-rc.10", to("1.36.0-rc.2"), None),
            ("1.36.0", to("1.36.0-rc.1"), None),
            ("1.36.0-rc.1", UpgradeOptions::default(), None),
            ("1.35.5-rc.1", UpgradeOptions::default(), Some("1.35.5")),
            ("1.34.0-rc.1", UpgradeOptions::default(), Some("1.34.8")),
        ] {
            let (changes, _) = changes(&demo(version, |_| ()), &options);
            let version_change = changes.iter().find(|change| change.contains("spec.kubernetesVersion"));
            let expected =
                expected.map(|new| format!("Cluster/demo.example.com spec.kubernetesVersion {version} -> {new}"));
            assert_eq!(version_change, expected.as_ref(), "{version} {options:?}");
        }
        let found = plan(&demo("1.35.5", |_| ()), &to("newest"), &facts()).unwrap_err().to_string();
        assert!(found.contains("`newest` is not a version of Kubernetes"), "{found}");
    }

    #[test]
    fn options_that_are_empty_have_their_defaults() {
        let empty = UpgradeOptions { channel: Some(String::new()), kubernetes_version: Some(" ".to_owned()) };
        let spec = demo("1.35.1", |spec| spec.cluster.spec.channel = Some("alpha".to_owned()));
        let upgrade = plan(&spec, &empty, &facts()).unwrap_or_else(|found| panic!("{found}"));
        let made: Vec<_> = upgrade.changes.iter().map(|change| (change.field.field.as_str(), &*change.new)).collect();
        assert_eq!(made, [("spec.kubernetesVersion", "1.35.5")]);
    }

    #[test]
    fn images_that_kops_recommended_follow_the_version_and_others_stay() {
        let jammy = "099720109477/ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-20260410";
        let spec = demo("1.31.14", |spec| {
            spec.groups[0].spec.image = Some("ami-0123".into());
            assert_eq!(spec.groups[1].spec.image.as_deref(), Some(jammy));
        });
        let (changes, notes) = changes(&spec, &UpgradeOptions::default());
        assert_eq!(changes.len(), 2, "{changes:?}");
        assert!(
            changes[1].starts_with(&format!("InstanceGroup/nodes-us-east-2a spec.image {jammy} -> ")),
            "{changes:?}"
        );
        assert!(changes[1].contains("noble"), "{changes:?}");
        assert_eq!(
            notes,
            ["the image of `control-plane-us-east-2a` stays: `ami-0123` is not one that kops recommends"]
        );
    }

    #[test]
    fn another_channel_is_a_change() {
        let options = UpgradeOptions { channel: Some("alpha".into()), ..UpgradeOptions::default() };
        let (changes, _) = changes(&demo("1.35.5", |_| ()), &options);
        assert_eq!(changes, ["Cluster/demo.example.com spec.channel stable -> alpha"]);
    }
}
