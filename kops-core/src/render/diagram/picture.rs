//! What a picture shows, before anything has a place: zones as columns, tiers of subnets as rows, and what is in them.

use std::collections::{BTreeMap, BTreeSet};

use super::known::{Mark, Resources};
use crate::graph::Graph;
use crate::naming::{Role, tags};
use crate::plan::Plan;
use crate::resource::{
    AutoscalingGroup, ClassicLoadBalancer, DnsRecord, EgressOnlyInternetGateway, InternetGateway, Kind, LaunchTemplate,
    Listener, NatGateway, NetworkLoadBalancer, Ref, ResourceId, Route, RouteTableAssociation, RouteTarget, Subnet, Vpc,
};
use crate::spec::{self, InstanceManager, Spec, SubnetType};

const INTERNET_GATEWAY: &str = "internet gateway";
const EGRESS_ONLY: &str = "egress-only internet gateway";

/// A cluster as it is drawn.
#[derive(Debug, Default)]
pub(super) struct Picture {
    pub(super) title: String,
    pub(super) subtitle: String,
    pub(super) network: Item,
    /// What leads out of the network and is in no subnet that is drawn.
    pub(super) gateways: Vec<(ResourceId, Item)>,
    pub(super) entrances: Vec<Entrance>,
    /// The availability zones, sorted.
    pub(super) zones: Vec<String>,
    pub(super) tiers: Vec<Tier>,
    /// Whether a plan marks what changes.
    pub(super) marked: bool,
}

/// Something with a name and a few words about it.
#[derive(Clone, Debug, Default)]
pub(super) struct Item {
    pub(super) name: String,
    pub(super) detail: String,
    pub(super) mark: Mark,
    pub(super) shared: bool,
}

/// A row of subnets, at most one in each zone.
#[derive(Debug)]
pub(super) struct Tier {
    pub(super) kind: SubnetType,
    /// By the index of the zone.
    pub(super) subnets: BTreeMap<usize, Place>,
    pub(super) bars: Vec<Bar>,
}

/// A subnet.
#[derive(Debug)]
pub(super) struct Place {
    id: ResourceId,
    pub(super) item: Item,
    /// What leads out of it, as far as that is known: one, or one for each family of addresses.
    pub(super) egress: Vec<Egress>,
}

/// What leads out of a subnet.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Egress {
    /// `NAT gateway us-east-2a`.
    pub(super) name: String,
    /// Whether it is for IPv6 alone.
    pub(super) only_ipv6: bool,
    pub(super) gateway: Option<ResourceId>,
}

/// Something in the subnets of one or more zones.
#[derive(Debug)]
pub(super) struct Bar {
    pub(super) id: ResourceId,
    pub(super) kind: BarKind,
    pub(super) item: Item,
    /// The indices of its zones.
    pub(super) zones: BTreeSet<usize>,
    /// The smallest and largest number of instances.
    pub(super) size: (i64, i64),
}

/// What is in subnets, in the order in which it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum BarKind {
    LoadBalancer,
    NatGateway,
    ControlPlane,
    ApiServer,
    Bastion,
    Node,
}

impl From<Role> for BarKind {
    fn from(role: Role) -> Self {
        match role {
            Role::Master => Self::ControlPlane,
            Role::ApiServer => Self::ApiServer,
            Role::Bastion => Self::Bastion,
            Role::Node => Self::Node,
        }
    }
}

/// How clients get in.
#[derive(Debug)]
pub(super) struct Entrance {
    pub(super) item: Item,
    /// The load balancer; none where clients reach instances.
    pub(super) load_balancer: Option<ResourceId>,
    /// The autoscaling groups behind it.
    pub(super) groups: BTreeSet<ResourceId>,
}

/// Collects what there is to draw.
pub(super) fn draw(graph: &Graph, spec: &Spec, plan: Option<&Plan>) -> Picture {
    let resources = Resources::of(graph, plan);
    let mut zones: Vec<String> = resources.of_kind().map(|(_, _, subnet)| zone(subnet)).collect();
    zones.sort();
    zones.dedup();
    let mut picture = Picture {
        title: graph.cluster.clone(),
        subtitle: subtitle(graph, spec),
        marked: plan.is_some(),
        zones,
        ..Picture::default()
    };
    let drawing = Drawing { resources: &resources, spec, cluster: &graph.cluster };
    picture.network = drawing.network();
    picture.tiers = drawing.tiers(&picture.zones);
    let bars = [drawing.load_balancers(), drawing.nat_gateways(), drawing.groups(), drawing.groups_of_karpenter()];
    for (bar, subnets) in bars.into_iter().flatten() {
        picture.gateways.extend(place(&mut picture.tiers, bar, &subnets));
    }
    for tier in &mut picture.tiers {
        tier.bars.sort_by(|a, b| {
            (a.kind, a.item.mark == Mark::None, &a.item.name).cmp(&(b.kind, b.item.mark == Mark::None, &b.item.name))
        });
    }
    picture.gateways.splice(0..0, drawing.internet_gateways());
    picture.entrances = drawing.entrances();
    picture
}

fn subtitle(graph: &Graph, spec: &Spec) -> String {
    let version = spec.cluster.spec.kubernetes_version.as_ref().map(|version| format!("Kubernetes {version}"));
    let account = Some(format!("account {}", graph.account)).filter(|_| !graph.account.is_empty());
    let parts = [version, Some(graph.region.clone()), account];
    parts.into_iter().flatten().collect::<Vec<_>>().join("  ·  ")
}

fn zone(subnet: &Subnet) -> String {
    subnet.zone.clone().unwrap_or_else(|| "unknown zone".to_owned())
}

/// Puts a bar into every tier that has a subnet of it. One that has no place becomes a gateway.
fn place(tiers: &mut [Tier], bar: Bar, subnets: &BTreeSet<ResourceId>) -> Option<(ResourceId, Item)> {
    let mut placed = false;
    for tier in tiers {
        let zones = tier.subnets.iter().filter(|(_, place)| subnets.contains(&place.id)).map(|(zone, _)| *zone);
        let zones: BTreeSet<usize> = zones.collect();
        if !zones.is_empty() {
            tier.bars.push(Bar { id: bar.id.clone(), item: bar.item.clone(), zones, ..bar });
            placed = true;
        }
    }
    (!placed).then(|| {
        let name = match bar.kind {
            BarKind::NatGateway => format!("NAT gateway {}", bar.item.name),
            _ => bar.item.name,
        };
        (bar.id, Item { name, detail: String::new(), ..bar.item })
    })
}

/// What every part of a picture is made from.
struct Drawing<'a> {
    resources: &'a Resources<'a>,
    spec: &'a Spec,
    cluster: &'a str,
}

type Placed = Vec<(Bar, BTreeSet<ResourceId>)>;

impl Drawing<'_> {
    /// A name without that of the cluster.
    fn short<'n>(&self, name: &'n str) -> &'n str {
        name.strip_suffix(self.cluster).and_then(|rest| rest.strip_suffix('.')).unwrap_or(name)
    }

    fn item(&self, id: &ResourceId, name: impl Into<String>, detail: impl Into<String>) -> Item {
        let known = self.resources.get(id);
        Item {
            name: name.into(),
            detail: detail.into(),
            mark: known.map_or(Mark::None, |known| known.mark),
            shared: known.is_some_and(|known| known.shared),
        }
    }

    fn network(&self) -> Item {
        let mut networks = self.resources.of_kind::<Vpc>();
        let given = self.spec.cluster.spec.network_id.as_deref();
        networks.next().map_or_else(Item::default, |(id, _, vpc)| {
            let name = format!("VPC {}", given.unwrap_or(&id.name));
            self.item(id, name, vpc.cidr.as_deref().unwrap_or_default())
        })
    }

    fn tiers(&self, zones: &[String]) -> Vec<Tier> {
        let mut tiers: BTreeMap<(usize, usize), Tier> = BTreeMap::new();
        for (id, _, subnet) in self.resources.of_kind::<Subnet>() {
            let Some(column) = zones.iter().position(|known| *known == zone(subnet)) else { continue };
            let kind = self.subnet_type(id, subnet);
            let rank = [SubnetType::Utility, SubnetType::Public, SubnetType::DualStack, SubnetType::Private];
            let rank = rank.iter().position(|known| *known == kind).unwrap_or_default();
            let taken =
                |depth: &usize| tiers.get(&(rank, *depth)).is_some_and(|tier| tier.subnets.contains_key(&column));
            let depth = (0..).find(|depth| !taken(depth)).unwrap_or_default();
            let ranges = [&subnet.cidr, &subnet.ipv6_cidr];
            let ranges = ranges.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join("  ");
            let (egress, rerouted) = self.egress(id);
            let mut item = self.item(id, self.short(&id.name), ranges);
            if rerouted && item.mark == Mark::None {
                item.mark = Mark::Changed;
            }
            let tier = tiers.entry((rank, depth));
            let tier = tier.or_insert_with(|| Tier { kind, subnets: BTreeMap::new(), bars: Vec::new() });
            tier.subnets.insert(column, Place { id: id.clone(), item, egress });
        }
        tiers.into_values().collect()
    }

    /// The type in the spec, or where a subnet has left it the one that its tags say.
    fn subnet_type(&self, id: &ResourceId, subnet: &Subnet) -> SubnetType {
        let types = [SubnetType::Utility, SubnetType::Private, SubnetType::DualStack];
        let tag = subnet.tags.as_ref().and_then(|tags| tags.get(tags::SUBNET_TYPE));
        let tagged = || types.into_iter().find(|known| tag.is_some_and(|tag| *tag == known.to_string()));
        self.given(id).and_then(|given| given.r#type).or_else(tagged).unwrap_or(SubnetType::Public)
    }

    /// A subnet as the spec has it.
    fn given(&self, id: &ResourceId) -> Option<&spec::Subnet> {
        let name = self.short(&id.name);
        self.spec.cluster.spec.subnets.iter().find(|given| given.name.as_deref() == Some(name))
    }

    /// Where the default routes of a subnet lead, and whether a plan changes the way there.
    fn egress(&self, subnet: &ResourceId) -> (Vec<Egress>, bool) {
        let resources = self.resources;
        let table = resources.of_kind::<RouteTableAssociation>().find_map(|(_, known, association)| {
            let of = resources.resolve(&association.subnet, &[Kind::Subnet])?;
            let table = resources.resolve(&association.route_table, &[Kind::RouteTable]);
            (of == *subnet && known.mark != Mark::Gone).then_some(table?)
        });
        let Some(table) = table else { return (self.egress_of_others(subnet).into_iter().collect(), false) };
        let routes = resources.of_kind::<Route>().filter(|(_, _, route)| {
            resources.resolve(&route.route_table, &[Kind::RouteTable]).as_ref() == Some(&table)
        });
        let routes: Vec<_> = routes.collect();
        let rerouted = routes.iter().any(|(_, known, _)| known.mark != Mark::None);
        let leads = |destination: &str| {
            let mut to = routes.iter().filter(|(_, known, _)| known.mark != Mark::Gone);
            to.find(|(_, _, route)| route.destination == destination).map(|(_, _, route)| self.target(&route.target))
        };
        let (ipv4, ipv6) = (leads("0.0.0.0/0"), leads("::/0"));
        let ipv6 = ipv6.filter(|to| ipv4.as_ref() != Some(to)).map(|to| Egress { only_ipv6: true, ..to });
        (ipv4.into_iter().chain(ipv6).collect(), rerouted)
    }

    /// What leads out of a subnet whose routes are its owner's: what the spec says of it, and for a public one an internet gateway.
    fn egress_of_others(&self, subnet: &ResourceId) -> Option<Egress> {
        let given = self.given(subnet)?;
        let Some(egress) = given.egress.as_deref() else {
            let is_public = matches!(given.r#type?, SubnetType::Public | SubnetType::Utility);
            let gateway = self.resources.of_kind::<InternetGateway>().next().map(|(id, ..)| id.clone());
            let egress = Egress { name: INTERNET_GATEWAY.to_owned(), only_ipv6: false, gateway };
            return (is_public && given.id.is_some()).then_some(egress);
        };
        let to = Ref::from(egress);
        Some(self.target(&match egress.split_once('-')?.0 {
            "nat" => RouteTarget::NatGateway(to),
            "tgw" => RouteTarget::TransitGateway(to),
            "i" => RouteTarget::Instance(to),
            _ => return None,
        }))
    }

    fn target(&self, target: &RouteTarget) -> Egress {
        let (title, to, kinds): (_, _, &[Kind]) = match target {
            RouteTarget::InternetGateway(to) => (INTERNET_GATEWAY, to, &[Kind::InternetGateway]),
            RouteTarget::EgressOnlyInternetGateway(to) => (EGRESS_ONLY, to, &[Kind::EgressOnlyInternetGateway]),
            RouteTarget::NatGateway(to) => ("NAT gateway", to, &[Kind::NatGateway]),
            RouteTarget::TransitGateway(to) => ("transit gateway", to, &[]),
            RouteTarget::Instance(to) => ("instance", to, &[]),
            RouteTarget::PeeringConnection(to) => ("peering connection", to, &[]),
        };
        let gateway = self.resources.resolve(to, kinds);
        // A network has one of them, so that its name says nothing.
        let name = if [INTERNET_GATEWAY, EGRESS_ONLY].contains(&title) {
            title.to_owned()
        } else {
            let name = gateway.as_ref().map_or(to.known().unwrap_or_default(), |id| self.short(&id.name));
            format!("{title} {name}")
        };
        Egress { name, only_ipv6: false, gateway }
    }

    fn internet_gateways(&self) -> Vec<(ResourceId, Item)> {
        let item = |id: &ResourceId, name| (id.clone(), self.item(id, name, ""));
        let internet = self.resources.of_kind::<InternetGateway>().map(|(id, ..)| item(id, INTERNET_GATEWAY));
        let egress_only = self.resources.of_kind::<EgressOnlyInternetGateway>().map(|(id, ..)| item(id, EGRESS_ONLY));
        internet.chain(egress_only).collect()
    }

    fn subnets<'r>(&self, subnets: impl IntoIterator<Item = &'r Ref>) -> BTreeSet<ResourceId> {
        subnets.into_iter().filter_map(|subnet| self.resources.resolve(subnet, &[Kind::Subnet])).collect()
    }

    fn bar(&self, kind: BarKind, id: &ResourceId, item: Item) -> Bar {
        Bar { id: id.clone(), kind, item, zones: BTreeSet::new(), size: (0, 0) }
    }

    fn load_balancers(&self) -> Placed {
        let scheme = |internal: bool| if internal { "internal" } else { "internet-facing" };
        let network = self.resources.of_kind::<NetworkLoadBalancer>().map(|(id, _, found)| {
            let detail = format!("network load balancer, {}", scheme(found.internal));
            let item = self.item(id, self.short(&id.name), detail);
            (
                self.bar(BarKind::LoadBalancer, id, item),
                self.subnets(found.subnets.iter().map(|mapping| &mapping.subnet)),
            )
        });
        let classic = self.resources.of_kind::<ClassicLoadBalancer>().map(|(id, _, found)| {
            let detail = format!("classic load balancer, {}", scheme(found.internal));
            let item = self.item(id, self.short(&id.name), detail);
            (self.bar(BarKind::LoadBalancer, id, item), self.subnets(&found.subnets))
        });
        network.chain(classic).collect()
    }

    fn nat_gateways(&self) -> Placed {
        let gateways = self.resources.of_kind::<NatGateway>().map(|(id, _, gateway)| {
            let item = self.item(id, self.short(&id.name), "NAT gateway");
            (self.bar(BarKind::NatGateway, id, item), self.subnets([&gateway.subnet]))
        });
        gateways.collect()
    }

    fn groups(&self) -> Placed {
        let groups = self.resources.of_kind::<AutoscalingGroup>().map(|(id, _, group)| {
            let name = group.tags.get(tags::INSTANCE_GROUP).map_or_else(|| self.short(&id.name), String::as_str);
            let template = self.resources.resolve(&group.launch_template, &[Kind::LaunchTemplate]);
            let template = template.and_then(|id| self.resources.find::<LaunchTemplate>(&id));
            let size = (i64::from(group.min_size), i64::from(group.max_size));
            let detail = [machine(group, template), count(size)].into_iter().filter(|part| !part.is_empty());
            let item = self.item(id, name, detail.collect::<Vec<_>>().join(", "));
            let kind = tags::role(&group.tags).unwrap_or(Role::Node).into();
            (Bar { size, ..self.bar(kind, id, item) }, self.subnets(&group.subnets))
        });
        groups.collect()
    }

    /// Groups whose instances Karpenter starts, which have no autoscaling group.
    fn groups_of_karpenter(&self) -> Placed {
        let groups = self.spec.groups.iter().filter(|group| group.spec.manager == Some(InstanceManager::Karpenter));
        let placed = groups.map(|group| {
            let item =
                Item { name: group.name().to_owned(), detail: "started by Karpenter".to_owned(), ..Item::default() };
            let kind = group.spec.role.unwrap_or(Role::Node).into();
            let id = ResourceId::new(Kind::AutoscalingGroup, group.name());
            let subnet = |name: &String| ResourceId::new(Kind::Subnet, format!("{name}.{}", self.cluster));
            (self.bar(kind, &id, item), group.spec.subnets.iter().map(subnet).collect())
        });
        placed.collect()
    }

    fn entrances(&self) -> Vec<Entrance> {
        let bars: Vec<Bar> = self.load_balancers().into_iter().map(|(bar, _)| bar).collect();
        let is_gone = |bar: &Bar| bar.item.mark == Mark::Gone;
        // Another kind of load balancer takes over the records of the one that has its name.
        let is_replaced =
            |bar: &Bar| is_gone(bar) && bars.iter().any(|new| !is_gone(new) && new.id.name == bar.id.name);
        let lead = bars.iter().filter(|bar| !is_replaced(bar));
        let mut entrances: Vec<Entrance> = lead.map(|bar| self.entrance_of(bar)).collect();
        if !entrances.iter().any(|entrance| entrance.reaches_control_plane(self)) {
            entrances.insert(0, self.direct_entrance());
        }
        entrances
    }

    /// The DNS records that lead to a load balancer, with what a plan does to them; without one, the load balancer's own name.
    fn entrance_of(&self, bar: &Bar) -> Entrance {
        let records = self.resources.of_kind::<DnsRecord>().filter_map(|(_, known, record)| {
            let to = self.resources.resolve(&record.alias.as_ref()?.dns_name, &[bar.id.kind])?;
            (to == bar.id && known.mark != Mark::Gone).then_some((record.name.as_str(), known.mark))
        });
        let (names, marks): (BTreeSet<&str>, BTreeSet<Mark>) = records.unzip();
        let mark = match (marks.first(), marks.last()) {
            (Some(first), Some(last)) if first == last => *first,
            (Some(_), _) => Mark::Changed,
            (None, _) => bar.item.mark,
        };
        let name = names.into_iter().collect::<Vec<_>>().join(", ");
        let name = if name.is_empty() { format!("DNS name of {}", bar.item.name) } else { name };
        let detail = format!("to load balancer {}", bar.item.name);
        let item = Item { name, detail, mark, shared: false };
        Entrance { item, groups: self.behind(&bar.id), load_balancer: Some(bar.id.clone()) }
    }

    /// The entrance of a cluster whose clients reach the control plane without a load balancer.
    fn direct_entrance(&self) -> Entrance {
        let public = self.spec.cluster.spec.master_public_name.clone();
        let name = public.unwrap_or_else(|| format!("api.{}", self.cluster));
        let item = Item { name, detail: "to control-plane nodes".to_owned(), ..Item::default() };
        let groups = self.resources.of_kind::<AutoscalingGroup>();
        let groups = groups.filter(|(_, _, group)| tags::role(&group.tags) == Some(Role::Master));
        Entrance { item, load_balancer: None, groups: groups.map(|(id, ..)| id.clone()).collect() }
    }

    /// The groups whose instances are behind a load balancer.
    fn behind(&self, load_balancer: &ResourceId) -> BTreeSet<ResourceId> {
        let resolve = |reference: &Ref, kind: Kind| self.resources.resolve(reference, &[kind]);
        let listeners = self.resources.of_kind::<Listener>().filter(|(_, _, listener)| {
            resolve(&listener.load_balancer, Kind::NetworkLoadBalancer).as_ref() == Some(load_balancer)
        });
        let targets: BTreeSet<ResourceId> =
            listeners.filter_map(|(_, _, listener)| resolve(&listener.target_group, Kind::TargetGroup)).collect();
        let is_behind = |group: &AutoscalingGroup| {
            let targeted = group.target_groups.iter().filter_map(|target| resolve(target, Kind::TargetGroup));
            let joined = group.load_balancers.iter().filter_map(|joined| resolve(joined, Kind::ClassicLoadBalancer));
            targeted.into_iter().any(|target| targets.contains(&target))
                || joined.into_iter().any(|id| id == *load_balancer)
        };
        let groups = self.resources.of_kind::<AutoscalingGroup>().filter(|(_, _, group)| is_behind(group));
        groups.map(|(id, ..)| id.clone()).collect()
    }
}

impl Entrance {
    fn reaches_control_plane(&self, drawing: &Drawing<'_>) -> bool {
        let is_control_plane = |(id, _, group): (&ResourceId, _, &AutoscalingGroup)| {
            self.groups.contains(id) && tags::role(&group.tags) == Some(Role::Master)
        };
        drawing.resources.of_kind::<AutoscalingGroup>().any(is_control_plane)
    }
}

/// `t3.large`, `t3.large or 2 other types`, `t3.large, spot`.
fn machine(group: &AutoscalingGroup, template: Option<&LaunchTemplate>) -> String {
    let own = template.map(|template| template.instance_type.as_str()).unwrap_or_default();
    let Some(mixed) = &group.mixed_instances else {
        let spot = template.is_some_and(|template| template.spot.is_some());
        return if spot { format!("{own}, spot") } else { own.to_owned() };
    };
    let types: Vec<&str> = mixed.overrides.iter().filter_map(|choice| choice.instance_type.as_deref()).collect();
    match &types[..] {
        [] => "types by requirements".to_owned(),
        [only] => (*only).to_owned(),
        [first, others @ ..] => format!("{first} or {} others", others.len()),
    }
}

/// `3 instances`, `1 to 10 instances`.
pub(super) fn count((min, max): (i64, i64)) -> String {
    match (min, max) {
        (1, 1) => "1 instance".to_owned(),
        (min, max) if min == max => format!("{max} instances"),
        (min, max) => format!("{min} to {max} instances"),
    }
}
