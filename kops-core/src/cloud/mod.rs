//! The port to a cloud account: few verbs with rich values.
//!
//! [`Cloud`] is implemented by `kops-aws`, by the simulated account in [`memory`], and by anybody else; the testkit's
//! conformance suite tells whether an implementation is right. Retry and faults are wrappers round a `Cloud`.

mod error;
pub(crate) mod faults;
mod instances;
pub mod memory;
mod preflight;
mod quota;
mod snapshot;
mod step;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::sync::Arc;

use async_trait::async_trait;

use crate::facts::{Facts, FactsQuery};
use crate::resource::{CloudId, Kind, LaunchTemplate};
use crate::state::{StateError, StateStore};

pub use error::{CloudError, ErrorKind};
pub use faults::{Fault, FaultInjecting, Verb};
pub use instances::{Instance, InstanceChange, InstanceState, RunningGroup};
pub(crate) use preflight::addresses_in;
pub use preflight::{
    Delegation, DryRun, LaunchTemplateFacts, PermissionRequest, PreflightFacts, PreflightQuery, QuotaUse, SubnetSpace,
    rules_of,
};
pub use quota::Quota;
pub use snapshot::{Observed, Occupant, Scope, Snapshot};
pub use step::{BoundAction, BoundStep, Outcome, Readiness};

/// An account of a cloud in one region. Implementations are marked by `#[async_trait]`, of the crate `async-trait`: see
/// [the example](crate#a-cloud-of-your-own).
#[async_trait]
pub trait Cloud: Debug + Send + Sync {
    /// Looks up what the pure stages need to know.
    ///
    /// What does not exist is left out of the answer; that is not an error. Region, partition and account are always told, so
    /// that an empty query tells where the cloud is.
    ///
    /// # Errors
    /// Where the cloud cannot be asked.
    async fn facts(&self, query: &FactsQuery) -> Result<Facts, CloudError>;

    /// Reads everything that belongs to a cluster, in a number of calls that does not grow with its groups beyond pages.
    ///
    /// # Errors
    /// Where any part cannot be read: a snapshot is whole or it is not there.
    async fn observe(&self, scope: &Scope) -> Result<Snapshot, CloudError>;

    /// Executes one step. Repeating a step has no further effect and gives the same outcome.
    ///
    /// # Errors
    /// Where the step was refused, or where it is not known whether it was executed; `CloudError::retryable` tells
    /// whether to repeat it.
    async fn execute(&self, step: &BoundStep) -> Result<Outcome, CloudError>;

    /// Tells whether a resource can be used by those that refer to it.
    ///
    /// # Errors
    /// Where the cloud cannot be asked.
    async fn probe(&self, kind: Kind, id: &CloudId) -> Result<Readiness, CloudError>;

    /// Opens a bucket of the account's object store by its name, for managed files that the spec puts outside of the
    /// cluster's state store: the control files of etcd's backups.
    ///
    /// # Errors
    /// [`StateError::NoStore`] where the bucket does not exist, or where the cloud has no buckets, which is the default.
    async fn open_bucket(&self, name: &str) -> Result<Box<dyn StateStore>, StateError> {
        Err(StateError::NoStore { store: format!("s3://{name}") })
    }

    /// Reads versions of launch templates by what instances and groups name them: `lt-0a1b2c3d4e5f60718:3`. Those that do not exist are left
    /// out. Versions never change, and are read to say why instances are outdated: a cloud that does not know them, which is the default,
    /// answers none.
    ///
    /// # Errors
    /// Where the cloud cannot be asked.
    async fn launch_templates(
        &self,
        _versions: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, LaunchTemplate>, CloudError> {
        Ok(BTreeMap::new())
    }

    /// Reads the user data that instances were launched with, by their ids. Those that do not exist are left out. It is read of instances
    /// that Karpenter launched, to know whether they have the keys of the state store: a cloud that does not know it, which is the default,
    /// answers none.
    ///
    /// # Errors
    /// Where the cloud cannot be asked.
    async fn user_data(&self, _instances: &BTreeSet<CloudId>) -> Result<BTreeMap<CloudId, String>, CloudError> {
        Ok(BTreeMap::new())
    }

    /// Reads the autoscaling groups of a cluster with their instances, and the instances that are in none of them by the instance groups
    /// that their tags name, sorted by name, in a number of calls that does not grow with them beyond pages, and a call for each group that
    /// has fewer instances in service than it should, to say why. A group whose launch template is gone is listed as the others.
    ///
    /// # Errors
    /// Where any part cannot be read, and [`ErrorKind::Invalid`] where the cloud runs no instances, which is the default.
    async fn instances(&self, cluster: &str) -> Result<Vec<RunningGroup>, CloudError> {
        Err(no_instances("instances").resource(cluster))
    }

    /// Changes one instance, and tells whether the change has taken effect: while it has not, the same change is asked for again.
    ///
    /// # Errors
    /// Where the change was refused. An instance that is gone already is no error.
    async fn change_instance(&self, change: &InstanceChange) -> Result<Readiness, CloudError> {
        Err(no_instances("change_instance").resource(change.instance().as_str()))
    }

    /// Reads what the account has left, before a plan is applied: quotas and their use, room in subnets, permissions.
    ///
    /// A part that cannot be read, for example because the caller may not, is left out of the answer with its reason; that is not an
    /// error. By default nothing is known.
    ///
    /// # Errors
    /// Where the cloud cannot be asked.
    async fn preflight(&self, _query: &PreflightQuery) -> Result<PreflightFacts, CloudError> {
        Ok(PreflightFacts::default())
    }
}

fn no_instances(operation: &str) -> CloudError {
    CloudError::new(ErrorKind::Invalid, operation, "this cloud does not run instances")
}

#[async_trait]
impl<C: Cloud + ?Sized> Cloud for Arc<C> {
    async fn facts(&self, query: &FactsQuery) -> Result<Facts, CloudError> {
        (**self).facts(query).await
    }

    async fn observe(&self, scope: &Scope) -> Result<Snapshot, CloudError> {
        (**self).observe(scope).await
    }

    async fn execute(&self, step: &BoundStep) -> Result<Outcome, CloudError> {
        (**self).execute(step).await
    }

    async fn probe(&self, kind: Kind, id: &CloudId) -> Result<Readiness, CloudError> {
        (**self).probe(kind, id).await
    }

    async fn open_bucket(&self, name: &str) -> Result<Box<dyn StateStore>, StateError> {
        (**self).open_bucket(name).await
    }

    async fn launch_templates(
        &self,
        versions: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, LaunchTemplate>, CloudError> {
        (**self).launch_templates(versions).await
    }

    async fn user_data(&self, instances: &BTreeSet<CloudId>) -> Result<BTreeMap<CloudId, String>, CloudError> {
        (**self).user_data(instances).await
    }

    async fn instances(&self, cluster: &str) -> Result<Vec<RunningGroup>, CloudError> {
        (**self).instances(cluster).await
    }

    async fn change_instance(&self, change: &InstanceChange) -> Result<Readiness, CloudError> {
        (**self).change_instance(change).await
    }

    async fn preflight(&self, query: &PreflightQuery) -> Result<PreflightFacts, CloudError> {
        (**self).preflight(query).await
    }
}
