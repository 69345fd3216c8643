//! Every operation that the sources use is listed, and every kind has the operations that it needs.

use std::collections::BTreeSet;

use kops_core::resource::Kind;

use super::*;

#[test]
fn actions_are_listed_once_and_in_order() {
    let mut seen = BTreeSet::new();
    for permissions in PERMISSIONS {
        assert!(permissions.actions.is_sorted(), "{}", permissions.purpose);
        for action in permissions.actions {
            assert!(seen.insert((permissions.service, action)), "{}:{action}", permissions.service);
        }
    }
}

#[test]
fn every_operation_that_the_sources_use_is_listed() {
    let used = used();
    for (service, operation) in &used {
        assert!(for_operation(service, operation).1.is_some(), "{service}:{operation}");
    }
    assert!(used.len() > 100, "{}", used.len());
}

#[test]
fn every_kind_has_permissions_to_create_read_and_delete_it() {
    let used = used();
    for kind in Kind::ALL.iter().filter(|kind| !kind.is_in_store()) {
        let (service, operations) = operations_of(*kind);
        for operation in operations {
            assert!(for_operation(service, operation).1.is_some(), "{kind} needs {service}:{operation}");
            assert!(used.contains(&(service.to_owned(), operation.to_owned())), "{service}:{operation} is not used");
        }
    }
}

/// The operations that create, read and delete a kind.
fn operations_of(kind: Kind) -> (&'static str, [&'static str; 3]) {
    match kind {
        Kind::Vpc => ("ec2", ["CreateVpc", "DescribeVpcs", "DeleteVpc"]),
        Kind::VpcCidrBlock => ("ec2", ["AssociateVpcCidrBlock", "DescribeVpcs", "DisassociateVpcCidrBlock"]),
        Kind::DhcpOptions => ("ec2", ["CreateDhcpOptions", "DescribeDhcpOptions", "DeleteDhcpOptions"]),
        Kind::DhcpOptionsAssociation => ("ec2", ["AssociateDhcpOptions", "DescribeVpcs", "AssociateDhcpOptions"]),
        Kind::InternetGateway => {
            ("ec2", ["CreateInternetGateway", "DescribeInternetGateways", "DeleteInternetGateway"])
        }
        Kind::EgressOnlyInternetGateway => (
            "ec2",
            [
                "CreateEgressOnlyInternetGateway",
                "DescribeEgressOnlyInternetGateways",
                "DeleteEgressOnlyInternetGateway",
            ],
        ),
        Kind::Subnet => ("ec2", ["CreateSubnet", "DescribeSubnets", "DeleteSubnet"]),
        Kind::RouteTable => ("ec2", ["CreateRouteTable", "DescribeRouteTables", "DeleteRouteTable"]),
        Kind::RouteTableAssociation => {
            ("ec2", ["AssociateRouteTable", "DescribeRouteTables", "DisassociateRouteTable"])
        }
        Kind::Route => ("ec2", ["CreateRoute", "DescribeRouteTables", "DeleteRoute"]),
        Kind::ElasticIp => ("ec2", ["AllocateAddress", "DescribeAddresses", "ReleaseAddress"]),
        Kind::NatGateway => ("ec2", ["CreateNatGateway", "DescribeNatGateways", "DeleteNatGateway"]),
        Kind::SecurityGroup => ("ec2", ["CreateSecurityGroup", "DescribeSecurityGroups", "DeleteSecurityGroup"]),
        Kind::SecurityGroupRule => {
            ("ec2", ["AuthorizeSecurityGroupIngress", "DescribeSecurityGroupRules", "RevokeSecurityGroupIngress"])
        }
        Kind::KeyPair => ("ec2", ["ImportKeyPair", "DescribeKeyPairs", "DeleteKeyPair"]),
        Kind::Role => ("iam", ["CreateRole", "GetAccountAuthorizationDetails", "DeleteRole"]),
        Kind::RolePolicy => ("iam", ["PutRolePolicy", "GetRolePolicy", "DeleteRolePolicy"]),
        Kind::RolePolicyAttachment => ("iam", ["AttachRolePolicy", "ListAttachedRolePolicies", "DetachRolePolicy"]),
        Kind::InstanceProfile => ("iam", ["CreateInstanceProfile", "GetInstanceProfile", "DeleteInstanceProfile"]),
        Kind::OidcProvider => {
            ("iam", ["CreateOpenIDConnectProvider", "GetOpenIDConnectProvider", "DeleteOpenIDConnectProvider"])
        }
        Kind::Volume => ("ec2", ["CreateVolume", "DescribeVolumes", "DeleteVolume"]),
        Kind::ClassicLoadBalancer | Kind::NetworkLoadBalancer => {
            ("elasticloadbalancing", ["CreateLoadBalancer", "DescribeLoadBalancers", "DeleteLoadBalancer"])
        }
        Kind::TargetGroup => {
            ("elasticloadbalancing", ["CreateTargetGroup", "DescribeTargetGroups", "DeleteTargetGroup"])
        }
        Kind::Listener => ("elasticloadbalancing", ["CreateListener", "DescribeListeners", "DeleteListener"]),
        Kind::LaunchTemplate => {
            ("ec2", ["CreateLaunchTemplate", "DescribeLaunchTemplateVersions", "DeleteLaunchTemplate"])
        }
        Kind::AutoscalingGroup => {
            ("autoscaling", ["CreateAutoScalingGroup", "DescribeAutoScalingGroups", "DeleteAutoScalingGroup"])
        }
        Kind::WarmPool => ("autoscaling", ["PutWarmPool", "DescribeAutoScalingGroups", "DeleteWarmPool"]),
        Kind::LifecycleHook => ("autoscaling", ["PutLifecycleHook", "DescribeLifecycleHooks", "DeleteLifecycleHook"]),
        Kind::DnsZoneAssociation => {
            ("route53", ["AssociateVPCWithHostedZone", "GetHostedZone", "DisassociateVPCFromHostedZone"])
        }
        Kind::DnsRecord => {
            ("route53", ["ChangeResourceRecordSets", "ListResourceRecordSets", "ChangeResourceRecordSets"])
        }
        Kind::Queue => ("sqs", ["CreateQueue", "GetQueueAttributes", "DeleteQueue"]),
        Kind::EventRule => ("events", ["PutRule", "ListRules", "DeleteRule"]),
        Kind::EventTarget => ("events", ["PutTargets", "ListRuleNamesByTarget", "RemoveTargets"]),
        other => panic!("the operations for a {} are not listed here", other.title()),
    }
}

/// Every operation that the sources name, with its service.
#[expect(clippy::disallowed_methods, reason = "this test reads the sources")]
fn used() -> BTreeSet<(String, String)> {
    let mut open = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
    let mut used = BTreeSet::new();
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
                if !operation.is_empty() && operation.chars().all(char::is_alphanumeric) {
                    used.insert((service.to_owned(), operation.to_owned()));
                }
            }
        }
    }
    used
}
