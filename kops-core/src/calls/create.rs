//! What creating a resource calls.
//!
//! Kinds of EC2 that have no unique name are looked for by their tags first, so that a repeated creation finds what an earlier try made.

use super::{BALANCERS, GROUPS, Row, hook, once, when};
use crate::naming::tags;
use crate::resource::{AutoscalingGroup, Direction, Peer, Resource, SecurityGroupRule, Subnet};

/// The calls that create a resource. Objects of the state store, and what only nodes and controllers create, take none.
pub(super) fn calls(resource: &Resource) -> Vec<Row> {
    let has_name = resource.tags().is_some_and(|tags| tags.contains_key(tags::NAME));
    let find = |call| when(has_name, call);
    match resource {
        Resource::Vpc(vpc) => {
            let attributes = [vpc.dns_support, vpc.dns_hostnames].into_iter().flatten().count();
            let has_ipv6 = vpc.amazon_ipv6 == Some(true);
            vec![
                find("ec2:DescribeVpcs"),
                once("ec2:CreateVpc"),
                ("ec2:ModifyVpcAttribute", attributes),
                when(has_ipv6, "ec2:DescribeVpcs"),
            ]
        }
        Resource::VpcCidrBlock(_) => vec![("ec2:DescribeVpcs", 2), once("ec2:AssociateVpcCidrBlock")],
        Resource::DhcpOptions(_) => vec![find("ec2:DescribeDhcpOptions"), once("ec2:CreateDhcpOptions")],
        Resource::DhcpOptionsAssociation(_) => vec![once("ec2:AssociateDhcpOptions")],
        Resource::InternetGateway(_) => vec![
            find("ec2:DescribeInternetGateways"),
            once("ec2:CreateInternetGateway"),
            once("ec2:AttachInternetGateway"),
        ],
        Resource::EgressOnlyInternetGateway(_) => {
            vec![find("ec2:DescribeEgressOnlyInternetGateways"), once("ec2:CreateEgressOnlyInternetGateway")]
        }
        Resource::Subnet(subnet) => vec![
            find("ec2:DescribeSubnets"),
            once("ec2:CreateSubnet"),
            ("ec2:ModifySubnetAttribute", attributes(subnet)),
        ],
        Resource::RouteTable(_) => vec![find("ec2:DescribeRouteTables"), once("ec2:CreateRouteTable")],
        Resource::RouteTableAssociation(_) => {
            vec![once("ec2:DescribeRouteTables"), once("ec2:AssociateRouteTable")]
        }
        Resource::Route(_) => vec![once("ec2:CreateRoute")],
        Resource::ElasticIp(_) => vec![find("ec2:DescribeAddresses"), once("ec2:AllocateAddress")],
        Resource::NatGateway(_) => vec![find("ec2:DescribeNatGateways"), once("ec2:CreateNatGateway")],
        Resource::SecurityGroup(_) => vec![once("ec2:CreateSecurityGroup")],
        Resource::SecurityGroupRule(rule) => security_group_rule(rule),
        Resource::KeyPair(_) => vec![once("ec2:ImportKeyPair")],
        Resource::Role(_) => vec![once("iam:CreateRole")],
        Resource::RolePolicy(_) => vec![once("iam:PutRolePolicy")],
        Resource::RolePolicyAttachment(_) => vec![once("iam:AttachRolePolicy")],
        Resource::InstanceProfile(profile) => vec![
            once("iam:CreateInstanceProfile"),
            once("iam:GetInstanceProfile"),
            when(profile.role.is_some(), "iam:AddRoleToInstanceProfile"),
        ],
        Resource::OidcProvider(_) => vec![once("iam:CreateOpenIDConnectProvider")],
        Resource::Volume(_) => vec![find("ec2:DescribeVolumes"), once("ec2:CreateVolume")],
        Resource::ClassicLoadBalancer(_) => vec![
            once("elasticloadbalancing:CreateLoadBalancer"),
            once("elasticloadbalancing:ConfigureHealthCheck"),
            once("elasticloadbalancing:ModifyLoadBalancerAttributes"),
            once(BALANCERS),
        ],
        Resource::NetworkLoadBalancer(_) => vec![
            once(BALANCERS),
            once("elasticloadbalancing:CreateLoadBalancer"),
            once("elasticloadbalancing:ModifyLoadBalancerAttributes"),
            once("ec2:DescribeNetworkInterfaces"),
        ],
        Resource::TargetGroup(_) => vec![
            once("elasticloadbalancing:CreateTargetGroup"),
            once("elasticloadbalancing:ModifyTargetGroupAttributes"),
        ],
        Resource::Listener(_) => {
            vec![once("elasticloadbalancing:DescribeListeners"), once("elasticloadbalancing:CreateListener")]
        }
        Resource::LaunchTemplate(_) => vec![once("ec2:CreateLaunchTemplate")],
        Resource::AutoscalingGroup(group) => {
            // The first target groups go along with the group.
            let more = group.target_groups.len().saturating_sub(AutoscalingGroup::BALANCERS_AT_ONCE);
            vec![
                (GROUPS, 2),
                once("autoscaling:CreateAutoScalingGroup"),
                ("autoscaling:AttachLoadBalancerTargetGroups", more.div_ceil(AutoscalingGroup::BALANCERS_AT_ONCE)),
                when(!group.metrics.is_empty(), "autoscaling:EnableMetricsCollection"),
                when(!group.suspended_processes.is_empty(), "autoscaling:SuspendProcesses"),
            ]
        }
        Resource::WarmPool(_) => vec![once("autoscaling:PutWarmPool")],
        Resource::LifecycleHook(_) => hook("autoscaling:PutLifecycleHook", 1),
        Resource::DnsZoneAssociation(_) => vec![once("route53:AssociateVPCWithHostedZone")],
        Resource::DnsRecord(_) => vec![once("route53:ChangeResourceRecordSets")],
        Resource::Queue(_) => vec![once("sqs:CreateQueue"), once("sqs:GetQueueAttributes")],
        Resource::EventRule(_) => vec![once("events:PutRule")],
        Resource::EventTarget(_) => vec![once("events:PutTargets")],
        Resource::StandaloneInstance(_)
        | Resource::NetworkInterface(_)
        | Resource::VolumeSnapshot(_)
        | Resource::ManagedFile(_)
        | Resource::Keyset(_)
        | Resource::Secret(_) => Vec::new(),
    }
}

/// How many attributes of a subnet are set, each by a call of its own.
fn attributes(subnet: &Subnet) -> usize {
    let Subnet { assign_ipv6, dns64, resource_name_a, resource_name_aaaa, hostname_type, .. } = subnet;
    let switches = [assign_ipv6, dns64, resource_name_a, resource_name_aaaa].into_iter().flatten().count();
    switches + usize::from(hostname_type.is_some())
}

/// AWS gives each new group the rule for all outgoing traffic: adding that one finds it, and it gets its tags.
fn security_group_rule(rule: &SecurityGroupRule) -> Vec<Row> {
    let is_everywhere = matches!(&rule.peer, Peer::Ipv4(cidr) if cidr == "0.0.0.0/0");
    match rule.direction {
        Direction::Ingress => vec![once("ec2:AuthorizeSecurityGroupIngress")],
        Direction::Egress => {
            let is_there = rule.protocol == "-1" && is_everywhere;
            vec![
                once("ec2:AuthorizeSecurityGroupEgress"),
                when(is_there, "ec2:DescribeSecurityGroupRules"),
                when(is_there && !rule.tags.is_empty(), "ec2:CreateTags"),
            ]
        }
    }
}
