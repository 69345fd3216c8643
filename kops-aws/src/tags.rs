//! Tags in the forms of every service.

use std::collections::HashMap;

use kops_core::cloud::{CloudError, ErrorKind};
use kops_core::naming::tags::AWS_PREFIX;
use kops_core::resource::Tags;

/// Reads tags; those that AWS keeps for itself are left out.
pub(crate) fn read<'a>(pairs: impl IntoIterator<Item = (Option<&'a str>, Option<&'a str>)>) -> Tags {
    pairs
        .into_iter()
        .filter_map(|(key, value)| Some((key?, value.unwrap_or_default())))
        .filter(|(key, _)| !key.starts_with(AWS_PREFIX))
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

/// Writes the tags that go into a creating call of EC2; nothing where there are none, as EC2 refuses an empty list.
pub(crate) fn specification(
    resource: aws_sdk_ec2::types::ResourceType,
    tags: &Tags,
) -> Option<Vec<aws_sdk_ec2::types::TagSpecification>> {
    use aws_sdk_ec2::types::TagSpecification;
    let specification = TagSpecification::builder().resource_type(resource).set_tags(Some(to_ec2(tags))).build();
    (!tags.is_empty()).then(|| vec![specification])
}

/// Writes IAM's tags.
pub(crate) fn to_iam(tags: &Tags) -> Result<Vec<aws_sdk_iam::types::Tag>, CloudError> {
    let built = tags.iter().map(|(key, value)| aws_sdk_iam::types::Tag::builder().key(key).value(value).build());
    built.collect::<Result<_, _>>().map_err(|error| {
        CloudError::new(ErrorKind::Invalid, "TagRole", "a tag lacks its key or value").caused_by(error)
    })
}

/// Reads the tags of classic load balancers.
pub(crate) fn elb(tags: &[aws_sdk_elasticloadbalancing::types::Tag]) -> Tags {
    read(tags.iter().map(|tag| (Some(tag.key()), tag.value())))
}

/// Writes the tags of classic load balancers.
pub(crate) fn to_elb(tags: &Tags) -> Result<Vec<aws_sdk_elasticloadbalancing::types::Tag>, CloudError> {
    use aws_sdk_elasticloadbalancing::types::Tag;
    let built = tags.iter().map(|(key, value)| Tag::builder().key(key).value(value).build());
    built.collect::<Result<_, _>>().map_err(|error| {
        CloudError::new(ErrorKind::Invalid, "AddTags", "a tag lacks its key or value").caused_by(error)
    })
}

/// Reads the tags of network load balancers and target groups.
pub(crate) fn elbv2(tags: &[aws_sdk_elasticloadbalancingv2::types::Tag]) -> Tags {
    read(tags.iter().map(|tag| (tag.key(), tag.value())))
}

/// Writes the tags of network load balancers and target groups.
pub(crate) fn to_elbv2(tags: &Tags) -> Vec<aws_sdk_elasticloadbalancingv2::types::Tag> {
    use aws_sdk_elasticloadbalancingv2::types::Tag;
    tags.iter().map(|(key, value)| Tag::builder().key(key).value(value).build()).collect()
}

/// Reads the tags of queues.
pub(crate) fn sqs(tags: &HashMap<String, String>) -> Tags {
    read(tags.iter().map(|(key, value)| (Some(key.as_str()), Some(value.as_str()))))
}

/// Writes the tags of queues.
pub(crate) fn to_sqs(tags: &Tags) -> HashMap<String, String> {
    tags.clone().into_iter().collect()
}

/// Reads EventBridge's tags.
pub(crate) fn events(tags: &[aws_sdk_eventbridge::types::Tag]) -> Tags {
    read(tags.iter().map(|tag| (Some(tag.key()), Some(tag.value()))))
}

/// Writes EventBridge's tags.
pub(crate) fn to_events(tags: &Tags) -> Result<Vec<aws_sdk_eventbridge::types::Tag>, CloudError> {
    use aws_sdk_eventbridge::types::Tag;
    let built = tags.iter().map(|(key, value)| Tag::builder().key(key).value(value).build());
    built.collect::<Result<_, _>>().map_err(|error| {
        CloudError::new(ErrorKind::Invalid, "TagResource", "a tag lacks its key or value").caused_by(error)
    })
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
    fn tags_that_aws_reserves_are_not_read() {
        assert_eq!(tags(&[("aws:autoscaling:groupName", "x"), ("Name", "y")]), tags(&[("Name", "y")]));
    }

    #[test]
    fn tags_read_back_as_written() {
        let written = tags(&[("Name", "demo"), ("empty", "")]);
        assert_eq!(ec2(&to_ec2(&written)), written);
        assert_eq!(iam(&to_iam(&written).expect("whole")), written);
        assert_eq!(elb(&to_elb(&written).expect("whole")), written);
        assert_eq!(elbv2(&to_elbv2(&written)), written);
        assert_eq!(sqs(&to_sqs(&written)), written);
        assert_eq!(events(&to_events(&written).expect("whole")), written);
    }

    #[test]
    fn resource_without_tags_is_created_without_a_tag_specification() {
        let subnet = aws_sdk_ec2::types::ResourceType::Subnet;
        assert_eq!(specification(subnet.clone(), &Tags::new()), None);
        assert_eq!(specification(subnet, &tags(&[("Name", "demo")])).map(|list| list.len()), Some(1));
    }

    #[test]
    fn only_differences_are_written() {
        let (write, remove) =
            difference(&tags(&[("a", "1"), ("b", "2"), ("c", "3")]), &tags(&[("a", "1"), ("b", "x")]));
        assert_eq!(write, tags(&[("b", "x")]));
        assert_eq!(remove, ["c"]);
    }
}
