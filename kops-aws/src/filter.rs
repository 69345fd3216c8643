//! Filters of EC2.

use aws_sdk_ec2::types::Filter;
use kops_core::naming::tags;

/// How many values a filter gets: EC2 takes 200 in a call, and those of the call's other filters count too.
const MOST: usize = 190;

/// Makes a filter that lets through what has one of some values.
pub(crate) fn filter(name: &str, values: impl IntoIterator<Item = impl AsRef<str>>) -> Filter {
    let values = values.into_iter().map(|value| value.as_ref().to_owned()).collect();
    Filter::builder().name(name).set_values(Some(values)).build()
}

/// What filters of EC2 and Auto Scaling call the tag with the cluster's name.
pub(crate) fn cluster_tag() -> String {
    format!("tag:{}", tags::CLUSTER)
}

/// Makes as many filters as it takes for any number of values; none for none, so that no call is made.
pub(crate) fn filters(name: &str, values: impl IntoIterator<Item = impl AsRef<str>>) -> Vec<Filter> {
    let values: Vec<_> = values.into_iter().collect();
    values.chunks(MOST).map(|chunk| filter(name, chunk)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_filter_has_more_values_than_ec2_takes() {
        for (values, lengths) in [(0, vec![]), (1, vec![1]), (190, vec![190]), (381, vec![190, 190, 1])] {
            let values: Vec<String> = (0..values).map(|n| format!("subnet-{n}")).collect();
            let made = filters("subnet-id", &values);
            assert_eq!(made.iter().map(|filter| filter.values().len()).collect::<Vec<_>>(), lengths);
        }
    }
}
