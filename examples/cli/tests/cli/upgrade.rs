//! `kops upgrade cluster`, and channels.

use crate::support::{CLUSTER, Place, fairwinds_spec};

const OURS: &str = "\
spec:
  kubernetesVersions:
  - {range: '>=1.34.0', recommendedVersion: 1.34.2, requiredVersion: 1.34.1}
  kopsVersions:
  - {range: '>=1.30.0', kubernetesVersion: 1.34.2}
  images:
  - {name: ami-0efa7c918e9edfae6, providerID: aws, architectureID: amd64, kubernetesVersion: '>=1.30.0'}
";

fn place(version: &str) -> Place {
    let place = Place::new();
    let spec = fairwinds_spec("kubernetesVersion: 1.35.5", &format!("kubernetesVersion: {version}"));
    let file = place.write("spec.yml", &spec);
    place.run(&["create", "-f", &file]).succeeds();
    place
}

#[test]
fn an_upgrade_is_shown_and_then_written() {
    let place = place("1.34.1");
    let before = place.read("state/demo.kube.example.com/config");
    let shown = place.run(&["upgrade", "cluster", CLUSTER]).succeeds();
    for line in [
        "ITEM                    PROPERTY            OLD      NEW\n",
        "Cluster                 KubernetesVersion   1.34.1   1.35.5\n",
        "InstanceGroup/nodes     Image                        099720109477/ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64",
    ] {
        assert!(shown.out.contains(line), "{line}: {}", shown.out);
    }
    assert!(shown.err.contains("--yes"), "{}", shown.err);
    assert_eq!(place.read("state/demo.kube.example.com/config"), before);
    place.run(&["upgrade", "cluster", CLUSTER, "--yes"]).succeeds();
    assert!(place.read("state/demo.kube.example.com/config").contains("kubernetesVersion: 1.35.5"));
    let again = place.run(&["upgrade", "cluster", CLUSTER]).succeeds();
    assert!(again.err.contains("no upgrade required") && again.out.is_empty(), "{}{}", again.out, again.err);
}

#[test]
fn a_version_that_is_asked_for_is_checked() {
    let place = place("1.34.1");
    let to = |version: &str| place.run(&["upgrade", "cluster", CLUSTER, "--yes", "--kubernetes-version", version]);
    to("soon").fails_with("`soon` is not a version of Kubernetes");
    let refused = to("1.40.0").has_status(1);
    assert!(refused.err.contains("error[cluster/kubernetes-version]"), "{}", refused.err);
    assert!(refused.err.contains(" --> Cluster/demo.kube.example.com spec.kubernetesVersion\n"), "{}", refused.err);
    let lower = to("1.33.0").succeeds();
    assert!(lower.err.contains("versions are not lowered"), "{}", lower.err);
    assert!(place.read("state/demo.kube.example.com/config").contains("kubernetesVersion: 1.34.1"));
}

#[test]
fn a_channel_can_be_a_file() {
    let place = place("1.34.1");
    place.write("ours.yaml", OURS);
    place.run(&["upgrade", "cluster", CLUSTER, "--channel", "stabel"]).fails_with("did you mean `stable`?");
    place.run(&["upgrade", "cluster", CLUSTER, "--channel", "spec.yml"]).fails_with("`spec.yml` is not a channel");
    let upgraded = place.run(&["upgrade", "cluster", CLUSTER, "--channel", "ours.yaml", "--yes"]).succeeds();
    for line in ["Channel             stable   ours.yaml", "KubernetesVersion   1.34.1   1.34.2"] {
        assert!(upgraded.out.contains(line), "{line}: {}", upgraded.out);
    }
    let zones = "us-east-2a";
    let create =
        ["create", "cluster", "b.example.com", "--zones", zones, "--channel", "./ours.yaml", "--dry-run", "-o", "yaml"];
    let created = place.run(&create).succeeds();
    for line in ["kubernetesVersion: 1.34.2", "image: ami-0efa7c918e9edfae6", "channel: ./ours.yaml"] {
        assert!(created.out.contains(line), "{line}: {}", created.out);
    }
}

#[test]
fn a_channel_can_be_in_a_bucket() {
    let place = Place::with_account();
    let mut account: serde_json::Value = serde_json::from_str(&place.read("account.json")).expect("JSON");
    let image = "099720109477/ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20260218";
    let ours = OURS.replace("ami-0efa7c918e9edfae6", image);
    account["buckets"] = serde_json::json!({"ours": {"stable": ours, "other": "a: 1"}});
    place.write("account.json", &account.to_string());
    let plan = |channel: &str| {
        let spec = fairwinds_spec("channel: stable", &format!("channel: {channel}"));
        let spec = spec.replace("kubernetesVersion: 1.35.5", "kubernetesVersion: 1.34.1");
        place.run(&["update", "cluster", "-f", &place.write("spec.yml", &spec)]).succeeds()
    };
    assert!(plan("s3://ours/stable").out.contains("the channel `s3://ours/stable` recommends 1.34.2"));
    for missing in ["s3://ours/missing", "s3://ours/other", "s3://ours"] {
        assert!(plan(missing).err.contains(&format!("the channel `{missing}` cannot be read")));
    }
}

#[test]
fn a_plan_says_when_the_cluster_is_behind_its_channel() {
    let place = Place::with_account();
    let plan = |version: &str| {
        let spec = fairwinds_spec("kubernetesVersion: 1.35.5", &format!("kubernetesVersion: {version}"));
        place.run(&["update", "cluster", "-f", &place.write("spec.yml", &spec)]).succeeds().out
    };
    assert!(plan("1.35.1").contains("the channel `stable` recommends 1.35.5"));
    assert!(!plan("1.35.5").contains("channel `stable`"));
}
