//! Lists of addons in kops's format, as the bootstrap channel of a cluster is one.

use serde::Deserialize;
use serde_json::Value;
use serde_with::{DefaultOnNull, serde_as};

use super::data::{AddonVersion, NodesToUpdate};
use super::error::AddonError;
use crate::model::{KUBE_SYSTEM, PrunedKind, documents, manifest_objects};
use crate::resource::sha256;

/// How much of the hash of its location the name of a plain manifest has.
const SHORT_HASH: usize = 12;

/// A list of addons.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AddonChannel {
    /// Where it is. The locations of manifests are relative to it.
    pub location: String,
    /// The addons in the order in which they are applied.
    pub addons: Vec<ChannelAddon>,
}

/// An addon of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChannelAddon {
    /// Its name.
    pub name: String,
    /// The namespace whose annotation says that it is installed. Default: `kube-system`.
    pub namespace: String,
    /// Where its manifest is.
    pub manifest: String,
    /// Its version; the hash is empty where the list has none.
    pub version: AddonVersion,
    /// The versions of Kubernetes that it is for: `>=1.30.0`. Default: all.
    pub kubernetes_version: Option<String>,
    /// The nodes that need an update after it has changed.
    pub needs_rolling_update: Option<NodesToUpdate>,
    /// It needs a certificate authority and an issuer of cert-manager.
    pub needs_pki: bool,
    /// The kinds of which objects are deleted that left its manifest.
    pub prune: Vec<PrunedKind>,
}

/// Fields that are null are as if they were not there.
#[serde_as]
#[derive(Deserialize)]
struct Document {
    #[serde_as(as = "DefaultOnNull")]
    #[serde(default)]
    metadata: Metadata,
    #[serde_as(as = "DefaultOnNull")]
    #[serde(default)]
    spec: Spec,
}

#[serde_as]
#[derive(Default, Deserialize)]
struct Metadata {
    #[serde_as(as = "DefaultOnNull")]
    #[serde(default)]
    name: String,
}

#[serde_as]
#[derive(Default, Deserialize)]
struct Spec {
    #[serde_as(as = "DefaultOnNull")]
    #[serde(default)]
    addons: Vec<Entry>,
}

#[serde_as]
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    name: Option<String>,
    namespace: Option<String>,
    manifest: Option<String>,
    #[serde_as(as = "DefaultOnNull")]
    #[serde(default)]
    manifest_hash: String,
    id: Option<String>,
    kubernetes_version: Option<String>,
    needs_rolling_update: Option<String>,
    #[serde_as(as = "DefaultOnNull")]
    #[serde(default, rename = "needsPKI")]
    needs_pki: bool,
    #[serde_as(as = "DefaultOnNull")]
    #[serde(default)]
    prune: Prune,
}

#[serde_as]
#[derive(Default, Deserialize)]
struct Prune {
    #[serde_as(as = "DefaultOnNull")]
    #[serde(default)]
    kinds: Vec<PrunedKind>,
}

impl AddonChannel {
    /// Reads a list of addons, or a manifest, which is an addon of its own: `manifest-` and a part of the SHA-256 of its location.
    ///
    /// # Errors
    /// [`AddonError::Unreadable`].
    pub fn parse(location: &str, text: &str) -> Result<Self, AddonError> {
        let unreadable = |message| AddonError::Unreadable { location: location.to_owned(), message };
        let Some(first) = documents(text).map_err(unreadable)?.into_iter().next() else {
            return Ok(Self { location: location.to_owned(), addons: Vec::new() });
        };
        if first.get("kind").and_then(Value::as_str) != Some("Addons") {
            manifest_objects(text).map_err(unreadable)?;
            return Ok(Self { location: location.to_owned(), addons: vec![plain(location, text)] });
        }
        let document: Document = serde_json::from_value(first).map_err(|fault| unreadable(fault.to_string()))?;
        let name = &document.metadata.name;
        let addon = |entry| of_entry(entry, name, location).map_err(unreadable);
        let listed = document.spec.addons.into_iter().map(addon).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { location: location.to_owned(), addons: listed })
    }
}

fn plain(location: &str, text: &str) -> ChannelAddon {
    let version = AddonVersion { id: None, manifest_hash: sha256(text.trim()) };
    ChannelAddon {
        name: format!("manifest-{}", &sha256(location)[..SHORT_HASH]),
        namespace: KUBE_SYSTEM.to_owned(),
        manifest: location.to_owned(),
        version,
        kubernetes_version: None,
        needs_rolling_update: None,
        needs_pki: false,
        prune: Vec::new(),
    }
}

fn of_entry(entry: Entry, channel: &str, location: &str) -> Result<ChannelAddon, String> {
    let some = |text: Option<String>| text.filter(|text| !text.is_empty());
    let name = some(entry.name).unwrap_or_else(|| channel.to_owned());
    let manifest = some(entry.manifest).ok_or_else(|| format!("the addon `{name}` has no `manifest`"))?;
    let nodes = some(entry.needs_rolling_update).map(|nodes| {
        let wrong = |_| {
            format!("`needsRollingUpdate` of the addon `{name}` is `control-plane`, `workers` or `all`, not `{nodes}`")
        };
        serde_json::from_value(Value::from(nodes.as_str())).map_err(wrong)
    });
    Ok(ChannelAddon {
        namespace: some(entry.namespace).unwrap_or_else(|| KUBE_SYSTEM.to_owned()),
        manifest: beside(location, &manifest),
        version: AddonVersion { id: some(entry.id), manifest_hash: entry.manifest_hash },
        kubernetes_version: some(entry.kubernetes_version),
        needs_rolling_update: nodes.transpose()?,
        needs_pki: entry.needs_pki,
        prune: entry.prune.kinds,
        name,
    })
}

/// The location of a manifest that a list names, relative to the list unless it is absolute.
fn beside(list: &str, manifest: &str) -> String {
    if manifest.contains("://") || manifest.starts_with('/') {
        return manifest.to_owned();
    }
    match list.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{manifest}"),
        None => manifest.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "
kind: Addons
metadata: {name: bootstrap}
spec:
  addons:
  - {name: coredns.addons.k8s.io, id: k8s-1.12, manifest: coredns.addons.k8s.io/k8s-1.12.yaml, manifestHash: abc, selector: null}
  - {name: cilium, namespace: net, manifest: s3://elsewhere/cilium.yaml, needsRollingUpdate: all, needsPKI: true,
     prune: {kinds: [{group: apps, kind: DaemonSet, labelSelector: a=b, namespaces: [net]}]}}
  - {manifest: mine.yaml, kubernetesVersion: '>=1.30.0'}
";

    #[test]
    fn a_list_names_manifests_beside_it() {
        let list = AddonChannel::parse("s3://states/demo/addons/bootstrap-channel.yaml", LIST).expect("is a list");
        let [coredns, cilium, mine] = &list.addons[..] else { panic!("{list:?}") };
        assert_eq!(coredns.manifest, "s3://states/demo/addons/coredns.addons.k8s.io/k8s-1.12.yaml");
        assert_eq!((coredns.namespace.as_str(), coredns.version.id.as_deref()), ("kube-system", Some("k8s-1.12")));
        assert_eq!((cilium.manifest.as_str(), cilium.namespace.as_str()), ("s3://elsewhere/cilium.yaml", "net"));
        assert_eq!((cilium.needs_pki, cilium.needs_rolling_update), (true, Some(NodesToUpdate::All)));
        assert_eq!(cilium.prune[0].label_selector.as_deref(), Some("a=b"));
        assert_eq!((mine.name.as_str(), mine.kubernetes_version.as_deref()), ("bootstrap", Some(">=1.30.0")));
    }

    #[test]
    fn a_manifest_is_an_addon_of_its_own() {
        let text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: default}\n";
        let list = AddonChannel::parse("s3://states/mine.yaml", text).expect("is a manifest");
        let [addon] = &list.addons[..] else { panic!("{list:?}") };
        assert!(addon.name.starts_with("manifest-") && addon.name.len() == "manifest-".len() + 12, "{}", addon.name);
        assert_eq!((addon.manifest.as_str(), addon.version.manifest_hash.len()), ("s3://states/mine.yaml", 64));
    }

    #[test]
    fn null_is_what_is_not_there() {
        for text in ["", "# nothing\n", "kind: Addons\nmetadata: null\nspec: {addons: null}\n", "kind: Addons\nspec:\n"]
        {
            assert_eq!(AddonChannel::parse("list.yaml", text).expect("is empty").addons, []);
        }
        let entry =
            "{name: a, manifest: b, prune: null, needsRollingUpdate: '', needsPKI: null, manifestHash: null, id: null}";
        let text = format!("kind: Addons\nspec: {{addons: [{entry}]}}\n");
        let list = AddonChannel::parse("list.yaml", &text).expect("is a list");
        let [addon] = &list.addons[..] else { panic!("{list:?}") };
        assert_eq!((addon.needs_rolling_update, addon.needs_pki, addon.prune.len()), (None, false, 0));
    }

    #[test]
    fn what_is_neither_is_refused() {
        let list = |entry: &str| format!("kind: Addons\nspec: {{addons: [{entry}]}}\n");
        for (text, expected) in [
            ("a: 1".to_owned(), "document 1 has no `apiVersion`"),
            ("{".to_owned(), "cannot be read"),
            (list("{name: a}"), "the addon `a` has no `manifest`"),
            (list("{name: a, manifest: b, needsRollingUpdate: some}"), "`workers` or `all`, not `some`"),
        ] {
            let error = AddonChannel::parse("list.yaml", &text).expect_err("is refused").to_string();
            assert!(error.contains(expected) && error.contains("`list.yaml`"), "{error}");
        }
    }
}
