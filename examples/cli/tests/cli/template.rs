//! `kops toolbox template`.

use std::fs;

use crate::support::{Place, fairwinds};

#[test]
fn terraforms_output_fills_the_template() {
    let place = Place::new();
    let (template, values) = (fairwinds("cluster_spec-template.yml.j2"), fairwinds("terraform-output.json"));
    let args = ["toolbox", "template", "--template", &template, "--values", &values];
    let answer = place.run(&args).succeeds();
    assert_eq!(answer.out, fs::read_to_string(fairwinds("cluster_spec.yml")).expect("reads"));
    place.command(&args).args(["--out", "spec.yml"]).assert().success().stdout("");
    assert_eq!(place.read("spec.yml"), answer.out);
}

#[test]
fn later_values_win() {
    let place = Place::new();
    place.write("t.j2", "{{ a.x }} {{ a.y }} {{ b }}\n");
    place.write("1.yml", "a: {x: 1, y: 1}\nb: one");
    place.write("2.json", "{\"a\": {\"y\": 2}}");
    let args = ["toolbox", "template", "--template", "t.j2", "--values", "1.yml", "--values", "2.json", "--set", "b=3"];
    assert_eq!(place.run(&args).succeeds().out, "1 2 3\n");
}

#[test]
fn values_are_what_they_look_like_and_no_more() {
    let place = Place::new();
    place.write("t.j2", "{{ version }} {{ count + 1 }} {{ not on }} {{ empty }}|{{ word }}\n");
    let set = ["--set", "version=1.30", "--set", "count=3", "--set", "empty=", "--set-string", "word=true"];
    let answer = place.run(&[&["toolbox", "template", "--template", "t.j2", "--set", "on=true"][..], &set].concat());
    assert_eq!(answer.succeeds().out, "1.30 4 False |true\n");
}

#[test]
fn faults_have_a_place() {
    let place = Place::new();
    place.write("missing.j2", "a: 1\nb: {{ vpc_id }}\n");
    place.write("broken.j2", "a: 1\n\n{% for x in %}\n");
    place.write("list.yml", "- a\n");
    let run = |args: &[&str]| place.run(&[&["toolbox", "template", "--template"], args].concat());
    run(&["missing.j2", "--set", "vpc=1"]).fails_with("missing.j2:2: `vpc_id` is undefined; available values: `vpc`");
    run(&["broken.j2"]).fails_with("broken.j2:3: syntax error");
    run(&["missing.j2", "--values", "list.yml"]).fails_with("list.yml: expected a map of names to values");
    run(&["nowhere.j2"]).fails_with("reading `nowhere.j2` failed");
    run(&["missing.j2", "--set", "vpc_id"]).refuses(64, "is not of the form `NAME=VALUE`");
}

#[test]
fn filters_of_ansible_and_of_go_templates_are_there() {
    let place = Place::new();
    let template =
        "labels:{{ labels | toyaml | nindent(2) }}\nzones: {{ zones | to_json }}\nname: {{ name | quote }}\n";
    place.write("t.j2", template);
    place.write("v.yml", "labels: {team: core, note: 'a: b'}\nzones: [a, b]\nname: x.example.com\n");
    let answer = place.run(&["toolbox", "template", "--template", "t.j2", "--values", "v.yml"]).succeeds();
    let expected = "labels:\n  note: 'a: b'\n  team: core\nzones: [\"a\",\"b\"]\nname: \"x.example.com\"\n";
    assert_eq!(answer.out, expected);
}

#[test]
fn templates_of_other_languages_are_answered_with_advice() {
    let place = Place::new();
    place.write("go.tpl", "metadata:\n  name: {{ .clusterName }}\n{{- range .zones }}\n{{- end }}\n");
    place.write("terraform.tpl", "metadata:\n  name: ${cluster_name}\n");
    place.write("script.j2", "{{ name }}: echo ${HOME}\n");
    let run = |name: &str| place.run(&["toolbox", "template", "--template", name, "--set", "name=x"]);
    let go = run("go.tpl").fails_with("go.tpl:2: syntax error");
    assert!(
        go.err.contains("this is a Go template") && go.err.contains("write `{{ name }}` for `{{ .name }}`"),
        "{}",
        go.err
    );
    for advice in ["line 2: {{ .clusterName }}  →  {{ clusterName }}", "line 4: {{- end }}  →  {%- endfor %}"] {
        assert!(go.err.contains(advice), "{}", go.err);
    }
    let terraform = run("terraform.tpl").succeeds();
    assert!(terraform.err.contains("nothing is filled in; this is a Terraform template"), "{}", terraform.err);
    assert_eq!(run("script.j2").succeeds().err, "");
}

#[test]
fn no_template_ends_a_command_by_exhausting_it() {
    let place = Place::new();
    place.write("empty.j2", "a: 1\n");
    let fill = |template: &str, more: &[&str]| {
        place.run(&[&["toolbox", "template", "--template", template], more].concat()).has_status(1).err
    };
    let chain =
        |first: &str, next: &str, last: &str| format!("a: 1\nb: {{{{ {first}{}{last} }}}}\n", next.repeat(30_000));
    for text in [
        chain("1", "+1", ""),
        chain("1", "~1", ""),
        chain("", "-", "1"),
        chain("", "not ", "1"),
        chain("true", " and 1", ""),
        chain("range", "()", ""),
        chain("a", ".b", ""),
        chain("a", "[0]", ""),
        chain("1", "|int", ""),
        chain("1", " if 1 else 1", ""),
    ] {
        let error = fill(&place.write("chain.j2", &text), &[]);
        assert!(error.contains("chain.j2:2: an expression has at most 1000 operators"), "{error}");
    }
    // What is hidden from the count is not hidden from the stack.
    let hidden = format!("{{% raw %}}{{{{ \" {{% endraw %}}{{{{ {}1 }}}}{{{{ \" \" }}}}\n", "not ".repeat(40_000));
    let hidden = place.write("hidden.j2", &hidden);
    place.run(&["toolbox", "template", "--template", &hidden]).succeeds().prints("{{ \" True");

    let endless = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}";
    assert!(fill(&place.write("endless.j2", endless), &[]).contains("endless.j2:1: the template takes more than"));
    let long = "a".repeat((1 << 20) + 1);
    assert!(fill(&place.write("long.j2", &long), &[]).contains("long.j2: a template has at most 1024 KiB"));

    let deep = place.write("deep.yml", &format!("a: {}{}", "[".repeat(100_000), "]".repeat(100_000)));
    assert!(fill("empty.j2", &["--values", &deep]).contains("lists and maps are nested too deep"));
    let set = format!("{}=1", vec!["a"; 30_000].join("."));
    let answer = place.run(&["toolbox", "template", "--template", "empty.j2", "--set", &set]);
    answer.refuses(64, "a name of `--set` has at most 100 parts");
}

#[test]
fn a_value_that_is_given_twice_in_a_file_is_refused() {
    let place = Place::new();
    place.write("t.j2", "{{ a }}\n");
    place.write("values.yml", "a: 1\nb: 2\na: 3\n");
    let answer = place.run(&["toolbox", "template", "--template", "t.j2", "--values", "values.yml"]);
    let answer = answer.fails_with("`a` stands twice in one map; first in line 1");
    assert!(answer.err.contains(" --> values.yml:3:1\n"), "{}", answer.err);
}
