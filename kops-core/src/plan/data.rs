//! A plan as data.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Impact, PlanOptions};
use crate::cost::Monthly;
use crate::diag::{Location, SpecPath};
use crate::resource::{CloudId, Disruption, LaunchTemplate, ManagedFile, Outputs, Resource, ResourceId};

/// Everything that would change. Plain data: it can be stored, shown, compared and applied later.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(transform = add_hash))]
#[non_exhaustive]
pub struct Plan {
    /// The version of the format of plans, [`super::FORMAT`].
    pub format: u32,
    /// The cluster's full name.
    pub cluster: String,
    /// The AWS region.
    pub region: String,
    /// The number of the AWS account; empty where it was not known.
    #[serde(default)]
    pub account: String,
    /// What the user allowed it to do.
    pub options: PlanOptions,
    /// Tags that the spec puts on everything, of those by which controllers mark what they make. They mark nothing here.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub own_marks: BTreeSet<String>,
    /// The steps, each after what it needs.
    pub steps: Vec<Step>,
    /// The instance groups whose instances keep what they have until they are replaced, sorted by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rolling_updates: Vec<RollingUpdate>,
    /// By how much it changes what the cluster costs a month; unset where it changes nothing that has a price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<CostChange>,
    /// What it does to running instances and to users, the mildest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forecast: Vec<Impact>,
    /// What is the cluster's, no longer wanted, and kept until the user asks for its deletion.
    pub kept: Vec<Retained>,
    /// Shared things that are used and left alone.
    pub shared: Vec<Shared>,
    /// What the user would want to know: advice, and differences in shared things.
    pub notes: Vec<String>,
    /// The number of resources that are as they should be.
    pub unchanged: usize,
    /// What is known of resources that exist, for steps that refer to them.
    pub bindings: BTreeMap<ResourceId, Outputs>,
    /// The number of calls that observing took, by service and operation: `ec2:DescribeVpcs`.
    pub calls: BTreeMap<String, u32>,
    /// The number of calls to AWS that applying it takes, by service and operation as IAM names them: `ec2:CreateVpc`. They include a
    /// second look at the account. Retries, and waits that ask more than once, add to them; calls to the state store are not counted.
    #[serde(default)]
    pub apply_calls: BTreeMap<String, u32>,
}

/// Adds the hash, which the JSON of a plan has beside its fields.
#[cfg(feature = "schemars")]
pub(crate) fn add_hash(schema: &mut schemars::Schema) {
    let hash = serde_json::json!({
        "description": "The hash of the plan, 64 hexadecimal digits. A plan that has another hash is refused.",
        "type": "string",
    });
    schema.get_mut("properties").expect("a plan has properties")["hash"] = hash;
    schema.get_mut("required").and_then(Value::as_array_mut).expect("a plan has required fields").push("hash".into());
}

impl AsRef<Self> for Plan {
    fn as_ref(&self) -> &Self {
        self
    }
}

/// The number of a step inside its plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct StepId(pub u32);

/// One creation, update or deletion of a resource, with its dependencies and its reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Step {
    /// Its number.
    pub id: StepId,
    /// What it is about.
    pub resource: ResourceId,
    /// What is done.
    pub action: Action,
    /// Steps that must be done first.
    pub depends_on: Vec<StepId>,
    /// Why, in a few words.
    pub reason: String,
    /// The field of the spec that caused it, and where the user wrote it.
    pub source: Option<SourceRef>,
    /// What users of the cluster may notice.
    pub disruption: Disruption,
}

/// A field of the spec and where the user wrote it, or the nearest thing that the user wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SourceRef {
    /// The field.
    pub path: SpecPath,
    /// The place.
    pub location: Option<Location>,
}

/// What is done to a resource. References inside may be symbolic: [`Plan::bindings`] and the outcomes of earlier steps
/// resolve them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "do")]
#[allow(clippy::large_enum_variant, reason = "few steps are changes, and boxes would stand in the way of every reader")]
#[non_exhaustive]
pub enum Action {
    /// Make it.
    Create {
        /// What to make.
        desired: Resource,
    },
    /// Change fields in place.
    Update {
        /// Its id.
        id: CloudId,
        /// What it is.
        current: Resource,
        /// What it should be. Among its tags are those that others put there and that stay, but none of AWS's own (`aws:`).
        desired: Resource,
        /// The differences.
        changes: Vec<FieldChange>,
    },
    /// Delete it.
    Delete {
        /// Its id.
        id: CloudId,
        /// What it is.
        current: Resource,
    },
}

impl Action {
    /// The resource as it will be, or before its deletion.
    pub(crate) fn resource(&self) -> &Resource {
        match self {
            Self::Create { desired } | Self::Update { desired, .. } => desired,
            Self::Delete { current, .. } => current,
        }
    }
}

/// A difference in one field. `Debug` shows nothing of user data and the content of files, which may hold secrets.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct FieldChange {
    /// The field.
    pub field: String,
    /// What it is; null where unset.
    pub old: Value,
    /// What it should be; symbolic references stand for what is not known before apply.
    pub new: Value,
    /// Why.
    pub reason: String,
    /// The field of the spec that caused it, and where the user wrote it.
    pub source: Option<SourceRef>,
}

impl fmt::Debug for FieldChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { field, old, new, reason, source } = self;
        let mut shown = f.debug_struct("FieldChange");
        shown.field("field", field);
        if ![LaunchTemplate::USER_DATA.name, ManagedFile::CONTENT.name].contains(&field.as_str()) {
            shown.field("old", old).field("new", new);
        }
        shown.field("reason", reason).field("source", source).finish()
    }
}

/// An instance group whose instances have to be replaced before they are what the spec says: a rolling update does it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RollingUpdate {
    /// The name of the group.
    pub group: String,
    /// The changed fields of the spec that are the cause, sorted. Empty where nothing in the spec is: a newer release of kops, or a
    /// key that was rotated.
    pub causes: Vec<SourceRef>,
}

/// By how much a plan changes what the cluster costs a month: an estimate from list prices, without what depends on use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CostChange {
    /// What is added, or taken off where it is negative.
    pub monthly: Monthly,
    /// The region that the prices are of.
    pub price_region: String,
    /// The month or day that the prices are of.
    pub price_date: String,
    /// Whether the prices apply in the region of the cluster.
    pub applies: bool,
    /// What there is no price for, and is not counted: what the table lacks, the volumes of warm pools, and instances that Karpenter starts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unpriced: Vec<String>,
}

/// Something that the cluster owns and no longer wants.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Retained {
    /// What it is.
    pub resource: ResourceId,
    /// Its id.
    pub id: CloudId,
    /// What would delete it: `--prune`, or allowing it by name.
    pub until: String,
}

/// Something that others own and the cluster uses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Shared {
    /// What the graph calls it.
    pub resource: ResourceId,
    /// Its id.
    pub id: CloudId,
    /// What it is used for.
    pub reason: String,
    /// Where the spec names it.
    pub source: Option<SourceRef>,
}
