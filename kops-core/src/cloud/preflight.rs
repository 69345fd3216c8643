//! What an account has left: what is read of it before a plan is applied.

use std::collections::{BTreeMap, BTreeSet};

use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};

use super::Quota;
use crate::resource::{Direction, Tags};

/// What a plan needs to know before it is applied: the argument of `Cloud::preflight`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct PreflightQuery {
    /// Quotas, with the resources whose use is asked for where a quota is for each of them: VPCs, route tables and security groups by
    /// id, roles by name. Empty for quotas of a region, a zone or the account.
    pub quotas: BTreeMap<Quota, BTreeSet<String>>,
    /// Instance types by name.
    pub instance_types: BTreeSet<String>,
    /// Launch templates by id, whose newest version is asked for.
    pub launch_templates: BTreeSet<String>,
    /// Subnets by id.
    pub subnets: BTreeSet<String>,
    /// Prefix lists by id, which rules of security groups are for.
    pub prefix_lists: BTreeSet<String>,
    /// Hosted zones by id, which the DNS is asked for.
    pub hosted_zones: BTreeSet<String>,
    /// Calls that the caller must be allowed to make.
    pub permissions: BTreeSet<PermissionRequest>,
    /// Those of EC2 that can be tried without being made, where the account says nothing of permissions.
    pub dry_runs: Vec<DryRun>,
}

/// What an account has left.
///
/// What could not be read is left out, with the reason where there is one; that is not an error. More facts may follow, so that an
/// implementation of `Cloud::preflight` ends in `..PreflightFacts::default()`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct PreflightFacts {
    /// Quotas, and how much of them is in use.
    pub quotas: BTreeMap<Quota, QuotaUse>,
    /// The vCPUs of instance types: of those that are asked for, and those of the launch templates.
    pub vcpus: BTreeMap<String, u32>,
    /// Launch templates by id.
    pub launch_templates: BTreeMap<String, LaunchTemplateFacts>,
    /// Subnets by id.
    pub subnets: BTreeMap<String, SubnetSpace>,
    /// How many rules of a security group one for a prefix list counts as, by the list's id.
    pub prefix_lists: BTreeMap<String, u64>,
    /// Hosted zones by id.
    pub hosted_zones: BTreeMap<String, Delegation>,
    /// Those of the calls that the caller may not make; unset where that could not be found out of any.
    pub denied: Option<BTreeSet<PermissionRequest>>,
    /// Why that could not be found out of all.
    pub denied_unknown: Option<String>,
}

/// A quota, and how much of it is in use.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct QuotaUse {
    /// How many there may be; unset where that is not known.
    pub limit: Option<u64>,
    /// How many there are: by the id of the resource that the quota is for, by availability zone, or by the region, for quotas of the
    /// account too; rules by group, direction and address family: `sg-0a1b2c3d4e5f60718 inbound IPv4`. What is not listed is zero. Unset
    /// where that is not known.
    pub used: Option<BTreeMap<String, u64>>,
    /// Why limit or use are not known.
    pub unknown: Option<String>,
}

/// What a launch template starts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct LaunchTemplateFacts {
    /// The instance type.
    pub instance_type: String,
    /// Whether it starts spot instances.
    pub spot: bool,
}

/// Where a subnet is, and how much room it has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct SubnetSpace {
    /// Its availability zone.
    pub zone: String,
    /// The IPv4 addresses that nothing uses; unset for a subnet without IPv4.
    pub free_addresses: Option<u64>,
}

/// Where the DNS leads for the name of a hosted zone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Delegation {
    /// The zone's name without the trailing dot.
    pub name: String,
    /// Answers only inside its VPCs, so that no other zone leads to it.
    pub private: bool,
    /// The zone's own name servers, without the trailing dot: those that Route 53 gave it, and those of its NS record.
    pub name_servers: BTreeSet<String>,
    /// The name servers that the DNS names, without the trailing dot; empty where it knows no such zone. Unset where that is not known.
    pub delegated_to: Option<BTreeSet<String>>,
    /// Why that is not known.
    pub unknown: Option<String>,
}

/// A call that the caller must be allowed to make, as IAM sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct PermissionRequest {
    /// What is known of the request: `aws:RequestTag/KubernetesCluster`.
    pub context: BTreeMap<String, String>,
    /// The action: `ec2:CreateVpc`.
    pub action: String,
    /// The ARN of the resource; with `*` for what AWS assigns.
    pub resource: String,
}

/// A call of EC2 that can be tried without being made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct DryRun {
    /// The action: `ec2:CreateSubnet`.
    pub action: String,
    /// The resource that it changes or deletes, or the one of others that it creates something in, by id.
    pub id: Option<String>,
    /// The tags of what it creates.
    pub tags: Tags,
}

/// The addresses of each subnet that AWS keeps for itself.
///
/// Source: "Subnet CIDR blocks" in the Amazon VPC User Guide.
const RESERVED: u64 = 5;

/// How many addresses of a subnet there are for others.
pub(crate) fn addresses_in(range: Ipv4Net) -> u64 {
    (1_u64 << (32 - range.prefix_len())).saturating_sub(RESERVED)
}

/// Returns what the rules of a security group in one direction and address family are listed by in [`QuotaUse::used`]: each has its
/// own count.
///
/// A rule for a security group or a prefix list counts in both families, one for a prefix list as often as the list may have entries.
pub fn rules_of(group: &str, direction: Direction, ipv6: bool) -> String {
    let way = match direction {
        Direction::Ingress => "inbound",
        Direction::Egress => "outbound",
    };
    format!("{group} {way} {}", if ipv6 { "IPv6" } else { "IPv4" })
}
