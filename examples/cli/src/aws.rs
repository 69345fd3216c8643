//! AWS as cloud and state store, with the feature `aws`.

use std::sync::Arc;

use kops_core::cloud::Cloud;
use kops_core::state::StateStore;

use crate::args::Global;
use crate::failure::Failure;

/// Whether this build supports AWS.
pub(crate) const IS_LINKED: bool = cfg!(feature = "aws");

/// The account in a region.
pub(crate) async fn cloud(global: &Global, region: &str) -> Result<Arc<dyn Cloud>, Failure> {
    linked::cloud(global, region).await
}

/// A bucket as a state store.
pub(crate) async fn store(global: &Global, url: &str) -> Result<Arc<dyn StateStore>, Failure> {
    linked::store(global, url).await
}

/// A text that is published at a URL.
pub(crate) async fn read_text(url: &str) -> Result<Option<String>, Failure> {
    linked::read_text(url).await
}

#[cfg(feature = "aws")]
mod linked {
    use aws_config::Region;
    use aws_config::default_provider::credentials::DefaultCredentialsChain;
    use aws_config::provider_config::ProviderConfig;
    use kops_aws::{Aws, Config, S3Store, TokioClock};
    use kops_core::apply::{Clock, Retrying};

    use super::*;

    pub(super) async fn cloud(global: &Global, region: &str) -> Result<Arc<dyn Cloud>, Failure> {
        let region = Some(region).filter(|region| !region.is_empty()).or(global.region.as_deref());
        let region = region.ok_or_else(|| {
            Failure::usage("no region specified: set --region or AWS_REGION, or specify zones in the cluster spec")
        })?;
        let clock: Arc<dyn Clock> = Arc::new(TokioClock::start());
        Ok(Arc::new(Retrying::new(Aws::new(&config(global, region).await?), clock)))
    }

    pub(super) async fn store(global: &Global, url: &str) -> Result<Arc<dyn StateStore>, Failure> {
        // The location of a bucket can be queried in any region.
        let config = config(global, global.region.as_deref().unwrap_or("us-east-1")).await?;
        Ok(Arc::new(Retrying::new(S3Store::open(&config, url).await?, Arc::new(TokioClock::start()))))
    }

    pub(super) async fn read_text(url: &str) -> Result<Option<String>, Failure> {
        Ok(kops_aws::read_text(url).await?)
    }

    /// Uses the default credentials chain of AWS tools.
    async fn config(global: &Global, region: &str) -> Result<Config, Failure> {
        let provider = ProviderConfig::without_region()
            .with_region(Some(Region::new(region.to_owned())))
            .with_http_client(kops_aws::https_client());
        let credentials = DefaultCredentialsChain::builder().configure(provider).build().await;
        let config = Config::new(region, credentials);
        let config = match crate::environment::variable("KOPS_STATE_S3_ACL") {
            Some(acl) => config.object_acl(acl.trim()),
            None => config,
        };
        match &global.aws_endpoint_url {
            Some(url) => {
                let wrong = |error| Failure::usage(format!("--aws-endpoint-url or AWS_ENDPOINT_URL: {error}"));
                let endpoint = url.parse().map_err(wrong)?;
                Ok(config.endpoint(endpoint))
            }
            None => Ok(config),
        }
    }
}

#[cfg(not(feature = "aws"))]
mod linked {
    use super::*;

    pub(super) async fn cloud(_: &Global, _: &str) -> Result<Arc<dyn Cloud>, Failure> {
        Err(without("use a simulated account with --cloud sim:FILE"))
    }

    pub(super) async fn store(_: &Global, url: &str) -> Result<Arc<dyn StateStore>, Failure> {
        Err(without(&format!(
            "`{url}` is not available; use file://DIR, or a bucket of a simulated account with --cloud sim:FILE"
        )))
    }

    pub(super) async fn read_text(url: &str) -> Result<Option<String>, Failure> {
        Err(without(&format!("`{url}` cannot be read; use a file instead")))
    }

    fn without(instead: &str) -> Failure {
        Failure::message(format!("this build of kops does not support AWS: {instead}, or build with `--features aws`"))
    }
}
