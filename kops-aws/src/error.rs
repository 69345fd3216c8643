//! AWS's errors, sorted into kinds that a program can act on.
//!
//! The table of codes is AWS's: the error references of EC2, IAM, Auto Scaling, Elastic Load Balancing, Route 53, SQS,
//! EventBridge and S3.

use std::error::Error;
use std::fmt;

use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_types::request_id::RequestId;
use kops_core::cloud::{CloudError, ErrorKind};

use crate::permissions;

/// A call by service and operation: `ec2` and `CreateSubnet`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call {
    pub(crate) service: &'static str,
    pub(crate) operation: &'static str,
}

impl Call {
    pub(crate) const fn new(service: &'static str, operation: &'static str) -> Self {
        Self { service, operation }
    }

    /// Returns a part of the answer that AWS promises.
    ///
    /// # Errors
    /// Where it is missing: no default stands in for an id, a name or an ARN, and the same call would be answered in the same way.
    pub(crate) fn require<T>(self, value: Option<T>, what: &str) -> Result<T, CloudError> {
        let missing = || CloudError::new(ErrorKind::Invalid, self.operation, format!("the answer has no {what}"));
        value.ok_or_else(missing)
    }

    /// Turns the SDK's error into ours.
    pub(crate) fn failed<E>(self, error: SdkError<E, HttpResponse>) -> CloudError
    where
        E: ProvideErrorMetadata + Error + Send + Sync + 'static,
        SdkError<E, HttpResponse>: RequestId,
    {
        let nobody_has_any = |problem: &CredentialsError| matches!(problem, CredentialsError::CredentialsNotLoaded(_));
        if let Some(nobody) = credentials_error(&error).map(nobody_has_any) {
            let failure = CloudError::new(ErrorKind::Denied, self.operation, NO_CREDENTIALS);
            return if nobody { failure } else { failure.caused_by(NoCredentials(error.into())) };
        }
        let request_id = error.request_id().map(str::to_owned);
        let (kind, code, message) = match &error {
            _ if is_unreadable(&error) => (ErrorKind::Invalid, None, UNREADABLE.to_owned()),
            SdkError::ServiceError(service) => {
                let code = service.err().code().unwrap_or_default().to_owned();
                let status = service.raw().status().as_u16();
                let message = service.err().message().map_or_else(|| format!("HTTP status {status}"), str::to_owned);
                (kind_of(&code, &message, status), Some(code), message)
            }
            SdkError::TimeoutError(_) => (ErrorKind::Network, None, "no answer in time".to_owned()),
            SdkError::DispatchFailure(_) if is_untrusted(&error) => (ErrorKind::Invalid, None, UNTRUSTED.to_owned()),
            SdkError::DispatchFailure(_) => (ErrorKind::Network, None, "the endpoint cannot be reached".to_owned()),
            SdkError::ResponseError(_) => (ErrorKind::Network, None, "the answer broke off".to_owned()),
            _ => (ErrorKind::Invalid, None, "the request cannot be made".to_owned()),
        };
        let mut failure = CloudError::new(kind, self.operation, message);
        failure.code = code.filter(|c| !c.is_empty());
        failure.request_id = request_id;
        if kind == ErrorKind::Denied
            && !about_credentials(failure.code.as_deref().unwrap_or_default(), &failure.message)
        {
            let (permission, purpose) = self.missing(&failure.message);
            if let Some(purpose) = purpose {
                failure.message = format!("`{permission}` is needed {purpose}: {}", failure.message);
            }
            failure.permission = Some(permission);
        }
        // Code and message say everything that AWS has answered.
        match error {
            SdkError::ServiceError(_) if !is_unreadable(&error) => failure,
            error => failure.caused_by(error),
        }
    }

    /// The permission that was missing, and what it is needed for. A call can need more than its own: AWS then says which.
    fn missing(self, message: &str) -> (String, Option<&'static str>) {
        let told = message.split_once("not authorized to perform: ").map(|(_, rest)| rest);
        let told = told.and_then(|rest| rest.split([' ', ',']).next()?.split_once(':'));
        let (service, operation) = match told {
            Some(action) => action,
            // Auto Scaling tries whether the caller could run such an instance.
            None if message.contains("authorized to use launch template") => ("ec2", "RunInstances"),
            None => (self.service, self.operation),
        };
        permissions::for_operation(service, operation)
    }
}

/// What is said of a caller without credentials.
const NO_CREDENTIALS: &str =
    "there are no credentials to sign it with: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";

/// What is said of an endpoint whose certificate no trusted authority has signed.
const UNTRUSTED: &str = "no authority that this machine trusts has signed the certificate of the endpoint: install the system's CA \
    certificates, in most systems the package `ca-certificates`, or set SSL_CERT_FILE to a file with the certificates of its authority";

/// What is said of an answer that reports success in a form that is not AWS's.
const UNREADABLE: &str = "the answer is none of AWS: another server gave it, such as a proxy that asks for a login";

/// True for an answer that reports success and cannot be read, which the SDK takes for an error of the service.
fn is_unreadable<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> bool {
    matches!(error, SdkError::ServiceError(service) if service.raw().status().is_success() && service.err().code().is_none())
}

/// True where a connection failed because no trusted authority has signed the certificate.
fn is_untrusted(error: &(dyn Error + 'static)) -> bool {
    let mut chain = std::iter::successors(Some(error), |error| (*error).source());
    // What lies between hides rustls's own error, and shows its text.
    chain.any(|error| error.to_string().ends_with("invalid peer certificate: UnknownIssuer"))
}

/// An error of a provider of credentials, without what the SDK wraps it in.
#[derive(Debug)]
struct NoCredentials(Box<dyn Error + Send + Sync>);

impl fmt::Display for NoCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("their provider failed")
    }
}

impl Error for NoCredentials {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        credentials_error(&*self.0).map(|problem| problem.source().unwrap_or(problem))
    }
}

/// Why there are no credentials, where that is what lies underneath.
fn credentials_error<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a CredentialsError> {
    let chain = std::iter::successors(Some(error), |error| (*error).source());
    chain.filter_map(|error| error.downcast_ref::<CredentialsError>()).last()
}

/// True where AWS refuses the caller's credentials themselves and not what they may do.
fn about_credentials(code: &str, message: &str) -> bool {
    match code {
        "AuthFailure" => message.contains("credentials"),
        "InvalidClientTokenId"
        | "UnrecognizedClientException"
        | "ExpiredToken"
        | "ExpiredTokenException"
        | "RequestExpired"
        | "RequestTimeTooSkewed"
        | "InvalidToken"
        | "SignatureDoesNotMatch"
        | "InvalidSignatureException"
        | "IncompleteSignature"
        | "MissingAuthenticationToken"
        | "InvalidAccessKeyId" => true,
        _ => false,
    }
}

/// Sorts a code of AWS. The message decides only where AWS uses one code for several things.
pub(crate) fn kind_of(code: &str, message: &str, status: u16) -> ErrorKind {
    let says = |words: &[&str]| words.iter().any(|w| message.contains(w));
    match code {
        "Throttling"
        | "ThrottlingException"
        | "ThrottledException"
        | "RequestLimitExceeded"
        | "RequestThrottled"
        | "RequestThrottledException"
        | "TooManyRequestsException"
        | "PriorRequestNotComplete"
        | "SlowDown"
        | "BandwidthLimitExceeded"
        | "EC2ThrottledException" => ErrorKind::Throttled,

        "UnauthorizedOperation"
        | "AccessDenied"
        | "AccessDeniedException"
        | "AuthFailure"
        | "NotAuthorized"
        | "NotAuthorizedException"
        | "OptInRequired"
        | "AllAccessDisabled"
        | "Forbidden" => ErrorKind::Denied,
        _ if about_credentials(code, message) => ErrorKind::Denied,

        "DependencyViolation"
        | "DeleteConflict"
        | "ResourceInUse"
        | "ResourceInUseFault"
        | "VolumeInUse"
        | "InvalidAddress.Locked"
        | "ScalingActivityInProgress"
        | "ScalingActivityInProgressFault"
        | "HostedZoneNotEmpty" => ErrorKind::InUse,
        _ if code.ends_with(".InUse") => ErrorKind::InUse,

        "IncorrectState"
        | "IncorrectInstanceState"
        | "IncorrectModificationState"
        | "OperationInProgress"
        | "ConcurrentModification"
        | "ConcurrentModificationException"
        | "ConcurrentTagAccess"
        | "ConditionalRequestConflict"
        | "OperationAborted"
        | "ResourceContentionFault"
        | "ResourceContention"
        | "InvalidSubnetID.Pending"
        | "QueueDeletedRecently"
        | "AWS.SimpleQueueService.QueueDeletedRecently" => ErrorKind::NotReady,
        "InvalidIamInstanceProfileArn.NotFound" => ErrorKind::NotReady,
        "InvalidParameterValue" | "ValidationError" if says(&["IAM Instance Profile", "iamInstanceProfile"]) => {
            ErrorKind::NotReady
        }
        // A subnet has its IPv6 range a moment after it was given.
        "InvalidParameterValue" if says(&["unless the subnet"]) && says(&["IPv6 CIDR block associated"]) => {
            ErrorKind::NotReady
        }
        // What a launch template names may have been made a moment ago.
        "ValidationError" if says(&["launch template"]) && says(&["does not exist"]) => ErrorKind::NotReady,
        "ValidationException" if says(&["has targets"]) => ErrorKind::InUse,
        "MalformedPolicyDocument" if says(&["Invalid principal"]) => ErrorKind::NotReady,
        // Elastic Load Balancing learns of an internet gateway a moment after it was attached.
        "InvalidSubnet" if says(&["internet gateway"]) => ErrorKind::NotReady,
        // A record that changed between reading it and deleting it.
        "InvalidChangeBatch" if says(&["do not match the current values"]) => ErrorKind::NotReady,

        "NoSuchEntity"
        | "NoSuchHostedZone"
        | "NoSuchKey"
        | "NoSuchBucket"
        | "NoSuchLifecycleConfiguration"
        | "LoadBalancerNotFound"
        | "TargetGroupNotFound"
        | "ListenerNotFound"
        | "AccessPointNotFound"
        | "ResourceNotFoundException"
        | "ParameterNotFound"
        | "QueueDoesNotExist"
        | "NatGatewayNotFound"
        | "AWS.SimpleQueueService.NonExistentQueue"
        | "InvalidInstanceTarget.NotFound"
        | "NotFound" => ErrorKind::NotFound,
        _ if code.ends_with("NotFound") || code.ends_with("NotFoundException") => ErrorKind::NotFound,
        "ValidationError" if says(&["not found", "does not exist", "ensure they exist", "not part of the group"]) => {
            ErrorKind::NotFound
        }
        // Elastic Load Balancing passes on what EC2 says of it.
        "InvalidSecurityGroup" if says(&["does not exist", "do not exist"]) => ErrorKind::NotFound,
        "ValidationError" if says(&["No warm pool", "No Lifecycle Hook found"]) => ErrorKind::NotFound,
        "InvalidChangeBatch" if says(&["not found"]) => ErrorKind::NotFound,
        // A record of another type that is in the way is not the one that was to be made.
        "InvalidChangeBatch" if says(&["but it already exists"]) => ErrorKind::Conflict,

        "EntityAlreadyExists"
        | "RouteAlreadyExists"
        | "Resource.AlreadyAssociated"
        | "DuplicateLoadBalancerName"
        | "DuplicateListener"
        | "DuplicateTargetGroupName"
        | "DuplicateAccessPointName"
        | "AlreadyExists"
        | "AlreadyExistsFault"
        | "BucketAlreadyExists"
        | "BucketAlreadyOwnedByYou"
        | "QueueAlreadyExists"
        | "QueueNameExists"
        | "PreconditionFailed"
        | "IdempotentParameterMismatch"
        | "VPCAlreadyAssociated"
        | "ConflictingDomainExists"
        | "InvalidSubnet.Conflict"
        | "ResourceAlreadyExistsException" => ErrorKind::Conflict,
        _ if code.ends_with(".Duplicate") || code.ends_with(".AlreadyExistsException") => ErrorKind::Conflict,

        "LimitExceeded"
        | "LimitExceededException"
        | "LimitsExceeded"
        | "VolumeModificationRateExceeded"
        | "LimitExceededFault"
        | "ServiceQuotaExceededException"
        | "TooManyLoadBalancers"
        | "TooManyTargetGroups"
        | "TooManyListeners"
        | "TooManyTags"
        | "InstanceLimitExceeded"
        | "InsufficientInstanceCapacity"
        | "MaxSpotInstanceCountExceeded" => ErrorKind::Quota,
        _ if code.ends_with("LimitExceeded") => ErrorKind::Quota,

        // S3 has waited for the rest of the request.
        "RequestTimeout" => ErrorKind::Network,

        _ if status == 404 => ErrorKind::NotFound,
        _ if status == 403 => ErrorKind::Denied,
        _ if status == 429 => ErrorKind::Throttled,
        _ if status >= 500 => ErrorKind::Internal,
        _ => ErrorKind::Invalid,
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn a_certificate_of_an_unknown_authority_is_told_from_other_errors_of_connections() {
        let connect = |text: &str| io::Error::other(io::Error::other(text.to_owned()));
        assert!(is_untrusted(&connect("invalid peer certificate: UnknownIssuer")));
        assert!(!is_untrusted(&connect("invalid peer certificate: Expired")));
        assert!(!is_untrusted(&connect("connection refused")));
    }

    #[test]
    fn codes_have_their_kinds() {
        use ErrorKind::*;
        for (code, message, status, kind) in [
            ("RequestLimitExceeded", "", 503, Throttled),
            ("Throttling", "", 400, Throttled),
            ("PriorRequestNotComplete", "", 400, Throttled),
            ("SlowDown", "", 503, Throttled),
            ("UnauthorizedOperation", "", 403, Denied),
            ("AccessDenied", "", 403, Denied),
            ("ExpiredToken", "", 400, Denied),
            ("InvalidClientTokenId", "", 403, Denied),
            ("InvalidSignatureException", "Signature expired: 20260101T000000Z is now earlier than", 400, Denied),
            ("InvalidToken", "", 400, Denied),
            ("RequestTimeTooSkewed", "", 403, Denied),
            ("RequestTimeout", "Your socket connection to the server was not read from or written to", 400, Network),
            ("InvalidSubnet", "VPC vpc-1 has no internet gateway", 400, NotReady),
            ("InvalidSubnet", "", 400, Invalid),
            (
                "InvalidChangeBatch",
                "[Tried to delete resource record set [name='a.example.com.', type='A'] but it was not found]",
                400,
                NotFound,
            ),
            (
                "InvalidChangeBatch",
                "[Tried to create resource record set [name='a.example.com.', type='A'] but it already exists]",
                400,
                Conflict,
            ),
            (
                "InvalidChangeBatch",
                "[RRSet of type A with DNS name a.example.com. is not permitted because a conflicting RRSet of type CNAME with \
                 the same DNS name already exists in zone example.com.]",
                400,
                Invalid,
            ),
            (
                "InvalidChangeBatch",
                "[Tried to delete resource record set [name='a.example.com.', type='A'] but the values provided do not match \
                 the current values]",
                400,
                NotReady,
            ),
            (
                "InvalidSecurityGroup",
                "The security group 'sg-1' does not exist (Service: AmazonEC2; Error Code: InvalidGroup.NotFound)",
                400,
                NotFound,
            ),
            ("InvalidSecurityGroup", "", 400, Invalid),
            ("DependencyViolation", "", 400, InUse),
            ("DeleteConflict", "", 409, InUse),
            ("ResourceInUse", "", 400, InUse),
            ("VolumeInUse", "", 400, InUse),
            ("InvalidIPAddress.InUse", "", 400, InUse),
            ("InvalidSnapshot.InUse", "", 400, InUse),
            ("ScalingActivityInProgress", "", 400, InUse),
            ("IncorrectState", "", 400, NotReady),
            ("ConcurrentTagAccess", "", 400, NotReady),
            (
                "InvalidParameterValue",
                "Invalid value 'true' for assign-ipv6-address-on-creation. Cannot set assign-ipv6-address-on-creation to true \
                 unless the subnet (subnet-1) has an IPv6 CIDR block associated with it.",
                400,
                NotReady,
            ),
            (
                "InvalidParameterValue",
                "Value (x) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name",
                400,
                NotReady,
            ),
            ("InvalidParameterValue", "Value (300.0.0.0/8) for parameter cidrBlock is invalid", 400, Invalid),
            (
                "ValidationError",
                "You must use a valid fully-formed launch template. Invalid IAM Instance Profile name",
                400,
                NotReady,
            ),
            ("ValidationError", "The specified launch template, with template ID lt-1, does not exist.", 400, NotReady),
            ("VolumeModificationRateExceeded", "", 400, Quota),
            ("InvalidVpcID.NotFound", "", 400, NotFound),
            ("InvalidLaunchTemplateName.NotFoundException", "", 400, NotFound),
            ("NoSuchEntity", "", 404, NotFound),
            ("NoSuchBucket", "", 404, NotFound),
            ("LoadBalancerNotFound", "", 400, NotFound),
            ("ValidationError", "AutoScalingGroup name not found - null", 400, NotFound),
            (
                "ValidationError",
                "Provided Target Groups may not be valid. Please ensure they exist and try again.",
                400,
                NotFound,
            ),
            ("ValidationError", "Trying to remove Target Groups that are not part of the group", 400, NotFound),
            ("ValidationError", "No warm pool found for Auto Scaling group nodes", 400, NotFound),
            ("ValidationError", "No Lifecycle Hook found with name: drain", 400, NotFound),
            ("AWS.SimpleQueueService.NonExistentQueue", "", 400, NotFound),
            ("", "", 404, NotFound),
            ("EntityAlreadyExists", "", 409, Conflict),
            ("InvalidGroup.Duplicate", "", 400, Conflict),
            ("InvalidKeyPair.Duplicate", "", 400, Conflict),
            ("InvalidLaunchTemplateName.AlreadyExistsException", "", 400, Conflict),
            ("DuplicateLoadBalancerName", "", 400, Conflict),
            ("InvalidSubnet.Conflict", "", 400, Conflict),
            ("PreconditionFailed", "", 412, Conflict),
            ("VpcLimitExceeded", "", 400, Quota),
            ("AddressLimitExceeded", "", 400, Quota),
            ("LimitExceeded", "", 409, Quota),
            ("TooManyLoadBalancers", "", 400, Quota),
            ("InternalFailure", "", 500, Internal),
            ("ServiceUnavailable", "", 503, Internal),
            ("InvalidParameterCombination", "", 400, Invalid),
            ("MalformedPolicyDocument", "Syntax errors in policy.", 400, Invalid),
            ("MalformedPolicyDocument", "Invalid principal in policy", 400, NotReady),
        ] {
            assert_eq!(kind_of(code, message, status), kind, "{code} {message}");
        }
    }
}
