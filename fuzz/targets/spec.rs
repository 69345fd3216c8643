//! Any spec that the types allow is written and read without loss, filled in, checked, and made a graph, without a panic.

#![no_main]

use std::cell::RefCell;
use std::rc::Rc;

use arbitrary::Unstructured;
use kops_core::facts::Facts;
use kops_core::spec::{self, Cluster, InstanceGroup, ObjectMeta, Spec, UnknownFields, encode};
use kops_core::yaml::Source;
use kops_core::{defaults, model, validate};
use libfuzzer_sys::fuzz_target;
use serde::Deserialize;

#[allow(dead_code, reason = "tests make up values by seeds")]
#[path = "../../kops-core/tests/library/arbitrary.rs"]
mod made_up;

use made_up::{Arbitrary, Choices};

/// Choices by the bytes of an input; where these end, the first of each.
struct Bytes<'a>(Unstructured<'a>);

impl Choices for Bytes<'_> {
    fn below(&mut self, limit: usize) -> usize {
        self.0.choose_index(limit).unwrap_or_default()
    }

    fn any(&mut self) -> u64 {
        self.0.arbitrary().unwrap_or_default()
    }
}

thread_local! {
    static FACTS: Facts = Facts::built_in("us-east-2");
}

fuzz_target!(|bytes: &[u8]| {
    let Some((&density, rest)) = bytes.split_first() else { return };
    let choices = Rc::new(RefCell::new(Bytes(Unstructured::new(rest))));
    let source = || Arbitrary::by(Rc::clone(&choices), density % 60);

    let mut cluster = Cluster::deserialize(source()).expect("any cluster");
    cluster.metadata = ObjectMeta::named("c.example.com");
    let mut groups = Vec::new();
    for number in 1..3 {
        let mut group = InstanceGroup::deserialize(source()).expect("any group");
        group.metadata = ObjectMeta::named(format!("group-{number}"));
        groups.push(group);
    }

    let mut texts = vec![encode::to_yaml(&cluster)];
    texts.extend(groups.iter().map(encode::to_yaml));
    let text = texts.join("---\n");
    let read = spec::read(&[Source::new("f", text.as_str())], UnknownFields::Deny).and_then(spec::Objects::into_spec);
    let read = read.unwrap_or_else(|found| panic!("{found}\n{text}"));
    assert_eq!((&read.cluster, &read.groups), (&cluster, &groups), "{text}");

    FACTS.with(|facts| {
        let full = defaults::fill(Spec { cluster, groups, ..Spec::default() }, facts);
        // To build a graph takes longer than all the rest.
        if density >= 240 {
            let (graph, _) = model::build_partial(&full, facts);
            assert_eq!(graph.cluster, "c.example.com");
        }
        let _ = validate::check(full, facts);
    });
});
