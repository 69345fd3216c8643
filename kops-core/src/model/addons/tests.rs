//! What a spec changes in the addons, and what holds for all of them.

use serde_json::{Value, json};

use crate::model::testing::{Demo, get, public};
use crate::resource::{Kind, Resource};

/// The text of a file of the graph.
fn content(demo: &Demo, name: &str) -> String {
    match get(&demo.build(), Kind::ManagedFile, &format!("demo.example.com-addons-{name}")) {
        Resource::ManagedFile(file) => file.content.known().expect("is known").to_owned(),
        other => panic!("{other:?}"),
    }
}

/// The entries of the bootstrap channel.
fn channel(demo: &Demo) -> Vec<Value> {
    let channel: Value = serde_yaml::from_str(&content(demo, "bootstrap")).expect("YAML");
    channel["spec"]["addons"].as_array().expect("a list").clone()
}

#[test]
fn the_channel_lists_manifests_with_their_hashes() {
    let demo = public(json!({}));
    let entries = channel(&demo);
    let limits = entries.iter().find(|entry| entry["name"] == "limit-range.addons.k8s.io").expect("is listed");
    let expected = json!({
        "name": "limit-range.addons.k8s.io",
        "selector": {"k8s-addon": "limit-range.addons.k8s.io"},
        "manifest": "limit-range.addons.k8s.io/v1.5.0.yaml",
        "manifestHash": "686cc69e559a1c6f5e8b94e38de54a575a25c432ed5ceec565244b965fb5f07f",
    });
    assert_eq!(*limits, expected);
    let graph = demo.build();
    for entry in &entries {
        let manifest = entry["manifest"].as_str().expect("text");
        let is_stored = |node: &crate::graph::Node| match &node.resource {
            Resource::ManagedFile(file) => file.key == format!("addons/{manifest}"),
            _ => false,
        };
        assert!(graph.nodes.values().any(is_stored), "{manifest}");
    }
}
