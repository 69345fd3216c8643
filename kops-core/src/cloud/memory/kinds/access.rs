//! IAM roles, policies, instance profiles, OIDC providers; key pairs.

use super::{ApiError, ApiResult, IdGenerator, Operations, Rules, State, check_quota, operations};
use crate::resource::limits::{INLINE_POLICIES, policy_length};
use crate::resource::{
    CloudId, InstanceProfile, KeyPair, OidcProvider, Output, Outputs, Role, RolePolicy, RolePolicyAttachment,
};

impl Rules for Role {
    const OPERATIONS: Operations = operations("CreateRole", "UpdateAssumeRolePolicy", "DeleteRole");
    const MISSING: &'static str = "NoSuchEntity";

    fn id(&self, _: &IdGenerator) -> CloudId {
        self.name.as_str().into()
    }

    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult {
        if this.is_none() {
            // An account file may leave the policy out; a call may not.
            if self.assume_role_policy.is_null() {
                return Err(ApiError::invalid("MalformedPolicyDocument", "the role has no trust policy"));
            }
            unique::<Self>("role", &self.name, account)?;
            check_quota("LimitExceeded", "roles", account.all::<Self>().count(), account.limits.roles)?;
        }
        match &self.permissions_boundary {
            Some(arn) => account.need_policy(arn),
            None => Ok(()),
        }
    }

    fn check_deletion(&self, id: &CloudId, account: &State) -> ApiResult {
        let is_this = |role: Option<&crate::resource::Ref>| role.and_then(|role| role.known()) == Some(id.as_str());
        let conflict =
            |what: &str| Err(ApiError::in_use("DeleteConflict", format!("the role `{id}` still has {what}")));
        if account.all::<RolePolicy>().any(|(_, policy)| is_this(Some(&policy.role))) {
            return conflict("inline policies");
        }
        if account.all::<RolePolicyAttachment>().any(|(_, attachment)| is_this(Some(&attachment.role))) {
            return conflict("attached policies");
        }
        if account.all::<InstanceProfile>().any(|(_, profile)| is_this(profile.role.as_ref())) {
            return conflict("an instance profile that it is in");
        }
        Ok(())
    }

    fn outputs(&self, id: &CloudId, account: &State) -> Outputs {
        [(Output::Arn, IdGenerator::of(account, id.as_str()).iam_arn(&format!("role/{}", self.name)))].into()
    }
}

impl Rules for RolePolicy {
    const OPERATIONS: Operations = operations("PutRolePolicy", "PutRolePolicy", "DeleteRolePolicy");
    const MISSING: &'static str = "NoSuchEntity";

    fn id(&self, _: &IdGenerator) -> CloudId {
        CloudId::composite([self.role.known().unwrap_or_default(), &self.name])
    }

    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult {
        let (role, _) = account.need::<Role>(&self.role)?;
        let others = account.others::<Self>(this).filter(|(_, other)| other.role == self.role);
        let size: usize =
            others.map(|(_, other)| policy_length(&other.policy)).sum::<usize>() + policy_length(&self.policy);
        if size > INLINE_POLICIES {
            let message = format!(
                "the inline policies of the role `{role}` have {size} characters of the {INLINE_POLICIES} that fit"
            );
            return Err(ApiError::quota("LimitExceeded", message));
        }
        if this.is_none() && account.others::<Self>(None).any(|(_, x)| x.role == self.role && x.name == self.name) {
            let message = format!("the role `{role}` has the policy `{}` already", self.name);
            return Err(ApiError::conflict("EntityAlreadyExists", message));
        }
        Ok(())
    }
}

impl Rules for RolePolicyAttachment {
    const OPERATIONS: Operations = operations("AttachRolePolicy", "AttachRolePolicy", "DetachRolePolicy");
    const MISSING: &'static str = "NoSuchEntity";

    fn id(&self, _: &IdGenerator) -> CloudId {
        CloudId::composite([self.role.known().unwrap_or_default(), &self.policy_arn])
    }

    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult {
        account.need::<Role>(&self.role)?;
        account.need_policy(&self.policy_arn)?;
        let siblings = account.others::<Self>(this).filter(|(_, other)| other.role == self.role).count();
        check_quota("LimitExceeded", "policies attached to this role", siblings, account.limits.attachments_per_role)
    }

    /// Attaching what is attached changes nothing.
    fn adopts(&self, account: &State) -> Option<CloudId> {
        account.all::<Self>().find(|(_, other)| *other == self).map(|(id, _)| id.clone())
    }
}

impl Rules for InstanceProfile {
    const OPERATIONS: Operations =
        operations("CreateInstanceProfile", "AddRoleToInstanceProfile", "DeleteInstanceProfile");
    const MISSING: &'static str = "NoSuchEntity";

    fn id(&self, _: &IdGenerator) -> CloudId {
        self.name.as_str().into()
    }

    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult {
        if this.is_none() {
            unique::<Self>("instance profile", &self.name, account)?;
            let count = account.all::<Self>().count();
            check_quota("LimitExceeded", "instance profiles", count, account.limits.instance_profiles)?;
        }
        match &self.role {
            Some(role) => account.need::<Role>(role).map(|_| ()),
            None => Ok(()),
        }
    }

    fn outputs(&self, id: &CloudId, account: &State) -> Outputs {
        [(Output::Arn, IdGenerator::of(account, id.as_str()).iam_arn(&format!("instance-profile/{}", self.name)))]
            .into()
    }
}

impl Rules for OidcProvider {
    const OPERATIONS: Operations = operations(
        "CreateOpenIDConnectProvider",
        "UpdateOpenIDConnectProviderThumbprint",
        "DeleteOpenIDConnectProvider",
    );
    const MISSING: &'static str = "NoSuchEntity";

    fn id(&self, id_generator: &IdGenerator) -> CloudId {
        let host = self.url.trim_start_matches("https://");
        id_generator.iam_arn(&format!("oidc-provider/{host}")).into()
    }

    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult {
        if account.others::<Self>(this).any(|(_, other)| other.url == self.url) {
            let message = format!("there is an OIDC provider for `{}` already", self.url);
            return Err(ApiError::conflict("EntityAlreadyExists", message));
        }
        Ok(())
    }

    fn outputs(&self, id: &CloudId, _: &State) -> Outputs {
        [(Output::Arn, id.0.clone())].into()
    }
}

impl Rules for KeyPair {
    const OPERATIONS: Operations = operations("ImportKeyPair", "CreateTags", "DeleteKeyPair");
    const MISSING: &'static str = "InvalidKeyPair.NotFound";

    fn id(&self, _: &IdGenerator) -> CloudId {
        self.name.as_str().into()
    }

    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult {
        if this.is_some() {
            return Ok(());
        }
        if account.find::<Self>(&self.name).is_some() {
            let message = format!("there is a key pair `{}` already", self.name);
            return Err(ApiError::conflict("InvalidKeyPair.Duplicate", message));
        }
        match self.public_key {
            Some(_) => Ok(()),
            None => Err(ApiError::invalid("MissingParameter", "a key pair needs the public key")),
        }
    }

    fn complete(&mut self, _: &CloudId, _: &State) {
        self.public_key = None;
    }
}

impl State {
    /// A managed policy: one of AWS's own, or one that the account has.
    fn need_policy(&self, arn: &str) -> ApiResult {
        let of_aws = format!("arn:{}:iam::aws:policy/", self.partition);
        let of_account = format!("arn:{}:iam::{}:policy/", self.partition, self.account_id);
        if arn.starts_with(&of_aws) || (arn.starts_with(&of_account) && self.others.contains(arn)) {
            return Ok(());
        }
        if arn.starts_with(&of_account) {
            return Err(ApiError::missing("NoSuchEntity", format!("the policy `{arn}` does not exist")));
        }
        Err(ApiError::invalid(
            "InvalidInput",
            format!("`{arn}` is not the ARN of a policy, such as `{of_aws}ReadOnlyAccess`"),
        ))
    }
}

fn unique<T: Rules>(what: &str, name: &str, account: &State) -> ApiResult {
    if account.find::<T>(name).is_some() {
        return Err(ApiError::conflict("EntityAlreadyExists", format!("there is a {what} `{name}` already")));
    }
    Ok(())
}
