//! Upstream's API server, for the Fairwinds cluster in a simulated account.

use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kops_core::apply::{Clock, SimulatedEntropy};
use kops_core::cluster_api::ClusterApi as _;
use kops_core::kubeconfig::{KubeconfigOptions, User};
use kops_core::sim::Account;
use kops_core::spec::Objects;
use kops_core::{Engine, Spec};
use kops_kube::{Connection, Kube};
use serde_json::{Value, json};
use tempfile::TempDir;

pub(crate) const CLUSTER: &str = "demo.kube.example.com";

pub(crate) struct Server {
    process: Child,
    _folder: TempDir,
    url: String,
    admin: Admin,
    pub(crate) account: Account,
    pub(crate) engine: Engine,
    pub(crate) spec: Spec,
    pub(crate) api: Kube,
}

impl Server {
    /// Applies the cluster and starts its API server; none where there is no program to start.
    pub(crate) async fn start(clock: impl Clock + 'static) -> Option<Self> {
        Self::start_with(clock, str::to_owned).await
    }

    /// As [`Server::start`], with a changed spec.
    pub(crate) async fn start_with(clock: impl Clock + 'static, change: impl FnOnce(&str) -> String) -> Option<Self> {
        let Ok(program) = std::env::var("KOPS_TEST_APISERVER") else {
            eprintln!("SKIPPED: KOPS_TEST_APISERVER names no API server; CONTRIBUTING says how to build it");
            return None;
        };
        let (account, engine, spec) = Box::pin(applied(clock, change)).await;
        let folder = tempfile::tempdir().expect("a folder");
        let authority = engine.keyset(CLUSTER, "kubernetes-ca").await.expect("was made").certificates();
        let accounts = engine.keyset(CLUSTER, "service-account").await.expect("was made");
        let signer = accounts.primary().and_then(|pair| pair.private_key.as_ref()).expect("has a key").to_pem();
        let write = |name: &str, content: &[u8]| fs::write(folder.path().join(name), content).expect("writes");
        write("ca.crt", authority.as_bytes());
        write("service-account.key", signer.expose());
        let [port, client, peer] = [(); 3].map(|()| free_port());
        let path = |name: &str| folder.path().join(name).display().to_string();
        let log = fs::File::create(folder.path().join("log")).expect("a file");
        let process = Command::new(program)
            .args([path("etcd"), client.to_string(), peer.to_string()])
            .arg(format!("--secure-port={port}"))
            .arg("--bind-address=127.0.0.1")
            .arg(format!("--cert-dir={}", path("certificates")))
            .arg(format!("--client-ca-file={}", path("ca.crt")))
            .arg(format!("--service-account-issuer=https://api.internal.{CLUSTER}"))
            .arg(format!("--service-account-key-file={}", path("service-account.key")))
            .arg(format!("--service-account-signing-key-file={}", path("service-account.key")))
            .args(["--authorization-mode=Node,RBAC", "--service-cluster-ip-range=100.64.0.0/13"])
            .args(["--allow-privileged=true", "--endpoint-reconciler-type=none"])
            .args(["--disable-admission-plugins=ServiceAccount"])
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("the API server starts");
        let (certificate, key) = administrator(&engine, 3600).await;
        let made = Admin { certificate, key, authority, folder: folder.path().to_owned() };
        let url = format!("https://127.0.0.1:{port}");
        let api = connect(&made, &url).await;
        Some(Self { process, _folder: folder, url, admin: made, account, engine, spec, api })
    }

    pub(crate) fn url(&self) -> String {
        self.url.clone()
    }

    /// A kubeconfig that the engine exported, which trusts the certificate that the server shows, by a name that is in it.
    pub(crate) fn trusting(&self, exported: &str) -> String {
        let shown =
            fs::read_to_string(self.admin.folder.join("certificates/apiserver.crt")).expect("the server made it");
        let (own, shown) = (STANDARD.encode(&self.admin.authority), STANDARD.encode(shown));
        assert!(exported.contains(&own), "the cluster's authority is exported");
        let name = format!("tls-server-name: api.internal.{CLUSTER}");
        assert!(exported.contains(&name), "the name of the API inside the cluster is expected");
        exported.replace(&own, &shown).replace(&name, "tls-server-name: kubernetes.default.svc")
    }

    /// A kubeconfig for a server: with the certificate that it shows or with the cluster's authority, which did not sign that, and
    /// with an administrator's credentials or with none.
    pub(crate) fn kubeconfig(&self, url: &str, is_trusted: bool, is_admin: bool) -> String {
        self.admin.kubeconfig(url, is_trusted, is_admin)
    }

    /// A kubeconfig for the server, whose user has the credentials that a command writes.
    pub(crate) fn kubeconfig_of_command(&self, command: &str, arguments: &[&str]) -> String {
        let version = "client.authentication.k8s.io/v1";
        let user = json!({"exec": {"apiVersion": version, "command": command, "args": arguments}});
        self.admin.kubeconfig_of(&self.url, true, &user)
    }

    /// What a command writes: the certificate of an administrator, which is valid for so many seconds and said to end then.
    pub(crate) async fn credential(&self, seconds: u64, end: &str) -> String {
        let (certificate, key) = administrator(&self.engine, seconds).await;
        let status = json!({"clientCertificateData": certificate, "clientKeyData": key, "expirationTimestamp": end});
        let version = "client.authentication.k8s.io/v1";
        json!({"apiVersion": version, "kind": "ExecCredential", "status": status}).to_string()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A simulated account with the cluster, whose spec is changed before, its engine and its spec.
pub(crate) async fn applied(
    clock: impl Clock + 'static,
    change: impl FnOnce(&str) -> String,
) -> (Account, Engine, Spec) {
    let account = Account::from_json(include_str!("../../../examples/fairwinds/account.json")).expect("an account");
    let engine = Engine::builder(account.clone()).clock(clock).entropy(SimulatedEntropy).build();
    let text = change(include_str!("../../../examples/fairwinds/cluster_spec.yml"));
    engine.create(&Objects::from_yaml("cluster_spec.yml", &text).expect("a spec")).await.expect("is stored");
    let spec = engine.load(CLUSTER).await.expect("is stored");
    engine.apply(&engine.plan(&spec).await.expect("a plan")).await.expect("is applied");
    (account, engine, spec)
}

/// A certificate of an administrator, which is valid for so many seconds, and its key.
async fn administrator(engine: &Engine, seconds: u64) -> (String, String) {
    let options = KubeconfigOptions { admin: Some(seconds), ..KubeconfigOptions::default() };
    let admin = engine.kubeconfig(CLUSTER, &options).await.expect("is signed");
    let User::Certificate(certificate, key) = admin.user else { panic!("the user has a certificate") };
    (certificate.to_pem(), key.to_pem().to_text().to_string())
}

struct Admin {
    certificate: String,
    key: String,
    authority: String,
    folder: PathBuf,
}

impl Admin {
    fn kubeconfig(&self, url: &str, is_trusted: bool, is_admin: bool) -> String {
        let user = match is_admin {
            true => json!({
                "client-certificate-data": STANDARD.encode(&self.certificate),
                "client-key-data": STANDARD.encode(&self.key),
            }),
            false => json!({}),
        };
        self.kubeconfig_of(url, is_trusted, &user)
    }

    fn kubeconfig_of(&self, url: &str, is_trusted: bool, user: &Value) -> String {
        let shown = fs::read_to_string(self.folder.join("certificates/apiserver.crt")).expect("the server made it");
        let authority = STANDARD.encode(if is_trusted { &shown } else { &self.authority });
        let context = json!({"cluster": CLUSTER, "user": CLUSTER});
        json!({
            "apiVersion": "v1", "kind": "Config", "current-context": CLUSTER,
            "clusters": [{"name": CLUSTER, "cluster": {"server": url, "certificate-authority-data": authority}}],
            "users": [{"name": CLUSTER, "user": user}],
            "contexts": [{"name": CLUSTER, "context": context}],
        })
        .to_string()
    }
}

/// Connects once the server answers.
async fn connect(admin: &Admin, url: &str) -> Kube {
    for _ in 0..600 {
        if admin.folder.join("certificates/apiserver.key").exists() {
            let kubeconfig = admin.kubeconfig(url, true, true);
            let api = Kube::connect(&kubeconfig, &Connection::default()).await.expect("is a kubeconfig");
            if api.nodes().await.is_ok() {
                return api;
            }
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    panic!("the API server does not answer: {}", fs::read_to_string(admin.folder.join("log")).unwrap_or_default());
}

/// A port on loopback that is free, below those that outgoing connections are given, one of which could have it a moment later.
fn free_port() -> u16 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = |next: u32| std::process::id().wrapping_mul(50).wrapping_add(next) % 12_000 + 20_000;
    let mut ports = std::iter::repeat_with(|| NEXT.fetch_add(1, Ordering::SeqCst)).map(number);
    let free = ports.find_map(|port| {
        let port = u16::try_from(port).ok()?;
        TcpListener::bind(("127.0.0.1", port)).is_ok().then_some(port)
    });
    free.expect("a port is free")
}
