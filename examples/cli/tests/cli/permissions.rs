//! `kops toolbox permissions`: policies without an account.

use serde_json::Value;

use crate::support::{Answer, Place, fairwinds, without_config_base};

fn policies(text: &str) -> Value {
    serde_json::from_str(text).expect("is JSON")
}

#[test]
fn there_are_policies_to_plan_to_apply_and_to_delete_a_cluster() {
    let place = Place::new();
    let file = fairwinds("cluster_spec.yml");
    let answer = place.run(&["toolbox", "permissions", "-f", &file, "--account", "123456789012"]).succeeds();
    let found = policies(&answer.out);
    for (what, action) in [
        ("plan", "ec2:DescribeVpcs"),
        ("apply", "autoscaling:CreateAutoScalingGroup"),
        ("delete", "autoscaling:DeleteAutoScalingGroup"),
    ] {
        assert!(found[what].to_string().contains(action), "{action} in {}", found[what]);
    }
    assert!(!found["plan"].to_string().contains("Create"), "{}", found["plan"]);
    let own = "arn:aws:autoscaling:us-east-2:123456789012:autoScalingGroup:*:autoScalingGroupName/nodes.demo.kube.example.com";
    assert!(found["apply"].to_string().contains(own), "{}", found["apply"]);
    assert!(
        found["apply"].to_string().contains("arn:aws:s3:::kops-state-store/demo.kube.example.com/*"),
        "{}",
        found["apply"]
    );
}

#[test]
fn a_state_store_that_is_not_known_is_warned_of() {
    let place = Place::new();
    place.write("spec.yml", &without_config_base());
    let cloud = format!("sim:{}", fairwinds("account.json"));
    place.run(&["update", "cluster", "-f", "spec.yml", "--cloud", &cloud, "--out-plan", "plan.json"]).succeeds();
    for what in [["-f", "spec.yml"], ["--plan", "plan.json"]] {
        let permissions = |state: &[&str]| {
            let mut command = place.command(&[&["toolbox", "permissions"], &what[..], state].concat());
            Answer::of(&command.env_remove("KOPS_STATE_STORE").output().expect("runs")).succeeds()
        };
        let unknown = permissions(&[]);
        assert!(unknown.err.contains("pass --state s3://BUCKET"), "{}", unknown.err);
        assert!(!unknown.out.contains("arn:aws:s3"), "{}", unknown.out);
        let told = permissions(&["--state", "s3://states"]);
        assert!(told.out.contains("arn:aws:s3:::states/demo.kube.example.com/*"), "{}", told.out);
        assert!(!told.err.contains("--state"), "{}", told.err);
    }
}

#[test]
fn an_account_has_twelve_digits() {
    for account in ["abc", "12345678901", "1234567890123", "12345678901x"] {
        let answer = Place::new().run(&["toolbox", "permissions", "-f", "-", "--account", account]);
        answer.refuses(64, "expected the 12 digits of an account ID");
    }
}

#[test]
fn a_saved_plan_has_policies_for_exactly_its_steps() {
    let place = Place::new();
    let file = fairwinds("cluster_spec.yml");
    let cloud = format!("sim:{}", fairwinds("account.json"));
    place.run(&["update", "cluster", "-f", &file, "--cloud", &cloud, "--out-plan", "plan.json"]).succeeds();
    let found = policies(&place.run(&["toolbox", "permissions", "--plan", "plan.json", "-f", &file]).succeeds().out)
        .to_string();
    assert!(found.contains("ec2:CreateSubnet") && found.contains("s3:PutObject"), "{found}");
    assert!(!found.contains("ec2:DeleteSubnet") && !found.contains("ec2:CreateVpc"), "{found}");
}
