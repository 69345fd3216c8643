//! What Terraform calls things: types, names and the files that resources read.

use crate::resource::{Kind, ResourceId};

/// Returns the name of a resource.
pub(super) fn resource_name(id: &ResourceId) -> String {
    identifier(&long_name(id))
}

/// Returns the path of the file that a resource reads for one of its arguments. It keeps the dots of the name.
pub(super) fn data_file(id: &ResourceId, suffix: &str) -> String {
    let resource_type = id.kind.properties().terraform.unwrap_or("file");
    let name = long_name(id).replace('/', "--");
    let name: String =
        name.chars().map(|c| if is_plain(c) || matches!(c, '.' | ':' | '@' | '+' | '=') { c } else { '_' }).collect();
    format!("data/{resource_type}_{name}_{suffix}")
}

/// Turns a name into one that Terraform accepts: letters, digits, `-` and `_`, no digit first.
///
/// The rule is that of kops: `.` becomes `-`, `/` becomes `--`, `:` becomes `_`, and `prefix_` goes before a digit.
pub(super) fn identifier(name: &str) -> String {
    let prefix = if name.starts_with(|c: char| c.is_ascii_digit()) { "prefix_" } else { "" };
    let name = name.replace('/', "--");
    let plain = name.chars().map(|c| match c {
        '.' => '-',
        c if is_plain(c) => c,
        _ => '_',
    });
    prefix.chars().chain(plain).collect()
}

/// The name that kops starts from: for some kinds it is not that of the graph.
fn long_name(id: &ResourceId) -> String {
    let name = &id.name;
    match id.kind {
        Kind::Route => format!("route-{name}"),
        Kind::VpcCidrBlock => format!("cidr-{name}"),
        Kind::Volume if name.starts_with(|c: char| c.is_ascii_digit()) => format!("ebs-{name}"),
        // The fingerprint in the name is written without its colons.
        Kind::KeyPair => name.replace(':', ""),
        _ => name.clone(),
    }
}

fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_kops() {
        for (kind, name, expected) in [
            (Kind::Vpc, "demo.example.com", "demo-example-com"),
            (
                Kind::SecurityGroupRule,
                "from-::/0-ingress-tcp-22to22-nodes.demo",
                "from-__--0-ingress-tcp-22to22-nodes-demo",
            ),
            (Kind::Route, "private-us-east-2a-64:ff9b::/96", "route-private-us-east-2a-64_ff9b__--96"),
            (Kind::VpcCidrBlock, "10.1.0.0/16", "cidr-10-1-0-0--16"),
            (Kind::Volume, "1.etcd-main.demo", "ebs-1-etcd-main-demo"),
            (Kind::Volume, "a.etcd-main.demo", "a-etcd-main-demo"),
            (Kind::Subnet, "2a.demo", "prefix_2a-demo"),
            (Kind::KeyPair, "kubernetes.demo-c4:a6:ed", "kubernetes-demo-c4a6ed"),
            (Kind::Subnet, "a b*ü", "a_b__"),
        ] {
            assert_eq!(resource_name(&ResourceId::new(kind, name)), expected);
        }
    }

    #[test]
    fn files_keep_the_dots_and_stay_in_their_folder() {
        for (kind, name, expected) in [
            (Kind::Role, "masters.demo.example.com", "data/aws_iam_role_masters.demo.example.com_policy"),
            (Kind::KeyPair, "kubernetes.demo-c4:a6", "data/aws_key_pair_kubernetes.demo-c4a6_policy"),
            (Kind::ManagedFile, "../a/${b}\"", "data/aws_s3_object_..--a--__b___policy"),
        ] {
            assert_eq!(data_file(&ResourceId::new(kind, name), "policy"), expected);
        }
    }
}
