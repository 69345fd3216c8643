//! Channels that specs name by a file or a URL.

use std::collections::BTreeMap;

use kops_core::facts;
use kops_core::naming::s3;
use kops_core::state::Key;

use crate::failure::Failure;
use crate::session::Session;
use crate::{location, output};

/// The channel that a command follows.
#[derive(Clone, Copy)]
pub(crate) struct Channel<'a> {
    location: Option<&'a str>,
    /// The user asked for it just now, so that it is an error if it cannot be read.
    is_wanted: bool,
}

impl<'a> Channel<'a> {
    /// The channel of a spec. A plan can do without it, and its reader is warned.
    pub(crate) fn of(location: Option<&'a str>) -> Self {
        Self { location, is_wanted: false }
    }

    /// The channel that an option names.
    pub(crate) fn wanted(location: Option<&'a str>) -> Self {
        Self { location, is_wanted: true }
    }

    /// Reads the channel, by its location; nothing for one that ships with kops.
    pub(crate) async fn read(self, session: &Session) -> Result<BTreeMap<String, facts::Channel>, Failure> {
        let Some(location) = self.location.filter(|location| !location.is_empty() && !is_built_in(location)) else {
            return Ok(BTreeMap::new());
        };
        match read(session, location).await {
            Ok(channel) => Ok(BTreeMap::from([(location.to_owned(), channel)])),
            Err(failure) if self.is_wanted => Err(failure),
            Err(_) => {
                output::warning(&format!(
                    "the channel `{location}` cannot be read: the recommendations are those of `stable`"
                ));
                Ok(BTreeMap::new())
            }
        }
    }
}

fn is_built_in(location: &str) -> bool {
    facts::Channel::built_in(location).is_some()
}

async fn read(session: &Session, location: &str) -> Result<facts::Channel, Failure> {
    let text = match s3::object(location) {
        Some((bucket, key)) => Some(in_bucket(session, location, bucket, key).await),
        None if location.contains(['/', '.']) => location::text(location).await,
        None => None,
    };
    let unknown = || Failure::Invalid { findings: facts::Channel::unknown(location).into(), texts: Vec::new() };
    let text = text.ok_or_else(unknown)??;
    let invalid =
        |findings| Failure::Invalid { findings, texts: vec![kops_core::yaml::Source::new(location, text.as_str())] };
    facts::Channel::from_yaml(location, &text).map_err(invalid)
}

/// Reads a channel in a bucket of S3.
async fn in_bucket(session: &Session, location: &str, bucket: &str, key: &str) -> Result<String, Failure> {
    let missing = || Failure::message(format!("there is no channel at {location}"));
    let store = session.open_store(&format!("s3://{bucket}")).await?;
    let object = store.get(&Key::new(key)?).await?.ok_or_else(missing)?;
    Ok(String::from_utf8_lossy(&object.value).into_owned())
}
