//! Credentials that are requested again before they expire, once for all clients of an account.

use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_credential_types::provider::{self, ProvideCredentials, SharedCredentialsProvider, future};
use tokio::sync::Mutex;

/// How long before they expire credentials are renewed.
const RENEW_BEFORE: Duration = Duration::from_secs(300);

/// A provider that requests credentials only where those that it has expire within [`RENEW_BEFORE`].
///
/// The SDK's own cache is one for each service, so that a provider would be called as often.
#[derive(Debug)]
pub(crate) struct Renewed {
    provider: SharedCredentialsProvider,
    held: Mutex<Option<Credentials>>,
}

impl Renewed {
    pub(crate) fn new(provider: impl ProvideCredentials + 'static) -> Self {
        Self { provider: SharedCredentialsProvider::new(provider), held: Mutex::default() }
    }

    async fn credentials(&self, now: SystemTime) -> provider::Result {
        let mut held = self.held.lock().await;
        match &*held {
            Some(credentials) if !expires_by(credentials, now + RENEW_BEFORE) => Ok(credentials.clone()),
            before => match (self.provider.provide_credentials().await, before) {
                (Ok(credentials), _) => Ok(held.insert(credentials).clone()),
                (Err(_), Some(credentials)) if !expires_by(credentials, now) => Ok(credentials.clone()),
                (Err(error), _) => Err(error),
            },
        }
    }
}

fn expires_by(credentials: &Credentials, time: SystemTime) -> bool {
    credentials.expiry().is_some_and(|expiry| expiry <= time)
}

impl ProvideCredentials for Renewed {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        #[expect(clippy::disallowed_methods, reason = "credentials expire by the clock of AWS, which machines follow")]
        future::ProvideCredentials::new(async { self.credentials(SystemTime::now()).await })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex as StdMutex;

    use aws_credential_types::provider::error::CredentialsError;

    use super::*;

    /// Answers with what is left, the last first, and fails without any.
    #[derive(Debug)]
    struct Answers(StdMutex<Vec<Credentials>>);

    impl ProvideCredentials for Answers {
        fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
        where
            Self: 'a,
        {
            let next = self.0.lock().expect("no test panics with it").pop();
            future::ProvideCredentials::ready(next.ok_or_else(|| CredentialsError::provider_error("no more")))
        }
    }

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    /// The keys that are used at some times, where the first expire after 1000 s and the second after 2000 s.
    fn used(times: &[u64]) -> Vec<Option<String>> {
        let keys = |id, expiry| Credentials::new(id, "secret", None, Some(at(expiry)), "test");
        let renewed = Renewed::new(Answers(StdMutex::new(vec![keys("second", 2000), keys("first", 1000)])));
        let at_time = |seconds: &u64| futures::executor::block_on(renewed.credentials(at(*seconds))).ok();
        times.iter().map(at_time).map(|found| found.map(|keys| keys.access_key_id().to_owned())).collect()
    }

    #[test]
    fn credentials_are_renewed_five_minutes_before_they_expire_and_used_until_then() {
        let (first, second) = (Some("first".to_owned()), Some("second".to_owned()));
        assert_eq!(used(&[0, 699, 700]), [first.clone(), first.clone(), second.clone()]);
        assert_eq!(
            used(&[0, 800, 1999, 2000]),
            [first, second.clone(), second, None],
            "a failed renewal ends nothing early"
        );
    }
}
