//! The instance groups of a new cluster.

use super::MOST_CONTROL_PLANE_NODES;
use super::network::Network;
use super::options::{ClusterOptions, NetworkTopology};
use crate::naming::tags;
use crate::spec::{
    InstanceGroup, InstanceGroupSpec, InstanceManager, MixedInstancesPolicy, ObjectMeta, Role, SubnetType,
};

pub(super) struct Groups<'a> {
    pub(super) options: &'a ClusterOptions,
    pub(super) network: &'a Network,
}

impl Groups<'_> {
    pub(super) fn all(&self) -> Vec<InstanceGroup> {
        let options = self.options;
        let mut groups = self.control_plane();
        if let Some(count) = options.api_server_count {
            groups.extend(self.spread(
                "apiserver-",
                count,
                |subnets| subnets.to_vec(),
                |spec| {
                    spec.role = Some(Role::ApiServer);
                },
            ));
        }
        groups.extend(self.nodes());
        if options.bastion && self.is_private() {
            let of_type = |kind| self.subnets(|other| other == kind);
            groups.push(group("bastions".to_owned(), |spec| {
                spec.role = Some(Role::Bastion);
                (spec.min_size, spec.max_size) = (Some(1), Some(1));
                spec.image = options.bastion_image.clone();
                spec.subnets = of_type(SubnetType::DualStack);
            }));
        }
        for group in &mut groups {
            let spec = &mut group.spec;
            spec.image = spec.image.take().or_else(|| options.image.clone());
            spec.associate_public_ip = options.associate_public_ip;
            if spec.subnets.is_empty() {
                let beside = [SubnetType::DualStack, SubnetType::Utility];
                spec.subnets = self.subnets(|kind| !beside.contains(&kind));
            }
        }
        groups
    }

    /// One group for each control-plane node, over the zones in turn: a volume of etcd stays in its zone.
    fn control_plane(&self) -> Vec<InstanceGroup> {
        let options = self.options;
        let given = &options.control_plane_zones;
        let zones = if given.is_empty() { &options.zones } else { given };
        // More are refused.
        let wanted = options.control_plane_count.map(|count| count.min(MOST_CONTROL_PLANE_NODES));
        let count = wanted.map_or(given.len().max(1), |count| count as usize);
        let prefix = match options.ipv6 && self.is_private() {
            true => "dualstack-",
            false => "",
        };
        let one = |(number, zone): (usize, &String)| {
            let name = match count > zones.len() {
                true => format!("control-plane-{zone}-{}", number / zones.len() + 1),
                false => format!("control-plane-{zone}"),
            };
            group(name, |spec| {
                spec.role = Some(Role::Master);
                (spec.min_size, spec.max_size) = (Some(1), Some(1));
                let main = self.network.of_zone.get(zone).and_then(|subnets| subnets.first());
                spec.subnets = main.map(|subnet| format!("{prefix}{subnet}")).into_iter().collect();
                sizes(spec, &options.control_plane_sizes);
                spec.image = options.control_plane_image.clone();
                spec.tenancy = options.control_plane_tenancy.clone();
                spec.additional_security_groups = options.control_plane_security_groups.clone();
                spec.root_volume_size = options.control_plane_volume_size;
                spec.root_volume_type = options.control_plane_volume_type.clone();
            })
        };
        zones.iter().cycle().take(count).enumerate().map(one).collect()
    }

    fn nodes(&self) -> Vec<InstanceGroup> {
        let options = self.options;
        let set = |spec: &mut InstanceGroupSpec| {
            spec.role = Some(Role::Node);
            sizes(spec, &options.node_sizes);
            spec.image = options.node_image.clone();
            spec.tenancy = options.node_tenancy.clone();
            spec.additional_security_groups = options.node_security_groups.clone();
            spec.root_volume_size = options.node_volume_size;
            spec.root_volume_type = options.node_volume_type.clone();
        };
        if options.instance_manager == Some(InstanceManager::Karpenter) {
            return vec![group("nodes".to_owned(), |spec| {
                set(spec);
                spec.manager = Some(InstanceManager::Karpenter);
                spec.min_size = options.node_count.map(size);
            })];
        }
        let zones = u32::try_from(options.zones.len()).unwrap_or(u32::MAX);
        let count = options.node_count.unwrap_or(zones);
        // Where a zone has several subnets, that of the VPC's first CIDR is left to the control plane.
        let subnets = |subnets: &[String]| if subnets.len() > 1 { subnets[1..].to_vec() } else { subnets.to_vec() };
        self.spread("nodes-", count, subnets, set)
    }

    /// One group for each zone; the first ones have a node more where the number cannot be divided.
    fn spread(
        &self,
        prefix: &str,
        count: u32,
        subnets: impl Fn(&[String]) -> Vec<String>,
        set: impl Fn(&mut InstanceGroupSpec),
    ) -> Vec<InstanceGroup> {
        let zones = &self.options.zones;
        let share = |place: usize| {
            let (place, zones) =
                (u32::try_from(place).unwrap_or(u32::MAX), u32::try_from(zones.len()).unwrap_or(u32::MAX));
            count / zones + u32::from(place < count % zones)
        };
        let one = |(place, zone): (usize, &String)| {
            group(format!("{prefix}{zone}"), |spec| {
                set(spec);
                (spec.min_size, spec.max_size) = (Some(size(share(place))), Some(size(share(place))));
                spec.subnets = self.network.of_zone.get(zone).map(|names| subnets(names)).unwrap_or_default();
            })
        };
        zones.iter().enumerate().map(one).collect()
    }

    fn is_private(&self) -> bool {
        self.options.network_topology() == NetworkTopology::Private
    }

    /// The names of subnets by their type.
    fn subnets(&self, suits: impl Fn(SubnetType) -> bool) -> Vec<String> {
        let suiting = self.network.subnets.iter().filter(|subnet| subnet.r#type.is_some_and(&suits));
        suiting.filter_map(|subnet| subnet.name.clone()).collect()
    }
}

fn group(name: String, set: impl FnOnce(&mut InstanceGroupSpec)) -> InstanceGroup {
    let mut spec = InstanceGroupSpec::default();
    set(&mut spec);
    spec.node_labels.insert(tags::INSTANCE_GROUP.to_owned(), name.clone());
    InstanceGroup { metadata: ObjectMeta::named(name), spec }
}

fn size(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// The first instance type; where there are several, they are mixed.
fn sizes(spec: &mut InstanceGroupSpec, types: &[String]) {
    spec.machine_type = types.first().cloned();
    if types.len() > 1 {
        spec.mixed_instances_policy =
            Some(MixedInstancesPolicy { instances: types.to_vec(), ..MixedInstancesPolicy::default() });
    }
}
