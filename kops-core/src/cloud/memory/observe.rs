//! Reads what belongs to a cluster.

use std::collections::{BTreeMap, BTreeSet};

use super::execute::outputs;
use super::occupants::occupants;
use super::state::{Phase, State};
use crate::cloud::{Observed, Scope, Snapshot};
use crate::naming::tags;
use crate::resource::{CloudId, DnsRecord, Field, Kind, Resource, on_kind};

/// Reads everything in a scope; what is under way advances.
pub(super) fn observe(account: &mut State, scope: &Scope) -> Snapshot {
    let roots: BTreeSet<(Kind, CloudId)> =
        every(account).filter(|(id, resource)| is_root(scope, id, resource)).map(key).collect();
    let with_roots: BTreeSet<(Kind, CloudId)> =
        every(account).filter(|(_, resource)| comes_with(resource, &roots)).map(key).collect();
    let keys: BTreeSet<_> = roots.into_iter().chain(with_roots).collect();
    let resources: Vec<_> = keys.iter().filter_map(|(kind, id)| show(account, *kind, id)).collect();
    let mut calls = calls(&resources, scope);
    let occupants = if scope.occupants { occupants(account, &keys, scope) } else { Vec::new() };
    if scope.occupants {
        let pages = u32::try_from(occupants.len().div_ceil(1000).max(1)).unwrap_or(u32::MAX);
        calls.insert("ec2:DescribeNetworkInterfaces".to_owned(), pages);
        let is_own =
            |kind| resources.iter().any(|found| found.resource.kind() == kind && is_tagged(scope, &found.resource));
        for (call, _, number) in OTHERS.iter().filter(|(_, kind, _)| is_own(*kind)) {
            *calls.entry((*call).to_owned()).or_default() += number;
        }
    }
    keys.iter().for_each(|(kind, id)| account.look_at(*kind, id));
    Snapshot { resources, occupants, calls }
}

/// Everything that the account holds and shows.
pub(super) fn all(account: &State) -> Vec<Observed> {
    every(account).filter_map(|(id, resource)| show(account, resource.kind(), id)).collect()
}

fn every(account: &State) -> impl Iterator<Item = (&CloudId, &Resource)> {
    account.resources.values().flatten()
}

fn key((id, resource): (&CloudId, &Resource)) -> (Kind, CloudId) {
    (resource.kind(), id.clone())
}

fn show(account: &State, kind: Kind, id: &CloudId) -> Option<Observed> {
    let resource = account.resources.get(&kind)?.get(id)?;
    let phase = account.phase(kind, id);
    let deleting = matches!(phase, Some(Phase::Deleting(_)));
    if matches!(phase, Some(Phase::Hidden(..))) || (deleting && !kind.properties().shows_deletion) {
        return None;
    }
    let outputs = on_kind!(resource, inner => outputs(account, id, inner));
    Some(Observed { id: id.clone(), resource: resource.clone(), outputs, deleting })
}

fn is_root(scope: &Scope, id: &CloudId, resource: &Resource) -> bool {
    let kind = resource.kind();
    let found_by = kind.properties().found_by;
    let is_read = scope.occupants || !kind.properties().made_in_cluster;
    (is_read && !found_by.ignores_tags() && is_tagged(scope, resource))
        || has_id_in(scope, id, resource)
        || scope.names.get(&kind).is_some_and(|names| is_named(found_by.name(), resource, names))
        || matches!(resource, Resource::DnsRecord(record) if is_record(scope, record))
}

fn is_tagged(scope: &Scope, resource: &Resource) -> bool {
    resource.tags().is_some_and(|tags| tags::name_cluster(tags, &scope.cluster))
}

/// True for what the scope names by an id that AWS assigned. An id that is a name, or begins with one, is nothing to find it by.
fn has_id_in(scope: &Scope, id: &CloudId, resource: &Resource) -> bool {
    let kind = resource.kind();
    let is_name = |field: &Field| resource.value(field).as_str() == id.parts().next();
    let is_assigned = !kind.properties().found_by.name().is_some_and(is_name);
    is_assigned && scope.ids.get(&kind).is_some_and(|ids| ids.contains(id))
}

fn is_named(field: Option<&Field>, resource: &Resource, names: &BTreeSet<String>) -> bool {
    field.is_some_and(|field| resource.value(field).as_str().is_some_and(|name| names.contains(name)))
}

/// True for something that AWS lists with what it is a part of.
fn comes_with(resource: &Resource, roots: &BTreeSet<(Kind, CloudId)>) -> bool {
    let is_root = |field: &&Field| {
        let id = resource.value(field).as_str().map(CloudId::from);
        id.zip(field.refers_to.first()).is_some_and(|(id, kind)| roots.contains(&(*kind, id)))
    };
    resource.kind().properties().listed_with.iter().any(is_root)
}

fn is_record(scope: &Scope, record: &DnsRecord) -> bool {
    scope.records.get(&record.zone).is_some_and(|names| record.may_be_named(names))
}

/// The operations that read kinds of EC2 in bulk, and how many of a kind fit on a page. One `DescribeTags` before them tells
/// which kinds the cluster has, so that none is asked for in vain.
const EC2: &[(&str, Kind, usize)] = &[
    ("ec2:DescribeVpcs", Kind::Vpc, 1000),
    ("ec2:DescribeDhcpOptions", Kind::DhcpOptions, 1000),
    ("ec2:DescribeInternetGateways", Kind::InternetGateway, 1000),
    ("ec2:DescribeEgressOnlyInternetGateways", Kind::EgressOnlyInternetGateway, 255),
    ("ec2:DescribeSubnets", Kind::Subnet, 1000),
    ("ec2:DescribeRouteTables", Kind::RouteTable, 100),
    ("ec2:DescribeAddresses", Kind::ElasticIp, usize::MAX),
    ("ec2:DescribeNatGateways", Kind::NatGateway, 1000),
    ("ec2:DescribeSecurityGroups", Kind::SecurityGroup, 1000),
    ("ec2:DescribeSecurityGroupRules", Kind::SecurityGroupRule, 1000),
    ("ec2:DescribeKeyPairs", Kind::KeyPair, usize::MAX),
    ("ec2:DescribeVolumes", Kind::Volume, 500),
    ("ec2:DescribeSnapshots", Kind::VolumeSnapshot, 1000),
    ("ec2:DescribeInstances", Kind::StandaloneInstance, 1000),
    ("ec2:DescribeLaunchTemplates", Kind::LaunchTemplate, 200),
    ("ec2:DescribeLaunchTemplateVersions", Kind::LaunchTemplate, 200),
];

/// The operations that tell what others made in the cluster's own VPC, with which VPCs it is peered, asking or asked, or which rules of theirs, for
/// incoming and for outgoing traffic, refer to its own security groups; and how many calls they are.
const OTHERS: &[(&str, Kind, u32)] = &[
    ("ec2:DescribeNetworkAcls", Kind::Vpc, 1),
    ("ec2:DescribeRouteTables", Kind::Vpc, 1),
    ("ec2:DescribeSecurityGroups", Kind::Vpc, 1),
    ("ec2:DescribeSubnets", Kind::Vpc, 1),
    ("ec2:DescribeVpcEndpoints", Kind::Vpc, 1),
    ("ec2:DescribeVpcPeeringConnections", Kind::Vpc, 2),
    ("ec2:DescribeVpnGateways", Kind::Vpc, 1),
    ("ec2:DescribeSecurityGroups", Kind::SecurityGroup, 2),
];

/// The operations that read other kinds in bulk, whether there are any or not.
const BULK: &[(&str, Kind, usize)] = &[
    ("autoscaling:DescribeAutoScalingGroups", Kind::AutoscalingGroup, 100),
    ("iam:GetAccountAuthorizationDetails", Kind::Role, 100),
    ("iam:ListInstanceProfiles", Kind::InstanceProfile, 100),
    ("iam:ListOpenIDConnectProviders", Kind::OidcProvider, usize::MAX),
    ("elasticloadbalancing:DescribeLoadBalancers", Kind::ClassicLoadBalancer, 400),
    ("elasticloadbalancing:DescribeLoadBalancers", Kind::NetworkLoadBalancer, 400),
    ("elasticloadbalancing:DescribeTargetGroups", Kind::TargetGroup, 400),
    ("events:ListRules", Kind::EventRule, 100),
];

/// The operations that AWS has only for one resource at a time. Lifecycle hooks are not among them: the writer of one notes it
/// in a tag that a bulk read sees.
const SINGLE: &[(&str, Kind)] = &[
    ("elasticloadbalancing:DescribeLoadBalancerAttributes", Kind::ClassicLoadBalancer),
    ("elasticloadbalancing:DescribeLoadBalancerAttributes", Kind::NetworkLoadBalancer),
    ("elasticloadbalancing:DescribeListeners", Kind::NetworkLoadBalancer),
    ("elasticloadbalancing:DescribeTargetGroupAttributes", Kind::TargetGroup),
    ("events:ListTagsForResource", Kind::EventRule),
    ("sqs:GetQueueAttributes", Kind::Queue),
    ("sqs:ListQueueTags", Kind::Queue),
    ("iam:GetOpenIDConnectProvider", Kind::OidcProvider),
];

/// The calls that reading these resources takes on AWS.
fn calls(resources: &[Observed], scope: &Scope) -> BTreeMap<String, u32> {
    let count = |kind: Kind| resources.iter().filter(|observed| observed.resource.kind() == kind).count();
    let number = |calls: usize| u32::try_from(calls).unwrap_or(u32::MAX);
    let mut calls = BTreeMap::from([("ec2:DescribeTags".to_owned(), 1)]);
    for (operation, kind, page) in EC2 {
        *calls.entry((*operation).to_owned()).or_default() += number(count(*kind).div_ceil(*page));
    }
    for (operation, kind, page) in BULK {
        *calls.entry((*operation).to_owned()).or_default() += number(count(*kind).div_ceil(*page).max(1));
    }
    for (operation, kind) in SINGLE {
        *calls.entry((*operation).to_owned()).or_default() += number(count(*kind));
    }
    calls.insert("route53:ListResourceRecordSets".to_owned(), number(scope.records.len()));
    calls.retain(|_, calls| *calls > 0);
    calls
}
