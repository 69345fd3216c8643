//! What nodes read when they boot: user data, the configuration that nodeup takes, and the static pods of control planes.
//!
//! In: the spec with its defaults, and the facts, which hold the hashes of everything that nodes download. Out: objects of the
//! state store and the user data of launch templates. Key material is referred to and never there.

mod api_addresses;
mod causes;
mod environment;
mod etcd_manager;
mod images;
mod node_config;
mod node_files;
mod scheduler;
mod sections;
mod static_pods;
mod trust;
mod user_data;
mod warm_pool;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::facts::file_hashes;
use crate::graph::{Builder, Origin};
use crate::model::Context;
use crate::naming::paths;
use crate::resource::{ManagedFile, Text};
use crate::spec::{InstanceManager, Role};

pub(super) use images::images;
pub(super) use node_files::{NodeFile, NodeFiles};

/// Adds the static pods, and the configuration of every group's machines. Returns the user data of groups by their names.
pub(super) fn build(context: &Context<'_>, graph: &mut Builder) -> BTreeMap<String, Text> {
    let files = &NodeFiles::of(context, graph);
    keep_hashes(context, files, graph);
    api_addresses::warn_of_none(context, graph);
    graph.node_config_from(causes::parts());
    let mut user_data = BTreeMap::new();
    static_pods::build(context, graph);
    etcd_manager::build(context, graph);
    let scheduler = scheduler::configuration(context, graph);
    let shared = node_config::Shared { files, scheduler, warm_pool_images: warm_pool::images(context) };
    for group in context.groups {
        let Some(role) = group.spec.role else { continue };
        // Bastions are no nodes. kops writes a configuration for those with user data of their own.
        if role == Role::Bastion && group.spec.additional_user_data.is_empty() {
            continue;
        }
        let origin = |what: &str| {
            Origin::new(format!("{what} of instance group {}", group.name()), group.reference().field("spec"))
        };
        let config = node_config::node_config(context, group, role, &shared);
        let (name, key) = (context.names.node_config(group.name()), paths::node_config(role, group.name()));
        file(&name, &key, Text::yaml(&config), origin("node configuration"), graph);
        if group.spec.manager == Some(InstanceManager::Karpenter) {
            let script = user_data::boot_script(context, group, role, files);
            let (name, key) = (context.names.boot_script(group.name()), paths::boot_script(role, group.name()));
            file(&name, &key, script, origin("boot script"), graph);
        } else if let Some(text) = user_data::user_data(context, group, role, files, graph) {
            user_data.insert(group.name().to_owned(), text);
        }
    }
    user_data
}

/// Adds the hashes that publishers stated, so that later plans need not ask them.
fn keep_hashes(context: &Context<'_>, files: &NodeFiles, graph: &mut Builder) {
    let published = &context.facts.published_hashes;
    let hashes: BTreeMap<&str, &str> = files
        .all()
        .filter_map(|file| Some((file.published.as_str(), published.get(&file.published)?.as_str())))
        .collect();
    if !hashes.is_empty() {
        let reason = "SHA-256 of files that nodes download, as their publishers state them".to_owned();
        let content = file_hashes::to_text(&hashes);
        let origin = Origin { reason, ..Origin::default() };
        file(context.names.file_hashes(), paths::FILE_HASHES, content.into(), origin, graph);
    }
}

/// Adds a pod that nodeup puts among the static pods of a node.
fn pod(name: &str, key: &str, pod: &Value, origin: Origin, graph: &mut Builder) {
    file(name, key, Text::yaml(pod), origin, graph);
}

fn file(name: &str, key: &str, content: Text, origin: Origin, graph: &mut Builder) {
    graph.own(name, ManagedFile { key: key.to_owned(), content, public: false }, origin);
}
