//! Records and zone associations of Route 53.

use super::{Found, Limits, codes};
use crate::resource::{DnsRecord, DnsZoneAssociation};

/// What Route 53 answers to a change that it does not accept.
const INVALID_CHANGE: &str = "InvalidChangeBatch";

impl Limits for DnsZoneAssociation {
    fn check_values(&self, _: &mut Found) {}
}

impl Limits for DnsRecord {
    fn check_values(&self, found: &mut Found) {
        found.one_of(Self::RECORD_TYPE, "type of the record", &self.record_type, &["A", "AAAA", "CNAME", "TXT"]);
        self.check_name(found);
        let mut refuse = |field, message| found.refuse_with(INVALID_CHANGE, field, codes::COMBINATION, message);
        match (&self.alias, self.values.as_deref().unwrap_or_default()) {
            (Some(_), [_, ..]) => refuse(Self::VALUES, "a record has an alias or values, not both"),
            (None, []) => refuse(Self::VALUES, "a record needs an alias or values"),
            (None, _) if self.ttl.is_none() => refuse(Self::TTL, "a record with values needs a TTL"),
            (None, _) | (Some(_), []) => {}
        }
    }
}

impl DnsRecord {
    /// Checks the length of the name and of its labels. Route 53 takes any character; names with
    /// white space cannot be queried.
    fn check_name(&self, found: &mut Found) {
        let name = self.name.trim_end_matches('.');
        let mut refuse = |why: &str| {
            let message = format!("the DNS name `{name}` {why}");
            found.refuse_with(INVALID_CHANGE, Self::NAME, codes::NAME, message);
        };
        if name.len() > 255 {
            refuse("has more than 255 characters");
        }
        if name.split('.').any(|label| label.is_empty() || label.len() > 63) {
            refuse("must have 1 to 63 characters between its dots");
        }
        if let Some(odd) = name.chars().find(|c| c.is_whitespace() || c.is_control()) {
            refuse(&format!("must not contain `{odd}`"));
        }
    }
}
