//! What AWS answers when something is wrong, through the whole SDK, and what becomes of it.

use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, future};
use kops_aws::{Aws, Config, Credentials, S3Store};
use kops_core::cloud::{BoundAction, BoundStep, Cloud, CloudError, ErrorKind};
use kops_core::facts::FactsQuery;
use kops_core::resource::{
    AliasTarget, ClassicListener, ClassicLoadBalancer, DnsRecord, ElasticIp, EventRule, InternetGateway, Kind,
    Listener, Queue, Resource, ResourceId, RolePolicy, Subnet, Vpc, WarmPool,
};
use kops_core::state::StateError;

use crate::server::REGION;
use crate::wire::{Fate, Wire};
use ErrorKind::*;

fn config(url: &str) -> Config {
    Config::new(REGION, Credentials::new("test", "test", None, None, "tests")).endpoint(url.parse().expect("a URL"))
}

/// Makes a resource at a server that does not do it.
async fn failure(wire: &Wire, resource: Resource) -> CloudError {
    let step = BoundStep {
        cluster: "demo.example.com".to_owned(),
        resource: ResourceId::new(resource.kind(), "it"),
        token: "token".to_owned(),
        action: BoundAction::Create { desired: resource },
    };
    Aws::new(&config(wire.url())).execute(&step).await.expect_err("the server refuses everything")
}

/// A service of AWS: what to make to hear its error, the operation that fails, and the form of its errors.
struct Service {
    resource: Resource,
    permission: &'static str,
    form: fn(&str, &str) -> String,
}

fn ec2() -> Service {
    Service { resource: Vpc::default().into(), permission: "ec2:CreateVpc", form: ec2_form }
}

fn iam() -> Service {
    let resource = RolePolicy { role: "nodes".into(), name: "nodes".into(), ..RolePolicy::default() };
    Service { resource: resource.into(), permission: "iam:PutRolePolicy", form: query_form }
}

fn autoscaling() -> Service {
    let resource = WarmPool { group: "nodes".into(), ..WarmPool::default() };
    Service { resource: resource.into(), permission: "autoscaling:PutWarmPool", form: query_form }
}

fn elb() -> Service {
    let listeners = vec![ClassicListener { port: 443, instance_port: 443, certificate: None }];
    let resource = ClassicLoadBalancer { name: "api".into(), listeners, ..ClassicLoadBalancer::default() };
    Service { resource: resource.into(), permission: "elasticloadbalancing:CreateLoadBalancer", form: query_form }
}

fn elbv2() -> Service {
    let resource = Listener { port: 443, ..Listener::default() };
    Service { resource: resource.into(), permission: "elasticloadbalancing:CreateListener", form: query_form }
}

fn route53() -> Service {
    let resource = DnsRecord {
        zone: "Z1".into(),
        name: "api.example.com".into(),
        record_type: "A".into(),
        alias: Some(AliasTarget::default()),
        ..DnsRecord::default()
    };
    Service { resource: resource.into(), permission: "route53:ChangeResourceRecordSets", form: query_form }
}

fn sqs() -> Service {
    let resource = Queue { name: "nth".into(), ..Queue::default() };
    Service { resource: resource.into(), permission: "sqs:CreateQueue", form: json_form }
}

fn events() -> Service {
    let resource = EventRule { name: "nth".into(), ..EventRule::default() };
    Service { resource: resource.into(), permission: "events:PutRule", form: json_form }
}

/// An error as EC2 answers it.
pub(crate) fn ec2_form(code: &str, message: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Errors><Error><Code>{code}</Code><Message>{message}</Message>\
         </Error></Errors><RequestID>request-1</RequestID></Response>"
    )
}

fn query_form(code: &str, message: &str) -> String {
    format!(
        "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>\
         <RequestId>request-1</RequestId></ErrorResponse>"
    )
}

/// A service, the status and code and message of its answer, and the kind that it is.
type Case = (fn() -> Service, u16, &'static str, &'static str, ErrorKind);

fn json_form(code: &str, message: &str) -> String {
    format!("{{\"__type\": \"com.amazonaws#{code}\", \"message\": \"{message}\"}}")
}

#[tokio::test]
async fn errors_have_their_kinds() {
    let cases: Vec<Case> = vec![
        (ec2, 503, "RequestLimitExceeded", "Request limit exceeded.", Throttled),
        (ec2, 400, "Throttling", "Rate exceeded", Throttled),
        (ec2, 403, "UnauthorizedOperation", "You are not authorized to perform this operation.", Denied),
        (ec2, 401, "AuthFailure", "AWS was not able to validate the provided access credentials", Denied),
        (ec2, 400, "RequestExpired", "Request has expired.", Denied),
        (ec2, 400, "DependencyViolation", "resource has a dependent object", InUse),
        (ec2, 400, "IncorrectState", "the gateway is being deleted", NotReady),
        (ec2, 400, "InvalidVpcID.NotFound", "The vpc ID does not exist", NotFound),
        (ec2, 400, "InvalidParameterValue", "Value for parameter cidrBlock is invalid", Invalid),
        (ec2, 400, "InvalidParameterValue", "Invalid IAM Instance Profile name", NotReady),
        (ec2, 400, "InvalidSubnet.Conflict", "conflicts with another subnet", Conflict),
        (ec2, 400, "VpcLimitExceeded", "The maximum number of VPCs has been reached.", Quota),
        (ec2, 400, "AddressLimitExceeded", "The maximum number of addresses has been reached.", Quota),
        (ec2, 400, "IdempotentParameterMismatch", "the token was used with other parameters", Conflict),
        (ec2, 500, "InternalError", "An internal error has occurred", Internal),
        (ec2, 503, "Unavailable", "The service is unavailable", Internal),
        (iam, 404, "NoSuchEntity", "The role cannot be found.", NotFound),
        (iam, 403, "AccessDenied", "User is not authorized to perform: iam:PutRolePolicy", Denied),
        (iam, 403, "InvalidClientTokenId", "The security token included in the request is invalid.", Denied),
        (iam, 403, "ExpiredToken", "The security token included in the request is expired", Denied),
        (iam, 409, "LimitExceeded", "Cannot exceed quota for PoliciesPerRole: 10", Quota),
        (iam, 409, "DeleteConflict", "Cannot delete entity, must remove policies first.", InUse),
        (iam, 409, "ConcurrentModification", "another change is under way", NotReady),
        (iam, 400, "MalformedPolicyDocument", "Syntax errors in policy.", Invalid),
        (iam, 400, "MalformedPolicyDocument", "Invalid principal in policy", NotReady),
        (autoscaling, 400, "ValidationError", "AutoScalingGroup name not found", NotFound),
        (autoscaling, 400, "ValidationError", "Min size must be at most max size", Invalid),
        (autoscaling, 400, "ScalingActivityInProgress", "activities in progress", InUse),
        (autoscaling, 400, "ResourceContention", "pending update", NotReady),
        (elb, 400, "DuplicateLoadBalancerName", "a load balancer with this name exists", Conflict),
        (elb, 400, "TooManyLoadBalancers", "The quota has been reached", Quota),
        (elb, 400, "LoadBalancerNotFound", "There is no such load balancer", NotFound),
        (elbv2, 400, "DuplicateListener", "A listener with this port exists", Conflict),
        (elbv2, 400, "TargetGroupNotFound", "One or more target groups not found", NotFound),
        (elbv2, 400, "CertificateNotFound", "Certificate is not valid", NotFound),
        (route53, 404, "NoSuchHostedZone", "No hosted zone found with ID: Z1", NotFound),
        (route53, 400, "PriorRequestNotComplete", "The request was rejected.", Throttled),
        (route53, 400, "InvalidChangeBatch", "RRSet of type A is not permitted", Invalid),
        (sqs, 400, "QueueDoesNotExist", "The specified queue does not exist.", NotFound),
        (sqs, 400, "QueueDeletedRecently", "You must wait 60 seconds.", NotReady),
        (sqs, 403, "AccessDeniedException", "is not authorized to perform: sqs:createqueue", Denied),
        (events, 400, "ConcurrentModificationException", "concurrent modification", NotReady),
        (events, 400, "LimitExceededException", "The limit of rules is reached", Quota),
        (events, 400, "ThrottlingException", "Rate exceeded", Throttled),
    ];
    assert!(cases.len() >= 40);
    for (service, status, code, message, kind) in cases {
        let Service { resource, permission, form } = service();
        let id = ResourceId::new(resource.kind(), "it").to_string();
        let error = failure(&Wire::answering(status, &form(code, message)), resource).await;
        assert_eq!(error.kind, kind, "{code}: {error:?}");
        assert_eq!(error.code.as_deref(), Some(code), "{error:?}");
        assert_eq!(error.request_id.as_deref(), Some("request-1"), "{error:?}");
        assert_eq!(error.resource.as_deref(), Some(id.as_str()), "{error:?}");
        let of_credentials = ["AuthFailure", "RequestExpired", "InvalidClientTokenId", "ExpiredToken"].contains(&code);
        let lacks = (kind == Denied && !of_credentials).then_some(permission);
        assert_eq!(error.permission.as_deref(), lacks, "{error:?}");
        assert_eq!(error.retryable(), matches!(kind, InUse | NotReady | Throttled | Internal), "{error:?}");
    }
}

#[tokio::test]
async fn an_address_that_something_still_uses_is_told_from_one_that_may_not_be_released() {
    for (message, kind) in [
        ("You do not have permission to access the specified resource.", InUse),
        ("AWS was not able to validate the provided access credentials", Denied),
    ] {
        let step = BoundStep {
            cluster: "demo.example.com".to_owned(),
            resource: ResourceId::new(Kind::ElasticIp, "it"),
            token: "token".to_owned(),
            action: BoundAction::Delete { id: "eipalloc-1".into(), current: ElasticIp::default().into() },
        };
        let wire = Wire::answering(400, &ec2_form("AuthFailure", message));
        let error = Aws::new(&config(wire.url())).execute(&step).await.expect_err("is refused");
        assert_eq!((error.kind, error.permission.as_deref()), (kind, None), "{error:?}");
    }
}

#[tokio::test]
async fn what_a_nat_gateway_uses_that_is_being_deleted_is_waited_for() {
    let gateway = "<item><natGatewayId>nat-1</natGatewayId><subnetId>subnet-1</subnetId><vpcId>vpc-1</vpcId><state>deleting</state>\
        <natGatewayAddressSet><item><allocationId>eipalloc-1</allocationId></item></natGatewayAddressSet></item>";
    let wire = Wire::start("", move |request| match request.operation().as_str() {
        "DescribeNatGateways" => {
            assert!(request.mentions("deleting"), "others stay");
            let found = format!("<natGatewaySet>{gateway}</natGatewaySet>");
            Fate::Answered(200, format!("<DescribeNatGatewaysResponse>{found}</DescribeNatGatewaysResponse>"))
        }
        _ => Fate::Answered(400, ec2_form("DependencyViolation", "it has dependencies")),
    });
    let attached = |vpc: &str| InternetGateway { vpc: vpc.into(), ..InternetGateway::default() };
    for (id, current, kind) in [
        ("eipalloc-1", Resource::from(ElasticIp::default()), NotReady),
        ("eipalloc-2", ElasticIp::default().into(), InUse),
        ("subnet-1", Subnet::default().into(), NotReady),
        ("subnet-2", Subnet::default().into(), InUse),
        ("igw-1", attached("vpc-1").into(), NotReady),
        ("igw-1", attached("vpc-2").into(), InUse),
    ] {
        let step = BoundStep {
            cluster: "demo.example.com".to_owned(),
            resource: ResourceId::new(current.kind(), "it"),
            token: "token".to_owned(),
            action: BoundAction::Delete { id: id.into(), current },
        };
        let error = Aws::new(&config(wire.url())).execute(&step).await.expect_err("is refused");
        assert_eq!(error.kind, kind, "{id}: {error:?}");
        assert_eq!(error.message.contains("`nat-1`"), kind == NotReady, "{id}: {error:?}");
    }
}

#[tokio::test]
async fn another_permission_than_the_calls_own_is_named() {
    for (message, permission) in [
        ("User: arn:aws:iam::1:user/me is not authorized to perform: iam:PassRole on resource: x", "iam:PassRole"),
        ("You are not authorized to use launch template: lt-1", "ec2:RunInstances"),
    ] {
        let wire = Wire::answering(403, &query_form("AccessDenied", message));
        let error = failure(&wire, autoscaling().resource).await;
        assert_eq!(error.permission.as_deref(), Some(permission), "{error:?}");
        assert!(error.message.contains("is needed to"), "{error:?}");
    }
}

#[tokio::test]
async fn missing_credentials_are_told_from_missing_networks() {
    let none = aws_credential_types::provider::SharedCredentialsProvider::new(NoCredentials);
    let aws = Aws::new(&Config::new(REGION, none).endpoint("http://127.0.0.1:1".parse().expect("a URL")));
    let error = aws.facts(&FactsQuery::default()).await.expect_err("nothing can be signed");
    assert_eq!((error.kind, error.permission.as_deref()), (Denied, None), "{error:?}");
    assert!(error.message.contains("set AWS_PROFILE, or AWS_ACCESS_KEY_ID"), "{error:?}");
    assert!(std::error::Error::source(&error).is_none(), "says no more than that: {error:?}");
}

/// A client without credentials.
#[derive(Debug)]
struct NoCredentials;

impl ProvideCredentials for NoCredentials {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::ready(Err(CredentialsError::not_loaded("none are set")))
    }
}

#[tokio::test]
async fn what_the_network_does_may_be_tried_again() {
    for fate in [Fate::LostBefore, Fate::BrokenOff] {
        let fate = Wire::start("", move |_| fate.clone());
        let error = failure(&fate, Vpc::default().into()).await;
        assert_eq!((error.kind, error.retryable()), (Network, true), "{error:?}");
    }
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let error = failure(&Wire::nobody(nobody), Vpc::default().into()).await;
    assert_eq!((error.kind, error.retryable()), (Network, true), "{error:?}");
}

#[tokio::test]
async fn an_answer_of_another_server_is_called_one() {
    let wire = Wire::answering(200, "<html><body>Please log in");
    let error = failure(&wire, Vpc::default().into()).await;
    assert_eq!((error.kind, error.code.as_deref(), error.retryable()), (Invalid, None, false), "{error:?}");
    let expected = "the answer is none of AWS: another server gave it, such as a proxy that asks for a login";
    assert_eq!(error.message, expected);
    assert!(std::error::Error::source(&error).is_some(), "why it cannot be read");
}

#[tokio::test]
async fn the_store_tells_what_is_wrong() {
    let open = |status: u16, code: &'static str| async move {
        let body = format!("<Error><Code>{code}</Code><Message>no</Message><RequestId>request-1</RequestId></Error>");
        let wire = Wire::answering(status, &body);
        S3Store::open(&config(wire.url()), "s3://kops-state").await.expect_err("the server refuses everything")
    };
    assert!(matches!(open(404, "NoSuchBucket").await, StateError::NoStore { .. }));
    assert!(matches!(open(403, "AccessDenied").await, StateError::Denied { .. }));
    assert!(matches!(open(403, "InvalidAccessKeyId").await, StateError::Denied { .. }));
    assert!(matches!(open(503, "SlowDown").await, StateError::Failed { retryable: true, .. }));
    assert!(matches!(open(500, "InternalError").await, StateError::Failed { retryable: true, .. }));
}
