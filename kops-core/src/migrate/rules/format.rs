//! Rules that make v1alpha2 of what other versions of the API wrote.

use serde_json::{Value as Json, json};

use super::{BOTH, CLUSTER, EVERY, GROUP, Rule};
use crate::migrate::edit::Edit;
use crate::migrate::find::{find, moved, renamed, replaced};
use crate::migrate::text::Steps;
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
        kinds: CLUSTER,
        find: |root| {
            let is_private =
                find(root, "spec.topology.nodes").iter().any(|(_, nodes)| nodes.as_str() == Some("private"));
            let subnets = |zones: &Node| match &zones.value {
                Value::Sequence(zones) if root.field("apiVersion").is_some_and(is_v1alpha1) => {
                    zones.iter().map(|zone| subnets(zone, is_private)).collect::<Option<Vec<_>>>()
                }
                _ => None,
            };
            let found = find(root, "spec.zones").into_iter();
            let found = found.filter_map(|(steps, zones)| Some((steps, subnets(&zones)?.concat())));
            found.map(|(steps, subnets)| Edit::Become(steps, "subnets".to_owned(), subnets.into())).collect()
        },
        reason: "v1alpha2 has subnets with a name and a type, where v1alpha1 had one network for each zone",
    },
    Rule {
        kinds: GROUP,
        find: |root| match root.field("apiVersion").is_some_and(is_v1alpha1) {
            true => renamed(root, "spec.zones", "subnets"),
            false => Vec::new(),
        },
        reason: "v1alpha2 has subnets, which are named after the zones of v1alpha1",
    },
    Rule {
        kinds: CLUSTER,
        find: |root| {
            let members = find(root, "spec.etcdClusters[].etcdMembers[].zone").into_iter();
            let group = |(steps, zone): (Steps, Node)| {
                let group = format!("master-{}", zone.as_str()?);
                Some(Edit::Become(steps, "instanceGroup".to_owned(), group.into()))
            };
            members.filter_map(group).collect()
        },
        reason: "members of etcd are in instance groups, which v1alpha1 named after their zone",
    },
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

/// The subnets of a zone: where instances are private, one for them and one for load balancers and NAT gateways.
fn subnets(zone: &Node, is_private: bool) -> Option<Vec<Json>> {
    let name = zone.field("name")?.as_str()?;
    let subnet = |name: String, kind: &str, cidr: &str, others: &[&str]| {
        let mut subnet = json!({"name": name, "type": kind, "zone": zone.field("name").map(Node::to_json)});
        let fields = [("cidr", cidr)].into_iter().chain(others.iter().map(|field| (*field, *field)));
        for (to, from) in fields {
            if let Some(value) = zone.field(from) {
                subnet[to] = value.to_json();
            }
        }
        subnet
    };
    let others = ["id", "egress"];
    Some(match is_private {
        true => vec![
            subnet(name.to_owned(), "Private", "privateCIDR", &others),
            subnet(format!("utility-{name}"), "Utility", "cidr", &[]),
        ],
        false => vec![subnet(name.to_owned(), "Public", "cidr", &others)],
    })
}

fn is_v1alpha3(node: &Node) -> bool {
    node.as_str().is_some_and(|version| version.ends_with("/v1alpha3"))
}
