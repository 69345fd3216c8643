//! What every builder needs to know: the spec, the facts, and the questions that several builders ask of them.

use std::collections::HashMap;

use super::tags;
use crate::diag::SpecPath;
use crate::facts::{Facts, HostedZone};
use crate::naming::Names;
use crate::resource::{Kind, Ref, ResourceId, Tags};
use crate::spec::{
    ApiLoadBalancer, CiliumEncryption, Cluster, ClusterSpec, DnsType, InstanceGroup, InstanceManager,
    LoadBalancerClass, Networking, NodeTerminationHandler, Role, SshCredential, Subnet, SubnetType,
};

/// The `egress` of subnets whose way out is managed outside of kops.
const EXTERNAL_EGRESS: &str = "External";

/// The spec of one cluster with the facts, as builders see them. Everything that defaults fill in is taken as filled in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context<'a> {
    pub(crate) cluster: &'a Cluster,
    pub(crate) groups: &'a [InstanceGroup],
    pub(crate) ssh_credentials: &'a [SshCredential],
    /// Objects of the Kubernetes API beside the cluster, to be applied to it.
    pub(crate) additional: &'a [serde_json::Value],
    pub(crate) facts: &'a Facts,
    pub(crate) names: Names<'a>,
    /// What names call the role that a security group is for, where groups name it in place of their role's.
    pub(crate) roles_of_security_groups: &'a HashMap<&'a str, &'static str>,
}

/// The names of a spec.
impl<'a> Context<'a> {
    pub(crate) fn spec(&self) -> &'a ClusterSpec {
        &self.cluster.spec
    }

    /// The tags of something that the cluster owns.
    pub(crate) fn tags(&self, name: &str) -> Tags {
        tags::owned(self.cluster, name)
    }

    /// The path of a field of the cluster: `spec.subnets[2]`.
    pub(crate) fn path(&self, field: impl Into<String>) -> SpecPath {
        self.cluster.reference().field(field)
    }

    /// The place of an object of the state store that nodes read: `s3://states/demo.example.com/config`.
    pub(crate) fn in_config_base(&self, key: &str) -> String {
        format!("{}/{key}", self.spec().config_base.as_deref().unwrap_or_default().trim_end_matches('/'))
    }

    pub(crate) fn vpc(&self) -> Ref {
        Ref::to(Kind::Vpc, self.names.cluster())
    }

    /// The internet gateway. AWS refuses NAT gateways and public load balancers in a VPC without one, so they come after it.
    pub(crate) fn internet_gateway(&self) -> ResourceId {
        ResourceId::new(Kind::InternetGateway, self.names.cluster())
    }
}

/// Groups and subnets.
impl<'a> Context<'a> {
    pub(crate) fn groups_with(&self, role: Role) -> impl Iterator<Item = &'a InstanceGroup> + use<'a> {
        self.groups.iter().filter(move |group| group.spec.role == Some(role))
    }

    /// The name of a group's autoscaling group and launch template.
    pub(crate) fn autoscaling_group(&self, group: &InstanceGroup) -> String {
        self.names.autoscaling_group(group.name(), group.spec.role)
    }

    /// The subnets of a group, in its own order.
    pub(crate) fn subnets_of(&self, group: &InstanceGroup) -> Vec<&'a Subnet> {
        group.spec.subnets.iter().filter_map(|name| self.subnet(name)).collect()
    }

    pub(crate) fn karpenter_groups(&self) -> impl Iterator<Item = &'a InstanceGroup> + use<'a> {
        self.groups.iter().filter(|group| group.spec.manager == Some(InstanceManager::Karpenter))
    }

    /// True where people come in through bastions only.
    pub(crate) fn has_bastion(&self) -> bool {
        self.groups_with(Role::Bastion).next().is_some()
    }

    /// The region of the first zone that a subnet is in.
    pub(crate) fn region_of_subnets(&self) -> Option<&'a str> {
        let zone =
            self.spec().subnets.iter().filter_map(|subnet| subnet.zone.as_deref()).find(|zone| zone.len() > 1)?;
        zone.get(..zone.len() - 1)
    }

    pub(crate) fn subnet(&self, name: &str) -> Option<&'a Subnet> {
        self.spec().subnets.iter().find(|subnet| subnet.name.as_deref() == Some(name))
    }

    pub(crate) fn subnet_ref(&self, name: &str) -> Ref {
        Ref::to(Kind::Subnet, self.names.subnet(name))
    }

    /// The subnets in the order of the spec, with the path of each.
    pub(crate) fn subnets(&self) -> impl Iterator<Item = PlacedSubnet<'a>> + use<'a> {
        let cluster = self.cluster;
        cluster.spec.subnets.iter().enumerate().map(move |(index, spec)| PlacedSubnet {
            spec,
            path: cluster.reference().field("spec.subnets").index(index),
        })
    }

    /// True where the VPC exists and is only used.
    pub(crate) fn shares_vpc(&self) -> bool {
        self.shared_vpc().is_some()
    }

    /// True unless users tag subnets for load balancers.
    pub(crate) fn tags_subnets(&self) -> bool {
        self.spec().disable_subnet_tags != Some(true)
    }

    pub(crate) fn shared_vpc(&self) -> Option<&'a str> {
        self.spec().network_id.as_deref().filter(|id| !id.is_empty())
    }

    /// True where pods have IPv6 addresses only.
    pub(crate) fn ipv6_only(&self) -> bool {
        self.spec().non_masquerade_cidr.as_deref().is_some_and(|range| range.contains(':'))
    }
}

/// A subnet of the spec and where it stands there.
#[derive(Clone, Debug)]
pub(crate) struct PlacedSubnet<'a> {
    pub(crate) spec: &'a Subnet,
    pub(crate) path: SpecPath,
}

impl<'a> PlacedSubnet<'a> {
    pub(crate) fn name(&self) -> &'a str {
        self.spec.name.as_deref().unwrap_or_default()
    }

    pub(crate) fn zone(&self) -> &'a str {
        self.spec.zone.as_deref().unwrap_or_default()
    }

    pub(crate) fn kind(&self) -> SubnetType {
        self.spec.r#type.unwrap_or(SubnetType::Public)
    }

    /// True where its instances can be reached from the internet.
    pub(crate) fn is_public(&self) -> bool {
        matches!(self.kind(), SubnetType::Public | SubnetType::Utility)
    }

    /// The id of a subnet that exists and is only used.
    pub(crate) fn shared(&self) -> Option<&'a str> {
        self.spec.id.as_deref().filter(|id| !id.is_empty())
    }

    pub(crate) fn cidr(&self) -> Option<&'a str> {
        self.spec.cidr.as_deref().filter(|range| !range.is_empty())
    }

    pub(crate) fn ipv6_cidr(&self) -> Option<&'a str> {
        self.spec.ipv6_cidr.as_deref().filter(|range| !range.is_empty())
    }

    /// What leads out of it, where the spec names something.
    pub(crate) fn egress(&self) -> Option<&'a str> {
        self.spec.egress.as_deref().filter(|id| !id.is_empty())
    }

    /// True where users manage what leads out of it.
    pub(crate) fn is_unmanaged(&self) -> bool {
        self.egress() == Some(EXTERNAL_EGRESS)
    }

    /// The address that its NAT gateway must have.
    pub(crate) fn public_ip(&self) -> Option<&'a str> {
        self.spec.public_ip.as_deref().filter(|address| !address.is_empty())
    }
}

/// How the API is reached, and how names are published.
impl<'a> Context<'a> {
    pub(crate) fn api_load_balancer(&self) -> Option<&'a ApiLoadBalancer> {
        self.spec().api.as_ref()?.load_balancer.as_ref()
    }

    /// True where the API is behind a network load balancer; a class that was not said is the classic one.
    pub(crate) fn uses_network_load_balancer(&self) -> bool {
        self.api_load_balancer().is_some_and(|lb| lb.class == Some(LoadBalancerClass::Network))
    }

    /// True where the API is behind a classic load balancer.
    pub(crate) fn uses_classic_load_balancer(&self) -> bool {
        self.api_load_balancer().is_some() && !self.uses_network_load_balancer()
    }

    /// The certificate that a load balancer presents to clients, by ARN.
    pub(crate) fn api_certificate(&self) -> Option<&'a str> {
        self.api_load_balancer()?.ssl_certificate.as_deref().filter(|arn| !arn.is_empty())
    }

    pub(crate) fn dns_type(&self) -> DnsType {
        let dns = self.spec().topology.as_ref().and_then(|topology| topology.dns.as_ref());
        dns.and_then(|dns| dns.r#type).unwrap_or(DnsType::Public)
    }

    /// True where names are records of a hosted zone.
    pub(crate) fn publishes_dns_records(&self) -> bool {
        self.dns_type() != DnsType::None && !self.cluster.is_gossip()
    }

    /// True where the control plane tells nodes the cluster's names by gossip.
    pub(crate) fn uses_gossip(&self) -> bool {
        self.dns_type() != DnsType::None && self.cluster.is_gossip()
    }

    /// True where nodes find kops-controller through the API's load balancer, because no name leads to it.
    pub(crate) fn load_balancer_serves_kops_controller(&self) -> bool {
        self.dns_type() == DnsType::None || (self.cluster.is_gossip() && self.uses_network_load_balancer())
    }

    /// True where machines that do not serve the API get their configuration from kops-controller, and not from the state
    /// store.
    pub(crate) fn kops_controller_serves_node_config(&self) -> bool {
        !self.uses_gossip() || self.load_balancer_serves_kops_controller()
    }

    /// The hosted zone of the cluster's names: by its id or its name in the spec, private where the cluster's DNS is.
    pub(crate) fn hosted_zone(&self) -> Option<&'a HostedZone> {
        let wanted = self.spec().dns_zone.as_deref()?.trim_end_matches('.');
        let private = self.dns_type() == DnsType::Private;
        let zones = &self.facts.hosted_zones;
        zones
            .iter()
            .find(|zone| zone.id == wanted.trim_start_matches("/hostedzone/"))
            .or_else(|| zones.iter().find(|zone| zone.name.trim_end_matches('.') == wanted && zone.private == private))
    }
}

/// What runs beside the pods of users.
impl<'a> Context<'a> {
    /// True where the node termination handler works by a queue.
    pub(crate) fn drains_by_queue(&self) -> bool {
        self.spec().node_termination_handler.as_ref().is_some_and(NodeTerminationHandler::works_by_queue)
    }
}

/// Where the pods of the cluster itself run.
impl<'a> Context<'a> {
    /// True where Karpenter makes the nodes that pods run on.
    pub(crate) fn uses_karpenter(&self) -> bool {
        self.spec().karpenter.as_ref().is_some_and(|karpenter| karpenter.enabled == Some(true))
    }

    /// True where volumes can be snapshotted.
    pub(crate) fn takes_snapshots(&self) -> bool {
        self.spec().snapshot_controller.as_ref().is_some_and(|controller| controller.enabled == Some(true))
    }

    /// True where API servers stand on machines of their own, and so reach etcd on others by a name.
    pub(crate) fn has_api_servers(&self) -> bool {
        self.groups_with(Role::ApiServer).next().is_some()
    }

    /// How many replicas a controller has: two where more than one group makes control-plane nodes.
    pub(crate) fn controller_replicas(&self) -> i32 {
        if self.groups_with(Role::Master).nth(1).is_some() { 2 } else { 1 }
    }
}

/// The network of pods.
impl<'a> Context<'a> {
    pub(crate) fn networking(&self) -> Option<&'a Networking> {
        self.spec().networking.as_ref()
    }

    /// True where Cilium keeps its state in an etcd cluster of its own.
    pub(crate) fn cilium_has_etcd(&self) -> bool {
        let cilium = self.networking().and_then(|networking| networking.cilium.as_ref());
        cilium.is_some_and(|cilium| cilium.etcd_managed == Some(true))
    }

    /// True where Cilium encrypts by IPsec what nodes send each other.
    pub(crate) fn uses_ipsec(&self) -> bool {
        let cilium = self.networking().and_then(|networking| networking.cilium.as_ref());
        cilium.is_some_and(|cilium| {
            cilium.enable_encryption == Some(true) && cilium.encryption_type == Some(CiliumEncryption::Ipsec)
        })
    }

    /// True where nodes are clients of an etcd cluster for Cilium.
    pub(crate) fn uses_etcd_of_cilium(&self) -> bool {
        self.networking().is_some_and(|networking| networking.cilium.is_some()) && self.has_etcd_cluster("cilium")
    }

    pub(crate) fn has_etcd_cluster(&self, name: &str) -> bool {
        self.spec().etcd_clusters.iter().any(|cluster| cluster.name.as_deref() == Some(name))
    }
}
