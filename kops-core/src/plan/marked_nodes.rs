//! Nodes that an addon asks to be replaced once kops-channels has applied it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Action, Step};
use crate::naming::paths;
use crate::resource::ManagedFile;

/// The list of the addons, as far as it matters here.
#[derive(Deserialize)]
struct Channel {
    spec: Addons,
}

#[derive(Deserialize)]
struct Addons {
    addons: Vec<Addon>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Addon {
    name: String,
    manifest_hash: String,
    needs_rolling_update: Option<String>,
}

/// Returns a note for each addon that changes and names nodes to be replaced then. An addon that is new marks none.
pub(super) fn notes(steps: &[Step]) -> Vec<String> {
    let step = steps.iter().find_map(|step| match &step.action {
        Action::Update { id, changes, .. } if id.0 == paths::BOOTSTRAP_CHANNEL => {
            changes.iter().find(|change| change.field == ManagedFile::CONTENT.name)
        }
        _ => None,
    });
    let Some((old, new)) = step.and_then(|change| Some((addons(change.old.as_str()?)?, addons(change.new.as_str()?)?)))
    else {
        return Vec::new();
    };
    let old: BTreeMap<&str, &str> =
        old.iter().map(|addon| (addon.name.as_str(), addon.manifest_hash.as_str())).collect();
    let changed =
        new.iter().filter(|addon| old.get(addon.name.as_str()).is_some_and(|hash| *hash != addon.manifest_hash));
    let note = |addon: &Addon| {
        let nodes = match addon.needs_rolling_update.as_deref()? {
            "control-plane" => "control-plane nodes",
            _ => "all nodes",
        };
        Some(format!(
            "once kops-channels has applied the addon `{}`, {nodes} are outdated: `kops rolling-update cluster` replaces them",
            addon.name
        ))
    };
    changed.filter_map(note).collect()
}

fn addons(channel: &str) -> Option<Vec<Addon>> {
    serde_yaml::from_str::<Channel>(channel).ok().map(|channel| channel.spec.addons)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::plan::FieldChange;
    use crate::resource::{Disruption, Kind, ResourceId};

    fn channel(hashes: &[(&str, &str)]) -> String {
        let needs = |name: &str| match name {
            "network" => json!("all"),
            "controller" => json!("control-plane"),
            _ => json!(null),
        };
        let addon = |(name, hash): &(&str, &str)| json!({"name": name, "manifestHash": hash, "needsRollingUpdate": needs(name)});
        let addons: Vec<_> = hashes.iter().map(addon).collect();
        json!({"kind": "Addons", "spec": {"addons": addons}}).to_string()
    }

    #[test]
    fn an_addon_that_changes_names_the_nodes_that_become_outdated() {
        let old = channel(&[("network", "1"), ("controller", "1"), ("dns", "1")]);
        for (new, expected) in [
            (channel(&[("network", "1"), ("controller", "1"), ("dns", "2")]), vec![]),
            (channel(&[("network", "2"), ("dns", "1")]), vec!["`network`, all nodes are"]),
            (channel(&[("controller", "2")]), vec!["`controller`, control-plane nodes are"]),
            ("not a list".to_owned(), vec![]),
        ] {
            let file = |text: &str| {
                ManagedFile { key: paths::BOOTSTRAP_CHANNEL.into(), content: text.into(), public: false }.into()
            };
            let change = FieldChange {
                field: ManagedFile::CONTENT.name.into(),
                old: old.as_str().into(),
                new: new.as_str().into(),
                reason: String::new(),
                source: None,
            };
            let step = Step {
                id: crate::plan::StepId(0),
                resource: ResourceId::new(Kind::ManagedFile, "channel"),
                action: Action::Update {
                    id: paths::BOOTSTRAP_CHANNEL.into(),
                    current: file(&old),
                    desired: file(&new),
                    changes: vec![change],
                },
                depends_on: Vec::new(),
                disruption: Disruption::None,
                reason: String::new(),
                source: None,
            };
            let found = notes(&[step]);
            assert_eq!(found.len(), expected.len(), "{found:?}");
            assert!(found.iter().zip(&expected).all(|(note, words)| note.contains(words)), "{found:?}");
        }
    }
}
