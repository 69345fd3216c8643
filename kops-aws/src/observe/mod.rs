//! Reads all that belongs to a cluster: in parallel, with server-side filters and pages, in a number of calls that does not
//! grow with the number of groups.
//!
//! One `DescribeTags` tells which kinds of EC2 resources the cluster has, so that no call is spent on a kind that it has
//! not. IAM is read in bulk, because reading roles one by one takes four calls for each.

mod access;
mod dns;
mod ec2;
mod events;
mod firewall;
mod gateway;
mod groups;
pub(crate) mod launch_template;
mod load_balancer;
pub(crate) mod vpc;

use std::collections::{BTreeMap, BTreeSet};

use futures::try_join;
use kops_core::cloud::{CloudError, Observed, Scope, Snapshot};
use kops_core::resource::{CloudId, Kind, Output, Outputs, Resource, Tags};

use crate::call::CallCounter;
use crate::clients::Clients;

/// Reads a snapshot.
pub(crate) async fn observe(clients: &Clients, scope: &Scope) -> Result<Snapshot, CloudError> {
    let calls = CallCounter::default();
    let reader = Reader { clients, scope, calls: &calls };
    let in_vpcs = async {
        let (inventory, listed) = try_join!(ec2::inventory(reader), load_balancer::list(reader))?;
        let vpcs = inventory.ids(reader, Kind::Vpc).into_iter().collect();
        let (ec2, balancers) = try_join!(ec2::read(reader, &inventory), load_balancer::read(reader, listed, &vpcs))?;
        Ok((ec2, balancers, inventory.notes))
    };
    let ((ec2, balancers, notes), groups, access, dns, events) =
        try_join!(in_vpcs, groups::read(reader), access::read(reader), dns::read(reader), events::read(reader))?;
    let groups = groups::with_children(reader, &groups, &notes).await?;
    let mut resources: Vec<Observed> = [ec2, groups, access, balancers, dns, events].into_iter().flatten().collect();
    resources.sort_by(|a, b| (a.resource.kind(), &a.id).cmp(&(b.resource.kind(), &b.id)));
    resources.dedup_by(|a, b| a.resource.kind() == b.resource.kind() && a.id == b.id);
    Ok(Snapshot { resources, calls: calls.counts() })
}

/// What every reader needs.
#[derive(Clone, Copy)]
struct Reader<'a> {
    clients: &'a Clients,
    scope: &'a Scope,
    calls: &'a CallCounter,
}

impl Reader<'_> {
    /// The ids of a kind that are wanted whoever owns them.
    fn ids(&self, kind: Kind) -> Vec<String> {
        self.scope.ids.get(&kind).into_iter().flatten().map(|id| id.0.clone()).collect()
    }

    /// True where the scope asks for something of this kind by one of these words: its name, its id.
    fn asks<'b>(&self, kind: Kind, words: impl IntoIterator<Item = Option<&'b str>>) -> bool {
        let (ids, names) = (self.scope.ids.get(&kind), self.scope.names.get(&kind));
        words.into_iter().flatten().any(|word| {
            ids.is_some_and(|ids| ids.contains(&CloudId::from(word))) || names.is_some_and(|names| names.contains(word))
        })
    }

    /// True where tags say that something is the cluster's.
    fn owns(&self, tags: &Tags) -> bool {
        let cluster = &self.scope.cluster;
        tags.get("KubernetesCluster") == Some(cluster) || tags.contains_key(&format!("kubernetes.io/cluster/{cluster}"))
    }

    /// The names of a kind that may belong to the cluster.
    fn names(&self, kind: Kind) -> BTreeSet<&str> {
        self.scope.names.get(&kind).into_iter().flatten().map(String::as_str).collect()
    }
}

/// Makes an observed resource that AWS knows only by what identifies it.
fn observed_by<'a>(identity: impl IntoIterator<Item = &'a str>, resource: impl Into<Resource>) -> Observed {
    observed(CloudId::composite(identity).0, resource)
}

/// Makes an observed resource with its id as the only output.
fn observed(id: impl Into<String>, resource: impl Into<Resource>) -> Observed {
    observed_with(id, resource, BTreeMap::new())
}

/// Makes an observed resource with further outputs.
fn observed_with(id: impl Into<String>, resource: impl Into<Resource>, mut outputs: Outputs) -> Observed {
    let id = id.into();
    outputs.insert(Output::Id, id.clone());
    Observed { id: id.into(), resource: resource.into(), outputs, deleting: false }
}
