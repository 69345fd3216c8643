//! Leases: who works on a cluster now.

use serde::{Deserialize, Serialize};

/// A lease of the namespace `kube-system`: its holder has it until it gives it back or stops to renew it.
///
/// Only a change of the lease tells that its holder lives: clocks of two machines may differ, so the times are for people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Lease {
    /// Its name.
    pub name: String,
    /// Who holds it; null where it was given back.
    pub holder: Option<String>,
    /// How long it holds after each renewal, in seconds.
    pub duration: u32,
    /// When the holder took it, in seconds since 1970 (UTC).
    pub acquired: u64,
    /// When the holder renewed it, in seconds since 1970 (UTC).
    pub renewed: u64,
    /// The version that was read, which each write changes; null for a lease that is to be created.
    pub version: Option<String>,
}
