//! What a spec changes in the addons, and what holds for all of them.

mod changes;
mod well_formed;

use serde_json::{Value, json};

use crate::defaults::overlay;
use crate::diag::Diagnostics;
use crate::facts::{Facts, HostedZone, Image};
use crate::graph::Graph;
use crate::pki::{self, CILIUM_PASSWORD, Secret};
use crate::resource::{Kind, Resource};
use crate::spec::Spec;
use crate::{defaults, model, validate};

/// Everything that a spec can switch on, with the groups that some of it needs.
fn everything() -> Cluster {
    let on = json!({"enabled": true});
    Cluster::new(json!({
        "certManager": {"enabled": true, "managed": false},
        "clusterAutoscaler": {"enabled": true, "expander": "priority"},
        "metricsServer": {"enabled": true, "insecure": false},
        "nodeProblemDetector": on,
        "podIdentityWebhook": on,
        "kubeDNS": {"nodeLocalDNS": on},
        "containerd": {"nvidiaGPU": {"enabled": true, "dcgmExporter": on}, "selinuxEnabled": true},
        "authentication": {"aws": {
            "backendMode": "CRD",
            "identityMappings": [{"arn": "arn:aws:iam::123456789012:role/ops", "username": "ops", "groups": ["ops"]}],
        }},
        "iam": {"allowContainerRegistry": true},
    }))
    .group(json!({"containerd": {"gvisor": on}}))
}

/// A cluster of one zone with every default, by a JSON merge patch of its spec.
struct Cluster {
    spec: Value,
    nodes: Value,
    objects: Vec<Value>,
    name: &'static str,
    facts: Facts,
}

impl Cluster {
    fn new(patch: Value) -> Self {
        let etcd = |name: &str| json!({"name": name, "etcdMembers": [{"name": "a", "instanceGroup": "control-plane"}]});
        let spec = json!({
            "kubernetesVersion": "1.34.2",
            "cloudProvider": "aws",
            "configBase": "s3://states/demo.example.com",
            "networkCIDR": "10.0.0.0/16",
            "networking": {"cni": {}},
            "dnsZone": "example.com",
            "topology": {"dns": {"type": "Public"}},
            "subnets": [{"name": "us-east-2a", "zone": "us-east-2a", "type": "Public", "cidr": "10.0.0.0/24"}],
            "etcdClusters": [etcd("main"), etcd("events")],
            "kubernetesApiAccess": ["0.0.0.0/0"],
            "sshAccess": ["192.0.2.0/24"],
        });
        let spec = overlay(&spec, &patch);
        let image = Image { id: "ami-1".into(), root_device_name: "/dev/sda1".into(), ..Image::default() };
        let zone = HostedZone { id: "Z1".into(), name: "example.com".into(), ..HostedZone::default() };
        let facts = Facts {
            account_id: "123456789012".into(),
            images: [("demo".to_owned(), image)].into(),
            hosted_zones: vec![zone],
            simulated: true,
            ..Facts::built_in("us-east-2")
        };
        Self { spec, nodes: json!({}), objects: Vec::new(), name: "demo.example.com", facts }
    }

    /// Changes the spec of the nodes.
    fn group(mut self, patch: Value) -> Self {
        self.nodes = overlay(&self.nodes, &patch);
        self
    }

    /// Adds an object beside the cluster.
    fn object(mut self, object: Value) -> Self {
        self.objects.push(object);
        self
    }

    fn named(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    fn facts(mut self, change: impl FnOnce(&mut Facts)) -> Self {
        change(&mut self.facts);
        self
    }

    fn graph(&self) -> Graph {
        self.build().unwrap_or_else(|findings| panic!("{findings}")).0
    }

    /// The codes and messages of what is found while the graph is built.
    fn findings(&self) -> Vec<(&'static str, String)> {
        let findings = self.build().map_or_else(|errors| errors, |(_, warnings)| warnings);
        findings.iter().map(|finding| (finding.code, finding.message.clone())).collect()
    }

    fn build(&self) -> Result<(Graph, Diagnostics), Diagnostics> {
        let group = |name: &str, role: &str, patch: &Value| {
            let spec = json!({
                "role": role, "image": "demo", "machineType": "t3.medium", "minSize": 1, "maxSize": 1,
                "subnets": ["us-east-2a"],
            });
            let spec = overlay(&spec, patch);
            let labels = json!({"kops.k8s.io/cluster": self.name});
            json!({"apiVersion": "kops.k8s.io/v1alpha2", "kind": "InstanceGroup",
                   "metadata": {"name": name, "labels": labels}, "spec": spec})
        };
        let cluster = json!({"apiVersion": "kops.k8s.io/v1alpha2", "kind": "Cluster",
                             "metadata": {"name": self.name}, "spec": self.spec});
        let groups = [group("control-plane", "Master", &json!({})), group("nodes", "Node", &self.nodes)];
        let documents = [cluster].into_iter().chain(groups).chain(self.objects.iter().cloned());
        let text: Vec<String> = documents.map(|document| document.to_string()).collect();
        let spec = Spec::from_yaml("cluster.yml", &text.join("\n---\n")).unwrap_or_else(|error| panic!("{error}"));
        let full = defaults::fill(spec, &self.facts);
        let valid = validate::check(full, &self.facts).unwrap_or_else(|findings| panic!("{findings}"));
        model::build_with_warnings(&valid, &self.facts)
    }

    /// The documents of a manifest, which is named by the addon's key, or of the list of the addons.
    fn documents(&self, key: &str) -> Vec<Value> {
        let graph = self.graph();
        let name = format!("{}-addons-{key}", self.name);
        let file = graph.of_kind(Kind::ManagedFile).find(|(known, _)| *known == name);
        let Some((_, node)) = file else { panic!("no addon {key}") };
        documents(&node.resource)
    }

    /// As [`Cluster::documents`], with the names of what is not known yet in its place.
    fn unresolved(&self, key: &str) -> Vec<Value> {
        let name = format!("{}-addons-{key}", self.name);
        let graph = self.graph();
        let (_, node) = graph.of_kind(Kind::ManagedFile).find(|(known, _)| *known == name).expect("is there");
        let Resource::ManagedFile(file) = &node.resource else { panic!("{name}") };
        let bound = file.content.bind(&|id, output| Some(format!("${{{id}.{output}}}")));
        parse(bound.known().expect("is bound"))
    }

    /// The keys of the addons that the bootstrap channel lists, with their entries.
    fn channel(&self) -> Vec<(String, Value)> {
        let [channel] = self.documents("bootstrap").try_into().expect("is one document");
        let entries = channel["spec"]["addons"].as_array().expect("a list").clone();
        entries.into_iter().map(|entry| (entry["name"].as_str().expect("a name").to_owned(), entry)).collect()
    }

    /// The value at a JSON pointer in an object of an addon: `("coredns.addons.k8s.io-k8s-1.12", "Deployment/coredns", "/spec")`.
    fn value(&self, key: &str, object: &str, pointer: &str) -> Value {
        let (kind, name) = object.split_once('/').expect("a kind and a name");
        let documents = self.documents(key);
        let found = documents.iter().find(|document| document["kind"] == kind && document["metadata"]["name"] == name);
        let found = found.unwrap_or_else(|| panic!("no {object}"));
        found.pointer(pointer).cloned().unwrap_or(Value::Null)
    }
}

/// The documents of a file as it is written, with the secret that it may hold.
fn documents(file: &Resource) -> Vec<Value> {
    let Resource::ManagedFile(file) = file else { panic!("{file:?}") };
    let keys = Secret::from("keys: 3 rfc4106(gcm(aes)) key 128".to_owned());
    let sealed = file.content.bind(&|_, _| keys.seal(CILIUM_PASSWORD).ok()?);
    let secrets = [(CILIUM_PASSWORD, keys.clone())].into();
    let written =
        pki::unseal(sealed.known().expect("is known"), &secrets).expect("keys").expect("are those that were sealed");
    parse(&written.to_text())
}

fn parse(text: &str) -> Vec<Value> {
    let documents = text.split("\n---\n").filter(|document| !document.trim().is_empty());
    documents.map(|document| serde_yaml::from_str(document).expect("YAML")).collect()
}
