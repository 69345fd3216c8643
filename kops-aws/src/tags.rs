//! Tags in the forms of every service.

use kops_core::resource::Tags;

/// Reads tags; those that AWS keeps for itself are left out.
pub(crate) fn read<'a>(pairs: impl IntoIterator<Item = (Option<&'a str>, Option<&'a str>)>) -> Tags {
    pairs
        .into_iter()
        .filter_map(|(key, value)| Some((key?, value.unwrap_or_default())))
        .filter(|(key, _)| !key.starts_with("aws:"))
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect()
}

/// Reads EC2's tags.
pub(crate) fn ec2(tags: &[aws_sdk_ec2::types::Tag]) -> Tags {
    read(tags.iter().map(|t| (t.key(), t.value())))
}

/// Reads IAM's tags.
pub(crate) fn iam(tags: &[aws_sdk_iam::types::Tag]) -> Tags {
    read(tags.iter().map(|t| (Some(t.key()), Some(t.value()))))
}

/// Writes EC2's tags.
pub(crate) fn to_ec2(tags: &Tags) -> Vec<aws_sdk_ec2::types::Tag> {
    tags.iter().map(|(key, value)| aws_sdk_ec2::types::Tag::builder().key(key).value(value).build()).collect()
}

/// Writes the tags that go into a creating call of EC2.
pub(crate) fn specification(
    resource: aws_sdk_ec2::types::ResourceType,
    tags: &Tags,
) -> aws_sdk_ec2::types::TagSpecification {
    aws_sdk_ec2::types::TagSpecification::builder().resource_type(resource).set_tags(Some(to_ec2(tags))).build()
}

/// What must be done to tags: those to write, and the keys to remove.
pub(crate) fn difference(current: &Tags, desired: &Tags) -> (Tags, Vec<String>) {
    let write = desired.iter().filter(|(key, value)| current.get(*key) != Some(value));
    let remove = current.keys().filter(|key| !desired.contains_key(*key));
    (write.map(|(k, v)| (k.clone(), v.clone())).collect(), remove.cloned().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(pairs: &[(&str, &str)]) -> Tags {
        read(pairs.iter().map(|(k, v)| (Some(*k), Some(*v))))
    }

    #[test]
    fn the_clouds_own_tags_are_not_read() {
        assert_eq!(tags(&[("aws:autoscaling:groupName", "x"), ("Name", "y")]), tags(&[("Name", "y")]));
    }

    #[test]
    fn only_differences_are_written() {
        let (write, remove) =
            difference(&tags(&[("a", "1"), ("b", "2"), ("c", "3")]), &tags(&[("a", "1"), ("b", "x")]));
        assert_eq!(write, tags(&[("b", "x")]));
        assert_eq!(remove, ["c"]);
    }
}
