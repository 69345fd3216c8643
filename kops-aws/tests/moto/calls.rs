//! The calls that a plan predicts of its apply, compared with those that arrive at moto.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use kops_aws::Aws;
use kops_core::apply::{CallBudget, Clock as _, SimulatedClock};
use kops_core::cloud::{Cloud as _, Readiness, Scope};
use kops_core::plan::Action;
use kops_core::resource::{CloudId, Direction, Kind, Peer, Resource};
use kops_core::testkit::clusters::{Shape, cluster_of};
use kops_core::{Engine, Plan, Spec};

use crate::clusters::{behind, changed, file_hashes};
use crate::server::{Moto, config_at};
use crate::wire::{Fate, Wire};

/// The predicted calls by what is seen of them on the wire: Route 53 has no operation there.
fn on_the_wire(plan: &Plan) -> BTreeMap<String, u32> {
    let mut calls = BTreeMap::new();
    for (call, times) in &plan.apply_calls {
        let seen = match call.split_once(':').expect("has a service") {
            ("route53", operation) if operation.starts_with("List") || operation.starts_with("Get") => "GET",
            ("route53", _) => "POST",
            (_, operation) => operation,
        };
        *calls.entry(seen.to_owned()).or_default() += times;
    }
    let more = plan.steps.iter().flat_map(|step| more_of_moto(&step.action));
    more.for_each(|call| *calls.entry((*call).to_owned()).or_default() += 1);
    calls
}

/// What a step calls beyond that where moto is not AWS: it lets new security groups reach everything over IPv6, makes DHCP options without
/// their tags, gives network load balancers no addresses, and keeps the associations of subnets that are gone.
fn more_of_moto(action: &Action) -> &'static [&'static str] {
    match action {
        Action::Create { desired: Resource::SecurityGroupRule(rule) } if rule.direction == Direction::Egress => {
            match &rule.peer {
                Peer::Ipv6(cidr) if cidr == "::/0" && rule.protocol == "-1" => {
                    &["DescribeSecurityGroupRules", "CreateTags"]
                }
                _ => &[],
            }
        }
        Action::Create { desired: Resource::DhcpOptions(_) } => &["CreateTags"],
        Action::Create { desired: Resource::NetworkLoadBalancer(_) } => &["DescribeLoadBalancers"],
        Action::Delete { current: Resource::RouteTable(_), .. } => &["DescribeRouteTables", "DeleteRouteTable"],
        Action::Delete { current: Resource::Subnet(_), .. } => &["DescribeSubnets", "DisassociateRouteTable"],
        _ => &[],
    }
}

/// Applies a plan, and compares the calls that this takes with those that the plan predicts.
async fn compare(engine: &Engine, plan: &Plan, seen: &Mutex<Vec<String>>) {
    seen.lock().expect("no panic").clear();
    engine.apply(plan).await.expect("is applied");
    let mut real: BTreeMap<String, u32> = BTreeMap::new();
    for call in seen.lock().expect("no panic").drain(..) {
        *real.entry(call).or_default() += 1;
    }
    let predicted = on_the_wire(plan);
    let differences: Vec<String> = real
        .keys()
        .chain(predicted.keys())
        .filter(|call| real.get(*call) != predicted.get(*call))
        .map(|call| format!("{call}: {:?}, predicted {:?}", real.get(call), predicted.get(call)))
        .collect();
    let sum = |calls: &BTreeMap<String, u32>| f64::from(calls.values().sum::<u32>());
    let (real, predicted) = (sum(&real), sum(&predicted));
    assert!((real - predicted).abs() <= 0.05 * real, "{real}, predicted {predicted}: {differences:#?}");
}

#[tokio::test]
async fn applying_takes_the_calls_that_the_plan_predicts() {
    let Some(moto) = Moto::start() else { return };
    let (wire, seen) = Wire::counting(moto.url(), Duration::ZERO);
    let small = || Shape { zones: 1, private: false, control_planes: 1, ..cluster_of(1) };
    let classic = Shape { load_balancer: Some("Classic"), ..small() };
    for shape in [small(), classic, Shape { private: false, ..cluster_of(3) }, cluster_of(1)] {
        moto.reset();
        moto.hosted_zone("example.com").await;
        let engine = Engine::builder(behind(&wire).cloud).clock(SimulatedClock::default());
        let engine = engine.file_hashes(file_hashes()).build();
        let specs = [shape.spec(), changed(&shape.spec())].map(|text| Spec::from_yaml("cluster.yaml", &text));
        let [spec, changed] = specs.map(|spec| spec.expect("a spec"));
        for spec in [&spec, &changed] {
            let plan = engine.plan(spec).await.expect("a plan");
            compare(&engine, &plan, &seen).await;
        }
        if shape.private {
            // moto does not tell that the interfaces of NAT gateways are theirs, and so no plan deletes their networks.
            continue;
        }
        let plan = engine.plan_deletion(&changed).await.expect("a plan");
        compare(&engine, &plan, &seen).await;
    }
}

#[tokio::test]
async fn no_call_has_more_filter_values_than_ec2_takes() {
    let Some(moto) = Moto::start() else { return };
    let most = Arc::new(AtomicUsize::new(0));
    let seen = most.clone();
    let wire = Wire::start(moto.url(), move |request| {
        seen.fetch_max(request.filter_values(), Ordering::SeqCst);
        Fate::Pass
    });
    let instances: BTreeSet<CloudId> = (0..400).map(|number| CloudId::from(format!("i-{number:017x}"))).collect();
    let ids = BTreeMap::from([(Kind::StandaloneInstance, instances)]);
    let scope = Scope { cluster: "demo.example.com".to_owned(), ids, ..Scope::default() };
    Aws::new(&config_at(wire.url())).observe(&scope).await.expect("is read");
    let most = most.load(Ordering::SeqCst);
    assert!((100..=200).contains(&most), "{most}");
}

#[tokio::test]
async fn accounts_of_one_configuration_share_a_budget_of_calls() {
    let Some(moto) = Moto::start() else { return };
    let clock = Arc::new(SimulatedClock::default());
    let config = moto.config().call_budget(CallBudget::new(clock.clone()));
    for aws in [Aws::new(&config), Aws::new(&config.clone())] {
        for _ in 0..60 {
            let probed = aws.probe(Kind::Vpc, &"vpc-00000000000000000".into()).await;
            assert_eq!(probed.expect("is answered"), Readiness::Gone);
        }
    }
    assert_eq!(clock.now().as_millis(), 2000, "80 calls of DescribeVpcs at once, and 20 more each second");
}
