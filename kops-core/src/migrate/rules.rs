//! What has changed since the first releases: which fields, what took their place, and why.

use serde_json::{Value as Json, json};

use super::text::{Steps, Text, entry};
use crate::diag::{Position, push_key};
use crate::facts::Components;
use crate::spec::{API_VERSION, MOVED, Version};
use crate::validate::{OLDEST_KUBERNETES, RETIRED_NETWORKS, is_retired_image, runs_etcd};
use crate::yaml::{Document, Node, Value};

const BOTH: &[&str] = &["Cluster", "InstanceGroup"];
const EVERY: &[&str] = &["Cluster", "InstanceGroup", "SSHCredential"];
const CLUSTER: &[&str] = &["Cluster"];
const GROUP: &[&str] = &["InstanceGroup"];

/// A change of the format, or of what is supported.
pub(super) struct Rule {
    pub(super) kinds: &'static [&'static str],
    /// The edits that an object needs; after the first of them it is asked again.
    pub(super) find: fn(&Node) -> Vec<Edit>,
    pub(super) reason: &'static str,
}

/// An edit of an object.
#[derive(Clone, Debug)]
pub(super) enum Edit {
    Remove(Steps),
    Rename(Steps, &'static str),
    /// Another key and value.
    Become(Steps, String, Json),
    /// A value at a path, in place of what is removed.
    Move(Steps, Vec<String>, Json),
    /// A value at a path, beside the field that it is of.
    Copy(Steps, Vec<String>, Json),
}

impl Edit {
    pub(super) fn apply(&self, text: &mut Text, document: &Document) {
        match self {
            Self::Remove(steps) => text.remove(document, steps),
            Self::Rename(steps, key) => text.rename(document, steps, key),
            Self::Become(steps, key, value) => text.replace(document, steps, key, value),
            Self::Move(steps, path, value) => {
                // What is removed may be before or after what is added: the text is read again between the two.
                text.remove(document, steps);
                let Ok(documents) = crate::yaml::parse(&text.source()) else { return };
                let is_same = |other: &&Document| {
                    ["kind", "metadata"].iter().all(|field| same(&other.root, &document.root, field))
                };
                if let Some(document) = documents.iter().find(is_same) {
                    text.insert(document, &keys(path), value);
                }
            }
            Self::Copy(_, path, value) => text.insert(document, &keys(path), value),
        }
    }

    fn steps(&self) -> &Steps {
        match self {
            Self::Remove(steps)
            | Self::Rename(steps, _)
            | Self::Become(steps, ..)
            | Self::Move(steps, ..)
            | Self::Copy(steps, ..) => steps,
        }
    }

    /// Where the field is now.
    pub(super) fn place(&self, document: &Document) -> Position {
        match entry(&document.root, self.steps()) {
            Some(entry) => entry.at,
            None => walk(&document.root, self.steps()).map_or(document.root.at, |node| node.at),
        }
    }

    /// The path of the field.
    pub(super) fn field(&self, document: &Document) -> String {
        path_of(&document.root, self.steps())
    }

    /// What is done, in words.
    pub(super) fn action(&self, document: &Document) -> String {
        let above = || {
            let steps = self.steps();
            path_of(&document.root, &steps[..steps.len() - 1])
        };
        match self {
            Self::Remove(_) => "removed".to_owned(),
            Self::Rename(_, key) => format!("renamed to `{}`", child(&above(), key)),
            Self::Become(steps, key, value) => {
                let is_same = entry(&document.root, steps).is_some_and(|entry| *entry.key == **key);
                let shown = match value {
                    Json::String(text) => text.clone(),
                    other => other.to_string(),
                };
                match is_same {
                    true => format!("changed to `{shown}`"),
                    false => format!("replaced by `{}: {shown}`", child(&above(), key)),
                }
            }
            Self::Move(_, path, _) => format!("moved to `{}`", path.join(".")),
            Self::Copy(_, path, _) => format!("added as `{}`", path.join(".")),
        }
    }
}

fn keys(path: &[String]) -> Vec<&str> {
    path.iter().map(String::as_str).collect()
}

fn child(path: &str, key: &str) -> String {
    let mut path = path.to_owned();
    push_key(&mut path, key);
    path
}

fn same(a: &Node, b: &Node, field: &str) -> bool {
    a.field(field).map(Node::to_json) == b.field(field).map(Node::to_json)
}

fn walk<'a>(root: &'a Node, steps: &[usize]) -> Option<&'a Node> {
    steps.iter().try_fold(root, |node, step| match &node.value {
        Value::Mapping(entries) => entries.get(*step).map(|entry| &entry.value),
        Value::Sequence(items) => items.get(*step),
        _ => None,
    })
}

fn path_of(root: &Node, steps: &[usize]) -> String {
    let (mut path, mut node) = (String::new(), root);
    for step in steps {
        match &node.value {
            Value::Mapping(entries) => {
                push_key(&mut path, &entries[*step].key);
                node = &entries[*step].value;
            }
            Value::Sequence(items) => {
                path.push_str(&format!("[{step}]"));
                node = &items[*step];
            }
            _ => break,
        }
    }
    path
}

/// Finds every field of a path, of which `[]` stands for each entry of a list.
fn find(root: &Node, path: &str) -> Vec<(Steps, Node)> {
    let mut found: Vec<(Steps, &Node)> = vec![(Vec::new(), root)];
    for segment in path.split('.') {
        let (key, is_list) = segment.strip_suffix("[]").map_or((segment, false), |key| (key, true));
        let mut next = Vec::new();
        for (steps, node) in found {
            let Value::Mapping(entries) = &node.value else { continue };
            let Some(at) = entries.iter().position(|entry| *entry.key == *key) else { continue };
            let below = [&steps[..], &[at]].concat();
            match (&entries[at].value.value, is_list) {
                (Value::Sequence(items), true) => {
                    next.extend(items.iter().enumerate().map(|(i, item)| ([&below[..], &[i]].concat(), item)));
                }
                (_, true) => {}
                (_, false) => next.push((below, &entries[at].value)),
            }
        }
        found = next;
    }
    found.into_iter().map(|(steps, node)| (steps, node.clone())).collect()
}

/// Removes fields that are set.
fn removed(root: &Node, paths: &[&str]) -> Vec<Edit> {
    removed_where(root, paths, |_| true)
}

fn removed_where(root: &Node, paths: &[&str], is_wrong: impl Fn(&Node) -> bool) -> Vec<Edit> {
    let found = paths.iter().flat_map(|path| find(root, path));
    found.filter(|(_, node)| is_wrong(node)).map(|(steps, _)| Edit::Remove(steps)).collect()
}

fn renamed(root: &Node, path: &str, key: &'static str) -> Vec<Edit> {
    find(root, path).into_iter().map(|(steps, _)| Edit::Rename(steps, key)).collect()
}

fn replaced(root: &Node, path: &str, key: &str, value: &Json, is_wrong: impl Fn(&Node) -> bool) -> Vec<Edit> {
    let found = find(root, path).into_iter().filter(|(_, node)| is_wrong(node));
    found.map(|(steps, _)| Edit::Become(steps, key.to_owned(), value.clone())).collect()
}

fn moved(root: &Node, path: &str, to: &str, value: impl Fn(&Node) -> Option<Json>) -> Vec<Edit> {
    let to: Vec<String> = to.split('.').map(str::to_owned).collect();
    let found =
        find(root, path).into_iter().filter_map(|(steps, node)| Some(Edit::Move(steps, to.clone(), value(&node)?)));
    found.collect()
}

fn is(node: &Node, value: bool) -> bool {
    matches!(node.value, Value::Bool(is, _) if is == value)
}

/// A scalar as the user wrote it.
fn scalar(node: &Node) -> Option<&str> {
    match &node.value {
        Value::String(text) | Value::Bool(_, text) | Value::Int(_, text) | Value::Float(_, text) => Some(text),
        _ => None,
    }
}

/// The kubelets of an object.
fn in_kubelets(root: &Node, edits: impl Fn(&str) -> Vec<Edit>) -> Vec<Edit> {
    let sections = ["spec.kubelet", "spec.masterKubelet"].into_iter().filter(|section| !find(root, section).is_empty());
    sections.flat_map(edits).collect()
}

/// Flags that Kubernetes has removed.
const KUBELET_FLAGS: [&str; 10] = [
    "apiServers",
    "bootstrapKubeconfig",
    "configureCbr0",
    "cpuCFSQuotaPeriod",
    "enableCadvisorJsonEndpoints",
    "networkPluginMTU",
    "networkPluginName",
    "nonMasqueradeCIDR",
    "podInfraContainerImage",
    "requireKubeconfig",
];

/// A name that `addons` could have, and the field and the value of the component that took its place.
type Component = (&'static str, &'static str, fn() -> Json);

/// Names that `addons` could have, and the components that took their place.
const COMPONENTS: [Component; 8] = [
    ("cluster-autoscaler", "spec.clusterAutoscaler", || json!({"enabled": true})),
    ("external-dns", "spec.externalDns", || json!({"provider": "external-dns"})),
    ("external-dns.addons.k8s.io", "spec.externalDns", || json!({"provider": "external-dns"})),
    ("metrics-server", "spec.metricsServer", || json!({"enabled": true, "insecure": true})),
    ("metrics-server.addons.k8s.io", "spec.metricsServer", || json!({"enabled": true, "insecure": true})),
    ("node-problem-detector", "spec.nodeProblemDetector", || json!({"enabled": true})),
    ("node-termination-handler", "spec.nodeTerminationHandler", || json!({"enabled": true})),
    ("node-termination-handler.aws", "spec.nodeTerminationHandler", || json!({"enabled": true})),
];

/// Names that `addons` could have, of addons that kops does not publish any more.
const GONE_ADDONS: [&str; 7] = [
    "dashboard",
    "heapster",
    "kubernetes-dashboard",
    "monitoring-standalone",
    "logging-elasticsearch",
    "prometheus-operator",
    "route53-mapper",
];

/// Fields that v1alpha3 has as the opposite.
const INVERTED: [(&str, &str); 3] = [
    ("spec.networking.tagSubnets", "spec.DisableSubnetTags"),
    ("spec.networking.cilium.masquerade", "spec.networking.cilium.disableMasquerade"),
    ("spec.networking.cilium.installIptablesRules", "spec.networking.cilium.IPTablesRulesNoinstall"),
];

/// Fields of v1alpha3's `cloudProvider.aws` that v1alpha2 has in `cloudConfig`.
const AWS_SETTINGS: [&str; 6] = [
    "disableSecurityGroupIngress",
    "elbSecurityGroup",
    "nlbSecurityGroupMode",
    "nodeIPFamilies",
    "spotinstOrientation",
    "spotinstProduct",
];

const SEPARATE_ACCESS: &str = "access by SSH and to the API are separate: `sshAccess` and `kubernetesApiAccess`";

/// The rules, in the order in which they are followed.
pub(super) const RULES: &[Rule] = &[
    Rule {
        kinds: EVERY,
        find: |root| {
            replaced(root, "apiVersion", "apiVersion", &json!(API_VERSION), |node| {
                node.as_str() == Some("kops/v1alpha2")
            })
        },
        reason: "the API group of kops has been `kops.k8s.io` since kops 1.12",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            let inverted = |node: &Node| match node.value {
                Value::Bool(is, _) => Some(Json::Bool(!is)),
                _ => None,
            };
            INVERTED.into_iter().flat_map(|(from, to)| moved(root, from, to, inverted)).collect()
        },
        reason: "v1alpha2 has the opposite",
    },
    Rule {
        kinds: BOTH,
        find: |root| {
            let is_object = |(from, _): &&(&str, &str)| {
                *from != "spec.networking.topology.dns" || find(root, "spec.networking.topology.dns.type").is_empty()
            };
            let mut edits: Vec<Edit> = MOVED
                .iter()
                .filter(is_object)
                .flat_map(|(from, to)| moved(root, from, to, |node| Some(node.to_json())))
                .collect();
            edits.extend(AWS_SETTINGS.into_iter().flat_map(|field| {
                moved(root, &format!("spec.cloudProvider.aws.{field}"), &format!("spec.cloudConfig.{field}"), |node| {
                    Some(node.to_json())
                })
            }));
            edits
        },
        reason: "v1alpha2 has the field elsewhere",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            let is_empty = |node: &Node| {
                node.field("aws")
                    .is_some_and(|aws| matches!(&aws.value, Value::Null) || aws.value == Value::Mapping(Vec::new()))
            };
            replaced(root, "spec.cloudProvider", "cloudProvider", &json!("aws"), is_empty)
        },
        reason: "v1alpha2 has the name of the cloud",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            let is_missing =
                root.field("apiVersion").is_some_and(is_v1alpha3) && find(root, "spec.cloudProvider").is_empty();
            let path = vec!["spec".to_owned(), "cloudProvider".to_owned()];
            let specs = find(root, "spec").into_iter().filter(|_| is_missing);
            specs.map(|(steps, _)| Edit::Copy(steps, path.clone(), json!("aws"))).collect()
        },
        reason: "v1alpha2 has the name of the cloud",
    },
    Rule {
        kinds: EVERY,
        find: |root| replaced(root, "apiVersion", "apiVersion", &json!(API_VERSION), is_v1alpha3),
        reason: "kops stores v1alpha2, and so it is the version that is read here",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            let newest = Components::built_in().kubernetes_version;
            let is_old = |node: &Node| {
                scalar(node)
                    .and_then(Version::parse)
                    .is_some_and(|version| (version.major, version.minor) < (1, OLDEST_KUBERNETES))
            };
            replaced(root, "spec.kubernetesVersion", "kubernetesVersion", &json!(newest), is_old)
        },
        reason: "the version is no longer supported; a running cluster is upgraded one minor version at a time",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            let options = RETIRED_NETWORKS.iter();
            options
                .flat_map(|(old, new, _)| replaced(root, &format!("spec.networking.{old}"), new, &json!({}), |_| true))
                .collect()
        },
        reason: "the network of pods is no longer supported; changing it in a running cluster interrupts the cluster",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            let is_old = |node: &Node| {
                let version = node.as_str().and_then(|text| Version::parse(text.trim_start_matches('v')));
                version.is_some_and(|version| (version.major, version.minor) < (1, 18))
            };
            removed_where(root, &["spec.networking.cilium.version"], is_old)
        },
        reason: "a release of kops installs one minor version of Cilium",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            let mut edits =
                moved(root, "spec.networking.calico.crossSubnet", "spec.networking.calico.ipipMode", |node| {
                    is(node, true).then(|| json!("CrossSubnet"))
                });
            edits.extend(removed(root, &["spec.networking.calico.crossSubnet"]));
            edits
        },
        reason: "Calico has `ipipMode` instead; set `awsSrcDstCheck: Disable` as well, so that nodes of a subnet route pods themselves",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| removed(root, &["spec.docker"]),
        reason: "Kubernetes has not run Docker since 1.24; settings of the runtime are under `containerd`",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| removed(root, &["spec.containerRuntime"]),
        reason: "containerd is the only container runtime",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            let is_manager = |node: &Node| node.as_str() == Some("Manager");
            removed_where(root, &["spec.etcdClusters[].provider"], |node| !is_manager(node))
        },
        reason: "etcd-manager runs every etcd cluster; one of the legacy provider has to be migrated with kops 1.11 to 1.17 first",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            removed_where(root, &["spec.etcdClusters[].version"], |node| {
                !scalar(node).and_then(Version::parse).is_some_and(runs_etcd)
            })
        },
        reason: "the version of etcd is no longer supported, and follows from that of Kubernetes by default",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            removed(
                root,
                &[
                    "spec.etcdClusters[].enableEtcdTLS",
                    "spec.etcdClusters[].enableTLSAuth",
                    "spec.etcdClusters[].image",
                    "spec.etcdClusters[].backups.image",
                    "spec.etcdClusters[].heartbeatInterval",
                    "spec.etcdClusters[].leaderElectionTimeout",
                ],
            )
        },
        reason: "etcd-manager decides it",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| removed(root, &["spec.masterInternalName"]),
        reason: "the internal name of the API is always `api.internal.` and the name of the cluster",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| removed(root, &["spec.topology.masters", "spec.topology.nodes"]),
        reason: "whether instances are private follows from the type of the subnets of their group",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            removed(
                root,
                &["spec.nodeAuthorization", "spec.gossipConfig", "spec.dnsControllerGossipConfig", "spec.project"],
            )
        },
        reason: "the section no longer has a meaning",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| removed_where(root, &["spec.iam.legacy"], |node| is(node, true)),
        reason: "the wide permissions of the first releases are no longer given; add what is missing as `additionalPolicies`",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| match find(root, "spec.kubernetesApiAccess").is_empty() {
            true => find(root, "spec.adminAccess")
                .into_iter()
                .map(|(steps, node)| {
                    Edit::Copy(steps, vec!["spec".to_owned(), "kubernetesApiAccess".to_owned()], node.to_json())
                })
                .collect(),
            false => Vec::new(),
        },
        reason: SEPARATE_ACCESS,
    },
    Rule {
        kinds: CLUSTER,
        find: |root| match find(root, "spec.sshAccess").is_empty() {
            true => renamed(root, "spec.adminAccess", "sshAccess"),
            false => removed(root, &["spec.adminAccess"]),
        },
        reason: SEPARATE_ACCESS,
    },
    Rule {
        kinds: CLUSTER,
        find: |root| match find(root, "spec.kubeAPIServer.enableAdmissionPlugins").is_empty() {
            true => renamed(root, "spec.kubeAPIServer.admissionControl", "enableAdmissionPlugins"),
            false => removed(root, &["spec.kubeAPIServer.admissionControl"]),
        },
        reason: "`--admission-control` was replaced in Kubernetes 1.10",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            let paths = ["spec.kubeAPIServer.enableAdmissionPlugins[]", "spec.kubeAPIServer.appendAdmissionPlugins[]"];
            removed_where(root, &paths, |node| {
                matches!(node.as_str(), Some("PodSecurityPolicy" | "Initializers" | "DenyEscalatingExec"))
            })
        },
        reason: "the admission plugin was removed from Kubernetes; pod security standards take the place of `PodSecurityPolicy`",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            let is_set = |node: &Node| !is(node, false) && scalar(node) != Some("0");
            removed_where(
                root,
                &["spec.kubeAPIServer.insecurePort", "spec.kubeAPIServer.enableBootstrapTokenAuth"],
                is_set,
            )
        },
        reason: "the API server has no insecure port since Kubernetes 1.24, and nodes do not join by bootstrap tokens",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            let is_rbac = !find(root, "spec.authorization.rbac").is_empty();
            let lacks = |node: &Node| is_rbac && node.as_str().is_some_and(|modes| modes == "RBAC" || modes == "Node");
            replaced(root, "spec.kubeAPIServer.authorizationMode", "authorizationMode", &json!("Node,RBAC"), lacks)
        },
        reason: "nodes join by the modes `Node` and `RBAC` since Kubernetes 1.19",
    },
    Rule {
        kinds: BOTH,
        find: |root| {
            in_kubelets(root, |section| {
                renamed(root, &format!("{section}.experimentalAllowedUnsafeSysctls"), "allowedUnsafeSysctls")
            })
        },
        reason: "it was renamed in Kubernetes 1.11",
    },
    Rule {
        kinds: BOTH,
        find: |root| {
            in_kubelets(root, |section| {
                let paths: Vec<String> = KUBELET_FLAGS.iter().map(|flag| format!("{section}.{flag}")).collect();
                removed(root, &paths.iter().map(String::as_str).collect::<Vec<_>>())
            })
        },
        reason: "the kubelet no longer has the flag, and would not start with it",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            renamed(root, "spec.kubeControllerManager.experimentalClusterSigningDuration", "ClusterSigningDuration")
        },
        reason: "it was renamed in Kubernetes 1.25",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| removed(root, &["spec.kubeScheduler.usePolicyConfigMap"]),
        reason: "the scheduler no longer reads policies; add a `KubeSchedulerConfiguration` object beside the cluster",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| removed_where(root, &["spec.cloudConfig.awsEBSCSIDriver.enabled"], |node| is(node, false)),
        reason: "nothing else attaches volumes since Kubernetes 1.25",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            moved(root, "spec.externalDns.disable", "spec.externalDns.provider", |node| {
                is(node, true).then(|| json!("none"))
            })
        },
        reason: "`provider` says who publishes DNS records, or `none`",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            let addons = find(root, "spec.addons[]");
            let component = |(steps, node): (Steps, Node)| {
                let manifest = node.field("manifest").and_then(Node::as_str)?.to_owned();
                let (_, path, value) = COMPONENTS.iter().find(|(name, ..)| *name == manifest)?;
                Some(match find(root, path).is_empty() {
                    true => Edit::Move(steps, path.split('.').map(str::to_owned).collect(), value()),
                    false => Edit::Remove(steps),
                })
            };
            addons.into_iter().filter_map(component).collect()
        },
        reason: "the addon is a component of the cluster now",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            let is_gone = |node: &Node| {
                node.field("manifest").and_then(Node::as_str).is_some_and(|name| GONE_ADDONS.contains(&name))
            };
            removed_where(root, &["spec.addons[]"], is_gone)
        },
        reason: "kops does not publish the addon any more; install it as its own project says",
    },
    Rule {
        kinds: GROUP,
        find: |root| removed_where(root, &["spec.image"], |node| node.as_str().is_some_and(is_retired_image)),
        reason: "the image cannot run a supported version of Kubernetes; without `image` the recommended one is used",
    },
    Rule {
        kinds: GROUP,
        find: |root| removed(root, &["spec.spotDurationInMinutes"]),
        reason: "AWS no longer offers spot instances for a fixed time",
    },
];

fn is_v1alpha3(node: &Node) -> bool {
    node.as_str().is_some_and(|version| version.ends_with("/v1alpha3"))
}
