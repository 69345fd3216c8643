//! Values, names and places in few words.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::plan::{Action, Disruption, Plan, SourceRef};
use crate::resource::{CloudId, Output, Ref, ResourceId};

/// How a report calls things of one cluster: by their names, without the cluster's behind each.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words<'a> {
    pub(super) cluster: &'a str,
    /// The names of resources that exist, by what the cloud calls them.
    pub(super) names: &'a BTreeMap<&'a str, &'a str>,
}

/// Returns the names of the resources of a plan, by what the cloud calls them.
pub(super) fn names(plan: &Plan) -> BTreeMap<&str, &str> {
    let steps = plan.steps.iter().filter_map(|step| match &step.action {
        Action::Update { id, .. } | Action::Delete { id, .. } => Some((id.0.as_str(), step.resource.name.as_str())),
        _ => None,
    });
    let bound = plan.bindings.iter().flat_map(|(resource, outputs)| {
        let naming = outputs.iter().filter(|(output, _)| matches!(output, Output::Id | Output::Arn | Output::DnsName));
        naming.map(|(_, word)| (word.as_str(), resource.name.as_str()))
    });
    let shared = plan.shared.iter().map(|shared| (shared.id.0.as_str(), shared.resource.name.as_str()));
    steps.chain(bound).chain(shared).collect()
}

impl Words<'_> {
    /// A name without the cluster's: `nodes` for `nodes.demo.example.com`, `SpotInterruption` for
    /// `demo.example.com-SpotInterruption`.
    pub(super) fn name(self, name: &str) -> String {
        let rest = name.strip_prefix(self.cluster).and_then(|rest| rest.strip_prefix('-')).unwrap_or(name);
        let cluster = format!(".{}", self.cluster);
        let mut parts = rest.split(&cluster);
        let mut short = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            // Another name may begin with the cluster's: `a.demo.community`.
            if part.starts_with(|c: char| c.is_alphanumeric() || c == '.') {
                return rest.to_owned();
            }
            short.push_str(part);
        }
        if short.is_empty() { name.to_owned() } else { short }
    }

    /// A value on one line; a symbolic reference is what it will lead to.
    pub(super) fn value(self, value: &Value) -> String {
        if let Some((id, output)) = Ref::in_value(value) {
            let what = match output {
                Output::Id | Output::Arn => return format!("{} (new)", self.name(&id.name)),
                Output::DnsName => "DNS name",
                Output::HostedZone => "hosted zone",
                Output::Ipv6Cidr => "IPv6 range",
                Output::Version => "new version",
                Output::Address => "address",
            };
            return format!("the {what} of {}", self.name(&id.name));
        }
        match value {
            Value::Null => "unset".to_owned(),
            Value::String(text) if text.is_empty() => "\"\"".to_owned(),
            Value::String(text) => match self.names.get(text.as_str()) {
                Some(name) => self.name(name),
                None => text.clone(),
            },
            Value::Array(entries) if entries.is_empty() => "none".to_owned(),
            Value::Array(entries) => entries.iter().map(|entry| self.value(entry)).collect::<Vec<_>>().join(", "),
            Value::Object(map) => {
                let pair = |(key, value): (&String, &Value)| format!("{} {}", field(key), self.value(value));
                map.iter().map(pair).collect::<Vec<_>>().join(", ")
            }
            other => other.to_string(),
        }
    }
}

/// An id such as `vpc-1`; nothing for ids that are names, or made of names.
pub(super) fn short_id(resource: &ResourceId, id: &CloudId) -> String {
    let tells = id.0 != resource.name && !id.0.contains(['/', '|', ':', '.']);
    if tells { id.0.clone() } else { String::new() }
}

/// A field's name for people.
pub(super) fn field(name: &str) -> String {
    name.replace('_', " ")
}

/// Where the user wrote something: `spec.minSize at cluster.yml:42`.
pub(super) fn place(source: &SourceRef) -> String {
    match &source.location {
        Some(at) => format!("{} at {}:{}", source.path.field, at.file, at.line),
        None => source.path.to_string(),
    }
}

/// The line where the user wrote something, for what a name tells already: `cluster.yml:42`.
pub(super) fn line(source: &SourceRef) -> Option<String> {
    source.location.as_ref().map(|at| format!("{}:{}", at.file, at.line))
}

/// What users of the cluster may notice; nothing for nothing.
pub(super) fn disruption(disruption: Disruption) -> Option<&'static str> {
    match disruption {
        Disruption::None => None,
        Disruption::NewInstances => Some("reaches running instances with a rolling update"),
        Disruption::Connections => Some("may interrupt connections"),
        Disruption::Instances => Some("stops instances"),
        Disruption::Data => Some("loses data"),
    }
}

/// A number of things: `1 rule`, `2 rules`.
pub(super) fn count(number: usize, one: &str) -> String {
    match (number, one.strip_suffix('y')) {
        (1, _) => format!("1 {one}"),
        (_, Some(stem)) if !one.ends_with("ey") && !one.ends_with("ay") => format!("{number} {stem}ies"),
        _ if one.ends_with('s') => format!("{number} {one}"),
        _ => format!("{number} {one}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_go_without_the_clusters() {
        let words = Words { cluster: "demo.example.com", names: &BTreeMap::new() };
        assert_eq!(words.name("nodes.demo.example.com"), "nodes");
        assert_eq!(words.name("demo.example.com"), "demo.example.com");
        assert_eq!(words.name("mydemo.example.com"), "mydemo.example.com");
        assert_eq!(words.name("vpc-1"), "vpc-1");
        assert_eq!(words.name("api.demo.example.com-443"), "api-443");
        assert_eq!(words.name("demo.example.com-Spot"), "Spot");
        assert_eq!(words.name("a.demo.example.community"), "a.demo.example.community");
        assert_eq!(words.name("a.demo.example.com.mx"), "a.demo.example.com.mx");
    }

    #[test]
    fn values_are_one_line() {
        let names = BTreeMap::from([("sg-1", "nodes.demo")]);
        let words = Words { cluster: "demo", names: &names };
        for (value, expected) in [
            (json!(null), "unset"),
            (json!(""), "\"\""),
            (json!([]), "none"),
            (json!(["a", 2, true]), "a, 2, true"),
            (json!(["sg-1", "sg-2"]), "nodes, sg-2"),
            (json!({"size_gib": 20, "type": "gp3"}), "size gib 20, type gp3"),
            (json!({"ref": "subnet/a.demo", "output": "id"}), "a (new)"),
            (json!({"ref": "launch-template/a.demo", "output": "version"}), "the new version of a"),
        ] {
            assert_eq!(words.value(&value), expected);
        }
    }

    #[test]
    fn counts_have_their_plural() {
        for (number, one, expected) in [
            (1, "subnet", "1 subnet"),
            (2, "subnet", "2 subnets"),
            (2, "IAM role policy", "2 IAM role policies"),
            (3, "DHCP options", "3 DHCP options"),
            (2, "NAT gateway", "2 NAT gateways"),
        ] {
            assert_eq!(count(number, one), expected);
        }
    }
}
