//! IAM and the SSH key.

use serde_json::Value;

use super::attributes::Attributes;
use super::links::Links;
use crate::resource::{InstanceProfile, KeyPair, OidcProvider, Role, RolePolicy, RolePolicyAttachment};

pub(super) fn key_pair(pair: &KeyPair) -> Attributes {
    let attributes = Attributes::new().set("key_name", pair.name.as_str()).tags(&pair.tags);
    match &pair.public_key {
        Some(key) => attributes.file("public_key", "public_key", key.clone()),
        None => attributes,
    }
}

pub(super) fn role(role: &Role) -> Attributes {
    Attributes::new()
        .set("name", role.name.as_str())
        .file("assume_role_policy", "policy", document(&role.assume_role_policy))
        .set_some("permissions_boundary", role.permissions_boundary.as_deref())
        .tags(&role.tags)
}

pub(super) fn role_policy(links: Links<'_>, policy: &RolePolicy) -> Attributes {
    Attributes::new()
        .set("name", policy.name.as_str())
        .file("policy", "policy", document(&policy.policy))
        .set("role", links.follow(&policy.role))
}

pub(super) fn role_policy_attachment(links: Links<'_>, attachment: &RolePolicyAttachment) -> Attributes {
    Attributes::new().set("policy_arn", attachment.policy_arn.as_str()).set("role", links.follow(&attachment.role))
}

pub(super) fn instance_profile(links: Links<'_>, profile: &InstanceProfile) -> Attributes {
    Attributes::new()
        .set("name", profile.name.as_str())
        .set_some("role", profile.role.as_ref().map(|role| links.follow(role)))
        .tags(&profile.tags)
}

pub(super) fn oidc_provider(provider: &OidcProvider) -> Attributes {
    Attributes::new()
        .set("url", provider.url.as_str())
        .list("client_id_list", provider.client_ids.iter().map(String::as_str))
        .list("thumbprint_list", provider.thumbprints.iter().map(String::as_str))
        .tags(&provider.tags)
}

/// A policy document as people read it.
pub(super) fn document(policy: &Value) -> String {
    format!("{policy:#}")
}
