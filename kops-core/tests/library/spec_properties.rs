//! Reading and writing hold for every text and every spec, not only for those of the examples.

use kops_core::facts::Facts;
use kops_core::spec::{self, Cluster, InstanceGroup, ObjectMeta, SshCredential, UnknownFields, encode};
use kops_core::yaml::{self, Source};
use kops_core::{defaults, model, validate};
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::Value;

use crate::arbitrary::Arbitrary;

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic(text in "[ -~\n\tä:{}\\[\\],&*!|>'\"#%@`-]{0,120}") {
        let _ = spec::read(&[Source::new("f", text)], UnknownFields::Deny);
    }

    #[test]
    fn any_damage_to_a_spec_is_read_without_a_panic(
        at in 0..SPEC.len(), length in 0..8usize, inserted in "[ \n\t:{}\\[\\],&*!|>'\"#-]{0,4}",
    ) {
        let end = (at + length).min(SPEC.len());
        let text = format!("{}{inserted}{}", &SPEC[..at], &SPEC[end..]);
        if let Err(found) = spec::read(&[Source::new("f", text.as_str())], UnknownFields::Deny) {
            for finding in found.iter() {
                let location = finding.location.as_ref().expect("a place");
                prop_assert!(location.line as usize <= text.lines().count() + 1, "{finding}");
            }
        }
    }

    #[test]
    fn any_value_that_is_written_reads_back(value in json()) {
        let text = yaml::to_yaml(&value);
        let documents = yaml::parse(&Source::new("f", text.as_str())).map_err(|e| TestCaseError::fail(format!("{e}\n{text}")))?;
        let read = documents.first().map_or(Value::Null, |document| document.root.to_json());
        prop_assert_eq!(read, value, "{}", text);
    }

    #[test]
    fn any_json_reads_as_itself(value in json()) {
        let text = serde_json::to_string_pretty(&value).expect("JSON");
        let documents = yaml::parse(&Source::new("f", text.as_str())).map_err(|e| TestCaseError::fail(format!("{e}\n{text}")))?;
        let read = documents.first().map_or(Value::Null, |document| document.root.to_json());
        prop_assert_eq!(read, value, "{}", text);
    }

}

proptest! {
    // One case holds hundreds of fields.
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_spec_that_is_written_reads_back(seed: u64, density in 1..40u8) {
        let mut cluster = Cluster::deserialize(Arbitrary::new(seed, density)).expect("any cluster");
        let mut group = InstanceGroup::deserialize(Arbitrary::new(seed ^ 1, density)).expect("any group");
        let mut credential = SshCredential::deserialize(Arbitrary::new(seed ^ 2, density)).expect("any key");
        cluster.metadata = ObjectMeta::named("c.example.com");
        group.metadata = ObjectMeta::named("nodes");
        credential.metadata = ObjectMeta::named("admin");
        let text = [encode::to_yaml(&cluster), encode::to_yaml(&group), encode::to_yaml(&credential)].join("---\n");
        let read = spec::read(&[Source::new("f", text)], UnknownFields::Deny).and_then(spec::Objects::into_spec);
        let read = read.map_err(|found| TestCaseError::fail(found.to_string()))?;
        prop_assert_eq!(read.cluster, cluster);
        prop_assert_eq!(read.groups, vec![group]);
        prop_assert_eq!(read.ssh_credentials, vec![credential]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    /// What a cluster owns can be looked for whatever its spec says, so that it can be deleted.
    #[test]
    fn any_spec_leads_to_a_graph_without_a_panic(seed: u64, density in 1..60u8) {
        let mut cluster = Cluster::deserialize(Arbitrary::new(seed, density)).expect("any cluster");
        cluster.metadata = ObjectMeta::named("c.example.com");
        let groups = (1..4_u64).map(|number| {
            let mut group = InstanceGroup::deserialize(Arbitrary::new(seed ^ number, density)).expect("any group");
            group.metadata = ObjectMeta::named(format!("group-{number}"));
            group
        });
        let spec = spec::Spec { cluster, groups: groups.collect(), ..spec::Spec::default() };
        let facts = Facts::built_in("us-east-2");
        let full = defaults::fill(spec, &facts);
        let (graph, _) = model::build_partial(&full, &facts);
        prop_assert_eq!(graph.cluster, "c.example.com");
        let _ = validate::check(full, &facts);
    }
}

/// Values with the texts that are hard to write: marks, numbers, words, spaces and breaks in odd places.
fn json() -> impl Strategy<Value = Value> {
    let word = prop_oneof![
        "[ -~]{0,12}",
        "[a-z0-9 :#'\"\n\t-]{0,24}",
        "[0-9.eExXo_:+-]{1,8}",
        "([a-z]{1,9} ){10,20}[a-z]",
        "\\PC{0,6}",
        prop::sample::select(vec![
            "yes",
            "~",
            "null",
            "1.0",
            "---",
            "-",
            "? a",
            "a: b",
            "2020-01-01",
            "|",
            "\n",
            " \n",
            "é\u{85}"
        ])
        .prop_map(str::to_owned),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1_000_000..1_000_000i64).prop_map(|n| Value::from(n as f64 / 64.0 + 1.0 / 128.0)),
        word.clone().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(word.clone(), inner, 0..5)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

const SPEC: &str = r#"apiVersion: kops.k8s.io/v1alpha2
kind: Cluster
metadata:
  name: c.example.com
spec:
  cloudLabels: &labels
    a.b/c: "d"
    e: 'f'
  channel: stable
  api: {loadBalancer: {type: Public, idleTimeoutSeconds: 300}}
  etcdClusters:
  - name: main
    etcdMembers:
    - {name: a, instanceGroup: cp}
    heartbeatInterval: 100ms
    cpuRequest: 200m
  fileAssets:
  - content: |
      text
        more
    roles: [Master, Node]
  rollingUpdate: {maxSurge: 10%}
---
apiVersion: kops.k8s.io/v1alpha2
kind: InstanceGroup
metadata:
  name: nodes
spec:
  role: Node
  cloudLabels:
    <<: {a: b}
  minSize: 1
"#;
