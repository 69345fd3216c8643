//! Two values of one field: do they mean the same?
//!
//! In: what the graph wants, with every reference resolved that can be, and what the account has. What the graph leaves
//! unset does not matter, unless the field is exact.

use serde_json::Value;

use super::{documents, user_data};
use crate::resource::{Compare, Field};

/// Tells whether a field has what the graph wants. Tags are compared elsewhere.
pub(super) fn agrees(field: &Field, desired: &Value, found: &Value) -> bool {
    if desired.is_null() && !field.exact {
        return true;
    }
    match field.compare {
        Compare::Document => documents::same(desired, found),
        Compare::Alias => covers(&alias(desired), &alias(found)),
        Compare::DnsName => dns_name(desired) == dns_name(found),
        Compare::MixedInstances => {
            desired.is_null() == found.is_null() && covers(&with_memory_of_kops(desired, found), found)
        }
        Compare::AccessLog => bare(desired) == bare(&without_unset(desired, found, "interval")),
        Compare::KmsKey => is_same_key(desired, found),
        Compare::UserData => user_data::agrees(desired, found),
        Compare::Value
        | Compare::Tags
        | Compare::Grows
        | Compare::Zones
        | Compare::StaysEmpty
        | Compare::SetOnce
        | Compare::Text => match (field.exact, field.unordered) {
            (true, true) => is_same_set(desired, found, &|a, b| bare(a) == bare(b)),
            (true, false) => bare(desired) == bare(found),
            (false, true) => is_same_set(desired, found, &covers),
            (false, false) => covers(desired, found),
        },
    }
}

/// Tells whether AWS accepts a change of a field that it changes in place.
pub(super) fn can_become(field: &Field, desired: &Value, found: &Value) -> bool {
    match field.compare {
        Compare::Grows => desired.as_i64() >= found.as_i64(),
        Compare::Zones => keeps_a_zone(desired, found),
        Compare::SetOnce => found.is_null(),
        Compare::StaysEmpty => is_empty(desired) == is_empty(found),
        _ => true,
    }
}

/// The form in which a text identifies a resource.
pub(super) fn canonical(field: &Field, text: &str) -> String {
    if field.compare == Compare::DnsName { canonical_name(text) } else { text.to_owned() }
}

/// Tells whether AWS changes the subnets of a network load balancer in place: one must stay, and those that stay keep their
/// addresses. It takes subnets away since February 2025.
fn keeps_a_zone(desired: &Value, found: &Value) -> bool {
    let (Some(desired), Some(found)) = (desired.as_array(), found.as_array()) else { return true };
    let subnet = |mapping: &Value| mapping.get("subnet").cloned();
    let stays: Vec<(&Value, &Value)> = desired
        .iter()
        .filter_map(|wanted| Some((wanted, found.iter().find(|entry| subnet(entry) == subnet(wanted))?)))
        .collect();
    !stays.is_empty() && stays.iter().all(|(wanted, entry)| covers(wanted, entry))
}

/// Returns the entries that a list loses.
pub(super) fn lost<'a>(desired: &Value, found: &'a Value) -> Vec<&'a Value> {
    let (Some(desired), Some(found)) = (desired.as_array(), found.as_array()) else { return Vec::new() };
    found.iter().filter(|entry| desired.iter().all(|wanted| !covers(wanted, entry))).collect()
}

/// Tells whether a field is as it was.
pub(super) fn is_unmoved(field: &Field, before: &Value, now: &Value) -> bool {
    if field.holds_tags() {
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

/// A mixed instances policy with the memory that was found where kops gave it: otherwise the two programs would change it in turn.
fn with_memory_of_kops(desired: &Value, found: &Value) -> Value {
    let mut desired = desired.clone();
    let overrides = desired.get_mut("overrides").and_then(Value::as_array_mut).into_iter().flatten();
    for (index, choice) in overrides.enumerate() {
        for limit in ["min", "max"] {
            let path = format!("/requirements/memory_mib/{limit}");
            let found = found.pointer(&format!("/overrides/{index}{path}"));
            if let (Some(wanted), Some(found)) = (choice.pointer_mut(&path), found)
                && is_memory_of_kops(wanted, found)
            {
                *wanted = found.clone();
            }
        }
    }
    desired
}

/// Tells whether two numbers are one amount of memory, in MiB and in millions of bytes, each rounded to a whole number.
fn is_memory_of_kops(desired: &Value, found: &Value) -> bool {
    const MIB: i64 = 1 << 20;
    const MILLION: i64 = 1_000_000;
    let amounts = desired.as_i64().zip(found.as_i64());
    amounts.is_some_and(|(mib, millions)| (mib * MIB - millions * MILLION).abs() < MIB + MILLION)
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
        *name = load_balancer_name(name);
    }
    value
}

/// The DNS name of a load balancer as it is, whatever an alias makes of it.
pub(super) fn load_balancer_name(name: &str) -> String {
    let name = canonical_name(name);
    name.strip_prefix("dualstack.").map(str::to_owned).unwrap_or(name)
}

fn dns_name(value: &Value) -> Value {
    value.as_str().map_or_else(|| value.clone(), |name| canonical_name(name).into())
}

fn canonical_name(name: &str) -> String {
    name.trim_end_matches('.').to_ascii_lowercase()
}

fn is_empty(list: &Value) -> bool {
    list.as_array().is_none_or(Vec::is_empty)
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
    use crate::resource::{AutoscalingGroup, DhcpOptions, DnsRecord, LaunchTemplate, NetworkLoadBalancer, Volume, Vpc};
    use serde_json::json;

    const KEY: &str = "arn:aws:kms:us-east-2:1:key/12-ab";

    #[test]
    fn each_field_is_compared_by_what_it_means() {
        let volume = |size: i32| json!({"device_name": "/dev/xvda", "ebs": {"size_gib": size}});
        let memory =
            |min: i32, max: i32| json!({"overrides": [{"requirements": {"memory_mib": {"min": min, "max": max}}}]});
        for (field, desired, found, expected) in [
            (Vpc::DNS_SUPPORT, json!(null), json!(true), true),
            (Vpc::DNS_SUPPORT, json!(true), json!(null), false),
            (DhcpOptions::DOMAIN_NAME_SERVERS, json!(["a", "b"]), json!(["b", "a"]), false),
            (AutoscalingGroup::METRICS, json!(["a", "b"]), json!(["b", "a"]), true),
            (AutoscalingGroup::METRICS, json!(["a", "a"]), json!(["a", "b"]), false),
            (AutoscalingGroup::METRICS, json!(["a"]), json!(["a", "b"]), false),
            (AutoscalingGroup::METRICS, json!([]), json!(null), true),
            (AutoscalingGroup::MIXED_INSTANCES, json!(null), json!({"overrides": [{"instance_type": "a"}]}), false),
            (AutoscalingGroup::MIXED_INSTANCES, json!(null), json!(null), true),
            (
                NetworkLoadBalancer::SUBNETS,
                json!([{"subnet": "a"}]),
                json!([{"subnet": "a", "allocation_id": "e"}]),
                true,
            ),
            (NetworkLoadBalancer::ACCESS_LOG, json!(null), json!({"bucket": "b"}), false),
            (NetworkLoadBalancer::ACCESS_LOG, json!({"bucket": "b"}), json!(null), false),
            (NetworkLoadBalancer::ACCESS_LOG, json!({"bucket": "b"}), json!({"bucket": "b", "interval": 60}), true),
            (
                NetworkLoadBalancer::ACCESS_LOG,
                json!({"bucket": "b", "interval": 5}),
                json!({"bucket": "b", "interval": 60}),
                false,
            ),
            (NetworkLoadBalancer::ACCESS_LOG, json!({"bucket": "b"}), json!({"bucket": "b", "prefix": "p"}), false),
            (AutoscalingGroup::MIXED_INSTANCES, json!({"overrides": []}), json!(null), false),
            (
                AutoscalingGroup::MIXED_INSTANCES,
                json!({"distribution": {"on_demand_base_capacity": 1}}),
                json!({"distribution": {"on_demand_base_capacity": 1, "spot_instance_pools": 2}}),
                true,
            ),
            (
                AutoscalingGroup::MIXED_INSTANCES,
                json!({"distribution": {"on_demand_base_capacity": 1}}),
                json!({"distribution": {"on_demand_base_capacity": 2}}),
                false,
            ),
            (AutoscalingGroup::MIXED_INSTANCES, memory(4096, 16384), memory(4295, 17180), true),
            (AutoscalingGroup::MIXED_INSTANCES, memory(4096, 16384), memory(4295, 16384), true),
            (AutoscalingGroup::MIXED_INSTANCES, memory(15259, 15258), memory(16000, 16000), true),
            (AutoscalingGroup::MIXED_INSTANCES, memory(4096, 16384), memory(4300, 17180), false),
            (AutoscalingGroup::MIXED_INSTANCES, memory(4295, 17180), memory(4096, 16384), false),
            (Volume::KMS_KEY, json!(KEY), json!(KEY), true),
            (Volume::KMS_KEY, json!("12-ab"), json!(KEY), true),
            (Volume::KMS_KEY, json!("2-ab"), json!(KEY), false),
            (Volume::KMS_KEY, json!("arn:aws:kms:us-east-1:1:key/12-ab"), json!(KEY), false),
            (Volume::KMS_KEY, json!("alias/etcd"), json!(KEY), true),
            (Volume::KMS_KEY, json!("alias/etcd"), json!(null), false),
            (LaunchTemplate::SPOT, json!(null), json!({"max_price": "1"}), false),
            (LaunchTemplate::SPOT, json!({}), json!({"max_price": "1"}), false),
            (LaunchTemplate::TENANCY, json!(null), json!("default"), true),
            (LaunchTemplate::BLOCK_DEVICES, json!([volume(1), volume(2)]), json!([volume(2), volume(1)]), true),
            (LaunchTemplate::BLOCK_DEVICES, json!([volume(1)]), json!([volume(2)]), false),
            (DnsRecord::ALIAS, json!({"dns_name": "a.b"}), json!({"dns_name": "dualstack.A.b."}), true),
            (DnsRecord::ALIAS, json!({"dns_name": "a.b"}), json!({"dns_name": "c.b"}), false),
            (DnsRecord::ALIAS, json!({"dns_name": {"ref": "x"}}), json!({"dns_name": "c.b"}), false),
        ] {
            assert_eq!(agrees(field, &desired, &found), expected, "{} {desired} {found}", field.name);
        }
    }

    #[test]
    fn a_network_load_balancer_keeps_a_zone_and_its_addresses() {
        let mapping = |subnet: &str, address: &str| json!({"subnet": subnet, "allocation_id": address});
        let (a, b) = (json!({"subnet": "a"}), json!({"subnet": "b"}));
        for (desired, found, possible, ends) in [
            (json!([a, b]), json!([mapping("a", "e")]), true, false),
            (json!([a]), json!([a, b]), true, true),
            (json!([b]), json!([a]), false, true),
            (json!([mapping("a", "f")]), json!([mapping("a", "e")]), false, true),
            (json!([mapping("a", "e"), b]), json!([mapping("a", "e"), {"subnet": "c"}]), true, true),
        ] {
            assert_eq!(keeps_a_zone(&desired, &found), possible, "{desired} {found}");
            assert_eq!(!lost(&desired, &found).is_empty(), ends, "{desired} {found}");
        }
    }
}
