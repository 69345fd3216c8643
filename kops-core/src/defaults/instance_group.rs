//! Groups: sizes, machines, images, subnets, and the kubelet of their nodes.

use std::collections::{BTreeMap, BTreeSet};

use super::Notes;
use super::overlay::overlay;
use crate::facts::{Facts, default_machine_types};
use crate::spec::{
    Cluster, Containerd, InstanceGroup, InstanceGroupSpec, InstanceManager, Kubelet, Role, Subnet, SubnetType, Version,
};

/// What groups get from their cluster, gathered once for all of them.
#[derive(Debug)]
pub(super) struct Shared<'a> {
    facts: &'a Facts,
    kubernetes: Version,
    zones: BTreeMap<&'a str, &'a str>,
    subnets: [Vec<String>; 2],
    masters: Kubelet,
    others: Kubelet,
    nvidia: bool,
}

impl<'a> Shared<'a> {
    pub(super) fn of(cluster: &'a Cluster, facts: &'a Facts) -> Self {
        let spec = &cluster.spec;
        let others = spec.kubelet.clone().unwrap_or_default();
        let mut masters = spec.master_kubelet.clone().unwrap_or_default();
        if others.anonymous_auth == Some(false) {
            masters.anonymous_auth = Some(false);
        }
        let zone = |subnet: &'a Subnet| Some((subnet.name.as_deref()?, subnet.zone.as_deref()?));
        let nodes = names(&spec.subnets, &[SubnetType::Public, SubnetType::Private]);
        let fallback = names(&spec.subnets, &[SubnetType::DualStack]);
        let api_servers = match cluster.is_ipv6_only() {
            true => names(&spec.subnets, &[SubnetType::Public, SubnetType::DualStack]),
            false => nodes.clone(),
        };
        Self {
            facts,
            kubernetes: Version::of(cluster),
            zones: spec.subnets.iter().filter_map(zone).collect(),
            subnets: [if nodes.is_empty() { fallback } else { nodes }, api_servers],
            masters,
            others,
            nvidia: uses_nvidia(spec.containerd.as_ref()),
        }
    }

    /// Fills in one group.
    pub(super) fn fill(&self, group: &mut InstanceGroup, notes: &mut Notes<'_>) {
        let spec = &mut group.spec;
        let Some(role) = spec.role else { return };
        notes.set(&mut spec.manager, "manager", InstanceManager::CloudGroup, "the default manager of machines");
        fill_sizes(spec, role, notes);
        self.fill_subnets(spec, role, notes);
        self.fill_machine(spec, role, notes);
        self.fill_marks(spec, notes);
        self.fill_kubelet(spec, role, notes);
    }

    /// Control planes must say where they are, because their volumes stay in one zone.
    fn fill_subnets(&self, spec: &mut InstanceGroupSpec, role: Role, notes: &mut Notes<'_>) {
        let [nodes, api_servers] = &self.subnets;
        match role {
            Role::Master => {}
            Role::ApiServer => {
                notes.list(&mut spec.subnets, "subnets", api_servers.iter(), "every subnet that suits API servers");
            }
            Role::Node | Role::Bastion => {
                notes.list(&mut spec.subnets, "subnets", nodes.iter(), "every subnet that holds nodes");
            }
        }
    }

    fn fill_machine(&self, spec: &mut InstanceGroupSpec, role: Role, notes: &mut Notes<'_>) {
        if spec.manager != Some(InstanceManager::Karpenter)
            && let Some(machine_type) = self.machine_type(spec, role)
        {
            let rule = "the cheapest that suits the role and that every zone offers";
            notes.fill(&mut spec.machine_type, "machineType", machine_type, rule);
        }
        let machine = first_machine_type(spec).and_then(|name| self.facts.machine_types.get(name));
        let on_arm = machine.is_some_and(|machine| machine.architectures.first().is_some_and(|name| name == "arm64"));
        let architecture = if on_arm { "arm64" } else { "amd64" };
        if let Some(image) = self.facts.components.default_image(self.kubernetes, architecture) {
            notes.fill(&mut spec.image, "image", image, "recommended by the channel");
        }
    }

    fn machine_type(&self, spec: &InstanceGroupSpec, role: Role) -> Option<&'static str> {
        let image = spec.image.as_ref().and_then(|name| self.facts.images.get(name));
        let architecture = image.map_or("x86_64", |image| image.architecture.as_str());
        let zones: BTreeSet<&str> =
            spec.subnets.iter().filter_map(|name| self.zones.get(name.as_str()).copied()).collect();
        default_machine_types(role).iter().copied().find(|name| {
            self.facts.machine_types.get(*name).is_some_and(|machine| {
                machine.architectures.iter().any(|name| name == architecture)
                    && !machine.missing_zones.iter().any(|zone| zones.contains(zone.as_str()))
            })
        })
    }

    /// Labels and taints of nodes with special hardware or runtimes, so that pods find them, and others do not.
    fn fill_marks(&self, spec: &mut InstanceGroupSpec, notes: &mut Notes<'_>) {
        let machine = first_machine_type(spec).and_then(|name| self.facts.machine_types.get(name));
        let gpu = machine.is_some_and(|machine| machine.gpu);
        if gpu && (self.nvidia || uses_nvidia(spec.containerd.as_ref())) {
            const RULE: &str = "the machines have GPUs";
            spec.node_labels.insert("kops.k8s.io/gpu".into(), "1".into());
            notes.note("nodeLabels[\"kops.k8s.io/gpu\"]", RULE);
            if !spec.taints.iter().any(|taint| taint.starts_with("nvidia.com/gpu")) {
                spec.taints.push("nvidia.com/gpu:NoSchedule".into());
                notes.note(format!("taints[{}]", spec.taints.len() - 1), RULE);
            }
        }
        let gvisor = spec.containerd.as_ref().and_then(|containerd| containerd.gvisor.as_ref());
        if gvisor.is_some_and(|gvisor| gvisor.enabled == Some(true)) {
            spec.node_labels.insert("kops.k8s.io/gvisor".into(), "1".into());
            notes.note("nodeLabels[\"kops.k8s.io/gvisor\"]", "the machines run gVisor");
        }
    }

    /// The kubelet is the cluster's with the group's over it; taints are those of both. The labels of roles are not added
    /// here: [`crate::model`] adds them where nodes are described.
    fn fill_kubelet(&self, spec: &mut InstanceGroupSpec, role: Role, notes: &mut Notes<'_>) {
        let base = if role == Role::Master { &self.masters } else { &self.others };
        let own = spec.kubelet.take();
        let mut taints: BTreeSet<String> =
            [&base.taints, &spec.taints, &self.others.taints].into_iter().flatten().cloned().collect();
        taints.extend(own.iter().flat_map(|kubelet| kubelet.taints.clone()));
        match role {
            Role::Master => taints.extend(["node-role.kubernetes.io/control-plane=:NoSchedule".to_owned()]),
            Role::ApiServer => taints.extend(["node-role.kubernetes.io/api-server=:NoSchedule".to_owned()]),
            Role::Node | Role::Bastion => {}
        }
        if spec.manager == Some(InstanceManager::Karpenter) {
            taints.extend(["karpenter.sh/unregistered=:NoExecute".to_owned()]);
        }
        let mut kubelet = match own {
            Some(own) => overlay(base, &own),
            None => {
                notes.note("kubelet", "the cluster's kubelet");
                base.clone()
            }
        };
        // kops reads the cluster's setting the wrong way round, so that it never let kubelets answer anybody. Clusters that
        // run with it must not open theirs.
        if base.anonymous_auth == Some(true) {
            kubelet.anonymous_auth = Some(false);
            notes.note("kubelet.anonymousAuth", "no kubelet answers everybody because its cluster says so");
        }
        kubelet.taints = taints.into_iter().collect();
        spec.kubelet = Some(kubelet);
    }
}

fn fill_sizes(spec: &mut InstanceGroupSpec, role: Role, notes: &mut Notes<'_>) {
    let (size, rule) = match role {
        Role::Master | Role::Bastion => (1, "one machine is the default of the role"),
        Role::Node | Role::ApiServer => (2, "two machines are the default of the role"),
    };
    // Karpenter decides itself how many machines it makes.
    if spec.manager == Some(InstanceManager::Karpenter) && matches!(role, Role::Node | Role::ApiServer) {
        return;
    }
    notes.set(&mut spec.min_size, "minSize", size, rule);
    notes.set(&mut spec.max_size, "maxSize", size, rule);
}

/// The names of the subnets of some types, in the order of the spec.
fn names(subnets: &[Subnet], types: &[SubnetType]) -> Vec<String> {
    let suits = |subnet: &&Subnet| subnet.r#type.is_some_and(|kind| types.contains(&kind));
    subnets.iter().filter(suits).filter_map(|subnet| subnet.name.clone()).collect()
}

/// The first of the types that a group lists.
fn first_machine_type(spec: &InstanceGroupSpec) -> Option<&str> {
    spec.machine_type.as_deref()?.split(',').next().map(str::trim)
}

fn uses_nvidia(containerd: Option<&Containerd>) -> bool {
    containerd.and_then(|containerd| containerd.nvidia_gpu.as_ref()).is_some_and(|nvidia| nvidia.enabled == Some(true))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::filled;
    use super::*;
    use crate::defaults::notes::Notes;

    /// The group's kubelet, where the cluster and the group say this of theirs.
    fn kubelet(of_cluster: &Value, of_group: Value) -> Kubelet {
        let full = filled(&json!({"kubelet": of_cluster}), &Facts::default());
        let spec = serde_json::from_value(json!({"role": "Node", "kubelet": of_group})).expect("a group");
        let mut group = InstanceGroup { spec, ..InstanceGroup::default() };
        let mut origins = BTreeMap::new();
        let reference = group.reference();
        Shared::of(&full.cluster, &Facts::default()).fill(&mut group, &mut Notes::new(reference, &mut origins));
        group.spec.kubelet.expect("a kubelet")
    }

    #[test]
    fn a_cluster_never_opens_the_kubelets_of_its_groups() {
        for (of_cluster, of_group, expected) in [
            (json!({}), json!({}), None),
            (json!({"anonymousAuth": false}), json!({}), Some(false)),
            (json!({"anonymousAuth": true}), json!({}), Some(false)),
            (json!({"anonymousAuth": true}), json!({"anonymousAuth": true}), Some(false)),
            (json!({"anonymousAuth": false}), json!({"anonymousAuth": true}), Some(true)),
        ] {
            let found = kubelet(&of_cluster, of_group.clone()).anonymous_auth;
            assert_eq!(found, expected, "{of_cluster} {of_group}");
        }
    }
}
