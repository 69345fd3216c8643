//! What the checks found.

use serde::{Deserialize, Serialize};

use crate::cloud::Quota;
use crate::resource::ResourceId;

/// Whether an account has what a plan needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Preflight {
    /// The cluster's full name.
    pub cluster: String,
    /// The AWS region.
    pub region: String,
    /// The number of the AWS account; empty where it is not known.
    pub account: String,
    /// Every check: quotas, then addresses, then hosted zones, then permissions.
    pub checks: Vec<Check>,
}

impl Preflight {
    /// True where nothing is known to be missing. A check that could not be made says nothing.
    pub fn is_passed(&self) -> bool {
        self.with(CheckResult::Failed).next().is_none()
    }

    /// The checks with a result.
    pub fn with(&self, result: CheckResult) -> impl Iterator<Item = &Check> {
        self.checks.iter().filter(move |check| check.result == result)
    }
}

/// Whether an account has what the plan of a set needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SetPreflight {
    /// Each cluster by itself.
    pub clusters: Vec<Preflight>,
    /// What several clusters need together: quotas, then the addresses of subnets that exist.
    pub together: Vec<Check>,
}

impl SetPreflight {
    /// True where nothing is known to be missing. A check that could not be made says nothing.
    pub fn is_passed(&self) -> bool {
        self.checks().all(|check| check.result != CheckResult::Failed)
    }

    /// Every check: those of each cluster, then those of several.
    pub fn checks(&self) -> impl Iterator<Item = &Check> {
        self.clusters.iter().flat_map(|cluster| &cluster.checks).chain(&self.together)
    }
}

/// One check.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "PreflightCheck"))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Check {
    /// What is checked: `NAT gateways in us-east-2a`, `addresses in subnet-0a1b2c3d4e5f60718`, `delegation of
    /// example.com`, `iam:CreateRole`.
    pub subject: String,
    /// What came of it.
    pub result: CheckResult,
    /// How many the plan needs beyond those that are in use.
    pub need: Option<u64>,
    /// How many are in use.
    pub used: Option<u64>,
    /// How many there may be.
    pub limit: Option<u64>,
    /// The quota that can be raised.
    pub quota: Option<QuotaCode>,
    /// The resources of the plan that need it.
    pub resources: Vec<ResourceId>,
    /// Where it failed, what is missing; where it was not checked, why.
    pub message: Option<String>,
    /// Where it failed, what helps.
    pub help: Option<String>,
}

/// What came of a check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "PreflightResult"))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum CheckResult {
    /// The account has what is needed.
    Passed,
    /// It has not.
    Failed,
    /// It is not known, for example because the caller may not read it.
    #[default]
    NotChecked,
}

/// A quota as Service Quotas knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct QuotaCode {
    /// The service: `vpc`.
    pub service: String,
    /// The code: `L-F678F1CE`.
    pub code: String,
}

impl From<Quota> for QuotaCode {
    fn from(quota: Quota) -> Self {
        Self { service: quota.service().to_owned(), code: quota.code().to_owned() }
    }
}
