//! Which EC2 resources a cluster has, by their tags: one call tells it for all kinds.

use std::collections::{BTreeMap, BTreeSet};

use kops_core::cloud::CloudError;
use kops_core::naming::tags::{CLUSTER, CONTROLLERS_CLUSTER, ownership_key};
use kops_core::resource::{CloudId, Kind};

use crate::error::Call;
use crate::filter::filter;
use crate::hook_notes::{self, Notes};
use crate::reader::Reader;

/// The tag by which EC2 names the autoscaling group of an instance.
pub(crate) const GROUP: &str = "aws:autoscaling:groupName";

/// The ids of the cluster's EC2 resources by kind, its instances, and the notes of lifecycle hooks.
#[derive(Debug, Default)]
pub(crate) struct Inventory {
    ids: BTreeMap<Kind, Vec<String>>,
    /// The instances that have the cluster's tags.
    pub(crate) instances: BTreeSet<String>,
    /// The autoscaling groups of instances, by instance.
    pub(crate) groups: BTreeMap<String, CloudId>,
    pub(crate) notes: Notes,
}

impl Inventory {
    /// Reads which resources have the cluster's tag or the tag of a controller in the cluster, which autoscaling group
    /// instances belong to, and the notes of lifecycle hooks.
    pub(crate) async fn read(reader: Reader<'_>) -> Result<Self, CloudError> {
        let ownership = ownership_key(&reader.scope.cluster);
        let cluster = reader.scope.cluster.as_str();
        let groups = format!("*.{cluster}");
        let notes = hook_notes::pattern(cluster);
        let request = reader
            .clients
            .ec2
            .describe_tags()
            .filters(filter("key", [CLUSTER, &ownership, hook_notes::TAG, GROUP].iter().chain(&CONTROLLERS_CLUSTER)))
            .filters(filter("value", [cluster, "owned", &notes, &groups]))
            .max_results(1000)
            .into_paginator()
            .send();
        let call = Call::new("ec2", "DescribeTags");
        let mut inventory = Self::default();
        for tag in reader.calls.pages(call, request).await?.into_iter().flat_map(|page| page.tags.unwrap_or_default()) {
            let id = call.require(tag.resource_id, "ResourceId")?;
            let key = call.require(tag.key, "Key")?;
            let value = call.require(tag.value, "Value")?;
            if key == hook_notes::TAG {
                inventory.notes.insert(id, value);
            } else if key == GROUP {
                inventory.groups.insert(id, value.into());
            } else if value != cluster && (key == CLUSTER || CONTROLLERS_CLUSTER.contains(&key.as_str())) {
                // The pattern of the groups also matches the names of clusters in subdomains of this one.
                continue;
            } else if let Some(kind) = kind_of(&id) {
                inventory.ids.entry(kind).or_default().push(id);
            } else if id.starts_with("i-") {
                inventory.instances.insert(id);
            }
        }
        Ok(inventory)
    }

    /// The ids of a kind that have the cluster's tags.
    pub(crate) fn tagged(&self, kind: Kind) -> &[String] {
        self.ids.get(&kind).map(Vec::as_slice).unwrap_or_default()
    }

    /// The ids of a kind that have the cluster's tags or that the scope names.
    pub(crate) fn ids(&self, reader: Reader<'_>, kind: Kind) -> Vec<String> {
        let mut ids = self.tagged(kind).to_vec();
        ids.extend(reader.ids(kind));
        ids.sort();
        ids.dedup();
        ids
    }
}

/// The kind of an EC2 id, by its prefix.
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
        "snap" => Kind::VolumeSnapshot,
        "key" => Kind::KeyPair,
        "lt" => Kind::LaunchTemplate,
        _ => return None,
    })
}
