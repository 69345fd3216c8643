//! The objects of one or many files, and the cluster that they make.

use serde_json::Value;

use super::codes;
use super::object::{CLUSTER_LABEL, Cluster, InstanceGroup, SshCredential};
use super::sources::Sources;
use crate::diag::{Diagnostic, Diagnostics, ObjectRef};

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

impl Objects {
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
