//! Ctrl-C, and other signals to end, while the account is being changed.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, ChildStderr, Command, Stdio};

use serde_json::Value;

use crate::running::running;
use crate::support::{CLUSTER, Place, fairwinds};

#[test]
fn an_interrupted_run_says_how_far_it_came_and_can_be_gone_on_with() {
    let place = Place::with_account();
    place.run(&["create", "-f", &fairwinds("cluster_spec.yml")]).succeeds();
    let account = slow_down(&place);

    let said = interrupt(place.std_command(&["update", "cluster", CLUSTER, "--yes"]), "INT", 130);
    assert!(said.contains("in flight: network-load-balancer/"), "{said}");

    // Nothing is lost: the account holds what was made, and the next run goes on from there.
    let mut left = place.account();
    assert_ne!(left["resources"], account["resources"]);
    left["delays"] = serde_json::json!({"available": 1});
    left["phases"] = serde_json::json!({});
    place.write("account.json", &left.to_string());
    place.run(&["update", "cluster", CLUSTER, "--yes"]).succeeds();
    place.run(&["update", "cluster", CLUSTER, "--detailed-exitcode"]).succeeds();
}

#[test]
fn a_hang_up_and_a_request_to_end_stop_a_run_as_an_interrupt_does() {
    for (signal, status) in [("HUP", 129), ("TERM", 143)] {
        let place = Place::with_account();
        let slow = slow_down(&place);
        let file = fairwinds("cluster_spec.yml");
        let said = interrupt(place.std_command(&["update", "cluster", "-f", &file, "--yes"]), signal, status);
        assert!(said.contains("in flight: network-load-balancer/"), "{said}");
        assert_ne!(place.account()["resources"], slow["resources"], "what was made is kept");
    }
}

#[test]
fn an_interrupted_set_says_how_far_it_came() {
    let place = Place::with_account();
    let slow = slow_down(&place);
    let file = fairwinds("cluster_spec.yml");
    let said = interrupt(place.std_command(&["apply", "-f", &file, "--yes"]), "INT", 130);
    assert!(
        said.contains("in flight: network-load-balancer/") && said.contains("run the same command again"),
        "{said}"
    );
    assert_ne!(place.account()["resources"], slow["resources"], "what was made is kept");
}

#[test]
fn a_hang_up_that_nohup_ignores_stops_nothing() {
    let place = Place::with_account();
    slow_down(&place);
    let kops = place.std_command(&["update", "cluster", "-f", &fairwinds("cluster_spec.yml"), "--yes"]);
    let running = Running::start(
        through(&["env", "--default-signal=INT", "--ignore-signal=HUP"], &kops),
        "waiting for network-load-balancer/",
    );
    running.signal("HUP");
    // It is stopped by what comes after.
    let (status, said) = running.interrupt("INT");
    assert_eq!(status, Some(130), "{said}");
}

#[test]
fn an_interrupt_ends_an_interactive_update_at_its_question() {
    let place = running();
    let args = ["rolling-update", "cluster", CLUSTER, "--force", "--yes", "--interactive"];
    let mut command = through(&["env", "--default-signal=INT"], &place.std_command(&args));
    command.stdin(Stdio::piped());
    let (status, said) = Running::start(command, "Continue?").interrupt("INT");
    assert_eq!(status, Some(130), "{said}");
    assert!(said.ends_with("run the same command again to continue\n"), "{said}");
    place.run(&["rolling-update", "cluster", CLUSTER, "--yes"]).succeeds();
}

/// Has the load balancers of an account take for ever, which keeps a run from coming to its end by itself. Returns the account.
fn slow_down(place: &Place) -> Value {
    let mut account = place.account();
    account["delays"] = serde_json::json!({"available": 1_000_000});
    place.write("account.json", &account.to_string());
    account
}

/// A command that waits for what never comes to its end.
struct Running {
    kops: Child,
    stderr: BufReader<ChildStderr>,
    said: String,
}

impl Running {
    /// Starts a command, and waits until it says that it waits.
    fn start(mut command: Command, waits: &str) -> Self {
        let mut kops = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("runs");
        let mut stderr = BufReader::new(kops.stderr.take().expect("a pipe"));
        let mut said = String::new();
        while !said.contains(waits) {
            assert_ne!(stderr.read_line(&mut said).expect("reads"), 0, "ended too early: {said}");
        }
        Self { kops, stderr, said }
    }

    fn signal(&self, signal: &str) {
        let sent = Command::new("kill").args([&format!("-{signal}"), &self.kops.id().to_string()]).status();
        assert!(sent.expect("runs").success());
    }

    /// Sends a signal and returns the exit status and everything that was said.
    fn interrupt(mut self, signal: &str) -> (Option<i32>, String) {
        self.signal(signal);
        self.stderr.read_to_string(&mut self.said).expect("reads");
        (self.kops.wait().expect("ends").code(), self.said)
    }
}

/// The same command, started by another program.
fn through(launcher: &[&str], command: &Command) -> Command {
    let mut launched = Command::new(launcher[0]);
    launched.args(&launcher[1..]).arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => launched.env(name, value),
            None => launched.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        launched.current_dir(folder);
    }
    launched
}

/// Interrupts a command that waits; it stops with a status and says how far it came.
#[track_caller]
fn interrupt(command: Command, signal: &str, expected: i32) -> String {
    // Whatever runs the tests may ignore signals, and its children inherit that.
    let command = through(&["env", "--default-signal=INT,HUP,TERM"], &command);
    let (status, said) = Running::start(command, "waiting for network-load-balancer/").interrupt(signal);
    assert_eq!(status, Some(expected), "{said}");
    assert!(said.contains("interrupted: ") && said.contains(" in flight, "), "{said}");
    said
}
