//! The conformance suite of the port to an account.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use kops_aws::Aws;
use kops_core::testkit::{Subject, cloud_suite};

use crate::server::{IMAGE, Moto, REGION};

/// What AWS or moto does not do.
const LACKS: &[(&str, &str)] = &[
    ("create/token-of-another-step", "AWS takes tokens for few kinds; what was made is found by its tags"),
    ("create/every-kind classic-load-balancer HostedZone", "moto gives classic load balancers no hosted zone"),
    ("create/every-kind network-load-balancer PrivateAddresses", "moto makes no network interfaces for load balancers"),
    ("delete/elastic-ip-in-use", "moto releases an address that a NAT gateway has"),
    ("delete/internet-gateway-in-use", "moto detaches a gateway that a NAT gateway needs"),
    ("delete/security-group-in-use", "moto deletes a group that rules name"),
    ("delete/subnet-in-use", "moto deletes a subnet with what is in it"),
    ("delete/what-is-gone warm-pool", "moto breaks over warm pools that are not there"),
    ("refuse/duplicates internet-gateway", "moto attaches several gateways to a VPC"),
    ("refuse/invalid-values autoscaling-group", "moto makes a group whose least size is above its largest"),
    ("refuse/invalid-values iam-role", "moto takes names of any length"),
    ("refuse/invalid-values listener", "moto listens on ports that there are not"),
    ("refuse/invalid-values volume", "moto takes any word for the type of a volume"),
    ("refuse/unknown-references security-group", "moto makes groups in VPCs that are not there"),
];

/// A subject on moto, with a hosted zone and a managed policy.
async fn subject(moto: &Moto) -> Subject {
    let zone = moto.hosted_zone("example.com").await;
    Subject {
        cloud: Arc::new(Aws::new(&moto.config())),
        region: REGION.to_owned(),
        zones: vec!["us-east-2a".to_owned(), "us-east-2b".to_owned()],
        image: IMAGE.to_owned(),
        machine_type: "t3.medium".to_owned(),
        managed_policy: moto.managed_policy().await,
        hosted_zone: Some((zone, "example.com".to_owned())),
        prefix_list: Some("pl-00000000000000001".to_owned()),
        lacks: BTreeMap::from_iter(LACKS.iter().copied()),
        patience: 20,
        pause: Arc::new(|| Box::pin(tokio::time::sleep(Duration::from_millis(10)))),
    }
}

#[tokio::test]
async fn the_account_keeps_the_promises_of_a_cloud() {
    let Some(moto) = Moto::start() else { return };
    let findings = cloud_suite::run(async || {
        moto.reset();
        subject(&moto).await
    })
    .await;
    assert!(findings.is_empty(), "{findings}");
}
