//! IAM instance profiles. Most come with their roles; those that have none, or that came without their tags, are read by name.

use std::collections::BTreeSet;

use aws_sdk_iam::types;
use futures::future::try_join_all;
use kops_core::cloud::{CloudError, ErrorKind, Observed};
use kops_core::resource::{InstanceProfile, Kind, Output, Outputs, Resource};

use super::role;
use crate::error::Call;
use crate::reader::{Reader, observed_with};
use crate::step::{StepContext, Update, has_tags, known, with_id};
use crate::tags;

const READ: Call = Call::new("iam", "GetInstanceProfile");

/// Reads roles and instance profiles.
pub(crate) async fn read_with_roles(reader: Reader<'_>) -> Result<Vec<Observed>, CloudError> {
    let mut found = role::read(reader).await?;
    let profiles = missing(reader, &found).await?;
    found.retain(|seen| !profiles.iter().any(|p| p.resource.kind() == seen.resource.kind() && p.id == seen.id));
    found.extend(profiles);
    Ok(found)
}

/// Reads the profiles that the scope names and that did not come with a role, or came without their tags.
async fn missing(reader: Reader<'_>, seen: &[Observed]) -> Result<Vec<Observed>, CloudError> {
    let complete: BTreeSet<&str> = seen
        .iter()
        .filter_map(|seen| match &seen.resource {
            Resource::InstanceProfile(profile) => (!profile.tags.is_empty()).then_some(profile.name.as_str()),
            _ => None,
        })
        .collect();
    let names = reader.names(Kind::InstanceProfile).into_iter().filter(|name| !complete.contains(name));
    Ok(try_join_all(names.map(|name| one(reader, name))).await?.into_iter().flatten().collect())
}

async fn one(reader: Reader<'_>, name: &str) -> Result<Option<Observed>, CloudError> {
    let request = reader.clients.iam.get_instance_profile().instance_profile_name(name).send();
    let Some(answer) = reader.calls.find(READ, request).await? else { return Ok(None) };
    let profile = READ.require(answer.instance_profile, "InstanceProfile")?;
    let role = profile.roles().first().map(|role| role.role_name());
    Ok(Some(observe(&profile, role)))
}

pub(super) fn observe(profile: &types::InstanceProfile, role: Option<&str>) -> Observed {
    let name = profile.instance_profile_name();
    let resource =
        InstanceProfile { name: name.to_owned(), role: role.map(Into::into), tags: tags::iam(profile.tags()) };
    observed_with(name, resource, Outputs::from([(Output::Arn, profile.arn().to_owned())]))
}

pub(crate) async fn create(ctx: StepContext<'_>, profile: &InstanceProfile) -> Result<Outputs, CloudError> {
    let InstanceProfile { name, role: _, tags } = profile;
    let request = ctx.clients.iam.create_instance_profile().instance_profile_name(name);
    let sent = request.set_tags(Some(tags::to_iam(tags)?)).send();
    match ctx.calls.send(Call::new("iam", "CreateInstanceProfile"), sent).await {
        Err(error) if error.kind == ErrorKind::Conflict => {
            if !has_tags(&tags::iam(by_name(ctx, name).await?.tags()), tags) {
                return Err(error);
            }
        }
        made => made.map(drop)?,
    }
    put_role(ctx, profile).await
}

pub(crate) async fn update(ctx: StepContext<'_>, update: Update<'_, InstanceProfile>) -> Result<Outputs, CloudError> {
    let InstanceProfile { name, role: _, tags } = update.desired;
    let (write, remove) = tags::difference(&update.current.tags, tags);
    let iam = &ctx.clients.iam;
    if !write.is_empty() {
        let tags = tags::to_iam(&write)?;
        let request = iam.tag_instance_profile().instance_profile_name(name).set_tags(Some(tags)).send();
        ctx.calls.send(Call::new("iam", "TagInstanceProfile"), request).await?;
    }
    if !remove.is_empty() {
        let request = iam.untag_instance_profile().instance_profile_name(name).set_tag_keys(Some(remove)).send();
        ctx.calls.send(Call::new("iam", "UntagInstanceProfile"), request).await?;
    }
    put_role(ctx, update.desired).await
}

/// Brings the role of a profile to what it should be: a profile holds one role at most.
async fn put_role(ctx: StepContext<'_>, profile: &InstanceProfile) -> Result<Outputs, CloudError> {
    let InstanceProfile { name, role, tags: _ } = profile;
    let seen = by_name(ctx, name).await?;
    if let Some(wanted) = role.as_ref().map(known).transpose()? {
        let held: Vec<&str> = seen.roles().iter().map(|role| role.role_name()).collect();
        for role in held.iter().filter(|role| **role != wanted) {
            remove_role(ctx, name, role).await?;
        }
        if !held.contains(&wanted) {
            let request = ctx.clients.iam.add_role_to_instance_profile();
            let sent = request.instance_profile_name(name).role_name(wanted).send();
            ctx.calls.send(Call::new("iam", "AddRoleToInstanceProfile"), sent).await?;
        }
    }
    let mut outputs = with_id(name);
    outputs.insert(Output::Arn, seen.arn);
    Ok(outputs)
}

async fn by_name(ctx: StepContext<'_>, name: &str) -> Result<types::InstanceProfile, CloudError> {
    let request = ctx.clients.iam.get_instance_profile().instance_profile_name(name).send();
    READ.require(ctx.calls.send(READ, request).await?.instance_profile, "InstanceProfile")
}

async fn remove_role(ctx: StepContext<'_>, profile: &str, role: &str) -> Result<(), CloudError> {
    let request = ctx.clients.iam.remove_role_from_instance_profile().instance_profile_name(profile).role_name(role);
    ctx.calls.find(Call::new("iam", "RemoveRoleFromInstanceProfile"), request.send()).await.map(drop)
}

pub(crate) async fn delete(ctx: StepContext<'_>, _: &str, profile: &InstanceProfile) -> Result<(), CloudError> {
    let InstanceProfile { name, role, tags: _ } = profile;
    if let Some(role) = role {
        remove_role(ctx, name, known(role)?).await?;
    }
    let request = ctx.clients.iam.delete_instance_profile().instance_profile_name(name).send();
    ctx.calls.send(Call::new("iam", "DeleteInstanceProfile"), request).await.map(drop)
}
