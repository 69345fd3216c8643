//! A small cluster that has about every kind of resource.

use serde_json::json;

use crate::graph::{Builder, Graph, Node, Origin};
use crate::resource::*;

/// A cluster with a number of node groups.
pub(crate) fn demo(groups: usize) -> Graph {
    let mut graph = Builder::new("demo", "us-east-2");
    network(&mut graph);
    access(&mut graph);
    api(&mut graph);
    for group in 0..groups {
        node_group(&mut graph, &format!("nodes-{group}.demo"));
    }
    let volume = Volume {
        zone: "us-east-2a".into(),
        size_gib: 20,
        volume_type: "gp3".into(),
        encrypted: true,
        tags: tags("a.etcd-main.demo", &[("k8s.io/etcd/main", "a/a")]),
        ..Volume::default()
    };
    graph.own("a.etcd-main.demo", volume, origin("holds etcd's data"));
    let file = ManagedFile { key: "addons/a.yaml".into(), content: "one\ntwo\n".into(), public: false };
    graph.own("addons-a", file, origin("the addons"));
    graph.finish().expect("a graph")
}

/// A graph with one node changed.
pub(crate) fn edit<T>(graph: &mut Graph, kind: Kind, name: &str, change: impl FnOnce(&mut T))
where
    T: serde::Serialize + serde::de::DeserializeOwned + Into<Resource>,
{
    let node: &mut Node = graph.nodes.get_mut(&ResourceId::new(kind, name)).expect("is there");
    let mut inner: T = serde_json::from_value(node.resource.to_value().into()).expect("of this kind");
    change(&mut inner);
    node.resource = inner.into();
}

pub(crate) fn origin(reason: &str) -> Origin {
    Origin { reason: reason.to_owned(), ..Origin::default() }
}

/// The tags that everything of the cluster has.
pub(crate) fn tags(name: &str, further: &[(&str, &str)]) -> Tags {
    let own = [("Name", name), ("KubernetesCluster", "demo"), ("kubernetes.io/cluster/demo", "owned")];
    own.iter().chain(further).map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

fn network(graph: &mut Builder) {
    let vpc = Ref::to(Kind::Vpc, "demo");
    let resource = Vpc {
        cidr: Some("10.0.0.0/16".into()),
        amazon_ipv6: Some(true),
        dns_support: Some(true),
        dns_hostnames: Some(true),
        tags: tags("demo", &[]),
    };
    graph.own("demo", resource, origin("the network"));
    let options = DhcpOptions {
        domain_name: Some("us-east-2.compute.internal".into()),
        domain_name_servers: vec!["AmazonProvidedDNS".into()],
        tags: tags("demo", &[]),
    };
    graph.own("demo", options, origin("host names"));
    let association = DhcpOptionsAssociation { vpc: vpc.clone(), dhcp_options: Ref::to(Kind::DhcpOptions, "demo") };
    graph.own("demo", association, origin("host names"));
    let gateway = InternetGateway { vpc: vpc.clone(), tags: tags("demo", &[]) };
    graph.own("demo", gateway, origin("the way to the internet"));
    let table = RouteTable { vpc: vpc.clone(), tags: tags("demo", &[("kubernetes.io/kops/role", "public")]) };
    graph.own("demo", table, origin("public routes"));
    let table = Ref::to(Kind::RouteTable, "demo");
    let target = RouteTarget::InternetGateway(Ref::to(Kind::InternetGateway, "demo"));
    let route = Route { route_table: table.clone(), destination: "0.0.0.0/0".into(), target };
    graph.own("0.0.0.0/0", route, origin("the way to the internet"));
    for zone in ["us-east-2a", "us-east-2b"] {
        let name = format!("{zone}.demo");
        let subnet = Subnet {
            vpc: vpc.clone(),
            zone: Some(zone.into()),
            cidr: Some(format!("10.0.{}.0/24", zone.len() + usize::from(zone.ends_with('b')))),
            tags: Some(tags(&name, &[("SubnetType", "Public")])),
            ..Subnet::default()
        };
        graph.own(name.clone(), subnet, origin("a subnet"));
        let association = RouteTableAssociation { subnet: Ref::to(Kind::Subnet, &*name), route_table: table.clone() };
        graph.own(name.clone(), association, origin("public routes"));
    }
    let address = ElasticIp { address: None, tags: tags("us-east-2a.demo", &[]) };
    graph.own("us-east-2a.demo", address, origin("the address of the NAT gateway"));
    let nat = NatGateway {
        subnet: Ref::to(Kind::Subnet, "us-east-2a.demo"),
        elastic_ip: Some(Ref::to(Kind::ElasticIp, "us-east-2a.demo")),
        tags: tags("us-east-2a.demo", &[]),
    };
    graph.own("us-east-2a.demo", nat, origin("lets nodes reach the internet"));
    for name in ["masters.demo", "nodes.demo"] {
        let group = SecurityGroup {
            vpc: vpc.clone(),
            name: name.into(),
            description: Some("a group".into()),
            tags: tags(name, &[]),
        };
        graph.own(name, group, origin("a firewall"));
    }
    rule(graph, "nodes-to-masters", "masters.demo", 443, Peer::Group(Ref::to(Kind::SecurityGroup, "nodes.demo")));
    rule(graph, "masters-to-nodes", "nodes.demo", 10250, Peer::Group(Ref::to(Kind::SecurityGroup, "masters.demo")));
    rule(graph, "ssh", "nodes.demo", 22, Peer::Ipv4("192.0.2.0/24".into()));
}

pub(crate) fn rule(graph: &mut Builder, name: &str, group: &str, port: i32, peer: Peer) {
    let rule = SecurityGroupRule {
        group: Ref::to(Kind::SecurityGroup, group),
        direction: Direction::Ingress,
        protocol: "tcp".into(),
        from_port: Some(port),
        to_port: Some(port),
        peer,
        tags: tags(name, &[]),
    };
    graph.own(name, rule, origin("lets it in"));
}

fn access(graph: &mut Builder) {
    let trust = json!({"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole"}]});
    let name = "nodes.demo";
    let role = Role { name: name.into(), assume_role_policy: trust, permissions_boundary: None, tags: tags(name, &[]) };
    graph.own(name, role, origin("what nodes may do"));
    let role = Ref::to(Kind::Role, name);
    let policy = RolePolicy { role: role.clone(), name: name.into(), policy: json!({"Statement": []}) };
    graph.own(name, policy, origin("what nodes may do"));
    let attachment = RolePolicyAttachment { role: role.clone(), policy_arn: "arn:aws:iam::aws:policy/A".into() };
    graph.own("nodes.demo-a", attachment, origin("what nodes may do"));
    let profile = InstanceProfile { name: name.into(), role: Some(role), tags: tags(name, &[]) };
    graph.own(name, profile, origin("what nodes may do"));
    let key =
        KeyPair { name: "kubernetes.demo-3b".into(), public_key: Some("ssh-rsa A".into()), tags: tags("demo", &[]) };
    graph.own("kubernetes.demo-3b", key, origin("lets people in"));
}

fn api(graph: &mut Builder) {
    let subnets = ["us-east-2a.demo", "us-east-2b.demo"];
    let mapping = |name: &&str| SubnetMapping { subnet: Ref::to(Kind::Subnet, *name), ..SubnetMapping::default() };
    let balancer = NetworkLoadBalancer {
        name: "api-demo".into(),
        ip_address_type: Some("ipv4".into()),
        security_groups: vec![Ref::to(Kind::SecurityGroup, "masters.demo")],
        subnets: subnets.iter().map(mapping).collect(),
        tags: tags("api.demo", &[]),
        ..NetworkLoadBalancer::default()
    };
    graph.own("api.demo", balancer, origin("the API"));
    let target = TargetGroup {
        name: "tcp-demo".into(),
        vpc: Ref::to(Kind::Vpc, "demo"),
        protocol: "TCP".into(),
        port: 443,
        tags: tags("tcp.demo", &[]),
        ..TargetGroup::default()
    };
    graph.own("tcp-demo", target, origin("the API"));
    let listener = Listener {
        load_balancer: Ref::output(Kind::NetworkLoadBalancer, "api.demo", Output::Arn),
        port: 443,
        protocol: "TCP".into(),
        target_group: Ref::output(Kind::TargetGroup, "tcp-demo", Output::Arn),
        ..Listener::default()
    };
    graph.own("api.demo-443", listener, origin("the API"));
    let alias = AliasTarget {
        dns_name: Ref::output(Kind::NetworkLoadBalancer, "api.demo", Output::DnsName),
        hosted_zone: Ref::output(Kind::NetworkLoadBalancer, "api.demo", Output::HostedZone),
        evaluate_health: false,
    };
    let record = DnsRecord {
        zone: "Z1".into(),
        name: "api.demo".into(),
        record_type: "A".into(),
        alias: Some(alias),
        ..DnsRecord::default()
    };
    graph.own("api.demo/A", record, origin("the API's name"));
    let queue = Queue { name: "demo-nth".into(), policy: json!({"Statement": []}), ..Queue::default() };
    graph.own("demo-nth", queue, origin("what happens to instances"));
    let rule = EventRule {
        name: "demo-spot".into(),
        pattern: json!({"source": ["aws.ec2"]}).to_string(),
        ..EventRule::default()
    };
    graph.own("demo-spot", rule, origin("what happens to instances"));
    let target = EventTarget {
        rule: Ref::to(Kind::EventRule, "demo-spot"),
        queue: Ref::output(Kind::Queue, "demo-nth", Output::Arn),
    };
    graph.own("demo-spot", target, origin("what happens to instances"));
}

fn node_group(graph: &mut Builder, name: &str) {
    let template = LaunchTemplate {
        name: name.into(),
        image_id: "ami-1".into(),
        instance_type: "t3.medium".into(),
        instance_profile: Some(Ref::to(Kind::InstanceProfile, "nodes.demo")),
        key_name: Some(Ref::to(Kind::KeyPair, "kubernetes.demo-3b")),
        security_groups: vec![Ref::to(Kind::SecurityGroup, "nodes.demo")],
        user_data: Some("#!/bin/bash\necho one\n".into()),
        tags: tags(name, &[]),
        ..LaunchTemplate::default()
    };
    graph.own(name, template, origin("what its instances are"));
    let group = AutoscalingGroup {
        name: name.into(),
        launch_template: Ref::to(Kind::LaunchTemplate, name),
        launch_template_version: "$Latest".into(),
        min_size: 1,
        max_size: 2,
        subnets: vec![Ref::to(Kind::Subnet, "us-east-2a.demo"), Ref::to(Kind::Subnet, "us-east-2b.demo")],
        target_groups: vec![Ref::output(Kind::TargetGroup, "tcp-demo", Output::Arn)],
        tags: tags(name, &[("k8s.io/role/node", "1")]),
        ..AutoscalingGroup::default()
    };
    graph.own(name, group, origin("its instances"));
    let hook = LifecycleHook {
        group: Ref::to(Kind::AutoscalingGroup, name),
        name: format!("{name}-NTHLifecycleHook"),
        transition: "autoscaling:EC2_INSTANCE_TERMINATING".into(),
        default_result: "CONTINUE".into(),
        heartbeat_timeout: 300,
    };
    graph.own(format!("{name}-NTHLifecycleHook"), hook, origin("drains nodes"));
}
