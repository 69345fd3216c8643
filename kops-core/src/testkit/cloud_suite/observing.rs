//! Observations.

use std::collections::BTreeSet;

use serde_json::Value;

use super::scene::{Result, Scene, expect, expect_equal, fine};
use crate::cloud::Scope;
use crate::resource::{Change, CloudId, Kind, Output, Resource, ResourceId};
use crate::testkit::Subject;

/// What was made is observed with the fields that it was made with.
pub(super) async fn gives_back(subject: &Subject) -> Result {
    let scene = Scene::full(subject).await?;
    for sample in scene.made() {
        let found = fine("observing", scene.hand.look(&sample.id, &sample.resource).await)?;
        let found = found.ok_or_else(|| format!("{} is not observed", sample.id))?;
        expect_same_fields(&sample.id, &found.resource, &scene.hand.bind(&sample.resource))?;
        let id = found.outputs.get(&Output::Id).cloned().unwrap_or_default();
        if let Some(wanted) = composite(&found.resource) {
            expect_equal(&format!("the id of {}", sample.id), &found.id, &wanted)?;
        }
        expect_equal(&format!("the id among the outputs of {}", sample.id), &id, &found.id.0)?;
        expect_equal(&format!("the outputs of {}", sample.id), &found.outputs, &scene.hand.outputs(&sample.id))?;
    }
    scene.clear().await
}

/// The id of something that AWS knows only by what identifies it.
fn composite(resource: &Resource) -> Option<CloudId> {
    let parts = match resource.kind() {
        Kind::Route => ["route_table", "destination"].as_slice(),
        Kind::RolePolicy => &["role", "name"],
        Kind::RolePolicyAttachment => &["role", "policy_arn"],
        Kind::LifecycleHook => &["group", "name"],
        Kind::DnsZoneAssociation => &["zone", "vpc"],
        Kind::DnsRecord => &["zone", "name", "record_type"],
        Kind::EventTarget => &["rule", "queue"],
        _ => return None,
    };
    let fields = resource.to_value();
    Some(CloudId::composite(parts.iter().map(|part| fields.get(*part).and_then(Value::as_str).unwrap_or_default())))
}

/// Two clusters in one account do not see each other.
pub(super) async fn leaves_others_alone(subject: &Subject) -> Result {
    let scene = Scene::with(subject, &[(Kind::Subnet, "public-a"), (Kind::SecurityGroupRule, "nodes-https")]).await?;
    let scope = Scope { cluster: "other.example.com".into(), ..Scope::default() };
    let found = fine("observing", subject.cloud.observe(&scope).await)?.resources;
    let ids: BTreeSet<_> = scene.made().iter().map(|sample| scene.hand.id(&sample.id)).collect();
    let strangers: Vec<_> = found.iter().filter(|observed| ids.contains(&observed.id)).map(|x| &x.id).collect();
    expect_equal("what another cluster sees of this one", &strangers, &Vec::new())?;
    scene.clear().await
}

/// What a scope names by id is observed, regardless of its owner, with the gateways of a VPC.
pub(super) async fn by_id(subject: &Subject) -> Result {
    let scene = Scene::with(subject, &[(Kind::Subnet, "public-a"), (Kind::InternetGateway, "gateway")]).await?;
    let id = |kind: Kind, name: &str| scene.hand.id(&ResourceId::new(kind, name));
    let ids = [(Kind::Vpc, id(Kind::Vpc, "main")), (Kind::Subnet, id(Kind::Subnet, "public-a"))];
    let scope = Scope {
        cluster: "other.example.com".into(),
        ids: ids.into_iter().map(|(kind, id)| (kind, [id].into())).collect(),
        ..Scope::default()
    };
    let found = fine("observing", subject.cloud.observe(&scope).await)?.resources;
    for (kind, name) in [(Kind::Vpc, "main"), (Kind::Subnet, "public-a"), (Kind::InternetGateway, "gateway")] {
        let seen = found.iter().any(|observed| observed.resource.kind() == kind && observed.id == id(kind, name));
        expect(&format!("the {} is observed by its id or that of its VPC", kind.title()), seen)?;
    }
    scene.clear().await
}

/// What has no tags of its own is observed with what it belongs to.
pub(super) async fn children(subject: &Subject) -> Result {
    let wanted = [
        (Kind::VpcCidrBlock, "further"),
        (Kind::DhcpOptionsAssociation, "main"),
        (Kind::RouteTableAssociation, "private-a"),
        (Kind::Route, "public-default"),
        (Kind::RolePolicy, "nodes"),
        (Kind::RolePolicyAttachment, "nodes"),
        (Kind::Listener, "network-443"),
        (Kind::LifecycleHook, "drain"),
        (Kind::WarmPool, "nodes"),
        (Kind::EventTarget, "rule-nth"),
    ];
    let scene = Scene::full(subject).await?;
    let resources: Vec<_> = scene.made().into_iter().map(|sample| sample.resource).collect();
    let found = fine("observing", scene.hand.observe(&resources).await)?.resources;
    for (kind, name) in wanted {
        let id = scene.hand.id(&ResourceId::new(kind, name));
        let seen = found.iter().any(|observed| observed.resource.kind() == kind && observed.id == id);
        expect(&format!("the {} `{id}` is observed with what it belongs to", kind.title()), seen)?;
    }
    scene.clear().await
}

/// A snapshot tells what it cost.
pub(super) async fn counts_calls(subject: &Subject) -> Result {
    let scope = Scope { cluster: "conformance.example.com".into(), ..Scope::default() };
    let snapshot = fine("observing", subject.cloud.observe(&scope).await)?;
    let calls: u32 = snapshot.calls.values().sum();
    expect("a snapshot of nothing takes from 1 to 25 calls", (1..=25).contains(&calls))
}

/// A cluster that is not there has nothing.
pub(super) async fn nothing(subject: &Subject) -> Result {
    let scope = Scope { cluster: "nowhere.example.com".into(), ..Scope::default() };
    let snapshot = fine("observing", subject.cloud.observe(&scope).await)?;
    expect_equal("what a cluster has that is not there", &snapshot.resources, &Vec::new())
}

/// Expects every field that was wanted, but those that matter only when a resource is made.
pub(super) fn expect_same_fields(id: &ResourceId, found: &Resource, wanted: &Resource) -> Result {
    let (found, wanted) = (found.to_value(), wanted.to_value());
    for field in id.kind.fields().iter().filter(|field| field.change != Change::Initial) {
        let Some(value) = wanted.get(field.name) else { continue };
        let given = found.get(field.name).cloned().unwrap_or(Value::Null);
        let (given, value) =
            if field.unordered { (sorted(given), sorted(value.clone())) } else { (given, value.clone()) };
        expect_equal(&format!("`{}` of {id}", field.name), &given, &value)?;
    }
    Ok(())
}

fn sorted(value: Value) -> Value {
    match value {
        Value::Array(mut items) => {
            items.sort_by_key(Value::to_string);
            Value::Array(items)
        }
        other => other,
    }
}
