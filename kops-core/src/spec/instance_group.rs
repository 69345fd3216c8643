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

/// The desired state of an instance group.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct InstanceGroupSpec {
    /// What creates the instances: an autoscaling group (`CloudGroup`) or `Karpenter`, for nodes only. Default:
    /// `CloudGroup`.
    pub manager: Option<InstanceManager>,
    /// What the instances do: `Master` (control plane; `ControlPlane` is read too), `APIServer`, `Node` or `Bastion`.
    /// Required.
    pub role: Option<Role>,
    /// The AMI: `ami-…`, `owner/name`, or `ssm:/parameter`. Default: the image that the channel recommends for the
    /// version of Kubernetes and the architecture of `machineType`.
    pub image: Option<String>,
    /// The minimum number of instances. Default: 2 for nodes and API servers, 1 for control-plane nodes and bastions;
    /// none with Karpenter.
    pub min_size: Option<i32>,
    /// The maximum number of instances. Default: 2 for nodes and API servers, 1 for control-plane nodes and bastions;
    /// none with Karpenter.
    pub max_size: Option<i32>,
    /// Lets the cluster autoscaler change the size of this instance group. Default: true.
    pub autoscale: Option<bool>,
    /// The priority of this instance group for the cluster autoscaler's `priority` expander; the highest is used first.
    /// Default: 0.
    pub autoscale_priority: Option<i32>,
    /// The instance type (`t3.medium`); for Karpenter several, comma-separated, or none for any. Default: the first of a short
    /// list for the role that suits the image and that every zone of the subnets offers.
    pub machine_type: Option<String>,
    /// Size of the root volume in GiB. Default: 128 for nodes and API servers, 64 for control-plane nodes, 32 for
    /// bastions.
    pub root_volume_size: Option<i32>,
    /// The EBS type of the root volume. Default: `gp3`.
    pub root_volume_type: Option<String>,
    /// I/O operations per second of a `gp3`, `io1` or `io2` root volume. Default: 3000 for `gp3`, 100 for `io1` and
    /// `io2`, which are also the minimum.
    pub root_volume_iops: Option<i32>,
    /// Throughput of a `gp3` root volume in MiB/s. Default: 125, which is also the minimum.
    pub root_volume_throughput: Option<i32>,
    /// Requests EBS-optimized instances. Unset: AWS's default for the instance type.
    pub root_volume_optimization: Option<bool>,
    /// Retired: the root volume is always deleted with its instance.
    pub root_volume_delete_on_termination: Option<bool>,
    /// Encrypts the root volume. Default: true.
    pub root_volume_encryption: Option<bool>,
    /// The id or ARN of the KMS key that encrypts the root volume. Instances of autoscaling groups start only where the policy of the key lets
    /// the service-linked role of Auto Scaling, `AWSServiceRoleForAutoScaling`, use it. Unset: the account's default key for EBS.
    pub root_volume_encryption_key: Option<String>,
    /// Additional EBS volumes of each instance.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub volumes: Vec<Volume>,
    /// File systems to create on devices and to mount when an instance boots.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub volume_mounts: Vec<VolumeMount>,
    /// Names of the subnets in the cluster's `spec.subnets` that instances run in. Default: all public and private
    /// subnets, or the dual-stack ones where there are no others. Required for control-plane nodes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subnets: Vec<String>,
    /// Not used on AWS: the zones of an instance group whose subnets span zones.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub zones: Vec<String>,
    /// Systemd units or containers to run on the instances. A hook replaces the cluster's hook of the same name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hooks: Vec<Hook>,
    /// The highest price of a spot instance in US dollars per hour (`0.05`). Setting it makes the instances spot
    /// instances. Unset: on-demand instances.
    pub max_price: Option<String>,
    /// Retired by AWS: minutes for which a spot instance is reserved, a multiple of 60 up to 360. Unset: none.
    pub spot_duration_in_minutes: Option<i64>,
    /// The credit mode of burstable instance types: `standard` or `unlimited`. Unset: AWS's default for the instance
    /// type.
    pub cpu_credits: Option<String>,
    /// Assigns public IPv4 addresses to instances in public and utility subnets. Default: true.
    pub associate_public_ip: Option<bool>,
    /// Ids (`sg-…`) of existing security groups to attach to the instances as well.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub additional_security_groups: Vec<String>,
    /// Tags of the autoscaling group, its instances and their volumes, over the cluster's `cloudLabels`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub cloud_labels: BTreeMap<String, String>,
    /// Kubernetes labels of the nodes.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub node_labels: BTreeMap<String, String>,
    /// Files to write on the instances, beside those of the cluster.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub file_assets: Vec<FileAsset>,
    /// Whether the hardware is shared with other accounts: `default`, `dedicated` or `host`. Unset: AWS's default, that
    /// of the VPC.
    pub tenancy: Option<String>,
    /// Settings of the kubelet, over the cluster's `kubelet`, or `masterKubelet` for control-plane nodes.
    pub kubelet: Option<Kubelet>,
    /// Taints of the nodes, as `key=value:effect`, beside those of `kubelet`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub taints: Vec<String>,
    /// Uses several instance types, and spot beside on-demand instances.
    pub mixed_instances_policy: Option<MixedInstancesPolicy>,
    /// Replaces a spot instance as soon as AWS signals that it is at risk. Default: false.
    pub capacity_rebalance: Option<bool>,
    /// Additional parts of the instances' user data, for cloud-init.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub additional_user_data: Vec<UserData>,
    /// Processes of the autoscaling group to suspend, such as `AZRebalance`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suspend_processes: Vec<String>,
    /// Existing load balancers to register the instances with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub external_load_balancers: Vec<ExternalLoadBalancer>,
    /// Publishes CloudWatch metrics every minute instead of every five minutes. Default: false.
    pub detailed_instance_monitoring: Option<bool>,
    /// The existing instance profile to use. Unset: the cluster creates one for each role.
    pub iam: Option<IamProfile>,
    /// The id (`sg-…`) of an existing security group, in place of the one of the role. Unset: the cluster creates one
    /// for each role.
    pub security_group_override: Option<String>,
    /// Protects new instances from being terminated when the autoscaling group scales in. Default: false.
    pub instance_protection: Option<bool>,
    /// Kernel parameters, as `name=value`, beside those of the cluster.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sysctl_parameters: Vec<String>,
    /// How a rolling update replaces the instances, over the cluster's `rollingUpdate`.
    pub rolling_update: Option<RollingUpdate>,
    /// What happens to an interrupted spot instance: `hibernate`, `stop` or `terminate`. Unset: AWS's default,
    /// `terminate`.
    pub instance_interruption_behavior: Option<String>,
    /// Compresses large parts of the user data with gzip, because AWS limits it to 16 KiB. Default: false.
    pub compress_user_data: Option<bool>,
    /// Access of processes on the instances to the instance metadata service.
    pub instance_metadata: Option<InstanceMetadata>,
    /// Whether instances install security updates of the operating system: `automatic` or `external`. Default: the
    /// cluster's `updatePolicy`.
    pub update_policy: Option<String>,
    /// Stopped instances kept ready, over the cluster's `warmPool`.
    pub warm_pool: Option<WarmPool>,
    /// Settings of containerd, over the cluster's `containerd`.
    pub containerd: Option<Containerd>,
    /// Packages of the operating system to install, beside those of the cluster.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub packages: Vec<String>,
    /// Not used on AWS: accelerators of Google Cloud.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub guest_accelerators: Vec<Value>,
    /// The age (`168h`) at which the autoscaling group replaces an instance, at least one day. Unset: instances are not
    /// replaced by age.
    pub max_instance_lifetime: Option<Duration>,
    /// Not used on AWS: the provisioning model of Google Cloud.
    pub gcp_provisioning_model: Option<String>,
}

/// What creates the instances of an instance group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
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

/// Access to the instance metadata service.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct InstanceMetadata {
    /// The number of network hops that a metadata token may travel, 1 to 64. Containers outside of the host network
    /// need 2. Default: 1.
    pub http_put_response_hop_limit: Option<i64>,
    /// Whether requests need a token (IMDSv2): `required` or `optional`. Default: `required`.
    pub http_tokens: Option<String>,
}

/// Several instance types, and spot beside on-demand instances.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "MixedInstancesPolicySpec"))]
#[serde(rename_all = "camelCase", default)]
pub struct MixedInstancesPolicy {
    /// The instance types to use, in order of preference.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub instances: Vec<String>,
    /// CPU and memory that AWS chooses instance types by, in place of `instances`.
    pub instance_requirements: Option<InstanceRequirements>,
    /// How on-demand instance types are chosen: `prioritized` or `lowest-price`. Unset: AWS's default, `prioritized`.
    pub on_demand_allocation_strategy: Option<String>,
    /// The number of instances that are on-demand before any spot instance is used. Unset: AWS's default, 0.
    pub on_demand_base: Option<i64>,
    /// Percentage of on-demand instances beyond `onDemandBase`, 0 to 100. Unset: AWS's default, 100.
    pub on_demand_above_base: Option<i64>,
    /// How spot instance types are chosen: `capacity-optimized`, `capacity-optimized-prioritized`, `diversified`,
    /// `lowest-price`, `price-capacity-optimized`. Unset: AWS's default, `lowest-price`.
    pub spot_allocation_strategy: Option<String>,
    /// The number of cheapest spot pools to use, with the strategy `lowest-price`. Unset: AWS's default, 2.
    pub spot_instance_pools: Option<i64>,
}

/// CPU and memory that instance types must have.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "InstanceRequirementsSpec"))]
#[serde(rename_all = "camelCase", default)]
pub struct InstanceRequirements {
    /// The number of virtual CPUs. Unset: any.
    pub cpu: Option<MinMax>,
    /// The amount of memory, as a quantity (`4Gi`). Unset: any.
    pub memory: Option<MinMax>,
    /// Instance types not to use; `*` stands for any text (`t2.*`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub excluded_instance_types: Vec<String>,
}

/// The minimum and maximum of an amount.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct MinMax {
    /// The largest amount that is accepted. Unset: no limit.
    pub max: Option<Quantity>,
    /// The smallest amount that is accepted. Unset: 0.
    pub min: Option<Quantity>,
}

/// An additional part of the user data.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct UserData {
    /// The file name of the part in the MIME message. Required.
    pub name: Option<String>,
    /// The MIME type of the part: `text/x-shellscript`, `text/cloud-config`, and others of cloud-init. Required.
    pub r#type: Option<String>,
    /// The content of the part. Required.
    pub content: Option<String>,
}

/// An EBS volume of each instance, beside the root volume.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "VolumeSpec"))]
#[serde(rename_all = "camelCase", default)]
pub struct Volume {
    /// Deletes the volume with its instance. Default: true.
    pub delete_on_termination: Option<bool>,
    /// The device name that the volume is attached as: `/dev/xvdd`. Required.
    pub device: Option<String>,
    /// Encrypts the volume. Default: true.
    pub encrypted: Option<bool>,
    /// I/O operations per second. Default: 3000 for `gp3`, 100 for `io1` and `io2`.
    pub iops: Option<i64>,
    /// Throughput of a `gp3` volume in MiB/s. Default: 125.
    pub throughput: Option<i64>,
    /// The id or ARN of the KMS key that encrypts the volume. Instances of autoscaling groups start only where the policy of the key lets
    /// the service-linked role of Auto Scaling, `AWSServiceRoleForAutoScaling`, use it. Unset: the account's default key for EBS.
    pub key: Option<String>,
    /// Size of the volume in GiB. Required.
    pub size: Option<i64>,
    /// The EBS type of the volume. Default: `gp3`.
    pub r#type: Option<String>,
}

/// A file system to create and to mount.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct VolumeMount {
    /// The device that holds the file system: `/dev/xvdd`. Required.
    pub device: Option<String>,
    /// The type of the file system: `ext4` or `xfs`. Required.
    pub filesystem: Option<String>,
    /// Options of the command that creates the file system.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub format_options: Vec<String>,
    /// Options of the command that mounts the file system.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mount_options: Vec<String>,
    /// The path at which the file system is mounted. Required.
    pub path: Option<String>,
}

/// An existing instance profile.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct IamProfile {
    /// The ARN of the instance profile. Required.
    pub profile: Option<String>,
}

/// An existing load balancer: either its name or its target group.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ExternalLoadBalancer {
    /// The name of a classic load balancer. Unset where `targetGroupArn` is set.
    pub load_balancer_name: Option<String>,
    /// The ARN of a target group. Unset where `loadBalancerName` is set.
    pub target_group_arn: Option<String>,
}
