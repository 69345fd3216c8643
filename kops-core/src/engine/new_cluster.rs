//! A new cluster from options, with what the account knows.

use super::{Engine, Error};
use crate::create::{self, ClusterOptions};
use crate::facts::{Components, Facts};
use crate::spec::Spec;

impl Engine {
    /// Makes a cluster with its instance groups of options, as `kops create cluster --dry-run` does. Nothing is written
    /// anywhere: [`Engine::create`] stores what [`Spec::in_store`] gives a place.
    ///
    /// # Errors
    /// [`Error::Invalid`] with everything that is wrong with the options, and [`Error::Cloud`].
    pub async fn new_cluster(&self, options: &ClusterOptions) -> Result<Spec, Error> {
        let channel = options.channel.as_deref();
        let query = create::query(options, &Facts { components: self.components(channel), ..Facts::default() });
        let mut facts = self.looked_up(&query, channel).await?;
        // The VPC of shared subnets is known once they are.
        let more = create::query(options, &facts);
        if more != query {
            facts = self.looked_up(&more, channel).await?;
        }
        create::cluster(options, &facts).map_err(Error::from)
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
    new_cluster_offline_with(options, Components::built_in())
}

/// As [`new_cluster_offline`], with what the caller says of the components that nodes run and of their channel.
///
/// # Errors
/// As [`new_cluster_offline`].
pub fn new_cluster_offline_with(options: &ClusterOptions, components: Components) -> Result<Spec, Error> {
    let facts = Facts::built_in(options.region().unwrap_or_default());
    create::cluster(options, &Facts { components, ..facts }).map_err(Error::from)
}
