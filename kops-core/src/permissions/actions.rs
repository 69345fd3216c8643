//! Which IAM actions each step takes: one row for each kind.

use super::scope::{Need, Scope, When};
use crate::resource::{AutoscalingGroup, Field, Kind, SecurityGroupRule, Volume};

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

/// A creation in EC2: a new resource of a type, tagged for the cluster, with others that the call names.
const fn new(action: &'static str, types: &'static [&'static str]) -> Need {
    Need { action, scope: Scope::New(types), when: When::Always }
}

/// A change of an EC2 resource that is tagged for the cluster, with others that the call names.
const fn own(action: &'static str, types: &'static [&'static str]) -> Need {
    Need { action, scope: Scope::Own(types), when: When::Always }
}

/// A call on a resource that is known by its name.
const fn named(action: &'static str) -> Need {
    Need { action, scope: Scope::Named, when: When::Always }
}

/// A call that AWS does not limit to a resource.
const fn any(action: &'static str) -> Need {
    Need { action, scope: Scope::Any, when: When::Always }
}

/// A call on the KMS key of the resource, which EC2 makes in the caller's name.
///
/// Source: "Permissions to use Amazon EBS encryption" in the Amazon EBS User Guide.
const fn key(action: &'static str) -> Need {
    Need { action, scope: Scope::Key, when: When::Always }
}

/// A call that only resources with a field take.
const fn with(need: Need, field: &'static Field) -> Need {
    Need { when: When::Set(field), ..need }
}

/// A call for security group rules of one direction.
const fn rule(action: &'static str, direction: &'static str) -> Need {
    let need = own(action, &["security-group", "security-group-rule"]);
    Need { when: When::Is(SecurityGroupRule::DIRECTION, direction), ..need }
}

/// What gives instances a role. Auto Scaling asks for it, too, where a launch template names an instance profile.
///
/// Source: "Amazon EC2 Auto Scaling API permissions" in the Amazon EC2 Auto Scaling User Guide.
const PASS_ROLE: Need = Need { action: "iam:PassRole", scope: Scope::PassRole, when: When::Always };

const TAG: Need = Need { action: "ec2:CreateTags", scope: Scope::TagNew, when: When::Always };
const RETAG: [Need; 2] = [
    Need { action: "ec2:CreateTags", scope: Scope::Retag, when: When::Always },
    Need { action: "ec2:DeleteTags", scope: Scope::Retag, when: When::Always },
];

/// Returns the row of a kind. Objects of the state store have none: see [`STORE_READ`] and [`STORE_WRITE`].
pub fn actions(kind: Kind) -> Option<&'static Actions> {
    Some(match kind {
        Kind::Vpc => {
            const {
                &Actions {
                    read: &["ec2:DescribeVpcs", "ec2:DescribeVpcAttribute"],
                    create: &[new("ec2:CreateVpc", &["vpc"]), TAG, own("ec2:ModifyVpcAttribute", &["vpc"])],
                    update: &[
                        own("ec2:ModifyVpcAttribute", &["vpc"]),
                        own("ec2:AssociateVpcCidrBlock", &["vpc"]),
                        RETAG[0],
                        RETAG[1],
                    ],
                    delete: &[own("ec2:DeleteVpc", &["vpc"])],
                }
            }
        }
        Kind::VpcCidrBlock => {
            const {
                &Actions {
                    read: &["ec2:DescribeVpcs"],
                    create: &[own("ec2:AssociateVpcCidrBlock", &["vpc"])],
                    update: &[],
                    delete: &[own("ec2:DisassociateVpcCidrBlock", &["vpc"])],
                }
            }
        }
        Kind::DhcpOptions => {
            const {
                &Actions {
                    read: &["ec2:DescribeDhcpOptions"],
                    create: &[new("ec2:CreateDhcpOptions", &["dhcp-options"]), TAG],
                    update: &RETAG,
                    delete: &[own("ec2:DeleteDhcpOptions", &["dhcp-options"])],
                }
            }
        }
        Kind::DhcpOptionsAssociation => {
            const {
                &Actions {
                    read: &["ec2:DescribeVpcs"],
                    create: &[own("ec2:AssociateDhcpOptions", &["vpc", "dhcp-options"])],
                    update: &[own("ec2:AssociateDhcpOptions", &["vpc", "dhcp-options"])],
                    delete: &[own("ec2:AssociateDhcpOptions", &["vpc", "dhcp-options"])],
                }
            }
        }
        Kind::InternetGateway => {
            const {
                &Actions {
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
                }
            }
        }
        Kind::EgressOnlyInternetGateway => {
            const {
                &Actions {
                    read: &["ec2:DescribeEgressOnlyInternetGateways"],
                    create: &[
                        new("ec2:CreateEgressOnlyInternetGateway", &["egress-only-internet-gateway", "vpc"]),
                        TAG,
                    ],
                    update: &RETAG,
                    delete: &[own("ec2:DeleteEgressOnlyInternetGateway", &["egress-only-internet-gateway"])],
                }
            }
        }
        Kind::Subnet => {
            const {
                &Actions {
                    read: &["ec2:DescribeSubnets"],
                    create: &[
                        new("ec2:CreateSubnet", &["subnet", "vpc"]),
                        TAG,
                        own("ec2:ModifySubnetAttribute", &["subnet"]),
                    ],
                    update: &[
                        own("ec2:ModifySubnetAttribute", &["subnet"]),
                        own("ec2:AssociateSubnetCidrBlock", &["subnet"]),
                        RETAG[0],
                        RETAG[1],
                    ],
                    delete: &[own("ec2:DeleteSubnet", &["subnet"])],
                }
            }
        }
        Kind::RouteTable => {
            const {
                &Actions {
                    read: &["ec2:DescribeRouteTables"],
                    create: &[new("ec2:CreateRouteTable", &["route-table", "vpc"]), TAG],
                    update: &RETAG,
                    // A table can be associated with a subnet that is gone already.
                    delete: &[
                        own("ec2:DisassociateRouteTable", &["route-table", "subnet"]),
                        own("ec2:DeleteRouteTable", &["route-table"]),
                    ],
                }
            }
        }
        Kind::RouteTableAssociation => {
            const {
                &Actions {
                    read: &["ec2:DescribeRouteTables", "ec2:DescribeSubnets"],
                    create: &[own("ec2:AssociateRouteTable", &["route-table", "subnet"])],
                    update: &[own("ec2:ReplaceRouteTableAssociation", &["route-table", "subnet"])],
                    delete: &[own("ec2:DisassociateRouteTable", &["route-table", "subnet"])],
                }
            }
        }
        Kind::Route => {
            const {
                &Actions {
                    read: &["ec2:DescribeRouteTables"],
                    create: &[own("ec2:CreateRoute", &["route-table"])],
                    update: &[own("ec2:ReplaceRoute", &["route-table"])],
                    delete: &[own("ec2:DeleteRoute", &["route-table"])],
                }
            }
        }
        Kind::ElasticIp => {
            const {
                &Actions {
                    read: &["ec2:DescribeAddresses"],
                    create: &[new("ec2:AllocateAddress", &["elastic-ip"]), TAG],
                    update: &RETAG,
                    delete: &[own("ec2:ReleaseAddress", &["elastic-ip"])],
                }
            }
        }
        Kind::NatGateway => {
            const {
                &Actions {
                    read: &["ec2:DescribeNatGateways"],
                    create: &[new("ec2:CreateNatGateway", &["natgateway", "subnet", "elastic-ip"]), TAG],
                    update: &RETAG,
                    delete: &[own("ec2:DeleteNatGateway", &["natgateway"])],
                }
            }
        }
        Kind::SecurityGroup => {
            const {
                &Actions {
                    read: &["ec2:DescribeSecurityGroups"],
                    create: &[new("ec2:CreateSecurityGroup", &["security-group", "vpc"]), TAG],
                    update: &RETAG,
                    delete: &[own("ec2:DeleteSecurityGroup", &["security-group"])],
                }
            }
        }
        Kind::SecurityGroupRule => {
            const {
                &Actions {
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
                }
            }
        }
        Kind::KeyPair => {
            const {
                &Actions {
                    read: &["ec2:DescribeKeyPairs"],
                    create: &[new("ec2:ImportKeyPair", &["key-pair"]), TAG],
                    update: &RETAG,
                    delete: &[own("ec2:DeleteKeyPair", &["key-pair"])],
                }
            }
        }
        Kind::Role => {
            const {
                &Actions {
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
                }
            }
        }
        Kind::RolePolicy => {
            const {
                &Actions {
                    read: &["iam:ListRolePolicies", "iam:GetRolePolicy"],
                    create: &[named("iam:PutRolePolicy")],
                    update: &[named("iam:PutRolePolicy")],
                    delete: &[named("iam:DeleteRolePolicy")],
                }
            }
        }
        Kind::RolePolicyAttachment => {
            const {
                &Actions {
                    read: &["iam:ListAttachedRolePolicies"],
                    create: &[named("iam:AttachRolePolicy")],
                    update: &[],
                    delete: &[named("iam:DetachRolePolicy")],
                }
            }
        }
        Kind::InstanceProfile => {
            const {
                &Actions {
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
                }
            }
        }
        Kind::OidcProvider => {
            const {
                &Actions {
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
                }
            }
        }
        Kind::Volume => {
            const {
                &Actions {
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
                }
            }
        }
        Kind::VolumeSnapshot => {
            const {
                &Actions {
                    read: &["ec2:DescribeSnapshots"],
                    create: &[],
                    update: &[],
                    delete: &[own("ec2:DeleteSnapshot", &["snapshot"])],
                }
            }
        }
        Kind::StandaloneInstance => {
            const {
                &Actions {
                    read: &["ec2:DescribeInstances"],
                    create: &[],
                    update: &[],
                    delete: &[own("ec2:TerminateInstances", &["instance"])],
                }
            }
        }
        Kind::NetworkInterface => {
            const {
                &Actions {
                    read: &["ec2:DescribeNetworkInterfaces"],
                    create: &[],
                    update: &[],
                    delete: &[own("ec2:DeleteNetworkInterface", &["network-interface"])],
                }
            }
        }
        Kind::ClassicLoadBalancer => {
            const {
                &Actions {
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
                }
            }
        }
        Kind::NetworkLoadBalancer => {
            const {
                &Actions {
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
                }
            }
        }
        Kind::TargetGroup => {
            const {
                &Actions {
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
                }
            }
        }
        Kind::Listener => {
            const {
                &Actions {
                    read: &["elasticloadbalancing:DescribeListeners"],
                    create: &[named("elasticloadbalancing:CreateListener")],
                    update: &[named("elasticloadbalancing:ModifyListener")],
                    delete: &[named("elasticloadbalancing:DeleteListener")],
                }
            }
        }
        Kind::LaunchTemplate => {
            const {
                &Actions {
                    read: &["ec2:DescribeLaunchTemplates", "ec2:DescribeLaunchTemplateVersions"],
                    create: &[new("ec2:CreateLaunchTemplate", &["launch-template"]), TAG],
                    update: &[
                        own("ec2:CreateLaunchTemplateVersion", &["launch-template"]),
                        own("ec2:ModifyLaunchTemplate", &["launch-template"]),
                        RETAG[0],
                        RETAG[1],
                    ],
                    delete: &[own("ec2:DeleteLaunchTemplate", &["launch-template"])],
                }
            }
        }
        Kind::AutoscalingGroup => {
            const {
                &Actions {
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
                        named("autoscaling:AttachLoadBalancerTargetGroups"),
                        named("autoscaling:AttachLoadBalancers"),
                        named("autoscaling:CreateOrUpdateTags"),
                        named("autoscaling:DeleteTags"),
                        named("autoscaling:DetachLoadBalancerTargetGroups"),
                        named("autoscaling:DetachLoadBalancers"),
                        named("autoscaling:DisableMetricsCollection"),
                        named("autoscaling:EnableMetricsCollection"),
                        named("autoscaling:ResumeProcesses"),
                        named("autoscaling:SuspendProcesses"),
                        named("autoscaling:UpdateAutoScalingGroup"),
                        any("ec2:RunInstances"),
                        PASS_ROLE,
                        TAG,
                    ],
                    delete: &[named("autoscaling:DeleteAutoScalingGroup")],
                }
            }
        }
        Kind::WarmPool => {
            const {
                &Actions {
                    read: &["autoscaling:DescribeAutoScalingGroups"],
                    create: &[named("autoscaling:PutWarmPool")],
                    update: &[named("autoscaling:PutWarmPool")],
                    delete: &[named("autoscaling:DeleteWarmPool")],
                }
            }
        }
        Kind::LifecycleHook => {
            const {
                &Actions {
                    read: &["autoscaling:DescribeAutoScalingGroups", "autoscaling:DescribeLifecycleHooks"],
                    create: &[named("autoscaling:PutLifecycleHook"), RETAG[0]],
                    update: &[named("autoscaling:PutLifecycleHook"), RETAG[0]],
                    delete: &[named("autoscaling:DeleteLifecycleHook"), RETAG[0]],
                }
            }
        }
        Kind::DnsZoneAssociation => {
            const {
                &Actions {
                    read: &["route53:GetHostedZone"],
                    create: &[named("route53:AssociateVPCWithHostedZone")],
                    update: &[],
                    delete: &[named("route53:DisassociateVPCFromHostedZone")],
                }
            }
        }
        Kind::DnsRecord => {
            const {
                &Actions {
                    read: &["route53:ListResourceRecordSets"],
                    create: &[named("route53:ChangeResourceRecordSets")],
                    update: &[named("route53:ChangeResourceRecordSets")],
                    delete: &[named("route53:ChangeResourceRecordSets")],
                }
            }
        }
        Kind::Queue => {
            const {
                &Actions {
                    read: &["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListQueueTags"],
                    create: &[named("sqs:CreateQueue"), named("sqs:TagQueue")],
                    update: &[named("sqs:SetQueueAttributes")],
                    delete: &[named("sqs:DeleteQueue")],
                }
            }
        }
        Kind::EventRule => {
            const {
                &Actions {
                    read: &["events:ListRules"],
                    create: &[named("events:PutRule"), named("events:TagResource")],
                    update: &[named("events:PutRule")],
                    delete: &[named("events:DeleteRule")],
                }
            }
        }
        Kind::EventTarget => {
            const {
                &Actions {
                    read: &["events:ListRuleNamesByTarget"],
                    create: &[named("events:PutTargets")],
                    update: &[],
                    delete: &[named("events:RemoveTargets")],
                }
            }
        }
        Kind::ManagedFile | Kind::Keyset | Kind::Secret => return None,
    })
}

const BALANCERS: [&str; 3] = [
    "elasticloadbalancing:DescribeLoadBalancerAttributes",
    "elasticloadbalancing:DescribeLoadBalancers",
    "elasticloadbalancing:DescribeTags",
];

/// Elastic Load Balancing reads the account's limits in the caller's name. All else that it reads so, plans read too.
///
/// Source: "Elastic Load Balancing API permissions" in the Elastic Load Balancing User Guide.
const BALANCER_LIMITS: Need = any("ec2:DescribeAccountAttributes");

/// AWS makes the roles of its services where an account uses them for the first time.
const SERVICE_ROLE: Need =
    Need { action: "iam:CreateServiceLinkedRole", scope: Scope::ServiceRole, when: When::Always };

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
