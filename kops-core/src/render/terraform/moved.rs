//! `moved` blocks, for resources that Terraform's state has under another name than the new configuration.
//!
//! In: the files that were rendered before, and the new ones. Out: `moved.tf`. Only subnets need it: their name in the spec is a tag in
//! AWS, and a second subnet with the same CIDR could not be created before the first is deleted.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use hcl::expr::{Expression, Traversal, TraversalOperator};
use hcl::{Block, Body};

use super::{Files, MAIN_FILE, MOVED_FILE, expressions, layout};

const SUBNET: &str = "aws_subnet";
const ASSOCIATION: &str = "aws_route_table_association";
/// The oldest Terraform that understands `moved`.
const TERRAFORM_VERSION: &str = ">= 1.1.0";

/// Returns the text of `moved.tf`: where subnets of the `previous` files and their route table associations have another name in the
/// new ones, and what `previous` moved. Nothing where nothing has moved, or the previous files are not Terraform's.
///
/// ```
/// use kops_core::render::terraform::moved;
///
/// let files = |name: &str| {
///     let text = format!("resource \"aws_subnet\" \"{name}\" {{\n cidr_block = \"10.0.0.0/24\"\n}}\n");
///     [("kubernetes.tf".to_owned(), text.into())].into()
/// };
/// let text = moved(&files("a"), &files("b")).unwrap();
/// assert!(text.ends_with(b"moved {\n  from = aws_subnet.a\n  to   = aws_subnet.b\n}\n"));
/// assert_eq!(moved(&files("a"), &files("a")), None);
/// ```
pub fn moved(previous: &Files, files: &Files) -> Option<Bytes> {
    let (old, new) = (Names::of(previous)?, Names::of(files)?);
    let now = old.moves_to(&new);
    let mut moves = earlier(previous);
    // Terraform refuses two resources that move to one name.
    moves.retain(|_, to| !now.values().any(|taken| taken == to));
    moves.extend(now);
    moves.retain(|from, to| from != to && !new.all.contains(from));
    if moves.is_empty() {
        return None;
    }
    let version = Block::builder("terraform").add_attribute(("required_version", TERRAFORM_VERSION)).build();
    let blocks = moves.iter().map(|(from, to)| {
        let block = Block::builder("moved").add_attribute(("from", address(from)));
        block.add_attribute(("to", address(to))).build()
    });
    let blocks: Vec<Block> = std::iter::once(version).chain(blocks).collect();
    Some(Bytes::from(layout::text(&blocks)))
}

/// What a configuration declares, as far as it can move.
#[derive(Debug, Default)]
struct Names {
    /// The address of every resource: `aws_subnet.a`.
    all: BTreeSet<String>,
    /// Subnets by CIDR and zone.
    subnets: BTreeMap<(String, String), String>,
    /// Associations by the address of their subnet.
    associations: BTreeMap<String, String>,
}

impl Names {
    fn of(files: &Files) -> Option<Self> {
        let mut names = Self::default();
        for block in body(files, MAIN_FILE)?.blocks().filter(|block| block.identifier() == "resource") {
            let [resource_type, name] = block.labels() else { continue };
            let address = format!("{}.{}", resource_type.as_str(), name.as_str());
            let argument = |name: &str| block.body().attributes().find(|argument| argument.key() == name);
            let text = |name: &str| match argument(name).map(|argument| argument.expr()) {
                Some(Expression::String(text)) => text.clone(),
                _ => String::new(),
            };
            match resource_type.as_str() {
                SUBNET => {
                    // Without an IPv4 CIDR, the part of the VPC's IPv6 CIDR is what a second subnet cannot have.
                    let cidr = argument("cidr_block").or_else(|| argument("ipv6_cidr_block"));
                    let place = cidr.map(|cidr| (cidr.expr().to_string(), text("availability_zone")));
                    names.subnets.extend(place.map(|place| (place, address.clone())));
                }
                ASSOCIATION => {
                    let subnet = argument("subnet_id").and_then(|argument| referred(argument.expr()));
                    names.associations.extend(subnet.map(|subnet| (subnet, address.clone())));
                }
                _ => {}
            }
            names.all.insert(address);
        }
        Some(names)
    }

    /// What has another name in a newer configuration.
    fn moves_to(&self, new: &Self) -> BTreeMap<String, String> {
        let renamed = self.subnets.iter().filter_map(|(place, old)| Some((old, new.subnets.get(place)?)));
        let renamed = renamed.filter(|(old, now)| !new.all.contains(*old) && !self.all.contains(*now));
        let mut moves = BTreeMap::new();
        for (old, now) in renamed {
            moves.insert(old.clone(), now.clone());
            if let (Some(old), Some(now)) = (self.associations.get(old), new.associations.get(now)) {
                moves.insert(old.clone(), now.clone());
            }
        }
        moves
    }
}

/// What earlier files moved, and which may not have been applied yet.
fn earlier(previous: &Files) -> BTreeMap<String, String> {
    let body = body(previous, MOVED_FILE).unwrap_or_default();
    let blocks = body.blocks().filter(|block| block.identifier() == "moved");
    let address = |block: &Block, name: &str| {
        block.body().attributes().find(|argument| argument.key() == name).and_then(|argument| referred(argument.expr()))
    };
    blocks.filter_map(|block| Some((address(block, "from")?, address(block, "to")?))).collect()
}

/// Reads one of the files.
pub(super) fn body(files: &Files, name: &str) -> Option<Body> {
    hcl::parse(std::str::from_utf8(files.get(name)?).ok()?).ok()
}

/// The address that a reference begins with: `aws_subnet.a` of `aws_subnet.a.id`.
fn referred(expression: &Expression) -> Option<String> {
    let Expression::Traversal(traversal) = expression else { return None };
    let Traversal { expr: Expression::Variable(root), operators } = traversal.as_ref() else { return None };
    match operators.first() {
        Some(TraversalOperator::GetAttr(name)) => Some(format!("{}.{}", root.as_str(), name.as_str())),
        _ => None,
    }
}

fn address(text: &str) -> Expression {
    let (resource_type, name) = text.split_once('.').unwrap_or((text, ""));
    expressions::traversal(resource_type, [name])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(subnets: &[(&str, &str)]) -> Files {
        let text = subnets.iter().map(|(name, number)| {
            format!(
                "resource \"aws_subnet\" \"{name}\" {{\n  cidr_block = \"10.0.{number}.0/24\"\n  availability_zone = \"us-east-2a\"\n}}\n\
                 resource \"aws_route_table_association\" \"private-{name}\" {{\n  subnet_id = aws_subnet.{name}.id\n}}\n"
            )
        });
        [(MAIN_FILE.to_owned(), Bytes::from(text.collect::<String>()))].into()
    }

    fn moves(previous: &Files, now: &Files) -> Vec<String> {
        let text = moved(previous, now).map(|text| String::from_utf8_lossy(&text).into_owned()).unwrap_or_default();
        let addresses =
            text.lines().filter_map(|line| line.split_once("from = ").or_else(|| line.split_once("to   = ")));
        addresses.map(|(_, address)| address.to_owned()).collect()
    }

    #[test]
    fn a_renamed_subnet_moves_with_its_association() {
        let found = moves(&files(&[("a", "1"), ("b", "2")]), &files(&[("new", "1"), ("b", "2")]));
        let association = ["aws_route_table_association.private-a", "aws_route_table_association.private-new"];
        assert_eq!(found, [association[0], association[1], "aws_subnet.a", "aws_subnet.new"]);
    }

    #[test]
    fn other_subnets_do_not_move() {
        let one = [("a", "1"), ("b", "2")];
        for other in [
            &[("a", "1"), ("b", "2")] as &[_],
            &[("a", "1"), ("c", "3")],
            // Two that exchange their ranges are replaced: both names stay declared.
            &[("a", "2"), ("b", "1")],
            &[],
        ] {
            assert_eq!(moved(&files(&one), &files(other)), None, "{other:?}");
        }
        assert_eq!(moved(&Files::new(), &files(&one)), None);
    }

    #[test]
    fn a_subnet_without_ipv4_is_known_by_its_part_of_the_ipv6_cidr() {
        let files = |subnets: &[(&str, u8)]| -> Files {
            let text = subnets.iter().map(|(name, number)| {
                let part = format!("cidrsubnet(aws_vpc.demo.ipv6_cidr_block, 8, {number})");
                format!("resource \"aws_subnet\" \"{name}\" {{\n  availability_zone = \"us-east-2a\"\n  ipv6_cidr_block = {part}\n}}\n")
            });
            [(MAIN_FILE.to_owned(), Bytes::from(text.collect::<String>()))].into()
        };
        let before = files(&[("a", 1), ("b", 2)]);
        assert_eq!(moves(&before, &files(&[("new", 1), ("b", 2)])), ["aws_subnet.a", "aws_subnet.new"]);
        assert_eq!(moved(&before, &files(&[("a", 1), ("new", 3)])), None);
    }

    #[test]
    fn what_moved_before_is_kept_until_its_name_is_taken_again() {
        let mut second = files(&[("b", "1")]);
        second.insert(MOVED_FILE.to_owned(), moved(&files(&[("a", "1")]), &second).expect("moves"));
        assert_eq!(moves(&second, &files(&[("b", "1")])).len(), 4, "as nobody may have applied it");
        let third = moves(&second, &files(&[("c", "1")]));
        assert!(
            third.ends_with(&["aws_subnet.a", "aws_subnet.b", "aws_subnet.b", "aws_subnet.c"].map(str::to_owned)),
            "{third:?}"
        );
        let back = moves(&second, &files(&[("a", "1")]));
        assert!(back.ends_with(&["aws_subnet.b", "aws_subnet.a"].map(str::to_owned)) && back.len() == 4, "{back:?}");
    }

    #[test]
    fn a_name_that_is_used_again_has_only_its_last_move() {
        let both = files(&[("a", "1"), ("b", "2")]);
        let mut renamed = files(&[("c", "1"), ("b", "2")]);
        renamed.insert(MOVED_FILE.to_owned(), moved(&both, &renamed).expect("moves"));
        let mut without = files(&[("b", "2")]);
        without.insert(MOVED_FILE.to_owned(), moved(&renamed, &without).expect("is kept"));
        let found = moves(&without, &files(&[("c", "2")]));
        let association = ["aws_route_table_association.private-b", "aws_route_table_association.private-c"];
        assert_eq!(found, [association[0], association[1], "aws_subnet.b", "aws_subnet.c"]);
    }
}
