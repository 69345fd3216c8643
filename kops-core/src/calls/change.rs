//! What changing fields of a resource calls.

use super::{BALANCERS, GROUPS, Row, hook, once, retag, when};
use crate::resource::{
    AutoscalingGroup, ClassicLoadBalancer, EventRule, Field, NetworkLoadBalancer, OidcProvider, Queue, Ref, Resource,
    Role, Subnet, Tags, TargetGroup, Volume, Vpc,
};

/// A change in place: what a resource is, and the fields that change.
struct Change<'a> {
    fields: &'a [&'a str],
    old_tags: Tags,
    new_tags: Tags,
}

/// The calls that change fields of a resource.
pub(super) fn calls(current: &Resource, desired: &Resource, fields: &[&str]) -> Vec<Row> {
    let tags = |resource: &Resource| resource.tags().cloned().unwrap_or_default();
    let change = Change { fields, old_tags: tags(current), new_tags: tags(desired) };
    match (current, desired) {
        (_, Resource::Vpc(vpc)) => change.vpc(vpc),
        (_, Resource::Subnet(subnet)) => change.subnet(subnet),
        (_, Resource::DhcpOptionsAssociation(_)) => vec![once("ec2:AssociateDhcpOptions")],
        (_, Resource::RouteTableAssociation(_)) => vec![once("ec2:ReplaceRouteTableAssociation")],
        (_, Resource::Route(_)) => vec![once("ec2:ReplaceRoute")],
        (_, Resource::KeyPair(_)) => [vec![once("ec2:DescribeKeyPairs")], change.tags_of_ec2()].concat(),
        (_, Resource::Role(role)) => change.role(role),
        (_, Resource::RolePolicy(_)) => vec![once("iam:PutRolePolicy")],
        (_, Resource::InstanceProfile(_)) => {
            [change.tags(["iam:TagInstanceProfile", "iam:UntagInstanceProfile"]), vec![once("iam:GetInstanceProfile")]]
                .concat()
        }
        (Resource::OidcProvider(old), Resource::OidcProvider(new)) => change.oidc_provider(old, new),
        (_, Resource::Volume(_)) => {
            let is_modified = change.touches(&Volume::MODIFIED);
            let modify = vec![when(is_modified, "ec2:DescribeVolumes"), when(is_modified, "ec2:ModifyVolume")];
            [modify, change.tags_of_ec2()].concat()
        }
        (Resource::ClassicLoadBalancer(old), Resource::ClassicLoadBalancer(new)) => change.classic(old, new),
        (_, Resource::NetworkLoadBalancer(balancer)) => change.network_load_balancer(balancer),
        (_, Resource::TargetGroup(_)) => {
            let own = vec![
                change.when(&[TargetGroup::HEALTH_CHECK], "elasticloadbalancing:ModifyTargetGroup"),
                change.when(&TargetGroup::ATTRIBUTES, "elasticloadbalancing:ModifyTargetGroupAttributes"),
            ];
            [own, change.tags_of_balancer()].concat()
        }
        (_, Resource::Listener(_)) => vec![once("elasticloadbalancing:ModifyListener")],
        (_, Resource::LaunchTemplate(_)) => {
            let own = vec![
                once("ec2:DescribeLaunchTemplateVersions"),
                once("ec2:CreateLaunchTemplateVersion"),
                once("ec2:ModifyLaunchTemplate"),
            ];
            [own, change.tags_of_ec2()].concat()
        }
        (Resource::AutoscalingGroup(old), Resource::AutoscalingGroup(new)) => change.autoscaling_group(old, new),
        (_, Resource::WarmPool(_)) => vec![once("autoscaling:PutWarmPool")],
        (_, Resource::LifecycleHook(_)) => hook("autoscaling:PutLifecycleHook", 2),
        (_, Resource::DnsRecord(_)) => vec![once("route53:ChangeResourceRecordSets")],
        (_, Resource::Queue(_)) => {
            let own = vec![change.when(&Queue::ATTRIBUTES, "sqs:SetQueueAttributes"), once("sqs:GetQueueAttributes")];
            [own, change.tags(["sqs:TagQueue", "sqs:UntagQueue"])].concat()
        }
        (_, Resource::EventRule(_)) => {
            let is_put = change.touches(&[EventRule::PATTERN]);
            let own = vec![when(is_put, "events:PutRule"), when(!is_put, "events:DescribeRule")];
            [own, change.tags(["events:TagResource", "events:UntagResource"])].concat()
        }
        (_, resource) if resource.kind().is_in_store() => Vec::new(),
        // The others are of EC2, and nothing but their tags can be changed.
        _ => change.tags_of_ec2(),
    }
}

impl Change<'_> {
    fn touches(&self, fields: &[&Field]) -> bool {
        fields.iter().any(|field| self.fields.contains(&field.name))
    }

    fn when(&self, fields: &[&Field], call: &'static str) -> Row {
        when(self.touches(fields), call)
    }

    /// Tags, of which those that differ are written.
    fn tags(&self, calls: [&'static str; 2]) -> Vec<Row> {
        if self.fields.contains(&"tags") { retag(&self.old_tags, &self.new_tags, calls).to_vec() } else { Vec::new() }
    }

    /// Tags of EC2, of which all are written.
    fn tags_of_ec2(&self) -> Vec<Row> {
        match self.tags(["ec2:CreateTags", "ec2:DeleteTags"]).as_slice() {
            [_, remove] => vec![when(!self.new_tags.is_empty(), "ec2:CreateTags"), *remove],
            _ => Vec::new(),
        }
    }

    fn tags_of_balancer(&self) -> Vec<Row> {
        self.tags(["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"])
    }

    fn vpc(&self, vpc: &Vpc) -> Vec<Row> {
        let has_ipv6 = vpc.amazon_ipv6 == Some(true);
        let adds_ipv6 = has_ipv6 && self.touches(&[Vpc::AMAZON_IPV6]);
        let own = vec![
            self.when(&[Vpc::DNS_SUPPORT], "ec2:ModifyVpcAttribute"),
            self.when(&[Vpc::DNS_HOSTNAMES], "ec2:ModifyVpcAttribute"),
            when(adds_ipv6, "ec2:DescribeVpcs"),
            when(adds_ipv6, "ec2:AssociateVpcCidrBlock"),
            when(has_ipv6, "ec2:DescribeVpcs"),
        ];
        [own, self.tags_of_ec2()].concat()
    }

    fn subnet(&self, subnet: &Subnet) -> Vec<Row> {
        let adds_ipv6 = self.touches(&[Subnet::IPV6_CIDR]);
        let attributes = [
            (Subnet::ASSIGN_IPV6, subnet.assign_ipv6.is_some()),
            (Subnet::DNS64, subnet.dns64.is_some()),
            (Subnet::HOSTNAME_TYPE, subnet.hostname_type.is_some()),
            (Subnet::RESOURCE_NAME_A, subnet.resource_name_a.is_some()),
            (Subnet::RESOURCE_NAME_AAAA, subnet.resource_name_aaaa.is_some()),
        ];
        let attributes = attributes.iter().filter(|(field, is_set)| *is_set && self.touches(&[field])).count();
        let own = vec![
            when(adds_ipv6, "ec2:DescribeSubnets"),
            when(adds_ipv6, "ec2:AssociateSubnetCidrBlock"),
            ("ec2:ModifySubnetAttribute", attributes),
        ];
        [own, self.tags_of_ec2()].concat()
    }

    fn role(&self, role: &Role) -> Vec<Row> {
        let boundary = match role.permissions_boundary {
            Some(_) => "iam:PutRolePermissionsBoundary",
            None => "iam:DeleteRolePermissionsBoundary",
        };
        let own = vec![
            self.when(&[Role::ASSUME_ROLE_POLICY], "iam:UpdateAssumeRolePolicy"),
            self.when(&[Role::PERMISSIONS_BOUNDARY], boundary),
            once("iam:GetRole"),
        ];
        [own, self.tags(["iam:TagRole", "iam:UntagRole"])].concat()
    }

    fn oidc_provider(&self, old: &OidcProvider, new: &OidcProvider) -> Vec<Row> {
        let own = vec![
            ("iam:AddClientIDToOpenIDConnectProvider", missing(&new.client_ids, &old.client_ids)),
            ("iam:RemoveClientIDFromOpenIDConnectProvider", missing(&old.client_ids, &new.client_ids)),
            when(old.thumbprints != new.thumbprints, "iam:UpdateOpenIDConnectProviderThumbprint"),
        ];
        [own, self.tags(["iam:TagOpenIDConnectProvider", "iam:UntagOpenIDConnectProvider"])].concat()
    }

    fn classic(&self, old: &ClassicLoadBalancer, new: &ClassicLoadBalancer) -> Vec<Row> {
        let (listeners, subnets) = (ClassicLoadBalancer::LISTENERS, ClassicLoadBalancer::SUBNETS);
        let groups = "elasticloadbalancing:ApplySecurityGroupsToLoadBalancer";
        let [remove, add] =
            ["elasticloadbalancing:DeleteLoadBalancerListeners", "elasticloadbalancing:CreateLoadBalancerListeners"];
        let [attach, detach] =
            ["elasticloadbalancing:AttachLoadBalancerToSubnets", "elasticloadbalancing:DetachLoadBalancerFromSubnets"];
        let own = vec![
            self.lost(listeners, &old.listeners, &new.listeners, remove),
            self.lost(listeners, &new.listeners, &old.listeners, add),
            self.when(&[ClassicLoadBalancer::HEALTH_CHECK], "elasticloadbalancing:ConfigureHealthCheck"),
            self.when(&ClassicLoadBalancer::ATTRIBUTES, "elasticloadbalancing:ModifyLoadBalancerAttributes"),
            self.when(&[ClassicLoadBalancer::SECURITY_GROUPS], groups),
            self.lost(subnets, &new.subnets, &old.subnets, attach),
            self.lost(subnets, &old.subnets, &new.subnets, detach),
            once(BALANCERS),
        ];
        [own, self.tags_of_balancer()].concat()
    }

    fn network_load_balancer(&self, balancer: &NetworkLoadBalancer) -> Vec<Row> {
        let sets_type = balancer.ip_address_type.is_some() && self.touches(&[NetworkLoadBalancer::IP_ADDRESS_TYPE]);
        let own = vec![
            self.when(&NetworkLoadBalancer::ATTRIBUTES, "elasticloadbalancing:ModifyLoadBalancerAttributes"),
            self.when(&[NetworkLoadBalancer::SECURITY_GROUPS], "elasticloadbalancing:SetSecurityGroups"),
            self.when(&[NetworkLoadBalancer::SUBNETS], "elasticloadbalancing:SetSubnets"),
            when(sets_type, "elasticloadbalancing:SetIpAddressType"),
            once(BALANCERS),
            once("ec2:DescribeNetworkInterfaces"),
        ];
        [own, self.tags_of_balancer()].concat()
    }

    fn autoscaling_group(&self, old: &AutoscalingGroup, new: &AutoscalingGroup) -> Vec<Row> {
        let (balancers, targets) = (AutoscalingGroup::LOAD_BALANCERS, AutoscalingGroup::TARGET_GROUPS);
        let [attach, detach] =
            ["autoscaling:AttachLoadBalancerTargetGroups", "autoscaling:DetachLoadBalancerTargetGroups"];
        let own = vec![
            self.when(&AutoscalingGroup::UPDATED, "autoscaling:UpdateAutoScalingGroup"),
            self.lost(AutoscalingGroup::METRICS, &old.metrics, &new.metrics, "autoscaling:DisableMetricsCollection"),
            self.lost(AutoscalingGroup::METRICS, &new.metrics, &old.metrics, "autoscaling:EnableMetricsCollection"),
            self.processes(&old.suspended_processes, &new.suspended_processes, "autoscaling:ResumeProcesses"),
            self.processes(&new.suspended_processes, &old.suspended_processes, "autoscaling:SuspendProcesses"),
            self.balancers(balancers, &old.load_balancers, &new.load_balancers, "autoscaling:DetachLoadBalancers"),
            self.balancers(balancers, &new.load_balancers, &old.load_balancers, "autoscaling:AttachLoadBalancers"),
            self.balancers(targets, &old.target_groups, &new.target_groups, detach),
            self.balancers(targets, &new.target_groups, &old.target_groups, attach),
            once(GROUPS),
        ];
        [own, self.tags(["autoscaling:CreateOrUpdateTags", "autoscaling:DeleteTags"])].concat()
    }

    fn processes(&self, of: &[String], from: &[String], call: &'static str) -> Row {
        self.lost(AutoscalingGroup::SUSPENDED_PROCESSES, of, from, call)
    }

    /// As many calls as it takes for what one list of load balancers or target groups has and the other has not.
    fn balancers(&self, field: &Field, of: &[Ref], from: &[Ref], call: &'static str) -> Row {
        let number = if self.touches(&[field]) { missing(of, from) } else { 0 };
        (call, number.div_ceil(AutoscalingGroup::BALANCERS_AT_ONCE))
    }

    /// A call for what one list has and the other has not, where the field changes: a reference that stays can be written in two ways.
    fn lost<T: PartialEq>(&self, field: &Field, of: &[T], from: &[T], call: &'static str) -> Row {
        when(self.touches(&[field]) && missing(of, from) > 0, call)
    }
}

/// How many items of a list another one does not have.
fn missing<T: PartialEq>(of: &[T], from: &[T]) -> usize {
    of.iter().filter(|item| !from.contains(item)).count()
}
