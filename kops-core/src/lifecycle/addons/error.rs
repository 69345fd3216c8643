//! Why addons cannot be applied.

/// Why addons cannot be applied.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AddonError {
    /// A list of addons or a manifest is not there.
    #[error(
        "there is no `{location}`; `kops update cluster --yes` writes the addons of a cluster to its state store, and says which it lacks"
    )]
    NotFound {
        /// Where it should be.
        location: String,
    },
    /// A list of addons or a manifest cannot be read.
    #[error("`{location}` cannot be read: {message}")]
    Unreadable {
        /// Where it is.
        location: String,
        /// What is wrong with it.
        message: String,
    },
    /// A manifest is not the one that the list means.
    #[error(
        "the manifest `{location}` does not have the hash that its list has: an update of the cluster was cut, or it was edited; \
         run `kops update cluster --yes`"
    )]
    OtherManifest {
        /// Where it is.
        location: String,
    },
    /// There is no addon of a name.
    #[error("there is no addon `{name}`; there are {}", .known.join(", "))]
    NoAddon {
        /// The name.
        name: String,
        /// The addons that there are.
        known: Vec<String>,
    },
}
