//! What Elastic Load Balancing asks of changes to load balancers, and moto does not.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use kops_aws::Aws;
use kops_core::cloud::{BoundAction, BoundStep, Cloud as _, CloudError, ErrorKind, Outcome};
use kops_core::resource::{
    ClassicLoadBalancer, Field, HealthCheck, NetworkLoadBalancer, Output, Ref, Resource, ResourceId, SubnetMapping,
    TargetGroup,
};

use crate::server::config_at;
use crate::wire::{Fate, Request, Wire};

const ARN: &str = "arn:aws:elasticloadbalancing:us-east-2:123456789012:loadbalancer/net/api/1";

/// Changes some fields of a load balancer of either generation, or of what belongs to one.
async fn change<R: Into<Resource>>(
    wire: &Wire,
    current: R,
    desired: R,
    fields: &[&Field],
) -> Result<Outcome, CloudError> {
    let (current, desired) = (current.into(), desired.into());
    let step = BoundStep {
        cluster: "demo.example.com".to_owned(),
        resource: ResourceId::new(desired.kind(), "it"),
        token: "token".to_owned(),
        action: BoundAction::Update {
            id: ARN.into(),
            current,
            desired,
            fields: fields.iter().map(|field| field.name.to_owned()).collect(),
        },
    };
    Aws::new(&config_at(wire.url())).execute(&step).await
}

/// Notes what is changed and which values of a form come with it, and answers with what `judge` says, or else with nothing in it.
fn noting(
    form: &'static str,
    judge: impl Fn(&Request) -> Option<Fate> + Send + Sync + 'static,
) -> (Wire, Arc<Mutex<Vec<String>>>) {
    let changes = Arc::new(Mutex::new(Vec::new()));
    let seen = changes.clone();
    let wire = Wire::start("", move |request| {
        let operation = request.operation();
        if request.writes() {
            let values = (1..).map(|i| request.form(&form.replace('N', &format!("{i}"))));
            let values: Vec<String> = values.take_while(|value| !value.is_empty()).collect();
            seen.lock().expect("no panic").push([vec![operation.clone()], values].concat().join(" "));
        }
        let nothing = format!("<{operation}Response><{operation}Result></{operation}Result></{operation}Response>");
        judge(request).unwrap_or(Fate::Answered(200, nothing))
    });
    (wire, changes)
}

fn refused(code: &str, message: &str) -> Fate {
    let error = format!("<Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>");
    Fate::Answered(400, format!("<ErrorResponse>{error}</ErrorResponse>"))
}

fn classic(subnets: &[&str]) -> ClassicLoadBalancer {
    let subnets = subnets.iter().map(|subnet| Ref::from(*subnet)).collect();
    ClassicLoadBalancer { name: "api".to_owned(), subnets, ..ClassicLoadBalancer::default() }
}

#[tokio::test]
async fn a_subnet_of_a_classic_load_balancer_makes_room_for_another_in_its_zone() {
    const TAKEN: &str = "ELB cannot be attached to multiple subnets in the same AZ.";
    let (detach, attach) = ("DetachLoadBalancerFromSubnets", "AttachLoadBalancerToSubnets");
    for (old, new, taken, expected, failure) in [
        (["a1", "b1"], ["a2", "b1"], false, vec![format!("{detach} a1"), format!("{attach} a2")], None),
        (["a1", "b1"], ["c1", "d1"], false, vec![format!("{attach} c1 d1"), format!("{detach} a1 b1")], None),
        // The zone is free a moment later.
        (
            ["a1", "b1"],
            ["a2", "b1"],
            true,
            vec![format!("{detach} a1"), format!("{attach} a2")],
            Some((ErrorKind::NotReady, "same AZ.")),
        ),
        (
            ["a1", "b1"],
            ["a2", "b2"],
            true,
            vec![format!("{attach} a2 b2")],
            Some((ErrorKind::Invalid, "Keep one of the subnets")),
        ),
    ] {
        let (wire, changes) = noting("Subnets.member.N", move |request| match request.operation().as_str() {
            "AttachLoadBalancerToSubnets" if taken => Some(refused("InvalidConfigurationRequest", TAKEN)),
            "DescribeLoadBalancers" => {
                let balancer = "<LoadBalancerName>api</LoadBalancerName><DNSName>api.example.com</DNSName>";
                let list = format!("<LoadBalancerDescriptions><member>{balancer}</member></LoadBalancerDescriptions>");
                let result = format!("<DescribeLoadBalancersResult>{list}</DescribeLoadBalancersResult>");
                Some(Fate::Answered(
                    200,
                    format!("<DescribeLoadBalancersResponse>{result}</DescribeLoadBalancersResponse>"),
                ))
            }
            _ => None,
        });
        let outcome = change(&wire, classic(&old), classic(&new), &[ClassicLoadBalancer::SUBNETS]).await;
        assert_eq!(*changes.lock().expect("no panic"), expected, "{old:?} {new:?}");
        match (outcome, failure) {
            (Ok(_), None) => {}
            (Err(error), Some((kind, words))) => {
                assert_eq!(error.kind, kind, "{error:?}");
                assert!(error.message.contains(words), "{error:?}");
            }
            (outcome, _) => panic!("{old:?} {new:?}: {outcome:?}"),
        }
    }
}

/// A network load balancer in some subnets.
fn network(subnets: &[&str], kind: &str) -> NetworkLoadBalancer {
    let mapping = |subnet: &&str| SubnetMapping { subnet: Ref::from(*subnet), ..SubnetMapping::default() };
    NetworkLoadBalancer {
        name: "api".to_owned(),
        ip_address_type: Some(kind.to_owned()),
        subnets: subnets.iter().map(mapping).collect(),
        ..NetworkLoadBalancer::default()
    }
}

/// The answer to `DescribeLoadBalancers`, with a load balancer in some subnets.
fn described(subnets: &[&str]) -> Fate {
    let zones: String =
        subnets.iter().map(|subnet| format!("<member><SubnetId>{subnet}</SubnetId></member>")).collect();
    let balancer = format!(
        "<LoadBalancerArn>{ARN}</LoadBalancerArn><DNSName>api.example.com</DNSName><CanonicalHostedZoneId>Z1\
         </CanonicalHostedZoneId><State><Code>active</Code></State><AvailabilityZones>{zones}</AvailabilityZones>"
    );
    let result = format!("<LoadBalancers><member>{balancer}</member></LoadBalancers>");
    Fate::Answered(
        200,
        format!(
            "<DescribeLoadBalancersResponse><DescribeLoadBalancersResult>{result}</DescribeLoadBalancersResult>\
             </DescribeLoadBalancersResponse>"
        ),
    )
}

/// The answer to `DescribeNetworkInterfaces`, with an address in each of some subnets.
fn interfaces(addresses: &[(&str, &str)]) -> Fate {
    let items: String = addresses
        .iter()
        .map(|(subnet, address)| {
            format!("<item><subnetId>{subnet}</subnetId><privateIpAddress>{address}</privateIpAddress></item>")
        })
        .collect();
    Fate::Answered(
        200,
        format!(
            "<DescribeNetworkInterfacesResponse><networkInterfaceSet>{items}</networkInterfaceSet>\
             </DescribeNetworkInterfacesResponse>"
        ),
    )
}

#[tokio::test]
async fn a_zone_of_a_network_load_balancer_gets_another_subnet_once_the_one_before_is_gone() {
    let is_gone = Arc::new(Mutex::new(false));
    let gone = is_gone.clone();
    let taken = "You cannot specify an additional subnet from an Availability Zone that is already associated with the load \
                 balancer. The Availability Zone 'us-east-2a' corresponding to the new subnet 'a2' is already associated with the \
                 load balancer.";
    let (wire, changes) = noting("SubnetMappings.member.N.SubnetId", move |request| {
        let is_gone = *gone.lock().expect("no panic");
        match request.operation().as_str() {
            "SetSubnets" if request.mentions("a2") && !is_gone => Some(refused("InvalidConfigurationRequest", taken)),
            "DescribeLoadBalancers" => Some(described(&["a2", "b1"])),
            "DescribeNetworkInterfaces" => {
                Some(interfaces(&[("a1", "10.0.1.4"), ("a2", "10.0.2.4"), ("b1", "10.0.3.4")]))
            }
            _ => None,
        }
    });
    let (old, new) = (network(&["a1", "b1"], "ipv4"), network(&["a2", "b1"], "ipv4"));
    let early = change(&wire, old.clone(), new.clone(), &[NetworkLoadBalancer::SUBNETS]).await;
    assert_eq!(early.expect_err("is being taken away").kind, ErrorKind::NotReady);
    *is_gone.lock().expect("no panic") = true;
    let outcome = change(&wire, old, new, &[NetworkLoadBalancer::SUBNETS]).await.expect("is free");
    assert_eq!(*changes.lock().expect("no panic"), ["SetSubnets a2 b1", "SetSubnets b1", "SetSubnets a2 b1"]);
    assert_eq!(outcome.outputs[&Output::PrivateAddresses], "10.0.2.4\n10.0.3.4");
}

#[tokio::test]
async fn a_network_load_balancer_in_more_subnets_is_waited_for_until_it_has_an_address_in_each() {
    let rounds = [vec![("a1", "10.0.1.4")], vec![("a1", "10.0.1.4"), ("b1", "10.0.2.4")]];
    for (addresses, expected) in rounds.into_iter().zip([Err(ErrorKind::NotReady), Ok("10.0.1.4\n10.0.2.4".to_owned())])
    {
        let (wire, _) = noting("", move |request| match request.operation().as_str() {
            "DescribeLoadBalancers" => Some(described(&["a1", "b1"])),
            "DescribeNetworkInterfaces" => Some(interfaces(&addresses)),
            _ => None,
        });
        let (old, new) = (network(&["a1"], "ipv4"), network(&["a1", "b1"], "ipv4"));
        let outcome = change(&wire, old, new, &[NetworkLoadBalancer::SUBNETS]).await;
        let found = outcome.map(|outcome| outcome.outputs[&Output::PrivateAddresses].clone());
        assert_eq!(found.map_err(|error| error.kind), expected);
    }
}

#[tokio::test]
async fn ipv6_goes_before_subnets_without_it_come_and_comes_after_they_are_gone() {
    let fields = [NetworkLoadBalancer::SUBNETS, NetworkLoadBalancer::IP_ADDRESS_TYPE];
    for (old, new, expected) in [
        ("dualstack", "ipv4", ["SetIpAddressType", "SetSubnets"]),
        ("ipv4", "dualstack", ["SetSubnets", "SetIpAddressType"]),
    ] {
        let (wire, changes) = noting("", |request| match request.operation().as_str() {
            "DescribeLoadBalancers" => Some(described(&["a1", "b1"])),
            "DescribeNetworkInterfaces" => Some(interfaces(&[])),
            _ => None,
        });
        let (old, new) = (network(&["a1"], old), network(&["a1", "b1"], new));
        change(&wire, old, new, &fields).await.expect("is changed");
        assert_eq!(*changes.lock().expect("no panic"), expected);
    }
}

#[tokio::test]
async fn a_health_check_that_becomes_one_over_https_says_which_answers_are_healthy() {
    let group = |target: &str, path: Option<&str>| TargetGroup {
        health_check: HealthCheck {
            target: target.to_owned(),
            path: path.map(str::to_owned),
            interval: 10,
            timeout: None,
            healthy_threshold: 2,
            unhealthy_threshold: 2,
        },
        ..TargetGroup::default()
    };
    for (old, new, expected) in [
        (
            group("TCP", None),
            group("HTTPS", Some("/healthz")),
            BTreeMap::from([("Matcher.HttpCode", "200-399"), ("HealthCheckPath", "/healthz")]),
        ),
        (
            group("HTTPS", Some("/healthz")),
            group("TCP", None),
            BTreeMap::from([("Matcher.HttpCode", ""), ("HealthCheckPath", "")]),
        ),
    ] {
        let sent = Arc::new(Mutex::new(BTreeMap::new()));
        let seen = sent.clone();
        let (wire, _) = noting("", move |request| {
            let values = ["Matcher.HttpCode", "HealthCheckPath"].map(|name| (name, request.form(name)));
            seen.lock().expect("no panic").extend(values);
            None
        });
        change(&wire, old, new, &[TargetGroup::HEALTH_CHECK]).await.expect("is changed");
        let sent = sent.lock().expect("no panic");
        assert_eq!(sent.iter().map(|(name, value)| (*name, value.as_str())).collect::<BTreeMap<_, _>>(), expected);
    }
}
