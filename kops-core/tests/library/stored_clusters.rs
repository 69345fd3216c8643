//! Objects in a state store: what is refused, what is written, and that nothing is written by halves.

use std::collections::BTreeMap;
use std::sync::Mutex;

use bytes::Bytes;
use futures::executor::block_on;
use kops_core::apply::SimulatedClock;
use kops_core::diag::ObjectRef;
use kops_core::sim::Account;
use kops_core::spec::Objects;
use kops_core::state::{
    Clusters, Delete, FileStore, IfMissing, Key, LoadError, MemoryStore, Put, StateError, StateStore, Stored, Version,
    Versioned, WriteError,
};
use kops_core::{Engine, Error};

const NOW: u64 = 1_760_000_000;
const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f me@home";
const OTHER_KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAEBAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";

const CLUSTER: &str = "
apiVersion: kops/v1alpha2
kind: Cluster
metadata:
  name: demo.example.com
spec:
  channel: stable
  subnets:
  - {name: us-east-2a, type: Public, zone: us-east-2a}
";
const GROUP: &str = "
apiVersion: kops.k8s.io/v1alpha2
kind: InstanceGroup
metadata:
  name: nodes
  labels:
    kops.k8s.io/cluster: demo.example.com
spec:
  role: Node
  minSize: 1
";

fn objects(text: &str) -> Objects {
    Objects::from_yaml("test.yaml", text).expect("a spec")
}

fn both() -> Objects {
    objects(&format!("{CLUSTER}---{GROUP}"))
}

fn names(objects: &[ObjectRef]) -> Vec<String> {
    objects.iter().map(ToString::to_string).collect()
}

fn keys(store: &dyn StateStore) -> Vec<String> {
    let keys = block_on(store.list(&Key::default())).expect("lists");
    keys.iter().map(ToString::to_string).collect()
}

fn stored(store: &dyn StateStore, key: &str) -> String {
    let key = Key::new(key).expect("a key");
    let object = block_on(store.get(&key)).expect("reads").expect("is there");
    String::from_utf8(object.value.to_vec()).expect("text")
}

#[test]
fn what_was_created_is_read_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let memory = MemoryStore::default();
    let file = FileStore::new(folder.path());
    for store in [&memory as &dyn StateStore, &file] {
        let clusters = Clusters::new(store);
        let created = block_on(clusters.create(&both(), NOW)).expect("creates");
        assert_eq!(names(&created), ["Cluster/demo.example.com", "InstanceGroup/nodes"]);
        block_on(clusters.add_ssh_key("demo.example.com", &KEY.parse().expect("a key"))).expect("adds");
        block_on(clusters.add_ssh_key("demo.example.com", &KEY.parse().expect("a key"))).expect("the same again");
        assert_eq!(block_on(clusters.names()).expect("lists"), ["demo.example.com"]);
        assert_eq!(
            keys(store),
            [
                "demo.example.com/config",
                "demo.example.com/instancegroup/nodes",
                "demo.example.com/pki/ssh/public/admin/0fa20ad7383e6545086b63841cffdcba",
            ]
        );
        let spec =
            block_on(clusters.read("demo.example.com")).expect("reads").expect("is there").spec().expect("valid");
        assert_eq!(spec.cluster.spec, both().clusters[0].spec);
        assert_eq!(spec.groups[0].spec, both().groups[0].spec);
        assert_eq!(spec.ssh_credentials[0].spec.public_key.as_deref(), Some(KEY));
        assert!(block_on(clusters.read("other.example.com")).expect("reads").is_none());
    }
}

#[test]
fn objects_that_were_read_are_replaced_only_where_they_are_unchanged() {
    let folder = tempfile::tempdir().expect("a folder");
    let (memory, file) = (MemoryStore::default(), FileStore::new(folder.path()));
    for store in [&memory as &dyn StateStore, &file] {
        let clusters = Clusters::new(store);
        let key = Key::new("demo.example.com/instancegroup/nodes").expect("a key");
        let sized = |size: u32| GROUP.replace("minSize: 1", &format!("minSize: {size}"));
        let read = || block_on(clusters.load_stored("demo.example.com")).expect("is stored").1;
        let replace = |read: &Stored| block_on(clusters.replace_unchanged(&objects(&sized(2)), read, NOW));
        let conflict = |result: Result<Vec<ObjectRef>, WriteError>, expected: &str| {
            let Err(WriteError::State(error @ StateError::Conflict { .. })) = result else { panic!("{result:?}") };
            assert!(error.to_string().contains(expected), "{error}");
        };
        block_on(clusters.create(&objects(CLUSTER), NOW)).expect("creates");
        let without = read();
        let missing = replace(&without);
        assert!(matches!(missing, Err(WriteError::Missing(_))), "{missing:?}");
        block_on(clusters.create(&objects(GROUP), NOW)).expect("creates");
        conflict(replace(&without), "was changed");

        let before = read();
        block_on(store.put(&key, sized(3).into(), Put::Any)).expect("writes");
        conflict(replace(&before), "was changed");
        assert!(stored(store, key.as_str()).contains("minSize: 3"));
        let changed = read();
        assert_eq!(names(&replace(&changed).expect("is as it was read")), ["InstanceGroup/nodes"]);
        assert!(stored(store, key.as_str()).contains("minSize: 2"));
        block_on(store.delete(&key, Delete::Any)).expect("deletes");
        conflict(replace(&changed), "is gone");
    }
}

#[test]
fn objects_are_written_as_kops_writes_them() {
    let store = MemoryStore::default();
    block_on(Clusters::new(&store).create(&both(), NOW)).expect("creates");
    let expected = "\
apiVersion: kops.k8s.io/v1alpha2
kind: InstanceGroup
metadata:
  creationTimestamp: \"2025-10-09T08:53:20Z\"
  labels:
    kops.k8s.io/cluster: demo.example.com
  name: nodes
spec:
  minSize: 1
  role: Node
";
    assert_eq!(stored(&store, "demo.example.com/instancegroup/nodes"), expected);
}

#[test]
fn creating_what_is_there_writes_nothing() {
    let store = MemoryStore::default();
    let clusters = Clusters::new(&store);
    block_on(clusters.create(&objects(CLUSTER), NOW)).expect("creates");
    let error = block_on(clusters.create(&both(), NOW)).expect_err("the cluster is there");
    assert_eq!(error.to_string(), "`Cluster/demo.example.com` is already in the state store");
    assert_eq!(keys(&store), ["demo.example.com/config"]);
    block_on(clusters.create(&objects(GROUP), NOW)).expect("the group is new");
}

/// What became of an object, and what is said of it at its place in the store.
const DAMAGE: &[(&str, &str)] = &[
    ("", "is empty, where"),
    ("# nothing\n", "is empty, where"),
    ("null\n", "is empty, where"),
    ("---\n---\n", "is empty, where"),
    ("[]\n", "is not"),
    ("{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"x\"}}\n", "is not"),
    ("\u{0}\u{0}", "demo.example.com"),
    ("apiVersion: kops.k8s.io/v1alpha2\nkind: ", "demo.example.com"),
];

#[test]
fn an_object_that_cannot_be_read_is_never_taken_for_none() {
    let key = |path: &str| Key::new(format!("demo.example.com/{path}")).expect("a key");
    let halved = [
        ("config", CLUSTER, "is cut off: `Cluster/demo.example.com` has no `spec.subnets`"),
        ("instancegroup/nodes", GROUP, "is cut off: `InstanceGroup/nodes` has no `spec.role`"),
    ];
    let halved = halved.map(|(path, text, finding)| {
        let end = text.find("spec:\n").expect("a spec") + "spec:\n".len();
        (path, text.as_bytes()[..end].to_vec(), finding)
    });
    let other = GROUP.replace("name: nodes", "name: other").into_bytes();
    let in_folder = ("instancegroup/nodes/old", GROUP.as_bytes().to_vec(), "lies where no object");
    let copied = ("instancegroup/nodes", other, "holds `InstanceGroup/other`, where `InstanceGroup/nodes`");
    let twice = ("instancegroup/nodes", format!("{GROUP}---{CLUSTER}").into_bytes(), "holds 2 objects, where");
    let bytes = ("instancegroup/nodes", vec![0xff, 0xfe, 0x00], "is not UTF-8 text");
    let ssh = "pki/ssh/public/admin/0fa20ad7383e6545086b63841cffdcba";
    let keys = ["", "\n", "ssh-ed25519 AAAAC3Nz"].map(|text| (ssh, text.as_bytes().to_vec(), "cannot be used: "));
    let damage = ["config", "instancegroup/nodes"]
        .into_iter()
        .flat_map(|path| DAMAGE.iter().map(move |(text, finding)| (path, text.as_bytes().to_vec(), *finding)));
    for (path, bytes, finding) in damage.chain(halved).chain([in_folder, copied, twice, bytes]).chain(keys) {
        let case = format!("{path}: {:?}", String::from_utf8_lossy(&bytes));
        let store = MemoryStore::default();
        let clusters = Clusters::new(&store);
        block_on(clusters.create(&both(), NOW)).expect("creates");
        block_on(store.put(&key(path), bytes.into(), Put::Any)).expect("writes");
        let before = keys_and_texts(&store);

        let Err(LoadError::Invalid { findings, .. }) = block_on(clusters.load("demo.example.com")) else {
            panic!("{case} is loaded");
        };
        assert!(findings.has_errors(), "{case}");
        let said = findings.to_string();
        assert!(said.contains(finding), "{case}: {said}");
        assert!(said.contains(&format!("demo.example.com/{path}")), "{case}: {said}");

        let refused = |result: Result<Vec<ObjectRef>, WriteError>| {
            let Err(WriteError::Invalid(found)) = result else { panic!("{case} is written over: {result:?}") };
            assert!(found.to_string().contains(&format!("demo.example.com/{path}")), "{case}: {found}");
        };
        match path {
            "config" => {
                refused(block_on(clusters.replace(&objects(CLUSTER), IfMissing::Fail, NOW)));
                refused(block_on(clusters.create(&objects(&GROUP.replace("nodes", "more")), NOW)));
            }
            "instancegroup/nodes" => {
                refused(block_on(clusters.replace(&both(), IfMissing::Create, NOW)));
                refused(block_on(clusters.delete_group("demo.example.com", "nodes")).map(|()| Vec::new()));
            }
            _ => {}
        }
        assert_eq!(keys_and_texts(&store), before, "{case}");
    }
}

#[test]
fn all_objects_that_cannot_be_read_are_named_at_once_with_what_to_do() {
    let store = MemoryStore::default();
    let clusters = Clusters::new(&store);
    block_on(clusters.create(&both(), NOW)).expect("creates");
    for path in ["instancegroup/nodes", "instancegroup/more"] {
        let key = Key::new(format!("demo.example.com/{path}")).expect("a key");
        block_on(store.put(&key, "".into(), Put::Any)).expect("writes");
    }
    let Err(LoadError::Invalid { findings, .. }) = block_on(clusters.load("demo.example.com")) else {
        panic!("emptied groups are loaded");
    };
    assert_eq!(findings.len(), 2, "{findings}");
    let stored = block_on(clusters.read("demo.example.com")).expect("reads").expect("is there");
    let alone = stored.cluster_alone().expect("the cluster's own object is whole");
    assert_eq!((alone.cluster.name(), alone.groups.len()), ("demo.example.com", 0));
    assert!(stored.ssh_credentials().expect("no key is damaged").is_empty());
    let first = findings.iter().next().expect("a finding");
    assert_eq!(
        first.to_string(),
        "demo.example.com/instancegroup/more:1:1: error[state/unreadable]: `demo.example.com/instancegroup/more` in the \
         state store is empty, where `InstanceGroup/more` is expected"
    );
    assert_eq!(
        first.help.as_deref(),
        Some(
            "restore an earlier version of `demo.example.com/instancegroup/more`, or delete that object if it is no longer \
             wanted"
        )
    );
}

#[test]
fn what_would_be_taken_for_cut_off_is_not_stored() {
    let store = MemoryStore::default();
    let without_subnets = CLUSTER.replace("  subnets:\n  - {name: us-east-2a, type: Public, zone: us-east-2a}\n", "");
    let without_role = GROUP.replace("  role: Node\n", "");
    let incomplete = objects(&format!("{without_subnets}---{without_role}"));
    let WriteError::Invalid(found) = block_on(Clusters::new(&store).create(&incomplete, NOW)).expect_err("incomplete")
    else {
        panic!("the input is at fault");
    };
    let found = found.to_string();
    assert!(found.contains("`Cluster/demo.example.com` has no `spec.subnets`"), "{found}");
    assert!(found.contains("`InstanceGroup/nodes` has no `spec.role`"), "{found}");
    assert!(keys(&store).is_empty());
}

fn keys_and_texts(store: &dyn StateStore) -> Vec<(String, Vec<u8>)> {
    let bytes = |path: &str| {
        let key = Key::new(path).expect("a key");
        block_on(store.get(&key)).expect("reads").expect("is there").value.to_vec()
    };
    keys(store).into_iter().map(|path| (path.clone(), bytes(&path))).collect()
}

#[test]
fn a_group_needs_its_cluster() {
    let store = MemoryStore::default();
    let clusters = Clusters::new(&store);
    let error = block_on(clusters.create(&objects(GROUP), NOW)).expect_err("no cluster");
    assert_eq!(error.to_string(), "`Cluster/demo.example.com` is not in the state store");
    let orphan = objects(&GROUP.replace("kops.k8s.io/cluster", "team"));
    let WriteError::Invalid(found) = block_on(clusters.create(&orphan, NOW)).expect_err("no label") else {
        panic!("the input is at fault");
    };
    let finding = found.to_string();
    assert!(finding.starts_with("test.yaml:6:3: error[spec/no-cluster]: `InstanceGroup/nodes` does not"), "{finding}");
    assert!(keys(&store).is_empty());
}

#[test]
fn replacing_keeps_the_history_of_an_object() {
    let store = MemoryStore::default();
    let clusters = Clusters::new(&store);
    block_on(clusters.create(&both(), NOW)).expect("creates");
    let replace = |text: &str| block_on(clusters.replace(&objects(text), IfMissing::Fail, NOW + 1));
    replace(GROUP).expect("replaces");
    let same = stored(&store, "demo.example.com/instancegroup/nodes");
    assert!(same.contains("2025-10-09T08:53:20Z") && !same.contains("generation"), "{same}");
    for generation in 1..=2 {
        replace(&GROUP.replace("minSize: 1", &format!("minSize: {}", generation + 1))).expect("replaces");
        let changed = stored(&store, "demo.example.com/instancegroup/nodes");
        assert!(changed.contains(&format!("  generation: {generation}\n")), "{changed}");
    }
}

#[test]
fn replacing_what_is_not_there_must_be_asked_for() {
    let store = MemoryStore::default();
    let clusters = Clusters::new(&store);
    block_on(clusters.create(&objects(CLUSTER), NOW)).expect("creates");
    let error = block_on(clusters.replace(&both(), IfMissing::Fail, NOW)).expect_err("the group is missing");
    assert_eq!(error.to_string(), "`InstanceGroup/nodes` is not in the state store");
    block_on(clusters.replace(&both(), IfMissing::Create, NOW)).expect("was asked for");
    assert_eq!(keys(&store).len(), 2);
}

#[test]
fn a_cluster_has_one_ssh_key() {
    let store = MemoryStore::default();
    let clusters = Clusters::new(&store);
    let add = |key: &str| block_on(clusters.add_ssh_key("demo.example.com", &key.parse().expect("a key")));
    assert_eq!(add(KEY).expect_err("no cluster").to_string(), "`Cluster/demo.example.com` is not in the state store");
    block_on(clusters.create(&objects(CLUSTER), NOW)).expect("creates");
    add(KEY).expect("adds");
    let error = add(OTHER_KEY).expect_err("there is one").to_string();
    assert!(error.contains("0fa20ad7383e6545086b63841cffdcba"), "{error}");
    assert_eq!(block_on(clusters.delete_ssh_keys("demo.example.com")).expect("deletes"), 1);
    add(OTHER_KEY).expect("adds");
}

#[test]
fn a_store_that_fails_while_a_key_is_added_is_an_error_of_the_store() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir_all(folder.path().join("demo.example.com/config")).expect("makes");
    let engine = Engine::builder(Account::new("us-east-2")).store(FileStore::new(folder.path()));
    let engine = engine.clock(SimulatedClock::default()).build();
    let added = block_on(engine.add_ssh_key("demo.example.com", &KEY.parse().expect("a key")));
    assert!(matches!(added, Err(Error::State(_))), "{added:?}");
}

#[test]
fn forgetting_a_cluster_leaves_others_and_what_is_not_kops() {
    let store = MemoryStore::default();
    let clusters = Clusters::new(&store);
    block_on(clusters.create(&both(), NOW)).expect("creates");
    block_on(clusters.create(&objects(&CLUSTER.replace("demo", "demo2")), NOW)).expect("creates");
    let notes = Key::new("demo.example.com/notes.txt").expect("a key");
    block_on(store.put(&notes, "mine".into(), Put::Any)).expect("writes");
    let error = block_on(clusters.forget("demo.example.com")).expect_err("there are notes");
    assert!(error.to_string().starts_with("`demo.example.com/notes.txt` in the state store is not kops's"));
    assert_eq!(keys(&store).len(), 4);
    block_on(store.delete(&notes, Delete::Any)).expect("deletes");
    assert_eq!(block_on(clusters.forget("demo.example.com")).expect("deletes"), 2);
    assert_eq!(keys(&store), ["demo2.example.com/config"]);
}

#[test]
fn forgetting_reads_nothing_and_can_be_repeated() {
    let store = MemoryStore::default();
    let clusters = Clusters::new(&store);
    block_on(clusters.create(&both(), NOW)).expect("is new");
    for number in 0..100 {
        let key = Key::new(format!("demo.example.com/backups/etcd/main/{number}")).expect("a key");
        block_on(store.put(&key, "a backup".into(), Put::Any)).expect("writes");
    }
    assert_eq!(block_on(clusters.forget("demo.example.com")).expect("forgets"), 102);
    assert_eq!(keys(&store), Vec::<String>::new());
    assert_eq!(block_on(clusters.forget("demo.example.com")).expect("nothing is left"), 0);
}

/// A store that counts what is read of it.
#[derive(Debug, Default)]
struct Counting {
    store: MemoryStore,
    reads: Mutex<BTreeMap<String, usize>>,
}

#[async_trait::async_trait]
impl StateStore for Counting {
    async fn get(&self, key: &Key) -> Result<Option<Versioned>, StateError> {
        *self.reads.lock().expect("no panic").entry(key.to_string()).or_default() += 1;
        self.store.get(key).await
    }

    async fn put(&self, key: &Key, value: Bytes, mode: Put) -> Result<Version, StateError> {
        self.store.put(key, value, mode).await
    }

    async fn delete(&self, key: &Key, mode: Delete) -> Result<(), StateError> {
        self.store.delete(key, mode).await
    }

    async fn list(&self, prefix: &Key) -> Result<Vec<Key>, StateError> {
        self.store.list(prefix).await
    }
}

#[test]
fn a_cluster_is_looked_up_once_for_all_its_groups() {
    let store = Counting::default();
    let clusters = Clusters::new(&store);
    block_on(clusters.create(&objects(CLUSTER), NOW)).expect("is new");
    store.reads.lock().expect("no panic").clear();
    let groups: Vec<String> = (0..100).map(|i| GROUP.replace("nodes", &format!("nodes-{i}"))).collect();
    assert_eq!(block_on(clusters.create(&objects(&groups.join("---")), NOW)).expect("are new").len(), 100);
    let reads = store.reads.lock().expect("no panic");
    assert_eq!((reads.len(), reads["demo.example.com/config"]), (101, 1));
    drop(reads);

    let orphans = objects(&groups.join("---").replace("cluster: demo", "cluster: gone"));
    let error = block_on(clusters.create(&orphans, NOW)).expect_err("has no cluster").to_string();
    assert_eq!(error, "`Cluster/gone.example.com` is not in the state store");
}

#[test]
fn an_object_that_is_not_kopss_is_not_stored_without_its_cluster() {
    let store = MemoryStore::default();
    let alone = objects("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: theirs}\n");
    let error = block_on(Clusters::new(&store).create(&alone, NOW)).expect_err("has no cluster");
    let WriteError::Invalid(findings) = error else { panic!("{error:?}") };
    let found: Vec<_> = findings.iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        ["test.yaml:2:1: error[spec/no-cluster]: `ConfigMap/theirs` is not an object of kops, and not beside the one \
          cluster that it is for (ConfigMap/theirs kind)"]
    );
}

#[test]
fn given_objects_are_put_beside_what_is_stored() {
    let store = MemoryStore::default();
    let clusters = Clusters::new(&store);
    block_on(clusters.create(&both(), NOW)).expect("is new");
    let more = objects(&format!(
        "{CLUSTER}  kubernetesVersion: 1.35.5\n---
apiVersion: kops.k8s.io/v1alpha2
kind: SSHCredential
metadata: {{name: admin, labels: {{kops.k8s.io/cluster: demo.example.com}}}}
spec: {{publicKey: '{KEY}'}}
---
apiVersion: v1
kind: ConfigMap
metadata: {{name: theirs}}
"
    ));
    let specs = block_on(clusters.with(&more)).expect("reads");
    let [spec] = specs.as_slice() else { panic!("{specs:?}") };
    assert_eq!(spec.cluster.spec.kubernetes_version.as_deref(), Some("1.35.5"));
    assert_eq!((spec.groups.len(), spec.ssh_credentials.len(), spec.additional.len()), (1, 1, 1));
    let place = |object: ObjectRef| spec.sources.locate(&object.field("spec")).map(|place| place.file);
    assert_eq!(place(spec.cluster.reference()).as_deref(), Some("test.yaml"));
    let stored = "demo.example.com/instancegroup/nodes";
    assert_eq!(place(spec.groups[0].reference()).as_deref(), Some(stored));
}
