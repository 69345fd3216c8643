//! How to reach an account: region, credentials, endpoint.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_s3::types::ObjectCannedAcl;
use aws_sdk_sts::config::IdentityCache;
use aws_smithy_async::rt::sleep::{SharedAsyncSleep, TokioSleep};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::SdkConfig;
use aws_types::region::Region;
use kops_core::apply::CallBudget;

use crate::authorities::{CaCertificates, https_client};
use crate::credentials::Renewed;
use crate::{Endpoint, TokioClock};

pub use aws_credential_types::Credentials;

/// A server that takes longer is taken for one that does not answer, so that a connection that died holds up nothing.
pub(crate) fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder().connect_timeout(Duration::from_secs(5)).read_timeout(Duration::from_secs(30)).build()
}

/// How to reach an AWS account in one region.
///
/// Clones share one budget of calls, so that everything that works in the account stays within AWS's limits together: make one for each
/// account and region.
#[derive(Clone, Debug)]
pub struct Config {
    region: String,
    credentials: SharedCredentialsProvider,
    endpoint: Option<Endpoint>,
    http: SharedHttpClient,
    dns_server: Option<SocketAddr>,
    object_acl: Option<ObjectCannedAcl>,
    budget: CallBudget,
}

impl Config {
    /// Reaches AWS itself in `region` with fixed credentials or a provider that renews them. A provider is called once for all
    /// clients, and again five minutes before what it gave expires. Nothing is read from the environment but which certificate authorities
    /// to trust, by [`https_client`].
    pub fn new(
        region: impl Into<String>,
        credentials: impl aws_credential_types::provider::ProvideCredentials + 'static,
    ) -> Self {
        Self {
            region: region.into(),
            credentials: SharedCredentialsProvider::new(Renewed::new(credentials)),
            endpoint: None,
            http: https_client(),
            dns_server: None,
            object_acl: None,
            budget: CallBudget::new(Arc::new(TokioClock::start())),
        }
    }

    /// Sends every call to another server, for example a test double on loopback.
    #[must_use]
    pub fn endpoint(mut self, endpoint: Endpoint) -> Self {
        self.endpoint = Some(endpoint);
        self
    }

    /// Trusts these authorities in place of the system's, for AWS and for the publishers of files, for example where a proxy signs with its
    /// own.
    #[must_use]
    pub fn ca_certificates(mut self, authorities: &CaCertificates) -> Self {
        self.http = authorities.https_client();
        self
    }

    /// Uses the caller's HTTP client, for example one with a proxy.
    #[must_use]
    pub fn http_client(mut self, client: SharedHttpClient) -> Self {
        self.http = client;
        self
    }

    /// Asks another DNS server than the system's whether hosted zones are delegated, for example where the system's has its own view of
    /// them. With another [`endpoint`](Self::endpoint) none is asked but this.
    #[must_use]
    pub fn ask_dns_server(mut self, address: SocketAddr) -> Self {
        self.dns_server = Some(address);
        self
    }

    /// Gives what is written to state stores in S3 one of its canned ACLs, as kops's `KOPS_STATE_S3_ACL` does: `bucket-owner-full-control` where
    /// the bucket is another account's. Terraform files name it too. Public objects stay public. By default the bucket decides.
    #[must_use]
    pub fn object_acl(mut self, canned: &str) -> Self {
        self.object_acl = Some(ObjectCannedAcl::from(canned));
        self
    }

    /// Draws on another budget of calls, for example with a share of the account's limits. By default, each configuration that is not a clone
    /// has the whole limits of an account, on the clock of tokio.
    #[must_use]
    pub fn call_budget(mut self, budget: CallBudget) -> Self {
        self.budget = budget;
        self
    }

    /// The region.
    pub fn region(&self) -> &str {
        &self.region
    }

    pub(crate) fn budget(&self) -> &CallBudget {
        &self.budget
    }

    pub(crate) fn http(&self) -> &SharedHttpClient {
        &self.http
    }

    pub(crate) fn dns_server(&self) -> Option<SocketAddr> {
        self.dns_server
    }

    pub(crate) fn acl(&self) -> Option<ObjectCannedAcl> {
        self.object_acl.clone()
    }

    pub(crate) fn custom_endpoint(&self) -> bool {
        self.endpoint.is_some()
    }

    /// The same account in another region.
    pub(crate) fn in_region(&self, region: &str) -> Self {
        Self { region: region.to_owned(), ..self.clone() }
    }

    /// The SDK's form. The SDK itself never retries: wrappers and the executor do, by the error's own word.
    pub(crate) fn sdk(&self) -> SdkConfig {
        let mut builder = SdkConfig::builder()
            .behavior_version(aws_sdk_sts::config::BehaviorVersion::latest())
            .region(Region::new(self.region.clone()))
            .credentials_provider(self.credentials.clone())
            .identity_cache(IdentityCache::no_cache())
            .http_client(self.http.clone())
            .sleep_impl(SharedAsyncSleep::new(TokioSleep::new()))
            .timeout_config(timeouts())
            .retry_config(RetryConfig::disabled());
        builder.set_endpoint_url(self.endpoint.as_ref().map(|endpoint| endpoint.as_str().to_owned()));
        builder.build()
    }
}
