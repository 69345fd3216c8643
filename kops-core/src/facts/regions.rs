//! The regions of AWS and their zones, as a new account sees them.

/// Returns the partition of a region by its name.
pub(crate) fn partition(region: &str) -> &'static str {
    PARTITIONS.iter().find(|(prefix, ..)| region.starts_with(*prefix)).map_or("aws", |(_, name, ..)| name)
}

/// Returns the domain of the services of a partition.
pub(crate) fn domain(partition: &str) -> &'static str {
    PARTITIONS.iter().find(|(_, name, ..)| *name == partition).map_or("amazonaws.com", |(.., domain, _)| domain)
}

/// Returns the region of a partition that has what belongs to none, such as the quotas of IAM.
pub(crate) fn global_region(partition: &str) -> &'static str {
    PARTITIONS.iter().find(|(_, name, ..)| *name == partition).map_or("us-east-1", |(.., region)| region)
}

/// Returns the zones of a region; none where the region is not known.
pub(crate) fn zones(region: &str) -> Vec<String> {
    let letters = REGIONS.iter().find(|(name, _)| *name == region).map_or("", |(_, letters)| letters);
    letters.chars().map(|letter| format!("{region}{letter}")).collect()
}

/// The partitions beside `aws`: what the names of their regions begin with, their name, the domain of their services, and the region that
/// has what belongs to none.
const PARTITIONS: &[(&str, &str, &str, &str)] = &[
    ("cn-", "aws-cn", "amazonaws.com.cn", "cn-north-1"),
    ("eu-isoe-", "aws-iso-e", "cloud.adc-e.uk", "eu-isoe-west-1"),
    ("eusc-", "aws-eusc", "amazonaws.eu", "eusc-de-east-1"),
    ("us-gov-", "aws-us-gov", "amazonaws.com", "us-gov-west-1"),
    ("us-iso-", "aws-iso", "c2s.ic.gov", "us-iso-east-1"),
    ("us-isob-", "aws-iso-b", "sc2s.sgov.gov", "us-isob-east-1"),
    ("us-isof-", "aws-iso-f", "csp.hci.ic.gov", "us-isof-south-1"),
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
        for (region, expected, services, global) in [
            ("us-east-2", "aws", "amazonaws.com", "us-east-1"),
            ("us-gov-east-1", "aws-us-gov", "amazonaws.com", "us-gov-west-1"),
            ("cn-northwest-1", "aws-cn", "amazonaws.com.cn", "cn-north-1"),
            ("us-iso-west-1", "aws-iso", "c2s.ic.gov", "us-iso-east-1"),
            ("us-isob-east-1", "aws-iso-b", "sc2s.sgov.gov", "us-isob-east-1"),
            ("eusc-de-east-1", "aws-eusc", "amazonaws.eu", "eusc-de-east-1"),
        ] {
            let found = partition(region);
            assert_eq!((found, domain(found), global_region(found)), (expected, services, global), "{region}");
        }
    }
}
