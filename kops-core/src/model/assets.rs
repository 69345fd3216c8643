//! Everything that the nodes of a cluster download: files and container images.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::bootstrap::{NodeFile, NodeFiles};
use super::{addons, bootstrap, with_context};
use crate::defaults::{self, remapped_image};
use crate::facts::{Facts, PublishedFile};
use crate::graph::Builder;
use crate::spec::Spec;

/// What the nodes of a cluster download, sorted by where it is published.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Assets {
    /// Files of every architecture.
    pub files: Vec<FileAsset>,
    /// Container images of static pods, components and addons.
    pub images: Vec<ImageAsset>,
}

/// A file that nodes download.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct FileAsset {
    /// The URL at which its publisher has it.
    pub canonical: String,
    /// The URL from which nodes get it: below `assets.fileRepository`, where the spec sets that.
    pub download: String,
    /// Its SHA-256 in hexadecimal; unset where that is not known.
    pub sha: Option<String>,
}

/// A container image.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ImageAsset {
    /// Its published name.
    pub canonical: String,
    /// The name by which nodes pull it: that of `assets.containerRegistry` or `assets.containerProxy`, where the spec sets
    /// one.
    pub download: String,
    /// Its digest, `sha256:…`; unset where that is not known.
    pub digest: Option<String>,
}

/// Lists what the nodes of a cluster download.
pub(crate) fn assets(spec: &Spec, facts: &Facts) -> Assets {
    // A hash that is not known is left out here. A plan refuses it.
    let facts = Facts { simulated: true, ..facts.clone() };
    let full = defaults::fill(spec.clone(), &facts);
    let files: BTreeMap<_, _> = node_files(&full.spec, &facts)
        .into_iter()
        .map(|file| {
            let sha = file.is_known().then(|| file.sha256.clone());
            let asset = FileAsset { download: file.urls[0].clone(), canonical: file.published, sha };
            (asset.canonical.clone(), asset)
        })
        .collect();
    let mut published = spec.clone();
    if let Some(assets) = &mut published.cluster.spec.assets {
        (assets.container_registry, assets.container_proxy) = (None, None);
    }
    let published = defaults::fill(published, &facts);
    let images = with_context(&published.spec, &Facts { image_digests: BTreeMap::new(), ..facts.clone() }, |context| {
        let all: BTreeSet<String> = bootstrap::images(context).into_iter().chain(addons::images(context)).collect();
        all
    });
    let image = |canonical: String| {
        let download = remapped_image(spec.cluster.spec.assets.as_ref(), &canonical);
        let digest = facts.image_digests.get(&download).cloned();
        ImageAsset { canonical, download, digest }
    };
    Assets { files: files.into_values().collect(), images: images.into_iter().map(image).collect() }
}

/// What a plan reads beside what is known of the world.
#[derive(Debug)]
pub(crate) struct Wanted {
    /// The files that nodes download and whose hash is not known: it is asked of their publishers.
    pub(crate) file_hashes: Vec<PublishedFile>,
    /// Where the state store keeps the manifests of addons that other projects publish.
    pub(crate) published_addons: Vec<String>,
}

/// Lists what a plan has to read.
///
/// The groups do not matter, so that the cost does not grow with their number.
pub(crate) fn wanted(spec: &Spec, facts: &Facts) -> Wanted {
    let facts = Facts { simulated: true, ..facts.clone() };
    let full = defaults::fill(Spec { cluster: spec.cluster.clone(), ..Spec::default() }, &facts);
    let unknown = node_files(&full.spec, &facts).into_iter().filter(|file| !file.is_known());
    Wanted {
        file_hashes: unknown.map(|file| PublishedFile { url: file.published, places: file.urls }).collect(),
        published_addons: with_context(&full.spec, &facts, addons::published_locations),
    }
}

/// The files that the nodes of a cluster download.
fn node_files(spec: &Spec, facts: &Facts) -> Vec<NodeFile> {
    with_context(spec, facts, |context| {
        let files = NodeFiles::of(context, &mut Builder::new(context.names.cluster(), &context.facts.region));
        files.all().cloned().collect()
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::testing::public;

    fn listed(patch: serde_json::Value) -> Assets {
        let demo = public(patch);
        let spec = Spec { cluster: demo.cluster, groups: demo.groups, ..Spec::default() };
        let facts = Facts::built_in("us-east-2");
        assets(&spec, &facts)
    }

    #[test]
    fn files_and_images_are_listed_with_where_machines_get_them() {
        let own = json!({"containerRegistry": "registry.example.com", "fileRepository": "https://files.example.com"});
        let etcd = json!([{"name": "main", "etcdMembers": [{"name": "a", "instanceGroup": "control-plane"}]}]);
        let assets = listed(json!({"assets": own, "etcdClusters": etcd}));
        let file = |end: &str| assets.files.iter().find(|file| file.canonical.ends_with(end)).expect("is listed");
        let kubelet = file("/v1.36.0/bin/linux/amd64/kubelet");
        assert_eq!(kubelet.download, "https://files.example.com/release/v1.36.0/bin/linux/amd64/kubelet");
        assert!(kubelet.sha.as_ref().is_some_and(|sha| sha.len() == 64));
        assert_eq!(file("/1.36.2/linux/arm64/nodeup").sha, None);
        let images: Vec<(&str, &str)> =
            assets.images.iter().map(|image| (image.canonical.as_str(), image.download.as_str())).collect();
        for (canonical, download) in [
            ("registry.k8s.io/kube-apiserver:v1.36.0", "registry.example.com/kube-apiserver:v1.36.0"),
            ("registry.k8s.io/etcd:v3.6.12", "registry.example.com/etcd:v3.6.12"),
            ("registry.k8s.io/pause:3.10.1", "registry.example.com/pause:3.10.1"),
            ("registry.k8s.io/kops/kops-controller:1.36.2", "registry.example.com/kops-kops-controller:1.36.2"),
        ] {
            assert!(images.contains(&(canonical, download)), "{canonical} among {images:?}");
        }
        assert!(assets.files.is_sorted_by_key(|file| &file.canonical));
    }
}
