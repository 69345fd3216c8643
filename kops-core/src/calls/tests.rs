//! The tables against the table of permissions, which `kops-aws` compares with its sources.

use std::collections::BTreeSet;

use super::*;
use crate::permissions::actions;
use crate::resource::{
    AutoscalingGroup, Change, CloudId, EventRule, LaunchTemplate, ManagedFile, Queue, Ref, Resource, ResourceId,
};
use crate::testkit::samples;

/// The actions that a kind's row of permissions has.
fn permitted(kind: Kind) -> BTreeSet<&'static str> {
    let row = actions(kind).unwrap_or_else(|| panic!("{kind} has no row"));
    let needs = row.create.iter().chain(row.update).chain(row.delete).map(|need| need.action);
    needs.chain(row.read.iter().copied()).collect()
}

#[test]
fn every_predicted_call_of_a_kind_is_among_the_permissions_of_the_kind() {
    for resource in samples::complete().iter().filter(|resource| !resource.kind().is_in_store()) {
        let kind = resource.kind();
        let in_place = kind.fields().iter().filter(|field| field.change == Change::InPlace);
        let fields: Vec<&str> = in_place.map(|field| field.name).collect();
        let default = Resource::from_fields(kind, serde_json::json!({})).expect("defaults");
        let predicted = [
            create::calls(resource),
            change::calls(&default, resource, &fields),
            change::calls(resource, &default, &fields),
            delete::calls(resource),
            probe(kind).map(once).into_iter().collect(),
        ];
        let permitted = permitted(kind);
        for (call, _) in predicted.concat().iter().filter(|(_, times)| *times > 0) {
            assert!(permitted.contains(call), "{kind}: {call}");
        }
    }
}

#[test]
fn every_kind_in_aws_is_created_by_a_call_and_deleted_by_another() {
    for resource in samples::complete() {
        let kind = resource.kind();
        let is_created = !create::calls(&resource).is_empty();
        assert_eq!(is_created, !kind.is_in_store() && !kind.properties().made_in_cluster, "{kind}");
        assert_eq!(delete::calls(&resource).is_empty(), kind.is_in_store(), "{kind}");
    }
}

#[test]
fn a_change_takes_the_calls_of_its_fields() {
    let group = |size: i32, metrics: &[&str]| {
        let metrics = metrics.iter().map(|metric| (*metric).to_owned()).collect();
        Resource::from(AutoscalingGroup { max_size: size, metrics, ..AutoscalingGroup::default() })
    };
    let mut calls = Calls::new();
    add(&mut calls, change::calls(&group(1, &["a"]), &group(2, &["b"]), &["max_size", "metrics"]));
    let expected = [
        ("autoscaling:DescribeAutoScalingGroups", 1),
        ("autoscaling:DisableMetricsCollection", 1),
        ("autoscaling:EnableMetricsCollection", 1),
        ("autoscaling:UpdateAutoScalingGroup", 1),
    ];
    assert_eq!(calls, expected.map(|(call, times)| (call.to_owned(), times)).into());
}

#[test]
fn tags_of_queues_and_event_rules_change_without_their_other_fields() {
    let tags = |key: &str| Tags::from([(key.to_owned(), "x".to_owned())]);
    let queue = |key: &str| Resource::from(Queue { tags: tags(key), ..Queue::default() });
    let rule = |key: &str| Resource::from(EventRule { tags: tags(key), ..EventRule::default() });
    for (old, new, expected) in [
        (queue("a"), queue("b"), ["sqs:GetQueueAttributes", "sqs:TagQueue", "sqs:UntagQueue"]),
        (rule("a"), rule("b"), ["events:DescribeRule", "events:TagResource", "events:UntagResource"]),
    ] {
        let mut calls = Calls::new();
        add(&mut calls, change::calls(&old, &new, &["tags"]));
        assert_eq!(calls, expected.map(|call| (call.to_owned(), 1)).into());
    }
}

#[test]
fn load_balancers_and_target_groups_are_joined_by_ten() {
    let group = |number: usize| {
        let names: Vec<Ref> = (0..number).map(|number| format!("api-{number}").as_str().into()).collect();
        let (load_balancers, target_groups) = (names.clone(), names);
        Resource::from(AutoscalingGroup { load_balancers, target_groups, ..AutoscalingGroup::default() })
    };
    let mut calls = Calls::new();
    add(&mut calls, change::calls(&group(1), &group(21), &["load_balancers", "target_groups"]));
    let expected = [
        ("autoscaling:AttachLoadBalancerTargetGroups", 2),
        ("autoscaling:AttachLoadBalancers", 2),
        ("autoscaling:DescribeAutoScalingGroups", 1),
    ];
    assert_eq!(calls, expected.map(|(call, times)| (call.to_owned(), times)).into());
}

#[test]
fn a_launch_template_has_tags_of_its_own_beside_those_of_its_versions() {
    let template = |key: &str| {
        let tags = Tags::from([(key.to_owned(), "x".to_owned())]);
        Resource::from(LaunchTemplate { tags, ..LaunchTemplate::default() })
    };
    let version = ["ec2:CreateLaunchTemplateVersion", "ec2:DescribeLaunchTemplateVersions", "ec2:ModifyLaunchTemplate"];
    let retag = ["ec2:CreateTags", "ec2:DeleteTags"];
    for (field, more) in [("image_id", &retag[..0]), ("tags", &retag[..])] {
        let mut calls = Calls::new();
        add(&mut calls, change::calls(&template("a"), &template("b"), &[field]));
        let expected: Calls = version.iter().chain(more).map(|call| ((*call).to_owned(), 1)).collect();
        assert_eq!(calls, expected, "{field}");
    }
}

#[test]
fn a_plan_counts_the_second_look_and_each_step() {
    let step = |id: u32, current: Resource| Step {
        id: crate::plan::StepId(id),
        resource: ResourceId::new(current.kind(), "a"),
        action: Action::Delete { id: CloudId::from("a"), current },
        depends_on: Vec::new(),
        reason: String::new(),
        source: None,
        disruption: crate::plan::Disruption::None,
    };
    let steps = vec![step(1, AutoscalingGroup::default().into()), step(2, ManagedFile::default().into())];
    let calls = Calls::from([("autoscaling:DescribeAutoScalingGroups".to_owned(), 3)]);
    let plan = Plan { steps, calls, ..Plan::default() };
    let expected = [
        ("autoscaling:DeleteAutoScalingGroup", 1),
        ("autoscaling:DescribeAutoScalingGroups", 4),
        ("ec2:DescribeAvailabilityZones", 1),
        ("sts:GetCallerIdentity", 1),
    ];
    assert_eq!(of_apply(&plan), expected.map(|(call, times)| (call.to_owned(), times)).into());
}
