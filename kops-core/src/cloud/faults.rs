//! Faults on purpose: a wrapper round any [`Cloud`] that lets chosen steps go wrong, for tests.
//!
//! ```
//! use kops_core::cloud::memory::Account;
//! use kops_core::cloud::{Fault, FaultInjecting};
//!
//! let cloud = FaultInjecting::new(Account::new("us-east-2")).at(3, Fault::LostAnswer).at(5, Fault::Throttled(2)).cut_after(9);
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;

use super::{
    BoundAction, BoundStep, Cloud, CloudError, ErrorKind, InstanceChange, Outcome, PreflightFacts, PreflightQuery,
    Readiness, RunningGroup, Scope, Snapshot,
};
use crate::facts::{Facts, FactsQuery};
use crate::resource::{CloudId, Kind, LaunchTemplate};
use crate::state::{StateError, StateStore};

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The first try fails before anything happens, as if the connection broke.
    Broken,
    /// The first try is executed and its answer is lost.
    LostAnswer,
    /// So many tries are refused because there are too many calls.
    Throttled(u32),
    /// So many tries are answered with an error of the cloud's own.
    Internal(u32),
    /// The caller may never do this.
    Denied,
    /// A limit of the account is reached, and stays reached.
    Quota,
}

impl Fault {
    /// True where it lets this try fail before anything happens.
    pub(crate) fn refuses(self, attempt: u32) -> bool {
        match self {
            Self::Broken => attempt == 1,
            Self::LostAnswer => false,
            Self::Throttled(tries) | Self::Internal(tries) => attempt <= tries,
            Self::Denied | Self::Quota => true,
        }
    }

    /// True where it loses the answer to this try.
    pub(crate) fn loses_answer(self, attempt: u32) -> bool {
        self == Self::LostAnswer && attempt == 1
    }
}

/// Where everything fails from then on, as if the process had died.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cut {
    /// Just before the step with this number.
    Before(u32),
    /// Once this one is executed.
    After(u32),
}

impl Cut {
    /// True where a step is not executed any more.
    pub(crate) fn stops(self, number: u32) -> bool {
        matches!(self, Self::Before(first) if number >= first)
    }

    /// True where a step is executed, and nothing after it.
    pub(crate) fn follows(self, number: u32) -> bool {
        matches!(self, Self::After(last) if number >= last)
    }
}

/// What a call that never reached the other side is answered with.
pub(crate) const NOT_SENT: &str = "the connection broke before the call was sent";
/// What a call is answered with whose answer was lost.
pub(crate) const NOT_ANSWERED: &str = "the connection broke before the answer came";
/// What a process that has died is answered with.
pub(crate) const CUT: &str = "the run was interrupted here";

/// What is done to a resource, for choosing steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Verb {
    /// It is made.
    Create,
    /// It is changed.
    Update,
    /// It is deleted.
    Delete,
}

/// A cloud in which chosen steps go wrong. Steps count from 1 in the order of their first try; a repetition is the same step.
#[derive(Debug)]
pub struct FaultInjecting<C> {
    inner: C,
    at: BTreeMap<u32, Fault>,
    on: BTreeMap<(Verb, Kind), Fault>,
    observing: Option<Fault>,
    cut: Option<Cut>,
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    /// Steps by token: number and tries.
    steps: BTreeMap<String, (u32, u32)>,
    observations: u32,
    cut: bool,
}

impl<C: Cloud> FaultInjecting<C> {
    /// Wraps a cloud; without faults it behaves as before.
    pub fn new(inner: C) -> Self {
        Self { inner, at: BTreeMap::new(), on: BTreeMap::new(), observing: None, cut: None, seen: Mutex::default() }
    }

    /// Lets the step with this number go wrong, counted from 1.
    #[must_use]
    pub fn at(mut self, step: u32, fault: Fault) -> Self {
        self.at.insert(step, fault);
        self
    }

    /// Lets every step go wrong that does this to this kind.
    #[must_use]
    pub fn on(mut self, verb: Verb, kind: Kind, fault: Fault) -> Self {
        self.on.insert((verb, kind), fault);
        self
    }

    /// Lets observing go wrong.
    #[must_use]
    pub fn observing(mut self, fault: Fault) -> Self {
        self.observing = Some(fault);
        self
    }

    /// Lets everything fail from this step on, as if the process had died just before it.
    #[must_use]
    pub fn cut_before(mut self, step: u32) -> Self {
        self.cut = Some(Cut::Before(step));
        self
    }

    /// Executes this step, loses its answer and lets everything fail from then on, as if the process had died.
    #[must_use]
    pub fn cut_after(mut self, step: u32) -> Self {
        self.cut = Some(Cut::After(step));
        self
    }

    /// The number of different steps that were tried.
    pub fn steps(&self) -> u32 {
        u32::try_from(self.seen().steps.len()).unwrap_or(u32::MAX)
    }

    /// The cloud inside.
    pub fn inner(&self) -> &C {
        &self.inner
    }

    /// Notes a try, and tells the number of the step and which try it is.
    fn count(&self, token: &str) -> (u32, u32) {
        let mut seen = self.seen();
        let next = u32::try_from(seen.steps.len()).unwrap_or(u32::MAX).saturating_add(1);
        let step = seen.steps.entry(token.to_owned()).or_insert((next, 0));
        step.1 += 1;
        *step
    }

    fn check_cut(&self, operation: &str) -> Result<(), CloudError> {
        if self.seen().cut { Err(cut(operation)) } else { Ok(()) }
    }

    /// Calls the cloud inside, unless this step goes wrong.
    async fn guarded<T, F>(
        &self,
        operation: &str,
        token: &str,
        resource: &str,
        matter: Option<(Verb, Kind)>,
        call: impl FnOnce() -> F,
    ) -> Result<T, CloudError>
    where
        F: Future<Output = Result<T, CloudError>>,
    {
        self.check_cut(operation)?;
        let (number, attempt) = self.count(token);
        if self.cut.is_some_and(|cut| cut.stops(number)) {
            self.seen().cut = true;
            return Err(cut(operation));
        }
        let fault = self.at.get(&number).or_else(|| self.on.get(&matter?)).copied();
        if let Some(error) = fault.and_then(|fault| refuse(fault, attempt, operation)) {
            return Err(error.resource(resource));
        }
        let result = call().await;
        if self.cut.is_some_and(|cut| cut.follows(number)) {
            self.seen().cut = true;
            return Err(cut(operation));
        }
        if fault.is_some_and(|fault| fault.loses_answer(attempt)) {
            return Err(CloudError::new(ErrorKind::Network, operation, NOT_ANSWERED).resource(resource));
        }
        result
    }

    /// Every change under this lock is one assignment, so a poisoned one is as good as any.
    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl<C: Cloud> Cloud for FaultInjecting<C> {
    async fn facts(&self, query: &FactsQuery) -> Result<Facts, CloudError> {
        self.check_cut("facts")?;
        self.inner.facts(query).await
    }

    async fn observe(&self, scope: &Scope) -> Result<Snapshot, CloudError> {
        self.check_cut("observe")?;
        let number = {
            let mut seen = self.seen();
            seen.observations += 1;
            seen.observations
        };
        match self.observing.and_then(|fault| refuse(fault, number, "observe")) {
            Some(error) => Err(error),
            None => self.inner.observe(scope).await,
        }
    }

    async fn execute(&self, step: &BoundStep) -> Result<Outcome, CloudError> {
        let (operation, resource) = (operation(&step.action), step.resource.to_string());
        self.guarded(&operation, &step.token, &resource, Some(matter(&step.action)), || self.inner.execute(step)).await
    }

    async fn probe(&self, kind: Kind, id: &CloudId) -> Result<Readiness, CloudError> {
        self.check_cut("probe")?;
        self.inner.probe(kind, id).await
    }

    async fn open_bucket(&self, name: &str) -> Result<Box<dyn StateStore>, StateError> {
        self.inner.open_bucket(name).await
    }

    async fn launch_templates(
        &self,
        versions: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, LaunchTemplate>, CloudError> {
        self.check_cut("launch_templates")?;
        self.inner.launch_templates(versions).await
    }

    async fn user_data(&self, instances: &BTreeSet<CloudId>) -> Result<BTreeMap<CloudId, String>, CloudError> {
        self.check_cut("user_data")?;
        self.inner.user_data(instances).await
    }

    async fn instances(&self, cluster: &str) -> Result<Vec<RunningGroup>, CloudError> {
        self.check_cut("instances")?;
        self.inner.instances(cluster).await
    }

    async fn change_instance(&self, change: &InstanceChange) -> Result<Readiness, CloudError> {
        let operation = match change {
            InstanceChange::Detach { .. } => "detach instance",
            InstanceChange::Deregister { .. } => "deregister instance",
            InstanceChange::Terminate { .. } => "terminate instance",
        };
        let token = format!("{operation} {}", change.instance());
        self.guarded(operation, &token, change.instance().as_str(), None, || self.inner.change_instance(change)).await
    }

    async fn preflight(&self, query: &PreflightQuery) -> Result<PreflightFacts, CloudError> {
        self.check_cut("preflight")?;
        self.inner.preflight(query).await
    }
}

/// The error that a fault makes of a try, where it fails before anything happens.
fn refuse(fault: Fault, attempt: u32, operation: &str) -> Option<CloudError> {
    let error = |kind, code: &str, message: &str| Some(CloudError::new(kind, operation, message).code(code));
    if !fault.refuses(attempt) {
        return None;
    }
    match fault {
        Fault::Broken | Fault::LostAnswer => Some(CloudError::new(ErrorKind::Network, operation, NOT_SENT)),
        Fault::Throttled(_) => error(ErrorKind::Throttled, "RequestLimitExceeded", "there are too many calls"),
        Fault::Internal(_) => error(ErrorKind::Internal, "InternalError", "something went wrong inside the cloud"),
        Fault::Denied => error(ErrorKind::Denied, "UnauthorizedOperation", "the caller may not do this"),
        Fault::Quota => error(ErrorKind::Quota, "LimitExceeded", "a limit of the account is reached"),
    }
}

/// What a process that has died gets to know: an error that no repetition helps against.
fn cut(operation: &str) -> CloudError {
    CloudError::new(ErrorKind::Denied, operation, CUT)
}

fn matter(action: &BoundAction) -> (Verb, Kind) {
    match action {
        BoundAction::Create { desired } => (Verb::Create, desired.kind()),
        BoundAction::Update { desired, .. } => (Verb::Update, desired.kind()),
        BoundAction::Delete { current, .. } => (Verb::Delete, current.kind()),
    }
}

fn operation(action: &BoundAction) -> String {
    let (verb, kind) = matter(action);
    let verb = match verb {
        Verb::Create => "create",
        Verb::Update => "update",
        Verb::Delete => "delete",
    };
    format!("{verb} {kind}")
}

#[cfg(test)]
mod tests {
    use futures::executor::block_on;

    use super::*;
    use crate::cloud::memory::Account;
    use crate::resource::{ResourceId, Vpc};

    fn vpc(number: u32) -> BoundStep {
        BoundStep {
            cluster: "demo".into(),
            resource: ResourceId::new(Kind::Vpc, number.to_string()),
            token: number.to_string(),
            action: BoundAction::Create {
                desired: Vpc { cidr: Some(format!("10.{number}.0.0/16")), ..Vpc::default() }.into(),
            },
        }
    }

    /// Executes three steps, each tried three times, and tells the kinds of errors and how many VPCs there are then.
    fn run(cloud: &FaultInjecting<Account>) -> (Vec<Vec<Option<ErrorKind>>>, usize) {
        let try_once = |number| block_on(cloud.execute(&vpc(number))).err().map(|error| error.kind);
        let tries = (1..=3).map(|number| (0..3).map(|_| try_once(number)).collect()).collect();
        (tries, cloud.inner().resources().len())
    }

    #[test]
    fn chosen_steps_go_wrong_as_chosen() {
        use ErrorKind::{Denied, Internal, Network, Quota, Throttled};
        let cases = [
            (Fault::Broken, [Some(Network), None, None], 3),
            (Fault::LostAnswer, [Some(Network), None, None], 3),
            (Fault::Throttled(2), [Some(Throttled), Some(Throttled), None], 3),
            (Fault::Internal(1), [Some(Internal), None, None], 3),
            (Fault::Denied, [Some(Denied); 3], 2),
            (Fault::Quota, [Some(Quota); 3], 2),
        ];
        for (fault, tries, made) in cases {
            let cloud = FaultInjecting::new(Account::new("us-east-2")).at(2, fault);
            assert_eq!(run(&cloud), (vec![vec![None; 3], tries.to_vec(), vec![None; 3]], made), "{fault:?}");
            assert_eq!(cloud.steps(), 3);
        }
        let cloud = FaultInjecting::new(Account::new("us-east-2")).on(Verb::Create, Kind::Vpc, Fault::Denied);
        assert_eq!(run(&cloud), (vec![vec![Some(Denied); 3]; 3], 0));
    }

    #[test]
    fn a_cut_ends_everything_before_or_after_a_step() {
        let denied = vec![Some(ErrorKind::Denied); 3];
        let cloud = FaultInjecting::new(Account::new("us-east-2")).cut_before(2);
        assert_eq!(run(&cloud), (vec![vec![None; 3], denied.clone(), denied.clone()], 1));
        assert!(block_on(cloud.observe(&Scope::default())).is_err());
        let cloud = FaultInjecting::new(Account::new("us-east-2")).cut_after(2);
        assert_eq!(run(&cloud), (vec![vec![None; 3], denied.clone(), denied], 2));
    }

    #[test]
    fn a_lost_answer_is_found_again() {
        let cloud = FaultInjecting::new(Account::new("us-east-2")).at(1, Fault::LostAnswer);
        block_on(cloud.execute(&vpc(1))).expect_err("the answer is lost");
        let made = cloud.inner().resources();
        let outcome = block_on(cloud.execute(&vpc(1))).expect("is found");
        assert_eq!(outcome.outputs, made[0].outputs);
        assert_eq!(cloud.inner().resources(), made);
    }

    #[test]
    fn observing_can_go_wrong() {
        let cloud = FaultInjecting::new(Account::new("us-east-2")).observing(Fault::Throttled(1));
        assert!(block_on(cloud.observe(&Scope::default())).is_err_and(|error| error.retryable()));
        block_on(cloud.observe(&Scope::default())).expect("the second try works");
    }
}
