//! Addons whose manifest another project publishes: they come from the addon source of the user.
//!
//! The manifest of an addon is the file of the source with the place that the addon has below `addons` in the state store,
//! for example `certmanager.io/k8s-1.16.yaml`. The `addons` folder of a store that kops wrote is a source, as is a folder
//! with manifests that were fetched from their projects. They get the values of the cluster ([`super::adapt`]), and like all addons
//! they go through [`super::pipeline`].
//!
//! Without a source the channel lists them nevertheless, because their manifests may be in the state store already.

use serde::Deserialize;
use serde_json::Value;

use super::adapt::{self, Adapt, Manifest};
use super::addon::Source;
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

/// Fetches the objects of a published addon from the source; false where there is none, so that it has no manifest.
pub(super) fn fetch(context: &Context<'_>, addon: &mut Addon, graph: &mut Builder) -> bool {
    let Source::Published(release, adapt) = addon.source else { return true };
    let Addon { name, location, .. } = &*addon;
    let Release { project, version, url } = release;
    let advice = format!("fetch {project} {version} from {url} and save it as `{location}` in the addon source");
    let Some(source) = &context.facts.published_addons else {
        graph.note(format!("the manifest of the addon `{name}` is not part of this plan: {advice} (`--addons`)"));
        return false;
    };
    let Some(text) = source.get(location) else {
        let message = format!("the addon source has no manifest of `{name}`");
        graph.problem(problem(codes::NO_ADDON_MANIFEST.id, message, addon).help(advice));
        return false;
    };
    match objects(text) {
        Ok(objects) => {
            let mut manifest = Manifest::new(objects);
            adapt(context, &mut manifest);
            for missing in manifest.missing {
                let message = format!(
                    "the manifest `{location}` of the addon source has {missing}, which the cluster's settings go to"
                );
                let help = format!("use the manifest of {project} {version}: {url}");
                graph.problem(problem(codes::ADDON_MANIFEST.id, message, addon).help(help));
            }
            addon.objects = manifest.objects;
            if addon.name == KARPENTER {
                addon.objects.extend(karpenter::objects(context, graph));
            }
        }
        Err(fault) => {
            let message = format!("the manifest `{location}` of the addon source cannot be read: {fault}");
            let help = "save it as YAML documents, each a Kubernetes object";
            graph.problem(problem(codes::ADDON_MANIFEST.id, message, addon).help(help));
        }
    }
    true
}

fn problem(code: &'static str, message: String, addon: &Addon) -> Diagnostic {
    let diagnostic = Diagnostic::error(code, message);
    match &addon.path {
        Some(path) => diagnostic.at(path.clone()),
        None => diagnostic,
    }
}

/// Reads the documents of a manifest, each of which must be a Kubernetes object.
fn objects(text: &str) -> Result<Vec<Object>, String> {
    let mut objects = Vec::new();
    for (index, document) in serde_yaml::Deserializer::from_str(text).enumerate() {
        let value = Value::deserialize(document).map_err(|fault| fault.to_string())?;
        if value.is_null() {
            continue;
        }
        let has = |pointer: &str| value.pointer(pointer).and_then(Value::as_str).is_some_and(|text| !text.is_empty());
        if !(has("/apiVersion") && has("/kind") && has("/metadata/name")) {
            return Err(format!("document {} has no `apiVersion`, `kind` and `metadata.name`", index + 1));
        }
        objects.push(Object::from_fields(value));
    }
    if objects.is_empty() { Err("it has no object".to_owned()) } else { Ok(objects) }
}
