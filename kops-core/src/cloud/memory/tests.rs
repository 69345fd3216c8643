//! What the account refuses, how it takes its time, and its file. The rest of its behaviour is the conformance suite's.

use futures::executor::block_on;
use serde_json::{Value, json};

use super::*;
use crate::cloud::{BoundAction, Cloud, ErrorKind};
use crate::resource::{Output, ResourceId};

/// An account as Terraform would have laid it.
fn account() -> Account {
    Account::from_json(&file().to_string()).expect("an account")
}

fn file() -> Value {
    json!({
        "region": "us-east-2",
        "images": [{"id": "ami-1", "architecture": "x86_64"}, {"id": "ami-2", "architecture": "arm64"}],
        "machineTypes": {"t3.medium": {"architectures": ["x86_64"]}},
        "hostedZones": [{"id": "Z1", "name": "example.com"}, {"id": "Z2", "name": "inside.example.com", "private": true}],
        "resources": {
            "vpc": {"vpc-1": {"cidr": "10.0.0.0/16"}, "vpc-2": {"cidr": "10.0.0.0/16"}},
            "internet-gateway": {"igw-1": {"vpc": "vpc-1"}},
            "subnet": {
                "subnet-1": {"vpc": "vpc-1", "zone": "us-east-2a", "cidr": "10.0.0.0/24"},
                "subnet-2": {"vpc": "vpc-1", "zone": "us-east-2b", "cidr": "10.0.1.0/24"},
                "subnet-3": {"vpc": "vpc-2", "zone": "us-east-2a", "cidr": "10.0.0.0/24"},
            },
            "elastic-ip": {"eipalloc-1": {"address": "192.0.2.1"}},
            "nat-gateway": {"nat-1": {"subnet": "subnet-1", "elastic_ip": "eipalloc-1"}},
            "route-table": {"rtb-1": {"vpc": "vpc-1"}},
            "security-group": {
                "sg-1": {"vpc": "vpc-1", "name": "nodes", "description": "x"},
                "sg-2": {"vpc": "vpc-2", "name": "nodes", "description": "x"},
            },
            "iam-role": {"nodes": {"name": "nodes"}},
            "iam-instance-profile": {"nodes": {"name": "nodes", "role": "nodes"}},
            "launch-template": {
                "lt-1": {"name": "nodes", "image_id": "ami-1", "instance_type": "t3.medium"},
                "lt-ipv6": {"name": "ipv6", "image_id": "ami-1", "instance_type": "t3.medium", "ipv6_address_count": 1},
                "lt-spot": {"name": "spot", "image_id": "ami-1", "instance_type": "t3.medium", "spot": {}},
            },
        },
    })
}

fn create(account: &Account, token: &str, kind: &str, fields: Value) -> Result<Outcome, CloudError> {
    let kind = Kind::from_slug(kind).expect("a kind");
    let resource = Resource::from_fields(kind, fields).expect("fields of the kind");
    execute(account, token, kind, BoundAction::Create { desired: resource })
}

fn delete(account: &Account, kind: Kind, id: &str) -> Result<Outcome, CloudError> {
    let current = Resource::from_fields(kind, json!({})).expect("defaults");
    execute(account, "delete", kind, BoundAction::Delete { id: id.into(), current })
}

fn execute(account: &Account, token: &str, kind: Kind, action: BoundAction) -> Result<Outcome, CloudError> {
    let step = BoundStep {
        cluster: "demo.example.com".into(),
        resource: ResourceId::new(kind, "under test"),
        token: token.into(),
        action,
    };
    block_on(account.execute(&step))
}

fn probe(account: &Account, kind: Kind, id: &str) -> Readiness {
    block_on(account.probe(kind, &id.into())).expect("answers")
}

#[test]
fn refusals_have_the_codes_of_aws() {
    let long = "x".repeat(10_300);
    let statement = json!([{"Effect": "Allow", "Action": "*", "Resource": "*"}]);
    let many_tags: Value = (0..51).map(|n| (n.to_string(), Value::from(""))).collect::<serde_json::Map<_, _>>().into();
    let nat = |subnet: &str| json!({"subnet": subnet, "elastic_ip": "eipalloc-1"});
    let subnet = |vpc: &str, cidr: &str| json!({"vpc": vpc, "zone": "us-east-2a", "cidr": cidr});
    let rule = |extra: Value| {
        let mut rule =
            json!({"group": "sg-1", "protocol": "tcp", "from_port": 1, "to_port": 2, "peer": {"ipv4": "10.0.0.0/8"}});
        rule.as_object_mut().expect("a map").extend(extra.as_object().expect("a map").clone());
        rule
    };
    let balancer = |subnets: Value, more: Value| {
        let mut fields = json!({"name": "api", "subnets": subnets});
        fields.as_object_mut().expect("a map").extend(more.as_object().expect("a map").clone());
        fields
    };
    let group = |version: &str, subnet: &str| json!({"name": "nodes", "launch_template": "lt-1", "launch_template_version": version, "subnets": [subnet]});
    let with_template = |template: &str| {
        let mut group = group("1", "subnet-1");
        group["launch_template"] = template.into();
        group
    };
    let mixed = |template: &str| {
        let mut group = with_template(template);
        group["mixed_instances"] = json!({"overrides": [{"instance_type": "t3.medium"}]});
        group
    };
    let alias = json!({"dns_name": "nobody.elb.us-east-2.amazonaws.com", "hosted_zone": balancer_zone()});
    use ErrorKind::{Conflict, Invalid, NotFound, Quota};
    let cases = [
        ("vpc", json!({"cidr": "10.0.0.0/8"}), Invalid, "InvalidVpc.Range"),
        ("vpc", json!({"cidr": "10.0.0.0/16", "tags": {"aws:x": ""}}), Invalid, "InvalidParameterValue"),
        ("vpc", json!({"cidr": "10.0.0.0/16", "tags": many_tags}), Quota, "TagLimitExceeded"),
        ("vpc-cidr-block", json!({"vpc": "vpc-1", "cidr": "10.0.128.0/17"}), Conflict, "CidrConflict"),
        ("subnet", subnet("vpc-9", "10.0.9.0/24"), NotFound, "InvalidVpcID.NotFound"),
        ("subnet", subnet("vpc-1", "10.1.0.0/24"), Invalid, "InvalidSubnet.Range"),
        ("subnet", subnet("vpc-1", "10.0.0.128/25"), Conflict, "InvalidSubnet.Conflict"),
        ("subnet", subnet("vpc-1", "10.0.2.0"), Invalid, "InvalidParameterValue"),
        ("internet-gateway", json!({"vpc": "vpc-1"}), Conflict, "Resource.AlreadyAssociated"),
        ("nat-gateway", nat("subnet-3"), Conflict, "Resource.AlreadyAssociated"),
        ("nat-gateway", nat("subnet-9"), NotFound, "InvalidSubnetID.NotFound"),
        ("elastic-ip", json!({"address": "192.0.2.7"}), Invalid, "InvalidParameterValue"),
        (
            "route-table-association",
            json!({"subnet": "subnet-3", "route_table": "rtb-1"}),
            Invalid,
            "InvalidParameterValue",
        ),
        (
            "route",
            json!({"route_table": "rtb-1", "destination": "10.0.0.0/16", "target": {"internet-gateway": "igw-1"}}),
            Invalid,
            "InvalidParameterValue",
        ),
        (
            "route",
            json!({"route_table": "rtb-1", "destination": "0.0.0.0/0", "target": {"transit-gateway": "tgw-1"}}),
            NotFound,
            "InvalidTransitGatewayID.NotFound",
        ),
        (
            "security-group",
            json!({"vpc": "vpc-1", "name": "nodes", "description": "x"}),
            Conflict,
            "InvalidGroup.Duplicate",
        ),
        (
            "security-group",
            json!({"vpc": "vpc-1", "name": "default", "description": "x"}),
            Invalid,
            "InvalidGroup.Reserved",
        ),
        ("security-group", json!({"vpc": "vpc-1", "name": "new"}), Invalid, "MissingParameter"),
        ("security-group-rule", rule(json!({"from_port": 3})), Invalid, "InvalidParameterValue"),
        ("security-group-rule", rule(json!({"peer": {"ipv4": "10.0.0.0/33"}})), Invalid, "InvalidParameterValue"),
        ("security-group-rule", rule(json!({"peer": {"group": "sg-2"}})), NotFound, "InvalidGroup.NotFound"),
        (
            "security-group-rule",
            rule(json!({"peer": {"prefix-list": "pl-1"}})),
            NotFound,
            "InvalidPrefixListID.NotFound",
        ),
        ("key-pair", json!({"name": "k", "public_key": "ssh-dss AAAA"}), Invalid, "InvalidKey.Format"),
        ("iam-role", json!({"name": "new", "assume_role_policy": {}}), Invalid, "MalformedPolicyDocument"),
        (
            "iam-role",
            json!({"name": "nodes", "assume_role_policy": {"Statement": statement}}),
            Conflict,
            "EntityAlreadyExists",
        ),
        (
            "iam-role-policy",
            json!({"role": "nodes", "name": "p", "policy": {"Statement": statement, "Id": long}}),
            Quota,
            "LimitExceeded",
        ),
        (
            "iam-role-policy-attachment",
            json!({"role": "nodes", "policy_arn": "arn:aws:iam::123456789012:policy/mine"}),
            NotFound,
            "NoSuchEntity",
        ),
        ("network-load-balancer", balancer(json!([{"subnet": "subnet-3"}]), json!({})), Invalid, "InvalidSubnet"),
        (
            "network-load-balancer",
            balancer(json!([{"subnet": "subnet-1"}, {"subnet": "subnet-1"}]), json!({})),
            Invalid,
            "InvalidConfigurationRequest",
        ),
        (
            "network-load-balancer",
            balancer(json!([{"subnet": "subnet-1"}]), json!({"security_groups": ["sg-2"]})),
            Invalid,
            "InvalidSecurityGroup",
        ),
        (
            "launch-template",
            json!({"name": "new", "image_id": "ami-9", "instance_type": "t3.medium"}),
            NotFound,
            "InvalidAMIID.NotFound",
        ),
        (
            "launch-template",
            json!({"name": "new", "image_id": "ami-2", "instance_type": "t3.medium"}),
            Invalid,
            "InvalidParameterValue",
        ),
        (
            "launch-template",
            json!({"name": "new", "image_id": "ami-1", "instance_type": "z9.huge"}),
            Invalid,
            "InvalidParameterValue",
        ),
        (
            "network-load-balancer",
            balancer(json!([{"subnet": "subnet-1"}]), json!({"ip_address_type": "dualstack"})),
            Invalid,
            "InvalidConfigurationRequest",
        ),
        (
            "network-load-balancer",
            balancer(json!([{"subnet": "subnet-1", "allocation_id": "eipalloc-1"}]), json!({})),
            Conflict,
            "ResourceInUse",
        ),
        (
            "launch-template",
            json!({"name": "new", "image_id": "ami-1", "instance_type": "t3.medium", "block_devices": [
                {"device_name": "/dev/xvda", "ebs": {"volume_type": "gp3", "iops": 3000, "throughput": 751}},
            ]}),
            Invalid,
            "InvalidParameterValue",
        ),
        ("autoscaling-group", group("2", "subnet-1"), NotFound, "InvalidLaunchTemplateId.VersionNotFound"),
        ("autoscaling-group", mixed("lt-spot"), Invalid, "ValidationError"),
        ("autoscaling-group", with_template("lt-ipv6"), Invalid, "ValidationError"),
        (
            "dns-record",
            json!({"zone": "Z1", "name": "api.example.org", "record_type": "A"}),
            Invalid,
            "InvalidChangeBatch",
        ),
        (
            "dns-record",
            json!({"zone": "Z1", "name": "api.example.com", "record_type": "A", "alias": alias}),
            Invalid,
            "InvalidChangeBatch",
        ),
        ("dns-zone-association", json!({"zone": "Z1", "vpc": "vpc-1"}), Invalid, "PublicZoneVPCAssociation"),
        ("volume", json!({"zone": "us-east-2a", "size_gib": 20, "volume_type": "io1"}), Invalid, "MissingParameter"),
        ("event-rule", json!({"name": "r", "pattern": "{}"}), Invalid, "InvalidEventPatternException"),
        ("managed-file", json!({"key": "addons/x"}), Invalid, "InvalidParameterValue"),
    ];
    for (kind, fields, error_kind, code) in cases {
        let account = account();
        let before = account.resources();
        match create(&account, "t", kind, fields.clone()) {
            Ok(_) => panic!("{kind} {fields} was made"),
            Err(error) => {
                assert_eq!((error.kind, error.code.as_deref()), (error_kind, Some(code)), "{kind} {fields}: {error}");
                assert!(error.request_id.is_some());
            }
        }
        assert_eq!(account.resources(), before, "an error changes nothing");
    }
}

/// The hosted zone of the region's network load balancers.
fn balancer_zone() -> String {
    let account = account();
    let balancer = json!({"name": "any", "subnets": [{"subnet": "subnet-1"}]});
    create(&account, "b", "network-load-balancer", balancer).expect("is made").outputs[&Output::HostedZone].clone()
}

fn update(account: &Account, token: &str, kind: Kind, id: &str, fields: Value) -> Result<Outcome, CloudError> {
    let names = fields.as_object().expect("a map").keys().cloned().collect();
    let desired = Resource::from_fields(kind, fields).expect("fields of the kind");
    let action = BoundAction::Update { id: id.into(), current: desired.clone(), desired, fields: names };
    execute(account, token, kind, action)
}

fn fields(account: &Account, kind: Kind, id: &str) -> Value {
    let found = account.resources().into_iter().find(|found| found.resource.kind() == kind && found.id.0 == id);
    found.expect("is there").resource.to_value().into()
}

#[test]
fn a_change_drops_what_has_no_meaning_any_more() {
    let account = account().with_other("arn:aws:acm:us-east-2:123456789012:certificate/1");
    let volume = json!({"zone": "us-east-2a", "size_gib": 20, "volume_type": "gp3"});
    let id = create(&account, "v", "volume", volume).expect("is made").outputs[&Output::Id].clone();
    let of = |field: &str| fields(&account, Kind::Volume, &id)[field].clone();
    assert_eq!((of("iops"), of("throughput")), (json!(3000), json!(125)));
    update(&account, "1", Kind::Volume, &id, json!({"volume_type": "io1", "iops": 200})).expect("is changed");
    assert_eq!((of("iops"), of("throughput")), (json!(200), Value::Null));
    update(&account, "2", Kind::Volume, &id, json!({"volume_type": "gp2"})).expect("is changed");
    assert_eq!((of("iops"), of("throughput")), (Value::Null, Value::Null));
    let error = update(&account, "3", Kind::Volume, &id, json!({"throughput": 125})).expect_err("gp2 has none");
    assert_eq!(error.code.as_deref(), Some("InvalidParameterCombination"));

    let balancer = json!({"name": "api", "subnets": [{"subnet": "subnet-1"}]});
    let balancer =
        create(&account, "b", "network-load-balancer", balancer).expect("is made").outputs[&Output::Arn].clone();
    let target = json!({"name": "tls", "vpc": "vpc-1", "protocol": "TCP", "port": 443, "health_check":
        {"target": "TCP", "interval": 10, "healthy_threshold": 2, "unhealthy_threshold": 2}});
    let target = create(&account, "t", "target-group", target).expect("is made").outputs[&Output::Arn].clone();
    let listener = json!({"load_balancer": balancer, "port": 443, "protocol": "TLS", "target_group": target,
        "certificate": "arn:aws:acm:us-east-2:123456789012:certificate/1"});
    let id = create(&account, "l", "listener", listener).expect("is made").outputs[&Output::Id].clone();
    assert_ne!(fields(&account, Kind::Listener, &id)["ssl_policy"], Value::Null);
    update(&account, "4", Kind::Listener, &id, json!({"protocol": "TCP", "certificate": null})).expect("is changed");
    assert_eq!(fields(&account, Kind::Listener, &id)["ssl_policy"], Value::Null);
}

#[test]
fn defaults_are_filled_in_as_aws_does() {
    let account = account();
    let group = json!({"name": "nodes", "launch_template": "lt-1", "launch_template_version": "1", "max_size": 1,
        "subnets": ["subnet-1"], "mixed_instances": {"overrides": [{"instance_type": "t3.medium"}]}});
    create(&account, "g", "autoscaling-group", group).expect("is made");
    let distribution = json!({"on_demand_allocation_strategy": "prioritized", "on_demand_base_capacity": 0,
        "on_demand_percentage_above_base": 100, "spot_allocation_strategy": "lowest-price", "spot_instance_pools": 2});
    assert_eq!(fields(&account, Kind::AutoscalingGroup, "nodes")["mixed_instances"]["distribution"], distribution);

    let balancer = json!({"name": "api", "subnets": ["subnet-1"], "listeners": [{"port": 443, "instance_port": 443}],
        "idle_timeout": 300, "draining_timeout": 300, "access_log": {"bucket": "logs"}, "health_check":
        {"target": "SSL:443", "interval": 10, "timeout": 5, "healthy_threshold": 2, "unhealthy_threshold": 2}});
    create(&account, "b", "classic-load-balancer", balancer).expect("is made");
    let log = json!({"bucket": "logs", "interval": 60});
    assert_eq!(fields(&account, Kind::ClassicLoadBalancer, "api")["access_log"], log);
    delete(&account, Kind::NatGateway, "nat-1").expect("is deleted");
    while probe(&account, Kind::NatGateway, "nat-1") != Readiness::Gone {}
    let error = delete(&account, Kind::InternetGateway, "igw-1").expect_err("a public load balancer is there");
    assert_eq!(error.kind, ErrorKind::InUse);
}

#[test]
fn queues_and_event_rules_are_found_by_their_names_only() {
    let account = account();
    let tags = json!({"KubernetesCluster": "demo"});
    let policy = Value::Null;
    let queue = json!({"name": "demo-nth", "retention_seconds": 300, "policy": policy, "tags": tags});
    create(&account, "q", "sqs-queue", queue).expect("is made");
    let rule = json!({"name": "demo-spot", "pattern": "{\"source\": [\"aws.ec2\"]}", "tags": tags});
    create(&account, "r", "event-rule", rule).expect("is made");
    let observe = |scope: &Scope| block_on(account.observe(scope)).expect("observes").resources.len();
    let mut scope = Scope { cluster: "demo".into(), ..Scope::default() };
    assert_eq!(observe(&scope), 0);
    scope.names.insert(Kind::Queue, ["demo-nth".to_owned()].into());
    scope.names.insert(Kind::EventRule, ["demo-spot".to_owned()].into());
    assert_eq!(observe(&scope), 2);
}

#[test]
fn quotas_hold() {
    let account = account().with_limits(Limits { vpcs: 2, rules_per_group: 1, elastic_ips: 1, ..Limits::default() });
    let rule = |port: i32, peer: Value| json!({"group": "sg-1", "protocol": "tcp", "from_port": port, "to_port": port, "peer": peer});
    create(&account, "1", "security-group-rule", rule(1, json!({"ipv4": "10.0.0.0/8"}))).expect("the first rule fits");
    create(&account, "2", "security-group-rule", rule(1, json!({"ipv6": "::/0"}))).expect("IPv6 is counted apart");
    let cases = [
        ("vpc", json!({"cidr": "10.9.0.0/16"}), "VpcLimitExceeded"),
        ("elastic-ip", json!({}), "AddressLimitExceeded"),
        ("security-group-rule", rule(2, json!({"ipv4": "10.0.0.0/8"})), "RulesPerSecurityGroupLimitExceeded"),
    ];
    for (kind, fields, code) in cases {
        let error = create(&account, "3", kind, fields).expect_err(kind);
        assert_eq!((error.kind, error.code.as_deref()), (ErrorKind::Quota, Some(code)));
    }
}

#[test]
fn cidrs_are_stored_in_their_canonical_form() {
    let account = account();
    let made = |token: &str, kind: &str, fields: Value| {
        create(&account, token, kind, fields).expect("is made").outputs[&Output::Id].clone()
    };
    let vpc = made("v", "vpc", json!({"cidr": "10.7.1.2/16"}));
    assert_eq!(fields(&account, Kind::Vpc, &vpc)["cidr"], "10.7.0.0/16");
    let block = made("b", "vpc-cidr-block", json!({"vpc": vpc, "cidr": "10.8.1.2/16"}));
    assert_eq!(fields(&account, Kind::VpcCidrBlock, &block)["cidr"], "10.8.0.0/16");
    let subnet = made("s", "subnet", json!({"vpc": vpc, "zone": "us-east-2a", "cidr": "10.7.9.9/24"}));
    assert_eq!(fields(&account, Kind::Subnet, &subnet)["cidr"], "10.7.9.0/24");
    let route =
        json!({"route_table": "rtb-1", "destination": "2001:DB8::1/32", "target": {"internet-gateway": "igw-1"}});
    let route = made("r", "route", route);
    assert_eq!(route, "rtb-1|2001:db8::/32");
    assert_eq!(fields(&account, Kind::Route, &route)["destination"], "2001:db8::/32");
    let rule = |name: &str, cidr: &str| json!({"group": "sg-1", "protocol": "-1", "peer": {"ipv4": cidr}, "tags": {"Name": name}});
    let id = made("g", "security-group-rule", rule("one", "100.68.0.18/18"));
    assert_eq!(fields(&account, Kind::SecurityGroupRule, &id)["peer"], json!({"ipv4": "100.68.0.0/18"}));
    let error = create(&account, "h", "security-group-rule", rule("another", "100.68.1.1/18"));
    assert_eq!(error.expect_err("is there").code.as_deref(), Some("InvalidPermission.Duplicate"));
}

#[test]
fn ids_depend_on_the_seed_and_the_token_only() {
    let id = |seed: u64, token: &str| {
        let account = Account::new("us-east-2").with_seed(seed);
        let outcome = create(&account, token, "vpc", json!({"cidr": "10.0.0.0/16"})).expect("is made");
        outcome.outputs[&Output::Id].clone()
    };
    assert_eq!(id(1, "a"), id(1, "a"));
    assert_ne!(id(1, "a"), id(1, "b"));
    assert_ne!(id(1, "a"), id(2, "a"));
    assert!(id(1, "a").starts_with("vpc-0") && id(1, "a").len() == "vpc-0123456789abcdef0".len());
}

#[test]
fn a_token_whose_thing_is_gone_makes_nothing_again() {
    let account = Account::new("us-east-2");
    let vpc = json!({"cidr": "10.0.0.0/16"});
    let made = create(&account, "a", "vpc", vpc.clone()).expect("is made").outputs[&Output::Id].clone();
    delete(&account, Kind::Vpc, &made).expect("is deleted");
    let error = create(&account, "a", "vpc", vpc.clone()).expect_err("the token is spent");
    assert_eq!(error.code.as_deref(), Some("IdempotentParameterMismatch"));
    create(&account, "b", "vpc", vpc).expect("a new token makes a new one");
}

#[test]
fn gateways_take_their_time_and_hold_on_to_their_addresses() {
    let account = account().with_delays(Delays { available: 2, gone: 2, visible: 0 });
    let address = create(&account, "a", "elastic-ip", json!({})).expect("is made").outputs[&Output::Id].clone();
    let gateway = json!({"subnet": "subnet-1", "elastic_ip": address});
    let gateway = create(&account, "n", "nat-gateway", gateway).expect("is made").outputs[&Output::Id].clone();
    let route = json!({"route_table": "rtb-1", "destination": "0.0.0.0/0", "target": {"nat-gateway": gateway}});
    let error = create(&account, "r", "route", route.clone()).expect_err("the gateway is pending");
    assert!(error.retryable(), "{error}");
    assert!(matches!(probe(&account, Kind::NatGateway, &gateway), Readiness::Pending(_)));
    assert_eq!(probe(&account, Kind::NatGateway, &gateway), Readiness::Ready);
    create(&account, "r", "route", route).expect("the gateway is available");

    delete(&account, Kind::NatGateway, &gateway).expect("is deleted");
    let error = delete(&account, Kind::ElasticIp, &address).expect_err("the gateway is not gone yet");
    assert_eq!((error.kind, error.code.as_deref()), (ErrorKind::InUse, Some("InvalidIPAddress.InUse")));
    assert!(account.resources().iter().any(|x| x.id.as_str() == gateway && x.deleting), "AWS still shows it");
    assert!(matches!(probe(&account, Kind::NatGateway, &gateway), Readiness::Pending(_)));
    assert_eq!(probe(&account, Kind::NatGateway, &gateway), Readiness::Gone);
    delete(&account, Kind::ElasticIp, &address).expect("the gateway is gone");
}

#[test]
fn what_is_new_hides_where_the_account_says_so() {
    let account = account().with_delays(Delays { visible: 2, ..Delays::default() });
    let vpc = create(&account, "v", "vpc", json!({"cidr": "10.5.0.0/16", "tags": {"KubernetesCluster": "demo"}}));
    let vpc = vpc.expect("is made").outputs[&Output::Id].clone();
    let table = json!({"vpc": vpc});
    let error = create(&account, "t", "route-table", table.clone()).expect_err("the VPC is not known yet");
    assert_eq!((error.kind, error.code.as_deref()), (ErrorKind::NotReady, Some("InvalidVpcID.NotFound")));
    let scope = Scope { cluster: "demo".into(), ..Scope::default() };
    let observe = || block_on(account.observe(&scope)).expect("observes").resources.len();
    assert_eq!((observe(), observe()), (0, 1));
    create(&account, "t", "route-table", table).expect("the VPC is visible");
}

#[test]
fn the_vpcs_of_a_hosted_zone_are_associations_like_any() {
    let mut file = file();
    file["hostedZones"] =
        json!([{"id": "Z2", "name": "inside.example.com", "private": true, "vpcs": ["vpc-1", "vpc-9"]}]);
    let account = Account::from_json(&file.to_string()).expect("an account");
    let scope = Scope { names: [(Kind::DnsZoneAssociation, ["Z2".into()].into())].into(), ..Scope::default() };
    let observe = || block_on(account.observe(&scope)).expect("observes").resources;
    assert_eq!(observe().iter().map(|found| found.id.as_str()).collect::<Vec<_>>(), ["Z2|vpc-1"]);
    let query = FactsQuery { dns_zones: vec!["Z2".into()], ..FactsQuery::default() };
    let vpcs = || block_on(account.facts(&query)).expect("facts").hosted_zones[0].vpcs.clone();
    assert_eq!(vpcs(), ["vpc-9", "vpc-1"]);
    let again = create(&account, "a", "dns-zone-association", json!({"zone": "Z2", "vpc": "vpc-1"}));
    assert_eq!(again.expect_err("is there").kind, ErrorKind::Conflict);
    delete(&account, Kind::DnsZoneAssociation, "Z2|vpc-1").expect("is deleted");
    assert!(observe().is_empty());
    assert_eq!(vpcs(), ["vpc-9"]);
}

#[test]
fn groups_run_instances_that_hold_on_to_what_they_use() {
    let account = account();
    let group = json!({"name": "nodes", "launch_template": "lt-1", "launch_template_version": "1", "min_size": 3,
        "max_size": 5, "subnets": ["subnet-1", "subnet-2"]});
    create(&account, "g", "autoscaling-group", group).expect("is made");
    assert_eq!(account.instance_count(), 3);
    let error = delete(&account, Kind::Subnet, "subnet-2").expect_err("instances are in it");
    assert_eq!((error.kind, error.code.as_deref()), (ErrorKind::InUse, Some("DependencyViolation")));
    delete(&account, Kind::AutoscalingGroup, "nodes").expect("is deleted");
    assert_eq!(account.instance_count(), 3, "instances take a moment to stop");
    assert!(matches!(probe(&account, Kind::AutoscalingGroup, "nodes"), Readiness::Pending(_)));
    assert_eq!(account.instance_count(), 0);
    delete(&account, Kind::Subnet, "subnet-2").expect("nothing is in it");
}

#[test]
fn a_group_gets_mixed_instances_once_its_warm_pool_is_gone() {
    let account = account();
    let group = json!({"name": "nodes", "launch_template": "lt-1", "launch_template_version": "1", "max_size": 1,
        "subnets": ["subnet-1"]});
    create(&account, "g", "autoscaling-group", group).expect("is made");
    create(&account, "p", "warm-pool", json!({"group": "nodes"})).expect("is made");
    let mix = |token: &str| {
        let mixed = json!({"mixed_instances": {"overrides": [{"instance_type": "t3.medium"}]}});
        update(&account, token, Kind::AutoscalingGroup, "nodes", mixed)
    };
    delete(&account, Kind::WarmPool, "nodes").expect("is deleted");
    assert_eq!(mix("1").expect_err("the pool is not gone yet").code.as_deref(), Some("ValidationError"));
    assert!(account.resources().iter().any(|x| x.resource.kind() == Kind::WarmPool && x.deleting), "AWS shows it");
    assert!(matches!(probe(&account, Kind::WarmPool, "nodes"), Readiness::Pending(_)));
    assert_eq!(probe(&account, Kind::WarmPool, "nodes"), Readiness::Gone);
    mix("2").expect("the pool is gone");
}

#[test]
fn a_group_whose_launch_template_is_gone_launches_nothing() {
    let account = account();
    let group = json!({"name": "nodes", "launch_template": "lt-1", "launch_template_version": "$Latest", "min_size": 3,
        "max_size": 3, "subnets": ["subnet-1"], "tags": {"KubernetesCluster": "demo.example.com"}});
    create(&account, "g", "autoscaling-group", group).expect("is made");
    let mut file: Value = serde_json::from_str(&account.to_json()).expect("JSON");
    let templates = file["resources"]["launch-template"].as_object_mut().expect("launch templates");
    templates.remove("lt-1").expect("is there");
    let account = Account::from_json(&file.to_string()).expect("an account");
    let group = || block_on(account.instances("demo.example.com")).expect("are listed").remove(0);
    let before = group();
    assert_eq!(before.template.as_deref(), Some(""));
    assert!(before.instances.len() == 3 && before.instances.iter().all(|instance| before.is_outdated(instance)));
    let terminate = InstanceChange::Terminate { instance: before.instances[0].id.clone() };
    block_on(account.change_instance(&terminate)).expect("is terminated");
    assert_eq!(group().instances, before.instances[1..]);
}

#[test]
fn the_role_in_an_instance_profile_is_a_fact() {
    let query = FactsQuery { instance_profiles: vec!["nodes".into(), "nowhere".into()], ..FactsQuery::default() };
    let facts = block_on(account().facts(&query)).expect("facts");
    assert_eq!(facts.instance_profile_roles, [("nodes".to_owned(), "nodes".to_owned())].into());
}

#[test]
fn an_account_outlives_the_process() {
    let account = account();
    create(&account, "v", "vpc", json!({"cidr": "10.5.0.0/16", "amazon_ipv6": true})).expect("is made");
    create(&account, "e", "elastic-ip", json!({})).expect("is made");
    let text = account.to_json();
    let again = Account::from_json(&text).expect("an account");
    assert_eq!(again.to_json(), text);
    assert_eq!(again.resources(), account.resources());
    let repeated = create(&again, "v", "vpc", json!({"cidr": "10.5.0.0/16", "amazon_ipv6": true})).expect("is found");
    assert_eq!(again.resources().len(), account.resources().len());
    assert!(repeated.outputs[&Output::Ipv6Cidr].ends_with("::/56"), "{repeated:?}");
}

#[test]
fn the_account_of_the_example_has_what_its_cluster_shares() {
    let account = Account::from_json(include_str!("../../../../examples/fairwinds/account.json")).expect("an account");
    let query = FactsQuery {
        vpcs: vec!["vpc-0a1b2c3d4e5f60718".into()],
        nat_gateways: ["nat-0aa00000000000001", "nat-0bb00000000000002", "nat-0cc00000000000003"]
            .map(Into::into)
            .into(),
        dns_zones: vec!["kube.example.com".into()],
        ..FactsQuery::default()
    };
    let facts = block_on(account.facts(&query)).expect("facts");
    assert_eq!((facts.network.vpcs.len(), facts.network.nat_gateways.len(), facts.hosted_zones.len()), (1, 3, 1));
    assert_eq!((facts.network.internet_gateways.len(), facts.network.route_tables.len()), (1, 1));
}

#[test]
fn an_account_outlives_the_process_with_all_that_is_under_way() {
    let account = account().with_delays(Delays { available: 2, gone: 2, visible: 2 });
    let vpc =
        create(&account, "v", "vpc", json!({"cidr": "10.5.0.0/16"})).expect("is made").outputs[&Output::Id].clone();
    probe(&account, Kind::Vpc, &vpc);
    probe(&account, Kind::Vpc, &vpc);
    create(&account, "s", "security-group", json!({"vpc": vpc, "name": "new", "description": "x"})).expect("is made");
    let address = create(&account, "e", "elastic-ip", json!({})).expect("is made").outputs[&Output::Id].clone();
    delete(&account, Kind::NatGateway, "nat-1").expect("is deleted");
    let text = account.to_json();
    let again = Account::from_json(&text).expect("an account");
    assert_eq!(again.to_json(), text);
    for (kind, id) in [(Kind::ElasticIp, address.as_str()), (Kind::NatGateway, "nat-1")] {
        assert_eq!(probe(&again, kind, id), probe(&account, kind, id));
        assert!(matches!(probe(&again, kind, id), Readiness::Pending(_)), "{kind}");
    }
}

#[test]
fn what_is_no_account_is_told_with_its_place() {
    let cases = [
        ("", "line 1, column 0: EOF while parsing a value"),
        ("region: us-east-2", "line 1, column 1: expected value"),
        ("{}", "line 1, column 2: missing field `region`"),
        (
            "{\"region\": \"us-east-2\",\n \"resource\": {}}",
            "line 2, column 11: unknown field `resource`, expected one of",
        ),
        (
            "{\"region\": \"x\", \"resources\": {\n\"vpcs\": {}}}",
            "line 2, column 6: unknown variant `vpcs`, expected one of `vpc`",
        ),
        (
            "{\"region\": \"x\", \"resources\": {\"vpc\": {\n\"vpc-1\": {\"cird\": \"10.0.0.0/16\"}}}}",
            "line 2, column 16: unknown field `cird`, expected one of `cidr`",
        ),
        (
            "{\"region\": \"x\", \"resources\": {\"vpc\": {\"vpc-1\": {\"cidr\": \"10.0.0.0/16\"}, \"vpc-1\": {}}}}",
            "the VPC `vpc-1` is there twice",
        ),
        (
            "{\"region\": \"us-east-2\", \"resources\": {\"subnet\": {\"subnet-1\": {\"vpc\": \"vpc-1\", \"zone\": \"us-east-2a\", \"cidr\": \"10.0.0.0/24\"}}}}",
            "the account cannot hold subnet/subnet-1: the VPC `vpc-1` does not exist",
        ),
    ];
    for (text, message) in cases {
        let error = Account::from_json(text).expect_err(text).to_string();
        assert!(error.contains(message), "{error}");
    }
}
