//! Two values of one field: do they mean the same?
//!
//! In: what the graph wants, with every reference resolved that can be, and what the account has. What the graph leaves
//! unset does not matter, unless the field is exact.

use serde_json::Value;

use super::documents;
use crate::resource::{Field, Kind};

/// What is special about a field when it is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nature {
    /// Nothing.
    Plain,
    /// Tags.
    Tags,
    /// A policy or pattern.
    Document,
    /// A number that only grows.
    Grows,
    /// A list that only gets longer.
    Extends,
    /// The version of a launch template: one that follows by itself is right whatever it is.
    Version,
    /// Something that can be given to what has none, and then stays.
    First,
    /// A list that stays empty where it is, and otherwise changes.
    SomeOrNone,
    /// Exact in being there or not; what is unset inside is left to AWS, which fills in defaults of its own.
    Presence,
    /// Where an access log goes: exact, but for the interval, which AWS fills in.
    AccessLog,
    /// A load balancer behind a DNS record.
    Alias,
    /// A KMS key, which AWS tells by its ARN, however it was asked for.
    Key,
}

/// Returns what is special about a field.
pub(super) fn nature(kind: Kind, field: &str) -> Nature {
    match (kind, field) {
        (_, "tags") => Nature::Tags,
        (Kind::Role, "assume_role_policy")
        | (Kind::RolePolicy | Kind::Queue, "policy")
        | (Kind::EventRule, "pattern") => Nature::Document,
        (Kind::Volume, "size_gib") => Nature::Grows,
        (Kind::NetworkLoadBalancer, "subnets") => Nature::Extends,
        (Kind::AutoscalingGroup, "launch_template_version") => Nature::Version,
        (Kind::AutoscalingGroup, "mixed_instances") => Nature::Presence,
        (Kind::NetworkLoadBalancer, "security_groups") => Nature::SomeOrNone,
        (_, "access_log") => Nature::AccessLog,
        (Kind::Subnet, "ipv6_cidr") => Nature::First,
        (Kind::DnsRecord, "alias") => Nature::Alias,
        (Kind::Volume, "kms_key") => Nature::Key,
        _ => Nature::Plain,
    }
}

/// Tells whether a field has what the graph wants. Tags are compared elsewhere.
pub(super) fn agrees(kind: Kind, field: &Field, desired: &Value, found: &Value) -> bool {
    if desired.is_null() && !field.exact {
        return true;
    }
    match nature(kind, field.name) {
        Nature::Document => documents::same(desired, found),
        Nature::Version => desired == found || matches!(found.as_str(), Some("$Latest" | "$Default")),
        Nature::Alias => covers(&alias(desired), &alias(found)),
        Nature::Presence => desired.is_null() == found.is_null() && covers(desired, found),
        Nature::AccessLog => bare(desired) == bare(&without_unset(desired, found, "interval")),
        Nature::Key => is_same_key(desired, found),
        _ if field.exact && field.unordered => is_same_set(desired, found, &|a, b| bare(a) == bare(b)),
        _ if field.exact => bare(desired) == bare(found),
        _ if field.unordered => is_same_set(desired, found, &covers),
        _ => covers(desired, found),
    }
}

/// Tells whether a list has every entry that is in another: nothing of it would be taken away.
pub(super) fn keeps(desired: &Value, found: &Value) -> bool {
    let (Some(desired), Some(found)) = (desired.as_array(), found.as_array()) else { return true };
    found.iter().all(|entry| desired.iter().any(|wanted| covers(wanted, entry)))
}

/// Tells whether a field is as it was.
pub(super) fn is_unmoved(field: &Field, before: &Value, now: &Value) -> bool {
    if field.name == "tags" {
        return of_people(before) == of_people(now);
    }
    let same = |a: &Value, b: &Value| bare(a) == bare(b);
    if field.unordered { is_same_set(before, now, &same) } else { same(before, now) }
}

/// Tags without AWS's own.
fn of_people(tags: &Value) -> Vec<(&String, &Value)> {
    let tags = tags.as_object().into_iter().flatten();
    tags.filter(|(key, _)| !key.starts_with("aws:")).collect()
}

/// Tells whether a value has everything that another one asks for; what is not asked for does not matter.
fn covers(desired: &Value, found: &Value) -> bool {
    match (desired, found) {
        (Value::Null, _) => true,
        (Value::Object(desired), Value::Object(found)) => {
            desired.iter().all(|(key, value)| covers(value, found.get(key).unwrap_or(&Value::Null)))
        }
        (Value::Array(desired), Value::Array(found)) => {
            desired.len() == found.len() && desired.iter().zip(found).all(|(a, b)| covers(a, b))
        }
        (Value::Array(desired), Value::Null) => desired.is_empty(),
        _ => desired == found,
    }
}

fn is_same_set(desired: &Value, found: &Value, same: &dyn Fn(&Value, &Value) -> bool) -> bool {
    let entries = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let (desired, mut left) = (entries(desired), entries(found));
    if desired.len() != left.len() {
        return false;
    }
    desired.iter().all(|wanted| match left.iter().position(|entry| same(wanted, entry)) {
        Some(place) => {
            left.swap_remove(place);
            true
        }
        None => false,
    })
}

/// What was found without a field that is not asked for.
fn without_unset(desired: &Value, found: &Value, field: &str) -> Value {
    let mut found = found.clone();
    if let Some(map) = found.as_object_mut().filter(|_| desired.get(field).is_none_or(Value::is_null)) {
        map.remove(field);
    }
    found
}

/// A value without what is unset.
fn bare(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let set = map.iter().map(|(key, value)| (key.clone(), bare(value))).filter(|(_, value)| !value.is_null());
            let set: serde_json::Map<String, Value> = set.collect();
            if set.is_empty() { Value::Null } else { Value::Object(set) }
        }
        Value::Array(entries) if entries.is_empty() => Value::Null,
        Value::Array(entries) => entries.iter().map(bare).collect(),
        other => other.clone(),
    }
}

/// An alias with its DNS name as DNS compares it: consoles put `dualstack.` before names, and Route 53 a dot behind.
fn alias(value: &Value) -> Value {
    let mut value = value.clone();
    if let Some(Value::String(name)) = value.get_mut("dns_name") {
        *name = dns_name(name);
    }
    value
}

/// The DNS name of a load balancer as it is, whatever an alias makes of it.
pub(super) fn dns_name(name: &str) -> String {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    name.strip_prefix("dualstack.").map(str::to_owned).unwrap_or(name)
}

/// Tells whether a key can be the one that was found: by its ARN or its id. Which key an alias means cannot be told here.
fn is_same_key(desired: &Value, found: &Value) -> bool {
    let (Some(wanted), Some(arn)) = (desired.as_str(), found.as_str()) else { return desired == found };
    let alias = wanted.starts_with("alias/") || wanted.contains(":alias/");
    wanted == arn || alias || arn.rsplit_once(":key/").is_some_and(|(_, id)| id == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn field(kind: Kind, name: &str) -> &'static Field {
        kind.fields().iter().find(|field| field.name == name).expect("a field")
    }

    const KEY: &str = "arn:aws:kms:us-east-2:1:key/12-ab";

    #[test]
    fn each_field_is_compared_by_what_it_means() {
        let volume = |size: i32| json!({"device_name": "/dev/xvda", "ebs": {"size_gib": size}});
        let (lb, record) = (Kind::NetworkLoadBalancer, Kind::DnsRecord);
        let (group, template, volume_kind) = (Kind::AutoscalingGroup, Kind::LaunchTemplate, Kind::Volume);
        for (kind, name, desired, found, expected) in [
            (Kind::Vpc, "dns_support", json!(null), json!(true), true),
            (Kind::Vpc, "dns_support", json!(true), json!(null), false),
            (Kind::DhcpOptions, "domain_name_servers", json!(["a", "b"]), json!(["b", "a"]), false),
            (group, "metrics", json!(["a", "b"]), json!(["b", "a"]), true),
            (group, "metrics", json!(["a", "a"]), json!(["a", "b"]), false),
            (group, "metrics", json!(["a"]), json!(["a", "b"]), false),
            (group, "metrics", json!([]), json!(null), true),
            (group, "launch_template_version", json!("3"), json!("3"), true),
            (group, "launch_template_version", json!("3"), json!("2"), false),
            (group, "launch_template_version", json!("3"), json!("$Latest"), true),
            (group, "mixed_instances", json!(null), json!({"overrides": [{"instance_type": "a"}]}), false),
            (group, "mixed_instances", json!(null), json!(null), true),
            (lb, "subnets", json!([{"subnet": "a"}]), json!([{"subnet": "a", "allocation_id": "e"}]), true),
            (lb, "access_log", json!(null), json!({"bucket": "b"}), false),
            (lb, "access_log", json!({"bucket": "b"}), json!(null), false),
            (lb, "access_log", json!({"bucket": "b"}), json!({"bucket": "b", "interval": 60}), true),
            (lb, "access_log", json!({"bucket": "b", "interval": 5}), json!({"bucket": "b", "interval": 60}), false),
            (lb, "access_log", json!({"bucket": "b"}), json!({"bucket": "b", "prefix": "p"}), false),
            (group, "mixed_instances", json!({"overrides": []}), json!(null), false),
            (
                group,
                "mixed_instances",
                json!({"distribution": {"on_demand_base_capacity": 1}}),
                json!({"distribution": {"on_demand_base_capacity": 1, "spot_instance_pools": 2}}),
                true,
            ),
            (
                group,
                "mixed_instances",
                json!({"distribution": {"on_demand_base_capacity": 1}}),
                json!({"distribution": {"on_demand_base_capacity": 2}}),
                false,
            ),
            (volume_kind, "kms_key", json!(KEY), json!(KEY), true),
            (volume_kind, "kms_key", json!("12-ab"), json!(KEY), true),
            (volume_kind, "kms_key", json!("2-ab"), json!(KEY), false),
            (volume_kind, "kms_key", json!("arn:aws:kms:us-east-1:1:key/12-ab"), json!(KEY), false),
            (volume_kind, "kms_key", json!("alias/etcd"), json!(KEY), true),
            (volume_kind, "kms_key", json!("alias/etcd"), json!(null), false),
            (template, "spot", json!(null), json!({"max_price": "1"}), false),
            (template, "spot", json!({}), json!({"max_price": "1"}), false),
            (template, "tenancy", json!(null), json!("default"), true),
            (template, "block_devices", json!([volume(1), volume(2)]), json!([volume(2), volume(1)]), true),
            (template, "block_devices", json!([volume(1)]), json!([volume(2)]), false),
            (record, "alias", json!({"dns_name": "a.b"}), json!({"dns_name": "dualstack.A.b."}), true),
            (record, "alias", json!({"dns_name": "a.b"}), json!({"dns_name": "c.b"}), false),
            (record, "alias", json!({"dns_name": {"ref": "x"}}), json!({"dns_name": "c.b"}), false),
        ] {
            assert_eq!(agrees(kind, field(kind, name), &desired, &found), expected, "{kind} {name} {desired} {found}");
        }
    }

    #[test]
    fn a_list_keeps_what_it_had_or_not() {
        assert!(keeps(&json!([{"subnet": "a"}, {"subnet": "b"}]), &json!([{"subnet": "a", "allocation_id": "e"}])));
        assert!(!keeps(&json!([{"subnet": "b"}]), &json!([{"subnet": "a"}])));
        assert!(!keeps(
            &json!([{"subnet": "a", "allocation_id": "f"}]),
            &json!([{"subnet": "a", "allocation_id": "e"}])
        ));
    }
}
