//! Applies a plan: a scheduler that is plain data, and a driver that is a loop round it.
//!
//! In: a [`Plan`], the [`Ports`] to the world, [`Options`], a sink of [`Event`]s and a [`Cancel`] token. Out: a
//! [`Report`]. The executor decides nothing: order, content and danger are the plan's.

mod backoff;
mod call_budget;
mod call_limits;
mod cancel;
mod clock;
mod driver;
mod entropy;
mod event;
mod lease;
mod options;
mod report;
mod retrying;
mod scheduler;
pub(crate) mod seconds;
mod step;
mod system_clock;
mod system_entropy;
#[cfg(test)]
mod tests;
mod work;

use crate::cloud::Cloud;
use crate::plan::Plan;
use crate::state::StateStore;

pub use call_budget::CallBudget;
pub use call_limits::{TokenBucket, token_bucket};
pub use cancel::Cancel;
pub use clock::{Clock, SimulatedClock};
pub(crate) use entropy::new_keyset;
pub use entropy::{Entropy, SimulatedEntropy};
pub use event::Event;
pub(crate) use lease::LockWait;
pub use lease::{Lease, LockOptions};
pub use options::Options;
pub use report::{Incomplete, InvalidPlan, Report, StepError};
pub use retrying::Retrying;
pub use system_clock::SystemClock;
pub use system_entropy::SystemEntropy;

/// The world, as far as applying a plan touches it.
#[derive(Clone, Copy, Debug)]
pub struct Ports<'a> {
    /// The account.
    pub cloud: &'a dyn Cloud,
    /// The state store, which holds the managed files and the keys.
    pub store: &'a dyn StateStore,
    /// The time, for waits and deadlines.
    pub clock: &'a dyn Clock,
    /// The source of new keys.
    pub entropy: &'a dyn Entropy,
    /// The lock of the cluster, which is kept while the plan is applied. `None`: without
    /// a lock, where there is only one writer.
    pub lease: Option<&'a Lease>,
}

/// Applies a plan: independent steps at once, each after what it needs.
///
/// A step that fails for good stops only what needs it. Whether the account is still as the plan found it is the
/// caller's question ([`crate::plan::drift`]), which [`crate::engine::Engine::apply`] asks. Planning and running again after
/// any cut goes on from there.
///
/// # Errors
/// [`InvalidPlan`] where the plan's steps have no order; then nothing was done. What fails on the way is in the report.
pub async fn run(
    plan: &Plan,
    ports: Ports<'_>,
    options: &Options,
    events: &(dyn Fn(Event) + Send + Sync),
    cancel: &Cancel,
) -> Result<Report, InvalidPlan> {
    let (before, made) = (step::Before::each(&plan.steps), step::Made::default());
    driver::drive(plan, &step::Context { cluster: &plan.cluster, ports, options, events, cancel, before, made }).await
}
