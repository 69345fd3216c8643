//! Replacing the instances of a running cluster.

use futures::future::try_join3;

use super::{Engine, Error, fill_offline};
use crate::apply::Cancel;
use crate::cluster_api::{ClusterApi, PodQuery};
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
    /// [`Error::NoInstanceGroup`], [`Error::Cloud`] and [`Error::ClusterApi`].
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
        Ok(rolling::plan(&expected, &running, &nodes, &pods, &budgets, options))
    }

    /// Replaces the outdated instances of a cluster: bastions, then the control plane, one instance at a time, then the nodes. Each is
    /// drained before it is terminated, and the next follows when the cluster is healthy. Without `api` instances are terminated as they
    /// are, and only the autoscaling groups are waited for.
    ///
    /// A run that was cut or cancelled is continued by the next one. What failed is in the report, and not an error.
    ///
    /// # Errors
    /// [`Error::NoInstanceGroup`] before anything is done.
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
        Ok(rolling::run(spec.cluster.name(), &expected, ports, options, events, cancel).await)
    }
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
