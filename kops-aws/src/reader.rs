//! What the readers of every kind share: the scope, and how a resource is observed.

use std::collections::BTreeSet;

use kops_core::cloud::{Observed, Scope};
use kops_core::naming::tags::name_cluster;
use kops_core::resource::{CloudId, Kind, Output, Outputs, Resource, Tags};

use crate::call::CallCounter;
use crate::clients::Clients;

/// What it takes to read.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    pub(crate) clients: &'a Clients,
    pub(crate) scope: &'a Scope,
    pub(crate) calls: &'a CallCounter,
}

impl Reader<'_> {
    /// The ids of a kind that the scope names, no matter who owns them.
    pub(crate) fn ids(&self, kind: Kind) -> Vec<String> {
        self.scope.ids.get(&kind).into_iter().flatten().map(|id| id.0.clone()).collect()
    }

    /// True where the scope names a resource of this kind, by its name or by its id.
    pub(crate) fn includes(&self, kind: Kind, name: &str, id: &str) -> bool {
        let by_id = self.scope.ids.get(&kind).is_some_and(|ids| ids.contains(&CloudId::from(id)));
        by_id || self.scope.names.get(&kind).is_some_and(|names| names.contains(name))
    }

    /// True where tags mark a resource as the cluster's.
    pub(crate) fn owns(&self, tags: &Tags) -> bool {
        name_cluster(tags, &self.scope.cluster)
    }

    /// The names of a kind that may belong to the cluster.
    pub(crate) fn names(&self, kind: Kind) -> BTreeSet<&str> {
        self.scope.names.get(&kind).into_iter().flatten().map(String::as_str).collect()
    }
}

/// Makes an observed resource that AWS knows only by what identifies it.
pub(crate) fn observed_by<'a>(identity: impl IntoIterator<Item = &'a str>, resource: impl Into<Resource>) -> Observed {
    observed(CloudId::composite(identity).0, resource)
}

/// Makes an observed resource with its id as the only output.
pub(crate) fn observed(id: impl Into<String>, resource: impl Into<Resource>) -> Observed {
    observed_with(id, resource, Outputs::new())
}

/// Makes an observed resource with further outputs.
pub(crate) fn observed_with(id: impl Into<String>, resource: impl Into<Resource>, mut outputs: Outputs) -> Observed {
    let id = id.into();
    outputs.insert(Output::Id, id.clone());
    Observed { id: id.into(), resource: resource.into(), outputs, deleting: false }
}
