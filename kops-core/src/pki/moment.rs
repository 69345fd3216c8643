//! Moments as Kubernetes writes them.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Writes seconds since 1970: `2026-11-28T18:00:00Z`.
pub(crate) fn written(seconds: u64) -> String {
    let moment = i64::try_from(seconds).ok().and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok());
    moment.and_then(|moment| moment.format(&Rfc3339).ok()).unwrap_or_default()
}

/// Reads a moment of RFC 3339 as seconds since 1970.
pub(super) fn read(text: &str) -> Option<u64> {
    let moment = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    u64::try_from(moment.unix_timestamp()).ok()
}
