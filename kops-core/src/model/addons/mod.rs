//! The addons: what kops installs in a cluster beside what runs on its nodes as static pods.
//!
//! In: the context of the model. Out: the bootstrap channel, which lists the addons of the cluster, and one manifest for each,
//! as files of the state store; the kops-channels pod of the control plane applies them. Invariant: the objects, their order
//! and the bytes of each manifest are those of kops 1.36, so that neither tool sees a change in what the other wrote; only
//! prose inside of objects, such as descriptions of schemas and comments of scripts, is not.
//!
//! An addon is a module with one function that returns an [`Addon`]: its key, its version, and its [`Object`]s. The objects
//! read as the API's own documentation has them; what recurs is said in one way:
//!
//! | module | has |
//! |---|---|
//! | [`addon`] | an addon, and what its entry in the channel says |
//! | [`object`] | an object of any kind, built field by field |
//! | [`workload`] | deployments, daemon sets and their pods |
//! | [`pod`] | containers' environment, probes, resources, volumes; tolerations, affinity |
//! | [`rbac`] | service accounts, roles, bindings |
//! | [`published`] | the addons that come from the user's addon source |
//! | [`adapt`] | what makes the manifests of those the cluster's |
//! | [`custom_resource`] | definitions of custom resources and their schemas |
//! | [`version`] | the version of each addon and the images of its containers |
//!
//! No addon labels its objects, names IAM roles or asks for private registries: every manifest goes through [`pipeline`],
//! which does. Networking addons are in [`networking`]; the order of the addons is that of [`chosen`].

mod adapt;
mod addon;
mod authentication_aws;
mod aws_cloud_controller;
mod aws_ebs_csi_driver;
mod channel;
mod cluster_addons;
mod cluster_autoscaler;
mod coredns;
mod custom_resource;
mod dns_controller;
mod documents;
mod external_dns;
mod gvisor;
mod karpenter;
mod kops_controller;
mod kube_dns;
mod kubelet_api;
mod limit_range;
mod metrics_server;
mod networking;
mod node_local_dns;
mod node_problem_detector;
mod node_termination_handler;
mod nvidia;
mod object;
mod pipeline;
mod pod;
mod pod_identity_webhook;
mod published;
mod rbac;
mod release;
mod storage_aws;
#[cfg(test)]
mod tests;
mod version;
mod workload;

pub(crate) use addon::Addon;
pub use channel::PrunedKind;
pub(crate) use documents::{documents, manifest_objects};
pub(crate) use object::{KUBE_SYSTEM, Object};

use std::collections::BTreeSet;

use serde_json::json;

use self::channel::Channel;
use self::pipeline::Pipeline;
use self::published::Found;
use super::Context;
use crate::graph::{Builder, Origin};
use crate::naming::paths;
use crate::resource::{Kind, ManagedFile, Output, Ref, Text, sha256};

/// Adds the bootstrap channel and the manifest of every addon.
pub(super) fn build(context: &Context<'_>, graph: &mut Builder) {
    let mut channel = Channel::default();
    let pipeline = Pipeline::new(context);
    networking::foreign_types::note(context, graph);
    for mut addon in chosen(context) {
        let found = published::fetch(context, &mut addon, graph);
        let addon = pipeline.run(addon);
        let name = context.names.addon(&addon.key);
        let key = paths::addon_manifest(&addon.location);
        if let Found::Elsewhere(text) = found {
            channel.add(&addon, json!(sha256(text)));
            graph.keep_object(key);
            continue;
        }
        // The file may stay one of kops, which has another text that does the same.
        channel.add(&addon, json!(Ref::output(Kind::ManagedFile, name.as_str(), Output::Sha256)));
        let manifest = addon.manifest();
        let origin = Origin { path: addon.path, ..origin(format!("manifest of the addon {}", addon.name)) };
        file(&name, &key, manifest, origin, graph);
    }
    let origin = origin("list of the addons, applied by kops-channels on control-plane nodes");
    file(&context.names.addon("bootstrap"), paths::BOOTSTRAP_CHANNEL, channel.to_yaml(), origin, graph);
}

/// Returns where the state store keeps the manifests of the addons of a cluster that other projects publish.
pub(crate) fn published_locations(context: &Context<'_>) -> Vec<String> {
    published::all(context).map(|addon| addon.location).collect()
}

/// Returns every image that the containers of the addons run, by the name that nodes pull; of published addons, those that the
/// addon source has.
pub(crate) fn images(context: &Context<'_>) -> BTreeSet<String> {
    let pipeline = Pipeline::new(context);
    let mut unused = Builder::new(context.names.cluster(), "");
    let addons = chosen(context).into_iter().map(|mut addon| {
        published::fetch(context, &mut addon, &mut unused);
        pipeline.run(addon)
    });
    addons.flat_map(|addon| addon.objects).flat_map(|object| object.images()).collect()
}

/// Returns the addons that a cluster has, in the order in which they are applied.
fn chosen(context: &Context<'_>) -> Vec<Addon> {
    let addons = [
        Some(kops_controller::addon(context)),
        kube_dns::addon(context),
        coredns::addon(context),
        Some(kubelet_api::addon()),
        Some(limit_range::addon()),
        Some(dns_controller::addon(context)),
        external_dns::addon(context),
        node_local_dns::addon(context),
        cluster_autoscaler::addon(context),
        metrics_server::addon(context),
        published::cert_manager(context),
        node_termination_handler::addon(context),
        node_problem_detector::addon(context),
        nvidia::addon(context),
        gvisor::addon(context),
        published::load_balancer_controller(context),
        pod_identity_webhook::addon(context),
        storage_aws::addon(context),
        published::calico(context),
        networking::addon(context).filter(|addon| !cluster_addons::replaces(context, &addon.name)),
        authentication_aws::addon(context),
        Some(aws_cloud_controller::addon(context)),
        aws_ebs_csi_driver::addon(context),
        published::snapshot_controller(context),
        published::karpenter(context),
        cluster_addons::addon(context),
    ];
    addons.into_iter().flatten().collect()
}

fn origin(reason: impl Into<String>) -> Origin {
    Origin { reason: reason.into(), ..Origin::default() }
}

fn file(name: &str, key: &str, content: Text, origin: Origin, graph: &mut Builder) {
    graph.own(name, ManagedFile { key: key.to_owned(), content, public: false }, origin);
}
