//! The moto server as a process, and what tests ask it without the SDK.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

/// Runs a program until standard input is closed, which happens at the latest when the process of the tests ends.
const UNTIL_INPUT_ENDS: &str = r#"exec 3<&0; { cat <&3; kill $$; } > /dev/null 2>&1 & exec "$@" < /dev/null"#;

/// A running moto server, which ends with this value or with the process.
#[derive(Debug)]
pub(crate) struct Process {
    child: Child,
    url: String,
}

impl Process {
    /// Starts a server on a free port, or says loudly that the test is skipped where moto is not installed.
    ///
    /// `MOTO_SERVER` names the program; `make test` installs it. `images` is the file of the images that the account has.
    pub(crate) fn start(images: &str) -> Option<Self> {
        Self::start_with(images, &[])
    }

    /// Starts it with further arguments.
    pub(crate) fn start_with(images: &str, arguments: &[&str]) -> Option<Self> {
        let program = std::env::var("MOTO_SERVER").unwrap_or_else(|_| "moto_server".to_owned());
        let mut child = Command::new("sh")
            .args(["-c", UNTIL_INPUT_ENDS, "sh", &program, "-H", "127.0.0.1", "-p", "0"])
            .args(arguments)
            .env("PYTHONUNBUFFERED", "1")
            .env("MOTO_AMIS_PATH", images)
            .env("MOTO_ENABLE_AMI_VALIDATION", "true")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("there is a shell");
        let mut lines = BufReader::new(child.stderr.take().expect("piped")).lines();
        let mut log = Vec::new();
        let listens = lines.by_ref().map_while(Result::ok).find_map(|line| {
            let url = line.split_once("Running on ").map(|(_, url)| url.trim().to_owned());
            log.push(line);
            url
        });
        let Some(url) = listens else {
            child.wait().expect("it ends where it closed its output");
            let log = log.join("\n");
            assert!(
                std::env::var_os("MOTO_SERVER").is_none(),
                "MOTO_SERVER names `{program}`, which does not start:\n{log}"
            );
            eprintln!("SKIPPED: moto is not installed (`pip install 'moto[server]'`, or run `make test`)");
            return None;
        };
        // Its log goes on; a full pipe would stop it.
        std::thread::spawn(move || lines.for_each(drop));
        Some(Self { child, url })
    }

    /// Its address.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Sends one request and returns the whole answer. moto does not look at signatures, but at the region in them.
    pub(crate) fn ask(&self, method: &str, path: &str, body: &str) -> String {
        let address = self.url.trim_start_matches("http://").trim_end_matches('/');
        let (service, kind) = match path {
            "/" => ("ec2", "application/x-www-form-urlencoded"),
            _ if path.starts_with("/2013-04-01/") => ("route53", "application/xml"),
            _ => ("s3", "application/xml"),
        };
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
             Authorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-2/{service}/aws4_request\r\n\
             Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let mut stream = TcpStream::connect(address).expect("moto listens");
        stream.write_all(request.as_bytes()).expect("moto hears");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("moto answers");
        answer
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        // Nothing can be done about a server that is gone already.
        let _ = self.child.wait();
    }
}
