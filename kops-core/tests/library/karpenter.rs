//! Instances that Karpenter launched are seen, replaced by force and deleted, and keys are not rotated before they have them.

use std::sync::Arc;

use futures::executor::block_on;
use kops_core::apply::{SimulatedClock, SimulatedEntropy};
use kops_core::cloud::{Cloud as _, InstanceState};
use kops_core::cluster_api::memory::{SimulatedCluster, Workload};
use kops_core::cluster_api::{ClusterApi, NodeChange};
use kops_core::engine::IfNotRolledOut;
use kops_core::interop::Recorder;
use kops_core::lifecycle::instances::{InstanceStatus, UpdateStatus};
use kops_core::lifecycle::rolling::{ReplaceReason, RollingUpdateOptions, RollingUpdatePlan, RollingUpdateReport};
use kops_core::lifecycle::validation::FailureKind;
use kops_core::pki::Keyset;
use kops_core::resource::{Kind, StandaloneInstance};
use kops_core::sim::Account;
use kops_core::spec::Objects;
use kops_core::state::{Layout, MemoryStore, NewKeypair, StateStore as _};
use kops_core::{Engine, Spec};
use serde_json::{Value, json};

const CLUSTER: &str = "public.example.com";
const SPEC: &str = include_str!("../scenarios/public/cluster.yml");
const ACCOUNT: &str = include_str!("../scenarios/public/account.json");
const KARPENTER: &str = "  karpenter: {enabled: true}
  serviceAccountIssuerDiscovery: {discoveryStore: s3://keys/demo, enableAWSOIDCProvider: true}
";
const GROUP: &str = "---
apiVersion: kops.k8s.io/v1alpha2
kind: InstanceGroup
metadata: {name: karp, labels: {kops.k8s.io/cluster: public.example.com}}
spec: {manager: Karpenter, role: Node, machineType: m5.large, subnets: [eu-west-1a]}
";

/// A running cluster with a group of Karpenter, which has launched nothing yet.
struct Scene {
    account: Account,
    cloud: Recorder<Account>,
    store: Arc<MemoryStore>,
    engine: Engine,
    api: SimulatedCluster,
}

impl Scene {
    fn new() -> Self {
        let mut account: Value = serde_json::from_str(ACCOUNT).expect("is JSON");
        account["buckets"] = json!({"keys": {}});
        let account = Account::from_json(&account.to_string()).expect("an account");
        let (cloud, store) = (Recorder::new(account.clone()), Arc::new(MemoryStore::default()));
        let engine = Engine::builder(cloud.clone()).store(store.clone());
        let engine = engine.clock(SimulatedClock::default()).entropy(SimulatedEntropy).build();
        let roles = SPEC.replacen("  iam:\n", "  iam:\n    useServiceAccountExternalPermissions: true\n", 1);
        let text = roles.replacen("spec:\n", &format!("spec:\n{KARPENTER}"), 1) + GROUP;
        block_on(engine.create(&Objects::from_yaml("cluster.yml", &text).expect("objects"))).expect("is new");
        let api = SimulatedCluster::new(account.clone(), CLUSTER).with_workload(Workload::new("web", 3));
        let scene = Self { account, cloud, store, engine, api };
        scene.update();
        scene
    }

    fn spec(&self) -> Spec {
        block_on(self.engine.load(CLUSTER)).expect("is stored")
    }

    fn update(&self) {
        let plan = block_on(self.engine.plan(&self.spec())).expect("plans");
        block_on(self.engine.apply(&plan).into_future()).expect("applies");
    }

    /// Launches an instance as Karpenter does, with what the state store has for the group now.
    fn launch(&self, id: &str) {
        let key = Layout::new(CLUSTER).and_then(|layout| layout.file("igconfig/node/karp/nodeupscript.sh"));
        let script = block_on(self.store.get(&key.expect("a key"))).expect("reads").expect("is there").value;
        let named = |kind, name: &str| {
            let is_named = |tags: &kops_core::resource::Tags| tags.get("Name").is_some_and(|found| found == name);
            let mut found = self.account.resources().into_iter().filter(|found| found.resource.kind() == kind);
            found.find(|found| found.resource.tags().is_some_and(is_named)).expect("is there").id
        };
        let tags = [
            ("KubernetesCluster", CLUSTER),
            ("kops.k8s.io/instancegroup", "karp"),
            ("k8s.io/role/node", "1"),
            ("karpenter.sh/nodepool", "karp"),
        ];
        let instance = StandaloneInstance {
            instance_type: "m5.large".into(),
            subnet: named(Kind::Subnet, &format!("eu-west-1a.{CLUSTER}")).as_str().into(),
            security_groups: vec![named(Kind::SecurityGroup, &format!("nodes.{CLUSTER}")).as_str().into()],
            tags: tags.map(|(key, value)| (key.to_owned(), value.to_owned())).into(),
        };
        self.account.place(id, instance).expect("can stand there");
        drop(self.account.clone().with_user_data(id, &String::from_utf8_lossy(&script)));
        self.join();
    }

    /// Lets instances become nodes that are ready.
    fn join(&self) {
        for _ in 0..3 {
            block_on(self.api.nodes()).expect("lists");
            block_on(self.api.pods(&kops_core::cluster_api::PodQuery::default())).expect("lists");
        }
    }

    /// The instances of the group.
    fn instances(&self) -> Vec<InstanceStatus> {
        let found = block_on(self.engine.instances(&self.spec(), Some(&self.api))).expect("are listed");
        found.into_iter().filter(|found| found.instance_group.as_deref() == Some("karp")).collect()
    }

    fn plan(&self, api: Option<&dyn ClusterApi>, options: &RollingUpdateOptions) -> RollingUpdatePlan {
        block_on(self.engine.plan_rolling_update(&self.spec(), api, options)).expect("plans")
    }

    fn roll(&self, api: Option<&dyn ClusterApi>, options: &RollingUpdateOptions) -> RollingUpdateReport {
        let spec = self.spec();
        block_on(self.engine.rolling_update(&spec, api).options(options.clone()).into_future()).expect("ends")
    }

    /// The changes of instances so far, as `terminate i-1`.
    fn changes(&self) -> Vec<String> {
        let recorded: Value = serde_json::from_str(&self.cloud.to_json()).expect("is JSON");
        let calls = recorded["calls"].as_array().expect("a list").iter();
        let changes = calls.filter(|call| call["method"] == "change_instance").map(|call| &call["arguments"][0]);
        changes.map(|change| format!("{} {}", change["do"], change["instance"]).replace('"', "")).collect()
    }
}

fn options() -> RollingUpdateOptions {
    RollingUpdateOptions { instance_groups: vec!["karp".into()], ..RollingUpdateOptions::default() }
}

fn forced() -> RollingUpdateOptions {
    RollingUpdateOptions { force: true, ..options() }
}

fn ids(instances: &[InstanceStatus]) -> Vec<&str> {
    instances.iter().map(|found| found.id.as_str()).collect()
}

#[test]
fn they_are_listed_with_their_nodes_and_validated() {
    let scene = Scene::new();
    let validated = || block_on(scene.engine.validate_cluster(&scene.spec(), &scene.api)).expect("answers");
    scene.join();
    assert_eq!(scene.instances(), []);
    assert!(validated().is_valid(), "a group of Karpenter may be empty: {:?}", validated());
    scene.launch("i-karp");
    let found = scene.instances();
    let [instance] = &found[..] else { panic!("{found:?}") };
    assert_eq!((instance.status, instance.state), (UpdateStatus::UpToDate, InstanceState::InService));
    assert_eq!((instance.node_name.as_deref(), &instance.autoscaling_group), (Some("i-karp"), &None));
    assert_eq!((instance.machine_type.as_str(), instance.zone.as_str()), ("m5.large", "eu-west-1a"));
    assert!(validated().is_valid(), "{:?}", validated());
    assert!(validated().nodes.iter().any(|node| node.name == "i-karp"));
    scene.api.set_ready("i-karp", false);
    let failures = validated().failures;
    assert!(failures.iter().any(|f| f.kind == FailureKind::Node && f.instance_group.as_deref() == Some("karp")));
    let dump = block_on(scene.engine.dump(&scene.spec(), Some(&scene.api)));
    assert!(dump.instances.iter().any(|found| found.id == "i-karp"));
    let of_others = block_on(scene.account.instances("other.example.com")).expect("are listed");
    assert_eq!(of_others, []);
}

#[test]
fn they_are_replaced_by_force_or_where_their_nodes_are_marked_and_never_started_in_advance() {
    let scene = Scene::new();
    for id in ["i-a", "i-b", "i-c"] {
        scene.launch(id);
    }
    let api: &dyn ClusterApi = &scene.api;
    assert!(scene.plan(Some(api), &options()).is_empty(), "nothing says that they are outdated");
    block_on(scene.api.change_node("i-b", &NodeChange::MarkForUpdate)).expect("is marked");
    let marked = scene.plan(Some(api), &options());
    let replaced = &marked.groups[0].replace;
    assert_eq!(
        (replaced.len(), replaced[0].instance.as_str(), &replaced[0].reasons[..]),
        (1, "i-b", &[ReplaceReason::Marked][..])
    );
    assert!(scene.roll(Some(api), &options()).is_complete());
    assert_eq!(scene.changes(), ["terminate i-b"]);

    let planned = scene.plan(Some(api), &forced());
    let (group, settings) = (&planned.groups[0], planned.groups[0].settings);
    assert_eq!((group.replace.len(), settings.max_surge, settings.max_unavailable), (2, 0, 1));
    let report = scene.roll(Some(api), &forced());
    assert!(report.is_complete(), "{report:?}");
    assert_eq!(scene.changes()[1..], ["terminate i-a", "terminate i-c"], "nothing is detached or deregistered");
    assert_eq!(scene.instances(), []);
}

#[test]
fn they_are_replaced_without_the_api_of_the_cluster_and_one_by_one() {
    let scene = Scene::new();
    for id in ["i-a", "i-b"] {
        scene.launch(id);
    }
    let one = RollingUpdateOptions { instances: vec!["i-b".into()], ..RollingUpdateOptions::default() };
    let report = scene.roll(Some(&scene.api), &one);
    assert!(report.is_complete(), "{report:?}");
    assert_eq!((scene.changes(), ids(&scene.instances())), (vec!["terminate i-b".to_owned()], vec!["i-a"]));
    assert!(scene.roll(None, &options()).groups.is_empty());
    let report = scene.roll(None, &forced());
    assert!(report.is_complete(), "{report:?}");
    assert_eq!(scene.instances(), []);
}

#[test]
fn keys_are_not_rotated_further_before_they_booted_with_them() {
    let scene = Scene::new();
    let refused = |if_not| {
        let promoted = block_on(scene.engine.promote_keypair(CLUSTER, "kubernetes-ca", None, if_not));
        promoted.map(drop).map_err(|error| error.to_string())
    };
    scene.launch("i-old");
    assert_eq!(block_on(scene.engine.groups_to_roll(&scene.spec())).expect("plans"), []);
    block_on(scene.engine.create_keypair(CLUSTER, "kubernetes-ca", NewKeypair::default())).expect("creates");
    let error = refused(IfNotRolledOut::Fail).expect_err("is refused");
    assert!(error.contains("`karp` must be updated and rolled, by Karpenter or with `force`"), "{error}");
    scene.update();
    let others = RollingUpdateOptions::default();
    assert!(scene.roll(Some(&scene.api), &others).is_complete());
    let error = refused(IfNotRolledOut::Fail).expect_err("is refused");
    let expected = "instances do not have the keys of the state store yet: \
                    `karp` must be rolled, by Karpenter or with `force` (1 instance outdated)";
    assert_eq!(error, expected);
    scene.launch("i-new");
    assert!(
        scene.roll(Some(&scene.api), &RollingUpdateOptions { instances: vec!["i-old".into()], ..others }).is_complete()
    );
    refused(IfNotRolledOut::Fail).expect("the instance that is left has the keys");
    let keyset: Keyset = block_on(scene.engine.keyset(CLUSTER, "kubernetes-ca")).expect("is there");
    assert_eq!(keyset.keypairs().len(), 2);
}
