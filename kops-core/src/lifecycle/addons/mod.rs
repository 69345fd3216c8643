//! Addons as kops-channels applies them: which of them a cluster runs, which are outdated, and how they are applied and waited for.
//!
//! In: lists of addons in kops's format with their manifests, and what the annotations `addons.k8s.io/…` of namespaces say is
//! installed. Out: a plan as plain data. The rules are those of the `channels` of kops, so that it and this library take turns on one cluster: what
//! one has applied is up to date for the other.

mod channel;
mod data;
mod error;
mod health;
mod observe;
mod plan;
mod run;

pub use channel::{AddonChannel, ChannelAddon};
pub use data::{
    AddonEvent, AddonOptions, AddonUpdate, AddonVersion, AddonsPlan, AddonsReport, FailedAddon, InstalledAddon,
    NodesToUpdate, UnreadyObject,
};
pub use error::AddonError;
pub(crate) use observe::namespaces;
pub(crate) use plan::installed;
pub(crate) use run::{Ports, Source, apply, pause, plan};

pub use crate::model::PrunedKind;
