//! What kubelets and controllers do, for the instances of a simulated account: nodes come and go with instances, pods run on nodes
//! and end when they are deleted, and budgets have a status.

use std::collections::BTreeSet;
use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use k8s_openapi::api::core::v1::{Namespace, Node, Pod};
use k8s_openapi::api::policy::v1::PodDisruptionBudget;
use kops_core::cloud::{Cloud as _, RunningGroup};
use kops_core::cluster_api::CONTROL_PLANE_PODS;
use kops_core::naming::Role;
use kops_core::sim::Account;
use kube::api::{Api, DeleteParams, ListParams, Patch, PatchParams, PostParams};
use kube::config::{KubeConfigOptions, Kubeconfig};
use kube::{Client, Config};
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use crate::server::{CLUSTER, Server};

/// Pods that should run, and how many of them a budget keeps available.
#[derive(Clone)]
struct Workload {
    name: String,
    replicas: usize,
    /// None for pods without a budget.
    least: Option<usize>,
}

pub(crate) struct Kubelets {
    world: Arc<World>,
    task: JoinHandle<()>,
}

struct World {
    account: Account,
    client: Client,
    workloads: Mutex<Vec<Workload>>,
    made: AtomicUsize,
    /// The fewest pods of a workload that ran at any time since all of them did.
    least_available: AtomicUsize,
    /// The fewest nodes of the role `Node` that took pods at any time since it was last asked for.
    least_serving: AtomicUsize,
}

impl Kubelets {
    pub(crate) async fn start(server: &Server) -> Self {
        let kubeconfig = Kubeconfig::from_yaml(&server.kubeconfig(&server.url(), true, true)).expect("is a kubeconfig");
        let config = Config::from_custom_kubeconfig(kubeconfig, &KubeConfigOptions::default()).await.expect("is used");
        let client = Client::try_from(config).expect("a client");
        // The server makes them too, some seconds after it answers.
        for name in ["default", "kube-system"] {
            let namespaces: Api<Namespace> = Api::all(client.clone());
            let made = namespaces.create(&PostParams::default(), &of(json!({"metadata": {"name": name}}))).await;
            assert!(made.is_ok() || namespaces.get(name).await.is_ok(), "{made:?}");
        }
        Self::of(client, server.account.clone())
    }

    /// Goes on with the instances of another account; the nodes and pods of this one are gone once it returns.
    pub(crate) async fn with_account(self, account: Account) -> Self {
        let client = self.world.client.clone();
        drop(self);
        let (nodes, pods) = (Api::<Node>::all(client.clone()), Api::<Pod>::all(client.clone()));
        let found = pods.list(&ListParams::default()).await.expect("are listed");
        for pod in &found {
            end(&client, pod).await.expect("is deleted");
        }
        nodes.delete_collection(&DeleteParams::default(), &ListParams::default()).await.expect("are deleted");
        Self::of(client, account)
    }

    fn of(client: Client, account: Account) -> Self {
        let world = Arc::new(World {
            account,
            client,
            workloads: Mutex::default(),
            made: AtomicUsize::new(0),
            least_available: AtomicUsize::new(usize::MAX),
            least_serving: AtomicUsize::new(usize::MAX),
        });
        let working = world.clone();
        let task = tokio::spawn(async move {
            loop {
                working.work().await.expect("the API server answers");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        });
        Self { world, task }
    }

    /// Keeps pods running that no budget is for.
    pub(crate) fn run_free_pods(&self, name: &str, replicas: usize) {
        self.world.workloads.lock().expect("is whole").push(Workload { name: name.into(), replicas, least: None });
    }

    /// Keeps pods running, of which a budget keeps some available.
    pub(crate) async fn run_pods(&self, name: &str, replicas: usize, least: usize) {
        let budgets: Api<PodDisruptionBudget> = Api::namespaced(self.world.client.clone(), "default");
        let budget = of(json!({
            "metadata": {"name": name},
            "spec": {"minAvailable": least, "selector": {"matchLabels": {"app": name}}},
        }));
        budgets.create(&PostParams::default(), &budget).await.expect("is made");
        self.world.workloads.lock().expect("is whole").push(Workload {
            name: name.into(),
            replicas,
            least: Some(least),
        });
    }

    /// The fewest pods of a workload that ran at any time since all of them did.
    pub(crate) fn least_available(&self) -> usize {
        self.world.least_available.load(Ordering::SeqCst)
    }

    /// The fewest nodes of the role `Node` that took pods at any time since it was last asked for.
    pub(crate) fn least_serving(&self) -> usize {
        self.world.least_serving.swap(usize::MAX, Ordering::SeqCst)
    }

    /// Waits until there is something.
    pub(crate) async fn until<T, F: Future<Output = Option<T>>>(&self, look: impl Fn() -> F) -> T {
        for _ in 0..600 {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("it does not happen");
    }
}

impl Drop for Kubelets {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl World {
    async fn work(&self) -> Result<(), kube::Error> {
        let groups = self.account.instances(CLUSTER).await.expect("are listed");
        let nodes: Api<Node> = Api::all(self.client.clone());
        let pods: Api<Pod> = Api::all(self.client.clone());
        let known = nodes.list(&ListParams::default()).await?.items;
        self.follow(&groups, &nodes, &known).await?;
        self.count_serving(&groups, &known);
        // Read before the pods: an eviction that is accepted meanwhile makes another version of a budget.
        let budgets: Api<PodDisruptionBudget> = Api::namespaced(self.client.clone(), "default");
        let budgets = budgets.list(&ListParams::default()).await?.items;
        let all = pods.list(&ListParams::default()).await?.items;
        let live: BTreeSet<String> =
            groups.iter().flat_map(|group| &group.instances).map(|instance| instance.id.to_string()).collect();
        for pod in &all {
            let lost =
                pod.spec.as_ref().and_then(|spec| spec.node_name.as_ref()).is_some_and(|node| !live.contains(node));
            if lost || pod.metadata.deletion_timestamp.is_some() {
                end(&self.client, pod).await?;
            }
        }
        let workloads = self.workloads.lock().expect("is whole").clone();
        for workload in &workloads {
            let on = self.run(workload, &known, &all, &live).await?;
            let budget = budgets.iter().find(|budget| budget.metadata.name.as_ref() == Some(&workload.name));
            if let (Some(budget), Some(least)) = (budget, workload.least) {
                self.allow(budget, on, least, workload.replicas).await?;
            }
        }
        Ok(())
    }

    fn count_serving(&self, groups: &[RunningGroup], known: &[Node]) {
        let workers = groups.iter().filter(|group| group.role == Some(Role::Node)).flat_map(|group| &group.instances);
        let workers: BTreeSet<&str> = workers.map(|instance| instance.id.as_str()).collect();
        let serves = |node: &&Node| {
            is_schedulable(node) && node.metadata.name.as_deref().is_some_and(|name| workers.contains(name))
        };
        self.least_serving.fetch_min(known.iter().filter(serves).count(), Ordering::SeqCst);
    }

    /// Nodes for new instances, and none for those that are gone.
    async fn follow(&self, groups: &[RunningGroup], nodes: &Api<Node>, known: &[Node]) -> Result<(), kube::Error> {
        let names: BTreeSet<&str> = known.iter().filter_map(|node| node.metadata.name.as_deref()).collect();
        let mut live = BTreeSet::new();
        for group in groups.iter().filter(|group| group.role != Some(Role::Bastion)) {
            for instance in &group.instances {
                live.insert(instance.id.as_str());
                if names.contains(instance.id.as_str()) {
                    continue;
                }
                let is_control_plane = group.role == Some(Role::Master);
                let labels =
                    if is_control_plane { json!({"node-role.kubernetes.io/control-plane": ""}) } else { json!({}) };
                let address = instance.private_ip.clone().unwrap_or_default();
                let node = of(json!({
                    "metadata": {"name": instance.id, "labels": labels},
                    "spec": {"providerID": format!("aws:///{}/{}", instance.zone, instance.id)},
                }));
                nodes.create(&PostParams::default(), &node).await?;
                let status = json!({"status": {
                    "conditions": [{"type": "Ready", "status": "True"}],
                    "addresses": [{"type": "InternalIP", "address": address}],
                }});
                nodes.patch_status(instance.id.as_str(), &PatchParams::default(), &Patch::Merge(status)).await?;
                if is_control_plane {
                    for app in CONTROL_PLANE_PODS {
                        let name = format!("{app}-{}", instance.id);
                        let metadata = json!({
                            "name": name, "labels": {"k8s-app": app}, "annotations": {"kubernetes.io/config.mirror": "x"},
                        });
                        self.start("kube-system", metadata, instance.id.as_str(), &address).await?;
                    }
                }
            }
        }
        for gone in names.iter().filter(|name| !live.contains(*name)) {
            nodes.delete(gone, &DeleteParams::default()).await?;
        }
        Ok(())
    }

    /// Starts the pods that a workload lacks, and returns how many ran before.
    async fn run(
        &self,
        workload: &Workload,
        nodes: &[Node],
        pods: &[Pod],
        live: &BTreeSet<String>,
    ) -> Result<usize, kube::Error> {
        let is_of =
            |pod: &&Pod| pod.metadata.labels.as_ref().and_then(|labels| labels.get("app")) == Some(&workload.name);
        let running = pods.iter().filter(is_of).filter(|pod| pod.metadata.deletion_timestamp.is_none());
        let on: Vec<String> =
            running.filter_map(|pod| pod.spec.as_ref()?.node_name.clone()).filter(|node| live.contains(node)).collect();
        let takes_pods = |node: &&Node| {
            let is_worker = node
                .metadata
                .labels
                .as_ref()
                .is_none_or(|labels| !labels.keys().any(|key| key.contains("control-plane")));
            let is_live = node.metadata.name.as_ref().is_some_and(|name| live.contains(name));
            is_worker && is_schedulable(node) && is_live
        };
        if on.len() == workload.replicas || self.least_available.load(Ordering::SeqCst) != usize::MAX {
            self.least_available.fetch_min(on.len(), Ordering::SeqCst);
        }
        let free: Vec<&Node> = nodes.iter().filter(takes_pods).collect();
        for number in on.len()..workload.replicas {
            let Some(node) = free.get(number % free.len().max(1)).and_then(|node| node.metadata.name.as_deref()) else {
                break;
            };
            let name = format!("{}-{}", workload.name, self.made.fetch_add(1, Ordering::SeqCst));
            let metadata = json!({"name": name, "labels": {"app": workload.name}});
            let pod = self.start("default", metadata, node, "10.0.0.1").await?;
            // A node that was cordoned meanwhile may have been drained before the pod was there.
            let node = Api::<Node>::all(self.client.clone()).get_opt(node).await?;
            if !node.is_some_and(|node| is_schedulable(&node)) {
                end(&self.client, &pod).await?;
            }
        }
        Ok(on.len())
    }

    /// Says how many disruptions a budget allows, unless it has changed since it was read.
    async fn allow(
        &self,
        budget: &PodDisruptionBudget,
        on: usize,
        least: usize,
        replicas: usize,
    ) -> Result<(), kube::Error> {
        let budgets: Api<PodDisruptionBudget> = Api::namespaced(self.client.clone(), "default");
        let metadata = &budget.metadata;
        let status = json!({
            "metadata": {"resourceVersion": metadata.resource_version},
            "status": {
                "observedGeneration": metadata.generation, "disruptionsAllowed": on.saturating_sub(least),
                "currentHealthy": on, "desiredHealthy": least, "expectedPods": replicas, "disruptedPods": null,
            },
        });
        let name = metadata.name.as_deref().unwrap_or_default();
        match budgets.patch_status(name, &PatchParams::default(), &Patch::Merge(status)).await {
            Err(kube::Error::Api(status)) if status.code == 409 => Ok(()),
            answer => answer.map(drop),
        }
    }

    async fn start(&self, namespace: &str, metadata: Value, node: &str, host: &str) -> Result<Pod, kube::Error> {
        let pods: Api<Pod> = Api::namespaced(self.client.clone(), namespace);
        let name = metadata["name"].as_str().unwrap_or_default().to_owned();
        let pod = of(json!({
            "metadata": metadata,
            "spec": {"nodeName": node, "containers": [{"name": "main", "image": "x"}], "tolerations": [{"operator": "Exists"}]},
        }));
        pods.create(&PostParams::default(), &pod).await?;
        let status = json!({"status": {
            "phase": "Running", "hostIP": host, "hostIPs": [{"ip": host}],
            "conditions": [{"type": "Ready", "status": "True"}],
            "containerStatuses": [{"name": "main", "image": "x", "imageID": "x", "ready": true, "restartCount": 0}],
        }});
        pods.patch_status(&name, &PatchParams::default(), &Patch::Merge(status)).await
    }
}

fn is_schedulable(node: &Node) -> bool {
    node.spec.as_ref().is_none_or(|spec| spec.unschedulable != Some(true))
}

async fn end(client: &Client, pod: &Pod) -> Result<(), kube::Error> {
    let metadata = &pod.metadata;
    let pods: Api<Pod> = Api::namespaced(client.clone(), metadata.namespace.as_deref().unwrap_or_default());
    let at_once = DeleteParams { grace_period_seconds: Some(0), ..DeleteParams::default() };
    match pods.delete(metadata.name.as_deref().unwrap_or_default(), &at_once).await {
        Err(kube::Error::Api(status)) if status.code == 404 => Ok(()),
        answer => answer.map(drop),
    }
}

fn of<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("is an object of the API")
}
