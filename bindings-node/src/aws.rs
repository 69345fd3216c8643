//! AWS accounts and buckets, with the feature `aws`.

use std::fmt::{self, Display};
use std::str::FromStr;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use aws_credential_types::provider::{self, ProvideCredentials, error::CredentialsError, future};
use kops_aws::{Aws, Config, Credentials, S3Store, TokioClock};
use kops_core::apply::{Clock, Retrying};
use kops_core::interop::CallError;
use kops_core::state::{StateError, StateStore};
use napi::Status;
use napi::bindgen_prelude::Promise;
use napi::threadsafe_function::ThreadsafeFunction;
use napi_derive::napi;

use crate::cloud::{Cloud, Kind};
use crate::errors::{called, failure};
use crate::port::Raised;
use crate::store::Store;

/// How an account is reached.
#[derive(Clone)]
pub(crate) struct Connection {
    config: Config,
    pub(crate) cloud: Arc<dyn kops_core::cloud::Cloud>,
    pub(crate) clock: Arc<dyn Clock>,
}

impl Connection {
    /// A bucket of the account, in whichever region it is.
    pub(crate) fn bucket(&self, url: &str) -> Result<Arc<dyn StateStore>, StateError> {
        Ok(Arc::new(Retrying::new(S3Store::new(&self.config, url)?, self.clock.clone())))
    }
}

/// Keys of AWS.
#[napi(object, object_to_js = false)]
pub struct Keys {
    pub access_key_id: String,
    pub secret_access_key: String,
    pub session_token: Option<String>,
    /// When they expire, in milliseconds since 1970.
    pub expiration: Option<f64>,
}

/// Keys, or what the caller's function threw, with the number that `errors.cjs` keeps it under.
#[napi(object, object_to_js = false)]
pub struct Provided {
    pub keys: Option<Keys>,
    pub error: Option<String>,
    pub cause: Option<u32>,
}

/// A function that resolves to keys. It does not keep the process alive.
type Provide = ThreadsafeFunction<(), Promise<Provided>, (), Status, false, true>;

#[napi]
impl Cloud {
    /// Names an AWS account in one region. No call is made.
    #[napi(factory)]
    pub fn aws(
        region: String,
        provide: Provide,
        endpoint: Option<String>,
        ca_certificates: Option<String>,
    ) -> napi::Result<Self> {
        let config = Config::new(region, Provider(Arc::new(provide)));
        let config = match endpoint {
            Some(url) => config.endpoint(parsed("options.endpoint", &url)?),
            None => config,
        };
        let config = match ca_certificates {
            Some(pem) => config.ca_certificates(&parsed("options.caCertificates", &pem)?),
            None => config,
        };
        let clock: Arc<dyn Clock> = Arc::new(TokioClock::start());
        let aws = Aws::new(&config);
        Ok(Self::connected(Connection { config, cloud: Arc::new(Retrying::new(aws, clock.clone())), clock }))
    }

    /// Names a bucket of an AWS account by its URL. No call is made.
    #[napi]
    pub fn bucket(&self, url: String) -> napi::Result<Store> {
        let Kind::Aws(connection) = &self.kind else { return self.store(url) };
        connection.bucket(&url).map(Store).map_err(|error| failure(kops_core::Error::from(error)))
    }
}

/// Reads an argument.
fn parsed<T: FromStr<Err: Display>>(argument: &str, text: &str) -> napi::Result<T> {
    let wrong = |error: T::Err| CallError::Type { argument: argument.to_owned(), problem: error.to_string() };
    text.parse().map_err(|error| called(wrong(error)))
}

struct Provider(Arc<Provide>);

impl Provider {
    async fn keys(&self) -> provider::Result {
        let answer = async { self.0.call_async(()).await?.await };
        let answer: Provided =
            answer.await.map_err(|error: napi::Error| CredentialsError::provider_error(error.reason))?;
        let Some(keys) = answer.keys else {
            let raised = Raised { text: answer.error.unwrap_or_default(), cause: answer.cause };
            return Err(CredentialsError::provider_error(raised));
        };
        let expiry = keys.expiration.map(|time| SystemTime::UNIX_EPOCH + Duration::from_secs_f64(time.max(0.0) / 1e3));
        Ok(Credentials::new(keys.access_key_id, keys.secret_access_key, keys.session_token, expiry, "kops"))
    }
}

impl ProvideCredentials for Provider {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.keys())
    }
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Provider").finish_non_exhaustive()
    }
}
