//! What others wrote does nothing to a terminal, and secrets are not shown.

use crate::support::{Answer, CLUSTER, Place, fairwinds_spec};

/// Clears the screen, sets the title, reverses the text, and clears the screen with a C1 character.
const ATTACK: &str = r"\e[2J\e]0;owned\a\u202e\x9b2J";

/// As on a terminal, so that nothing is stripped because the output is a pipe.
fn run(place: &Place, args: &[&str]) -> Answer {
    Answer::of(&place.command(args).env("CLICOLOR_FORCE", "1").output().expect("runs"))
}

#[track_caller]
fn acts_on_nothing(answer: &Answer) {
    // Colours are ours.
    let colours = |text: &str| -> String {
        let mut parts = text.split("\u{1b}[");
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |all, part| {
            let codes = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
            assert!(codes.starts_with('m'), "{part:?}");
            all + codes
        })
    };
    for text in [&answer.out, &answer.err] {
        let acts = |c: char| (c.is_control() && c != '\n' && c != '\t') || ('\u{202a}'..='\u{202e}').contains(&c);
        assert!(!colours(text).contains(acts), "{text:?}");
    }
}

#[test]
fn nothing_in_a_spec_acts_on_the_terminal() {
    for (from, to) in [
        ("channel: stable", format!("\"chan{ATTACK}\": stable")),
        ("channel: stable", format!("channel: [\"{ATTACK}\"]")),
        ("channel: stable", "channel: [stable] # \u{1b}[2J\u{202e}".to_owned()),
        ("role: Node", format!("role: \"{ATTACK}\"")),
        ("machineType: t3.large", format!("machineType: \"t3.large{ATTACK}\"")),
        ("name: nodes\n", format!("name: \"nodes{ATTACK}\"\n")),
        ("channel: stable", format!("cloudLabels: {{\"a{ATTACK}\": \"b{ATTACK}\"}}\n  channel: stable")),
        ("  - 10.0.0.0/8", format!("  - \"{ATTACK}\"")),
    ] {
        let place = Place::with_account();
        place.write("spec.yml", &fairwinds_spec(from, &to));
        for args in [
            &["get", "ig", "-f", "spec.yml"][..],
            &["get", "cluster", "-f", "spec.yml"],
            &["create", "-f", "spec.yml"],
            &["update", "cluster", "-f", "spec.yml"],
        ] {
            let answer = run(&place, args);
            acts_on_nothing(&answer);
            assert!(!format!("{}{}", answer.out, answer.err).contains("panicked"));
        }
    }
}

#[test]
fn nothing_in_a_saved_plan_acts_on_the_terminal() {
    let place = Place::with_account();
    place.write("spec.yml", &fairwinds_spec("", ""));
    place.run(&["update", "cluster", "-f", "spec.yml", "--out-plan", "plan.json"]).succeeds();
    let plan = place.read("plan.json");
    assert!(plan.contains("\"notes\": ["), "{plan}");
    place.write("plan.json", &plan.replace("\"reason\": \"", r#""reason": "\u001b[1A\u001b[2K\u202e"#));
    acts_on_nothing(&run(&place, &["update", "cluster", "--plan", "plan.json", "-f", "spec.yml", "--yes"]));
    place.write("plan.json", "{\"format\": \"\u{1b}[2J\"}");
    acts_on_nothing(&run(&place, &["update", "cluster", "--plan", "plan.json", "-f", "spec.yml", "--yes"]));
}

#[test]
fn data_is_as_faithful_as_its_format() {
    let place = Place::with_account();
    let spec = fairwinds_spec("channel: stable", "cloudLabels: {team: \"a\\u202eb\\e\"}\n  channel: stable");
    place.write("spec.yml", &spec);
    let printed = place.run(&["get", "cluster", "-f", "spec.yml", "-o", "json"]).succeeds();
    let value: serde_json::Value = serde_json::from_str(&printed.out).expect("JSON");
    assert_eq!(value[0]["spec"]["cloudLabels"]["team"], "a\u{202e}b\u{1b}");
}

#[test]
fn the_value_of_a_field_that_may_hold_a_secret_is_never_shown() {
    let key = "apiVersion: kops.k8s.io/v1alpha2\nkind: SSHCredential\nmetadata:\n  name: admin\n  labels:\n    \
               kops.k8s.io/cluster: demo.kube.example.com\nspec:\n  publicKey: KEY\n---\n";
    let private = "\"-----BEGIN RSA PRIVATE KEY-----\\nc2VjcmV0\\n-----END RSA PRIVATE KEY-----\"";
    for (from, to) in [
        ("", key.replace("KEY", private)),
        ("", key.replace("KEY", "c2VjcmV0")),
        ("", key.replace("KEY", "[c2VjcmV0]")),
        ("  channel: stable", "  channel: stable\n  egressProxy: {httpProxy: c2VjcmV0}".to_owned()),
        ("  channel: stable", "  channel: stable\n  egressProxy: {httpProxy: {host: [c2VjcmV0]}}".to_owned()),
        ("  channel: stable", "  channel: stable\n  fileAssets: [{name: a, content: 1985229328}]".to_owned()),
        ("  channel: stable", "  channel: stable\n  fileAssets: [{name: a, content: {a: c2VjcmV0}}]".to_owned()),
        ("  channel: stable", "  channel: stable\n  dockerConfig: c2VjcmV0".to_owned()),
        ("  channel: stable", "  channel: stable\n  assets: {fileRepository: \"me:c2VjcmV0@host\"}".to_owned()),
        ("  channel: stable", "  channel: stable\n  assets: {fileRepositori: \"https://me:c2VjcmV0@host\"}".to_owned()),
        ("  channel: stable", "  channel: stable\n  hooks: [{name: a, manifest: [c2VjcmV0]}]".to_owned()),
        ("  maxSize: 3", "  maxSize: 3\n  additionalUserData: [{name: a, content: [c2VjcmV0]}]".to_owned()),
    ] {
        let place = Place::with_account();
        place.write("spec.yml", &fairwinds_spec(from, &to));
        for args in [&["create", "-f", "spec.yml"][..], &["update", "cluster", "-f", "spec.yml"]] {
            let answer = place.run(args).has_status(1);
            let shown = ["c2VjcmV0", "1985229328"].iter().any(|secret| answer.err.contains(secret));
            assert!(!shown && answer.err.contains("spec.yml:"), "{}", answer.err);
        }
    }
}

#[test]
fn of_thousands_of_findings_the_first_hundred_are_printed() {
    let place = Place::with_account();
    let unknown: String = (0..4_000).map(|number| format!("  unknown{number}: 1\n")).collect();
    place.write("spec.yml", &fairwinds_spec("  channel: stable\n", &format!("  channel: stable\n{unknown}")));
    let answer = place.run(&["update", "cluster", CLUSTER, "-f", "spec.yml"]).has_status(1);
    assert_eq!(answer.err.matches("error[spec/unknown-field]").count(), 100);
    assert!(answer.err.ends_with("\n… and 3,900 more in spec.yml\n"), "{}", answer.err);
}
