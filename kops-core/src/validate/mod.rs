//! Checks a full spec by every rule and tells every finding, not the first.
//!
//! In: a [`FullSpec`] and the [`Facts`]. Out: a [`ValidSpec`], or [`Diagnostics`] with a code, the user's value, the place
//! and what would be right. Each rule has a code in [`codes`] and a case in the tests that triggers it. The rules are
//! those of kops, AWS and Kubernetes; what cannot be known from the spec and the facts is left to the plan.

mod access;
mod addons;
mod api;
mod calico;
mod change;
mod cilium;
mod cluster;
pub mod codes;
mod containerd;
mod egress;
mod etcd;
mod iam;
mod instance_group;
mod karpenter;
mod kube_api_server;
mod kube_dns;
mod kubelet;
mod labels;
mod machine;
mod mixed_instances;
mod network;
mod networking;
mod node_assets;
mod protection;
mod range;
mod rules;
mod subnet;
mod topology;
mod update;
mod volumes;
mod warm_pool;

use std::ops::Deref;

pub use self::change::check_change;
pub(crate) use self::cluster::OLDEST as OLDEST_KUBERNETES;
pub use self::cluster::check_store;
pub(crate) use self::etcd::runs as runs_etcd;
pub(crate) use self::machine::is_retired_image;
pub(crate) use self::networking::RETIRED as RETIRED_NETWORKS;
use self::rules::Rules;
use crate::defaults::FullSpec;
use crate::diag::Diagnostics;
use crate::facts::Facts;

/// A full spec that no rule refuses. Only [`check`] makes one.
#[derive(Clone, Debug)]
pub struct ValidSpec(FullSpec);

impl Deref for ValidSpec {
    type Target = FullSpec;

    fn deref(&self) -> &FullSpec {
        &self.0
    }
}

/// Checks a full spec. Warnings are added to those that the spec has.
///
/// # Errors
/// Every finding, sorted by place, where one is an error.
///
/// ```
/// use kops_core::{Spec, defaults, facts::Facts, validate};
///
/// let text = "apiVersion: kops.k8s.io/v1alpha2
/// kind: Cluster
/// metadata: {name: a.example.com}
/// spec: {cloudProvider: aws, kubernetesVersion: 1.5.3}";
/// let spec = Spec::from_yaml("a.yaml", text)?;
/// let facts = Facts::built_in("us-east-2");
/// let found = validate::check(defaults::fill(spec, &facts), &facts).unwrap_err();
/// let old = found.iter().find(|finding| finding.code == "cluster/kubernetes-version").unwrap();
/// assert_eq!(old.message, "Kubernetes `1.5.3` is too old: this release runs 1.31 to 1.36");
/// assert_eq!(old.location.as_ref().unwrap().line, 4);
/// # Ok::<(), kops_core::Error>(())
/// ```
pub fn check(mut full: FullSpec, facts: &Facts) -> Result<ValidSpec, Diagnostics> {
    let mut rules = Rules::new(&full, facts);
    check_cluster(&mut rules);
    check_groups(&mut rules);
    let mut found = rules.into_findings();
    if found.has_errors() {
        found.extend(full.spec.warnings);
        found.sort();
        return Err(found);
    }
    full.spec.warnings.extend(found);
    full.spec.warnings.sort();
    Ok(ValidSpec(full))
}

fn check_cluster(rules: &mut Rules<'_>) {
    cluster::check(rules);
    topology::check(rules);
    let ranges = network::check(rules);
    subnet::check(rules, &ranges);
    egress::check(rules, &ranges);
    access::check(rules);
    api::check(rules);
    etcd::check(rules);
    networking::check(rules);
    calico::check(rules);
    cilium::check(rules);
    kube_api_server::check(rules, &ranges);
    kube_dns::check(rules, &ranges);
    kubelet::check_cluster(rules);
    containerd::check_cluster(rules);
    iam::check(rules);
    addons::check(rules);
    labels::check_cluster(rules);
    node_assets::check_cluster(rules);
    update::check_cluster(rules);
    warm_pool::check_cluster(rules);
    protection::check_cluster(rules);
}

fn check_groups(rules: &mut Rules<'_>) {
    instance_group::check_all(rules);
    let subnets = instance_group::subnet_names(rules);
    for group in rules.groups() {
        instance_group::check(rules, group, &subnets);
        machine::check(rules, group);
        mixed_instances::check(rules, group);
        karpenter::check(rules, group);
        volumes::check(rules, group);
        kubelet::check_group(rules, group);
        containerd::check_group(rules, group);
        labels::check_group(rules, group);
        node_assets::check_group(rules, group);
        update::check_group(rules, group);
        warm_pool::check_group(rules, group);
        protection::check_group(rules, group);
    }
}
