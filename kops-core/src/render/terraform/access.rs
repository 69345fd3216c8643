//! IAM and the SSH key.

use serde_json::Value;

use super::attributes::Attributes;
use super::links::Links;
use crate::resource::{InstanceProfile, KeyPair, OidcProvider, Role, RolePolicy, RolePolicyAttachment};

pub(super) fn key_pair(pair: &KeyPair) -> Attributes {
    let KeyPair { name, public_key, tags } = pair;
    let attributes = Attributes::new().set("key_name", name.as_str()).tags(tags);
    match public_key {
        Some(key) => attributes.file("public_key", "public_key", key.clone()),
        None => attributes,
    }
}

pub(super) fn role(role: &Role) -> Attributes {
    let Role { name, assume_role_policy, permissions_boundary, tags } = role;
    Attributes::new()
        .set("name", name.as_str())
        .file("assume_role_policy", "policy", document(assume_role_policy))
        .set_some("permissions_boundary", permissions_boundary.as_deref())
        .tags(tags)
}

pub(super) fn role_policy(links: Links<'_>, policy: &RolePolicy) -> Attributes {
    let RolePolicy { role, name, policy } = policy;
    Attributes::new()
        .set("name", name.as_str())
        .file("policy", "policy", document(policy))
        .set("role", links.follow(role))
}

pub(super) fn role_policy_attachment(links: Links<'_>, attachment: &RolePolicyAttachment) -> Attributes {
    let RolePolicyAttachment { role, policy_arn } = attachment;
    Attributes::new().set("policy_arn", policy_arn.as_str()).set("role", links.follow(role))
}

pub(super) fn instance_profile(links: Links<'_>, profile: &InstanceProfile) -> Attributes {
    let InstanceProfile { name, role, tags } = profile;
    Attributes::new()
        .set("name", name.as_str())
        .set_some("role", role.as_ref().map(|role| links.follow(role)))
        .tags(tags)
}

pub(super) fn oidc_provider(provider: &OidcProvider) -> Attributes {
    let OidcProvider { url, client_ids, thumbprints, tags } = provider;
    Attributes::new()
        .set("url", url.as_str())
        .list("client_id_list", client_ids.iter().map(String::as_str))
        .list("thumbprint_list", thumbprints.iter().map(String::as_str))
        .tags(tags)
}

/// A policy document as people read it.
pub(super) fn document(policy: &Value) -> String {
    format!("{policy:#}")
}
