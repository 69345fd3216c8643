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

use serde_json::Value;

pub(crate) use etcd::NEWEST as NEWEST_ETCD;

use self::notes::Notes;
use crate::diag::{Diagnostics, SpecPath};
use crate::facts::Facts;
use crate::spec::{Cluster, InstanceGroup, Sources, Spec, SshCredential, Version, encode};

/// A spec with every default filled in.
#[derive(Clone, Debug, Default)]
pub struct FullSpec {
    /// The cluster.
    pub cluster: Cluster,
    /// Its groups by name.
    pub groups: Vec<InstanceGroup>,
    /// The SSH keys that may log in to its nodes.
    pub ssh_credentials: Vec<SshCredential>,
    /// Objects that are not kops's, applied to the cluster as they are.
    pub additional: Vec<Value>,
    /// Where everything that the user wrote stands.
    pub sources: Sources,
    /// What was found in reading that does not stop the work.
    pub warnings: Diagnostics,
    /// The values that were filled in, and the rule that each came from, in words.
    pub origins: BTreeMap<SpecPath, &'static str>,
}

impl FullSpec {
    /// Returns the cluster as kops keeps it for nodes to read: the file `cluster-completed.spec`.
    pub fn completed_cluster(&self) -> Value {
        encode::to_value(&self.cluster)
    }
}

/// Fills in what a spec leaves out.
///
/// ```
/// use kops_core::{defaults, facts::Facts, spec, yaml::Source};
///
/// let text = "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata: {name: a.k8s.local}\nspec: {cloudProvider: aws}";
/// let spec = spec::read(&[Source::new("a.yaml", text)], spec::UnknownFields::Deny)?.into_spec()?;
/// let full = defaults::fill(spec, &Facts::built_in("us-east-2"));
/// assert_eq!(full.cluster.spec.network_cidr.as_deref(), Some("172.20.0.0/16"));
/// let path = full.cluster.reference().field("spec.networkCIDR");
/// assert_eq!(full.origins[&path], "the default range of a VPC");
/// # Ok::<(), kops_core::diag::Diagnostics>(())
/// ```
pub fn fill(spec: Spec, facts: &Facts) -> FullSpec {
    let Spec { cluster, groups, ssh_credentials, additional, sources, warnings } = spec;
    let origins = BTreeMap::new();
    let mut full = FullSpec { cluster, groups, ssh_credentials, additional, sources, warnings, origins };
    retired::drop(&mut full);
    let FullSpec { cluster, groups, origins, .. } = &mut full;
    fill_cluster(cluster, groups, facts, &mut Notes::new(cluster.reference(), origins));
    let shared = instance_group::Shared::of(cluster, facts);
    for group in groups {
        shared.fill(group, &mut Notes::new(group.reference(), origins));
    }
    full
}

/// Follows every rule for the cluster once. A rule may rely on what the rules above it filled in.
fn fill_cluster(cluster: &mut Cluster, groups: &[InstanceGroup], facts: &Facts, notes: &mut Notes<'_>) {
    cluster::fill(cluster, facts, notes);
    let version = Version::of(cluster);
    topology::fill(cluster, facts, notes);
    network::fill(cluster, facts, notes);
    subnet::fill(cluster, facts, notes);
    api::fill(cluster, groups, notes);
    cluster::fill_proxy(cluster, notes);
    etcd::fill(cluster, version, notes);
    kube_api_server::fill(cluster, facts, version, notes);
    containerd::fill(cluster, version, notes);
    kube_dns::fill(cluster, notes);
    kubelet::fill(cluster, version, notes);
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
