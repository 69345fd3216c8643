//! The spec of a new cluster, apart from its network, groups and etcd clusters.

use std::collections::BTreeMap;

use serde_json::json;

use super::options::{AuthorizationMode, ClusterOptions, NetworkTopology, NetworkingOption};
use crate::spec::{
    AmazonVpc, Api, ApiLoadBalancer, Authorization, Bastion, Calico, Cilium, CloudControllerManager, Cluster,
    ClusterSpec, Cni, Dns, DnsType, Empty, Flannel, Iam, InstanceManager, Karpenter, Kindnet, KubeApiServer,
    KubeControllerManager, KubeProxy, KubeScheduler, Kubelet, LoadBalancerClass, LoadBalancerType, Networking,
    ServiceAccountIssuerDiscovery, Topology,
};

/// What may be reached from everywhere.
const EVERYWHERE: [&str; 2] = ["0.0.0.0/0", "::/0"];

pub(super) fn spec(options: &ClusterOptions) -> ClusterSpec {
    let admin_access = match options.admin_access.as_slice() {
        [] => EVERYWHERE.map(str::to_owned).to_vec(),
        given => given.to_vec(),
    };
    let ssh_access = if options.ssh_access.is_empty() { admin_access.clone() } else { options.ssh_access.clone() };
    let mut cidrs = options.network_cidrs.iter().cloned();
    let mut spec = ClusterSpec {
        channel: Some(options.channel.clone().unwrap_or_else(|| "stable".to_owned())),
        cloud_provider: Some("aws".to_owned()),
        cloud_labels: options.cloud_labels.clone(),
        config_base: options.config_base.clone(),
        kubernetes_version: options.kubernetes_version.clone(),
        authorization: Some(authorization(options)),
        iam: Some(Iam { allow_container_registry: Some(true), ..Iam::default() }),
        kubelet: Some(Kubelet { anonymous_auth: Some(false), ..Kubelet::default() }),
        kubernetes_api_access: admin_access,
        ssh_access,
        network_cidr: cidrs.next(),
        additional_network_cidrs: cidrs.collect(),
        non_masquerade_cidr: options.ipv6.then(|| "::/0".to_owned()),
        cloud_controller_manager: options.ipv6.then(CloudControllerManager::default),
        disable_subnet_tags: options.disable_subnet_tags.then_some(true),
        dns_zone: options.dns_zone.clone(),
        master_public_name: options.api_public_name.clone(),
        topology: Some(Topology { dns: Some(Dns { r#type: Some(dns(options)) }), ..Topology::default() }),
        ..ClusterSpec::default()
    };
    spec.networking = Some(networking(options.networking.unwrap_or_default()));
    feature_gates(&mut spec, options);
    if replaces_kube_proxy(options.networking.unwrap_or_default()) {
        spec.kube_proxy.get_or_insert_default().enabled = Some(false);
    }
    if let Some(store) = &options.discovery_store {
        spec.service_account_issuer_discovery = Some(ServiceAccountIssuerDiscovery {
            discovery_store: Some(format!("{}/{}", store.trim_end_matches('/'), options.name)),
            enable_aws_oidc_provider: Some(true),
            ..ServiceAccountIssuerDiscovery::default()
        });
        spec.iam.get_or_insert_default().use_service_account_external_permissions = Some(true);
    }
    if options.instance_manager == Some(InstanceManager::Karpenter) {
        spec.karpenter = Some(Karpenter { enabled: Some(true), ..Karpenter::default() });
    }
    spec
}

/// Says how the API is reached, and gives bastions a name where the cluster publishes names.
pub(super) fn publish(cluster: &mut Cluster, options: &ClusterOptions) {
    let publishes = cluster.publishes_dns_records();
    cluster.spec.api = Some(api(options, publishes));
    if options.bastion && publishes {
        let name = format!("bastion.{}", cluster.metadata.name);
        cluster.spec.topology.get_or_insert_default().bastion =
            Some(Bastion { bastion_public_name: Some(name), ..Bastion::default() });
    }
}

/// Calico's eBPF data plane takes the place of kube-proxy, and both would listen on the same port.
pub(super) fn disable_kube_proxy_for_bpf(cluster: &mut Cluster) {
    let calico = cluster.spec.networking.as_ref().and_then(|networking| networking.calico.as_ref());
    if calico.is_some_and(|calico| calico.bpf_enabled == Some(true)) {
        cluster.spec.kube_proxy.get_or_insert_default().enabled.get_or_insert(false);
    }
}

fn authorization(options: &ClusterOptions) -> Authorization {
    match options.authorization.unwrap_or_default() {
        AuthorizationMode::Rbac => Authorization { rbac: Some(Empty {}), ..Authorization::default() },
        AuthorizationMode::AlwaysAllow => Authorization { always_allow: Some(Empty {}), ..Authorization::default() },
    }
}

fn dns(options: &ClusterOptions) -> DnsType {
    let default = if options.dns_zone.is_some() { DnsType::Public } else { DnsType::None };
    options.dns.unwrap_or(default)
}

/// Clients find the API by a record of DNS where names are published and nodes are public; else by a load balancer.
fn api(options: &ClusterOptions, publishes: bool) -> Api {
    let public = options.network_topology() == NetworkTopology::Public;
    let given = options.api_load_balancer_type.is_some() || options.api_ssl_certificate.is_some();
    if publishes && public && !given {
        return Api { dns: Some(Empty {}), ..Api::default() };
    }
    let load_balancer = ApiLoadBalancer {
        r#type: Some(options.api_load_balancer_type.unwrap_or(LoadBalancerType::Public)),
        class: Some(options.api_load_balancer_class.unwrap_or(LoadBalancerClass::Network)),
        ssl_certificate: options.api_ssl_certificate.clone(),
        ..ApiLoadBalancer::default()
    };
    Api { load_balancer: Some(load_balancer), ..Api::default() }
}

fn networking(option: NetworkingOption) -> Networking {
    let mut networking = Networking::default();
    let cilium = || Cilium { enable_node_port: Some(true), ..Cilium::default() };
    let flannel = |backend: &str| Flannel { backend: Some(backend.to_owned()), ..Flannel::default() };
    match option {
        NetworkingOption::Cilium => networking.cilium = Some(cilium()),
        NetworkingOption::CiliumEtcd => {
            networking.cilium = Some(Cilium { etcd_managed: Some(true), ..cilium() });
        }
        NetworkingOption::CiliumEni => networking.cilium = Some(Cilium { ipam: Some("eni".to_owned()), ..cilium() }),
        NetworkingOption::Calico => networking.calico = Some(Calico::default()),
        NetworkingOption::AmazonVpc => networking.amazonvpc = Some(AmazonVpc::default()),
        NetworkingOption::Flannel => networking.flannel = Some(flannel("vxlan")),
        NetworkingOption::FlannelUdp => networking.flannel = Some(flannel("udp")),
        NetworkingOption::KubeRouter => networking.kuberouter = Some(Empty {}),
        NetworkingOption::Kindnet => networking.kindnet = Some(Kindnet::default()),
        NetworkingOption::Kubenet => networking.kubenet = Some(Empty {}),
        NetworkingOption::Kopeio => networking.kopeio = Some(json!({})),
        NetworkingOption::Cni => networking.cni = Some(Cni::default()),
    }
    networking
}

fn replaces_kube_proxy(option: NetworkingOption) -> bool {
    use NetworkingOption::{Cilium, CiliumEni, CiliumEtcd, KubeRouter};
    matches!(option, Cilium | CiliumEtcd | CiliumEni | KubeRouter)
}

/// Sets feature gates for every component that has them.
fn feature_gates(spec: &mut ClusterSpec, options: &ClusterOptions) {
    let gate = |text: &String| match text.strip_prefix('-') {
        Some(name) => (name.to_owned(), "false".to_owned()),
        None => (text.strip_prefix('+').unwrap_or(text).to_owned(), "true".to_owned()),
    };
    let gates: BTreeMap<String, String> = options.kubernetes_feature_gates.iter().map(gate).collect();
    if gates.is_empty() {
        return;
    }
    spec.kubelet.get_or_insert_default().feature_gates = gates.clone();
    spec.kube_api_server = Some(KubeApiServer { feature_gates: gates.clone(), ..KubeApiServer::default() });
    spec.kube_controller_manager =
        Some(KubeControllerManager { feature_gates: gates.clone(), ..KubeControllerManager::default() });
    spec.kube_proxy = Some(KubeProxy { feature_gates: gates.clone(), ..KubeProxy::default() });
    spec.kube_scheduler = Some(KubeScheduler { feature_gates: gates, ..KubeScheduler::default() });
}
