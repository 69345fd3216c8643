//! Nodes, pods and budgets, as much of them as decisions need.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::naming::Role;

/// The label of a node of the control plane.
pub const CONTROL_PLANE_LABEL: &str = "node-role.kubernetes.io/control-plane";
/// The static pods of a node of the control plane, by their label `k8s-app`.
pub const CONTROL_PLANE_PODS: [&str; 3] = ["kube-apiserver", "kube-controller-manager", "kube-scheduler"];
/// The label of a node that runs an API server beside the control plane.
const API_SERVER_LABEL: &str = "node-role.kubernetes.io/api-server";
/// The taint of a node that a rolling update will replace, so that new pods prefer others.
pub const SCHEDULED_FOR_UPDATE: &str = "kops.k8s.io/scheduled-for-update";
/// The annotation of a node that has to be replaced although its instance is up to date. Its value has no meaning.
pub const NEEDS_UPDATE: &str = "kops.k8s.io/needs-update";

/// The annotation of a node that a rolling update has cordoned and drains. Its value has no meaning.
pub const DRAINING: &str = "kops-core/draining";
/// The label of a node that the load balancers of services leave out.
pub const EXCLUDED_FROM_LOAD_BALANCERS: &str = "node.kubernetes.io/exclude-from-external-load-balancers";

/// A node of a cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// The instance that it runs on, as the cloud names it: `aws:///us-east-2a/i-0a1b2c3d4e5f60718`.
    pub provider_id: Option<String>,
    /// Its labels.
    pub labels: BTreeMap<String, String>,
    /// Its annotations.
    pub annotations: BTreeMap<String, String>,
    /// Its taints.
    pub taints: Vec<Taint>,
    /// No new pod is scheduled to it.
    pub unschedulable: bool,
    /// The status of each condition, `True`, `False` or `Unknown`, by its type: `Ready`.
    pub conditions: BTreeMap<String, String>,
    /// Its addresses of all types.
    pub addresses: Vec<String>,
    /// The version of its kubelet: `v1.36.2`.
    pub kubelet_version: String,
}

impl Node {
    /// The id of the instance that the node runs on: the end of its provider id.
    pub fn instance(&self) -> Option<&str> {
        self.provider_id.as_deref().and_then(|id| id.rsplit('/').next()).filter(|id| !id.is_empty())
    }

    /// True for a node that runs pods: it is ready, and its network is not said to be unavailable.
    pub fn is_ready(&self) -> bool {
        let status = |condition: &str| self.conditions.get(condition).map(String::as_str);
        status("Ready") == Some("True") && matches!(status("NetworkUnavailable"), None | Some("False" | "Unknown"))
    }

    /// Its role by its labels.
    pub fn role(&self) -> Role {
        match () {
            () if self.labels.contains_key(CONTROL_PLANE_LABEL) => Role::Master,
            () if self.labels.contains_key(API_SERVER_LABEL) => Role::ApiServer,
            () => Role::Node,
        }
    }

    /// True for a node that is marked to be replaced, whatever its instance was launched from.
    pub fn needs_update(&self) -> bool {
        self.annotations.contains_key(NEEDS_UPDATE)
    }

    /// True for a node that a rolling update has cordoned, this one or an earlier one.
    pub fn is_draining(&self) -> bool {
        self.unschedulable && self.annotations.contains_key(DRAINING)
    }
}

/// Nodes by the instances that they run on.
pub(crate) fn by_instance(nodes: &[Node]) -> BTreeMap<&str, &Node> {
    nodes.iter().filter_map(|node| Some((node.instance()?, node))).collect()
}

/// A taint of a node.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Taint {
    /// Its key.
    pub key: String,
    /// Its value.
    pub value: Option<String>,
    /// `NoSchedule`, `PreferNoSchedule` or `NoExecute`.
    pub effect: String,
}

/// A change of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum NodeChange {
    /// Adds the taint [`SCHEDULED_FOR_UPDATE`] with the effect `PreferNoSchedule`.
    Taint,
    /// Makes it unschedulable, takes it out of the load balancers of services by the label [`EXCLUDED_FROM_LOAD_BALANCERS`], and
    /// marks it by the annotation [`DRAINING`].
    Cordon,
    /// Takes back [`NodeChange::Taint`] and [`NodeChange::Cordon`].
    Uncordon,
    /// Marks it to be replaced, by the annotation [`NEEDS_UPDATE`].
    MarkForUpdate,
}

/// Which pods to list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct PodQuery {
    /// Only those on these nodes. Default: all.
    pub nodes: Option<BTreeSet<String>>,
}

impl PodQuery {
    /// The pods on some nodes.
    pub fn on<'a>(nodes: impl IntoIterator<Item = &'a str>) -> Self {
        Self { nodes: Some(nodes.into_iter().map(str::to_owned).collect()) }
    }

    /// True for a pod that is asked for.
    pub fn includes(&self, pod: &Pod) -> bool {
        let on = |nodes: &BTreeSet<String>| pod.node.as_ref().is_some_and(|node| nodes.contains(node));
        self.nodes.as_ref().is_none_or(on)
    }
}

/// What identifies a pod. A pod of the same name that was made later is another one.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct PodId {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Its uid.
    pub uid: String,
}

impl fmt::Display for PodId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.namespace, self.name)
    }
}

/// A pod.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Pod {
    /// What identifies it.
    #[serde(flatten)]
    pub id: PodId,
    /// Its labels.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
    /// The node that it was scheduled to.
    pub node: Option<String>,
    /// The address of that node.
    pub host_ip: Option<String>,
    /// `Pending`, `Running`, `Succeeded`, `Failed` or `Unknown`.
    pub phase: String,
    /// The containers that are not ready.
    #[serde(default)]
    pub unready: Vec<String>,
    /// The name of its priority class.
    pub priority_class: Option<String>,
    /// What controls it.
    pub owner: Option<Owner>,
    /// It is the image of a static pod, which the kubelet runs whatever the API server says.
    #[serde(default)]
    pub is_mirror: bool,
    /// It was deleted and is ending.
    #[serde(default)]
    pub is_terminating: bool,
}

/// What controls a pod.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Owner {
    /// Its kind: `ReplicaSet`.
    pub kind: String,
    /// Its name.
    pub name: String,
}

impl Pod {
    /// True for a pod that a drain evicts: all but those of daemon sets, which would come back at once, and static pods.
    pub fn is_evicted_by_drain(&self) -> bool {
        let of_daemon_set = self.owner.as_ref().is_some_and(|owner| owner.kind == "DaemonSet");
        !self.is_mirror && (self.has_ended() || !of_daemon_set)
    }

    /// True for a pod whose containers have all ended for good.
    pub fn has_ended(&self) -> bool {
        matches!(self.phase.as_str(), "Succeeded" | "Failed")
    }
}

/// What came of asking for an eviction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "result")]
#[non_exhaustive]
pub enum Eviction {
    /// The pod is ending, or gone.
    Accepted,
    /// A pod disruption budget does not allow it now.
    Blocked {
        /// What the API server says of it.
        message: String,
    },
}

/// A pod disruption budget.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Budget {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Which pods of its namespace it is for: those to which every rule applies. None where it is for no pod.
    pub selector: Option<Vec<LabelRule>>,
    /// How many pods may be disrupted now.
    pub disruptions_allowed: i32,
}

/// A requirement for a label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct LabelRule {
    /// The label.
    pub key: String,
    /// How its value is compared.
    pub operator: Operator,
    /// The values to compare with.
    pub values: Vec<String>,
}

/// How the value of a label is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum Operator {
    /// It is one of the values.
    In,
    /// It is none of the values, or the label is not there.
    NotIn,
    /// The label is there.
    Exists,
    /// The label is not there.
    DoesNotExist,
}

impl Budget {
    /// True for a pod that the budget counts.
    pub fn covers(&self, pod: &Pod) -> bool {
        let applies = |rule: &LabelRule| {
            let value = pod.labels.get(&rule.key);
            match rule.operator {
                Operator::In => value.is_some_and(|value| rule.values.contains(value)),
                Operator::NotIn => value.is_none_or(|value| !rule.values.contains(value)),
                Operator::Exists => value.is_some(),
                Operator::DoesNotExist => value.is_none(),
            }
        };
        let selector = self.selector.as_ref();
        self.namespace == pod.id.namespace && selector.is_some_and(|rules| rules.iter().all(applies))
    }
}
