//! The account, the components and the clock of all cases, as the conformance data writes them.

use std::collections::BTreeMap;

use kops_core::create::{self, ClusterOptions};
use kops_core::facts::{
    self, Asset, Bucket, Components, Facts, HostedZone, Image, MachineType, NatGatewayFacts, NetworkFacts,
    RouteTableFacts, SubnetFacts, VpcFacts,
};
use kops_core::spec::Spec;
use serde::Deserialize;

use super::case::MEMORY_BUCKET;

/// The environment of all cases.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Environment {
    pub(crate) region: String,
    partition: String,
    account_id: String,
    availability_zones: Vec<String>,
    node_components: NodeComponents,
    images: Vec<Image>,
    instance_type_defaults: InstanceType,
    instance_types: BTreeMap<String, InstanceType>,
    hosted_zones: Vec<HostedZone>,
    existing: Existing,
    for_create_cases: Network,
}

/// The network of the cases of `create cluster`.
#[derive(Clone, Debug, Deserialize)]
struct Network {
    vpc: Vpc,
    subnets: Vec<Subnet>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct NodeComponents {
    kops_version: String,
    nodeup: BTreeMap<String, Asset>,
}

/// An instance type; what is unset is as in the defaults.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct InstanceType {
    architectures: Vec<String>,
    vcpus: Option<u32>,
    #[serde(rename = "memoryMiB")]
    memory_mib: Option<u64>,
    max_network_interfaces: Option<u32>,
    ipv4_addresses_per_interface: Option<u32>,
    instance_storage: Vec<Disks>,
    gpu: bool,
}

/// Disks that come with a machine.
#[derive(Clone, Debug, Deserialize)]
struct Disks {
    count: usize,
    #[serde(rename = "sizeGB")]
    size_gb: u32,
}

/// Networks that exist.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Existing {
    vpcs: Vec<Vpc>,
    subnets: Vec<Subnet>,
    nat_gateways: Vec<NatGateway>,
    elastic_ips: Vec<ElasticIp>,
    internet_gateways: Vec<Gateway>,
    egress_only_internet_gateways: Vec<Gateway>,
    route_tables: Vec<RouteTable>,
}

#[derive(Clone, Debug, Deserialize)]
struct Vpc {
    id: String,
    cidr: String,
    #[serde(default)]
    tags: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Deserialize)]
struct Subnet {
    id: String,
    vpc: String,
    zone: String,
    cidr: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct NatGateway {
    id: String,
    subnet: String,
    elastic_ip: String,
}

#[derive(Clone, Debug, Deserialize)]
struct ElasticIp {
    id: String,
    address: String,
}

#[derive(Clone, Debug, Deserialize)]
struct Gateway {
    id: String,
    vpc: String,
}

#[derive(Clone, Debug, Deserialize)]
struct RouteTable {
    id: String,
    vpc: String,
    subnets: Vec<String>,
}

impl Environment {
    /// Returns what a spec needs to know.
    pub(crate) fn facts(&self, spec: &Spec) -> Facts {
        let images = facts::query(spec, &Components::built_in()).images.into_iter();
        let machine_types = self.instance_types.iter();
        Facts {
            region: self.region.clone(),
            partition: self.partition.clone(),
            account_id: self.account_id.clone(),
            zones: self.availability_zones.clone(),
            machine_types: machine_types.map(|(name, machine)| (name.clone(), self.machine_type(machine))).collect(),
            images: images.filter_map(|name| Some((name.clone(), self.image(&name)?.clone()))).collect(),
            hosted_zones: self.hosted_zones.clone(),
            network: self.existing.facts_of(spec),
            components: Components {
                kops_version: self.node_components.kops_version.clone(),
                nodeup: self.node_components.nodeup.clone(),
                // The release of the cases is made up and older than their clusters, so that kops rendered them with
                // KOPS_RUN_TOO_NEW_VERSION.
                run_too_new_version: true,
                ..Components::built_in()
            },
            buckets: BTreeMap::from([(
                MEMORY_BUCKET.to_owned(),
                Bucket { region: self.region.clone(), ..Bucket::default() },
            )]),
            published_addons: None,
            stored_addons: BTreeMap::new(),
            api_addresses: Some(Vec::new()),
            simulated: false,
            image_digests: BTreeMap::new(),
            file_hashes: BTreeMap::new(),
            public_buckets: BTreeMap::new(),
            instance_profile_roles: BTreeMap::new(),
            published_hashes: BTreeMap::new(),
            now: 0,
        }
    }

    /// Returns what options of `create cluster` need to know.
    pub(crate) fn facts_to_create(&self, options: &ClusterOptions) -> Facts {
        let Network { vpc, subnets } = &self.for_create_cases;
        let network = NetworkFacts {
            vpcs: BTreeMap::from([(vpc.id.clone(), vpc.facts())]),
            subnets: subnets.iter().map(|subnet| (subnet.id.clone(), subnet.facts())).collect(),
            ..NetworkFacts::default()
        };
        let facts = Facts { network, ..self.facts(&Spec::default()) };
        let images = create::query(options, &facts).images.into_iter();
        Facts { images: images.filter_map(|name| Some((name.clone(), self.image(&name)?.clone()))).collect(), ..facts }
    }

    fn machine_type(&self, machine: &InstanceType) -> MachineType {
        let defaults = &self.instance_type_defaults;
        let disks = machine.instance_storage.iter();
        MachineType {
            architectures: machine.architectures.clone(),
            vcpus: machine.vcpus.or(defaults.vcpus).unwrap_or_default(),
            memory_mib: machine.memory_mib.or(defaults.memory_mib).unwrap_or_default(),
            instance_storage_gb: disks.flat_map(|disks| std::iter::repeat_n(disks.size_gb, disks.count)).collect(),
            gpu: machine.gpu,
            network_interfaces: machine.max_network_interfaces.or(defaults.max_network_interfaces).unwrap_or_default(),
            ipv4_per_interface: machine
                .ipv4_addresses_per_interface
                .or(defaults.ipv4_addresses_per_interface)
                .unwrap_or_default(),
            missing_zones: Vec::new(),
        }
    }

    /// Finds an image by its id, or by its owner and name: `ubuntu/images/…`.
    fn image(&self, name: &str) -> Option<&Image> {
        let owned = name.split_once('/').map(|(owner, name)| (facts::image_owner(owner), name));
        self.images.iter().find(|image| image.id == name || owned == Some((&image.owner, &image.name)))
    }
}

impl Existing {
    /// What a case has of it: the environment of all cases has subnets where others of them make their own.
    fn facts_of(&self, spec: &Spec) -> NetworkFacts {
        let mut facts = self.facts();
        let is_named = |id: &String| spec.cluster.spec.subnets.iter().any(|subnet| subnet.id.as_ref() == Some(id));
        facts.subnets.retain(|id, _| is_named(id));
        facts
    }

    fn facts(&self) -> NetworkFacts {
        let vpc_of = |subnet: &str| self.subnets.iter().find(|found| found.id == subnet).map(|found| found.vpc.clone());
        NetworkFacts {
            vpcs: self.vpcs.iter().map(|vpc| (vpc.id.clone(), vpc.facts())).collect(),
            subnets: self.subnets.iter().map(|subnet| (subnet.id.clone(), subnet.facts())).collect(),
            nat_gateways: self
                .nat_gateways
                .iter()
                .map(|gateway| (gateway.id.clone(), gateway.facts(vpc_of(&gateway.subnet).unwrap_or_default())))
                .collect(),
            elastic_ips: self.elastic_ips.iter().map(|ip| (ip.id.clone(), ip.address.clone())).collect(),
            internet_gateways: vpcs_by_gateway(&self.internet_gateways),
            egress_only_internet_gateways: vpcs_by_gateway(&self.egress_only_internet_gateways),
            route_tables: self.route_tables.iter().map(|table| (table.id.clone(), table.facts())).collect(),
        }
    }
}

fn vpcs_by_gateway(gateways: &[Gateway]) -> BTreeMap<String, String> {
    gateways.iter().map(|gateway| (gateway.id.clone(), gateway.vpc.clone())).collect()
}

impl Vpc {
    fn facts(&self) -> VpcFacts {
        VpcFacts { cidr: self.cidr.clone(), dns_support: true, tags: self.tags.clone(), ..VpcFacts::default() }
    }
}

impl Subnet {
    fn facts(&self) -> SubnetFacts {
        SubnetFacts {
            vpc: self.vpc.clone(),
            zone: self.zone.clone(),
            cidr: self.cidr.clone(),
            ..SubnetFacts::default()
        }
    }
}

impl NatGateway {
    fn facts(&self, vpc: String) -> NatGatewayFacts {
        NatGatewayFacts { vpc, subnet: self.subnet.clone(), elastic_ip: self.elastic_ip.clone() }
    }
}

impl RouteTable {
    fn facts(&self) -> RouteTableFacts {
        RouteTableFacts { vpc: self.vpc.clone(), subnets: self.subnets.clone() }
    }
}
