//! Ways out of a VPC: internet gateways, NAT gateways and their addresses.

use super::{Kind, Ref, Tags};

resource! {
    /// An internet gateway. Its identity is the VPC that it is attached to.
    InternetGateway {
        /// The VPC.
        vpc: Ref => Identity { refers_to: &[Kind::Vpc] };
        /// Tags.
        tags: Tags => InPlace;
    }
}

resource! {
    /// An egress-only internet gateway (IPv6). Its identity is the VPC.
    EgressOnlyInternetGateway {
        /// The VPC.
        vpc: Ref => Identity { refers_to: &[Kind::Vpc] };
        /// Tags.
        tags: Tags => InPlace;
    }
}

resource! {
    /// An elastic IP. Its identity is the tag `Name`, or its allocation id or address where it is shared.
    ElasticIp {
        /// The address; set only for one that exists.
        address: Option<String> => Identity;
        /// Tags.
        tags: Tags => InPlace;
    }
}

resource! {
    /// A NAT gateway. Its identity is the tag `Name`, or its id where it is shared.
    NatGateway {
        /// The subnet that it is in.
        subnet: Ref => Fixed { refers_to: &[Kind::Subnet] };
        /// The address that it uses.
        elastic_ip: Option<Ref> => Fixed { refers_to: &[Kind::ElasticIp] };
        /// Tags.
        tags: Tags => InPlace;
    }
}
