//! What an account would tell of what specs name, assumed without asking it.

use std::iter::successors;

use ipnet::Ipv4Net;

use super::{
    Components, Facts, FactsQuery, HostedZone, Image, NatGatewayFacts, NetworkFacts, SubnetFacts, VpcFacts, query,
};
use crate::spec::{DnsType, Spec};

/// The prefix length of the largest CIDR that a VPC can have.
const LARGEST_VPC: u8 = 16;
/// The CIDR of a VPC of which nothing is known.
const UNKNOWN_VPC: &str = "10.0.0.0/16";

impl Facts {
    /// Returns what is known of a spec's region, and for everything that the spec names in the account what it is most likely to
    /// be: images have their name for an id, hosted zones and shared networks are what the spec says of them.
    ///
    /// Nothing that comes of them can be applied. They are for comparing two specs: what is assumed of both makes no
    /// difference.
    ///
    /// ```
    /// use kops_core::{Spec, facts::Facts};
    ///
    /// let text = include_str!("../../../examples/fairwinds/cluster_spec.yml");
    /// let facts = Facts::assumed(&Spec::from_yaml("cluster_spec.yml", text)?);
    /// assert!(facts.network.vpcs.contains_key("vpc-0a1b2c3d4e5f60718"));
    /// # Ok::<(), kops_core::Error>(())
    /// ```
    pub fn assumed(spec: &Spec) -> Self {
        Self::assumed_in(spec, &Components::built_in())
    }

    /// As [`Facts::assumed`], with the images that the channel of the cluster recommends.
    pub(crate) fn assumed_in(spec: &Spec, components: &Components) -> Self {
        let wanted = query(spec, components);
        let known = Self::built_in(spec.region().unwrap_or_default());
        Self {
            images: wanted.images.iter().map(|name| (name.clone(), image(name))).collect(),
            hosted_zones: wanted.dns_zones.iter().map(|name| hosted_zone(name, spec)).collect(),
            network: network(spec, &wanted),
            simulated: true,
            ..known
        }
    }

    /// Adds what these facts lack of images, instance types, hosted zones and networks, as others have it.
    #[must_use]
    pub fn with(mut self, other: Self) -> Self {
        // A zone that is assumed has its name for an id.
        let missing =
            |zone: &HostedZone| !self.hosted_zones.iter().any(|known| known.id == zone.id || known.name == zone.id);
        let zones: Vec<_> = other.hosted_zones.into_iter().filter(missing).collect();
        self.hosted_zones.extend(zones);
        macro_rules! add {
            ($($field:ident).+) => {
                for (name, value) in other.$($field).+ {
                    self.$($field).+.entry(name).or_insert(value);
                }
            };
        }
        add!(images);
        add!(machine_types);
        add!(instance_profile_roles);
        add!(network.vpcs);
        add!(network.subnets);
        add!(network.nat_gateways);
        add!(network.elastic_ips);
        add!(network.internet_gateways);
        add!(network.egress_only_internet_gateways);
        add!(network.route_tables);
        self
    }
}

/// The smallest CIDR that a VPC with all subnets of a spec can have.
fn cidr_of_vpc(spec: &Spec) -> String {
    let given = spec.cluster.spec.subnets.iter().filter_map(|subnet| subnet.cidr.as_deref()?.parse::<Ipv4Net>().ok());
    let given: Vec<Ipv4Net> = given.collect();
    let covers = |net: &Ipv4Net| given.iter().all(|subnet| net.contains(subnet));
    let above = |net: &Ipv4Net| net.supernet().filter(|net| net.prefix_len() >= LARGEST_VPC);
    let covering = given.first().and_then(|first| successors(Some(*first), above).find(covers));
    covering.map_or_else(|| UNKNOWN_VPC.to_owned(), |net| net.to_string())
}

fn image(name: &str) -> Image {
    let on_arm = ["arm64", "aarch64"].iter().any(|word| name.contains(word));
    let (owner, own_name) = name.split_once('/').unwrap_or_default();
    Image {
        id: name.to_owned(),
        name: own_name.to_owned(),
        owner: owner.to_owned(),
        architecture: if on_arm { "arm64" } else { "x86_64" }.to_owned(),
        root_device_name: "/dev/sda1".to_owned(),
        creation_date: String::new(),
    }
}

fn hosted_zone(wanted: &str, spec: &Spec) -> HostedZone {
    let cluster = &spec.cluster.spec;
    let dns = cluster.topology.as_ref().and_then(|topology| topology.dns.as_ref()).and_then(|dns| dns.r#type);
    let private = dns == Some(DnsType::Private);
    let name = wanted.trim_end_matches('.');
    // An id has no dot.
    let name = if name.contains('.') { name } else { spec.cluster.name() };
    HostedZone {
        id: wanted.trim_start_matches("/hostedzone/").to_owned(),
        name: name.to_owned(),
        private,
        vpcs: cluster.network_id.iter().filter(|_| private).cloned().collect(),
    }
}

fn network(spec: &Spec, wanted: &FactsQuery) -> NetworkFacts {
    let cluster = &spec.cluster.spec;
    let vpc = cluster.network_id.clone().unwrap_or_default();
    let mut network = NetworkFacts::default();
    for id in &wanted.vpcs {
        let facts = VpcFacts {
            cidr: cluster.network_cidr.clone().unwrap_or_else(|| cidr_of_vpc(spec)),
            additional_cidrs: cluster.additional_network_cidrs.clone(),
            dns_support: true,
            ..VpcFacts::default()
        };
        network.vpcs.insert(id.clone(), facts);
        network.internet_gateways.insert(format!("internet gateway of {id}"), id.clone());
        network.egress_only_internet_gateways.insert(format!("egress-only internet gateway of {id}"), id.clone());
    }
    for subnet in &cluster.subnets {
        let Some(id) = subnet.id.clone().filter(|id| !id.is_empty()) else { continue };
        let facts = SubnetFacts {
            vpc: vpc.clone(),
            zone: subnet.zone.clone().unwrap_or_default(),
            cidr: subnet.cidr.clone().unwrap_or_default(),
            ipv6_cidr: subnet.ipv6_cidr.clone(),
            ..SubnetFacts::default()
        };
        network.subnets.insert(id, facts);
    }
    for id in &wanted.nat_gateways {
        let facts = NatGatewayFacts { vpc: vpc.clone(), ..NatGatewayFacts::default() };
        network.nat_gateways.insert(id.clone(), facts);
    }
    for id in &wanted.elastic_ips {
        let (id, address) = match id.starts_with("eipalloc-") {
            true => (id.clone(), format!("address of {id}")),
            false => (format!("allocation of {id}"), id.clone()),
        };
        network.elastic_ips.insert(id, address);
    }
    network
}
