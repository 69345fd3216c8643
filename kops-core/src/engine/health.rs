//! Whether a running cluster is healthy, and which instances it has.

use std::time::Duration;

use futures::future::try_join;
use serde::{Deserialize, Serialize};

use super::{Engine, Error, Run, fill_offline};
use crate::apply::seconds;
use crate::cluster_api::{ClusterApi, PodQuery};
use crate::lifecycle::ExpectedGroup;
use crate::lifecycle::instances::{InstanceStatus, list};
use crate::lifecycle::validation::{Validation, ValidationEvent, check, placeholder};
use crate::naming::Names;
use crate::spec::Spec;

/// How patiently [`Engine::wait_until_valid`] waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Wait {
    /// How long to go on validating; a run of successes that began before is waited for. Default: not at all, one attempt is made.
    #[serde(with = "seconds")]
    pub timeout: Duration,
    /// How many attempts in a row must succeed. Default: 1.
    pub count: u32,
    /// How long to wait between two attempts. Default: 10 seconds.
    #[serde(with = "seconds")]
    pub interval: Duration,
}

impl Default for Wait {
    fn default() -> Self {
        Self { timeout: Duration::ZERO, count: 1, interval: Duration::from_secs(10) }
    }
}

impl Engine {
    /// Validates a running cluster: that its instance groups have their instances, that these are nodes and ready, and that the pods
    /// run that it cannot do without. What is wrong with the cluster is no error but in the result.
    ///
    /// # Errors
    /// [`Error::Cloud`] and [`Error::ClusterApi`] where the account or the cluster cannot be asked.
    pub async fn validate_cluster(&self, spec: &Spec, api: &dyn ClusterApi) -> Result<Validation, Error> {
        let full = fill_offline(spec);
        let name = full.cluster.name();
        if let Some(failure) = placeholder(&Names::new(name).api(), &api.addresses().await?) {
            return Ok(Validation { failures: vec![failure], ..Validation::default() });
        }
        let expected = ExpectedGroup::all(&full);
        let observed = async {
            let (nodes, pods) = try_join(api.nodes(), api.pods(&PodQuery::default())).await?;
            Ok::<_, Error>((nodes, pods))
        };
        let running = async { Ok(self.cloud.instances(name).await?) };
        let (running, (nodes, pods)) = try_join(running, observed).await?;
        Ok(check(&expected, &running, &nodes, &pods))
    }

    /// Validates a running cluster again and again, until it is healthy, time is up, or something is wrong that waiting does not
    /// mend. Each attempt is an event. Returns what the last attempt found.
    ///
    /// # Errors
    /// As [`Engine::validate_cluster`], at once for errors that repeating does not help, otherwise when time is up; and
    /// [`Error::Cancelled`].
    pub fn wait_until_valid<'a>(
        &'a self,
        spec: &'a Spec,
        api: &'a dyn ClusterApi,
    ) -> Run<'a, Wait, ValidationEvent, Validation> {
        Run::dropped_early(
            move |options, events| async move { self.validate_until(spec, api, &options, &*events).await },
        )
    }

    async fn validate_until(
        &self,
        spec: &Spec,
        api: &dyn ClusterApi,
        wait: &Wait,
        events: &(dyn Fn(ValidationEvent) + Send + Sync),
    ) -> Result<Validation, Error> {
        let began = self.clock.now();
        let mut successes = 0;
        loop {
            let attempt = self.validate_cluster(spec, api).await;
            events(attempt.as_ref().into());
            match &attempt {
                Ok(found) if found.is_valid() => successes += 1,
                Ok(found) if found.is_permanent() => return attempt,
                Err(error) if !error.retryable() => return attempt,
                _ => successes = 0,
            }
            let is_late = self.clock.now().saturating_sub(began) >= wait.timeout;
            if successes >= wait.count.max(1) || (successes == 0 && is_late) {
                return attempt;
            }
            self.clock.sleep(wait.interval).await;
        }
    }

    /// Lists the instances of a cluster, joined with its nodes where `api` is given.
    ///
    /// # Errors
    /// As [`Engine::validate_cluster`].
    pub async fn instances(&self, spec: &Spec, api: Option<&dyn ClusterApi>) -> Result<Vec<InstanceStatus>, Error> {
        let (running, nodes) = self.instances_and_nodes(spec, api).await?;
        Ok(list(&ExpectedGroup::all(&fill_offline(spec)), &running, &nodes))
    }
}

impl From<Result<&Validation, &Error>> for ValidationEvent {
    fn from(attempt: Result<&Validation, &Error>) -> Self {
        match attempt {
            Ok(validation) => Self::Validated { validation: validation.clone() },
            Err(error) => Self::Failed { error: error.into() },
        }
    }
}
