use serde_json::{Map, Value, json};

use super::*;

fn values(of: Value) -> Map<String, Value> {
    match of {
        Value::Object(map) => map,
        other => panic!("a map is expected, not {other}"),
    }
}

/// The template with every action replaced as advised.
fn translated(text: &str, values: &Map<String, Value>) -> String {
    let (mut jinja, mut copied) = (String::new(), 0);
    for action in rewritten(text, values) {
        jinja += &text[copied..action.range.start];
        jinja += &action.new;
        copied = action.range.end;
    }
    jinja + &text[copied..]
}

fn first(go: &str, of: Value) -> (String, Vec<String>) {
    let of = values(of);
    let mut found = rewritten(go, &of);
    let action = found.remove(0);
    (action.new, action.notes)
}

#[test]
fn each_action_of_go_has_its_counterpart() {
    for (go, jinja) in [
        ("{{ .clusterName }}", "{{ clusterName }}"),
        ("{{- .cluster.name -}}", "{{- cluster.name -}}"),
        ("{{ $.cluster }}", "{{ cluster }}"),
        ("{{ .Values.cluster.name }}", "{{ cluster.name }}"),
        ("{{ $.Values.cluster }}", "{{ cluster }}"),
        ("{{ $zone }}", "{{ zone }}"),
        ("{{/* the network */}}", "{# the network #}"),
        ("{{- /* the network */ -}}", "{#- the network -#}"),
        ("{{ $name := .cluster.name }}", "{% set name = cluster.name %}"),
        ("{{ range .zones }}", "{% for item in zones %}"),
        ("{{- range $zone := .zones }}", "{%- for zone in zones %}"),
        ("{{ range $_, $zone := .zones }}", "{% for zone in zones %}"),
        ("{{ range $i := until 3 }}", "{% for i in range(3) %}"),
        ("{{ if .private }}", "{% if private %}"),
        ("{{ if and .private (not .bastion) }}", "{% if private and (not bastion) %}"),
        ("{{ if eq .kind \"a b\" }}", "{% if kind == \"a b\" %}"),
        ("{{ if eq .kind \"a\" \"b\" }}", "{% if kind in [\"a\", \"b\"] %}"),
        ("{{ if $x := .network }}", "{% set x = network %}{% if x %}"),
        ("{{- with .network -}}", "{%- if network %}{% with it = network -%}"),
        ("{{ with $x := .network }}", "{% if network %}{% with x = network %}"),
        ("{{ define \"my.subnet\" }}", "{% macro my_subnet() %}"),
        ("{{ template \"my.subnet\" . }}", "{{ my_subnet() }}"),
        ("{{ include \"my.subnet\" . | indent 4 }}", "{{ my_subnet() | indent(4, true) }}"),
        ("{{ include \"my.subnet\" .network }}", "{{ my_subnet(network) }}"),
        ("{{ template \"sg\" (dict \"a\" 1 \"b\" .name) }}", "{{ sg(({\"a\": 1, \"b\": name})) }}"),
        ("{{ toYaml .labels | indent 4 }}", "{{ labels | to_yaml | indent(4, true) }}"),
        ("{{ .name | default \"demo\" | quote }}", "{{ name | default(\"demo\", true) | quote }}"),
        ("{{ default `a \"b\"` .name }}", "{{ name | default(\"a \\\"b\\\"\", true) }}"),
        ("{{ required \"a name\" .name }}", "{{ name | mandatory(\"a name\") }}"),
        ("{{ index .zones 0 }}", "{{ zones[0] }}"),
        ("{{ (index .zones 0).name }}", "{{ (zones[0]).name }}"),
        ("{{ len .zones }}", "{{ zones | length }}"),
        ("{{ if gt (len .zones) 1 }}", "{% if (zones | length) > 1 %}"),
        ("{{ add .count 1 | quote }}", "{{ (count + 1) | quote }}"),
        ("{{ hasKey .labels \"a\" }}", "{{ \"a\" in labels }}"),
        ("{{ printf \"%s-%d\" .name 1 }}", "{{ name ~ \"-\" ~ 1 }}"),
    ] {
        assert_eq!(first(go, json!({})), (jinja.to_owned(), Vec::new()), "{go}");
    }
}

#[test]
fn what_is_advised_renders_as_go_does() {
    let of = json!({
        "name": "demo",
        "count": 2,
        "private": true,
        "empty": "",
        "none": [],
        "zones": [{"c": "a", "tags": ["x", "y"]}, {"c": "b", "tags": []}],
        "letters": ["a", "b", "c"],
        "labels": {"k": "v", "team": "core"},
        "nodes": {"min": 1, "size": {"max": 3}, "labels": {"p": "q"}},
    });
    let of = values(of);
    for (go, expected) in [
        ("{{ range .zones }}{{ .c }}{{ end }}", "ab"),
        ("{{ range .zones }}{{ .c }}{{ range .tags }}{{ . }}{{ end }}{{ $.name }};{{ end }}", "axydemo;bdemo;"),
        ("{{ range .letters }}{{ . | upper }}{{ end }}", "ABC"),
        ("{{ range $i, $z := .zones }}{{ $i }}{{ $z.c }}{{ .c }} {{ end }}", "0aa 1bb "),
        (
            "{{ range $i, $z := .zones }}{{ range $j, $t := $z.tags }}{{ $i }}{{ $j }}{{ $t }} {{ end }}{{ end }}",
            "00x 01y ",
        ),
        ("{{ range $k, $v := .labels }}{{ $k }}={{ $v }} {{ end }}", "k=v team=core "),
        ("{{ range .labels }}{{ . }} {{ end }}", "v core "),
        ("{{ range .none }}{{ . }}{{ else }}{{ .name }}{{ end }}", "demo"),
        ("{{ range $k, $v := .nodes.labels }}{{ $k }}{{ $v }}{{ end }}", "pq"),
        ("{{ with .nodes }}{{ .min }}{{ with .size }}{{ .max }}{{ end }}{{ .min }}{{ end }}", "131"),
        ("{{ with .nodes }}{{ range $k, $v := .labels }}{{ $k }}{{ $v }}{{ end }}{{ end }}", "pq"),
        ("{{ with .empty }}{{ . }}{{ else }}no {{ .name }}{{ end }}", "no demo"),
        ("{{ with .empty }}a{{ else with .nodes }}{{ .min }}{{ end }}", "1"),
        ("{{ with .empty }}{{ . }}{{ end }}|", "|"),
        ("{{ with $x := .nodes }}{{ $x.min }}{{ .min }}{{ end }}", "11"),
        ("{{ .Values.nodes.min }}{{ range .Values.letters }}{{ . }}{{ $.Values.name }}{{ end }}", "1ademobdemocdemo"),
        ("{{ if .empty }}a{{ else if eq .count 2 }}b{{ else }}c{{ end }}", "b"),
        ("{{ if eq .name \"x\" \"demo\" }}yes{{ end }}", "yes"),
        ("{{ if not (and .private .empty) }}yes{{ end }}", "yes"),
        ("a:\n{{- range .letters }}\n- {{ . }}\n{{- end }}\n", "a:\n- a\n- b\n- c\n"),
        ("a:\n{{ toYaml .letters | indent 2 }}\n", "a:\n  - a\n  - b\n  - c\n"),
        ("a:{{ toYaml .letters | nindent 2 }}\n", "a:\n  - a\n  - b\n  - c\n"),
        ("{{ .empty | default \"x\" | quote }}{{ default \"x\" .name }}", "\"x\"demo"),
        ("{{ add .count 1 | quote }} {{ mul (add .count 1) 2 }}", "\"3\" 6"),
        ("{{ printf \"%s-%d\" .name .count | upper }}", "DEMO-2"),
        (
            "{{ index .zones 1 | toJson }}{{ (index .zones 0).c }}{{ index .labels \"k\" }}",
            "{\"c\":\"b\",\"tags\":[]}av",
        ),
        ("{{ range $i := until 3 }}{{ $i }}{{ end }}", "012"),
        ("{{ $n := .nodes }}{{ $n.min }}{{ $n = .name }}{{ $n }}", "1demo"),
        (
            "{{ define \"foo\" }}[{{ .name }}]{{ end }}{{ template \"foo\" . }}{{ include \"foo\" $ | upper }}",
            "[demo][DEMO]",
        ),
        (
            "{{ define \"a.b\" }}[{{ .c }}{{ $.c }}]{{ end }}{{ range .zones }}{{ template \"a.b\" . }}{{ end }}",
            "[aa][bb]",
        ),
        (
            "{{ define \"sg\" }}{{ .zone.c }}{{ .n }}{{ end }}{{ range $i, $z := .zones }}{{ template \"sg\" (dict \"zone\" $z \"n\" $i) }} {{ end }}",
            "a0 b1 ",
        ),
        (
            "{{ define \"in\" }}{{ .c }}{{ end }}{{ define \"out\" }}<{{ include \"in\" . }}>{{ end }}{{ range .zones }}{{ include \"out\" . }}{{ end }}",
            "<a><b>",
        ),
        (
            "{{ define \"m\" }}{{ .name }}{{ end }}{{ template \"m\" . }}{{ with .nodes }}{{ template \"m\" $ }}{{ end }}",
            "demodemo",
        ),
        (
            "{{ define \"m\" }}{{ .min }}{{ end }}{{ range .none }}{{ template \"m\" . }}{{ end }}{{ template \"m\" .nodes }}",
            "1",
        ),
        ("{{ define \"m\" }}{{ .a.name }}{{ end }}{{ template \"m\" (dict \"a\" $) }}", "demo"),
        ("{{ block \"b\" .nodes }}{{ .min }}{{ end }}", "1"),
        (
            "{{ if and (contains \"em\" .name) (hasPrefix \"de\" .name) (not (hasKey .labels \"x\")) }}yes{{ end }}",
            "yes",
        ),
        ("{{ ternary \"a\" \"b\" .private }}{{ join \"-\" .letters }}{{ replace \"d\" \"D\" .name }}", "aa-b-cDemo"),
        (
            "{{ splitList \",\" \"p,q\" | last }}{{ len .letters }}{{ range (list \"x\" \"y\") }}{{ . }}{{ end }}",
            "q3xy",
        ),
    ] {
        let jinja = translated(go, &of);
        let text = crate::render("a.yml", &jinja, &of).unwrap_or_else(|error| panic!("{go}\n{jinja}\n{error}"));
        assert_eq!(text, expected, "{go}\n{jinja}");
    }
}

#[test]
fn names_of_values_are_not_taken() {
    let of = values(json!({"item": "top", "it": "it", "letters": ["a"], "nodes": {"min": 1}}));
    let go = "{{ range .letters }}{{ . }}{{ $.item }}{{ end }}{{ with .nodes }}{{ .min }}{{ $.it }}{{ end }}";
    assert_eq!(crate::render("a.yml", &translated(go, &of), &of).expect("renders"), "atop1it");
    let of = values(json!({"Values": {"name": "below"}}));
    assert_eq!(translated("{{ .Values.name }}", &of), "{{ Values.name }}");
}

#[test]
fn what_cannot_be_known_is_said() {
    for (go, jinja, note) in [
        ("{{ genPrivateKey \"rsa\" }}", "{{ genPrivateKey(\"rsa\") }}", "`genPrivateKey` has no counterpart"),
        (
            "{{ range $key, $value := .unknown }}",
            "{% for value in unknown %}{% set key = loop.index0 %}",
            "`{% for key, value in unknown.items() %}` where `unknown` is a map",
        ),
        (
            "{{ toYaml . }}",
            "{{ {} | to_yaml }}",
            "Jinja2 has no name for all values: write those that are needed as a map",
        ),
        ("{{ break }}", "{# break #}", "`break` has no counterpart: put what follows into an `if`"),
        ("{{ end }}", "{# end #}", "no block is open"),
    ] {
        assert_eq!(first(go, json!({})), (jinja.to_owned(), vec![note.to_owned()]), "{go}");
    }
    let text = "{{ range .a }}{{ $n = . }}{{ end }}";
    let advice = advice(text, &Map::new());
    assert!(advice.contains("{{ $n = . }}  →  {% set n = item %} (what a loop sets ends with it"), "{advice}");
}

#[test]
fn every_action_is_shown_once_with_its_lines() {
    let text = "{{ range .zones }}\n{{- if .private }}\n{{- end }}\n{{ end }}\n{{ with .a }}\n{{ end }}\n{{ with .a }}{{ end }}\n";
    let advice = advice(text, &Map::new());
    let lines: Vec<&str> = advice.lines().skip(1).map(str::trim).collect();
    let expected = [
        "line 1: {{ range .zones }}  →  {% for item in zones %}",
        "line 2: {{- if .private }}  →  {%- if item.private %}",
        "line 3: {{- end }}  →  {%- endif %}",
        "line 4: {{ end }}  →  {% endfor %}",
        "lines 5, 7: {{ with .a }}  →  {% if a %}{% with it = a %}",
        "lines 6, 7: {{ end }}  →  {% endwith %}{% endif %}",
    ];
    assert_eq!(lines, expected);
    let many: String = (0..50).map(|n| format!("{{{{ .a{n} }}}}\n")).collect();
    assert_eq!(super::advice(&many, &Map::new()).lines().count(), 51);
}

#[test]
fn a_template_of_no_use_costs_little() {
    let general = TemplateLanguage::Go.advice();
    let deep = format!("{{{{ \"a\" ' {}.x{} ' }}}}", "(".repeat(20_000), ")".repeat(20_000));
    assert!(advice(&deep, &Map::new()).starts_with(general));
    assert_eq!(advice(&"{{ .a }}".repeat(10_000), &Map::new()), general);
    let chain = |n: usize| format!("{{{{ define \"t{n}\" }}}}{{{{ template \"t{}\" . }}}}{{{{ end }}}}", n + 1);
    let chain: String = (0..1_000).map(chain).collect();
    assert_eq!(rewritten(&format!("{chain}{{{{ template \"t0\" .a }}}}"), &Map::new()).len(), 3_001);
}
