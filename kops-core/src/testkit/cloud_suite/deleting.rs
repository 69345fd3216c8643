//! Deletions.

use super::scene::{Result, Scene, expect_equal, fine};
use crate::cloud::{BoundAction, Readiness};
use crate::resource::{Kind, ResourceId};
use crate::testkit::Subject;

/// Everything that was made can be deleted, the last first, and is then gone.
pub(super) async fn every_kind(subject: &Subject) -> Result {
    let mut scene = Scene::full(subject).await?;
    let mut samples = scene.made();
    samples.reverse();
    for sample in &samples {
        fine(&format!("deleting {}", sample.id), scene.hand.delete(&sample.id, &sample.resource).await)?;
    }
    let resources: Vec<_> = samples.iter().map(|sample| sample.resource.clone()).collect();
    let left = fine("observing", scene.hand.observe(&resources).await)?.resources;
    let left: Vec<_> = left.iter().filter(|observed| !observed.deleting).map(|observed| &observed.id).collect();
    expect_equal("what is left after everything was deleted", &left, &Vec::new())
}

/// Deleting what is gone is fine, for every kind.
pub(super) async fn what_is_gone(subject: &Subject) -> Result {
    let mut scene = Scene::full(subject).await?;
    let mut samples = scene.made();
    samples.reverse();
    let mut deletions = Vec::new();
    for sample in &samples {
        let action = BoundAction::Delete { id: scene.hand.id(&sample.id), current: scene.hand.bind(&sample.resource) };
        deletions.push(scene.hand.step(&sample.id, action));
        fine(&format!("deleting {}", sample.id), scene.hand.delete(&sample.id, &sample.resource).await)?;
    }
    for step in deletions.into_iter().filter(|step| !subject.lacks("delete/what-is-gone", step.resource.kind)) {
        fine(&format!("deleting {}, which is gone,", step.resource), scene.hand.execute(&step).await)?;
    }
    Ok(())
}

/// Deleting a group stops its instances: what they used can then be deleted.
pub(super) async fn group_stops_instances(subject: &Subject) -> Result {
    let mut scene = Scene::with(subject, &[(Kind::AutoscalingGroup, "nodes")]).await?;
    let group = ResourceId::new(Kind::AutoscalingGroup, "nodes");
    let id = scene.hand.id(&group);
    let resource = scene.sample(&group)?.resource;
    fine("deleting the group", scene.hand.delete(&group, &resource).await)?;
    let readiness = fine("probing", subject.cloud.probe(Kind::AutoscalingGroup, &id).await)?;
    expect_equal("the readiness of a deleted group", &readiness, &Readiness::Gone)?;
    scene.clear().await
}

/// Deleting a queue leaves the targets that lead to it: they are then no reason to keep their rule.
pub(super) async fn rule_without_queue(subject: &Subject) -> Result {
    let mut scene = Scene::with(subject, &[(Kind::EventTarget, "rule-nth")]).await?;
    for (kind, name) in [(Kind::Queue, "nth"), (Kind::EventRule, "rule")] {
        let sample = scene.sample(&ResourceId::new(kind, name))?;
        fine(&format!("deleting {}", sample.id), scene.hand.delete(&sample.id, &sample.resource).await)?;
    }
    scene.clear().await
}

/// Makes a check that something cannot be deleted while something else is there.
macro_rules! in_use {
    ($($(#[$doc:meta])* $check:ident: $kind:ident $name:literal by $user:ident $user_name:literal;)*) => {
        $( $(#[$doc])* pub(super) async fn $check(subject: &Subject) -> Result {
            let mut scene = Scene::with(subject, &[(Kind::$user, $user_name)]).await?;
            scene.expect_in_use(Kind::$kind, $name).await?;
            scene.clear().await
        } )*
    };
}

in_use! {
    /// A VPC stays as long as it has a subnet.
    vpc_in_use: Vpc "main" by Subnet "private-a";
    /// A security group stays as long as a rule of another one names it.
    security_group_in_use: SecurityGroup "balancer" by SecurityGroupRule "nodes-balancer";
    /// An address stays as long as a NAT gateway has it.
    elastic_ip_in_use: ElasticIp "nat-a" by NatGateway "nat-a";
    /// A target group stays as long as a listener leads to it.
    target_group_in_use: TargetGroup "tcp" by Listener "network-443";
    /// A role stays as long as it has a policy.
    role_in_use: Role "nodes" by RolePolicy "nodes";
    /// A rule stays as long as it has a target whose queue is there.
    rule_in_use: EventRule "rule" by EventTarget "rule-nth";
    /// An internet gateway stays as long as a NAT gateway needs it.
    internet_gateway_in_use: InternetGateway "gateway" by NatGateway "nat-a";
    /// A subnet stays as long as a load balancer is in it.
    subnet_in_use: Subnet "public-a" by NetworkLoadBalancer "network";
}
