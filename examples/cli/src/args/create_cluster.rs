//! The arguments of `kops create cluster`, and the options that they are.

use std::path::PathBuf;

use clap::builder::{BoolishValueParser, OsStringValueParser, PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{ArgAction, Args, ValueEnum};
use kops_core::create::{AuthorizationMode, ClusterOptions, NetworkingOption, parse_labels};
use kops_core::diag::suggest;
use kops_core::spec::InstanceManager;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Target;
use super::fields::Fields;
use super::number::whole;

/// The networks that `--help` lists; what else is accepted are their old names, and kopeio.
const NETWORKS: [&str; 11] = [
    "cilium",
    "cilium-etcd",
    "cilium-eni",
    "calico",
    "amazonvpc",
    "flannel",
    "flannel-udp",
    "kube-router",
    "kindnet",
    "kubenet",
    "cni",
];

/// Networks that kops had, and that no version of Kubernetes that it supports runs with.
const RETIRED_NETWORKS: [&str; 5] = ["canal", "classic", "lyftvpc", "romana", "weave"];

/// How a spec is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SpecFormat {
    Yaml,
    Json,
}

/// Create a cluster from options
///
/// The spec is stored in the state store, and the changes to the cloud account are shown; --yes applies them.
#[derive(Debug, Args)]
pub(crate) struct CreateClusterArgs {
    /// Cluster name: its full DNS name
    #[arg(value_name = "CLUSTER")]
    pub(crate) cluster: Option<String>,
    /// Apply the changes to the cloud account; without it, they are only shown
    #[arg(short = 'y', long)]
    pub(crate) yes: bool,
    /// With --yes, skip the preflight checks
    #[arg(long, requires = "yes")]
    pub(crate) skip_preflight: bool,
    /// Only print the spec; nothing is stored
    #[arg(long, requires = "output", value_name = "BOOL", num_args = 0..=1, require_equals = true, default_value = "false", default_missing_value = "true", value_parser = BoolishValueParser::new(), action = ArgAction::Set)]
    pub(crate) dry_run: bool,
    /// Output format of --dry-run
    #[arg(short = 'o', long, value_name = "FORMAT", value_enum)]
    pub(crate) output: Option<SpecFormat>,
    /// Target of the changes
    #[arg(long, value_enum, default_value_t)]
    pub(crate) target: Target,
    /// Output directory for --target terraform (default: out/terraform)
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    cluster_options: ClusterArgs,
    #[command(flatten)]
    network: NetworkArgs,
    #[command(flatten)]
    access: AccessArgs,
    #[command(flatten)]
    control_plane: ControlPlaneArgs,
    #[command(flatten)]
    nodes: NodeArgs,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Cluster")]
struct ClusterArgs {
    /// Availability zones of the cluster
    #[arg(long, value_name = "ZONES", value_delimiter = ',')]
    zones: Vec<String>,
    /// Where recommended versions and images come from
    #[arg(long, value_name = "CHANNEL", default_value = "stable")]
    channel: String,
    /// Version of Kubernetes (default: the one that the channel recommends)
    #[arg(long, value_name = "VERSION")]
    kubernetes_version: Option<String>,
    /// Feature gates of all components: +NAME enables one, -NAME disables it
    #[arg(long, value_name = "GATES", value_delimiter = ',', allow_hyphen_values = true)]
    kubernetes_feature_gates: Vec<String>,
    /// Tags on everything that the cluster creates: KEY=VALUE,KEY="VALUE, WITH COMMA"
    #[arg(long, value_name = "TAGS")]
    cloud_labels: Option<String>,
    /// Public location for the discovery documents of service accounts, such as s3://BUCKET; gives service accounts IAM roles
    #[arg(long, value_name = "URL")]
    discovery_store: Option<String>,
    /// Where nodes read their configuration (default: in the state store)
    #[arg(long, value_name = "URL", hide = true)]
    config_base: Option<String>,
    /// What launches worker nodes
    #[arg(long, value_parser = names(["cloudgroups", "karpenter"]), default_value = "cloudgroups")]
    instance_manager: String,
    /// Set fields of the cluster's spec: spec.kubelet.maxPods=200; several are separated by commas. Values are added to a list; --unset it
    /// too to replace it
    #[arg(long, visible_alias = "override", value_name = "FIELD=VALUE", value_parser = Fields::to_set)]
    set: Vec<Fields>,
    /// Unset fields of the cluster's spec; several are separated by commas
    #[arg(long, value_name = "FIELD", value_parser = Fields::to_unset)]
    unset: Vec<Fields>,
    /// Accepted for compatibility with kops, where containerd is the only value
    #[arg(long, value_parser = names(["containerd"]), hide = true)]
    container_runtime: Option<String>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Network")]
struct NetworkArgs {
    /// Network of pods: cilium, cilium-etcd, cilium-eni, calico, amazonvpc, flannel, flannel-udp, kube-router, kindnet, kubenet or
    /// cni for one that you install
    #[arg(long, value_parser = network, default_value = "cilium")]
    networking: NetworkingOption,
    /// Whether nodes have public addresses (default: public, or private with --ipv6)
    #[arg(short = 't', long, value_parser = names(["public", "private"]))]
    topology: Option<String>,
    /// CIDRs of the VPC (default: 172.20.0.0/16, or that of the shared VPC)
    #[arg(long, value_name = "CIDRS", value_delimiter = ',')]
    network_cidr: Vec<String>,
    /// Id of a shared VPC (default: that of the first of --subnets, or else a new VPC)
    #[arg(long, alias = "vpc", value_name = "VPC")]
    network_id: Option<String>,
    /// Shared subnets, at most one for each zone
    #[arg(long, value_name = "SUBNETS", value_delimiter = ',')]
    subnets: Vec<String>,
    /// Shared utility subnets, at most one for each zone
    #[arg(long, value_name = "SUBNETS", value_delimiter = ',')]
    utility_subnets: Vec<String>,
    /// Leave the tags of subnets alone
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_value = "false", default_missing_value = "true", value_parser = BoolishValueParser::new(), action = ArgAction::Set)]
    disable_subnet_tags: bool,
    /// Give pods IPv6 addresses
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_value = "false", default_missing_value = "true", value_parser = BoolishValueParser::new(), action = ArgAction::Set)]
    ipv6: bool,
    /// How names are published (default: public with --dns-zone, else none)
    #[arg(long, value_parser = names(["public", "private", "none"]), ignore_case = true)]
    dns: Option<String>,
    /// Name or id of the hosted zone
    #[arg(long, value_name = "ZONE")]
    dns_zone: Option<String>,
    /// Whether instances get public addresses (default: the setting of the subnet)
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "BOOL", value_parser = BoolishValueParser::new())]
    associate_public_ip: Option<bool>,
    /// Create a bastion; needs the private topology
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_value = "false", default_missing_value = "true", value_parser = BoolishValueParser::new(), action = ArgAction::Set)]
    bastion: bool,
    /// Image of the bastion (default: that of --image)
    #[arg(long, value_name = "IMAGE")]
    bastion_image: Option<String>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Access")]
struct AccessArgs {
    /// CIDRs that may reach the API
    #[arg(long, value_name = "CIDRS", value_delimiter = ',', default_value = "0.0.0.0/0,::/0")]
    admin_access: Vec<String>,
    /// CIDRs that may reach nodes by SSH (default: those of --admin-access)
    #[arg(long, value_name = "CIDRS", value_delimiter = ',')]
    ssh_access: Vec<String>,
    /// File with the SSH public key that may log in to nodes
    #[arg(long, value_name = "FILE", value_parser = OsStringValueParser::new().map(PathBuf::from))]
    ssh_public_key: Option<PathBuf>,
    /// Authorization mode
    #[arg(long, value_parser = names(["RBAC", "AlwaysAllow"]), default_value = "RBAC", ignore_case = true)]
    authorization: String,
    /// Load balancer for the API (default: public, where names are not published or the topology is private)
    #[arg(long, value_parser = names(["public", "internal"]))]
    api_loadbalancer_type: Option<String>,
    /// Class of the API load balancer
    #[arg(long, value_parser = names(["classic", "network"]), hide = true)]
    api_loadbalancer_class: Option<String>,
    /// ARN of a certificate for the API load balancer
    #[arg(long, value_name = "ARN")]
    api_ssl_certificate: Option<String>,
    /// DNS name of the API (default: api. before the cluster name, where names are published)
    #[arg(long, alias = "master-public-name", value_name = "NAME")]
    api_public_name: Option<String>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Control plane")]
struct ControlPlaneArgs {
    /// Number of control-plane nodes (default: one for each of --control-plane-zones, else one)
    #[arg(long, alias = "master-count", value_name = "NUMBER", value_parser = whole::<u32>)]
    control_plane_count: Option<u32>,
    /// Availability zones of control-plane nodes; an odd number (default: --zones)
    #[arg(long, alias = "master-zones", value_name = "ZONES", value_delimiter = ',')]
    control_plane_zones: Vec<String>,
    /// Instance types of control-plane nodes (default: t3.medium, where the image and the zones allow it)
    #[arg(long, alias = "master-size", value_name = "TYPES", value_delimiter = ',')]
    control_plane_size: Vec<String>,
    /// Image of control-plane nodes (default: that of --image)
    #[arg(long, alias = "master-image", value_name = "IMAGE")]
    control_plane_image: Option<String>,
    /// Size of the root volumes of control-plane nodes in GiB (default: 64)
    #[arg(long, alias = "master-volume-size", value_name = "GIB", value_parser = whole::<i32>)]
    control_plane_volume_size: Option<i32>,
    /// EBS type of the root volumes of control-plane nodes (default: gp3)
    #[arg(long, value_name = "TYPE")]
    control_plane_volume_type: Option<String>,
    /// Tenancy of control-plane nodes
    #[arg(long, alias = "master-tenancy", value_parser = names(["default", "dedicated", "host"]))]
    control_plane_tenancy: Option<String>,
    /// Security groups to add to control-plane nodes
    #[arg(long, alias = "master-security-groups", value_name = "GROUPS", value_delimiter = ',')]
    control_plane_security_groups: Vec<String>,
    /// etcd clusters
    #[arg(long, value_name = "NAMES", value_delimiter = ',', default_value = "main,events")]
    etcd_clusters: Vec<String>,
    /// Whether the volumes of etcd are encrypted (default: true)
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "BOOL", value_parser = BoolishValueParser::new())]
    encrypt_etcd_storage: Option<bool>,
    /// EBS type of the volumes of etcd (default: gp3)
    #[arg(long, value_name = "TYPE")]
    etcd_storage_type: Option<String>,
    /// Number of API server nodes
    #[arg(long, value_name = "NUMBER", value_parser = whole::<u32>, hide = true)]
    api_server_count: Option<u32>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Nodes")]
struct NodeArgs {
    /// Number of worker nodes (default: one for each zone)
    #[arg(long, value_name = "NUMBER", value_parser = whole::<u32>)]
    node_count: Option<u32>,
    /// Instance types of worker nodes (default: t3.medium, where the image and the zones allow it)
    #[arg(long, value_name = "TYPES", value_delimiter = ',')]
    node_size: Vec<String>,
    /// Image of all nodes (default: the channel's)
    #[arg(long, value_name = "IMAGE")]
    image: Option<String>,
    /// Image of worker nodes (default: that of --image)
    #[arg(long, value_name = "IMAGE")]
    node_image: Option<String>,
    /// Size of the root volumes of worker nodes in GiB (default: 128)
    #[arg(long, value_name = "GIB", value_parser = whole::<i32>)]
    node_volume_size: Option<i32>,
    /// EBS type of the root volumes of worker nodes (default: gp3)
    #[arg(long, value_name = "TYPE")]
    node_volume_type: Option<String>,
    /// Tenancy of worker nodes
    #[arg(long, value_parser = names(["default", "dedicated", "host"]))]
    node_tenancy: Option<String>,
    /// Security groups to add to worker nodes
    #[arg(long, value_name = "GROUPS", value_delimiter = ',')]
    node_security_groups: Vec<String>,
}

impl CreateClusterArgs {
    /// The file with the SSH public key.
    pub(crate) fn ssh_public_key(&self) -> Option<&PathBuf> {
        self.access.ssh_public_key.as_ref().filter(|file| !file.as_os_str().is_empty())
    }

    /// The options of a cluster.
    ///
    /// # Errors
    /// A message about `--cloud-labels`.
    pub(crate) fn options(&self, name: String, ssh_public_key: Option<String>) -> Result<ClusterOptions, String> {
        let Self { cluster_options: cluster, network, access, control_plane, nodes, .. } = self;
        let labels = cluster.cloud_labels.as_deref().map(parse_labels).transpose();
        let labels = labels.map_err(|problem| format!("invalid value of --cloud-labels: {problem}"))?;
        Ok(ClusterOptions {
            zones: cluster.zones.clone(),
            channel: Some(cluster.channel.clone()),
            kubernetes_version: cluster.kubernetes_version.clone(),
            kubernetes_feature_gates: cluster.kubernetes_feature_gates.clone(),
            cloud_labels: labels.unwrap_or_default(),
            discovery_store: cluster.discovery_store.clone(),
            config_base: cluster.config_base.clone(),
            instance_manager: (cluster.instance_manager == "karpenter").then_some(InstanceManager::Karpenter),
            set: Fields::of(&cluster.set),
            unset: Fields::of(&cluster.unset),

            networking: Some(network.networking),
            topology: network.topology.as_deref().and_then(value),
            network_cidrs: network.network_cidr.clone(),
            network_id: network.network_id.clone(),
            subnet_ids: network.subnets.clone(),
            utility_subnet_ids: network.utility_subnets.clone(),
            disable_subnet_tags: network.disable_subnet_tags,
            ipv6: network.ipv6,
            dns: network.dns.as_deref().and_then(capitalized),
            dns_zone: network.dns_zone.clone(),
            associate_public_ip: network.associate_public_ip,
            bastion: network.bastion,
            bastion_image: network.bastion_image.clone(),

            admin_access: access.admin_access.clone(),
            ssh_access: access.ssh_access.clone(),
            ssh_public_key,
            authorization: Some(match access.authorization.eq_ignore_ascii_case("AlwaysAllow") {
                true => AuthorizationMode::AlwaysAllow,
                false => AuthorizationMode::Rbac,
            }),
            api_load_balancer_type: access.api_loadbalancer_type.as_deref().and_then(capitalized),
            api_load_balancer_class: access.api_loadbalancer_class.as_deref().and_then(capitalized),
            api_ssl_certificate: access.api_ssl_certificate.clone(),
            api_public_name: access.api_public_name.clone(),

            control_plane_count: control_plane.control_plane_count,
            control_plane_zones: control_plane.control_plane_zones.clone(),
            control_plane_sizes: control_plane.control_plane_size.clone(),
            control_plane_image: control_plane.control_plane_image.clone(),
            control_plane_volume_size: control_plane.control_plane_volume_size,
            control_plane_volume_type: control_plane.control_plane_volume_type.clone(),
            control_plane_tenancy: control_plane.control_plane_tenancy.clone(),
            control_plane_security_groups: control_plane.control_plane_security_groups.clone(),
            etcd_clusters: control_plane.etcd_clusters.clone(),
            encrypt_etcd_storage: control_plane.encrypt_etcd_storage,
            etcd_storage_type: control_plane.etcd_storage_type.clone(),
            api_server_count: control_plane.api_server_count,

            node_count: nodes.node_count,
            node_sizes: nodes.node_size.clone(),
            image: nodes.image.clone(),
            node_image: nodes.node_image.clone(),
            node_volume_size: nodes.node_volume_size,
            node_volume_type: nodes.node_volume_type.clone(),
            node_tenancy: nodes.node_tenancy.clone(),
            node_security_groups: nodes.node_security_groups.clone(),
            ..ClusterOptions::named(name)
        })
    }
}

/// The names that a flag can have, and nothing: scripts pass `--flag "$VALUE"` for what may be unset.
fn names<const N: usize>(names: [&'static str; N]) -> PossibleValuesParser {
    names.into_iter().map(PossibleValue::new).chain([PossibleValue::new("").hide(true)]).into()
}

/// A network by the name that kops has for it.
fn network(name: &str) -> Result<NetworkingOption, String> {
    if name.is_empty() {
        return Ok(NetworkingOption::default());
    }
    if name == "external" {
        return Err("Kubernetes has none since 1.26; write `cni` for a network that you install".to_owned());
    }
    if RETIRED_NETWORKS.contains(&name) {
        return Err("it is no longer maintained; the default is cilium, calico is another choice".to_owned());
    }
    serde_json::from_value(name.into()).map_err(|_| match suggest(name, NETWORKS) {
        Some(known) => format!("did you mean `{known}`?"),
        None => format!("expected one of {}", NETWORKS.join(", ")),
    })
}

/// The value of a name that clap has checked; none of an empty one.
fn value<T: DeserializeOwned>(name: &str) -> Option<T> {
    let value = |name| serde_json::from_value(Value::from(name)).expect("clap lists the names of options");
    (!name.is_empty()).then(|| value(name))
}

/// As [`value`], of a name that begins with a capital letter in a spec.
fn capitalized<T: DeserializeOwned>(name: &str) -> Option<T> {
    let name = name.to_lowercase();
    let (first, rest) = name.split_at_checked(1)?;
    value(&format!("{}{rest}", first.to_uppercase()))
}
