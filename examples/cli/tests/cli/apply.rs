//! `kops apply -f`: sets of files.

use std::fs;

use serde_json::Value;

use crate::support::{CLUSTER, Place, fairwinds};

/// A folder with the cluster and its instance groups, and one group more in a file of its own.
fn folder(place: &Place) -> String {
    let spec = fs::read_to_string(fairwinds("cluster_spec.yml")).expect("is there");
    fs::create_dir(place.path("set")).expect("a folder");
    place.write("set/cluster.yml", &spec);
    let group = spec.split("---\n").last().expect("a group").replace("name: nodes", "name: extra");
    place.write("set/extra.yaml", &group);
    place.write("set/README.md", "not a spec");
    place.path("set").display().to_string()
}

#[test]
fn a_folder_is_applied_and_what_leaves_it_is_pruned() {
    let place = Place::with_account();
    let folder = folder(&place);
    let shown = place.run(&["apply", "-f", &folder]).succeeds();
    assert!(shown.err.contains("run again with --yes"), "{}", shown.err);
    place.run(&["get", "cluster"]).succeeds();
    let applied = place.run(&["apply", "-f", &folder, "--yes"]).succeeds();
    assert!(applied.err.contains(&format!("applied cluster {CLUSTER}")), "{}", applied.err);

    fs::remove_file(place.path("set/extra.yaml")).expect("was there");
    let expected =
        format!("instance group `extra` of cluster `{CLUSTER}` is no longer in the files; --prune deletes it");
    assert!(place.run(&["apply", "-f", &folder, "--yes"]).succeeds().err.contains(&expected));
    let plan = place.run(&["apply", "-f", &folder, "--prune", "-o", "json"]).succeeds();
    let plan: Value = serde_json::from_str(&plan.out).expect("is JSON");
    assert_eq!(plan["clusters"][0]["deleted_groups"], serde_json::json!(["extra"]));
    place.run(&["apply", "-f", &folder, "--prune", "--yes"]).succeeds();
    let groups = place.run(&["get", "instancegroups", "--name", CLUSTER]).succeeds();
    assert!(!groups.out.contains("extra"), "{}", groups.out);

    let other = place.run(&["apply", "-f", &folder, "--applyset", "other"]);
    assert!(other.status == 1 && other.err.contains("is in the apply set `default`, not in `other`"), "{}", other.err);
}

#[test]
fn a_set_ends_with_the_total_of_its_clusters() {
    let place = Place::with_account();
    fs::create_dir(place.path("set")).expect("a folder");
    for (name, cidr) in [("apps", "10.1.0.0/16"), ("data", "10.2.0.0/16")] {
        let name = format!("{name}.kube.example.com");
        let zones = ["--zones", "us-east-2a", "--dns-zone", "kube.example.com", "--network-cidr", cidr];
        let create = [&["create", "cluster", &name, "--dry-run", "-o", "yaml"], &zones[..]].concat();
        place.write(&format!("set/{name}.yml"), &place.run(&create).succeeds().out);
    }
    let apply = |more: &[&str]| place.run(&[&["apply", "-f", "set"], more].concat());
    // The last word of `Plan: 96 to create, 0 to change, 0 to delete.`, summed over the clusters.
    let planned = |out: &str, what: &str| -> usize {
        let counts = out.lines().filter(|line| line.starts_with("Plan: ")).flat_map(|line| line[6..].split(", "));
        counts.filter_map(|count| count.trim_end_matches('.').strip_suffix(what)?.trim().parse::<usize>().ok()).sum()
    };
    let shown = apply(&["--detailed-exitcode"]).has_status(2);
    let create = planned(&shown.out, "to create");
    assert!(create > 100, "{}", shown.out);
    let last = format!("\nTotal of 2 clusters: {create} to create, 0 to change, 0 to delete.\n");
    assert!(shown.out.ends_with(&last), "{}", shown.out);
    let total = &shown.out[shown.out.rfind("Monthly cost of all clusters").expect("costs something")..];
    assert!(total.lines().nth(1).is_some_and(|cost| cost.trim().starts_with("+$")), "{total}");
    apply(&["-o", "markdown"]).succeeds().prints(&format!("### Total of 2 clusters\n\n**{create} to create, "));
    let plan: Value = serde_json::from_str(&apply(&["-o", "json"]).succeeds().out).expect("is JSON");
    assert_eq!(plan["total"]["create"], create);

    apply(&["--yes"]).succeeds();
    let idle = apply(&["--detailed-exitcode"]).succeeds();
    assert!(idle.out.ends_with("\nTotal of 2 clusters: 0 to create, 0 to change, 0 to delete.\n"), "{}", idle.out);
    assert!(!idle.err.contains("run again"), "{}", idle.err);

    // What is written to the state store only is a change too.
    place.run(&["set", "cluster", "apps.kube.example.com", "spec.kubelet.maxPods=77"]).succeeds();
    let edited = apply(&["--detailed-exitcode"]).has_status(2);
    let expected = "\nNo changes. Unchanged: 92.\nTo write to the state store: Cluster/apps.kube.example.com.\n";
    assert!(edited.out.contains(expected) && edited.err.contains("run again"), "{}{}", edited.out, edited.err);
    apply(&["--yes"]).succeeds();
    fs::remove_file(place.path("set/data.kube.example.com.yml")).expect("was there");
    apply(&["--detailed-exitcode"]).succeeds();
    let pruned = apply(&["--prune", "--detailed-exitcode"]).has_status(2);
    let interruptions = &pruned.out[pruned.out.rfind("\nInterruptions\n").expect("instances end")..];
    assert!(
        interruptions.contains("\n  data.kube.example.com\n    ") && !interruptions.contains("  apps."),
        "{interruptions}"
    );
}

/// Of two clusters, the first is applied and the lock of the second is held by another process.
#[test]
fn the_clusters_that_are_done_are_named_also_where_another_one_fails() {
    let place = Place::with_account();
    let spec = fs::read_to_string(fairwinds("cluster_spec.yml")).expect("is there");
    fs::create_dir(place.path("set")).expect("a folder");
    place.write("set/a.yml", &spec.replacen("spec:\n", "spec:\n  fieldOfA: 1\n", 1));
    let other = spec.replace(CLUSTER, "other.kube.example.com").replace("cidr: 172.20.", "cidr: 172.20.1");
    place.write("set/b.yml", &other.replacen("spec:\n", "spec:\n  fieldOfB: 1\n", 1));
    let lock =
        serde_json::json!({"holder": "jane@laptop", "id": "a", "since": 1_767_225_600, "until": 4_102_444_800_u64});
    fs::create_dir_all(place.path("state/other.kube.example.com")).expect("a folder");
    place.write("state/other.kube.example.com/lock", &lock.to_string());
    let answer = place.run(&["apply", "-f", "set", "--yes", "--allow-unknown-fields"]).has_status(1);
    let said = answer.err;
    let at = |text: &str| said.find(text).unwrap_or_else(|| panic!("{text}: {said}"));
    assert!(
        at(&format!("applied cluster {CLUSTER}: ")) < at("cluster `other.kube.example.com` is locked by jane@laptop")
    );
    let warnings = said.lines().filter(|line| line.contains("warning[spec/unknown-field]"));
    assert_eq!(warnings.count(), 2, "{said}");
}

#[test]
fn a_folder_that_is_not_what_it_seems_deletes_nothing() {
    let place = Place::with_account();
    let folder = folder(&place);
    place.run(&["apply", "-f", &folder, "--yes"]).succeeds();
    let prune = ["apply", "-f", &folder, "--prune", "--yes", "--allow", "*"];

    // Whatever the name of the file is, it is read.
    fs::create_dir(place.path("set/groups")).expect("a folder");
    fs::rename(place.path("set/extra.yaml"), place.path("set/groups/extra.YML")).expect("moves");
    fs::create_dir(place.path("set/.git")).expect("a folder");
    place.write("set/.git/config.yml", "not: a spec");
    let pruned = place.run(&prune).succeeds();
    assert!(pruned.err.contains(&format!("applied cluster {CLUSTER}: 0 steps")), "{}", pruned.err);

    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("nowhere.yml", place.path("set/more.yml")).expect("links");
        place.run(&prune).fails_with("set/more.yml");
        fs::remove_file(place.path("set/more.yml")).expect("was there");
    }

    place.write("set/cluster.yml", "# moved away\n");
    fs::remove_file(place.path("set/groups/extra.YML")).expect("was there");
    place.run(&prune).fails_with("the apply set `default` has no cluster and no instance group");
    fs::remove_file(place.path("set/cluster.yml")).expect("was there");
    place.run(&prune).refuses(64, "has no file `*.yml` or `*.yaml`");
    place.run(&["get", "cluster", CLUSTER]).succeeds();
}

#[test]
fn files_and_a_set_without_a_cluster_are_nothing_to_do() {
    let place = Place::with_account();
    place.write("empty.yml", "# nothing\n");
    let answer = place.run(&["apply", "-f", "empty.yml"]).succeeds();
    assert!(answer.err.starts_with("nothing to do: neither the files nor the apply set `default`"), "{}", answer.err);
}
