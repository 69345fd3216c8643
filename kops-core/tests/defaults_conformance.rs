//! What is filled in, against what kops fills in for the specs that it is tested with.

#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "a test reads its cases and says when it has none")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use kops_core::diag::{Segment, segments};
use kops_core::facts::{Facts, HostedZone, Image, NatGatewayFacts, SubnetFacts, VpcFacts};
use kops_core::spec::{self, Objects, Spec, Unknown, encode};
use kops_core::text::Source;
use kops_core::{defaults, validate};
use serde_json::Value;

/// The cases that are rendered, or nothing, loudly, where there are none.
fn cases() -> Vec<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/conformance");
    let root = std::env::var_os("KOPS_CONFORMANCE").map_or(beside, PathBuf::from).join("cases/update");
    if !root.is_dir() {
        eprintln!("SKIPPED: there are no conformance cases in {}; set KOPS_CONFORMANCE", root.display());
        return Vec::new();
    }
    let entries = std::fs::read_dir(&root).expect("a folder that can be read");
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    cases.sort();
    cases
}

fn read(case: &Path) -> Spec {
    let text = std::fs::read_to_string(case.join("in.yaml")).expect("text");
    let source = Source::new(case.display().to_string(), text);
    spec::read(&[source], Unknown::Warn).and_then(Objects::into_spec).unwrap_or_else(|found| panic!("{found}"))
}

/// The account that the cases are rendered in, as far as defaults and rules ask for it.
fn facts() -> Facts {
    let zone = |id: &str, name: &str, private: bool| HostedZone {
        id: id.into(),
        name: name.into(),
        private,
        vpcs: Vec::new(),
    };
    let image = Image {
        id: "ami-12345678".into(),
        owner: "099720109477".into(),
        architecture: "x86_64".into(),
        ..Image::default()
    };
    let mut facts = Facts {
        region: "us-test-1".into(),
        zones: ["us-test-1a", "us-test-1b", "us-test-1c"].map(str::to_owned).to_vec(),
        hosted_zones: vec![
            zone("Z1AFAKE1ZON3YO", "example.com", false),
            zone("Z2AFAKE1ZON3NO", "internal.example.com", true),
            zone("Z3AFAKE1ZOMORE", "private.example.com", true),
        ],
        ..Facts::shipped("us-test-1")
    };
    for name in [
        "ubuntu/images/hvm-ssd-gp3/ubuntu-resolute-26.04-amd64-server-20220404",
        "099720109477/ubuntu/images/hvm-ssd-gp3/ubuntu-resolute-26.04-amd64-server-20220404",
    ] {
        facts.images.insert(name.into(), image.clone());
    }
    for name in ["m3.medium", "m3.large", "g4ad.16xlarge"] {
        let machine = facts.machine_types["m5.large"].clone();
        facts.machine_types.insert(name.into(), machine);
    }
    let vpc = || "vpc-12345678".to_owned();
    facts
        .network
        .vpcs
        .insert(vpc(), VpcFacts { cidr: "172.20.0.0/16".into(), dns_support: true, ..VpcFacts::default() });
    for (id, zone, cidr) in [
        ("subnet-12345678", "us-test-1a", "172.20.32.0/19"),
        ("subnet-abcdef", "us-test-1a", "172.20.4.0/22"),
        ("subnet-b2345678", "us-test-1b", "172.20.8.0/22"),
    ] {
        let subnet = SubnetFacts { vpc: vpc(), zone: zone.into(), cidr: cidr.into(), ..SubnetFacts::default() };
        facts.network.subnets.insert(id.into(), subnet);
    }
    for id in ["nat-a2345678", "nat-b2345678"] {
        facts.network.nat_gateways.insert(id.into(), NatGatewayFacts { vpc: vpc(), ..NatGatewayFacts::default() });
    }
    facts
}

#[test]
fn completed_clusters_are_those_of_kops() {
    let mut failed = Vec::new();
    for case in cases() {
        let Ok(expected) =
            std::fs::read_to_string(case.join("expected/data/aws_s3_object_cluster-completed.spec_content"))
        else {
            continue;
        };
        let full = defaults::fill(read(&case), &facts());
        let written = encode::to_yaml(&full.cluster);
        if written.trim() != expected.trim() {
            let pair = similar::TextDiff::from_lines(expected.trim(), written.trim());
            failed.push(format!("{}\n{}", case.display(), pair.unified_diff().context_radius(1)));
        }
    }
    assert!(failed.is_empty(), "{} cases differ:\n{}", failed.len(), failed.join("\n"));
}

#[test]
fn valid_clusters_are_found_valid() {
    let mut failed = Vec::new();
    for case in cases() {
        let full = defaults::fill(read(&case), &facts());
        if let Err(found) = validate::check(full, &facts()) {
            failed.push(found.to_string());
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn every_origin_names_a_value_that_is_there() {
    for case in cases() {
        let full = defaults::fill(read(&case), &facts());
        let objects: BTreeMap<_, Value> = std::iter::once((full.cluster.reference(), encode::to_value(&full.cluster)))
            .chain(full.groups.iter().map(|group| (group.reference(), encode::to_value(group))))
            .collect();
        for path in full.origins.keys() {
            let found =
                segments(&path.field).into_iter().try_fold(&objects[&path.object], |value, segment| match segment {
                    Segment::Key(key) => value.get(key),
                    Segment::Index(index) => value.get(index),
                });
            assert!(found.is_some(), "{}: there is no {path}", case.display());
        }
    }
}
