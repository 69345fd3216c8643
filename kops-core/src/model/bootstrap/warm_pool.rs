//! The images that the machines of a warm pool pull ahead, so that they need not when they join.

use crate::defaults::remapped_image;
use crate::model::{Context, addons};

/// What the images of pods on every node begin with. Registries that ask for credentials are left out.
const ON_NODES: [&str; 8] = [
    "registry.k8s.io/kube-proxy:",
    "registry.k8s.io/provider-aws/",
    "registry.k8s.io/sig-storage/csi-node-driver-registrar:",
    "registry.k8s.io/sig-storage/livenessprobe:",
    "quay.io/calico/",
    "quay.io/cilium/",
    "quay.io/coreos/flannel:",
    "quay.io/weaveworks/",
];

/// Returns the images of the cluster itself; none where no group has a warm pool.
pub(super) fn images(context: &Context<'_>) -> Vec<String> {
    let spec = context.spec();
    if spec.warm_pool.is_none() && context.groups.iter().all(|group| group.spec.warm_pool.is_none()) {
        return Vec::new();
    }
    let prefixes = ON_NODES.map(|prefix| remapped_image(spec.assets.as_ref(), prefix));
    let proxy = spec.kube_proxy.as_ref().and_then(|proxy| proxy.image.clone());
    let all = addons::images(context).into_iter().chain(proxy);
    let tag_only = all.map(|image| image.split('@').next().unwrap_or_default().to_owned());
    tag_only.filter(|image| prefixes.iter().any(|prefix| image.starts_with(prefix))).collect()
}
