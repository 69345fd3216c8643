//! What a simulated cluster holds, and how it follows the instances below it.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr};

use super::Workload;
use super::objects::{Nodes, Objects};
use crate::cloud::{Instance, InstanceState, RunningGroup};
use crate::cluster_api::{
    Budget, CONTROL_PLANE_LABEL, CONTROL_PLANE_PODS, ClusterApiError, ClusterApiErrorKind, DRAINING,
    EXCLUDED_FROM_LOAD_BALANCERS, Eviction, LabelRule, Lease, NEEDS_UPDATE, Node, NodeChange, Operator, Owner, Pod,
    PodId, SCHEDULED_FOR_UPDATE, Taint, Warning,
};
use crate::facts::Components;
use crate::naming::Role;

#[derive(Debug)]
pub(super) struct State {
    pub(super) joining_after: u32,
    pub(super) joins: bool,
    pub(super) addresses: Vec<IpAddr>,
    pub(super) workloads: Vec<Workload>,
    pub(super) warnings: Vec<Warning>,
    /// The version of the kubelets of instances that were not seen before.
    pub(super) kubelet_version: String,
    pub(super) leases: BTreeMap<String, Lease>,
    pub(super) objects: Objects,
    /// Nodes that are not ready.
    pub(super) broken: BTreeSet<String>,
    /// Pods, as `namespace/name`, that are not there although they should be.
    pub(super) hidden: BTreeSet<String>,
    /// By the id of the instance, which is also the name of the node.
    machines: BTreeMap<String, Machine>,
    pods: BTreeMap<PodId, Scheduled>,
    placed: BTreeMap<PodId, Pod>,
    made: u64,
}

/// An instance, and the node that it is or will be.
#[derive(Debug)]
struct Machine {
    /// How many times nodes must be listed until it is a node; none where it never will be.
    joins_in: Option<u32>,
    role: Role,
    node: Node,
}

/// A pod of a workload.
#[derive(Debug)]
struct Scheduled {
    /// The workload, by its place in the list.
    workload: usize,
    node: Option<String>,
    ready: bool,
}

impl Default for State {
    fn default() -> Self {
        Self {
            joining_after: 1,
            joins: true,
            addresses: vec![Ipv4Addr::new(203, 0, 113, 10).into()],
            workloads: Vec::new(),
            warnings: Vec::new(),
            kubelet_version: format!("v{}", Components::built_in().kubernetes_version),
            leases: BTreeMap::new(),
            objects: Objects::default(),
            broken: BTreeSet::new(),
            hidden: BTreeSet::new(),
            machines: BTreeMap::new(),
            pods: BTreeMap::new(),
            placed: BTreeMap::new(),
            made: 0,
        }
    }
}

impl State {
    /// Takes in instances that were launched and forgets those that are gone.
    pub(super) fn follow(&mut self, groups: &[RunningGroup]) {
        let mut live = BTreeSet::new();
        for group in groups.iter().filter(|group| group.role != Some(Role::Bastion)) {
            let role = group.role.unwrap_or(Role::Node);
            for instance in group.instances.iter().filter(|instance| runs(instance)) {
                live.insert(instance.id.as_str());
                let joins_in = self.joins.then_some(self.joining_after);
                let machine = || Machine { joins_in, role, node: node(instance, role, &self.kubelet_version) };
                self.machines.entry(instance.id.0.clone()).or_insert_with(machine);
            }
        }
        self.machines.retain(|id, _| live.contains(id.as_str()));
        self.pods.retain(|_, pod| pod.node.as_ref().is_none_or(|node| live.contains(node.as_str())));
        self.placed.retain(|_, pod| pod.node.as_ref().is_none_or(|node| live.contains(node.as_str())));
    }

    /// Brings those that will be nodes nearer to it.
    pub(super) fn age_nodes(&mut self) {
        for machine in self.machines.values_mut() {
            machine.joins_in = machine.joins_in.map(|looks| looks.saturating_sub(1));
        }
    }

    pub(super) fn nodes(&self) -> Vec<Node> {
        self.joined().map(|machine| self.described(machine)).collect()
    }

    pub(super) fn count_nodes(&self) -> Nodes {
        let ready = self.joined().filter(|machine| !self.broken.contains(&machine.node.name)).count();
        Nodes { all: self.joined().count(), ready }
    }

    fn joined(&self) -> impl Iterator<Item = &Machine> {
        self.machines.values().filter(|machine| machine.joins_in == Some(0))
    }

    fn described(&self, machine: &Machine) -> Node {
        let mut node = machine.node.clone();
        let ready = if self.broken.contains(&node.name) { "False" } else { "True" };
        node.conditions.insert("Ready".into(), ready.into());
        node
    }

    /// Starts the pods that workloads lack, on the node that has the fewest, and lets those become ready that have started.
    pub(super) fn schedule(&mut self) {
        for pod in self.pods.values_mut() {
            pod.ready = pod.node.as_ref().is_some_and(|node| !self.broken.contains(node));
        }
        for index in 0..self.workloads.len() {
            let running = self.pods.values().filter(|pod| pod.workload == index).count();
            for _ in running..self.workloads[index].replicas {
                self.made += 1;
                let workload = &self.workloads[index];
                let id = PodId {
                    namespace: workload.namespace.clone(),
                    name: format!("{}-{}", workload.name, self.made),
                    uid: self.made.to_string(),
                };
                self.pods.insert(id, Scheduled { workload: index, node: None, ready: false });
            }
        }
        let mut load: BTreeMap<String, usize> =
            self.joined().filter(|x| self.takes_pods(x)).map(|x| (x.node.name.clone(), 0)).collect();
        for node in self.pods.values().filter_map(|pod| pod.node.as_ref()) {
            load.entry(node.clone()).and_modify(|pods| *pods += 1);
        }
        for pod in self.pods.values_mut().filter(|pod| pod.node.is_none()) {
            let Some((node, pods)) = load.iter_mut().min_by_key(|(_, pods)| **pods) else { break };
            *pods += 1;
            pod.node = Some(node.clone());
        }
    }

    fn takes_pods(&self, machine: &Machine) -> bool {
        machine.role == Role::Node && !machine.node.unschedulable && !self.broken.contains(&machine.node.name)
    }

    pub(super) fn pods(&self) -> Vec<Pod> {
        let static_pods = self
            .joined()
            .filter(|machine| machine.role == Role::Master)
            .flat_map(|machine| CONTROL_PLANE_PODS.iter().map(|name| static_pod(name, &machine.node)));
        let of_daemon_set = self.joined().map(|machine| daemon_set_pod(&machine.node));
        let of_workloads = self.pods.iter().map(|(id, pod)| self.pod(id, pod));
        let all = static_pods.chain(of_daemon_set).chain(of_workloads).chain(self.placed.values().cloned());
        all.filter(|pod| !self.hidden.contains(&pod.id.to_string())).collect()
    }

    fn pod(&self, id: &PodId, pod: &Scheduled) -> Pod {
        let workload = &self.workloads[pod.workload];
        let host = pod.node.as_ref().and_then(|node| self.machines.get(node)?.node.addresses.first().cloned());
        Pod {
            id: id.clone(),
            labels: [("app".to_owned(), workload.name.clone())].into(),
            node: pod.node.clone(),
            host_ip: host,
            phase: if pod.node.is_some() { "Running" } else { "Pending" }.into(),
            unready: if pod.ready { Vec::new() } else { vec![workload.name.clone()] },
            priority_class: workload.priority_class.clone(),
            owner: Some(Owner { kind: "ReplicaSet".into(), name: workload.name.clone() }),
            ..Pod::default()
        }
    }

    pub(super) fn place(&mut self, pod: Pod) {
        self.hidden.remove(&pod.id.to_string());
        self.placed.insert(pod.id.clone(), pod);
    }

    pub(super) fn budgets(&self) -> Vec<Budget> {
        let budget = |(index, workload): (usize, &Workload)| {
            let selector = LabelRule { key: "app".into(), operator: Operator::In, values: vec![workload.name.clone()] };
            Some(Budget {
                namespace: workload.namespace.clone(),
                name: workload.name.clone(),
                selector: Some(vec![selector]),
                disruptions_allowed: self.disruptions_allowed(index, workload.min_available?),
            })
        };
        self.workloads.iter().enumerate().filter_map(budget).collect()
    }

    fn disruptions_allowed(&self, workload: usize, min_available: usize) -> i32 {
        let ready = self.pods.values().filter(|pod| pod.workload == workload && pod.ready).count();
        i32::try_from(ready.saturating_sub(min_available)).unwrap_or(i32::MAX)
    }

    /// Changes a node; false where there is none.
    pub(super) fn change(&mut self, name: &str, change: NodeChange) -> bool {
        let Some(machine) = self.machines.get_mut(name).filter(|machine| machine.joins_in == Some(0)) else {
            return false;
        };
        let node = &mut machine.node;
        let taint = Taint { key: SCHEDULED_FOR_UPDATE.into(), value: None, effect: "PreferNoSchedule".into() };
        match change {
            NodeChange::Taint if node.taints.contains(&taint) => {}
            NodeChange::Taint => node.taints.push(taint),
            NodeChange::Cordon => {
                node.unschedulable = true;
                node.labels.insert(EXCLUDED_FROM_LOAD_BALANCERS.into(), String::new());
                node.annotations.insert(DRAINING.into(), String::new());
            }
            NodeChange::Uncordon => {
                node.unschedulable = false;
                node.labels.remove(EXCLUDED_FROM_LOAD_BALANCERS);
                node.annotations.remove(DRAINING);
                node.taints.retain(|found| *found != taint);
            }
            NodeChange::MarkForUpdate => {
                node.annotations.insert(NEEDS_UPDATE.into(), String::new());
            }
        }
        true
    }

    pub(super) fn write_lease(&mut self, lease: &Lease) -> Result<String, ClusterApiError> {
        let found = self.leases.get(&lease.name).and_then(|found| found.version.clone());
        if found != lease.version {
            let message = format!("the lease `{}` was changed meanwhile", lease.name);
            return Err(ClusterApiError::new(ClusterApiErrorKind::Conflict, "write lease", message).status(409));
        }
        self.made += 1;
        let version = self.made.to_string();
        self.leases.insert(lease.name.clone(), Lease { version: Some(version.clone()), ..lease.clone() });
        Ok(version)
    }

    pub(super) fn evict(&mut self, id: &PodId) -> Result<Eviction, ClusterApiError> {
        if self.placed.remove(id).is_some() {
            return Ok(Eviction::Accepted);
        }
        if self.pods().iter().any(|pod| pod.id == *id && !pod.is_evicted_by_drain()) {
            let message = format!("the pod `{id}` would come back at once");
            return Err(ClusterApiError::new(ClusterApiErrorKind::Invalid, "evict pod", message));
        }
        let Some(pod) = self.pods.get(id) else { return Ok(Eviction::Accepted) };
        let workload = &self.workloads[pod.workload];
        let allowed = workload.min_available.map(|least| self.disruptions_allowed(pod.workload, least));
        if pod.ready && allowed.is_some_and(|allowed| allowed < 1) {
            let message = format!("the budget `{}/{}` allows no disruption", workload.namespace, workload.name);
            return Ok(Eviction::Blocked { message });
        }
        self.pods.remove(id);
        Ok(Eviction::Accepted)
    }
}

fn runs(instance: &Instance) -> bool {
    matches!(instance.state, InstanceState::InService | InstanceState::Detached)
}

fn node(instance: &Instance, role: Role, kubelet_version: &str) -> Node {
    let control_plane = (role == Role::Master).then(|| (CONTROL_PLANE_LABEL.to_owned(), String::new()));
    Node {
        name: instance.id.0.clone(),
        provider_id: Some(format!("aws:///{}/{}", instance.zone, instance.id)),
        labels: control_plane.into_iter().collect(),
        addresses: instance.private_ip.iter().cloned().collect(),
        kubelet_version: kubelet_version.to_owned(),
        ..Node::default()
    }
}

fn static_pod(name: &str, node: &Node) -> Pod {
    Pod {
        labels: [("k8s-app".to_owned(), name.to_owned())].into(),
        priority_class: Some("system-cluster-critical".into()),
        is_mirror: true,
        ..system_pod(name, node)
    }
}

fn daemon_set_pod(node: &Node) -> Pod {
    Pod {
        priority_class: Some("system-node-critical".into()),
        owner: Some(Owner { kind: "DaemonSet".into(), name: "node-agent".into() }),
        ..system_pod("node-agent", node)
    }
}

fn system_pod(name: &str, node: &Node) -> Pod {
    let name = format!("{name}-{}", node.name);
    Pod {
        id: PodId { namespace: "kube-system".into(), uid: name.clone(), name },
        node: Some(node.name.clone()),
        host_ip: node.addresses.first().cloned(),
        phase: "Running".into(),
        ..Pod::default()
    }
}
