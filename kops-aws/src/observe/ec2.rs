//! The EC2 part of a snapshot: which kinds are there, and then those kinds at once.

use std::collections::BTreeMap;

use futures::future::{BoxFuture, try_join_all};
use kops_core::cloud::{CloudError, Observed};
use kops_core::resource::Kind;

use super::{Reader, firewall, gateway, launch_template, vpc};
use crate::error::Call;
use crate::filter::filter;
use crate::hooks::{self, Notes};

/// Reads every kind that the cluster has something of.
pub(super) async fn read(reader: Reader<'_>, inventory: &Inventory) -> Result<Vec<Observed>, CloudError> {
    let parts: Vec<BoxFuture<'_, Result<Vec<Observed>, CloudError>>> = vec![
        Box::pin(vpc::read(reader, inventory)),
        Box::pin(vpc::dhcp_options(reader, inventory)),
        Box::pin(vpc::subnets(reader, inventory)),
        Box::pin(vpc::route_tables(reader, inventory)),
        Box::pin(gateway::internet(reader, inventory)),
        Box::pin(gateway::egress_only(reader, inventory)),
        Box::pin(gateway::nat(reader, inventory)),
        Box::pin(gateway::elastic_ips(reader, inventory)),
        Box::pin(firewall::read(reader, inventory)),
        Box::pin(vpc::volumes(reader, inventory)),
        Box::pin(vpc::key_pairs(reader, inventory)),
        Box::pin(launch_template::read(reader, inventory)),
    ];
    Ok(try_join_all(parts).await?.into_iter().flatten().collect())
}

/// The ids of the cluster's EC2 resources by kind, and the notes of hooks.
#[derive(Debug, Default)]
pub(super) struct Inventory {
    ids: BTreeMap<Kind, Vec<String>>,
    pub(super) notes: Notes,
}

impl Inventory {
    /// The ids of a type that bear the cluster's tags.
    pub(super) fn tagged(&self, kind: Kind) -> &[String] {
        self.ids.get(&kind).map(Vec::as_slice).unwrap_or_default()
    }

    /// The ids of a type, with those that the scope wants whoever owns them.
    pub(super) fn ids(&self, reader: Reader<'_>, kind: Kind) -> Vec<String> {
        let mut ids = self.tagged(kind).to_vec();
        ids.extend(reader.ids(kind));
        ids.sort();
        ids.dedup();
        ids
    }
}

/// Asks for what bears the cluster's name, for what controllers in the cluster mark as its own, and for notes of hooks.
pub(super) async fn inventory(reader: Reader<'_>) -> Result<Inventory, CloudError> {
    let mark = format!("kubernetes.io/cluster/{}", reader.scope.cluster);
    let notes = hooks::notes_of(&reader.scope.cluster);
    let request = reader
        .clients
        .ec2
        .describe_tags()
        .filters(filter("key", ["KubernetesCluster", &mark, hooks::TAG]))
        .filters(filter("value", [reader.scope.cluster.as_str(), "owned", &notes]))
        .max_results(1000)
        .into_paginator()
        .send();
    let pages = reader.calls.pages(Call::new("ec2", "DescribeTags"), request).await?;
    let mut inventory = Inventory::default();
    for tag in pages.into_iter().flat_map(|p| p.tags.unwrap_or_default()) {
        let (Some(id), Some(key), Some(value)) = (tag.resource_id, tag.key, tag.value) else { continue };
        if key == hooks::TAG {
            inventory.notes.insert(id, value);
        } else if let Some(kind) = kind_of(&id) {
            inventory.ids.entry(kind).or_default().push(id);
        }
    }
    Ok(inventory)
}

/// The kind that an id of EC2 is of, by what it begins with.
fn kind_of(id: &str) -> Option<Kind> {
    Some(match id.split_once('-')?.0 {
        "vpc" => Kind::Vpc,
        "dopt" => Kind::DhcpOptions,
        "igw" => Kind::InternetGateway,
        "eigw" => Kind::EgressOnlyInternetGateway,
        "subnet" => Kind::Subnet,
        "rtb" => Kind::RouteTable,
        "eipalloc" => Kind::ElasticIp,
        "nat" => Kind::NatGateway,
        "sg" => Kind::SecurityGroup,
        "vol" => Kind::Volume,
        "key" => Kind::KeyPair,
        "lt" => Kind::LaunchTemplate,
        _ => return None,
    })
}
