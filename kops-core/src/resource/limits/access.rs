//! IAM roles, policies, instance profiles, OIDC providers; key pairs.

use serde_json::Value;

use super::{Found, Limits, codes};
use crate::resource::{Field, InstanceProfile, KeyPair, OidcProvider, Role, RolePolicy, RolePolicyAttachment};

/// The characters of IAM names beside letters and digits.
const NAMES: &str = "+=,.@-_";
/// The most characters of all inline policies of a role, without white space.
pub(crate) const INLINE_POLICIES: usize = 10_240;
/// The most characters of a trust policy, without white space.
const TRUST_POLICY: usize = 2048;
/// The types of keys that EC2 imports.
const KEY_TYPES: [&str; 2] = ["ssh-rsa ", "ssh-ed25519 "];

impl Limits for Role {
    fn check_values(&self, found: &mut Found) {
        found.name(Self::NAME, "role name", &self.name, 64, NAMES);
        if !self.assume_role_policy.is_null() {
            check_policy(Self::ASSUME_ROLE_POLICY, "trust policy", &self.assume_role_policy, TRUST_POLICY, found);
        }
    }
}

impl Limits for RolePolicy {
    fn check_values(&self, found: &mut Found) {
        found.name(Self::NAME, "policy name", &self.name, 128, NAMES);
        check_policy(Self::POLICY, "policy", &self.policy, INLINE_POLICIES, found);
    }
}

impl Limits for RolePolicyAttachment {
    fn check_values(&self, found: &mut Found) {
        if !self.policy_arn.starts_with("arn:") || !self.policy_arn.contains(":policy/") {
            let message = format!(
                "`{}` is not the ARN of a policy, such as `arn:aws:iam::aws:policy/ReadOnlyAccess`",
                self.policy_arn
            );
            found.refuse_with("InvalidInput", Self::POLICY_ARN, codes::VALUE, message);
        }
    }
}

impl Limits for InstanceProfile {
    fn check_values(&self, found: &mut Found) {
        found.name(Self::NAME, "instance profile name", &self.name, 128, NAMES);
    }
}

impl Limits for OidcProvider {
    fn check_values(&self, found: &mut Found) {
        if !self.url.starts_with("https://") {
            let message = format!("the URL `{}` of an OIDC provider must begin with `https://`", self.url);
            found.refuse_with("InvalidInput", Self::URL, codes::VALUE, message);
        }
        for (field, what, count, most) in [
            (Self::THUMBPRINTS, "thumbprints", self.thumbprints.len(), 5),
            (Self::CLIENT_IDS, "audiences", self.client_ids.len(), 100),
        ] {
            if count > most {
                let message = format!("an OIDC provider has {count} {what} and may have {most}");
                found.refuse_with("LimitExceeded", field, codes::SIZE, message);
            }
        }
        let odd = |print: &&String| print.len() != 40 || !print.chars().all(|c| c.is_ascii_hexdigit());
        for print in self.thumbprints.iter().filter(odd) {
            let message = format!("the thumbprint `{print}` must have 40 hexadecimal digits");
            found.refuse_with("InvalidInput", Self::THUMBPRINTS, codes::VALUE, message);
        }
    }
}

impl Limits for KeyPair {
    fn check_values(&self, found: &mut Found) {
        found.length(Self::NAME, "key pair name", &self.name, 1..=255);
        if !self.name.is_ascii() {
            let message = format!("the key pair name `{}` must have ASCII characters only", self.name);
            found.refuse(Self::NAME, codes::NAME, message);
        }
        let known = |key: &String| KEY_TYPES.iter().any(|kind| key.trim_start().starts_with(kind));
        if self.public_key.as_ref().is_some_and(|key| !known(key)) {
            let message = "the public key is neither `ssh-rsa` nor `ssh-ed25519`";
            found.refuse_with("InvalidKey.Format", Self::PUBLIC_KEY, codes::VALUE, message);
        }
    }
}

/// Checks a policy as far as AWS does when it takes one, and its length.
pub(super) fn check_policy(field: &'static Field, what: &str, policy: &Value, longest: usize, found: &mut Found) {
    let mut malformed = |why: &str| {
        found.refuse_with("MalformedPolicyDocument", field, codes::VALUE, format!("the {what} has {why}"));
    };
    let statements = policy.get("Statement");
    if statements.is_none() {
        malformed("no `Statement`");
    }
    let statements = statements.map_or(&[][..], |all| all.as_array().map_or(std::slice::from_ref(all), Vec::as_slice));
    for statement in statements {
        if !matches!(statement.get("Effect").and_then(Value::as_str), Some("Allow" | "Deny")) {
            malformed("a statement whose `Effect` is neither `Allow` nor `Deny`");
        }
        if statement.get("Action").or_else(|| statement.get("NotAction")).is_none() {
            malformed("a statement without `Action`");
        }
    }
    let size = policy_length(policy);
    if size > longest {
        let message = format!("the {what} has {size} characters of the {longest} that fit");
        found.refuse_with("LimitExceeded", field, codes::SIZE, message);
    }
}

/// The characters of a policy without white space, which is how IAM counts.
pub(crate) fn policy_length(policy: &Value) -> usize {
    policy.to_string().chars().filter(|c| !c.is_whitespace()).count()
}
