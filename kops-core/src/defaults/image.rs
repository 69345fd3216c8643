//! Container images, where the cluster has copies of its own.

use crate::spec::{Assets, Cluster};

const KUBERNETES_REGISTRY: &str = "registry.k8s.io/";

/// Returns the image of a component of Kubernetes in the cluster's version.
pub(super) fn kubernetes(cluster: &Cluster, component: &str) -> String {
    let version = cluster.spec.kubernetes_version.as_deref().unwrap_or_default();
    remapped(cluster.spec.assets.as_ref(), &format!("{KUBERNETES_REGISTRY}{component}:v{version}"))
}

/// Returns where the nodes get an image: through the cluster's proxy, or from the registry that holds copies.
///
/// A proxy takes the place of the registry's host; in a registry of copies the path becomes part of the name. An image that is
/// in that registry already stays where it is.
pub(crate) fn remapped(assets: Option<&Assets>, image: &str) -> String {
    let given = |place: Option<&String>| place.map(|place| place.trim_end_matches('/').to_owned());
    let (proxy, registry) =
        assets.map_or((None, None), |a| (given(a.container_proxy.as_ref()), given(a.container_registry.as_ref())));
    let mut image = image.to_owned();
    if let Some(proxy) = proxy {
        let (first, rest) = image.split_once('/').unwrap_or(("", &image));
        let on_docker_hub = !first.contains(['.', ':']) && !rest.contains('/');
        image = if on_docker_hub { format!("{proxy}/{image}") } else { format!("{proxy}/{rest}") };
    }
    if let Some(registry) = registry {
        let name = image.strip_prefix(KUBERNETES_REGISTRY).unwrap_or(&image);
        if !name.strip_prefix(registry.as_str()).is_some_and(|rest| rest.starts_with('/')) {
            image = format!("{registry}/{}", name.replace('/', "-"));
        }
    }
    image
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_come_from_where_the_cluster_has_them() {
        let proxy = Assets { container_proxy: Some("proxy.example.com/".into()), ..Assets::default() };
        let registry = Assets { container_registry: Some("copies.example.com".into()), ..Assets::default() };
        for (assets, image, expected) in [
            (None, "registry.k8s.io/pause:3", "registry.k8s.io/pause:3"),
            (Some(&proxy), "registry.k8s.io/pause:3", "proxy.example.com/pause:3"),
            (Some(&proxy), "registry.k8s.io/dns/cache:1", "proxy.example.com/dns/cache:1"),
            (Some(&proxy), "cilium/proxy", "proxy.example.com/cilium/proxy"),
            (Some(&proxy), "busybox", "proxy.example.com/busybox"),
            (Some(&registry), "registry.k8s.io/dns/cache:1", "copies.example.com/dns-cache:1"),
            (Some(&registry), "quay.io/a/b:1", "copies.example.com/quay.io-a-b:1"),
            (Some(&registry), "copies.example.com/a-b:1", "copies.example.com/a-b:1"),
        ] {
            assert_eq!(remapped(assets, image), expected, "{image}");
        }
    }
}
