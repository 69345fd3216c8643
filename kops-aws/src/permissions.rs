//! What the library must be allowed to do in an account, and what for.

/// Actions of one service that serve one purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Permissions {
    /// The service as IAM policies name it: `ec2`.
    pub service: &'static str,
    /// The actions as IAM policies name them: `CreateVpc`.
    pub actions: &'static [&'static str],
    /// What they are needed for: `to lay the network`.
    pub purpose: &'static str,
}

/// Every action that the library may use. A plan needs only those that read.
pub const PERMISSIONS: &[Permissions] = &[
    needs("sts", "to know the account and its partition", &["GetCallerIdentity"]),
    needs("ssm", "to find images by a parameter", &["GetParameter"]),
    needs(
        "ec2",
        "to know the images, machine types and zones of the region",
        &["DescribeAvailabilityZones", "DescribeImages", "DescribeInstanceTypeOfferings", "DescribeInstanceTypes"],
    ),
    needs("ec2", "to find what belongs to the cluster", &["DescribeTags"]),
    needs(
        "ec2",
        "to see the network",
        &[
            "DescribeAddresses",
            "DescribeDhcpOptions",
            "DescribeEgressOnlyInternetGateways",
            "DescribeInternetGateways",
            "DescribeNatGateways",
            "DescribeRouteTables",
            "DescribeSubnets",
            "DescribeVpcAttribute",
            "DescribeVpcs",
        ],
    ),
    needs("ec2", "to see the security groups", &["DescribeSecurityGroupRules", "DescribeSecurityGroups"]),
    needs(
        "ec2",
        "to see what instances are made from",
        &["DescribeKeyPairs", "DescribeLaunchTemplateVersions", "DescribeLaunchTemplates", "DescribeVolumes"],
    ),
    needs("ec2", "to mark what belongs to the cluster", &["CreateTags", "DeleteTags"]),
    needs(
        "ec2",
        "to lay the network",
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
        "to take the network away",
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
        "to open and close the firewall",
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
        "to say what instances are made from",
        &[
            "CreateLaunchTemplate",
            "CreateLaunchTemplateVersion",
            "DeleteKeyPair",
            "DeleteLaunchTemplate",
            "ImportKeyPair",
            "ModifyLaunchTemplate",
        ],
    ),
    needs("ec2", "to let groups run instances", &["RunInstances"]),
    needs("ec2", "to keep etcd's data", &["CreateVolume", "DeleteVolume", "ModifyVolume"]),
    needs(
        "iam",
        "to see what instances may do",
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
        "to say what instances may do",
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
    needs("iam", "to let AWS's services work in an account for the first time", &["CreateServiceLinkedRole"]),
    needs("autoscaling", "to see the groups of instances", &["DescribeAutoScalingGroups", "DescribeLifecycleHooks"]),
    needs(
        "autoscaling",
        "to run groups of instances",
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
        "to see the load balancers",
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
        "to lead clients to the API server and to bastions",
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
    needs("route53", "to see names", &["GetHostedZone", "ListHostedZones", "ListResourceRecordSets"]),
    needs(
        "route53",
        "to give the API server and bastions their names",
        &["AssociateVPCWithHostedZone", "ChangeResourceRecordSets", "DisassociateVPCFromHostedZone"],
    ),
    needs(
        "sqs",
        "to tell the node termination handler what happens to instances",
        &[
            "CreateQueue",
            "DeleteQueue",
            "GetQueueAttributes",
            "GetQueueUrl",
            "ListQueueTags",
            "SetQueueAttributes",
            "TagQueue",
        ],
    ),
    needs(
        "events",
        "to tell the node termination handler what happens to instances",
        &["DeleteRule", "ListRuleNamesByTarget", "ListRules", "PutRule", "PutTargets", "RemoveTargets", "TagResource"],
    ),
    needs(
        "s3",
        "to keep the cluster in the state store",
        &["DeleteObject", "GetBucketLocation", "GetObject", "ListBucket", "PutObject"],
    ),
];

const fn needs(service: &'static str, purpose: &'static str, actions: &'static [&'static str]) -> Permissions {
    Permissions { service, actions, purpose }
}

/// The permission for an operation, however it is spelled, and what it is needed for.
pub(crate) fn for_operation(service: &str, operation: &str) -> (String, Option<&'static str>) {
    // S3 names the permission for listing otherwise than the operation.
    let action = if (service, operation) == ("s3", "ListObjectsV2") { "ListBucket" } else { operation };
    let known = PERMISSIONS.iter().filter(|p| p.service == service).find_map(|p| {
        let action = p.actions.iter().find(|known| known.eq_ignore_ascii_case(action))?;
        Some((*action, p.purpose))
    });
    let action = known.map_or(action, |(action, _)| action);
    (format!("{service}:{action}"), known.map(|(_, purpose)| purpose))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_are_there_once_and_in_order() {
        let mut seen = std::collections::BTreeSet::new();
        for permissions in PERMISSIONS {
            assert!(permissions.actions.is_sorted(), "{}", permissions.purpose);
            for action in permissions.actions {
                assert!(seen.insert((permissions.service, action)), "{}:{action}", permissions.service);
            }
        }
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "this test reads the sources")]
    fn every_operation_that_the_sources_use_is_listed() {
        let mut open = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
        let mut seen = 0;
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(folder).expect("is there").map_while(Result::ok) {
                if entry.path().is_dir() {
                    open.push(entry.path());
                    continue;
                }
                let text = std::fs::read_to_string(entry.path()).expect("is text");
                let own = text.split("const SERVICE: &str = \"").nth(1).and_then(|rest| rest.split('"').next());
                for call in text.split("Call::new(").skip(1) {
                    let mut words = call.split(')').next().unwrap_or_default().split(',').map(str::trim);
                    let (Some(service), Some(operation)) = (words.next(), words.next()) else { continue };
                    let service = if service == "SERVICE" { own.expect("is named") } else { service.trim_matches('"') };
                    let operation = operation.trim_matches('"');
                    if !operation.chars().all(char::is_alphanumeric) || operation.is_empty() {
                        continue;
                    }
                    assert!(for_operation(service, operation).1.is_some(), "{service}:{operation}");
                    seen += 1;
                }
            }
        }
        assert!(seen > 100, "{seen}");
    }
}
