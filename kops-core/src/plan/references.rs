//! Which fields of a kind name other resources: what must be gone before a resource can go, and what goes with it.
//!
//! In a snapshot references are plain texts; this table says which of them to read as references, and to what.

use serde_json::{Map, Value};

use crate::resource::Kind;

/// Returns the fields that refer to other resources, and the kinds that each may refer to.
pub(super) fn of(kind: Kind) -> &'static [(&'static str, &'static [Kind])] {
    const VPC: (&str, &[Kind]) = ("vpc", &[Kind::Vpc]);
    const SUBNETS: (&str, &[Kind]) = ("subnets", &[Kind::Subnet]);
    const FIREWALLS: (&str, &[Kind]) = ("security_groups", &[Kind::SecurityGroup]);
    const ROLE: (&str, &[Kind]) = ("role", &[Kind::Role]);
    const GROUP: (&str, &[Kind]) = ("group", &[Kind::AutoscalingGroup]);
    match kind {
        Kind::VpcCidrBlock
        | Kind::InternetGateway
        | Kind::EgressOnlyInternetGateway
        | Kind::Subnet
        | Kind::RouteTable
        | Kind::SecurityGroup
        | Kind::TargetGroup
        | Kind::DnsZoneAssociation => &[VPC],
        Kind::DhcpOptionsAssociation => &[VPC, ("dhcp_options", &[Kind::DhcpOptions])],
        Kind::RouteTableAssociation => &[("subnet", &[Kind::Subnet]), ("route_table", &[Kind::RouteTable])],
        Kind::Route => &[
            ("route_table", &[Kind::RouteTable]),
            ("target", &[Kind::InternetGateway, Kind::EgressOnlyInternetGateway, Kind::NatGateway]),
        ],
        Kind::NatGateway => &[("subnet", &[Kind::Subnet]), ("elastic_ip", &[Kind::ElasticIp])],
        Kind::SecurityGroupRule => &[("group", &[Kind::SecurityGroup]), ("peer", &[Kind::SecurityGroup])],
        Kind::RolePolicy | Kind::RolePolicyAttachment | Kind::InstanceProfile => &[ROLE],
        Kind::ClassicLoadBalancer => &[FIREWALLS, SUBNETS],
        Kind::NetworkLoadBalancer => &[FIREWALLS, ("subnets", &[Kind::Subnet, Kind::ElasticIp])],
        Kind::Listener => &[("load_balancer", &[Kind::NetworkLoadBalancer]), ("target_group", &[Kind::TargetGroup])],
        Kind::LaunchTemplate => {
            &[("instance_profile", &[Kind::InstanceProfile]), ("key_name", &[Kind::KeyPair]), FIREWALLS]
        }
        Kind::AutoscalingGroup => &[
            ("launch_template", &[Kind::LaunchTemplate]),
            SUBNETS,
            ("load_balancers", &[Kind::ClassicLoadBalancer]),
            ("target_groups", &[Kind::TargetGroup]),
        ],
        Kind::WarmPool | Kind::LifecycleHook => &[GROUP],
        Kind::DnsRecord => &[("alias", &[Kind::ClassicLoadBalancer, Kind::NetworkLoadBalancer])],
        Kind::EventTarget => &[("rule", &[Kind::EventRule]), ("queue", &[Kind::Queue])],
        Kind::Vpc
        | Kind::DhcpOptions
        | Kind::ElasticIp
        | Kind::KeyPair
        | Kind::Role
        | Kind::OidcProvider
        | Kind::Volume
        | Kind::Queue
        | Kind::EventRule
        | Kind::ManagedFile => &[],
    }
}

/// What becomes of a part when the whole that it is in is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OnParentDelete {
    /// It goes with the whole, without a step of its own.
    Cascades,
    /// The whole cannot be deleted before it, whoever made it.
    DeleteFirst,
}

/// Returns the field that names the whole that a resource is a part of, and what becomes of it with the whole.
pub(super) fn part_of(kind: Kind) -> Option<(&'static str, OnParentDelete)> {
    Some(match kind {
        Kind::VpcCidrBlock | Kind::DhcpOptionsAssociation | Kind::DnsZoneAssociation => {
            ("vpc", OnParentDelete::Cascades)
        }
        Kind::Route => ("route_table", OnParentDelete::Cascades),
        Kind::RouteTableAssociation => ("subnet", OnParentDelete::Cascades),
        Kind::SecurityGroupRule | Kind::WarmPool | Kind::LifecycleHook => ("group", OnParentDelete::Cascades),
        Kind::Listener => ("load_balancer", OnParentDelete::Cascades),
        Kind::RolePolicy | Kind::RolePolicyAttachment => ("role", OnParentDelete::DeleteFirst),
        Kind::EventTarget => ("rule", OnParentDelete::DeleteFirst),
        _ => return None,
    })
}

/// Calls `found` for every text inside the fields of a resource that may name another, with the kinds that it may be.
pub(super) fn each<'a>(kind: Kind, fields: &'a Map<String, Value>, found: &mut dyn FnMut(&'static [Kind], &'a str)) {
    for (field, kinds) in of(kind) {
        if let Some(value) = fields.get(*field) {
            texts(value, &mut |text| found(kinds, text));
        }
    }
}

pub(super) fn texts<'a>(value: &'a Value, found: &mut dyn FnMut(&'a str)) {
    match value {
        Value::String(text) => found(text),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(map) => map.values().for_each(|item| texts(item, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(feature = "schema")]
    use crate::resource::Resource;

    /// Finds the fields of every kind that can hold a reference, by the JSON Schema of its struct.
    #[test]
    #[cfg(feature = "schema")]
    fn the_table_holds_every_field_that_refers() {
        let schema = schemars::schema_for!(Resource).to_value();
        let refers = |value: &Value| mentions(value, &schema);
        for variant in schema["oneOf"].as_array().expect("one of the kinds") {
            let slug = variant["properties"]["kind"]["const"].as_str().expect("a kind");
            let kind = Kind::from_slug(slug).expect("a kind");
            let name = variant["properties"]["fields"]["$ref"].as_str().expect("a struct");
            let fields = schema.pointer(&name[1..]).expect("is defined")["properties"].as_object().expect("fields");
            let mut referring: Vec<&str> =
                fields.iter().filter(|(_, field)| refers(field)).map(|(name, _)| name.as_str()).collect();
            // The version goes with the template, and the VPC of an IPv6 range is the subnet's.
            referring.retain(|field| !["launch_template_version", "ipv6_cidr_of"].contains(field));
            let mut table: Vec<&str> = of(kind).iter().map(|(field, _)| *field).collect();
            referring.sort_unstable();
            table.sort_unstable();
            assert_eq!(table, referring, "{kind}");
        }
    }

    #[cfg(feature = "schema")]
    fn mentions(value: &Value, schema: &Value) -> bool {
        match value {
            Value::Object(map) => map.iter().any(|(key, inner)| match inner.as_str().filter(|_| key == "$ref") {
                Some("#/$defs/Ref") => true,
                Some(other) => schema.pointer(&other[1..]).is_some_and(|inner| mentions(inner, schema)),
                None => mentions(inner, schema),
            }),
            Value::Array(items) => items.iter().any(|item| mentions(item, schema)),
            _ => false,
        }
    }

    #[test]
    fn a_part_refers_to_its_whole() {
        for kind in Kind::ALL {
            let Some((field, _)) = part_of(*kind) else { continue };
            assert!(of(*kind).iter().any(|(name, _)| *name == field), "{kind}");
        }
    }
}
