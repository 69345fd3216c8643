//! Which IAM actions each step takes: one row for each kind.

use super::need::{
    BALANCER_LIMITS, PASS_ROLE, RETAG, SERVICE_ROLE, TAG, any, changing, key, named, new, own, rule, with,
};
use super::scope::Need;
use crate::resource::{AutoscalingGroup, Kind, Volume};

/// The actions that reading, creating, changing and deleting a kind takes.
#[derive(Clone, Copy, Debug)]
pub struct Actions {
    /// To find and to read it.
    pub read: &'static [&'static str],
    /// To create it.
    pub create: &'static [Need],
    /// To change it in place.
    pub update: &'static [Need],
    /// To delete it.
    pub delete: &'static [Need],
}

/// A row as a constant, which the functions in it would not be by themselves.
macro_rules! row {
    ($actions:expr) => {
        const { &$actions }
    };
}

/// Returns the row of a kind. Objects of the state store have none: see [`STORE_READ`] and [`STORE_WRITE`].
pub fn actions(kind: Kind) -> Option<&'static Actions> {
    Some(match kind {
        Kind::Vpc => row!(Actions {
            // Before it is deleted also what is in it.
            read: &[
                "ec2:DescribeNetworkAcls",
                "ec2:DescribeVpcAttribute",
                "ec2:DescribeVpcEndpoints",
                "ec2:DescribeVpcPeeringConnections",
                "ec2:DescribeVpcs",
                "ec2:DescribeVpnGateways",
            ],
            create: &[new("ec2:CreateVpc", &["vpc"]), TAG, own("ec2:ModifyVpcAttribute", &["vpc"])],
            update: &[
                own("ec2:ModifyVpcAttribute", &["vpc"]),
                own("ec2:AssociateVpcCidrBlock", &["vpc"]),
                RETAG[0],
                RETAG[1],
            ],
            delete: &[own("ec2:DeleteVpc", &["vpc"])],
        }),
        Kind::VpcCidrBlock => row!(Actions {
            read: &["ec2:DescribeVpcs"],
            create: &[own("ec2:AssociateVpcCidrBlock", &["vpc"])],
            update: &[],
            delete: &[own("ec2:DisassociateVpcCidrBlock", &["vpc"])],
        }),
        Kind::DhcpOptions => row!(Actions {
            read: &["ec2:DescribeDhcpOptions"],
            create: &[new("ec2:CreateDhcpOptions", &["dhcp-options"]), TAG],
            update: &RETAG,
            delete: &[own("ec2:DeleteDhcpOptions", &["dhcp-options"])],
        }),
        Kind::DhcpOptionsAssociation => row!(Actions {
            read: &["ec2:DescribeVpcs"],
            create: &[own("ec2:AssociateDhcpOptions", &["vpc", "dhcp-options"])],
            update: &[own("ec2:AssociateDhcpOptions", &["vpc", "dhcp-options"])],
            delete: &[own("ec2:AssociateDhcpOptions", &["vpc", "dhcp-options"])],
        }),
        Kind::InternetGateway => row!(Actions {
            read: &["ec2:DescribeInternetGateways"],
            create: &[
                new("ec2:CreateInternetGateway", &["internet-gateway"]),
                TAG,
                own("ec2:AttachInternetGateway", &["internet-gateway", "vpc"]),
            ],
            update: &RETAG,
            delete: &[
                own("ec2:DetachInternetGateway", &["internet-gateway", "vpc"]),
                own("ec2:DeleteInternetGateway", &["internet-gateway"]),
            ],
        }),
        Kind::EgressOnlyInternetGateway => row!(Actions {
            read: &["ec2:DescribeEgressOnlyInternetGateways"],
            create: &[new("ec2:CreateEgressOnlyInternetGateway", &["egress-only-internet-gateway", "vpc"]), TAG,],
            update: &RETAG,
            delete: &[own("ec2:DeleteEgressOnlyInternetGateway", &["egress-only-internet-gateway"])],
        }),
        Kind::Subnet => row!(Actions {
            read: &["ec2:DescribeSubnets"],
            create: &[new("ec2:CreateSubnet", &["subnet", "vpc"]), TAG, own("ec2:ModifySubnetAttribute", &["subnet"]),],
            update: &[
                own("ec2:ModifySubnetAttribute", &["subnet"]),
                own("ec2:AssociateSubnetCidrBlock", &["subnet"]),
                RETAG[0],
                RETAG[1],
            ],
            delete: &[own("ec2:DeleteSubnet", &["subnet"])],
        }),
        Kind::RouteTable => row!(Actions {
            read: &["ec2:DescribeRouteTables"],
            create: &[new("ec2:CreateRouteTable", &["route-table", "vpc"]), TAG],
            update: &RETAG,
            // A table can be associated with a subnet that is gone already.
            delete: &[
                own("ec2:DisassociateRouteTable", &["route-table", "subnet"]),
                own("ec2:DeleteRouteTable", &["route-table"]),
            ],
        }),
        Kind::RouteTableAssociation => row!(Actions {
            read: &["ec2:DescribeRouteTables", "ec2:DescribeSubnets"],
            create: &[own("ec2:AssociateRouteTable", &["route-table", "subnet"])],
            update: &[own("ec2:ReplaceRouteTableAssociation", &["route-table", "subnet"])],
            delete: &[own("ec2:DisassociateRouteTable", &["route-table", "subnet"])],
        }),
        Kind::Route => row!(Actions {
            read: &["ec2:DescribeRouteTables"],
            create: &[own("ec2:CreateRoute", &["route-table"])],
            update: &[own("ec2:ReplaceRoute", &["route-table"])],
            delete: &[own("ec2:DeleteRoute", &["route-table"])],
        }),
        Kind::ElasticIp => row!(Actions {
            read: &["ec2:DescribeAddresses"],
            create: &[new("ec2:AllocateAddress", &["elastic-ip"]), TAG],
            update: &RETAG,
            delete: &[own("ec2:ReleaseAddress", &["elastic-ip"])],
        }),
        Kind::NatGateway => row!(Actions {
            read: &["ec2:DescribeNatGateways"],
            create: &[new("ec2:CreateNatGateway", &["natgateway", "subnet", "elastic-ip"]), TAG],
            update: &RETAG,
            delete: &[own("ec2:DeleteNatGateway", &["natgateway"])],
        }),
        Kind::SecurityGroup => row!(Actions {
            read: &["ec2:DescribeSecurityGroups"],
            create: &[new("ec2:CreateSecurityGroup", &["security-group", "vpc"]), TAG],
            update: &RETAG,
            delete: &[own("ec2:DeleteSecurityGroup", &["security-group"])],
        }),
        Kind::SecurityGroupRule => row!(Actions {
            read: &["ec2:DescribeSecurityGroupRules"],
            create: &[
                rule("ec2:AuthorizeSecurityGroupIngress", "ingress"),
                rule("ec2:AuthorizeSecurityGroupEgress", "egress"),
                TAG,
            ],
            update: &RETAG,
            delete: &[
                rule("ec2:RevokeSecurityGroupIngress", "ingress"),
                rule("ec2:RevokeSecurityGroupEgress", "egress"),
            ],
        }),
        Kind::KeyPair => row!(Actions {
            read: &["ec2:DescribeKeyPairs"],
            create: &[new("ec2:ImportKeyPair", &["key-pair"]), TAG],
            update: &RETAG,
            delete: &[own("ec2:DeleteKeyPair", &["key-pair"])],
        }),
        Kind::Role => row!(Actions {
            read: &["iam:GetAccountAuthorizationDetails", "iam:GetRole"],
            create: &[named("iam:CreateRole"), named("iam:TagRole")],
            update: &[
                named("iam:UpdateAssumeRolePolicy"),
                named("iam:PutRolePermissionsBoundary"),
                named("iam:DeleteRolePermissionsBoundary"),
                named("iam:TagRole"),
                named("iam:UntagRole"),
            ],
            delete: &[named("iam:DeleteRole")],
        }),
        Kind::RolePolicy => row!(Actions {
            read: &["iam:ListRolePolicies", "iam:GetRolePolicy"],
            create: &[named("iam:PutRolePolicy")],
            update: &[named("iam:PutRolePolicy")],
            delete: &[named("iam:DeleteRolePolicy")],
        }),
        Kind::RolePolicyAttachment => row!(Actions {
            read: &["iam:ListAttachedRolePolicies"],
            create: &[named("iam:AttachRolePolicy")],
            update: &[],
            delete: &[named("iam:DetachRolePolicy")],
        }),
        Kind::InstanceProfile => row!(Actions {
            read: &["iam:GetInstanceProfile"],
            create: &[
                named("iam:CreateInstanceProfile"),
                named("iam:TagInstanceProfile"),
                named("iam:AddRoleToInstanceProfile"),
                PASS_ROLE,
            ],
            update: &[
                named("iam:AddRoleToInstanceProfile"),
                named("iam:RemoveRoleFromInstanceProfile"),
                named("iam:TagInstanceProfile"),
                named("iam:UntagInstanceProfile"),
                PASS_ROLE,
            ],
            delete: &[named("iam:RemoveRoleFromInstanceProfile"), named("iam:DeleteInstanceProfile")],
        }),
        Kind::OidcProvider => row!(Actions {
            read: &["iam:ListOpenIDConnectProviders", "iam:GetOpenIDConnectProvider"],
            create: &[named("iam:CreateOpenIDConnectProvider"), named("iam:TagOpenIDConnectProvider")],
            update: &[
                named("iam:AddClientIDToOpenIDConnectProvider"),
                named("iam:RemoveClientIDFromOpenIDConnectProvider"),
                named("iam:UpdateOpenIDConnectProviderThumbprint"),
                named("iam:TagOpenIDConnectProvider"),
                named("iam:UntagOpenIDConnectProvider"),
            ],
            delete: &[named("iam:DeleteOpenIDConnectProvider")],
        }),
        Kind::Volume => row!(Actions {
            read: &["ec2:DescribeVolumes"],
            create: &[
                new("ec2:CreateVolume", &["volume"]),
                TAG,
                with(key("kms:CreateGrant"), Volume::KMS_KEY),
                with(key("kms:DescribeKey"), Volume::KMS_KEY),
                with(key("kms:GenerateDataKeyWithoutPlaintext"), Volume::KMS_KEY),
            ],
            update: &[own("ec2:ModifyVolume", &["volume"]), RETAG[0], RETAG[1]],
            delete: &[own("ec2:DeleteVolume", &["volume"])],
        }),
        Kind::VolumeSnapshot => row!(Actions {
            read: &["ec2:DescribeSnapshots"],
            create: &[],
            update: &[],
            delete: &[own("ec2:DeleteSnapshot", &["snapshot"])],
        }),
        Kind::StandaloneInstance => row!(Actions {
            read: &["ec2:DescribeInstances"],
            create: &[],
            update: &[],
            delete: &[own("ec2:TerminateInstances", &["instance"])],
        }),
        Kind::NetworkInterface => row!(Actions {
            read: &["ec2:DescribeNetworkInterfaces"],
            create: &[],
            update: &[],
            delete: &[own("ec2:DeleteNetworkInterface", &["network-interface"])],
        }),
        Kind::ClassicLoadBalancer => row!(Actions {
            read: &BALANCERS,
            create: &[
                named("elasticloadbalancing:CreateLoadBalancer"),
                BALANCER_LIMITS,
                named("elasticloadbalancing:AddTags"),
                named("elasticloadbalancing:ConfigureHealthCheck"),
                named("elasticloadbalancing:ModifyLoadBalancerAttributes"),
                SERVICE_ROLE,
            ],
            update: &[
                named("elasticloadbalancing:ApplySecurityGroupsToLoadBalancer"),
                BALANCER_LIMITS,
                named("elasticloadbalancing:AttachLoadBalancerToSubnets"),
                named("elasticloadbalancing:ConfigureHealthCheck"),
                named("elasticloadbalancing:CreateLoadBalancerListeners"),
                named("elasticloadbalancing:DeleteLoadBalancerListeners"),
                named("elasticloadbalancing:DetachLoadBalancerFromSubnets"),
                named("elasticloadbalancing:ModifyLoadBalancerAttributes"),
                named("elasticloadbalancing:AddTags"),
                named("elasticloadbalancing:RemoveTags"),
            ],
            delete: &[named("elasticloadbalancing:DeleteLoadBalancer")],
        }),
        Kind::NetworkLoadBalancer => row!(Actions {
            read: &[
                "ec2:DescribeNetworkInterfaces",
                "elasticloadbalancing:DescribeLoadBalancerAttributes",
                "elasticloadbalancing:DescribeLoadBalancers",
                "elasticloadbalancing:DescribeTags",
            ],
            create: &[
                named("elasticloadbalancing:CreateLoadBalancer"),
                BALANCER_LIMITS,
                named("elasticloadbalancing:AddTags"),
                named("elasticloadbalancing:ModifyLoadBalancerAttributes"),
                SERVICE_ROLE,
            ],
            update: &[
                named("elasticloadbalancing:ModifyLoadBalancerAttributes"),
                named("elasticloadbalancing:SetIpAddressType"),
                named("elasticloadbalancing:SetSecurityGroups"),
                named("elasticloadbalancing:SetSubnets"),
                named("elasticloadbalancing:AddTags"),
                named("elasticloadbalancing:RemoveTags"),
            ],
            delete: &[named("elasticloadbalancing:DeleteLoadBalancer")],
        }),
        Kind::TargetGroup => row!(Actions {
            read: &[
                "elasticloadbalancing:DescribeTags",
                "elasticloadbalancing:DescribeTargetGroupAttributes",
                "elasticloadbalancing:DescribeTargetGroups",
            ],
            create: &[
                named("elasticloadbalancing:CreateTargetGroup"),
                named("elasticloadbalancing:AddTags"),
                named("elasticloadbalancing:ModifyTargetGroupAttributes"),
            ],
            update: &[
                named("elasticloadbalancing:ModifyTargetGroup"),
                named("elasticloadbalancing:ModifyTargetGroupAttributes"),
                named("elasticloadbalancing:AddTags"),
                named("elasticloadbalancing:RemoveTags"),
            ],
            delete: &[named("elasticloadbalancing:DeleteTargetGroup")],
        }),
        Kind::Listener => row!(Actions {
            read: &["elasticloadbalancing:DescribeListeners"],
            create: &[named("elasticloadbalancing:CreateListener")],
            update: &[named("elasticloadbalancing:ModifyListener")],
            delete: &[named("elasticloadbalancing:DeleteListener")],
        }),
        Kind::LaunchTemplate => row!(Actions {
            read: &["ec2:DescribeLaunchTemplates", "ec2:DescribeLaunchTemplateVersions"],
            create: &[new("ec2:CreateLaunchTemplate", &["launch-template"]), TAG],
            update: &[
                own("ec2:CreateLaunchTemplateVersion", &["launch-template"]),
                own("ec2:ModifyLaunchTemplate", &["launch-template"]),
                RETAG[0],
                RETAG[1],
            ],
            delete: &[own("ec2:DeleteLaunchTemplate", &["launch-template"])],
        }),
        Kind::AutoscalingGroup => row!(Actions {
            read: &["autoscaling:DescribeAutoScalingGroups"],
            create: &[
                named("autoscaling:CreateAutoScalingGroup"),
                named("autoscaling:CreateOrUpdateTags"),
                with(named("autoscaling:EnableMetricsCollection"), AutoscalingGroup::METRICS),
                with(named("autoscaling:SuspendProcesses"), AutoscalingGroup::SUSPENDED_PROCESSES),
                // Auto Scaling asks whether the caller could start the instances itself, with their role and tags.
                any("ec2:RunInstances"),
                PASS_ROLE,
                TAG,
                SERVICE_ROLE,
            ],
            update: &[
                changing(named("autoscaling:AttachLoadBalancerTargetGroups"), &[AutoscalingGroup::TARGET_GROUPS]),
                changing(named("autoscaling:AttachLoadBalancers"), &[AutoscalingGroup::LOAD_BALANCERS]),
                changing(named("autoscaling:CreateOrUpdateTags"), &[AutoscalingGroup::TAGS]),
                changing(named("autoscaling:DeleteTags"), &[AutoscalingGroup::TAGS]),
                changing(named("autoscaling:DetachLoadBalancerTargetGroups"), &[AutoscalingGroup::TARGET_GROUPS]),
                changing(named("autoscaling:DetachLoadBalancers"), &[AutoscalingGroup::LOAD_BALANCERS]),
                changing(named("autoscaling:DisableMetricsCollection"), &[AutoscalingGroup::METRICS]),
                changing(named("autoscaling:EnableMetricsCollection"), &[AutoscalingGroup::METRICS]),
                changing(named("autoscaling:ResumeProcesses"), &[AutoscalingGroup::SUSPENDED_PROCESSES]),
                changing(named("autoscaling:SuspendProcesses"), &[AutoscalingGroup::SUSPENDED_PROCESSES]),
                changing(named("autoscaling:UpdateAutoScalingGroup"), &AutoscalingGroup::UPDATED),
                changing(any("ec2:RunInstances"), &AutoscalingGroup::LAUNCHED),
                changing(PASS_ROLE, &AutoscalingGroup::LAUNCHED),
                changing(TAG, &AutoscalingGroup::LAUNCHED),
            ],
            delete: &[named("autoscaling:DeleteAutoScalingGroup")],
        }),
        Kind::WarmPool => row!(Actions {
            read: &["autoscaling:DescribeAutoScalingGroups"],
            create: &[named("autoscaling:PutWarmPool")],
            update: &[named("autoscaling:PutWarmPool")],
            delete: &[named("autoscaling:DeleteWarmPool")],
        }),
        Kind::LifecycleHook => row!(Actions {
            read: &["autoscaling:DescribeAutoScalingGroups", "autoscaling:DescribeLifecycleHooks"],
            create: &[named("autoscaling:PutLifecycleHook"), RETAG[0]],
            update: &[named("autoscaling:PutLifecycleHook"), RETAG[0]],
            delete: &[named("autoscaling:DeleteLifecycleHook"), RETAG[0]],
        }),
        Kind::DnsZoneAssociation => row!(Actions {
            read: &["route53:GetHostedZone"],
            create: &[named("route53:AssociateVPCWithHostedZone")],
            update: &[],
            delete: &[named("route53:DisassociateVPCFromHostedZone")],
        }),
        Kind::DnsRecord => row!(Actions {
            read: &["route53:ListResourceRecordSets"],
            create: &[named("route53:ChangeResourceRecordSets")],
            update: &[named("route53:ChangeResourceRecordSets")],
            delete: &[named("route53:ChangeResourceRecordSets")],
        }),
        Kind::Queue => row!(Actions {
            read: &["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListQueueTags"],
            create: &[named("sqs:CreateQueue"), named("sqs:TagQueue")],
            update: &[named("sqs:SetQueueAttributes"), named("sqs:TagQueue"), named("sqs:UntagQueue")],
            delete: &[named("sqs:DeleteQueue")],
        }),
        Kind::EventRule => row!(Actions {
            read: &[
                "events:DescribeRule",
                "events:ListRules",
                "events:ListTagsForResource",
                "events:ListTargetsByRule",
            ],
            create: &[named("events:PutRule"), named("events:TagResource")],
            update: &[named("events:PutRule"), named("events:TagResource"), named("events:UntagResource")],
            // A target whose queue is gone goes with the rule.
            delete: &[named("events:DeleteRule"), named("events:RemoveTargets")],
        }),
        Kind::EventTarget => row!(Actions {
            read: &["events:ListRuleNamesByTarget"],
            create: &[named("events:PutTargets")],
            update: &[],
            delete: &[named("events:RemoveTargets")],
        }),
        Kind::ManagedFile | Kind::Keyset | Kind::Secret => return None,
    })
}

const BALANCERS: [&str; 3] = [
    "elasticloadbalancing:DescribeLoadBalancerAttributes",
    "elasticloadbalancing:DescribeLoadBalancers",
    "elasticloadbalancing:DescribeTags",
];

/// What every plan takes beside the kinds of its resources: the facts of the region and what is tagged for the cluster.
pub const FACTS: &[&str] = &[
    "ec2:DescribeAvailabilityZones",
    "ec2:DescribeImages",
    "ec2:DescribeInstanceTypeOfferings",
    "ec2:DescribeInstanceTypes",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeTags",
    "route53:GetHostedZone",
    "route53:ListHostedZones",
    "ssm:GetParameter",
    "sts:GetCallerIdentity",
];

/// What checking the account takes before a plan is applied. Where it is missing, quotas or permissions are not checked.
pub const PREFLIGHT: &[&str] = &[
    "autoscaling:DescribeAccountLimits",
    "ec2:DescribeInstances",
    "ec2:DescribeManagedPrefixLists",
    "iam:GetAccountSummary",
    "iam:SimulatePrincipalPolicy",
    "servicequotas:ListAWSDefaultServiceQuotas",
    "servicequotas:ListServiceQuotas",
];

/// What reading a state store in S3 takes.
pub const STORE_READ: &[&str] = &["s3:GetBucketLocation", "s3:GetObject", "s3:ListBucket"];

/// What writing one takes.
pub const STORE_WRITE: &[&str] = &["s3:DeleteObject", "s3:PutObject"];

/// What reading discovery documents of service accounts takes beyond that.
pub const DISCOVERY_READ: &[&str] = &["s3:GetBucketPolicyStatus", "s3:GetObjectAcl"];

/// What publishing them takes beyond writing.
pub const DISCOVERY_WRITE: &[&str] = &["s3:PutObjectAcl"];

/// What finding out the default encryption of a bucket takes, for Terraform files. Where it is missing, the bucket counts as one without.
pub const ENCRYPTION_READ: &[&str] = &["s3:GetEncryptionConfiguration"];
