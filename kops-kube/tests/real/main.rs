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

use kops_core::apply::{Clock, SystemClock};
use kops_core::cluster_api::{ClusterApi, ClusterApiErrorKind, Eviction, PodQuery};
use kops_core::kubeconfig::KubeconfigOptions;
use kops_core::lifecycle::addons::AddonOptions;
use kops_core::lifecycle::rolling::{RollingUpdateEvent, RollingUpdateOptions};
use kops_core::lifecycle::validation::FailureKind;
use kops_core::naming::Role;
use kops_core::testkit::cluster_suite::{self, ClusterSubject};
use kops_core::{Engine, Spec};
use kops_kube::{Connection, Kube};

use kubelets::Kubelets;
use server::{CLUSTER, Server, applied};

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
    let plan = Box::pin(engine.plan(&spec)).await.expect("a plan");
    engine.apply(&plan).await.expect("is applied");
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
    let found = engine.wait_until_valid(spec, api).options(wait).await.expect("answers");
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
    let report = engine.rolling_update(&spec, Some(api)).options(options).events(note).await.expect("ends");
    assert!(report.is_complete(), "{report:?}");
    let events = events.into_inner().expect("is whole");
    assert!(events.iter().any(|event| matches!(event, RollingUpdateEvent::Evicted { .. })), "{events:?}");
    let now: BTreeSet<String> = api.nodes().await.expect("are listed").into_iter().map(|node| node.name).collect();
    assert_eq!((now.len(), now.intersection(&old).count()), (4, 0));
    assert!(kubelets.least_available() >= 3, "the budget of the pods was respected");
    assert!(engine.validate_cluster(&spec, api).await.expect("answers").is_valid());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_real_api_keeps_the_promises_of_the_port() {
    let Some(server) = Server::start(Fast::default()).await else { return };
    let kubelets = Kubelets::start(&server).await;
    kubelets.run_pods("guarded", 1, 1).await;
    kubelets.run_free_pods("free", 2);
    let api = &server.api;
    kubelets
        .until(async || {
            let (pods, budgets) = (api.pods(&PodQuery::default()).await.ok()?, api.budgets().await.ok()?);
            let of = |app: &str| pods.iter().find(|pod| pod.labels.get("app").is_some_and(|label| label == app));
            let guarded = of("guarded").filter(|pod| budgets.iter().any(|budget| budget.covers(pod)))?;
            matches!(api.evict(&guarded.id).await.ok()?, Eviction::Blocked { .. }).then_some(())?;
            of("free").map(drop)
        })
        .await;
    let findings = cluster_suite::run(ClusterSubject { api, free: "free", guarded: "guarded" }).await;
    assert!(findings.is_empty(), "{findings}");
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_nodes_are_rolled_on_a_real_api_server() {
    let change = |spec: &str| {
        let spec = spec.replace("maxSize: 3", "maxSize: 49").replace("minSize: 3", "minSize: 49");
        spec.replace("  role: Node\n", "  role: Node\n  rollingUpdate:\n    maxSurge: 10\n")
    };
    let Some(server) = Server::start_with(Fast::default(), change).await else { return };
    let (engine, spec, api) = (&server.engine, &server.spec, &server.api);
    let kubelets = Kubelets::start(&server).await;
    kubelets.run_pods("web", 60, 40).await;
    let wait = kops_core::engine::Wait { timeout: Duration::from_secs(6000), ..Default::default() };
    let found = engine.wait_until_valid(spec, api).options(wait).await.expect("answers");
    assert!(found.is_valid() && found.nodes.len() == 50, "{found:?}");
    let spec = change_machine_type(engine, spec).await;
    let options = RollingUpdateOptions::default();
    let report = engine.rolling_update(&spec, Some(api)).options(options).await.expect("ends");
    assert!(report.is_complete(), "{report:?}");
    assert_eq!(report.groups.iter().map(|group| group.terminated.len()).sum::<usize>(), 50);
    assert!(kubelets.least_available() >= 40, "the budget of the pods was respected");
}

/// Sizes, surges and limits of twenty groups of nodes, none like another.
fn generated() -> impl Iterator<Item = (usize, usize, usize)> {
    let all =
        (1..=6).flat_map(|size| (0..=3).flat_map(move |surge| (0..=2).map(move |missing| (size, surge, missing))));
    all.filter(|(_, surge, missing)| surge + missing > 0).step_by(3).take(20)
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_generated_clusters_are_rolled_within_their_limits() {
    let Some(server) = Server::start(Fast::default()).await else { return };
    let api = &server.api;
    let mut kubelets = Kubelets::start(&server).await;
    assert_eq!(generated().count(), 20);
    for settings in generated() {
        kubelets = Box::pin(roll(api, kubelets, settings)).await;
    }
}

/// Rolls the nodes of a cluster, of which so many may be missing or surplus, on the API server of another one.
async fn roll(api: &Kube, kubelets: Kubelets, (size, surge, missing): (usize, usize, usize)) -> Kubelets {
    let change = |spec: &str| {
        let spec = spec.replace("maxSize: 3", &format!("maxSize: {size}"));
        let spec = spec.replace("minSize: 3", &format!("minSize: {size}"));
        let limits = format!("  rollingUpdate: {{maxSurge: {surge}, maxUnavailable: {missing}}}\n");
        spec.replace("  role: Node\n", &format!("  role: Node\n{limits}"))
    };
    let (account, engine, spec) = Box::pin(applied(Fast::default(), change)).await;
    let kubelets = kubelets.with_account(account).await;
    let wait = kops_core::engine::Wait { timeout: Duration::from_secs(6000), ..Default::default() };
    let found = engine.wait_until_valid(&spec, api).options(wait).await.expect("answers");
    assert!(found.is_valid() && found.nodes.len() == size + 1, "{found:?}");
    let spec = change_machine_type(&engine, &spec).await;
    let options = RollingUpdateOptions { roles: [Role::Node].into(), ..RollingUpdateOptions::default() };
    kubelets.least_serving();
    let report = engine.rolling_update(&spec, Some(api)).options(options).await.expect("ends");
    let case = format!("{size} nodes, of which {missing} may be missing, and {surge} more: {report:?}");
    assert!(report.is_complete() && report.cordoned.is_empty(), "{case}");
    assert_eq!(report.groups.iter().map(|group| group.terminated.len()).sum::<usize>(), size, "{case}");
    let serving = kubelets.least_serving();
    assert!(serving >= size.saturating_sub(missing), "{serving} served: {case}");
    kubelets
}

#[tokio::test(flavor = "multi_thread")]
async fn addons_are_applied_on_a_real_api_server() {
    let Some(server) = Server::start(Fast::default()).await else { return };
    let (engine, spec, api) = (&server.engine, &server.spec, &server.api);
    let _kubelets = Kubelets::start(&server).await;
    let options = AddonOptions::default();
    let planned = engine.plan_addons(spec, api, &options).await.expect("is planned");
    let names: Vec<String> = planned.updates.into_iter().map(|update| update.name).collect();
    let report = engine.apply_addons(spec, api).options(options.clone()).await.expect("ends");
    assert_eq!((&report.applied, &report.failed), (&names, &Vec::new()), "every object passes the API's own schema");
    assert!(report.unready.iter().any(|unready| unready.object.name == "coredns"), "no kubelet runs: {report:?}");
    let installed = engine.installed_addons(api).await.expect("are listed");
    assert_eq!(installed.len(), names.len());
    assert_eq!(engine.plan_addons(spec, api, &options).await.expect("is planned").updates, []);

    let manifest = "
apiVersion: example.com/v1
kind: Widget
metadata: {name: first, namespace: default}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {kind: Widget, plural: widgets, singular: widget}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
";
    let place = "file:///widgets.yaml".to_owned();
    let files = [(place.clone(), manifest.to_owned())].into();
    let own = AddonOptions { channels: vec![place], files, timeout: Duration::from_secs(3000), ..options };
    let report = engine.apply_addons(spec, api).options(own).await.expect("ends");
    assert!(report.is_complete() && report.applied.len() == 1, "{report:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn exported_kubeconfigs_are_accepted_until_they_expire() {
    let Some(server) = Server::start(Fast::default()).await else { return };
    let export = async |options: KubeconfigOptions, existing: &str| {
        let options = KubeconfigOptions { api_server: Some(server.url()), ..options };
        let made = server.engine.kubeconfig(CLUSTER, &options).await.expect("is made");
        let text = made.merge_into(existing).expect("is merged");
        server.trusting(&String::from_utf8_lossy(text.expose()))
    };
    let connect = async |text: &str| Kube::connect(text, &Connection::default()).await.expect("is a kubeconfig");
    let admin = export(KubeconfigOptions { admin: Some(3600), ..KubeconfigOptions::default() }, "").await;
    connect(&admin).await.nodes().await.expect("an administrator may list nodes");

    let user = admin.replace(&format!("name: {CLUSTER}\n  user:\n    client"), "name: deploy\n  user:\n    client");
    assert_ne!(user, admin);
    let user = export(KubeconfigOptions { user: Some("deploy".into()), ..KubeconfigOptions::default() }, &user).await;
    assert!(user.contains("user: deploy"), "{}", user.replace(|c: char| c.is_ascii_uppercase(), ""));
    connect(&user).await.nodes().await.expect("the user of the file may list nodes");

    let short = connect(&export(KubeconfigOptions { admin: Some(1), ..KubeconfigOptions::default() }, "").await).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let error = short.nodes().await.expect_err("has expired");
    assert_eq!(error.kind, ClusterApiErrorKind::Denied, "{error}: {:?}", error.source);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_gives_another_certificate_before_the_last_one_ends() {
    let Some(server) = Server::start(Fast::default()).await else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("credential").display().to_string();
    let write = |text: &str| std::fs::write(&file, text).expect("is written");
    write(&server.credential(1, "2020-01-01T00:00:00Z").await);
    let kubeconfig = server.kubeconfig_of_command("cat", &[file.as_str()]);
    let api = Kube::connect(&kubeconfig, &Connection::default()).await.expect("is a kubeconfig");
    tokio::time::sleep(Duration::from_secs(2)).await;
    write("nothing");
    let error = api.nodes().await.expect_err("the certificate has ended, and there is no other");
    assert_eq!(error.kind, ClusterApiErrorKind::Kubeconfig, "{error}: {:?}", error.source);
    write(&server.credential(3600, "2099-01-01T00:00:00Z").await);
    api.nodes().await.expect("there is another one");
    write("nothing");
    api.nodes().await.expect("that lasts");
}

/// A kubeconfig with one cluster and one user.
fn kubeconfig(cluster: &str, user: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Config\ncurrent-context: a\nclusters: [{{name: a, cluster: {{{cluster}}}}}]\n\
         contexts: [{{name: a, context: {{cluster: a, user: a}}}}]\nusers: [{{name: a, user: {{{user}}}}}]\n"
    )
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_given_up() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let server = format!("server: 'http://{}'", silent.local_addr().expect("an address"));
    let kubeconfig = kubeconfig(&server, "");
    let soon = Connection { timeout: Some(Duration::from_millis(50)), ..Connection::default() };
    let api = Kube::connect(&kubeconfig, &soon).await.expect("is a kubeconfig");
    let answer = tokio::time::timeout(Duration::from_secs(20), api.nodes()).await.expect("is given up");
    let error = answer.expect_err("does not answer");
    assert!(error.kind == ClusterApiErrorKind::Network && error.retryable(), "{error}");
}

#[tokio::test]
async fn what_a_command_for_credentials_writes_is_not_shown() {
    let version = "client.authentication.k8s.io/v1";
    let user = format!("exec: {{apiVersion: {version}, command: echo, args: ['token: @S3CR3T']}}");
    let kubeconfig = kubeconfig("server: 'http://127.0.0.1:1'", &user);
    let error = Kube::connect(&kubeconfig, &Connection::default()).await.expect_err("are no credentials");
    assert_eq!(error.kind, ClusterApiErrorKind::Kubeconfig, "{error}");
    assert!(!format!("{error}{error:?}").contains("S3CR3T"), "{error}");
}

#[tokio::test]
async fn a_host_that_a_proxy_resolves_need_not_resolve_here() {
    for (proxy, resolves) in [("", false), (", proxy-url: 'http://127.0.0.1:1'", true)] {
        let kubeconfig = kubeconfig(&format!("server: 'http://nowhere.invalid'{proxy}"), "");
        let api = Kube::connect(&kubeconfig, &Connection::default()).await.expect("is a kubeconfig");
        let addresses = api.addresses().await;
        assert_eq!(addresses.is_ok_and(|addresses| addresses.is_empty()), resolves, "{kubeconfig}");
    }
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
