//! What the account refuses, with the codes of AWS.

use serde_json::{Value, json};

use super::*;
use crate::cloud::ErrorKind;
use crate::resource::Output;

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

#[test]
fn a_vpc_stays_while_something_is_attached_to_it() {
    let account = account();
    let vpc =
        create(&account, "v", "vpc", json!({"cidr": "10.9.0.0/16"})).expect("is made").outputs[&Output::Id].clone();
    for id in ["pcx-1", "vgw-1", "vpce-1"] {
        let attached = account.copy().with_attachment(id, &vpc);
        let error = delete(&attached, Kind::Vpc, &vpc).expect_err(id);
        assert_eq!((error.kind, error.code.as_deref()), (ErrorKind::InUse, Some("DependencyViolation")));
        assert!(error.message.contains(id), "{error}");
    }
    delete(&account, Kind::Vpc, &vpc).expect("nothing is attached");
}

/// The hosted zone of the region's network load balancers.
fn balancer_zone() -> String {
    let account = account();
    let balancer = json!({"name": "any", "subnets": [{"subnet": "subnet-1"}]});
    create(&account, "b", "network-load-balancer", balancer).expect("is made").outputs[&Output::HostedZone].clone()
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
fn a_rule_for_a_prefix_list_counts_as_many_rules_as_the_list_may_have_entries() {
    let account = account().with_limits(Limits { rules_per_group: 21, ..Limits::default() });
    let account = account.with_prefix_list("pl-1", 20).with_other("pl-2");
    let rule = |list: &str| json!({"group": "sg-1", "protocol": "tcp", "from_port": 1, "to_port": 1, "peer": {"prefix-list": list}});
    create(&account, "1", "security-group-rule", rule("pl-1")).expect("fits");
    create(&account, "2", "security-group-rule", rule("pl-2")).expect("one more fits");
    let another =
        json!({"group": "sg-1", "protocol": "tcp", "from_port": 1, "to_port": 1, "peer": {"ipv4": "10.0.0.0/8"}});
    let error = create(&account, "3", "security-group-rule", another).expect_err("the group is full");
    assert_eq!(error.code.as_deref(), Some("RulesPerSecurityGroupLimitExceeded"));
}
