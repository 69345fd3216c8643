//! Clusters and graphs for the tests of builders.

use serde_json::{Value, json};

use super::{Context, fill, with_context};
use crate::diag::Diagnostics;
use crate::facts::{Facts, HostedZone, Image, NatGatewayFacts, SubnetFacts};
use crate::graph::{Graph, Ownership};
use crate::resource::{Kind, Resource};
use crate::spec::{Cluster, InstanceGroup, Spec, SshCredential};

/// A cluster of one zone with public subnets, changed by a JSON merge patch (RFC 7396) of its spec.
pub(super) fn public(patch: Value) -> Demo {
    let subnets = json!([subnet("us-east-2a", "Public", "10.0.0.0/24")]);
    Demo::new(json!({"subnets": subnets}), patch, &["us-east-2a"])
}

/// A cluster of two zones with private and utility subnets, changed by a JSON merge patch of its spec.
pub(super) fn private(patch: Value) -> Demo {
    let subnets = json!([
        subnet("us-east-2a", "Private", "10.0.0.0/24"),
        subnet("us-east-2b", "Private", "10.0.1.0/24"),
        subnet("utility-us-east-2a", "Utility", "10.0.2.0/24"),
        subnet("utility-us-east-2b", "Utility", "10.0.3.0/24"),
    ]);
    Demo::new(json!({"subnets": subnets}), patch, &["us-east-2a", "us-east-2b"])
}

/// A subnet whose zone is the last ten characters of its name.
pub(super) fn subnet(name: &str, kind: &str, cidr: &str) -> Value {
    json!({"name": name, "zone": &name[name.len() - 10..], "type": kind, "cidr": cidr})
}

/// A cluster with its groups, and the world around it.
#[derive(Clone, Debug)]
pub(super) struct Demo {
    pub(super) cluster: Cluster,
    pub(super) groups: Vec<InstanceGroup>,
    pub(super) ssh_credentials: Vec<SshCredential>,
    pub(super) additional: Vec<Value>,
    pub(super) facts: Facts,
}

impl Demo {
    fn new(base: Value, patch: Value, group_subnets: &[&str]) -> Self {
        let mut spec = json!({
            "kubernetesVersion": "1.36.0",
            "containerd": {"version": "2.2.4", "runc": {"version": "1.3.5"}},
            "networkCIDR": "10.0.0.0/16",
            "nonMasqueradeCIDR": "100.64.0.0/10",
            "masterPublicName": "api.demo.example.com",
            "dnsZone": "example.com",
            "kubernetesApiAccess": ["0.0.0.0/0"],
            "sshAccess": ["192.0.2.0/24"],
            "networking": {"cni": {}},
            "configBase": "s3://states/demo.example.com",
            "keyStore": "s3://states/demo.example.com/pki",
            "secretStore": "s3://states/demo.example.com/secrets",
            "kubeAPIServer": {"serviceAccountIssuer": "https://issuer.example.com"},
        });
        merge(&mut spec, base);
        merge(&mut spec, patch);
        let metadata = json!({"name": "demo.example.com"});
        let cluster = serde_json::from_value(json!({"metadata": metadata, "spec": spec})).expect("is a cluster");
        let demo =
            Self { cluster, groups: Vec::new(), ssh_credentials: Vec::new(), additional: Vec::new(), facts: facts() };
        demo.group("control-plane", json!({"role": "Master", "subnets": group_subnets[..1]}))
            .group("nodes", json!({"role": "Node", "subnets": group_subnets}))
    }

    /// Changes the spec of the cluster by a merge patch.
    pub(super) fn patch(mut self, patch: Value) -> Self {
        let mut spec = serde_json::to_value(&self.cluster.spec).expect("writes");
        merge(&mut spec, patch);
        self.cluster.spec = serde_json::from_value(spec).expect("is a spec");
        self
    }

    /// Renames the cluster.
    pub(super) fn named(mut self, name: &str) -> Self {
        self.cluster.metadata.name = name.to_owned();
        self
    }

    /// Adds a group, or changes the one of that name by a merge patch of its spec.
    pub(super) fn group(mut self, name: &str, patch: Value) -> Self {
        let known = self.groups.iter().position(|group| group.name() == name);
        let mut spec = json!({"image": "demo", "machineType": "t3.medium"});
        if let Some(known) = known {
            spec = serde_json::to_value(self.groups.remove(known).spec).expect("writes");
        }
        merge(&mut spec, patch);
        let group = json!({"metadata": {"name": name}, "spec": spec});
        self.groups.push(serde_json::from_value(group).expect("is a group"));
        self
    }

    /// Adds an SSH key.
    pub(super) fn ssh_key(mut self, public_key: &str) -> Self {
        let credential = json!({"metadata": {"name": "admin"}, "spec": {"publicKey": public_key}});
        self.ssh_credentials.push(serde_json::from_value(credential).expect("is an SSH key"));
        self
    }

    /// Changes the world.
    pub(super) fn facts(mut self, change: impl FnOnce(&mut Facts)) -> Self {
        change(&mut self.facts);
        self
    }

    /// Calls a function with what builders see.
    pub(super) fn with_context<T>(&self, ask: impl FnOnce(&Context<'_>) -> T) -> T {
        let Self { cluster, groups, ssh_credentials, additional, facts } = self.clone();
        with_context(&Spec { cluster, groups, ssh_credentials, additional, ..Spec::default() }, &facts, ask)
    }

    pub(super) fn try_build(&self) -> Result<Graph, Diagnostics> {
        self.with_context(fill).finish()
    }

    /// Returns the codes of what is wrong with it.
    pub(super) fn problems(&self) -> Vec<&'static str> {
        self.try_build().err().unwrap_or_default().iter().map(|problem| problem.code).collect()
    }

    /// Builds the graph, which must break no invariant.
    pub(super) fn build(&self) -> Graph {
        let graph = self.try_build().expect("can be built");
        let defects: Vec<String> = graph.check().iter().map(ToString::to_string).collect();
        assert_eq!(defects, Vec::<String>::new());
        graph
    }
}

/// A resource of a graph.
pub(super) fn get<'a>(graph: &'a Graph, kind: Kind, name: &str) -> &'a Resource {
    let found = graph.of_kind(kind).find(|(known, _)| *known == name);
    &found.unwrap_or_else(|| panic!("no {kind} {name} among {:?}", list(graph, kind))).1.resource
}

/// The key and the content of an object of the state store.
pub(super) fn managed_file(graph: &Graph, name: &str) -> (String, String) {
    match get(graph, Kind::ManagedFile, name) {
        Resource::ManagedFile(file) => (file.key.clone(), file.content.to_string()),
        other => panic!("{other:?}"),
    }
}

/// The names of a kind, without the cluster's; those that are shared end with their id in parentheses.
pub(super) fn list(graph: &Graph, kind: Kind) -> Vec<String> {
    let short = |name: &str| name.replace(".demo.example.com", "").replace("demo.example.com", "(cluster)");
    let shown = |(name, node): (&str, &crate::graph::Node)| match &node.ownership {
        Ownership::Owned => short(name),
        Ownership::Shared(id) => format!("{} ({id})", short(name)),
    };
    graph.of_kind(kind).map(shown).collect()
}

fn facts() -> Facts {
    let mut facts = Facts {
        region: "us-east-2".into(),
        partition: "aws".into(),
        account_id: "123456789012".into(),
        simulated: true,
        ..Facts::default()
    };
    facts.components.kops_version = "1.34.0-beta.1".into();
    let image = Image { id: "ami-1".into(), root_device_name: "/dev/sda1".into(), ..Image::default() };
    facts.images.insert("demo".into(), image);
    facts.hosted_zones = vec![
        HostedZone { id: "ZPUBLIC".into(), name: "example.com".into(), ..HostedZone::default() },
        HostedZone { id: "ZPRIVATE".into(), name: "example.com".into(), private: true, vpcs: vec!["vpc-2".into()] },
    ];
    let network = &mut facts.network;
    network.internet_gateways.insert("igw-1".into(), "vpc-1".into());
    network.elastic_ips.insert("eipalloc-1".into(), "203.0.113.7".into());
    for (id, subnet) in [("nat-1", "subnet-1"), ("nat-2", "subnet-2")] {
        let gateway = NatGatewayFacts { vpc: "vpc-1".into(), subnet: subnet.into(), ..NatGatewayFacts::default() };
        network.nat_gateways.insert(id.into(), gateway);
    }
    network.subnets.insert("subnet-1".into(), SubnetFacts { vpc: "vpc-1".into(), ..SubnetFacts::default() });
    facts
}

fn merge(into: &mut Value, patch: Value) {
    match (into, patch) {
        (Value::Object(into), Value::Object(patch)) => {
            for (key, value) in patch {
                if value.is_null() {
                    into.remove(&key);
                } else {
                    merge(into.entry(key).or_insert(Value::Null), value);
                }
            }
        }
        (into, patch) => *into = patch,
    }
}
