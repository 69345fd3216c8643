//! What the nodes of a cluster download, listed without an account.

use crate::facts::Facts;
use crate::model::{self, Assets};
use crate::spec::Spec;

/// Lists every file and container image that the nodes of a cluster download, with its digest where that is known.
///
/// The list is made from the spec and from what ships with the library: no account, no stored cluster and no network are needed.
/// Of files that are released with kops the digests are known to their publisher only.
///
/// ```
/// use kops_core::{Spec, engine::list_assets};
///
/// let text = include_str!("../../../examples/fairwinds/cluster_spec.yml");
/// let assets = list_assets(&Spec::from_yaml("cluster_spec.yml", text)?);
/// let kubelet = "https://dl.k8s.io/release/v1.35.5/bin/linux/arm64/kubelet";
/// let kubelet = assets.files.iter().find(|file| file.canonical == kubelet).expect("is listed");
/// assert!(kubelet.sha.is_some());
/// assert!(assets.images.iter().any(|image| image.canonical == "registry.k8s.io/kube-apiserver:v1.35.5"));
/// # Ok::<(), kops_core::Error>(())
/// ```
pub fn list_assets(spec: &Spec) -> Assets {
    let facts = Facts::built_in(spec.region().unwrap_or_default());
    model::assets(spec, &facts)
}
