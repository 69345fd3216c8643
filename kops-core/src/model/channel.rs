//! What the channel recommends to a cluster: newer releases of Kubernetes and of kops.

use crate::diag::Diagnostic;
use crate::graph::Builder;
use crate::model::{Context, codes};
use crate::spec::ExactVersion;

/// Notes that the cluster is behind its channel; refuses a version that the channel no longer allows.
pub(super) fn build(context: &Context<'_>, graph: &mut Builder) {
    let components = &context.facts.components;
    let channel = context.spec().channel.as_deref().unwrap_or_default();
    let newer =
        |text: Option<&String>, have: &ExactVersion| ExactVersion::parse(text?).filter(|version| version > have);
    let kubernetes = &ExactVersion::of(context.cluster);
    let release = components.release(kubernetes);
    if let Some(required) = newer(release.and_then(|release| release.required_version.as_ref()), kubernetes) {
        let message = format!("the channel `{channel}` requires Kubernetes {required} or newer");
        let problem = Diagnostic::error(codes::CHANNEL.id, message).at(context.path("spec.kubernetesVersion"));
        graph.problem(problem.help("run `kops upgrade cluster`, or follow another channel"));
    } else if let Some(recommended) =
        newer(release.and_then(|release| release.recommended_version.as_ref()), kubernetes)
    {
        graph.note(format!(
            "the cluster runs Kubernetes {kubernetes}, and the channel `{channel}` recommends {recommended}: see `kops upgrade cluster`"
        ));
    }
    let kops = ExactVersion::parse(&components.kops_version);
    if let Some(recommended) = kops.and_then(|kops| newer(components.recommended_kops_version.as_ref(), &kops)) {
        graph.note(format!("the channel `{channel}` recommends kops {recommended}, which is newer than this release"));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::facts::{Components, Release};
    use crate::model::testing::public;

    #[test]
    fn a_plan_says_when_a_cluster_is_behind_its_channel() {
        for (version, expected) in [
            ("1.35.5", None),
            ("1.35.2", Some("recommends 1.35.5")),
            ("1.35.5-rc.1", Some("runs Kubernetes 1.35.5-rc.1, and the channel `stable` recommends 1.35.5")),
            ("1.36.1", None),
        ] {
            let mut demo = public(json!({"kubernetesVersion": version, "channel": "stable"}));
            demo.facts.components = Components::built_in();
            let notes = demo.build().notes;
            let note = notes.iter().find(|note| note.contains("channel"));
            assert_eq!(note.is_some(), expected.is_some(), "{version}: {notes:?}");
            assert!(expected.is_none_or(|expected| note.is_some_and(|note| note.contains(expected))), "{notes:?}");
        }
    }

    #[test]
    fn a_version_that_the_channel_no_longer_allows_is_refused() {
        let mut demo = public(json!({"kubernetesVersion": "1.35.2", "channel": "ours"}));
        let required_version = Some("1.35.3".to_owned());
        demo.facts.components.kubernetes_releases =
            vec![Release { range: ">=1.35.0".into(), required_version, ..Release::default() }];
        demo.facts.components.recommended_kops_version = Some("1.99.0".into());
        assert_eq!(demo.problems(), ["channel/required-version"]);
    }
}
