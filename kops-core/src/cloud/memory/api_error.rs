//! Why the simulated account refuses something, in AWS's words.

use crate::cloud::{BoundStep, CloudError, ErrorKind};
use crate::resource::limits::codes;
use crate::resource::{CloudId, Kind, LimitFault};

/// What came of a rule: nothing, or an error.
pub(super) type ApiResult = Result<(), ApiError>;

/// An error before it is known which call it answers.
#[derive(Clone, Debug)]
pub(super) struct ApiError {
    kind: ErrorKind,
    code: String,
    message: String,
    /// The permission that the caller lacks.
    permission: Option<String>,
    /// What must settle before the call can succeed; looking at it brings that nearer.
    pub(super) waits_for: Option<(Kind, CloudId)>,
}

impl ApiError {
    /// What the call names is not there.
    pub(super) fn missing(code: &str, message: impl Into<String>) -> Self {
        Self::new(ErrorKind::NotFound, code, message)
    }

    /// It is there already, or differs from what the call expects.
    pub(super) fn conflict(code: &str, message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Conflict, code, message)
    }

    /// Something uses it.
    pub(super) fn in_use(code: &str, message: impl Into<String>) -> Self {
        Self::new(ErrorKind::InUse, code, message)
    }

    /// It cannot be used yet.
    pub(super) fn not_ready(code: &str, message: impl Into<String>) -> Self {
        Self::new(ErrorKind::NotReady, code, message)
    }

    /// The caller lacks a permission.
    pub(super) fn denied(permission: &str) -> Self {
        let message = format!("the caller is not authorized to perform `{permission}`");
        let error = Self::new(ErrorKind::Denied, "UnauthorizedOperation", message);
        Self { permission: Some(permission.to_owned()), ..error }
    }

    /// A limit of the account is reached.
    pub(super) fn quota(code: &str, message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Quota, code, message)
    }

    /// The call can never succeed as it is.
    pub(super) fn invalid(code: &str, message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Invalid, code, message)
    }

    /// A value is not one that AWS takes.
    pub(super) fn value(message: impl Into<String>) -> Self {
        Self::invalid("InvalidParameterValue", message)
    }

    /// The first of the faults of a resource, where it has any.
    pub(super) fn of_first(faults: Vec<LimitFault>) -> ApiResult {
        faults.into_iter().next().map_or(Ok(()), |fault| Err(fault.into()))
    }

    fn new(kind: ErrorKind, code: &str, message: impl Into<String>) -> Self {
        Self { kind, code: code.to_owned(), message: message.into(), permission: None, waits_for: None }
    }

    /// Adds what must settle first.
    pub(super) fn waiting_for(mut self, kind: Kind, id: &CloudId) -> Self {
        self.waits_for = Some((kind, id.clone()));
        self
    }

    /// It passes by itself.
    pub(super) fn is_temporary(&self) -> bool {
        self.kind == ErrorKind::NotReady
    }

    /// One sentence.
    pub(super) fn message(&self) -> &str {
        &self.message
    }

    /// The error that answers a step.
    pub(super) fn into_error(self, operation: &str, request: String, step: &BoundStep) -> CloudError {
        self.answering(operation, request, step.resource.to_string())
    }

    /// The error that answers a call about a resource.
    pub(super) fn answering(self, operation: &str, request: String, resource: String) -> CloudError {
        let mut error = CloudError::new(self.kind, operation, self.message);
        error.code = Some(self.code);
        error.request_id = Some(request);
        error.resource = Some(resource);
        error.permission = self.permission;
        error
    }
}

impl From<LimitFault> for ApiError {
    fn from(fault: LimitFault) -> Self {
        let kind = match fault.code {
            codes::SIZE => ErrorKind::Quota,
            codes::CONFLICT => ErrorKind::Conflict,
            _ => ErrorKind::Invalid,
        };
        Self::new(kind, fault.aws_code, fault.message)
    }
}
