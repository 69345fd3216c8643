//! Names, values, sources and counts.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::plan::{Action, Disruption, Plan, SourceRef, Step};
use crate::resource::{
    ClassicLoadBalancer, CloudId, Kind, NetworkLoadBalancer, Output, Ref, Resource, ResourceId, label,
};

/// The names of resources as the AWS console shows them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words<'a> {
    /// Of resources that exist, by id, ARN and DNS name.
    pub(super) names: &'a BTreeMap<&'a str, &'a str>,
    /// Of resources whose name is not that of the [`ResourceId`].
    pub(super) new: &'a BTreeMap<&'a ResourceId, String>,
    /// Of the types of resources whose type is not that of their kind.
    pub(super) titles: &'a BTreeMap<&'a ResourceId, &'static str>,
    /// The folder that is left out of the paths of sources.
    pub(super) folder: &'a str,
}

/// Returns the names of existing resources in a plan, by id, ARN and DNS name.
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

/// Returns the console's names of load balancers, which are not their `Name` tags.
pub(super) fn new_names(plan: &Plan) -> BTreeMap<&ResourceId, String> {
    let name = |step: &Step| match step.action.resource() {
        Resource::ClassicLoadBalancer(ClassicLoadBalancer { name, .. })
        | Resource::NetworkLoadBalancer(NetworkLoadBalancer { name, .. })
            if !name.is_empty() =>
        {
            Some(name.clone())
        }
        _ => None,
    };
    plan.steps.iter().filter_map(|step| Some((&step.resource, name(step)?))).collect()
}

/// Returns the types of resources that are of another type than their kind says: load balancers of controllers.
pub(super) fn titles(plan: &Plan) -> BTreeMap<&ResourceId, &'static str> {
    let steps = plan.steps.iter().filter_map(|step| match &step.action {
        Action::Update { id, .. } | Action::Delete { id, .. } => Some((&step.resource, id)),
        Action::Create { .. } => None,
    });
    let kept = plan.kept.iter().map(|kept| (&kept.resource, &kept.id));
    let titled = steps.chain(kept).map(|(resource, id)| (resource, resource.kind.title_of(id)));
    titled.filter(|(resource, title)| *title != resource.kind.title()).collect()
}

impl Words<'_> {
    /// The type of a resource.
    pub(super) fn title(self, id: &ResourceId) -> &'static str {
        self.titles.get(id).copied().unwrap_or_else(|| id.kind.title())
    }

    /// The name of a resource.
    pub(super) fn name(self, id: &ResourceId) -> String {
        self.new.get(id).unwrap_or(&id.name).clone()
    }

    /// A value on one line. A symbolic reference becomes the name of its resource.
    pub(super) fn value(self, value: &Value) -> String {
        if let Some((id, output)) = Ref::in_value(value) {
            let what = match output {
                Output::Id | Output::Arn => return format!("{} (new)", self.name(&id)),
                Output::DnsName => "DNS name",
                Output::HostedZone => "hosted zone",
                Output::Ipv6Cidr => "IPv6 CIDR",
                Output::Version => "version",
                Output::Address => "address",
                Output::PrivateAddresses => "private addresses",
                Output::Sha256 | Output::Sha256Base64 | Output::Sha256Base64Url => "SHA-256",
                Output::Sealed => "sealed entries",
                Output::Certificates => "certificates",
                Output::KeypairId => "keypair ID",
                Output::PublicKeys => "public keys",
                Output::Jwks => "JSON Web Key Set",
            };
            return format!("{what} of {}", self.name(&id));
        }
        match value {
            Value::Null => "(unset)".to_owned(),
            Value::String(text) if text.is_empty() => "\"\"".to_owned(),
            Value::String(text) => self.names.get(text.as_str()).map_or_else(|| text.clone(), ToString::to_string),
            Value::Array(entries) if entries.is_empty() => "(none)".to_owned(),
            Value::Array(entries) => entries.iter().map(|entry| self.value(entry)).collect::<Vec<_>>().join(", "),
            Value::Object(map) => {
                let pair = |(key, value): (&String, &Value)| format!("{} {}", label(key), self.value(value));
                map.iter().map(pair).collect::<Vec<_>>().join(", ")
            }
            other => other.to_string(),
        }
    }

    /// A reference with the type of its resource: `NAT gateway us-east-2a.demo`. Ids that exist have their type in them.
    pub(super) fn titled(self, value: &Value) -> String {
        match Ref::in_value(value) {
            Some((id, _)) => format!("{} {}", self.title(&id), self.name(&id)),
            None => self.value(value),
        }
    }
}

/// An id such as `vpc-1`; empty if the id is a name or contains one.
pub(super) fn short_id(resource: &ResourceId, id: &CloudId) -> String {
    let assigned = id.0 != resource.name && !id.0.contains(['/', '|', ':', '.']);
    if assigned { id.0.clone() } else { String::new() }
}

/// A field of the spec with its location: `spec.minSize at cluster.yml:42`.
pub(super) fn place(words: Words<'_>, source: &SourceRef) -> String {
    match line(words, source) {
        Some(line) => format!("{} at {line}", source.path.field),
        None => source.path.to_string(),
    }
}

/// A location in the spec: `cluster.yml:42`.
pub(super) fn line(words: Words<'_>, source: &SourceRef) -> Option<String> {
    lines(words, [source]).pop()
}

/// The locations in each file of the spec: `cluster.yml:7, 42-45`.
pub(super) fn lines<'a>(words: Words<'_>, sources: impl IntoIterator<Item = &'a SourceRef>) -> Vec<String> {
    let mut files: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
    for at in sources.into_iter().filter_map(|source| source.location.as_ref()) {
        files.entry(&*at.file).or_default().insert(at.line);
    }
    let of_file = |(file, lines): (&str, BTreeSet<u32>)| {
        format!("{}:{}", file.strip_prefix(words.folder).unwrap_or(file), ranges(lines))
    };
    files.into_iter().map(of_file).collect()
}

/// Numbers in their order, where those that follow each other are one range: `7, 42-45`.
fn ranges(numbers: BTreeSet<u32>) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => ranges.push((number, number)),
        }
    }
    let range = |(first, last): (u32, u32)| if first == last { first.to_string() } else { format!("{first}-{last}") };
    ranges.into_iter().map(range).collect::<Vec<_>>().join(", ")
}

/// Returns the folder, with its slash, that all files of a plan's sources are in.
pub(super) fn common_folder(plan: &Plan) -> &str {
    let changes = plan.steps.iter().filter_map(|step| match &step.action {
        Action::Update { changes, .. } => Some(changes),
        _ => None,
    });
    let sources = plan.steps.iter().map(|step| &step.source).chain(plan.shared.iter().map(|shared| &shared.source));
    let sources = sources.chain(changes.flatten().map(|change| &change.source));
    let files = sources.filter_map(|source| Some(&*source.as_ref()?.location.as_ref()?.file));
    let folder = |file: &'_ str| file.rfind('/').map_or(0, |slash| slash + 1);
    files
        .map(|file| &file[..folder(file)])
        .reduce(|common, other| {
            let same = common.split_inclusive('/').zip(other.split_inclusive('/')).take_while(|(a, b)| a == b);
            &common[..same.map(|(part, _)| part.len()).sum()]
        })
        .unwrap_or_default()
}

/// The impact of a step on the cluster's users, if any.
pub(super) fn impact(step: &Step) -> Option<&'static str> {
    match step.disruption {
        Disruption::NewInstances if !outdates_instances(step) => Some("applies to new instances only"),
        other => disruption(other),
    }
}

/// True for a new version of a launch template, from which running instances then differ.
fn outdates_instances(step: &Step) -> bool {
    step.resource.kind == Kind::LaunchTemplate && matches!(step.action, Action::Update { .. })
}

/// What a disruption means to the cluster's users, if anything.
pub(super) fn disruption(disruption: Disruption) -> Option<&'static str> {
    match disruption {
        Disruption::None => None,
        Disruption::NewInstances => Some("rolling update required"),
        Disruption::Connections => Some("may interrupt connections"),
        Disruption::Instances => Some("terminates instances"),
        Disruption::Data => Some("deletes data"),
    }
}

/// A count with its noun: `1 rule`, `2 rules`.
pub(super) fn count(number: usize, one: &str) -> String {
    format!("{number} {}", noun(number, one))
}

/// A noun in the singular or plural: `rule`, `rules`.
pub(super) fn noun(number: usize, one: &str) -> String {
    match (number, one.strip_suffix('y')) {
        (1, _) => one.to_owned(),
        (_, Some(stem)) if !one.ends_with("ey") && !one.ends_with("ay") => format!("{stem}ies"),
        _ if one.ends_with("options") => one.to_owned(),
        _ if one.ends_with('s') => format!("{one}es"),
        _ => format!("{one}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Location, ObjectRef};
    use serde_json::json;

    #[test]
    fn values_are_one_line() {
        let names = BTreeMap::from([("sg-1", "nodes.demo")]);
        let api = ResourceId::new(Kind::NetworkLoadBalancer, "api.demo");
        let new = BTreeMap::from([(&api, "api-demo-1a2b3c".to_owned())]);
        let words = Words { names: &names, new: &new, titles: &BTreeMap::new(), folder: "" };
        for (value, expected) in [
            (json!(null), "(unset)"),
            (json!(""), "\"\""),
            (json!([]), "(none)"),
            (json!(["a", 2, true]), "a, 2, true"),
            (json!(["sg-1", "sg-2"]), "nodes.demo, sg-2"),
            (json!({"size_gib": 20, "type": "gp3"}), "size in GiB 20, type gp3"),
            (json!({"ref": "subnet/a.demo", "output": "id"}), "a.demo (new)"),
            (json!({"ref": "network-load-balancer/api.demo", "output": "dns-name"}), "DNS name of api-demo-1a2b3c"),
            (json!({"ref": "launch-template/a.demo", "output": "version"}), "version of a.demo"),
        ] {
            assert_eq!(words.value(&value), expected);
        }
    }

    #[test]
    fn lines_that_follow_each_other_are_one_range() {
        let words =
            Words { names: &BTreeMap::new(), new: &BTreeMap::new(), titles: &BTreeMap::new(), folder: "specs/" };
        let source = |&(file, line): &(&str, u32)| SourceRef {
            path: ObjectRef::new("Cluster", "demo").field("spec.sshAccess"),
            location: Some(Location { file: file.into(), line, column: 3 }),
        };
        for (places, expected) in [
            (vec![], vec![]),
            (vec![("specs/a.yml", 7)], vec!["a.yml:7"]),
            (vec![("specs/a.yml", 9), ("specs/a.yml", 100), ("specs/a.yml", 10)], vec!["a.yml:9-10, 100"]),
            (vec![("specs/a.yml", 9), ("b.yml", 10), ("specs/a.yml", 9)], vec!["b.yml:10", "a.yml:9"]),
        ] {
            let sources: Vec<SourceRef> = places.iter().map(source).collect();
            assert_eq!(lines(words, &sources), expected, "{places:?}");
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
            (2, "elastic IP address", "2 elastic IP addresses"),
        ] {
            assert_eq!(count(number, one), expected);
        }
    }
}
