//! A simulated account, stricter than the real one: users unit-test with it.
//!
//! In: steps, as for any [`Cloud`]. Out: what AWS would answer, with its error codes. Invariant: what the account holds
//! could stand in AWS; everything else is refused. It has no clock, no randomness and no background: the same calls give the
//! same ids and the same answers, and what takes time advances with each poll ([`Delays`]).
//!
//! ```
//! use kops_core::cloud::memory::Account;
//!
//! let account = Account::from_json(
//!     r#"{
//!       "region": "us-east-2",
//!       "resources": {
//!         "vpc": {"vpc-0a1b2c3d4e5f60718": {"cidr": "172.20.0.0/16", "tags": {"Name": "made by Terraform"}}}
//!       }
//!     }"#,
//! )?;
//! assert_eq!(account.resources().len(), 1);
//! assert!(account.to_json().contains("vpc-0a1b2c3d4e5f60718"));
//! # Ok::<(), kops_core::cloud::memory::AccountError>(())
//! ```

mod api_error;
mod bucket;
mod execute;
mod facts;
mod file;
mod id_generator;
mod instances;
mod kinds;
mod limits;
mod observe;
mod occupants;
mod preflight;
mod rules;
mod state;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;

use super::{
    BoundStep, Cloud, CloudError, InstanceChange, Observed, Outcome, PreflightFacts, PreflightQuery, Readiness,
    RunningGroup, Scope, Snapshot,
};
use crate::facts::{Facts, FactsQuery, HostedZone, Image, MachineType};
use crate::resource::{CloudId, Kind, LaunchTemplate, Resource, on_kind};
use crate::state::{StateError, StateStore};
use state::{Phase, State};

pub use bucket::Bucket;
pub use file::AccountError;
pub use limits::{Delays, Limits};

/// A simulated AWS account in one region. Clones share it.
#[derive(Clone)]
pub struct Account {
    state: Arc<Mutex<State>>,
}

impl Account {
    /// Opens an account in which nothing exists.
    pub fn new(region: &str) -> Self {
        Self::of(State::empty(region))
    }

    /// Reads an account file.
    ///
    /// A file needs `region`; all else has defaults: `accountId`, `zones`, `images`, `machineTypes`, `hostedZones`, `limits`,
    /// `delays`, `seed`, `buckets` (texts by bucket and key), `publicBuckets`, `encryptedBuckets` (those with a default encryption),
    /// `others` (ids and ARNs of what the account has and no step makes), `prefixLists` (how many entries prefix lists may have),
    /// `attachments` (what is attached to VPCs, and to which), `denied` (actions that the caller may not take), `undelegated` (ids of hosted
    /// zones that the DNS does not lead to), `launchFailures` (why autoscaling groups launch no instances, by their names), and `resources`:
    /// kind, id, fields, in the words of [`Kind`] and of the structs in [`crate::resource`].
    ///
    /// # Errors
    /// [`AccountError::Format`] with line and column where the text is not an account, [`AccountError::Content`] where
    /// something in it cannot be: a subnet outside its VPC, a gateway in a VPC that is not there.
    pub fn from_json(text: &str) -> Result<Self, AccountError> {
        file::read(text).map(Self::of)
    }

    /// Writes the account file: everything, what steps made and what is under way included.
    pub fn to_json(&self) -> String {
        file::write(&self.lock())
    }

    /// Makes an independent copy: clones share the account, a copy does not.
    #[must_use]
    pub fn copy(&self) -> Self {
        Self::of(self.lock().clone())
    }

    /// Sets what ids are derived from, beside the tokens of steps.
    #[must_use]
    pub fn with_seed(self, seed: u64) -> Self {
        self.change(|state| state.seed = seed)
    }

    /// Sets the quotas.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        self.change(|state| state.limits = limits)
    }

    /// Sets how long things take.
    #[must_use]
    pub fn with_delays(self, delays: Delays) -> Self {
        self.change(|state| state.delays = delays)
    }

    /// Sets the availability zones; three by default.
    #[must_use]
    pub fn with_zones<'a>(self, zones: impl IntoIterator<Item = &'a str>) -> Self {
        let zones = zones.into_iter().map(str::to_owned).collect();
        self.change(|state| state.zones = zones)
    }

    /// Adds a hosted zone of Route 53.
    #[must_use]
    pub fn with_hosted_zone(self, zone: HostedZone) -> Self {
        self.change(|state| {
            state.hosted_zones.push(zone);
            state.associate_zones();
        })
    }

    /// Adds a machine image to those that new groups get by default.
    #[must_use]
    pub fn with_image(self, image: Image) -> Self {
        self.change(|state| state.images.push(image))
    }

    /// Adds an instance type to those that the library knows.
    #[must_use]
    pub fn with_machine_type(self, name: &str, machine_type: MachineType) -> Self {
        self.change(|state| {
            state.machine_types.insert(name.to_owned(), machine_type);
        })
    }

    /// Adds something that the account has and no step makes, by id or ARN: a transit gateway, a certificate, a policy.
    #[must_use]
    pub fn with_other(self, id: &str) -> Self {
        self.change(|state| {
            state.others.insert(id.to_owned());
        })
    }

    /// Adds a prefix list, which may have so many entries: a rule of a security group for it counts as so many rules.
    #[must_use]
    pub fn with_prefix_list(self, id: &str, entries: u64) -> Self {
        self.change(|state| {
            state.prefix_lists.insert(id.to_owned(), entries);
        })
    }

    /// Attaches something to a VPC that no step makes and that keeps the VPC from being deleted, by its id: a gateway endpoint (`vpce-…`), a
    /// peering connection (`pcx-…`), which can be attached to two VPCs, or a virtual private gateway (`vgw-…`).
    #[must_use]
    pub fn with_attachment(self, id: &str, vpc: &str) -> Self {
        self.change(|state| {
            state.attachments.entry(id.to_owned()).or_default().insert(vpc.to_owned());
        })
    }

    /// Takes a permission from the caller: steps that call it are refused. `action` is as IAM names it: `ec2:CreateVpc`.
    #[must_use]
    pub fn without_permission(self, action: &str) -> Self {
        self.change(|state| {
            state.denied.insert(action.to_owned());
        })
    }

    /// Makes a hosted zone, by its id, one that the DNS does not lead to: its parent zone has no NS records for it.
    #[must_use]
    pub fn without_delegation(self, zone: &str) -> Self {
        self.change(|state| {
            state.undelegated.insert(zone.to_owned());
        })
    }

    /// Lets every launch of an autoscaling group, by its name, fail from now on, with this message. Instances that run go on.
    #[must_use]
    pub fn with_launch_failure(self, group: impl Into<CloudId>, message: &str) -> Self {
        self.change(|state| {
            state.launch_failures.insert(group.into(), message.to_owned());
        })
    }

    /// Sets the user data that an instance outside of autoscaling groups was launched with, as Karpenter launches them.
    #[must_use]
    pub fn with_user_data(self, instance: impl Into<CloudId>, text: &str) -> Self {
        self.change(|state| {
            state.user_data.insert(instance.into(), text.to_owned());
        })
    }

    /// Puts something into the account that others made, for example Terraform.
    ///
    /// # Errors
    /// [`AccountError::Content`] where it cannot stand there.
    pub fn place(&self, id: impl Into<CloudId>, resource: impl Into<Resource>) -> Result<(), AccountError> {
        let (id, resource) = (id.into(), resource.into());
        on_kind!(resource, inner => file::place(&mut self.lock(), id, inner))
    }

    /// Everything in the account, in the order of [`Kind`] and id, regardless of its owner.
    pub fn resources(&self) -> Vec<Observed> {
        observe::all(&self.lock())
    }

    /// The number of instances that autoscaling groups run.
    pub fn instance_count(&self) -> usize {
        self.lock().instances.len()
    }

    fn of(state: State) -> Self {
        Self { state: Arc::new(Mutex::new(state)) }
    }

    fn change(self, change: impl FnOnce(&mut State)) -> Self {
        change(&mut self.lock());
        self
    }

    /// The state. A panic of another thread while it held the lock leaves nothing half done: every change is one call.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Cloud for Account {
    async fn facts(&self, query: &FactsQuery) -> Result<Facts, CloudError> {
        Ok(facts::facts(&self.lock(), query))
    }

    async fn observe(&self, scope: &Scope) -> Result<Snapshot, CloudError> {
        Ok(observe::observe(&mut self.lock(), scope))
    }

    async fn execute(&self, step: &BoundStep) -> Result<Outcome, CloudError> {
        execute::execute(&mut self.lock(), step)
    }

    async fn probe(&self, kind: Kind, id: &CloudId) -> Result<Readiness, CloudError> {
        let mut state = self.lock();
        let readiness = match state.phase(kind, id) {
            Some(Phase::Hidden(..)) => Readiness::Pending("it does not show itself everywhere yet".to_owned()),
            Some(Phase::Pending(_)) => Readiness::Pending("it is being made".to_owned()),
            Some(Phase::Deleting(_)) => Readiness::Pending("it is being deleted".to_owned()),
            None if state.resources.get(&kind).is_some_and(|of_kind| of_kind.contains_key(id)) => Readiness::Ready,
            None => Readiness::Gone,
        };
        state.look_at(kind, id);
        Ok(readiness)
    }

    async fn open_bucket(&self, name: &str) -> Result<Box<dyn StateStore>, StateError> {
        Ok(Box::new(self.bucket(name)?))
    }

    async fn launch_templates(
        &self,
        versions: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, LaunchTemplate>, CloudError> {
        Ok(instances::launch_templates(&self.lock(), versions))
    }

    async fn user_data(&self, instances: &BTreeSet<CloudId>) -> Result<BTreeMap<CloudId, String>, CloudError> {
        Ok(instances::user_data(&self.lock(), instances))
    }

    async fn instances(&self, cluster: &str) -> Result<Vec<RunningGroup>, CloudError> {
        Ok(instances::list(&self.lock(), cluster))
    }

    async fn change_instance(&self, change: &InstanceChange) -> Result<Readiness, CloudError> {
        instances::change(&mut self.lock(), change)
    }

    async fn preflight(&self, query: &PreflightQuery) -> Result<PreflightFacts, CloudError> {
        Ok(preflight::preflight(&self.lock(), query))
    }
}

/// Shows how much is in the account and nothing of it: user data and policies do not belong in logs.
impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.lock();
        f.debug_struct("Account")
            .field("region", &state.region)
            .field("account_id", &state.account_id)
            .field("resources", &state.resources.values().map(|of_kind| of_kind.len()).sum::<usize>())
            .finish_non_exhaustive()
    }
}
