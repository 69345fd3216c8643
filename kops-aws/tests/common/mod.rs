//! moto, the AWS of these tests: a real server on loopback, one for each test.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use kops_aws::{Config, Credentials};

/// The region of these tests.
pub const REGION: &str = "us-east-2";

/// A running moto server, which ends with this value.
#[derive(Debug)]
pub struct Moto {
    child: Child,
    url: String,
}

impl Moto {
    /// Starts a server on a free port, or says loudly that the test is skipped where moto is not installed.
    ///
    /// `MOTO_SERVER` names the program; `make test` installs it.
    pub fn start() -> Option<Self> {
        let program = std::env::var("MOTO_SERVER").unwrap_or_else(|_| "moto_server".to_owned());
        let started = Command::new(&program)
            .args(["-H", "127.0.0.1", "-p", "0"])
            .env("PYTHONUNBUFFERED", "1")
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
    pub fn config(&self) -> Config {
        Config::new(REGION, Credentials::new("test", "test", None, None, "tests")).endpoint(&self.url)
    }

    /// Its address.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        // Nothing can be done about a server that is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
