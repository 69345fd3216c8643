//! Changes in place.

use super::observing::expect_same_fields;
use super::scene::{Result, Scene, expect, expect_equal, expect_error, fine};
use crate::cloud::{BoundAction, ErrorKind};
use crate::resource::{AutoscalingGroup, Kind, Output, Resource, ResourceId, Vpc};
use crate::testkit::Subject;

/// Every kind that AWS changes in place is changed, and observed so.
pub(super) async fn every_kind(subject: &Subject) -> Result {
    let mut scene = Scene::full(subject).await?;
    for sample in scene.made() {
        let Some(changed) = &sample.changed else { continue };
        let before = fine("observing", scene.hand.look(&sample.id, &sample.resource).await)?;
        let before = before.ok_or_else(|| format!("{} is not observed before its change", sample.id))?.resource;
        fine(&format!("changing {}", sample.id), scene.hand.update(&sample.id, &before, changed).await)?;
        let found = fine("observing", scene.hand.look(&sample.id, changed).await)?;
        let found = found.ok_or_else(|| format!("{} is not observed after its change", sample.id))?;
        expect_same_fields(&sample.id, &found.resource, &scene.hand.bind(changed))?;
    }
    scene.clear().await
}

/// A change leaves alone what it does not name.
pub(super) async fn named_fields_only(subject: &Subject) -> Result {
    let mut scene = Scene::with(subject, &[(Kind::Vpc, "main")]).await?;
    let id = ResourceId::new(Kind::Vpc, "main");
    let current = scene.sample(&id)?.resource;
    let Resource::Vpc(vpc) = &current else { return Err("the sample is no VPC".into()) };
    let desired = Vpc { dns_support: Some(false), tags: Default::default(), ..vpc.clone() };
    let action = BoundAction::Update {
        id: scene.hand.id(&id),
        current: current.clone(),
        desired: desired.into(),
        fields: vec!["dns_support".into()],
    };
    let step = scene.hand.step(&id, action);
    fine("changing one field", scene.hand.execute(&step).await)?;
    let found = fine("observing", scene.hand.look(&id, &current).await)?;
    let found = found.ok_or_else(|| "the VPC has lost the tags by which it is observed".to_owned())?;
    expect_same_fields(&id, &found.resource, &Vpc { dns_support: Some(false), ..vpc.clone() }.into())?;
    scene.clear().await
}

/// Repeating a change gives the same answer and changes nothing more.
pub(super) async fn repeated(subject: &Subject) -> Result {
    let mut scene = Scene::full(subject).await?;
    for sample in scene.made() {
        let Some(changed) = &sample.changed else { continue };
        let (current, desired) = (scene.hand.bind(&sample.resource), scene.hand.bind(changed));
        let fields = crate::testkit::step_runner::differences(&current, &desired);
        let action = BoundAction::Update { id: scene.hand.id(&sample.id), current, desired, fields };
        let step = scene.hand.step(&sample.id, action);
        let first = fine(&format!("changing {}", sample.id), scene.hand.execute(&step).await)?;
        let again = fine(&format!("repeating the change of {}", sample.id), scene.hand.execute(&step).await)?;
        expect_equal(&format!("the answer to the repeated change of {}", sample.id), &again, &first)?;
        scene.hand.learn(&sample.id, first.outputs);
    }
    scene.clear().await
}

/// What is gone cannot be changed.
pub(super) async fn what_is_gone(subject: &Subject) -> Result {
    let mut scene = Scene::empty(subject);
    let sample = scene.sample(&ResourceId::new(Kind::Vpc, "main"))?;
    let action = BoundAction::Update {
        id: "vpc-00000000000000000".into(),
        current: sample.resource.clone(),
        desired: sample.resource.clone(),
        fields: vec!["tags".into()],
    };
    let step = scene.hand.step(&sample.id, action);
    expect_error("changing what is gone", ErrorKind::NotFound, subject.cloud.execute(&step).await)
}

/// A changed launch template has a new version, and its group can stay with one or follow the newest.
pub(super) async fn template_version(subject: &Subject) -> Result {
    let mut scene = Scene::with(subject, &[(Kind::AutoscalingGroup, "nodes")]).await?;
    let (template, group) =
        (ResourceId::new(Kind::LaunchTemplate, "nodes"), ResourceId::new(Kind::AutoscalingGroup, "nodes"));
    let sample = scene.sample(&template)?;
    let changed = sample.changed.ok_or("the template has nothing to change")?;
    let before = scene.hand.outputs(&template).get(&Output::Version).cloned();
    let outputs = fine("changing the template", scene.hand.update(&template, &sample.resource, &changed).await)?;
    let after = outputs.get(&Output::Version).cloned();
    expect("a changed launch template has another version", after.is_some() && after != before)?;
    let mut found = scene.hand.bind(&scene.sample(&group)?.resource);
    for version in [after.unwrap_or_default(), "$Latest".to_owned()] {
        let mut wanted = found.clone();
        let Resource::AutoscalingGroup(fields) = &mut wanted else { return Err("the sample is not a group".into()) };
        fields.launch_template_version.clone_from(&version);
        fine("changing the group", scene.hand.update(&group, &found, &wanted).await)?;
        let observed = fine("observing", scene.hand.look(&group, &wanted).await)?;
        found = observed.ok_or("the group is not observed")?.resource;
        let used = AutoscalingGroup::LAUNCH_TEMPLATE_VERSION.of(&found.to_value()).cloned();
        expect_equal("the version that the group uses", &used, &Some(version.into()))?;
    }
    scene.clear().await
}
