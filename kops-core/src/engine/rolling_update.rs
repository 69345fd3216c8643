//! Replacing the instances of a running cluster.

use std::collections::BTreeSet;

use futures::future::try_join3;

use super::{Engine, Error, fill_offline};
use crate::apply::Cancel;
use crate::cloud::RunningGroup;
use crate::cluster_api::{ClusterApi, Node, PodQuery};
use crate::lifecycle::ExpectedGroup;
use crate::lifecycle::rolling::{
    self, Ports, RollingUpdateEvent, RollingUpdateOptions, RollingUpdatePlan, RollingUpdateReport,
};
use crate::spec::Spec;

impl Engine {
    /// Plans the replacement of a cluster's outdated instances. Nothing is changed. Without `api` it is not known which instances are
    /// nodes, which of them are marked, and which pods cannot be evicted now.
    ///
    /// # Errors
    /// [`Error::NoInstanceGroup`], [`Error::NoInstance`], [`Error::Cloud`] and [`Error::ClusterApi`].
    pub async fn plan_rolling_update(
        &self,
        spec: &Spec,
        api: Option<&dyn ClusterApi>,
        options: &RollingUpdateOptions,
    ) -> Result<RollingUpdatePlan, Error> {
        let expected = groups(spec, options)?;
        let (nodes, pods, budgets) = match api {
            Some(api) => try_join3(api.nodes(), api.pods(&PodQuery::default()), api.budgets()).await?,
            None => Default::default(),
        };
        let running = self.cloud.instances(spec.cluster.name()).await?;
        let options = named(spec, options, &running, &nodes)?;
        Ok(rolling::plan(&expected, &running, &nodes, &pods, &budgets, &options))
    }

    /// Replaces the outdated instances of a cluster: bastions, then the control plane, one instance at a time, then the nodes. Each is
    /// drained before it is terminated, and the next follows when the cluster is healthy. Without `api` instances are terminated as they
    /// are, and only the autoscaling groups are waited for.
    ///
    /// A run that was cut or cancelled is continued by the next one. While another run is under way this one waits, which
    /// [`RollingUpdateEvent::Locked`] says; without `api` none knows of the other. What failed is in the report, and not an error.
    ///
    /// # Errors
    /// [`Error::NoInstanceGroup`] before anything is done; where [`RollingUpdateOptions::instances`] names some, as
    /// [`Engine::plan_rolling_update`].
    pub async fn rolling_update(
        &self,
        spec: &Spec,
        api: Option<&dyn ClusterApi>,
        options: &RollingUpdateOptions,
        events: &(dyn Fn(RollingUpdateEvent) + Send + Sync),
        cancel: &Cancel,
    ) -> Result<RollingUpdateReport, Error> {
        let expected = groups(spec, options)?;
        let ports = Ports { cloud: self.cloud.as_ref(), api, clock: self.clock.as_ref() };
        let mut options = options.clone();
        if !options.instances.is_empty() {
            let running = self.cloud.instances(spec.cluster.name()).await?;
            let nodes = match api {
                Some(api) => api.nodes().await?,
                None => Vec::new(),
            };
            options = named(spec, &options, &running, &nodes)?;
        }
        Ok(rolling::run(spec.cluster.name(), &expected, ports, &options, events, cancel).await)
    }
}

/// The options with the ids of the instances that they name, which may be by their nodes.
fn named(
    spec: &Spec,
    options: &RollingUpdateOptions,
    running: &[RunningGroup],
    nodes: &[Node],
) -> Result<RollingUpdateOptions, Error> {
    let ids: BTreeSet<&str> =
        running.iter().flat_map(|group| &group.instances).map(|instance| instance.id.as_str()).collect();
    let id = |name: &String| {
        let of_node = || nodes.iter().find(|node| node.name == *name).and_then(Node::instance);
        let found = ids.get(name.as_str()).copied().or_else(|| of_node().filter(|id| ids.contains(id)));
        let missing = || Error::NoInstance { name: name.clone(), cluster: spec.cluster.name().to_owned() };
        found.map(str::to_owned).ok_or_else(missing)
    };
    let instances = options.instances.iter().map(id).collect::<Result<_, _>>()?;
    Ok(RollingUpdateOptions { instances, ..options.clone() })
}

/// The groups of a spec, among which those are that the options name.
fn groups(spec: &Spec, options: &RollingUpdateOptions) -> Result<Vec<ExpectedGroup>, Error> {
    let expected = ExpectedGroup::all(&fill_offline(spec));
    let is_known = |name: &&String| expected.iter().any(|group| group.name == **name);
    match options.instance_groups.iter().find(|name| !is_known(name)) {
        Some(name) => Err(Error::NoInstanceGroup {
            name: name.clone(),
            cluster: spec.cluster.name().to_owned(),
            known: expected.into_iter().map(|group| group.name).collect(),
        }),
        None => Ok(expected),
    }
}
