//! Resources with every field set, for tests of what reads and writes them.

use serde_json::json;

use crate::resource::*;

/// Resources of every kind whose references are cloud ids, and in which together every field has a value that is not its
/// default. Where fields exclude each other, there are several resources of a kind.
///
/// They need not fit together: nothing that an account checks is promised. [`super::cluster`] is for accounts.
pub fn complete() -> Vec<Resource> {
    [
        network(),
        firewall(),
        access(),
        balancing(),
        vec![template(true), template(false)],
        groups(),
        leftovers(),
        names(),
    ]
    .concat()
}

fn tags() -> Tags {
    super::tags("demo.example.com", "sample")
}

fn policy(action: &str) -> serde_json::Value {
    json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, "Resource": "*"}]})
}

fn network() -> Vec<Resource> {
    let route = |destination: &str, target: RouteTarget| {
        Resource::from(Route { route_table: "rtb-1".into(), destination: destination.into(), target })
    };
    vec![
        Vpc {
            cidr: Some("10.0.0.0/16".into()),
            amazon_ipv6: Some(true),
            dns_hostnames: Some(true),
            dns_support: Some(true),
            tags: tags(),
        }
        .into(),
        VpcCidrBlock { vpc: "vpc-1".into(), cidr: "10.1.0.0/16".into() }.into(),
        DhcpOptions {
            domain_name: Some("us-east-2.compute.internal".into()),
            domain_name_servers: vec!["AmazonProvidedDNS".into(), "10.0.0.2".into()],
            tags: tags(),
        }
        .into(),
        DhcpOptionsAssociation { vpc: "vpc-1".into(), dhcp_options: "dopt-1".into() }.into(),
        InternetGateway { vpc: "vpc-1".into(), tags: tags() }.into(),
        EgressOnlyInternetGateway { vpc: "vpc-1".into(), tags: tags() }.into(),
        Subnet {
            vpc: "vpc-1".into(),
            zone: Some("us-east-2a".into()),
            cidr: Some("10.0.0.0/24".into()),
            ipv6_cidr: Some("/64#1".into()),
            ipv6_cidr_of: Some("2600:1f16:abc:de00::/56".into()),
            assign_ipv6: Some(true),
            dns64: Some(true),
            hostname_type: Some("resource-name".into()),
            resource_name_a: Some(true),
            resource_name_aaaa: Some(true),
            tags: Some(tags()),
        }
        .into(),
        RouteTable { vpc: "vpc-1".into(), tags: tags() }.into(),
        RouteTableAssociation { subnet: "subnet-1".into(), route_table: "rtb-1".into() }.into(),
        route("0.0.0.0/0", RouteTarget::NatGateway("nat-1".into())),
        route("::/0", RouteTarget::EgressOnlyInternetGateway("eigw-1".into())),
        route("192.0.2.0/24", RouteTarget::InternetGateway("igw-1".into())),
        route("198.51.100.0/24", RouteTarget::TransitGateway("tgw-1".into())),
        route("203.0.113.0/24", RouteTarget::Instance("i-1".into())),
        route("2001:db8::/32", RouteTarget::PeeringConnection("pcx-1".into())),
        ElasticIp { address: Some("192.0.2.1".into()), tags: tags() }.into(),
        NatGateway { subnet: "subnet-1".into(), elastic_ip: Some("eipalloc-1".into()), tags: tags() }.into(),
        Volume {
            zone: "us-east-2a".into(),
            size_gib: 20,
            volume_type: "gp3".into(),
            iops: Some(3000),
            throughput: Some(125),
            encrypted: true,
            kms_key: Some("arn:aws:kms:us-east-2:123456789012:key/1".into()),
            tags: tags(),
        }
        .into(),
    ]
}

/// A rule for every protocol, family and peer.
fn firewall() -> Vec<Resource> {
    let group = SecurityGroup {
        vpc: "vpc-1".into(),
        name: "nodes.demo.example.com".into(),
        description: Some("Security group for nodes".into()),
        tags: tags(),
    };
    let rules = permissions().into_iter().flat_map(|(protocol, ports)| {
        peers(protocol, "sg-2".into(), Some("pl-1")).into_iter().map(move |peer| SecurityGroupRule {
            group: "sg-1".into(),
            direction: Direction::Egress,
            protocol: protocol.into(),
            from_port: ports.map(|(from, _)| from),
            to_port: ports.map(|(_, to)| to),
            peer,
            tags: tags(),
        })
    });
    [group.into()].into_iter().chain(rules.map(Resource::from)).collect()
}

/// Every sort of protocol, with its ports or its ICMP type and code.
pub(in crate::testkit) fn permissions() -> Vec<(&'static str, Option<(i32, i32)>)> {
    vec![
        ("tcp", Some((443, 443))),
        ("udp", Some((8000, 8100))),
        ("icmp", Some((3, 4))),
        ("icmp", Some((3, -1))),
        ("icmp", Some((-1, -1))),
        ("icmpv6", Some((-1, -1))),
        ("-1", None),
        ("4", None),
        ("50", None),
    ]
}

/// Every sort of peer that a protocol has: ICMP is that of one family.
pub(in crate::testkit) fn peers(protocol: &str, group: Ref, prefix_list: Option<&str>) -> Vec<Peer> {
    let mut peers = vec![Peer::Group(group)];
    peers.extend(prefix_list.map(|list| Peer::PrefixList(list.to_owned())));
    if protocol != "icmpv6" {
        peers.extend(["0.0.0.0/0", "192.0.2.0/24"].map(|range| Peer::Ipv4(range.to_owned())));
    }
    if protocol != "icmp" {
        peers.extend(["::/0", "2001:db8::/32"].map(|range| Peer::Ipv6(range.to_owned())));
    }
    peers
}

fn access() -> Vec<Resource> {
    vec![
        Role {
            name: "nodes.demo.example.com".into(),
            assume_role_policy: policy("sts:AssumeRole"),
            permissions_boundary: Some("arn:aws:iam::123456789012:policy/boundary".into()),
            tags: tags(),
        }
        .into(),
        RolePolicy { role: "nodes".into(), name: "nodes".into(), policy: policy("ec2:DescribeInstances") }.into(),
        RolePolicyAttachment { role: "nodes".into(), policy_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess".into() }
            .into(),
        InstanceProfile { name: "nodes".into(), role: Some("nodes".into()), tags: tags() }.into(),
        OidcProvider {
            url: "https://issuer.example.com".into(),
            client_ids: vec!["amazonaws.com".into()],
            thumbprints: vec!["9e99a48a9960b14926bb7f3b02e22da2b0ab7280".into()],
            tags: tags(),
        }
        .into(),
        KeyPair { name: "kubernetes.demo".into(), public_key: Some(super::PUBLIC_KEY.into()), tags: tags() }.into(),
    ]
}

fn balancing() -> Vec<Resource> {
    let check = |target: &str, path: Option<&str>, timeout: Option<i32>| HealthCheck {
        target: target.into(),
        path: path.map(Into::into),
        interval: 10,
        timeout,
        healthy_threshold: 2,
        unhealthy_threshold: 3,
    };
    let log = |interval: Option<i32>| AccessLog { bucket: "logs".into(), prefix: Some("api".into()), interval };
    let classic = ClassicLoadBalancer {
        name: "api-demo".into(),
        internal: true,
        listeners: vec![
            ClassicListener { port: 443, instance_port: 443, certificate: Some("arn:aws:acm:::certificate/1".into()) },
            ClassicListener { port: 22, instance_port: 2222, certificate: None },
        ],
        health_check: check("SSL:443", None, Some(5)),
        idle_timeout: 300,
        draining_timeout: 60,
        cross_zone: true,
        access_log: Some(log(Some(5))),
        security_groups: vec!["sg-1".into()],
        subnets: vec!["subnet-1".into(), "subnet-2".into()],
        tags: tags(),
    };
    let network = NetworkLoadBalancer {
        name: "api-demo".into(),
        internal: true,
        ip_address_type: Some("dualstack".into()),
        cross_zone: true,
        access_log: Some(log(None)),
        security_groups: vec!["sg-1".into(), "sg-2".into()],
        subnets: vec![
            SubnetMapping {
                subnet: "subnet-1".into(),
                allocation_id: Some("eipalloc-1".into()),
                private_ipv4: Some("10.0.0.10".into()),
            },
            SubnetMapping { subnet: "subnet-2".into(), allocation_id: None, private_ipv4: None },
        ],
        tags: tags(),
    };
    let target = |check: HealthCheck| TargetGroup {
        name: "tcp-demo".into(),
        vpc: "vpc-1".into(),
        protocol: "TCP".into(),
        port: 443,
        health_check: check,
        deregistration_delay: 30,
        connection_termination: true,
        tags: tags(),
    };
    vec![
        ClassicLoadBalancer { draining_timeout: 0, access_log: None, ..classic.clone() }.into(),
        classic.into(),
        NetworkLoadBalancer { internal: false, access_log: None, ..network.clone() }.into(),
        network.into(),
        target(check("TCP", None, None)).into(),
        target(check("HTTPS", Some("/healthz"), None)).into(),
        Listener {
            load_balancer: "arn:aws:elasticloadbalancing:::loadbalancer/net/api/1".into(),
            port: 443,
            protocol: "TLS".into(),
            certificate: Some("arn:aws:acm:::certificate/1".into()),
            ssl_policy: Some("ELBSecurityPolicy-TLS13-1-2-2021-06".into()),
            target_group: "arn:aws:elasticloadbalancing:::targetgroup/tcp/1".into(),
        }
        .into(),
    ]
}

fn template(spot: bool) -> Resource {
    let disk = EbsDevice {
        volume_type: Some("gp3".into()),
        size_gib: Some(64),
        iops: Some(3000),
        throughput: Some(125),
        encrypted: Some(true),
        kms_key: Some("arn:aws:kms:us-east-2:123456789012:key/1".into()),
        delete_on_termination: Some(true),
    };
    LaunchTemplate {
        name: "nodes.demo.example.com".into(),
        image_id: "ami-1".into(),
        instance_type: "t3.medium".into(),
        instance_profile: Some("nodes".into()),
        key_name: Some("kubernetes.demo".into()),
        security_groups: vec!["sg-1".into(), "sg-2".into()],
        associate_public_ip: Some(true),
        ipv6_address_count: 1,
        block_devices: vec![
            BlockDevice { device_name: "/dev/xvda".into(), virtual_name: None, ebs: Some(disk) },
            BlockDevice { device_name: "/dev/xvdb".into(), virtual_name: Some("ephemeral0".into()), ebs: None },
        ],
        cpu_credits: Some("unlimited".into()),
        detailed_monitoring: true,
        ebs_optimized: Some(true),
        tenancy: Some("dedicated".into()),
        metadata: MetadataOptions { http_tokens: "required".into(), hop_limit: 2, ipv6: true },
        spot: spot.then(|| SpotOptions {
            max_price: Some("0.10".into()),
            duration_minutes: Some(60),
            interruption_behavior: Some("hibernate".into()),
        }),
        user_data: Some("#!/bin/bash\n".into()),
        tags: tags(),
    }
    .into()
}

fn groups() -> Vec<Resource> {
    let range = |min: i32, max: i32| Range { min: Some(min), max: Some(max) };
    let requirements = InstanceRequirements {
        vcpus: range(2, 8),
        memory_mib: range(4096, 32768),
        burstable_performance: Some("included".into()),
        excluded_types: vec!["t2.*".into()],
        generations: vec!["current".into()],
    };
    let mixed = MixedInstancesPolicy {
        overrides: vec![
            LaunchTemplateOverride { instance_type: Some("t3.large".into()), requirements: None },
            LaunchTemplateOverride { instance_type: None, requirements: Some(requirements) },
        ],
        distribution: InstancesDistribution {
            on_demand_allocation_strategy: Some("lowest-price".into()),
            on_demand_base_capacity: Some(1),
            on_demand_percentage_above_base: Some(50),
            spot_allocation_strategy: Some("capacity-optimized".into()),
            spot_instance_pools: Some(3),
            spot_max_price: Some("0.10".into()),
        },
    };
    let group = AutoscalingGroup {
        name: "nodes.demo.example.com".into(),
        launch_template: "lt-1".into(),
        launch_template_version: "2".into(),
        min_size: 1,
        max_size: 2,
        subnets: vec!["subnet-1".into(), "subnet-2".into()],
        load_balancers: vec!["api-demo".into()],
        target_groups: vec!["arn:aws:elasticloadbalancing:::targetgroup/tcp/1".into()],
        metrics: vec!["GroupMinSize".into()],
        suspended_processes: vec!["AZRebalance".into()],
        instance_protection: true,
        capacity_rebalance: true,
        max_instance_lifetime: 86_400,
        mixed_instances: Some(mixed),
        tags: tags(),
    };
    vec![
        AutoscalingGroup { mixed_instances: None, ..group.clone() }.into(),
        group.into(),
        WarmPool { group: "nodes".into(), min_size: 1, max_prepared: Some(2) }.into(),
        LifecycleHook {
            group: "nodes".into(),
            name: "drain".into(),
            transition: "autoscaling:EC2_INSTANCE_TERMINATING".into(),
            default_result: "CONTINUE".into(),
            heartbeat_timeout: 300,
        }
        .into(),
    ]
}

fn leftovers() -> Vec<Resource> {
    vec![
        StandaloneInstance {
            instance_type: "m5.large".into(),
            subnet: "subnet-1".into(),
            security_groups: vec!["sg-1".into()],
            tags: tags(),
        }
        .into(),
        NetworkInterface {
            subnet: "subnet-1".into(),
            security_groups: vec!["sg-1".into()],
            description: "aws-K8S-i-1".into(),
            instance: Some("i-1".into()),
            tags: tags(),
        }
        .into(),
        VolumeSnapshot { volume: "vol-1".into(), size_gib: 20, tags: tags() }.into(),
    ]
}

fn names() -> Vec<Resource> {
    let alias = AliasTarget {
        dns_name: "api.elb.us-east-2.amazonaws.com".into(),
        hosted_zone: "ZELB".into(),
        evaluate_health: true,
    };
    let record = |alias: Option<AliasTarget>, ttl: Option<i64>, values: Option<Vec<String>>| DnsRecord {
        zone: "Z1".into(),
        name: "api.demo.example.com".into(),
        record_type: "A".into(),
        alias,
        ttl,
        values,
    };
    vec![
        DnsZoneAssociation { zone: "Z1".into(), vpc: "vpc-1".into() }.into(),
        record(Some(alias), None, None).into(),
        record(None, Some(60), Some(vec!["203.0.113.123".into()])).into(),
        Queue { name: "demo-nth".into(), retention_seconds: 300, policy: policy("sqs:SendMessage"), tags: tags() }
            .into(),
        EventRule { name: "demo-spot".into(), pattern: json!({"source": ["aws.ec2"]}).to_string(), tags: tags() }
            .into(),
        EventTarget { rule: "demo-spot".into(), queue: "arn:aws:sqs:us-east-2:123456789012:demo-nth".into() }.into(),
        ManagedFile { key: "cluster-completed.spec".into(), content: "kind: Cluster\n".into(), public: true }.into(),
        Keyset { name: "kubernetes-ca".into() }.into(),
        Secret { name: "kube".into() }.into(),
    ]
}
