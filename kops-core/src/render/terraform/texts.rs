//! Texts with references, as files beside the configuration where all of them are known, as expressions elsewhere.

use std::collections::BTreeMap;

use hcl::expr::Expression;

use super::expressions::{self, call};
use super::links::{Links, attribute};
use super::names;
use crate::resource::{
    Encoding, Kind, ListItem, ManagedFile, OfKind, Output, Part, ResourceId, Text, outputs_of_content,
};

/// A text that Terraform is to read.
#[derive(Clone, Debug)]
pub(super) enum Content {
    /// All of it is known.
    Known(String),
    /// Terraform puts it together.
    Expression(Expression),
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        Self::Known(text)
    }
}

impl<'a> Links<'a> {
    /// Resolves a text as far as it does not depend on what AWS assigns.
    pub(super) fn content(self, text: &Text) -> Content {
        let bound = self.bound(text);
        match bound.known() {
            Some(known) => Content::Known(known.to_owned()),
            None => Content::Expression(self.expression(&bound)),
        }
    }

    fn bound(self, text: &Text) -> Text {
        text.bind(&|id, output| {
            // Terraform's load balancers do not have them.
            if output == Output::PrivateAddresses {
                return Some(String::new());
            }
            // Files of Terraform hold no secrets: it is given them.
            if output == Output::Sealed {
                return None;
            }
            if is_key(id.kind) {
                return self.keysets.get(&id.name)?.get(&output).cloned();
            }
            let file = self.bound(self.file(id)?);
            outputs_of_content(file.known()?).remove(&output)
        })
    }

    fn file(self, id: &ResourceId) -> Option<&'a Text> {
        let file: &ManagedFile = OfKind::of(&self.graph.nodes.get(id)?.resource)?;
        Some(&file.content)
    }

    fn expression(self, text: &Text) -> Expression {
        expressions::joined(text.parts().iter().map(|part| self.part(part)).collect())
    }

    fn part(self, part: &Part) -> Expression {
        match part {
            Part::Literal(text) => expressions::literal(text),
            Part::Encoded { encoding: Encoding::YamlList { item, indent }, text } => {
                let space = " ".repeat(*indent);
                let (before, after) = match item {
                    ListItem::Line => (format!("\n{space}- "), String::new()),
                    ListItem::HttpsServer(port) => (format!("\n{space}- https://"), format!(":{port}/")),
                };
                let lines = call("sort", [call("compact", [call("split", ["\n".into(), self.expression(text)])])]);
                let items = call("join", [format!("{after}{before}").into(), lines]);
                call("join", ["".into(), Expression::Array(vec![before.into(), items, format!("{after}\n").into()])])
            }
            Part::Encoded { encoding, text } => {
                let function = match encoding {
                    Encoding::Base64 => "base64encode",
                    Encoding::GzipBase64 => "base64gzip",
                    // A string of JSON is a scalar of YAML.
                    Encoding::Yaml(_) => "jsonencode",
                    Encoding::YamlList { .. } => unreachable!("is written above"),
                };
                call(function, [self.expression(text)])
            }
            Part::Output { id, output } => match (self.file(id), output) {
                (Some(file), Output::Sha256) => call("sha256", [self.expression(&self.bound(file))]),
                (Some(file), Output::Sha256Base64) => call("base64sha256", [self.expression(&self.bound(file))]),
                _ if is_key(id.kind) => {
                    let variable = expressions::traversal("var", [variable(id, *output).as_str()]);
                    if *output == Output::Sealed { call("yamldecode", [variable]) } else { variable }
                }
                _ => self.output(id, *output).into(),
            },
        }
    }
}

/// True for what is in the state store and Terraform cannot read.
fn is_key(kind: Kind) -> bool {
    matches!(kind, Kind::Keyset | Kind::Secret)
}

/// Returns the variables of a configuration: the outputs of keysets and secrets that are not known, and whether each is a secret.
pub(super) fn variables(links: Links<'_>) -> BTreeMap<String, bool> {
    let referred = links.graph.nodes.values().flat_map(|node| node.resource.references());
    let is_open = |(id, output): &(ResourceId, Output)| {
        let is_known = || links.keysets.get(&id.name).is_some_and(|known| known.contains_key(output));
        is_key(id.kind) && (*output == Output::Sealed || !is_known())
    };
    let open = referred.filter(is_open);
    open.map(|(id, output)| (variable(&id, output), output == Output::Sealed)).collect()
}

fn variable(keyset: &ResourceId, output: Output) -> String {
    format!("{}_{}", names::identifier(&keyset.name), attribute(keyset.kind, output))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{Builder, Origin};
    use crate::render::terraform::{Target, render};
    use crate::resource::{Keyset, NetworkLoadBalancer, Outputs, Ref};

    #[test]
    fn texts_are_known_or_put_together_by_terraform() {
        let api = || ResourceId::new(Kind::NetworkLoadBalancer, "api.demo");
        let file = |name: &str| ResourceId::new(Kind::ManagedFile, name);
        let mut builder = Builder::new("demo", "us-east-2");
        builder.own("api.demo", NetworkLoadBalancer::default(), Origin::default());
        for (name, content) in [
            ("known", Text::from("a")),
            ("hash-of-known", Text::from("hash: ").then_output(file("known"), Output::Sha256)),
            ("later", Text::from("${").then_output(api(), Output::DnsName)),
        ] {
            let resource = ManagedFile { key: name.into(), content, public: false };
            builder.own(name, resource, Origin::default());
        }
        let graph = builder.finish().expect("is fine");
        let of_a = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";
        for (text, expected) in [
            (Text::from("a"), Ok("a".to_owned())),
            (Text::from("a ").then_output(file("known"), Output::Sha256), Ok(format!("a {of_a}"))),
            (
                Text::default()
                    .then_encoded(Encoding::Base64, Text::default().then_output(file("known"), Output::Sha256Base64)),
                Ok("eXBlQkVzb2J2Y3I2d2pHem1pUGNUYWVHNy9nVWZFNXl1WUIzaGEvdVNMcz0=".to_owned()),
            ),
            (
                Text::from("h=").then_output(file("later"), Output::Sha256),
                Err("join(\"\", [\"h=\", sha256(join(\"\", [\"$${\", aws_lb.api-demo.dns_name]))])"),
            ),
            (
                Text::from("${a%${b}}%%{$${").then_output(api(), Output::DnsName),
                Err("join(\"\", [join(\"\", [\"$${a%\", \"$${b}}%\", \"%%{$\", \"$${\"]), aws_lb.api-demo.dns_name])"),
            ),
            (
                Text::default().then_encoded(Encoding::GzipBase64, Text::default().then_output(api(), Output::DnsName)),
                Err("base64gzip(aws_lb.api-demo.dns_name)"),
            ),
        ] {
            let found = match Links::new(&graph, &Target::default()).content(&text) {
                Content::Known(text) => Ok(text),
                Content::Expression(expression) => Err(hcl::format::to_string(&expression).expect("formats")),
            };
            let shown = found.map_err(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
            assert_eq!(shown.as_ref().map_err(String::as_str), expected.as_ref().map_err(|text| *text), "{text}");
        }
    }
    #[test]
    fn keysets_are_known_or_variables() {
        let mut builder = Builder::new("demo", "us-east-2");
        builder.own("kubernetes-ca", Keyset { name: "kubernetes-ca".into() }, Origin::default());
        let ca = Ref::output(Kind::Keyset, "kubernetes-ca", Output::Certificates);
        let content = Text::yaml(&serde_json::json!({"ca": ca}));
        builder.own("config", ManagedFile { key: "config".into(), content, public: false }, Origin::default());
        let graph = builder.finish().expect("is fine");
        let target = Target { objects: Some(Default::default()), ..Target::default() };
        let files = render(&graph, &target).expect("renders");
        let text = String::from_utf8_lossy(&files["kubernetes.tf"]).into_owned();
        assert!(text.contains("variable \"kubernetes-ca_certificates\" {\n  type = string\n}"), "{text}");
        assert!(text.contains("jsonencode(var.kubernetes-ca_certificates)"), "{text}");

        let outputs = Outputs::from([(Output::Certificates, "a\nb\n".to_owned())]);
        let target = target.with_keysets([("kubernetes-ca".to_owned(), outputs)].into());
        let files = render(&graph, &target).expect("renders");
        assert!(!String::from_utf8_lossy(&files["kubernetes.tf"]).contains("variable"));
        assert_eq!(&files["data/aws_s3_object_config_content"][..], b"ca: |\n  a\n  b\n");
    }
}
