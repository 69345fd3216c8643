//! IAM: roles with their policies, instance profiles, OIDC providers.
//!
//! Roles are read in bulk: `GetAccountAuthorizationDetails` brings roles, tags, inline and attached policies and instance
//! profiles of the account in pages. Where it is not allowed, the roles that the scope names are read one by one. Profiles
//! come with their roles; those that have none, or that come without tags, are asked for by name.

use std::collections::BTreeSet;

use aws_sdk_iam::types::{EntityType, RoleDetail};
use futures::future::try_join_all;
use kops_core::cloud::{CloudError, ErrorKind, Observed};
use kops_core::resource::{
    InstanceProfile, Kind, OidcProvider, Output, Outputs, Resource, Role, RolePolicy, RolePolicyAttachment,
};
use serde_json::Value;

use super::{Reader, observed_by, observed_with};
use crate::error::Call;
use crate::tags;

pub(super) async fn read(reader: Reader<'_>) -> Result<Vec<Observed>, CloudError> {
    let (mut found, providers) = futures::try_join!(roles(reader), oidc_providers(reader))?;
    let profiles = profiles(reader, &found).await?;
    found.retain(|seen| !profiles.iter().any(|p| p.resource.kind() == seen.resource.kind() && p.id == seen.id));
    Ok(found.into_iter().chain(profiles).chain(providers).collect())
}

async fn roles(reader: Reader<'_>) -> Result<Vec<Observed>, CloudError> {
    let request = reader.clients.iam.get_account_authorization_details().filter(EntityType::Role).max_items(1000);
    let call = Call::new("iam", "GetAccountAuthorizationDetails");
    match reader.calls.pages(call, request.into_paginator().send()).await {
        Ok(pages) => {
            let details = pages.into_iter().flat_map(|p| p.role_detail_list.unwrap_or_default());
            Ok(details.filter(|role| belongs(reader, role)).flat_map(|role| of_detail(&role)).collect())
        }
        Err(error) if error.kind == ErrorKind::Denied => one_by_one(reader).await,
        Err(error) => Err(error),
    }
}

/// Roles belong to the cluster by tag, or are named by the scope.
fn belongs(reader: Reader<'_>, role: &RoleDetail) -> bool {
    role.role_name().is_some_and(|name| reader.names(Kind::Role).contains(name)) || reader.owns(&tags::iam(role.tags()))
}

fn of_detail(role: &RoleDetail) -> Vec<Observed> {
    let name = role.role_name().unwrap_or_default();
    let arn = role.arn().unwrap_or_default().to_owned();
    let resource = Role {
        name: name.to_owned(),
        assume_role_policy: document(role.assume_role_policy_document().unwrap_or_default()),
        permissions_boundary: role.permissions_boundary().and_then(|b| b.permissions_boundary_arn.clone()),
        tags: tags::iam(role.tags()),
    };
    let mut found = vec![observed_with(name, resource, Outputs::from([(Output::Arn, arn)]))];
    for policy in role.role_policy_list() {
        let text = policy.policy_document().unwrap_or_default();
        found.push(inline_policy(name, policy.policy_name().unwrap_or_default(), text));
    }
    found.extend(role.attached_managed_policies().iter().filter_map(|p| attachment(name, p.policy_arn()?)));
    for profile in role.instance_profile_list() {
        let tags = tags::iam(profile.tags());
        found.push(instance_profile(profile.instance_profile_name(), profile.arn(), Some(name), tags));
    }
    found
}

fn inline_policy(role: &str, name: &str, text: &str) -> Observed {
    let resource = RolePolicy { role: role.into(), name: name.to_owned(), policy: document(text) };
    observed_by([role, name], resource)
}

fn attachment(role: &str, policy: &str) -> Option<Observed> {
    let resource = RolePolicyAttachment { role: role.into(), policy_arn: policy.to_owned() };
    Some(observed_by([role, policy], resource))
}

fn instance_profile(name: &str, arn: &str, role: Option<&str>, tags: kops_core::resource::Tags) -> Observed {
    let resource = InstanceProfile { name: name.to_owned(), role: role.map(Into::into), tags };
    observed_with(name, resource, Outputs::from([(Output::Arn, arn.to_owned())]))
}

/// IAM gives documents back URL-encoded.
fn document(text: &str) -> Value {
    let decoded = percent_encoding::percent_decode_str(text).decode_utf8_lossy();
    serde_json::from_str(&decoded).unwrap_or_else(|_| Value::String(decoded.into_owned()))
}

async fn one_by_one(reader: Reader<'_>) -> Result<Vec<Observed>, CloudError> {
    let roles = try_join_all(reader.names(Kind::Role).into_iter().map(|name| role(reader, name))).await?;
    Ok(roles.into_iter().flatten().collect())
}

/// Reads the profiles that the scope names and that did not come with a role, or came without their tags.
async fn profiles(reader: Reader<'_>, seen: &[Observed]) -> Result<Vec<Observed>, CloudError> {
    let whole = seen.iter().filter_map(|seen| match &seen.resource {
        Resource::InstanceProfile(profile) => (!profile.tags.is_empty()).then_some(profile.name.as_str()),
        _ => None,
    });
    let whole: BTreeSet<&str> = whole.collect();
    let names = reader.names(Kind::InstanceProfile).into_iter().filter(|name| !whole.contains(name));
    Ok(try_join_all(names.map(|name| profile(reader, name))).await?.into_iter().flatten().collect())
}

async fn role(reader: Reader<'_>, name: &str) -> Result<Vec<Observed>, CloudError> {
    let iam = &reader.clients.iam;
    let request = iam.get_role().role_name(name).send();
    let Some(answer) = reader.calls.find(Call::new("iam", "GetRole"), request).await? else { return Ok(Vec::new()) };
    let Some(role) = answer.role else { return Ok(Vec::new()) };
    let inline = iam.list_role_policies().role_name(name).into_paginator().send();
    let attached = iam.list_attached_role_policies().role_name(name).into_paginator().send();
    let (inline, attached) = futures::try_join!(
        reader.calls.pages(Call::new("iam", "ListRolePolicies"), inline),
        reader.calls.pages(Call::new("iam", "ListAttachedRolePolicies"), attached),
    )?;
    let resource = Role {
        name: name.to_owned(),
        assume_role_policy: document(role.assume_role_policy_document().unwrap_or_default()),
        permissions_boundary: role.permissions_boundary().and_then(|b| b.permissions_boundary_arn.clone()),
        tags: tags::iam(role.tags()),
    };
    let mut found = vec![observed_with(name, resource, Outputs::from([(Output::Arn, role.arn.clone())]))];
    for policy in inline.iter().flat_map(|page| page.policy_names()) {
        let request = iam.get_role_policy().role_name(name).policy_name(policy).send();
        if let Some(answer) = reader.calls.find(Call::new("iam", "GetRolePolicy"), request).await? {
            found.push(inline_policy(name, policy, answer.policy_document()));
        }
    }
    let attached = attached.iter().flat_map(|page| page.attached_policies());
    found.extend(attached.filter_map(|p| attachment(name, p.policy_arn()?)));
    Ok(found)
}

async fn profile(reader: Reader<'_>, name: &str) -> Result<Option<Observed>, CloudError> {
    let request = reader.clients.iam.get_instance_profile().instance_profile_name(name).send();
    let answer = reader.calls.find(Call::new("iam", "GetInstanceProfile"), request).await?;
    Ok(answer.and_then(|a| a.instance_profile).map(|profile| {
        let tags = tags::iam(profile.tags());
        let role = profile.roles().first().map(|r| r.role_name());
        instance_profile(profile.instance_profile_name(), profile.arn(), role, tags)
    }))
}

/// Reads the OIDC providers whose URL the scope names.
async fn oidc_providers(reader: Reader<'_>) -> Result<Vec<Observed>, CloudError> {
    let wanted = reader.names(Kind::OidcProvider);
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let request = reader.clients.iam.list_open_id_connect_providers().send();
    let listed = reader.calls.send(Call::new("iam", "ListOpenIDConnectProviders"), request).await?;
    let mut found = Vec::new();
    for arn in listed.open_id_connect_provider_list().iter().filter_map(|p| p.arn()) {
        // The ARN ends with the URL without its scheme.
        let Some((_, host)) = arn.split_once(":oidc-provider/") else { continue };
        let url = format!("https://{host}");
        if !wanted.contains(url.as_str()) {
            continue;
        }
        let request = reader.clients.iam.get_open_id_connect_provider().open_id_connect_provider_arn(arn).send();
        let Some(answer) = reader.calls.find(Call::new("iam", "GetOpenIDConnectProvider"), request).await? else {
            continue;
        };
        let resource = OidcProvider {
            url,
            client_ids: answer.client_id_list().to_vec(),
            thumbprints: answer.thumbprint_list().to_vec(),
            tags: tags::iam(answer.tags()),
        };
        found.push(observed_with(arn, resource, Outputs::from([(Output::Arn, arn.to_owned())])));
    }
    Ok(found)
}
