//! When an object may be written or deleted, as data.

use serde::{Deserialize, Serialize};

use crate::state::{Delete, Put, Version};

/// When an object may be written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "when")]
pub enum PutMode {
    /// Always.
    Always,
    /// Only where nothing is there.
    Missing,
    /// Only where this version is there.
    Unchanged {
        /// The version.
        version: Version,
    },
}

/// When an object may be deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "when")]
pub enum DeleteMode {
    /// Always. One that is gone is fine.
    Always,
    /// Only where this version is there.
    Unchanged {
        /// The version.
        version: Version,
    },
}

impl From<Put> for PutMode {
    fn from(mode: Put) -> Self {
        match mode {
            Put::Any => Self::Always,
            Put::Create => Self::Missing,
            Put::Replace(version) => Self::Unchanged { version },
        }
    }
}

impl From<PutMode> for Put {
    fn from(mode: PutMode) -> Self {
        match mode {
            PutMode::Always => Self::Any,
            PutMode::Missing => Self::Create,
            PutMode::Unchanged { version } => Self::Replace(version),
        }
    }
}

impl From<Delete> for DeleteMode {
    fn from(mode: Delete) -> Self {
        match mode {
            Delete::Any => Self::Always,
            Delete::Version(version) => Self::Unchanged { version },
        }
    }
}

impl From<DeleteMode> for Delete {
    fn from(mode: DeleteMode) -> Self {
        match mode {
            DeleteMode::Always => Self::Any,
            DeleteMode::Unchanged { version } => Self::Version(version),
        }
    }
}
