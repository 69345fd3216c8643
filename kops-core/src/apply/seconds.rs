//! Durations in JSON: seconds, with a fraction.

use std::time::Duration;

use serde::de::{self, Unexpected};
use serde::{Deserialize, Deserializer, Serializer};

/// Writes a duration as seconds.
pub(crate) fn serialize<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(duration.as_secs_f64())
}

/// Reads seconds.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    let seconds = f64::deserialize(deserializer)?;
    let wrong = |_| de::Error::invalid_value(Unexpected::Float(seconds), &"a number of seconds from 0");
    Duration::try_from_secs_f64(seconds).map_err(wrong)
}
