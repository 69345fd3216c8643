//! New clusters and instance groups from options: what `kops create cluster` and `kops create instancegroup` write.
//!
//! In: [`ClusterOptions`] and the [`Facts`] that [`query`] asks for. Out: a [`Spec`] with the cluster, its instance groups and its
//! SSH key, in which everything that later commands must not decide anew is written out: versions, images, instance types and CIDRs.

mod cluster;
pub mod codes;
mod etcd;
mod groups;
mod instance_group;
mod labels;
mod network;
mod options;
mod read;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

pub use instance_group::{GroupOptions, group_query, instance_group};
pub use labels::parse_labels;
pub use options::{AuthorizationMode, ClusterOptions, NetworkTopology, NetworkingOption};

use crate::defaults;
use crate::diag::{Diagnostic, Diagnostics};
use crate::facts::{self, Facts, FactsQuery};
use crate::pki::SshPublicKey;
use crate::spec::{self, CLUSTER_LABEL, Cluster, InstanceManager, ObjectMeta, Spec, SshCredential, SshCredentialSpec};

/// The most control-plane nodes of a new cluster: each is a member of etcd, which recommends no more.
const MOST_CONTROL_PLANE_NODES: u32 = 7;

/// Returns what to look up before a cluster is made of options.
///
/// A VPC that only its subnets name is known once these have been looked up: then the query has more in it, and the
/// lookup is repeated.
pub fn query(options: &ClusterOptions, known: &Facts) -> FactsQuery {
    let options = &options.given();
    let (draft, _) = draft(options, known);
    let mut query = facts::query(&draft, &known.components);
    query.subnets.extend(options.subnet_ids.iter().chain(&options.utility_subnet_ids).cloned());
    query.subnets.sort();
    query.subnets.dedup();
    query
}

/// Makes a cluster with its instance groups of options.
///
/// ```
/// use kops_core::create::{self, ClusterOptions};
/// use kops_core::facts::Facts;
///
/// let zones = ["us-east-2a", "us-east-2b"].map(str::to_owned).to_vec();
/// let options = ClusterOptions { zones, ..ClusterOptions::named("demo.example.com") };
/// let spec = create::cluster(&options, &Facts::built_in("us-east-2"))?;
/// let groups: Vec<_> = spec.groups.iter().map(|group| group.name()).collect();
/// assert_eq!(groups, ["control-plane-us-east-2a", "nodes-us-east-2a", "nodes-us-east-2b"]);
/// assert_eq!(spec.cluster.spec.network_cidr.as_deref(), Some("172.20.0.0/16"));
/// # Ok::<(), kops_core::diag::Diagnostics>(())
/// ```
///
/// # Errors
/// Everything that is wrong with the options. Whether the cluster is valid is for [`crate::validate`] to say.
pub fn cluster(options: &ClusterOptions, facts: &Facts) -> Result<Spec, Diagnostics> {
    let options = &options.given();
    let (mut spec, mut problems) = draft(options, facts);
    match spec.cluster.edited(&options.set, &options.unset) {
        Ok(edited) => spec.cluster = edited,
        Err(found) => problems.extend(found),
    }
    cluster::disable_kube_proxy_for_bpf(&mut spec.cluster);
    if let Some(key) = &options.ssh_public_key {
        match key.trim().parse::<SshPublicKey>() {
            Ok(key) => spec.ssh_credentials.push(credential(options, &key)),
            Err(problem) => problems.push(Diagnostic::error(spec::codes::PUBLIC_KEY.id, problem.to_string())),
        }
    }
    assign(&mut spec, facts);
    problems.into_result(spec)
}

/// The cluster and its groups before defaults are written out, with what is wrong. No option is empty.
fn draft(options: &ClusterOptions, facts: &Facts) -> (Spec, Diagnostics) {
    let mut problems = check(options);
    let network = network::Network::new(options, facts, &mut problems);
    let mut cluster = Cluster { metadata: ObjectMeta::named(options.name.trim()), spec: cluster::spec(options) };
    cluster::publish(&mut cluster, options);
    cluster.spec.network_id = network.id.clone();
    cluster.spec.subnets = network.subnets.clone();
    let mut groups = groups::Groups { options, network: &network }.all();
    cluster.spec.etcd_clusters = etcd::clusters(options, &groups);
    for group in &mut groups {
        group.metadata.labels = BTreeMap::from([(CLUSTER_LABEL.to_owned(), cluster.metadata.name.clone())]);
    }
    groups.sort_by(|a, b| a.name().cmp(b.name()));
    (Spec { cluster, groups, ..Spec::default() }, problems)
}

/// What is wrong with the options by themselves.
fn check(options: &ClusterOptions) -> Diagnostics {
    let mut problems = Diagnostics::default();
    if options.name.trim().is_empty() {
        let problem = Diagnostic::error(codes::NAME.id, "the cluster has no name");
        problems.push(problem.help("give its full DNS name, for example `demo.example.com`"));
    }
    if options.zones.is_empty() {
        let problem = Diagnostic::error(codes::ZONES.id, "the cluster has no availability zones");
        problems.push(problem.help("give at least one, for example `us-east-2a`"));
    }
    for (option, zones, help) in [
        ("zones", &options.zones, "give each zone once"),
        (
            "control-plane zones",
            &options.control_plane_zones,
            "give each zone once, and how many nodes there are as the number of control-plane nodes",
        ),
    ] {
        let mut seen = BTreeSet::new();
        if let Some(zone) = zones.iter().find(|zone| !seen.insert(*zone)) {
            let problem = Diagnostic::error(codes::ZONES.id, format!("`{zone}` is twice among the {option}"));
            problems.push(problem.help(help));
        }
    }
    let zones = u32::try_from(options.control_plane_zones.len()).unwrap_or(u32::MAX);
    if let Some(count) = options.control_plane_count.filter(|count| *count < zones.max(1)) {
        let message = format!("{count} control-plane nodes are too few for {} zones", zones.max(1));
        problems.push(Diagnostic::error(codes::CONTROL_PLANE_COUNT.id, message).help("each zone needs one"));
    }
    if let Some(count) = options.control_plane_count.filter(|count| *count > MOST_CONTROL_PLANE_NODES) {
        let message = format!("{count} control-plane nodes are too many for etcd");
        let help = format!("give at most {MOST_CONTROL_PLANE_NODES}, an odd number");
        problems.push(Diagnostic::error(codes::CONTROL_PLANE_COUNT.id, message).help(help));
    }
    for (nodes, count) in [("nodes", options.node_count), ("API server nodes", options.api_server_count)] {
        if let Some(count) = count.filter(|count| i32::try_from(*count).is_err()) {
            let problem = Diagnostic::error(codes::OPTION.id, format!("{count} {nodes} are too many"));
            problems.push(problem.help(format!("the size of an instance group is at most {}", i32::MAX)));
        }
    }
    let public = options.network_topology() == NetworkTopology::Public;
    if options.bastion && public {
        let problem = Diagnostic::error(codes::BASTION.id, "a bastion needs the private topology");
        problems.push(problem.help("in public subnets nodes can be reached without one"));
    }
    if public && !options.utility_subnet_ids.is_empty() {
        let problem = Diagnostic::error(codes::UTILITY_SUBNETS.id, "utility subnets need the private topology");
        problems.push(problem.help("leave them out, or choose the private topology"));
    }
    if options.networking == Some(NetworkingOption::Kubenet) && !public {
        let problem = Diagnostic::error(codes::KUBENET.id, "kubenet does not work with the private topology");
        problems.push(problem.help("choose another network, for example Cilium"));
    }
    let karpenter = options.instance_manager == Some(InstanceManager::Karpenter);
    if karpenter && options.discovery_store.is_none() {
        let problem = Diagnostic::error(codes::KARPENTER.id, "Karpenter needs a discovery store");
        problems.push(
            problem.help("give a public location, such as a bucket, from which IAM reads the keys of service accounts"),
        );
    }
    for gate in &options.kubernetes_feature_gates {
        if gate.trim_start_matches(['+', '-']).is_empty() {
            problems.push(Diagnostic::error(codes::FEATURE_GATE.id, format!("`{gate}` is not a feature gate")));
        }
    }
    problems
}

/// The SSH key as an object.
fn credential(options: &ClusterOptions, key: &SshPublicKey) -> SshCredential {
    let labels = BTreeMap::from([(CLUSTER_LABEL.to_owned(), options.name.clone())]);
    let metadata = ObjectMeta { labels, ..ObjectMeta::named("admin") };
    SshCredential { metadata, spec: SshCredentialSpec { public_key: Some(key.to_string()) } }
}

/// Writes out the defaults that later commands must not decide anew.
fn assign(spec: &mut Spec, facts: &Facts) {
    let full = defaults::fill(spec.clone(), facts).spec;
    let has_public_records = full.cluster.has_public_records();
    let (cluster, filled) = (&mut spec.cluster.spec, full.cluster.spec);
    cluster.kubernetes_version = cluster.kubernetes_version.take().or(filled.kubernetes_version);
    cluster.network_cidr = filled.network_cidr;
    cluster.non_masquerade_cidr = filled.non_masquerade_cidr;
    if has_public_records {
        cluster.master_public_name = filled.master_public_name;
    }
    cluster.egress_proxy = filled.egress_proxy;
    for (subnet, filled) in cluster.subnets.iter_mut().zip(filled.subnets) {
        subnet.cidr = filled.cidr;
    }
    for (group, filled) in spec.groups.iter_mut().zip(full.groups) {
        group.spec.image = filled.spec.image;
        group.spec.machine_type = filled.spec.machine_type;
    }
}
