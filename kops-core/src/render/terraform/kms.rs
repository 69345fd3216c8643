//! KMS keys, which the AWS provider takes by their ARN only.

use crate::facts;
use crate::graph::Graph;

/// Returns the ARN of a key, or of an alias, that the spec may name by less: it is then in the cluster's account and region. Where the
/// account is not known, the name stays as it is.
pub(super) fn arn(graph: &Graph, key: &str) -> String {
    if key.starts_with("arn:") || graph.account.is_empty() {
        return key.to_owned();
    }
    let name = if is_alias(key) { key.to_owned() } else { format!("key/{key}") };
    format!("arn:{}:kms:{}:{}:{name}", facts::partition(&graph.region), graph.region, graph.account)
}

/// True for the name and for the ARN of an alias.
pub(super) fn is_alias(key: &str) -> bool {
    key.starts_with("alias/") || key.contains(":alias/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_the_arn_that_they_have_in_the_account() {
        let graph = |account: &str, region: &str| Graph {
            account: account.to_owned(),
            region: region.to_owned(),
            ..Graph::default()
        };
        for (account, region, key, expected) in [
            ("111122223333", "us-east-2", "12-ab", "arn:aws:kms:us-east-2:111122223333:key/12-ab"),
            ("111122223333", "cn-north-1", "12-ab", "arn:aws-cn:kms:cn-north-1:111122223333:key/12-ab"),
            ("111122223333", "us-east-2", "alias/a", "arn:aws:kms:us-east-2:111122223333:alias/a"),
            ("111122223333", "us-east-2", "arn:aws:kms:us-east-2:1:key/12-ab", "arn:aws:kms:us-east-2:1:key/12-ab"),
            ("", "us-east-2", "12-ab", "12-ab"),
        ] {
            assert_eq!(arn(&graph(account, region), key), expected);
        }
    }
}
