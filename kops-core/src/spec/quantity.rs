//! Kubernetes quantities: `200m`, `100Mi`, `1e3`.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An amount of a resource, exact to a billionth, that keeps the family of its suffix.
///
/// Written in Kubernetes's canonical form: the largest suffix that leaves a whole number, so `1024Mi` becomes `1Gi` and
/// `0.1` becomes `100m`. Two quantities are equal where they are the same amount.
#[derive(Clone, Copy, Debug, Default)]
pub struct Quantity {
    nanos: i128,
    family: Family,
}

/// What suffix a quantity is written with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Family {
    #[default]
    Decimal,
    Binary,
    Exponent,
}

const NANO: i128 = 1_000_000_000;
const DECIMAL: [(&str, i32); 10] =
    [("n", -9), ("u", -6), ("m", -3), ("", 0), ("k", 3), ("M", 6), ("G", 9), ("T", 12), ("P", 15), ("E", 18)];
const BINARY: [(&str, u32); 6] = [("Ki", 10), ("Mi", 20), ("Gi", 30), ("Ti", 40), ("Pi", 50), ("Ei", 60)];
const EXPECTED: &str = "a quantity, such as `200m`, `1.5` or `100Mi`";

impl Quantity {
    /// Returns the amount in thousandths, rounded up: the `m` of CPUs.
    pub fn ceil_milli(self) -> i128 {
        self.nanos.div_euclid(NANO / 1000) + i128::from(self.nanos.rem_euclid(NANO / 1000) > 0)
    }
}

impl PartialEq for Quantity {
    fn eq(&self, other: &Self) -> bool {
        self.nanos == other.nanos
    }
}

impl Eq for Quantity {}

impl PartialOrd for Quantity {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Quantity {
    fn cmp(&self, other: &Self) -> Ordering {
        self.nanos.cmp(&other.nanos)
    }
}

/// A text that is not a quantity, or is too large for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{EXPECTED}")]
pub struct QuantityError;

impl FromStr for Quantity {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        parse(text).ok_or(QuantityError)
    }
}

fn parse(text: &str) -> Option<Quantity> {
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    let (number, suffix) = rest.split_at(end);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if (whole.is_empty() && fraction.is_empty()) || fraction.contains('.') || number.len() > 30 {
        return None;
    }
    let digits: i128 = format!("0{whole}{fraction}").parse().ok()?;
    let places = i32::try_from(fraction.len()).ok()?;
    let (nanos, family) = if let Some((_, bits)) = BINARY.iter().find(|(name, _)| *name == suffix) {
        (at_scale(digits.checked_mul(1 << bits)?, 9 - places)?, Family::Binary)
    } else if let Some((_, power)) = DECIMAL.iter().find(|(name, _)| *name == suffix) {
        (at_scale(digits, 9 - places + power)?, Family::Decimal)
    } else {
        let power: i32 = suffix.strip_prefix(['e', 'E'])?.parse().ok()?;
        (at_scale(digits, power.checked_add(9 - places)?)?, Family::Exponent)
    };
    let nanos = if negative { -nanos } else { nanos };
    (nanos.abs() <= i128::from(i64::MAX) * NANO).then_some(Quantity { nanos, family })
}

/// Multiplies by a power of ten; what is finer than one is rounded away from zero, as Kubernetes does.
fn at_scale(digits: i128, power: i32) -> Option<i128> {
    if digits == 0 {
        return Some(0);
    }
    match (10_i128.checked_pow(power.unsigned_abs()), power < 0) {
        (Some(factor), false) => digits.checked_mul(factor),
        (Some(factor), true) => Some(digits / factor + i128::from(digits % factor > 0)),
        (None, false) => None,
        (None, true) => Some(1),
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.nanos == 0 {
            return f.write_str("0");
        }
        if self.family == Family::Binary && self.nanos.abs() >= 1024 * NANO {
            let mut whole = self.nanos / NANO + i128::from(self.nanos % NANO > 0);
            let mut suffix = "";
            for (name, _) in BINARY {
                if whole % 1024 != 0 {
                    break;
                }
                whole /= 1024;
                suffix = name;
            }
            return write!(f, "{whole}{suffix}");
        }
        let (mut number, mut step) = (self.nanos, 0);
        while step + 1 < DECIMAL.len() && number % 1000 == 0 {
            number /= 1000;
            step += 1;
        }
        let (suffix, power) = DECIMAL[step];
        match self.family {
            Family::Exponent if power != 0 => write!(f, "{number}e{power}"),
            _ => write!(f, "{number}{suffix}"),
        }
    }
}

impl Serialize for Quantity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Quantity {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Quantity".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "An amount of a resource as Kubernetes writes it: `200m`, `1.5`, `100Mi`.",
            "anyOf": [{
                "type": "string",
                "pattern": r"^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([numkMGTPE]|[KMGTPE]i|[eE][-+]?[0-9]+)?$",
            }, {
                "type": "number",
            }],
        })
    }
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Amount;
        impl Visitor<'_> for Amount {
            type Value = Quantity;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(EXPECTED)
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Quantity, E> {
                Ok(Quantity { nanos: i128::from(number) * NANO, family: Family::Decimal })
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Quantity, E> {
                number.to_string().parse().map_err(|_| E::invalid_value(de::Unexpected::Unsigned(number), &self))
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Quantity, E> {
                number.to_string().parse().map_err(|_| E::invalid_value(de::Unexpected::Float(number), &self))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Quantity, E> {
                text.parse().map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
            }
        }
        deserializer.deserialize_any(Amount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_written_in_canonical_form() {
        for (text, written) in [
            ("0", "0"),
            ("0Mi", "0"),
            ("200m", "200m"),
            ("0.1", "100m"),
            ("3.14", "3140m"),
            ("1000m", "1"),
            ("1000", "1k"),
            ("1500", "1500"),
            ("1024Mi", "1Gi"),
            ("1000Mi", "1000Mi"),
            ("1.5Gi", "1536Mi"),
            ("0.5Ki", "512"),
            ("100Mi", "100Mi"),
            ("1e3", "1e3"),
            ("12E2", "1200"),
            ("1E", "1E"),
            ("-5m", "-5m"),
            ("1n", "1n"),
            ("0.0000000001", "1n"),
            (".5", "500m"),
            ("5.", "5"),
        ] {
            let quantity: Quantity = text.parse().expect(text);
            assert_eq!(quantity.to_string(), written, "{text}");
            assert_eq!(written.parse(), Ok(quantity), "{text}");
        }
    }

    #[test]
    fn quantities_compare_by_amount_and_round_up() {
        let quantity = |text: &str| text.parse::<Quantity>().expect("a quantity");
        assert_eq!(quantity("1Gi"), quantity("1024Mi"));
        assert!(quantity("1G") < quantity("1Gi"));
        assert_eq!(quantity("1500u").ceil_milli(), 2);
        assert_eq!(quantity("-1500u").ceil_milli(), -1);
        assert_eq!(quantity("0.25").ceil_milli(), 250);
    }

    #[test]
    fn text_that_is_no_quantity_is_refused() {
        for text in
            ["", "m", ".", "1.2.3", "1 Gi", "20x", "1e", "1KI", "1e999999999999", "99999999999999999999E", "--1"]
        {
            assert!(text.parse::<Quantity>().is_err(), "{text}");
        }
    }
}
