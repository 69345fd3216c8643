//! Objects in the state store: create, get, replace, SSH keys.

use std::fs;

use serde_json::{Value, json};

use crate::support::{Answer, CLUSTER, Place, SSH_KEY, fairwinds, fairwinds_spec, without_config_base};

#[test]
fn the_articles_first_commands_in_its_spelling() {
    let place = Place::new();
    place.run(&["create", "-f", &fairwinds("cluster_spec.yml")]).succeeds().prints("created InstanceGroup/nodes");
    let key = place.write("id.pub", SSH_KEY);
    place.run(&["create", "secret", "--name", CLUSTER, "sshpublickey", "admin", "-i", &key]).succeeds();
    assert_eq!(
        place.files("state"),
        [
            "demo.kube.example.com/config",
            "demo.kube.example.com/instancegroup/masters",
            "demo.kube.example.com/instancegroup/nodes",
            "demo.kube.example.com/pki/ssh/public/admin/0fa20ad7383e6545086b63841cffdcba",
        ]
    );
    place.run(&["get", "cluster", CLUSTER, "-o", "yaml"]).succeeds().prints("networkID: vpc-0a1b2c3d4e5f60718");
    for group in ["nodes", "masters"] {
        let name = format!("\n  name: {group}\n");
        place.run(&["get", "ig", group, "-o", "yaml", "--name", CLUSTER]).succeeds().prints(&name);
    }
}

#[test]
fn what_get_prints_can_be_created_again() {
    let place = Place::with_cluster();
    for format in ["yaml", "json"] {
        let all = place.run(&["get", "all", "--name", CLUSTER, "-o", format]).succeeds();
        let copy = place.write("all", &all.out);
        place.command(&["create", "-f", &copy, "--state", &format!("file://{format}")]).assert().success();
        assert_eq!(place.files(format), place.files("state"));
        let group = "demo.kube.example.com/instancegroup/nodes";
        assert_eq!(place.read(&format!("{format}/{group}")), place.read(&format!("state/{group}")));
    }
}

#[test]
fn tables_for_people() {
    let place = Place::with_cluster();
    place.run(&["get", "clusters"]).succeeds().prints(
        "NAME                    CLOUD   ZONES\ndemo.kube.example.com   aws     us-east-2a,us-east-2b,us-east-2c\n",
    );
    let utility = "  - us-east-2a\n  - us-east-2b\n  - us-east-2c\n";
    let spread = fairwinds_spec(utility, "  - us-east-2b\n  - us-east-2a\n");
    place.run(&["replace", "-f", &place.write("spread.yml", &spread)]).succeeds();
    place.run(&["get", "--name", CLUSTER]).succeeds().prints(
        "NAME      ROLE           MACHINETYPE   MIN   MAX   ZONES\n\
         masters   ControlPlane   t3.medium     1     1     us-east-2a\n\
         nodes     Node           t3.large      3     3     us-east-2a,us-east-2b\n",
    );
    place
        .run(&["get", "ig", "node", "--name", CLUSTER])
        .fails_with("instance group `node` not found in cluster `demo.kube.example.com`");
    place.run(&["get", "cluster", "demo.kube.example"]).fails_with("did you mean `demo.kube.example.com`?");
}

#[test]
fn objects_of_others_are_listed_with_their_cluster() {
    let place = Place::new();
    let objects = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: mine, namespace: default}\n---\n\
                   apiVersion: example.com/v1\nkind: Addon\nmetadata: {name: a, namespace: default}\nspec: {version: 1.2.3}\n";
    let objects = place.write("objects.yml", objects);
    place.run(&["create", "-f", &fairwinds("cluster_spec.yml"), "-f", &objects]).succeeds();
    place
        .run(&["get", "all", "--name", CLUSTER])
        .succeeds()
        .prints("\n\nAddon Objects\nNAME   KIND        VERSION\na      Addon       1.2.3\nmine   ConfigMap\n");
}

#[test]
fn a_cluster_that_cannot_be_read_hides_no_other() {
    let place = Place::with_cluster();
    let broken = place.path("state").join("broken.example.com");
    fs::create_dir(&broken).expect("is made");
    fs::write(broken.join("config"), "kind: [").expect("is written");
    for format in ["table", "yaml", "json"] {
        let answer = place.run(&["get", "clusters", "-o", format]).succeeds().prints(CLUSTER);
        assert!(answer.err.contains("cluster `broken.example.com` is left out: "), "{}", answer.err);
    }
    place.run(&["get", "cluster", "broken.example.com"]).has_status(1);
}

#[test]
fn an_instance_group_that_cannot_be_read_does_not_hide_its_cluster() {
    let place = Place::with_cluster();
    place.write(&format!("state/{CLUSTER}/instancegroup/nodes"), "kind: [");
    let warning = format!("warning: parts of cluster `{CLUSTER}` are left out: ");
    for format in ["table", "yaml", "json"] {
        for names in [&["get", "clusters", "-o", format][..], &["get", "cluster", CLUSTER, "-o", format]] {
            let answer = place.run(names).succeeds().prints(CLUSTER);
            assert!(answer.err.contains(&warning), "{names:?}: {}", answer.err);
        }
    }
    let answer = place.run(&["get", "clusters", "--full"]).succeeds();
    assert!(answer.err.contains(&format!("cluster `{CLUSTER}` is left out: ")), "{}", answer.err);
    for args in [&["get", "cluster", CLUSTER, "--full"][..], &["get", "ig", "--name", CLUSTER], &["get", "all"]] {
        place.run(args).has_status(1);
    }
}

#[test]
fn instance_groups_are_data_in_the_order_of_their_names_and_json_of_one_is_no_list() {
    let place = Place::with_cluster();
    let json = |groups: &[&str]| -> Value {
        let answer = place.run(&[&["get", "ig", "--name", CLUSTER, "-o", "json"], groups].concat()).succeeds();
        serde_json::from_str(&answer.out).expect("is JSON")
    };
    let both = json(&["nodes", "masters"]);
    assert_eq!((&both[0]["metadata"]["name"], &both[1]["metadata"]["name"]), (&json!("nodes"), &json!("masters")));
    assert_eq!(json(&["nodes"])["metadata"]["name"], "nodes");
    assert_eq!(json(&[]).as_array().map(Vec::len), Some(2));
    let table = place.run(&["get", "ig", "--name", CLUSTER, "nodes", "masters"]).succeeds().out;
    assert!(table.find("masters") < table.find("nodes"), "{table}");

    fs::remove_file(place.path("state").join(CLUSTER).join("instancegroup/nodes")).expect("is there");
    assert_eq!(json(&[])["metadata"]["name"], "masters");
}

#[test]
fn a_file_needs_no_state_store() {
    let place = Place::new();
    let file = fairwinds("cluster_spec.yml");
    let get = |args: &[&str]| {
        let mut command = place.command(&[&["get", "-f", &file], args].concat());
        Answer::of(&command.env_remove("KOPS_STATE_STORE").output().expect("runs")).succeeds()
    };
    get(&["ig", "nodes", "-o", "yaml"]).prints("name: nodes");
    get(&["cluster", "-o", "yaml", "--full"]).prints("clusterDNSDomain");
    get(&["all"]).prints("masters");
    assert_eq!(place.files("."), Vec::<String>::new());
}

#[test]
fn creating_what_is_there_changes_nothing() {
    let place = Place::with_cluster();
    let before = place.read("state/demo.kube.example.com/config");
    let further = place.write("more.yml", &fairwinds_spec("name: nodes", "name: more"));
    place.run(&["create", "-f", &further]).fails_with("`InstanceGroup/masters` are already in the state store");
    assert_eq!(place.files("state").len(), 3);
    assert_eq!(place.read("state/demo.kube.example.com/config"), before);
}

#[test]
fn what_is_wrong_is_refused_without_an_account() {
    let place = Place::new();
    let outside = place.write("outside.yml", &fairwinds_spec("cidr: 172.20.16.0/24", "cidr: 10.1.0.0/24"));
    place.run(&["create", "-f", &outside]).fails_with("error[subnet/outside-vpc]");
    let place = Place::with_cluster();
    let sizes = place.write("sizes.yml", &fairwinds_spec("minSize: 3", "minSize: 9"));
    place.run(&["replace", "-f", &sizes]).fails_with("error[group/sizes]");
}

#[test]
fn a_cluster_can_be_created_one_file_at_a_time() {
    for place in [Place::new(), Place::with_account()] {
        let spec = three_control_planes();
        let files: Vec<String> =
            spec.split("---\n").enumerate().map(|(i, text)| place.write(&format!("{i}.yml"), text)).collect();
        assert_eq!(files.len(), 5);
        for file in &files {
            place.run(&["create", "-f", file]).succeeds();
        }
        for file in &files {
            place.run(&["replace", "-f", file]).succeeds();
        }
    }
    let place = Place::with_account();
    let spec = three_control_planes();
    let cluster = place.write("cluster.yml", spec.split("---\n").next().expect("a document"));
    place.run(&["create", "-f", &cluster]).succeeds();
    place.run(&["update", "cluster", CLUSTER]).fails_with("error[group/no-nodes]");
}

/// The Fairwinds cluster with a control plane in each zone.
fn three_control_planes() -> String {
    let member = "    - encryptedVolume: true\n      instanceGroup: masters\n      name: a\n";
    let members: String = ["a", "b", "c"]
        .map(|zone| member.replace("masters", &format!("masters-{zone}")).replace("name: a", &format!("name: {zone}")))
        .concat();
    let spec = fs::read_to_string(fairwinds("cluster_spec.yml")).expect("reads").replace(member, &members);
    let [cluster, masters, nodes] = spec.split("---\n").collect::<Vec<_>>().try_into().expect("three documents");
    let masters = ["a", "b", "c"].map(|zone| {
        masters
            .replace("name: masters", &format!("name: masters-{zone}"))
            .replace("- us-east-2a", &format!("- us-east-2{zone}"))
    });
    [cluster, &masters.join("---\n"), nodes].join("---\n")
}

#[test]
fn a_warning_is_printed_once_by_every_command() {
    let place = Place::with_account();
    let old = place.write("old.yml", &fairwinds_spec("  topology:\n", "  topology:\n    masters: private\n"));
    let once = |args: &[&str]| {
        let answer = place.run(args).succeeds();
        assert_eq!(answer.err.matches("warning[").count(), 1, "{args:?}\n{}", answer.err);
    };
    once(&["create", "-f", &old]);
    once(&["replace", "-f", &old]);
    once(&["update", "cluster", CLUSTER]);
    once(&["update", "cluster", "-f", &old]);
    once(&["update", "cluster", CLUSTER, "--target", "terraform", "--out", "tf"]);
    once(&["get", "cluster", CLUSTER, "--full"]);
    once(&["delete", "cluster", CLUSTER]);
    let mut edit = place.command(&["edit", "cluster", CLUSTER]);
    let edited = edit.env("EDITOR", "sed -i 's/channel: stable/channel: alpha/'").output().expect("runs");
    assert_eq!(Answer::of(&edited).succeeds().err.matches("warning[").count(), 1);
}

#[test]
fn replacing_asks_before_it_creates() {
    let place = Place::with_cluster();
    let changed = place.write("changed.yml", &fairwinds_spec("maxSize: 3", "maxSize: 7"));
    place.run(&["replace", "-f", &changed]).succeeds().prints("replaced InstanceGroup/nodes");
    place.run(&["get", "ig", "nodes", "--name", CLUSTER]).succeeds().prints("t3.large      3     7");
    let renamed = place.write("renamed.yml", &fairwinds_spec("name: nodes", "name: more"));
    place.run(&["replace", "-f", &renamed]).fails_with("`InstanceGroup/more` is not in the state store");
    place.run(&["replace", "-f", &renamed, "--force"]).succeeds();
    assert_eq!(place.files("state").len(), 4);
}

#[test]
fn a_cluster_has_one_ssh_key() {
    let place = Place::with_cluster();
    let key = place.write("id.pub", SSH_KEY);
    let other = place.write("other.pub", &SSH_KEY.replace("IAABAgM", "IAEBAgM"));
    place.run(&["create", "sshpublickey", CLUSTER, "-i", &key]).succeeds();
    place.run(&["create", "sshpublickey", CLUSTER, "-i", &other]).fails_with("has another SSH key already");
    place.run(&["delete", "sshpublickey", CLUSTER]).succeeds();
    place.run(&["create", "sshpublickey", CLUSTER, "-i", &other]).succeeds();
    place.run(&["delete", "secret", "sshpublickey", "admin", "--name", CLUSTER]).succeeds();
    place.run(&["create", "sshpublickey", CLUSTER, "-i", &key]).succeeds();
}

#[test]
fn a_private_key_is_refused_and_not_shown() {
    let place = Place::with_cluster();
    let key = place.write("id", "-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0\n-----END OPENSSH PRIVATE KEY-----\n");
    let answer = place.run(&["create", "sshpublickey", CLUSTER, "-i", &key]).fails_with("this is a private key");
    assert!(!answer.err.contains("c2VjcmV0"));
}

#[test]
fn a_state_folder_that_is_a_file() {
    let place = Place::new();
    place.write("state", "a file");
    for args in
        [&["create", "-f", &fairwinds("cluster_spec.yml")][..], &["get", "clusters"], &["get", "ig", "--name", CLUSTER]]
    {
        let answer = place.run(args).fails_with("the state store failed");
        assert!(answer.err.contains("caused by: `state` cannot be used"), "{}", answer.err);
    }
    assert_eq!(place.read("state"), "a file");
}

#[test]
fn standard_input_is_a_file_too() {
    let place = Place::new();
    let spec = fairwinds_spec("", "");
    let output = place.command(&["create", "-f", "-"]).write_stdin(spec).output().expect("runs");
    assert!(output.status.success());
    let broken = place.command(&["create", "-f", "-"]).write_stdin("kind: Cluster\n").output().expect("runs");
    assert!(String::from_utf8_lossy(&broken.stderr).contains(" --> -:1:1"), "{broken:?}");
}

#[test]
fn full_shows_what_kops_infers() {
    let place = Place::with_cluster();
    let written = place.run(&["get", "cluster", CLUSTER, "-o", "yaml"]).succeeds();
    assert!(!written.out.contains("clusterDNSDomain"));
    place
        .run(&["get", "cluster", CLUSTER, "-o", "yaml", "--full"])
        .succeeds()
        .prints("clusterDNSDomain: cluster.local");
    place.run(&["get", "ig", "nodes", "--name", CLUSTER, "-o", "json", "--full"]).succeeds().prints("\"image\": ");
}

#[test]
fn a_store_with_one_cluster_needs_no_name_to_show_it() {
    let place = Place::with_cluster();
    let group = place.run(&["get", "ig", "nodes", "-o", "yaml"]).succeeds();
    assert!(group.out.contains("name: nodes"), "{}", group.out);
    create_another(&place);
    let refused = place.run(&["get", "ig", "nodes"]).has_status(64);
    assert!(refused.err.contains("`demo.kube.example.com`, `other.example.com`"), "{}", refused.err);
}

/// Stores a second cluster, `other.example.com`.
fn create_another(place: &Place) {
    let other = fs::read_to_string(fairwinds("cluster_spec.yml")).expect("reads").replace(CLUSTER, "other.example.com");
    let other = place.write("other.yml", &other.replace("api.demo.kube.example.com", "api.other.example.com"));
    place.run(&["create", "-f", &other]).succeeds();
}

#[test]
fn clusters_to_display_are_named_as_in_kops() {
    let place = Place::with_cluster();
    create_another(&place);
    let names = |answer: Answer| -> Vec<String> {
        let rows = answer.succeeds().out;
        rows.lines().skip(1).filter_map(|row| row.split_whitespace().next()).map(str::to_owned).collect()
    };
    let other = "other.example.com";
    for (args, expected) in [
        (&[][..], &[CLUSTER, other][..]),
        (&[other], &[other]),
        (&[other, CLUSTER], &[other, CLUSTER]),
        (&["--name", other], &[other]),
    ] {
        assert_eq!(names(place.run(&[&["get", "clusters"], args].concat())), expected, "{args:?}");
    }
    let of_variable = |args: &[&str]| {
        let mut command = place.command(&[&["get", "clusters"], args].concat());
        names(Answer::of(&command.env("KOPS_CLUSTER_NAME", other).output().expect("runs")))
    };
    assert_eq!(of_variable(&[]), [other]);
    assert_eq!(of_variable(&[CLUSTER]), [CLUSTER]);
    assert_eq!(of_variable(&["-f", &fairwinds("cluster_spec.yml")]), [CLUSTER]);
    place.run(&["get", "all", other]).succeeds().prints("other.example.com");
    place.run(&["get", "clusters", other, "--name", CLUSTER]).refuses(64, "conflicting cluster names");
    place.run(&["get", "clusters", other, CLUSTER, "--full", "--explain"]).refuses(64, "--explain is for one cluster");
}

#[test]
fn an_empty_state_store_is_named() {
    let place = Place::new();
    let empty = "no clusters found in the state store `file://state`";
    for (format, nothing) in [("table", "NAME   CLOUD   ZONES\n"), ("json", "[]\n")] {
        let answer = place.run(&["get", "clusters", "-o", format]).succeeds();
        assert_eq!((answer.out.as_str(), answer.err.trim_end()), (nothing, empty));
    }
    for args in [&["get", "ig"][..], &["get", "all"], &["get", "instances"], &["export", "kubeconfig", "--all"]] {
        place.run(args).fails_with(empty);
    }
}

#[test]
fn a_cluster_that_an_empty_state_store_lacks_is_answered_with_the_store() {
    let empty = Place::new().run(&["update", "cluster", CLUSTER]);
    let empty = empty.fails_with(&format!("the state store has no cluster `{CLUSTER}`"));
    assert!(empty.err.contains("no clusters found in the state store `file://state`"), "{}", empty.err);
    let other = Place::with_cluster().run(&["update", "cluster", "nothing.example.com"]);
    assert!(!other.fails_with("the state store has no cluster").err.contains("no clusters found"));
}

#[test]
fn configuration_is_kept_below_the_state_store_where_the_spec_does_not_say() {
    let place = Place::with_account();
    let file = place.write("spec.yml", &without_config_base());
    place.run(&["create", "-f", &file]).succeeds();
    let full = place.run(&["get", "cluster", CLUSTER, "-o", "yaml", "--full"]).succeeds();
    assert!(full.out.contains("configBase: file://state/demo.kube.example.com"), "{}", full.out);
}

#[test]
fn a_group_file_that_was_emptied_stops_every_command_and_never_prunes_the_group() {
    let place = Place::with_account();
    place.run(&["create", "-f", &fairwinds("cluster_spec.yml")]).succeeds();
    place.run(&["update", "cluster", CLUSTER, "--yes"]).succeeds();
    let (account, group) = (place.read("account.json"), format!("state/{CLUSTER}/instancegroup/nodes"));
    let more = place.write("more.yml", &fairwinds_spec("name: nodes", "name: more"));
    for damage in ["", "# x\n", "null\n", "[]\n"] {
        place.write(&group, damage);
        for args in [
            &["get", "ig", "--name", CLUSTER][..],
            &["get", "cluster", CLUSTER, "--full"],
            &["update", "cluster", CLUSTER],
            &["update", "cluster", CLUSTER, "--prune", "--yes"],
            &["update", "cluster", CLUSTER, "--target", "terraform", "--out", "tf"],
            &["delete", "cluster", CLUSTER, "--yes"],
            &["edit", "ig", "nodes", "--name", CLUSTER],
            &["replace", "-f", &fairwinds("cluster_spec.yml")],
            &["replace", "-f", &more, "--force"],
        ] {
            let answer =
                place.run(args).fails_with("`demo.kube.example.com/instancegroup/nodes` in the state store is ");
            assert!(answer.err.contains("restore an earlier version of"), "{args:?}\n{}", answer.err);
        }
        assert_eq!(place.read(&group), damage);
    }
    assert_eq!(place.read("account.json"), account);
}

#[test]
fn a_folder_where_an_object_belongs_is_named() {
    let place = Place::with_cluster();
    for object in ["config", "instancegroup/nodes"] {
        let path = place.path(&format!("state/{CLUSTER}/{object}"));
        let text = fs::read(&path).expect("reads");
        fs::remove_file(&path).expect("removes");
        fs::create_dir(&path).expect("makes");
        let message = format!("`{CLUSTER}/{object}` in the state store is a folder, where an object is expected");
        place.run(&["get", "ig", "--name", CLUSTER]).fails_with(&message);
        place.run(&["replace", "-f", &fairwinds("cluster_spec.yml")]).fails_with(&message);
        fs::remove_dir(&path).expect("removes");
        fs::write(&path, text).expect("writes");
    }
}

#[test]
fn json_is_an_object_where_one_is_named_and_else_a_list() {
    let place = Place::with_cluster();
    let shape = |args: &[&str]| {
        let answer = place.run(&[args, &["-o", "json"]].concat()).succeeds();
        match serde_json::from_str(&answer.out).expect("JSON") {
            serde_json::Value::Array(objects) => objects.len().to_string(),
            object => object["kind"].as_str().expect("a kind").to_owned(),
        }
    };
    assert_eq!(shape(&["get", "cluster", CLUSTER]), "Cluster");
    assert_eq!(shape(&["get", "cluster", "--name", CLUSTER]), "Cluster");
    assert_eq!(shape(&["get", "clusters"]), "1");
    assert_eq!(shape(&["get", "ig", "nodes", "--name", CLUSTER]), "InstanceGroup");
    assert_eq!(shape(&["get", "ig", "nodes", "masters", "--name", CLUSTER]), "2");
    assert_eq!(shape(&["get", "ig", "--name", CLUSTER]), "2");
    assert_eq!(shape(&["get", "all", "--name", CLUSTER]), "3");
    assert_eq!(shape(&["get", "all", CLUSTER]), "3");
    assert_eq!(shape(&["get", "--name", CLUSTER]), "3");
}

#[test]
fn assets_are_listed_from_a_file_and_not_copied() {
    let place = Place::new();
    let file = fairwinds("cluster_spec.yml");
    let answer = place.run(&["get", "assets", "-f", &file, "-o", "json"]).succeeds();
    let assets: serde_json::Value = serde_json::from_str(&answer.out).expect("is JSON");
    let kubelet = assets["files"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|file| file["canonical"] == "https://dl.k8s.io/release/v1.35.5/bin/linux/amd64/kubelet");
    assert_eq!(kubelet.and_then(|file| file["sha"].as_str()).map(str::len), Some(64));
    place.run(&["get", "assets", "-f", &file, "-o", "yaml"]).succeeds().prints("- canonical: registry.k8s.io/pause:");
    place.run(&["get", "assets", "-f", &file]).succeeds().prints("CANONICAL");
    place.run(&["get", "assets", "-f", &file, "--copy"]).refuses(64, "there is no `--copy` here: copy what");
}
