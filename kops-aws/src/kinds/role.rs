//! IAM roles with their policies.
//!
//! Roles are read in bulk: `GetAccountAuthorizationDetails` brings roles, tags, inline and attached policies and instance
//! profiles of the account in pages. Where it is not allowed, the roles that the scope names are read one by one.

use aws_sdk_iam::types::{AttachedPermissionsBoundary, EntityType, RoleDetail, Tag};
use futures::future::try_join_all;
use kops_core::cloud::{CloudError, ErrorKind, Observed};
use kops_core::resource::{Kind, Output, Outputs, Role, RolePolicy, RolePolicyAttachment};
use serde_json::Value;

use super::instance_profile;
use crate::error::Call;
use crate::reader::{Reader, observed_by, observed_with};
use crate::step::{StepContext, Update, has_tags, known, with_composite, with_id};
use crate::tags;

const READ_ALL: Call = Call::new("iam", "GetAccountAuthorizationDetails");
const READ: Call = Call::new("iam", "GetRole");

/// Reads roles with their policies, and the instance profiles that come along.
pub(super) async fn read(reader: Reader<'_>) -> Result<Vec<Observed>, CloudError> {
    let request = reader.clients.iam.get_account_authorization_details().filter(EntityType::Role).max_items(1000);
    match reader.calls.pages(READ_ALL, request.into_paginator().send()).await {
        Ok(pages) => {
            let mut found = Vec::new();
            for role in pages.iter().flat_map(|page| page.role_detail_list()) {
                found.extend(with_children(reader, role)?);
            }
            Ok(found)
        }
        Err(error) if error.kind == ErrorKind::Denied => one_by_one(reader).await,
        Err(error) => Err(error),
    }
}

/// A role of the cluster, by its tags or because the scope names it, with its policies and instance profiles.
fn with_children(reader: Reader<'_>, role: &RoleDetail) -> Result<Vec<Observed>, CloudError> {
    let name = READ_ALL.require(role.role_name(), "RoleName")?;
    let tags = tags::iam(role.tags());
    if !reader.names(Kind::Role).contains(name) && !reader.owns(&tags) {
        return Ok(Vec::new());
    }
    let arn = READ_ALL.require(role.arn(), "Arn")?;
    let trust = READ_ALL.require(role.assume_role_policy_document(), "AssumeRolePolicyDocument")?;
    let mut found = vec![observe(READ_ALL, name, arn, trust, role.permissions_boundary(), role.tags())?];
    for policy in role.role_policy_list() {
        let text = READ_ALL.require(policy.policy_document(), "PolicyDocument")?;
        found.push(observe_policy(READ_ALL, name, READ_ALL.require(policy.policy_name(), "PolicyName")?, text)?);
    }
    for policy in role.attached_managed_policies() {
        found.push(observe_attachment(name, READ_ALL.require(policy.policy_arn(), "PolicyArn")?));
    }
    for profile in role.instance_profile_list() {
        found.push(instance_profile::observe(profile, Some(name)));
    }
    Ok(found)
}

fn observe(
    call: Call,
    name: &str,
    arn: &str,
    trust: &str,
    boundary: Option<&AttachedPermissionsBoundary>,
    tags: &[Tag],
) -> Result<Observed, CloudError> {
    let role = Role {
        name: name.to_owned(),
        assume_role_policy: document(call, trust)?,
        permissions_boundary: boundary.and_then(|boundary| boundary.permissions_boundary_arn.clone()),
        tags: tags::iam(tags),
    };
    Ok(observed_with(name, role, Outputs::from([(Output::Arn, arn.to_owned())])))
}

fn observe_policy(call: Call, role: &str, name: &str, text: &str) -> Result<Observed, CloudError> {
    let policy = RolePolicy { role: role.into(), name: name.to_owned(), policy: document(call, text)? };
    Ok(observed_by([role, name], policy))
}

fn observe_attachment(role: &str, policy: &str) -> Observed {
    observed_by([role, policy], RolePolicyAttachment { role: role.into(), policy_arn: policy.to_owned() })
}

/// Reads a policy document, which IAM gives back URL-encoded.
fn document(call: Call, text: &str) -> Result<Value, CloudError> {
    let broken = || CloudError::new(ErrorKind::Internal, call.operation, "the answer has a policy that is not JSON");
    let decoded = percent_encoding::percent_decode_str(text).decode_utf8();
    let decoded = decoded.map_err(|error| broken().caused_by(error))?;
    serde_json::from_str(&decoded).map_err(|error| broken().caused_by(error))
}

async fn one_by_one(reader: Reader<'_>) -> Result<Vec<Observed>, CloudError> {
    let roles = try_join_all(reader.names(Kind::Role).into_iter().map(|name| one(reader, name))).await?;
    Ok(roles.into_iter().flatten().collect())
}

async fn one(reader: Reader<'_>, name: &str) -> Result<Vec<Observed>, CloudError> {
    let iam = &reader.clients.iam;
    let request = iam.get_role().role_name(name).send();
    let Some(answer) = reader.calls.find(READ, request).await? else { return Ok(Vec::new()) };
    let role = READ.require(answer.role, "Role")?;
    let inline = iam.list_role_policies().role_name(name).into_paginator().send();
    let attached = iam.list_attached_role_policies().role_name(name).into_paginator().send();
    let list_attached = Call::new("iam", "ListAttachedRolePolicies");
    let (inline, attached) = futures::try_join!(
        reader.calls.pages(Call::new("iam", "ListRolePolicies"), inline),
        reader.calls.pages(list_attached, attached),
    )?;
    let trust = READ.require(role.assume_role_policy_document(), "AssumeRolePolicyDocument")?;
    let mut found = vec![observe(READ, name, role.arn(), trust, role.permissions_boundary(), role.tags())?];
    let read_policy = Call::new("iam", "GetRolePolicy");
    for policy in inline.iter().flat_map(|page| page.policy_names()) {
        let request = iam.get_role_policy().role_name(name).policy_name(policy).send();
        if let Some(answer) = reader.calls.find(read_policy, request).await? {
            found.push(observe_policy(read_policy, name, policy, answer.policy_document())?);
        }
    }
    for policy in attached.iter().flat_map(|page| page.attached_policies()) {
        found.push(observe_attachment(name, list_attached.require(policy.policy_arn(), "PolicyArn")?));
    }
    Ok(found)
}

pub(crate) async fn create(ctx: StepContext<'_>, role: &Role) -> Result<Outputs, CloudError> {
    let Role { name, assume_role_policy, permissions_boundary, tags } = role;
    let call = Call::new("iam", "CreateRole");
    let request = ctx
        .clients
        .iam
        .create_role()
        .role_name(name)
        .assume_role_policy_document(assume_role_policy.to_string())
        .set_permissions_boundary(permissions_boundary.clone())
        .set_tags(Some(tags::to_iam(tags)?));
    let made = match ctx.calls.send(call, request.send()).await {
        Err(error) if error.kind == ErrorKind::Conflict => {
            let found = by_name(ctx, name).await?;
            if !has_tags(&tags::iam(found.tags()), tags) {
                return Err(error);
            }
            found
        }
        made => call.require(made?.role, "Role")?,
    };
    Ok(outputs(name, made.arn))
}

async fn by_name(ctx: StepContext<'_>, name: &str) -> Result<aws_sdk_iam::types::Role, CloudError> {
    let request = ctx.clients.iam.get_role().role_name(name).send();
    READ.require(ctx.calls.send(READ, request).await?.role, "Role")
}

fn outputs(name: &str, arn: String) -> Outputs {
    let mut outputs = with_id(name);
    outputs.insert(Output::Arn, arn);
    outputs
}

pub(crate) async fn update(ctx: StepContext<'_>, update: Update<'_, Role>) -> Result<Outputs, CloudError> {
    let Role { name, assume_role_policy, permissions_boundary, tags } = update.desired;
    let iam = &ctx.clients.iam;
    if update.touches(&[Role::ASSUME_ROLE_POLICY]) {
        let policy = assume_role_policy.to_string();
        let request = iam.update_assume_role_policy().role_name(name).policy_document(policy).send();
        ctx.calls.send(Call::new("iam", "UpdateAssumeRolePolicy"), request).await?;
    }
    if update.touches(&[Role::PERMISSIONS_BOUNDARY]) {
        match permissions_boundary {
            Some(boundary) => {
                let request = iam.put_role_permissions_boundary().role_name(name).permissions_boundary(boundary);
                ctx.calls.send(Call::new("iam", "PutRolePermissionsBoundary"), request.send()).await?;
            }
            None => {
                let request = iam.delete_role_permissions_boundary().role_name(name).send();
                ctx.calls.find(Call::new("iam", "DeleteRolePermissionsBoundary"), request).await?;
            }
        }
    }
    if update.touches(&[Role::TAGS]) {
        let (write, remove) = tags::difference(&update.current.tags, tags);
        if !write.is_empty() {
            let request = iam.tag_role().role_name(name).set_tags(Some(tags::to_iam(&write)?)).send();
            ctx.calls.send(Call::new("iam", "TagRole"), request).await?;
        }
        if !remove.is_empty() {
            let request = iam.untag_role().role_name(name).set_tag_keys(Some(remove)).send();
            ctx.calls.send(Call::new("iam", "UntagRole"), request).await?;
        }
    }
    Ok(outputs(name, by_name(ctx, name).await?.arn))
}

/// Deletes a role. Its policies are steps of their own, which come before this one.
pub(crate) async fn delete(ctx: StepContext<'_>, _: &str, role: &Role) -> Result<(), CloudError> {
    let request = ctx.clients.iam.delete_role().role_name(&role.name).send();
    ctx.calls.send(Call::new("iam", "DeleteRole"), request).await.map(drop)
}

/// Puts an inline policy, which replaces one of the same name.
pub(crate) async fn create_policy(ctx: StepContext<'_>, policy: &RolePolicy) -> Result<Outputs, CloudError> {
    let RolePolicy { role, name, policy } = policy;
    let role = known(role)?;
    let request = ctx.clients.iam.put_role_policy().role_name(role).policy_name(name);
    let sent = request.policy_document(policy.to_string()).send();
    ctx.calls.send(Call::new("iam", "PutRolePolicy"), sent).await?;
    Ok(with_composite([role, name]))
}

pub(crate) async fn update_policy(ctx: StepContext<'_>, update: Update<'_, RolePolicy>) -> Result<Outputs, CloudError> {
    create_policy(ctx, update.desired).await
}

pub(crate) async fn delete_policy(ctx: StepContext<'_>, _: &str, policy: &RolePolicy) -> Result<(), CloudError> {
    let request = ctx.clients.iam.delete_role_policy().role_name(known(&policy.role)?).policy_name(&policy.name);
    ctx.calls.send(Call::new("iam", "DeleteRolePolicy"), request.send()).await.map(drop)
}

pub(crate) async fn create_attachment(
    ctx: StepContext<'_>,
    attachment: &RolePolicyAttachment,
) -> Result<Outputs, CloudError> {
    let RolePolicyAttachment { role, policy_arn } = attachment;
    let role = known(role)?;
    let request = ctx.clients.iam.attach_role_policy().role_name(role).policy_arn(policy_arn).send();
    ctx.calls.send(Call::new("iam", "AttachRolePolicy"), request).await?;
    Ok(with_composite([role, policy_arn]))
}

pub(crate) async fn delete_attachment(
    ctx: StepContext<'_>,
    _: &str,
    attachment: &RolePolicyAttachment,
) -> Result<(), CloudError> {
    let RolePolicyAttachment { role, policy_arn } = attachment;
    let request = ctx.clients.iam.detach_role_policy().role_name(known(role)?).policy_arn(policy_arn).send();
    ctx.calls.send(Call::new("iam", "DetachRolePolicy"), request).await.map(drop)
}

#[cfg(test)]
mod tests {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

    use super::*;
    use crate::kinds::testing::each_sample;

    #[test]
    fn policies_read_back_as_written() {
        let encoded = |policy: &Value| utf8_percent_encode(&policy.to_string(), NON_ALPHANUMERIC).to_string();
        each_sample(|role: &Role| {
            let boundary = role.permissions_boundary.as_ref();
            let boundary =
                boundary.map(|arn| AttachedPermissionsBoundary::builder().permissions_boundary_arn(arn).build());
            let (trust, tags) = (encoded(&role.assume_role_policy), tags::to_iam(&role.tags).expect("whole"));
            let seen = observe(READ, &role.name, "arn", &trust, boundary.as_ref(), &tags).expect("whole");
            assert_eq!(seen.resource, role.clone().into());
        });
        each_sample(|policy: &RolePolicy| {
            let role = known(&policy.role).expect("bound");
            let seen = observe_policy(READ, role, &policy.name, &encoded(&policy.policy)).expect("whole");
            assert_eq!(seen.resource, policy.clone().into());
        });
    }

    #[test]
    fn policy_that_is_not_json_is_an_error() {
        assert_eq!(document(READ, "%7B").expect_err("cut off").kind, ErrorKind::Internal);
        assert_eq!(document(READ, "%FF").expect_err("not UTF-8").kind, ErrorKind::Internal);
    }
}
