//! What the account has left.

use std::collections::{BTreeMap, BTreeSet};

use ipnet::Ipv4Net;

use super::rules::Rules;
use super::state::{Instance, State};
use crate::cloud::{
    Delegation, LaunchTemplateFacts, PreflightFacts, PreflightQuery, Quota, QuotaUse, SubnetSpace, addresses_in,
    rules_of,
};
use crate::resource::{
    AutoscalingGroup, ClassicLoadBalancer, EgressOnlyInternetGateway, ElasticIp, InstanceProfile, InternetGateway,
    LaunchTemplate, NatGateway, NetworkLoadBalancer, Ref, Role, RolePolicyAttachment, Route, RouteTable, SecurityGroup,
    SecurityGroupRule, Subnet, TargetGroup, Vpc,
};

/// Answers what a plan needs to know before it is applied.
pub(super) fn preflight(account: &State, query: &PreflightQuery) -> PreflightFacts {
    let templates = query.launch_templates.iter().filter_map(|id| {
        let found = account.find::<LaunchTemplate>(id)?;
        Some((
            id.clone(),
            LaunchTemplateFacts { instance_type: found.instance_type.clone(), spot: found.spot.is_some() },
        ))
    });
    let launch_templates: BTreeMap<_, _> = templates.collect();
    let types = query.instance_types.iter().chain(launch_templates.values().map(|template| &template.instance_type));
    PreflightFacts {
        quotas: query.quotas.keys().map(|quota| (*quota, quota_use(account, *quota))).collect(),
        vcpus: types.filter_map(|name| Some((name.clone(), account.machine_type(name).ok()?.vcpus))).collect(),
        launch_templates,
        subnets: query.subnets.iter().filter_map(|id| Some((id.clone(), space(account, id)?))).collect(),
        prefix_lists: query.prefix_lists.iter().filter_map(|id| Some((id.clone(), account.prefix_list(id)?))).collect(),
        hosted_zones: query.hosted_zones.iter().filter_map(|id| Some((id.clone(), delegation(account, id)?))).collect(),
        denied: Some(query.permissions.iter().filter(|call| account.denied.contains(&call.action)).cloned().collect()),
        denied_unknown: None,
    }
}

fn quota_use(account: &State, quota: Quota) -> QuotaUse {
    let limits = &account.limits;
    let (limit, used) = match quota {
        Quota::Vpcs => (limits.vpcs, all::<Vpc>(account)),
        Quota::InternetGateways => (limits.internet_gateways, all::<InternetGateway>(account)),
        Quota::EgressOnlyInternetGateways => {
            (limits.egress_only_internet_gateways, all::<EgressOnlyInternetGateway>(account))
        }
        Quota::SubnetsPerVpc => (limits.subnets_per_vpc, by(account, |subnet: &Subnet| known(&subnet.vpc))),
        Quota::RouteTablesPerVpc => (limits.route_tables_per_vpc, by(account, |table: &RouteTable| known(&table.vpc))),
        Quota::RoutesPerRouteTable => (limits.routes_per_table, by(account, |route: &Route| known(&route.route_table))),
        Quota::NatGatewaysPerZone => {
            let zone = |gateway: &NatGateway| account.find::<Subnet>(gateway.subnet.known()?)?.zone.clone();
            (limits.nat_gateways_per_zone, by(account, zone))
        }
        Quota::SecurityGroups => (limits.security_groups, all::<SecurityGroup>(account)),
        Quota::RulesPerSecurityGroup => (limits.rules_per_group, rules(account)),
        Quota::ElasticIps => (limits.elastic_ips, all::<ElasticIp>(account)),
        Quota::LaunchTemplates => (limits.launch_templates, all::<LaunchTemplate>(account)),
        Quota::AutoscalingGroups => (limits.autoscaling_groups, all::<AutoscalingGroup>(account)),
        Quota::ClassicLoadBalancers => (limits.classic_load_balancers, all::<ClassicLoadBalancer>(account)),
        Quota::NetworkLoadBalancers => (limits.network_load_balancers, all::<NetworkLoadBalancer>(account)),
        Quota::TargetGroups => (limits.target_groups, all::<TargetGroup>(account)),
        Quota::Roles => (limits.roles, all::<Role>(account)),
        Quota::InstanceProfiles => (limits.instance_profiles, all::<InstanceProfile>(account)),
        Quota::PoliciesPerRole => {
            (limits.attachments_per_role, by(account, |attached: &RolePolicyAttachment| known(&attached.role)))
        }
        _ => (limits.vcpus, vcpus(account, quota)),
    };
    QuotaUse { limit: Some(limit as u64), used: Some(used), unknown: None }
}

fn all<T: Rules>(account: &State) -> BTreeMap<String, u64> {
    by(account, |_: &T| Some(account.region.clone()))
}

/// Counts the resources of a kind by a word.
fn by<T: Rules>(account: &State, word: impl Fn(&T) -> Option<String>) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for word in account.all::<T>().filter_map(|(_, resource)| word(resource)) {
        *counts.entry(word).or_default() += 1;
    }
    counts
}

fn known(reference: &Ref) -> Option<String> {
    reference.known().map(str::to_owned)
}

fn rules(account: &State) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for (_, rule) in account.all::<SecurityGroupRule>() {
        for ipv6 in [false, true].into_iter().filter(|ipv6| rule.peer.counts_in(*ipv6)) {
            let group = rule.group.known().unwrap_or_default();
            *counts.entry(rules_of(group, rule.direction, ipv6)).or_default() += account.weight(&rule.peer);
        }
    }
    counts
}

fn vcpus(account: &State, quota: Quota) -> BTreeMap<String, u64> {
    let of_instance = |instance: &Instance| {
        let template = account.find::<LaunchTemplate>(instance.template.as_str())?;
        let counts = Quota::of_instance_type(&template.instance_type, template.spot.is_some()) == Some(quota);
        counts.then(|| account.machine_type(&template.instance_type).map_or(0, |found| u64::from(found.vcpus)))
    };
    [(account.region.clone(), account.instances.values().filter_map(of_instance).sum())].into()
}

fn space(account: &State, id: &str) -> Option<SubnetSpace> {
    let subnet = account.find::<Subnet>(id)?;
    let range = subnet.cidr.as_deref().and_then(|cidr| cidr.parse::<Ipv4Net>().ok());
    let in_it = |reference: &Ref| reference.known() == Some(id);
    let instances = account.instances.values().filter(|instance| instance.subnet == id).count();
    let gateways = account.all::<NatGateway>().filter(|(_, gateway)| in_it(&gateway.subnet)).count();
    let balancers = account.all::<NetworkLoadBalancer>().flat_map(|(_, balancer)| &balancer.subnets);
    let balancers = balancers.filter(|mapping| in_it(&mapping.subnet)).count();
    let used = (instances + gateways + balancers) as u64;
    Some(SubnetSpace {
        zone: subnet.zone.clone().unwrap_or_default(),
        free_addresses: range.map(|range| addresses_in(range).saturating_sub(used)),
    })
}

/// The DNS leads to every hosted zone but those that the account names.
fn delegation(account: &State, id: &str) -> Option<Delegation> {
    let zone = account.hosted_zones.iter().find(|zone| zone.id == id)?;
    let name_servers: BTreeSet<String> = (0..4).map(|i| format!("ns-{i}.awsdns-{i:02}.example")).collect();
    let answered = if account.undelegated.contains(id) { BTreeSet::new() } else { name_servers.clone() };
    Some(Delegation {
        name: zone.name.clone(),
        private: zone.private,
        name_servers,
        delegated_to: Some(answered).filter(|_| !zone.private),
        unknown: None,
    })
}
