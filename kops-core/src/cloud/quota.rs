//! Quotas of AWS that a cluster can meet, with the codes that Service Quotas knows them by.

use serde::{Deserialize, Serialize};

/// Makes the enum of quotas and the table of what is known of each.
macro_rules! quotas {
    ($($(#[$doc:meta])+ $name:ident: $service:literal, $code:literal, $title:literal;)+) => {
        /// A quota of an AWS account.
        ///
        /// Source: the quotas of each service in the AWS General Reference, and `list-aws-default-service-quotas`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
        #[serde(rename_all = "kebab-case")]
        #[non_exhaustive]
        pub enum Quota {
            $($(#[$doc])+ $name,)+
        }

        impl Quota {
            /// Every quota.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The service and the code that Service Quotas knows it by, and what it counts.
            const fn row(self) -> (&'static str, &'static str, &'static str) {
                match self {
                    $(Self::$name => ($service, $code, $title),)+
                }
            }
        }
    };
}

quotas! {
    /// VPCs in a region.
    Vpcs: "vpc", "L-F678F1CE", "VPCs";
    /// Internet gateways in a region.
    InternetGateways: "vpc", "L-A4707A72", "internet gateways";
    /// Egress-only internet gateways in a region.
    EgressOnlyInternetGateways: "vpc", "L-45FE3B85", "egress-only internet gateways";
    /// Subnets in a VPC.
    SubnetsPerVpc: "vpc", "L-407747CB", "subnets";
    /// Route tables in a VPC.
    RouteTablesPerVpc: "vpc", "L-589F43AA", "route tables";
    /// Routes in a route table, without those of the VPC itself.
    RoutesPerRouteTable: "vpc", "L-93826ACB", "routes";
    /// NAT gateways in an availability zone.
    NatGatewaysPerZone: "vpc", "L-FE5A380F", "NAT gateways";
    /// Security groups in a region.
    SecurityGroups: "vpc", "L-E79EC296", "security groups";
    /// Rules of a security group in one direction, counted apart for IPv4 and IPv6.
    RulesPerSecurityGroup: "vpc", "L-0EA8095F", "rules";
    /// Elastic IPs in a region.
    ElasticIps: "ec2", "L-0263D0A3", "elastic IPs";
    /// Launch templates in a region.
    LaunchTemplates: "ec2", "L-FB451C26", "launch templates";
    /// Autoscaling groups in a region.
    AutoscalingGroups: "autoscaling", "L-CDE20ADC", "autoscaling groups";
    /// Classic load balancers in a region.
    ClassicLoadBalancers: "elasticloadbalancing", "L-E9E9831D", "classic load balancers";
    /// Network load balancers in a region.
    NetworkLoadBalancers: "elasticloadbalancing", "L-69A177A2", "network load balancers";
    /// Target groups in a region.
    TargetGroups: "elasticloadbalancing", "L-B22855CB", "target groups";
    /// IAM roles in an account.
    Roles: "iam", "L-FE177D64", "IAM roles";
    /// Instance profiles in an account.
    InstanceProfiles: "iam", "L-6E65F664", "instance profiles";
    /// Managed policies that are attached to a role.
    PoliciesPerRole: "iam", "L-0DA4ABF3", "attached policies";
    /// vCPUs of running on-demand instances of the families A, C, D, H, I, M, R, T and Z.
    OnDemandStandard: "ec2", "L-1216C47A", "vCPUs of on-demand standard instances";
    /// vCPUs of running on-demand instances of the families G and VT.
    OnDemandG: "ec2", "L-DB2E81BA", "vCPUs of on-demand G and VT instances";
    /// vCPUs of running on-demand instances of the family P.
    OnDemandP: "ec2", "L-417A185B", "vCPUs of on-demand P instances";
    /// vCPUs of running on-demand instances of the family X.
    OnDemandX: "ec2", "L-7295265B", "vCPUs of on-demand X instances";
    /// vCPUs of running on-demand instances of the family F.
    OnDemandF: "ec2", "L-74FC7D96", "vCPUs of on-demand F instances";
    /// vCPUs of running on-demand instances of the family Inf.
    OnDemandInf: "ec2", "L-1945791B", "vCPUs of on-demand Inf instances";
    /// vCPUs of running on-demand instances of the family Trn.
    OnDemandTrn: "ec2", "L-2C3B7624", "vCPUs of on-demand Trn instances";
    /// vCPUs of running on-demand instances of the family DL.
    OnDemandDl: "ec2", "L-6E869C2A", "vCPUs of on-demand DL instances";
    /// vCPUs of running on-demand instances of the family HPC.
    OnDemandHpc: "ec2", "L-F7808C92", "vCPUs of on-demand HPC instances";
    /// vCPUs of running on-demand instances with high memory, `u-…`.
    OnDemandHighMemory: "ec2", "L-43DA4232", "vCPUs of on-demand high memory instances";
    /// vCPUs of spot instances of the families A, C, D, H, I, M, R, T and Z.
    SpotStandard: "ec2", "L-34B43A08", "vCPUs of standard spot instances";
    /// vCPUs of spot instances of the families G and VT.
    SpotG: "ec2", "L-3819A6DF", "vCPUs of G and VT spot instances";
    /// vCPUs of spot instances of the families P2, P3 and P4.
    SpotP: "ec2", "L-7212CCBC", "vCPUs of P2, P3 and P4 spot instances";
    /// vCPUs of spot instances of the family P5.
    SpotP5: "ec2", "L-C4BD4855", "vCPUs of P5 spot instances";
    /// vCPUs of spot instances of the family X.
    SpotX: "ec2", "L-E3A00192", "vCPUs of X spot instances";
    /// vCPUs of spot instances of the family F.
    SpotF: "ec2", "L-88CF9481", "vCPUs of F spot instances";
    /// vCPUs of spot instances of the family Inf.
    SpotInf: "ec2", "L-B5D1601B", "vCPUs of Inf spot instances";
    /// vCPUs of spot instances of the family Trn.
    SpotTrn: "ec2", "L-6B0D517C", "vCPUs of Trn spot instances";
    /// vCPUs of spot instances of the family DL.
    SpotDl: "ec2", "L-85EED4F7", "vCPUs of DL spot instances";
}

/// The families of instance types with quotas of their own: the letters of their names, and the quotas on demand and of spot.
const FAMILIES: &[(&[&str], Quota, Option<Quota>)] = &[
    (&["dl"], Quota::OnDemandDl, Some(Quota::SpotDl)),
    (&["f"], Quota::OnDemandF, Some(Quota::SpotF)),
    (&["g", "gr", "vt"], Quota::OnDemandG, Some(Quota::SpotG)),
    (&["hpc"], Quota::OnDemandHpc, None),
    (&["inf"], Quota::OnDemandInf, Some(Quota::SpotInf)),
    (&["p"], Quota::OnDemandP, Some(Quota::SpotP)),
    (&["trn"], Quota::OnDemandTrn, Some(Quota::SpotTrn)),
    (&["u", "u-"], Quota::OnDemandHighMemory, None),
    (&["x"], Quota::OnDemandX, Some(Quota::SpotX)),
];

impl Quota {
    /// The service, as Service Quotas names it: `vpc`.
    pub fn service(self) -> &'static str {
        self.row().0
    }

    /// The code by which Service Quotas knows it: `L-F678F1CE`.
    pub fn code(self) -> &'static str {
        self.row().1
    }

    /// What it counts, in the plural: `VPCs`.
    pub fn title(self) -> &'static str {
        self.row().2
    }

    /// True for a quota that counts the vCPUs of instances.
    pub fn is_of_vcpus(self) -> bool {
        self.title().starts_with("vCPUs")
    }

    /// Returns the quota that the instances of a type count against; none for types that have none, such as `mac1.metal`, and where it is
    /// not known which one.
    ///
    /// ```
    /// use kops_core::cloud::Quota;
    ///
    /// assert_eq!(Quota::of_instance_type("m5.large", false), Some(Quota::OnDemandStandard));
    /// assert_eq!(Quota::of_instance_type("g5.xlarge", true), Some(Quota::SpotG));
    /// assert_eq!(Quota::of_instance_type("mac1.metal", false), None);
    /// ```
    pub fn of_instance_type(name: &str, spot: bool) -> Option<Self> {
        let end = name.find(|c: char| c.is_ascii_digit()).unwrap_or(name.len());
        let (family, generation) = name.split_at(end);
        if let Some((_, on_demand, of_spot)) = FAMILIES.iter().find(|(families, ..)| families.contains(&family)) {
            return if spot { of_spot.and_then(|quota| quota.of_generation(generation)) } else { Some(*on_demand) };
        }
        let is_standard = family != "mac" && family.starts_with(['a', 'c', 'd', 'h', 'i', 'm', 'r', 't', 'z']);
        is_standard.then_some(if spot { Self::SpotStandard } else { Self::OnDemandStandard })
    }

    /// Spot instances of P5 have a quota of their own; AWS does not say which one newer generations of P count against.
    fn of_generation(self, generation: &str) -> Option<Self> {
        match (self, generation.as_bytes().first()) {
            (Self::SpotP, Some(b'2'..=b'4')) => Some(Self::SpotP),
            (Self::SpotP, Some(b'5')) => Some(Self::SpotP5),
            (Self::SpotP, _) => None,
            (quota, _) => Some(quota),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_quota_has_a_code_of_its_own() {
        let codes: BTreeSet<&str> = Quota::ALL.iter().map(|quota| quota.code()).collect();
        assert_eq!(codes.len(), Quota::ALL.len());
        assert!(codes.iter().all(|code| code.len() == 10 && code.starts_with("L-")));
    }

    #[test]
    fn an_instance_type_counts_against_the_quota_of_its_family() {
        for (name, on_demand, spot) in [
            ("t3.medium", Some(Quota::OnDemandStandard), Some(Quota::SpotStandard)),
            ("im4gn.large", Some(Quota::OnDemandStandard), Some(Quota::SpotStandard)),
            ("r8gd.metal-24xl", Some(Quota::OnDemandStandard), Some(Quota::SpotStandard)),
            ("dl1.24xlarge", Some(Quota::OnDemandDl), Some(Quota::SpotDl)),
            ("hpc7a.12xlarge", Some(Quota::OnDemandHpc), None),
            ("gr6.4xlarge", Some(Quota::OnDemandG), Some(Quota::SpotG)),
            ("vt1.3xlarge", Some(Quota::OnDemandG), Some(Quota::SpotG)),
            ("p4d.24xlarge", Some(Quota::OnDemandP), Some(Quota::SpotP)),
            ("p5en.48xlarge", Some(Quota::OnDemandP), Some(Quota::SpotP5)),
            ("p6-b200.48xlarge", Some(Quota::OnDemandP), None),
            ("u-6tb1.metal", Some(Quota::OnDemandHighMemory), None),
            ("u7i-12tb.224xlarge", Some(Quota::OnDemandHighMemory), None),
            ("x2idn.16xlarge", Some(Quota::OnDemandX), Some(Quota::SpotX)),
            ("mac2.metal", None, None),
        ] {
            assert_eq!(Quota::of_instance_type(name, false), on_demand, "{name}");
            assert_eq!(Quota::of_instance_type(name, true), spot, "{name}");
        }
    }
}
