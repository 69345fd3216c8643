//! VPCs, their address ranges and DHCP options, and subnets.

use super::{Compare, Disruption, Disrupts, Kind, Ref, Tags};

const NEW_INSTANCES: Option<Disrupts> = Some(Disrupts::Always(Disruption::NewInstances));

resource! {
    /// A VPC. Its identity is the tag `Name` among the cluster's VPCs, or its id where it is shared.
    Vpc {
        /// The primary IPv4 range.
        cidr: Option<String> => Fixed {
            advice: Some("keep the range, and add further ones to `spec.additionalNetworkCIDRs`"),
        };
        /// Whether a /56 of Amazon's IPv6 space is wanted (kops asks for it for every VPC that it makes).
        amazon_ipv6: Option<bool> => InPlace;
        /// Whether instances get public DNS host names.
        dns_hostnames: Option<bool> => InPlace { disrupts: NEW_INSTANCES };
        /// Whether the Amazon DNS server answers.
        dns_support: Option<bool> => InPlace;
        /// Tags.
        tags: Tags => InPlace;
    }
}

resource! {
    /// A further IPv4 range of a VPC. Its identity is the VPC and the range.
    VpcCidrBlock {
        /// The VPC.
        vpc: Ref => Identity { refers_to: &[Kind::Vpc] };
        /// The range.
        cidr: String => Identity;
    }
}

resource! {
    /// A set of DHCP options. Its identity is the tag `Name`.
    DhcpOptions {
        /// The domain of host names: `us-east-2.compute.internal`.
        domain_name: Option<String> => Fixed;
        /// DNS servers: `AmazonProvidedDNS`.
        domain_name_servers: Vec<String> => Fixed;
        /// Tags.
        tags: Tags => InPlace;
    }
}

resource! {
    /// Which DHCP options a VPC uses. Its identity is the VPC.
    DhcpOptionsAssociation {
        /// The VPC.
        vpc: Ref => Identity { refers_to: &[Kind::Vpc] };
        /// The options.
        dhcp_options: Ref => InPlace { refers_to: &[Kind::DhcpOptions] };
    }
}

resource! {
    /// A subnet. Its identity is the tag `Name` among the cluster's subnets, or its id where it is shared.
    Subnet {
        /// The VPC.
        vpc: Ref => Fixed { refers_to: &[Kind::Vpc] };
        /// The availability zone.
        zone: Option<String> => Fixed;
        /// The IPv4 range; unset for an IPv6-only subnet.
        cidr: Option<String> => Fixed;
        /// The IPv6 range, or `/64#1`: the second /64 of the VPC's range. A subnet that has none can get one, which stays.
        ipv6_cidr: Option<String> => InPlace {
            compare: Compare::SetOnce,
            counts_in: Some(Subnet::IPV6_CIDR_OF),
            awaited: true,
        };
        /// The VPC whose IPv6 range `/64#N` counts in: known once the VPC has one.
        ipv6_cidr_of: Option<Ref> => Initial;
        /// Instances get an IPv6 address when they start.
        assign_ipv6: Option<bool> => InPlace { disrupts: NEW_INSTANCES };
        /// The DNS server makes IPv6 addresses for hosts that have IPv4 only (DNS64).
        dns64: Option<bool> => InPlace;
        /// `ip-name` or `resource-name`: what host names are made of.
        hostname_type: Option<String> => InPlace { disrupts: NEW_INSTANCES };
        /// Resource names answer A queries.
        resource_name_a: Option<bool> => InPlace;
        /// Resource names answer AAAA queries.
        resource_name_aaaa: Option<bool> => InPlace;
        /// Tags; unset where they must be left alone (`DisableSubnetTags`).
        tags: Option<Tags> => InPlace;
    }
}
