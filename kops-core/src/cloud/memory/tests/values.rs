//! What the account makes of the values that it is given.

use serde_json::{Value, json};

use super::*;
use crate::cloud::ErrorKind;
use crate::resource::Output;

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
