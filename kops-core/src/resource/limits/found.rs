//! Where the rules of kinds put what they find, and the rules that many kinds share.

use std::fmt::Display;
use std::ops::RangeInclusive;

use super::{LimitFault, codes};
use crate::diag::Code;
use crate::resource::Field;

/// What EC2 and most of the others answer to a value that they do not accept.
const INVALID_VALUE: &str = "InvalidParameterValue";

/// The faults of a resource.
#[derive(Debug, Default)]
pub(crate) struct Found(Vec<LimitFault>);

impl Found {
    pub(crate) fn into_faults(self) -> Vec<LimitFault> {
        self.0
    }

    /// Adds a fault to which AWS answers that the value is invalid.
    pub(super) fn refuse(&mut self, field: &'static Field, code: Code, message: impl Into<String>) {
        self.refuse_with(INVALID_VALUE, field, code, message);
    }

    /// Adds a fault to which AWS answers with a code of its own.
    pub(super) fn refuse_with(
        &mut self,
        aws_code: &'static str,
        field: &'static Field,
        code: Code,
        message: impl Into<String>,
    ) {
        self.0.push(LimitFault { field, key: None, code, aws_code, message: message.into() });
    }

    /// Adds a fault of one entry of a field.
    pub(super) fn refuse_entry(&mut self, field: &'static Field, key: &str, message: String) {
        let key = Some(key.to_owned());
        self.0.push(LimitFault { field, key, code: codes::TAG, aws_code: INVALID_VALUE, message });
    }

    /// Checks a name: its length and the characters that it may have beside ASCII letters and digits.
    pub(super) fn name(&mut self, field: &'static Field, what: &str, name: &str, longest: usize, besides: &str) {
        self.length(field, what, name, 1..=longest);
        if let Some(odd) = name.chars().find(|c| !c.is_ascii_alphanumeric() && !besides.contains(*c)) {
            self.refuse(field, codes::NAME, format!("the {what} `{name}` must not contain `{odd}`"));
        }
    }

    /// Checks the number of characters of a name.
    pub(super) fn length(&mut self, field: &'static Field, what: &str, name: &str, accepted: RangeInclusive<usize>) {
        let length = name.chars().count();
        if !accepted.contains(&length) {
            let (least, most) = accepted.into_inner();
            let message = format!("the {what} `{name}` has {length} characters and must have {least} to {most}");
            self.refuse(field, codes::NAME, message);
        }
    }

    /// Checks that a number is in a range.
    pub(super) fn number<T: PartialOrd + Display + Copy>(
        &mut self,
        field: &'static Field,
        what: &str,
        value: T,
        unit: &str,
        accepted: RangeInclusive<T>,
    ) {
        if !accepted.contains(&value) {
            let (least, most) = accepted.into_inner();
            let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
            let message = format!("the {what} is `{value}`{unit} and must be from {least} to {most}");
            self.refuse(field, codes::NUMBER, message);
        }
    }

    /// Checks that a text is one of a few.
    pub(super) fn one_of(&mut self, field: &'static Field, what: &str, value: &str, accepted: &[&str]) {
        if !accepted.contains(&value) {
            let accepted: Vec<_> = accepted.iter().map(|word| format!("`{word}`")).collect();
            let message = format!("the {what} is `{value}` and must be one of {}", accepted.join(", "));
            self.refuse(field, codes::VALUE, message);
        }
    }
}
