//! What is in the networks of a cluster and is not among its resources.

use std::collections::BTreeSet;

use serde_json::Value;

use super::state::State;
use crate::cloud::{Occupant, Scope};
use crate::naming::tags;
use crate::resource::{CloudId, Kind, OfKind, SecurityGroup, Vpc};

/// Finds what is in the networks among `keys` and is not one of these itself, and what is attached to those VPCs among them that the cluster
/// owns.
pub(super) fn occupants(account: &State, keys: &BTreeSet<(Kind, CloudId)>, scope: &Scope) -> Vec<Occupant> {
    let networks: BTreeSet<&str> = keys
        .iter()
        .filter(|(kind, _)| matches!(kind, Kind::Vpc | Kind::Subnet | Kind::SecurityGroup))
        .map(|(_, id)| id.as_str())
        .collect();
    let mut found: Vec<Occupant> = account
        .resources
        .values()
        .flatten()
        .filter(|(_, resource)| !SecurityGroup::of(resource).is_some_and(SecurityGroup::is_default))
        .filter(|(id, resource)| occupies(resource.kind()) && !keys.contains(&(resource.kind(), (*id).clone())))
        .filter_map(|(id, resource)| {
            let mut uses = BTreeSet::new();
            texts(&Value::Object(resource.to_value()), &mut |text| uses.extend(networks.get(text)));
            let owner = resource.tags().and_then(|found| found.get(tags::CLUSTER).cloned());
            occupant(resource.kind().title(), id, owner, None, uses)
        })
        .collect();
    for (id, instance) in &account.instances {
        let words = instance.security_groups.iter().map(String::as_str).chain([instance.subnet.as_str()]);
        let mut uses: BTreeSet<&str> = words.filter_map(|word| networks.get(word).copied()).collect();
        let subnet = account.find::<crate::resource::Subnet>(&instance.subnet);
        uses.extend(subnet.and_then(|subnet| networks.get(subnet.vpc.known()?)));
        let group = account.find::<crate::resource::AutoscalingGroup>(instance.group.as_str());
        let owner = group.and_then(|group| group.tags.get(tags::CLUSTER).cloned());
        found.extend(occupant("instance", &id.as_str().into(), owner, Some(instance.group.clone()), uses));
    }
    let is_own = |vpc: &Vpc| tags::name_cluster(&vpc.tags, &scope.cluster);
    for (id, vpcs) in &account.attachments {
        let own = vpcs.iter().map(String::as_str).filter(|vpc| account.find::<Vpc>(vpc).is_some_and(is_own));
        found.extend(occupant(attachment_title(id), &id.as_str().into(), None, None, own.collect()));
    }
    found.sort();
    found
}

/// What is attached to a VPC, by the prefix of its id.
pub(super) fn attachment_title(id: &str) -> &'static str {
    match id.split_once('-').map(|(prefix, _)| prefix) {
        Some("vpce") => "VPC endpoint",
        Some("pcx") => "VPC peering connection",
        Some("vgw") => "virtual private gateway",
        _ => "attachment",
    }
}

/// Templates, groups and records name networks without being in them; rules, routes and the like are with their whole.
fn occupies(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Subnet
            | Kind::RouteTable
            | Kind::InternetGateway
            | Kind::EgressOnlyInternetGateway
            | Kind::NatGateway
            | Kind::SecurityGroup
            | Kind::SecurityGroupRule
            | Kind::ClassicLoadBalancer
            | Kind::NetworkLoadBalancer
            | Kind::NetworkInterface
            | Kind::StandaloneInstance
    )
}

fn occupant(
    what: &str,
    id: &CloudId,
    owner: Option<String>,
    part_of: Option<CloudId>,
    uses: BTreeSet<&str>,
) -> Option<Occupant> {
    let uses: Vec<CloudId> = uses.into_iter().map(CloudId::from).collect();
    (!uses.is_empty()).then(|| Occupant { what: what.to_owned(), id: id.clone(), owner, part_of, uses })
}

fn texts<'a>(value: &'a Value, found: &mut dyn FnMut(&'a str)) {
    match value {
        Value::String(text) => found(text),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(map) => map.values().for_each(|item| texts(item, found)),
        _ => {}
    }
}
