//! Fills in what a spec leaves out, by the rules that kops calls populate.
//!
//! In: a [`Spec`] and the [`Facts`]. Out: a [`FullSpec`], which says of every value that was filled in by which rule. What
//! the user wrote wins over every rule. Nothing is refused here: where a rule cannot be followed the value stays unset,
//! and [`crate::validate`] says why.

mod addons;
mod api;
mod calico;
mod cilium;
mod cloud_config;
mod cluster;
pub mod codes;
mod containerd;
mod etcd;
mod explain;
mod image;
mod instance_group;
mod kube_api_server;
mod kube_controller_manager;
mod kube_dns;
mod kube_proxy;
mod kube_scheduler;
mod kubelet;
mod network;
mod networking;
mod notes;
mod overlay;
mod retired;
mod subnet;
#[cfg(test)]
mod testing;
mod topology;

use std::collections::BTreeMap;
use std::ops::Deref;

pub(crate) use containerd::NVIDIA_DEVICE_PLUGIN;
pub(crate) use etcd::NEWEST as NEWEST_ETCD;
pub(crate) use image::remapped as remapped_image;
pub(crate) use kube_api_server::public_url;
pub(crate) use overlay::overlay;

pub use explain::Explained;

use self::notes::Notes;
use crate::diag::SpecPath;
use crate::facts::Facts;
use crate::spec::{Cluster, InstanceGroup, Spec, Version};

/// A spec with every default filled in. It is used like the [`Spec`] that it holds.
#[derive(Clone, Debug, Default)]
pub struct FullSpec {
    /// The spec, without a value that is unset and has a default.
    pub spec: Spec,
    /// The values that were filled in, and the rule that each came from, in words.
    pub origins: BTreeMap<SpecPath, &'static str>,
}

/// A full spec is read as the spec that it holds.
impl Deref for FullSpec {
    type Target = Spec;

    fn deref(&self) -> &Spec {
        &self.spec
    }
}

/// Fills in what a spec leaves out.
///
/// ```
/// use kops_core::{Spec, defaults, facts::Facts};
///
/// let text = "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata: {name: a.k8s.local}\nspec: {cloudProvider: aws}";
/// let spec = Spec::from_yaml("a.yaml", text)?;
/// let full = defaults::fill(spec, &Facts::built_in("us-east-2"));
/// assert_eq!(full.cluster.spec.network_cidr.as_deref(), Some("172.20.0.0/16"));
/// let path = full.cluster.reference().field("spec.networkCIDR");
/// assert_eq!(full.origins[&path], "the default range of a VPC");
/// # Ok::<(), kops_core::Error>(())
/// ```
pub fn fill(mut spec: Spec, facts: &Facts) -> FullSpec {
    retired::drop(&mut spec);
    let Spec { cluster, groups, .. } = &mut spec;
    let mut origins = BTreeMap::new();
    fill_cluster(cluster, groups, facts, &mut Notes::new(cluster.reference(), &mut origins));
    let shared = instance_group::Shared::of(cluster, facts);
    for group in groups {
        shared.fill(group, &mut Notes::new(group.reference(), &mut origins));
    }
    FullSpec { spec, origins }
}

/// Follows every rule for the cluster once. A rule may rely on what the rules above it filled in.
fn fill_cluster(cluster: &mut Cluster, groups: &[InstanceGroup], facts: &Facts, notes: &mut Notes<'_>) {
    network::fill(cluster, facts, notes);
    cluster::fill_proxy(cluster, notes);
    cluster::fill(cluster, facts, notes);
    let version = Version::of(cluster);
    topology::fill(cluster, facts, notes);
    subnet::fill(cluster, facts, notes);
    api::fill(cluster, groups, notes);
    etcd::fill(cluster, version, notes);
    kube_api_server::fill(cluster, facts, version, notes);
    containerd::fill(cluster, version, notes);
    kube_dns::fill(cluster, notes);
    kubelet::fill(cluster, groups, version, notes);
    kube_controller_manager::fill(cluster, notes);
    kube_controller_manager::fill_cloud(cluster, notes);
    kube_scheduler::fill(cluster, notes);
    kube_proxy::fill(cluster, notes);
    cloud_config::fill(cluster, notes);
    networking::fill(cluster, notes);
    calico::fill(cluster, notes);
    cilium::fill(cluster, notes);
    addons::fill(cluster, version, notes);
}
