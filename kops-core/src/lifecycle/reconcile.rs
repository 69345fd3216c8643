//! From the version of Kubernetes that a cluster runs to what its spec says, step by step.
//!
//! In: a spec, the versions that run, and what the channel recommends. Out: an ordered list of steps. The steps are those of
//! `kops reconcile cluster`: the control plane is updated and replaced, and the nodes follow once it is healthy. Kubernetes supports
//! control planes that are one minor version apart, and nodes that are up to three older than their control plane, so a spec that is
//! several minor versions ahead takes several passes; see its version skew policy.

mod data;
mod skew;

pub use data::{
    ReconcileAction, ReconcileEvent, ReconcileFailure, ReconcileOptions, ReconcilePlan, ReconcileReport, ReconcileStep,
    RunningVersions,
};

use std::collections::BTreeMap;

use super::ExpectedGroup;
use crate::cloud::RunningGroup;
use crate::cluster_api::Node;
use crate::diag::{Diagnostic, Diagnostics};
use crate::facts::Components;
use crate::naming::{Role, tags};
use crate::spec::{ExactVersion, Spec, Version};
use crate::validate::codes;

/// Plans the steps from the versions that run to a spec whose defaults are filled in.
///
/// # Errors
/// A version that Kubernetes cannot go back to.
pub fn plan(spec: &Spec, running: &RunningVersions, components: &Components) -> Result<ReconcilePlan, Diagnostics> {
    let groups = ExpectedGroup::all(spec);
    let names = |wanted: fn(Role) -> bool| -> Vec<String> {
        groups.iter().filter(|group| wanted(group.role)).map(|group| group.name.clone()).collect()
    };
    let (control_plane, others) = (names(serves_api), names(|role| !serves_api(role)));
    let wanted = ExactVersion::of(&spec.cluster);
    let newest = running.newest_control_plane().or(running.control_plane());
    let minor = |version: &ExactVersion| (version.numbers().major, version.numbers().minor);
    if let Some(newest) = newest.filter(|newest| minor(&wanted) < minor(newest)) {
        return Err(downgrade(spec, &newest, &wanted));
    }
    let of_minor = |minor| recommended(minor, components);
    let mut steps = Vec::new();
    for pass in skew::passes(running.control_plane(), running.nodes(), wanted.clone(), of_minor) {
        let version = pass.version.to_string();
        let mut add = |action, groups: &[String]| {
            let (kubernetes_version, instance_groups) = (version.clone(), groups.to_vec());
            steps.push(ReconcileStep { kubernetes_version, action, instance_groups });
        };
        if pass.control_plane {
            add(ReconcileAction::Update, &control_plane);
            add(ReconcileAction::Validate, &control_plane);
            add(ReconcileAction::RollingUpdate, &control_plane);
        }
        if !others.is_empty() {
            add(ReconcileAction::Update, &others);
            add(ReconcileAction::RollingUpdate, &others);
        }
    }
    let instance_groups = groups.iter().map(|group| group.name.clone()).collect();
    steps.push(ReconcileStep {
        kubernetes_version: wanted.to_string(),
        action: ReconcileAction::Prune,
        instance_groups,
    });
    Ok(ReconcilePlan { cluster: spec.cluster.name().to_owned(), running: running.clone(), steps })
}

/// A spec on the way to itself: with the version of a step.
pub(crate) fn spec_at(spec: &Spec, step: &ReconcileStep) -> Spec {
    let mut spec = spec.clone();
    spec.cluster.spec.kubernetes_version = Some(step.kubernetes_version.clone());
    spec
}

/// True for the step that brings the control plane to the version of its pass.
pub(crate) fn raises_control_plane(spec: &Spec, step: &ReconcileStep) -> bool {
    let is_control_plane =
        |group: &ExpectedGroup| group.role == Role::Master && step.instance_groups.contains(&group.name);
    step.action == ReconcileAction::Update && ExpectedGroup::all(spec).iter().any(is_control_plane)
}

/// Finds the instance groups of a spec whose nodes are too old to run beside the control plane of a step, each with the oldest version
/// that it runs. A node of no instance group stands for itself.
pub(crate) fn too_old(
    spec: &Spec,
    running: &[RunningGroup],
    nodes: &[Node],
    step: &ReconcileStep,
) -> BTreeMap<String, String> {
    let Some(control_plane) = ExactVersion::parse(&step.kubernetes_version) else { return BTreeMap::new() };
    let groups = ExpectedGroup::all(spec);
    let instances = running.iter().filter_map(|running| {
        let group = groups.iter().find(|group| group.is_run_by(running))?;
        Some(running.instances.iter().map(|instance| (instance.id.as_str(), &group.name)))
    });
    let groups: BTreeMap<&str, &String> = instances.flatten().collect();
    let mut oldest: BTreeMap<&str, ExactVersion> = BTreeMap::new();
    for node in nodes {
        let Some(version) = ExactVersion::parse(&node.kubelet_version) else { continue };
        if !skew::may_run_beside(&version, serves_api(node.role()), &control_plane) {
            let known = node.instance().and_then(|instance| groups.get(instance).copied());
            let group = known.or_else(|| node.labels.get(tags::INSTANCE_GROUP)).unwrap_or(&node.name);
            let known = oldest.entry(group).or_insert_with(|| version.clone());
            if version < *known {
                *known = version;
            }
        }
    }
    oldest.into_iter().map(|(group, version)| (group.to_owned(), version.to_string())).collect()
}

/// What kops replaces with the control plane.
fn serves_api(role: Role) -> bool {
    matches!(role, Role::Master | Role::ApiServer)
}

/// The version that the channel recommends of a minor release, or its first one.
fn recommended(minor: u64, components: &Components) -> ExactVersion {
    let first = Version::new(1, minor, 0).into();
    let recommended = components.release(&first).and_then(|release| release.recommended_version.as_deref());
    let recommended = recommended.and_then(ExactVersion::parse).filter(|version| version.numbers().minor == minor);
    recommended.unwrap_or(first)
}

fn downgrade(spec: &Spec, running: &ExactVersion, wanted: &ExactVersion) -> Diagnostics {
    let path = spec.cluster.reference().field("spec.kubernetesVersion");
    let message = format!(
        "the cluster runs Kubernetes {running} and cannot go back to `{wanted}`: etcd may hold objects that it does not know"
    );
    let problem = Diagnostic::error(codes::CHANGE_VERSION.id, message).located(spec.sources.locate(&path)).at(path);
    problem.help(format!("write a version of 1.{} or newer", running.numbers().minor)).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::create::{self, ClusterOptions};
    use crate::facts::Facts;

    fn steps(wanted: &str, control_plane: Option<&str>, nodes: Option<&str>) -> Result<Vec<String>, String> {
        let facts = Facts::built_in("us-east-2");
        let (zones, kubernetes_version) = (vec!["us-east-2a".to_owned()], Some(wanted.to_owned()));
        let options = ClusterOptions { zones, kubernetes_version, ..ClusterOptions::named("demo.example.com") };
        let spec = create::cluster(&options, &facts).unwrap_or_else(|found| panic!("{found}"));
        let of = |version: Option<&str>| version.map(str::to_owned);
        let newest_control_plane = of(control_plane);
        let running = RunningVersions { control_plane: of(control_plane), newest_control_plane, nodes: of(nodes) };
        let plan = plan(&spec, &running, &facts.components).map_err(|found| found.to_string())?;
        let line = |step: &ReconcileStep| {
            let groups: Vec<&str> =
                step.instance_groups.iter().map(|name| name.trim_end_matches("-us-east-2a")).collect();
            format!("{} {:?} {}", step.kubernetes_version, step.action, groups.join(","))
        };
        Ok(plan.steps.iter().map(line).collect())
    }

    #[test]
    fn the_control_plane_goes_first_and_nodes_follow_in_each_pass() {
        let one = [
            "1.35.5 Update control-plane",
            "1.35.5 Validate control-plane",
            "1.35.5 RollingUpdate control-plane",
            "1.35.5 Update nodes",
            "1.35.5 RollingUpdate nodes",
            "1.35.5 Prune control-plane,nodes",
        ];
        for running in [None, Some("1.34.8"), Some("1.35.1"), Some("v1.35.5")] {
            assert_eq!(steps("1.35.5", running, running).unwrap(), one, "{running:?}");
        }
        let several = steps("1.35.5", Some("1.33.2"), Some("1.33.2")).unwrap();
        assert_eq!(several.len(), 11);
        assert_eq!(
            several[0], "1.34.8 Update control-plane",
            "what the channel recommends of the minor release between"
        );
        assert_eq!(several[5..], one);
        let to_pre_release = steps("1.36.0-rc.1", Some("1.35.5"), Some("1.35.5")).unwrap();
        assert_eq!(to_pre_release[0], "1.36.0-rc.1 Update control-plane");
    }

    #[test]
    fn nodes_that_lag_too_far_behind_go_first() {
        let found = steps("1.35.5", Some("1.34.8"), Some("1.31.14")).unwrap();
        assert_eq!(found[0], "1.34.8 Update nodes");
        assert_eq!(found[1], "1.34.8 RollingUpdate nodes");
        assert_eq!(found[2], "1.35.5 Update control-plane");
        let found = steps("1.35.5", Some("1.34.8"), Some("1.32.0")).unwrap();
        assert_eq!(found[0], "1.35.5 Update control-plane", "three minor versions are supported");
    }

    #[test]
    fn there_is_no_way_back() {
        let found = steps("1.34.8", Some("1.35.5"), Some("1.35.5")).unwrap_err();
        assert!(found.contains("cannot go back to `1.34.8`"), "{found}");
    }

    #[test]
    fn a_version_of_the_control_plane_is_beside_nodes_that_are_up_to_three_older_and_api_servers_that_are_one() {
        let node = |group: &str, version: &str, role: &str| {
            let mut node = Node { name: format!("{group}-1"), kubelet_version: version.into(), ..Node::default() };
            node.labels.insert(format!("node-role.kubernetes.io/{role}"), String::new());
            if !group.is_empty() {
                node.labels.insert(tags::INSTANCE_GROUP.into(), group.into());
            }
            node
        };
        let nodes = [
            node("control-plane", "v1.34.8", "control-plane"),
            node("api", "v1.34.7", "api-server"),
            node("nodes", "v1.32.1", "node"),
            node("nodes", "v1.32.0", "node"),
            node("new", "v1.33.0", "node"),
            node("", "v1.31.0", "node"),
        ];
        let RunningVersions { control_plane, newest_control_plane, nodes: oldest } = RunningVersions::of(&nodes);
        assert_eq!((control_plane.as_deref(), newest_control_plane.as_deref()), (Some("1.34.7"), Some("1.34.8")));
        assert_eq!(oldest.as_deref(), Some("1.31.0"));
        let facts = Facts::built_in("us-east-2");
        let options = ClusterOptions { zones: vec!["us-east-2a".into()], ..ClusterOptions::named("demo.example.com") };
        let spec = create::cluster(&options, &facts).expect("a spec");
        for (version, expected) in [
            ("1.34.8", vec![]),
            ("1.35.5", vec!["-1 1.31.0"]),
            ("1.36.2", vec!["-1 1.31.0", "api 1.34.7", "control-plane 1.34.8", "nodes 1.32.0"]),
        ] {
            let (kubernetes_version, action) = (version.to_owned(), ReconcileAction::Update);
            let step = ReconcileStep { kubernetes_version, action, instance_groups: Vec::new() };
            let found = too_old(&spec, &[], &nodes, &step);
            let found: Vec<String> = found.iter().map(|(group, version)| format!("{group} {version}")).collect();
            assert_eq!(found, expected, "{version}");
        }
    }
}
