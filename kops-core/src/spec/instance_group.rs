//! Instance groups: the machines of one role, and the autoscaling group that makes them.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_with::skip_serializing_none;

use super::cluster::{RollingUpdate, WarmPool};
use super::containerd::Containerd;
use super::kubelet::Kubelet;
use super::node_assets::{FileAsset, Hook};
use super::quantity::Quantity;
use super::scalar::Duration;
use crate::naming::Role;

/// What the user wants of a group.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct InstanceGroupSpec {
    /// What makes its machines. Default: `CloudGroup`.
    pub manager: Option<InstanceManager>,
    /// What its machines do.
    pub role: Option<Role>,
    /// The image: `ami-…`, `owner/name`, or `ssm:/parameter`. Default: the channel's.
    pub image: Option<String>,
    /// The least number of machines. Default: 1; 2 for nodes.
    pub min_size: Option<i32>,
    /// The largest number of machines. Default: 1; 2 for nodes.
    pub max_size: Option<i32>,
    /// Whether the cluster autoscaler may scale it. Default: true.
    pub autoscale: Option<bool>,
    /// Its priority for the autoscaler's `priority` expander.
    pub autoscale_priority: Option<i32>,
    /// The machine type, or several with commas where instances are mixed.
    pub machine_type: Option<String>,
    /// Size of the root volume in GiB. Default: 128 for nodes and API servers, 64 for control planes, 32 for
    /// bastions.
    pub root_volume_size: Option<i32>,
    /// EBS type of the root volume. Default: `gp3`.
    pub root_volume_type: Option<String>,
    /// Operations per second of the root volume. Default: 3000 for `gp3`.
    pub root_volume_iops: Option<i32>,
    /// Throughput of a `gp3` root volume in MiB/s. Default: 125.
    pub root_volume_throughput: Option<i32>,
    /// Asks for an EBS-optimised machine.
    pub root_volume_optimization: Option<bool>,
    /// Retired. Whether the root volume goes with the machine, which it does.
    pub root_volume_delete_on_termination: Option<bool>,
    /// Whether the root volume is encrypted. Default: true.
    pub root_volume_encryption: Option<bool>,
    /// The key that encrypts the root volume. Default: the account's own.
    pub root_volume_encryption_key: Option<String>,
    /// Further volumes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub volumes: Vec<Volume>,
    /// File systems to make and mount.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub volume_mounts: Vec<VolumeMount>,
    /// The subnets that machines stand in, by their names in the cluster.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subnets: Vec<String>,
    /// Not for AWS: the zones of a group whose subnets span zones.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub zones: Vec<String>,
    /// Units or containers to run, over the cluster's by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hooks: Vec<Hook>,
    /// The highest price for a spot machine in dollars an hour. Set: machines are spot machines.
    pub max_price: Option<String>,
    /// Retired by AWS. How long a spot machine is kept.
    pub spot_duration_in_minutes: Option<i64>,
    /// Credits of burstable machines: `standard` or `unlimited`.
    pub cpu_credits: Option<String>,
    /// Whether machines in public subnets get public addresses. Default: true.
    pub associate_public_ip: Option<bool>,
    /// Security groups that exist, to add to the machines.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub additional_security_groups: Vec<String>,
    /// Tags on the group, its machines and their volumes.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub cloud_labels: BTreeMap<String, String>,
    /// Labels of the nodes.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub node_labels: BTreeMap<String, String>,
    /// Files to write on its machines.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub file_assets: Vec<FileAsset>,
    /// Who else may be on the hardware: `default`, `dedicated`, `host`.
    pub tenancy: Option<String>,
    /// The kubelet, over the cluster's.
    pub kubelet: Option<Kubelet>,
    /// Taints of the nodes, as `key=value:effect`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub taints: Vec<String>,
    /// Several machine types, and spot beside on demand.
    pub mixed_instances_policy: Option<MixedInstancesPolicy>,
    /// Replaces a spot machine when AWS warns that it may be taken.
    pub capacity_rebalance: Option<bool>,
    /// Further parts of the user data.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub additional_user_data: Vec<UserData>,
    /// Processes of the autoscaling group to suspend.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suspend_processes: Vec<String>,
    /// Load balancers that exist, to put machines behind.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub external_load_balancers: Vec<ExternalLoadBalancer>,
    /// Measures every minute in place of every five.
    pub detailed_instance_monitoring: Option<bool>,
    /// An instance profile that exists.
    pub iam: Option<IamProfile>,
    /// A security group that exists, in place of the role's.
    pub security_group_override: Option<String>,
    /// Protects machines from scaling in.
    pub instance_protection: Option<bool>,
    /// Kernel parameters, as `name=value`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sysctl_parameters: Vec<String>,
    /// How its machines are replaced.
    pub rolling_update: Option<RollingUpdate>,
    /// What AWS does to a spot machine that it takes: `hibernate`, `stop`, `terminate`.
    pub instance_interruption_behavior: Option<String>,
    /// Packs the user data with gzip.
    pub compress_user_data: Option<bool>,
    /// How machines reach their metadata.
    pub instance_metadata: Option<InstanceMetadata>,
    /// How machines update their operating system: `automatic` or `external`. Default: the cluster's.
    pub update_policy: Option<String>,
    /// Stopped machines kept ready.
    pub warm_pool: Option<WarmPool>,
    /// The container runtime, over the cluster's.
    pub containerd: Option<Containerd>,
    /// Packages of the operating system to install.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub packages: Vec<String>,
    /// Not for AWS: accelerators.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub guest_accelerators: Vec<Value>,
    /// How long a machine may live.
    pub max_instance_lifetime: Option<Duration>,
    /// Not for AWS.
    pub gcp_provisioning_model: Option<String>,
}

/// What makes the machines of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum InstanceManager {
    /// An autoscaling group.
    CloudGroup,
    /// Karpenter.
    Karpenter,
}

impl InstanceManager {
    /// Returns the text that a spec uses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CloudGroup => "CloudGroup",
            Self::Karpenter => "Karpenter",
        }
    }
}

impl fmt::Display for InstanceManager {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How machines reach their metadata.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct InstanceMetadata {
    /// How many hops the answer may travel. Default: 1.
    pub http_put_response_hop_limit: Option<i64>,
    /// Whether a token is asked for: `required` or `optional`. Default: `required`.
    pub http_tokens: Option<String>,
}

/// Several machine types, and spot beside on demand.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "MixedInstancesPolicySpec"))]
#[serde(rename_all = "camelCase", default)]
pub struct MixedInstancesPolicy {
    /// Machine types, best first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub instances: Vec<String>,
    /// What a machine must have, in place of a list.
    pub instance_requirements: Option<InstanceRequirements>,
    /// How on-demand types are chosen.
    pub on_demand_allocation_strategy: Option<String>,
    /// How many machines are on demand at least.
    pub on_demand_base: Option<i64>,
    /// What share in percent of the others is on demand.
    pub on_demand_above_base: Option<i64>,
    /// How spot types are chosen.
    pub spot_allocation_strategy: Option<String>,
    /// How many of the cheapest types are used, with `lowest-price`.
    pub spot_instance_pools: Option<i64>,
}

/// What a machine must have.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "InstanceRequirementsSpec"))]
#[serde(rename_all = "camelCase", default)]
pub struct InstanceRequirements {
    /// How many virtual CPUs.
    pub cpu: Option<MinMax>,
    /// How much memory.
    pub memory: Option<MinMax>,
    /// Machine types not to use; `*` stands for anything.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub excluded_instance_types: Vec<String>,
}

/// A least and a largest amount.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct MinMax {
    /// The largest.
    pub max: Option<Quantity>,
    /// The least.
    pub min: Option<Quantity>,
}

/// A part of the user data.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct UserData {
    /// Its file name.
    pub name: Option<String>,
    /// Its MIME type, `text/x-shellscript`.
    pub r#type: Option<String>,
    /// Its content.
    pub content: Option<String>,
}

/// A volume beside the root volume.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "VolumeSpec"))]
#[serde(rename_all = "camelCase", default)]
pub struct Volume {
    /// Whether it goes with the machine. Default: true.
    pub delete_on_termination: Option<bool>,
    /// The device that it is attached as: `/dev/xvdd`.
    pub device: Option<String>,
    /// Whether it is encrypted. Default: true.
    pub encrypted: Option<bool>,
    /// Operations per second. Default: 3000 for `gp3`, 100 for `io1` and `io2`.
    pub iops: Option<i64>,
    /// Throughput of a `gp3` volume in MiB/s. Default: 125.
    pub throughput: Option<i64>,
    /// The key that encrypts it.
    pub key: Option<String>,
    /// Its size in GiB.
    pub size: Option<i64>,
    /// Its EBS type. Default: `gp3`.
    pub r#type: Option<String>,
}

/// A file system to make and mount.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct VolumeMount {
    /// The device that holds it.
    pub device: Option<String>,
    /// Its kind: `ext4`, `xfs`.
    pub filesystem: Option<String>,
    /// Options when it is made.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub format_options: Vec<String>,
    /// Options when it is mounted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mount_options: Vec<String>,
    /// Where it is mounted.
    pub path: Option<String>,
}

/// An instance profile.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct IamProfile {
    /// The ARN of a profile that exists.
    pub profile: Option<String>,
}

/// A load balancer that exists: one of both.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ExternalLoadBalancer {
    /// The name of a classic load balancer.
    pub load_balancer_name: Option<String>,
    /// The ARN of a target group.
    pub target_group_arn: Option<String>,
}
