//! Every diagnostic of reading: a text that triggers it, at the right place, and one that nearly does and does not.

use std::collections::BTreeSet;

use kops_core::codes;
use kops_core::diag::{Diagnostics, Report};
use kops_core::spec::{self, UnknownFields};
use kops_core::yaml::{self, Source};

const CLUSTER: &str = "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata:\n  name: c.example.com\n";
const GROUP: &str = "apiVersion: kops/v1alpha2\nkind: InstanceGroup\nmetadata:\n  name: nodes\n";

const MAP: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: m\n";

/// A code, a text with `§` before the place of the finding, a text without the finding.
fn cases() -> Vec<(&'static str, String, String)> {
    let cluster = |rest: &str| format!("{CLUSTER}{rest}");
    let group = |rest: &str| format!("{CLUSTER}---\n{GROUP}{rest}");
    let deep = |levels: usize| {
        cluster(&format!("spec:\n  kubeDNS:\n    affinity: {0}{1}\n", "[".repeat(levels), "]".repeat(levels)))
    };
    let bomb = |levels: usize| {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..=levels {
            let below = level - 1;
            let items = format!("*a{below}, ").repeat(10);
            text.push_str(&format!("a{level}: &a{level} [{items}]\n"));
        }
        format!("apiVersion: v1\nkind: ConfigMap\n{text}---\n{CLUSTER}")
    };
    let anchors = |levels: usize| {
        let open: String = (0..levels).map(|level| format!("&a{level} [")).collect();
        cluster(&format!("spec:\n  kubeDNS:\n    affinity: {open}{}{}\n", "x, ".repeat(3000), "]".repeat(levels)))
    };
    vec![
        ("text/syntax", cluster("spec: {channel: stable\n§"), cluster("spec: {channel: stable}\n")),
        ("text/syntax", cluster("spec:\n  channel: §*x\n"), cluster("spec:\n  channel: '*x'\n")),
        ("text/syntax", cluster("spec:\n  channel: a§: b\n"), cluster("spec:\n  channel: a:b\n")),
        ("text/tab", cluster("spec:\n§\tchannel: stable\n"), cluster("spec:\n  channel: stable\t# c\n")),
        (
            "text/duplicate-key",
            cluster("spec:\n  channel: a\n  §channel: b\n"),
            cluster("spec:\n  channel: a\n  project: b\n"),
        ),
        ("text/complex-key", cluster("spec:\n  channel: {§{ name }}\n"), cluster("spec:\n  channel: '{ name }'\n")),
        ("text/unknown-tag", cluster("spec:\n  channel: §!Ref x\n"), cluster("spec:\n  channel: !!str x\n")),
        ("text/merge", cluster("spec:\n  <<: §x\n"), cluster("spec:\n  <<: {channel: x}\n")),
        ("text/too-large", deep(200), deep(20)),
        ("text/too-large", bomb(8), bomb(2)),
        ("text/too-large", anchors(100), anchors(10)),
        ("spec/not-an-object", format!("{CLUSTER}---\n§hello\n"), format!("{CLUSTER}---\n# hello\n")),
        ("spec/api-version", CLUSTER.replace("kops.k8s.io/v1alpha2", "§kops.k8s.io/v1alpha3"), CLUSTER.to_owned()),
        (
            "spec/api-version",
            format!("§{}", CLUSTER.replace("apiVersion: kops.k8s.io/v1alpha2\n", "")),
            CLUSTER.to_owned(),
        ),
        (
            "spec/api-version",
            format!("{CLUSTER}---\n{}", GROUP.replace("kops/", "§kops.k8s.oi/")),
            format!("{CLUSTER}---\n{}", GROUP.replace("kops/", "cluster.x-k8s.io/")),
        ),
        (
            "spec/api-version",
            format!("{CLUSTER}---\n{}", GROUP.replace("kops/v1alpha2", "§v1").replace("InstanceGroup", "Keyset")),
            format!("{CLUSTER}---\n{}", GROUP.replace("kops/v1alpha2", "v1").replace("InstanceGroup", "Secret")),
        ),
        ("spec/kind", CLUSTER.replace("Cluster", "§Clutser"), CLUSTER.to_owned()),
        (
            "spec/kind",
            format!("{CLUSTER}---\n§apiVersion: v1\n"),
            format!("{CLUSTER}---\napiVersion: v1\nkind: Secret\n"),
        ),
        ("spec/name", format!("{CLUSTER}---\n{}", GROUP.replace("  name: nodes", "  §labels: {}")), group("")),
        ("spec/template", CLUSTER.replace("c.example.com", "§api.${cluster_name}"), CLUSTER.replace("c.", "c-1.")),
        (
            "spec/template",
            cluster("spec:\n  channel: §'{{ .channel }}'\n"),
            cluster("spec:\n  fileAssets: [{name: a, content: 'echo ${HOME} {{ x }}'}]\n"),
        ),
        ("spec/template", group("spec:\n  minSize: §${min_size}\n"), group("spec:\n  image: $(image)\n")),
        ("text/complex-key", cluster("spec:\n  channel: {§{ .channel }}\n"), cluster("spec:\n  channel: '{{'\n")),
        ("spec/unknown-field", group("spec:\n  §minsize: 1\n"), group("spec:\n  minSize: 1\n")),
        ("spec/wrong-type", group("spec:\n  minSize: §'1'\n"), group("spec:\n  minSize: 1\n")),
        ("spec/wrong-type", cluster("spec:\n  channel: §yes\n"), cluster("spec:\n  channel: 'yes'\n")),
        ("spec/wrong-type", group("spec:\n  minSize: §1e\n"), group("spec:\n  minSize: 0b1\n")),
        (
            "spec/wrong-type",
            cluster("spec:\n  kubernetesVersion: §1.30\n"),
            cluster("spec:\n  kubernetesVersion: '1.30'\n"),
        ),
        (
            "spec/wrong-type",
            group("spec:\n  maxInstanceLifetime: §1 day\n"),
            group("spec:\n  maxInstanceLifetime: 24h\n"),
        ),
        (
            "spec/wrong-type",
            cluster("spec:\n  sshAccess: §10.0.0.0/8\n"),
            cluster("spec:\n  sshAccess: [10.0.0.0/8]\n"),
        ),
        ("spec/wrong-type", cluster("spec:\n  sshAccess:\n  -§\n"), cluster("spec:\n  sshAccess:\n")),
        ("spec/unknown-value", group("spec:\n  role: §node\n"), group("spec:\n  role: ControlPlane\n")),
        (
            "spec/too-many",
            format!("§{}", cluster(&format!("spec:\n  sshAccess:\n{}", "  - 1\n".repeat(200)))),
            cluster(&format!("spec:\n  sshAccess:\n{}", "  - '1'\n".repeat(200))),
        ),
        (
            "spec/duplicate-object",
            format!("{CLUSTER}---\n{GROUP}---\n{}", GROUP.replace("name:", "§name:")),
            format!("{CLUSTER}---\n{GROUP}---\n{}", GROUP.replace("nodes", "nodes-2")),
        ),
        (
            "spec/duplicate-object",
            format!("{CLUSTER}---\n{MAP}---\n{}", MAP.replace("name:", "§name:")),
            format!("{CLUSTER}---\n{MAP}---\n{}", MAP.replace("name:", "namespace: b\n  name:")),
        ),
        ("spec/no-cluster", GROUP.to_owned(), group("")),
        (
            "spec/several-clusters",
            format!("{CLUSTER}---\n{}", CLUSTER.replace("name: c", "§name: d")),
            format!("{CLUSTER}---\n{GROUP}"),
        ),
        (
            "spec/other-cluster",
            group("  labels:\n    §kops.k8s.io/cluster: d.example.com\n"),
            group("  labels:\n    kops.k8s.io/cluster: c.example.com\n"),
        ),
    ]
}

fn findings(text: &str) -> Diagnostics {
    let source = Source::new("f", text);
    match spec::read(&[source], UnknownFields::Deny).and_then(spec::Objects::into_spec) {
        Ok(spec) => spec.warnings,
        Err(found) => found,
    }
}

#[test]
fn every_code_is_triggered_at_its_place_and_not_by_a_near_miss() {
    for (code, bad, good) in cases() {
        let marked = bad.find('§');
        let text = bad.replace('§', "");
        let found = findings(&text);
        let report = Report::new(&found, &[Source::new("f", text.as_str())]).to_string();
        let finding = found.iter().find(|d| d.code == code).unwrap_or_else(|| panic!("{code} is missing:\n{report}"));
        if let Some(at) = marked {
            let line = bad[..at].matches('\n').count() + 1;
            let column = bad[..at].rsplit('\n').next().unwrap().chars().count() + 1;
            let place = finding.location.as_ref().unwrap_or_else(|| panic!("{code} has no place"));
            assert_eq!((place.line as usize, place.column as usize), (line, column), "{report}");
        }
        assert!(findings(&good).is_empty(), "{code}:\n{}\n{good}", findings(&good));
    }
}

/// Codes of specs that other stages raise, and test.
const ELSEWHERE: &[&str] =
    &["spec/channel", "spec/field-edit", "spec/group-in-use", "spec/no-group", "spec/public-key", "text/encoding"];

#[test]
fn every_code_of_reading_has_a_case_and_a_summary() {
    let tested: BTreeSet<_> = cases().iter().map(|(code, ..)| *code).collect();
    let registered: BTreeSet<_> = codes::all().iter().map(|code| code.id).collect();
    assert_eq!(codes::all().len(), registered.len(), "two codes are the same");
    for code in yaml::codes::ALL.iter().chain(spec::codes::ALL) {
        assert!(registered.contains(code.id), "{} is not registered", code.id);
        assert!(tested.contains(code.id) || ELSEWHERE.contains(&code.id), "{} has no case", code.id);
        assert!(code.summary.ends_with('.'), "{}", code.id);
    }
}

#[test]
fn lists_of_kubernetes_hold_their_objects() {
    let indent = |text: &str| text.replace('\n', "\n  ").trim_end().to_owned();
    let (item, group) = (indent(CLUSTER), indent(GROUP));
    let bare = "metadata:\n    name: bare\n  spec: {minSize: 1}";
    let read = |text: &str| {
        let objects =
            spec::read(&[Source::new("f", text)], UnknownFields::Deny).unwrap_or_else(|found| panic!("{found}"));
        let groups = objects.groups.iter().map(|group| group.name().to_owned()).collect::<Vec<_>>().join(" ");
        (objects.clusters.len(), groups, objects.additional.len())
    };
    let list = format!("apiVersion: v1\nkind: List\nmetadata: {{resourceVersion: ''}}\nitems:\n- {item}\n- {group}\n");
    assert_eq!(read(&list), (1, "nodes".into(), 0));
    let typed = format!("apiVersion: kops.k8s.io/v1alpha2\nkind: InstanceGroupList\nitems:\n- {group}\n- {bare}\n");
    assert_eq!(
        read(&format!("{list}---\n{}", typed.replace("name: nodes", "name: more"))),
        (1, "nodes more bare".into(), 0)
    );
    let maps = format!("apiVersion: v1\nkind: ConfigMapList\nitems:\n- {}\n", indent(MAP));
    assert_eq!(read(&maps), (0, String::new(), 1));
    assert_eq!(read("apiVersion: v1\nkind: List\nitems: []\n"), (0, String::new(), 0));
    assert_eq!(read("apiVersion: v1\nkind: List\n"), (0, String::new(), 0));
    assert_eq!(read("apiVersion: a.io/v1\nkind: DenyList\nmetadata: {name: d}\n"), (0, String::new(), 1));

    let wrong = list.replace("kind: InstanceGroup", "kind: InstanceGruop");
    let found = spec::read(&[Source::new("f", wrong)], UnknownFields::Deny).unwrap_err();
    assert_eq!(found.to_string(), "f:10:9: error[spec/kind]: `InstanceGruop` is not a kind that a spec can hold");
}

#[test]
fn templates_that_were_not_filled_in_are_answered_in_their_language() {
    let advice = |text: &str| {
        let found = spec::read(&[Source::new("f", text)], UnknownFields::Deny).unwrap_err();
        found.iter().filter_map(|finding| finding.help.clone()).collect::<Vec<_>>().join("\n")
    };
    for (text, expected) in [
        (CLUSTER.replace("c.example.com", "{{ .clusterName }}"), "this is a Go template"),
        (CLUSTER.replace("c.example.com", "'{{ .clusterName }}'"), "this is a Go template"),
        (format!("{CLUSTER}spec:\n{{{{- range .zones }}}}\n"), "this is a Go template"),
        (CLUSTER.replace("c.example.com", "{{ name }}"), "`kops toolbox template`"),
        (format!("{CLUSTER}spec:\n{{% for zone in zones %}}\n"), "this is a Jinja2 template"),
        (CLUSTER.replace("c.example.com", "${name}"), "this is a Terraform template"),
        (format!("{CLUSTER}spec:\n  subnets:\n  %{{ for zone in zones ~}}\n"), "this is a Terraform template"),
    ] {
        assert!(advice(&text).contains(expected), "{text}\n{}", advice(&text));
    }
}

#[test]
fn a_field_of_another_kind_is_said_to_be_one() {
    let help = |text: String| {
        let found = spec::read(&[Source::new("f", text)], UnknownFields::Deny).unwrap_err();
        found.iter().next().unwrap().help.clone().unwrap()
    };
    assert_eq!(
        help(format!("{CLUSTER}spec: {{machineTyp: t3.large}}\n")),
        "`machineType` is a field of an `InstanceGroup`"
    );
    assert_eq!(help(format!("{CLUSTER}spec: {{minSize: 1}}\n")), "`minSize` is a field of an `InstanceGroup`");
    assert_eq!(help(format!("{GROUP}spec: {{machineTyp: t3.large}}\n")), "did you mean `machineType`?");
    assert_eq!(
        help(format!("{GROUP}spec: {{kubernetesVersion: 1.35.5}}\n")),
        "`kubernetesVersion` is a field of a `Cluster`"
    );
}

#[test]
fn a_name_of_a_file_in_place_of_its_text_is_said_to_be_one() {
    for (text, expected) in [
        ("cluster_spec.yml", "this is the name of a file: read `cluster_spec.yml`, and pass its text"),
        ("cluster_spec", "an object begins with `apiVersion: kops.k8s.io/v1alpha2` and `kind: Cluster`"),
    ] {
        let found = spec::read(&[Source::new("-", text)], UnknownFields::Deny).unwrap_err();
        assert_eq!(found.iter().next().unwrap().help.as_deref(), Some(expected));
    }
}

#[test]
fn all_faults_of_all_files_are_found_together() {
    let one = Source::new(
        "one",
        format!("{CLUSTER}spec:\n  chanel: x\n  sshAccess: [1, a, 2]\n  subnets: [{{typ: Public, type: public}}]\n"),
    );
    let two = Source::new("two", "a: [\n");
    let three = Source::new("three", format!("{GROUP}spec: 7\n"));
    let found = spec::read(&[one, two, three], UnknownFields::Deny).unwrap_err();
    let all: Vec<_> = found.iter().map(|d| format!("{} {}", d.location.as_ref().unwrap(), d.code)).collect();
    assert_eq!(
        all,
        [
            "one:6:3 spec/unknown-field",
            "one:7:15 spec/wrong-type",
            "one:7:21 spec/wrong-type",
            "one:8:14 spec/unknown-field",
            "one:8:33 spec/unknown-value",
            "three:5:7 spec/wrong-type",
            "two:2:1 text/syntax",
        ]
    );
    let paths: Vec<_> = found.iter().filter_map(|d| d.path.as_ref()).map(|path| path.to_string()).collect();
    assert_eq!(paths[2], "Cluster/c.example.com spec.sshAccess[2]");
    assert_eq!(paths[5], "InstanceGroup/nodes spec");
}

#[test]
fn advice_repeats_what_was_written() {
    let labels = "account: 012345678901\n    hex: 0x1F\n    on: True\n    version: 1.30\n    mode: 0o17\n";
    let text = format!("{CLUSTER}spec:\n  cloudLabels:\n    {labels}");
    let found = spec::read(&[Source::new("f", text)], UnknownFields::Deny).unwrap_err();
    let told: Vec<_> = found.iter().map(|d| (d.message.as_str(), d.help.as_deref().unwrap_or_default())).collect();
    assert_eq!(
        told,
        [
            ("expected text, found the number `012345678901`", "put it in quotes: `\"012345678901\"`"),
            ("expected text, found the number `0x1F`", "put it in quotes: `\"0x1F\"`"),
            ("expected text, found `True`", "put it in quotes: `\"True\"`"),
            ("expected text, found the number `1.30`", "put it in quotes: `\"1.30\"`"),
            ("expected text, found the number `0o17`", "put it in quotes: `\"0o17\"`"),
        ]
    );
}

#[test]
fn additional_objects_hold_what_kops_would_read() {
    let volumes = "  defaultMode: 0400\n  optional: yes\n  key: \"no\"\n  on: 1_000\n";
    let text = format!("{CLUSTER}---\n{MAP}data:\n{volumes}");
    let objects = spec::read(&[Source::new("f", text)], UnknownFields::Deny).unwrap();
    let data = serde_json::json!({"defaultMode": 256, "optional": true, "key": "no", "true": 1000});
    assert_eq!(objects.additional[0]["data"], data);
    let written = yaml::to_yaml(&objects.additional[0]);
    let again = yaml::parse(&Source::new("again", written)).unwrap();
    assert_eq!(again[0].root.to_json()["data"], data);
}

#[test]
fn unknown_fields_can_be_warnings() {
    let text = format!("{CLUSTER}spec:\n  serviceOIDCProvider: {{issuerURL: x}}\n  channel: stable\n");
    let spec = spec::read(&[Source::new("f", text)], UnknownFields::Warn).unwrap().into_spec().unwrap();
    assert_eq!(spec.cluster.spec.channel.as_deref(), Some("stable"));
    assert_eq!(spec.warnings.len(), 1);
    assert!(!spec.warnings.has_errors());
}
