//! Rules that make v1alpha2 of what other versions of the API wrote.

use serde_json::{Value as Json, json};

use super::{BOTH, CLUSTER, EVERY, Rule};
use crate::migrate::edit::Edit;
use crate::migrate::find::{find, moved, replaced};
use crate::spec::{API_VERSION, MOVED};
use crate::yaml::{Node, Value};

/// Fields that v1alpha3 has as the opposite.
const INVERTED: [(&str, &str); 3] = [
    ("spec.networking.tagSubnets", "spec.DisableSubnetTags"),
    ("spec.networking.cilium.masquerade", "spec.networking.cilium.disableMasquerade"),
    ("spec.networking.cilium.installIptablesRules", "spec.networking.cilium.IPTablesRulesNoinstall"),
];

/// Fields of v1alpha3's `cloudProvider.aws` that v1alpha2 has in `cloudConfig`.
const AWS_SETTINGS: [&str; 6] = [
    "disableSecurityGroupIngress",
    "elbSecurityGroup",
    "nlbSecurityGroupMode",
    "nodeIPFamilies",
    "spotinstOrientation",
    "spotinstProduct",
];

pub(super) const RULES: &[Rule] = &[
    Rule {
        kinds: EVERY,
        find: |root| replaced(root, "apiVersion", "apiVersion", &json!(API_VERSION), is_v1alpha1),
        reason: "v1alpha1 has not been read since kops 1.12",
    },
    Rule {
        kinds: EVERY,
        find: |root| {
            replaced(root, "apiVersion", "apiVersion", &json!(API_VERSION), |node| {
                node.as_str() == Some("kops/v1alpha2")
            })
        },
        reason: "the API group of kops has been `kops.k8s.io` since kops 1.12",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            let inverted = |node: &Node| match node.value {
                Value::Bool(is, _) => Some(Json::Bool(!is)),
                _ => None,
            };
            INVERTED.into_iter().flat_map(|(from, to)| moved(root, from, to, inverted)).collect()
        },
        reason: "v1alpha2 has the opposite",
    },
    Rule {
        kinds: BOTH,
        find: |root| {
            let is_object = |(from, _): &&(&str, &str)| {
                *from != "spec.networking.topology.dns" || find(root, "spec.networking.topology.dns.type").is_empty()
            };
            let mut edits: Vec<Edit> = MOVED
                .iter()
                .filter(is_object)
                .flat_map(|(from, to)| moved(root, from, to, |node| Some(node.to_json())))
                .collect();
            edits.extend(AWS_SETTINGS.into_iter().flat_map(|field| {
                moved(root, &format!("spec.cloudProvider.aws.{field}"), &format!("spec.cloudConfig.{field}"), |node| {
                    Some(node.to_json())
                })
            }));
            edits
        },
        reason: "v1alpha2 has the field elsewhere",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            let is_empty = |node: &Node| {
                node.field("aws")
                    .is_some_and(|aws| matches!(&aws.value, Value::Null) || aws.value == Value::Mapping(Vec::new()))
            };
            replaced(root, "spec.cloudProvider", "cloudProvider", &json!("aws"), is_empty)
        },
        reason: "v1alpha2 has the name of the cloud",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            let is_missing =
                root.field("apiVersion").is_some_and(is_v1alpha3) && find(root, "spec.cloudProvider").is_empty();
            let path = vec!["spec".to_owned(), "cloudProvider".to_owned()];
            let specs = find(root, "spec").into_iter().filter(|_| is_missing);
            specs.map(|(steps, _)| Edit::Copy(steps, path.clone(), json!("aws"))).collect()
        },
        reason: "v1alpha2 has the name of the cloud",
    },
    Rule {
        kinds: EVERY,
        find: |root| replaced(root, "apiVersion", "apiVersion", &json!(API_VERSION), is_v1alpha3),
        reason: "kops stores v1alpha2, and so it is the version that is read here",
    },
];

fn is_v1alpha1(node: &Node) -> bool {
    node.as_str().is_some_and(|version| version.ends_with("/v1alpha1"))
}

fn is_v1alpha3(node: &Node) -> bool {
    node.as_str().is_some_and(|version| version.ends_with("/v1alpha3"))
}
