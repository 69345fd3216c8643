//! Addons whose manifest another project publishes: they come from the addon source of the user.
//!
//! The manifest of an addon is the file of the source with the place that the addon has below `addons` in the state store,
//! for example `certmanager.io/k8s-1.16.yaml`. The `addons` folder of a store that kops wrote is a source, as is a folder
//! with manifests that were fetched from their projects. They get the values of the cluster ([`super::adapt`]), and like all addons
//! they go through [`super::pipeline`].
//!
//! What the source does not have stays as the state store has it, from kops or an earlier update: what a setting was before it was made is
//! not known there. Of Karpenter's, the node pools are the cluster's. The channel lists an addon also where neither has it, with a warning.

use super::adapt::{self, Adapt, Manifest};
use super::addon::Source;
use super::documents::manifest_objects;
use super::release::Release;
use super::{Addon, Object, karpenter, version};
use crate::diag::Diagnostic;
use crate::graph::Builder;
use crate::model::{Context, codes, iam};

/// What every one of these has in `kube-system`, by group and kind, so that it is pruned there.
const NAMESPACED: [(&str, &str); 5] = [
    ("", "Service"),
    ("", "ServiceAccount"),
    ("apps", "Deployment"),
    ("rbac.authorization.k8s.io", "Role"),
    ("rbac.authorization.k8s.io", "RoleBinding"),
];

const KARPENTER: &str = "karpenter.sh";

/// cert-manager, unless users install it.
pub(super) fn cert_manager(context: &Context<'_>) -> Option<Addon> {
    let manager = context.spec().cert_manager.as_ref().filter(|manager| manager.enabled == Some(true))?;
    if manager.managed == Some(false) {
        return None;
    }
    let addon =
        published("certmanager.io", "k8s-1.16", &version::CERT_MANAGER, adapt::cert_manager).unselected().prunes();
    Some(addon.has_in_kube_system(&NAMESPACED).because_of(context.path("spec.certManager")))
}

/// The controller that makes load balancers of services and ingresses.
pub(super) fn load_balancer_controller(context: &Context<'_>) -> Option<Addon> {
    let controller = context.spec().aws_load_balancer_controller.as_ref();
    controller.filter(|controller| controller.enabled == Some(true))?;
    let id = if iam::accounts_have_roles(context) { "k8s-1.19-irsa" } else { "k8s-1.19" };
    let name = "aws-load-balancer-controller.addons.k8s.io";
    let addon = published(name, id, &version::LOAD_BALANCER_CONTROLLER, adapt::load_balancer_controller)
        .needs_pki(true)
        .prunes();
    Some(addon.has_in_kube_system(&NAMESPACED).because_of(context.path("spec.awsLoadBalancerController")))
}

/// The controller of volume snapshots.
pub(super) fn snapshot_controller(context: &Context<'_>) -> Option<Addon> {
    if !context.takes_snapshots() {
        return None;
    }
    let addon = published(
        "snapshot-controller.addons.k8s.io",
        "k8s-1.20",
        &version::SNAPSHOT_CONTROLLER,
        adapt::snapshot_controller,
    );
    Some(addon.needs_pki(true).because_of(context.path("spec.snapshotController")))
}

/// Karpenter, with the node pools of its groups.
pub(super) fn karpenter(context: &Context<'_>) -> Option<Addon> {
    if !context.uses_karpenter() {
        return None;
    }
    let addon = published(KARPENTER, "k8s-1.19", &version::KARPENTER, adapt::karpenter).prunes();
    let addon = addon.has_in_kube_system(&NAMESPACED).has_in_kube_system(&[("policy", "PodDisruptionBudget")]);
    let addon = addon.prunes_also(&[("karpenter.k8s.aws", "EC2NodeClass"), ("karpenter.sh", "NodePool")]);
    Some(addon.because_of(context.path("spec.karpenter")))
}

/// Calico.
pub(super) fn calico(context: &Context<'_>) -> Option<Addon> {
    context.networking()?.calico.as_ref()?;
    let objects = [
        ("", "ConfigMap"),
        ("", "ServiceAccount"),
        ("apps", "DaemonSet"),
        ("apps", "Deployment"),
        ("policy", "PodDisruptionBudget"),
    ];
    let addon = published("networking.projectcalico.org", "k8s-1.25", &version::CALICO, adapt::calico)
        .for_networking()
        .prunes();
    Some(addon.has_in_kube_system(&objects).because_of(context.path("spec.networking.calico")))
}

fn published(name: &str, id: &str, release: &'static Release, adapt: Adapt) -> Addon {
    Addon { source: Source::Published(release, adapt), ..Addon::new(name, id, []) }
}

/// The manifest of an addon.
pub(super) enum Found<'a> {
    /// The addon has its objects.
    Objects,
    /// The graph has no manifest. The text is what the state store has, or empty where nothing is known.
    Elsewhere(&'a str),
}

/// Returns the published addons that a cluster has.
pub(super) fn all(context: &Context<'_>) -> impl Iterator<Item = Addon> {
    [cert_manager, load_balancer_controller, calico, snapshot_controller, karpenter]
        .into_iter()
        .filter_map(move |addon| addon(context))
}

/// Gives a published addon its objects, where the source of the user has them, or finds its manifest in the state store.
pub(super) fn fetch<'a>(context: &Context<'a>, addon: &mut Addon, graph: &mut Builder) -> Found<'a> {
    let Source::Published(release, adapt) = addon.source else { return Found::Objects };
    let Addon { name, location, .. } = &*addon;
    let Release { project, version, url } = release;
    let advice = format!("fetch {project} {version} from {url} and save it as `{location}` in the addon source");
    let source = context.facts.published_addons.as_ref();
    if let Some(text) = source.and_then(|source| source.get(location)) {
        let Adapted { objects, faults, .. } = read(text, adapt, context);
        report(addon, "addon source", faults, graph);
        take(context, addon, objects, graph);
        return Found::Objects;
    }
    let Some(text) = context.facts.stored_addons.get(location) else {
        graph.problem(no_manifest(addon, source.is_some()).help(format!("{advice} (`--addons`)")));
        return Found::Elsewhere("");
    };
    let Adapted { objects, faults, has_other_settings } = read(text, adapt, context);
    let is_sound = faults.is_empty();
    report(addon, "state store", faults, graph);
    if is_sound && name == KARPENTER {
        take(context, addon, objects, graph);
        return Found::Objects;
    }
    if !text.contains(version.trim_start_matches('v')) {
        graph.note(format!("the addon `{name}` keeps the version that the state store has: {advice} (`--addons`)"));
    } else if is_sound && has_other_settings {
        graph.note(format!(
            "the addon `{name}` keeps the settings that the state store has: to change them, {advice} (`--addons`)"
        ));
    }
    Found::Elsewhere(text)
}

/// The finding that an addon has no manifest: an error where the user has an addon source. Without one, the rest can be planned.
fn no_manifest(addon: &Addon, has_source: bool) -> Diagnostic {
    let name = &addon.name;
    let code = codes::NO_ADDON_MANIFEST.id;
    if has_source {
        let message = format!("neither the addon source nor the state store has a manifest of `{name}`");
        return problem(code, message, addon);
    }
    let message =
        format!("the state store has no manifest of the addon `{name}`: it is listed, and cannot be installed");
    problem(code, message, addon).into_warning()
}

/// Reports what is wrong with the manifest of an addon.
fn report(addon: &Addon, place: &str, faults: Vec<String>, graph: &mut Builder) {
    let Source::Published(Release { project, version, url }, _) = addon.source else { return };
    for fault in faults {
        let message = format!("the manifest `{}` of the {place} {fault}", addon.location);
        let help = format!("save that of {project} {version} in the addon source (`--addons`): {url}");
        graph.problem(problem(codes::ADDON_MANIFEST.id, message, addon).help(help));
    }
}

/// A manifest that is made that of a cluster.
#[derive(Default)]
struct Adapted {
    objects: Vec<Object>,
    /// What is wrong with it, said so that it completes `the manifest …`.
    faults: Vec<String>,
    /// The spec has other settings than the manifest had.
    has_other_settings: bool,
}

fn read(text: &str, adapt: Adapt, context: &Context<'_>) -> Adapted {
    let objects = match manifest_objects(text) {
        Ok(objects) => objects.into_iter().map(Object::foreign).collect::<Vec<_>>(),
        Err(fault) => return Adapted { faults: vec![format!("cannot be read: {fault}")], ..Adapted::default() },
    };
    let mut manifest = Manifest::new(objects.clone());
    adapt(context, &mut manifest);
    let missing = manifest.missing.iter().map(|missing| format!("has {missing}, which the cluster's settings go to"));
    let faults = missing.collect();
    let has_other_settings = manifest.objects.iter().map(Object::fields).ne(objects.iter().map(Object::fields));
    Adapted { faults, has_other_settings, objects: manifest.objects }
}

fn take(context: &Context<'_>, addon: &mut Addon, objects: Vec<Object>, graph: &Builder) {
    addon.objects = objects;
    if addon.name == KARPENTER {
        addon.objects.retain(|object| !karpenter::is_of_group(object));
        addon.objects.extend(karpenter::objects(context, graph));
    }
}

fn problem(code: &'static str, message: String, addon: &Addon) -> Diagnostic {
    let diagnostic = Diagnostic::error(code, message);
    match &addon.path {
        Some(path) => diagnostic.at(path.clone()),
        None => diagnostic,
    }
}
