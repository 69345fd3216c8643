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
