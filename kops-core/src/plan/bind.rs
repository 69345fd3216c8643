//! References of the graph, resolved by what is there already.

use std::str::FromStr;

use ipnet::Ipv6Net;
use serde::Deserialize as _;
use serde_json::{Map, Value};

use crate::resource::{Field, Kind, Output, Ref, ResourceId, Text};

/// What is known of a reference while a plan is made.
#[derive(Debug)]
pub(super) enum Known {
    /// The value, which stays as it is.
    Value(String),
    /// It will be known when a step is done.
    Later,
    /// The account does not say, so it cannot be compared.
    Never,
}

/// Resolves the references inside the fields of a resource; those that are known later stay symbolic.
pub(super) fn bind(kind: Kind, fields: &mut Map<String, Value>, resolve: &dyn Fn(&ResourceId, Output) -> Known) {
    fields.values_mut().for_each(|value| bind_value(value, resolve));
    for field in kind.fields() {
        if field.holds_text() {
            bind_text(field, fields);
        }
        if let Some(within) = field.counts_in {
            bind_ipv6_range(field, within, fields);
        }
    }
}

fn bind_value(value: &mut Value, resolve: &dyn Fn(&ResourceId, Output) -> Known) {
    if let Some((id, output)) = Ref::in_value(value) {
        match resolve(&id, output) {
            Known::Value(known) => *value = Value::String(known),
            Known::Never => *value = Value::Null,
            Known::Later => {}
        }
        return;
    }
    match value {
        Value::Array(entries) => entries.iter_mut().for_each(|entry| bind_value(entry, resolve)),
        Value::Object(map) => map.values_mut().for_each(|entry| bind_value(entry, resolve)),
        _ => {}
    }
}

/// Joins the parts of a text that are known. A text with a part that cannot be compared cannot be compared.
fn bind_text(field: &Field, fields: &mut Map<String, Value>) {
    let Some(value @ Value::Object(_)) = fields.get_mut(field.name) else { return };
    // A part that is null is no part of a text.
    let text = Text::deserialize(value.take()).ok();
    *value = text.map_or(Value::Null, |text| serde_json::to_value(text).expect("texts are JSON"));
}

/// Counts `/64#1` in the range of the VPC; where that is not known it cannot be compared, and where it will be, it stays.
fn bind_ipv6_range(field: &Field, within: &Field, fields: &mut Map<String, Value>) {
    let Some(count) = field.text(fields).filter(|range| range.starts_with('/')) else {
        return;
    };
    if within.of(fields).and_then(Ref::in_value).is_some() {
        return;
    }
    match within.text(fields).and_then(|within| nth_range(within, count)) {
        Some(range) => fields.insert(field.name.to_owned(), range.into()),
        None => fields.remove(field.name),
    };
}

/// Returns the range that `/64#1f` means inside a larger one. The number counts from 0 and is hexadecimal, as in kops.
fn nth_range(within: &str, count: &str) -> Option<String> {
    let within = Ipv6Net::from_str(within).ok()?;
    let (length, number) = count.strip_prefix('/')?.split_once('#')?;
    let length: u8 = length.parse().ok().filter(|length| (within.prefix_len()..=128).contains(length))?;
    let number = u128::from_str_radix(number, 16).ok()?;
    let bits = length - within.prefix_len();
    if bits < 128 && number >> bits != 0 {
        return None;
    }
    let offset = number.checked_shl(u32::from(128 - length)).unwrap_or(0);
    let address = (u128::from(within.network()) | offset).into();
    Some(Ipv6Net::new(address, length).ok()?.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_counted_in_hexadecimal() {
        for (within, count, expected) in [
            ("2001:db8:1:100::/56", "/64#0", Some("2001:db8:1:100::/64")),
            ("2001:db8:1:100::/56", "/64#1f", Some("2001:db8:1:11f::/64")),
            ("2001:db8:1:100::/56", "/64#ff", Some("2001:db8:1:1ff::/64")),
            ("2001:db8:1:100::/56", "/64#100", None),
            ("2001:db8:1:100::/56", "/48#0", None),
            ("2001:db8:1:100::/56", "/56#0", Some("2001:db8:1:100::/56")),
            ("::/0", "/128#1", Some("::1/128")),
            ("10.0.0.0/8", "/64#0", None),
            ("2001:db8::/56", "/64", None),
        ] {
            assert_eq!(nth_range(within, count).as_deref(), expected, "{within} {count}");
        }
    }
}
