//! `kops create cluster`: a cluster from options.

use crate::support::{Place, SSH_KEY};

/// The options of a script of 2017, with a network and a version of today. `-v` and the names with `master` are of that time.
const OPTIONS: &str = "create cluster --cloud sim:account.json --topology private --networking cilium --node-count 3 \
     --zones us-east-2a,us-east-2b,us-east-2c --master-zones us-east-2a --dns-zone kube.example.com \
     --node-size t3.large --master-size t3.medium -v 10 --ssh-public-key key.pub --vpc vpc-0a1b2c3d4e5f60718 \
     --network-cidr 172.20.0.0/16 --name new.kube.example.com --kubernetes-version=1.35.5";

/// CIDRs beside those of the subnets that the VPC has.
const FREE: &[&str] = &["--set", "spec.subnets[3].cidr=172.20.4.0/22", "--set", "spec.subnets[0].cidr=172.20.16.0/20"];

fn options(further: &[&'static str]) -> Vec<&'static str> {
    OPTIONS.split_whitespace().chain(further.iter().copied()).collect()
}

fn place() -> Place {
    let place = Place::with_account();
    place.write("key.pub", SSH_KEY);
    place
}

#[test]
fn dry_run_prints_the_spec_and_stores_nothing() {
    let place = place();
    let answer = place.run(&options(&[FREE, &["--dry-run", "-o", "yaml"]].concat())).succeeds();
    for line in [
        "  dnsZone: kube.example.com\n",
        "  masterPublicName: api.new.kube.example.com\n",
        "  networkID: vpc-0a1b2c3d4e5f60718\n",
        "  configBase: file://state/new.kube.example.com\n",
        "kind: SSHCredential\n",
        "  name: control-plane-us-east-2a\n",
        "  name: nodes-us-east-2c\n",
    ] {
        assert!(answer.out.contains(line), "{line}: {}", answer.out);
    }
    assert_eq!(place.files("state"), [""; 0]);
    let json = place.run(&options(&[FREE, &["--dry-run=true", "-ojson"]].concat())).succeeds();
    let objects: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!(objects[0]["kind"], "Cluster");
    // What is printed is read again.
    let file = place.write("spec.yml", &answer.out);
    place.run(&["create", "-f", &file]).succeeds();
}

#[test]
fn cluster_is_stored_and_its_changes_are_shown_and_applied() {
    let place = place();
    let zones = ["create", "cluster", "new.kube.example.com", "--cloud", "sim:account.json", "--zones", "us-east-2a"];
    let shown = place.run(&zones).succeeds();
    assert!(shown.out.contains("Plan: ") && shown.err.contains("--yes"), "{}\n{}", shown.out, shown.err);
    place.run(&["get", "ig", "--name", "new.kube.example.com"]).succeeds().prints("nodes-us-east-2a");
    place.run(&zones).fails_with("the cluster `new.kube.example.com` is already in the state store");
    let elsewhere = ["create", "cluster", "new.kube.example.com", "--zones", "us-east-2b", "--bastion"];
    place.run(&elsewhere).fails_with("run: kops edit cluster new.kube.example.com");
    let other =
        ["create", "cluster", "b.kube.example.com", "--cloud", "sim:account.json", "--zones", "us-east-2a", "--yes"];
    place.run(&other).succeeds();
    let again = place.run(&["update", "cluster", "b.kube.example.com"]).succeeds();
    assert!(again.out.contains("No changes."), "{}", again.out);
}

#[test]
fn a_state_store_in_memory_lasts_as_long_as_the_command() {
    let place = place();
    let create = ["create", "cluster", "new.kube.example.com", "--zones", "us-east-2a", "--state", "memfs://"];
    place.run(&create).succeeds().prints("Plan: ");
    place.run(&create).succeeds();
}

#[test]
fn subnets_that_overlap_those_of_the_vpc_are_refused_and_nothing_is_stored() {
    let place = place();
    let answer = place.run(&options(&["--yes"])).has_status(1);
    let wrong = "`172.20.0.0/21` of the subnet `utility-us-east-2a` overlaps `172.20.0.0/24` of the subnet \
                 `subnet-0aa00000000000001`";
    let help = "give it a `cidr` that is free, or the `id` of a subnet that exists";
    for words in [wrong, "in the VPC `vpc-0a1b2c3d4e5f60718`", help] {
        assert!(answer.err.contains(words), "{words}: {}", answer.err);
    }
    assert_eq!(place.files("state"), [""; 0]);
}

#[test]
fn wrong_options_are_reported_at_once_and_nothing_is_stored() {
    let place = Place::new();
    let wrong = "create cluster new.example.com --bastion --set spec.kubelet.maxPod=1 --kubernetes-feature-gates=+";
    let wrong: Vec<&str> = wrong.split(' ').collect();
    let answer = place.run(&wrong).has_status(1);
    for part in
        ["error[create/zones]", "error[create/bastion]", "error[create/feature-gate]", "did you mean `maxPods`?"]
    {
        assert!(answer.err.contains(part), "{part}: {}", answer.err);
    }
    let old = "create cluster new.example.com --zones us-east-2a --kubernetes-version 1.5.3";
    place.run(&old.split(' ').collect::<Vec<_>>()).fails_with("error[cluster/kubernetes-version]");
    let weave = "create cluster new.example.com --zones us-east-2a --networking weave";
    let answer = place.run(&weave.split(' ').collect::<Vec<_>>()).has_status(64);
    assert!(answer.err.contains("no longer maintained"), "{}", answer.err);
    let external = "create cluster new.example.com --zones us-east-2a --networking external";
    place.run(&external.split(' ').collect::<Vec<_>>()).refuses(64, "write `cni`");
    assert_eq!(place.files("state"), [""; 0]);
}

#[test]
fn each_option_that_cannot_be_is_answered_with_what_can() {
    let place = place();
    let base = "create cluster new.k8s.local --cloud sim:account.json --dry-run -o yaml";
    for (options, status, expected) in [
        ("--zones us-east-2a --zonez x", 64, "a similar argument exists: '--zones'"),
        ("--zones us-east-2a --networking ciliun", 64, "did you mean `cilium`?"),
        ("--zones us-east-2a --networking x", 64, "expected one of cilium, cilium-etcd, cilium-eni, calico, "),
        ("--zones us-east-2a --gce-service-account x", 64, "`--gce-service-account` is for clusters on Google Cloud"),
        ("--zones us-east-2a --os-ext-net x", 64, "`--os-ext-net` is for clusters on OpenStack"),
        ("--zones us-east-2a --add addon.yaml", 64, "kops create -f CLUSTER.yaml -f OBJECTS.yaml"),
        ("--zones us-east-2a --discovery-service https://x", 64, "--discovery-store s3://BUCKET"),
        ("--zones us-east-2a --config kops.yaml", 64, "environment variables, such as KOPS_STATE_STORE"),
        ("--zones us-east-2a --node-count three", 64, "'--node-count <NUMBER>': expected a whole number, such as `3`"),
        ("--zones us-east-2a --node-count 5000000000", 64, "the number is too large"),
        ("--zones us-east-2a,us-east-2a", 1, "`us-east-2a` is twice among the zones"),
        ("--zones us-east-2a --set metadata.name=x", 1, "`metadata.name` cannot be changed"),
        ("--zones us-east-2z", 1, "us-east-2 has `us-east-2a`, `us-east-2b` or `us-east-2c`"),
        ("--zones us-east-2a,eu-west-1a", 1, "there is no zone `eu-west-1a` in us-east-2"),
        ("--zones us-east-2a,us-east-2b --control-plane-count 2", 1, "an even number"),
        ("--zones us-east-2a --control-plane-zones us-east-2a,us-east-2b", 1, "an even number"),
        ("--zones us-east-2a --set spec.kubelet.maxPod=1", 1, "did you mean `maxPods`?"),
        ("--zones us-east-2a --set spec.kubelet.maxPods=many", 1, "expected a whole number, found the text `many`"),
        ("--zones us-east-2a --unset spec.nothing", 1, "nothing"),
        ("--zones us-east-2a --channel stabel", 1, "did you mean `stable`?"),
        (
            "--zones us-east-2a --network-id vpc-0ffffffffffffffff",
            1,
            "there is no VPC `vpc-0ffffffffffffffff` in us-east-2",
        ),
        (
            "--zones us-east-2a --network-id vpc-0a1b2c3d4e5f60718 --subnets subnet-0ff00000000000009",
            1,
            "there is no subnet `subnet-0ff00000000000009` in the VPC",
        ),
        (
            "--zones us-east-2a,us-east-2b,us-east-2c --topology private --network-cidr 172.20.0.0/28",
            1,
            "there is no room left in the VPC for the subnet `utility-us-east-2a`",
        ),
    ] {
        let words: Vec<&str> = base.split(' ').chain(options.split(' ')).collect();
        let answer = place.run(&words).has_status(status);
        assert!(answer.err.contains(expected), "{options}: {}", answer.err);
        assert!(answer.out.is_empty(), "{options}: {}", answer.out);
    }
}

/// A flag of every kind with nothing in it, as scripts pass what is not set.
const EMPTY: [&str; 40] = [
    "--admin-access",
    "--api-loadbalancer-class",
    "--api-loadbalancer-type",
    "--api-public-name",
    "--api-ssl-certificate",
    "--authorization",
    "--bastion-image",
    "--channel",
    "--cloud-labels",
    "--config-base",
    "--container-runtime",
    "--control-plane-image",
    "--control-plane-security-groups",
    "--control-plane-size",
    "--control-plane-tenancy",
    "--control-plane-volume-type",
    "--control-plane-zones",
    "--discovery-store",
    "--dns",
    "--dns-zone",
    "--etcd-clusters",
    "--etcd-storage-type",
    "--image",
    "--instance-manager",
    "--kubernetes-feature-gates",
    "--kubernetes-version",
    "--network-cidr",
    "--network-id",
    "--networking",
    "--node-image",
    "--node-security-groups",
    "--node-size",
    "--node-tenancy",
    "--node-volume-type",
    "--set",
    "--ssh-access",
    "--ssh-public-key",
    "--subnets",
    "--topology",
    "--unset",
];

#[test]
fn flags_that_are_empty_are_as_if_they_were_not_passed() {
    let place = Place::new();
    let base = ["create", "cluster", "new.k8s.local", "--zones", "us-east-2a", "--dry-run", "-o", "yaml"];
    let plain = place.run(&base).succeeds().out;
    let zero = ["--control-plane-count", "0", "--control-plane-volume-size", "0", "--node-volume-size", "0"];
    let all: Vec<&str> = base.into_iter().chain(EMPTY.into_iter().flat_map(|flag| [flag, ""])).chain(zero).collect();
    assert_eq!(place.run(&all).succeeds().out, plain);
    // Those that an account is asked about.
    let account = Place::with_account();
    let base = [&base[..], &["--network-id", "", "--subnets", "", "--utility-subnets", ""]].concat();
    assert_eq!(account.run(&base).succeeds().out, plain);
}

#[test]
fn several_fields_are_set_by_one_flag() {
    let place = Place::new();
    let base = ["create", "cluster", "new.k8s.local", "--zones", "us-east-2a", "--dry-run", "-o", "yaml"];
    let set = [
        "--set",
        "spec.kubelet.cgroupDriver=systemd,spec.kubelet.maxPods=100",
        "--set",
        r#""spec.sshAccess=192.0.2.0/24,198.51.100.0/24",spec.kubelet.logLevel=4"#,
        "--unset",
        "spec.iam,spec.sshAccess",
    ];
    let shown = place.run(&[&base[..], &set].concat()).succeeds().out;
    for part in ["cgroupDriver: systemd\n", "maxPods: 100\n", "sshAccess:\n  - 192.0.2.0/24\n  - 198.51.100.0/24\n"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(!shown.contains("  iam:"), "{shown}");
}

#[test]
fn options_have_the_values_of_kops() {
    let place = Place::new();
    let base = ["create", "cluster", "new.k8s.local", "--zones", "us-east-2a", "--dry-run", "-o", "yaml"];
    for (options, expected) in [
        (&["--networking", "kopeio"][..], "kopeio: {}\n"),
        (&["--networking", "kube-router"], "kuberouter: {}\n"),
        (&["--networking", "kopeio-vxlan"], "kopeio: {}\n"),
        (&["--node-tenancy", "host"], "tenancy: host\n"),
        (&["--control-plane-tenancy", "host"], "tenancy: host\n"),
        (&["--target", "dryrun"], "kind: Cluster\n"),
    ] {
        place.run(&[&base[..], options].concat()).succeeds().prints(expected);
    }
}
