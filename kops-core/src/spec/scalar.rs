//! Small values that Kubernetes writes in its own way: durations, quantities, numbers that may be text.

use std::fmt;
use std::str::FromStr;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

/// A section that is chosen by being there and has no settings, written `{}`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Empty {}

/// Narrows a number of a spec to what AWS takes; no number that AWS accepts is cut.
pub(crate) fn clamp_i32(number: i64) -> i32 {
    i32::try_from(number.clamp(i64::from(i32::MIN), i64::from(i32::MAX))).expect("is in range")
}

/// A text that is not the small value it should be.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{expected}")]
pub struct ScalarError {
    /// What would be right.
    expected: &'static str,
}

/// A span of time, written as Go writes it: `1h30m0s`, `250ms`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration {
    nanos: i64,
}

impl Duration {
    const UNITS: [(&'static str, i64); 8] = [
        ("ns", 1),
        ("us", 1_000),
        ("µs", 1_000),
        ("μs", 1_000),
        ("ms", 1_000_000),
        ("s", 1_000_000_000),
        ("m", 60_000_000_000),
        ("h", 3_600_000_000_000),
    ];
    const EXPECTED: ScalarError =
        ScalarError { expected: "a duration with units, such as `30s`, `15m` or `1h30m` (at most 292 years)" };

    /// Makes a duration of whole seconds; larger than 292 years is cut to that.
    pub const fn from_secs(seconds: i64) -> Self {
        Self { nanos: seconds.saturating_mul(1_000_000_000) }
    }

    /// Returns its whole seconds.
    pub const fn as_secs(self) -> i64 {
        self.nanos / 1_000_000_000
    }

    /// Returns its nanoseconds.
    pub const fn as_nanos(self) -> i64 {
        self.nanos
    }
}

impl FromStr for Duration {
    type Err = ScalarError;

    fn from_str(text: &str) -> Result<Self, ScalarError> {
        let (negative, mut rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        if rest == "0" {
            return Ok(Self::default());
        }
        if rest.is_empty() {
            return Err(Self::EXPECTED);
        }
        let mut nanos: i128 = 0;
        while !rest.is_empty() {
            let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').ok_or(Self::EXPECTED)?;
            let (number, tail) = rest.split_at(digits);
            let letters = tail.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(tail.len());
            let (unit, tail) = tail.split_at(letters);
            let (_, scale) = Self::UNITS.iter().find(|(name, _)| *name == unit).ok_or(Self::EXPECTED)?;
            nanos =
                nanos.checked_add(scaled(number, i128::from(*scale)).ok_or(Self::EXPECTED)?).ok_or(Self::EXPECTED)?;
            rest = tail;
        }
        if negative {
            nanos = -nanos;
        }
        Ok(Self { nanos: i64::try_from(nanos).map_err(|_| Self::EXPECTED)? })
    }
}

/// Multiplies a decimal number by `scale`; what is finer than one is cut off.
fn scaled(number: &str, scale: i128) -> Option<i128> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if (whole.is_empty() && fraction.is_empty()) || fraction.contains('.') {
        return None;
    }
    let mut total = if whole.is_empty() { 0 } else { whole.parse::<i128>().ok()?.checked_mul(scale)? };
    let mut unit = scale;
    for digit in fraction.bytes() {
        unit /= 10;
        total = total.checked_add(unit * i128::from(digit - b'0'))?;
    }
    Some(total)
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.nanos < 0 {
            f.write_str("-")?;
        }
        let nanos = self.nanos.unsigned_abs();
        let (unit, name) = match nanos {
            0 => return f.write_str("0s"),
            1..1_000 => (1, "ns"),
            1_000..1_000_000 => (1_000, "µs"),
            1_000_000..1_000_000_000 => (1_000_000, "ms"),
            _ => (1_000_000_000, "s"),
        };
        let mut whole = nanos / unit;
        if name == "s" && whole >= 60 {
            if whole >= 3600 {
                write!(f, "{}h", whole / 3600)?;
            }
            write!(f, "{}m", whole % 3600 / 60)?;
            whole %= 60;
        }
        write!(f, "{whole}")?;
        let mut fraction = nanos % unit;
        if fraction > 0 {
            f.write_str(".")?;
            let mut place = unit;
            while fraction > 0 {
                place /= 10;
                write!(f, "{}", fraction / place)?;
                fraction %= place;
            }
        }
        f.write_str(name)
    }
}

impl Serialize for Duration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Duration {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Duration".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A span of time with its units: `30s`, `15m`, `1h30m`.",
            "type": "string",
            "pattern": r"^[-+]?(0|(([0-9]+\.?[0-9]*|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+)$",
        })
    }
}

impl<'de> Deserialize<'de> for Duration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Duration;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(Duration::EXPECTED.expected)
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Duration, E> {
                text.parse().map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
            }
        }
        deserializer.deserialize_any(Text)
    }
}

/// A number or a text, as Kubernetes allows for shares (`1` or `10%`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum IntOrString {
    /// A number.
    Int(i32),
    /// A text.
    String(String),
}

impl fmt::Display for IntOrString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(number) => write!(f, "{number}"),
            Self::String(text) => f.write_str(text),
        }
    }
}

impl From<i32> for IntOrString {
    fn from(number: i32) -> Self {
        Self::Int(number)
    }
}

impl From<&str> for IntOrString {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl<'de> Deserialize<'de> for IntOrString {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl Visitor<'_> for Either {
            type Value = IntOrString;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number or a text")
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<IntOrString, E> {
                let small =
                    i32::try_from(number).map_err(|_| E::invalid_value(de::Unexpected::Signed(number), &self))?;
                Ok(IntOrString::Int(small))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<IntOrString, E> {
                let small =
                    i32::try_from(number).map_err(|_| E::invalid_value(de::Unexpected::Unsigned(number), &self))?;
                Ok(IntOrString::Int(small))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<IntOrString, E> {
                Ok(IntOrString::String(text.to_owned()))
            }
        }
        deserializer.deserialize_any(Either)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_written_as_go_writes_them() {
        for (text, written) in [
            ("0", "0s"),
            ("30s", "30s"),
            ("90s", "1m30s"),
            ("60m", "1h0m0s"),
            ("1.5h", "1h30m0s"),
            ("1h0m0.25s", "1h0m0.25s"),
            ("250ms", "250ms"),
            ("1500us", "1.5ms"),
            ("1µs", "1µs"),
            ("7ns", "7ns"),
            ("-2m", "-2m0s"),
            ("2562047h47m16.854775807s", "2562047h47m16.854775807s"),
        ] {
            let duration: Duration = text.parse().expect(text);
            assert_eq!(duration.to_string(), written);
            assert_eq!(written.parse(), Ok(duration));
        }
        assert_eq!(Duration::from_secs(90).as_secs(), 90);
    }

    #[test]
    fn text_that_is_no_duration_is_refused() {
        for text in
            ["", "-", "5", "1 day", "5d", "s", ".s", "1.2.3s", "1h 2m", "2562048h", "9999999999999999999999h", "5ms "]
        {
            assert!(text.parse::<Duration>().is_err(), "{text}");
        }
    }
}
