//! The parts of a configuration as they are collected, and the files that come of them.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use bytes::Bytes;
use hcl::expr::{Expression, ObjectKey};
use hcl::{Block, Body};

use super::links::Link;
use super::target::Target;
use super::value::Value;
use super::{Attributes, Files, MAIN_FILE, codes, expressions, layout, names};
use crate::diag::{Diagnostic, Diagnostics, SpecPath};
use crate::graph::Graph;
use crate::resource::ResourceId;

/// The oldest Terraform and provider of AWS that understand the configuration.
const TERRAFORM_VERSION: &str = ">= 0.15.0";
const PROVIDER_VERSION: &str = ">= 5.0.0";

/// Blocks by what they are called, and files by path.
#[derive(Debug, Default)]
pub(super) struct Configuration {
    resources: BTreeMap<(&'static str, String), Body>,
    data_sources: BTreeMap<(&'static str, String), Body>,
    variables: BTreeMap<String, bool>,
    outputs: BTreeMap<String, Value>,
    files: Files,
    problems: Diagnostics,
}

impl Configuration {
    /// Adds a resource; `asked` is the field of the spec that wants it.
    pub(super) fn resource(&mut self, id: &ResourceId, attributes: Attributes, asked: Option<&SpecPath>) {
        let Some(resource_type) = id.kind.properties().terraform else { return };
        let files = &mut self.files;
        let body = attributes.into_body(&mut |suffix, text| {
            let path = names::data_file(id, suffix);
            files.insert(path.clone(), Bytes::from(text));
            path
        });
        match self.resources.entry((resource_type, names::resource_name(id))) {
            Entry::Vacant(free) => {
                free.insert(body);
            }
            Entry::Occupied(taken) => {
                let (_, name) = taken.key();
                let message =
                    format!("the {} `{}` and another have one name in Terraform: `{name}`", id.kind.title(), id.name);
                let finding = Diagnostic::error(codes::SAME_NAME.id, message)
                    .help("Terraform's names have no dots: choose names that differ in more than `.` and `-`");
                self.problems.push(match asked {
                    Some(path) => finding.at(path.clone()),
                    None => finding,
                });
            }
        }
    }

    /// Adds a data source.
    pub(super) fn data_source(&mut self, id: &ResourceId, attributes: Attributes) {
        let Some(resource_type) = id.kind.properties().terraform else { return };
        let body = attributes.into_body(&mut |suffix, _| names::data_file(id, suffix));
        self.data_sources.insert((resource_type, names::resource_name(id)), body);
    }

    /// Adds a data source for what exists and is no part of the graph: its type, its name and its arguments.
    pub(super) fn look_up(&mut self, (resource_type, name, attributes): (&'static str, String, Attributes)) {
        self.data_sources.insert((resource_type, name), attributes.into_body(&mut |_, _| String::new()));
    }

    /// Adds what keeps the files from being written.
    pub(super) fn refuse(&mut self, problem: Diagnostic) {
        self.problems.push(problem);
    }

    /// Adds a variable for a text, which may be secret.
    pub(super) fn variable(&mut self, name: String, is_secret: bool) {
        self.variables.insert(name, is_secret);
    }

    /// Adds an output with one value.
    pub(super) fn output(&mut self, name: &str, value: impl Into<Expression>) {
        let name = names::identifier(name);
        if self.outputs.insert(name.clone(), Value::One(value.into())).is_some() {
            let message = format!("two outputs have one name in Terraform: `{name}`");
            self.problems.push(Diagnostic::error(codes::SAME_NAME.id, message));
        }
    }

    /// Adds a member to an output that is a list.
    pub(super) fn output_member(&mut self, name: &str, member: Link) {
        match self.outputs.entry(names::identifier(name)).or_insert_with(|| Value::Several(Vec::new())) {
            Value::Several(links) => links.push(member),
            Value::One(_) => {
                let message = format!("two outputs have one name in Terraform: `{name}`");
                self.problems.push(Diagnostic::error(codes::SAME_NAME.id, message));
            }
        }
    }

    /// Writes `kubernetes.tf` beside the files that it reads.
    ///
    /// # Errors
    /// Everything that was found on the way.
    pub(super) fn finish(mut self, graph: &Graph, target: &Target) -> Result<Files, Diagnostics> {
        let outputs: BTreeMap<String, Expression> =
            self.outputs.into_iter().map(|(name, value)| (name, expressions::literals(value.into()))).collect();
        let locals =
            Block::builder("locals").add_attributes(outputs.iter().map(|(name, value)| (name.as_str(), value.clone())));
        let mut blocks = vec![locals.build()];
        blocks.extend(self.variables.iter().map(|(name, is_secret)| {
            let text = ("type", expressions::traversal("string", []));
            let block = Block::builder("variable").add_label(name.as_str()).add_attribute(text);
            if *is_secret { block.add_attribute(("sensitive", true)).build() } else { block.build() }
        }));
        blocks.extend(
            outputs
                .into_iter()
                .map(|(name, value)| Block::builder("output").add_label(name).add_attribute(("value", value)).build()),
        );
        blocks.extend(providers(graph, target));
        blocks.extend(labelled("resource", self.resources));
        blocks.extend(labelled("data", self.data_sources));
        blocks.push(requirements(target));
        self.files.insert(MAIN_FILE.to_owned(), Bytes::from(layout::text(&blocks)));
        if self.problems.has_errors() { Err(self.problems) } else { Ok(self.files) }
    }
}

fn labelled(keyword: &'static str, bodies: BTreeMap<(&'static str, String), Body>) -> impl Iterator<Item = Block> {
    bodies.into_iter().map(move |((resource_type, name), body)| {
        Block::builder(keyword).add_labels([resource_type, &name]).add_structures(body.into_inner()).build()
    })
}

/// The provider of resources, and the one that writes objects of the state store, whose bucket may be in another region.
fn providers(graph: &Graph, target: &Target) -> impl Iterator<Item = Block> {
    let with = |arguments: &BTreeMap<String, String>, own: &[(&str, &str)]| {
        let mut all: BTreeMap<&str, &str> = own.iter().copied().collect();
        all.extend(arguments.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let all = all.into_iter().map(|(name, value)| (name, expressions::literal(value)));
        Block::builder("provider").add_label("aws").add_attributes(all).build()
    };
    let main = with(&target.provider, &[("region", &graph.region)]);
    let files = target
        .objects
        .as_ref()
        .map(|store| with(&target.files_provider, &[("alias", "files"), ("region", &store.region)]));
    std::iter::once(main).chain(files)
}

/// What must be installed.
fn requirements(target: &Target) -> Block {
    let mut aws = vec![("source", Expression::from("hashicorp/aws")), ("version", PROVIDER_VERSION.into())];
    if target.objects.is_some() {
        aws.insert(0, ("configuration_aliases", vec![expressions::traversal("aws", ["files"])].into()));
    }
    let aws = aws.into_iter().map(|(key, value)| (ObjectKey::Expression(Expression::from(key)), value)).collect();
    let providers = Block::builder("required_providers").add_attribute(("aws", Expression::Object(aws))).build();
    Block::builder("terraform").add_attribute(("required_version", TERRAFORM_VERSION)).add_block(providers).build()
}
