//! Replacing the instances of a running cluster.

use std::collections::BTreeSet;

use futures::future::try_join3;

use super::{Engine, Error, fill_offline};
use crate::apply::Cancel;
use crate::cloud::RunningGroup;
use crate::cluster_api::{ClusterApi, Node, PodQuery, by_instance};
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
    /// [`Error::NoInstanceGroup`], [`Error::NoInstance`], [`Error::OtherCluster`], [`Error::Cloud`] and [`Error::ClusterApi`].
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
        refuse_other_cluster(spec, &running, &nodes)?;
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
    /// [`Error::NoInstanceGroup`] and [`Error::OtherCluster`] before anything is done; where [`RollingUpdateOptions::instances`] names
    /// some, as [`Engine::plan_rolling_update`].
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
        let options = match self.instances_and_nodes(spec, api).await {
            Ok((running, nodes)) => {
                refuse_other_cluster(spec, &running, &nodes)?;
                named(spec, options, &running, &nodes)?
            }
            Err(error) if !options.instances.is_empty() => return Err(error),
            // The run asks again.
            Err(_) => options.clone(),
        };
        Ok(rolling::run(spec.cluster.name(), &expected, ports, &options, events, cancel).await)
    }

    async fn instances_and_nodes(
        &self,
        spec: &Spec,
        api: Option<&dyn ClusterApi>,
    ) -> Result<(Vec<RunningGroup>, Vec<Node>), Error> {
        let running = self.cloud.instances(spec.cluster.name()).await?;
        let nodes = match api {
            Some(api) => api.nodes().await?,
            None => Vec::new(),
        };
        Ok((running, nodes))
    }
}

/// Instances that are not nodes are terminated without a drain, which all would be by the API server of another cluster.
fn refuse_other_cluster(spec: &Spec, running: &[RunningGroup], nodes: &[Node]) -> Result<(), Error> {
    let of_cluster = by_instance(nodes);
    let mut instances = running.iter().flat_map(|group| &group.instances).peekable();
    if nodes.is_empty() || instances.peek().is_none() || instances.any(|one| of_cluster.contains_key(one.id.as_str())) {
        return Ok(());
    }
    Err(Error::OtherCluster { cluster: spec.cluster.name().to_owned(), nodes: nodes.len() })
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

#[cfg(test)]
mod tests {
    use futures::executor::block_on;

    use super::*;
    use crate::cluster_api::memory::SimulatedCluster;
    use crate::sim::Account;

    #[test]
    fn the_api_server_of_another_cluster_is_refused_before_an_instance_is_terminated() {
        const SPEC: &str = include_str!("../../../examples/fairwinds/cluster_spec.yml");
        let applied = |text: &str| {
            let account = Account::from_json(include_str!("../../../examples/fairwinds/account.json"));
            let (account, spec) = (account.expect("an account"), Spec::from_yaml("cluster.yml", text).expect("a spec"));
            let engine = Engine::simulated(account.clone());
            block_on(async { engine.apply(&engine.plan(&spec).await?).await }).expect("is applied");
            let api = SimulatedCluster::new(account, spec.cluster.name());
            (engine, spec, api)
        };
        let ((engine, spec, api), (_, _, other)) = (applied(SPEC), applied(&SPEC.replace("demo.kube", "other.kube")));
        let options = RollingUpdateOptions { force: true, ..RollingUpdateOptions::default() };
        let before = block_on(engine.instances(&spec, None)).expect("are listed");
        let (quiet, cancel) = (|_: RollingUpdateEvent| (), Cancel::default());
        let planned = block_on(engine.plan_rolling_update(&spec, Some(&other), &options)).map(drop);
        let ran = block_on(engine.rolling_update(&spec, Some(&other), &options, &quiet, &cancel)).map(drop);
        for refused in [planned, ran] {
            let error = refused.expect_err("it is another cluster");
            assert!(error.to_string().contains("that of another cluster"), "{error}");
        }
        assert_eq!(block_on(engine.instances(&spec, None)).expect("are listed"), before);
        block_on(engine.rolling_update(&spec, Some(&api), &options, &quiet, &cancel)).expect("is its own");
    }
}
