//! moto, the AWS of these tests: a real server on loopback, one for each test.
//!
//! Where moto is not AWS is listed in the documentation of the crate.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_ec2::config::BehaviorVersion;
use aws_types::SdkConfig;
use aws_types::region::Region;
use kops_aws::{Config, Credentials};
use kops_core::facts::Image;

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

/// The images that the account has: `MOTO_AMIS_PATH`.
const IMAGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/moto/images.json");

/// A running moto server, which ends with this value.
#[derive(Debug)]
pub(crate) struct Moto {
    child: Child,
    url: String,
}

impl Moto {
    /// Starts a server on a free port, or says loudly that the test is skipped where moto is not installed.
    ///
    /// `MOTO_SERVER` names the program; `make test` installs it.
    pub(crate) fn start() -> Option<Self> {
        let program = std::env::var("MOTO_SERVER").unwrap_or_else(|_| "moto_server".to_owned());
        let started = Command::new(&program)
            .args(["-H", "127.0.0.1", "-p", "0"])
            .env("PYTHONUNBUFFERED", "1")
            .env("MOTO_AMIS_PATH", IMAGES)
            .env("MOTO_ENABLE_AMI_VALIDATION", "true")
            .env("MOTO_IAM_LOAD_MANAGED_POLICIES", "true")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn();
        let Ok(mut child) = started else {
            assert!(std::env::var_os("MOTO_SERVER").is_none(), "MOTO_SERVER names `{program}`, which does not start");
            eprintln!("SKIPPED: moto is not installed (`pip install 'moto[server]'`, or run `make test`)");
            return None;
        };
        let mut lines = BufReader::new(child.stderr.take().expect("piped")).lines();
        let url = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.split_once("Running on ").map(|(_, url)| url.trim().to_owned()))
            .expect("moto says where it listens");
        // Its log goes on; a full pipe would stop it.
        std::thread::spawn(move || lines.for_each(drop));
        Some(Self { child, url })
    }

    /// How to reach it.
    pub(crate) fn config(&self) -> Config {
        Config::new(REGION, credentials()).endpoint(&self.url)
    }

    /// Forgets everything that was made.
    pub(crate) fn reset(&self) {
        let address = self.url.trim_start_matches("http://").trim_end_matches('/');
        let mut stream = TcpStream::connect(address).expect("moto listens");
        let request = format!(
            "POST /moto-api/reset HTTP/1.1\r\nHost: {address}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).expect("moto hears");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("moto answers");
        assert!(answer.contains("200 OK"), "{answer}");
    }

    /// A client of EC2, for what tests lay there by hand.
    pub(crate) fn ec2(&self) -> aws_sdk_ec2::Client {
        aws_sdk_ec2::Client::new(&self.sdk(REGION))
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

    /// Makes a public hosted zone and returns its id.
    pub(crate) async fn hosted_zone(&self, name: &str) -> String {
        let request = self.route53().create_hosted_zone().name(name).caller_reference(name).send();
        let zone = request.await.expect("the zone is made").hosted_zone.expect("with an answer");
        zone.id().trim_start_matches("/hostedzone/").to_owned()
    }

    fn sdk(&self, region: &str) -> SdkConfig {
        SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(region.to_owned()))
            .credentials_provider(SharedCredentialsProvider::new(credentials()))
            .endpoint_url(&self.url)
            .http_client(aws_smithy_http_client::Builder::new().build_http())
            .build()
    }

    /// Its address.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

fn credentials() -> Credentials {
    Credentials::new("test", "test", None, None, "tests")
}

impl Drop for Moto {
    fn drop(&mut self) {
        // Nothing can be done about a server that is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
