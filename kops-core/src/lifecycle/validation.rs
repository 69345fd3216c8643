//! Whether a cluster is healthy: every group has its instances, every instance its node, every node is ready, and the pods that the
//! cluster cannot do without run.
//!
//! The rules are those of `kops validate cluster`, but for failed pods that their controllers have replaced. A finding says beyond that what
//! to do, and whether it can pass by itself.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use serde::{Deserialize, Serialize};

use super::{ExpectedGroup, RunningByName};
use crate::cloud::{Instance, InstanceState, RunningGroup};
use crate::cluster_api::{CONTROL_PLANE_LABEL, CONTROL_PLANE_PODS, Node, Pod, by_instance};
use crate::errors::ErrorData;
use crate::naming::Role;
use crate::resource::CloudId;

/// What DNS records of the API hold until the control plane publishes its addresses.
const PLACEHOLDERS: [IpAddr; 2] =
    [IpAddr::V4(Ipv4Addr::new(203, 0, 113, 123)), IpAddr::V6(Ipv6Addr::new(0xfd00, 0xdead, 0xadd, 0, 0, 0, 0, 0))];

/// The priority classes of pods that a cluster, and that a node, cannot do without.
const CRITICAL: [&str; 2] = ["system-cluster-critical", NODE_CRITICAL];
const NODE_CRITICAL: &str = "system-node-critical";

/// What was found of a cluster at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Validation {
    /// What is wrong, sorted by kind and name. Empty for a healthy cluster.
    pub failures: Vec<Failure>,
    /// The nodes of the cluster's instance groups, sorted by role and name.
    pub nodes: Vec<NodeStatus>,
}

impl Validation {
    /// True for a healthy cluster.
    pub fn is_valid(&self) -> bool {
        self.failures.is_empty()
    }

    /// True where something is wrong that waiting does not mend.
    pub fn is_permanent(&self) -> bool {
        self.failures.iter().any(|failure| !failure.can_heal)
    }
}

/// What came of an attempt to validate a cluster that is waited for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "event")]
#[non_exhaustive]
pub enum ValidationEvent {
    /// The cluster was looked at.
    Validated {
        /// What was found.
        validation: Validation,
    },
    /// The account or the cluster could not be asked.
    Failed {
        /// What went wrong.
        error: ErrorData,
    },
}

/// Something that is wrong with a cluster.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Failure {
    /// What it is about.
    #[serde(rename = "type")]
    pub kind: FailureKind,
    /// The name of that: of an instance group, an instance, a node, or a pod with its namespace.
    pub name: String,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What to do, in one sentence.
    pub help: String,
    /// The instance group that it is a part of.
    pub instance_group: Option<String>,
    /// It may pass by itself.
    pub can_heal: bool,
}

/// What a failure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum FailureKind {
    /// The DNS name of the API.
    #[serde(rename = "dns")]
    Dns,
    /// An instance group.
    InstanceGroup,
    /// An instance that is not a node.
    Machine,
    /// A node.
    Node,
    /// A pod.
    Pod,
}

impl FailureKind {
    /// Returns the text that the JSON has.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Dns => "dns",
            Self::InstanceGroup => "InstanceGroup",
            Self::Machine => "Machine",
            Self::Node => "Node",
            Self::Pod => "Pod",
        }
    }
}

/// A node of an instance group.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct NodeStatus {
    /// `control-plane`, `apiserver` or `node`.
    pub role: String,
    /// Its name.
    pub name: String,
    /// The availability zone.
    pub zone: String,
    /// The name of its host.
    pub hostname: String,
    /// `True` for a node that is ready.
    pub status: String,
}

/// Finds a DNS name of the API that no control plane has published its addresses under: nothing else can be asked then.
pub fn placeholder(api: &str, addresses: &[IpAddr]) -> Option<Failure> {
    let found = addresses.iter().find(|address| PLACEHOLDERS.contains(address))?;
    Some(Failure {
        kind: FailureKind::Dns,
        name: "apiserver".into(),
        message: format!("`{api}` still has the placeholder address {found}"),
        help: "wait until dns-controller on the control plane has published its addresses, which takes 5 to 10 minutes after the first \
               start; if it lasts, look at the instances of the control plane"
            .into(),
        instance_group: None,
        can_heal: true,
    })
}

/// Compares a cluster with the groups that it should have.
pub fn check(expected: &[ExpectedGroup], running: &[RunningGroup], nodes: &[Node], pods: &[Pod]) -> Validation {
    let (by_instance, running) = (by_instance(nodes), RunningByName::new(running));
    let mut found = Findings { failures: Vec::new(), nodes: Vec::new(), ready_members: BTreeMap::new() };
    for group in expected {
        match (group.running_among(&running), &group.autoscaling_group) {
            (Some(running), _) => found.group(group, &running, &by_instance),
            (None, Some(name)) => found.missing_group(group, name),
            (None, None) => {}
        }
    }
    for node in nodes.iter().filter(|node| node.labels.contains_key(CONTROL_PLANE_LABEL)) {
        found.control_plane_pods(node, pods);
    }
    for pod in pods {
        found.pod(pod);
    }
    if found.nodes.is_empty() {
        found.doubt_the_cluster(nodes.len());
    }
    found.failures.sort();
    found.nodes.sort();
    Validation { failures: found.failures, nodes: found.nodes }
}

struct Findings {
    failures: Vec<Failure>,
    nodes: Vec<NodeStatus>,
    /// The instance group of each ready node, by the node's addresses and name.
    ready_members: BTreeMap<String, String>,
}

impl Findings {
    fn missing_group(&mut self, group: &ExpectedGroup, name: &CloudId) {
        self.failures.push(Failure {
            kind: FailureKind::InstanceGroup,
            name: group.name.clone(),
            message: format!("the account has no autoscaling group `{name}`"),
            help: "run `kops update cluster --yes`, which makes it".into(),
            instance_group: Some(group.name.clone()),
            can_heal: false,
        });
    }

    fn group(&mut self, group: &ExpectedGroup, running: &RunningGroup, nodes: &BTreeMap<&str, &Node>) {
        let (live, desired) = (running.members().count(), usize::try_from(running.desired).unwrap_or_default());
        if live < desired {
            self.failures.push(Failure {
                kind: FailureKind::InstanceGroup,
                name: group.name.clone(),
                message: format!("{live} of {desired} instances run{}", running.last_launch()),
                help: format!(
                    "wait for AWS to launch instances; if it does not, the activity of the autoscaling group `{}` says why",
                    running.name
                ),
                instance_group: Some(group.name.clone()),
                can_heal: true,
            });
        }
        for instance in running.instances.iter().filter(|instance| instance.state != InstanceState::Terminating) {
            match nodes.get(instance.id.as_str()) {
                Some(node) if group.role != Role::Bastion => self.node(group, instance, node),
                None if group.role != Role::Bastion && is_member(instance) => self.not_joined(group, running, instance),
                _ => {}
            }
        }
    }

    fn not_joined(&mut self, group: &ExpectedGroup, running: &RunningGroup, instance: &Instance) {
        // What kept the instance before it from starting may keep this one from it, too.
        let last_launch = match instance.state {
            InstanceState::Pending => running.last_launch(),
            _ => String::new(),
        };
        self.failures.push(Failure {
            kind: FailureKind::Machine,
            name: instance.id.to_string(),
            message: format!("the instance `{}` has not joined the cluster as a node{last_launch}", instance.id),
            help: "wait some minutes for a new instance; if it lasts, `journalctl -u kops-configuration -u kubelet` on the instance says why"
                .into(),
            instance_group: Some(group.name.clone()),
            can_heal: true,
        });
    }

    /// Where no node is that of an instance, it may be another cluster, or one whose only node was just replaced.
    fn doubt_the_cluster(&mut self, nodes: usize) {
        let unjoined = self.failures.iter_mut().filter(|failure| failure.kind == FailureKind::Machine && nodes > 0);
        for failure in unjoined {
            failure.help = format!(
                "no node of the API server ({nodes} in all) runs on an instance of this cluster: see whether it is the API server of another one; \
                 otherwise {}",
                failure.help
            );
        }
    }

    fn node(&mut self, group: &ExpectedGroup, instance: &Instance, node: &Node) {
        let (role, what) = match group.role {
            Role::Master => ("control-plane", "control-plane node"),
            Role::ApiServer => ("apiserver", "apiserver node"),
            Role::Node | Role::Bastion => ("node", "node"),
        };
        let hostname = node.labels.get("kubernetes.io/hostname").unwrap_or(&node.name);
        let ready = node.is_ready();
        self.nodes.push(NodeStatus {
            role: role.into(),
            name: node.name.clone(),
            zone: instance.zone.clone(),
            hostname: hostname.clone(),
            status: if ready { "True" } else { "False" }.into(),
        });
        if ready {
            let names = node.addresses.iter().chain([&node.name]);
            self.ready_members.extend(names.map(|name| (name.clone(), group.name.clone())));
        } else {
            self.failures.push(Failure {
                kind: FailureKind::Node,
                name: node.name.clone(),
                message: format!("the {what} `{}` is not ready", node.name),
                help: format!("see its conditions: `kubectl describe node {}`", node.name),
                instance_group: Some(group.name.clone()),
                can_heal: true,
            });
        }
    }

    /// A node of the control plane that is ready runs the three static pods, whatever their phase. One that is in no instance group, as
    /// that of an instance that is being terminated, is not looked at.
    fn control_plane_pods(&mut self, node: &Node, pods: &[Pod]) {
        let Some(group) = self.ready_members.get(&node.name).cloned() else { return };
        let here = |pod: &&Pod| {
            let is_here = pod.host_ip.as_ref().is_some_and(|ip| node.addresses.contains(ip));
            pod.id.namespace == "kube-system" && is_here
        };
        let apps: BTreeSet<&str> =
            pods.iter().filter(here).filter_map(|pod| pod.labels.get("k8s-app").map(String::as_str)).collect();
        for app in CONTROL_PLANE_PODS.iter().filter(|app| !apps.contains(*app)) {
            self.failures.push(Failure {
                kind: FailureKind::Node,
                name: node.name.clone(),
                message: format!("the control-plane node `{}` does not run the pod {app}", node.name),
                help: format!("see `/var/log/{app}.log` and `journalctl -u kubelet` on the node"),
                instance_group: Some(group.clone()),
                can_heal: true,
            });
        }
    }

    fn pod(&mut self, pod: &Pod) {
        let Some(class) = pod.priority_class.as_deref().filter(|class| CRITICAL.contains(class)) else { return };
        let what = match pod.phase.as_str() {
            "Pending" => "is pending".to_owned(),
            "Unknown" => "is in an unknown phase, as its node does not answer".to_owned(),
            "Succeeded" => return,
            // Its controller has started another; one that a reboot or an eviction has ended stays listed, and never becomes ready.
            "Failed" if pod.owner.is_some() && !pod.is_mirror => return,
            _ if !pod.unready.is_empty() => format!("is not ready ({})", pod.unready.join(", ")),
            _ => return,
        };
        let group = pod.host_ip.as_ref().and_then(|host| self.ready_members.get(host));
        self.failures.push(Failure {
            kind: FailureKind::Pod,
            name: pod.id.to_string(),
            message: format!("the {class} pod `{}` {what}", pod.id),
            help: format!("see its events: `kubectl describe pod -n {} {}`", pod.id.namespace, pod.id.name),
            instance_group: group.filter(|_| class == NODE_CRITICAL).cloned(),
            can_heal: true,
        });
    }
}

/// Whether an instance must be a node: those of the warm pool are not yet, detached ones may be on their way out.
pub(crate) fn is_member(instance: &Instance) -> bool {
    matches!(instance.state, InstanceState::Pending | InstanceState::InService)
}
