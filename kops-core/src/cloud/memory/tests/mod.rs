//! What the account does beyond the conformance suite: what it refuses, stores, shows and takes its time over, and its file.

mod account_file;
mod delays;
mod observed;
mod refusals;
mod values;

use futures::executor::block_on;
use serde_json::{Value, json};

use super::*;
use crate::cloud::{BoundAction, Cloud};
use crate::resource::ResourceId;

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

fn update(account: &Account, token: &str, kind: Kind, id: &str, fields: Value) -> Result<Outcome, CloudError> {
    let names = fields.as_object().expect("a map").keys().cloned().collect();
    let desired = Resource::from_fields(kind, fields).expect("fields of the kind");
    let action = BoundAction::Update { id: id.into(), current: desired.clone(), desired, fields: names };
    execute(account, token, kind, action)
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

fn fields(account: &Account, kind: Kind, id: &str) -> Value {
    let found = account.resources().into_iter().find(|found| found.resource.kind() == kind && found.id.0 == id);
    found.expect("is there").resource.to_value().into()
}
