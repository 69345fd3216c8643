//! One resource of every kind, as a cluster would have them.

mod complete;

use serde_json::json;

use super::Subject;
use crate::naming::tags;
use crate::resource::*;

pub use complete::complete;
pub(super) use complete::{peers, permissions};

/// A resource of the sample cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// What the samples call it.
    pub id: ResourceId,
    /// What it is; references are symbolic.
    pub resource: Resource,
    /// The same with something changed that AWS changes in place, where it has such a thing.
    pub changed: Option<Resource>,
}

/// The tags of something that a cluster owns.
pub fn tags(cluster: &str, name: &str) -> Tags {
    [(tags::NAME, name), (tags::CLUSTER, cluster), (&tags::ownership_key(cluster), "owned")]
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .into()
}

/// One resource of every kind but the state store's, each after those that it refers to.
pub fn cluster(subject: &Subject, cluster: &str) -> Vec<Sample> {
    let make = Maker { subject, cluster };
    [make.network(), make.gateways(), make.firewall(), make.access(), make.balancing(), make.machines(), make.events()]
        .concat()
}

/// A public key that is not in use.
const PUBLIC_KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJqKzF0eJmLxXb4nXkQmU3zqcMZ0Sg5iJYt1oXy3qfPE nobody";

struct Maker<'a> {
    subject: &'a Subject,
    cluster: &'a str,
}

impl Maker<'_> {
    fn tags(&self, name: &str) -> Tags {
        tags(self.cluster, name)
    }

    fn etcd_tags(&self) -> Tags {
        let mut tags = self.tags("etcd");
        tags.insert("k8s.io/etcd/main".into(), "a/a".into());
        tags
    }

    fn more_tags(&self, name: &str) -> Tags {
        let mut tags = self.tags(name);
        tags.insert("changed".into(), "yes".into());
        tags
    }

    /// A sample whose tags can change, and that has nothing else to change.
    fn tagged<R: Into<Resource>>(&self, name: &str, make: impl Fn(Tags) -> R) -> Sample {
        let (resource, changed) = (make(self.tags(name)).into(), make(self.more_tags(name)).into());
        Sample { id: ResourceId::new(resource.kind(), name), resource, changed: Some(changed) }
    }

    fn network(&self) -> Vec<Sample> {
        let vpc = || Ref::to(Kind::Vpc, "main");
        let subnet = |name: &str, zone: usize, cidr: &str| {
            self.tagged(name, |tags| Subnet {
                vpc: vpc(),
                zone: self.subject.zones.get(zone).cloned(),
                cidr: Some(cidr.into()),
                tags: Some(tags),
                ..Subnet::default()
            })
        };
        let made = Vpc {
            cidr: Some("10.77.0.0/16".into()),
            dns_support: Some(true),
            dns_hostnames: Some(false),
            tags: self.tags("main"),
            ..Vpc::default()
        };
        vec![
            changed("main", made.clone(), Vpc { dns_hostnames: Some(true), ..made }),
            same("further", VpcCidrBlock { vpc: vpc(), cidr: "10.78.0.0/16".into() }),
            self.tagged("options", |tags| DhcpOptions {
                domain_name: Some(format!("{}.compute.internal", self.subject.region)),
                domain_name_servers: vec!["AmazonProvidedDNS".into()],
                tags,
            }),
            same("main", DhcpOptionsAssociation { vpc: vpc(), dhcp_options: Ref::to(Kind::DhcpOptions, "options") }),
            self.tagged("gateway", |tags| InternetGateway { vpc: vpc(), tags }),
            self.tagged("way-out", |tags| EgressOnlyInternetGateway { vpc: vpc(), tags }),
            subnet("public-a", 0, "10.77.0.0/24"),
            subnet("public-b", 1, "10.77.1.0/24"),
            subnet("private-a", 0, "10.77.16.0/20"),
            self.tagged("public", |tags| RouteTable { vpc: vpc(), tags }),
            self.tagged("private", |tags| RouteTable { vpc: vpc(), tags }),
            changed(
                "private-a",
                RouteTableAssociation {
                    subnet: Ref::to(Kind::Subnet, "private-a"),
                    route_table: Ref::to(Kind::RouteTable, "private"),
                },
                RouteTableAssociation {
                    subnet: Ref::to(Kind::Subnet, "private-a"),
                    route_table: Ref::to(Kind::RouteTable, "public"),
                },
            ),
        ]
    }

    fn gateways(&self) -> Vec<Sample> {
        let route = |table: &str, target: RouteTarget| Route {
            route_table: Ref::to(Kind::RouteTable, table),
            destination: "0.0.0.0/0".into(),
            target,
        };
        let internet = || RouteTarget::InternetGateway(Ref::to(Kind::InternetGateway, "gateway"));
        let nat = RouteTarget::NatGateway(Ref::to(Kind::NatGateway, "nat-a"));
        vec![
            same("public-default", route("public", internet())),
            self.tagged("nat-a", |tags| ElasticIp { address: None, tags }),
            self.tagged("nat-a", |tags| NatGateway {
                subnet: Ref::to(Kind::Subnet, "public-a"),
                elastic_ip: Some(Ref::to(Kind::ElasticIp, "nat-a")),
                tags,
            }),
            changed("private-default", route("private", nat), route("private", internet())),
        ]
    }

    fn firewall(&self) -> Vec<Sample> {
        let group = |name: &str| {
            self.tagged(name, |tags| SecurityGroup {
                vpc: Ref::to(Kind::Vpc, "main"),
                name: format!("{name}.{}", self.cluster),
                description: Some("a group of the samples".into()),
                tags,
            })
        };
        let rule =
            |name: &str, rule: SecurityGroupRule| self.tagged(name, |tags| SecurityGroupRule { tags, ..rule.clone() });
        let nodes = || Ref::to(Kind::SecurityGroup, "nodes");
        let tcp = |peer: Peer| SecurityGroupRule {
            group: nodes(),
            protocol: "tcp".into(),
            from_port: Some(443),
            to_port: Some(443),
            peer,
            ..SecurityGroupRule::default()
        };
        vec![
            group("nodes"),
            group("balancer"),
            rule(
                "nodes-out",
                SecurityGroupRule {
                    group: nodes(),
                    direction: Direction::Egress,
                    protocol: "-1".into(),
                    peer: Peer::Ipv4("0.0.0.0/0".into()),
                    ..SecurityGroupRule::default()
                },
            ),
            rule("nodes-https", tcp(Peer::Ipv4("192.0.2.0/24".into()))),
            rule("nodes-https-v6", tcp(Peer::Ipv6("2001:db8::/32".into()))),
            rule("nodes-balancer", tcp(Peer::Group(Ref::to(Kind::SecurityGroup, "balancer")))),
        ]
    }

    fn access(&self) -> Vec<Sample> {
        let trust = |service: &str| {
            json!({"Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"},
            ]})
        };
        let policy = |action: &str| json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, "Resource": "*"}]});
        let name = format!("nodes.{}", self.cluster);
        let role = || Ref::to(Kind::Role, "nodes");
        let made = Role {
            name: name.clone(),
            assume_role_policy: trust("ec2.amazonaws.com"),
            tags: self.tags(&name),
            ..Role::default()
        };
        let inline = |action: &str| RolePolicy { role: role(), name: name.clone(), policy: policy(action) };
        vec![
            changed("nodes", made.clone(), Role { assume_role_policy: trust("ecs.amazonaws.com"), ..made }),
            changed("nodes", inline("ec2:DescribeInstances"), inline("ec2:DescribeRegions")),
            same("nodes", RolePolicyAttachment { role: role(), policy_arn: self.subject.managed_policy.clone() }),
            self.tagged("nodes", |tags| InstanceProfile { name: name.clone(), role: Some(role()), tags }),
            self.tagged("issuer", |tags| OidcProvider {
                url: format!("https://issuer.{}", self.cluster),
                client_ids: vec!["amazonaws.com".into()],
                thumbprints: vec!["9e99a48a9960b14926bb7f3b02e22da2b0ab7280".into()],
                tags,
            }),
            self.tagged("admin", |tags| KeyPair {
                name: format!("kubernetes.{}-00", self.cluster),
                public_key: Some(PUBLIC_KEY.into()),
                tags,
            }),
        ]
    }

    fn balancing(&self) -> Vec<Sample> {
        let groups = || vec![Ref::to(Kind::SecurityGroup, "balancer")];
        let subnets = ["public-a", "public-b"];
        let check = |target: &str, timeout: Option<i32>| HealthCheck {
            target: target.into(),
            path: None,
            interval: 10,
            timeout,
            healthy_threshold: 2,
            unhealthy_threshold: 2,
        };
        let classic = ClassicLoadBalancer {
            name: "conformance-classic".into(),
            listeners: vec![ClassicListener { port: 443, instance_port: 443, certificate: None }],
            health_check: check("SSL:443", Some(5)),
            idle_timeout: 300,
            draining_timeout: 300,
            security_groups: groups(),
            subnets: subnets.map(|name| Ref::to(Kind::Subnet, name)).into(),
            tags: self.tags("classic"),
            ..ClassicLoadBalancer::default()
        };
        let network = NetworkLoadBalancer {
            name: "conformance-network".into(),
            security_groups: groups(),
            subnets: subnets
                .map(|name| SubnetMapping { subnet: Ref::to(Kind::Subnet, name), ..SubnetMapping::default() })
                .into(),
            tags: self.tags("network"),
            ..NetworkLoadBalancer::default()
        };
        let target = TargetGroup {
            name: "conformance-tcp".into(),
            vpc: Ref::to(Kind::Vpc, "main"),
            protocol: "TCP".into(),
            port: 443,
            health_check: check("TCP", None),
            deregistration_delay: 30,
            connection_termination: true,
            tags: self.tags("tcp"),
        };
        let mut samples = vec![
            changed("classic", classic.clone(), ClassicLoadBalancer { idle_timeout: 60, ..classic }),
            changed("network", network.clone(), NetworkLoadBalancer { cross_zone: true, ..network }),
            changed("tcp", target.clone(), TargetGroup { deregistration_delay: 60, ..target }),
            same(
                "network-443",
                Listener {
                    load_balancer: Ref::to(Kind::NetworkLoadBalancer, "network"),
                    port: 443,
                    protocol: "TCP".into(),
                    target_group: Ref::to(Kind::TargetGroup, "tcp"),
                    ..Listener::default()
                },
            ),
        ];
        samples.extend(self.record());
        samples
    }

    fn record(&self) -> Option<Sample> {
        let (id, name) = self.subject.hosted_zone.as_ref()?;
        let alias = |kind: Kind, name: &str| AliasTarget {
            dns_name: Ref::output(kind, name, Output::DnsName),
            hosted_zone: Ref::output(kind, name, Output::HostedZone),
            evaluate_health: false,
        };
        let record = |alias: AliasTarget| DnsRecord {
            zone: id.clone(),
            name: format!("api.conformance.{name}"),
            record_type: "A".into(),
            alias: Some(alias),
            ..DnsRecord::default()
        };
        let network = record(alias(Kind::NetworkLoadBalancer, "network"));
        Some(changed("api", network, record(alias(Kind::ClassicLoadBalancer, "classic"))))
    }

    fn machines(&self) -> Vec<Sample> {
        let volume = Volume {
            zone: self.subject.zones.first().cloned().unwrap_or_default(),
            size_gib: 20,
            volume_type: "gp3".into(),
            iops: Some(3000),
            throughput: Some(125),
            encrypted: true,
            tags: self.etcd_tags(),
            ..Volume::default()
        };
        let template = LaunchTemplate {
            name: format!("nodes.{}", self.cluster),
            image_id: self.subject.image.clone(),
            instance_type: self.subject.machine_type.clone(),
            instance_profile: Some(Ref::to(Kind::InstanceProfile, "nodes")),
            key_name: Some(Ref::to(Kind::KeyPair, "admin")),
            security_groups: vec![Ref::to(Kind::SecurityGroup, "nodes")],
            associate_public_ip: Some(false),
            block_devices: vec![BlockDevice {
                device_name: "/dev/xvda".into(),
                ebs: Some(EbsDevice {
                    volume_type: Some("gp3".into()),
                    size_gib: Some(64),
                    encrypted: Some(true),
                    delete_on_termination: Some(true),
                    ..EbsDevice::default()
                }),
                ..BlockDevice::default()
            }],
            metadata: MetadataOptions { http_tokens: "required".into(), hop_limit: 1, ipv6: false },
            user_data: Some("#!/bin/bash\n".into()),
            tags: self.tags("nodes"),
            ..LaunchTemplate::default()
        };
        let group = AutoscalingGroup {
            name: format!("nodes.{}", self.cluster),
            launch_template: Ref::to(Kind::LaunchTemplate, "nodes"),
            launch_template_version: "$Latest".into(),
            min_size: 1,
            max_size: 2,
            subnets: vec![Ref::to(Kind::Subnet, "private-a")],
            target_groups: vec![Ref::to(Kind::TargetGroup, "tcp")],
            metrics: vec!["GroupMinSize".into(), "GroupMaxSize".into()],
            tags: self.tags("nodes"),
            ..AutoscalingGroup::default()
        };
        let own_group = || Ref::to(Kind::AutoscalingGroup, "nodes");
        let hook = LifecycleHook {
            group: own_group(),
            name: "drain".into(),
            transition: "autoscaling:EC2_INSTANCE_TERMINATING".into(),
            default_result: "CONTINUE".into(),
            heartbeat_timeout: 300,
        };
        let pool = WarmPool { group: own_group(), min_size: 0, max_prepared: Some(2) };
        vec![
            changed("etcd", volume.clone(), Volume { size_gib: 40, ..volume }),
            changed("nodes", template.clone(), LaunchTemplate { user_data: Some("#!/bin/sh\n".into()), ..template }),
            changed("nodes", group.clone(), AutoscalingGroup { max_size: 3, ..group }),
            changed("drain", hook.clone(), LifecycleHook { heartbeat_timeout: 600, ..hook }),
            changed("nodes", pool.clone(), WarmPool { max_prepared: Some(3), ..pool }),
        ]
    }

    fn events(&self) -> Vec<Sample> {
        let queue = Queue {
            name: "conformance-nth".into(),
            retention_seconds: 300,
            policy: json!({"Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:SendMessage",
                 "Resource": "*"},
            ]}),
            tags: self.tags("nth"),
        };
        let rule = |source: &str, name: &str, tags: Tags| EventRule {
            name: name.into(),
            pattern: json!({"source": [source]}).to_string(),
            tags,
        };
        let patterned = |source: &str| rule(source, "conformance-rule", self.tags("rule"));
        vec![
            changed("nth", queue.clone(), Queue { retention_seconds: 600, tags: self.more_tags("nth"), ..queue }),
            changed("rule", patterned("aws.ec2"), patterned("aws.autoscaling")),
            self.tagged("tagged", |tags| rule("aws.ec2", "conformance-tagged", tags)),
            same(
                "rule-nth",
                EventTarget {
                    rule: Ref::to(Kind::EventRule, "rule"),
                    queue: Ref::output(Kind::Queue, "nth", Output::Arn),
                },
            ),
        ]
    }
}

fn same(name: &str, resource: impl Into<Resource>) -> Sample {
    let resource = resource.into();
    Sample { id: ResourceId::new(resource.kind(), name), resource, changed: None }
}

fn changed<R: Into<Resource>>(name: &str, resource: R, changed: R) -> Sample {
    Sample { changed: Some(changed.into()), ..same(name, resource) }
}
