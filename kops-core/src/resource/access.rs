//! Who may do what: IAM roles, policies, instance profiles, OIDC providers, and the SSH key.

use serde_json::Value;

use super::{Compare, Kind, Ref, Tags};

resource! {
    /// An IAM role. Its identity is the name.
    Role {
        /// The name, at most 64 characters.
        name: String => Identity;
        /// The trust policy; compared by meaning.
        assume_role_policy: Value => InPlace { compare: Compare::Document };
        /// The ARN of the permissions boundary.
        permissions_boundary: Option<String> => InPlace { exact: true };
        /// Tags.
        tags: Tags => InPlace;
    }
}

resource! {
    /// An inline policy of a role. Its identity is the role and the name.
    RolePolicy {
        /// The role, by name.
        role: Ref => Identity { refers_to: &[Kind::Role] };
        /// The name of the policy.
        name: String => Identity;
        /// The policy; compared by meaning. At most 10,240 characters without white space.
        policy: Value => InPlace { compare: Compare::Document };
    }
}

resource! {
    /// A managed policy attached to a role. Its identity is the role and the policy.
    RolePolicyAttachment {
        /// The role, by name.
        role: Ref => Identity { refers_to: &[Kind::Role] };
        /// The ARN of the policy.
        policy_arn: String => Identity;
    }
}

resource! {
    /// An instance profile. Its identity is the name.
    InstanceProfile {
        /// The name.
        name: String => Identity;
        /// The role in it, by name.
        role: Option<Ref> => InPlace { refers_to: &[Kind::Role] };
        /// Tags.
        tags: Tags => InPlace;
    }
}

resource! {
    /// An OIDC provider. Its identity is the URL.
    OidcProvider {
        /// The issuer, with `https://`.
        url: String => Identity;
        /// The audiences.
        client_ids: Vec<String> => InPlace { unordered: true };
        /// SHA-1 thumbprints of the certificates.
        thumbprints: Vec<String> => InPlace { unordered: true };
        /// Tags.
        tags: Tags => InPlace;
    }
}

resource! {
    /// An EC2 key pair made from the user's public SSH key. Its identity is the name, which holds the fingerprint.
    KeyPair {
        /// The name: `kubernetes.<cluster>-<fingerprint>`.
        name: String => Identity;
        /// The public key in OpenSSH's form. AWS does not give it back.
        public_key: Option<String> => Initial;
        /// Tags.
        tags: Tags => InPlace;
    }
}

/// True for an inline policy with a name that kops gives: that of the role, also with `additional.` before it.
pub(super) fn is_policy_of_kops(name: &str, role: &str) -> bool {
    name == role || name.strip_prefix("additional.") == Some(role)
}
