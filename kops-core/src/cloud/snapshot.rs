//! What an account holds of a cluster at one moment.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::resource::{CloudId, Kind, Outputs, Resource};

/// Which resources belong to a cluster: what [`super::Cloud::observe`] reads.
///
/// Beside what the fields name, a snapshot has what belongs to it: routes and associations of tables, associations of
/// subnets, rules of security groups, policies and attachments of roles, listeners, warm pools, hooks, targets of rules;
/// and of each VPC the gateways that are attached to it, its further ranges, and its DHCP options' association.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Scope {
    /// The cluster's full name: everything tagged `KubernetesCluster=<name>` or `kubernetes.io/cluster/<name>`.
    pub cluster: String,
    /// Further resources by id, regardless of their owner: the shared ones, and the VPC whose gateways and tables matter. What AWS finds by
    /// name only is also in `names`.
    pub ids: BTreeMap<Kind, BTreeSet<CloudId>>,
    /// Names of resources that AWS finds by name only: roles, profiles, groups, templates, hooks, rules, queues, key pairs;
    /// of associations with hosted zones the zone.
    pub names: BTreeMap<Kind, BTreeSet<String>>,
    /// Records of Route 53 by zone id: the names that may belong to the cluster.
    pub records: BTreeMap<String, BTreeSet<String>>,
    /// Look also for [`Snapshot::occupants`], which only matter where networks are deleted, and for what nodes and controllers of the
    /// cluster made beside its spec ([`crate::resource::Properties::made_in_cluster`]).
    #[serde(default)]
    pub occupants: bool,
}

/// What an account holds of a cluster at one moment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Snapshot {
    /// The resources, in the order of [`Kind`] and id.
    pub resources: Vec<Observed>,
    /// What else is in the VPCs, subnets and security groups among the resources, where the scope asks for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub occupants: Vec<Occupant>,
    /// The number of calls that it took, by service and operation as IAM names them: `ec2:DescribeSubnets`.
    pub calls: BTreeMap<String, u32>,
}

/// Something that is in a network of the cluster's and is not one of its resources: an instance, a network interface, a gateway endpoint,
/// a peering connection, something of another cluster. AWS deletes no network that something is in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Occupant {
    /// What it is: `instance`, `network interface`, `network load balancer`.
    pub what: String,
    /// Its id.
    pub id: CloudId,
    /// The cluster that owns it by its tags.
    pub owner: Option<String>,
    /// The resource of the snapshot with which it goes: the group of an instance, the load balancer of an interface.
    pub part_of: Option<CloudId>,
    /// The VPC, subnets and security groups that it is in, and security groups that its rules refer to.
    pub uses: Vec<CloudId>,
}

/// A resource as the cloud has it. All its references are cloud ids.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Observed {
    /// Its id.
    pub id: CloudId,
    /// Its fields, as far as the cloud gives them back.
    pub resource: Resource,
    /// What the cloud assigned to it, [`crate::resource::Output::Id`] among it.
    pub outputs: Outputs,
    /// It is on its way out and counts as gone for those who want to make it, but not for what it still uses.
    #[serde(default)]
    pub deleting: bool,
}
