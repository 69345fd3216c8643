//! In which fields of the spec an outdated instance differs from those that are launched now.
//!
//! In: the versions of the launch template that both were launched from, as the account has them, and the node. Out: a [`SpecDifference`] for
//! each field. Invariant: nothing of user data is shown, because it may hold secrets.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::cloud::{Instance, RunningGroup};
use crate::cluster_api::Node;
use crate::lifecycle::ExpectedGroup;
use crate::plan::user_data_differences;
use crate::resource::{Compare, Field, LaunchTemplate, Resource, label};
use crate::spec::ExactVersion;

/// A field of the spec that an instance differs in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SpecDifference {
    /// The field: `spec.kubernetesVersion`. What comes from many fields has a name instead: `node configuration`, `nodeup`.
    pub field: String,
    /// What the instance has, `(unset)` where it has nothing; of what may hold secrets, the first digits of its hash.
    pub old: String,
    /// What new instances have.
    pub new: String,
}

const KUBERNETES_VERSION: &str = "spec.kubernetesVersion";
const MACHINE_TYPE: &str = "spec.machineType";
/// What the value of a field is shown as where it has none.
const UNSET: &str = "(unset)";

/// The fields of a launch template, and those of the spec that they come from. User data has its own rules.
const FIELDS: [(&Field, &str); 15] = [
    (LaunchTemplate::IMAGE_ID, "spec.image"),
    (LaunchTemplate::INSTANCE_TYPE, MACHINE_TYPE),
    (LaunchTemplate::INSTANCE_PROFILE, "spec.iam"),
    (LaunchTemplate::KEY_NAME, "spec.sshKeyName"),
    (LaunchTemplate::SECURITY_GROUPS, "spec.additionalSecurityGroups"),
    (LaunchTemplate::ASSOCIATE_PUBLIC_IP, "spec.associatePublicIp"),
    (LaunchTemplate::IPV6_ADDRESS_COUNT, "spec.subnets"),
    (LaunchTemplate::BLOCK_DEVICES, "spec.rootVolume, spec.volumes"),
    (LaunchTemplate::CPU_CREDITS, "spec.cpuCredits"),
    (LaunchTemplate::DETAILED_MONITORING, "spec.detailedInstanceMonitoring"),
    (LaunchTemplate::EBS_OPTIMIZED, "spec.rootVolumeOptimization"),
    (LaunchTemplate::TENANCY, "spec.tenancy"),
    (LaunchTemplate::METADATA, "spec.instanceMetadata"),
    (LaunchTemplate::SPOT, "spec.maxPrice"),
    (LaunchTemplate::TAGS, "spec.cloudLabels, spec.nodeLabels, spec.taints"),
];

/// Returns in what an instance of a group differs: by the versions of its launch template where they are known, otherwise as far as the
/// instance and its node show it.
pub(super) fn differences(
    group: &ExpectedGroup,
    instance: &Instance,
    node: Option<&Node>,
    templates: Option<(&LaunchTemplate, &LaunchTemplate)>,
) -> Vec<SpecDifference> {
    let mut found: Vec<SpecDifference> = seen(group, instance, node).collect();
    if let Some((old, new)) = templates {
        let is_new = |difference: &SpecDifference| {
            let is_seen = found.iter().any(|seen| seen.field == difference.field);
            let has_several_types = group.is_mixed && difference.field == MACHINE_TYPE;
            !is_seen && !has_several_types
        };
        found.extend(of_templates(old, new).into_iter().filter(is_new).collect::<Vec<_>>());
    }
    found
}

/// What can be seen of the instance and its node.
fn seen(group: &ExpectedGroup, instance: &Instance, node: Option<&Node>) -> impl Iterator<Item = SpecDifference> {
    let versions = node
        .and_then(|node| ExactVersion::parse(&node.kubelet_version))
        .zip(ExactVersion::parse(&group.kubernetes_version));
    let version = versions
        .filter(|(runs, wanted)| runs != wanted)
        .map(|(runs, wanted)| difference(KUBERNETES_VERSION, &runs.to_string(), &wanted.to_string()));
    let (old, new) = (&instance.instance_type, &group.machine_type);
    let has_other_type = !group.is_mixed && !old.is_empty() && old != new;
    version.into_iter().chain(has_other_type.then(|| difference(MACHINE_TYPE, old, new)))
}

fn of_templates(old: &LaunchTemplate, new: &LaunchTemplate) -> Vec<SpecDifference> {
    let text = |template: &LaunchTemplate| {
        template.user_data.as_ref().and_then(|text| text.known()).unwrap_or_default().to_owned()
    };
    let of_user_data = user_data_differences(&text(old), &text(new)).into_iter().map(|(name, [old, new])| {
        let shown = |side: Option<String>| side.unwrap_or_else(|| UNSET.to_owned());
        difference(&name, &shown(old), &shown(new))
    });
    let (old, new) = (Resource::from(old.clone()), Resource::from(new.clone()));
    let of_field = |(field, name): (&Field, &str)| {
        let words = if field.compare == Compare::Tags { str::to_owned } else { label };
        let [before, after] = [&old, &new].map(|side| leaves(&side.value(field), words));
        let only = |side: &BTreeSet<String>, other: &BTreeSet<String>| {
            let shown: Vec<&str> = side.difference(other).map(String::as_str).collect();
            if shown.is_empty() { UNSET.to_owned() } else { shown.join(", ") }
        };
        (before != after).then(|| difference(name, &only(&before, &after), &only(&after, &before)))
    };
    FIELDS.into_iter().filter_map(of_field).chain(of_user_data).collect()
}

fn difference(field: &str, old: &str, new: &str) -> SpecDifference {
    SpecDifference { field: field.to_owned(), old: old.to_owned(), new: new.to_owned() }
}

/// The values inside of a value, each with the fields that lead to it, as `words` writes them.
fn leaves(value: &Value, words: fn(&str) -> String) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect("", value, words, &mut found);
    found
}

fn collect(path: &str, value: &Value, words: fn(&str) -> String, found: &mut BTreeSet<String>) {
    let below = |name: &str| format!("{path} {name}").trim().to_owned();
    match value {
        Value::Null => {}
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| collect(&below(&words(name)), value, words, found));
        }
        Value::Array(entries) => {
            for entry in entries {
                let device = entry.get("device_name").and_then(Value::as_str).unwrap_or_default();
                collect(&below(device), entry, words, found);
            }
        }
        Value::String(text) => drop(found.insert(below(text))),
        other => drop(found.insert(below(&other.to_string()))),
    }
}

/// The versions of launch templates that tell why instances are outdated: those of outdated instances, and those that new ones are launched
/// from.
pub(crate) fn template_versions(running: &[RunningGroup]) -> BTreeSet<String> {
    let of_group = |group: &RunningGroup| {
        let outdated = group.instances.iter().filter(|instance| group.is_outdated(instance));
        let old: BTreeSet<String> = outdated.filter_map(|instance| instance.template.clone()).collect();
        let new = group.template.clone().filter(|new| !old.is_empty() && !new.is_empty());
        old.into_iter().chain(new)
    };
    running.iter().flat_map(of_group).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cloud::InstanceState;
    use crate::resource::{BlockDevice, EbsDevice};

    #[test]
    fn versions_are_asked_for_where_instances_are_outdated_and_never_one_that_is_gone() {
        let instance = Instance {
            id: "i-1".into(),
            template: Some("lt-1:1".into()),
            state: InstanceState::InService,
            instance_type: String::new(),
            zone: String::new(),
            private_ip: None,
            public_ip: None,
        };
        for (new, expected) in [("lt-1:1", &[] as &[&str]), ("lt-1:2", &["lt-1:1", "lt-1:2"]), ("", &["lt-1:1"])] {
            let mut group = RunningGroup::without_autoscaling("nodes", None, vec![instance.clone()]);
            group.template = Some(new.to_owned());
            assert_eq!(template_versions(&[group]), expected.iter().map(|&version| version.to_owned()).collect());
        }
    }

    #[test]
    fn fields_of_the_spec_are_named_with_what_differs() {
        let device = |size| BlockDevice {
            device_name: "/dev/sda1".into(),
            ebs: Some(EbsDevice { size_gib: Some(size), volume_type: Some("gp3".into()), ..EbsDevice::default() }),
            ..BlockDevice::default()
        };
        let old = LaunchTemplate {
            image_id: "ami-1".into(),
            instance_type: "t3.medium".into(),
            block_devices: vec![device(64)],
            security_groups: vec!["sg-1".into(), "sg-2".into()],
            tags: [("our_team".to_owned(), "shop".to_owned())].into(),
            ..LaunchTemplate::default()
        };
        let new = LaunchTemplate {
            image_id: "ami-2".into(),
            block_devices: vec![device(128)],
            security_groups: vec!["sg-2".into(), "sg-1".into()],
            cpu_credits: Some("unlimited".into()),
            tags: [].into(),
            user_data: Some("#!/bin/bash\n".into()),
            ..old.clone()
        };
        let shown: Vec<String> = of_templates(&old, &new)
            .iter()
            .map(|found| format!("{}: {} -> {}", found.field, found.old, found.new))
            .collect();
        assert_eq!(
            shown[..4],
            [
                "spec.image: ami-1 -> ami-2",
                "spec.rootVolume, spec.volumes: /dev/sda1 EBS size in GiB 64 -> /dev/sda1 EBS size in GiB 128",
                "spec.cpuCredits: (unset) -> unlimited",
                "spec.cloudLabels, spec.nodeLabels, spec.taints: our_team shop -> (unset)",
            ]
        );
        assert!(shown.len() == 5 && shown[4].starts_with("user data: "), "{shown:?}");
        assert_eq!(of_templates(&new, &new), []);
    }
}
