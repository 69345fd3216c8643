//! `kops toolbox cost`: an estimate without an account, and its line in plans.

use std::fs;

use crate::support::{Place, fairwinds, fairwinds_spec};

#[test]
fn each_resource_and_the_sum_have_their_price() {
    let place = Place::new();
    let file = fairwinds("cluster_spec.yml");
    let answer = place.run(&["toolbox", "cost", "-f", &file]).succeeds();
    for line in [
        "autoscaling group nodes.demo.kube.example.com             3 × t3.large, 128 GiB gp3        $212.93",
        "network load balancer api.demo.kube.example.com           hours, 3 public IPv4 addresses   $27.38",
        "On-demand list prices of us-east-1, 2025-06. Not included: traffic,",
    ] {
        assert!(answer.out.contains(line), "{line}\n{}", answer.out);
    }
    let json = place.run(&["toolbox", "cost", "-f", &file, "-o", "json"]).succeeds().out;
    let estimate: serde_json::Value = serde_json::from_str(&json).expect("is JSON");
    assert_eq!(estimate["total"]["low_cents"], estimate["total"]["high_cents"]);
}

#[test]
fn a_table_of_ones_own_is_used_and_what_it_lacks_is_named() {
    let place = Place::new();
    let file = fairwinds("cluster_spec.yml");
    let built_in = place.run(&["toolbox", "cost", "--print-prices"]).succeeds().out;
    let own = built_in
        .replace("us-east-", "eu-central-")
        .replace("t3.large: 0.0832", "t3.large: 1.0")
        .replace("  t3.medium: 0.0416\n", "");
    let own = place.write("prices.yml", &own);
    let answer = place.run(&["toolbox", "cost", "-f", &file, "--prices", &own]).succeeds();
    for part in [
        "those of us-east-2 differ: set --prices",
        "Not counted: instance type `t3.medium` of autoscaling group masters.masters.demo.kube.example.com.",
        "$2,220.72",
    ] {
        assert!(answer.out.contains(part), "{part}\n{}", answer.out);
    }
    let wrong = place.write("wrong.yml", "date: 2025-06\n");
    place.run(&["toolbox", "cost", "-f", &file, "--prices", &wrong]).fails_with("cannot read the prices");
}

#[test]
fn a_plan_says_what_it_adds_a_month() {
    let place = Place::new();
    let new = place.write("new.yml", &fairwinds_spec("machineType: t3.large", "machineType: t3.xlarge"));
    let old = fairwinds("cluster_spec.yml");
    let line = "Monthly cost (estimate)\n  +$182.21  on-demand list prices of us-east-1, 2025-06\n";
    place.run(&["toolbox", "diff", &old, &new]).succeeds().prints(line);
    place.run(&["toolbox", "diff", &new, &old]).succeeds().prints(&line.replace('+', "-"));
    let tagged = fs::read_to_string(&old)
        .expect("reads")
        .replace("  channel: stable", "  channel: stable\n  cloudLabels: {team: a}");
    let tagged = place.write("tagged.yml", &tagged);
    let free = place.run(&["toolbox", "diff", &old, &tagged]).succeeds().out;
    assert!(!free.contains("Monthly cost"), "{free}");
}
