//! The article's commands with `--cloud aws` and `--state s3://…`, against moto.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "tests learn from the environment where moto is, and say loudly that they skip"
)]

#[path = "../../../../kops-aws/tests/moto/process.rs"]
mod process;

use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use kops_core::apply::{Entropy as _, SimulatedEntropy};
use kops_core::pki;
use process::Process;
use tempfile::TempDir;

const CLUSTER: &str = "demo.kube.example.com";
const IMAGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../kops-aws/tests/moto/images.json");

/// An account with the network of the Fairwinds cluster, its hosted zone and a bucket, and a folder with the spec.
struct Account {
    moto: Process,
    folder: TempDir,
    vpc: String,
}

impl Account {
    fn create() -> Option<Self> {
        let moto = Process::start(IMAGES)?;
        let folder = tempfile::tempdir().expect("a folder");
        let vpc = make(&moto, "Action=CreateVpc&CidrBlock=172.20.0.0/16", "vpcId");
        let gateway = make(&moto, "Action=CreateInternetGateway", "internetGatewayId");
        make(&moto, &format!("Action=AttachInternetGateway&VpcId={vpc}&InternetGatewayId={gateway}"), "requestId");
        let mut spec = example("cluster_spec.yml").replace("vpc-0a1b2c3d4e5f60718", &vpc);
        for (zone, written) in
            [("a", "nat-0aa00000000000001"), ("b", "nat-0bb00000000000002"), ("c", "nat-0cc00000000000003")]
        {
            let number = u32::from(zone.as_bytes()[0] - b'a');
            let subnet = format!(
                "Action=CreateSubnet&VpcId={vpc}&CidrBlock=172.20.{number}.0/24&AvailabilityZone=us-east-2{zone}"
            );
            let subnet = make(&moto, &subnet, "subnetId");
            let address = make(&moto, "Action=AllocateAddress&Domain=vpc", "allocationId");
            let gateway = make(
                &moto,
                &format!("Action=CreateNatGateway&SubnetId={subnet}&AllocationId={address}"),
                "natGatewayId",
            );
            spec = spec.replace(written, &gateway);
        }
        let zone = "<CreateHostedZoneRequest xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\">\
                    <Name>kube.example.com</Name><CallerReference>1</CallerReference></CreateHostedZoneRequest>";
        assert!(moto.ask("POST", "/2013-04-01/hostedzone", zone).contains(" 201 "));
        let place = "<CreateBucketConfiguration><LocationConstraint>us-east-2</LocationConstraint>\
                     </CreateBucketConfiguration>";
        assert!(moto.ask("PUT", "/kops-state-store", place).contains(" 200 "));
        fs::write(folder.path().join("cluster_spec.yml"), spec).expect("writes");
        fs::write(folder.path().join("id_demo.pub"), example("id_demo.pub")).expect("writes");
        let files = ["nodeup", "protokube"].into_iter().flat_map(|name| ["amd64", "arm64"].map(|arch| (name, arch)));
        let url = |name, arch| format!("https://artifacts.k8s.io/binaries/kops/1.36.2/linux/{arch}/{name}");
        let hashes: String = files.map(|(name, arch)| format!("{}  {}\n", "0a".repeat(32), url(name, arch))).collect();
        fs::write(folder.path().join("hashes"), hashes).expect("writes");
        Some(Self { moto, folder, vpc })
    }

    /// The command line in this account, with nothing else in its environment.
    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::cargo_bin("kops").expect("is built");
        command.env_clear().current_dir(self.folder.path()).args(args);
        for (name, value) in [
            ("AWS_ACCESS_KEY_ID", "test"),
            ("AWS_SECRET_ACCESS_KEY", "test"),
            ("AWS_ENDPOINT_URL", self.moto.url()),
            ("AWS_EC2_METADATA_DISABLED", "true"),
            ("KOPS_CLOUD", "aws"),
            ("KOPS_STATE_STORE", "s3://kops-state-store"),
            ("KUBECONFIG", "others:config"),
        ] {
            command.env(name, value);
        }
        command
    }

    fn kops(&self, args: &[&str]) -> Output {
        self.command(args).output().expect("runs")
    }

    /// Runs a command that succeeds, and returns what it printed.
    #[track_caller]
    fn says(&self, args: &[&str]) -> String {
        let output = self.kops(args);
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "kops {}\n{out}\n{err}", args.join(" "));
        out.into_owned()
    }
}

/// Asks EC2 to make something, and returns its id.
fn make(moto: &Process, call: &str, id: &str) -> String {
    let answer = moto.ask("POST", "/", &format!("{call}&Version=2016-11-15"));
    let rest = answer.split_once(&format!("<{id}>")).unwrap_or_else(|| panic!("{call}\n{answer}")).1;
    rest.split('<').next().unwrap_or_default().to_owned()
}

fn example(name: &str) -> String {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a parent");
    fs::read_to_string(examples.join("fairwinds").join(name)).expect("reads")
}

#[test]
fn the_articles_commands_work_on_aws() {
    let Some(account) = Account::create() else { return };
    account.says(&["create", "-f", "cluster_spec.yml"]);
    account.says(&["create", "secret", "--name", CLUSTER, "sshpublickey", "admin", "-i", "id_demo.pub"]);
    let plan = account.says(&["update", "cluster", "--file-hashes", "hashes", CLUSTER]);
    assert!(plan.contains(&account.vpc) && plan.contains("to create"), "{plan}");
    account.says(&["update", "cluster", "--file-hashes", "hashes", CLUSTER, "--yes"]);
    let again =
        account.kops(&["update", "cluster", "--file-hashes", "hashes", CLUSTER, "--detailed-exitcode", "-o", "json"]);
    let plan: serde_json::Value = serde_json::from_slice(&again.stdout).expect("JSON");
    // moto does not keep the hostname type of subnets, which then differs always.
    let differs = |step: &&serde_json::Value| !step.to_string().contains("\"field\":\"hostname_type\"");
    let steps: Vec<_> = plan["steps"].as_array().expect("steps").iter().filter(differs).collect();
    assert!(steps.is_empty(), "{steps:#?}");

    assert!(account.says(&["get", "cluster", CLUSTER, "-o", "yaml", "--full"]).contains(&account.vpc));
    assert!(account.says(&["get", "ig", "nodes", "-o", "yaml"]).contains("role: Node"));
    assert!(account.says(&["get", "ig", "masters", "-o", "yaml"]).contains("role: Master"));

    let read = |file: &str| fs::read_to_string(account.folder.path().join(file)).expect("reads");
    fs::write(account.folder.path().join("others"), format!("current-context: {CLUSTER}\n")).expect("writes");
    account.says(&["export", "kubeconfig", CLUSTER, "--kubeconfig", "config"]);
    assert!(account.says(&["delete", "cluster", CLUSTER]).contains("to delete"));
    assert!(read("config").contains(CLUSTER));
    account.says(&["delete", "cluster", CLUSTER, "--yes"]);
    assert!(!read("config").contains(CLUSTER) && !read("others").contains(CLUSTER), "no file names what is gone");
    assert!(!account.says(&["get", "clusters"]).contains(CLUSTER));
}

#[test]
fn what_is_wrong_at_aws_is_said() {
    let Some(account) = Account::create() else { return };
    let refuses = |args: &[&str], status: i32, words: &[&str]| {
        let output = account.kops(args);
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(status), "{err}");
        assert!(words.iter().all(|word| err.contains(word)) && !err.contains("panicked"), "{words:?} in\n{err}");
    };
    refuses(&["get", "clusters", "--state", "s3://nowhere"], 1, &["s3://nowhere"]);
    refuses(&["update", "cluster", "other.example.com"], 1, &["other.example.com"]);
    refuses(
        &["get", "clusters", "--aws-endpoint-url", "localhost:5000"],
        64,
        &["--aws-endpoint-url", "`http://localhost:"],
    );
    let mut without = Command::cargo_bin("kops").expect("is built");
    without.env_clear().env("AWS_EC2_METADATA_DISABLED", "true").env("AWS_ENDPOINT_URL", account.moto.url());
    let output = without.args(["get", "clusters", "--state", "s3://kops-state-store"]).output().expect("runs");
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(1) && err.contains("credentials"), "{err}");
}

#[test]
fn a_cluster_that_the_account_refutes_is_not_stored_where_no_cloud_is_named() {
    let Some(account) = Account::create() else { return };
    let new = ["create", "cluster", "new.k8s.local", "--zones", "us-east-2a"];
    for (options, code) in [
        (&["--network-id", "vpc-0ffffffffffffffff"][..], "network/unknown-vpc"),
        (&["--network-id", "vpc-0ffffffffffffffff", "--dry-run", "-o", "yaml"], "network/unknown-vpc"),
    ] {
        let mut command = account.command(&[&new[..], options].concat());
        let output = command.env_remove("KOPS_CLOUD").output().expect("runs");
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(!output.status.success() && err.contains(code) && out.is_empty(), "{options:?}: {out}\n{err}");
    }
    assert!(!account.says(&["get", "clusters"]).contains("new.k8s.local"));
}

#[test]
fn what_is_wrong_with_the_api_of_a_cluster_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("writes");
        path.to_string_lossy().into_owned()
    };
    // The API server is moto: with a certificate that it makes itself, and with one that expired in 1979.
    let key = SimulatedEntropy.private_key().expect("is made");
    let expired = pki::generate_with("kubernetes-ca", key, &mut SimulatedEntropy.rng(), 0).expect("is made");
    let primary = expired.primary().expect("there is one");
    let (Some(certificate), Some(key)) = (&primary.certificate, &primary.private_key) else { panic!("is whole") };
    let certificate = write("expired.crt", &certificate.to_pem());
    let key = write("expired.key", &String::from_utf8_lossy(key.to_pem().expose()));
    let Some(other) = Process::start_with(IMAGES, &["--ssl"]) else { return };
    let expired = Process::start_with(IMAGES, &["--ssl-cert", &certificate, "--ssl-key", &key]).expect("moto is there");

    let account = write("account.json", &example("account.json"));
    let command = |args: &[&str]| {
        let mut command = Command::cargo_bin("kops").expect("is built");
        command.env_clear().env("KOPS_CLOUD", format!("sim:{account}"));
        // They are not used, as what the API server answers shows.
        command.envs([("HTTPS_PROXY", "http://127.0.0.1:1"), ("NO_PROXY", "localhost,,*.svc")]);
        command.env("KOPS_STATE_STORE", format!("file://{}", folder.path().join("state").display()));
        command.args(args);
        command
    };
    let kops = |args: &[&str]| command(args).output().expect("runs");
    let spec = write("cluster.yml", &example("cluster_spec.yml"));
    assert!(kops(&["create", "-f", &spec]).status.success());
    assert!(kops(&["create", "keypair", "kubernetes-ca", "--primary", "--name", CLUSTER]).status.success());
    let kubeconfig =
        "apiVersion: v1\nkind: Config\ncontexts:\n- name: other.example.com\n  context: {cluster: a, user: a}\n";
    let kubeconfig = write("kubeconfig", kubeconfig);
    let cases: [(&[&str], &str); 5] = [
        (&["--api-server", "https://127.0.0.1:1"], "the API server cannot be reached"),
        (&["--api-server", "https://nowhere.invalid"], "`nowhere.invalid` of the API server does not resolve"),
        (&["--api-server", other.url()], "the certificate of the API server is not one of this cluster"),
        (&["--api-server", expired.url()], "the certificate of the API server has expired"),
        (&["--use-kubeconfig", "--kubeconfig", &kubeconfig], "the kubeconfig has no context `demo.kube.example.com`"),
    ];
    for (args, message) in cases {
        let output = kops(&[&["validate", "cluster", CLUSTER], args].concat());
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{err}");
        assert!(err.contains(message) && !err.contains("PRIVATE KEY"), "{message} in\n{err}");
    }

    // The context is in one file, and in another its cluster and its user, with a path that begins there.
    let context = format!("contexts:\n- name: {CLUSTER}\n  context: {{cluster: a, user: a}}\n");
    let rest = format!(
        "clusters:\n- name: a\n  cluster: {{server: '{}', certificate-authority: expired.crt}}\n\
         users:\n- name: a\n  user: {{token: t0ken}}\n",
        other.url()
    );
    let files = std::env::join_paths([write("context", &context), write("rest", &rest), "none".to_owned()]);
    let mut validate = command(&["validate", "cluster", CLUSTER, "--use-kubeconfig"]);
    let output = validate.env("KUBECONFIG", files.expect("paths")).output().expect("runs");
    let err = String::from_utf8_lossy(&output.stderr);
    let message = "the certificate of the API server is not one of this cluster";
    assert!(output.status.code() == Some(1) && err.contains(message), "{err}");
}
