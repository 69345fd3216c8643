//! How to reach an account: region, credentials, endpoint.

use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_types::retry::RetryConfig;
use aws_types::SdkConfig;
use aws_types::region::Region;

pub use aws_credential_types::Credentials;

/// How to reach an AWS account in one region.
#[derive(Clone, Debug)]
pub struct Config {
    region: String,
    credentials: SharedCredentialsProvider,
    endpoint: Option<String>,
    http: SharedHttpClient,
}

impl Config {
    /// Reaches AWS itself in `region` with fixed credentials or a provider that renews them.
    pub fn new(
        region: impl Into<String>,
        credentials: impl aws_credential_types::provider::ProvideCredentials + 'static,
    ) -> Self {
        let http =
            aws_smithy_http_client::Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
        Self { region: region.into(), credentials: SharedCredentialsProvider::new(credentials), endpoint: None, http }
    }

    /// Sends every call to another server, for example a test double on loopback.
    #[must_use]
    pub fn endpoint(mut self, url: impl Into<String>) -> Self {
        self.endpoint = Some(url.into());
        self
    }

    /// Uses the caller's HTTP client, for example one with a proxy.
    #[must_use]
    pub fn http_client(mut self, client: SharedHttpClient) -> Self {
        self.http = client;
        self
    }

    /// The region.
    pub fn region(&self) -> &str {
        &self.region
    }

    pub(crate) fn custom_endpoint(&self) -> bool {
        self.endpoint.is_some()
    }

    /// The same account in another region.
    pub(crate) fn in_region(&self, region: &str) -> Self {
        Self { region: region.to_owned(), ..self.clone() }
    }

    /// The SDK's form. The SDK itself never retries: the executor does, by the error's own word.
    pub(crate) fn sdk(&self) -> SdkConfig {
        let mut builder = SdkConfig::builder()
            .behavior_version(aws_sdk_sts::config::BehaviorVersion::latest())
            .region(Region::new(self.region.clone()))
            .credentials_provider(self.credentials.clone())
            .http_client(self.http.clone())
            .retry_config(RetryConfig::disabled());
        builder.set_endpoint_url(self.endpoint.clone());
        builder.build()
    }
}
