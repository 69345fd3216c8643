//! A plan, and what was found in the spec that it was made from.

use std::fmt;
use std::ops::Deref;

use crate::diag::Diagnostics;
use crate::plan::Plan;
use crate::yaml::Source;

/// A plan, and what was found in the spec that it was made from. It can be used where a [`Plan`] can: it dereferences to it
/// and is displayed like it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Planned {
    /// What would change.
    pub plan: Plan,
    /// Findings about the spec that do not stop anything. Not part of the plan's data or text.
    pub warnings: Diagnostics,
    /// The texts that the warnings point into, for [`crate::diag::Report`].
    pub texts: Vec<Source>,
}

impl Deref for Planned {
    type Target = Plan;

    fn deref(&self) -> &Plan {
        &self.plan
    }
}

impl AsRef<Plan> for Planned {
    fn as_ref(&self) -> &Plan {
        &self.plan
    }
}

impl fmt::Display for Planned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.plan.fmt(f)
    }
}
