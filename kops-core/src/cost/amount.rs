//! Amounts of money.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Sub};

use serde::{Deserialize, Serialize};

/// What something costs a month, or by how much that changes, in cents of the table's currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "MonthlyCost"))]
pub struct Monthly {
    /// With every autoscaling group at its smallest size.
    pub low_cents: i64,
    /// With every autoscaling group at its largest size.
    pub high_cents: i64,
}

impl Monthly {
    /// True where it is the same at every size.
    pub fn is_fixed(&self) -> bool {
        self.low_cents == self.high_cents
    }

    /// Writes a change with its signs: `+$30.37`, or `$0.00 to +$91.10`.
    pub fn signed(&self) -> String {
        let one = |cents: i64| if cents > 0 { format!("+{}", dollars(cents)) } else { dollars(cents) };
        if self.is_fixed() {
            one(self.low_cents)
        } else {
            format!("{} to {}", one(self.low_cents), one(self.high_cents))
        }
    }
}

/// `$30.37`, or `$30.37 to $91.10`.
impl fmt::Display for Monthly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&dollars(self.low_cents))?;
        if self.is_fixed() { Ok(()) } else { write!(f, " to {}", dollars(self.high_cents)) }
    }
}

/// `$1,234.50`
fn dollars(cents: i64) -> String {
    let (sign, whole) = (if cents < 0 { "-" } else { "" }, (cents.abs() / 100).to_string());
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}${grouped}.{:02}", cents.abs() % 100)
}

impl Add for Monthly {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { low_cents: self.low_cents + other.low_cents, high_cents: self.high_cents + other.high_cents }
    }
}

impl Sub for Monthly {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self { low_cents: self.low_cents - other.low_cents, high_cents: self.high_cents - other.high_cents }
    }
}

impl Sum for Monthly {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::default(), Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_with_cents_and_thousands() {
        for (low, high, plain, signed) in [
            (3037, 3037, "$30.37", "+$30.37"),
            (5, 123_456_789, "$0.05 to $1,234,567.89", "+$0.05 to +$1,234,567.89"),
            (-100_000, 250, "-$1,000.00 to $2.50", "-$1,000.00 to +$2.50"),
            (0, -3037, "$0.00 to -$30.37", "$0.00 to -$30.37"),
        ] {
            let amount = Monthly { low_cents: low, high_cents: high };
            assert_eq!((amount.to_string().as_str(), amount.signed().as_str()), (plain, signed));
        }
    }
}
