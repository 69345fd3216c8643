//! AWS accounts and buckets, with the feature `aws`.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use aws_credential_types::provider::{self, ProvideCredentials, error::CredentialsError, future};
use kops_aws::{Aws, Config, Credentials, S3Store, TokioClock};
use kops_core::apply::{Clock, Retrying};
use kops_core::state::{StateError, StateStore};
use napi::Status;
use napi::bindgen_prelude::Promise;
use napi::threadsafe_function::ThreadsafeFunction;
use napi_derive::napi;

use crate::cloud::Cloud;

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

/// A function that resolves to keys. It does not keep the process alive.
type Provide = ThreadsafeFunction<(), Promise<Keys>, (), Status, false, true>;

#[napi]
impl Cloud {
    /// Names an AWS account in one region. No call is made.
    #[napi(factory)]
    pub fn aws(region: String, provide: Provide, endpoint: Option<String>) -> Self {
        let config = Config::new(region, Provider(Arc::new(provide)));
        let config = if let Some(url) = endpoint { config.endpoint(url) } else { config };
        let clock: Arc<dyn Clock> = Arc::new(TokioClock::start());
        let aws = Aws::new(&config);
        Self::connected(Connection { config, cloud: Arc::new(Retrying::new(aws, clock.clone())), clock })
    }
}

struct Provider(Arc<Provide>);

impl Provider {
    async fn keys(&self) -> provider::Result {
        let answer = async { self.0.call_async(()).await?.await };
        let keys = answer.await.map_err(|error: napi::Error| CredentialsError::provider_error(error.reason))?;
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
