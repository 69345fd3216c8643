//! Replacing the instances of a running cluster.

use std::collections::{BTreeMap, BTreeSet};

use futures::future::{FutureExt as _, try_join, try_join3};

use super::run::With;
use super::{Engine, Error, Run, fill_offline};
use crate::cloud::{ErrorKind, RunningGroup};
use crate::cluster_api::{ClusterApi, Node, PodQuery};
use crate::lifecycle::ExpectedGroup;
use crate::lifecycle::rolling::{
    self, ClusterObjects, Ports, RollingUpdateEvent, RollingUpdateOptions, RollingUpdatePlan, RollingUpdateReport,
};
use crate::resource::LaunchTemplate;
use crate::spec::Spec;

impl Engine {
    /// Plans the replacement of a cluster's outdated instances. Nothing is changed. Without `api` it is not known which instances are
    /// nodes, which of them are marked, and which pods cannot be evicted now.
    ///
    /// # Errors
    /// [`Error::NoProgress`], [`Error::NoInstanceGroup`], [`Error::NoInstance`], [`Error::OtherCluster`], [`Error::Cloud`] and [`Error::ClusterApi`].
    pub async fn plan_rolling_update(
        &self,
        spec: &Spec,
        api: Option<&dyn ClusterApi>,
        options: &RollingUpdateOptions,
    ) -> Result<RollingUpdatePlan, Error> {
        refuse_no_progress(options)?;
        let expected = groups(spec, options)?;
        let (nodes, pods, budgets) = match api {
            Some(api) => try_join3(api.nodes(), api.pods(&PodQuery::default()), api.budgets()).await?,
            None => Default::default(),
        };
        let running = self.cloud.instances(spec.cluster.name()).await?;
        refuse_other_cluster(spec, &running, &nodes)?;
        let options = named(spec, options, &running, &nodes)?;
        let templates = self.launch_templates(&running).await?;
        let cluster = api.map(|_| ClusterObjects { nodes: &nodes, pods: &pods, budgets: &budgets });
        Ok(rolling::plan(&expected, &running, cluster, &templates, &options))
    }

    /// The versions of launch templates that say why instances are outdated; none where the caller may not read them.
    async fn launch_templates(&self, running: &[RunningGroup]) -> Result<BTreeMap<String, LaunchTemplate>, Error> {
        let versions = rolling::template_versions(running);
        if versions.is_empty() {
            return Ok(BTreeMap::new());
        }
        match self.cloud.launch_templates(&versions).await {
            Err(error) if error.kind == ErrorKind::Denied => Ok(BTreeMap::new()),
            found => Ok(found?),
        }
    }

    /// Replaces the outdated instances of a cluster: bastions, then the control plane, one instance at a time, then the nodes. Each is
    /// drained before it is terminated, and the next follows when the cluster is healthy. Without `api` instances are terminated as they
    /// are, and only the autoscaling groups are waited for.
    ///
    /// The next run continues one that was interrupted or cancelled. While another run is under way this one waits, which
    /// [`RollingUpdateEvent::Locked`] says; without `api` none knows of the other. What failed is in the report, and not an error.
    ///
    /// # Errors
    /// [`Error::NoProgress`], [`Error::NoInstanceGroup`] and [`Error::OtherCluster`] before anything is done; where [`RollingUpdateOptions::instances`] names
    /// some, as [`Engine::plan_rolling_update`].
    pub fn rolling_update<'a>(
        &'a self,
        spec: &'a Spec,
        api: Option<&'a dyn ClusterApi>,
    ) -> Run<'a, RollingUpdateOptions, RollingUpdateEvent, RollingUpdateReport> {
        Run::new(move |with| self.replace_instances(spec, api, with).boxed())
    }

    async fn replace_instances(
        &self,
        spec: &Spec,
        api: Option<&dyn ClusterApi>,
        With { options, events, cancel }: With<'_, RollingUpdateOptions, RollingUpdateEvent>,
    ) -> Result<RollingUpdateReport, Error> {
        refuse_no_progress(&options)?;
        let expected = groups(spec, &options)?;
        let ports = Ports { cloud: self.cloud.as_ref(), api, clock: self.clock.as_ref() };
        let options = match self.instances_and_nodes(spec, api).await {
            Ok((running, nodes)) => {
                refuse_other_cluster(spec, &running, &nodes)?;
                named(spec, &options, &running, &nodes)?
            }
            Err(error) if !options.instances.is_empty() => return Err(error),
            // The run asks again.
            Err(_) => options,
        };
        Ok(rolling::run(spec.cluster.name(), &expected, ports, &options, &*events, &cancel).await)
    }

    /// The groups of a cluster with their instances, and its nodes; none without `api`.
    pub(super) async fn instances_and_nodes(
        &self,
        spec: &Spec,
        api: Option<&dyn ClusterApi>,
    ) -> Result<(Vec<RunningGroup>, Vec<Node>), Error> {
        let running = async { Ok::<_, Error>(self.cloud.instances(spec.cluster.name()).await?) };
        let nodes = async {
            match api {
                Some(api) => Ok::<_, Error>(api.nodes().await?),
                None => Ok(Vec::new()),
            }
        };
        try_join(running, nodes).await
    }
}

/// Refuses limits that are over before anything could happen.
fn refuse_no_progress(options: &RollingUpdateOptions) -> Result<(), Error> {
    if options.fail_on_drain_error && options.drain_timeout.is_zero() {
        return Err(Error::NoProgress("the drain timeout is 0, in which no node is drained"));
    }
    if options.fail_on_validate_error && options.validate_count > 0 && options.validation_timeout.is_zero() {
        return Err(Error::NoProgress("the validation timeout is 0, in which no cluster becomes healthy"));
    }
    if options.parallel == 0 {
        return Err(Error::NoProgress("no group of nodes may be replaced, as `parallel` is 0"));
    }
    Ok(())
}

/// Instances that are not nodes are terminated without a drain, which all would be by the API server of another cluster. Where there are
/// no nodes at all, it may be a new cluster with nothing to replace, which is known when the run begins.
pub(super) fn refuse_other_cluster(spec: &Spec, running: &[RunningGroup], nodes: &[Node]) -> Result<(), Error> {
    match !nodes.is_empty() && rolling::has_no_node_of(running, nodes) {
        true => Err(Error::OtherCluster { cluster: spec.cluster.name().to_owned(), nodes: nodes.len() }),
        false => Ok(()),
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures::executor::block_on;

    use super::*;
    use crate::cluster_api::memory::SimulatedCluster;
    use crate::lifecycle::instances::UpdateStatus;
    use crate::lifecycle::rolling::{ReplaceReason, RollingUpdateFailure};
    use crate::sim::Account;

    const SPEC: &str = include_str!("../../../examples/fairwinds/cluster_spec.yml");

    #[test]
    fn the_api_server_of_another_cluster_is_refused_before_an_instance_is_terminated() {
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
        let planned = block_on(engine.plan_rolling_update(&spec, Some(&other), &options)).map(drop);
        let ran = block_on(engine.rolling_update(&spec, Some(&other)).options(options.clone()).into_future()).map(drop);
        for refused in [planned, ran] {
            let error = refused.expect_err("it is another cluster");
            assert!(error.to_string().contains("that of another cluster"), "{error}");
        }
        assert_eq!(block_on(engine.instances(&spec, None)).expect("are listed"), before);
        block_on(engine.rolling_update(&spec, Some(&api)).options(options).into_future()).expect("is its own");
    }

    #[test]
    fn instances_whose_launch_template_is_gone_are_replaced_once_an_update_has_made_it_anew() {
        let account = Account::from_json(include_str!("../../../examples/fairwinds/account.json")).expect("an account");
        let engine = Engine::simulated(account.clone());
        let spec = Spec::from_yaml("cluster.yml", SPEC).expect("a spec");
        let update = |engine: &Engine| {
            block_on(async { engine.apply(&engine.plan(&spec).await?).await }).expect("is applied");
        };
        update(&engine);
        let mut file: serde_json::Value = serde_json::from_str(&account.to_json()).expect("JSON");
        let templates = file["resources"]["launch-template"].as_object_mut().expect("launch templates");
        templates.retain(|_, template| !template["name"].as_str().is_some_and(|name| name.starts_with("nodes.")));
        let engine = Engine::simulated(Account::from_json(&file.to_string()).expect("an account"));

        let instances = || block_on(engine.instances(&spec, None)).expect("are listed");
        let before = instances();
        for instance in &before {
            let is_node = instance.instance_group.as_deref() == Some("nodes");
            let expected = if is_node { UpdateStatus::NeedsUpdate } else { UpdateStatus::UpToDate };
            assert_eq!(instance.status, expected, "{instance:?}");
        }
        let roll = || block_on(engine.rolling_update(&spec, None).into_future()).expect("ends");
        let report = roll();
        let [nodes] = &report.groups[..] else { panic!("{report:?}") };
        let gone = RollingUpdateFailure::NoLaunchTemplate { group: "nodes.demo.kube.example.com".into() };
        assert_eq!((nodes.instance_group.as_str(), &nodes.failure), ("nodes", &Some(gone)));
        assert_eq!(instances(), before);

        update(&engine);
        assert!(roll().is_complete());
        assert!(instances().iter().all(|instance| instance.status == UpdateStatus::UpToDate));
    }

    #[test]
    fn options_that_can_never_make_progress_are_refused() {
        let (engine, spec) = (Engine::simulated(Account::new("us-east-2")), Spec::from_yaml("cluster.yml", SPEC));
        let spec = spec.expect("a spec");
        let options = RollingUpdateOptions::default;
        for (options, message) in [
            (RollingUpdateOptions { drain_timeout: Duration::ZERO, ..options() }, "the drain timeout is 0"),
            (RollingUpdateOptions { validation_timeout: Duration::ZERO, ..options() }, "the validation timeout is 0"),
        ] {
            let planned = block_on(engine.plan_rolling_update(&spec, None, &options)).map(drop);
            let ran = block_on(engine.rolling_update(&spec, None).options(options).into_future()).map(drop);
            for refused in [planned, ran] {
                let error = refused.expect_err("is refused").to_string();
                assert!(error.contains("never make progress") && error.contains(message), "{error}");
            }
        }
        let careless = RollingUpdateOptions { fail_on_drain_error: false, drain_timeout: Duration::ZERO, ..options() };
        block_on(engine.plan_rolling_update(&spec, None, &careless)).expect("nodes are terminated without a drain");
    }

    #[test]
    fn a_plan_says_which_fields_of_the_spec_outdated_an_instance_before() {
        let account = Account::from_json(include_str!("../../../examples/fairwinds/account.json")).expect("an account");
        let engine = Engine::simulated(account);
        let update = |text: &str| {
            let spec = Spec::from_yaml("cluster.yml", text).expect("a spec");
            block_on(async { engine.apply(&engine.plan(&spec).await?).await }).expect("is applied");
            spec
        };
        let reasons = |spec: &Spec| {
            let options = RollingUpdateOptions::default();
            let planned = block_on(engine.plan_rolling_update(spec, None, &options)).expect("is planned");
            let nodes = planned.groups.iter().find(|group| group.instance_group == "nodes").expect("is there");
            let reasons = nodes.replace.iter().flat_map(|replaced| replaced.reasons.clone());
            let fields = reasons.flat_map(|reason| match reason {
                ReplaceReason::Template { differences, .. } => differences,
                other => panic!("{other:?}"),
            });
            fields.map(|found| found.field).collect::<BTreeSet<String>>()
        };
        assert_eq!(reasons(&update(SPEC)), BTreeSet::new());
        let with = |field: &str| SPEC.replace("  role: Node\n", &format!("  role: Node\n  {field}\n"));
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
        let volume = update(&with("rootVolumeSize: 77"));
        assert_eq!(reasons(&volume), names(&["spec.rootVolume, spec.volumes"]));
        let both = update(&with("rootVolumeSize: 77\n  nodeLabels: {team: shop}"));
        let expected =
            ["node configuration", "spec.cloudLabels, spec.nodeLabels, spec.taints", "spec.rootVolume, spec.volumes"];
        assert_eq!(reasons(&both), names(&expected), "two updates outdated the instances");
    }
}
