//! What a cloud must refuse, and as what.

use super::scene::{Result, Scene, expect, expect_error};
use crate::cloud::{BoundAction, ErrorKind};
use crate::resource::{
    AutoscalingGroup, Kind, Listener, NatGateway, Ref, Resource, ResourceId, Role, RolePolicy, Route, RouteTable,
    RouteTableAssociation, RouteTarget, SecurityGroup, Subnet, TargetGroup, Volume,
};
use crate::testkit::Subject;
use crate::testkit::samples::Sample;

/// What refers to something that is not there is refused as not found, by a permanent error that says what it was about.
pub(super) async fn unknown_references(subject: &Subject) -> Result {
    let mut scene = Scene::with(subject, &[(Kind::RouteTable, "public"), (Kind::LaunchTemplate, "nodes")]).await?;
    let nowhere = |prefix: &str| Ref::from(format!("{prefix}-00000000000000000").as_str());
    let cases: Vec<Resource> = vec![
        edit(&scene, Kind::Subnet, "public-a", |x: Subnet| Subnet { vpc: nowhere("vpc"), ..x })?,
        edit(&scene, Kind::RouteTable, "private", |x: RouteTable| RouteTable { vpc: nowhere("vpc"), ..x })?,
        edit(&scene, Kind::SecurityGroup, "balancer", |x: SecurityGroup| SecurityGroup { vpc: nowhere("vpc"), ..x })?,
        RouteTableAssociation { subnet: nowhere("subnet"), route_table: Ref::to(Kind::RouteTable, "public") }.into(),
        edit(&scene, Kind::Route, "public-default", |x: Route| Route {
            route_table: nowhere("rtb"),
            target: RouteTarget::InternetGateway(nowhere("igw")),
            ..x
        })?,
        edit(&scene, Kind::NatGateway, "nat-a", |x: NatGateway| NatGateway {
            subnet: nowhere("subnet"),
            elastic_ip: Some(nowhere("eipalloc")),
            ..x
        })?,
        edit(&scene, Kind::RolePolicy, "nodes", |x: RolePolicy| RolePolicy { role: "nobody".into(), ..x })?,
        edit(&scene, Kind::AutoscalingGroup, "nodes", |x: AutoscalingGroup| AutoscalingGroup {
            subnets: vec![nowhere("subnet")],
            target_groups: Vec::new(),
            ..x
        })?,
    ];
    for resource in cases.into_iter().filter(|x| !subject.lacks("refuse/unknown-references", x.kind())) {
        let step = scene.creation(&resource);
        let what = format!("a {} that refers to what is not there", resource.kind().title());
        let result = subject.cloud.execute(&step).await;
        if let Err(error) = &result {
            expect(&format!("{what} is refused for good"), !error.retryable())?;
            expect(&format!("the refusal of {what} has the cloud's code"), error.code.is_some())?;
            expect(&format!("the refusal of {what} names the operation"), !error.operation.is_empty())?;
            let about = error.resource.as_deref() == Some(step.resource.to_string().as_str());
            expect(&format!("the refusal of {what} names the resource of the step"), about)?;
        }
        expect_error(&what, ErrorKind::NotFound, result).or_else(|problem| match resource.kind() {
            // AWS reports the subnets of a group as an invalid value.
            Kind::AutoscalingGroup if problem.contains("Invalid") => Ok(()),
            _ => Err(problem),
        })?;
    }
    scene.clear().await
}

/// A second thing of the same identity is refused as a conflict, where its tags or fields tell that it is not the first.
pub(super) async fn duplicates(subject: &Subject) -> Result {
    let mut scene = Scene::full(subject).await?;
    let wanted = [
        (Kind::Subnet, "private-a"),
        (Kind::InternetGateway, "gateway"),
        (Kind::RouteTableAssociation, "private-a"),
        (Kind::Route, "private-default"),
        (Kind::SecurityGroup, "nodes"),
        (Kind::KeyPair, "admin"),
        (Kind::Role, "nodes"),
        (Kind::InstanceProfile, "nodes"),
        (Kind::ClassicLoadBalancer, "classic"),
        (Kind::NetworkLoadBalancer, "network"),
        (Kind::TargetGroup, "tcp"),
        (Kind::LaunchTemplate, "nodes"),
        (Kind::AutoscalingGroup, "nodes"),
    ];
    for (kind, name) in wanted.into_iter().filter(|(kind, _)| !subject.lacks("refuse/duplicates", kind)) {
        let resource = differently(scene.sample(&ResourceId::new(kind, name))?);
        let step = scene.creation(&resource);
        let what = format!("a second {} of the same identity", kind.title());
        expect_error(&what, ErrorKind::Conflict, subject.cloud.execute(&step).await)?;
    }
    scene.clear().await
}

/// Values that AWS does not take are refused as invalid.
pub(super) async fn invalid_values(subject: &Subject) -> Result {
    let mut scene = Scene::with(subject, &[(Kind::Listener, "network-443"), (Kind::LaunchTemplate, "nodes")]).await?;
    let long = "x".repeat(65);
    let cases: Vec<Resource> = vec![
        edit(&scene, Kind::Subnet, "private-a", |x: Subnet| Subnet { cidr: Some("10.99.0.0/24".into()), ..x })?,
        edit(&scene, Kind::Subnet, "private-a", |x: Subnet| Subnet { cidr: Some("no range".into()), ..x })?,
        edit(&scene, Kind::Subnet, "private-a", |x: Subnet| Subnet { zone: Some("moon-1a".into()), ..x })?,
        edit(&scene, Kind::Role, "nodes", |x: Role| Role { name: long.clone(), ..x })?,
        edit(&scene, Kind::TargetGroup, "tcp", |x: TargetGroup| TargetGroup { name: long.clone(), ..x })?,
        edit(&scene, Kind::Listener, "network-443", |x: Listener| Listener { port: 70_000, ..x })?,
        edit(&scene, Kind::Volume, "etcd", |x: Volume| Volume { volume_type: "gp9".into(), ..x })?,
        edit(&scene, Kind::AutoscalingGroup, "nodes", |x: AutoscalingGroup| AutoscalingGroup {
            name: "another".into(),
            subnets: vec![Ref::to(Kind::Subnet, "public-a")],
            min_size: 3,
            max_size: 2,
            ..x
        })?,
    ];
    for resource in cases.into_iter().filter(|x| !subject.lacks("refuse/invalid-values", x.kind())) {
        let step = scene.creation(&resource);
        let what = format!("a {} with a value that AWS does not take", resource.kind().title());
        expect_error(&what, ErrorKind::Invalid, subject.cloud.execute(&step).await)?;
    }
    scene.clear().await
}

/// A change of what AWS cannot change in place is refused, not ignored.
pub(super) async fn fixed_fields(subject: &Subject) -> Result {
    let mut scene = Scene::with(subject, &[(Kind::Subnet, "private-a")]).await?;
    let id = ResourceId::new(Kind::Subnet, "private-a");
    let current = scene.hand.bind(&scene.sample(&id)?.resource);
    let desired =
        edit(&scene, Kind::Subnet, "private-a", |x: Subnet| Subnet { cidr: Some("10.77.32.0/20".into()), ..x })?;
    let desired = scene.hand.bind(&desired);
    let action = BoundAction::Update { id: scene.hand.id(&id), current, desired, fields: vec!["cidr".into()] };
    let step = scene.hand.step(&id, action);
    expect_error("changing the range of a subnet", ErrorKind::Invalid, subject.cloud.execute(&step).await)?;
    scene.clear().await
}

/// A sample, edited.
fn edit<T>(scene: &Scene<'_>, kind: Kind, name: &str, change: impl Fn(T) -> T) -> Result<Resource>
where
    T: serde::de::DeserializeOwned + Into<Resource>,
{
    let fields = scene.sample(&ResourceId::new(kind, name))?.resource.to_value();
    let typed: T = serde_json::from_value(fields.into()).map_err(|error| error.to_string())?;
    Ok(change(typed).into())
}

/// The same identity with other tags, as another owner would have made it; with other fields, where it has no tags.
fn differently(sample: Sample) -> Resource {
    let mut fields = sample.resource.to_value();
    match fields.get_mut("tags") {
        Some(tags) => *tags = serde_json::json!({"Name": "of another"}),
        None => return sample.changed.unwrap_or(sample.resource),
    }
    Resource::from_fields(sample.id.kind, fields.into()).unwrap_or(sample.resource)
}
