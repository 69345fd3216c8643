//! What makes a resource of the spec and one in the account the same.
//!
//! Most kinds are identified by fields: what AWS itself keeps unique. The others are found by the tag `Name` among what the
//! cluster owns. Shared ones are found by their id and need no identity.

use serde_json::{Map, Value};

use super::compare;
use crate::naming::tags;
use crate::resource::{Change, Kind, Ref, Resource};

/// Returns the identities that a resource answers to, best first; none while it hangs on something that is not there.
///
/// `fields` are its fields with every reference resolved that can be.
pub(super) fn keys(resource: &Resource, fields: &Map<String, Value>) -> Vec<String> {
    let kind = resource.kind();
    if is_by_tags(kind) {
        let one = |key: &&str| Some(format!("{key} {}", tag(resource, key)?));
        return kind.properties().identity_tags.iter().filter_map(one).collect();
    }
    let mut key = String::new();
    for field in kind.fields().iter().filter(|field| field.change == Change::Identity) {
        let value = field.of(fields).unwrap_or(&Value::Null);
        if is_symbolic(value) {
            return Vec::new();
        }
        match value {
            Value::String(text) => key.push_str(&compare::canonical(field, text)),
            other => key.push_str(&other.to_string()),
        }
        key.push('\n');
    }
    vec![key]
}

/// True for kinds that are found by tags, and therefore only among what the cluster owns.
pub(super) fn is_by_tags(kind: Kind) -> bool {
    !kind.properties().identity_tags.is_empty()
}

/// Returns the revision of a load balancer or target group, which kops counts up when it makes one anew.
pub(super) fn revision(resource: &Resource) -> u64 {
    tag(resource, tags::REVISION).and_then(|revision| revision.parse().ok()).unwrap_or(0)
}

/// Returns the value of a tag.
pub(super) fn tag<'a>(resource: &'a Resource, key: &str) -> Option<&'a str> {
    resource.tags()?.get(key).map(String::as_str)
}

fn is_symbolic(value: &Value) -> bool {
    let mut symbolic = false;
    Ref::visit(value, &mut |_, _| symbolic = true);
    symbolic
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resource::{Direction, DnsRecord, ElasticIp, Peer, Route, RouteTable, SecurityGroupRule, Tags, Volume};

    fn key(resource: impl Into<Resource>) -> Vec<String> {
        let resource = resource.into();
        keys(&resource, &resource.to_value())
    }

    fn tags(pairs: &[(&str, &str)]) -> Tags {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    #[test]
    fn kinds_without_identity_are_found_by_name() {
        assert_eq!(key(Volume { tags: tags(&[("Name", "a.etcd")]), ..Volume::default() }), ["Name a.etcd"]);
        assert!(key(Volume::default()).is_empty());
        let address = ElasticIp { address: Some("192.0.2.1".into()), tags: tags(&[("Name", "a")]) };
        assert_eq!(key(address), ["Name a"]);
        let table = tags(&[("Name", "private-a"), ("kubernetes.io/kops/role", "private-a")]);
        let table = RouteTable { tags: table, ..RouteTable::default() };
        assert_eq!(key(table), ["Name private-a", "kubernetes.io/kops/role private-a"]);
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
