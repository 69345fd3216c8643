//! What deleting a resource calls.

use super::{Row, hook, once, when};
use crate::resource::{Direction, Resource};

/// The calls that delete a resource. Objects of the state store take none.
pub(super) fn calls(resource: &Resource) -> Vec<Row> {
    let call = match resource {
        Resource::Vpc(_) => "ec2:DeleteVpc",
        Resource::VpcCidrBlock(_) => "ec2:DisassociateVpcCidrBlock",
        Resource::DhcpOptions(_) => "ec2:DeleteDhcpOptions",
        Resource::DhcpOptionsAssociation(_) => "ec2:AssociateDhcpOptions",
        Resource::InternetGateway(_) => {
            return vec![once("ec2:DetachInternetGateway"), once("ec2:DeleteInternetGateway")];
        }
        Resource::EgressOnlyInternetGateway(_) => "ec2:DeleteEgressOnlyInternetGateway",
        Resource::Subnet(_) => "ec2:DeleteSubnet",
        Resource::RouteTable(_) => "ec2:DeleteRouteTable",
        Resource::RouteTableAssociation(_) => "ec2:DisassociateRouteTable",
        Resource::Route(_) => "ec2:DeleteRoute",
        Resource::ElasticIp(_) => "ec2:ReleaseAddress",
        Resource::NatGateway(_) => "ec2:DeleteNatGateway",
        Resource::SecurityGroup(_) => "ec2:DeleteSecurityGroup",
        Resource::SecurityGroupRule(rule) => match rule.direction {
            Direction::Ingress => "ec2:RevokeSecurityGroupIngress",
            Direction::Egress => "ec2:RevokeSecurityGroupEgress",
        },
        Resource::NetworkInterface(_) => "ec2:DeleteNetworkInterface",
        Resource::KeyPair(_) => "ec2:DeleteKeyPair",
        Resource::Role(_) => "iam:DeleteRole",
        Resource::RolePolicy(_) => "iam:DeleteRolePolicy",
        Resource::RolePolicyAttachment(_) => "iam:DetachRolePolicy",
        Resource::InstanceProfile(profile) => {
            let has_role = profile.role.is_some();
            return vec![when(has_role, "iam:RemoveRoleFromInstanceProfile"), once("iam:DeleteInstanceProfile")];
        }
        Resource::OidcProvider(_) => "iam:DeleteOpenIDConnectProvider",
        Resource::Volume(_) => "ec2:DeleteVolume",
        Resource::VolumeSnapshot(_) => "ec2:DeleteSnapshot",
        Resource::ClassicLoadBalancer(_) | Resource::NetworkLoadBalancer(_) => {
            "elasticloadbalancing:DeleteLoadBalancer"
        }
        Resource::TargetGroup(_) => "elasticloadbalancing:DeleteTargetGroup",
        Resource::Listener(_) => "elasticloadbalancing:DeleteListener",
        Resource::LaunchTemplate(_) => "ec2:DeleteLaunchTemplate",
        Resource::AutoscalingGroup(_) => "autoscaling:DeleteAutoScalingGroup",
        Resource::WarmPool(_) => "autoscaling:DeleteWarmPool",
        Resource::LifecycleHook(_) => return hook("autoscaling:DeleteLifecycleHook", 2),
        Resource::StandaloneInstance(_) => "ec2:TerminateInstances",
        Resource::DnsZoneAssociation(_) => "route53:DisassociateVPCFromHostedZone",
        Resource::DnsRecord(_) => {
            return vec![once("route53:ListResourceRecordSets"), once("route53:ChangeResourceRecordSets")];
        }
        Resource::Queue(_) => "sqs:DeleteQueue",
        Resource::EventRule(_) => "events:DeleteRule",
        Resource::EventTarget(_) => "events:RemoveTargets",
        Resource::ManagedFile(_) | Resource::Keyset(_) | Resource::Secret(_) => return Vec::new(),
    };
    vec![once(call)]
}
