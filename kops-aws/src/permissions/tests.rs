//! Every operation that the sources use is listed, and the core's table of kinds has exactly those.

use std::collections::BTreeSet;

use kops_core::permissions::{
    DISCOVERY_READ, DISCOVERY_WRITE, ENCRYPTION_READ, FACTS, PREFLIGHT, STORE_READ, STORE_WRITE, actions,
};
use kops_core::resource::Kind;

use super::*;

#[test]
fn actions_are_listed_once_and_in_order() {
    let mut seen = BTreeSet::new();
    for permissions in PERMISSIONS {
        assert!(permissions.actions.is_sorted(), "{}", permissions.purpose);
        for action in permissions.actions {
            assert!(seen.insert((permissions.service, action)), "{}:{action}", permissions.service);
        }
    }
}

#[test]
fn every_operation_that_the_sources_use_is_listed() {
    let used = used();
    for (service, operation) in &used {
        assert!(for_operation(service, operation).1.is_some(), "{service}:{operation}");
    }
    assert!(used.len() > 100, "{}", used.len());
}

/// Actions that AWS checks beside the operation that is called: for tags that a creation gives along, for the role of an instance
/// profile, for the ACL of an object that is written, and for what a service does in the caller's name; and those that S3 names otherwise
/// than the operation.
const NOT_CALLED: [&str; 18] = [
    "autoscaling:CreateOrUpdateTags",
    "ec2:DescribeAccountAttributes",
    "ec2:RunInstances",
    "elasticloadbalancing:AddTags",
    "events:TagResource",
    "iam:CreateServiceLinkedRole",
    "iam:PassRole",
    "iam:TagInstanceProfile",
    "iam:TagOpenIDConnectProvider",
    "iam:TagRole",
    "sqs:TagQueue",
    "ec2:CreateTags",
    "s3:GetEncryptionConfiguration",
    "s3:ListBucket",
    "s3:PutObjectAcl",
    "kms:CreateGrant",
    "kms:DescribeKey",
    "kms:GenerateDataKeyWithoutPlaintext",
];

#[test]
fn the_actions_of_every_kind_are_those_that_the_sources_call() {
    let used = used();
    for kind in Kind::ALL.iter().filter(|kind| !kind.is_in_store()) {
        let row = actions(*kind).unwrap_or_else(|| panic!("{kind} has no row"));
        let is_created = !row.create.is_empty() || kind.properties().made_in_cluster;
        assert!(is_created && !row.read.is_empty() && !row.delete.is_empty(), "{kind}");
    }
    let rows = Kind::ALL.iter().filter_map(|kind| actions(*kind));
    let of_kinds = rows.flat_map(|row| {
        let needs = row.create.iter().chain(row.update).chain(row.delete).map(|need| need.action);
        needs.chain(row.read.iter().copied())
    });
    let store = STORE_READ.iter().chain(ENCRYPTION_READ).chain(STORE_WRITE);
    let others = FACTS.iter().chain(PREFLIGHT).chain(store).chain(DISCOVERY_READ).chain(DISCOVERY_WRITE).copied();
    let all: BTreeSet<&str> = of_kinds.chain(others).collect();
    for action in &all {
        let (service, operation) = action.split_once(':').expect("has a service");
        assert!(for_operation(service, operation).1.is_some(), "{action} is not listed");
        let is_called = used.contains(&(service.to_owned(), operation.to_owned()));
        assert!(is_called || NOT_CALLED.contains(action), "{action} is not called");
    }
    let outside = [
        // What only commands on running clusters call is no part of a plan.
        "to list the instances of a cluster and to replace them",
        "to know whether instances that Karpenter launched have the keys of the state store",
        "to take instances out of load balancers before they are replaced",
    ];
    for permissions in PERMISSIONS.iter().filter(|permissions| !outside.contains(&permissions.purpose)) {
        for action in permissions.actions {
            let action = format!("{}:{action}", permissions.service);
            assert!(all.contains(action.as_str()), "{action} is in no row of the table");
        }
    }
}

/// Every operation that the sources name, with its service.
#[expect(clippy::disallowed_methods, reason = "this test reads the sources")]
fn used() -> BTreeSet<(String, String)> {
    let mut open = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
    let mut used = BTreeSet::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).expect("is there").map_while(Result::ok) {
            if entry.path().is_dir() {
                open.push(entry.path());
                continue;
            }
            let text = std::fs::read_to_string(entry.path()).expect("is text");
            let own = text.split("const SERVICE: &str = \"").nth(1).and_then(|rest| rest.split('"').next());
            for call in text.split("Call::new(").skip(1) {
                let mut words = call.split(')').next().unwrap_or_default().split(',').map(str::trim);
                let (Some(service), Some(operation)) = (words.next(), words.next()) else { continue };
                let service = if service == "SERVICE" { own.expect("is named") } else { service.trim_matches('"') };
                let operation = operation.trim_matches('"');
                if !operation.is_empty() && operation.chars().all(char::is_alphanumeric) {
                    used.insert((service.to_owned(), operation.to_owned()));
                }
            }
        }
    }
    used
}
