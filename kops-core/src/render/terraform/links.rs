//! References between resources, as Terraform writes them.

use std::collections::BTreeMap;
use std::fmt;

use hcl::expr::Expression;

use super::target::Target;
use super::{expressions, names};
use crate::graph::{Graph, Ownership};
use crate::resource::{Kind, Output, Outputs, Ref, ResourceId};

/// Follows the references of one graph.
#[derive(Clone, Copy, Debug)]
pub(super) struct Links<'a> {
    pub(super) graph: &'a Graph,
    pub(super) keysets: &'a BTreeMap<String, Outputs>,
}

/// Where a reference leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// To a value that is known now.
    Known(String),
    /// To what Terraform will know of a resource, or already knows of a data source.
    Attribute { is_data: bool, resource_type: &'static str, name: String, attribute: &'static str },
}

impl<'a> Links<'a> {
    pub(super) fn new(graph: &'a Graph, target: &'a Target) -> Self {
        Self { graph, keysets: &target.keysets }
    }

    pub(super) fn follow(self, reference: &Ref) -> Link {
        match reference {
            Ref::Known(id) => Link::Known(id.clone()),
            Ref::Resource { id, output } => self.output(id, *output),
        }
    }

    pub(super) fn follow_all(self, references: &[Ref]) -> impl Iterator<Item = Link> {
        references.iter().map(move |reference| self.follow(reference))
    }

    /// Refers to what the cloud assigns to a resource.
    pub(super) fn output(self, id: &ResourceId, output: Output) -> Link {
        self.attribute(id, attribute(id.kind, output))
    }

    /// Refers to a resource of the configuration as a whole, as `depends_on` does.
    pub(super) fn resource(self, id: &ResourceId) -> Option<Expression> {
        let resource_type = id.kind.properties().terraform?;
        Some(expressions::traversal(resource_type, [names::resource_name(id).as_str()]))
    }

    /// Refers to any attribute of a resource. Of what is only borrowed, the id is known, and of a VPC all that a data source
    /// can tell.
    pub(super) fn attribute(self, id: &ResourceId, attribute: &'static str) -> Link {
        let shared = self.graph.nodes.get(id).and_then(|node| match &node.ownership {
            Ownership::Shared(cloud_id) => Some(cloud_id),
            Ownership::Owned => None,
        });
        match (shared, id.kind.properties().terraform) {
            (Some(cloud_id), _) if id.kind != Kind::Vpc || attribute == "id" => Link::Known(cloud_id.to_string()),
            (shared, Some(resource_type)) => {
                let name = names::resource_name(id);
                Link::Attribute { is_data: shared.is_some(), resource_type, name, attribute }
            }
            (_, None) => Link::Known(id.name.clone()),
        }
    }
}

impl Link {
    /// Sorts references by their text and keeps each once.
    pub(super) fn sorted(links: impl IntoIterator<Item = Self>) -> Vec<Self> {
        let mut links: Vec<Self> = links.into_iter().collect();
        links.sort_by_cached_key(Self::to_string);
        links.dedup();
        links
    }
}

/// As in a configuration, but for what a known value would have to escape.
impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(value) => write!(f, "\"{value}\""),
            Self::Attribute { is_data, resource_type, name, attribute } => {
                write!(f, "{}{resource_type}.{name}.{attribute}", if *is_data { "data." } else { "" })
            }
        }
    }
}

impl From<Link> for Expression {
    fn from(link: Link) -> Self {
        match link {
            Link::Known(value) => value.into(),
            Link::Attribute { is_data, resource_type, name, attribute } if is_data => {
                expressions::traversal("data", [resource_type, name.as_str(), attribute])
            }
            Link::Attribute { resource_type, name, attribute, .. } => {
                expressions::traversal(resource_type, [name.as_str(), attribute])
            }
        }
    }
}

/// What Terraform calls an output.
pub(super) fn attribute(kind: Kind, output: Output) -> &'static str {
    match (kind, output) {
        (Kind::Role, Output::Id) => "name",
        // Their id is their ARN.
        (Kind::TargetGroup | Kind::NetworkLoadBalancer, Output::Arn) => "id",
        (_, Output::Id) => "id",
        (_, Output::Arn) => "arn",
        (_, Output::DnsName) => "dns_name",
        (_, Output::HostedZone) => "zone_id",
        (_, Output::Ipv6Cidr) => "ipv6_cidr_block",
        (_, Output::Version) => "latest_version",
        (_, Output::Address) => "public_ip",
        // Terraform has no attribute for outputs of what is kept in the state store: texts resolve them.
        (_, Output::Sha256 | Output::Sha256Base64) => "content",
        (_, Output::PrivateAddresses) => "private_addresses",
        (_, Output::Sha256Base64Url) => "sha256",
        (_, Output::Sealed) => "content",
        (_, Output::Certificates) => "certificates",
        (_, Output::KeypairId) => "keypair_id",
        (_, Output::PublicKeys) => "public_keys",
        (_, Output::Jwks) => "jwks",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{Builder, Origin};
    use crate::resource::{KeyPair, Role, TargetGroup, Vpc};

    #[test]
    fn references_lead_to_resources_and_to_ids_of_what_is_shared() {
        let mut builder = Builder::new("demo", "us-east-2");
        builder.own("masters.demo", Role::default(), Origin::default());
        builder.own("tcp-demo", TargetGroup::default(), Origin::default());
        builder.share("demo", "vpc-1", Vpc::default(), Origin::default());
        builder.share("mine", "mine", KeyPair::default(), Origin::default());
        let graph = builder.finish().expect("is fine");
        for (reference, expected) in [
            (Ref::to(Kind::Role, "masters.demo"), "aws_iam_role.masters-demo.name"),
            (Ref::output(Kind::Role, "masters.demo", Output::Arn), "aws_iam_role.masters-demo.arn"),
            (Ref::output(Kind::TargetGroup, "tcp-demo", Output::Arn), "aws_lb_target_group.tcp-demo.id"),
            (Ref::to(Kind::Vpc, "demo"), "\"vpc-1\""),
            (Ref::output(Kind::Vpc, "demo", Output::Ipv6Cidr), "data.aws_vpc.demo.ipv6_cidr_block"),
            (Ref::to(Kind::KeyPair, "mine"), "\"mine\""),
            (Ref::from("sg-1"), "\"sg-1\""),
        ] {
            let link = Links::new(&graph, &Target::default()).follow(&reference);
            assert_eq!(link.to_string(), expected);
            let expression = hcl::format::to_string(&Expression::from(link)).expect("formats");
            assert_eq!(expression, expected);
        }
    }
}
