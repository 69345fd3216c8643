//! Instance groups: adding one, changing fields, deleting one.

use crate::support::{Answer, CLUSTER, Place, fairwinds, fairwinds_spec};

fn kops(place: &Place, line: &str) -> Answer {
    let words: Vec<&str> = line.split_whitespace().chain(["--name", CLUSTER]).collect();
    place.run(&words)
}

#[test]
fn a_new_instance_group_is_printed_or_stored() {
    let place = Place::with_cluster();
    let printed =
        kops(&place, "create ig batch --zone us-east-2b --dry-run -o yaml").succeeds().prints("kind: InstanceGroup");
    for line in
        ["  - us-east-2b\n", "  role: Node\n", "  minSize: 2\n", "    kops.k8s.io/cluster: demo.kube.example.com\n"]
    {
        assert!(printed.out.contains(line), "{line}: {}", printed.out);
    }
    let state = "state/demo.kube.example.com/instancegroup/";
    assert_eq!(place.files(state), ["masters", "nodes"]);
    kops(&place, "create instancegroup batch --subnet us-east-2b --edit=false")
        .succeeds()
        .prints("created InstanceGroup/batch");
    kops(&place, "get ig batch").succeeds().prints("us-east-2b");
    kops(&place, "create ig batch --edit=false").fails_with("error[create/group-exists]");
    kops(&place, "create ig more --subnet us-east-2z --edit=false").fails_with("did you mean `us-east-2a`?");
    kops(&place, "create ig more --role worker")
        .refuses(64, "expected `control-plane`, `apiserver`, `node` or `bastion`");
    kops(&place, "create ig more --role control-plane --edit=false").fails_with("error[group/no-subnet]");
    assert_eq!(place.files(state), ["batch", "masters", "nodes"]);
}

#[test]
fn a_new_instance_group_is_opened_in_the_editor() {
    let place = Place::with_cluster();
    let create = |editor: &str| {
        let mut command = place.command(&["create", "ig", "batch", "--name", CLUSTER]);
        Answer::of(&command.env("EDITOR", editor).env("TMPDIR", place.path("")).output().expect("runs"))
    };
    let refused = create("sed -i 's/minSize: 2/minSize: 9/'").fails_with("error[group/sizes]");
    assert!(refused.err.contains("run: kops create -f "), "{}", refused.err);
    create("sed -i 's/kops.k8s.io.cluster: demo/kops.k8s.io\\/cluster: other/'")
        .fails_with("exactly one instance group");
    create("false").fails_with("editor `false` failed");
    create("sed -i 's/maxSize: 2/maxSize: 7/'").succeeds();
    assert!(place.read("state/demo.kube.example.com/instancegroup/batch").contains("maxSize: 7"));
}

#[test]
fn fields_are_set_and_unset_by_their_paths() {
    let place = Place::with_cluster();
    kops(&place, "edit ig nodes --set spec.maxSize=5 --set spec.cloudLabels.team=blue").succeeds().prints("changed");
    kops(&place, "set ig nodes spec.minSize=4 instancegroup.spec.rootVolume.size=200").succeeds();
    kops(&place, "unset instancegroup nodes spec.cloudLabels").succeeds();
    kops(&place, "edit ig nodes --set spec.rootVolumeType=gp3,instancegroup.spec.rootVolumeIops=4000").succeeds();
    let nodes = place.read("state/demo.kube.example.com/instancegroup/nodes");
    for (line, expected) in [
        ("maxSize: 5", true),
        ("minSize: 4", true),
        ("rootVolumeSize: 200", true),
        ("rootVolumeType: gp3\n", true),
        ("rootVolumeIops: 4000", true),
        ("team", false),
    ] {
        assert_eq!(nodes.contains(line), expected, "{line}: {nodes}");
    }
    place.run(&["set", "cluster", CLUSTER, "spec.channel=alpha", "cluster.spec.kubelet.maxPods=200"]).succeeds();
    kops(&place, "edit cluster --unset spec.sshAccess").succeeds();
    let config = place.read("state/demo.kube.example.com/config");
    assert!(config.contains("channel: alpha") && config.contains("maxPods: 200"), "{config}");
    assert!(!config.contains("sshAccess"), "{config}");
    let same = kops(&place, "set cluster spec.channel=alpha").succeeds();
    assert!(same.err.contains("no changes"), "{}", same.err);
}

#[test]
fn everything_wrong_with_fields_is_reported_and_nothing_is_written() {
    let place = Place::with_cluster();
    let before = place.read("state/demo.kube.example.com/config");
    let line =
        "edit cluster --set spec.kubelet.maxPod=1 --set spec.kubelet.maxPods=many --set channel=alpha --unset nothing";
    let answer = kops(&place, line).has_status(1);
    for part in
        ["did you mean `maxPods`?", "maxPods", "`channel` is not the path of a field", "`nothing` is not the path"]
    {
        assert!(answer.err.contains(part), "{part}: {}", answer.err);
    }
    kops(&place, "set cluster spec.kubernetesVersion=1.19.0").fails_with("error[cluster/kubernetes-version]");
    kops(&place, "edit ig nodes --set metadata.name=foo").fails_with("`metadata.name` cannot be changed");
    kops(&place, "set ig nodse spec.minSize=1").fails_with("did you mean `nodes`?");
    kops(&place, "set ig nodes").refuses(64, "FIELD=VALUE");
    for verb in ["set", "unset"] {
        place.run(&[verb, "cluster", CLUSTER]).refuses(64, "no field specified: expected [CLUSTER] FIELD");
    }
    for (line, field) in [
        ("edit cluster --set spec.channel", "spec.channel"),
        ("edit ig nodse --set spec.maxSize,spec.minSize=1", "spec.maxSize"),
        ("create cluster --set spec.channel", "spec.channel"),
        ("set cluster spec.channel", "spec.channel"),
        ("set ig nodse spec.minSize=1 spec.maxSize", "spec.maxSize"),
    ] {
        kops(&place, line).refuses(64, &format!("`{field}` has no value: expected FIELD=VALUE"));
    }
    assert_eq!(place.read("state/demo.kube.example.com/config"), before);
}

#[test]
fn deleting_an_instance_group_takes_its_resources_and_nothing_else() {
    let place = Place::with_account();
    place.run(&["create", "-f", &crate::support::fairwinds("cluster_spec.yml")]).succeeds();
    kops(&place, "create ig batch --zone us-east-2b --edit=false").succeeds();
    kops(&place, "update cluster --yes").succeeds();
    let shown = kops(&place, "delete ig batch").succeeds();
    assert!(shown.out.contains("3 to delete") || shown.out.contains("2 to delete"), "{}", shown.out);
    assert!(!shown.out.contains("nodes.demo"), "{}", shown.out);
    assert!(shown.err.contains("--yes"), "{}", shown.err);
    kops(&place, "delete ig batch --yes").succeeds();
    let again = kops(&place, "update cluster").succeeds();
    assert!(again.out.contains("No changes."), "{}", again.out);
    kops(&place, "delete ig batch").fails_with("error[spec/no-group]");
}

#[test]
fn an_instance_group_that_the_cluster_needs_is_not_deleted() {
    let place = Place::with_account();
    place.run(&["create", "-f", &crate::support::fairwinds("cluster_spec.yml")]).succeeds();
    let answer = kops(&place, "delete ig masters --yes").fails_with("is the only control-plane instance group");
    assert!(answer.err.contains("the member `a` of the etcd cluster `main` runs on `masters`"), "{}", answer.err);
    assert!(place.files("state/demo.kube.example.com/instancegroup").contains(&"masters".to_owned()));
}

#[test]
fn the_objects_of_a_file_are_deleted() {
    let (place, cluster) = (Place::with_account(), fairwinds("cluster_spec.yml"));
    place.run(&["create", "-f", &cluster]).succeeds();
    let group = kops(&place, "create ig batch --dry-run -o yaml").succeeds().out;
    let group = place.write("batch.yml", &group);
    place.run(&["create", "-f", &group]).succeeds();

    let preview = place.run(&["delete", "-f", &group]).succeeds();
    assert!(preview.err.contains("run again with --yes to delete the instance group batch"));
    assert_eq!(place.files("state/demo.kube.example.com/instancegroup/"), ["batch", "masters", "nodes"]);
    place.run(&["delete", "-f", &group, "--yes"]).succeeds();
    assert_eq!(place.files("state/demo.kube.example.com/instancegroup/"), ["masters", "nodes"]);

    place.run(&["delete", "-f", &cluster, "--yes"]).succeeds();
    assert_eq!(place.files("state"), [""; 0]);

    // Groups without a label are those of the only cluster, and go with it.
    let text =
        fairwinds_spec("1.35.5", "1.35.5").replace(&format!("  labels:\n    kops.k8s.io/cluster: {CLUSTER}\n"), "");
    let unlabelled = place.write("unlabelled.yml", &text);
    place.run(&["create", "-f", &unlabelled]).succeeds();
    place.run(&["delete", "-f", &unlabelled, "--yes"]).succeeds();
    assert_eq!(place.files("state"), [""; 0]);

    place.run(&["delete"]).refuses(64, "no file specified");
    place.run(&["delete", "-f", &cluster, "cluster", CLUSTER]).refuses(64, "-f cannot be combined with a subcommand");
}
