//! What takes its time, and what holds on to something meanwhile.

use futures::executor::block_on;
use serde_json::json;

use super::*;
use crate::cloud::ErrorKind;
use crate::resource::Output;

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
    assert_eq!((error.kind, error.code.as_deref()), (ErrorKind::NotReady, Some("InvalidIPAddress.InUse")));
    assert!(account.resources().iter().any(|x| x.id.as_str() == gateway && x.deleting), "AWS still shows it");
    assert!(matches!(probe(&account, Kind::NatGateway, &gateway), Readiness::Pending(_)));
    assert_eq!(probe(&account, Kind::NatGateway, &gateway), Readiness::Gone);
    delete(&account, Kind::ElasticIp, &address).expect("the gateway is gone");
}

#[test]
fn what_a_nat_gateway_uses_is_in_use_until_it_is_being_deleted_and_then_not_ready_to_go() {
    let account = account().with_delays(Delays { gone: 9, ..Delays::default() });
    let used = [(Kind::ElasticIp, "eipalloc-1"), (Kind::Subnet, "subnet-1"), (Kind::InternetGateway, "igw-1")];
    let kinds = || used.map(|(kind, id)| delete(&account, kind, id).expect_err(id).kind);
    assert_eq!(kinds(), [ErrorKind::InUse; 3]);
    delete(&account, Kind::NatGateway, "nat-1").expect("is deleted");
    assert_eq!(kinds(), [ErrorKind::NotReady; 3]);
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
fn a_group_of_mixed_instances_has_a_warm_pool_until_that_is_gone() {
    let account = account();
    let group = json!({"name": "nodes", "launch_template": "lt-1", "launch_template_version": "1", "max_size": 1,
        "subnets": ["subnet-1"]});
    create(&account, "g", "autoscaling-group", group).expect("is made");
    create(&account, "p", "warm-pool", json!({"group": "nodes"})).expect("is made");
    let mixed = json!({"mixed_instances": {"overrides": [{"instance_type": "t3.medium"}]}});
    update(&account, "m", Kind::AutoscalingGroup, "nodes", mixed).expect("a group can have both");
    delete(&account, Kind::WarmPool, "nodes").expect("is deleted");
    assert!(account.resources().iter().any(|x| x.resource.kind() == Kind::WarmPool && x.deleting), "AWS shows it");
    assert!(matches!(probe(&account, Kind::WarmPool, "nodes"), Readiness::Pending(_)));
    assert_eq!(probe(&account, Kind::WarmPool, "nodes"), Readiness::Gone);
    create(&account, "q", "warm-pool", json!({"group": "nodes"})).expect("mixed instances do not exclude it");
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
