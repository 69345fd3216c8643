//! One resource as it should be and as it was found: the fields that differ, and whether AWS can change them.

use serde_json::{Map, Value};

use super::compare::{agrees, can_become};
use super::tags;
use crate::resource::{Change, Field, Kind, Resource};

/// A field that differs.
#[derive(Debug)]
pub(super) struct Difference {
    pub(super) field: &'static Field,
    /// What it is; null where unset.
    pub(super) old: Value,
    /// What it should be.
    pub(super) new: Value,
    pub(super) remedy: Remedy,
}

/// What can be done about a difference.
#[derive(Debug, PartialEq)]
pub(super) enum Remedy {
    /// Change it in place.
    InPlace,
    /// Nothing.
    None,
}

/// Returns the fields that differ, in the order of the kind's fields.
///
/// `desired` has every reference resolved that can be. Fields that matter only when a resource is made are passed over, and
/// those of its identity as well, unless `shared`: a shared one was found by its id, so its identity may be another. Of a
/// shared one, fields that are left at their default say nothing.
pub(super) fn differences(
    kind: Kind,
    desired: &Map<String, Value>,
    found: &Map<String, Value>,
    shared: bool,
) -> Vec<Difference> {
    let compared = kind.fields().iter().filter(|field| match field.change {
        Change::Identity => shared,
        Change::Initial => false,
        _ => true,
    });
    let unsaid = if shared { defaults(kind) } else { Map::new() };
    let said =
        compared.filter(|field| unsaid.get(field.name).is_none_or(|unsaid| desired.get(field.name) != Some(unsaid)));
    said.filter_map(|field| difference(kind, field, desired, found)).collect()
}

fn defaults(kind: Kind) -> Map<String, Value> {
    Resource::from_fields(kind, Value::Object(Map::new())).expect("every field has a default").to_value()
}

fn difference(
    kind: Kind,
    field: &'static Field,
    desired: &Map<String, Value>,
    found: &Map<String, Value>,
) -> Option<Difference> {
    let new = desired.get(field.name).unwrap_or(&Value::Null);
    let old = found.get(field.name).unwrap_or(&Value::Null);
    if field.holds_tags() {
        let none = Map::new();
        let change = tags::compare(kind, new.as_object()?, old.as_object().unwrap_or(&none))?;
        return Some(Difference { field, old: change.old.into(), new: change.new.into(), remedy: Remedy::InPlace });
    }
    if agrees(field, new, old) {
        return None;
    }
    let remedy = match field.change {
        Change::InPlace if can_become(field, new, old) => Remedy::InPlace,
        _ => Remedy::None,
    };
    Some(Difference { field, old: old.clone(), new: new.clone(), remedy })
}

/// What the user can do about a difference that AWS cannot change.
pub(super) fn advice(kind: Kind, field: &Field) -> &'static str {
    field.advice.unwrap_or(kind.properties().advice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn fields(value: Value) -> Map<String, Value> {
        value.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn every_difference_has_its_remedy() {
        let subnets = |names: &[&str]| names.iter().map(|name| json!({"subnet": name})).collect::<Value>();
        for (kind, desired, found, expected) in [
            (Kind::Vpc, json!({"cidr": "10.0.0.0/16"}), json!({"cidr": "10.1.0.0/16"}), &[("cidr", Remedy::None)][..]),
            (
                Kind::Vpc,
                json!({"dns_support": true}),
                json!({"dns_support": false}),
                &[("dns_support", Remedy::InPlace)],
            ),
            (Kind::Volume, json!({"size_gib": 20}), json!({"size_gib": 10}), &[("size_gib", Remedy::InPlace)]),
            (Kind::Volume, json!({"size_gib": 10}), json!({"size_gib": 20}), &[("size_gib", Remedy::None)]),
            (Kind::Volume, json!({"size_gib": 10}), json!({"size_gib": 10}), &[]),
            (
                Kind::NetworkLoadBalancer,
                json!({"subnets": subnets(&["a", "b"]), "internal": false}),
                json!({"subnets": subnets(&["a"]), "internal": true}),
                &[("internal", Remedy::None), ("subnets", Remedy::InPlace)],
            ),
            (
                Kind::NetworkLoadBalancer,
                json!({"subnets": subnets(&["a"])}),
                json!({"subnets": subnets(&["a", "b"])}),
                &[("subnets", Remedy::InPlace)],
            ),
            (
                Kind::NetworkLoadBalancer,
                json!({"subnets": subnets(&["b"])}),
                json!({"subnets": subnets(&["a"])}),
                &[("subnets", Remedy::None)],
            ),
            (
                Kind::NetworkLoadBalancer,
                json!({"security_groups": ["a"]}),
                json!({"security_groups": ["b"]}),
                &[("security_groups", Remedy::InPlace)],
            ),
            (
                Kind::NetworkLoadBalancer,
                json!({"security_groups": ["a"]}),
                json!({"security_groups": []}),
                &[("security_groups", Remedy::None)],
            ),
            (
                Kind::NetworkLoadBalancer,
                json!({"security_groups": []}),
                json!({"security_groups": ["a"]}),
                &[("security_groups", Remedy::None)],
            ),
            (Kind::Subnet, json!({"ipv6_cidr": "a"}), json!({}), &[("ipv6_cidr", Remedy::InPlace)]),
            (Kind::Subnet, json!({"ipv6_cidr": "a"}), json!({"ipv6_cidr": "b"}), &[("ipv6_cidr", Remedy::None)]),
            (
                Kind::Queue,
                json!({"name": "a", "tags": {"a": "1"}}),
                json!({"name": "a", "tags": {}}),
                &[("tags", Remedy::InPlace)],
            ),
            (Kind::SecurityGroup, json!({"description": "a"}), json!({"description": "b"}), &[]),
            (Kind::ManagedFile, json!({"content": "a"}), json!({"content": "a"}), &[]),
            (
                Kind::ManagedFile,
                json!({"content": "a", "public": true}),
                json!({"content": "a"}),
                &[("public", Remedy::InPlace)],
            ),
            (Kind::Subnet, json!({}), json!({"tags": {"a": "b"}, "zone": "z"}), &[]),
        ] {
            let found = differences(kind, &fields(desired), &fields(found), false);
            let found: Vec<_> =
                found.into_iter().map(|difference| (difference.field.name, difference.remedy)).collect();
            assert_eq!(found, expected, "{kind}");
        }
    }

    #[test]
    fn nothing_is_said_of_what_a_shared_resource_leaves_at_its_default() {
        let group = json!({"vpc": "", "name": ""});
        let found = json!({"vpc": "vpc-1", "name": "theirs"});
        let differences = |desired: &Value, shared| {
            let found = differences(Kind::SecurityGroup, &fields(desired.clone()), &fields(found.clone()), shared);
            found.into_iter().map(|difference| difference.field.name).collect::<Vec<_>>()
        };
        assert_eq!(differences(&group, true), Vec::<&str>::new());
        assert_eq!(differences(&json!({"vpc": "vpc-2", "name": ""}), true), ["vpc"]);
    }
}
