//! Keypairs, secrets and kubeconfig files.

use std::fs;

use serde_json::Value;

use crate::support::{CLUSTER, Place, SSH_KEY, fairwinds};

const ENCRYPTION: &str = "apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources: []\n";

/// A place with an account, whose cluster has its certificate authority.
fn with_authority() -> Place {
    let place = Place::with_account();
    place.run(&["create", "-f", &fairwinds("cluster_spec.yml")]).succeeds();
    run(&place, &["create", "keypair", "kubernetes-ca", "--primary"]);
    place
}

/// Runs a command on the cluster that must succeed, and returns what it printed.
fn run(place: &Place, args: &[&str]) -> String {
    place.run(&[args, &["--name", CLUSTER]].concat()).succeeds().out
}

/// The id at the end of `created keypair ID in keyset NAME`.
fn id(line: &str) -> String {
    line.split(' ').nth(2).expect("an id").to_owned()
}

fn keypairs(place: &Place, args: &[&str]) -> Vec<Value> {
    let out = run(place, &[&["get", "keypairs", "-o", "json"], args].concat());
    serde_json::from_str(&out).expect("JSON")
}

#[test]
fn keypairs_are_rotated_in_the_spelling_of_kops() {
    let place = with_authority();
    let first = keypairs(&place, &[])[0]["id"].as_str().expect("text").to_owned();
    let second = id(&run(&place, &["create", "keypair", "all"]));
    assert!(run(&place, &["get", "keypairs"]).starts_with("NAME            ID"));
    assert_eq!(keypairs(&place, &["kubernetes-ca"]).len(), 2);
    assert_eq!(
        run(&place, &["promote", "keypair", "kubernetes-ca"]),
        format!("promoted keypair {second} of keyset kubernetes-ca\n")
    );
    assert_eq!(run(&place, &["promote", "keypair", "all"]), "");
    assert_eq!(
        run(&place, &["distrust", "keypair", "kubernetes-ca"]),
        format!("distrusted keypair {first} of keyset kubernetes-ca\n")
    );
    assert_eq!(keypairs(&place, &[]).len(), 1);
    let again = place.run(&["distrust", "keypair", "kubernetes-ca", "--name", CLUSTER]).succeeds();
    assert!(again.err.contains("has no trusted keypair older than its primary one"), "{}", again.err);
    let all = keypairs(&place, &["--distrusted"]);
    assert!(all[0]["distrustTimestamp"].is_string() && all[1]["isPrimary"] == true);
    assert_eq!(
        run(&place, &["trust", "keypair", "kubernetes-ca", &first]),
        format!("trusted keypair {first} of keyset kubernetes-ca\n")
    );
    place.run(&["distrust", "keypair", "kubernetes-ca", &second, "--name", CLUSTER]).fails_with("is the primary one");
    assert!(!run(&place, &["get", "keypairs", "-o", "yaml"]).contains("PRIVATE"));
}

#[test]
fn a_cluster_without_keysets_has_none_to_rotate() {
    let place = Place::with_cluster();
    for command in ["create", "promote", "distrust"] {
        let answer = place.run(&[command, "keypair", "all", "--name", CLUSTER]);
        answer.fails_with("has no keysets yet: update the cluster to create them");
    }
}

#[test]
fn a_damaged_keyset_is_an_error_beside_the_keypairs_of_the_others() {
    let place = with_authority();
    place.write(&format!("state/{CLUSTER}/pki/private/etcd-clients-ca/keyset.yaml"), "kind: [");
    let get = |args: &[&str]| place.run(&[&["get", "keypairs", "--name", CLUSTER], args].concat()).has_status(1);
    let message = "error: the keyset `etcd-clients-ca` cannot be read: ";
    for args in [&["-o", "table"][..], &["-o", "json"], &["-o", "yaml"], &["etcd-clients-ca", "kubernetes-ca"]] {
        let answer = get(args).prints("kubernetes-ca");
        assert!(answer.err.contains(message), "{args:?}: {}", answer.err);
    }
    get(&["etcd-clients-ca"]).fails_with(message);
    assert_eq!(keypairs(&place, &["kubernetes-ca"]).len(), 1);
}

#[test]
fn a_keypair_of_ones_own_is_imported() {
    let place = Place::with_cluster();
    let testdata = concat!(env!("CARGO_MANIFEST_DIR"), "/../../kops-core/src/pki/testdata");
    let [cert, key, other] = ["rsa.crt", "rsa.key", "ec.key"].map(|name| format!("{testdata}/{name}"));
    let create = ["create", "keypair", "kubernetes-ca", "--name", CLUSTER, "--cert", &cert];
    place
        .run(&[&create[..], &["--key", &other, "--primary"]].concat())
        .fails_with("the certificate does not match the private key");
    place
        .run(&[&create[..], &["--key", &cert, "--primary"]].concat())
        .fails_with("there is no private key in PEM form");
    place.run(&[&create[..], &["--key", &key]].concat()).fails_with("pass --primary");
    place.run(&[&create[..], &["--key", &key, "--primary"]].concat()).succeeds().prints("in keyset kubernetes-ca");
    assert_eq!(keypairs(&place, &[])[0]["subject"], "CN=kubernetes-ca");
    place.run(&["create", "keypair", "all", "--primary", "--name", CLUSTER]).refuses(64, "cannot be used with `all`");
    place.run(&["create", "keypair", "admin", "--primary", "--name", CLUSTER]).fails_with("cannot be rotated");
}

#[test]
fn secrets_are_created_listed_and_deleted() {
    let place = Place::with_cluster();
    let config = place.write("config.json", r#"{"auths": {"a": "hunter2"}}"#);
    let encryption = place.write("encryption.yaml", ENCRYPTION);
    run(&place, &["create", "secret", "dockerconfig", "-f", &config]);
    run(&place, &["create", "secret", "encryptionconfig", "-f", &encryption]);
    let again = ["create", "secret", "dockerconfig", CLUSTER, "-f", &config];
    place.run(&again).fails_with("the secret `dockerconfig` is already in the state store");
    place.run(&[&again[..], &["--force"]].concat()).succeeds();
    assert_eq!(run(&place, &["get", "secrets"]), "NAME\ndockerconfig\nencryptionconfig\n");
    assert_eq!(
        run(&place, &["get", "secrets", "dockerconfig", "-o", "plaintext"]),
        "{\"auths\": {\"a\": \"hunter2\"}}\n"
    );
    place.run(&["get", "secrets", "-o", "json", "--name", CLUSTER]).refuses(64, "-o table or -o plaintext only");
    run(&place, &["delete", "secret", "dockerconfig"]);
    place.run(&["delete", "secret", "dockerconfig", "--name", CLUSTER]).fails_with("it has `encryptionconfig`");
    place.run(&["delete", "secret", "encryptionconfig", "dockerconfig", "--name", CLUSTER]).refuses(64, "dockerconfig");
    run(&place, &["delete", "secret", "secret", "encryptionconfig"]);
}

#[test]
fn a_secret_that_is_none_is_refused_and_not_printed() {
    let place = Place::with_cluster();
    for (name, text, expected) in [
        ("dockerconfig", "{\"auths\": c4n4ry", "must be a JSON object"),
        ("encryptionconfig", "kind: c4n4ry", "must be one YAML document of kind `EncryptionConfiguration`"),
        ("ciliumpassword", "c4n4ry", "must be one YAML map"),
    ] {
        let file = place.write("secret", text);
        let answer = place.run(&["create", "secret", name, "--name", CLUSTER, "-f", &file]).fails_with(expected);
        assert!(!answer.err.contains("c4n4ry"), "{}", answer.err);
    }
    assert_eq!(place.files("state/demo.kube.example.com/secrets"), Vec::<String>::new());
}

#[test]
fn a_kubeconfig_is_exported_for_its_owner_only_and_keeps_what_is_in_it() {
    let place = with_authority();
    let file = place.path("kube/config");
    let export = |args: &[&str]| {
        let args = [&["export", "kubeconfig", CLUSTER][..], args].concat();
        place.command(&args).env("KUBECONFIG", &file).env("USER", "jane").assert().success();
        place.read("kube/config")
    };
    let text = export(&["--admin"]);
    assert!(
        text.contains("server: https://api.demo.kube.example.com\n") && text.contains("client-key-data: "),
        "{text}"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&file).expect("is there").permissions().mode() & 0o777, 0o600);
    }
    fs::write(&file, format!("{text}preferences: {{colors: true}}\n")).expect("writes");
    let text = export(&["--internal"]);
    assert!(text.contains("server: https://api.internal.demo.kube.example.com\n"), "{text}");
    assert!(text.contains("client-key-data: ") && text.contains("colors: true"), "{text}");
    let text = export(&["--auth-plugin"]);
    assert!(text.contains("    - --cluster=demo.kube.example.com\n") && !text.contains("client-key-data"), "{text}");
    fs::write(&file, "clusters: c4n4ry").expect("writes");
    let failed = place
        .run(&["export", "kubeconfig", CLUSTER, "--kubeconfig", "kube/config"])
        .fails_with("`clusters` is not a list");
    assert!(!failed.err.contains("c4n4ry"), "{}", failed.err);
    assert_eq!(place.read("kube/config"), "clusters: c4n4ry");
}

#[test]
fn a_kubeconfig_needs_no_instance_groups_where_the_cluster_says_how_its_api_is_reached() {
    let place = with_authority();
    place.write(&format!("state/{CLUSTER}/instancegroup/nodes"), "kind: [");
    let export =
        |args: &[&str]| place.run(&[&["export", "kubeconfig", "--kubeconfig", "kube/config"][..], args].concat());
    for args in [&[CLUSTER][..], &["--all"]] {
        let answer = export(args).succeeds();
        assert!(answer.err.contains(&format!("parts of cluster `{CLUSTER}` are left out: ")), "{}", answer.err);
        assert!(place.read("kube/config").contains("server: https://api.demo.kube.example.com\n"), "{args:?}");
        fs::remove_file(place.path("kube/config")).expect("is removed");
    }
    let config = format!("state/{CLUSTER}/config");
    let api = "  api:\n    loadBalancer:\n      class: Network\n      type: Public\n";
    let text = place.read(&config);
    assert!(text.contains(api), "{text}");
    place.write(&config, &text.replace(api, ""));
    export(&[CLUSTER]).fails_with("how the API of `demo.kube.example.com` is reached follows from its instance groups");
    let all = export(&["--all"]).succeeds();
    assert!(all.err.contains(&format!("cluster `{CLUSTER}` is left out: how the API")), "{}", all.err);
    export(&[CLUSTER, "--internal"]).succeeds();
}

#[test]
fn of_several_kubeconfig_files_those_change_that_have_the_cluster() {
    let place = with_authority();
    place.write("first", "clusters:\n- name: other\n  cluster: {server: https://other}\n");
    place.write("second", &format!("users:\n- name: {CLUSTER}\n  user: {{token: t0ken}}\n"));
    let files = ["none", "first", "second"].map(|name| place.path(name));
    let export = || {
        let mut command = place.command(&["export", "kubeconfig", CLUSTER, "--admin"]);
        command.env("KUBECONFIG", std::env::join_paths(&files).expect("paths")).assert()
    };
    let said = String::from_utf8_lossy(&export().success().get_output().stderr).into_owned();
    let shown = files.clone().map(|file| file.display().to_string());
    assert!(said.contains(&format!("added cluster {CLUSTER} to {}, {} as", shown[1], shown[2])), "{said}");
    let (first, second) = (place.read("first"), place.read("second"));
    for text in ["server: https://other", "server: https://api.demo.kube", "current-context: demo.kube"] {
        assert!(first.contains(text), "{first}");
    }
    assert!(second.contains("token: t0ken") && second.contains("client-key-data: "), "{second}");
    assert!(!first.contains("client-key-data") && !second.contains("server:") && !files[0].exists(), "{first}{second}");

    place.write("second", "users: c4n4ry");
    let failed = String::from_utf8_lossy(&export().failure().get_output().stderr).into_owned();
    assert!(failed.contains(&format!("cannot use `{}`", shown[2])) && !failed.contains("c4n4ry"), "{failed}");
    assert_eq!(place.read("first"), first, "no file is written where one cannot be");
}

#[test]
fn an_update_adds_the_cluster_to_the_kubeconfig_where_it_is_asked_for() {
    let place = Place::with_account();
    let file = place.path("config");
    let update = |args: &[&str]| {
        let args = [&["update", "cluster", CLUSTER][..], args].concat();
        place.command(&args).env("KUBECONFIG", &file).env("USER", "jane").assert().success();
    };
    place.run(&["create", "-f", &fairwinds("cluster_spec.yml")]).succeeds();
    update(&["--admin"]);
    update(&["--yes"]);
    update(&["--yes", "--create-kube-config=false"]);
    assert!(!file.exists(), "nothing asked for it, or nothing was applied");
    let folder = place.path("tf");
    update(&["--target=terraform", "--out", &folder.to_string_lossy(), "--create-kube-config=1"]);
    fs::remove_file(&file).expect("was written");
    update(&["--yes=true", "--create-kube-config"]);
    assert!(!place.read("config").contains("client-key-data"), "{}", place.read("config"));
    update(&["--yes", "--admin=1h"]);
    let text = place.read("config");
    assert!(text.contains("client-key-data: ") && text.contains("current-context: demo.kube.example.com"), "{text}");
    let delete = ["delete", "cluster", CLUSTER, "--yes"];
    place.command(&delete).env("KUBECONFIG", &file).assert().success();
    assert_eq!(place.read("config"), text, "a simulated cluster may have the name of another");
}

#[test]
fn kubectl_gets_a_certificate_from_its_plugin() {
    let place = with_authority();
    let answer = place.run(&["helpers", "kubectl-auth", "--cluster", CLUSTER, "--lifetime", "10m"]).succeeds();
    let credential: Value = serde_json::from_str(&answer.out).expect("JSON");
    assert_eq!(credential["kind"], "ExecCredential");
    assert!(
        credential["status"]["clientKeyData"].as_str().is_some_and(|key| key.starts_with("-----BEGIN RSA PRIVATE KEY"))
    );
}

#[test]
fn ssh_keys_are_listed_by_their_fingerprint() {
    let place = Place::with_cluster();
    place.run(&["get", "sshpublickeys", CLUSTER]).fails_with("no SSH public key found");
    let key = place.write("id.pub", SSH_KEY);
    place.run(&["create", "sshpublickey", CLUSTER, "-i", &key]).succeeds();
    let listed = place.run(&["get", "sshpublickeys", CLUSTER]).succeeds();
    assert_eq!(listed.out, "ID\n0f:a2:0a:d7:38:3e:65:45:08:6b:63:84:1c:ff:dc:ba\n");
    place.run(&["get", "ssh", CLUSTER, "-o", "yaml"]).succeeds().prints("publicKey: ssh-ed25519 AAAA");
    place.write(&format!("state/{CLUSTER}/instancegroup/nodes"), "kind: [");
    assert_eq!(place.run(&["get", "sshpublickeys", CLUSTER]).succeeds().out, listed.out);
    place.write(&format!("state/{CLUSTER}/pki/ssh/public/admin/cut-off"), "ssh-ed25519 AAAA");
    let damaged = place.run(&["get", "sshpublickeys", CLUSTER]);
    damaged.fails_with("`demo.kube.example.com/pki/ssh/public/admin/cut-off` in the state store cannot be used");
    let unknown = place.run(&["get", "sshpublickeys", "unknown.example.com"]);
    unknown.fails_with("the state store has no cluster `unknown.example.com`");
}

#[test]
fn flags_that_exclude_each_other_are_refused() {
    let place = with_authority();
    for args in [&["--admin", "--user", "jane"][..], &["--all"], &["--admin=soon"]] {
        place.run(&[&["export", "kubeconfig", CLUSTER], args].concat()).has_status(64);
    }
    place.run(&["get", "cluster", "-o", "plaintext"]).refuses(64, "-o plaintext is for `kops get secrets` only");
}
