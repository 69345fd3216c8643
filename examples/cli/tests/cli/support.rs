//! A place to run `kops` in, and what it answered.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use kops_core::cloud::memory::Account;
use serde_json::Value;
use tempfile::TempDir;

/// The cluster of `examples/fairwinds`.
pub(crate) const CLUSTER: &str = "demo.kube.example.com";

/// A public key that EC2 would import.
pub(crate) const SSH_KEY: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f me@home\n";

/// A folder with a state store.
pub(crate) struct Place {
    folder: TempDir,
}

/// What a command answered.
pub(crate) struct Answer {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    /// A place whose state store holds the Fairwinds cluster.
    pub(crate) fn with_cluster() -> Self {
        let place = Self::new();
        place.run(&["create", "-f", &fairwinds("cluster_spec.yml")]).succeeds();
        place
    }

    /// A place with the account of `examples/fairwinds`, which commands then work in.
    pub(crate) fn with_account() -> Self {
        let place = Self::new();
        fs::copy(fairwinds("account.json"), place.path("account.json")).expect("copies");
        place
    }

    /// The account as data, complete, and without what only counts.
    pub(crate) fn account(&self) -> Value {
        let account = Account::from_json(&self.read("account.json")).expect("an account");
        let mut account: Value = serde_json::from_str(&account.to_json()).expect("JSON");
        if let Some(account) = account.as_object_mut() {
            account.retain(|field, _| field != "requests" && field != "tokens");
        }
        account
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("is in the place")).expect("makes the folder");
        fs::write(&path, text).expect("writes");
        path.display().to_string()
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("reads")
    }

    /// The files below a folder, sorted, without those that the state store keeps for itself.
    pub(crate) fn files(&self, name: &str) -> Vec<String> {
        let root = self.path(name);
        let mut found = Vec::new();
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            let Ok(entries) = fs::read_dir(folder) else { continue };
            for path in entries.map(|entry| entry.expect("reads").path()) {
                if path.is_dir() {
                    folders.push(path);
                } else {
                    found.push(path.strip_prefix(&root).expect("is below").display().to_string());
                }
            }
        }
        found.retain(|path| !path.contains(".kops-"));
        found.sort();
        found
    }

    /// A command in this place, with its state store, and with its account where it has one.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        Command::from_std(self.std_command(args))
    }

    /// The same, as a process to talk to.
    pub(crate) fn std_command(&self, args: &[&str]) -> std::process::Command {
        let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin("kops"));
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy();
            let is_ours = name.starts_with("KOPS_") || name.starts_with("AWS_");
            if is_ours || ["EDITOR", "NO_COLOR", "CLICOLOR_FORCE"].contains(&name.as_ref()) {
                command.env_remove(name.as_ref());
            }
        }
        command.current_dir(self.folder.path()).env("KOPS_STATE_STORE", "file://state").args(args);
        if self.path("account.json").exists() && !args.contains(&"--cloud") {
            command.env("KOPS_CLOUD", "sim:account.json");
        }
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Answer {
        Answer::of(&self.command(args).output().expect("runs"))
    }
}

impl Answer {
    pub(crate) fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("text");
        Self { status: output.status.code().unwrap_or(-1), out: text(&output.stdout), err: text(&output.stderr) }
    }

    #[track_caller]
    pub(crate) fn succeeds(self) -> Self {
        self.has_status(0)
    }

    #[track_caller]
    pub(crate) fn has_status(self, status: i32) -> Self {
        assert_eq!(self.status, status, "\n{}\n{}", self.out, self.err);
        self
    }

    /// The command failed with 1 and said this on standard error, and nothing on standard output.
    #[track_caller]
    pub(crate) fn fails_with(self, message: &str) -> Self {
        self.refuses(1, message)
    }

    /// The command ended with a status and said this on standard error, and nothing on standard output.
    #[track_caller]
    pub(crate) fn refuses(self, status: i32, message: &str) -> Self {
        let answer = self.has_status(status);
        assert!(answer.err.contains(message), "expected {message:?} in\n{}", answer.err);
        assert_eq!(answer.out, "");
        assert!(!answer.err.contains("panicked"), "{}", answer.err);
        answer
    }

    #[track_caller]
    pub(crate) fn prints(self, text: &str) -> Self {
        assert!(self.out.contains(text), "expected {text:?} in\n{}", self.out);
        self
    }
}

/// A file of `examples/fairwinds`.
pub(crate) fn fairwinds(name: &str) -> String {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a parent");
    examples.join("fairwinds").join(name).display().to_string()
}

/// The spec of `examples/fairwinds`, with something replaced that is there.
pub(crate) fn fairwinds_spec(from: &str, to: &str) -> String {
    let text = fs::read_to_string(fairwinds("cluster_spec.yml")).expect("reads");
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

/// The spec of `examples/fairwinds`, but for where it is kept.
pub(crate) fn without_config_base() -> String {
    fairwinds_spec("  configBase: s3://kops-state-store/demo.kube.example.com\n", "")
}
