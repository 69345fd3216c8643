//! The AWS resources of a cluster: one struct per kind, with its identity and what may change in place.
//!
//! In: nothing; these are values that the model makes and that `Cloud::observe` reads back. Out: [`Resource`], which the
//! planner compares field by field through [`Resource::to_value`]. References are [`Ref`]s: symbolic in a graph, cloud ids in
//! a snapshot.

#[macro_use]
mod define;

mod access;
mod autoscaling;
mod dns;
mod events;
mod file;
mod firewall;
mod gateway;
mod launch_template;
mod load_balancer;
mod reference;
mod routing;
mod storage;
mod vpc;

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use access::{InstanceProfile, KeyPair, OidcProvider, Role, RolePolicy, RolePolicyAttachment};
pub use autoscaling::{
    AutoscalingGroup, InstanceRequirements, InstancesDistribution, LaunchTemplateOverride, LifecycleHook,
    MixedInstancesPolicy, Range, WarmPool,
};
pub use define::{Change, Field};
pub use dns::{AliasTarget, DnsRecord, DnsZoneAssociation};
pub use events::{EventRule, EventTarget, Queue};
pub use file::ManagedFile;
pub use firewall::{Direction, Peer, SecurityGroup, SecurityGroupRule};
pub use gateway::{EgressOnlyInternetGateway, ElasticIp, InternetGateway, NatGateway};
pub use launch_template::{BlockDevice, EbsDevice, LaunchTemplate, MetadataOptions, SpotOptions};
pub use load_balancer::{
    AccessLog, ClassicListener, ClassicLoadBalancer, HealthCheck, Listener, NetworkLoadBalancer, SubnetMapping,
    TargetGroup,
};
pub use reference::{CloudId, Output, Outputs, Ref, ResourceId};
pub use routing::{Route, RouteTable, RouteTableAssociation, RouteTarget};
pub use storage::Volume;
pub use vpc::{DhcpOptions, DhcpOptionsAssociation, Subnet, Vpc, VpcCidrBlock};

/// Tags by key, as AWS shows them.
pub type Tags = BTreeMap<String, String>;

kinds! {
    Vpc: "vpc", "VPC", Removal::WithCluster;
    VpcCidrBlock: "vpc-cidr-block", "VPC CIDR block", Removal::WithCluster;
    DhcpOptions: "dhcp-options", "DHCP options", Removal::Prune;
    DhcpOptionsAssociation: "dhcp-options-association", "DHCP options association", Removal::WithCluster;
    InternetGateway: "internet-gateway", "internet gateway", Removal::Prune;
    EgressOnlyInternetGateway: "egress-only-internet-gateway", "egress-only internet gateway", Removal::Prune;
    Subnet: "subnet", "subnet", Removal::Prune;
    RouteTable: "route-table", "route table", Removal::Prune;
    RouteTableAssociation: "route-table-association", "route table association", Removal::Prune;
    Route: "route", "route", Removal::Prune;
    ElasticIp: "elastic-ip", "elastic IP", Removal::Prune;
    NatGateway: "nat-gateway", "NAT gateway", Removal::Prune;
    SecurityGroup: "security-group", "security group", Removal::Prune;
    SecurityGroupRule: "security-group-rule", "security group rule", Removal::Immediate;
    KeyPair: "key-pair", "key pair", Removal::Prune;
    Role: "iam-role", "IAM role", Removal::Prune;
    RolePolicy: "iam-role-policy", "IAM role policy", Removal::Immediate;
    RolePolicyAttachment: "iam-role-policy-attachment", "IAM role policy attachment", Removal::Immediate;
    InstanceProfile: "iam-instance-profile", "IAM instance profile", Removal::Prune;
    OidcProvider: "iam-oidc-provider", "IAM OIDC provider", Removal::Prune;
    Volume: "volume", "EBS volume", Removal::Guarded;
    ClassicLoadBalancer: "classic-load-balancer", "classic load balancer", Removal::Prune;
    NetworkLoadBalancer: "network-load-balancer", "network load balancer", Removal::Prune;
    TargetGroup: "target-group", "target group", Removal::Prune;
    Listener: "listener", "listener", Removal::Immediate;
    LaunchTemplate: "launch-template", "launch template", Removal::Prune;
    AutoscalingGroup: "autoscaling-group", "autoscaling group", Removal::Prune;
    WarmPool: "warm-pool", "warm pool", Removal::Immediate;
    LifecycleHook: "lifecycle-hook", "lifecycle hook", Removal::Immediate;
    DnsZoneAssociation: "dns-zone-association", "hosted zone association", Removal::Prune;
    DnsRecord: "dns-record", "DNS record", Removal::Prune;
    Queue: "sqs-queue", "SQS queue", Removal::Prune;
    EventRule: "event-rule", "EventBridge rule", Removal::Prune;
    EventTarget: "event-target", "EventBridge target", Removal::Immediate;
    ManagedFile: "managed-file", "state store object", Removal::Immediate;
}

/// When something that the cluster owns and no longer wants is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Removal {
    /// At once: nothing is lost that the next apply could not make again.
    Immediate,
    /// Only when the user asks to prune: something runs on it.
    Prune,
    /// Only when the user allows it by name: it holds data.
    Guarded,
    /// Only when the whole cluster is deleted.
    WithCluster,
}

impl Resource {
    /// Returns the fields as JSON, for comparing and showing; `None`s are left out, which means that they do not matter.
    pub fn to_value(&self) -> serde_json::Map<String, Value> {
        match self.fields_value() {
            Value::Object(map) => map,
            _ => serde_json::Map::new(),
        }
    }

    /// Returns every resource that this one refers to, in the order of its fields.
    pub fn references(&self) -> Vec<(ResourceId, Output)> {
        let mut found = Vec::new();
        Ref::visit(&self.fields_value(), &mut |id, output| found.push((id, output)));
        found
    }

    /// Replaces every symbolic reference by what `resolve` knows of it; the others stay symbolic.
    pub fn bind(&self, resolve: &dyn Fn(&ResourceId, Output) -> Option<String>) -> Self {
        let mut value = self.fields_value();
        Ref::substitute(&mut value, resolve);
        Self::from_fields(self.kind(), value).unwrap_or_else(|_| self.clone())
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_reads_back_what_it_wrote() {
        for kind in Kind::ALL {
            let resource =
                Resource::from_fields(*kind, Value::Object(serde_json::Map::new())).expect("all fields have defaults");
            assert_eq!(resource.kind(), *kind);
            let text = serde_json::to_string(&resource).expect("writes");
            assert_eq!(serde_json::from_str::<Resource>(&text).expect("reads"), resource);
        }
    }

    #[test]
    fn binding_replaces_known_references_only() {
        let subnet = Subnet { vpc: Ref::to(Kind::Vpc, "demo"), cidr: Some("10.0.0.0/24".into()), ..Subnet::default() };
        let resource = Resource::Subnet(subnet);
        assert_eq!(resource.references(), [(ResourceId::new(Kind::Vpc, "demo"), Output::Id)]);
        let bound = resource.bind(&|id, _| (id.name == "demo").then(|| "vpc-1".to_owned()));
        assert!(bound.references().is_empty());
        assert_eq!(bound.to_value()["vpc"], "vpc-1");
        assert_eq!(resource.bind(&|_, _| None), resource);
    }
}
