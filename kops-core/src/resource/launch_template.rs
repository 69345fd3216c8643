//! Launch templates: what an instance of a group is.

use serde::{Deserialize, Serialize};

use super::{Compare, Kind, Ref, Tags, Text};

resource! {
    /// A launch template. Its identity is the name; any difference makes a new version, which becomes the default.
    LaunchTemplate {
        /// The name: the name of the autoscaling group.
        name: String => Identity;
        /// The image, `ami-…`.
        image_id: String => InPlace;
        /// The instance type.
        instance_type: String => InPlace;
        /// The instance profile, by name.
        instance_profile: Option<Ref> => InPlace { exact: true, refers_to: &[Kind::InstanceProfile], may_dangle: true };
        /// The key pair, by name.
        key_name: Option<Ref> => InPlace { exact: true, refers_to: &[Kind::KeyPair], may_dangle: true };
        /// The security groups of the first interface.
        security_groups: Vec<Ref> => InPlace { unordered: true, refers_to: &[Kind::SecurityGroup], may_dangle: true };
        /// Whether instances get a public IPv4 address.
        associate_public_ip: Option<bool> => InPlace;
        /// The number of IPv6 addresses.
        ipv6_address_count: i32 => InPlace;
        /// Volumes.
        block_devices: Vec<BlockDevice> => InPlace { unordered: true, exact: true };
        /// `standard` or `unlimited`.
        cpu_credits: Option<String> => InPlace { exact: true };
        /// Metrics each minute instead of every five.
        detailed_monitoring: bool => InPlace;
        /// Asks for throughput of its own between the instance and its volumes.
        ebs_optimized: Option<bool> => InPlace;
        /// `default`, `dedicated` or `host`.
        tenancy: Option<String> => InPlace;
        /// The instance metadata service.
        metadata: MetadataOptions => InPlace;
        /// Spot instances.
        spot: Option<SpotOptions> => InPlace { exact: true };
        /// What the instance runs when it first boots, as text; unset to keep what is there.
        user_data: Option<Text> => InPlace { compare: Compare::UserData };
        /// Tags of the instances, their volumes and interfaces, and of the template itself.
        tags: Tags => InPlace;
    }
}

/// A volume of an instance.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct BlockDevice {
    /// `/dev/xvda`.
    pub device_name: String,
    /// A disk of the machine: `ephemeral0`.
    pub virtual_name: Option<String>,
    /// A volume of EBS.
    pub ebs: Option<EbsDevice>,
}

/// A volume of EBS that comes and goes with an instance.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct EbsDevice {
    /// `gp3`, `io1`, …
    pub volume_type: Option<String>,
    /// The size in GiB.
    pub size_gib: Option<i32>,
    /// Operations per second.
    pub iops: Option<i32>,
    /// MiB per second.
    pub throughput: Option<i32>,
    /// Whether it is encrypted.
    pub encrypted: Option<bool>,
    /// The KMS key.
    pub kms_key: Option<String>,
    /// Whether it goes with the instance.
    pub delete_on_termination: Option<bool>,
}

/// How instances reach the metadata service.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct MetadataOptions {
    /// `required` (IMDSv2) or `optional`.
    pub http_tokens: String,
    /// How many network hops an answer may take.
    pub hop_limit: i32,
    /// Whether it has an IPv6 address.
    pub ipv6: bool,
}

/// Spot instances without a mixed instances policy.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct SpotOptions {
    /// The most that an hour may cost, in dollars, as text; unset for the on-demand price.
    pub max_price: Option<String>,
    /// Minutes that the instance is wanted for.
    pub duration_minutes: Option<i32>,
    /// `terminate`, `stop` or `hibernate`.
    pub interruption_behavior: Option<String>,
}
