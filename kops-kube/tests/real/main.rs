//! The port to the API of running clusters against upstream's own API server. Nodes and pods are simulated: no kubelet runs.
//!
//! The server is the program in `tests/apiserver`, which `KOPS_TEST_APISERVER` names; without it these tests say that they skip.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "the tests start a program, which reads and writes files"
)]

mod kubelets;
mod server;

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::time::Duration;

use kops_core::apply::{Cancel, Clock, SystemClock};
use kops_core::cluster_api::{ClusterApi, ClusterApiErrorKind, Eviction, NodeChange, PodQuery};
use kops_core::lifecycle::rolling::{RollingUpdateEvent, RollingUpdateOptions};
use kops_core::lifecycle::validation::FailureKind;
use kops_core::{Engine, Spec};
use kops_kube::{Connection, Kube};

use kubelets::Kubelets;
use server::Server;

/// A clock that is a hundred times as fast.
#[derive(Debug, Default)]
struct Fast(SystemClock);

#[async_trait::async_trait]
impl Clock for Fast {
    fn now(&self) -> Duration {
        self.0.now() * 100
    }

    fn unix_time(&self) -> u64 {
        self.0.unix_time()
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration / 100).await;
    }
}

async fn change_machine_type(engine: &Engine, spec: &Spec) -> Spec {
    let mut spec = spec.clone();
    for group in &mut spec.groups {
        group.spec.root_volume_size = Some(200);
    }
    engine.apply(&engine.plan(&spec).await.expect("a plan")).await.expect("is applied");
    spec
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cluster_is_validated_and_rolled_on_a_real_api_server() {
    let Some(server) = Server::start(Fast::default()).await else { return };
    let (engine, spec, api) = (&server.engine, &server.spec, &server.api);
    let found = engine.validate_cluster(spec, api).await.expect("answers");
    let kinds: BTreeSet<FailureKind> = found.failures.iter().map(|failure| failure.kind).collect();
    assert_eq!(kinds, [FailureKind::Machine].into(), "no instance has joined: {found:?}");

    let kubelets = Kubelets::start(&server).await;
    kubelets.run_pods("web", 4, 3).await;
    let wait = kops_core::engine::Wait { timeout: Duration::from_secs(3000), ..Default::default() };
    let found = engine.wait_until_valid(spec, api, &wait, &|_| ()).await.expect("answers");
    assert!(found.is_valid(), "{found:?}");
    let instances = engine.instances(spec, Some(api)).await.expect("are listed");
    assert!(instances.iter().all(|instance| instance.node_name.as_deref() == Some(&instance.id)), "{instances:?}");

    let spec = change_machine_type(engine, spec).await;
    let options = RollingUpdateOptions::default();
    let plan = engine.plan_rolling_update(&spec, Some(api), &options).await.expect("a plan");
    assert_eq!(plan.groups.iter().map(|group| group.replace.len()).sum::<usize>(), 4);
    let old: BTreeSet<String> = instances.into_iter().map(|instance| instance.id).collect();
    let events = Mutex::new(Vec::new());
    let note = |event| events.lock().expect("is whole").push(event);
    let report = engine.rolling_update(&spec, Some(api), &options, &note, &Cancel::default()).await.expect("ends");
    assert!(report.is_complete(), "{report:?}");
    let events = events.into_inner().expect("is whole");
    assert!(events.iter().any(|event| matches!(event, RollingUpdateEvent::Evicted { .. })), "{events:?}");
    let now: BTreeSet<String> = api.nodes().await.expect("are listed").into_iter().map(|node| node.name).collect();
    assert_eq!((now.len(), now.intersection(&old).count()), (4, 0));
    assert!(kubelets.least_available() >= 3, "the budget of the pods was respected");
    assert!(engine.validate_cluster(&spec, api).await.expect("answers").is_valid());
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_change_and_budgets_block() {
    let Some(server) = Server::start(Fast::default()).await else { return };
    let kubelets = Kubelets::start(&server).await;
    kubelets.run_pods("db", 2, 2).await;
    let api = &server.api;
    let pods = async || {
        let all = api.pods(&PodQuery::default()).await.expect("are listed");
        all.into_iter().filter(|pod| pod.labels.get("app").is_some_and(|app| app == "db")).collect::<Vec<_>>()
    };
    let pod = kubelets.until(async || Some(pods().await).filter(|pods| pods.len() == 2)).await.remove(0);
    let blocked = async || match api.evict(&pod.id).await.expect("answers") {
        Eviction::Blocked { message } => Some(message),
        _ => None,
    };
    let message = kubelets.until(blocked).await;
    assert!(message.contains("db"), "{message}");
    let mut gone = pod.id.clone();
    gone.name = "db-gone".into();
    assert_eq!(api.evict(&gone).await.expect("answers"), Eviction::Accepted, "there is nothing to evict");
    assert_eq!(pods().await.len(), 2);

    let name = pod.node.clone().expect("is on a node");
    let node = async || {
        let nodes = api.nodes().await.expect("are listed");
        nodes.into_iter().find(|node| node.name == name).expect("is there")
    };
    let before = node().await;
    for change in [NodeChange::Taint, NodeChange::Cordon, NodeChange::Cordon, NodeChange::MarkForUpdate] {
        api.change_node(&name, &change).await.expect("is changed");
    }
    let changed = node().await;
    assert!(changed.is_draining() && changed.needs_update(), "{changed:?}");
    assert_eq!(changed.taints.len(), before.taints.len() + 1, "{changed:?} {before:?}");
    for _ in 0..2 {
        api.change_node(&name, &NodeChange::Uncordon).await.expect("is changed");
    }
    let after = node().await;
    assert!(!after.is_draining());
    assert_eq!((after.unschedulable, after.taints, after.labels), (false, before.taints, before.labels));
    let on_node = api.pods(&PodQuery::on([name.as_str()])).await.expect("are listed");
    assert!(!on_node.is_empty() && on_node.iter().all(|pod| pod.node.as_ref() == Some(&name)));
    let missing = api.change_node("i-none", &NodeChange::Cordon).await.expect_err("is not there");
    assert_eq!((missing.kind, missing.status), (ClusterApiErrorKind::NotFound, Some(404)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_connection_is_told() {
    let Some(server) = Server::start(Fast::default()).await else { return };
    let url = server.url();
    let (trusted, anonymous) = (server.kubeconfig(&url, true, true), server.kubeconfig(&url, true, false));
    let cases = [
        (server.kubeconfig(&url, false, true), ClusterApiErrorKind::Untrusted),
        (anonymous, ClusterApiErrorKind::Denied),
        (server.kubeconfig("https://127.0.0.1:1", true, true), ClusterApiErrorKind::Network),
        (server.kubeconfig("https://nowhere.invalid", true, true), ClusterApiErrorKind::Unresolved),
    ];
    for (kubeconfig, kind) in cases {
        let api = Kube::connect(&kubeconfig, &Connection::default()).await.expect("is a kubeconfig");
        let error = api.nodes().await.expect_err("does not answer");
        assert_eq!(error.kind, kind, "{error}: {:?}", error.source);
        assert!(!format!("{api:?}{error:?}").contains("PRIVATE KEY"));
    }
    for (kubeconfig, connection) in [
        ("no: kubeconfig".to_owned(), Connection::default()),
        (trusted.clone(), Connection { context: Some("other".into()), ..Connection::default() }),
        (trusted.clone(), Connection { server: Some("not a url".into()), ..Connection::default() }),
    ] {
        let error = Kube::connect(&kubeconfig, &connection).await.expect_err("cannot be used");
        assert_eq!(error.kind, ClusterApiErrorKind::Kubeconfig, "{error}");
    }
    let api = Kube::connect(&trusted, &Connection::default()).await.expect("is a kubeconfig");
    assert_eq!(api.addresses().await.expect("resolves"), [std::net::IpAddr::from([127, 0, 0, 1])]);
    api.nodes().await.expect("answers");
}
