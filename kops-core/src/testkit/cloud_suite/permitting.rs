//! Rules of security groups.

use super::observing::expect_same_fields;
use super::scene::{Result, Scene, expect, expect_equal, fine};
use crate::cloud::Scope;
use crate::graph::{Builder, Graph, Origin};
use crate::plan::{PlanOptions, plan};
use crate::resource::{Direction, Kind, Ref, ResourceId, SecurityGroupRule};
use crate::state::StoreView;
use crate::testkit::Subject;
use crate::testkit::samples::{self, Sample};

/// A rule for every sort of protocol, both families and every peer is observed as it was made, so that a second plan has no
/// steps.
pub(super) async fn every_protocol_and_peer(subject: &Subject) -> Result {
    let mut scene = Scene::with(subject, &[(Kind::SecurityGroup, "nodes"), (Kind::SecurityGroup, "balancer")]).await?;
    let rules = rules(subject, &scene.hand.cluster);
    scene.samples.extend(rules.iter().cloned());
    for rule in &rules {
        scene.make(&rule.id).await?;
    }
    let graph = graph(&scene)?;
    let snapshot = fine("observing", subject.cloud.observe(&Scope::of(&graph)).await)?;
    for rule in &rules {
        let id = scene.hand.id(&rule.id);
        let found = snapshot.resources.iter().find(|found| found.id == id && found.resource.kind() == rule.id.kind);
        let found = found.ok_or_else(|| format!("{} is not observed", rule.id))?;
        let wanted = scene.hand.bind(&rule.resource);
        expect_same_fields(&rule.id, &found.resource, &wanted)?;
        expect_equal(&format!("{}", rule.id), &found.resource, &wanted)?;
    }
    let second = plan(&graph, &snapshot, &StoreView::default(), &PlanOptions::default());
    let second = second.map_err(|error| format!("the second plan: {error}"))?;
    let steps: Vec<_> = second.steps.iter().map(|step| step.resource.to_string()).collect();
    expect(&format!("the second plan has no steps: {steps:?}"), steps.is_empty())?;
    scene.clear().await
}

fn rules(subject: &Subject, cluster: &str) -> Vec<Sample> {
    let mut rules = Vec::new();
    for (protocol, ports) in samples::permissions() {
        let balancer = Ref::to(Kind::SecurityGroup, "balancer");
        for peer in samples::peers(protocol, balancer, subject.prefix_list.as_deref()) {
            for direction in [Direction::Ingress, Direction::Egress] {
                let name = format!("rule-{}", rules.len());
                let rule = SecurityGroupRule {
                    group: Ref::to(Kind::SecurityGroup, "nodes"),
                    direction,
                    protocol: protocol.to_owned(),
                    from_port: ports.map(|(from, _)| from),
                    to_port: ports.map(|(_, to)| to),
                    peer: peer.clone(),
                    tags: samples::tags(cluster, &name),
                };
                let id = ResourceId::new(Kind::SecurityGroupRule, name);
                rules.push(Sample { id, resource: rule.into(), changed: None });
            }
        }
    }
    rules
}

/// What the scene made, as a graph.
fn graph(scene: &Scene<'_>) -> Result<Graph> {
    let mut builder = Builder::new(&scene.hand.cluster, &scene.subject.region);
    for sample in scene.made() {
        builder.own(&sample.id.name, sample.resource, Origin::default());
    }
    builder.finish().map_err(|error| format!("the graph: {error:?}"))
}
