//! Where the images of containers are pulled from.

use super::Context;
use crate::defaults::remapped_image;

/// Returns an image as nodes pull it: through the cluster's proxy or from its own registry where it has one, and with its
/// digest where that is known.
pub(in crate::model) fn place(context: &Context<'_>, image: &str) -> String {
    let placed = remapped_image(context.spec().assets.as_ref(), image);
    match context.facts.image_digests.get(&placed) {
        Some(digest) if !placed.contains('@') => format!("{placed}@{digest}"),
        _ => placed,
    }
}

/// Returns an image that is released with kops itself, in the release that the cluster's nodes run.
pub(in crate::model) fn of_kops(context: &Context<'_>, name: &str) -> String {
    let tag = context.facts.components.kops_version.replace('+', "-");
    place(context, &format!("registry.k8s.io/kops/{name}:{tag}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::model::testing::public;

    #[test]
    fn images_are_pulled_from_where_the_cluster_has_them_by_digest() {
        let own = json!({"assets": {"containerRegistry": "registry.example.com"}});
        for (patch, known, expected) in [
            (json!({}), "", "registry.k8s.io/kops/channels:1.36.2-dev"),
            (own.clone(), "", "registry.example.com/kops-channels:1.36.2-dev"),
            (
                json!({}),
                "registry.k8s.io/kops/channels:1.36.2-dev",
                "registry.k8s.io/kops/channels:1.36.2-dev@sha256:1",
            ),
            (own, "registry.k8s.io/kops/channels:1.36.2-dev", "registry.example.com/kops-channels:1.36.2-dev"),
        ] {
            let demo = public(patch).facts(|facts| {
                facts.components.kops_version = "1.36.2+dev".into();
                facts.image_digests.insert(known.into(), "sha256:1".into());
            });
            assert_eq!(demo.with_context(|context| super::of_kops(context, "channels")), expected);
        }
    }
}
