//! What a plain YAML scalar means to kops, and to every Kubernetes tool that reads YAML through `sigs.k8s.io/yaml`: the
//! types of YAML 1.1 (<https://yaml.org/type/>) with Go's prefixes of whole numbers. Times, and numbers to the base of sixty,
//! are text.

use std::sync::Arc;

use super::document::Value;

/// Returns what a scalar without quotes and tag means.
pub(super) fn resolve(text: &str) -> Value {
    other_than_text(text).unwrap_or_else(|| Value::String(text.into()))
}

/// Returns what a scalar means that is no text; nothing for text.
pub(super) fn other_than_text(text: &str) -> Option<Value> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Some(Value::Null),
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            Some(Value::Bool(true, text.into()))
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Some(Value::Bool(false, text.into()))
        }
        _ => int(text).or_else(|| float(text)),
    }
}

/// Returns a whole number that fits: `0x` begins one to the base of 16, `0o` and `0` of 8, `0b` of 2.
pub(super) fn int(text: &str) -> Option<Value> {
    let number = without_underscores(text)?;
    let (sign, unsigned) = signed(&number);
    let (base, digits) = match unsigned.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, &unsigned[2..]),
        [b'0', b'o' | b'O', ..] => (8, &unsigned[2..]),
        [b'0', b'b' | b'B', ..] => (2, &unsigned[2..]),
        [b'0', _, ..] => (8, &unsigned[1..]),
        _ => (10, unsigned),
    };
    // `from_str_radix` would take a second sign.
    let digits = digits.bytes().all(|b| b.is_ascii_alphanumeric()).then_some(digits)?;
    let number = i64::from_str_radix(&format!("{sign}{digits}"), base).ok()?;
    Some(Value::Int(number, text.into()))
}

/// Returns any other number.
pub(super) fn float(text: &str) -> Option<Value> {
    let number = match text {
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => f64::INFINITY,
        "-.inf" | "-.Inf" | "-.INF" => f64::NEG_INFINITY,
        ".nan" | ".NaN" | ".NAN" => f64::NAN,
        _ => {
            let number = without_underscores(text)?;
            let decimal = is_decimal(signed(&number).1);
            decimal.then(|| number.parse().ok()).flatten().filter(|number: &f64| number.is_finite())?
        }
    };
    Some(Value::Float(number, Arc::from(text)))
}

/// Returns the text without the underscores between its digits, where it begins as a number does.
fn without_underscores(text: &str) -> Option<String> {
    text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.')).then(|| text.replace('_', ""))
}

/// Parts the sign from the rest.
fn signed(number: &str) -> (&str, &str) {
    number.split_at(usize::from(number.starts_with(['-', '+'])))
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
            let e = signed(e).1;
            !e.is_empty() && digits(e)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_scalars_are_what_kops_takes_them_for() {
        let float = |n: f64| move |text: &str| Value::Float(n, text.into());
        let int = |n: i64| move |text: &str| Value::Int(n, text.into());
        type Texts<'a> = (&'a [&'a str], &'a dyn Fn(&str) -> Value);
        let words: &[Texts<'_>] = &[
            (&["", "~", "null", "Null", "NULL"], &|_| Value::Null),
            (&["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"], &|text| {
                Value::Bool(true, text.into())
            }),
            (&["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"], &|text| {
                Value::Bool(false, text.into())
            }),
            (&["0", "00", "+0"], &int(0)),
            (&["12", "+12", "1_2", "12_", "014", "0o14", "0O14", "0b1100", "0B11_00", "0xc", "0XC", "0x_c"], &int(12)),
            (&["-12", "-014", "-0o14", "-0b1100", "-0xC", "-_12"], &int(-12)),
            (&["0644", "+0644", "0o644"], &int(420)),
            (&["0777777777777777777777"], &int(i64::MAX)),
            // No octal digits: not a whole number, but one with a fraction of nothing.
            (&["0888", "08_88", "888.", "888.0", "888e0"], &float(888.0)),
            (&["012345678901"], &float(12_345_678_901.0)),
            (&["1.30", "1_.3"], &float(1.3)),
            (&[".5", "+.5", "5e-1", "5E-1"], &float(0.5)),
            (&["1e3", "1_e3", "1E+3"], &float(1e3)),
            (&["99999999999999999999"], &float(1e20)),
            (&[".inf", "+.Inf", ".INF"], &float(f64::INFINITY)),
            (&["-.inf"], &float(f64::NEG_INFINITY)),
            (
                &[
                    "yEs",
                    "tRUE",
                    "0x",
                    "0o",
                    "0b",
                    "0o8",
                    "0b2",
                    "0x-f",
                    "--1",
                    "+-1",
                    "_1",
                    "1,000",
                    ".",
                    "-.",
                    "1e",
                    "1e400",
                    "0x1p4",
                    "inf",
                    "nan",
                    "1.31.0",
                    "100m",
                    "12:30",
                    "2016-12-10",
                    "2016-12-10T22:42:27Z",
                    "0xfffffffffffffffff",
                ],
                &|text| Value::String(text.into()),
            ),
        ];
        for (texts, expected) in words {
            for text in *texts {
                assert_eq!(resolve(text), expected(text), "{text}");
            }
        }
    }
}
