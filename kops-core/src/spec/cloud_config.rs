//! How the cluster uses the cloud.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_with::skip_serializing_none;

use super::quantity::Quantity;

/// How the cluster uses the cloud.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct CloudConfig {
    /// Makes the default storage classes. Default: true.
    pub manage_storage_classes: Option<bool>,
    /// Not for AWS: the cluster spans zones.
    pub multizone: Option<bool>,
    /// Not for AWS: tags of nodes.
    pub node_tags: Option<String>,
    /// Not for AWS: the prefix of nodes' names.
    pub node_instance_prefix: Option<String>,
    /// The address families of nodes: `ipv4`, `ipv6`. Default: by the cluster's network.
    #[serde(rename = "nodeIPFamilies", skip_serializing_if = "Vec::is_empty")]
    pub node_ip_families: Vec<String>,
    /// Not for AWS: the service account of nodes.
    pub gce_service_account: Option<String>,
    /// Not for AWS: boots by a start script.
    pub gce_use_startup_script: Option<bool>,
    /// Stops the cloud controller from opening nodes to load balancers.
    pub disable_security_group_ingress: Option<bool>,
    /// The security group that the cloud controller gives to load balancers.
    pub elb_security_group: Option<String>,
    /// Whether the cloud controller makes security groups for NLBs: `Managed`.
    pub nlb_security_group_mode: Option<String>,
    /// Not for AWS.
    pub v_sphere_username: Option<String>,
    /// Not for AWS.
    pub v_sphere_password: Option<String>,
    /// Not for AWS.
    pub v_sphere_server: Option<String>,
    /// Not for AWS.
    pub v_sphere_datacenter: Option<String>,
    /// Not for AWS.
    pub v_sphere_resource_pool: Option<String>,
    /// Not for AWS.
    pub v_sphere_datastore: Option<String>,
    /// Not for AWS.
    #[serde(rename = "vSphereCoreDNSServer")]
    pub v_sphere_core_dns_server: Option<String>,
    /// The operating system that is reported to Spot by Flexera.
    pub spotinst_product: Option<String>,
    /// How Spot by Flexera chooses instances.
    pub spotinst_orientation: Option<String>,
    /// Not for AWS: settings of OpenStack.
    pub openstack: Option<Value>,
    /// Not for AWS: settings of Azure.
    pub azure: Option<Value>,
    /// The driver of EBS volumes.
    #[serde(rename = "awsEBSCSIDriver")]
    pub aws_ebs_csi_driver: Option<EbsCsiDriver>,
    /// Not for AWS: the driver of persistent disks.
    #[serde(rename = "gcpPDCSIDriver")]
    pub gcp_pd_csi_driver: Option<Value>,
}

/// The driver of EBS volumes.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct EbsCsiDriver {
    /// Whether volumes are served by it. Default: true.
    pub enabled: Option<bool>,
    /// Whether it is installed and kept. Default: true.
    pub managed: Option<bool>,
    /// Its version.
    pub version: Option<String>,
    /// Requests per second to the API.
    #[serde(rename = "kubeAPIQPS")]
    pub kube_api_qps: Option<Quantity>,
    /// Requests at once to the API.
    #[serde(rename = "kubeAPIBurst")]
    pub kube_api_burst: Option<i32>,
    /// Runs its controller in the node's network.
    pub host_network: Option<bool>,
    /// The largest number of volumes on a node. Default: what the machine type allows.
    pub volume_attach_limit: Option<i64>,
    /// Annotations of its pods.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub pod_annotations: BTreeMap<String, String>,
}
