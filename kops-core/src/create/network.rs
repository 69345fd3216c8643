//! The VPC and the subnets of a new cluster.

use std::collections::{BTreeMap, BTreeSet};

use super::codes;
use super::options::{ClusterOptions, NetworkTopology};
use crate::diag::{Diagnostic, Diagnostics};
use crate::facts::Facts;
use crate::spec::{Subnet, SubnetType};

/// The VPC and the subnets.
pub(super) struct Network {
    /// The id of a shared VPC.
    pub(super) id: Option<String>,
    pub(super) subnets: Vec<Subnet>,
    /// The names of a zone's subnets for nodes: the one named like the zone, then those of further CIDRs.
    pub(super) of_zone: BTreeMap<String, Vec<String>>,
}

impl Network {
    pub(super) fn new(options: &ClusterOptions, facts: &Facts, problems: &mut Diagnostics) -> Self {
        let topology = options.network_topology();
        let first = options.subnet_ids.first().and_then(|id| facts.network.subnets.get(id));
        let id = options.network_id.clone().or_else(|| first.map(|subnet| subnet.vpc.clone()));
        let zones: BTreeSet<&str> =
            options.zones.iter().chain(&options.control_plane_zones).map(String::as_str).collect();
        let shared = by_zone(&options.subnet_ids, &zones, id.as_deref(), facts, problems);
        let mut network = Self { id, subnets: Vec::new(), of_zone: BTreeMap::new() };
        for zone in &zones {
            network.add((*zone).to_owned(), zone, None, &shared, options);
        }
        let in_turn = options.zones.iter().cycle();
        for (number, (cidr, zone)) in options.network_cidrs.iter().skip(1).zip(in_turn).enumerate() {
            network.add(format!("{zone}-{}", number + 1), zone, Some(cidr), &shared, options);
        }
        let kind = match topology {
            NetworkTopology::Public => SubnetType::Public,
            NetworkTopology::Private => SubnetType::Private,
        };
        network.subnets.iter_mut().for_each(|subnet| subnet.r#type = Some(kind));
        if topology == NetworkTopology::Private {
            let shared = by_zone(&options.utility_subnet_ids, &zones, network.id.as_deref(), facts, problems);
            if options.ipv6 {
                network.add_beside("dualstack-", SubnetType::DualStack, &shared);
            }
            network.add_beside("utility-", SubnetType::Utility, &shared);
        }
        if options.ipv6 {
            for (number, subnet) in network.subnets.iter_mut().enumerate() {
                subnet.ipv6_cidr = Some(format!("/64#{number:x}"));
            }
        }
        network
    }

    fn add(
        &mut self,
        name: String,
        zone: &str,
        cidr: Option<&String>,
        shared: &BTreeMap<&str, &str>,
        options: &ClusterOptions,
    ) {
        self.of_zone.entry(zone.to_owned()).or_default().push(name.clone());
        self.subnets.push(Subnet {
            name: Some(name),
            zone: Some(zone.to_owned()),
            cidr: cidr.cloned(),
            id: shared.get(zone).map(|id| (*id).to_owned()),
            egress: options.egress.clone(),
            ..Subnet::default()
        });
    }

    /// Adds a subnet of another type beside each private one.
    fn add_beside(&mut self, prefix: &str, kind: SubnetType, shared: &BTreeMap<&str, &str>) {
        let private = self.subnets.iter().filter(|subnet| subnet.r#type == Some(SubnetType::Private));
        let added: Vec<Subnet> = private
            .map(|subnet| Subnet {
                name: subnet.name.as_ref().map(|name| format!("{prefix}{name}")),
                zone: subnet.zone.clone(),
                id: subnet.zone.as_deref().and_then(|zone| shared.get(zone)).map(|id| (*id).to_owned()),
                r#type: Some(kind),
                ..Subnet::default()
            })
            .collect();
        self.subnets.extend(added);
    }
}

/// Shared subnets by their zones.
fn by_zone<'a>(
    ids: &'a [String],
    zones: &BTreeSet<&str>,
    vpc: Option<&str>,
    facts: &'a Facts,
    problems: &mut Diagnostics,
) -> BTreeMap<&'a str, &'a str> {
    let mut by_zone = BTreeMap::new();
    for id in ids {
        let Some(found) = facts.network.subnets.get(id).filter(|found| vpc.is_none_or(|vpc| found.vpc == vpc)) else {
            let place = vpc.map(|vpc| format!("the VPC `{vpc}`"));
            let message = format!("there is no subnet `{id}` in {}", place.unwrap_or_else(|| "the account".to_owned()));
            problems.push(Diagnostic::error(codes::UNKNOWN_SUBNET.id, message));
            continue;
        };
        if !zones.contains(found.zone.as_str()) {
            let message = format!("the subnet `{id}` is in `{}`, which is not a zone of the cluster", found.zone);
            problems
                .push(Diagnostic::error(codes::SUBNET_ZONE.id, message).help("add the zone, or leave the subnet out"));
            continue;
        }
        if let Some(other) = by_zone.insert(found.zone.as_str(), id.as_str()) {
            let message = format!("the subnets `{other}` and `{id}` are both in `{}`", found.zone);
            problems.push(Diagnostic::error(codes::SUBNET_ZONE.id, message).help("give one for each zone"));
        }
    }
    by_zone
}
