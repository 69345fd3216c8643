//! What users of a cluster may notice of a step.

use super::{Disruption, FieldChange};
use crate::resource::Kind;

/// What making something may disturb: a first of its kind nothing, as nobody uses it yet.
pub(super) fn of_creation() -> Disruption {
    Disruption::None
}

/// What deleting something may disturb.
pub(super) fn of_deletion(kind: Kind) -> Disruption {
    match kind {
        Kind::Volume => Disruption::Data,
        Kind::AutoscalingGroup => Disruption::Instances,
        Kind::InternetGateway
        | Kind::EgressOnlyInternetGateway
        | Kind::NatGateway
        | Kind::RouteTable
        | Kind::RouteTableAssociation
        | Kind::Route
        | Kind::SecurityGroupRule
        | Kind::RolePolicy
        | Kind::RolePolicyAttachment
        | Kind::ClassicLoadBalancer
        | Kind::NetworkLoadBalancer
        | Kind::TargetGroup
        | Kind::Listener
        | Kind::DnsRecord
        | Kind::DnsZoneAssociation => Disruption::Connections,
        _ => Disruption::None,
    }
}

/// What changing fields of something may disturb: the worst of them.
pub(super) fn of_update(kind: Kind, changes: &[FieldChange]) -> Disruption {
    changes.iter().map(|change| of_field(kind, change)).max().unwrap_or_default()
}

fn of_field(kind: Kind, change: &FieldChange) -> Disruption {
    let shrinks = change.new.as_i64() < change.old.as_i64();
    match (kind, change.field.as_str()) {
        (Kind::AutoscalingGroup, "max_size") if shrinks => Disruption::Instances,
        (Kind::AutoscalingGroup, "max_instance_lifetime") if change.new.as_i64() > Some(0) => Disruption::Instances,
        (Kind::AutoscalingGroup, "load_balancers" | "target_groups") => Disruption::Connections,
        (Kind::AutoscalingGroup, "min_size" | "max_size" | "metrics" | "suspended_processes")
        | (Kind::AutoscalingGroup, "max_instance_lifetime") => Disruption::None,
        (Kind::AutoscalingGroup | Kind::LaunchTemplate | Kind::DhcpOptionsAssociation, _) => Disruption::NewInstances,
        (_, "tags") => Disruption::None,
        (Kind::Subnet | Kind::Vpc, "assign_ipv6" | "hostname_type" | "dns_hostnames") => Disruption::NewInstances,
        (Kind::RouteTableAssociation | Kind::Route | Kind::Listener | Kind::DnsRecord, _) => Disruption::Connections,
        (Kind::ClassicLoadBalancer, "listeners") => Disruption::Connections,
        (Kind::ClassicLoadBalancer | Kind::NetworkLoadBalancer, "security_groups" | "cross_zone") => {
            Disruption::Connections
        }
        (Kind::ClassicLoadBalancer, "subnets") => Disruption::Connections,
        _ => Disruption::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn the_worst_change_counts() {
        let change = |field: &str, old: Value, new: Value| FieldChange {
            field: field.into(),
            old,
            new,
            reason: String::new(),
            source: None,
        };
        let (group, template) = (Kind::AutoscalingGroup, Kind::LaunchTemplate);
        for (kind, changes, expected) in [
            (group, vec![change("max_size", json!(2), json!(3))], Disruption::None),
            (group, vec![change("max_size", json!(3), json!(2))], Disruption::Instances),
            (
                group,
                vec![change("tags", json!({}), json!({})), change("min_size", json!(1), json!(2))],
                Disruption::NewInstances,
            ),
            (group, vec![change("max_instance_lifetime", json!(5), json!(0))], Disruption::None),
            (template, vec![change("image_id", json!("a"), json!("b"))], Disruption::NewInstances),
            (Kind::Subnet, vec![change("tags", json!({}), json!({}))], Disruption::None),
            (Kind::Route, vec![change("target", json!({}), json!({}))], Disruption::Connections),
        ] {
            assert_eq!(of_update(kind, &changes), expected, "{kind}");
        }
    }
}
