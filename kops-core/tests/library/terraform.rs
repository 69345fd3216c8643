//! Terraform files of the clusters of `scenarios`: they are what the AWS provider accepts, and the same without an account.

#![allow(clippy::disallowed_methods, reason = "a test reads its scenarios")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use futures::executor::block_on;
use kops_core::engine::{MissingKeys, terraform_offline};
use kops_core::facts::{Bucket, Facts};
use kops_core::render::terraform::{Files, MAIN_FILE};
use kops_core::{Engine, Error, Spec, sim::Account, testkit};
use serde_json::{Value, json};

const STORE: &str = "s3://kops-state-store";
const FAIRWINDS: &str = include_str!("../../../examples/fairwinds/cluster_spec.yml");
const ACCOUNT: &str = include_str!("../../../examples/fairwinds/account.json");

/// The clusters of the scenarios that are valid, each with an engine on its account.
fn clusters() -> Vec<(String, Spec, Engine)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let mut clusters = Vec::new();
    for entry in fs::read_dir(root).expect("scenarios") {
        let folder = entry.expect("an entry").path();
        let account = fs::read_to_string(folder.join("account.json")).ok();
        for file in ["cluster.yml", "changed.yml"] {
            let Ok(text) = fs::read_to_string(folder.join(file)) else { continue };
            let Ok(spec) = Spec::from_yaml(file, &text) else { continue };
            let account = match &account {
                Some(account) => Account::from_json(account).expect("an account"),
                None => Account::new(spec.region().unwrap_or("us-east-2")),
            };
            let name = format!("{}/{file}", folder.file_name().expect("a name").display());
            clusters.push((name, spec, Engine::simulated(account)));
        }
    }
    clusters
}

fn fairwinds() -> Engine {
    Engine::simulated(Account::from_json(ACCOUNT).expect("an account"))
}

#[test]
fn files_are_what_the_provider_accepts_and_the_same_without_an_account() {
    let mut rendered = 0;
    for (name, spec, engine) in clusters() {
        let render = |keys| match block_on(engine.terraform(&spec, STORE, keys)) {
            Ok(files) => Some(files.files),
            Err(Error::Invalid { .. }) => None,
            Err(error) => panic!("{name}: {error}"),
        };
        let Some(variables) = render(MissingKeys::Variables) else { continue };
        let facts = block_on(engine.facts_to_render(&spec)).expect("facts");
        let offline = terraform_offline(&spec, STORE, facts).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(offline.files == variables, "{name}");
        let created = render(MissingKeys::Create).expect("renders");
        for files in [variables, created] {
            assert_eq!(testkit::terraform::check(&files), Ok(()), "{name}");
            rendered += 1;
        }
    }
    assert!(rendered >= 12, "{rendered}");
}

#[test]
fn facts_of_the_account_replace_it() {
    let spec = Spec::from_yaml("cluster_spec.yml", FAIRWINDS).expect("a spec");
    let engine = fairwinds();
    let facts = block_on(engine.facts_to_render(&spec)).expect("facts");
    let written = serde_json::to_string(&facts).expect("serialises");
    let read = Facts::from_yaml("facts.json", &written, "us-east-2").expect("reads");
    let online = block_on(engine.terraform(&spec, STORE, MissingKeys::Variables)).expect("renders");
    let offline = terraform_offline(&spec, STORE, read).expect("renders");
    assert_eq!(online.files, offline.files);
    assert!(offline.warnings.is_empty(), "{}", offline.warnings);
}

#[test]
fn a_group_leaves_the_load_balancers_that_it_had() {
    let render = |text: &str| {
        let spec = Spec::from_yaml("cluster_spec.yml", text).expect("a spec");
        block_on(fairwinds().terraform(&spec, STORE, MissingKeys::Variables)).expect("renders")
    };
    let list = "  externalLoadBalancers:\n  - loadBalancerName: web\n  machineType: t3.large\n";
    let before = render(&FAIRWINDS.replace("  machineType: t3.large\n", list)).files;
    assert!(String::from_utf8_lossy(&before[MAIN_FILE]).contains("  load_balancers        = [\"web\"]\n"));

    let after = render(FAIRWINDS).moved_from(&before).files;
    let text = String::from_utf8_lossy(&after[MAIN_FILE]);
    assert_eq!(text.matches("  load_balancers        = []\n").count(), 1, "{text}");
    assert_eq!(testkit::terraform::check(&after), Ok(()));
    assert_eq!(render(FAIRWINDS).moved_from(&after).files, after, "it may not have been applied yet");
    assert_eq!(render(FAIRWINDS).moved_from(&Files::new()).files, render(FAIRWINDS).files);
}

/// The buckets of the objects in Terraform files, each with the encryption that its objects ask for.
fn encryptions(files: &Files) -> BTreeSet<(String, Option<String>)> {
    let body = hcl::parse(std::str::from_utf8(&files[MAIN_FILE]).expect("is text")).expect("is HCL");
    let is_object = |block: &&hcl::Block| block.labels().first().is_some_and(|label| label.as_str() == "aws_s3_object");
    let objects = body.blocks().filter(is_object).map(|object| {
        let arguments: Value = hcl::from_body(object.body().clone()).expect("are values");
        let text = |name: &str| arguments[name].as_str().map(str::to_owned);
        (text("bucket").expect("a bucket"), text("server_side_encryption"))
    });
    objects.collect()
}

#[test]
fn objects_ask_for_an_encryption_where_their_bucket_has_none_by_default() {
    let discovery = "spec:\n  serviceAccountIssuerDiscovery: {discoveryStore: s3://issuers/demo}\n";
    let backups = "    name: main\n    backups: {backupStore: s3://backups/demo/main}\n";
    let text = FAIRWINDS.replacen("spec:\n", discovery, 1).replacen("    name: main\n", backups, 1);
    let spec = Spec::from_yaml("cluster_spec.yml", &text).expect("a spec");
    let buckets = ["backups", "issuers", "kops-state-store"];
    let cases: [&[&str]; 4] = [&[], &["kops-state-store"], &["backups", "issuers"], &buckets];
    for encrypted in cases {
        let mut account: Value = serde_json::from_str(ACCOUNT).expect("JSON");
        account["encryptedBuckets"] = json!(encrypted);
        let engine = Engine::simulated(Account::from_json(&account.to_string()).expect("an account"));
        let online = block_on(engine.terraform(&spec, STORE, MissingKeys::Variables)).expect("renders").files;
        let asked = |bucket: &str| (!encrypted.contains(&bucket)).then(|| "AES256".to_owned());
        assert_eq!(encryptions(&online), buckets.map(|bucket| (bucket.to_owned(), asked(bucket))).into());

        let facts = block_on(engine.facts_to_render(&spec)).expect("facts");
        assert!(terraform_offline(&spec, STORE, facts).expect("renders").files == online, "{encrypted:?}");
        let facts = block_on(engine.facts(&spec)).expect("facts");
        assert!(facts.buckets.is_empty(), "only files for Terraform depend on it");
    }
}

#[test]
fn objects_have_the_acl_of_what_is_written_to_their_bucket() {
    let spec = Spec::from_yaml("cluster_spec.yml", FAIRWINDS).expect("a spec");
    let facts = block_on(fairwinds().facts_to_render(&spec)).expect("facts");
    for acl in [None, Some("bucket-owner-full-control")] {
        let bucket = Bucket { object_acl: acl.map(str::to_owned), ..Bucket::default() };
        let facts = Facts { buckets: [("kops-state-store".to_owned(), bucket)].into(), ..facts.clone() };
        let files = terraform_offline(&spec, STORE, facts).expect("renders").into_texts();
        let words = files[MAIN_FILE].split_whitespace().collect::<Vec<_>>().join(" ");
        let objects = words.matches("resource \"aws_s3_object\"").count();
        let named = words.matches("{ acl = \"bucket-owner-full-control\" bucket = ").count();
        assert!(objects > 0);
        assert_eq!(named, if acl.is_some() { objects } else { 0 }, "{words}");
    }
}

#[test]
fn a_spec_without_config_base_is_rendered_in_the_folder_of_its_store() {
    let mut spec = Spec::from_yaml("cluster_spec.yml", FAIRWINDS).expect("a spec");
    spec.cluster.spec.config_base = None;
    let mut account: Value = serde_json::from_str(ACCOUNT).expect("JSON");
    account["encryptedBuckets"] = json!(["encrypted"]);
    let engine = Engine::simulated(Account::from_json(&account.to_string()).expect("an account"));
    for (bucket, encryption) in [("encrypted", None), ("plain", Some("AES256".to_owned()))] {
        let url = format!("s3://{bucket}");
        let files = block_on(engine.terraform(&spec, &url, MissingKeys::Variables)).expect("renders").files;
        assert_eq!(encryptions(&files), BTreeSet::from([(bucket.to_owned(), encryption)]));
    }
    let elsewhere = block_on(engine.terraform(&spec, "file:///var/kops", MissingKeys::Variables));
    let Err(Error::Invalid { findings, .. }) = elsewhere else { panic!("is refused") };
    assert!(findings.iter().any(|finding| finding.code == "cluster/config-base"), "{findings}");
}

#[test]
fn each_fact_that_is_not_known_is_named_with_its_field() {
    let image = "099720109477/ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20260218";
    let all = [
        "the number of the account",
        "the id of the hosted zone `kube.example.com`",
        "the internet gateway of the VPC `vpc-0a1b2c3d4e5f60718`",
        &format!("the id and the root device of the image `{image}`"),
    ];
    let named = |spec: &str, facts: Facts| -> BTreeSet<String> {
        let spec = Spec::from_yaml("cluster_spec.yml", spec).expect("a spec");
        match terraform_offline(&spec, STORE, facts) {
            Err(Error::Invalid { findings, .. }) => {
                let unknown = findings.iter().filter(|finding| finding.code == "facts/unknown");
                let what = |message: &str| message.trim_end_matches(" is not known without an account").to_owned();
                unknown.map(|finding| what(&finding.message)).collect()
            }
            Err(error) => panic!("{error}"),
            Ok(_) => BTreeSet::new(),
        }
    };
    let known = || Facts { simulated: true, ..Facts::built_in("us-east-2") };
    assert_eq!(named(FAIRWINDS, known()), all.map(str::to_owned).into());

    let account = Facts { account_id: "111122223333".into(), ..known() };
    assert!(!named(FAIRWINDS, account).contains(all[0]));

    let by_id = FAIRWINDS.replace("dnsZone: kube.example.com", "dnsZone: Z0123456789ABCDEFGHIJ");
    assert!(!named(&by_id, known()).contains(all[1]), "the spec says the id");

    let no_cidr = FAIRWINDS.replace("  networkCIDR: 172.20.0.0/16\n", "");
    assert!(named(&no_cidr, known()).contains("the CIDR of the VPC `vpc-0a1b2c3d4e5f60718`"));

    let odd_type = FAIRWINDS.replace("machineType: t3.large", "machineType: z9.large");
    assert!(named(&odd_type, known()).contains("what the instance type `z9.large` has"));
}

#[test]
fn names_that_are_one_to_terraform_are_refused_at_their_place() {
    let subnet =
        "  subnets:\n  - cidr: 172.20.24.0/24\n    name: utility.us-east-2a\n    type: Public\n    zone: us-east-2a\n";
    let spec = Spec::from_yaml("cluster_spec.yml", &FAIRWINDS.replacen("  subnets:\n", subnet, 1)).expect("a spec");
    let refused = block_on(fairwinds().terraform(&spec, STORE, MissingKeys::Variables));
    let Err(Error::Invalid { findings, .. }) = refused else { panic!("is refused") };
    assert!(findings.iter().all(|finding| finding.code == "terraform/same-name"), "{findings}");
    // The subnet and its association; outputs have no field of their own.
    assert_eq!(findings.iter().filter(|finding| finding.location.is_some()).count(), 2, "{findings}");
}

#[test]
fn other_names_stay_when_an_instance_group_is_renamed() {
    let names = |text: &str| -> BTreeSet<String> {
        let spec = Spec::from_yaml("cluster_spec.yml", text).expect("a spec");
        let files =
            block_on(fairwinds().terraform(&spec, STORE, MissingKeys::Variables)).expect("renders").into_texts();
        let heads = files["kubernetes.tf"].lines().filter(|line| line.starts_with("resource "));
        heads.map(str::to_owned).collect()
    };
    let before = names(FAIRWINDS);
    let after = names(&FAIRWINDS.replace("  name: nodes\n", "  name: workers\n"));
    let gone: Vec<_> = before.difference(&after).collect();
    let new: Vec<_> = after.difference(&before).collect();
    assert!(gone.iter().all(|name| name.contains("nodes")), "{gone:?}");
    assert!(new.iter().all(|name| name.contains("workers")), "{new:?}");
    assert_eq!(gone.len(), new.len());
    assert!(gone.len() <= 4 && !gone.is_empty(), "{gone:?}");
}
