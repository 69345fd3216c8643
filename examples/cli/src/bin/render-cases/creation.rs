//! One case of `create cluster`: options, and the spec that is made of them.

use std::collections::BTreeMap;
use std::path::Path;

use kops_core::create::{self, ClusterOptions, parse_labels};
use kops_core::diag::Report;
use kops_core::spec::{InstanceManager, Role, Spec};
use kops_core::yaml::{self, Source};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::case::NotRendered;
use super::environment::Environment;
use super::text;

/// Where the state store of the cases is.
const STORE: &str = "memfs://tests";

/// When the clusters of the cases were made.
const NOW: &str = "2017-01-01T00:00:00Z";

/// The options of a case: the fields of kops's own options, in lower case, since the cases write them in several ways.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase", default, deny_unknown_fields)]
struct Options {
    #[serde(rename = "clustername")]
    cluster_name: String,
    zones: Vec<String>,
    #[serde(rename = "controlplanezones")]
    control_plane_zones: Vec<String>,
    #[serde(rename = "controlplanecount")]
    control_plane_count: Option<u32>,
    #[serde(rename = "apiservercount")]
    api_server_count: Option<u32>,
    #[serde(rename = "nodecount")]
    node_count: Option<u32>,
    #[serde(rename = "cloudprovider")]
    _cloud_provider: Option<String>,
    #[serde(rename = "kubernetesversion")]
    kubernetes_version: Option<String>,
    #[serde(rename = "kubernetesfeaturegates")]
    kubernetes_feature_gates: Vec<String>,
    networking: Option<String>,
    topology: Option<String>,
    #[serde(rename = "dnstype")]
    dns_type: Option<String>,
    #[serde(rename = "dnszone")]
    dns_zone: Option<String>,
    bastion: bool,
    ipv6: bool,
    #[serde(rename = "networkid")]
    network_id: Option<String>,
    #[serde(rename = "networkcidrs")]
    network_cidrs: Vec<String>,
    #[serde(rename = "subnetids")]
    subnet_ids: Vec<String>,
    #[serde(rename = "utilitysubnetids")]
    utility_subnet_ids: Vec<String>,
    egress: Option<String>,
    #[serde(rename = "disablesubnettags")]
    disable_subnet_tags: bool,
    #[serde(rename = "adminaccess")]
    admin_access: Vec<String>,
    #[serde(rename = "sshaccess")]
    ssh_access: Vec<String>,
    #[serde(rename = "apiloadbalancertype")]
    api_load_balancer_type: Option<String>,
    #[serde(rename = "apiloadbalancerclass")]
    api_load_balancer_class: Option<String>,
    #[serde(rename = "apisslcertificate")]
    api_ssl_certificate: Option<String>,
    #[serde(rename = "apipublicname")]
    api_public_name: Option<String>,
    #[serde(rename = "associatepublicip")]
    associate_public_ip: Option<bool>,
    image: Option<String>,
    #[serde(rename = "nodeimage")]
    node_image: Option<String>,
    #[serde(rename = "controlplaneimage")]
    control_plane_image: Option<String>,
    #[serde(rename = "bastionimage")]
    bastion_image: Option<String>,
    #[serde(rename = "nodesizes")]
    node_sizes: Vec<String>,
    #[serde(rename = "controlplanesizes")]
    control_plane_sizes: Vec<String>,
    #[serde(rename = "nodevolumesize")]
    node_volume_size: Option<i32>,
    #[serde(rename = "nodevolumetype")]
    node_volume_type: Option<String>,
    #[serde(rename = "controlplanevolumesize")]
    control_plane_volume_size: Option<i32>,
    #[serde(rename = "controlplanevolumetype")]
    control_plane_volume_type: Option<String>,
    #[serde(rename = "nodetenancy")]
    node_tenancy: Option<String>,
    #[serde(rename = "controlplanetenancy")]
    control_plane_tenancy: Option<String>,
    #[serde(rename = "nodesecuritygroups")]
    node_security_groups: Vec<String>,
    #[serde(rename = "controlplanesecuritygroups")]
    control_plane_security_groups: Vec<String>,
    #[serde(rename = "etcdclusters")]
    etcd_clusters: Vec<String>,
    #[serde(rename = "encryptetcdstorage")]
    encrypt_etcd_storage: Option<bool>,
    #[serde(rename = "etcdstoragetype")]
    etcd_storage_type: Option<String>,
    #[serde(rename = "instancemanager")]
    instance_manager: Option<String>,
    authorization: Option<String>,
    channel: Option<String>,
    #[serde(rename = "discoverystore")]
    discovery_store: Option<String>,
    #[serde(rename = "cloudlabels")]
    cloud_labels: Option<String>,
    sets: Vec<String>,
    unsets: Vec<String>,
}

/// Reads the options of a case's folder and makes the spec of them, as YAML.
pub(crate) fn render(folder: &Path, environment: &Environment) -> Result<String, NotRendered> {
    let source = Source::new("options.yaml", text(&folder.join("options.yaml")).map_err(NotRendered::Files)?);
    let options = options(&source).map_err(NotRendered::Files)?;
    let facts = environment.facts_to_create(&options);
    let made = create::cluster(&options, &facts).map(|spec| spec.in_store(STORE));
    let mut spec = made.map_err(|findings| NotRendered::Findings(Report::new(&findings, &[]).to_string()))?;
    spec.cluster.metadata.creation_timestamp = Some(NOW.to_owned());
    spec.groups.iter_mut().for_each(|group| group.metadata.creation_timestamp = Some(NOW.to_owned()));
    use_default_machine_types(&mut spec, &options);
    Ok(spec.to_yaml())
}

fn options(source: &Source) -> Result<ClusterOptions, String> {
    let broken = |problem: &dyn std::fmt::Display| format!("`{}` cannot be read: {problem}", source.name);
    let documents = yaml::parse(source).map_err(|findings| broken(&findings))?;
    let fields = documents.first().map(|document| document.root.to_json());
    let Some(Value::Object(fields)) = fields else { return Err(broken(&"it has no fields")) };
    let fields: Map<String, Value> = fields.into_iter().map(|(name, value)| (name.to_lowercase(), value)).collect();
    let options: Options = serde_json::from_value(fields.into()).map_err(|error| broken(&error))?;
    options.into_cluster_options().map_err(|problem| broken(&problem))
}

impl Options {
    fn into_cluster_options(self) -> Result<ClusterOptions, String> {
        let labels = self.cloud_labels.as_deref().map(parse_labels).transpose()?;
        let karpenter = self.instance_manager.is_some_and(|manager| manager == "karpenter");
        Ok(ClusterOptions {
            zones: self.zones,
            control_plane_zones: self.control_plane_zones,
            control_plane_count: self.control_plane_count,
            api_server_count: self.api_server_count,
            node_count: self.node_count,
            bastion: self.bastion,
            channel: self.channel,
            kubernetes_version: self.kubernetes_version,
            kubernetes_feature_gates: self.kubernetes_feature_gates,
            discovery_store: self.discovery_store,
            authorization: named(self.authorization.as_deref())?,
            admin_access: self.admin_access,
            ssh_access: self.ssh_access,
            network_cidrs: self.network_cidrs,
            network_id: self.network_id,
            subnet_ids: self.subnet_ids,
            utility_subnet_ids: self.utility_subnet_ids,
            egress: self.egress,
            disable_subnet_tags: self.disable_subnet_tags,
            ipv6: self.ipv6,
            topology: named(self.topology.as_deref())?,
            networking: named(self.networking.as_deref())?,
            dns: named(capitalized(self.dns_type).as_deref())?,
            dns_zone: self.dns_zone,
            associate_public_ip: self.associate_public_ip,
            api_load_balancer_type: named(capitalized(self.api_load_balancer_type).as_deref())?,
            api_load_balancer_class: named(capitalized(self.api_load_balancer_class).as_deref())?,
            api_ssl_certificate: self.api_ssl_certificate,
            api_public_name: self.api_public_name,
            etcd_clusters: self.etcd_clusters,
            encrypt_etcd_storage: self.encrypt_etcd_storage,
            etcd_storage_type: self.etcd_storage_type,
            instance_manager: karpenter.then_some(InstanceManager::Karpenter),
            image: self.image,
            control_plane_image: self.control_plane_image,
            node_image: self.node_image,
            bastion_image: self.bastion_image,
            control_plane_sizes: self.control_plane_sizes,
            node_sizes: self.node_sizes,
            control_plane_volume_size: self.control_plane_volume_size,
            control_plane_volume_type: self.control_plane_volume_type,
            node_volume_size: self.node_volume_size,
            node_volume_type: self.node_volume_type,
            control_plane_tenancy: self.control_plane_tenancy,
            node_tenancy: self.node_tenancy,
            control_plane_security_groups: self.control_plane_security_groups,
            node_security_groups: self.node_security_groups,
            cloud_labels: labels.unwrap_or_default(),
            set: self.sets,
            unset: self.unsets,
            ..ClusterOptions::named(self.cluster_name)
        })
    }
}

fn named<T: DeserializeOwned>(name: Option<&str>) -> Result<Option<T>, String> {
    name.map(|name| serde_json::from_value(name.into()).map_err(|error| error.to_string())).transpose()
}

/// A name with a capital letter first, as a spec has it.
fn capitalized(name: Option<String>) -> Option<String> {
    let name = name?.to_lowercase();
    let first = name.chars().next()?;
    Some(format!("{}{}", first.to_uppercase(), &name[first.len_utf8()..]))
}

/// The account of the cases offers other instance types by default than AWS.
fn use_default_machine_types(spec: &mut Spec, options: &ClusterOptions) {
    let defaults = BTreeMap::from([
        (Role::Master, ("m3.medium", options.control_plane_sizes.is_empty())),
        (Role::ApiServer, ("m3.medium", true)),
        (Role::Node, ("t2.medium", options.node_sizes.is_empty())),
        (Role::Bastion, ("t2.micro", true)),
    ]);
    for group in &mut spec.groups {
        let role = group.spec.role.unwrap_or(Role::Node);
        if let Some((machine_type, true)) = defaults.get(&role)
            && group.spec.machine_type.is_some()
        {
            group.spec.machine_type = Some((*machine_type).to_owned());
        }
    }
}
