//! Every field of a spec is documented: what it means, and what holds where it is unset. What the rules fill in is what the
//! documentation says.

use std::collections::{BTreeMap, BTreeSet};

use kops_core::facts::Facts;
use kops_core::fields::{self, FieldSummary};
use kops_core::{Spec, defaults};

const SPEC: &str = include_str!("../../../examples/fairwinds/cluster_spec.yml");

/// The types of fields that hold one value.
const SCALARS: [&str; 7] = ["boolean", "integer", "number", "string", "Duration", "IntOrString", "Quantity"];

/// What says what holds where a field is left out.
const UNSET: [&str; 6] = ["Default", "Unset", "Required", "Retired", "Not used", "where a Kubernetes API stores"];

/// The fields of an object's spec and metadata, by their paths.
fn all() -> BTreeMap<String, FieldSummary> {
    fn collect(above: &str, fields: &[FieldSummary], all: &mut BTreeMap<String, FieldSummary>) {
        for field in fields {
            let path = format!("{above}.{}", field.name);
            collect(&path, &field.fields, all);
            all.insert(path, field.clone());
        }
    }
    let mut fields = BTreeMap::new();
    for kind in ["cluster", "instancegroup", "sshcredential"] {
        let page = fields::explain_all(kind).expect("a kind");
        let below = page.fields.into_iter().filter(|field| field.name == "spec" || field.name == "metadata");
        collect(kind, &below.collect::<Vec<_>>(), &mut fields);
    }
    fields
}

/// What is missing in the documentation of a field.
fn faults(field: &FieldSummary) -> Vec<&'static str> {
    let text = field.description.as_str();
    let first = text.chars().next().unwrap_or_default();
    let says_unset = UNSET.iter().any(|word| text.contains(word));
    [
        (!first.is_uppercase() && first != '`', "begins with a capital letter"),
        (!text.ends_with('.'), "ends with a full stop"),
        (text.split_whitespace().count() < 4 && !text.starts_with("Retired: use "), "is a sentence"),
        (text.starts_with("Its ") || text.starts_with("The name."), "says whose"),
        (SCALARS.contains(&field.r#type.as_str()) && !says_unset, "says what holds where it is unset"),
    ]
    .into_iter()
    .filter_map(|(is_wrong, what)| is_wrong.then_some(what))
    .collect()
}

#[test]
fn every_field_says_what_it_means_and_what_holds_where_it_is_unset() {
    let all = all();
    let wrong: Vec<_> = all
        .iter()
        .flat_map(|(path, field)| {
            faults(field).into_iter().map(move |what| format!("{path}: {what}: {}", field.description))
        })
        .collect();
    assert!(wrong.is_empty(), "the documentation of a field\n{}", wrong.join("\n"));
    assert!(all.len() > 1000, "{}", all.len());
}

#[test]
fn a_word_in_place_of_a_sentence_is_found() {
    let field = |r#type: &str, description: &str| -> FieldSummary {
        let value = serde_json::json!({"name": "a", "type": r#type, "required": false, "description": description});
        serde_json::from_value(value).expect("a field")
    };
    for (r#type, description, expected) in [
        ("string", "The image of the addon. Default: the release that kops installs.", vec![]),
        ("Cilium", "Settings of the network Cilium.", vec![]),
        ("string", "Its image. Default: the newest release.", vec!["says whose"]),
        ("string", "The image of the addon.", vec!["says what holds where it is unset"]),
        ("Cilium", "Cilium.", vec!["is a sentence"]),
        ("Cilium", "settings of the network Cilium", vec!["begins with a capital letter", "ends with a full stop"]),
    ] {
        assert_eq!(faults(&field(r#type, description)), expected, "{description}");
    }
}

/// Specs that between them lead to most defaults.
fn specs() -> Vec<String> {
    const CILIUM: &str = "    cilium:\n      enableNodePort: true\n";
    let addons = "  clusterAutoscaler: {enabled: true, expander: priority}\n  nodeProblemDetector: {}\n  \
                  containerd: {nvidiaGPU: {enabled: true}, gvisor: {enabled: true}}\n";
    let with = |section: &str| SPEC.replacen("\nspec:\n", &format!("\nspec:\n{section}"), 1);
    let network = |network: &str| SPEC.replace(CILIUM, &format!("    {network}\n"));
    vec![
        SPEC.to_owned(),
        with(addons),
        with(
            "  karpenter: {enabled: true}\n  kubeDNS: {nodeLocalDNS: {enabled: true}}\n  metricsServer: {enabled: true}\n",
        ),
        with("  authorization: {alwaysAllow: {}}\n").replacen("  authorization:\n    rbac: {}\n", "", 1),
        SPEC.replacen("      class: Network\n      type: Public\n", "      crossZoneLoadBalancing: false\n", 1),
        SPEC.replace("kubernetesVersion: 1.35.5", "kubernetesVersion: 1.31.9"),
        network("cilium: {ipam: eni, enableEncryption: true, hubble: {}, ingress: {}, gatewayAPI: {}}"),
        network("calico: {}"),
        network("kindnet: {}"),
        network("flannel: {}"),
        network("kubenet: {}"),
        network("amazonvpc: {}"),
    ]
}

/// Fields whose default is worked out from others.
const WORKED_OUT: [&str; 1] = ["cluster.spec.kubeAPIServer.apiServerCount"];

#[test]
fn what_the_rules_fill_in_is_the_default_that_the_documentation_names() {
    let all = all();
    let (mut wrong, mut seen) = (BTreeSet::new(), BTreeSet::new());
    for text in specs() {
        let spec = Spec::from_yaml("spec.yml", &text).expect("a spec");
        let full = defaults::fill(spec, &Facts::built_in("us-east-2"));
        for value in full.explained().into_iter().filter(|value| value.location.is_none()) {
            let kind = value.field.object.kind.to_ascii_lowercase();
            let path = format!("{kind}.{}", without_indices(&value.field.field));
            let Some(field) = all.get(&path) else { continue };
            // A value that is made of others is described by how it is made.
            let shown = match &value.value {
                serde_json::Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            let says = field.description.contains("Default") || field.description.contains("create cluster");
            let is_named = field.description.contains(&shown);
            let is_given =
                !WORKED_OUT.contains(&path.as_str()) && (!shown.contains(['/', '.']) || shown.parse::<f64>().is_ok());
            if !says || (is_given && !is_named) {
                wrong.insert(format!("{path} = {shown}: {}", field.description));
            }
            seen.insert(path);
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        seen.len(),
        wrong.into_iter().collect::<Vec<_>>().join("\n")
    );
    assert!(seen.len() > 100, "{}", seen.len());
}

fn without_indices(path: &str) -> String {
    path.split('.').map(|segment| segment.split('[').next().unwrap_or_default()).collect::<Vec<_>>().join(".")
}
