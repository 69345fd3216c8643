//! How much an account may hold, and how long things take in it.

use serde::{Deserialize, Serialize};

/// Quotas of an account in one region; the defaults are those of a new AWS account, but for vCPUs, of which AWS allows new accounts few.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Limits {
    /// VPCs.
    pub vpcs: usize,
    /// Internet gateways.
    pub internet_gateways: usize,
    /// Egress-only internet gateways.
    pub egress_only_internet_gateways: usize,
    /// Elastic IPs.
    pub elastic_ips: usize,
    /// NAT gateways in one zone.
    pub nat_gateways_per_zone: usize,
    /// Subnets in one VPC.
    pub subnets_per_vpc: usize,
    /// Route tables in one VPC.
    pub route_tables_per_vpc: usize,
    /// Routes in one table, without the local ones.
    pub routes_per_table: usize,
    /// Security groups.
    pub security_groups: usize,
    /// Rules of one security group in one direction, counted apart for IPv4 and IPv6.
    pub rules_per_group: usize,
    /// IAM roles.
    pub roles: usize,
    /// IAM instance profiles.
    pub instance_profiles: usize,
    /// Managed policies attached to one role.
    pub attachments_per_role: usize,
    /// Classic load balancers.
    pub classic_load_balancers: usize,
    /// Network load balancers.
    pub network_load_balancers: usize,
    /// Target groups.
    pub target_groups: usize,
    /// Launch templates.
    pub launch_templates: usize,
    /// Autoscaling groups.
    pub autoscaling_groups: usize,
    /// vCPUs of running instances, for each family of instance types, on demand and spot.
    pub vcpus: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            vpcs: 5,
            internet_gateways: 5,
            egress_only_internet_gateways: 5,
            elastic_ips: 5,
            nat_gateways_per_zone: 5,
            subnets_per_vpc: 200,
            route_tables_per_vpc: 200,
            routes_per_table: 500,
            security_groups: 2500,
            rules_per_group: 60,
            roles: 1000,
            instance_profiles: 1000,
            attachments_per_role: 10,
            classic_load_balancers: 20,
            network_load_balancers: 50,
            target_groups: 3000,
            launch_templates: 5000,
            autoscaling_groups: 500,
            vcpus: 1152,
        }
    }
}

/// How long things take, counted in looks: a probe, an observation, or a call that was refused because of them.
///
/// The account has no clock. What is under way advances with each poll, which makes every run repeatable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Delays {
    /// Looks until a NAT gateway or a network load balancer can be used.
    pub available: u32,
    /// Looks until a deleted NAT gateway, load balancer, autoscaling group or warm pool releases what it used.
    pub gone: u32,
    /// Looks until anything new shows itself: what AWS calls eventual consistency. 0 in a kind account.
    pub visible: u32,
}

impl Default for Delays {
    fn default() -> Self {
        Self { available: 1, gone: 1, visible: 0 }
    }
}
