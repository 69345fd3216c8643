//! What a user says of a new cluster.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::spec::{DnsType, InstanceManager, LoadBalancerClass, LoadBalancerType, region_of_zone};

/// The options of `kops create cluster`. What is not given has the default of kops 1.36.2, and so has a text that is empty and a
/// number that is 0, as scripts pass them for what is not set.
///
/// ```
/// use kops_core::create::ClusterOptions;
///
/// let options = ClusterOptions { zones: vec!["us-east-2a".into()], ..ClusterOptions::named("demo.example.com") };
/// assert_eq!(options.node_count, None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ClusterOptions {
    /// The cluster's full DNS name, for example `demo.example.com`.
    pub name: String,
    /// The availability zones of the cluster. The AWS region is that of the first one.
    pub zones: Vec<String>,
    /// The availability zones of control-plane nodes. Default: `zones`.
    pub control_plane_zones: Vec<String>,
    /// The number of control-plane nodes, each with an instance group of its own. Default: one for each of
    /// `control_plane_zones` where these are given, else one.
    pub control_plane_count: Option<u32>,
    /// The number of API server nodes. Default: none.
    pub api_server_count: Option<u32>,
    /// The number of worker nodes, spread over the zones. Default: one for each zone.
    pub node_count: Option<u32>,
    /// Enables an instance group of bastions. Needs the private topology.
    pub bastion: bool,

    /// Where the versions and images come from. Default: `stable`.
    pub channel: Option<String>,
    /// The version of Kubernetes. Default: the one that the channel recommends.
    pub kubernetes_version: Option<String>,
    /// Feature gates of all components: `Name` and `+Name` enable one, `-Name` disables it.
    pub kubernetes_feature_gates: Vec<String>,
    /// Where nodes read their configuration. Default: below the state store.
    pub config_base: Option<String>,
    /// A public location for the discovery documents of service accounts, such as `s3://BUCKET`. Gives service accounts
    /// roles of their own.
    pub discovery_store: Option<String>,
    /// Who may do what. Default: RBAC.
    pub authorization: Option<AuthorizationMode>,
    /// CIDRs that may reach the API. Default: `0.0.0.0/0` and `::/0`.
    pub admin_access: Vec<String>,
    /// CIDRs that may reach nodes by SSH. Default: `admin_access`.
    pub ssh_access: Vec<String>,
    /// The text of a public SSH key that may log in to nodes.
    pub ssh_public_key: Option<String>,

    /// The CIDRs of the VPC. Default: `172.20.0.0/16`, or that of the shared VPC. Each further one gets a subnet, in the zones
    /// in turn.
    pub network_cidrs: Vec<String>,
    /// The id of a shared VPC. Default: that of the first shared subnet, or a new VPC.
    pub network_id: Option<String>,
    /// The ids of shared subnets, one for each zone: a cluster has shared subnets only, or none.
    pub subnet_ids: Vec<String>,
    /// The ids of shared utility subnets, one for each zone: the private topology needs them beside `subnet_ids`.
    pub utility_subnet_ids: Vec<String>,
    /// What leads out of the subnets: `nat-…`, `eipalloc-…`, `tgw-…`, `External`.
    pub egress: Option<String>,
    /// Leaves the tags of subnets alone.
    pub disable_subnet_tags: bool,
    /// Gives pods IPv6 addresses.
    pub ipv6: bool,
    /// Whether nodes have public addresses. Default: public, or private with IPv6.
    pub topology: Option<NetworkTopology>,
    /// The network of pods. Default: Cilium.
    pub networking: Option<NetworkingOption>,
    /// How names are published. Default: `Public` with a `dns_zone`, else `None`.
    pub dns: Option<DnsType>,
    /// The name or id of the hosted zone.
    pub dns_zone: Option<String>,
    /// Whether nodes get public addresses. Default: as the subnet says.
    pub associate_public_ip: Option<bool>,

    /// Puts a load balancer of this type before the API. Default: a public one where names are not published or the topology is
    /// private, else none.
    pub api_load_balancer_type: Option<LoadBalancerType>,
    /// The class of that load balancer. Default: `Network`.
    pub api_load_balancer_class: Option<LoadBalancerClass>,
    /// The ARN of a certificate that the API's load balancer presents.
    pub api_ssl_certificate: Option<String>,
    /// The DNS name of the API. Default: `api.` before the cluster's name, where names are published.
    pub api_public_name: Option<String>,

    /// The etcd clusters. Default: `main` and `events`.
    pub etcd_clusters: Vec<String>,
    /// Whether etcd's volumes are encrypted. Default: true.
    pub encrypt_etcd_storage: Option<bool>,
    /// The EBS type of etcd's volumes.
    pub etcd_storage_type: Option<String>,

    /// What runs worker nodes. Default: autoscaling groups.
    pub instance_manager: Option<InstanceManager>,
    /// The image of all nodes. Default: the channel's.
    pub image: Option<String>,
    /// The image of control-plane nodes. Default: `image`.
    pub control_plane_image: Option<String>,
    /// The image of worker nodes. Default: `image`.
    pub node_image: Option<String>,
    /// The image of bastions. Default: `image`.
    pub bastion_image: Option<String>,
    /// The instance types of control-plane nodes, best first; several are mixed.
    pub control_plane_sizes: Vec<String>,
    /// The instance types of worker nodes, best first; several are mixed.
    pub node_sizes: Vec<String>,
    /// Size of the root volume of control-plane nodes in GiB.
    pub control_plane_volume_size: Option<i32>,
    /// EBS type of the root volume of control-plane nodes.
    pub control_plane_volume_type: Option<String>,
    /// Size of the root volume of worker nodes in GiB.
    pub node_volume_size: Option<i32>,
    /// EBS type of the root volume of worker nodes.
    pub node_volume_type: Option<String>,
    /// Who else may be on the hardware of control-plane nodes: `default`, `dedicated`, or `host` for a dedicated host.
    pub control_plane_tenancy: Option<String>,
    /// Who else may be on the hardware of worker nodes: `default`, `dedicated`, or `host` for a dedicated host.
    pub node_tenancy: Option<String>,
    /// Security groups that exist, to add to control-plane nodes.
    pub control_plane_security_groups: Vec<String>,
    /// Security groups that exist, to add to worker nodes.
    pub node_security_groups: Vec<String>,
    /// Tags on everything that the cluster creates in AWS.
    pub cloud_labels: BTreeMap<String, String>,

    /// Fields of the cluster's spec to set: `spec.kubelet.maxPods=200`. See [`crate::spec::Cluster::edited`].
    pub set: Vec<String>,
    /// Fields of the cluster's spec to unset.
    pub unset: Vec<String>,
}

impl ClusterOptions {
    /// Names a cluster.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// Returns the AWS region: that of the first zone.
    pub fn region(&self) -> Option<&str> {
        region_of_zone(self.zones.iter().find(|zone| !zone.trim().is_empty())?)
    }

    /// Returns whether nodes have public addresses, by default or as it is said.
    pub(super) fn network_topology(&self) -> NetworkTopology {
        let default = if self.ipv6 { NetworkTopology::Private } else { NetworkTopology::Public };
        self.topology.unwrap_or(default)
    }

    /// Returns whether the options name resources that only an account knows.
    pub fn needs_account(&self) -> bool {
        let given = self.given();
        given.network_id.is_some() || !given.subnet_ids.is_empty() || !given.utility_subnet_ids.is_empty()
    }

    /// Returns the options without those that are empty: texts and entries of lists without a letter, and numbers that are 0. A
    /// public key without a letter is wrong, because a file was named for it.
    pub(super) fn given(&self) -> Self {
        let mut options = self.clone();
        let texts = [
            &mut options.channel,
            &mut options.kubernetes_version,
            &mut options.config_base,
            &mut options.discovery_store,
            &mut options.network_id,
            &mut options.egress,
            &mut options.dns_zone,
            &mut options.api_ssl_certificate,
            &mut options.api_public_name,
            &mut options.etcd_storage_type,
            &mut options.image,
            &mut options.control_plane_image,
            &mut options.node_image,
            &mut options.bastion_image,
            &mut options.control_plane_volume_type,
            &mut options.node_volume_type,
            &mut options.control_plane_tenancy,
            &mut options.node_tenancy,
        ];
        for text in texts {
            text.take_if(|text| text.trim().is_empty());
        }
        let lists = [
            &mut options.zones,
            &mut options.control_plane_zones,
            &mut options.kubernetes_feature_gates,
            &mut options.admin_access,
            &mut options.ssh_access,
            &mut options.network_cidrs,
            &mut options.subnet_ids,
            &mut options.utility_subnet_ids,
            &mut options.etcd_clusters,
            &mut options.control_plane_sizes,
            &mut options.node_sizes,
            &mut options.control_plane_security_groups,
            &mut options.node_security_groups,
            &mut options.set,
            &mut options.unset,
        ];
        for list in lists {
            list.retain(|entry| !entry.trim().is_empty());
        }
        for count in [&mut options.control_plane_count, &mut options.api_server_count, &mut options.node_count] {
            count.take_if(|count| *count == 0);
        }
        for size in [&mut options.control_plane_volume_size, &mut options.node_volume_size] {
            size.take_if(|size| *size == 0);
        }
        options
    }
}

/// Who may do what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum AuthorizationMode {
    /// By roles and their bindings.
    #[default]
    #[serde(rename = "RBAC")]
    Rbac,
    /// Every request is allowed.
    AlwaysAllow,
}

/// Whether nodes have public addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum NetworkTopology {
    /// Nodes are in public subnets.
    Public,
    /// Nodes are in private subnets; load balancers and NAT gateways are in utility subnets.
    Private,
}

/// The network of pods.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum NetworkingOption {
    /// Cilium, in place of kube-proxy.
    #[default]
    Cilium,
    /// Cilium with an etcd cluster of its own.
    CiliumEtcd,
    /// Cilium with addresses of the VPC for pods.
    CiliumEni,
    /// Calico.
    Calico,
    /// Addresses of the VPC for pods, by AWS's CNI plugin.
    #[serde(rename = "amazonvpc", alias = "amazon-vpc-routed-eni")]
    AmazonVpc,
    /// Flannel over VXLAN.
    #[serde(alias = "flannel-vxlan")]
    Flannel,
    /// Flannel over UDP.
    FlannelUdp,
    /// kube-router, in place of kube-proxy.
    KubeRouter,
    /// kindnet.
    Kindnet,
    /// Routes of the VPC, made by the cloud controller.
    Kubenet,
    /// kopeio, which is no longer maintained.
    #[serde(alias = "kopeio-vxlan")]
    Kopeio,
    /// A CNI plugin that the user installs.
    Cni,
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::*;

    /// Options that are wrong where they are empty.
    const KEPT: [&str; 2] = ["name", "sshPublicKey"];

    #[test]
    fn every_option_that_is_empty_is_as_if_it_was_not_given() {
        let defaults = serde_json::to_value(ClusterOptions::default()).expect("is JSON");
        let mut options = Map::new();
        for name in defaults.as_object().expect("is a map").keys().filter(|name| !KEPT.contains(&name.as_str())) {
            let empty = |value: Value| Map::from_iter([(name.clone(), value)]);
            let reads =
                |given: &Map<String, Value>| serde_json::from_value::<ClusterOptions>(given.clone().into()).is_ok();
            options
                .extend([json!(""), json!(["", " "]), json!(0)].map(empty).into_iter().find(reads).unwrap_or_default());
        }
        let options: ClusterOptions = serde_json::from_value(options.into()).expect("options");
        assert_eq!((options.channel.as_deref(), options.zones.len(), options.node_volume_size), (Some(""), 2, Some(0)));
        assert_eq!(options.given(), ClusterOptions::default());
        assert!(!options.needs_account());
    }
}
