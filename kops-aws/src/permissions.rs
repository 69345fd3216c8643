//! The IAM actions that the library needs, and what for.

/// Actions of one service that serve one purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Permissions {
    /// The service as IAM policies name it: `ec2`.
    pub service: &'static str,
    /// The actions as IAM policies name them: `CreateVpc`.
    pub actions: &'static [&'static str],
    /// What they are needed for: `to create the network`.
    pub purpose: &'static str,
}

/// Every action that the library uses. A plan needs only those that read.
pub const PERMISSIONS: &[Permissions] = &[
    needs("sts", "to know the account and its partition", &["GetCallerIdentity"]),
    needs("ssm", "to find images by a parameter", &["GetParameter"]),
    needs(
        "ec2",
        "to know the images, instance types and zones of the region",
        &["DescribeAvailabilityZones", "DescribeImages", "DescribeInstanceTypeOfferings", "DescribeInstanceTypes"],
    ),
    needs("ec2", "to find what belongs to the cluster", &["DescribeTags"]),
    needs(
        "servicequotas",
        "to check quotas before the first change",
        &["ListAWSDefaultServiceQuotas", "ListServiceQuotas"],
    ),
    needs(
        "autoscaling",
        "to check the quota of autoscaling groups before the first change",
        &["DescribeAccountLimits"],
    ),
    needs(
        "ec2",
        "to check the quota of security group rules before the first change, where some are for prefix lists",
        &["DescribeManagedPrefixLists"],
    ),
    needs(
        "iam",
        "to check quotas and permissions before the first change",
        &["GetAccountSummary", "SimulatePrincipalPolicy"],
    ),
    needs(
        "ec2",
        "to read the network",
        &[
            "DescribeAddresses",
            "DescribeDhcpOptions",
            "DescribeEgressOnlyInternetGateways",
            "DescribeInternetGateways",
            "DescribeNatGateways",
            "DescribeNetworkAcls",
            "DescribeRouteTables",
            "DescribeSubnets",
            "DescribeVpcAttribute",
            "DescribeVpcEndpoints",
            "DescribeVpcPeeringConnections",
            "DescribeVpcs",
            "DescribeVpnGateways",
        ],
    ),
    needs("ec2", "to read security groups", &["DescribeSecurityGroupRules", "DescribeSecurityGroups"]),
    needs(
        "ec2",
        "to read the addresses of network load balancers and what is in networks that are to be deleted",
        &["DescribeNetworkInterfaces"],
    ),
    needs(
        "ec2",
        "to read launch templates, key pairs and volumes",
        &["DescribeKeyPairs", "DescribeLaunchTemplateVersions", "DescribeLaunchTemplates", "DescribeVolumes"],
    ),
    needs("ec2", "to tag what belongs to the cluster", &["CreateTags", "DeleteTags"]),
    needs(
        "ec2",
        "to create the network",
        &[
            "AllocateAddress",
            "AssociateDhcpOptions",
            "AssociateRouteTable",
            "AssociateSubnetCidrBlock",
            "AssociateVpcCidrBlock",
            "AttachInternetGateway",
            "CreateDhcpOptions",
            "CreateEgressOnlyInternetGateway",
            "CreateInternetGateway",
            "CreateNatGateway",
            "CreateRoute",
            "CreateRouteTable",
            "CreateSubnet",
            "CreateVpc",
            "ModifySubnetAttribute",
            "ModifyVpcAttribute",
            "ReplaceRoute",
            "ReplaceRouteTableAssociation",
        ],
    ),
    needs(
        "ec2",
        "to delete the network",
        &[
            "DeleteDhcpOptions",
            "DeleteEgressOnlyInternetGateway",
            "DeleteInternetGateway",
            "DeleteNatGateway",
            "DeleteRoute",
            "DeleteRouteTable",
            "DeleteSubnet",
            "DeleteVpc",
            "DetachInternetGateway",
            "DisassociateRouteTable",
            "DisassociateVpcCidrBlock",
            "ReleaseAddress",
        ],
    ),
    needs(
        "ec2",
        "to create, change and delete security groups and their rules",
        &[
            "AuthorizeSecurityGroupEgress",
            "AuthorizeSecurityGroupIngress",
            "CreateSecurityGroup",
            "DeleteSecurityGroup",
            "RevokeSecurityGroupEgress",
            "RevokeSecurityGroupIngress",
        ],
    ),
    needs(
        "ec2",
        "to create, change and delete launch templates and key pairs",
        &[
            "CreateLaunchTemplate",
            "CreateLaunchTemplateVersion",
            "DeleteKeyPair",
            "DeleteLaunchTemplate",
            "ImportKeyPair",
            "ModifyLaunchTemplate",
        ],
    ),
    needs("ec2", "to launch the instances of autoscaling groups", &["RunInstances"]),
    needs(
        "ec2",
        "to list the instances of a cluster and to replace them",
        &["DescribeInstances", "TerminateInstances"],
    ),
    needs(
        "ec2",
        "to know whether instances that Karpenter launched have the keys of the state store",
        &["DescribeInstanceAttribute"],
    ),
    needs(
        "ec2",
        "to find and delete what nodes and controllers of the cluster left behind",
        &["DeleteNetworkInterface", "DeleteSnapshot", "DescribeSnapshots"],
    ),
    needs(
        "autoscaling",
        "to list the instances of a cluster and to replace them",
        &["DescribeScalingActivities", "DescribeWarmPool", "DetachInstances"],
    ),
    needs(
        "elasticloadbalancing",
        "to take instances out of load balancers before they are replaced",
        &["DeregisterInstancesFromLoadBalancer", "DeregisterTargets", "DescribeInstanceHealth", "DescribeTargetHealth"],
    ),
    needs("ec2", "to create, change and delete the volumes of etcd", &["CreateVolume", "DeleteVolume", "ModifyVolume"]),
    needs(
        "iam",
        "to read roles, instance profiles and OIDC providers",
        &[
            "GetAccountAuthorizationDetails",
            "GetInstanceProfile",
            "GetOpenIDConnectProvider",
            "GetRole",
            "GetRolePolicy",
            "ListAttachedRolePolicies",
            "ListOpenIDConnectProviders",
            "ListRolePolicies",
        ],
    ),
    needs(
        "iam",
        "to create, change and delete roles, instance profiles and OIDC providers",
        &[
            "AddClientIDToOpenIDConnectProvider",
            "AddRoleToInstanceProfile",
            "AttachRolePolicy",
            "CreateInstanceProfile",
            "CreateOpenIDConnectProvider",
            "CreateRole",
            "DeleteInstanceProfile",
            "DeleteOpenIDConnectProvider",
            "DeleteRole",
            "DeleteRolePermissionsBoundary",
            "DeleteRolePolicy",
            "DetachRolePolicy",
            "PassRole",
            "PutRolePermissionsBoundary",
            "PutRolePolicy",
            "RemoveClientIDFromOpenIDConnectProvider",
            "RemoveRoleFromInstanceProfile",
            "TagInstanceProfile",
            "TagOpenIDConnectProvider",
            "TagRole",
            "UntagInstanceProfile",
            "UntagOpenIDConnectProvider",
            "UntagRole",
            "UpdateAssumeRolePolicy",
            "UpdateOpenIDConnectProviderThumbprint",
        ],
    ),
    needs(
        "iam",
        "to create the roles of AWS services that an account uses for the first time",
        &["CreateServiceLinkedRole"],
    ),
    needs("autoscaling", "to read autoscaling groups", &["DescribeAutoScalingGroups", "DescribeLifecycleHooks"]),
    needs(
        "autoscaling",
        "to create, change and delete autoscaling groups",
        &[
            "AttachLoadBalancerTargetGroups",
            "AttachLoadBalancers",
            "CreateAutoScalingGroup",
            "CreateOrUpdateTags",
            "DeleteAutoScalingGroup",
            "DeleteLifecycleHook",
            "DeleteTags",
            "DeleteWarmPool",
            "DetachLoadBalancerTargetGroups",
            "DetachLoadBalancers",
            "DisableMetricsCollection",
            "EnableMetricsCollection",
            "PutLifecycleHook",
            "PutWarmPool",
            "ResumeProcesses",
            "SuspendProcesses",
            "UpdateAutoScalingGroup",
        ],
    ),
    needs(
        "elasticloadbalancing",
        "to read load balancers",
        &[
            "DescribeListeners",
            "DescribeLoadBalancerAttributes",
            "DescribeLoadBalancers",
            "DescribeTags",
            "DescribeTargetGroupAttributes",
            "DescribeTargetGroups",
        ],
    ),
    needs(
        "elasticloadbalancing",
        "to create, change and delete load balancers",
        &[
            "AddTags",
            "ApplySecurityGroupsToLoadBalancer",
            "AttachLoadBalancerToSubnets",
            "ConfigureHealthCheck",
            "CreateListener",
            "CreateLoadBalancer",
            "CreateLoadBalancerListeners",
            "CreateTargetGroup",
            "DeleteListener",
            "DeleteLoadBalancer",
            "DeleteLoadBalancerListeners",
            "DeleteTargetGroup",
            "DetachLoadBalancerFromSubnets",
            "ModifyListener",
            "ModifyLoadBalancerAttributes",
            "ModifyTargetGroup",
            "ModifyTargetGroupAttributes",
            "RemoveTags",
            "SetIpAddressType",
            "SetSecurityGroups",
            "SetSubnets",
        ],
    ),
    needs("ec2", "to create load balancers, which AWS limits for each account", &["DescribeAccountAttributes"]),
    needs(
        "route53",
        "to read hosted zones and records",
        &["GetHostedZone", "ListHostedZones", "ListResourceRecordSets"],
    ),
    needs(
        "route53",
        "to create, change and delete DNS records",
        &["AssociateVPCWithHostedZone", "ChangeResourceRecordSets", "DisassociateVPCFromHostedZone"],
    ),
    needs(
        "sqs",
        "to create, change and delete the queue of the node termination handler",
        &[
            "CreateQueue",
            "DeleteQueue",
            "GetQueueAttributes",
            "GetQueueUrl",
            "ListQueueTags",
            "SetQueueAttributes",
            "TagQueue",
            "UntagQueue",
        ],
    ),
    needs(
        "events",
        "to create, change and delete the rules that feed the queue of the node termination handler",
        &[
            "DeleteRule",
            "DescribeRule",
            "ListRuleNamesByTarget",
            "ListRules",
            "ListTagsForResource",
            "ListTargetsByRule",
            "PutRule",
            "PutTargets",
            "RemoveTargets",
            "TagResource",
            "UntagResource",
        ],
    ),
    needs(
        "kms",
        "to create volumes that a key of the account encrypts",
        &["CreateGrant", "DescribeKey", "GenerateDataKeyWithoutPlaintext"],
    ),
    needs(
        "s3",
        "to read and write the state store",
        &["DeleteObject", "GetBucketLocation", "GetObject", "ListBucket", "PutObject"],
    ),
    needs(
        "s3",
        "to know whether Terraform files leave the encryption of objects to their bucket",
        &["GetEncryptionConfiguration"],
    ),
    needs(
        "s3",
        "to publish discovery documents of service accounts",
        &["GetBucketPolicyStatus", "GetObjectAcl", "PutObjectAcl"],
    ),
];

const fn needs(service: &'static str, purpose: &'static str, actions: &'static [&'static str]) -> Permissions {
    Permissions { service, actions, purpose }
}

/// The permission for an operation, however it is spelled, and what it is needed for.
pub(crate) fn for_operation(service: &str, operation: &str) -> (String, Option<&'static str>) {
    // S3 names these permissions otherwise than the operations.
    let action = match (service, operation) {
        ("s3", "ListObjectsV2") => "ListBucket",
        ("s3", "GetBucketEncryption") => "GetEncryptionConfiguration",
        _ => operation,
    };
    let known = PERMISSIONS.iter().filter(|p| p.service == service).find_map(|p| {
        let action = p.actions.iter().find(|known| known.eq_ignore_ascii_case(action))?;
        Some((*action, p.purpose))
    });
    let action = known.map_or(action, |(action, _)| action);
    (format!("{service}:{action}"), known.map(|(_, purpose)| purpose))
}

#[cfg(test)]
mod tests;
