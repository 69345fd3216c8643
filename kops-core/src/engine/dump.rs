//! What a maintainer of a cluster would ask for, in one document without secrets.

use std::fmt::Display;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Engine, fill_offline};
use crate::cloud::Scope;
use crate::cluster_api::{Budget, ClusterApi, Node, Pod, PodQuery, Warning};
use crate::defaults;
use crate::diag::{is_one_of, is_secret_text, push_key, replace_credentials};
use crate::facts::Facts;
use crate::lifecycle::ExpectedGroup;
use crate::lifecycle::instances::{InstanceStatus, list};
use crate::lifecycle::validation::{Validation, check};
use crate::model;
use crate::resource::{Kind, LaunchTemplate};
use crate::spec::{Spec, SpecValues};

/// Stands for what may be a secret.
const REDACTED: &str = "REDACTED";

/// Fields of a spec that may hold a secret beside those that no message quotes.
const FREE: &[&[&str]] = &[
    &["execContainer", "command"],
    &["kubeAPIServer", "env", "value"],
    &["manager", "env", "value"],
    &["amazonvpc", "env", "value"],
    &["kubeDNS", "externalCoreFile"],
    &["nodeLocalDNS", "externalCoreFile"],
    &["nodeLocalDNS", "additionalConfig"],
    &["docker", "logOpt"],
];

/// A cluster at one moment: its spec, its resources, and its instances with their nodes and pods.
///
/// There are no secrets in it. User data, and what the spec has of files, values of environment variables, webhooks and further configuration,
/// are `REDACTED`, as are passwords in URLs and what `kubectl apply` keeps in annotations; of objects that are not kops's there are the names only.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Dump {
    /// The cluster's full name.
    pub cluster: String,
    /// The version of this library.
    pub version: String,
    /// The spec as it was given or is stored: `cluster`, `groups`, and what else there is of it.
    pub spec: Value,
    /// What the account holds of the cluster, in the order of kinds and ids; shared resources are among them.
    pub resources: Vec<DumpedResource>,
    /// The instances, joined with nodes.
    pub instances: Vec<InstanceStatus>,
    /// The nodes, with their conditions and taints.
    pub nodes: Vec<Node>,
    /// The pods of all namespaces, with their phases and the containers that are not ready.
    pub pods: Vec<Pod>,
    /// The pod disruption budgets of all namespaces.
    pub budgets: Vec<Budget>,
    /// Warnings of the cluster about its nodes and what is in `kube-system`, the latest first, 200 at most.
    pub warnings: Vec<Warning>,
    /// Whether the cluster is healthy; null where its instances, nodes or pods are not known.
    pub validation: Option<Validation>,
    /// What could not be read, and why.
    pub missing: Vec<String>,
}

/// A resource of an account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct DumpedResource {
    /// Its id.
    pub id: String,
    /// Its resource type.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// Its fields, as plans name them.
    pub raw: Value,
}

impl Engine {
    /// Reads everything of a cluster that a maintainer would ask for, in one document without secrets. Nothing is changed. It is for clusters
    /// in trouble: what cannot be read is listed in [`Dump::missing`], and the spec need not be valid. Without `api` there are no nodes and
    /// pods.
    pub async fn dump(&self, spec: &Spec, api: Option<&dyn ClusterApi>) -> Dump {
        let mut missing = Missing(Vec::new());
        let name = spec.cluster.name();
        let running = missing.note("instances", self.cloud.instances(name).await);
        let (mut nodes, mut pods, mut budgets, mut warnings) = (None, None, None, None);
        if let Some(api) = api {
            nodes = missing.note("nodes", api.nodes().await);
            pods = missing.note("pods", api.pods(&PodQuery::default()).await);
            budgets = missing.note("pod disruption budgets", api.budgets().await);
            warnings = missing.note("events", api.warnings().await);
        }
        let expected = ExpectedGroup::all(&fill_offline(spec));
        let validation = match (&running, &nodes, &pods) {
            (Some(running), Some(nodes), Some(pods)) => Some(check(&expected, running, nodes, pods)),
            _ => None,
        };
        let nodes = nodes.unwrap_or_default();
        Dump {
            cluster: name.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            spec: spec_without_secrets(spec),
            resources: self.dump_resources(spec, &mut missing).await,
            instances: list(&expected, &running.unwrap_or_default(), &nodes),
            nodes: nodes.into_iter().map(node_without_secrets).collect(),
            pods: pods.unwrap_or_default(),
            budgets: budgets.unwrap_or_default(),
            warnings: warnings.unwrap_or_default().into_iter().map(warning_without_secrets).collect(),
            validation,
            missing: missing.0,
        }
    }

    async fn dump_resources(&self, spec: &Spec, missing: &mut Missing) -> Vec<DumpedResource> {
        let facts = missing.note("facts", self.facts(spec).await);
        let facts = facts.unwrap_or_else(|| Facts::built_in(spec.region().unwrap_or_default()));
        let (graph, _) = model::build_partial(&defaults::fill(spec.clone(), &facts), &facts);
        let snapshot = missing.note("resources", self.cloud.observe(&Scope::of(&graph)).await).unwrap_or_default();
        let dumped = snapshot.resources.into_iter().map(|observed| {
            let mut raw = json!(observed.resource)["fields"].take();
            redact(&mut raw, &mut String::new());
            if let Some(user_data) = raw.get_mut(LaunchTemplate::USER_DATA.name).filter(|found| !found.is_null()) {
                *user_data = REDACTED.into();
            }
            DumpedResource { id: observed.id.to_string(), kind: observed.resource.kind(), raw }
        });
        dumped.collect()
    }
}

/// What could not be read.
struct Missing(Vec<String>);

impl Missing {
    fn note<T, E: Display>(&mut self, what: &str, read: Result<T, E>) -> Option<T> {
        read.map_err(|error| self.0.push(format!("{what}: {error}"))).ok()
    }
}

/// An annotation can hold all that was applied.
fn node_without_secrets(mut node: Node) -> Node {
    for (name, value) in &mut node.annotations {
        let mut path = "annotations".to_owned();
        push_key(&mut path, name);
        if is_secret_text(&path) {
            *value = REDACTED.to_owned();
        }
    }
    node
}

/// The output of a probe or a hook can be in a message.
fn warning_without_secrets(warning: Warning) -> Warning {
    Warning { message: without_credentials(&warning.message), ..warning }
}

fn spec_without_secrets(spec: &Spec) -> Value {
    let mut values = SpecValues::from(spec);
    for object in &mut values.additional {
        let (kind, metadata) = (object["kind"].take(), &object["metadata"]);
        let (name, namespace) = (&metadata["name"], &metadata["namespace"]);
        *object = json!({"apiVersion": object["apiVersion"], "kind": kind, "metadata": {"name": name, "namespace": namespace}});
    }
    let mut value = json!(values);
    redact(&mut value, &mut String::new());
    value
}

/// Takes out what may be a secret. The path is that of the value.
fn redact(value: &mut Value, path: &mut String) {
    if is_secret_text(path) || is_one_of(path, FREE) {
        *value = REDACTED.into();
        return;
    }
    match value {
        Value::Object(fields) => {
            let length = path.len();
            for (name, value) in fields {
                push_key(path, name);
                redact(value, path);
                path.truncate(length);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| redact(item, path)),
        Value::String(text) => *text = without_credentials(text),
        _ => {}
    }
}

/// A text without the users and passwords of URLs in it.
fn without_credentials(text: &str) -> String {
    replace_credentials(text, REDACTED).into_owned()
}

#[cfg(test)]
mod tests {
    use futures::executor::block_on;

    use super::*;
    use crate::cluster_api::memory::SimulatedCluster;
    use crate::pki::Secret;
    use crate::sim::Account;
    use crate::spec::Objects;
    use crate::state::IfExists;

    const ACCOUNT: &str = include_str!("../../../examples/fairwinds/account.json");
    const SPEC: &str = include_str!("../../../examples/fairwinds/cluster_spec.yml");
    /// What no dump may show.
    const CANARY: &str = "c4n4ry";

    fn text() -> String {
        let additions = "spec:
  kubeAPIServer:
    env:
    - name: API_TOKEN
      value: c4n4ry
  nodeTerminationHandler:
    webhookURL: https://hooks.example.com/c4n4ry
    webhookTemplate: '{\"routing_key\": \"c4n4ry\"}'
  target:
    terraform:
      providerExtraConfig:
        secret_key: c4n4ry
  containerd:
    configOverride: c4n4ry
  egressProxy:
    httpProxy:
      host: http://user:c4n4ry@proxy.example.com
      port: 8080
  fileAssets:
  - name: token
    path: /etc/token
    content: c4n4ry
  hooks:
  - name: hello
    before: [kubelet.service]
    manifest: |
      Type=oneshot
      Environment=TOKEN=c4n4ry
  - execContainer:
      image: busybox
      command: [sh, -c, echo c4n4ry]
      environment:
        TOKEN: c4n4ry
";
        let user_data = "  role: Node
  additionalUserData:
  - name: token.txt
    type: text/x-shellscript
    content: |
      #!/bin/sh
      echo c4n4ry
";
        let applied = "metadata:\n  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: c4n4ry\n";
        let text = SPEC.replacen("spec:\n", additions, 1).replace("  role: Node\n", user_data);
        let text = text.replacen("metadata:\n", applied, 1);
        let secret = "\n---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: token\nstringData:\n  token: c4n4ry\n";
        format!("{text}{secret}")
    }

    fn spec() -> Spec {
        Spec::from_yaml("cluster.yml", &text()).unwrap_or_else(|findings| panic!("{findings}"))
    }

    #[test]
    fn a_dump_has_the_spec_the_resources_and_the_instances_with_their_nodes_and_no_secret() {
        let account = Account::from_json(ACCOUNT).expect("an account");
        let (engine, spec) = (Engine::simulated(account.clone()), spec());
        let dump = block_on(async {
            engine.create(&Objects::from_yaml("cluster.yml", &text()).expect("objects")).await?;
            let name = spec.cluster.name();
            let secret = Secret::from(format!("{{\"auths\": \"{CANARY}\"}}").into_bytes());
            engine.create_secret(name, "dockerconfig", &secret, IfExists::Fail).await?;
            engine.apply(&engine.plan(&spec).await?).await?;
            let warning = Warning {
                kind: "Pod".into(),
                namespace: Some("kube-system".into()),
                name: "coredns-1".into(),
                reason: "Unhealthy".into(),
                message: format!("cannot reach http://user:{CANARY}@proxy.example.com"),
                ..Warning::default()
            };
            let cluster = SimulatedCluster::new(account.clone(), name).with_warning(warning);
            cluster.nodes().await.expect("are listed");
            Ok::<_, crate::engine::Error>(engine.dump(&spec, Some(&cluster)).await)
        });
        let dump = dump.unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(dump.missing, Vec::<String>::new());
        assert!(dump.validation.as_ref().is_some_and(Validation::is_valid), "{:?}", dump.validation);
        assert!(dump.resources.iter().any(|resource| resource.kind == Kind::LaunchTemplate));
        assert!(dump.instances.iter().all(|instance| instance.node_name.is_some()) && !dump.instances.is_empty());
        assert!(dump.nodes.iter().all(|node| node.conditions["Ready"] == "True"));
        let warnings: Vec<_> =
            dump.warnings.iter().map(|found| (found.reason.as_str(), found.message.as_str())).collect();
        assert_eq!(warnings, [("Unhealthy", "cannot reach http://REDACTED@proxy.example.com")]);
        let text = json!(dump).to_string();
        assert!(text.contains("proxy.example.com") && text.contains("/etc/token") && text.contains("token.txt"));
        assert!(text.contains(r#""kind":"Secret""#), "it is there by its name");
        assert!(!text.contains(CANARY), "{}", text.split(CANARY).next().unwrap_or_default());
        assert!(!text.contains("PRIVATE KEY"));
    }

    /// Names of fields that may hold a secret.
    const SUSPECTS: &[&str] = &["secret", "password", "token", "env", "webhook", "privatekey", "credential"];
    /// Fields with such a name that hold paths, places, times, modes and labels instead.
    const HARMLESS: &[&str] = &[
        "Cluster.spec.etcdClusters.manager.env.name",
        "Cluster.spec.kubeAPIServer.auditWebhookBatchMaxWait",
        "Cluster.spec.kubeAPIServer.auditWebhookBatchThrottleQps",
        "Cluster.spec.kubeAPIServer.auditWebhookConfigFile",
        "Cluster.spec.kubeAPIServer.auditWebhookInitialBackoff",
        "Cluster.spec.kubeAPIServer.auditWebhookMode",
        "Cluster.spec.kubeAPIServer.authenticationTokenWebhookCacheTtl",
        "Cluster.spec.kubeAPIServer.authenticationTokenWebhookConfigFile",
        "Cluster.spec.kubeAPIServer.authorizationWebhookCacheAuthorizedTtl",
        "Cluster.spec.kubeAPIServer.authorizationWebhookCacheUnauthorizedTtl",
        "Cluster.spec.kubeAPIServer.authorizationWebhookConfigFile",
        "Cluster.spec.kubeAPIServer.env.name",
        "Cluster.spec.kubeAPIServer.tlsPrivateKeyFile",
        "Cluster.spec.kubeAPIServer.tokenAuthFile",
        "Cluster.spec.kubeControllerManager.serviceAccountPrivateKeyFile",
        "Cluster.spec.kubeControllerManager.tlsPrivateKeyFile",
        "Cluster.spec.kubeScheduler.tlsPrivateKeyFile",
        "Cluster.spec.kubelet.authenticationTokenWebhookCacheTtl",
        "Cluster.spec.kubelet.tlsPrivateKeyFile",
        "Cluster.spec.masterKubelet.authenticationTokenWebhookCacheTtl",
        "Cluster.spec.masterKubelet.tlsPrivateKeyFile",
        "Cluster.spec.networking.amazonvpc.env.name",
        "Cluster.spec.networking.cilium.envoyLog",
        "Cluster.spec.secretStore",
        "InstanceGroup.spec.instanceMetadata.httpTokens",
        "InstanceGroup.spec.kubelet.authenticationTokenWebhookCacheTtl",
        "InstanceGroup.spec.kubelet.tlsPrivateKeyFile",
    ];

    /// The paths of all fields with text below a definition of the JSON Schema. The names of maps and the indices of lists are left out.
    fn texts(definitions: &Value, schema: &Value, path: &str, found: &mut Vec<String>) {
        if let Some(name) = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()) {
            return texts(definitions, &definitions[name], path, found);
        }
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            texts(definitions, property, &format!("{path}.{name}"), found);
        }
        let choices = ["anyOf", "oneOf", "allOf"].into_iter().filter_map(|word| schema[word].as_array()).flatten();
        for choice in choices {
            texts(definitions, choice, path, found);
        }
        for below in ["items", "additionalProperties"].into_iter().filter(|word| schema[*word].is_object()) {
            texts(definitions, &schema[below], path, found);
        }
        if schema["type"].to_string().contains("\"string\"") {
            found.push(path.to_owned());
        }
    }

    #[test]
    fn no_field_of_a_spec_whose_name_says_that_it_is_secret_is_shown() {
        let schema: Value = serde_json::from_str(include_str!("../schema.json")).expect("JSON");
        let definitions = &schema["$defs"];
        let mut found = Vec::new();
        for kind in ["Cluster", "InstanceGroup"] {
            texts(definitions, &definitions[kind], kind, &mut found);
        }
        assert!(found.len() > 500, "{} fields", found.len());
        let is_suspect = |path: &str| {
            let names = path.to_ascii_lowercase();
            SUSPECTS.iter().any(|word| names.contains(word))
        };
        let shown: std::collections::BTreeSet<&str> = found
            .iter()
            .map(String::as_str)
            .filter(|path| is_suspect(path))
            .filter(|path| {
                let mut value = path.rsplit('.').fold(json!(CANARY), |value, name| json!({name: [value]}));
                redact(&mut value, &mut String::new());
                value.to_string().contains(CANARY)
            })
            .collect();
        assert_eq!(shown.into_iter().collect::<Vec<_>>(), HARMLESS, "a new field belongs in `FREE` or here");
    }

    #[test]
    fn annotations_of_nodes_lose_what_was_applied() {
        let annotations = [("kubectl.kubernetes.io/last-applied-configuration", CANARY), ("owner", "web")];
        let annotations = annotations.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        let node = node_without_secrets(Node { annotations, ..Node::default() });
        assert_eq!(node.annotations.values().collect::<Vec<_>>(), [REDACTED, "web"]);
    }

    #[test]
    fn urls_lose_their_users_and_passwords() {
        for (text, clean) in [
            ("http://a:b@proxy:8080 and 'https://c@d'", "http://REDACTED@proxy:8080 and 'https://REDACTED@d'"),
            ("https://example.com/a@b", "https://example.com/a@b"),
            ("a@b", "a@b"),
        ] {
            assert_eq!(without_credentials(text), clean);
        }
    }

    #[test]
    fn what_cannot_be_read_is_said_and_the_rest_is_there() {
        let engine = Engine::simulated(Account::new("us-east-2"));
        let cluster = SimulatedCluster::new(Account::new("us-east-2"), "demo.kube.example.com");
        let cluster = crate::cluster_api::FaultInjecting::new(cluster).reading(crate::cloud::Fault::Denied);
        let dump = block_on(engine.dump(&spec(), Some(&cluster)));
        assert_eq!(dump.missing.len(), 4, "{:?}", dump.missing);
        assert!(dump.missing[0].starts_with("nodes: "), "{:?}", dump.missing);
        assert_eq!(
            (dump.validation, dump.spec["cluster"]["metadata"]["name"].as_str()),
            (None, Some("demo.kube.example.com"))
        );
    }
}
