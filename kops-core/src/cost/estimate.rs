//! The costs of resources, and their sum.

use serde::{Deserialize, Serialize};

use super::{Monthly, Prices};
use crate::graph::{Graph, Ownership};
use crate::naming::paths;
use crate::resource::{
    AutoscalingGroup, ClassicLoadBalancer, EbsDevice, ElasticIp, Kind, LaunchTemplate, ManagedFile, NatGateway,
    NetworkLoadBalancer, OfKind, Ref, Resource, ResourceId, Volume,
};

/// What a cluster costs a month.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "CostEstimate"))]
#[non_exhaustive]
pub struct Estimate {
    /// The cluster's full name.
    pub cluster: String,
    /// The region of the cluster.
    pub region: String,
    /// The region that the prices are of.
    pub price_region: String,
    /// The month or day that the prices are of.
    pub price_date: String,
    /// Whether the prices apply in the region of the cluster.
    pub applies: bool,
    /// What costs something, in the order of resources.
    pub lines: Vec<Line>,
    /// The sum of the lines.
    pub total: Monthly,
    /// What has no price, and is not in the sum: what the table lacks, the volumes of warm pools, and instances that Karpenter starts.
    pub unpriced: Vec<String>,
}

/// What a resource costs a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "CostLine"))]
#[non_exhaustive]
pub struct Line {
    /// The resource.
    pub resource: ResourceId,
    /// What is paid for: `3 to 10 × t3.large, 128 GiB gp3`.
    pub what: String,
    /// What it costs.
    pub monthly: Monthly,
}

/// Estimates what the resources cost that a cluster owns: instances with their volumes and public addresses, etcd's volumes, NAT
/// gateways, elastic IPs and load balancers.
///
/// Traffic, the capacity units of load balancers, snapshots, logs and what pods create are not in it. Spot instances count as
/// on-demand ones, which is the most that they cost. Instances of Karpenter's groups, and the volumes that stopped instances of warm pools
/// keep, are not counted, as their number is not known.
pub fn estimate(graph: &Graph, prices: &Prices) -> Estimate {
    let (mut lines, mut unpriced) = (Vec::new(), Vec::new());
    for (id, node) in graph.nodes.iter().filter(|(_, node)| node.ownership == Ownership::Owned) {
        let template = template_of(graph, &node.resource);
        match Priced::of(prices, id, &node.resource, template) {
            Some(Priced { what, monthly: Ok(monthly) }) => lines.push(Line { resource: id.clone(), what, monthly }),
            Some(Priced { monthly: Err(missing), .. }) => unpriced.push(missing),
            None => {}
        }
    }
    Estimate {
        cluster: graph.cluster.clone(),
        region: graph.region.clone(),
        price_region: prices.region.clone(),
        price_date: prices.date.clone(),
        applies: prices.apply_in(&graph.region),
        total: lines.iter().map(|line| line.monthly).sum(),
        lines,
        unpriced,
    }
}

fn template_of<'a>(graph: &'a Graph, resource: &Resource) -> Option<&'a LaunchTemplate> {
    match AutoscalingGroup::of(resource).map(|group| &group.launch_template) {
        Some(Ref::Resource { id, .. }) => LaunchTemplate::of(&graph.nodes.get(id)?.resource),
        _ => None,
    }
}

/// A resource that costs something.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Priced {
    /// What is paid for.
    pub(crate) what: String,
    /// What it costs, or what there is no price for: ``instance type `m9.large` of autoscaling group nodes.demo.example.com``.
    pub(crate) monthly: Result<Monthly, String>,
}

impl Priced {
    /// What a resource costs, with the instances that Karpenter starts by it; none where it costs nothing. `template` is that of an
    /// autoscaling group.
    pub(crate) fn of(
        prices: &Prices,
        id: &ResourceId,
        resource: &Resource,
        template: Option<&LaunchTemplate>,
    ) -> Option<Self> {
        if let Some(group) = ManagedFile::of(resource).and_then(|file| paths::group_of_boot_script(&file.key)) {
            let missing = format!("instances that Karpenter starts for group `{group}`");
            return Some(Self { what: "instances".into(), monthly: Err(missing) });
        }
        let Self { what, monthly } = Self::of_kind(prices, resource, template)?;
        let monthly = monthly.map_err(|missing| format!("{missing} of {} {}", id.kind.title(), id.name));
        Some(Self { what, monthly })
    }

    /// What a resource of AWS costs, or what of it the table has no price for.
    fn of_kind(prices: &Prices, resource: &Resource, template: Option<&LaunchTemplate>) -> Option<Self> {
        let hours = |price: f64, number: usize, what: String| {
            let cents = Prices::monthly(price, i64::try_from(number).unwrap_or(i64::MAX));
            Some(Self { what, monthly: Ok(fixed(cents)) })
        };
        match resource.kind() {
            Kind::NatGateway => {
                NatGateway::of(resource).and_then(|_| hours(prices.nat_gateway_hour, 1, "hours".into()))
            }
            Kind::ElasticIp => {
                ElasticIp::of(resource).and_then(|_| hours(prices.public_ipv4_hour, 1, "public IPv4 address".into()))
            }
            Kind::NetworkLoadBalancer => {
                let found = NetworkLoadBalancer::of(resource)?;
                Some(balancer(prices, prices.network_load_balancer_hour, found.internal, found.subnets.len()))
            }
            Kind::ClassicLoadBalancer => {
                let found = ClassicLoadBalancer::of(resource)?;
                Some(balancer(prices, prices.classic_load_balancer_hour, found.internal, found.subnets.len()))
            }
            Kind::Volume => {
                let Volume { volume_type, size_gib, iops, throughput, .. } = Volume::of(resource)?;
                let price = prices.volume(volume_type, *size_gib, *iops, *throughput);
                let missing = || format!("volume type `{volume_type}`");
                Some(Self {
                    what: format!("{size_gib} GiB {volume_type}"),
                    monthly: price.map(fixed).ok_or_else(missing),
                })
            }
            Kind::WarmPool => {
                let missing = "volumes of stopped instances".to_owned();
                Some(Self { what: "stopped instances".to_owned(), monthly: Err(missing) })
            }
            Kind::AutoscalingGroup => Some(Group { group: AutoscalingGroup::of(resource)?, template }.priced(prices)),
            _ => None,
        }
    }
}

/// A load balancer, with a public address in each of its subnets where it faces the internet.
fn balancer(prices: &Prices, hour: f64, internal: bool, subnets: usize) -> Priced {
    let addresses = if internal { 0 } else { subnets };
    let public = i64::try_from(addresses).unwrap_or(i64::MAX);
    let cents = Prices::monthly(hour, 1) + Prices::monthly(prices.public_ipv4_hour, public);
    let what = match addresses {
        0 => "hours".to_owned(),
        1 => "hours, 1 public IPv4 address".to_owned(),
        number => format!("hours, {number} public IPv4 addresses"),
    };
    Priced { what, monthly: Ok(fixed(cents)) }
}

fn fixed(cents: f64) -> Monthly {
    let cents = cents.round() as i64;
    Monthly { low_cents: cents, high_cents: cents }
}

/// An autoscaling group with its launch template.
struct Group<'a> {
    group: &'a AutoscalingGroup,
    template: Option<&'a LaunchTemplate>,
}

impl Group<'_> {
    fn priced(&self, prices: &Prices) -> Priced {
        let types = self.types();
        let (min, max) = (i64::from(self.group.min_size), i64::from(self.group.max_size));
        let number = if min == max { min.to_string() } else { format!("{min} to {max}") };
        let devices = self.template.map(|template| template.block_devices.as_slice()).unwrap_or_default();
        let volumes: Vec<&EbsDevice> = devices.iter().filter_map(|device| device.ebs.as_ref()).collect();
        let mut what = format!("{number} × {}", types.join(" or "));
        for volume in &volumes {
            what.push_str(&format!(", {} GiB {}", volume.size_gib.unwrap_or_default(), kind(volume)));
        }
        let public = self.template.is_some_and(|template| template.associate_public_ip == Some(true));
        if public {
            what.push_str(", public IPv4 address");
        }
        let each = (|| {
            let known = types
                .iter()
                .map(|name| prices.instances.get(*name).copied().ok_or_else(|| format!("instance type `{name}`")));
            let hourly = known.collect::<Result<Vec<f64>, String>>()?;
            let (low, high) =
                hourly.iter().fold((f64::INFINITY, 0.0_f64), |(low, high), price| (low.min(*price), high.max(*price)));
            if hourly.is_empty() {
                return Err("instance types that requirements choose".to_owned());
            }
            let address = if public { prices.public_ipv4_hour } else { 0.0 };
            let mut disks = 0.0;
            for volume in volumes {
                let price =
                    prices.volume(kind(volume), volume.size_gib.unwrap_or_default(), volume.iops, volume.throughput);
                disks += price.ok_or_else(|| format!("volume type `{}`", kind(volume)))?;
            }
            let month = |hourly: f64, number: i64| {
                (Prices::monthly(hourly + address, number) + disks * number as f64).round() as i64
            };
            Ok(Monthly { low_cents: month(low, min), high_cents: month(high, max) })
        })();
        Priced { what, monthly: each }
    }

    /// The instance types that it may run.
    fn types(&self) -> Vec<&str> {
        match &self.group.mixed_instances {
            Some(mixed) if !mixed.overrides.is_empty() => {
                mixed.overrides.iter().filter_map(|choice| choice.instance_type.as_deref()).collect()
            }
            _ => self.template.map(|template| template.instance_type.as_str()).into_iter().collect(),
        }
    }
}

/// The type of a volume; that of EC2 where none is given.
fn kind(volume: &EbsDevice) -> &str {
    volume.volume_type.as_deref().unwrap_or("gp2")
}
