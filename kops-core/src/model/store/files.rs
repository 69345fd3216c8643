//! Objects of the state store that say what the cluster is: to nodes, to etcd-manager, and to kops itself.

use serde::Serialize;

use super::completed_spec;
use crate::diag::Diagnostic;
use crate::graph::{Builder, Origin};
use crate::model::{Context, codes};
use crate::naming::paths;
use crate::resource::ManagedFile;
use crate::spec::EtcdCluster;

/// Adds the full spec, the version of kops that wrote it, and the size that each etcd cluster should have.
pub(in crate::model) fn build(context: &Context<'_>, graph: &mut Builder) {
    let all =
        Origin::new("complete cluster spec with defaults, read by control-plane nodes and kops", context.path("spec"));
    file(paths::COMPLETED_SPEC, paths::COMPLETED_SPEC, completed_spec::to_yaml(context.cluster), all, graph);

    let version = context.facts.components.kops_version.clone();
    let reason = "prevents older kops versions from modifying the cluster";
    let origin = Origin { reason: reason.into(), ..Origin::default() };
    file(paths::KOPS_VERSION, paths::KOPS_VERSION, version, origin, graph);

    for (i, etcd) in context.spec().etcd_clusters.iter().enumerate() {
        etcd_cluster(context, i, etcd, graph);
    }
}

/// What etcd-manager makes a new etcd cluster of. It looks for it below the place of the backups.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EtcdClusterSpec<'a> {
    member_count: usize,
    etcd_version: &'a str,
}

fn etcd_cluster(context: &Context<'_>, index: usize, etcd: &EtcdCluster, graph: &mut Builder) {
    let path = context.path("spec.etcdClusters").index(index);
    let name = etcd.name.as_deref().unwrap_or_default();
    let store = etcd.backups.as_ref().and_then(|backups| backups.backup_store.as_deref()).unwrap_or_default();
    let base = context.spec().config_base.as_deref().unwrap_or_default();
    let Some(folder) = below(base, store).or_else(|| bucket_folder(store)) else {
        let message = format!("the backups of etcd `{name}` cannot be kept at `{store}`");
        let field = context.path(format!("spec.etcdClusters[{index}].backups.backupStore"));
        let help = "write `s3://BUCKET/PATH`, or leave it out to keep them below `configBase`";
        return graph.problem(Diagnostic::error(codes::BACKUP_STORE.id, message).at(field).help(help));
    };
    let wanted = EtcdClusterSpec {
        member_count: etcd.etcd_members.len(),
        etcd_version: etcd.version.as_deref().unwrap_or_default(),
    };
    let content = serde_json::to_string_pretty(&wanted).expect("texts and numbers serialise");
    let origin = Origin::new(format!("desired size and version of etcd {name}, read by etcd-manager"), path);
    file(&context.names.etcd_cluster_spec(name), &paths::etcd_cluster_spec(folder), content, origin, graph);
}

fn file(name: &str, key: &str, content: String, origin: Origin, graph: &mut Builder) {
    graph.own(name, ManagedFile { key: key.to_owned(), content: content.into(), public: false }, origin);
}

/// Returns what leads from a place to another below it: `backups/etcd/main`.
fn below<'a>(base: &str, place: &'a str) -> Option<&'a str> {
    let rest = place.trim_end_matches('/').strip_prefix(base.trim_end_matches('/'))?;
    rest.strip_prefix('/').filter(|folder| !folder.is_empty() && !base.is_empty())
}

/// A place in a bucket, which need not be that of the state store.
fn bucket_folder(place: &str) -> Option<&str> {
    let place = place.trim_end_matches('/');
    place.strip_prefix("s3://").filter(|path| path.split('/').all(|part| !matches!(part, "" | "." | "..")))?;
    Some(place)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::testing::{get, public};
    use crate::resource::{Kind, Resource};

    #[test]
    fn the_store_holds_what_nodes_and_etcd_manager_look_for() {
        let members = json!([{"name": "a", "instanceGroup": "control-plane"}]);
        let etcd = |store: &str| {
            let backups = json!({"backupStore": store});
            json!({"etcdClusters": [{"name": "main", "version": "3.6.12", "backups": backups, "etcdMembers": members}]})
        };
        let graph = public(etcd("s3://states/demo.example.com/backups/etcd/main"))
            .facts(|facts| facts.components.kops_version = "1.36.2".into())
            .build();
        let file = |name: &str| match get(&graph, Kind::ManagedFile, name) {
            Resource::ManagedFile(file) => (file.key.clone(), file.content.to_string()),
            other => panic!("{other:?}"),
        };
        let (key, content) = file("etcd-cluster-spec-main");
        assert_eq!(key, "backups/etcd/main/control/etcd-cluster-spec");
        let content: serde_json::Value = serde_json::from_str(&content).expect("JSON");
        assert_eq!(content, json!({"memberCount": 1, "etcdVersion": "3.6.12"}));
        assert_eq!(file("kops-version.txt"), ("kops-version.txt".into(), "1.36.2".into()));
        assert!(file("cluster-completed.spec").1.contains("serviceAccountIssuer: https://issuer.example.com"));

        for (store, key) in [
            ("s3://backups/demo/main", Some("s3://backups/demo/main/control/etcd-cluster-spec")),
            ("s3://backups/", Some("s3://backups/control/etcd-cluster-spec")),
            ("s3://states/elsewhere", Some("s3://states/elsewhere/control/etcd-cluster-spec")),
            ("gs://backups/main", None),
            ("s3://", None),
            ("s3://backups/../main", None),
            ("backups", None),
        ] {
            let demo = public(etcd(store));
            match key {
                Some(key) => match get(&demo.build(), Kind::ManagedFile, "etcd-cluster-spec-main") {
                    Resource::ManagedFile(file) => assert_eq!(file.key, key),
                    other => panic!("{other:?}"),
                },
                None => assert!(demo.problems().contains(&"etcd/backup-store"), "{store}"),
            }
        }
    }

    #[test]
    fn a_place_below_another_is_found() {
        for (base, place, expected) in [
            ("s3://b/demo", "s3://b/demo/backups/etcd/main", Some("backups/etcd/main")),
            ("s3://b/demo/", "s3://b/demo/backups/etcd/main/", Some("backups/etcd/main")),
            ("s3://b/demo", "s3://b/demo-2/backups", None),
            ("s3://b/demo", "s3://other/backups", None),
            ("s3://b/demo", "s3://b/demo", None),
            ("", "/backups", None),
            ("s3://b/demo", "", None),
        ] {
            assert_eq!(below(base, place), expected, "{base} {place}");
        }
    }
}
