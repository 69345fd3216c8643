//! Keys, secrets and kubeconfigs through the engine, in a state store as kops has it.

use std::sync::Arc;

use futures::executor::block_on;
use kops_core::apply::{Entropy as _, SimulatedClock, SimulatedEntropy};
use kops_core::engine::{Error, IfNotRolledOut};
use kops_core::errors::{ErrorData, ErrorFacts, KeysetErrorKind};
use kops_core::kubeconfig::{KubeconfigOptions, User};
use kops_core::pki::{Certificate, Keyset, PrivateKey, Secret};
use kops_core::render::terraform::{self, Target};
use kops_core::sim::Account;
use kops_core::spec::Objects;
use kops_core::state::{IfExists, Key, KeysError, Layout, MemoryStore, NewKeypair, Put, StateStore};
use kops_core::{Engine, PlanOptions, Spec};

const CLUSTER: &str = "demo.kube.example.com";
const SPEC: &str = include_str!("../../../examples/fairwinds/cluster_spec.yml");
const ACCOUNT: &str = include_str!("../../../examples/fairwinds/account.json");
const RSA_KEY: &str = include_str!("../../src/pki/testdata/rsa.key");
const RSA_CERTIFICATE: &str = include_str!("../../src/pki/testdata/rsa.crt");

/// An engine whose state store holds the Fairwinds cluster.
fn engine() -> (Engine, Arc<MemoryStore>) {
    let store = Arc::new(MemoryStore::default());
    let account = Account::from_json(ACCOUNT).expect("an account");
    let engine = Engine::builder(account).store(store.clone()).clock(SimulatedClock::default());
    let engine = engine.entropy(SimulatedEntropy).build();
    block_on(engine.create(&Objects::from_yaml("cluster_spec.yml", SPEC).expect("objects"))).expect("creates");
    (engine, store)
}

fn primary() -> NewKeypair {
    NewKeypair { primary: true, ..NewKeypair::default() }
}

/// A keypair that was made by OpenSSL.
fn imported() -> NewKeypair {
    NewKeypair {
        certificate: Some(Certificate::from_pem(RSA_CERTIFICATE).expect("a certificate")),
        private_key: Some(PrivateKey::from_pem(RSA_KEY).expect("a key")),
        primary: false,
    }
}

fn read(store: &MemoryStore, path: &str) -> String {
    let key = Layout::new(CLUSTER).and_then(|layout| layout.file(path)).expect("a key");
    let found = block_on(store.get(&key)).expect("reads").expect("is there");
    String::from_utf8(found.value.to_vec()).expect("is text")
}

#[test]
fn keypairs_are_rotated_in_the_state_store() {
    let (engine, store) = engine();
    let first = block_on(engine.create_keypair(CLUSTER, "kubernetes-ca", primary())).expect("creates");
    let second = block_on(engine.create_keypair(CLUSTER, "kubernetes-ca", NewKeypair::default())).expect("creates");
    assert_eq!(
        block_on(engine.promote_keypair(CLUSTER, "kubernetes-ca", None, IfNotRolledOut::Fail)).expect("promotes"),
        Some(second.clone())
    );
    assert_eq!(
        block_on(engine.promote_keypair(CLUSTER, "kubernetes-ca", None, IfNotRolledOut::Fail)).expect("is one"),
        None
    );
    let distrusted =
        block_on(engine.distrust_keypairs(CLUSTER, "kubernetes-ca", &[], IfNotRolledOut::Fail)).expect("distrusts");
    assert_eq!(distrusted, std::slice::from_ref(&first));
    let text = read(&store, "pki/private/kubernetes-ca/keyset.yaml");
    let keyset = Keyset::from_yaml("kubernetes-ca", text.as_bytes()).expect("a keyset");
    assert_eq!((keyset.keypair_id(), keyset.keypairs().len()), (second.as_str(), 2));
    assert!(keyset.keypair(&first).is_some_and(|keypair| keypair.distrusted.is_some()));
    let trusted =
        block_on(engine.trust_keypairs(CLUSTER, "kubernetes-ca", std::slice::from_ref(&first))).expect("trusts");
    assert_eq!(trusted, [first]);
    let found = block_on(engine.keysets(CLUSTER)).expect("lists");
    let infos: Vec<_> = found.iter().flat_map(Keyset::describe).collect();
    assert_eq!(infos.iter().map(|info| info.is_primary).collect::<Vec<_>>(), [false, true]);
    assert!(infos.iter().all(|info| info.is_authority && info.has_private_key && info.key_length == Some(2048)));
}

#[test]
fn keys_are_not_rotated_further_while_instances_lack_them_unless_told_otherwise() {
    let (engine, _) = engine();
    let apply = || {
        let spec = block_on(engine.load(CLUSTER)).expect("is stored");
        let plan = block_on(engine.plan(&spec)).expect("plans");
        block_on(engine.apply(&plan).into_future()).expect("is applied");
    };
    apply();
    let promote = |if_not| block_on(engine.promote_keypair(CLUSTER, "kubernetes-ca", None, if_not));
    let distrust = |if_not| block_on(engine.distrust_keypairs(CLUSTER, "kubernetes-ca", &[], if_not));
    assert_eq!(promote(IfNotRolledOut::Fail).expect("nothing is pending"), None);
    block_on(engine.create_keypair(CLUSTER, "kubernetes-ca", NewKeypair::default())).expect("creates");
    let is_refused = |error: Error, groups: &str| {
        let data = ErrorData::from(&error);
        assert_eq!(data.message, format!("instances do not have the keys of the state store yet: {groups}"));
        assert!(data.help.is_some_and(|help| help.contains("`force`")));
        let ErrorFacts::KeysetError(fields) = data.facts else { panic!("{error}") };
        assert_eq!((fields.kind, fields.keyset.as_str()), (KeysetErrorKind::NotRolledOut, "kubernetes-ca"));
    };
    let updated = "`masters` must be updated and rolled; `nodes` must be updated and rolled";
    is_refused(promote(IfNotRolledOut::Fail).expect_err("is refused"), updated);
    is_refused(distrust(IfNotRolledOut::Fail).expect_err("is refused"), updated);
    apply();
    let rolled = "`masters` must be rolled (1 instance outdated); `nodes` must be rolled (3 instances outdated)";
    is_refused(promote(IfNotRolledOut::Fail).expect_err("is refused"), rolled);
    let error = block_on(engine.promote_keypair(CLUSTER, "nope", None, IfNotRolledOut::Fail)).expect_err("is refused");
    assert!(error.to_string().contains("no keyset `nope`"), "{error}");
    assert!(promote(IfNotRolledOut::GoOn).expect("promotes").is_some());
    assert_eq!(distrust(IfNotRolledOut::GoOn).expect("distrusts").len(), 1);
}

#[test]
fn keysets_of_older_versions_of_kops_are_read_by_their_new_name_and_move_when_they_change() {
    let (engine, store) = engine();
    block_on(engine.create_keypair(CLUSTER, "kubernetes-ca", primary())).expect("creates");
    let text = read(&store, "pki/private/kubernetes-ca/keyset.yaml");
    let layout = Layout::new(CLUSTER).expect("a name");
    let key = |path: &str| layout.file(path).expect("a key");
    for legacy in ["ca", "master"] {
        let key = key(&format!("pki/private/{legacy}/keyset.yaml"));
        block_on(store.put(&key, text.clone().into(), Put::Create)).expect("writes");
    }
    block_on(store.delete(&key("pki/private/kubernetes-ca/keyset.yaml"), kops_core::state::Delete::Any))
        .expect("deletes");
    for name in ["kubernetes-ca", "service-account"] {
        assert_eq!(block_on(engine.keyset(CLUSTER, name)).expect("is there").name(), name);
        block_on(engine.create_keypair(CLUSTER, name, imported())).expect("adds");
        let moved = read(&store, &format!("pki/private/{name}/keyset.yaml"));
        assert!(moved.contains(&format!("  name: {name}\n")), "{name}");
    }
}

#[test]
fn what_cannot_be_done_is_said_and_nothing_is_written() {
    let (engine, store) = engine();
    let refused = |result: Result<String, Error>| result.expect_err("is refused").to_string();
    assert_eq!(
        refused(block_on(engine.create_keypair(CLUSTER, "kubernetes-ca", NewKeypair::default()))),
        "the keyset `kubernetes-ca` does not exist, and the first keypair of a keyset must be its primary one"
    );
    assert_eq!(
        refused(block_on(engine.create_keypair(CLUSTER, "admin", primary()))),
        "the keypairs of `admin` cannot be rotated; expected `service-account` or a certificate authority"
    );
    assert!(
        refused(block_on(engine.create_keypair("demo.kube.example.co", "kubernetes-ca", primary())))
            .contains("did you mean")
    );
    let other = PrivateKey::generate(SimulatedEntropy.rng().as_mut()).expect("a key");
    let mismatched = NewKeypair { private_key: Some(other), primary: true, ..imported() };
    assert!(refused(block_on(engine.create_keypair(CLUSTER, "kubernetes-ca", mismatched))).contains("does not match"));
    let listed = block_on(store.list(&Key::new(format!("{CLUSTER}/pki")).expect("a key"))).expect("lists");
    assert_eq!(listed, [], "nothing was written");
    let error = block_on(engine.keyset(CLUSTER, "kubernetes-ca")).expect_err("is not there");
    let expected =
        "the cluster has no keyset `kubernetes-ca`; it has no keysets yet: update the cluster to create them";
    assert_eq!(error.to_string(), expected);
    let data = ErrorData::from(&error);
    let ErrorFacts::KeysetError(fields) = data.facts else { panic!("{data:?}") };
    assert_eq!((fields.kind, fields.keyset.as_str()), (KeysetErrorKind::Missing, "kubernetes-ca"));
}

#[test]
fn secrets_are_stored_once_and_listed_by_name() {
    let (engine, store) = engine();
    let secret = Secret::from(r#"{"auths": {}}"#.to_owned());
    let create = |if_exists| block_on(engine.create_secret(CLUSTER, "dockerconfig", &secret, if_exists));
    create(IfExists::Fail).expect("creates");
    assert_eq!(read(&store, "secrets/dockerconfig"), r#"{"Data":"eyJhdXRocyI6IHt9fQ=="}"#);
    let error = create(IfExists::Fail).expect_err("is there");
    assert!(matches!(error, Error::Keys(KeysError::SecretExists { .. })), "{error}");
    create(IfExists::Replace).expect("replaces");
    assert_eq!(block_on(engine.secret(CLUSTER, "dockerconfig")).expect("is there"), secret);
    assert_eq!(block_on(engine.secrets(CLUSTER)).expect("lists"), ["dockerconfig"]);
    block_on(engine.delete_secret(CLUSTER, "dockerconfig")).expect("deletes");
    let error = block_on(engine.delete_secret(CLUSTER, "dockerconfig")).expect_err("is gone");
    assert_eq!(error.to_string(), "the cluster has no secret `dockerconfig`; it has no secrets");
    assert!(matches!(ErrorData::from(&error).facts, ErrorFacts::SecretError(_)));
    let error =
        block_on(engine.create_secret(CLUSTER, "dockerconfig", &Secret::from("c4n4ry".to_owned()), IfExists::Fail));
    let error = error.expect_err("is no JSON").to_string();
    assert!(error.contains("must be a JSON object") && !error.contains("c4n4ry"), "{error}");
}

#[test]
fn a_kubeconfig_leads_to_the_load_balancer_once_that_exists() {
    let (engine, _) = engine();
    let spec = block_on(engine.load(CLUSTER)).expect("loads");
    let plan = block_on(engine.plan(&spec)).expect("a plan");
    block_on(engine.apply(&plan).into_future()).expect("applies");
    let options = KubeconfigOptions { admin: Some(600), ..KubeconfigOptions::default() };
    let made = block_on(engine.kubeconfig(CLUSTER, &options)).expect("a kubeconfig");
    assert!(made.server.starts_with("https://") && made.server.ends_with(".amazonaws.com"), "{}", made.server);
    let authority = block_on(engine.keyset(CLUSTER, "kubernetes-ca")).expect("is there");
    assert_eq!(made.certificate_authority, Some(authority.certificates()));
    let User::Certificate(certificate, _) = made.user else { panic!("{:?}", made.user) };
    assert_eq!(
        (certificate.subject().as_str(), certificate.issuer().as_str()),
        ("CN=kubecfg,O=system:masters", "CN=kubernetes-ca")
    );
}

/// Has Cilium encrypt by IPsec what nodes send each other.
fn encrypt_traffic(spec: &mut Spec) {
    let networking = spec.cluster.spec.networking.as_mut().expect("has a network");
    networking.cilium.as_mut().expect("is Cilium").enable_encryption = Some(true);
}

/// Every way in which what is in a cluster could be seen.
fn seen(engine: &Engine, store: &MemoryStore) -> String {
    let mut spec = block_on(engine.load(CLUSTER)).expect("loads");
    // The hash of this one is in the files of control planes.
    spec.cluster.spec.encryption_config = Some(true);
    // This one is in the manifest of an addon.
    encrypt_traffic(&mut spec);
    let plan =
        block_on(engine.plan_with(&spec, &PlanOptions { prune: true, ..PlanOptions::default() })).expect("a plan");
    let (graph, _) = block_on(engine.graph(&spec)).expect("a graph");
    let files = terraform::render(&graph, &Target::default()).expect("renders");
    let files = files.into_iter().map(|(name, text)| format!("{name}\n{}", String::from_utf8_lossy(&text)));
    let events = std::sync::Mutex::new(String::new());
    let note = |event| events.lock().expect("is free").push_str(&format!("{event:?}\n"));
    let report = block_on(engine.apply(&plan).events(note).into_future()).expect("applies");
    let listed = block_on(engine.keysets(CLUSTER)).expect("lists");
    let infos: Vec<_> = listed.iter().flat_map(Keyset::describe).collect();
    let options = KubeconfigOptions { admin: Some(60), ..KubeconfigOptions::default() };
    let kubeconfig = block_on(engine.kubeconfig(CLUSTER, &options)).expect("a kubeconfig");
    let deletion = block_on(engine.plan_deletion(&spec)).expect("a plan");
    let secret = block_on(engine.secret(CLUSTER, "dockerconfig")).expect("is there");
    [
        files.collect(),
        plan.to_json(),
        format!("{plan} {deletion} {plan:?} {graph:?} {report:?} {engine:?} {store:?}"),
        deletion.to_json(),
        events.into_inner().expect("is free"),
        format!("{listed:?} {infos:?} {kubeconfig:?} {secret:?}"),
        serde_json::to_string(&infos).expect("is JSON"),
    ]
    .concat()
}

#[test]
fn no_secret_is_seen_in_plans_events_errors_debug_output_or_terraform() {
    let (engine, store) = engine();
    let canary = "c4n4ry";
    let keypair = NewKeypair { primary: true, ..imported() };
    block_on(engine.create_keypair(CLUSTER, "kubernetes-ca", keypair)).expect("creates");
    for (name, text) in [
        ("dockerconfig", format!("{{\"auths\": \"{canary}\"}}")),
        ("encryptionconfig", format!("kind: EncryptionConfiguration\nsecret: {canary}\n")),
        ("ciliumpassword", format!("keys: {canary}\n")),
        ("admin", canary.to_owned()),
    ] {
        block_on(engine.create_secret(CLUSTER, name, &Secret::from(text), IfExists::Fail)).expect("creates");
    }
    // The other ways in which the same bytes may be spelt.
    use base64::Engine as _;
    let encode = |bytes: &[u8]| base64::engine::general_purpose::STANDARD.encode(bytes);
    let mut canaries = vec![canary.to_owned(), encode(canary.as_bytes())];
    canaries.extend(RSA_KEY.lines().filter(|line| !line.starts_with("--")).map(str::to_owned));
    let all = seen(&engine, &store);
    // A keyset that is damaged, and one that cannot do what is asked.
    let mut errors = String::new();
    let layout = Layout::new(CLUSTER).expect("a name");
    let text = read(&store, "pki/private/kubernetes-ca/keyset.yaml");
    let damages = [
        text.replace("kind: Keyset", "kind: [c4n4ry"),
        text.replace("privateMaterial: LS0t", "privateMaterial: c4n4ry"),
    ];
    for damaged in damages {
        let key = layout.keyset("kubernetes-ca").expect("a key");
        block_on(store.put(&key, damaged.into(), Put::Any)).expect("writes");
        for error in [
            block_on(engine.keyset(CLUSTER, "kubernetes-ca")).map(drop),
            block_on(engine.kubeconfig(CLUSTER, &KubeconfigOptions::default())).map(drop),
            block_on(engine.load(CLUSTER)).and_then(|spec| block_on(engine.plan(&spec))).map(drop),
        ] {
            let error = error.expect_err("is damaged");
            let data = serde_json::to_string(&ErrorData::from(&error)).expect("is JSON");
            errors.push_str(&format!("{error} {error:?} {data}\n"));
        }
    }
    for canary in canaries {
        assert!(!all.contains(&canary), "{canary}");
        assert!(!errors.contains(&canary), "{canary} in\n{errors}");
    }
}

#[test]
fn control_planes_get_the_hash_of_the_encryption_configuration_which_must_be_there() {
    let (engine, store) = engine();
    let mut spec = block_on(engine.load(CLUSTER)).expect("loads");
    spec.cluster.spec.encryption_config = Some(true);
    let error = block_on(engine.plan(&spec)).expect_err("there is no such secret");
    let Error::Plan { errors, .. } = &error else { panic!("{error:?}") };
    let found: Vec<_> = errors.0.iter().map(|error| (error.to_string(), error.help().unwrap_or_default())).collect();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].0.contains("`encryptionconfig` does not exist"), "{}", found[0].0);
    assert!(found[0].1.contains("kops create secret encryptionconfig -f FILE"), "{}", found[0].1);

    let secret = Secret::from("kind: EncryptionConfiguration\n".to_owned());
    block_on(engine.create_secret(CLUSTER, "encryptionconfig", &secret, IfExists::Fail)).expect("creates");
    let plan = block_on(engine.plan(&spec)).expect("a plan");
    block_on(engine.apply(&plan).into_future()).expect("applies");
    let config = read(&store, "igconfig/control-plane/masters/nodeupconfig.yaml");
    let hash = "EncryptionConfigSecretHash: eioc56151U0Bm92UY5VqGQ3vR1bnRorxLoHuOiEtxXg=";
    let line = config.lines().find(|line| line.contains("EncryptionConfigSecretHash:")).unwrap_or_default();
    assert_eq!(line.trim(), hash);
    assert!(!read(&store, "igconfig/node/nodes/nodeupconfig.yaml").contains("EncryptionConfig"));
    assert!(block_on(engine.plan(&spec)).expect("a plan").plan.steps.is_empty());

    // Another secret is another hash, so that control planes roll.
    let secret = Secret::from("kind: EncryptionConfiguration\nresources: []\n".to_owned());
    block_on(engine.create_secret(CLUSTER, "encryptionconfig", &secret, IfExists::Replace)).expect("replaces");
    let plan = block_on(engine.plan(&spec)).expect("a plan").plan;
    let changed: Vec<_> = plan.steps.iter().map(|step| step.resource.to_string()).collect();
    assert!(changed.contains(&"managed-file/nodeupconfig-masters".to_owned()), "{changed:?}");
}

#[test]
fn agents_of_cilium_get_the_keys_of_ipsec_which_must_be_there() {
    const MANIFEST: &str = "addons/networking.cilium.io/k8s-1.16-v1.15.yaml";
    let (engine, store) = engine();
    let mut spec = block_on(engine.load(CLUSTER)).expect("loads");
    encrypt_traffic(&mut spec);
    let error = block_on(engine.plan(&spec)).expect_err("there is no such secret");
    let Error::Plan { errors, .. } = &error else { panic!("{error:?}") };
    let found: Vec<_> = errors.0.iter().map(|error| (error.to_string(), error.help().unwrap_or_default())).collect();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].0.contains("`ciliumpassword` does not exist"), "{}", found[0].0);
    assert!(found[0].1.contains("kops create secret ciliumpassword -f FILE"), "{}", found[0].1);

    let replace = |keys: &str| {
        let secret = Secret::from(format!("# Generated.\nkeys: {keys}\n"));
        block_on(engine.create_secret(CLUSTER, "ciliumpassword", &secret, IfExists::Replace)).expect("is stored");
    };
    let apply = |plan: &kops_core::engine::Planned| block_on(engine.apply(plan).into_future());
    replace("3 rfc4106(gcm(aes)) c4n4ry 128");
    apply(&block_on(engine.plan(&spec)).expect("a plan")).expect("applies");
    let expected = "kind: Secret\nmetadata:\n  labels:\n    addon.kops.k8s.io/name: networking.cilium.io\n    \
                    app.kubernetes.io/managed-by: kops\n    role.kubernetes.io/networking: \"1\"\n  name: cilium-ipsec-keys\n  \
                    namespace: kube-system\nstringData:\n  keys: 3 rfc4106(gcm(aes)) c4n4ry 128\n\n---\n";
    assert!(read(&store, MANIFEST).contains(expected), "{}", read(&store, MANIFEST));
    assert!(block_on(engine.plan(&spec)).expect("a plan").plan.steps.is_empty());

    // New keys are new in the manifest too, and a plan that was made for others is not applied.
    replace("4 rfc4106(gcm(aes)) another 128");
    let plan = block_on(engine.plan(&spec)).expect("a plan");
    let changed: Vec<_> = plan.plan.steps.iter().map(|step| step.resource.to_string()).collect();
    assert_eq!(
        changed,
        ["networking.cilium.io-k8s-1.16", "bootstrap"].map(|name| format!("managed-file/{CLUSTER}-addons-{name}"))
    );
    assert!(!format!("{plan} {}", plan.to_json()).contains("rfc4106"));
    replace("5 rfc4106(gcm(aes)) yet-another 128");
    let error = apply(&plan).expect_err("is stale").to_string();
    assert!(read(&store, MANIFEST).contains("c4n4ry"), "{error}");
    apply(&block_on(engine.plan(&spec)).expect("a plan")).expect("applies");
    assert!(read(&store, MANIFEST).contains("keys: 5 rfc4106(gcm(aes)) yet-another 128\n"));

    // Terraform is given them.
    let (graph, _) = block_on(engine.graph(&spec)).expect("a graph");
    let files =
        terraform::render(&graph, &Target { objects: Some(Default::default()), ..Target::default() }).expect("renders");
    let text = String::from_utf8_lossy(&files["kubernetes.tf"]).into_owned();
    assert!(
        text.contains("variable \"ciliumpassword_content\" {\n  type      = string\n  sensitive = true\n}"),
        "{text}"
    );
    assert!(text.contains("jsonencode(yamldecode(var.ciliumpassword_content))"), "{text}");
}

#[test]
fn changes_that_need_no_secret_of_a_user_and_deletions_are_applied_while_it_is_there() {
    let (engine, _) = engine();
    let mut spec = block_on(engine.load(CLUSTER)).expect("loads");
    spec.cluster.spec.encryption_config = Some(true);
    encrypt_traffic(&mut spec);
    let give = |name: &str, text: &str| {
        let secret = Secret::from(text.to_owned());
        block_on(engine.create_secret(CLUSTER, name, &secret, IfExists::Replace)).expect("is stored");
    };
    let apply = |plan: &kops_core::engine::Planned| block_on(engine.apply(plan).into_future());
    let encryption = "kind: EncryptionConfiguration\n";
    give("encryptionconfig", encryption);
    give("ciliumpassword", "keys: 3 rfc4106(gcm(aes)) c4n4ry 128\n");
    apply(&block_on(engine.plan(&spec)).expect("a plan")).expect("applies");

    let nodes = spec.groups.iter_mut().find(|group| group.name() == "nodes").expect("has nodes");
    nodes.spec.max_size = nodes.spec.max_size.map(|size| size + 1);
    let plan = block_on(engine.plan(&spec)).expect("a plan");
    assert!(!plan.plan.steps.is_empty());
    block_on(engine.delete_secret(CLUSTER, "encryptionconfig")).expect("deletes");
    let error = apply(&plan).expect_err("a secret is missing").to_string();
    assert!(error.contains("secret/encryptionconfig (`encryptionconfig`) is gone"), "{error}");
    give("encryptionconfig", encryption);
    apply(&plan).expect("applies");
    assert!(block_on(engine.plan(&spec)).expect("a plan").plan.steps.is_empty());

    apply(&block_on(engine.plan_deletion(&spec)).expect("a plan")).expect("deletes");
}
