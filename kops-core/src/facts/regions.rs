//! The regions of AWS and their zones, as a new account sees them.

/// Returns the partition of a region by its name.
pub(crate) fn partition(region: &str) -> &'static str {
    PARTITIONS.iter().find(|(prefix, ..)| region.starts_with(*prefix)).map_or("aws", |(_, name, _)| name)
}

/// Returns the domain of the services of a partition.
pub(crate) fn domain(partition: &str) -> &'static str {
    PARTITIONS.iter().find(|(_, name, _)| *name == partition).map_or("amazonaws.com", |(.., domain)| domain)
}

/// Returns the zones of a region; none where the region is not known.
pub(super) fn zones(region: &str) -> Vec<String> {
    let letters = REGIONS.iter().find(|(name, _)| *name == region).map_or("", |(_, letters)| letters);
    letters.chars().map(|letter| format!("{region}{letter}")).collect()
}

/// The partitions beside `aws`: what the names of their regions begin with, their name, and the domain of their services.
const PARTITIONS: &[(&str, &str, &str)] = &[
    ("cn-", "aws-cn", "amazonaws.com.cn"),
    ("eu-isoe-", "aws-iso-e", "cloud.adc-e.uk"),
    ("eusc-", "aws-eusc", "amazonaws.eu"),
    ("us-gov-", "aws-us-gov", "amazonaws.com"),
    ("us-iso-", "aws-iso", "c2s.ic.gov"),
    ("us-isob-", "aws-iso-b", "sc2s.sgov.gov"),
    ("us-isof-", "aws-iso-f", "csp.hci.ic.gov"),
];

const REGIONS: &[(&str, &str)] = &[
    ("af-south-1", "abc"),
    ("ap-east-1", "abc"),
    ("ap-east-2", "abc"),
    ("ap-northeast-1", "acd"),
    ("ap-northeast-2", "abcd"),
    ("ap-northeast-3", "abc"),
    ("ap-south-1", "abc"),
    ("ap-south-2", "abc"),
    ("ap-southeast-1", "abc"),
    ("ap-southeast-2", "abc"),
    ("ap-southeast-3", "abc"),
    ("ap-southeast-4", "abc"),
    ("ap-southeast-5", "abc"),
    ("ap-southeast-7", "abc"),
    ("ca-central-1", "abd"),
    ("ca-west-1", "abc"),
    ("cn-north-1", "abd"),
    ("cn-northwest-1", "abc"),
    ("eu-central-1", "abc"),
    ("eu-central-2", "abc"),
    ("eu-north-1", "abc"),
    ("eu-south-1", "abc"),
    ("eu-south-2", "abc"),
    ("eu-west-1", "abc"),
    ("eu-west-2", "abc"),
    ("eu-west-3", "abc"),
    ("il-central-1", "abc"),
    ("me-central-1", "abc"),
    ("me-south-1", "abc"),
    ("mx-central-1", "abc"),
    ("sa-east-1", "abc"),
    ("us-east-1", "abcdef"),
    ("us-east-2", "abc"),
    ("us-gov-east-1", "abc"),
    ("us-gov-west-1", "abc"),
    ("us-west-1", "abc"),
    ("us-west-2", "abcd"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_have_a_partition_and_zones() {
        assert_eq!(zones("ca-central-1"), ["ca-central-1a", "ca-central-1b", "ca-central-1d"]);
        assert_eq!(zones("us-nowhere-1"), Vec::<String>::new());
        for (region, expected, services) in [
            ("us-east-2", "aws", "amazonaws.com"),
            ("us-gov-west-1", "aws-us-gov", "amazonaws.com"),
            ("cn-north-1", "aws-cn", "amazonaws.com.cn"),
            ("us-iso-east-1", "aws-iso", "c2s.ic.gov"),
            ("us-isob-east-1", "aws-iso-b", "sc2s.sgov.gov"),
            ("eusc-de-east-1", "aws-eusc", "amazonaws.eu"),
        ] {
            assert_eq!((partition(region), domain(partition(region))), (expected, services), "{region}");
        }
    }
}
