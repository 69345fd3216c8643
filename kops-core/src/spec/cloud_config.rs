//! How the cluster uses the cloud.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_with::skip_serializing_none;

use super::quantity::Quantity;

/// How the cluster uses AWS.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct CloudConfig {
    /// Creates and maintains storage classes, one of them the default. Default: true.
    pub manage_storage_classes: Option<bool>,
    /// Not used on AWS: the cluster spans zones.
    pub multizone: Option<bool>,
    /// Not used on AWS: network tags of nodes.
    pub node_tags: Option<String>,
    /// Not used on AWS: the prefix of instance names.
    pub node_instance_prefix: Option<String>,
    /// The IP families of nodes' addresses, in order: `ipv4`, `ipv6`. Default: `ipv6`, `ipv4` in an IPv6 cluster,
    /// otherwise the cloud controller manager's default, `ipv4`.
    #[serde(rename = "nodeIPFamilies", skip_serializing_if = "Vec::is_empty")]
    pub node_ip_families: Vec<String>,
    /// Not used on AWS: the service account of nodes.
    pub gce_service_account: Option<String>,
    /// Not used on AWS: boots by a startup script.
    pub gce_use_startup_script: Option<bool>,
    /// Stops the cloud controller manager from opening nodes' security groups to load balancers of services. Default:
    /// false.
    pub disable_security_group_ingress: Option<bool>,
    /// The id (`sg-…`) of an existing security group for the load balancers of services. Unset: the cloud controller
    /// manager creates one for each.
    pub elb_security_group: Option<String>,
    /// `Managed` makes the cloud controller manager create security groups for the network load balancers of services.
    /// Unset: these have none.
    pub nlb_security_group_mode: Option<String>,
    /// Not used on AWS: the user name for vSphere.
    pub v_sphere_username: Option<String>,
    /// Not used on AWS: the password for vSphere.
    pub v_sphere_password: Option<String>,
    /// Not used on AWS: the server of vSphere.
    pub v_sphere_server: Option<String>,
    /// Not used on AWS: the data center of vSphere.
    pub v_sphere_datacenter: Option<String>,
    /// Not used on AWS: the resource pool of vSphere.
    pub v_sphere_resource_pool: Option<String>,
    /// Not used on AWS: the datastore of vSphere.
    pub v_sphere_datastore: Option<String>,
    /// Not used on AWS: the DNS server of vSphere.
    #[serde(rename = "vSphereCoreDNSServer")]
    pub v_sphere_core_dns_server: Option<String>,
    /// Not used: the operating system that is reported to Spot by Flexera. Unset: none.
    pub spotinst_product: Option<String>,
    /// Not used: how Spot by Flexera chooses instances. Unset: none.
    pub spotinst_orientation: Option<String>,
    /// Not used on AWS: the settings of OpenStack.
    pub openstack: Option<Value>,
    /// Not used on AWS: the settings of Azure.
    pub azure: Option<Value>,
    /// Settings of the EBS CSI driver, which attaches volumes.
    #[serde(rename = "awsEBSCSIDriver")]
    pub aws_ebs_csi_driver: Option<EbsCsiDriver>,
    /// Not used on AWS: the CSI driver of Google Cloud.
    #[serde(rename = "gcpPDCSIDriver")]
    pub gcp_pd_csi_driver: Option<Value>,
}

/// The EBS CSI driver.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct EbsCsiDriver {
    /// Retired: the driver cannot be disabled. Default: true.
    pub enabled: Option<bool>,
    /// Installs the driver. With false, the user installs it. Default: true.
    pub managed: Option<bool>,
    /// The version of the driver. Default: v1.58.0.
    pub version: Option<String>,
    /// Requests per second to the API server. Default: 20.
    #[serde(rename = "kubeAPIQPS")]
    pub kube_api_qps: Option<Quantity>,
    /// Requests that may exceed `kubeAPIQPS` at once. Default: 100.
    #[serde(rename = "kubeAPIBurst")]
    pub kube_api_burst: Option<i32>,
    /// Runs the controller in the host network, which reaches instance metadata faster in large clusters. Default:
    /// false.
    pub host_network: Option<bool>,
    /// The maximum number of volumes of each node. Unset: what the instance type allows.
    pub volume_attach_limit: Option<i64>,
    /// Annotations of the driver's pods.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub pod_annotations: BTreeMap<String, String>,
}
