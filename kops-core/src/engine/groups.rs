//! One instance group of a cluster: making it of options, changing fields of it or of its cluster, deleting it.

use super::plan::planned;
use super::{Engine, Error, fill_offline, protection};
use crate::apply::Lease;
use crate::cloud::Scope;
use crate::create::{self, GroupOptions};
use crate::defaults;
use crate::diag::{Diagnostic, Diagnostics, ObjectRef};
use crate::engine::Planned;
use crate::facts::{Components, Facts};
use crate::model;
use crate::plan;
use crate::spec::{InstanceGroup, Objects, Role, Spec, codes};
use crate::state::Clusters;
use crate::validate::{self, codes::MAY_FOLLOW};

impl Engine {
    /// Makes an instance group of options for a cluster, as `kops create instancegroup --dry-run` does. Nothing is written
    /// anywhere: [`Engine::create`] stores it.
    ///
    /// # Errors
    /// [`Error::Invalid`] with everything that is wrong with the options, and [`Error::Cloud`].
    pub async fn new_instance_group(&self, spec: &Spec, options: &GroupOptions) -> Result<InstanceGroup, Error> {
        let channel = spec.cluster.spec.channel.as_deref();
        let facts = self.looked_up(&create::group_query(spec, options, &self.components(channel)), channel).await?;
        create::instance_group(spec, options, &facts).map_err(|findings| invalid(findings, spec))
    }

    /// Changes fields of a stored cluster, or of one of its instance groups, by their paths, as `kops edit --set --unset` does;
    /// see [`crate::spec::Cluster::edited`]. Nothing is written where a path, a value or the spec that comes of them is wrong.
    ///
    /// # Errors
    /// [`Error::Invalid`] with everything that is wrong, as [`Engine::load`] and [`Engine::check`], and [`Error::State`] with
    /// [`StateError::Conflict`](crate::state::StateError::Conflict) where another writer changed the object meanwhile, as an upstream kops may,
    /// which takes no lock.
    pub async fn edit(
        &self,
        cluster: &str,
        group: Option<&str>,
        set: &[String],
        unset: &[String],
    ) -> Result<ObjectRef, Error> {
        let lease = self.acquire(cluster).await?;
        lease.during(self.edit_locked(&lease, cluster, group, set, unset)).await
    }

    async fn edit_locked(
        &self,
        lease: &Lease,
        cluster: &str,
        group: Option<&str>,
        set: &[String],
        unset: &[String],
    ) -> Result<ObjectRef, Error> {
        let (spec, stored) = self.stored().load_stored(cluster).await?;
        let edited = spec.edited(group, set, unset).map_err(|findings| invalid(findings, &spec))?;
        match self.check(&edited).await {
            Err(Error::Invalid { findings, texts }) => {
                let findings = findings.without(MAY_FOLLOW);
                if findings.has_errors() {
                    return Err(Error::Invalid { findings, texts });
                }
            }
            checked => drop(checked?),
        }
        if let Some(applied) = self.stored().applied(cluster).await? {
            let findings = validate::check_change(&applied, &fill_offline(&edited));
            if findings.has_errors() {
                return Err(invalid(findings, &spec));
            }
        }
        let (objects, object) = match group {
            None => {
                let object = edited.cluster.reference();
                (Objects { clusters: vec![edited.cluster], ..Objects::default() }, object)
            }
            Some(name) => {
                let group = edited.group(name).map_err(|problem| invalid(problem.into(), &spec))?;
                (Objects { groups: vec![group.clone()], ..Objects::default() }, group.reference())
            }
        };
        let replaced = Clusters::new(lease).replace_unchanged(&objects, &stored, self.clock.unix_time()).await;
        replaced.map_err(|error| Error::write(error, &objects))?;
        Ok(object)
    }

    /// Plans the deletion of an instance group in the account: its autoscaling group with all instances, also detached ones, and
    /// its launch template; see [`plan::group_deletion`]. Nothing is written anywhere. Once the plan was applied,
    /// [`Engine::forget_instance_group`] deletes the group from the state store.
    ///
    /// # Errors
    /// [`Error::Invalid`] where the cluster has no such group or cannot be without it, and as [`Engine::plan_deletion`].
    pub async fn plan_instance_group_deletion(&self, spec: &Spec, group: &str) -> Result<Planned, Error> {
        deletable(spec, group).map_err(|findings| invalid(findings, spec))?;
        protection::refuse(spec, Some(group))?;
        let facts = self.facts(spec).await?;
        let full = defaults::fill(spec.clone(), &facts);
        let (graph, _) = model::build_partial(&full, &facts);
        let snapshot = self.cloud.observe(&Scope { occupants: true, ..Scope::of(&graph) }).await?;
        planned(plan::group_deletion(&graph, &snapshot, group), &full, Diagnostics::default(), spec.sources.texts())
    }

    /// Deletes an instance group from the state store, with what its nodes read.
    ///
    /// # Errors
    /// [`Error::Write`] where the group is not there, [`Error::Invalid`] where it is protected or cannot be read, and [`Error::State`].
    pub async fn forget_instance_group(&self, cluster: &str, group: &str) -> Result<(), Error> {
        let lease = self.acquire(cluster).await?;
        let clusters = Clusters::new(&lease);
        let deleted = async {
            protection::refuse_stored(clusters, cluster, Some(group)).await?;
            let deleted = clusters.delete_group(cluster, group).await;
            deleted.map_err(|error| Error::write(error, &Objects::default()))
        };
        lease.during(deleted).await
    }
}

/// Makes an instance group of options for a cluster, by what the library knows of the region.
///
/// # Errors
/// [`Error::Invalid`] with everything that is wrong with the options.
pub fn new_instance_group_offline(spec: &Spec, options: &GroupOptions) -> Result<InstanceGroup, Error> {
    new_instance_group_offline_with(spec, options, Components::built_in())
}

/// As [`new_instance_group_offline`], with what the caller says of the components that nodes run and of their channel.
///
/// # Errors
/// As [`new_instance_group_offline`].
pub fn new_instance_group_offline_with(
    spec: &Spec,
    options: &GroupOptions,
    components: Components,
) -> Result<InstanceGroup, Error> {
    let facts = Facts { components, ..Facts::built_in(spec.region().unwrap_or_default()) };
    create::instance_group(spec, options, &facts).map_err(|findings| invalid(findings, spec))
}

/// Whether a cluster can be without one of its instance groups.
fn deletable(spec: &Spec, name: &str) -> Result<(), Diagnostics> {
    let group = spec.group(name)?;
    let mut problems = Diagnostics::default();
    let is_other = |other: &&InstanceGroup| other.spec.role == Some(Role::Master) && other.name() != name;
    if group.spec.role == Some(Role::Master) && !spec.groups.iter().any(|other| is_other(&other)) {
        let message = format!("`{name}` is the only control-plane instance group of the cluster");
        let problem = Diagnostic::error(codes::GROUP_IN_USE.id, message).at(group.reference().field("spec.role"));
        problems.push(problem.help("to delete the whole cluster, use `kops delete cluster`"));
    }
    for (i, etcd) in spec.cluster.spec.etcd_clusters.iter().enumerate() {
        let members = etcd.etcd_members.iter().enumerate();
        for (j, member) in members.filter(|(_, member)| member.instance_group.as_deref() == Some(name)) {
            let (member, etcd) = (member.name.as_deref().unwrap_or_default(), etcd.name.as_deref().unwrap_or_default());
            let message = format!("the member `{member}` of the etcd cluster `{etcd}` runs on `{name}`");
            let field = format!("spec.etcdClusters[{i}].etcdMembers[{j}].instanceGroup");
            let problem = Diagnostic::error(codes::GROUP_IN_USE.id, message).at(spec.cluster.reference().field(field));
            problems.push(problem.help("first remove the member from the cluster's spec, and apply that"));
        }
    }
    problems.locate(|path| spec.sources.locate(path));
    problems.into_result(())
}

fn invalid(findings: Diagnostics, spec: &Spec) -> Error {
    Error::Invalid { findings, texts: spec.sources.texts() }
}
