//! A new cluster from options, with what the account knows.

use super::{Engine, Error};
use crate::create::{self, ClusterOptions};
use crate::diag::Diagnostics;
use crate::facts::Facts;
use crate::spec::Spec;

impl Engine {
    /// Makes a cluster with its instance groups of options, as `kops create cluster --dry-run` does. Nothing is written
    /// anywhere: [`Engine::create`] stores what [`Spec::in_store`] gives a place.
    ///
    /// # Errors
    /// [`Error::Invalid`] with everything that is wrong with the options, and [`Error::Cloud`].
    pub async fn new_cluster(&self, options: &ClusterOptions) -> Result<Spec, Error> {
        let query = create::query(options, &Facts::default());
        let mut facts = self.looked_up(&query).await?;
        // The VPC of shared subnets is known once they are.
        let more = create::query(options, &facts);
        if more != query {
            facts = self.looked_up(&more).await?;
        }
        create::cluster(options, &facts).map_err(invalid)
    }
}

/// Makes a cluster with its instance groups of options, by what the library knows of the region.
///
/// ```
/// use kops_core::create::ClusterOptions;
/// use kops_core::engine::new_cluster_offline;
///
/// let options = ClusterOptions { zones: vec!["us-east-2a".into()], ..ClusterOptions::named("demo.example.com") };
/// let spec = new_cluster_offline(&options)?.in_store("s3://kops-state-store");
/// assert!(spec.to_yaml().contains("configBase: s3://kops-state-store/demo.example.com"));
/// # Ok::<(), kops_core::Error>(())
/// ```
///
/// # Errors
/// [`Error::Invalid`] with everything that is wrong with the options. Shared subnets are, as only an account knows them.
pub fn new_cluster_offline(options: &ClusterOptions) -> Result<Spec, Error> {
    create::cluster(options, &Facts::built_in(options.region().unwrap_or_default())).map_err(invalid)
}

fn invalid(findings: Diagnostics) -> Error {
    Error::Invalid { findings, texts: Vec::new() }
}
