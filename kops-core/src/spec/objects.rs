//! The objects of one or many files, and the cluster that they make.

use std::collections::BTreeMap;

use serde_json::Value;

use super::codes;
use super::object::{CLUSTER_LABEL, Cluster, InstanceGroup, SshCredential};
use super::sources::Sources;
use crate::diag::{Diagnostic, Diagnostics, ObjectRef};
use crate::yaml::Source;

/// Every object that was read, in the order of the text.
#[derive(Clone, Debug, Default)]
pub struct Objects {
    /// Clusters; a spec has one.
    pub clusters: Vec<Cluster>,
    /// Groups.
    pub groups: Vec<InstanceGroup>,
    /// SSH keys.
    pub ssh_credentials: Vec<SshCredential>,
    /// Objects that are not kops's, applied to the cluster as they are.
    pub additional: Vec<Value>,
    /// Where everything stands.
    pub sources: Sources,
    /// What was found that does not stop the reading.
    pub warnings: Diagnostics,
}

/// A spec that cannot be used, with everything that is wrong with it.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the spec is not valid")]
#[non_exhaustive]
pub struct InvalidSpec {
    /// What is wrong.
    #[source]
    pub findings: Diagnostics,
    /// The texts that the findings point into.
    pub texts: Vec<Source>,
}

impl Objects {
    /// The cluster that an object with a label is part of; without one, the cluster among the objects where it is the only one.
    pub fn owner<'a>(&'a self, label: Option<&'a str>) -> Option<&'a str> {
        let only_cluster = || match self.clusters.as_slice() {
            [cluster] => Some(cluster.name()),
            _ => None,
        };
        label.or_else(only_cluster)
    }

    /// The objects of each cluster: those that are labelled as its, and, where there is one cluster, those that have no label. What belongs to no
    /// cluster is left out, and so are places and warnings, which are about all.
    pub(crate) fn by_cluster(&self) -> BTreeMap<String, Self> {
        let mut parts: BTreeMap<String, Self> = BTreeMap::new();
        for cluster in &self.clusters {
            parts.entry(cluster.name().to_owned()).or_default().clusters.push(cluster.clone());
        }
        for group in &self.groups {
            let Some(cluster) = self.owner(group.cluster_label()) else { continue };
            parts.entry(cluster.to_owned()).or_default().groups.push(group.clone());
        }
        for key in &self.ssh_credentials {
            let Some(cluster) = self.owner(key.cluster_label()) else { continue };
            parts.entry(cluster.to_owned()).or_default().ssh_credentials.push(key.clone());
        }
        if let Some(cluster) = self.owner(None) {
            parts.entry(cluster.to_owned()).or_default().additional.clone_from(&self.additional);
        }
        parts
    }

    /// True where an object of kops's own kinds is among them.
    pub(crate) fn has(&self, object: &ObjectRef) -> bool {
        match object.kind.as_str() {
            Cluster::KIND => self.clusters.iter().any(|cluster| cluster.name() == object.name),
            InstanceGroup::KIND => self.groups.iter().any(|group| group.name() == object.name),
            SshCredential::KIND => self.ssh_credentials.iter().any(|key| key.name() == object.name),
            _ => false,
        }
    }

    /// Takes the objects as one cluster with its groups, sorted by name.
    ///
    /// # Errors
    /// No cluster or several, and objects that are labelled as another cluster's: all that were found.
    pub fn into_spec(self) -> Result<Spec, Diagnostics> {
        let Self { clusters, mut groups, ssh_credentials, additional, sources, warnings } = self;
        let mut problems = Diagnostics::default();
        let mut clusters = clusters.into_iter();
        let Some(cluster) = clusters.next() else {
            let finding = Diagnostic::error(codes::NO_CLUSTER.id, "there is no `Cluster`");
            return Err(finding.help("add the cluster's document, with `kind: Cluster`").into());
        };
        for further in clusters {
            let path = further.reference().field("metadata.name");
            let message = format!("there is a second `Cluster`: `{}` beside `{}`", further.name(), cluster.name());
            let location = sources.locate(&path);
            problems.push(
                Diagnostic::error(codes::SEVERAL_CLUSTERS.id, message)
                    .at(path)
                    .located(location)
                    .help("plan one cluster at a time"),
            );
        }
        let mut check = |object: ObjectRef, label: Option<&str>| {
            let Some(other) = label.filter(|other| *other != cluster.name()) else { return };
            let message = format!("`{object}` belongs to `{other}`, which is not there");
            let path = object.field("metadata.labels").key(CLUSTER_LABEL);
            let location = sources.locate(&path);
            problems.push(
                Diagnostic::error(codes::OTHER_CLUSTER.id, message)
                    .at(path)
                    .located(location)
                    .help(format!("the cluster is `{}`", cluster.name())),
            );
        };
        groups.iter().for_each(|group| check(group.reference(), group.cluster_label()));
        ssh_credentials.iter().for_each(|credential| check(credential.reference(), credential.cluster_label()));
        groups.sort_by(|a, b| a.name().cmp(b.name()));
        problems.into_result(Spec { cluster, groups, ssh_credentials, additional, sources, warnings })
    }
}

/// One cluster with its groups: what every later stage works on.
#[derive(Clone, Debug, Default)]
pub struct Spec {
    /// The cluster.
    pub cluster: Cluster,
    /// Its groups by name.
    pub groups: Vec<InstanceGroup>,
    /// The SSH keys that may log in to its nodes.
    pub ssh_credentials: Vec<SshCredential>,
    /// Objects that are not kops's, applied to the cluster as they are.
    pub additional: Vec<Value>,
    /// Where everything stands.
    pub sources: Sources,
    /// What was found that does not stop the reading.
    pub warnings: Diagnostics,
}

impl Spec {
    /// Returns the AWS region of the first zone that the subnets name: `us-east-2` of `us-east-2a`, `us-west-2` of the local
    /// zone `us-west-2-lax-1a`.
    pub fn region(&self) -> Option<&str> {
        region_of_zone(self.cluster.spec.subnets.iter().find_map(|subnet| subnet.zone.as_deref())?)
    }

    /// Returns the URL of the state store that the spec's `configBase` lies in: `s3://BUCKET/` of
    /// `s3://BUCKET/demo.example.com`. `configBase` itself where it does not end with the cluster's name.
    pub fn store_url(&self) -> Option<&str> {
        let base = self.cluster.spec.config_base.as_deref().filter(|base| !base.is_empty())?;
        let above = base.trim_end_matches('/').strip_suffix(self.cluster.name());
        Some(above.filter(|above| above.ends_with('/')).unwrap_or(base))
    }

    /// Sets `configBase`, where nodes read their configuration, to the cluster's folder in a state store, as kops does
    /// for clusters that do not set it. One that is set stays.
    ///
    /// ```
    /// use kops_core::spec::{Cluster, ObjectMeta, Spec};
    ///
    /// let cluster = Cluster { metadata: ObjectMeta::named("demo.example.com"), ..Cluster::default() };
    /// let spec = Spec { cluster, ..Spec::default() }.in_store("s3://kops-state-store");
    /// assert_eq!(spec.cluster.spec.config_base.as_deref(), Some("s3://kops-state-store/demo.example.com"));
    /// assert_eq!(spec.store_url(), Some("s3://kops-state-store/"));
    /// ```
    #[must_use]
    pub fn in_store(mut self, url: &str) -> Self {
        let (scheme, path) = url.split_once("://").unwrap_or(("memfs", url));
        let name = self.cluster.name();
        let base = match path.trim_end_matches('/') {
            "" => format!("{scheme}://{name}"),
            path => format!("{scheme}://{path}/{name}"),
        };
        let set = &mut self.cluster.spec.config_base;
        *set = set.take().filter(|base| !base.is_empty()).or(Some(base));
        self
    }
}

/// The AWS region of a zone: what its name begins with, to the end of the first number.
pub(crate) fn region_of_zone(zone: &str) -> Option<&str> {
    let number = zone.find(|c: char| c.is_ascii_digit())?;
    let length = zone[number..].find(|c: char| !c.is_ascii_digit()).unwrap_or(zone.len() - number);
    Some(&zone[..number + length])
}
