use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;
use serde_json::{Value, json};

use super::*;
use crate::pki::{Secret, generate};
use crate::spec::{Api, ApiLoadBalancer, LoadBalancerClass, ObjectMeta};
use crate::yaml::{self, Source};

const NOW: u64 = 1_790_812_800;

fn cluster(load_balancer: Option<(LoadBalancerClass, Option<&str>)>) -> Cluster {
    let mut cluster = Cluster { metadata: ObjectMeta::named("a.example.com"), ..Cluster::default() };
    cluster.spec.master_public_name = Some("api.example.org".to_owned());
    let load_balancer = load_balancer.map(|(class, certificate)| ApiLoadBalancer {
        class: Some(class),
        ssl_certificate: certificate.map(str::to_owned),
        ..ApiLoadBalancer::default()
    });
    cluster.spec.api = Some(Api { load_balancer, ..Api::default() });
    cluster
}

fn data(text: &Secret) -> Value {
    let text = std::str::from_utf8(text.expose()).expect("is text");
    yaml::parse(&Source::new("kubeconfig", text)).expect("is YAML").remove(0).root.to_json()
}

#[test]
fn the_server_follows_from_the_cluster_and_the_options() {
    use LoadBalancerClass::{Classic, Network};
    let arn = Some("arn:aws:acm:…");
    let (none, admin) = (KubeconfigOptions::default(), KubeconfigOptions { admin: Some(60), ..Default::default() });
    let internal = KubeconfigOptions { internal: true, ..Default::default() };
    let own = KubeconfigOptions { api_server: Some("https://10.0.0.1".to_owned()), ..Default::default() };
    for (load_balancer, options, expected) in [
        (None, &none, "https://api.example.org"),
        (None, &admin, "https://api.example.org"),
        (None, &internal, "https://api.internal.a.example.com"),
        (None, &own, "https://10.0.0.1"),
        (Some((Network, None)), &none, "https://lb.aws"),
        (Some((Network, None)), &admin, "https://lb.aws"),
        (Some((Network, None)), &internal, "https://api.internal.a.example.com"),
        (Some((Network, None)), &own, "https://10.0.0.1"),
        (Some((Network, arn)), &none, "https://api.example.org"),
        (Some((Network, arn)), &admin, "https://lb.aws:8443"),
        (Some((Classic, None)), &none, "https://lb.aws"),
        (Some((Classic, arn)), &none, "https://api.example.org"),
        (Some((Classic, arn)), &admin, "https://lb.aws"),
    ] {
        let cluster = cluster(load_balancer);
        let kubeconfig = Kubeconfig::of(&cluster, Some("lb.aws"), options);
        assert_eq!(kubeconfig.server, expected, "{load_balancer:?} {options:?}");
        assert_eq!(kubeconfig.tls_server_name, "api.internal.a.example.com");
        assert_eq!(is_behind_load_balancer(&cluster, options), expected.starts_with("https://lb.aws"));
    }
    let mut unnamed = cluster(None);
    unnamed.spec.master_public_name = None;
    assert_eq!(Kubeconfig::of(&unnamed, None, &none).server, "https://api.a.example.com");
    unnamed.spec.master_public_name = Some("fd00::1".to_owned());
    assert_eq!(Kubeconfig::of(&unnamed, None, &none).server, "https://[fd00::1]");
}

#[test]
fn the_authority_of_the_cluster_is_trusted_unless_clients_see_a_public_certificate() {
    use LoadBalancerClass::{Classic, Network};
    let authority = generate("kubernetes-ca", &mut ChaCha8Rng::seed_from_u64(20), NOW).expect("is made");
    let none = KubeconfigOptions::default();
    let internal = KubeconfigOptions { internal: true, ..Default::default() };
    for (load_balancer, options, expected) in [
        (None, &none, true),
        (Some((Network, Some("arn"))), &none, true),
        (Some((Classic, None)), &none, true),
        (Some((Classic, Some("arn"))), &none, false),
        (Some((Classic, Some("arn"))), &internal, true),
    ] {
        let cluster = cluster(load_balancer);
        let found = Kubeconfig::of(&cluster, None, options).trust(&cluster, options, &authority);
        assert_eq!(found.certificate_authority, expected.then(|| authority.certificates()), "{load_balancer:?}");
    }
}

#[test]
fn administrators_get_a_certificate_of_their_own() {
    let authority = generate("kubernetes-ca", &mut ChaCha8Rng::seed_from_u64(20), NOW).expect("is made");
    let (cluster, mut entropy) = (cluster(None), ChaCha8Rng::seed_from_u64(21));
    let options = KubeconfigOptions { admin: Some(600), admin_name: Some("jane".to_owned()), ..Default::default() };
    let found =
        Kubeconfig::of(&cluster, None, &options).sign(&options, &authority, &mut entropy, NOW).expect("is signed");
    let User::Certificate(certificate, _) = &found.user else { panic!("{:?}", found.user) };
    assert_eq!(
        (certificate.subject(), certificate.not_after()),
        ("CN=kubecfg-jane,O=system:masters".into(), NOW + 600)
    );
    let old =
        "users:\n- name: a.example.com\n  user:\n    token: kept\n    exec: {command: old}\n    client-key: /old\n";
    let merged = data(&found.merge_into(old).expect("is a kubeconfig"));
    let user = &merged["users"][0]["user"];
    assert_eq!(user["client-certificate-data"], STANDARD.encode(certificate.to_pem()));
    assert_eq!((&user["token"], &user["exec"], &user["client-key"]), (&json!("kept"), &Value::Null, &Value::Null));
    assert_eq!(merged["contexts"][0]["context"], json!({"cluster": "a.example.com", "user": "a.example.com"}));
    let key = user["client-key-data"].as_str().expect("is there");
    assert!(!format!("{found:?}").contains(&key[100..200]));
}

#[test]
fn what_others_have_in_a_kubeconfig_stays() {
    let old = "apiVersion: v1\nkind: Config\npreferences: {colors: true}\ncurrent-context: b\n\
               clusters:\n- {name: b, cluster: {server: 'https://b', proxy-url: 'http://p'}}\n\
               - {name: a.example.com, cluster: {server: 'https://old', proxy-url: 'http://q', certificate-authority-data: b2xk}}\n\
               contexts:\n- {name: b, context: {cluster: b, user: u, namespace: ns}}\n\
               - {name: a.example.com, context: {cluster: x, user: u, namespace: m}}\n\
               users:\n- {name: u, user: {token: t}}\n";
    let found = Kubeconfig::of(&cluster(None), None, &KubeconfigOptions::default());
    let merged = found.merge_into(old).expect("is a kubeconfig");
    assert_eq!(
        data(&merged),
        json!({
            "apiVersion": "v1",
            "kind": "Config",
            "preferences": {"colors": true},
            "current-context": "a.example.com",
            "clusters": [
                {"name": "b", "cluster": {"server": "https://b", "proxy-url": "http://p"}},
                {"name": "a.example.com", "cluster": {
                    "server": "https://api.example.org",
                    "tls-server-name": "api.internal.a.example.com",
                    "proxy-url": "http://q",
                }},
            ],
            "contexts": [
                {"name": "b", "context": {"cluster": "b", "user": "u", "namespace": "ns"}},
                {"name": "a.example.com", "context": {"cluster": "a.example.com", "user": "u", "namespace": "m"}},
            ],
            "users": [{"name": "u", "user": {"token": "t"}}],
        })
    );
    let again = std::str::from_utf8(merged.expose()).expect("is text");
    assert_eq!(found.merge_into(again), Ok(merged.clone()), "merging again changes nothing");
}

#[test]
fn the_user_can_be_one_that_is_there_or_a_command() {
    let named = KubeconfigOptions { user: Some("u".to_owned()), ..Default::default() };
    let found = Kubeconfig::of(&cluster(None), None, &named);
    let merged = data(&found.merge_into("users: [{name: u, user: {token: t}}]").expect("is a kubeconfig"));
    assert_eq!(merged["contexts"][0]["context"]["user"], "u");
    let error = found.merge_into("users: [{name: v, user: {}}]").expect_err("is not there");
    assert_eq!(error.to_string(), "the kubeconfig has no user `u`; it has `v`");

    let plugin =
        KubeconfigOptions { auth_plugin: Some("s3://store".to_owned()), admin: Some(60), ..Default::default() };
    let found = Kubeconfig::of(&cluster(None), None, &plugin);
    let exec = &data(&found.merge_into("").expect("is a kubeconfig"))["users"][0]["user"]["exec"];
    assert_eq!(exec["command"], "kops");
    assert_eq!(exec["args"], json!(["helpers", "kubectl-auth", "--cluster=a.example.com", "--state=s3://store"]));

    // A user that is there stays as it is.
    let both = KubeconfigOptions { user: Some("u".to_owned()), ..plugin };
    let found = Kubeconfig::of(&cluster(None), None, &both);
    let merged = data(&found.merge_into("users: [{name: u, user: {token: t}}]").expect("is a kubeconfig"));
    assert_eq!(merged["contexts"][0]["context"]["user"], "u");
    assert_eq!(merged["users"], json!([{"name": "u", "user": {"token": "t"}}]));
}

#[test]
fn several_files_change_where_they_have_the_cluster_and_new_parts_go_to_the_first_that_exists() {
    let options = KubeconfigOptions { auth_plugin: Some("s3://store".to_owned()), ..KubeconfigOptions::default() };
    let made = Kubeconfig::of(&cluster(None), None, &options);
    let other = Some("clusters: [{name: b, cluster: {server: 'https://b'}}]");
    let has_cluster = Some("clusters: [{name: a.example.com, cluster: {server: 'https://old'}}]");
    let has_context = Some("contexts: [{name: a.example.com, context: {cluster: x, user: y}}]");
    let has_user = Some("users: [{name: a.example.com, user: {token: t}}]");
    // Where the cluster, the user, the context and the name of the current context are afterwards.
    for (texts, expected) in [
        ([None, None, None], [2, 2, 2, 2]),
        ([None, other, None], [1, 1, 1, 1]),
        ([Some(""), other, None], [0, 0, 0, 0]),
        ([other, has_cluster, has_user], [1, 2, 0, 0]),
        ([None, has_cluster, has_context], [1, 1, 2, 1]),
        ([has_user, has_cluster, has_cluster], [1, 0, 0, 0]),
    ] {
        let before = texts.map(|text| KubeconfigFile::read(text).expect("is a kubeconfig"));
        let mut files = before.clone();
        let changed = made.add_to(&mut files).expect("is added");
        assert_eq!(changed, BTreeSet::from(expected), "{texts:?}");
        let written = files.each_ref().map(|file| data(&file.to_text()));
        let place = |pointer: &str, value: &str| {
            let has = |file: &Value| file.pointer(pointer).is_some_and(|found| found == value);
            written.iter().position(has).unwrap_or_else(|| panic!("no {pointer} in {written:?}"))
        };
        let found = [
            written.iter().position(|file| file["clusters"].to_string().contains("https://api.example.org")),
            Some(place("/users/0/user/exec/command", "kops")),
            Some(place("/contexts/0/context/cluster", "a.example.com")),
            Some(place("/current-context", "a.example.com")),
        ];
        assert_eq!(found, expected.map(Some), "{texts:?}");
        for at in (0..files.len()).filter(|at| !changed.contains(at)) {
            assert_eq!(files[at], before[at], "{texts:?}");
        }
    }

    let named = KubeconfigOptions { user: Some("u".to_owned()), ..KubeconfigOptions::default() };
    let mut files = ["users: [{name: v, user: {}}]", "users: [{name: u, user: {}}]"]
        .map(|text| KubeconfigFile::read(Some(text)).expect("is a kubeconfig"));
    assert_eq!(Kubeconfig::of(&cluster(None), None, &named).add_to(&mut files), Ok(BTreeSet::from([0])));
}

#[test]
fn what_is_no_kubeconfig_is_refused_and_not_quoted() {
    let found = Kubeconfig::of(&cluster(None), None, &KubeconfigOptions::default());
    for (text, expected) in [
        ("c4n4ry: [", "this is not a kubeconfig: it is not YAML (line 2, column 1)"),
        ("c4n4ry", "this is not a kubeconfig: a map is expected"),
        ("clusters: c4n4ry", "this is not a kubeconfig: `clusters` is not a list"),
        ("users: [c4n4ry]", "this is not a kubeconfig: the user `` is not a map"),
        (
            "clusters: [{name: a.example.com, cluster: c4n4ry}]",
            "this is not a kubeconfig: the cluster `a.example.com` is not a map",
        ),
        ("a: 1\n---\nb: 2", "this is not a kubeconfig: one document is expected"),
    ] {
        assert_eq!(found.merge_into(text).expect_err(expected).to_string(), expected);
    }
}

#[test]
fn a_cluster_that_is_taken_out_leaves_what_others_have() {
    let others = json!({
        "apiVersion": "v1",
        "kind": "Config",
        "preferences": {"colors": true},
        "current-context": "b",
        "clusters": [{"name": "b", "cluster": {"server": "https://b"}}],
        "contexts": [{"name": "b", "context": {"cluster": "b", "user": "a"}}],
        "users": [{"name": "a", "user": {"token": "t"}}],
    });
    let existing = others.to_string();
    assert_eq!(remove_cluster(&existing, "a.example.com"), Ok(None));
    assert_eq!(remove_cluster("", "a.example.com"), Ok(None));
    let options = KubeconfigOptions { auth_plugin: Some("s3://store".to_owned()), ..KubeconfigOptions::default() };
    let added = Kubeconfig::of(&cluster(None), None, &options).merge_into(&existing).expect("is a kubeconfig");
    let text = std::str::from_utf8(added.expose()).expect("is text");
    let text = text.replace("users:\n", "users:\n- {name: a.example.com-basic-auth, user: {username: admin}}\n");
    let left = data(&remove_cluster(&text, "a.example.com").expect("is a kubeconfig").expect("is there"));
    let mut expected = others;
    expected["current-context"] = "".into();
    assert_eq!(left, expected);
    let error = remove_cluster("clusters: {}", "a.example.com").expect_err("is not a list");
    assert!(error.to_string().contains("`clusters` is not a list"), "{error}");
}
