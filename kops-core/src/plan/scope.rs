//! What a plan of a graph needs to see of an account.

use serde_json::{Map, Value};

use crate::cloud::Scope;
use crate::graph::{Graph, Ownership};
use crate::resource::{CloudId, Field, FoundBy, Kind, Ref};

impl Scope {
    /// Returns what a plan of a graph needs to see: the cluster's things by tag, those that AWS finds by name only
    /// (wanted now or not), and those that the cluster only uses.
    ///
    /// To delete a cluster, ask for the scope of its graph, and plan one without what it owns.
    pub fn of(graph: &Graph) -> Self {
        let mut scope = Self {
            cluster: graph.cluster.clone(),
            names: graph.names.clone(),
            records: graph.records.clone(),
            ..Self::default()
        };
        for (id, node) in &graph.nodes {
            if let Ownership::Shared(shared) = &node.ownership {
                scope.ids.entry(id.kind).or_default().insert(shared.clone());
            }
            scope.add(id.kind, &node.resource.to_value());
        }
        scope
    }

    fn add(&mut self, kind: Kind, fields: &Map<String, Value>) {
        let text = |field: &Field| field.text(fields).filter(|text| !text.is_empty());
        let properties = kind.properties();
        if let Some(name) = properties.found_by.name().and_then(text) {
            for kind in properties.shares_names_with.iter().chain([&kind]) {
                self.names.entry(*kind).or_default().insert(name.to_owned());
            }
        }
        if let FoundBy::Record { zone, name } = properties.found_by
            && let (Some(zone), Some(name)) = (text(zone), text(name))
        {
            self.records.entry(zone.to_owned()).or_default().insert(name.to_owned());
        }
        // What a part that exists belongs to tells whose the part is.
        if let Some(part) = &properties.part_of
            && let Some(name) = text(part.field)
        {
            let by_name = |whole: &&Kind| whole.properties().found_by.unique_name().is_some();
            for whole in part.field.refers_to.iter().filter(by_name) {
                self.names.entry(*whole).or_default().insert(name.to_owned());
            }
        }
        // Groups may belong to load balancers and target groups that the graph knows by id only.
        for field in kind.fields() {
            let (Some(value), Some(referred)) = (field.of(fields), field.refers_to.first()) else { continue };
            known(value, &mut |id| {
                if referred.properties().id.is_id(id) {
                    self.ids.entry(*referred).or_default().insert(CloudId::from(id));
                }
            });
        }
    }
}

/// Calls `found` for the texts of a value that are not parts of symbolic references.
fn known<'v>(value: &'v Value, found: &mut dyn FnMut(&'v str)) {
    match value {
        _ if Ref::in_value(value).is_some() => {}
        Value::String(text) => found(text),
        Value::Array(entries) => entries.iter().for_each(|entry| known(entry, found)),
        Value::Object(map) => map.values().for_each(|entry| known(entry, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{Builder, Origin};
    use crate::resource::{
        AutoscalingGroup, DnsRecord, InternetGateway, NetworkLoadBalancer, Role, SecurityGroupRule, Vpc,
    };

    #[test]
    fn a_scope_has_what_tags_do_not_find() {
        let mut graph = Builder::new("demo", "us-east-2");
        graph.share("demo", "vpc-1", Vpc::default(), Origin::default());
        let gateway = InternetGateway { vpc: Ref::to(Kind::Vpc, "demo"), ..InternetGateway::default() };
        graph.own("demo", gateway, Origin::default());
        graph.own("nodes", Role { name: "nodes.demo".into(), ..Role::default() }, Origin::default());
        let balancer = NetworkLoadBalancer { name: "api-demo".into(), ..NetworkLoadBalancer::default() };
        graph.own("api", balancer, Origin::default());
        let record = DnsRecord { zone: "Z1".into(), name: "api.demo".into(), ..DnsRecord::default() };
        graph.own("api", record, Origin::default());
        let rule = SecurityGroupRule { group: "sg-1".into(), ..SecurityGroupRule::default() };
        graph.own("rule", rule, Origin::default());
        let target = "arn:aws:elasticloadbalancing:us-east-2:1:targetgroup/a/1";
        let group = AutoscalingGroup { target_groups: vec![target.into()], ..AutoscalingGroup::default() };
        graph.own("group", group, Origin::default());

        let scope = Scope::of(&graph.finish().expect("a graph"));
        assert_eq!(scope.cluster, "demo");
        let ids: Vec<String> =
            scope.ids.iter().flat_map(|(kind, ids)| ids.iter().map(move |id| format!("{kind} {id}"))).collect();
        assert_eq!(ids, ["vpc vpc-1", "security-group sg-1", &format!("target-group {target}")]);
        let names: Vec<String> = scope
            .names
            .iter()
            .flat_map(|(kind, names)| names.iter().map(move |name| format!("{kind} {name}")))
            .collect();
        assert_eq!(names, ["iam-role nodes.demo", "classic-load-balancer api-demo", "network-load-balancer api-demo"]);
        assert_eq!(scope.records["Z1"].iter().collect::<Vec<_>>(), ["api.demo"]);
    }
}
