//! Whether resources are what the AWS provider of Terraform accepts. The schema is `provider.yml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use hcl::expr::Expression;
use hcl::{Attribute, Block, Body};
use serde::Deserialize;

static PROVIDER: LazyLock<Provider> =
    LazyLock::new(|| serde_yaml::from_str(include_str!("provider.yml")).expect("the schema is well-formed"));

/// Arguments and blocks that resources of every type have.
const META_ARGUMENTS: [&str; 4] = ["count", "depends_on", "for_each", "provider"];
const META_BLOCKS: [&str; 2] = ["lifecycle", "timeouts"];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Provider {
    resources: BTreeMap<String, Schema>,
    data: BTreeMap<String, Schema>,
}

/// What a block accepts.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Schema {
    required: Vec<String>,
    optional: Vec<String>,
    lists: Vec<String>,
    maps: Vec<String>,
    one_of: Vec<Vec<String>>,
    exported: Vec<String>,
    /// The blocks that may stand several times.
    repeated: Vec<String>,
    /// Blocks by name, with `*` after those that are required.
    blocks: BTreeMap<String, Schema>,
}

impl Schema {
    fn has_argument(&self, name: &str) -> bool {
        self.required.iter().chain(&self.optional).any(|known| known == name)
    }

    fn block(&self, name: &str) -> Option<&Self> {
        self.blocks.iter().find(|(known, _)| known.trim_end_matches('*') == name).map(|(_, schema)| schema)
    }
}

/// Returns what is wrong with a resource or a data source: `keyword` is `resource` or `data`.
pub(super) fn faults(keyword: &str, resource_type: &str, name: &str, body: &Body) -> Vec<String> {
    let place = format!("{resource_type}.{name}");
    let Some(schema) = schema(keyword, resource_type) else {
        return vec![format!("`{place}` is of a type that the schema does not have")];
    };
    let mut faults = Vec::new();
    check(schema, &place, body, true, &mut faults);
    faults
}

/// True where a reference to an attribute leads to one that the type has.
pub(super) fn has_attribute(keyword: &str, resource_type: &str, attribute: &str) -> bool {
    schema(keyword, resource_type)
        .is_none_or(|schema| schema.has_argument(attribute) || schema.exported.iter().any(|known| known == attribute))
}

fn schema(keyword: &str, resource_type: &str) -> Option<&'static Schema> {
    let provider: &'static Provider = &PROVIDER;
    if keyword == "data" { provider.data.get(resource_type) } else { provider.resources.get(resource_type) }
}

fn check(schema: &Schema, place: &str, body: &Body, is_resource: bool, faults: &mut Vec<String>) {
    for argument in body.attributes() {
        let name = argument.key();
        if schema.has_argument(name) {
            faults.extend(wrong_type(schema, place, argument));
        } else if schema.block(name).is_some() {
            faults.push(format!("`{place}.{name}` is a block and no argument"));
        } else if !(is_resource && META_ARGUMENTS.contains(&name)) {
            faults.push(format!("`{place}` has no argument `{name}`"));
        }
    }
    for block in body.blocks() {
        let name = block.identifier();
        match schema.block(name) {
            Some(inner) => check(inner, &format!("{place}.{name}"), block.body(), false, faults),
            None if schema.has_argument(name) => faults.push(format!("`{place}.{name}` is an argument and no block")),
            None if is_resource && META_BLOCKS.contains(&name) => {}
            None => faults.push(format!("`{place}` has no block `{name}`")),
        }
    }
    let is_set = |name: &str| {
        body.attributes().any(|argument| argument.key() == name)
            || body.blocks().any(|block| block.identifier() == name)
    };
    let blocks = schema.blocks.keys().filter_map(|name| name.strip_suffix('*'));
    for name in schema.required.iter().map(String::as_str).chain(blocks).filter(|name| !is_set(name)) {
        faults.push(format!("`{place}` lacks `{name}`"));
    }
    for name in schema.blocks.keys().map(|name| name.trim_end_matches('*')) {
        let found = body.blocks().filter(|block| block.identifier() == name).count();
        if found > 1 && !schema.repeated.iter().any(|repeated| repeated == name) {
            faults.push(format!("`{place}` has {found} blocks `{name}`, and may have one"));
        }
    }
    for choice in &schema.one_of {
        let set = choice.iter().filter(|name| is_set(name)).count();
        if set != 1 {
            faults.push(format!("`{place}` has {set} of {}, and must have one", choice.join(", ")));
        }
    }
}

/// Says where a literal is no list or map, or is one and should not be.
fn wrong_type(schema: &Schema, place: &str, argument: &Attribute) -> Option<String> {
    let name = argument.key();
    let is_in = |names: &[String]| names.iter().any(|known| known == name);
    let expected = match () {
        () if is_in(&schema.lists) => "a list",
        () if is_in(&schema.maps) => "a map",
        () => "one value",
    };
    let found = match argument.expr() {
        Expression::Array(_) => "a list",
        Expression::Object(_) => "a map",
        Expression::String(_) | Expression::Number(_) | Expression::Bool(_) | Expression::Null => "one value",
        _ => return None,
    };
    (found != expected).then(|| format!("`{place}.{name}` is {found} and should be {expected}"))
}

/// The type and the name of a resource or a data source.
pub(super) fn named(block: &Block) -> Option<(&str, &str)> {
    match block.labels() {
        [resource_type, name] if matches!(block.identifier(), "resource" | "data") => {
            Some((resource_type.as_str(), name.as_str()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resource::Kind;

    #[test]
    fn every_type_that_is_rendered_has_a_schema() {
        let missing: Vec<_> = Kind::ALL
            .iter()
            .filter_map(|kind| kind.properties().terraform)
            .filter(|name| !PROVIDER.resources.contains_key(*name))
            .collect();
        assert_eq!(missing, [""; 0]);
    }

    #[test]
    fn the_schema_names_its_own_arguments_and_blocks() {
        fn check(name: &str, schema: &Schema) {
            for argument in schema.lists.iter().chain(&schema.maps) {
                assert!(schema.has_argument(argument), "{name}.{argument}");
            }
            for choice in schema.one_of.iter().flatten() {
                assert!(schema.has_argument(choice) || schema.block(choice).is_some(), "{name}.{choice}");
            }
            for block in &schema.repeated {
                assert!(schema.block(block).is_some(), "{name}.{block}");
            }
            for (inner, schema) in &schema.blocks {
                check(&format!("{name}.{inner}"), schema);
            }
        }
        PROVIDER.resources.iter().chain(&PROVIDER.data).for_each(|(name, schema)| check(name, schema));
    }

    #[test]
    fn what_the_provider_refuses_is_a_fault() {
        for (resource_type, text, expected) in [
            ("aws_vpc", "cidr_block = \"10.0.0.0/16\"", None),
            ("aws_vpc", "lifecycle { prevent_destroy = true }\nprovider = aws.files", None),
            ("aws_vpc", "cidr = \"10.0.0.0/16\"", Some("`aws_vpc.a` has no argument `cidr`")),
            ("aws_subnet", "cidr_block = \"10.0.0.0/16\"", Some("`aws_subnet.a` lacks `vpc_id`")),
            ("aws_vpc", "tags { Name = \"a\" }", Some("`aws_vpc.a.tags` is an argument and no block")),
            ("aws_vpc", "ingress { from_port = 1 }", Some("`aws_vpc.a` has no block `ingress`")),
            (
                "aws_launch_template",
                "monitoring = { enabled = true }",
                Some("`aws_launch_template.a.monitoring` is a block and no argument"),
            ),
            (
                "aws_launch_template",
                "monitoring { on = true }",
                Some("`aws_launch_template.a.monitoring` has no argument `on`"),
            ),
            (
                "aws_launch_template",
                "monitoring { enabled = true }\nmonitoring { enabled = true }\nnetwork_interfaces {}\nnetwork_interfaces {}",
                Some("`aws_launch_template.a` has 2 blocks `monitoring`, and may have one"),
            ),
            (
                "aws_iam_role_policy_attachment",
                "policy_arn = [\"a\"]\nrole = \"b\"",
                Some("`aws_iam_role_policy_attachment.a.policy_arn` is a list and should be one value"),
            ),
            (
                "aws_key_pair",
                "public_key = file(\"a\")\ntags = \"b\"",
                Some("`aws_key_pair.a.tags` is one value and should be a map"),
            ),
            (
                "aws_route_table_association",
                "route_table_id = \"a\"",
                Some("`aws_route_table_association.a` has 0 of gateway_id, subnet_id, and must have one"),
            ),
            ("aws_lb_listener", "load_balancer_arn = \"a\"", Some("`aws_lb_listener.a` lacks `default_action`")),
            ("aws_vpc_peering", "", Some("`aws_vpc_peering.a` is of a type that the schema does not have")),
        ] {
            let body = hcl::parse(text).expect("is HCL");
            let found = faults("resource", resource_type, "a", &body);
            assert_eq!(found, Vec::from_iter(expected), "{text}");
        }
    }
}
