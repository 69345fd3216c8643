//! moto, the AWS of these tests: a real server on loopback, with a fresh account for each test.
//!
//! # Where moto is not AWS
//!
//! The code follows AWS where they differ. moto
//!
//! - does not keep the hostname type of subnets;
//! - gives sets of DHCP options no tags when it makes them, which the library then adds;
//! - calls the types of elastic IPs and NAT gateways in `DescribeTags` otherwise than AWS, so that ids tell the kinds;
//! - keeps the tags of some resources that are gone;
//! - associates CIDRs with VPCs and subnets at once, and has no volumes that are being deleted;
//! - takes filters of any number of values, and lists peering connections whatever the filters;
//! - ends lists of launch templates after a page and does not say that there is more;
//! - leaves launch templates that are gone out of lists of ids, which AWS refuses as a whole;
//! - shows of launch templates only the tags that they were made with;
//! - gives classic load balancers no hosted zone, and network load balancers no network interfaces;
//! - makes a second listener on the same port, and a second internet gateway in a VPC;
//! - lets subnets, addresses, internet gateways and security groups be deleted that something uses;
//! - makes security groups in VPCs that are not there, with a rule that lets everything out over IPv6 too;
//! - wants certificates of TLS listeners to be imported first;
//! - takes ports, types of volumes and sizes of groups that AWS refuses;
//! - refuses rules for protocols without ports unless ports are given, which AWS ignores;
//! - removes tags of autoscaling groups that have other values than those that are given;
//! - deletes warm pools at once;
//! - lets a network load balancer keep no fewer than two subnets;
//! - gives a load balancer another subnet in a zone before it has taken the one away that is there;
//! - ends lists of records with identifiers as if they had none;
//! - keeps the root volumes of instances that are gone, and the associations of subnets that are gone;
//! - gives new buckets no default encryption;
//! - lets two writers of an object win whose conditions hold at the same moment;
//! - knows no client tokens;
//! - knows neither the quotas that apply to an account, nor the limits of Auto Scaling, nor the simulation of policies.

use std::sync::{Arc, Mutex, PoisonError};

use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_ec2::config::BehaviorVersion;
use aws_sdk_route53::types::{HostedZoneConfig, Vpc, VpcRegion};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, SharedHttpClient, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_types::SdkConfig;
use aws_types::region::Region;
use kops_aws::{Config, Credentials};
use kops_core::apply::{CallBudget, SimulatedClock};
use kops_core::facts::Image;

use crate::process::Process;

/// The region of these tests.
pub(crate) const REGION: &str = "us-east-2";

/// An image of this account's region.
pub(crate) const IMAGE: &str = "ami-0a1b2c3d4e5f60718";

/// The same image, as the simulated account has it.
pub(crate) fn image() -> Image {
    Image {
        id: IMAGE.to_owned(),
        name: "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20260218".to_owned(),
        owner: "099720109477".to_owned(),
        architecture: "x86_64".to_owned(),
        root_device_name: "/dev/sda1".to_owned(),
        creation_date: "2026-02-18T00:00:00.000Z".to_owned(),
    }
}

/// The images that the account has.
const IMAGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/moto/images.json");

/// Servers that no test uses at the moment: starting one takes three seconds.
static IDLE: Mutex<Vec<Process>> = Mutex::new(Vec::new());

/// A running moto server with a fresh account.
#[derive(Debug)]
pub(crate) struct Moto(Option<Process>);

impl Moto {
    /// Takes an idle server or starts one, or says loudly that the test is skipped where moto is not installed.
    pub(crate) fn start() -> Option<Self> {
        let idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let moto = Self(Some(idle.or_else(|| Process::start(IMAGES))?));
        moto.reset();
        Some(moto)
    }

    /// How to reach it.
    pub(crate) fn config(&self) -> Config {
        config_at(self.url())
    }

    /// Forgets everything that was made.
    pub(crate) fn reset(&self) {
        let answer = self.process().ask("POST", "/moto-api/reset", "");
        assert!(answer.contains("200 OK"), "{answer}");
        // The first call after a reset lays EC2 out anew, which takes moto longer than the library waits for an answer where
        // the machine is busy.
        let answer = self.process().ask("POST", "/", "Action=DescribeAvailabilityZones&Version=2016-11-15");
        assert!(answer.contains("200 OK"), "{answer}");
    }

    /// A client of EC2, for what tests lay there by hand.
    pub(crate) fn ec2(&self) -> aws_sdk_ec2::Client {
        aws_sdk_ec2::Client::new(&self.sdk(REGION))
    }

    /// A client of Elastic Load Balancing.
    pub(crate) fn elbv2(&self) -> aws_sdk_elasticloadbalancingv2::Client {
        aws_sdk_elasticloadbalancingv2::Client::new(&self.sdk(REGION))
    }

    /// A client of Route 53.
    pub(crate) fn route53(&self) -> aws_sdk_route53::Client {
        aws_sdk_route53::Client::new(&self.sdk(REGION))
    }

    /// A client of S3.
    pub(crate) fn s3(&self, region: &str) -> aws_sdk_s3::Client {
        let config = aws_sdk_s3::config::Builder::from(&self.sdk(region)).force_path_style(true).build();
        aws_sdk_s3::Client::from_conf(config)
    }

    /// A client of IAM.
    pub(crate) fn iam(&self) -> aws_sdk_iam::Client {
        aws_sdk_iam::Client::new(&self.sdk(REGION))
    }

    /// Makes a managed policy and returns its ARN: moto would read AWS's own ones anew after each reset, for seconds.
    pub(crate) async fn managed_policy(&self) -> String {
        let deny_everything =
            r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}"#;
        let request = self.iam().create_policy().policy_name("tests").policy_document(deny_everything).send();
        let policy = request.await.expect("the policy is made").policy.expect("with an answer");
        policy.arn.expect("with its ARN")
    }

    /// Makes a public hosted zone and returns its id.
    pub(crate) async fn hosted_zone(&self, name: &str) -> String {
        let request = self.route53().create_hosted_zone().name(name).caller_reference(name).send();
        let zone = request.await.expect("the zone is made").hosted_zone.expect("with an answer");
        zone.id().trim_start_matches("/hostedzone/").to_owned()
    }

    /// Makes a private hosted zone that answers in a VPC, and returns its id.
    pub(crate) async fn private_hosted_zone(&self, name: &str, vpc: &str) -> String {
        let vpc = Vpc::builder().vpc_id(vpc).vpc_region(VpcRegion::from(REGION)).build();
        let private = HostedZoneConfig::builder().private_zone(true).build();
        let request = self.route53().create_hosted_zone().name(name).caller_reference("private");
        let request = request.hosted_zone_config(private).vpc(vpc).send();
        let zone = request.await.expect("the zone is made").hosted_zone.expect("with an answer");
        zone.id().trim_start_matches("/hostedzone/").to_owned()
    }

    fn process(&self) -> &Process {
        self.0.as_ref().expect("a server until it is dropped")
    }

    fn sdk(&self, region: &str) -> SdkConfig {
        SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(region.to_owned()))
            .credentials_provider(SharedCredentialsProvider::new(credentials()))
            .endpoint_url(self.url())
            .http_client(aws_smithy_http_client::Builder::new().build_http())
            .build()
    }

    /// Its address.
    pub(crate) fn url(&self) -> &str {
        self.process().url()
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        IDLE.lock().unwrap_or_else(PoisonError::into_inner).extend(self.0.take());
    }
}

/// How to reach a server in place of AWS. Waits for the budget of calls take no time.
pub(crate) fn config_at(url: &str) -> Config {
    config().endpoint(url.parse().expect("a URL"))
}

/// A configuration that takes a server for AWS itself.
pub(crate) fn config_behind(url: &str) -> Config {
    config().http_client(client_of(url))
}

fn config() -> Config {
    Config::new(REGION, credentials()).call_budget(CallBudget::new(Arc::new(SimulatedClock::default())))
}

/// An HTTP client that sends what is meant for AWS to another server.
fn client_of(url: &str) -> SharedHttpClient {
    let (plain, url) = (aws_smithy_http_client::Builder::new().build_http(), url.to_owned());
    http_client_fn(move |settings, components| {
        SharedHttpConnector::new(Rerouted { to: url.clone(), connector: plain.http_connector(settings, components) })
    })
}

#[derive(Debug)]
struct Rerouted {
    to: String,
    connector: SharedHttpConnector,
}

impl HttpConnector for Rerouted {
    fn call(&self, mut request: HttpRequest) -> HttpConnectorFuture {
        let meant = request.uri().split_once("://").map_or(request.uri(), |(_, rest)| rest);
        let path = meant.split_once('/').map(|(_, path)| path.to_owned()).unwrap_or_default();
        request.set_uri(format!("{}/{path}", self.to)).expect("is a URL");
        self.connector.call(request)
    }
}

fn credentials() -> Credentials {
    Credentials::new("test", "test", None, None, "tests")
}
