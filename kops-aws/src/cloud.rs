//! An AWS account in one region as a [`Cloud`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use async_trait::async_trait;
use kops_core::cloud::{
    BoundStep, Cloud, CloudError, InstanceChange, Outcome, PreflightFacts, PreflightQuery, Readiness, RunningGroup,
    Scope, Snapshot,
};
use kops_core::facts::{Facts, FactsQuery};
use kops_core::resource::{CloudId, Kind, LaunchTemplate};
use kops_core::state::{StateError, StateStore};

use crate::clients::Clients;
use crate::config::Config;
use crate::hook_notes::HookNotes;
use crate::made::Made;
use crate::store::S3Store;
use crate::{execute, facts, instances, kinds, observe, preflight, probe, publisher, store};

/// An AWS account in one region.
///
/// Cheap to clone; clones share their connections. Calls wait until the budget of the configuration allows them. Nothing is retried here: the
/// executor retries by each error's own word.
#[derive(Clone, Debug)]
pub struct Aws {
    config: Config,
    clients: Clients,
    notes: Arc<HookNotes>,
    made: Arc<Made>,
}

impl Aws {
    /// Reaches the account that `config` names. No call is made.
    pub fn new(config: &Config) -> Self {
        Self { config: config.clone(), clients: Clients::new(config), notes: Arc::default(), made: Arc::default() }
    }
}

#[async_trait]
impl Cloud for Aws {
    async fn facts(&self, query: &FactsQuery) -> Result<Facts, CloudError> {
        let facts = facts::gather(&self.clients, Facts::built_in(self.config.region()), query).await?;
        let published_hashes = publisher::hashes(self.config.http(), &query.file_hashes).await?;
        let buckets = store::buckets(&self.config, query).await?;
        let public_buckets = store::public_buckets(&self.config, &query.public_buckets, &buckets).await?;
        Ok(Facts { published_hashes, public_buckets, buckets, ..facts })
    }

    async fn observe(&self, scope: &Scope) -> Result<Snapshot, CloudError> {
        observe::observe(&self.clients, &self.notes, scope).await
    }

    async fn execute(&self, step: &BoundStep) -> Result<Outcome, CloudError> {
        execute::execute(&self.clients, &self.notes, &self.made, step).await
    }

    async fn probe(&self, kind: Kind, id: &CloudId) -> Result<Readiness, CloudError> {
        probe::probe(&self.clients, kind, id).await
    }

    async fn open_bucket(&self, name: &str) -> Result<Box<dyn StateStore>, StateError> {
        Ok(Box::new(S3Store::open(&self.config, &format!("s3://{name}")).await?))
    }

    async fn instances(&self, cluster: &str) -> Result<Vec<RunningGroup>, CloudError> {
        instances::list(&self.clients, cluster).await
    }

    async fn user_data(&self, instances: &BTreeSet<CloudId>) -> Result<BTreeMap<CloudId, String>, CloudError> {
        instances::user_data(&self.clients, instances).await
    }

    async fn launch_templates(
        &self,
        versions: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, LaunchTemplate>, CloudError> {
        kinds::launch_template::versions(&self.clients, versions).await
    }

    async fn change_instance(&self, change: &InstanceChange) -> Result<Readiness, CloudError> {
        instances::change(&self.clients, change).await
    }

    async fn preflight(&self, query: &PreflightQuery) -> Result<PreflightFacts, CloudError> {
        preflight::read(&self.config, &self.clients, query).await
    }
}
