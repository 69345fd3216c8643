//! Roles, permissions of service accounts, and who may do what.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::quantity::Quantity;
use super::scalar::Empty;

/// How roles and permissions are made.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Iam {
    /// Retired: the broad permissions of kops's first releases. kops always writes the field, so this library does too.
    /// Default: false.
    pub legacy: bool,
    /// Lets instances pull images from the account's ECR registries. Default: false; `create cluster` writes true.
    pub allow_container_registry: Option<bool>,
    /// The ARN of the IAM policy that is set as the permissions boundary of every role. Unset: none.
    pub permissions_boundary: Option<String>,
    /// Gives each addon an IAM role of its own, bound to its service account (IRSA), instead of permissions on the
    /// instances. Needs `serviceAccountIssuerDiscovery`. Default: false.
    pub use_service_account_external_permissions: Option<bool>,
    /// IAM roles to create for service accounts of workloads. Needs `useServiceAccountExternalPermissions`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub service_account_external_permissions: Vec<ServiceAccountPermission>,
}

/// The AWS permissions of a service account.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ServiceAccountPermission {
    /// The name of the service account. Required.
    pub name: Option<String>,
    /// The namespace of the service account; `*` stands for any text. Required.
    pub namespace: Option<String>,
    /// The permissions of the service account: either `policyARNs` or `inlinePolicy`.
    pub aws: Option<AwsPermission>,
}

/// Permissions in AWS.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct AwsPermission {
    /// ARNs of the managed policies to attach to the role.
    #[serde(rename = "policyARNs", skip_serializing_if = "Vec::is_empty")]
    pub policy_arns: Vec<String>,
    /// IAM statements for the role's inline policy, as a JSON list. Unset: no inline policy.
    pub inline_policy: Option<String>,
}

/// How users prove who they are.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Authentication {
    /// Retired: the authentication webhook of kopeio.
    pub kopeio: Option<Empty>,
    /// Authenticates users by their AWS identity, with AWS IAM Authenticator.
    pub aws: Option<AwsAuthentication>,
}

/// AWS IAM Authenticator.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct AwsAuthentication {
    /// The image of AWS IAM Authenticator. Default: the release that kops 1.36.2 installs.
    pub image: Option<String>,
    /// Where mappings of identities are read from, in this order, comma-separated: `CRD`, `MountedFile`,
    /// `EKSConfigMap`. Unset: AWS IAM Authenticator's default, `MountedFile`.
    pub backend_mode: Option<String>,
    /// The cluster id that tokens must carry. Default: the cluster's name.
    #[serde(rename = "clusterID")]
    pub cluster_id: Option<String>,
    /// Memory request of the pods. Default: 20Mi.
    pub memory_request: Option<Quantity>,
    /// CPU request of the pods. Default: 10m.
    pub cpu_request: Option<Quantity>,
    /// Memory limit of the pods. Default: 20Mi.
    pub memory_limit: Option<Quantity>,
    /// CPU limit of the pods. Unset: no limit.
    pub cpu_limit: Option<Quantity>,
    /// Maps AWS roles and users to users and groups of the cluster, as `IAMIdentityMapping` objects. Needs the backend
    /// mode `CRD`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub identity_mappings: Vec<IdentityMapping>,
}

/// An AWS identity and the user that it is in the cluster.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct IdentityMapping {
    /// The ARN of the AWS role or user. Required.
    pub arn: Option<String>,
    /// The name of the user in Kubernetes. Required.
    pub username: Option<String>,
    /// The groups of the user in Kubernetes, such as `system:masters`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
}

/// What decides whether a request to the API is allowed. Default: `rbac`.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Authorization {
    /// Allows every request without a check. Only for tests.
    pub always_allow: Option<Empty>,
    /// Decides by Kubernetes's roles and their bindings. Default, where nothing is set.
    pub rbac: Option<Empty>,
}
