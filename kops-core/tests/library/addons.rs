//! The addons of a simulated cluster: applied as kops-channels does it, cut at any write and continued.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use futures::executor::block_on;
use kops_core::apply::{SimulatedClock, SimulatedEntropy};
use kops_core::cloud::Fault;
use kops_core::cluster_api::memory::SimulatedCluster;
use kops_core::cluster_api::{
    Budget, ClusterApi, ClusterApiError, Eviction, FaultInjecting, ListedObject, Node, NodeChange, ObjectId,
    ObjectQuery, ObjectWrite, Pod, PodId, PodQuery,
};
use kops_core::lifecycle::addons::{AddonEvent, AddonOptions, AddonsReport, NodesToUpdate};
use kops_core::pki::Secret;
use kops_core::spec::Objects;
use kops_core::state::{IfExists, Key, MemoryStore, Put, StateStore as _};
use kops_core::{Engine, Error, Spec, sim::Account, yaml};
use serde_json::{Value, json};

const SPEC: &str = include_str!("../../../examples/fairwinds/cluster_spec.yml");
const ACCOUNT: &str = include_str!("../../../examples/fairwinds/account.json");
const NAME: &str = "demo.kube.example.com";

struct Scene {
    engine: Engine,
    account: Account,
    store: Arc<MemoryStore>,
    spec: Spec,
}

impl Scene {
    /// The Fairwinds cluster, applied.
    fn new() -> Self {
        Self::of(SPEC)
    }

    fn of(text: &str) -> Self {
        let (account, store) = (Account::from_json(ACCOUNT).expect("an account"), Arc::new(MemoryStore::default()));
        let simulated = Engine::builder(account.clone()).store(store.clone());
        let engine = simulated.clock(SimulatedClock::default()).entropy(SimulatedEntropy).build();
        let spec = Spec::from_yaml("cluster.yml", text).expect("a spec");
        block_on(async { engine.apply(&engine.plan(&spec).await?).await }).expect("is applied");
        Self { engine, account, store, spec }
    }

    /// A new API server of the cluster, whose nodes have joined.
    fn cluster(&self) -> SimulatedCluster {
        let cluster = SimulatedCluster::new(self.account.clone(), self.spec.cluster.name());
        block_on(cluster.nodes()).expect("are listed");
        cluster
    }

    fn apply(&self, api: &dyn ClusterApi, options: &AddonOptions) -> Result<AddonsReport, Error> {
        block_on(self.engine.apply_addons(&self.spec, api).options(options.clone()).into_future())
    }

    fn outdated(&self, api: &dyn ClusterApi, options: &AddonOptions) -> Vec<String> {
        let plan = block_on(self.engine.plan_addons(&self.spec, api, options)).expect("is planned");
        plan.updates.into_iter().map(|update| update.name).collect()
    }
}

fn patient() -> AddonOptions {
    AddonOptions { timeout: Duration::from_secs(600), ..AddonOptions::default() }
}

/// Options for a list of addons that the caller has read, with its manifests.
fn of_files(list: &str, manifests: &[(&str, &str)]) -> AddonOptions {
    let place = "file:///addons/list.yaml".to_owned();
    let files = manifests.iter().map(|(name, text)| (format!("file:///addons/{name}"), (*text).to_owned()));
    let files = files.chain([(place.clone(), list.to_owned())]).collect();
    AddonOptions { channels: vec![place], files, ..patient() }
}

/// Every object that addons can make, without what changes with each write.
fn everything(cluster: &SimulatedCluster) -> BTreeMap<String, Vec<ObjectId>> {
    let kinds = [
        ("", "Namespace"),
        ("", "ConfigMap"),
        ("", "Secret"),
        ("", "Service"),
        ("", "ServiceAccount"),
        ("apps", "DaemonSet"),
        ("apps", "Deployment"),
        ("rbac.authorization.k8s.io", "ClusterRole"),
        ("rbac.authorization.k8s.io", "ClusterRoleBinding"),
        ("rbac.authorization.k8s.io", "Role"),
        ("rbac.authorization.k8s.io", "RoleBinding"),
        ("cert-manager.io", "Issuer"),
    ];
    let list = |(group, kind): (&str, &str)| {
        let query = ObjectQuery { group: group.into(), kind: kind.into(), ..ObjectQuery::default() };
        block_on(cluster.objects(&query)).expect("are listed")
    };
    kinds.map(|kind| (kind.1.to_owned(), list(kind).into_iter().map(|object| object.id).collect())).into()
}

fn configs(cluster: &SimulatedCluster) -> Vec<String> {
    let all = everything(cluster);
    all["ConfigMap"].iter().filter(|id| id.namespace.as_deref() == Some("default")).map(|id| id.name.clone()).collect()
}

fn config(name: &str) -> String {
    format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}, namespace: default, labels: {{addon: mine}}}}\n---\n"
    )
}

#[test]
fn the_addons_of_a_cluster_are_applied_once_and_recorded_as_kops_channels_records_them() {
    let scene = Scene::new();
    let cluster = scene.cluster();
    let outdated = scene.outdated(&cluster, &AddonOptions::default());
    assert!(outdated.len() > 8 && outdated.contains(&"coredns.addons.k8s.io".to_owned()), "{outdated:?}");
    let events = Mutex::new(Vec::new());
    let note = |event| events.lock().expect("is whole").push(event);
    let ran = block_on(scene.engine.apply_addons(&scene.spec, &cluster).options(patient()).events(note).into_future());
    let report = ran.expect("ends");
    assert!(report.is_complete(), "{report:?}");
    assert_eq!(report.applied, outdated, "in the order of the list");
    assert_eq!(scene.outdated(&cluster, &AddonOptions::default()), Vec::<String>::new());

    let installed = block_on(scene.engine.installed_addons(&cluster)).expect("are listed");
    assert_eq!(
        installed.iter().map(|addon| &addon.name).collect::<BTreeSet<_>>(),
        outdated.iter().collect(),
        "kops-channels sees the same"
    );
    let place = format!("s3://kops-state-store/{NAME}/addons/bootstrap-channel.yaml");
    assert!(installed.iter().all(|addon| addon.channel.as_ref() == Some(&place) && addon.system_generation == 1));
    let events = events.into_inner().expect("is whole");
    let applied = events.iter().filter(|event| matches!(event, AddonEvent::Applied { .. })).count();
    assert_eq!(applied, outdated.len());
    assert!(events.iter().any(|event| matches!(event, AddonEvent::Waiting { .. })), "workloads take a moment");
    assert!(matches!(events.last(), Some(AddonEvent::Ended { .. })));
}

#[test]
fn a_run_that_is_cut_at_any_write_is_continued_to_the_same_end() {
    let scene = Scene::new();
    let addons = ["coredns.addons.k8s.io", "dns-controller.addons.k8s.io"].map(str::to_owned).into();
    let only = AddonOptions { addons, ..patient() };
    let whole = FaultInjecting::new(scene.cluster());
    scene.apply(&whole, &only).expect("ends");
    let (writes, expected) = (whole.changes(), everything(whole.inner()));
    assert!(writes > 20, "{writes}");
    for cut in 1..=writes {
        for after in [false, true] {
            let api = FaultInjecting::new(scene.cluster());
            let api = if after { api.cut_after(cut) } else { api.cut_before(cut) };
            let once = AddonOptions { timeout: Duration::ZERO, ..only.clone() };
            assert!(!scene.apply(&api, &once).is_ok_and(|report| report.is_complete()), "cut at write {cut}");
            let report = scene.apply(api.inner(), &only).expect("ends");
            assert!(report.is_complete(), "{cut}: {report:?}");
            assert_eq!(everything(api.inner()), expected, "cut at write {cut}");
            assert_eq!(scene.outdated(api.inner(), &only), Vec::<String>::new());
        }
    }
}

#[test]
fn an_api_server_that_fails_for_a_while_is_waited_for() {
    let scene = Scene::new();
    let api = FaultInjecting::new(scene.cluster()).at(5, Fault::Internal(3)).at(40, Fault::LostAnswer);
    let report = scene.apply(&api, &patient()).expect("ends");
    assert!(report.is_complete(), "{report:?}");
    let denied = FaultInjecting::new(scene.cluster()).at(1, Fault::Denied);
    let report = scene.apply(&denied, &patient()).expect("ends");
    assert_eq!(report.applied, Vec::<String>::new());
    assert!(report.failed.iter().all(|failed| failed.messages[0].contains("may not do this")), "{report:?}");
}

#[test]
fn objects_of_a_kind_that_the_same_manifest_defines_are_applied() {
    let scene = Scene::new();
    let manifest = "
apiVersion: example.com/v1
kind: Widget
metadata: {name: first, namespace: default}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec: {group: example.com, scope: Namespaced, names: {kind: Widget, plural: widgets}}
";
    let options = of_files(manifest, &[]);
    let cluster = scene.cluster();
    let report = scene.apply(&cluster, &options).expect("ends");
    assert!(report.is_complete() && report.applied.len() == 1, "{report:?}");
    let widgets = ObjectQuery { group: "example.com".into(), kind: "Widget".into(), ..ObjectQuery::default() };
    assert_eq!(block_on(cluster.objects(&widgets)).expect("are listed").len(), 1);
}

#[test]
fn what_left_a_manifest_is_deleted_and_nodes_that_need_an_update_are_marked() {
    let scene = Scene::new();
    let cluster = scene.cluster();
    let list = |hash: &str| {
        format!(
            "kind: Addons\nspec:\n  addons:\n  - name: mine\n    manifest: mine.yaml\n    id: {hash}\n    needsRollingUpdate: control-plane\n    \
             prune: {{kinds: [{{kind: ConfigMap, labelSelector: addon=mine, namespaces: [default]}}, {{group: nowhere, kind: Nothing}}]}}\n"
        )
    };
    let other = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "other", "namespace": "default"}});
    block_on(cluster.write_object(&other, ObjectWrite::Apply)).expect("is written");
    let first = of_files(&list("v1"), &[("mine.yaml", &format!("{}{}", config("a"), config("b")))]);
    scene.apply(&cluster, &first).expect("ends");
    assert_eq!(configs(&cluster), ["a", "b", "other"]);
    let marked = || {
        let nodes = block_on(cluster.nodes()).expect("are listed");
        nodes.into_iter().filter(|node| node.needs_update()).map(|node| node.role()).collect::<Vec<_>>()
    };
    assert_eq!(marked(), [], "a new addon needs no update of nodes");

    let second = of_files(&list("v2"), &[("mine.yaml", &config("b"))]);
    let plan = block_on(scene.engine.plan_addons(&scene.spec, &cluster, &second)).expect("is planned");
    assert_eq!(plan.updates[0].marks_nodes, Some(NodesToUpdate::ControlPlane));
    let pruned: Vec<String> = plan.updates[0].prunes.iter().map(ToString::to_string).collect();
    assert_eq!(pruned, ["ConfigMap default/a"]);
    assert_eq!(configs(&cluster), ["a", "b", "other"], "a plan changes nothing");
    scene.apply(&cluster, &second).expect("ends");
    assert_eq!(configs(&cluster), ["b", "other"]);
    assert_eq!(marked(), [kops_core::naming::Role::Master]);
}

/// A cluster that lists a node which is gone a moment later.
#[derive(Debug)]
struct Shrinking(SimulatedCluster);

#[async_trait]
impl ClusterApi for Shrinking {
    async fn addresses(&self) -> Result<Vec<IpAddr>, ClusterApiError> {
        self.0.addresses().await
    }

    async fn nodes(&self) -> Result<Vec<Node>, ClusterApiError> {
        let mut nodes = self.0.nodes().await?;
        nodes.insert(0, Node { name: "gone".into(), ..Node::default() });
        Ok(nodes)
    }

    async fn pods(&self, query: &PodQuery) -> Result<Vec<Pod>, ClusterApiError> {
        self.0.pods(query).await
    }

    async fn budgets(&self) -> Result<Vec<Budget>, ClusterApiError> {
        self.0.budgets().await
    }

    async fn change_node(&self, node: &str, change: &NodeChange) -> Result<(), ClusterApiError> {
        self.0.change_node(node, change).await
    }

    async fn evict(&self, pod: &PodId) -> Result<Eviction, ClusterApiError> {
        self.0.evict(pod).await
    }

    async fn server_version(&self) -> Result<String, ClusterApiError> {
        self.0.server_version().await
    }

    async fn objects(&self, query: &ObjectQuery) -> Result<Vec<ListedObject>, ClusterApiError> {
        self.0.objects(query).await
    }

    async fn write_object(&self, object: &Value, write: ObjectWrite) -> Result<Value, ClusterApiError> {
        self.0.write_object(object, write).await
    }

    async fn delete_object(&self, id: &ObjectId) -> Result<(), ClusterApiError> {
        self.0.delete_object(id).await
    }
}

#[test]
fn a_node_that_goes_before_it_is_marked_fails_no_addon() {
    let scene = Scene::new();
    let cluster = Shrinking(scene.cluster());
    let version = |version: &str| {
        let entry = format!("{{name: mine, id: {version}, manifest: mine.yaml, needsRollingUpdate: all}}");
        of_files(&format!("kind: Addons\nspec: {{addons: [{entry}]}}\n"), &[("mine.yaml", &config("a"))])
    };
    for id in ["v1", "v2"] {
        let report = scene.apply(&cluster, &version(id)).expect("ends");
        assert!(report.is_complete() && report.applied == ["mine"], "{report:?}");
    }
    let nodes = block_on(cluster.0.nodes()).expect("are listed");
    assert!(nodes.iter().all(Node::needs_update), "{nodes:?}");
}

#[test]
fn an_addon_that_needs_an_authority_gets_one_and_keeps_it() {
    let scene = Scene::new();
    let cluster = scene.cluster();
    let list = "kind: Addons\nspec: {addons: [{name: mine, manifest: mine.yaml, needsPKI: true}]}\n";
    let options = |seconds| AddonOptions {
        timeout: Duration::from_secs(seconds),
        ..of_files(list, &[("mine.yaml", &config("a"))])
    };
    let report = scene.apply(&cluster, &options(0)).expect("ends");
    assert!(report.failed[0].messages[0].contains("serves no kind `Issuer`"), "{report:?}");

    let definition = json!({
        "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
        "metadata": {"name": "issuers.cert-manager.io"},
        "spec": {"group": "cert-manager.io", "scope": "Namespaced", "names": {"kind": "Issuer", "plural": "issuers"}},
    });
    for _ in 0..2 {
        block_on(cluster.write_object(&definition, ObjectWrite::Apply)).expect("is written");
    }
    let secrets = || everything(&cluster)["Secret"].clone();
    assert_eq!(secrets().len(), 1, "the authority is there already, only its issuer is not");
    assert!(scene.apply(&cluster, &options(60)).expect("ends").is_complete());
    assert_eq!((secrets().len(), everything(&cluster)["Issuer"].len()), (1, 1));
    assert_eq!(scene.outdated(&cluster, &options(0)), Vec::<String>::new());
}

#[test]
fn an_addon_whose_pods_do_not_run_is_waited_for_until_time_is_up() {
    let scene = Scene::new();
    let cluster = scene.cluster();
    let of = |replicas: u32| {
        let object = format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web, namespace: default}}\nspec: {{replicas: {replicas}}}\n"
        );
        of_files(&object, &[])
    };
    let set_ready = |ready: bool| {
        block_on(cluster.nodes()).expect("are listed").iter().for_each(|node| cluster.set_ready(&node.name, ready));
    };
    set_ready(false);
    let report = scene.apply(&cluster, &of(2)).expect("ends");
    assert_eq!((report.applied.len(), report.failed.len()), (1, 0), "kops counts a new one as installed: {report:?}");
    let [unready] = &report.unready[..] else { panic!("{report:?}") };
    assert_eq!(unready.reason, "has 0 of 2 pods that are available");

    let report = scene.apply(&cluster, &of(3)).expect("ends");
    let [failed] = &report.failed[..] else { panic!("{report:?}") };
    assert_eq!(failed.messages, ["Deployment default/web is not `Available`"]);
    assert_eq!(report.applied, Vec::<String>::new(), "a change of what is unhealthy is not recorded");

    set_ready(true);
    let without_end = AddonOptions { timeout: Duration::MAX, ..of(3) };
    assert!(scene.apply(&cluster, &without_end).expect("ends").is_complete());
}

#[test]
fn what_cannot_be_right_is_refused_before_anything_is_applied() {
    let scene = Scene::new();
    let refused = |scene: &Scene, api: &SimulatedCluster, options: &AddonOptions| {
        let before = everything(api);
        let planned = block_on(scene.engine.plan_addons(&scene.spec, api, options)).map(drop);
        let error = scene.apply(api, options).expect_err("is refused");
        assert_eq!(planned.expect_err("is refused").to_string(), error.to_string());
        assert_eq!(everything(api), before);
        error
    };
    let misspelt = AddonOptions { addons: ["core-dns".to_owned()].into(), ..AddonOptions::default() };
    let error = refused(&scene, &scene.cluster(), &misspelt);
    assert!(error.to_string().contains("no addon `core-dns`; there are ") && error.to_string().contains("coredns"));

    let other = Scene::of(&SPEC.replace("demo.kube", "other.kube"));
    let error = refused(&scene, &other.cluster(), &AddonOptions::default());
    assert!(matches!(error, Error::OtherCluster { .. }), "{error}");
}

#[test]
fn what_cannot_be_read_keeps_nothing_else_from_being_applied() {
    let text = SPEC.replace("  channel: stable\n", "  certManager: {enabled: true}\n  channel: stable\n");
    let lists =
        "  addons:\n  - manifest: s3://nowhere/list.yaml\n  - manifest: https://example.com/list.yaml\n  api:\n";
    let scene = Scene::of(&text.replace("  api:\n", lists));
    let key = Key::new(format!("{NAME}/addons/coredns.addons.k8s.io/k8s-1.12.yaml")).expect("a key");
    block_on(scene.store.put(&key, "apiVersion: v1".into(), Put::Any)).expect("is written");
    let cluster = scene.cluster();
    let plan = block_on(scene.engine.plan_addons(&scene.spec, &cluster, &AddonOptions::default())).expect("is planned");
    let told = Mutex::new(BTreeSet::new());
    let note = |event| {
        if let AddonEvent::Failed { addon, .. } = event {
            told.lock().expect("is whole").insert(addon);
        }
    };
    let ran = block_on(scene.engine.apply_addons(&scene.spec, &cluster).events(note).into_future());
    let report = ran.expect("ends");
    assert_eq!(plan.failed, report.failed);
    assert_eq!(told.into_inner().expect("is whole"), report.failed.iter().map(|failed| failed.name.clone()).collect());
    assert_eq!(
        plan.updates.iter().map(|update| &update.name).collect::<Vec<_>>(),
        report.applied.iter().collect::<Vec<_>>()
    );
    assert!(report.applied.len() > 8, "{report:?}");
    let failed: Vec<(&str, &str)> =
        report.failed.iter().map(|failed| (failed.name.as_str(), failed.messages[0].as_str())).collect();
    for (name, message) in [
        ("s3://nowhere/list.yaml", "there is no `s3://nowhere/list.yaml`"),
        ("https://example.com/list.yaml", "is not among the files"),
        ("coredns.addons.k8s.io", "does not have the hash in its list"),
        ("certmanager.io", "there is no `s3://kops-state-store/"),
    ] {
        let found = failed.iter().find(|(failed, _)| *failed == name);
        assert!(found.is_some_and(|(_, said)| said.contains(message)), "{name}: {failed:?}");
    }
    assert_eq!(failed.len(), 4, "{failed:?}");
    let one = AddonOptions { addons: ["dns-controller.addons.k8s.io".to_owned()].into(), ..AddonOptions::default() };
    assert!(scene.apply(&scene.cluster(), &one).expect("ends").failed.is_empty(), "other lists are not asked for");
}

#[test]
fn a_manifest_with_a_secret_in_it_is_that_of_its_list() {
    let ipsec = "    cilium:\n      enableEncryption: true\n      encryptionType: ipsec\n";
    let text = SPEC.replace("    cilium:\n", ipsec);
    let (account, store) = (Account::from_json(ACCOUNT).expect("an account"), Arc::new(MemoryStore::default()));
    let engine = Engine::builder(account.clone()).store(store.clone()).clock(SimulatedClock::default());
    let engine = engine.entropy(SimulatedEntropy).build();
    let objects = Objects::from_yaml("cluster.yml", &text).expect("objects");
    block_on(engine.create(&objects)).expect("is stored");
    let secret = Secret::from(br#"keys: "3 rfc4106(gcm(aes)) S3CR3T 128""#.to_vec());
    block_on(engine.create_secret(NAME, "ciliumpassword", &secret, IfExists::Fail)).expect("is stored");
    let spec = block_on(engine.load(NAME)).expect("is stored");
    block_on(async { engine.apply(&engine.plan(&spec).await?).await }).expect("is applied");
    let scene = Scene { engine, account, store, spec };
    let report = scene.apply(&scene.cluster(), &patient()).expect("ends");
    assert!(report.is_complete() && report.applied.iter().any(|name| name == "networking.cilium.io"), "{report:?}");
}

#[test]
fn waiting_also_looks_at_addons_that_are_installed() {
    let scene = Scene::new();
    let cluster = scene.cluster();
    let nodes = block_on(cluster.nodes()).expect("are listed");
    nodes.iter().for_each(|node| cluster.set_ready(&node.name, false));
    scene.apply(&cluster, &AddonOptions::default()).expect("ends");
    assert_eq!(scene.outdated(&cluster, &AddonOptions::default()), Vec::<String>::new());
    let report = scene.apply(&cluster, &patient()).expect("ends");
    assert!(report.applied.is_empty() && !report.is_complete(), "{report:?}");
    nodes.iter().for_each(|node| cluster.set_ready(&node.name, true));
    let report = scene.apply(&cluster, &patient()).expect("ends");
    assert!(report.is_complete(), "{report:?}");
}

#[test]
fn the_version_of_a_list_that_was_applied_is_the_one_that_is_waited_for() {
    let scene = Scene::new();
    let cluster = scene.cluster();
    let list = "
kind: Addons
spec:
  addons:
  - {name: web, id: old, manifest: old.yaml, kubernetesVersion: '<1.40.0'}
  - {name: web, id: new, manifest: new.yaml, kubernetesVersion: '>=1.40.0'}
";
    let deployment = |name: &str| {
        format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}, namespace: default}}\nspec: {{replicas: 1}}\n"
        )
    };
    let options = of_files(list, &[("old.yaml", &deployment("old")), ("new.yaml", &deployment("new"))]);
    assert!(scene.apply(&cluster, &options).expect("ends").is_complete());
    let names: Vec<String> = everything(&cluster)["Deployment"].iter().map(|id| id.name.clone()).collect();
    assert_eq!(names, ["old"]);
}

#[test]
fn an_api_server_that_is_not_up_is_waited_for() {
    let scene = Scene::new();
    let events = Mutex::new(Vec::new());
    let note = |event| events.lock().expect("is whole").push(event);
    let later = FaultInjecting::new(scene.cluster()).reading(Fault::Broken);
    let report = block_on(scene.engine.apply_addons(&scene.spec, &later).options(patient()).events(note).into_future())
        .expect("ends");
    assert!(report.is_complete(), "{report:?}");
    let retried =
        |event: &AddonEvent| matches!(event, AddonEvent::Retrying { error } if error.message.contains("list nodes"));
    assert!(events.lock().expect("is whole").first().is_some_and(retried));
    let never = FaultInjecting::new(scene.cluster()).reading(Fault::Internal(u32::MAX));
    let error = scene.apply(&never, &patient()).expect_err("is away");
    assert!(error.retryable(), "{error}");
}

#[test]
fn manifests_are_yaml_as_kops_reads_it() {
    let scene = Scene::new();
    let cluster = scene.cluster();
    let manifest = "
apiVersion: apps/v1
kind: Deployment
metadata:
  labels: &labels {app: web}
  annotations: {<<: *labels}
  name: first
  namespace: default
spec: {paused: yes, replicas: 010}
";
    assert!(scene.apply(&cluster, &of_files(manifest, &[])).expect("ends").is_complete());
    let now =
        json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "first", "namespace": "default"}});
    let written = block_on(cluster.write_object(&now, ObjectWrite::Annotate)).expect("is there");
    assert_eq!((&written["spec"]["paused"], &written["spec"]["replicas"]), (&json!(true), &json!(8)));
    assert_eq!(written["metadata"]["annotations"], json!({"app": "web"}));
}

/// Lists that the spec adds are applied after the bootstrap channel, from wherever they are.
#[test]
fn lists_of_the_spec_are_applied_too() {
    let scene = Scene::of(&SPEC.replace(
        "  api:\n",
        &format!("  addons:\n  - manifest: s3://kops-state-store/{NAME}/addons/mine.yaml\n  api:\n"),
    ));
    let key = Key::new(format!("{NAME}/addons/mine.yaml")).expect("a key");
    block_on(scene.store.put(&key, config("a").into(), Put::Any)).expect("is written");
    let cluster = scene.cluster();
    let outdated = scene.outdated(&cluster, &AddonOptions::default());
    assert!(outdated.last().is_some_and(|name| name.starts_with("manifest-")), "{outdated:?}");
    assert!(scene.apply(&cluster, &patient()).expect("ends").is_complete());
    assert_eq!(configs(&cluster), ["a"]);
}

/// A map of an object of the user can look like what stands for a value that is known later.
#[test]
fn objects_of_the_user_are_written_as_they_are() {
    let reference = json!({"ref": "vpc/demo.kube.example.com", "output": "id"});
    let data = json!({
        "body": {"text": []}, "greeting": {"text": ["hello"]}, "page": {"text": [reference]},
        "encoded": {"text": [{"encoding": "base64", "text": "a"}]}, "id": reference, "other": {"ref": "vpc/x", "output": "id"},
    });
    let page = json!({
        "apiVersion": "example.com/v1", "kind": "Page", "metadata": {"name": "a", "namespace": "default"}, "spec": data,
    });
    let scene = Scene::of(&format!("{SPEC}\n---\n{page}\n"));
    assert!(block_on(scene.engine.plan(&scene.spec)).expect("is planned").is_empty());
    let key = Key::new(format!("{NAME}/addons/cluster-addons.kops.k8s.io/default.yaml")).expect("a key");
    let stored = block_on(scene.store.get(&key)).expect("is read").expect("is there").value;
    let stored =
        yaml::parse(&yaml::source_from_bytes("default.yaml", stored.to_vec()).expect("is text")).expect("is YAML");
    assert_eq!(stored[0].root.to_json()["spec"], data);
}

#[test]
fn nothing_secret_is_in_lists_and_events() {
    let scene = Scene::new();
    let cluster = scene.cluster();
    let manifest = "
apiVersion: v1
kind: Secret
metadata: {name: token, namespace: default, annotations: {kubectl.kubernetes.io/last-applied-configuration: S3CR3T}}
stringData: {token: S3CR3T}
";
    let events = Mutex::new(Vec::new());
    let note = |event| events.lock().expect("is whole").push(event);
    let options = of_files(manifest, &[]);
    let report = block_on(scene.engine.apply_addons(&scene.spec, &cluster).options(options).events(note).into_future())
        .expect("ends");
    let query = ObjectQuery { kind: "Secret".into(), ..ObjectQuery::default() };
    let listed: Vec<ListedObject> = block_on(cluster.objects(&query)).expect("are listed");
    let said = format!("{report:?}{events:?}{listed:?}{cluster:?}{}", json!(listed));
    assert!(said.contains("token") && !said.contains("S3CR3T"), "{said}");
    let _: Value = serde_json::to_value(&report).expect("is data");
}
