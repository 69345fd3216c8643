//! What a plain YAML scalar means: the core schema of YAML 1.2 (section 10.3), as reading needs it.

use std::sync::Arc;

use super::document::Value;

/// Returns what a scalar without quotes and tag means.
pub(super) fn resolve(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    int(text).map(Value::Int).or_else(|| float(text)).unwrap_or_else(|| Value::String(text.into()))
}

/// Returns a whole number that fits; a larger one becomes a float with its text.
pub(super) fn int(text: &str) -> Option<i64> {
    if let Some(digits) = text.strip_prefix("0x") {
        return i64::from_str_radix(plain_digits(digits)?, 16).ok();
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return i64::from_str_radix(plain_digits(digits)?, 8).ok();
    }
    text.parse().ok()
}

/// Keeps `from_str_radix` from taking a sign after the prefix.
fn plain_digits(digits: &str) -> Option<&str> {
    digits.bytes().all(|b| b.is_ascii_hexdigit()).then_some(digits)
}

/// Returns any other number, with its text.
pub(super) fn float(text: &str) -> Option<Value> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let number = match unsigned {
        ".inf" | ".Inf" | ".INF" if text.starts_with('-') => f64::NEG_INFINITY,
        ".inf" | ".Inf" | ".INF" => f64::INFINITY,
        _ if matches!(text, ".nan" | ".NaN" | ".NAN") => f64::NAN,
        _ if is_decimal(unsigned) => text.parse().ok()?,
        _ => return None,
    };
    Some(Value::Float(number, Arc::from(text)))
}

/// Digits with at most one point and an exponent, and at least one digit before the exponent.
fn is_decimal(text: &str) -> bool {
    let (number, exponent) = match text.find(['e', 'E']) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    digits(whole)
        && digits(fraction)
        && whole.len() + fraction.len() > 0
        && exponent.is_none_or(|e| {
            let e = e.strip_prefix(['-', '+']).unwrap_or(e);
            !e.is_empty() && digits(e)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_scalars_follow_the_core_schema() {
        let float = |n: f64, text: &str| Value::Float(n, text.into());
        let string = |text: &str| Value::String(text.into());
        for (text, expected) in [
            ("", Value::Null),
            ("~", Value::Null),
            ("Null", Value::Null),
            ("TRUE", Value::Bool(true)),
            ("no", string("no")),
            ("on", string("on")),
            ("12", Value::Int(12)),
            ("-12", Value::Int(-12)),
            ("+12", Value::Int(12)),
            ("0644", Value::Int(644)),
            ("0o644", Value::Int(0o644)),
            ("0xff", Value::Int(255)),
            ("0x-f", string("0x-f")),
            ("1_000", string("1_000")),
            ("1.30", float(1.3, "1.30")),
            (".5", float(0.5, ".5")),
            ("1.", float(1.0, "1.")),
            (".", string(".")),
            ("1e3", float(1e3, "1e3")),
            ("1e", string("1e")),
            ("1.31.0", string("1.31.0")),
            ("99999999999999999999", float(1e20, "99999999999999999999")),
            ("-.inf", float(f64::NEG_INFINITY, "-.inf")),
            ("100m", string("100m")),
            ("2016-12-10", string("2016-12-10")),
        ] {
            assert_eq!(resolve(text), expected, "{text}");
        }
    }
}
