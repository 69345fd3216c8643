//! Files that are written: what stands at their paths, who may read them, and several commands at once.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, PermissionsExt as _, symlink};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::{Answer, CLUSTER, Place, fairwinds, fairwinds_spec};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("is there").permissions().mode() & 0o777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("sets");
}

/// A command that plans the cluster of `examples/fairwinds` from its file.
fn plan<'a>(file: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["update", "cluster", "-f", file][..], more].concat()
}

#[test]
fn a_pipe_is_written_to() {
    let place = Place::with_account();
    let pipe = place.path("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("runs").success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::read_to_string(pipe).expect("reads")
    });
    place.run(&plan(&fairwinds("cluster_spec.yml"), &["--out-plan", "pipe"])).succeeds();
    assert!(reader.join().expect("ends").contains("\"steps\": ["));
    assert!(fs::symlink_metadata(pipe).expect("is there").file_type().is_fifo());
}

#[test]
fn standard_output_and_devices_are_written_to() {
    let place = Place::new();
    place.write("t.j2", "a: {{ 1 + 1 }}\n");
    let run = |out| place.run(&["toolbox", "template", "--template", "t.j2", "--out", out]).succeeds().out;
    assert_eq!(run("/dev/stdout"), "a: 2\n");
    assert_eq!(run("/dev/null"), "");
    assert!(fs::metadata("/dev/null").expect("is there").file_type().is_char_device());
}

#[test]
fn what_is_new_and_may_hold_secrets_is_its_owners_only() {
    let place = Place::with_account();
    set_mode(&place.path("account.json"), 0o640);
    place.run(&plan(&fairwinds("cluster_spec.yml"), &["--out-plan", "plan.json", "--yes"])).succeeds();
    assert_eq!(mode(&place.path("plan.json")), 0o600);
    assert_eq!(mode(&place.path("account.json")), 0o640, "a mode that somebody set is kept");
}

#[test]
fn links_are_kept() {
    let place = Place::with_account();
    fs::create_dir(place.path("elsewhere")).expect("makes");
    fs::rename(place.path("account.json"), place.path("elsewhere/real.json")).expect("moves");
    symlink("elsewhere/real.json", place.path("account.json")).expect("links");
    fs::hard_link(place.path("elsewhere/real.json"), place.path("hard.json")).expect("links");
    symlink("elsewhere/plan.json", place.path("plan.json")).expect("links");
    let before = place.read("hard.json");
    place.run(&plan(&fairwinds("cluster_spec.yml"), &["--out-plan", "plan.json", "--yes"])).succeeds();
    assert!(place.path("account.json").is_symlink() && place.path("plan.json").is_symlink());
    assert!(place.path("elsewhere/plan.json").is_file());
    assert_eq!(fs::metadata(place.path("hard.json")).expect("is there").nlink(), 2);
    assert_ne!(place.read("hard.json"), before);
    assert_eq!(place.read("hard.json"), place.read("account.json"));
}

#[test]
fn files_that_killed_processes_left_are_cleaned() {
    let place = Place::with_account();
    let left = place.path(".kops-unfinished-a1B2c3");
    let used = place.path(".kops-unfinished-d4E5f6");
    fs::write(&left, "half").expect("writes");
    place.write(".kops-config", "mine");
    let user = File::create(&used).expect("makes");
    user.lock().expect("locks");
    place.run(&plan(&fairwinds("cluster_spec.yml"), &["--yes"])).succeeds();
    assert!(!left.exists());
    assert!(used.exists(), "another process is writing it");
    assert_eq!(place.read(".kops-config"), "mine", "a file of the user stays, whatever its name begins with");
}

#[test]
fn a_write_that_is_too_large_leaves_nothing_behind() {
    let place = Place::with_account();
    let script = format!("ulimit -f 8; exec \"$@\" -f {} --out-plan plan.json", fairwinds("cluster_spec.yml"));
    let kops = place.std_command(&["update", "cluster"]);
    let mut limited = Command::new("sh");
    limited.args(["-c", &script, "sh"]).arg(kops.get_program()).args(kops.get_args()).current_dir(place.path("."));
    for (name, value) in kops.get_envs() {
        match value {
            Some(value) => limited.env(name, value),
            None => limited.env_remove(name),
        };
    }
    let answer = Answer::of(&limited.output().expect("runs")).has_status(1);
    assert!(answer.err.contains("writing `plan.json` failed"), "{}", answer.err);
    let names: Vec<_> = fs::read_dir(place.path(".")).expect("reads").map(|e| e.expect("reads").file_name()).collect();
    assert_eq!(names, ["account.json"]);
}

#[test]
fn what_cannot_be_written_is_known_before_anything_is_done() {
    let place = Place::with_account();
    let account = place.read("account.json");
    let file = fairwinds("cluster_spec.yml");
    for out in ["nowhere/plan.json", "."] {
        let answer = place.run(&plan(&file, &["--yes", "--out-plan", out]));
        answer.fails_with(&format!("writing `{out}` failed"));
    }
    assert_eq!(place.read("account.json"), account);
}

#[test]
fn a_command_that_only_looks_does_not_write_the_account() {
    let place = Place::with_account();
    let before = fs::metadata(place.path("account.json")).expect("is there");
    let file = fairwinds("cluster_spec.yml");
    place.run(&["create", "-f", &file]).succeeds();
    place.run(&["replace", "-f", &file]).succeeds();
    place.run(&["update", "cluster", CLUSTER]).succeeds();
    let looking = File::open(place.path("account.json")).expect("opens");
    looking.lock_shared().expect("locks");
    place.run(&["get", "-f", &file]).succeeds();
    let after = fs::metadata(place.path("account.json")).expect("is there");
    assert_eq!((before.ino(), before.mtime_nsec()), (after.ino(), after.mtime_nsec()));
}

#[test]
fn a_command_waits_for_another_one_and_says_so() {
    let place = Place::with_account();
    let lock = File::open(place.path("account.json")).expect("opens");
    lock.lock().expect("locks");
    let file = fairwinds("cluster_spec.yml");
    let mut kops = place.std_command(&plan(&file, &["--yes"]));
    let mut kops = kops.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("runs");
    let mut stderr = BufReader::new(kops.stderr.take().expect("a pipe"));
    let mut said = String::new();
    stderr.read_line(&mut said).expect("reads");
    assert_eq!(said, "waiting for another command that uses `account.json`\n");
    drop(lock);
    stderr.read_to_string(&mut said).expect("reads");
    assert!(kops.wait().expect("ends").success(), "{said}");
}

#[test]
fn no_cluster_is_lost_where_several_commands_change_one_account() {
    let place = Place::with_account();
    let names: Vec<_> = (0..4).map(|number| format!("c{number}.kube.example.com")).collect();
    for (number, name) in names.iter().enumerate() {
        let mut text = fairwinds_spec("", "").replace(CLUSTER, name);
        for subnet in [16, 17, 18, 20, 21, 22] {
            let own = subnet + 32 * (number + 1);
            text = text.replace(&format!("172.20.{subnet}.0/24"), &format!("172.20.{own}.0/24"));
        }
        place.write(&format!("{name}.yml"), &text);
    }
    let commands = names.iter().map(|name| {
        let mut kops = place.std_command(&["update", "cluster", "-f", &format!("{name}.yml"), "--yes"]);
        kops.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("runs")
    });
    let commands: Vec<_> = commands.collect();
    for kops in commands {
        Answer::of(&kops.wait_with_output().expect("ends")).succeeds();
    }
    for name in &names {
        let file = format!("{name}.yml");
        place.run(&["update", "cluster", "-f", &file, "--detailed-exitcode"]).succeeds();
    }
}
