//! The form in which AWS stores and returns CIDRs.

use ipnet::IpNet;

/// Returns a CIDR as AWS gives it back: without leading zeros, in the short form of IPv6, with the bits beyond the prefix
/// cleared. A text that is not a CIDR, such as `/64#1`, stays as it is.
///
/// Source: `IpRange`, `CreateSubnet` and `CreateRoute` in the API reference of EC2.
pub(crate) fn canonical_cidr(text: &str) -> String {
    text.parse().map_or_else(|_| text.to_owned(), |cidr: IpNet| cidr.trunc().to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cidrs_are_written_as_aws_returns_them() {
        for (given, expected) in [
            ("10.0.0.0/8", "10.0.0.0/8"),
            ("10.0.0.0/08", "10.0.0.0/8"),
            ("100.68.0.18/18", "100.68.0.0/18"),
            ("2001:DB8::/32", "2001:db8::/32"),
            ("2001:0db8:0:0::1/32", "2001:db8::/32"),
            ("::/0", "::/0"),
            ("/64#1", "/64#1"),
            ("pl-1", "pl-1"),
            ("", ""),
        ] {
            assert_eq!(canonical_cidr(given), expected, "{given}");
        }
    }

    proptest! {
        #[test]
        fn the_canonical_form_of_a_canonical_cidr_is_itself(bits in any::<u128>(), prefix in 0u8..=128, v4 in any::<bool>()) {
            let text = match v4 {
                true => format!("{}/{}", std::net::Ipv4Addr::from_bits(bits as u32), prefix % 33),
                false => format!("{}/{prefix}", std::net::Ipv6Addr::from_bits(bits)),
            };
            let canonical = canonical_cidr(&text);
            prop_assert_eq!(canonical_cidr(&canonical), canonical.clone());
            prop_assert_eq!(canonical.parse::<IpNet>().unwrap(), text.parse::<IpNet>().unwrap().trunc());
        }
    }
}
