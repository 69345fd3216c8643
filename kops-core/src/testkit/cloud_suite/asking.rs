//! Facts and readiness.

use super::scene::{Result, Scene, expect, expect_equal, fine};
use crate::cloud::Readiness;
use crate::facts::FactsQuery;
use crate::resource::{Kind, ResourceId};
use crate::testkit::Subject;

/// What is not there is gone, which is an answer and no error.
pub(super) async fn probe_what_is_gone(subject: &Subject) -> Result {
    let ids = [
        (Kind::Vpc, "vpc-00000000000000000"),
        (Kind::NatGateway, "nat-00000000000000000"),
        (Kind::AutoscalingGroup, "nowhere.example.com"),
        (Kind::Role, "nobody.example.com"),
    ];
    for (kind, id) in ids {
        let readiness = fine("probing", subject.cloud.probe(kind, &id.into()).await)?;
        expect_equal(&format!("the readiness of a {} that is not there", kind.title()), &readiness, &Readiness::Gone)?;
    }
    Ok(())
}

/// Facts tell of networks, zones, images and instance types that are there.
pub(super) async fn facts_of_a_network(subject: &Subject) -> Result {
    let scene = Scene::with(subject, &[(Kind::NatGateway, "nat-a"), (Kind::Subnet, "public-a")]).await?;
    let id = |kind: Kind, name: &str| scene.hand.id(&ResourceId::new(kind, name)).0;
    let (vpc, subnet) = (id(Kind::Vpc, "main"), id(Kind::Subnet, "public-a"));
    let (nat, address) = (id(Kind::NatGateway, "nat-a"), id(Kind::ElasticIp, "nat-a"));
    let query = FactsQuery {
        images: vec![subject.image.clone()],
        machine_types: vec![subject.machine_type.clone()],
        dns_zones: subject.hosted_zone.iter().map(|(_, name)| format!("demo.{name}")).collect(),
        vpcs: vec![vpc.clone()],
        subnets: vec![subnet.clone()],
        nat_gateways: vec![nat.clone()],
        elastic_ips: vec![address.clone()],
        ..FactsQuery::default()
    };
    let facts = fine("asking for facts", subject.cloud.facts(&query).await)?;
    expect_equal("the region", &facts.region, &subject.region)?;
    expect("the zones are known", subject.zones.iter().all(|zone| facts.zones.contains(zone)))?;
    expect("the image is known", facts.images.get(&subject.image).is_some_and(|image| image.id == subject.image))?;
    expect("the instance type is known", facts.machine_types.contains_key(&subject.machine_type))?;
    if let Some((zone, _)) = &subject.hosted_zone {
        expect(
            "the hosted zone of a name below it is known",
            facts.hosted_zones.iter().any(|found| found.id == *zone),
        )?;
    }
    let network = facts.network;
    expect_equal("the range of the VPC", &network.vpcs.get(&vpc).map(|x| x.cidr.as_str()), &Some("10.77.0.0/16"))?;
    expect_equal("the VPC of the subnet", &network.subnets.get(&subnet).map(|x| &x.vpc), &Some(&vpc))?;
    expect_equal("the subnet of the NAT gateway", &network.nat_gateways.get(&nat).map(|x| &x.subnet), &Some(&subnet))?;
    expect("the address is known", network.elastic_ips.contains_key(&address))?;
    let gateway = id(Kind::InternetGateway, "gateway");
    expect_equal("the VPC of the internet gateway", &network.internet_gateways.get(&gateway), &Some(&vpc))?;
    scene.clear().await
}

/// What is not there is left out, which is no error.
pub(super) async fn facts_of_nothing(subject: &Subject) -> Result {
    let query = FactsQuery {
        images: vec!["ami-0000000000000dead".into()],
        machine_types: vec!["z9.enormous".into()],
        dns_zones: vec!["nowhere.invalid".into()],
        vpcs: vec!["vpc-00000000000000000".into()],
        subnets: vec!["subnet-00000000000000000".into()],
        nat_gateways: vec!["nat-00000000000000000".into()],
        elastic_ips: vec!["eipalloc-00000000000000000".into()],
        instance_profiles: vec!["nowhere".into()],
        ..FactsQuery::default()
    };
    let facts = fine("asking for what is not there", subject.cloud.facts(&query).await)?;
    let network = facts.network;
    let empty = facts.images.is_empty()
        && facts.machine_types.is_empty()
        && facts.hosted_zones.is_empty()
        && facts.instance_profile_roles.is_empty()
        && network.vpcs.is_empty()
        && network.subnets.is_empty()
        && network.nat_gateways.is_empty()
        && network.elastic_ips.is_empty();
    expect("what is not there is left out of the facts", empty)
}
