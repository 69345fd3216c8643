//! Commands without an account and without a state store.

use kops_core::testkit;

use crate::support::{Answer, CLUSTER, Place, fairwinds, fairwinds_spec};

/// Runs a command without a state store and without an account.
fn offline(place: &Place, args: &[&str]) -> Answer {
    let mut command = place.command(args);
    Answer::of(&command.env_remove("KOPS_STATE_STORE").env_remove("KOPS_CLOUD").output().expect("runs"))
}

/// A place with the facts of the Fairwinds account.
fn with_facts() -> Place {
    let place = Place::with_account();
    let facts = place.run(&["toolbox", "facts", "-f", &fairwinds("cluster_spec.yml")]).succeeds();
    place.write("facts.yml", &facts.out);
    place
}

fn terraform(spec: &str) -> [&str; 8] {
    ["update", "cluster", "-f", spec, "--target", "terraform", "--out", "tf"]
}

#[test]
fn terraform_files_need_no_account_where_its_facts_are_stated() {
    let place = with_facts();
    let spec = fairwinds("cluster_spec.yml");
    offline(&place, &[&terraform(&spec)[..], &["--facts", "facts.yml"]].concat()).succeeds();
    let files = place.files("tf").into_iter().map(|path| {
        let content = place.read(&format!("tf/{path}"));
        (path, content.into())
    });
    assert_eq!(testkit::terraform::check(&files.collect()), Ok(()));

    let mut online = place.command(&["update", "cluster", "-f", &spec, "--target", "terraform", "--out", "online"]);
    online.env_remove("KOPS_STATE_STORE").assert().success();
    assert_eq!(place.files("tf"), place.files("online"));
    assert_eq!(place.read("tf/kubernetes.tf"), place.read("online/kubernetes.tf"));
}

#[test]
fn a_fact_that_is_not_known_is_named_with_what_states_it() {
    let place = Place::new();
    let answer = offline(&place, &terraform(&fairwinds("cluster_spec.yml"))).has_status(1);
    for part in [
        "error[facts/unknown]: the number of the account is not known without an account",
        "error[facts/unknown]: the id of the hosted zone `kube.example.com` is not known without an account",
        "cluster_spec.yml:15:3",
        "= help: state `hostedZones` in a file for --facts, or ask the account with --cloud aws",
    ] {
        assert!(answer.err.contains(part), "{part}\n{}", answer.err);
    }
    assert_eq!(place.files("tf"), Vec::<String>::new());
}

#[test]
fn a_cluster_that_exists_already_is_warned_of() {
    let place = with_facts();
    let facts = place.read("facts.yml").replace("apiAddresses: []\n", "");
    place.write("facts.yml", &facts);
    let answer = offline(&place, &[&terraform(&fairwinds("cluster_spec.yml"))[..], &["--facts", "facts.yml"]].concat());
    assert!(answer.succeeds().err.contains("state `apiAddresses`"));
}

#[test]
fn defaults_are_filled_in_without_an_account() {
    let place = with_facts();
    let spec = place.write("spec.yml", &fairwinds_spec("  networkCIDR: 172.20.0.0/16\n", ""));
    let full = |further: &[&str]| {
        let args = ["get", "cluster", CLUSTER, "--full", "-f", &spec, "-o", "yaml"];
        offline(&place, &[&args[..], further].concat()).succeeds()
    };
    let left_out = full(&[]);
    assert!(left_out.err.contains("warning[facts/unknown]: the CIDR of the VPC"), "{}", left_out.err);
    assert!(!left_out.out.contains("networkCIDR"), "{}", left_out.out);
    let stated = full(&["--facts", "facts.yml"]);
    assert!(stated.err.is_empty(), "{}", stated.err);
    assert!(stated.out.contains("networkCIDR: 172.20.0.0/16"), "{}", stated.out);
}

#[test]
fn a_diff_takes_facts_and_an_addon_source() {
    let place = with_facts();
    let (old, new) = (fairwinds("cluster_spec.yml"), fairwinds("cluster_spec-changed.yml"));
    let by_name = offline(&place, &["toolbox", "diff", &old, &new]).succeeds();
    let by_facts = offline(&place, &["toolbox", "diff", &old, &new, "--facts", "facts.yml"]).succeeds();
    assert_eq!(by_name.out.lines().last(), by_facts.out.lines().last());

    let manager = fairwinds_spec("  authorization:\n", "  certManager:\n    enabled: true\n  authorization:\n");
    let new = place.write("manager.yml", &manager);
    let without = offline(&place, &["toolbox", "diff", &old, &new]).succeeds();
    std::fs::create_dir_all(place.path("addons/certmanager.io")).expect("a folder");
    place.write("addons/certmanager.io/k8s-1.16.yaml", "kind: Nonsense\n");
    let with = offline(&place, &["toolbox", "diff", &old, &new, "--addons", "addons"]);
    assert_ne!(with.err, without.err, "the manifest is read: {}", with.err);
}

#[test]
fn facts_that_are_wrong_are_refused() {
    let place = with_facts();
    let spec = fairwinds("cluster_spec.yml");
    for (text, expected) in [
        ("imagez: {}", "unknown field `imagez`"),
        ("region: eu-west-1", "expected those of the region `us-east-2`, where the cluster is"),
        ("- a", "expected a map"),
        ("a: [", "error["),
    ] {
        place.write("wrong.yml", text);
        let answer = offline(&place, &[&terraform(&spec)[..], &["--facts", "wrong.yml"]].concat()).has_status(1);
        assert!(answer.err.contains(expected), "{expected}\n{}", answer.err);
    }
    place.run(&["update", "cluster", "-f", &spec, "--facts", "facts.yml"]).refuses(64, "--target terraform");
    place.run(&["get", "cluster", CLUSTER, "-f", &spec, "--facts", "facts.yml"]).refuses(64, "--full");
}
