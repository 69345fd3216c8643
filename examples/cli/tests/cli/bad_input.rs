//! Specs that are wrong: a clear message with its place, exit status 1, and nothing written anywhere.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use crate::support::{Answer, Place, fairwinds, fairwinds_spec};

/// As [`refuses`], with one finding: its code, its line and what it says is right.
#[track_caller]
fn refuses_at(from: &str, to: &str, code: &str, line: usize, right: &str) {
    let place = Place::with_account();
    place.write("bad.yml", &fairwinds_spec(from, to));
    let answer = place.run(&["update", "cluster", "-f", "bad.yml"]).fails_with(code);
    assert!(has_finding(&answer, code, &format!("bad.yml:{line}:"), right), "{}", answer.err);
    refuses(from, to, code);
}

/// Whether there is a finding of a code at a place that says what is right.
fn has_finding(answer: &Answer, code: &str, place: &str, right: &str) -> bool {
    let mut findings = answer.err.split("\n\n");
    findings.any(|finding| {
        finding.contains(&format!("[{code}]: ")) && finding.contains(&format!("--> {place}")) && finding.contains(right)
    })
}

/// Creates, updates and replaces with a spec in which `from` is replaced by `to`.
#[track_caller]
fn refuses(from: &str, to: &str, message: &str) {
    refuses_text(&fairwinds_spec(from, to), message);
}

#[track_caller]
fn refuses_text(spec: &str, message: &str) {
    let place = Place::with_account();
    place.write("bad.yml", spec);
    let account = place.read("account.json");
    for args in [
        &["create", "-f", "bad.yml"][..],
        &["replace", "-f", "bad.yml", "--force"],
        &["update", "cluster", "-f", "bad.yml"],
        &["update", "cluster", "-f", "bad.yml", "--yes"],
    ] {
        place.run(args).fails_with(message);
    }
    assert_eq!(place.files("state"), Vec::<String>::new());
    assert_eq!(place.read("account.json"), account);
}

#[test]
fn what_cannot_be_read() {
    refuses("channel: stable", "channel: [stable", " --> bad.yml:");
    refuses("channel: stable", "chanel: stable", "= help: did you mean `channel`?");
    refuses_at(
        "networkCIDR: 172.20.0.0/16",
        "networkCIDR: [172.20.0.0/16]",
        "spec/wrong-type",
        37,
        "expected text, found a list",
    );
    refuses_at("maxSize: 1\n", "maxSize: one\n", "spec/wrong-type", 85, "expected a whole number");
    refuses("name: nodes\n", "name: masters\n", "there are two objects `InstanceGroup/masters`");
    refuses_text("just text", "this is not a Kubernetes object");
}

#[test]
fn files_without_an_object() {
    let place = Place::new();
    place.write("empty.yml", "# nothing\n---\n");
    for args in [
        &["create", "-f", "empty.yml"][..],
        &["replace", "-f", "empty.yml", "--force"],
        &["delete", "-f", "empty.yml", "--yes"],
    ] {
        place.run(args).fails_with("there is no object in `empty.yml`");
    }
    let file = fairwinds("cluster_spec.yml");
    for args in [
        &["update", "cluster", "-f", "empty.yml"][..],
        &["toolbox", "diff", &file, "empty.yml"],
        &["toolbox", "upgrade-plan", "empty.yml", &file],
        &["toolbox", "diagram", "-f", &file, "--old", "empty.yml"],
    ] {
        place.run(args).fails_with("no cluster was found in `empty.yml`");
    }
}

#[test]
fn all_files_that_cannot_be_read_are_named() {
    let place = Place::new();
    place.write("spec.yml", &fairwinds_spec("", ""));
    let answer = place.run(&["update", "cluster", "-f", "one.yml,spec.yml,two.yml"]);
    let answer = answer.fails_with("reading `one.yml` failed");
    assert!(answer.err.contains("reading `two.yml` failed"), "{}", answer.err);
}

#[test]
fn a_file_is_read_once() {
    let place = Place::new();
    place.write("spec.yml", &fairwinds_spec("", ""));
    place.run(&["create", "-f", "spec.yml", "-f", "spec.yml"]).refuses(64, "`spec.yml` is given twice");
    place.run(&["update", "cluster", "-f", "spec.yml,spec.yml"]).refuses(64, "`spec.yml` is given twice");
}

#[test]
fn objects_of_others_without_their_cluster() {
    let place = Place::new();
    place.write("pod.yml", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n");
    for command in ["create", "replace", "delete"] {
        place.run(&[command, "-f", "pod.yml"]).fails_with("`Pod/web` is not an object of kops");
    }
}

#[test]
fn a_folder_where_a_file_is_expected() {
    let place = Place::new();
    place.write("specs/spec.yml", &fairwinds_spec("", ""));
    for args in [&["create", "-f", "specs"][..], &["update", "cluster", "-f", "specs"], &["get", "ig", "-f", "specs"]] {
        place.run(args).refuses(64, "`specs` is a folder: name its files; only `kops apply` takes folders");
    }
}

#[test]
fn what_belongs_to_nobody() {
    let spec = fairwinds_spec("", "");
    let (cluster, groups) = spec.split_once("---\n").expect("documents");
    let place = Place::with_account();
    place.write("groups.yml", groups);
    let create = place.run(&["create", "-f", "groups.yml"]);
    create.fails_with("`Cluster/demo.kube.example.com` is not in the state store");
    place.run(&["update", "cluster", "-f", "groups.yml"]).fails_with("there is no `Cluster`");
    let other = groups.replacen("demo.kube", "other.kube", 1);
    place.write("mixed.yml", &format!("{cluster}---\n{other}"));
    let create = place.run(&["create", "-f", "mixed.yml"]);
    create.fails_with("`Cluster/other.kube.example.com` is not in the state store");
    place.run(&["update", "cluster", "-f", "mixed.yml"]).fails_with("belongs to `other.kube.example.com`");
    assert_eq!(place.files("state"), Vec::<String>::new());
}

#[test]
fn networks_that_cannot_be() {
    refuses("cidr: 172.20.16.0/24", "cidr: 10.1.0.0/24", "error[subnet/outside-vpc]");
    refuses("cidr: 172.20.17.0/24", "cidr: 172.20.16.0/25", "error[subnet/overlap]");
    let zone = "    name: us-east-2b\n    type: Private\n    zone: us-east-2";
    refuses(&format!("{zone}b"), &format!("{zone}a"), "error[subnet/egress-mixed]");
    refuses("zone: us-east-2c", "zone: us-east-2z", "error[subnet/unknown-zone]");
    let cilium = "    cilium:\n";
    refuses_at(cilium, "    calico: {}\n    cilium:\n", "networking/several", 41, "= help: keep one");
}

#[test]
fn what_the_account_does_not_have() {
    refuses("vpc-0a1b2c3d4e5f60718", "vpc-0ffffffffffffffff", "error[network/unknown-vpc]");
    refuses("nat-0aa00000000000001", "nat-0ffffffffffffffff", "error[subnet/unknown-nat-gateway]");
    let range = "cidr: 172.20.16.0/24\n";
    refuses(range, &format!("{range}    id: subnet-0ffffffffffffffff\n"), "error[subnet/unknown-id]");
}

#[test]
fn groups_and_members_that_cannot_be() {
    refuses("  subnets:\n  - us-east-2a\n---", "  subnets:\n  - us-east-2x\n---", "us-east-2x");
    refuses_at(
        "maxSize: 3\n  minSize: 3",
        "maxSize: 3\n  minSize: 4",
        "group/sizes",
        100,
        "= help: lower `minSize`, or",
    );
    let member = "    - encryptedVolume: true\n      instanceGroup: masters\n      name: a\n";
    let two = format!("{member}{}", member.replace("name: a", "name: b"));
    refuses_at(member, &two, "etcd/members", 17, "= help: have 1 or 3, each on a control plane of its own");
    refuses("kubernetesVersion: 1.35.5", "kubernetesVersion: 1.5.3", "error[cluster/kubernetes-version]");
}

/// What the cluster of 2017 asks for that is no more, line by line: the code, the field and the advice.
const RETIRED: [(&str, &str, &str); 6] = [
    ("cluster/kubernetes-version", "kubernetesVersion", "`1.35.5` is recommended"),
    ("networking/retired", "weave", "use `cilium: {}`"),
    ("spec/ignored-field", "masters", "whether machines are private is decided by the `type` of the subnets"),
    ("spec/ignored-field", "nodes", "whether machines are private is decided by the `type` of the subnets"),
    ("group/retired-image", "image", "leave `image` out, or write `099720109477/ubuntu/"),
    ("network/unknown-vpc", "networkID", "remove `networkID` to make a VPC for the cluster"),
];

/// Asserts that every field of `RETIRED` that a spec has is answered, each time that it stands there.
#[track_caller]
fn answers_what_is_retired(spec: &str) {
    let place = Place::with_account();
    place.write("cluster_spec.yml", spec);
    let answer = place.run(&["update", "cluster", "-f", "cluster_spec.yml"]).has_status(1);
    for (code, field, help) in RETIRED {
        let stands = |line: &&(usize, &str)| line.1.trim_start().starts_with(&format!("{field}:"));
        let lines: Vec<_> = spec.lines().enumerate().collect();
        assert!(lines.iter().any(|line| stands(&line)), "{field}");
        for (number, line) in lines.iter().filter(stands) {
            let column = line.len() - line.trim_start().len() + 1;
            let at = format!("cluster_spec.yml:{}:{column}\n", number + 1);
            assert!(has_finding(&answer, code, &at, help), "{code} at {at}{}", answer.err);
        }
    }
    let stored = place.run(&["create", "-f", "cluster_spec.yml"]).fails_with("error[networking/retired]");
    assert!(!stored.err.contains("panicked"), "{}", stored.err);
    assert_eq!(place.files("state"), Vec::<String>::new());
}

#[test]
fn the_cluster_of_2017_is_answered_with_places_and_advice() {
    answers_what_is_retired(
        "apiVersion: kops/v1alpha2
kind: Cluster
metadata:
  name: old.example.com
spec:
  cloudProvider: aws
  kubernetesVersion: 1.5.3
  networkCIDR: 172.20.0.0/16
  networkID: vpc-461fb32f
  networking:
    weave: {}
  topology:
    masters: private
    nodes: private
---
apiVersion: kops/v1alpha2
kind: InstanceGroup
metadata:
  name: workers
  labels:
    kops.k8s.io/cluster: old.example.com
spec:
  role: Node
  image: kope.io/k8s-1.5-debian-jessie-amd64-hvm-ebs-2017-01-09
",
    );
}

#[test]
fn the_spec_that_the_article_links_to_is_answered_too() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/fairwinds");
    let folder = std::env::var_os("KOPS_CONFORMANCE").map_or(beside, |cases| Path::new(&cases).join("../fairwinds"));
    let Ok(spec) = fs::read_to_string(folder.join("cluster_spec.yml")) else {
        // The test harness hides what tests print, but not what they write.
        let _ = writeln!(std::io::stderr(), "SKIPPED: there is no spec of 2017 in {}", folder.display());
        return;
    };
    answers_what_is_retired(&spec);
}

#[test]
fn bytes_that_are_not_utf_8_have_a_place_beside_all_other_findings() {
    let place = Place::with_account();
    let spec = fairwinds_spec("channel: stable", "chanel: stable  # für alle");
    place.write("other.yml", &fairwinds_spec("channel: stable", "chanel: stable"));
    let bytes: Vec<u8> = spec.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
    fs::write(place.path("latin1.yml"), bytes).expect("writes");
    let utf16: Vec<u8> = spec.encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(place.path("utf16.yml"), utf16).expect("writes");
    let answer = place.run(&["update", "cluster", "-f", "latin1.yml", "-f", "utf16.yml", "-f", "other.yml"]);
    let answer = answer.fails_with("in Latin-1 this byte is `ü`: `iconv -f LATIN1 -t UTF-8`");
    assert!(has_finding(&answer, "text/encoding", "latin1.yml:12:22", "convert the file"), "{}", answer.err);
    assert!(has_finding(&answer, "text/encoding", "utf16.yml:1:1", "save it as UTF-8"), "{}", answer.err);
    assert!(has_finding(&answer, "spec/unknown-field", "other.yml:12:3", "did you mean `channel`?"), "{}", answer.err);
}

#[test]
fn a_config_base_that_is_no_store_is_a_finding_among_the_others() {
    let base = "configBase: s3://kops-state-store/demo.kube.example.com\n";
    let spec = fairwinds_spec(base, "configBase: gs://kops-state-store/demo\n").replace("maxSize: 3", "maxSize: 2");
    let place = Place::with_account();
    place.write("bad.yml", &spec);
    for mut command in ["update", "get"].map(|verb| place.command(&[verb, "cluster", "-f", "bad.yml"])) {
        let answer = Answer::of(&command.env_remove("KOPS_STATE_STORE").output().expect("runs"));
        if answer.status != 0 {
            let answer = answer.fails_with("`gs://kops-state-store/demo` is not a place that nodes in AWS can read");
            assert!(has_finding(&answer, "cluster/config-base", "bad.yml:14:3", "s3://BUCKET/"), "{}", answer.err);
            assert!(answer.err.contains("error[group/sizes]"), "{}", answer.err);
        }
    }
}

#[test]
fn a_config_base_in_another_bucket_than_the_state_store_is_refused_before_a_file_is_written() {
    let place = Place::new();
    place.write("spec.yml", &fairwinds_spec("", ""));
    let update = ["update", "cluster", "-f", "spec.yml", "--target", "terraform", "--state"];
    let answer = |state| place.run(&[&update[..], &[state]].concat());
    let refused =
        answer("s3://other").fails_with("nodes would read from `s3://kops-state-store/demo.kube.example.com`");
    assert!(
        has_finding(&refused, "cluster/config-base", "spec.yml:14:3", "name `s3://kops-state-store`"),
        "{}",
        refused.err
    );
    assert!(!answer("s3://kops-state-store/").err.contains("cluster/config-base"));
}

#[test]
fn an_ssh_key_that_ec2_would_refuse_has_a_place() {
    let key = "\n---\napiVersion: kops.k8s.io/v1alpha2\nkind: SSHCredential\nmetadata:\n  name: admin\n  labels:\n    \
               kops.k8s.io/cluster: demo.kube.example.com\nspec:\n  publicKey: ssh-rsa \
               AAAAB3NzaC1yc2EAAAADAQABAAAAAgCP\n";
    let spec = fairwinds_spec("", "");
    let line = spec.lines().count() + 9;
    let place = Place::with_account();
    place.write("bad.yml", &format!("{}{key}", spec.trim_end()));
    for command in [&["update", "cluster", "-f", "bad.yml"][..], &["create", "-f", "bad.yml"]] {
        let answer = place.run(command).fails_with("EC2 imports RSA keys of at least 1024 bits, but this one has 8");
        assert!(has_finding(&answer, "spec/public-key", &format!("bad.yml:{line}:3"), "ssh-keygen"), "{}", answer.err);
    }
}

#[test]
fn what_only_the_simulated_account_lacks_is_said_to_be_missing_there() {
    let type_of = |name: &str| fairwinds_spec("machineType: t3.medium", &format!("machineType: {name}"));
    let place = Place::with_account();
    place.write("typo.yml", &type_of("t3.mediun"));
    let typo = place.run(&["update", "cluster", "-f", "typo.yml"]);
    typo.fails_with("did you mean `t3.medium`?");
    place.write("new.yml", &type_of("x9zz.48xlarge"));
    let new = place.run(&["update", "cluster", "-f", "new.yml"]);
    let new = new.fails_with("the simulated account has no instance type `x9zz.48xlarge`");
    assert!(new.err.contains("is added to `machineTypes` in the file of the account"), "{}", new.err);
    let mut account: serde_json::Value = serde_json::from_str(&place.read("account.json")).expect("JSON");
    let added = new.err.split("such as `").nth(1).and_then(|rest| rest.split_once('`')).expect("an example").0;
    account["machineTypes"] = serde_json::from_str(&format!("{{{added}}}")).expect("the example is JSON");
    place.write("account.json", &account.to_string());
    place.run(&["update", "cluster", "-f", "new.yml"]).succeeds();

    place.write(
        "image.yml",
        &type_of("t3.medium").replace("  maxSize: 3", "  image: 111122223333/golden\n  maxSize: 3"),
    );
    let image = place.run(&["update", "cluster", "-f", "image.yml"]);
    let image = image.fails_with("the simulated account has no image `111122223333/golden`");
    let added = image.err.split("account: `").nth(1).and_then(|rest| rest.split_once('`')).expect("an example").0;
    account["images"] = serde_json::Value::Array(vec![serde_json::from_str(added).expect("the example is JSON")]);
    place.write("account.json", &account.to_string());
    place.run(&["update", "cluster", "-f", "image.yml"]).succeeds();
}

#[test]
fn unknown_fields_pass_where_they_are_allowed() {
    let place = Place::with_account();
    let field = "  channel: stable\n";
    place.write("new.yml", &fairwinds_spec(field, &format!("{field}  fieldOfTomorrow: 1\n")));
    for args in [
        &["update", "cluster", "-f", "new.yml"][..],
        &["get", "cluster", "-f", "new.yml"],
        &["create", "-f", "new.yml"],
        &["replace", "-f", "new.yml"],
    ] {
        place.run(args).fails_with("error[spec/unknown-field]: `fieldOfTomorrow`");
        let allowed = place.run(&[args, &["--allow-unknown-fields"]].concat()).succeeds();
        assert!(allowed.err.contains("warning[spec/unknown-field]: `fieldOfTomorrow`"), "{}", allowed.err);
    }
    assert!(!place.read("state/demo.kube.example.com/config").contains("fieldOfTomorrow"));
}
