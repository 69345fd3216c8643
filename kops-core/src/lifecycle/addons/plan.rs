//! Which addons are outdated, from their lists and what a cluster says is installed.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::channel::{AddonChannel, ChannelAddon};
use super::data::{AddonUpdate, AddonVersion, InstalledAddon};
use crate::cluster_api::ListedObject;
use crate::facts::range_holds;
use crate::spec::Version;

/// The annotation of a namespace that says which version of an addon is installed, before the name of the addon.
pub(super) const ANNOTATION: &str = "addons.k8s.io/";
/// The generation of what applies addons: 1 since objects are pruned.
const GENERATION: i64 = 1;

/// What a cluster has of its addons.
#[derive(Clone, Debug)]
pub(crate) struct Observed {
    /// The version of Kubernetes that the API server runs.
    pub(super) kubernetes: Version,
    pub(super) installed: Vec<InstalledAddon>,
    /// Addons that lack their certificate authority or its issuer.
    pub(super) without_pki: BTreeSet<String>,
}

/// The value of the annotation, with the fields in the order in which kops writes them.
#[derive(Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Recorded {
    #[serde(skip_serializing_if = "Option::is_none")]
    channel: Option<String>,
    #[serde(flatten)]
    version: AddonVersion,
    system_generation: i64,
}

/// The addons that the annotations of namespaces say are installed. An annotation that cannot be read says nothing.
pub(crate) fn installed(namespaces: &[ListedObject]) -> Vec<InstalledAddon> {
    let addons = namespaces.iter().flat_map(|namespace| {
        let of_addons =
            namespace.annotations.iter().filter_map(|(key, value)| Some((key.strip_prefix(ANNOTATION)?, value)));
        of_addons.filter_map(|(name, value)| {
            let Recorded { channel, version, system_generation } = serde_json::from_str(value).ok()?;
            let namespace = namespace.id.name.clone();
            Some(InstalledAddon { namespace, name: name.to_owned(), channel, version, system_generation })
        })
    });
    addons.collect()
}

/// What the annotation says once an addon is applied.
pub(super) fn record(channel: &str, version: &AddonVersion) -> String {
    let recorded =
        Recorded { channel: Some(channel.to_owned()), version: version.clone(), system_generation: GENERATION };
    serde_json::to_string(&recorded).expect("texts and numbers serialise")
}

/// An addon in its list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry<'a> {
    pub(super) channel: &'a AddonChannel,
    pub(super) addon: &'a ChannelAddon,
}

/// What is to be done.
#[derive(Debug, Default)]
pub(super) struct Decision<'a> {
    pub(super) outdated: Vec<(Entry<'a>, AddonUpdate)>,
    pub(super) current: Vec<Entry<'a>>,
}

/// Decides which addons are outdated, of all or only of some.
pub(super) fn decide<'a>(channels: &'a [AddonChannel], observed: &Observed, only: &BTreeSet<String>) -> Decision<'a> {
    let installed: BTreeMap<(&str, &str), &InstalledAddon> =
        observed.installed.iter().map(|addon| ((addon.namespace.as_str(), addon.name.as_str()), addon)).collect();
    let mut decision = Decision::default();
    for entry in applicable(channels, observed.kubernetes) {
        let Entry { channel, addon } = entry;
        if !only.is_empty() && !only.contains(&addon.name) {
            continue;
        }
        let current = installed.get(&(addon.namespace.as_str(), addon.name.as_str())).copied();
        let update = is_outdated(current, addon).then(|| addon.version.clone());
        let install_pki = observed.without_pki.contains(&addon.name);
        if update.is_none() && !install_pki {
            decision.current.push(entry);
            continue;
        }
        let is_changed = current.is_some() && update.is_some();
        let update = AddonUpdate {
            name: addon.name.clone(),
            namespace: addon.namespace.clone(),
            channel: channel.location.clone(),
            current: current.map(|current| current.version.clone()),
            update,
            install_pki,
            marks_nodes: addon.needs_rolling_update.filter(|_| is_changed),
            prunes: Vec::new(),
        };
        decision.outdated.push((entry, update));
    }
    decision
}

/// The addons that are for a version of Kubernetes. Of one name in one list the last counts.
fn applicable(channels: &[AddonChannel], kubernetes: Version) -> impl Iterator<Item = Entry<'_>> {
    channels.iter().flat_map(move |channel| {
        let fits = move |addon: &&ChannelAddon| {
            let range = addon.kubernetes_version.as_deref();
            range.is_none_or(|range| range_holds(range, &kubernetes.into()).unwrap_or(false))
        };
        let addons: Vec<&ChannelAddon> = channel.addons.iter().filter(fits).collect();
        let last: BTreeMap<&str, usize> =
            addons.iter().enumerate().map(|(index, addon)| (addon.name.as_str(), index)).collect();
        let counts = move |(index, addon): &(usize, &ChannelAddon)| last[addon.name.as_str()] == *index;
        addons.into_iter().enumerate().filter(counts).map(move |(_, addon)| Entry { channel, addon })
    })
}

/// What a newer program has installed stays, unless the manifest is another one.
fn is_outdated(current: Option<&InstalledAddon>, addon: &ChannelAddon) -> bool {
    current.is_none_or(|current| current.version != addon.version || current.system_generation < GENERATION)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::cluster_api::ObjectId;
    use crate::lifecycle::addons::NodesToUpdate;

    fn namespace(annotations: &[(&str, &str)]) -> ListedObject {
        let object = json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "kube-system"}});
        let annotations = annotations.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        ListedObject { id: ObjectId::of(&object).expect("has a name"), annotations }
    }

    /// The updates of a list, and the names of the addons that are up to date.
    fn planned(list: &str, annotations: &[(&str, &str)]) -> (Vec<AddonUpdate>, Vec<String>) {
        let list = AddonChannel::parse("s3://states/list.yaml", list).expect("is a list");
        let observed = Observed {
            kubernetes: Version::new(1, 36, 2),
            installed: installed(&[namespace(annotations)]),
            without_pki: BTreeSet::new(),
        };
        let lists = [list];
        let Decision { outdated, current } = decide(&lists, &observed, &BTreeSet::new());
        let current = current.iter().map(|entry| entry.addon.name.clone()).collect();
        (outdated.into_iter().map(|(_, update)| update).collect(), current)
    }

    #[test]
    fn an_addon_is_outdated_where_the_annotation_says_something_else() {
        const LIST: &str = "kind: Addons\nspec: {addons: [{name: a, id: v1, manifest: a.yaml, manifestHash: abc}]}\n";
        for (annotation, expected) in [
            (r#"{"channel":"s3://states/list.yaml","id":"v1","manifestHash":"abc","systemGeneration":1}"#, false),
            (r#"{"channel":"elsewhere","id":"v1","manifestHash":"abc","systemGeneration":1}"#, false),
            (r#"{"id":"v1","manifestHash":"abc","systemGeneration":2}"#, false),
            (r#"{"id":"v1","manifestHash":"abc"}"#, true),
            (r#"{"id":"v1","manifestHash":"abd","systemGeneration":1}"#, true),
            (r#"{"id":"v2","manifestHash":"abc","systemGeneration":1}"#, true),
            (r#"{"manifestHash":"abc","systemGeneration":1}"#, true),
            ("v1.2.3", true),
        ] {
            let (updates, current) = planned(LIST, &[("addons.k8s.io/a", annotation), ("addons.k8s.io/b", "{}")]);
            assert_eq!((!updates.is_empty(), current.is_empty()), (expected, expected), "{annotation}: {updates:?}");
        }
        let version = AddonVersion { id: Some("v1".into()), manifest_hash: "abc".into() };
        let recorded = record("s3://states/list.yaml", &version);
        let expected = r#"{"channel":"s3://states/list.yaml","id":"v1","manifestHash":"abc","systemGeneration":1}"#;
        assert_eq!(recorded, expected, "as kops writes it");
    }

    #[test]
    fn nodes_are_marked_by_a_change_and_not_by_a_new_addon() {
        const LIST: &str =
            "kind: Addons\nspec: {addons: [{name: a, manifest: a.yaml, manifestHash: abc, needsRollingUpdate: all}]}\n";
        let marks = |annotations: &[(&str, &str)]| planned(LIST, annotations).0[0].marks_nodes;
        assert_eq!(marks(&[]), None);
        assert_eq!(marks(&[("addons.k8s.io/a", r#"{"manifestHash":"abd"}"#)]), Some(NodesToUpdate::All));
    }

    #[test]
    fn of_one_name_the_last_counts_that_is_for_the_version_of_kubernetes() {
        let list = |last: &str| {
            format!(
                "kind: Addons\nspec: {{addons: [{{name: a, manifest: old.yaml, manifestHash: old}}, \
                 {{name: a, manifest: new.yaml, manifestHash: new, kubernetesVersion: '{last}'}}]}}\n"
            )
        };
        for (range, expected) in [(">=1.36.0", "new"), (">=1.37.0", "old"), ("sometimes", "old")] {
            let (updates, _) = planned(&list(range), &[]);
            let hashes: Vec<_> = updates.iter().filter_map(|update| update.update.as_ref()).collect();
            assert_eq!(hashes.iter().map(|version| &version.manifest_hash).collect::<Vec<_>>(), [expected], "{range}");
        }
    }
}
