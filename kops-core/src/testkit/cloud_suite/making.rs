//! Creations.

use super::scene::{Result, Scene, expect, expect_equal, expect_error, fine};
use crate::cloud::ErrorKind;
use crate::resource::{Direction, Kind, Output, Peer, Resource, ResourceId, SecurityGroupRule};
use crate::testkit::Subject;

/// Every kind can be made, gets an id, and what others refer to.
pub(super) async fn every_kind(subject: &Subject) -> Result {
    let scene = Scene::full(subject).await?;
    for sample in scene.made() {
        let outputs = scene.hand.outputs(&sample.id);
        let wanted: &[Output] = match sample.id.kind {
            Kind::Role | Kind::InstanceProfile | Kind::Queue | Kind::AutoscalingGroup => &[Output::Id, Output::Arn],
            Kind::ClassicLoadBalancer => &[Output::Id, Output::DnsName, Output::HostedZone],
            Kind::NetworkLoadBalancer => &[Output::Id, Output::DnsName, Output::HostedZone, Output::PrivateAddresses],
            Kind::ElasticIp => &[Output::Id, Output::Address],
            Kind::LaunchTemplate => &[Output::Id, Output::Version],
            _ => &[Output::Id],
        };
        for output in wanted {
            if subject.lacks("create/every-kind", format!("{} {output:?}", sample.id.kind)) {
                continue;
            }
            let found = outputs.get(output).is_some_and(|value| !value.is_empty());
            expect(&format!("{} has the output {output:?}", sample.id), found)?;
        }
    }
    scene.clear().await
}

/// Repeating a creation finds what the first try made, with the same answer.
pub(super) async fn repeated(subject: &Subject) -> Result {
    let mut scene = Scene::empty(subject);
    for sample in scene.samples.clone() {
        scene.make(&sample.id).await?;
        let outputs = scene.hand.outputs(&sample.id);
        let step = scene.creation_of(&sample.id)?;
        let again = fine(&format!("repeating the creation of {}", sample.id), scene.hand.execute(&step).await)?;
        expect_equal(&format!("the answer to the repeated creation of {}", sample.id), &again.outputs, &outputs)?;
    }
    let resources: Vec<_> = scene.made().into_iter().map(|sample| sample.resource).collect();
    let found = fine("observing", scene.hand.observe(&resources).await)?.resources;
    for sample in scene.made() {
        let name_of = |resource: &Resource| resource.tags().and_then(|tags| tags.get("Name")).cloned();
        let Some(name) = name_of(&sample.resource) else { continue };
        let alike = found.iter().filter(|observed| {
            observed.resource.kind() == sample.id.kind && name_of(&observed.resource).as_ref() == Some(&name)
        });
        expect_equal(&format!("the number of {}", sample.id), &alike.count(), &1)?;
    }
    scene.clear().await
}

/// A token belongs to one step.
pub(super) async fn token_of_another_step(subject: &Subject) -> Result {
    let mut scene = Scene::with(subject, &[(Kind::Vpc, "main")]).await?;
    let subnet = scene.sample(&ResourceId::new(Kind::Subnet, "public-a"))?;
    let mut step = scene.creation(&subnet.resource);
    step.token = scene.creation_of(&ResourceId::new(Kind::Vpc, "main"))?.token;
    expect_error("a token that made something else", ErrorKind::Invalid, subject.cloud.execute(&step).await)?;
    scene.clear().await
}

/// A security group ends with exactly one rule that lets everything out over IPv4.
pub(super) async fn default_rule(subject: &Subject) -> Result {
    let scene = Scene::with(subject, &[(Kind::SecurityGroupRule, "nodes-out")]).await?;
    let group = ResourceId::new(Kind::SecurityGroup, "nodes");
    let resource = scene.sample(&group)?.resource;
    let found = fine("observing", scene.hand.observe(std::slice::from_ref(&resource)).await)?.resources;
    let wanted = scene.sample(&ResourceId::new(Kind::SecurityGroupRule, "nodes-out"))?.resource;
    let wanted = scene.hand.bind(&wanted);
    let out = found.iter().filter_map(|observed| match &observed.resource {
        Resource::SecurityGroupRule(rule) => Some(rule),
        _ => None,
    });
    let all_v4 = |rule: &&SecurityGroupRule| {
        rule.direction == Direction::Egress && rule.protocol == "-1" && rule.peer == Peer::Ipv4("0.0.0.0/0".into())
    };
    let out: Vec<_> = out.filter(all_v4).cloned().map(Resource::from).collect();
    expect_equal("the rules that let everything out", &out, &vec![wanted])?;
    scene.clear().await
}
