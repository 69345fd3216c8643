//! What nodeup reads on the machines of a group: which files to install, whom to trust, and how every component is set up.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value, json};
use serde_with::skip_serializing_none;

use super::node_files::{self, NodeFile, NodeFiles};
use super::{api_addresses, sections, trust};
use crate::defaults::overlay;
use crate::model::node_labels::node_labels;
use crate::model::warm_pool::GroupWarmPool;
use crate::model::{Context, images};
use crate::naming::{keysets, paths};
use crate::pki::ENCRYPTION_CONFIG;
use crate::resource::{Kind, Output, Ref};
use crate::spec::{Containerd, GossipConfig, InstanceGroup, KubeApiServer, NvidiaGpu, Role};
use crate::yaml;

/// What the groups of a cluster share, gathered once for all of them.
#[derive(Clone, Debug)]
pub(super) struct Shared<'a> {
    /// The files of nodes.
    pub(super) files: &'a NodeFiles,
    /// The scheduler's configuration file.
    pub(super) scheduler: Value,
    /// Images that nodes of a warm pool pull ahead.
    pub(super) warm_pool_images: Vec<String>,
}

/// The document, by kops's names.
#[skip_serializing_none]
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct NodeConfig<'a> {
    assets: BTreeMap<&'a str, Vec<String>>,
    #[serde(rename = "images", skip_serializing_if = "BTreeMap::is_empty")]
    images: BTreeMap<&'a str, Vec<Value>>,
    #[serde(rename = "CAs")]
    cas: BTreeMap<String, Ref>,
    #[serde(rename = "KeypairIDs")]
    keypair_ids: BTreeMap<String, Ref>,
    cluster_name: &'a str,
    kubernetes_version: &'a str,
    kubelet_config: Value,
    /// Null on nodes without it.
    kube_proxy: Value,
    networking: Value,
    hooks: [Value; 2],
    update_policy: &'a str,
    #[serde(rename = "usesLegacyGossip")]
    uses_gossip: bool,
    #[serde(rename = "usesNoneDNS")]
    uses_no_dns: bool,
    #[serde(rename = "InstallCNIAssets")]
    install_cni_assets: Option<bool>,
    use_cilium_etcd: Option<bool>,
    uses_kubenet: Option<bool>,
    #[serde(rename = "NTPUnmanaged")]
    ntp_unmanaged: Option<bool>,
    enable_lifecycle_hook: Option<bool>,
    default_machine_type: Option<&'a str>,
    service_node_port_range: Option<&'a str>,
    #[serde(rename = "DNSZone")]
    dns_zone: Option<&'a str>,
    gossip_config: Option<&'a GossipConfig>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sysctl_parameters: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    volume_mounts: Vec<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    file_assets: Vec<Value>,
    #[serde(rename = "packages", skip_serializing_if = "Vec::is_empty")]
    packages: Vec<&'a str>,
    #[serde(rename = "configStore")]
    config_store: Option<Value>,
    #[serde(rename = "containerdConfig")]
    containerd_config: Option<Value>,
    #[serde(rename = "NvidiaGPU")]
    nvidia_gpu: Option<Value>,
    #[serde(rename = "GVisor")]
    gvisor: Option<Value>,
    #[serde(rename = "APIServerConfig")]
    api_server_config: Option<Value>,
    #[serde(rename = "ApiserverAdditionalIPs")]
    api_server_addresses: Option<Value>,
    control_plane_config: Option<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    etcd_cluster_names: Vec<&'a str>,
    #[serde(rename = "etcdManifests", skip_serializing_if = "Vec::is_empty")]
    etcd_manifests: Vec<String>,
    #[serde(rename = "channelsManifest")]
    channels_manifest: Option<String>,
    #[serde(rename = "staticManifests")]
    static_manifests: Option<Value>,
    #[serde(rename = "warmPoolImages", skip_serializing_if = "Vec::is_empty")]
    warm_pool_images: Vec<String>,
    #[serde(rename = "discoveryServiceWithUniverse")]
    discovery_service: Option<Value>,
    #[serde(flatten)]
    cloud: Map<String, Value>,
}

/// Returns the configuration of a group's machines. Certificates, ids and public keys in it are references to keysets.
pub(super) fn node_config(context: &Context<'_>, group: &InstanceGroup, role: Role, shared: &Shared<'_>) -> Value {
    let spec = context.spec();
    let none = KubeApiServer::default();
    let server = spec.kube_api_server.as_ref().unwrap_or(&none);
    let serves_api = matches!(role, Role::Master | Role::ApiServer);
    let is_control_plane = role == Role::Master;
    let networking = context.networking();
    let needs_machine_type = networking.is_some_and(|networking| {
        networking.amazonvpc.is_some() || networking.cilium.as_ref().is_some_and(|it| it.ipam.as_deref() == Some("eni"))
    });
    let is_true = |value: bool| value.then_some(true);
    let (cas, keypair_ids) = trust::of_group(context, role);
    let config = NodeConfig {
        assets: assets(context, role, shared.files),
        images: images_to_load(role, shared.files),
        cas,
        keypair_ids,
        cluster_name: context.names.cluster(),
        kubernetes_version: spec.kubernetes_version.as_deref().unwrap_or_default(),
        kubelet_config: kubelet(context, group),
        kube_proxy: kube_proxy(context, role),
        networking: network(context, serves_api),
        hooks: [sections::hooks(&group.spec.hooks, role), sections::hooks(&spec.hooks, role)],
        update_policy: group.spec.update_policy.as_deref().or(spec.update_policy.as_deref()).unwrap_or("automatic"),
        uses_gossip: context.uses_gossip(),
        uses_no_dns: context.dns_type() == crate::spec::DnsType::None,
        install_cni_assets: is_true(node_files::installs_cni_plugins(context)),
        use_cilium_etcd: is_true(context.uses_etcd_of_cilium()),
        uses_kubenet: is_true(networking.is_some_and(|networking| {
            networking.kubenet.is_some() || networking.external.is_some() || networking.kopeio.is_some()
        })),
        ntp_unmanaged: is_true(spec.ntp.as_ref().is_some_and(|ntp| ntp.managed == Some(false))),
        enable_lifecycle_hook: is_true(
            GroupWarmPool::of(context.cluster, group).is_some_and(|pool| pool.hook_timeout.is_some()),
        ),
        // Karpenter's groups may name none, and have an empty one then.
        default_machine_type: needs_machine_type
            .then(|| group.spec.machine_type.as_deref().unwrap_or_default())
            .and_then(|types| types.split(',').next()),
        service_node_port_range: server.service_node_port_range.as_deref().filter(|range| !range.is_empty()),
        dns_zone: spec.dns_zone.as_deref().filter(|_| is_control_plane || context.uses_gossip()),
        gossip_config: spec.gossip_config.as_ref().filter(|_| context.uses_gossip()),
        sysctl_parameters: sysctl_parameters(context, group),
        volume_mounts: group
            .spec
            .volume_mounts
            .iter()
            .map(|mount| sections::section(mount, sections::Form::default()))
            .collect(),
        file_assets: file_assets(context, group, role, &shared.scheduler),
        packages: spec.packages.iter().chain(&group.spec.packages).map(String::as_str).collect(),
        config_store: (serves_api || !context.kops_controller_serves_node_config())
            .then(|| json!({"keypairs": spec.key_store, "secrets": spec.secret_store})),
        containerd_config: containerd(context, group, role).map(|containerd| sections::containerd(&containerd)),
        nvidia_gpu: nvidia(context, group),
        gvisor: gvisor(group, role),
        api_server_config: serves_api.then(|| api_server(context, server)),
        api_server_addresses: api_addresses::all(context).filter(|_| serves_api),
        control_plane_config: is_control_plane.then(|| control_plane(context)),
        etcd_cluster_names: if is_control_plane { etcd_clusters(context).collect() } else { Vec::new() },
        etcd_manifests: if is_control_plane { etcd_manifests(context, group) } else { Vec::new() },
        channels_manifest: is_control_plane.then(|| context.in_config_base(paths::CHANNELS)),
        static_manifests: serves_api
            .then(|| json!([{"key": "kube-apiserver-healthcheck", "path": paths::HEALTHCHECK}])),
        warm_pool_images: warm_pool_images(context, group, role, &shared.warm_pool_images),
        discovery_service: spec
            .service_account_issuer_discovery
            .as_ref()
            .and_then(|discovery| discovery.discovery_service.as_ref())
            .map(|service| json!({"url": service.url})),
        cloud: if serves_api { cloud(context) } else { Map::new() },
    };
    serde_json::to_value(config).expect("the configuration serialises")
}

fn assets<'a>(context: &Context<'_>, role: Role, files: &'a NodeFiles) -> BTreeMap<&'a str, Vec<String>> {
    let protokube = node_files::runs_protokube(context, role);
    let of = |arch: &'a str| {
        let own = files.protokube.get(arch).filter(|_| protokube);
        files.common[arch].iter().chain(own).map(NodeFile::compact).collect()
    };
    files.common.keys().map(|arch| (*arch, of(arch))).collect()
}

/// Images that are loaded from archives: of kops's own, those that run on nodes of the role.
fn images_to_load(role: Role, files: &NodeFiles) -> BTreeMap<&str, Vec<Value>> {
    let image = |file: &NodeFile| json!({"hash": file.sha256, "sources": file.urls});
    let of = |all: &[NodeFile]| -> Vec<Value> {
        match role {
            Role::Master => all.iter().map(image).collect(),
            Role::ApiServer => all.last().map(image).into_iter().collect(),
            Role::Node | Role::Bastion => Vec::new(),
        }
    };
    let by_architecture = files.images.iter().map(|(arch, all)| (*arch, of(all)));
    by_architecture.filter(|(_, images)| !images.is_empty()).collect()
}

/// The kubelet as nodeup configures it. A label of the kubelet of the group wins over `nodeLabels` of the group here, as kops has it.
fn kubelet(context: &Context<'_>, group: &InstanceGroup) -> Value {
    let of_cluster = match group.spec.role {
        Some(Role::Master) => &context.spec().master_kubelet,
        _ => &context.spec().kubelet,
    };
    let is_inherited = |label: &str, value: &String| {
        of_cluster.as_ref().is_some_and(|kubelet| kubelet.node_labels.get(label) == Some(value))
    };
    let mut kubelet = group.spec.kubelet.clone().unwrap_or_default();
    let mut labels = node_labels(context.cluster, context.groups, group);
    labels.extend(kubelet.node_labels.into_iter().filter(|(label, value)| !is_inherited(label, value)));
    kubelet.node_labels = labels;
    sections::section(&kubelet, sections::KUBELET)
}

fn kube_proxy(context: &Context<'_>, role: Role) -> Value {
    let isolated = role == Role::Master && context.spec().isolate_masters == Some(true);
    match &context.spec().kube_proxy {
        Some(proxy) if proxy.enabled != Some(false) && !isolated => sections::section(proxy, sections::KUBE_PROXY),
        None if !isolated => json!({}),
        _ => Value::Null,
    }
}

/// The ranges of the network, which of the options it is, and the proxy where nodeup sets that up.
fn network(context: &Context<'_>, serves_api: bool) -> Value {
    let spec = context.spec();
    let mut fields = Map::new();
    let mut set = |name: &str, value: Value| {
        if !value.is_null() {
            fields.insert(name.to_owned(), value);
        }
    };
    set("nonMasqueradeCIDR", json!(spec.non_masquerade_cidr));
    set("serviceClusterIPRange", json!(spec.service_cluster_ip_range));
    if serves_api || context.uses_gossip() {
        set("egressProxy", json!(spec.egress_proxy));
    }
    if let Some(networking) = context.networking() {
        let empty = |is_there: bool| if is_there { json!({}) } else { Value::Null };
        set("amazonVPC", empty(networking.amazonvpc.is_some()));
        set("flannel", empty(networking.flannel.is_some()));
        set("kubeRouter", empty(networking.kuberouter.is_some()));
        set("kindnet", empty(networking.kindnet.is_some()));
        let calico = networking.calico.as_ref();
        set(
            "calico",
            calico.map_or(Value::Null, |calico| match calico.wireguard_enabled {
                Some(on) => json!({"wireguardEnabled": on}),
                None => json!({}),
            }),
        );
        let cilium = networking.cilium.as_ref();
        set(
            "cilium",
            cilium.map_or(Value::Null, |cilium| match cilium.ipam.as_deref() {
                Some("eni") => json!({"ipam": "eni"}),
                _ => json!({}),
            }),
        );
        let secondary = networking.cni.as_ref().is_some_and(|cni| cni.uses_secondary_ip == Some(true));
        set("cni", if secondary { json!({"usesSecondaryIP": true}) } else { Value::Null });
    }
    Value::Object(fields)
}

/// Kernel parameters: those of the group, then those of the cluster, each list with a heading.
fn sysctl_parameters(context: &Context<'_>, group: &InstanceGroup) -> Vec<String> {
    let lists = [("instance group", &group.spec.sysctl_parameters), ("cluster", &context.spec().sysctl_parameters)];
    let written = lists.into_iter().filter(|(_, parameters)| !parameters.is_empty());
    written
        .flat_map(|(whose, parameters)| {
            let heading = [format!("# Custom sysctl parameters from {whose} spec"), String::new()];
            heading.into_iter().chain(parameters.iter().cloned())
        })
        .collect()
}

fn file_assets(context: &Context<'_>, group: &InstanceGroup, role: Role, scheduler: &Value) -> Vec<Value> {
    let own = sections::file_assets(&group.spec.file_assets, role);
    let mut files: Vec<Value> = own.chain(sections::file_assets(&context.spec().file_assets, role)).collect();
    if matches!(role, Role::Master | Role::ApiServer) {
        files.push(json!({"path": super::scheduler::PATH, "content": yaml::to_yaml(scheduler)}));
    }
    files
}

/// The cluster's container runtime with the group's over it.
fn containerd(context: &Context<'_>, group: &InstanceGroup, role: Role) -> Option<Containerd> {
    let merged = match (&context.spec().containerd, &group.spec.containerd) {
        (Some(cluster), Some(group)) => overlay(cluster, group),
        (cluster, group) => cluster.as_ref().or(group.as_ref())?.clone(),
    };
    let gvisor = merged.gvisor.clone().filter(|_| gvisor(group, role).is_some());
    Some(Containerd { gvisor, ..merged })
}

fn nvidia(context: &Context<'_>, group: &InstanceGroup) -> Option<Value> {
    let of = |containerd: &Option<Containerd>| containerd.as_ref().and_then(|containerd| containerd.nvidia_gpu.clone());
    let merged = match (of(&context.spec().containerd), of(&group.spec.containerd)) {
        (Some(cluster), Some(group)) => overlay(&cluster, &group),
        (cluster, group) => cluster.or(group)?,
    };
    let package = merged.package.clone().filter(|name| !name.is_empty());
    let package = package.or_else(|| Some("nvidia-driver-535-server".to_owned()));
    Some(json!(NvidiaGpu { package, ..merged }))
}

fn gvisor(group: &InstanceGroup, role: Role) -> Option<Value> {
    let gvisor = group.spec.containerd.as_ref()?.gvisor.as_ref()?;
    let runs = role == Role::Node && gvisor.enabled == Some(true);
    let platform = gvisor.platform.as_deref().filter(|platform| !platform.is_empty()).unwrap_or("systrap");
    runs.then(|| json!({"enabled": true, "platform": platform}))
}

fn api_server(context: &Context<'_>, server: &KubeApiServer) -> Value {
    let spec = context.spec();
    let mut api = Map::new();
    if let Some(name) = spec.master_public_name.as_deref().filter(|name| !name.is_empty()) {
        api.insert("publicName".into(), name.into());
    }
    if !spec.additional_sans.is_empty() {
        api.insert("additionalSANs".into(), json!(spec.additional_sans));
    }
    if spec.api.as_ref().is_some_and(|api| api.dns.is_some()) {
        api.insert("dns".into(), json!({}));
    }
    if context.api_load_balancer().is_some_and(|balancer| balancer.use_for_internal_api == Some(true)) {
        api.insert("loadBalancer".into(), json!({"useForInternalAPI": true}));
    }
    let mut config = json!({
        "ClusterDNSDomain": spec.cluster_dns_domain,
        "KubeAPIServer": sections::kube_api_server(server),
        "API": api,
        "ServiceAccountPublicKeys": Ref::output(Kind::Keyset, keysets::SERVICE_ACCOUNT, Output::PublicKeys),
    });
    if spec.encryption_config == Some(true) {
        config["EncryptionConfigSecretHash"] =
            json!(Ref::output(Kind::Secret, ENCRYPTION_CONFIG, Output::Sha256Base64Url));
    }
    if let Some(authentication) = sections::authentication(spec.authentication.as_ref(), server) {
        config["Authentication"] = authentication;
    }
    config
}

fn control_plane(context: &Context<'_>) -> Value {
    let spec = context.spec();
    let manager = spec.kube_controller_manager.clone().unwrap_or_default();
    json!({
        "KubeControllerManager": sections::section(&manager, sections::KUBE_CONTROLLER_MANAGER),
        "KubeScheduler": sections::kube_scheduler(&spec.kube_scheduler.clone().unwrap_or_default()),
    })
}

fn etcd_clusters<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a str> + use<'a> {
    context.spec().etcd_clusters.iter().filter_map(|etcd| etcd.name.as_deref())
}

fn etcd_manifests(context: &Context<'_>, group: &InstanceGroup) -> Vec<String> {
    let etcd_clusters = context.spec().etcd_clusters.iter();
    let members = etcd_clusters.flat_map(|etcd| etcd.etcd_members.iter().map(move |member| (etcd, member)));
    let own = members.filter(|(_, member)| member.instance_group.as_deref() == Some(group.name()));
    let path = |etcd: &str| context.in_config_base(&paths::etcd_manager(etcd, group.name()));
    own.filter_map(|(etcd, _)| etcd.name.as_deref()).map(path).collect()
}

fn warm_pool_images(context: &Context<'_>, group: &InstanceGroup, role: Role, of_cluster: &[String]) -> Vec<String> {
    let has_pool = group.spec.warm_pool.is_some() || context.spec().warm_pool.is_some();
    if role == Role::Master || !has_pool {
        return Vec::new();
    }
    let own = group.spec.warm_pool.iter().flat_map(|pool| &pool.additional_images);
    let mut all: Vec<String> =
        of_cluster.iter().cloned().chain(own.map(|image| images::place(context, image))).collect();
    all.sort();
    all.dedup();
    all
}

/// How the cloud controller manager treats load balancers and addresses.
fn cloud(context: &Context<'_>) -> Map<String, Value> {
    let mut fields = Map::new();
    let Some(config) = &context.spec().cloud_config else { return fields };
    let mut set = |name: &str, value: Value| {
        if !value.is_null() && value != json!([]) {
            fields.insert(name.to_owned(), value);
        }
    };
    set("disableSecurityGroupIngress", json!(config.disable_security_group_ingress));
    set("elbSecurityGroup", json!(config.elb_security_group));
    set("nlbSecurityGroupMode", json!(config.nlb_security_group_mode));
    set("nodeIPFamilies", json!(config.node_ip_families));
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{managed_file, public};

    #[test]
    fn instances_that_gossip_are_configured_as_the_spec_says() {
        let gossip = json!({"protocol": "memberlist", "secret": "a", "secondary": {"protocol": ""}});
        for (name, expected) in [("demo.k8s.local", gossip.clone()), ("demo.example.com", Value::Null)] {
            let graph = public(json!({"gossipConfig": gossip})).named(name).build();
            let (_, content) = managed_file(&graph, "nodeupconfig-nodes");
            let config: Value = serde_yaml::from_str(&content).expect("is YAML");
            assert_eq!(config["GossipConfig"], expected, "{name}");
        }
    }

    #[test]
    fn control_planes_load_the_images_of_kops_from_where_its_programs_are() {
        let base = "https://files.example.com/kops/1.36.2";
        let graph = public(json!({})).facts(|facts| facts.components = facts.components.clone().at(base)).build();
        let names = |group: &str| -> Vec<String> {
            let (_, content) = managed_file(&graph, &format!("nodeupconfig-{group}"));
            let config: Value = serde_yaml::from_str(&content).expect("is YAML");
            let images = config["images"]["amd64"].as_array().cloned().unwrap_or_default();
            images.iter().filter_map(|image| image["sources"][0].as_str().map(str::to_owned)).collect()
        };
        let url = |name: &str| format!("{base}/images/{name}-amd64.tar.gz");
        let all = ["kops-utils-cp", "kops-controller", "kops-channels", "dns-controller", "kube-apiserver-healthcheck"];
        assert_eq!(names("control-plane"), all.map(url));
        assert!(names("nodes").is_empty());
        let (_, manifest) = managed_file(&graph, "demo.example.com-addons-kops-controller.addons.k8s.io-k8s-1.16");
        assert!(manifest.contains("KOPS_BASE_URL") && manifest.contains(base), "kops-controller is given it too");
    }

    #[test]
    fn a_label_of_the_kubelet_of_a_group_wins_in_its_configuration() {
        for (of_cluster, of_kubelet, of_group, expected) in [
            (json!({}), json!({"a": "kubelet"}), json!({"a": "group"}), "kubelet"),
            (json!({"a": "cluster"}), json!({}), json!({"a": "group"}), "group"),
            (json!({"a": "cluster"}), json!({"a": "kubelet"}), json!({}), "kubelet"),
            (json!({"a": "cluster"}), json!({}), json!({}), "cluster"),
        ] {
            let group = json!({"kubelet": {"nodeLabels": of_kubelet}, "nodeLabels": of_group});
            let graph = public(json!({"kubelet": {"nodeLabels": of_cluster}})).group("nodes", group).build();
            let (_, content) = managed_file(&graph, "nodeupconfig-nodes");
            let config: Value = serde_yaml::from_str(&content).expect("is YAML");
            assert_eq!(config["KubeletConfig"]["nodeLabels"]["a"], expected, "{of_cluster} {of_kubelet} {of_group}");
        }
    }

    #[test]
    fn nodes_whose_pods_have_addresses_of_the_vpc_are_told_their_machine_type() {
        for (network, group, expected) in [
            ("cni", json!({}), Value::Null),
            ("amazonvpc", json!({"machineType": "m5.large,m5a.large"}), json!("m5.large")),
            ("amazonvpc", json!({"manager": "Karpenter", "machineType": null}), json!("")),
        ] {
            let mut networking = json!({"cni": null});
            networking[network] = json!({});
            let graph = public(json!({"networking": networking})).group("nodes", group).build();
            let (_, content) = managed_file(&graph, "nodeupconfig-nodes");
            let config: Value = serde_yaml::from_str(&content).expect("is YAML");
            assert_eq!(config["DefaultMachineType"], expected, "{network}");
        }
    }
}
