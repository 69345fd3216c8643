//! The script with which machines boot, run by bash against a server of its own: what it downloads, refuses, writes and starts.

#![allow(clippy::print_stderr, reason = "a test that is skipped says so loudly")]

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::support::{CLUSTER, Place, fairwinds_spec};

/// Stands for nodeup: leaves how it was started.
const NODEUP: &str = "#!/bin/bash\n{ pwd; echo \"$@\"; echo \"${AWS_REGION}\"; } > ../started\n";
/// What the script needs of a machine beside bash and a program that downloads.
const TOOLS: [&str; 10] = ["bash", "uname", "mkdir", "sha256sum", "rm", "chmod", "cat", "base64", "gzip", "env"];
/// Where the server has nodeup, for every architecture.
const PATH: &str = "/nodeup";

#[derive(Clone, Copy)]
enum Reply {
    Unavailable,
    Body(&'static str),
}

/// An HTTP server on loopback that gives its replies in order, and the last one again and again.
struct Server {
    url: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start(replies: &'static [Reply]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("binds");
        let url = format!("http://{}", listener.local_addr().expect("has an address"));
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        thread::spawn(move || {
            for (number, stream) in listener.incoming().enumerate() {
                let reply = replies[number.min(replies.len() - 1)];
                seen.lock().expect("no other panicked").push(answer(stream.expect("connects"), reply));
            }
        });
        Self { url, requests }
    }

    fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("no other panicked").clone()
    }
}

/// Answers one request and returns its first line.
fn answer(mut stream: TcpStream, reply: Reply) -> String {
    let mut lines = BufReader::new(stream.try_clone().expect("clones")).lines().map_while(Result::ok);
    let request = lines.next().unwrap_or_default();
    for _ in lines.take_while(|line| !line.is_empty()) {}
    let (status, body) = match reply {
        Reply::Unavailable => ("503 Service Unavailable", ""),
        Reply::Body(body) => ("200 OK", body),
    };
    let text = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len());
    stream.write_all(text.as_bytes()).expect("answers");
    request
}

/// A machine: the programs that the script finds, and its disk.
struct Machine {
    place: Place,
    user_data: String,
}

impl Machine {
    /// Creates the Fairwinds cluster and takes the user data of a group. The group gets `fields`; the machine can download with
    /// `downloader`.
    fn new(group: &str, fields: &str, downloader: &str) -> Option<Self> {
        let place = Place::with_account();
        let spec = fairwinds_spec("  machineType: t3.large\n", &format!("  machineType: t3.large\n{fields}"));
        place.run(&["create", "-f", &place.write("spec.yml", &spec)]).succeeds();
        place.run(&["update", "cluster", CLUSTER, "--yes"]).succeeds();
        let account = place.account();
        let templates = account["resources"]["launch-template"].as_object().expect("templates").values();
        let name = format!("{group}.{CLUSTER}");
        let template = templates.clone().find(|template| template["tags"]["Name"] == name.as_str()).expect("is there");
        let user_data = template["user_data"].as_str().expect("text").to_owned();
        let machine = Self { place, user_data };
        machine.install(downloader).then_some(machine)
    }

    /// Makes the programs of the machine. The script's waiting is noted and takes no time.
    fn install(&self, downloader: &str) -> bool {
        let programs = self.place.path("programs");
        fs::create_dir(&programs).expect("a folder");
        for tool in TOOLS {
            let Some(found) = which(tool) else {
                eprintln!("SKIPPED: the boot script cannot be run, because `{tool}` is not installed");
                return false;
            };
            symlink(found, programs.join(tool)).expect("links");
        }
        let Some(found) = which(downloader) else {
            eprintln!("SKIPPED: downloading with {downloader}, which is not installed");
            return false;
        };
        let log = self.place.path("waits").display().to_string();
        self.program("sleep", &format!("echo \"$@\" >> '{log}'"));
        // Its own repetitions, which wait for seconds, are the program's affair: what counts is that they were asked for.
        let once = if downloader == "curl" { "--retry 0 --noproxy '*'" } else { "--tries=1 --no-proxy" };
        let log = self.place.path("downloads").display().to_string();
        let found = found.display();
        self.program(downloader, &format!("echo \"$@\" >> '{log}'\nexec '{found}' \"$@\" {once}"));
        true
    }

    fn program(&self, name: &str, script: &str) {
        let path = self.place.path("programs").join(name);
        fs::write(&path, format!("#!/bin/bash\n{script}\n")).expect("writes");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("changes the mode");
    }

    /// Runs a script with its home in the machine's own folder, and nodeup's address and hash as given.
    fn run(&self, script: &str, urls: &str, sha256: &str) -> Output {
        let home = self.place.path("home").display().to_string();
        let lines = script.lines().map(|line| match line.split_once('=') {
            Some(("NODEUP_URL_AMD64", _)) => format!("NODEUP_URL_AMD64={urls}"),
            Some(("NODEUP_URL_ARM64", _)) => format!("NODEUP_URL_ARM64={urls}"),
            Some(("NODEUP_HASH_AMD64", _)) => format!("NODEUP_HASH_AMD64={sha256}"),
            Some(("NODEUP_HASH_ARM64", _)) => format!("NODEUP_HASH_ARM64={sha256}"),
            _ => line.replace("/opt/kops", &home),
        });
        let script: String = lines.map(|line| line + "\n").collect();
        let programs = self.place.path("programs");
        let mut command = Command::new(programs.join("bash"));
        command.arg(self.place.write("nodeup.sh", &script)).env_clear().env("PATH", programs);
        command.current_dir(self.place.path(".")).output().expect("runs")
    }

    fn lines(&self, name: &str) -> Vec<String> {
        let text = fs::read_to_string(self.place.path(name)).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    /// Asserts that nodeup was started in its folder with the configuration that the script wrote.
    #[track_caller]
    fn started_nodeup(&self, output: &Output) -> serde_yaml::Value {
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{errors}");
        let home = self.place.path("home").canonicalize().expect("is there");
        let conf = self.place.path("home/conf/kube_env.yaml");
        let arguments = format!("--install-systemd-unit --conf={} --v=8", conf.display());
        let [folder, given, region] = self.lines("home/started").try_into().expect("three lines");
        assert_eq!(PathBuf::from(folder).canonicalize().expect("is there"), home.join("bin"));
        assert_eq!([given, region], [arguments, "us-east-2".to_owned()]);
        serde_yaml::from_str(&fs::read_to_string(conf).expect("reads")).expect("YAML")
    }
}

fn which(program: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(program)).find(|path| path.is_file())
}

/// The SHA-256 of a text, as the script's own tool has it.
fn sha256(place: &Path, text: &str) -> String {
    let file = place.join("hashed");
    fs::write(&file, text).expect("writes");
    let output = Command::new("sha256sum").arg(file).output().expect("runs");
    String::from_utf8(output.stdout).expect("text").split(' ').next().expect("a hash").to_owned()
}

/// Boots a machine of a group on which the first two downloads fail: one is refused, one has another hash.
fn boots_after_failed_downloads(group: &str, fields: &str, downloader: &str) -> Option<(Machine, serde_yaml::Value)> {
    const REPLIES: &[Reply] = &[Reply::Unavailable, Reply::Body("another file"), Reply::Body(NODEUP)];
    let machine = Machine::new(group, fields, downloader)?;
    let server = Server::start(REPLIES);
    let hash = sha256(&machine.place.path("."), NODEUP);
    let script = shell_script(&machine.user_data);
    let output = machine.run(&script, &format!("{}{PATH}", server.url), &hash);
    let config = machine.started_nodeup(&output);
    assert_eq!(server.requests(), vec![format!("GET {PATH} HTTP/1.1"); 3]);
    assert_eq!(machine.lines("waits"), ["60", "60"]);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(errors.contains(&format!("is not the file with the SHA-256 {hash}")), "{errors}");
    Some((machine, config))
}

/// The shell script of user data, which is the whole or a part of a MIME message.
fn shell_script(user_data: &str) -> String {
    let Some((_, rest)) = user_data.split_once("filename=\"nodeup.sh\"") else { return user_data.to_owned() };
    let (_, body) = rest.split_once("\n\n").expect("a body");
    body.split_once("\n--MIMEBOUNDARY").expect("a boundary").0.to_owned()
}

#[test]
fn a_worker_installs_nodeup_once_the_download_has_its_hash_and_starts_it_with_its_configuration() {
    let Some((machine, config)) = boots_after_failed_downloads("nodes", "", "curl") else { return };
    assert_eq!(config["ClusterName"], CLUSTER);
    assert_eq!(config["InstanceGroupName"], "nodes");
    let authority = config["ConfigServer"]["CACertificates"].as_str().expect("text");
    assert!(authority.starts_with("-----BEGIN CERTIFICATE-----\n"), "{authority}");
    for download in machine.lines("downloads") {
        assert!(download.contains("--fail") && download.contains("--retry 5"), "{download}");
    }
}

#[test]
fn a_control_plane_machine_without_curl_downloads_with_wget() {
    let Some((machine, config)) = boots_after_failed_downloads("masters.masters", "", "wget") else { return };
    assert_eq!(config["ConfigBase"], format!("s3://kops-state-store/{CLUSTER}"));
    assert!(machine.lines("downloads").iter().all(|download| download.contains("--tries=6")));
}

#[test]
fn packed_configuration_and_parts_of_the_group_leave_the_script_as_it_is() {
    let part = "  additionalUserData:\n  - {name: mine.sh, type: text/x-shellscript, content: echo}\n";
    let fields = format!("  compressUserData: true\n{part}");
    let Some((machine, config)) = boots_after_failed_downloads("nodes", &fields, "curl") else { return };
    assert!(
        machine.user_data.starts_with("Content-Type: multipart/mixed") && !machine.user_data.contains("ConfigServer")
    );
    assert_eq!(config["InstanceGroupRole"], "Node");
}

#[test]
fn the_next_address_is_tried_at_once_and_a_second_boot_downloads_nothing() {
    const GONE: &[Reply] = &[Reply::Unavailable];
    const THERE: &[Reply] = &[Reply::Body(NODEUP)];
    let Some(machine) = Machine::new("nodes", "", "curl") else { return };
    let (first, second) = (Server::start(GONE), Server::start(THERE));
    let hash = sha256(&machine.place.path("."), NODEUP);
    for _ in 0..2 {
        let urls = format!("{}{PATH},{}{PATH}", first.url, second.url);
        let output = machine.run(&machine.user_data, &urls, &hash);
        machine.started_nodeup(&output);
        assert_eq!((first.requests().len(), second.requests().len()), (1, 1));
        assert_eq!(machine.lines("waits"), Vec::<String>::new());
    }
}
