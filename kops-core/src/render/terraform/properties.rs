//! What must hold of the rendering of every cluster.

use proptest::prelude::*;

use super::*;
use crate::cloud::Cloud;
use crate::spec::Spec;
use crate::testkit::clusters::{Shape, any_cluster};
use crate::testkit::{self, block_on};
use crate::{defaults, facts, model, validate};

/// Takes a text through every stage.
fn graph(shape: &Shape, text: &str) -> Graph {
    let spec = Spec::from_yaml("a.yaml", text).expect("a spec");
    let facts = block_on(shape.account().facts(&facts::query(&spec, &facts::Components::built_in()))).expect("answers");
    let valid = validate::check(defaults::fill(spec, &facts), &facts).unwrap_or_else(|findings| panic!("{findings}"));
    model::build(&valid, &facts).unwrap_or_else(|findings| panic!("{findings}"))
}

fn objects() -> ObjectStore {
    ObjectStore { bucket: "store".into(), base: "any".into(), region: "us-east-2".into(), ..ObjectStore::default() }
}

/// What a configuration declares beside outputs: `resource.aws_vpc.any-example-com`.
fn declared(files: &Files) -> Vec<String> {
    let text = std::str::from_utf8(&files["kubernetes.tf"]).expect("is text");
    let body = hcl::parse(text).expect("is HCL");
    let blocks = body.blocks().filter(|block| matches!(block.identifier(), "resource" | "data"));
    let names = |block: &hcl::Block| block.labels().iter().map(hcl::BlockLabel::as_str).collect::<Vec<_>>().join(".");
    blocks.map(|block| format!("{}.{}", block.identifier(), names(block))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn configurations_hold_together(shape in any_cluster(), has_store in any::<bool>()) {
        let target = Target { objects: has_store.then(objects), ..Target::default() };
        let files = render(&graph(&shape, &shape.spec()), &target).expect("renders");
        prop_assert_eq!(testkit::terraform::check(&files), Ok(()));
    }

    #[test]
    fn the_order_of_documents_changes_no_byte(shape in any_cluster()) {
        let text = shape.spec();
        let mut documents: Vec<&str> = text.split("---\n").collect();
        documents.reverse();
        let (one, other) = (graph(&shape, &text), graph(&shape, &documents.join("---\n")));
        prop_assert_eq!(render(&one, &Target::default()), render(&other, &Target::default()));
    }

    #[test]
    fn what_is_owned_is_declared_and_what_is_shared_is_not(shape in any_cluster()) {
        let graph = graph(&shape, &shape.spec());
        let files = render(&graph, &Target { objects: Some(objects()), ..Target::default() }).expect("renders");
        let expected = graph.nodes.iter().filter_map(|(id, node)| {
            let block = match (&node.ownership, &node.resource) {
                (_, Resource::WarmPool(_)) => return None,
                (_, Resource::DnsRecord(record)) if record.alias.is_none() => return None,
                (Ownership::Owned, _) => "resource",
                (Ownership::Shared(_), Resource::Vpc(_)) => "data",
                (Ownership::Shared(_), _) => return None,
            };
            Some(format!("{block}.{}.{}", id.kind.properties().terraform?, names::resource_name(id)))
        });
        let mut expected: Vec<String> = expected.collect();
        let mut found = declared(&files);
        expected.sort();
        found.sort();
        prop_assert_eq!(found, expected);
    }
}
