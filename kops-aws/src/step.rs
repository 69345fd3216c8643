//! What the writers of every kind share: the context of a step, changes in place, and outcomes.

use kops_core::cloud::{CloudError, ErrorKind};
use kops_core::resource::{CloudId, Field, Output, Outputs, Ref, Tags, Text};

use crate::call::CallCounter;
use crate::clients::Clients;
use crate::hook_notes::HookNotes;
use crate::made::Made;

/// What it takes to execute a step.
#[derive(Clone, Copy)]
pub(crate) struct StepContext<'a> {
    pub(crate) clients: &'a Clients,
    pub(crate) calls: &'a CallCounter,
    pub(crate) notes: &'a HookNotes,
    pub(crate) made: &'a Made,
    /// The name of the cluster.
    pub(crate) cluster: &'a str,
    /// The same for every repetition of the step: a client token.
    pub(crate) token: &'a str,
}

/// A change in place of a resource of one kind.
#[derive(Clone, Copy)]
pub(crate) struct Update<'a, R> {
    pub(crate) id: &'a str,
    pub(crate) current: &'a R,
    /// The current resource with the named fields as the plan wants them.
    pub(crate) desired: &'a R,
    /// The whole resource as the plan wants it.
    pub(crate) planned: &'a R,
    pub(crate) fields: &'a [&'static Field],
}

impl<R> Update<'_, R> {
    /// True where one of these fields changes.
    pub(crate) fn touches(&self, fields: &[&Field]) -> bool {
        self.fields.iter().any(|field| fields.contains(field))
    }

    /// What a call is given for these fields: nothing where none of them changes.
    pub(crate) fn changed<T>(&self, fields: &[&Field], value: Option<T>) -> Option<T> {
        value.filter(|_| self.touches(fields))
    }
}

/// The cloud id in a reference of a bound step.
pub(crate) fn known(reference: &Ref) -> Result<&str, CloudError> {
    reference.known().ok_or_else(|| {
        let message = format!("the step refers to `{reference:?}`, which has no id yet");
        CloudError::new(ErrorKind::Invalid, "execute", message)
    })
}

/// The text of a bound step.
pub(crate) fn known_text(text: &Text) -> Result<&str, CloudError> {
    text.known().ok_or_else(|| {
        let message = format!("the text `{text:?}` has references that are not resolved");
        CloudError::new(ErrorKind::Invalid, "execute", message)
    })
}

/// The cloud ids in several references.
pub(crate) fn all_known(references: &[Ref]) -> Result<Vec<String>, CloudError> {
    references.iter().map(|reference| known(reference).map(str::to_owned)).collect()
}

/// The outcome of a resource that has nothing but its id.
pub(crate) fn with_id(id: impl Into<String>) -> Outputs {
    Outputs::from([(Output::Id, id.into())])
}

/// The outcome of a resource whose id is its ARN.
pub(crate) fn with_arn(arn: &str) -> Outputs {
    Outputs::from([(Output::Id, arn.to_owned()), (Output::Arn, arn.to_owned())])
}

/// The outcome of a resource that AWS knows only by what identifies it.
pub(crate) fn with_composite<'a>(parts: impl IntoIterator<Item = &'a str>) -> Outputs {
    with_id(CloudId::composite(parts).0)
}

/// True where a resource has every tag that its creation gives it, and so was made by that creation.
pub(crate) fn has_tags(seen: &Tags, given: &Tags) -> bool {
    given.iter().all(|(key, value)| seen.get(key) == Some(value))
}

/// The error of a call to which AWS answers that something is there already, which it does not list yet: an earlier try may have made it,
/// and the next one may see it.
pub(crate) fn unseen(mut error: CloudError) -> CloudError {
    error.kind = ErrorKind::NotReady;
    error
}

#[cfg(test)]
mod tests {
    use kops_core::resource::Kind;

    use super::*;

    #[test]
    fn unbound_reference_is_an_error_that_names_it() {
        assert_eq!(known(&"vpc-1".into()).expect("known"), "vpc-1");
        let error = known(&Ref::to(Kind::Vpc, "demo")).expect_err("symbolic");
        assert_eq!(error.kind, ErrorKind::Invalid);
        assert!(error.message.contains("demo"), "{error}");
    }
}
