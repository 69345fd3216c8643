//! What a plan needs of an account, before anything is known of the account.

use std::collections::{BTreeMap, BTreeSet};

use super::places::{Parent, Places};
use crate::cloud::Quota;
use crate::plan::{Action, Plan};
use crate::resource::{
    AutoscalingGroup, Direction, Kind, LaunchTemplate, Peer, Ref, Resource, ResourceId, SecurityGroupRule, Subnet,
};

/// What a quota is for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Whole {
    /// The region, or the account.
    Region,
    /// A VPC, a route table or a role.
    In(Parent),
    /// The availability zone of a subnet.
    ZoneOf(Parent),
    /// The rules of a security group in one direction and address family.
    Rules(Parent, Direction, bool),
}

/// One resource that counts against a quota.
#[derive(Debug)]
pub(super) struct Counted<'a> {
    pub(super) quota: Quota,
    pub(super) whole: Whole,
    pub(super) resource: &'a ResourceId,
    /// The prefix list that a rule is for: the rule counts as often as the list may have entries.
    pub(super) prefix_list: Option<&'a str>,
}

/// Instances that a step starts.
#[derive(Debug)]
pub(super) struct Instances<'a> {
    pub(super) resource: &'a ResourceId,
    pub(super) group: &'a AutoscalingGroup,
    /// How many more than now.
    pub(super) number: u64,
    /// The launch template, where a step of the plan creates or changes it.
    pub(super) template: Option<&'a LaunchTemplate>,
    /// The launch template's id, where it exists.
    pub(super) template_id: Option<String>,
    /// The subnets that they start in.
    pub(super) subnets: BTreeSet<Parent>,
}

/// Addresses that a step takes in a subnet.
#[derive(Debug)]
pub(super) struct Addresses<'a> {
    pub(super) resource: &'a ResourceId,
    pub(super) subnet: Parent,
    pub(super) number: u64,
}

/// How many free addresses a load balancer asks for in each subnet where its own is not given.
///
/// Source: "Configure subnets for your Classic Load Balancer" in the User Guide for Classic Load Balancers, and "Update the Availability
/// Zones for your Network Load Balancer" in that for Network Load Balancers.
const LOAD_BALANCER_ADDRESSES: u64 = 8;

/// What a plan needs of an account.
pub(super) struct Needs<'a> {
    pub(super) places: Places<'a>,
    pub(super) counted: Vec<Counted<'a>>,
    pub(super) instances: Vec<Instances<'a>>,
    pub(super) addresses: Vec<Addresses<'a>>,
}

impl<'a> Needs<'a> {
    pub(super) fn of(plan: &'a Plan) -> Self {
        let places = Places::of(plan);
        let mut needs = Self { places, counted: Vec::new(), instances: Vec::new(), addresses: Vec::new() };
        for step in &plan.steps {
            match &step.action {
                Action::Create { desired } => needs.create(&step.resource, desired),
                Action::Update { current, desired, .. } => needs.update(&step.resource, current, desired),
                Action::Delete { .. } => {}
            }
        }
        needs
    }

    fn create(&mut self, id: &'a ResourceId, resource: &'a Resource) {
        if let Some(quota) = of_region(resource.kind()) {
            self.count(quota, Whole::Region, id);
        }
        match resource {
            Resource::Subnet(subnet) => self.count_in(Quota::SubnetsPerVpc, &subnet.vpc, id),
            Resource::RouteTable(table) => self.count_in(Quota::RouteTablesPerVpc, &table.vpc, id),
            Resource::Route(route) => self.count_in(Quota::RoutesPerRouteTable, &route.route_table, id),
            Resource::RolePolicyAttachment(attachment) => self.count_in(Quota::PoliciesPerRole, &attachment.role, id),
            Resource::SecurityGroupRule(rule) => self.rule(id, rule),
            Resource::NatGateway(gateway) => {
                if let Some(subnet) = self.places.parent(&gateway.subnet) {
                    self.count(Quota::NatGatewaysPerZone, Whole::ZoneOf(subnet), id);
                }
                self.address(id, &gateway.subnet, 1);
            }
            Resource::AutoscalingGroup(group) => self.start(id, group, 0),
            _ => {
                for (subnet, number) in subnets_of_balancer(resource) {
                    self.address(id, subnet, number);
                }
            }
        }
    }

    fn update(&mut self, id: &'a ResourceId, current: &'a Resource, desired: &'a Resource) {
        if let (Resource::AutoscalingGroup(current), Resource::AutoscalingGroup(desired)) = (current, desired) {
            self.start(id, desired, current.min_size);
        }
        let there: BTreeSet<Parent> =
            subnets_of_balancer(current).into_iter().filter_map(|(subnet, _)| self.places.parent(subnet)).collect();
        for (subnet, number) in subnets_of_balancer(desired) {
            if self.places.parent(subnet).is_some_and(|subnet| !there.contains(&subnet)) {
                self.address(id, subnet, number);
            }
        }
    }

    fn count_in(&mut self, quota: Quota, parent: &Ref, resource: &'a ResourceId) {
        if let Some(parent) = self.places.parent(parent) {
            self.count(quota, Whole::In(parent), resource);
        }
    }

    fn count(&mut self, quota: Quota, whole: Whole, resource: &'a ResourceId) {
        self.counted.push(Counted { quota, whole, resource, prefix_list: None });
    }

    fn rule(&mut self, resource: &'a ResourceId, rule: &'a SecurityGroupRule) {
        let Some(group) = self.places.parent(&rule.group) else { return };
        let prefix_list = match &rule.peer {
            Peer::PrefixList(list) => Some(list.as_str()),
            _ => None,
        };
        for ipv6 in [false, true].into_iter().filter(|ipv6| rule.peer.counts_in(*ipv6)) {
            let whole = Whole::Rules(group.clone(), rule.direction, ipv6);
            self.counted.push(Counted { quota: Quota::RulesPerSecurityGroup, whole, resource, prefix_list });
        }
    }

    fn address(&mut self, resource: &'a ResourceId, subnet: &Ref, number: u64) {
        if let Some(subnet) = self.places.parent(subnet) {
            self.addresses.push(Addresses { resource, subnet, number });
        }
    }

    fn start(&mut self, resource: &'a ResourceId, group: &'a AutoscalingGroup, running: i32) {
        let number = u64::try_from(group.min_size - running).unwrap_or_default();
        if number == 0 {
            return;
        }
        let template_id = match self.places.parent(&group.launch_template) {
            Some(Parent::Existing(id)) => Some(id),
            _ => None,
        };
        self.instances.push(Instances {
            resource,
            group,
            number,
            template: self.places.resource(&group.launch_template),
            template_id,
            subnets: group.subnets.iter().filter_map(|subnet| self.places.parent(subnet)).collect(),
        });
    }

    /// The quotas to read, with the resources that exist whose use counts.
    pub(super) fn quotas(&self) -> BTreeMap<Quota, BTreeSet<String>> {
        let mut quotas: BTreeMap<Quota, BTreeSet<String>> = BTreeMap::new();
        for counted in &self.counted {
            let ids = quotas.entry(counted.quota).or_default();
            if let Whole::In(Parent::Existing(id)) | Whole::Rules(Parent::Existing(id), ..) = &counted.whole {
                ids.insert(id.clone());
            }
        }
        // Which quotas instances count against is only known with their types.
        if !self.instances.is_empty() {
            let of_vcpus = Quota::ALL.iter().filter(|quota| quota.is_of_vcpus());
            quotas.extend(of_vcpus.map(|quota| (*quota, BTreeSet::new())));
        }
        quotas
    }

    pub(super) fn instance_types(&self) -> BTreeSet<String> {
        let mixed = self.instances.iter().filter_map(|instances| instances.group.mixed_instances.as_ref());
        let overrides = mixed.flat_map(|mixed| &mixed.overrides).filter_map(|choice| choice.instance_type.clone());
        let of_templates = self.instances.iter().filter_map(|instances| instances.template);
        of_templates.map(|template| template.instance_type.clone()).chain(overrides).collect()
    }

    /// The launch templates that no step of the plan says more of.
    pub(super) fn launch_templates(&self) -> BTreeSet<String> {
        let unknown = self.instances.iter().filter(|instances| instances.template.is_none());
        unknown.filter_map(|instances| instances.template_id.clone()).collect()
    }

    /// The subnets that exist of all that needs room or a zone.
    pub(super) fn subnets(&self) -> BTreeSet<String> {
        let of_instances = self.instances.iter().flat_map(|instances| &instances.subnets);
        let all = of_instances.chain(self.addresses.iter().map(|addresses| &addresses.subnet));
        let existing = all.filter_map(|subnet| match subnet {
            Parent::Existing(id) => Some(id.clone()),
            Parent::New(_) => None,
        });
        existing.collect()
    }

    /// The prefix lists that rules are for.
    pub(super) fn prefix_lists(&self) -> BTreeSet<String> {
        self.counted.iter().filter_map(|counted| counted.prefix_list.map(str::to_owned)).collect()
    }

    /// A subnet that the plan creates.
    pub(super) fn new_subnet(&self, id: &ResourceId) -> Option<&'a Subnet> {
        self.places.created(id)
    }
}

/// The subnets of a load balancer, and how many free addresses it asks for in each; none for other kinds.
fn subnets_of_balancer(resource: &Resource) -> Vec<(&Ref, u64)> {
    match resource {
        Resource::NetworkLoadBalancer(balancer) => {
            let number = |given: &Option<_>| if given.is_some() { 1 } else { LOAD_BALANCER_ADDRESSES };
            balancer.subnets.iter().map(|mapping| (&mapping.subnet, number(&mapping.private_ipv4))).collect()
        }
        Resource::ClassicLoadBalancer(balancer) => {
            balancer.subnets.iter().map(|subnet| (subnet, LOAD_BALANCER_ADDRESSES)).collect()
        }
        _ => Vec::new(),
    }
}

/// The quota of a region or of the account that a kind counts against.
fn of_region(kind: Kind) -> Option<Quota> {
    Some(match kind {
        Kind::Vpc => Quota::Vpcs,
        Kind::InternetGateway => Quota::InternetGateways,
        Kind::EgressOnlyInternetGateway => Quota::EgressOnlyInternetGateways,
        Kind::ElasticIp => Quota::ElasticIps,
        Kind::SecurityGroup => Quota::SecurityGroups,
        Kind::LaunchTemplate => Quota::LaunchTemplates,
        Kind::AutoscalingGroup => Quota::AutoscalingGroups,
        Kind::ClassicLoadBalancer => Quota::ClassicLoadBalancers,
        Kind::NetworkLoadBalancer => Quota::NetworkLoadBalancers,
        Kind::TargetGroup => Quota::TargetGroups,
        Kind::Role => Quota::Roles,
        Kind::InstanceProfile => Quota::InstanceProfiles,
        _ => return None,
    })
}
