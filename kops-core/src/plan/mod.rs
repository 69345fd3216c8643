//! What would change, why, in which order and what it disrupts: plain data, made by a pure function.
//!
//! In: a [`crate::graph::Graph`], a [`crate::cloud::Snapshot`], the objects of the state store and a [`Policy`]. Out:
//! [`Plan`]. Invariants: nothing shared is in a step, every step comes after what it needs, and the same input gives the
//! same bytes.

mod data;
mod error;
mod policy;
mod store;

pub use data::{Action, Disruption, FieldChange, Kept, Plan, Shared, SourceRef, Step, StepId};
pub use error::{PlanError, PlanErrors};
pub use policy::Policy;
pub use store::{StoreObject, StoreView};

/// The version of the plan's data format.
pub const FORMAT: u32 = 1;
