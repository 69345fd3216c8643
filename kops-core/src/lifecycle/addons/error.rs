//! Why addons cannot be applied.

/// Why addons cannot be applied.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AddonError {
    /// A list of addons or a manifest is not there.
    #[error(
        "there is no `{location}`; what is missing of a cluster's own addons is written by `kops update cluster --yes`, or it names it"
    )]
    NotFound {
        /// Where it should be.
        location: String,
    },
    /// A list of addons or a manifest is neither in the state store nor in a bucket.
    #[error(
        "`{location}` is neither in the state store nor in a bucket, and its text is not among the files that are passed"
    )]
    Elsewhere {
        /// Where it is.
        location: String,
    },
    /// What should be a list of addons or a manifest is neither.
    #[error("`{location}` cannot be read: {message}")]
    Unreadable {
        /// Where it is.
        location: String,
        /// What is wrong with it.
        message: String,
    },
    /// A manifest is not the one that the list means.
    #[error(
        "the manifest `{location}` does not have the hash in its list: it was edited, or an update of the cluster was \
         interrupted; run `kops update cluster --yes` to write it again"
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
