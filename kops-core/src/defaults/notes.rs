//! Remembers which values were filled in, and why.

use std::collections::BTreeMap;

use crate::diag::{ObjectRef, SpecPath};

/// The origins of one object's values.
///
/// Values are set through here, so that none is filled in without a reason.
#[derive(Debug)]
pub(super) struct Notes<'a> {
    object: ObjectRef,
    origins: &'a mut BTreeMap<SpecPath, &'static str>,
}

impl<'a> Notes<'a> {
    /// Takes notes on an object.
    pub(super) fn new(object: ObjectRef, origins: &'a mut BTreeMap<SpecPath, &'static str>) -> Self {
        Self { object, origins }
    }

    /// Sets what the user left out.
    pub(super) fn set<T>(
        &mut self,
        slot: &mut Option<T>,
        field: impl Into<String>,
        value: impl Into<T>,
        rule: &'static str,
    ) {
        if slot.is_none() {
            *slot = Some(value.into());
            self.note(field, rule);
        }
    }

    /// Sets what the user left out of a field where the empty text or zero means that it was left out.
    pub(super) fn fill<T: Default + PartialEq>(
        &mut self,
        slot: &mut Option<T>,
        field: impl Into<String>,
        value: impl Into<T>,
        rule: &'static str,
    ) {
        if slot.as_ref().is_none_or(|given| *given == T::default()) {
            *slot = Some(value.into());
            self.note(field, rule);
        }
    }

    /// Sets a list that the user left out.
    pub(super) fn list<T: Into<String>>(
        &mut self,
        slot: &mut Vec<String>,
        field: impl Into<String>,
        values: impl IntoIterator<Item = T>,
        rule: &'static str,
    ) {
        if slot.is_empty() {
            slot.extend(values.into_iter().map(Into::into));
            if !slot.is_empty() {
                self.note(field, rule);
            }
        }
    }

    /// Notes that a field was filled in or changed.
    pub(super) fn note(&mut self, field: impl Into<String>, rule: &'static str) {
        self.origins.insert(self.object.field(format!("spec.{}", field.into())), rule);
    }
}
