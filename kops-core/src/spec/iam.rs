//! Roles, permissions of service accounts, and who may do what.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::quantity::Quantity;
use super::scalar::Empty;

/// How roles and permissions are made.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Iam {
    /// Retired. Wide permissions of the first releases. Always written, as kops does.
    pub legacy: bool,
    /// Lets nodes pull from ECR.
    pub allow_container_registry: Option<bool>,
    /// The ARN of a policy that bounds every role.
    pub permissions_boundary: Option<String>,
    /// Gives addons roles of their own by their service accounts.
    pub use_service_account_external_permissions: Option<bool>,
    /// Roles for further service accounts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub service_account_external_permissions: Vec<ServiceAccountPermission>,
}

/// The AWS permissions of a service account.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ServiceAccountPermission {
    /// The service account.
    pub name: Option<String>,
    /// Its namespace.
    pub namespace: Option<String>,
    /// What it may do in AWS: one of both.
    pub aws: Option<AwsPermission>,
}

/// Permissions in AWS.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct AwsPermission {
    /// Managed policies to attach.
    #[serde(rename = "policyARNs", skip_serializing_if = "Vec::is_empty")]
    pub policy_arns: Vec<String>,
    /// IAM statements as a JSON list.
    pub inline_policy: Option<String>,
}

/// How users prove who they are.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Authentication {
    /// Retired. The webhook of kopeio.
    pub kopeio: Option<Empty>,
    /// By their AWS identity.
    pub aws: Option<AwsAuthentication>,
}

/// AWS IAM Authenticator.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct AwsAuthentication {
    /// Its image.
    pub image: Option<String>,
    /// Where its mappings are: `CRD`, `MountedFile`, `EKSConfigMap`, separated by commas.
    pub backend_mode: Option<String>,
    /// The name that tokens carry. Default: the cluster's name.
    #[serde(rename = "clusterID")]
    pub cluster_id: Option<String>,
    /// Memory to request. Default: 20Mi.
    pub memory_request: Option<Quantity>,
    /// CPU to request. Default: 10m.
    pub cpu_request: Option<Quantity>,
    /// The most memory. Default: 20Mi.
    pub memory_limit: Option<Quantity>,
    /// The most CPU.
    pub cpu_limit: Option<Quantity>,
    /// Who is who, as IAMIdentityMapping objects.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub identity_mappings: Vec<IdentityMapping>,
}

/// An AWS identity and the user that it is in the cluster.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct IdentityMapping {
    /// The role or user in AWS.
    pub arn: Option<String>,
    /// The user in the cluster.
    pub username: Option<String>,
    /// The user's groups.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
}

/// Who may do what. Default: `rbac`.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Authorization {
    /// Every request is allowed.
    pub always_allow: Option<Empty>,
    /// By roles and their bindings.
    pub rbac: Option<Empty>,
}
