//! What makes a resource of the spec and one in the account the same.
//!
//! Most kinds are identified by fields: what AWS itself keeps unique. The others are found by the tag `Name` among what the
//! cluster owns. Shared ones are found by their id and need no identity.

use serde_json::{Map, Value};

use crate::naming::tags;
use crate::resource::{Change, Kind, Ref};

/// Returns the identities that a resource answers to, best first; none while it hangs on something that is not there.
pub(super) fn keys(kind: Kind, fields: &Map<String, Value>) -> Vec<String> {
    let by_fields: Vec<&str> = kind
        .fields()
        .iter()
        .filter(|field| field.change == Change::Identity && !is_by_name(kind))
        .map(|field| field.name)
        .collect();
    if by_fields.is_empty() {
        return by_tags(kind, fields);
    }
    let mut key = String::new();
    for name in by_fields {
        let value = fields.get(name).unwrap_or(&Value::Null);
        if is_symbolic(value) {
            return Vec::new();
        }
        match value {
            Value::String(text) if kind == Kind::DnsRecord => {
                key.push_str(&text.trim_end_matches('.').to_ascii_lowercase());
            }
            Value::String(text) => key.push_str(text),
            other => key.push_str(&other.to_string()),
        }
        key.push('\n');
    }
    vec![key]
}

/// True for kinds that are found by a tag, and therefore only among what the cluster owns.
pub(super) fn is_by_name(kind: Kind) -> bool {
    // An address is known only once there is one, so it cannot tell which one is meant.
    kind == Kind::ElasticIp || !kind.fields().iter().any(|field| field.change == Change::Identity)
}

/// Returns the revision of a load balancer or target group, which kops counts up when it makes one anew.
pub(super) fn revision(fields: &Map<String, Value>) -> u64 {
    tag(fields, tags::REVISION).and_then(|revision| revision.parse().ok()).unwrap_or(0)
}

/// Returns the value of a tag.
pub(super) fn tag<'a>(fields: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
    fields.get("tags")?.get(key)?.as_str()
}

fn by_tags(kind: Kind, fields: &Map<String, Value>) -> Vec<String> {
    let name = tag(fields, tags::NAME).map(|name| format!("name {name}"));
    // Route tables of old clusters may have another name; their role is theirs alone.
    let role = tag(fields, tags::ROUTE_TABLE_ROLE).filter(|_| kind == Kind::RouteTable);
    name.into_iter().chain(role.map(|role| format!("role {role}"))).collect()
}

fn is_symbolic(value: &Value) -> bool {
    let mut symbolic = false;
    Ref::visit(value, &mut |_, _| symbolic = true);
    symbolic
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resource::{
        Direction, DnsRecord, ElasticIp, Peer, Resource, Route, RouteTable, SecurityGroupRule, Tags, Volume,
    };

    fn key(resource: impl Into<Resource>) -> Vec<String> {
        let resource = resource.into();
        keys(resource.kind(), &resource.to_value())
    }

    fn tags(pairs: &[(&str, &str)]) -> Tags {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    #[test]
    fn kinds_without_identity_are_found_by_name() {
        assert_eq!(key(Volume { tags: tags(&[("Name", "a.etcd")]), ..Volume::default() }), ["name a.etcd"]);
        assert!(key(Volume::default()).is_empty());
        let address = ElasticIp { address: Some("192.0.2.1".into()), tags: tags(&[("Name", "a")]) };
        assert_eq!(key(address), ["name a"]);
        let table = tags(&[("Name", "private-a"), ("kubernetes.io/kops/role", "private-a")]);
        let table = RouteTable { tags: table, ..RouteTable::default() };
        assert_eq!(key(table), ["name private-a", "role private-a"]);
    }

    #[test]
    fn what_hangs_on_something_new_has_no_identity_yet() {
        let route = Route { route_table: "rtb-1".into(), destination: "0.0.0.0/0".into(), ..Route::default() };
        assert_eq!(key(route.clone()), ["rtb-1\n0.0.0.0/0\n"]);
        assert!(key(Route { route_table: Ref::to(Kind::RouteTable, "a"), ..route }).is_empty());
    }

    #[test]
    fn rules_differ_in_everything_but_tags() {
        let rule = SecurityGroupRule {
            group: "sg-1".into(),
            protocol: "tcp".into(),
            from_port: Some(22),
            to_port: Some(22),
            peer: Peer::Ipv4("0.0.0.0/0".into()),
            ..SecurityGroupRule::default()
        };
        let others = [
            SecurityGroupRule { group: "sg-2".into(), ..rule.clone() },
            SecurityGroupRule { direction: Direction::Egress, ..rule.clone() },
            SecurityGroupRule { from_port: None, ..rule.clone() },
            SecurityGroupRule { peer: Peer::Ipv6("0.0.0.0/0".into()), ..rule.clone() },
        ];
        for other in others {
            assert_ne!(key(rule.clone()), key(other));
        }
        assert_eq!(key(rule.clone()), key(SecurityGroupRule { tags: tags(&[("a", "b")]), ..rule }));
    }

    #[test]
    fn names_of_records_are_names_of_dns() {
        let record = |name: &str| DnsRecord { zone: "Z1".into(), name: name.into(), ..DnsRecord::default() };
        assert_eq!(key(record("API.demo.example.com.")), key(record("api.demo.example.com")));
    }
}
