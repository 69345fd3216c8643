//! Why no plan can be made of a desired state and an account.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use super::{FieldChange, SourceRef};
use crate::graph::Cycle;
use crate::resource::{CloudId, Kind, Ref, ResourceId, label};

/// Everything that keeps a plan from being made. Never empty when used as an error.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct PlanErrors(pub Vec<PlanError>);

/// One thing that keeps a plan from being made.
#[derive(Clone, Debug, PartialEq, Serialize, thiserror::Error)]
#[serde(rename_all = "kebab-case", tag = "error")]
#[non_exhaustive]
pub enum PlanError {
    /// A shared thing is not there.
    #[error("the shared {} `{id}` does not exist", .resource.kind.title())]
    MissingShared {
        /// What the graph calls it.
        resource: ResourceId,
        /// Its id.
        id: CloudId,
        /// Where the spec names it.
        origin: Option<SourceRef>,
    },
    /// A shared thing is not what the spec says of it.
    #[error("the shared {} `{id}` has the {} {}, and the spec says {}",
        .resource.kind.title(), label(&.change.field), Shown(&.change.old), Shown(&.change.new))]
    SharedDiffers {
        /// What the graph calls it.
        resource: ResourceId,
        /// Its id.
        id: CloudId,
        /// The difference.
        change: Box<FieldChange>,
    },
    /// A field differs that AWS cannot change.
    #[error("the {} of the {} `{}` cannot be changed from {} to {}",
        label(&.change.field), .resource.kind.title(), .resource.name, Shown(&.change.old), Shown(&.change.new))]
    Fixed {
        /// The resource.
        resource: ResourceId,
        /// Its id.
        id: CloudId,
        /// The difference.
        change: Box<FieldChange>,
        /// What the user can do.
        advice: String,
    },
    /// Two things in the account answer to the same identity.
    #[error("the {} `{}` exists more than once: {}", .resource.kind.title(), .resource.name, list(.ids))]
    Ambiguous {
        /// The resource.
        resource: ResourceId,
        /// The ids that were found.
        ids: Vec<CloudId>,
        /// The field of the spec that asks for it, and where the user wrote it.
        origin: Option<SourceRef>,
    },
    /// What the cluster wants to make exists, and another cluster owns it.
    #[error("the {} `{id}` exists and belongs to the cluster `{owner}`", .resource.kind.title())]
    OthersOwn {
        /// The resource.
        resource: ResourceId,
        /// Its id.
        id: CloudId,
        /// The name of the other cluster.
        owner: String,
        /// The field of the spec that asks for it, and where the user wrote it.
        origin: Option<SourceRef>,
    },
    /// What the cluster wants to make exists, and its tags say that the spec did not make it.
    #[error("the {} `{id}` exists, and its tags say {whose}", .resource.kind.title())]
    NotOurs {
        /// The resource.
        resource: ResourceId,
        /// Its id.
        id: CloudId,
        /// What the tags say, and which of them: `that it is shared`.
        whose: String,
        /// The field of the spec that asks for it, and where the user wrote it.
        origin: Option<SourceRef>,
    },
    /// A new subnet wants addresses that another one has.
    #[error("the new subnet `{}` wants `{range}`, and the subnet `{holder}` has `{held}`", .resource.name)]
    Occupied {
        /// The new subnet.
        resource: ResourceId,
        /// The range that it wants.
        range: String,
        /// The subnet that has it.
        holder: CloudId,
        /// What that one has.
        held: String,
        /// The field of the spec that asks for it, and where the user wrote it.
        origin: Option<SourceRef>,
    },
    /// Something of others is in what would be deleted with the cluster, or uses it.
    #[error("the {} `{id}` cannot be deleted: it is still used by {}", .resource.kind.title(), few(.users))]
    InUse {
        /// The resource.
        resource: ResourceId,
        /// Its id.
        id: CloudId,
        /// What uses it: ``the instance `i-1` of `other.example.com` ``.
        users: Vec<String>,
    },
    /// Something that would be deleted is marked as protected.
    #[error("the {} `{}` is protected from deletion", .resource.kind.title(), .resource.name)]
    Protected {
        /// The resource.
        resource: ResourceId,
        /// Its id; none where it is not in the account.
        id: Option<CloudId>,
    },
    /// Resources wait for each other: a fault of the program that made the graph.
    #[error(transparent)]
    Cycle(#[serde(skip)] Cycle),
}

impl PlanError {
    /// What the user can do about it.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::MissingShared { resource, .. } if resource.kind == Kind::Secret => {
                Some(format!("create it first: `kops create secret {} -f FILE`", resource.name))
            }
            Self::MissingShared { .. } => Some("correct the id, or check the account and the region".to_owned()),
            Self::SharedDiffers { change, .. } => {
                Some(format!("shared things are never changed: write {} into the spec", Shown(&change.old)))
            }
            Self::Fixed { advice, .. } => Some(advice.clone()),
            Self::Ambiguous { .. } => {
                Some("delete all but one of them, or take the cluster's tags off the others".to_owned())
            }
            Self::Occupied { holder, .. } => {
                Some(format!("give it another range, or move everything out of `{holder}` and delete that one first"))
            }
            Self::NotOurs { .. } => {
                Some("use another name, name it in the spec as shared, or correct its tags".to_owned())
            }
            Self::OthersOwn { owner, .. } => {
                Some(format!("use another name, or delete what is left of `{owner}` first"))
            }
            Self::InUse { .. } => Some(
                "delete what uses it first, or move it to another network; nothing of the cluster is deleted before"
                    .to_owned(),
            ),
            Self::Protected { .. } => Some(
                "remove the mark `kops-core.io/protected` from the spec and update the cluster, which removes the tag"
                    .to_owned(),
            ),
            Self::Cycle(_) => None,
        }
    }

    /// The resource that it is about.
    pub fn resource(&self) -> Option<&ResourceId> {
        match self {
            Self::MissingShared { resource, .. }
            | Self::SharedDiffers { resource, .. }
            | Self::Fixed { resource, .. }
            | Self::Ambiguous { resource, .. }
            | Self::OthersOwn { resource, .. }
            | Self::NotOurs { resource, .. }
            | Self::Occupied { resource, .. }
            | Self::InUse { resource, .. }
            | Self::Protected { resource, .. } => Some(resource),
            Self::Cycle(_) => None,
        }
    }

    /// The field of the spec that it is about, and where the user wrote it.
    pub fn origin(&self) -> Option<&SourceRef> {
        match self {
            Self::MissingShared { origin, .. }
            | Self::Ambiguous { origin, .. }
            | Self::OthersOwn { origin, .. }
            | Self::NotOurs { origin, .. }
            | Self::Occupied { origin, .. } => origin.as_ref(),
            Self::SharedDiffers { change, .. } | Self::Fixed { change, .. } => change.source.as_ref(),
            Self::InUse { .. } | Self::Protected { .. } | Self::Cycle(_) => None,
        }
    }
}

impl std::error::Error for PlanErrors {}

/// One line for each: the place, the sentence.
impl fmt::Display for PlanErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            if let Some(location) = error.origin().and_then(|origin| origin.location.as_ref()) {
                write!(f, "{location}: ")?;
            }
            write!(f, "{error}")?;
        }
        Ok(())
    }
}

/// A value in a sentence: texts and numbers in backticks, lists and maps as what they hold.
struct Shown<'a>(&'a Value);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((id, _)) = Ref::in_value(self.0) {
            return write!(f, "the new {} `{}`", id.kind.title(), id.name);
        }
        let inner: Vec<&Value> = match self.0 {
            Value::Null => return f.write_str("nothing"),
            Value::String(text) => return write!(f, "`{text}`"),
            Value::Array(entries) => entries.iter().collect(),
            Value::Object(map) => map.values().collect(),
            other => return write!(f, "`{other}`"),
        };
        for (index, value) in inner.into_iter().enumerate() {
            f.write_str(if index > 0 { ", " } else { "" })?;
            Self(value).fmt(f)?;
        }
        Ok(())
    }
}

/// The first of many, and how many more there are.
fn few(users: &[String]) -> String {
    const SHOWN: usize = 10;
    let shown = users.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    match users.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

fn list(ids: &[CloudId]) -> String {
    ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
}
