//! The account as a file: what it keeps, and what it says of a wrong one.

use serde_json::json;

use super::*;
use crate::resource::Output;

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
