//! The networking addon of a cluster: the one that its `networking` names.
//!
//! Each is a module beside this one with a function `addon`, which returns an [`Addon`] that is [`Addon::for_networking`].

use super::Addon;
use crate::model::Context;

/// Returns the addon of the cluster's network, where it has one.
pub(super) fn addon(_context: &Context<'_>) -> Option<Addon> {
    None
}
