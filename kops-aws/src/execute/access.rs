//! IAM roles, policies, profiles, OIDC providers, and key pairs.

use aws_sdk_ec2::primitives::Blob;
use aws_sdk_ec2::types::ResourceType;
use aws_sdk_iam::types::Tag;
use kops_core::cloud::{CloudError, ErrorKind};
use kops_core::resource::{
    InstanceProfile, KeyPair, OidcProvider, Output, Outputs, Role, RolePolicy, RolePolicyAttachment, Tags,
};

use super::{ExecContext, Update, bears, id_of, retag, with_composed, with_id};
use crate::error::Call;
use crate::tags;

pub(super) async fn import_key(act: ExecContext<'_>, key: &KeyPair) -> Result<Outputs, CloudError> {
    let material = key.public_key.clone().unwrap_or_default();
    let request = act.clients.ec2.import_key_pair().key_name(&key.name).public_key_material(Blob::new(material));
    let request = request.tag_specifications(tags::specification(ResourceType::KeyPair, &key.tags)).send();
    match act.calls.send(Call::new("ec2", "ImportKeyPair"), request).await {
        Err(error) if error.kind == ErrorKind::Conflict => {
            let request = act.clients.ec2.describe_key_pairs().key_names(&key.name).send();
            let seen = act.calls.send(Call::new("ec2", "DescribeKeyPairs"), request).await?;
            if !seen.key_pairs().iter().any(|pair| bears(&tags::ec2(pair.tags()), &key.tags)) {
                return Err(error);
            }
        }
        made => made.map(drop)?,
    }
    Ok(with_id(&key.name))
}

pub(super) async fn retag_key(act: ExecContext<'_>, old: &KeyPair, new: &KeyPair) -> Result<Outputs, CloudError> {
    let request = act.clients.ec2.describe_key_pairs().key_names(&new.name).send();
    let seen = act.calls.send(Call::new("ec2", "DescribeKeyPairs"), request).await?;
    if let Some(id) = seen.key_pairs().first().and_then(|p| p.key_pair_id()) {
        retag(act, id, &old.tags, &new.tags).await?;
    }
    Ok(with_id(&new.name))
}

pub(super) async fn delete_key(act: ExecContext<'_>, key: &KeyPair) -> Result<(), CloudError> {
    let request = act.clients.ec2.delete_key_pair().key_name(&key.name).send();
    act.calls.send(Call::new("ec2", "DeleteKeyPair"), request).await.map(drop)
}

pub(super) async fn create_role(act: ExecContext<'_>, role: &Role) -> Result<Outputs, CloudError> {
    let request = act.clients.iam.create_role().role_name(&role.name);
    let request = request.assume_role_policy_document(role.assume_role_policy.to_string());
    let request = request.set_permissions_boundary(role.permissions_boundary.clone());
    let request = request.set_tags(Some(iam_tags(&role.tags)?)).send();
    let arn = match act.calls.send(Call::new("iam", "CreateRole"), request).await {
        Err(error) if error.kind == ErrorKind::Conflict => {
            let found = role_of(act, &role.name).await?;
            let tags = found.as_ref().map(|r| tags::iam(r.tags())).unwrap_or_default();
            if !bears(&tags, &role.tags) {
                return Err(error);
            }
            found.map(|r| r.arn)
        }
        made => made?.role.map(|r| r.arn),
    };
    Ok(role_outputs(&role.name, arn))
}

async fn role_of(act: ExecContext<'_>, name: &str) -> Result<Option<aws_sdk_iam::types::Role>, CloudError> {
    let request = act.clients.iam.get_role().role_name(name).send();
    Ok(act.calls.send(Call::new("iam", "GetRole"), request).await?.role)
}

fn role_outputs(name: &str, arn: Option<String>) -> Outputs {
    let mut outputs = with_id(name);
    outputs.extend(arn.map(|arn| (Output::Arn, arn)));
    outputs
}

pub(super) async fn update_role(
    act: ExecContext<'_>,
    update: &Update<'_>,
    old: &Role,
    new: &Role,
) -> Result<Outputs, CloudError> {
    let iam = &act.clients.iam;
    if update.touches(&["assume_role_policy"]) {
        let request = iam.update_assume_role_policy().role_name(&new.name);
        let request = request.policy_document(new.assume_role_policy.to_string()).send();
        act.calls.send(Call::new("iam", "UpdateAssumeRolePolicy"), request).await?;
    }
    if update.touches(&["permissions_boundary"]) {
        match &new.permissions_boundary {
            Some(boundary) => {
                let request = iam.put_role_permissions_boundary().role_name(&new.name).permissions_boundary(boundary);
                act.calls.send(Call::new("iam", "PutRolePermissionsBoundary"), request.send()).await?;
            }
            None => {
                let request = iam.delete_role_permissions_boundary().role_name(&new.name).send();
                act.calls.find(Call::new("iam", "DeleteRolePermissionsBoundary"), request).await?;
            }
        }
    }
    if update.touches(&["tags"]) {
        let (write, remove) = tags::difference(&old.tags, &new.tags);
        if !write.is_empty() {
            let request = iam.tag_role().role_name(&new.name).set_tags(Some(iam_tags(&write)?)).send();
            act.calls.send(Call::new("iam", "TagRole"), request).await?;
        }
        if !remove.is_empty() {
            let request = iam.untag_role().role_name(&new.name).set_tag_keys(Some(remove)).send();
            act.calls.send(Call::new("iam", "UntagRole"), request).await?;
        }
    }
    Ok(role_outputs(&new.name, role_of(act, &new.name).await?.map(|r| r.arn)))
}

/// Deletes a role. Its policies are steps of their own, which come before this one.
pub(super) async fn delete_role(act: ExecContext<'_>, role: &Role) -> Result<(), CloudError> {
    let request = act.clients.iam.delete_role().role_name(&role.name).send();
    act.calls.send(Call::new("iam", "DeleteRole"), request).await.map(drop)
}

pub(super) async fn put_policy(act: ExecContext<'_>, policy: &RolePolicy) -> Result<Outputs, CloudError> {
    let role = id_of(&policy.role);
    let request = act.clients.iam.put_role_policy().role_name(role).policy_name(&policy.name);
    let request = request.policy_document(policy.policy.to_string()).send();
    act.calls.send(Call::new("iam", "PutRolePolicy"), request).await?;
    Ok(with_composed([role, &policy.name]))
}

pub(super) async fn delete_policy(act: ExecContext<'_>, policy: &RolePolicy) -> Result<(), CloudError> {
    let request = act.clients.iam.delete_role_policy().role_name(id_of(&policy.role)).policy_name(&policy.name);
    act.calls.send(Call::new("iam", "DeleteRolePolicy"), request.send()).await.map(drop)
}

pub(super) async fn attach_policy(
    act: ExecContext<'_>,
    attachment: &RolePolicyAttachment,
) -> Result<Outputs, CloudError> {
    let role = id_of(&attachment.role);
    let request = act.clients.iam.attach_role_policy().role_name(role).policy_arn(&attachment.policy_arn).send();
    act.calls.send(Call::new("iam", "AttachRolePolicy"), request).await?;
    Ok(with_composed([role, &attachment.policy_arn]))
}

pub(super) async fn detach_policy(act: ExecContext<'_>, attachment: &RolePolicyAttachment) -> Result<(), CloudError> {
    let request = act.clients.iam.detach_role_policy().role_name(id_of(&attachment.role));
    let request = request.policy_arn(&attachment.policy_arn).send();
    act.calls.send(Call::new("iam", "DetachRolePolicy"), request).await.map(drop)
}

pub(super) async fn create_profile(act: ExecContext<'_>, profile: &InstanceProfile) -> Result<Outputs, CloudError> {
    let request = act.clients.iam.create_instance_profile().instance_profile_name(&profile.name);
    let request = request.set_tags(Some(iam_tags(&profile.tags)?)).send();
    match act.calls.send(Call::new("iam", "CreateInstanceProfile"), request).await {
        Err(error) if error.kind == ErrorKind::Conflict => {
            let found = profile_of(act, &profile.name).await?;
            let tags = found.as_ref().map(|p| tags::iam(p.tags())).unwrap_or_default();
            if !bears(&tags, &profile.tags) {
                return Err(error);
            }
        }
        made => made.map(drop)?,
    }
    put_role(act, profile).await
}

pub(super) async fn update_profile(
    act: ExecContext<'_>,
    old: &InstanceProfile,
    new: &InstanceProfile,
) -> Result<Outputs, CloudError> {
    let (write, remove) = tags::difference(&old.tags, &new.tags);
    let iam = &act.clients.iam;
    if !write.is_empty() {
        let request = iam.tag_instance_profile().instance_profile_name(&new.name).set_tags(Some(iam_tags(&write)?));
        act.calls.send(Call::new("iam", "TagInstanceProfile"), request.send()).await?;
    }
    if !remove.is_empty() {
        let request = iam.untag_instance_profile().instance_profile_name(&new.name).set_tag_keys(Some(remove)).send();
        act.calls.send(Call::new("iam", "UntagInstanceProfile"), request).await?;
    }
    put_role(act, new).await
}

/// Brings the role of a profile to what it should be: a profile holds one role at most.
async fn put_role(act: ExecContext<'_>, profile: &InstanceProfile) -> Result<Outputs, CloudError> {
    let iam = &act.clients.iam;
    let seen = profile_of(act, &profile.name).await?;
    let held: Vec<&str> = seen.iter().flat_map(|p| p.roles()).map(|r| r.role_name()).collect();
    if let Some(wanted) = profile.role.as_ref().map(id_of) {
        for role in held.iter().filter(|role| **role != wanted) {
            remove_role(act, &profile.name, role).await?;
        }
        if !held.contains(&wanted) {
            let request = iam.add_role_to_instance_profile().instance_profile_name(&profile.name).role_name(wanted);
            act.calls.send(Call::new("iam", "AddRoleToInstanceProfile"), request.send()).await?;
        }
    }
    let mut outputs = with_id(&profile.name);
    outputs.extend(seen.as_ref().map(|p| (Output::Arn, p.arn().to_owned())));
    Ok(outputs)
}

async fn profile_of(
    act: ExecContext<'_>,
    name: &str,
) -> Result<Option<aws_sdk_iam::types::InstanceProfile>, CloudError> {
    let request = act.clients.iam.get_instance_profile().instance_profile_name(name).send();
    Ok(act.calls.send(Call::new("iam", "GetInstanceProfile"), request).await?.instance_profile)
}

async fn remove_role(act: ExecContext<'_>, profile: &str, role: &str) -> Result<(), CloudError> {
    let request = act.clients.iam.remove_role_from_instance_profile().instance_profile_name(profile).role_name(role);
    act.calls.find(Call::new("iam", "RemoveRoleFromInstanceProfile"), request.send()).await.map(drop)
}

pub(super) async fn delete_profile(act: ExecContext<'_>, profile: &InstanceProfile) -> Result<(), CloudError> {
    if let Some(role) = &profile.role {
        remove_role(act, &profile.name, id_of(role)).await?;
    }
    let request = act.clients.iam.delete_instance_profile().instance_profile_name(&profile.name).send();
    act.calls.send(Call::new("iam", "DeleteInstanceProfile"), request).await.map(drop)
}

pub(super) async fn create_oidc_provider(act: ExecContext<'_>, provider: &OidcProvider) -> Result<Outputs, CloudError> {
    let request = act
        .clients
        .iam
        .create_open_id_connect_provider()
        .url(&provider.url)
        .set_client_id_list(Some(provider.client_ids.clone()))
        .set_thumbprint_list(Some(provider.thumbprints.clone()))
        .set_tags(Some(iam_tags(&provider.tags)?));
    let arn = match act.calls.send(Call::new("iam", "CreateOpenIDConnectProvider"), request.send()).await {
        Err(error) if error.kind == ErrorKind::Conflict => match provider_arn(act, &provider.url).await? {
            Some(arn) if bears(&provider_tags(act, &arn).await?, &provider.tags) => arn,
            _ => return Err(error),
        },
        made => made?.open_id_connect_provider_arn.unwrap_or_default(),
    };
    Ok(provider_outputs(&arn))
}

async fn provider_tags(act: ExecContext<'_>, arn: &str) -> Result<Tags, CloudError> {
    let request = act.clients.iam.get_open_id_connect_provider().open_id_connect_provider_arn(arn).send();
    let seen = act.calls.send(Call::new("iam", "GetOpenIDConnectProvider"), request).await?;
    Ok(tags::iam(seen.tags()))
}

async fn provider_arn(act: ExecContext<'_>, url: &str) -> Result<Option<String>, CloudError> {
    let request = act.clients.iam.list_open_id_connect_providers().send();
    let listed = act.calls.send(Call::new("iam", "ListOpenIDConnectProviders"), request).await?;
    let host = url.trim_start_matches("https://");
    let arns = listed.open_id_connect_provider_list.unwrap_or_default().into_iter().filter_map(|p| p.arn);
    Ok(arns.into_iter().find(|arn| arn.split_once(":oidc-provider/").is_some_and(|(_, found)| found == host)))
}

fn provider_outputs(arn: &str) -> Outputs {
    let mut outputs = with_id(arn);
    outputs.insert(Output::Arn, arn.to_owned());
    outputs
}

pub(super) async fn update_oidc_provider(
    act: ExecContext<'_>,
    arn: &str,
    old: &OidcProvider,
    new: &OidcProvider,
) -> Result<Outputs, CloudError> {
    let iam = &act.clients.iam;
    for client in new.client_ids.iter().filter(|c| !old.client_ids.contains(c)) {
        let request = iam.add_client_id_to_open_id_connect_provider().open_id_connect_provider_arn(arn);
        let call = Call::new("iam", "AddClientIDToOpenIDConnectProvider");
        act.calls.send(call, request.client_id(client).send()).await?;
    }
    for client in old.client_ids.iter().filter(|c| !new.client_ids.contains(c)) {
        let request = iam.remove_client_id_from_open_id_connect_provider().open_id_connect_provider_arn(arn);
        let call = Call::new("iam", "RemoveClientIDFromOpenIDConnectProvider");
        act.calls.find(call, request.client_id(client).send()).await?;
    }
    if old.thumbprints != new.thumbprints {
        let request = iam.update_open_id_connect_provider_thumbprint().open_id_connect_provider_arn(arn);
        let request = request.set_thumbprint_list(Some(new.thumbprints.clone())).send();
        act.calls.send(Call::new("iam", "UpdateOpenIDConnectProviderThumbprint"), request).await?;
    }
    let (write, remove) = tags::difference(&old.tags, &new.tags);
    if !write.is_empty() {
        let request = iam.tag_open_id_connect_provider().open_id_connect_provider_arn(arn);
        let call = Call::new("iam", "TagOpenIDConnectProvider");
        act.calls.send(call, request.set_tags(Some(iam_tags(&write)?)).send()).await?;
    }
    if !remove.is_empty() {
        let request = iam.untag_open_id_connect_provider().open_id_connect_provider_arn(arn);
        let call = Call::new("iam", "UntagOpenIDConnectProvider");
        act.calls.send(call, request.set_tag_keys(Some(remove)).send()).await?;
    }
    Ok(provider_outputs(arn))
}

pub(super) async fn delete_oidc_provider(act: ExecContext<'_>, arn: &str) -> Result<(), CloudError> {
    let request = act.clients.iam.delete_open_id_connect_provider().open_id_connect_provider_arn(arn).send();
    act.calls.send(Call::new("iam", "DeleteOpenIDConnectProvider"), request).await.map(drop)
}

fn iam_tags(tags: &Tags) -> Result<Vec<Tag>, CloudError> {
    let built = tags.iter().map(|(key, value)| Tag::builder().key(key).value(value).build());
    built.collect::<Result<_, _>>().map_err(|error| {
        CloudError::new(ErrorKind::Invalid, "TagRole", "a tag lacks its key or value").caused_by(error)
    })
}
