//! How everything that a cluster makes is named and tagged, and where it is kept in the state store.
//!
//! The ground floor: every other module may use it and it uses none of them. Nothing else formats a name, spells a tag,
//! joins the parts of a path or takes the URL of a bucket apart.

pub mod keysets;
mod names;
pub mod paths;
mod role;
pub mod s3;
pub mod tags;

pub use names::{CILIUM_IPSEC_KEYS, MANAGED_BY, Names, WARM_POOL_HOOK, is_gossip, is_in_zone};
pub use role::Role;
