//! The table of kinds: one row says what there is to know of a kind beside its fields.

use super::access::is_policy_of_kops;
use super::autoscaling::is_hook_of_kops;
use super::dns::is_below_cluster;
use super::events::{is_event_rule_of, is_queue_of};
use super::kind::{
    FoundBy, Holders, IdForm, Label, NameRule, Occupied, PartOf, PartOwner, Placeholder, Properties, Removal, Renewal,
    Section, Written,
};
use super::*;
use crate::naming::tags;

kinds! {
    Vpc {
        slug: "vpc",
        title: "VPC",
        terraform: Some("aws_vpc"),
        removal: Removal::WithCluster,
        id: IdForm::Prefix("vpc-"),
        identity_tags: &[tags::NAME],
    }
    VpcCidrBlock {
        slug: "vpc-cidr-block",
        title: "VPC CIDR block",
        terraform: Some("aws_vpc_ipv4_cidr_block_association"),
        removal: Removal::WithCluster,
        part_of: PartOf::cascading(VpcCidrBlock::VPC),
        listed_with: &[VpcCidrBlock::VPC],
        owner: PartOwner::Of(VpcCidrBlock::VPC),
    }
    DhcpOptions {
        slug: "dhcp-options",
        title: "DHCP options",
        terraform: Some("aws_vpc_dhcp_options"),
        id: IdForm::Prefix("dopt-"),
        identity_tags: &[tags::NAME],
    }
    DhcpOptionsAssociation {
        slug: "dhcp-options-association",
        title: "DHCP options association",
        terraform: Some("aws_vpc_dhcp_options_association"),
        removal: Removal::WithCluster,
        update_disrupts: Disruption::NewInstances,
        part_of: PartOf::cascading(DhcpOptionsAssociation::VPC),
        listed_with: &[DhcpOptionsAssociation::VPC],
        owner: PartOwner::Of(DhcpOptionsAssociation::DHCP_OPTIONS),
    }
    InternetGateway {
        slug: "internet-gateway",
        title: "internet gateway",
        terraform: Some("aws_internet_gateway"),
        deletion_disrupts: Disruption::Connections,
        listed_with: &[InternetGateway::VPC],
        id: IdForm::Prefix("igw-"),
        held_by: PUBLIC_ADDRESSES,
    }
    EgressOnlyInternetGateway {
        slug: "egress-only-internet-gateway",
        title: "egress-only internet gateway",
        terraform: Some("aws_egress_only_internet_gateway"),
        deletion_disrupts: Disruption::Connections,
        listed_with: &[EgressOnlyInternetGateway::VPC],
        id: IdForm::Prefix("eigw-"),
        held_by: PUBLIC_ADDRESSES,
    }
    Subnet {
        slug: "subnet",
        title: "subnet",
        terraform: Some("aws_subnet"),
        advice: "keep it, or give the subnet a new name in the spec: a new one is made, and the old one can be pruned",
        id: IdForm::Prefix("subnet-"),
        identity_tags: &[tags::NAME],
        occupies: Some(Occupied { range: Subnet::CIDR, within: Subnet::VPC }),
    }
    RouteTable {
        slug: "route-table",
        title: "route table",
        terraform: Some("aws_route_table"),
        deletion_disrupts: Disruption::Connections,
        id: IdForm::Prefix("rtb-"),
        // Tables of old clusters may have another name; their role is theirs alone.
        identity_tags: &[tags::NAME, tags::ROUTE_TABLE_ROLE],
    }
    RouteTableAssociation {
        slug: "route-table-association",
        title: "route table association",
        terraform: Some("aws_route_table_association"),
        deletion_disrupts: Disruption::Connections,
        update_disrupts: Disruption::Connections,
        part_of: PartOf::cascading(RouteTableAssociation::SUBNET),
        listed_with: &[RouteTableAssociation::ROUTE_TABLE, RouteTableAssociation::SUBNET],
        owner: PartOwner::Of(RouteTableAssociation::ROUTE_TABLE),
    }
    Route {
        slug: "route",
        title: "route",
        terraform: Some("aws_route"),
        deletion_disrupts: Disruption::Connections,
        update_disrupts: Disruption::Connections,
        part_of: PartOf::cascading(Route::ROUTE_TABLE),
        listed_with: &[Route::ROUTE_TABLE],
        // A NAT gateway whose own subnet has a route to it (NAT64) would wait for that subnet's table, which waits for it.
        ties_to: Some((Route::TARGET, Kind::NatGateway)),
        label: Label::Field(Route::DESTINATION),
        owner: PartOwner::OfBoth(Route::ROUTE_TABLE, Route::TARGET),
    }
    ElasticIp {
        slug: "elastic-ip",
        title: "elastic IP",
        terraform: Some("aws_eip"),
        id: IdForm::Prefix("eipalloc-"),
        // An address is known only once there is one, so that it cannot identify the one that is wanted.
        identity_tags: &[tags::NAME],
    }
    NatGateway {
        slug: "nat-gateway",
        title: "NAT gateway",
        terraform: Some("aws_nat_gateway"),
        deletion_disrupts: Disruption::Connections,
        advice: "keep it, or delete the NAT gateway first, so that a new one is made",
        id: IdForm::Prefix("nat-"),
        identity_tags: &[tags::NAME],
        async_create: true,
        async_delete: true,
        shows_deletion: true,
    }
    SecurityGroup {
        slug: "security-group",
        title: "security group",
        section: Section::Firewall,
        terraform: Some("aws_security_group"),
        id: IdForm::Prefix("sg-"),
        label: Label::NameTagOr(SecurityGroup::NAME),
    }
    SecurityGroupRule {
        slug: "security-group-rule",
        title: "security group rule",
        section: Section::Firewall,
        terraform: Some("aws_security_group_rule"),
        removal: Removal::Immediate,
        deletion_disrupts: Disruption::Connections,
        part_of: PartOf::cascading(SecurityGroupRule::GROUP),
        listed_with: &[SecurityGroupRule::GROUP],
        // AWS gives a rule to a new group.
        made_by_aws: true,
        // Groups whose rules name each other would wait for each other.
        ties_to: Some((SecurityGroupRule::PEER, Kind::SecurityGroup)),
        label: Label::NameTagOrRule,
    }
    NetworkInterface {
        slug: "network-interface",
        title: "network interface",
        section: Section::Firewall,
        removal: Removal::WithCluster,
        made_in_cluster: true,
        id: IdForm::Prefix("eni-"),
        identity_tags: &[tags::NAME],
        held_by: INSTANCES,
    }
    KeyPair {
        slug: "key-pair",
        title: "key pair",
        section: Section::Access,
        terraform: Some("aws_key_pair"),
        found_by: FoundBy::UniqueName(KeyPair::NAME),
        label: Label::NameTagOr(KeyPair::NAME),
    }
    Role {
        slug: "iam-role",
        title: "IAM role",
        section: Section::Access,
        terraform: Some("aws_iam_role"),
        found_by: FoundBy::UniqueName(Role::NAME),
        label: Label::NameTagOr(Role::NAME),
    }
    RolePolicy {
        slug: "iam-role-policy",
        title: "IAM role policy",
        section: Section::Access,
        terraform: Some("aws_iam_role_policy"),
        removal: Removal::Immediate,
        deletion_disrupts: Disruption::Connections,
        part_of: PartOf::deleted_first(RolePolicy::ROLE),
        listed_with: &[RolePolicy::ROLE],
        label: Label::Field(RolePolicy::NAME),
        owner: PartOwner::OfNamed { whole: RolePolicy::ROLE, name: RolePolicy::NAME, is_ours: is_policy_of_kops },
    }
    RolePolicyAttachment {
        slug: "iam-role-policy-attachment",
        title: "IAM role policy attachment",
        section: Section::Access,
        terraform: Some("aws_iam_role_policy_attachment"),
        removal: Removal::Immediate,
        deletion_disrupts: Disruption::Connections,
        part_of: PartOf::deleted_first(RolePolicyAttachment::ROLE),
        listed_with: &[RolePolicyAttachment::ROLE],
        label: Label::LastSegment(RolePolicyAttachment::POLICY_ARN),
        owner: PartOwner::Of(RolePolicyAttachment::ROLE),
    }
    InstanceProfile {
        slug: "iam-instance-profile",
        title: "IAM instance profile",
        section: Section::Access,
        terraform: Some("aws_iam_instance_profile"),
        found_by: FoundBy::UniqueName(InstanceProfile::NAME),
        label: Label::NameTagOr(InstanceProfile::NAME),
    }
    OidcProvider {
        slug: "iam-oidc-provider",
        title: "IAM OIDC provider",
        section: Section::Access,
        terraform: Some("aws_iam_openid_connect_provider"),
        found_by: FoundBy::Name(OidcProvider::URL),
    }
    Volume {
        slug: "volume",
        title: "EBS volume",
        section: Section::Volumes,
        terraform: Some("aws_ebs_volume"),
        removal: Removal::Guarded,
        deletion_disrupts: Disruption::Data,
        advice: "keep it: etcd's data is on this volume; a member of another name gets a new one",
        id: IdForm::Prefix("vol-"),
        identity_tags: &[tags::NAME],
        workload_without_tag: Some(tags::ETCD_PREFIX),
        // etcd-manager reads them.
        owns_tags: true,
        update_writes: Written::AllButTags,
        // Instances hold on to volumes: those of control planes, where groups say that they are.
        held_by: Holders {
            kinds: &[Kind::AutoscalingGroup, Kind::StandaloneInstance],
            roles: &tags::CONTROL_PLANE_ROLES,
        },
        async_create: true,
    }
    VolumeSnapshot {
        slug: "volume-snapshot",
        title: "EBS snapshot",
        section: Section::Volumes,
        removal: Removal::Guarded,
        made_in_cluster: true,
        deletion_disrupts: Disruption::Data,
        id: IdForm::Prefix("snap-"),
        identity_tags: &[tags::NAME],
    }
    ClassicLoadBalancer {
        slug: "classic-load-balancer",
        title: "classic load balancer",
        section: Section::LoadBalancers,
        terraform: Some("aws_elb"),
        deletion_disrupts: Disruption::Connections,
        found_by: FoundBy::UniqueName(ClassicLoadBalancer::NAME),
        shares_names_with: &[Kind::NetworkLoadBalancer],
        identity_tags: &[tags::NAME],
        label: Label::NameTagOr(ClassicLoadBalancer::NAME),
        async_delete: true,
    }
    NetworkLoadBalancer {
        slug: "network-load-balancer",
        title: "network load balancer",
        section: Section::LoadBalancers,
        terraform: Some("aws_lb"),
        deletion_disrupts: Disruption::Connections,
        id: IdForm::Arn(":loadbalancer/net/"),
        found_by: FoundBy::Name(NetworkLoadBalancer::NAME),
        shares_names_with: &[Kind::ClassicLoadBalancer],
        identity_tags: &[tags::NAME],
        label: Label::NameTagOr(NetworkLoadBalancer::NAME),
        // In each subnet it has an address of its own.
        renews_with: &[Renewal {
            output: Output::PrivateAddresses,
            fields: &[NetworkLoadBalancer::SUBNETS, NetworkLoadBalancer::IP_ADDRESS_TYPE],
        }],
        serves_in: Some(NetworkLoadBalancer::SUBNETS),
        async_create: true,
        async_delete: true,
    }
    TargetGroup {
        slug: "target-group",
        title: "target group",
        section: Section::LoadBalancers,
        terraform: Some("aws_lb_target_group"),
        deletion_disrupts: Disruption::Connections,
        id: IdForm::Arn(":targetgroup/"),
        found_by: FoundBy::Name(TargetGroup::NAME),
        identity_tags: &[tags::NAME],
        label: Label::NameTagOr(TargetGroup::NAME),
    }
    Listener {
        slug: "listener",
        title: "listener",
        section: Section::LoadBalancers,
        terraform: Some("aws_lb_listener"),
        removal: Removal::Immediate,
        deletion_disrupts: Disruption::Connections,
        update_disrupts: Disruption::Connections,
        part_of: PartOf::cascading(Listener::LOAD_BALANCER),
        listed_with: &[Listener::LOAD_BALANCER],
        label: Label::Numbered("port", Listener::PORT),
        owner: PartOwner::Of(Listener::LOAD_BALANCER),
        update_writes: Written::AllButTags,
    }
    LaunchTemplate {
        slug: "launch-template",
        title: "launch template",
        section: Section::Groups,
        terraform: Some("aws_launch_template"),
        update_disrupts: Disruption::NewInstances,
        id: IdForm::Prefix("lt-"),
        found_by: FoundBy::UniqueName(LaunchTemplate::NAME),
        label: Label::NameTagOr(LaunchTemplate::NAME),
        // Instances inherit them.
        owns_tags: true,
        update_writes: Written::Everything,
        renews: &[Output::Version],
    }
    AutoscalingGroup {
        slug: "autoscaling-group",
        title: "autoscaling group",
        section: Section::Groups,
        terraform: Some("aws_autoscaling_group"),
        deletion_disrupts: Disruption::Instances,
        update_disrupts: Disruption::NewInstances,
        found_by: FoundBy::UniqueName(AutoscalingGroup::NAME),
        label: Label::NameTagOr(AutoscalingGroup::NAME),
        // Instances inherit them.
        owns_tags: true,
        async_delete: true,
        shows_deletion: true,
    }
    WarmPool {
        slug: "warm-pool",
        title: "warm pool",
        section: Section::Groups,
        removal: Removal::Immediate,
        part_of: PartOf::cascading(WarmPool::GROUP),
        listed_with: &[WarmPool::GROUP],
        label: Label::Field(WarmPool::GROUP),
        owner: PartOwner::Of(WarmPool::GROUP),
        // Until November 2025, a group had a warm pool or mixed instances, never both.
        excludes_changes_of_whole: true,
        async_delete: true,
        shows_deletion: true,
    }
    LifecycleHook {
        slug: "lifecycle-hook",
        title: "lifecycle hook",
        section: Section::Groups,
        terraform: Some("aws_autoscaling_lifecycle_hook"),
        removal: Removal::Immediate,
        part_of: PartOf::cascading(LifecycleHook::GROUP),
        listed_with: &[LifecycleHook::GROUP],
        label: Label::Field(LifecycleHook::NAME),
        owner: PartOwner::OfNamed { whole: LifecycleHook::GROUP, name: LifecycleHook::NAME, is_ours: is_hook_of_kops },
    }
    StandaloneInstance {
        slug: "instance",
        title: "instance",
        section: Section::Groups,
        removal: Removal::WithCluster,
        made_in_cluster: true,
        deletion_disrupts: Disruption::Instances,
        id: IdForm::Prefix("i-"),
        identity_tags: &[tags::NAME],
        // Karpenter would launch another while it runs.
        held_by: Holders { kinds: &[Kind::AutoscalingGroup], roles: &[] },
        async_delete: true,
        shows_deletion: true,
    }
    DnsZoneAssociation {
        slug: "dns-zone-association",
        title: "hosted zone association",
        section: Section::Dns,
        terraform: Some("aws_route53_zone_association"),
        deletion_disrupts: Disruption::Connections,
        part_of: PartOf::cascading(DnsZoneAssociation::VPC),
        found_by: FoundBy::Name(DnsZoneAssociation::ZONE),
        // Its owner is not known, so it stays as long as the VPC.
        owner: PartOwner::Unknown,
    }
    DnsRecord {
        slug: "dns-record",
        title: "DNS record",
        section: Section::Dns,
        terraform: Some("aws_route53_record"),
        deletion_disrupts: Disruption::Connections,
        update_disrupts: Disruption::Connections,
        found_by: FoundBy::Record { zone: DnsRecord::ZONE, name: DnsRecord::NAME },
        label: Label::Pair(DnsRecord::NAME, DnsRecord::RECORD_TYPE),
        clusters_name: Some(NameRule { field: DnsRecord::NAME, is_clusters: is_below_cluster }),
        owner: PartOwner::Of(DnsRecord::ALIAS),
        // Records that stand for no load balancer hold addresses, which dns-controller publishes.
        workload_without: Some(DnsRecord::ALIAS),
        placeholder: Some(Placeholder { without: DnsRecord::ALIAS, until: Kind::AutoscalingGroup }),
    }
    Queue {
        slug: "sqs-queue",
        title: "SQS queue",
        section: Section::Events,
        terraform: Some("aws_sqs_queue"),
        found_by: FoundBy::UniqueNameOnly(Queue::NAME),
        label: Label::NameTagOr(Queue::NAME),
        clusters_name: Some(NameRule { field: Queue::NAME, is_clusters: is_queue_of }),
    }
    EventRule {
        slug: "event-rule",
        title: "EventBridge rule",
        section: Section::Events,
        terraform: Some("aws_cloudwatch_event_rule"),
        found_by: FoundBy::UniqueNameOnly(EventRule::NAME),
        label: Label::NameTagOr(EventRule::NAME),
        clusters_name: Some(NameRule { field: EventRule::NAME, is_clusters: is_event_rule_of }),
    }
    EventTarget {
        slug: "event-target",
        title: "EventBridge target",
        section: Section::Events,
        terraform: Some("aws_cloudwatch_event_target"),
        removal: Removal::Immediate,
        part_of: PartOf::deleted_first(EventTarget::RULE),
        listed_with: &[EventTarget::RULE],
        label: Label::Field(EventTarget::RULE),
        owner: PartOwner::Of(EventTarget::RULE),
    }
    ManagedFile {
        slug: "managed-file",
        title: "state store object",
        section: Section::StateStore,
        terraform: Some("aws_s3_object"),
        removal: Removal::Immediate,
        renews: &[Output::Sha256, Output::Sha256Base64],
        hashed: Some(ManagedFile::CONTENT),
    }
    Keyset {
        slug: "keyset",
        title: "keyset",
        section: Section::StateStore,
        removal: Removal::WithCluster,
        label: Label::Field(Keyset::NAME),
    }
    Secret {
        slug: "secret",
        title: "secret",
        section: Section::StateStore,
        removal: Removal::WithCluster,
        label: Label::Field(Secret::NAME),
    }
}

/// What has public addresses, without which an internet gateway cannot be detached.
const PUBLIC_ADDRESSES: Holders = Holders {
    kinds: &[Kind::Subnet, Kind::NatGateway, Kind::ClassicLoadBalancer, Kind::NetworkLoadBalancer],
    roles: &[],
};

/// What runs the instances that network interfaces are attached to, and the networking that attaches them.
const INSTANCES: Holders = Holders { kinds: &[Kind::AutoscalingGroup, Kind::StandaloneInstance], roles: &[] };
