//! However an old spec is written, its migration changes what it says, and nothing else.
//!
//! A spec is made of parts, each of which is what it was or what a migration makes of it, and is written in a style of its own.

use kops_core::migrate::migrate;
use kops_core::yaml::{self, Source};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

mod pen;

use pen::{Entries, Pen};

/// What a part of an object can be: what it was first, what a migration makes of it last, and what is between where that takes
/// several edits. A part that has one is kept.
type Part = Vec<Value>;

fn parts_of_clusters() -> Vec<Vec<Part>> {
    let newest = kops_core::facts::Components::built_in().kubernetes_version;
    let choice = |first: &[Part], second: &[Part]| [&[Vec::new()], first, second].concat();
    vec![
        choice(&[vec![json!({"channel": "stable"})]], &[]),
        choice(&tricky().map(|text| vec![json!({"sshKeyName": text})]), &[]),
        choice(&tricky().map(|text| vec![json!({"cloudLabels": {text: text, "docker": "}", "b": {}, "c": []}})]), &[]),
        choice(&tricky().map(|text| vec![json!({"hooks": [{"name": "a", "manifest": text}, {}, [[text]]]})]), &[]),
        choice(&[vec![json!({"docker": {"version": "1.12", "log": "}"}}), json!({})]], &[]),
        choice(&[vec![json!({"containerRuntime": "it's, docker"}), json!({})]], &[]),
        choice(&[vec![json!({"kubernetesVersion": "1.5.3"}), json!({"kubernetesVersion": newest})]], &[]),
        choice(
            &[vec![json!({"networking": {"weave": {"mtu": 1}}}), json!({"networking": {"cilium": {}}})]],
            &[vec![
                json!({"networking": {"canal": null, "x": "# y"}}),
                json!({"networking": {"calico": {}, "x": "# y"}}),
            ]],
        ),
        choice(
            &[vec![json!({"kubelet": {"networkPluginName": "cni", "maxPods": 3}}), json!({"kubelet": {"maxPods": 3}})]],
            &[vec![json!({"kubelet": {"networkPluginName": "cni"}}), json!({})]],
        ),
        choice(
            &[vec![
                json!({"masterKubelet": {"networkPluginName": "cni", "maxPods": 3}}),
                json!({"masterKubelet": {"maxPods": 3}}),
            ]],
            &[vec![json!({"masterKubelet": {"networkPluginName": "cni"}}), json!({})]],
        ),
        choice(
            &[["10.0.0.0/8", "fd00::/8"].as_slice(), &[]].map(|access| {
                vec![
                    json!({"adminAccess": access}),
                    json!({"adminAccess": access, "kubernetesApiAccess": access}),
                    json!({"sshAccess": access, "kubernetesApiAccess": access}),
                ]
            }),
            &[vec![
                json!({"sshAccess": ["a"], "adminAccess": ["b"], "kubernetesApiAccess": ["c"]}),
                json!({"sshAccess": ["a"], "kubernetesApiAccess": ["c"]}),
            ]],
        ),
        choice(
            &[vec![json!({"externalDns": {"disable": true}}), json!({"externalDns": {"provider": "none"}})]],
            &[vec![
                json!({"externalDns": {"disable": true, "watchIngress": true}}),
                json!({"externalDns": {"provider": "none", "watchIngress": true}}),
            ]],
        ),
        choice(
            &[vec![
                json!({"etcdClusters": [{"provider": "Legacy", "name": "main"}, {"name": "events", "enableEtcdTLS": true}]}),
                json!({"etcdClusters": [{"name": "main"}, {"name": "events", "enableEtcdTLS": true}]}),
                json!({"etcdClusters": [{"provider": "Legacy", "name": "main"}, {"name": "events"}]}),
                json!({"etcdClusters": [{"name": "main"}, {"name": "events"}]}),
            ]],
            &[],
        ),
        choice(
            &[vec![
                json!({"addons": [{"manifest": "s3://b/x"}, {"manifest": "heapster"}, {"manifest": "s3://b/it's"}]}),
                json!({"addons": [{"manifest": "s3://b/x"}, {"manifest": "s3://b/it's"}]}),
            ]],
            &[vec![
                json!({"addons": [{"manifest": "cluster-autoscaler"}]}),
                json!({"clusterAutoscaler": {"enabled": true}}),
            ]],
        ),
        choice(
            &[vec![
                json!({"kubeAPIServer": {"appendAdmissionPlugins": ["Initializers", "a", "b"], "x": ["#"]}}),
                json!({"kubeAPIServer": {"appendAdmissionPlugins": ["a", "b"], "x": ["#"]}}),
            ]],
            &[vec![json!({"kubeAPIServer": {"appendAdmissionPlugins": ["Initializers"]}}), json!({})]],
        ),
    ]
}

fn parts_of_groups() -> Vec<Vec<Part>> {
    let image = "kope.io/k8s-1.5-debian-jessie-amd64-hvm-ebs-2017-01-09";
    vec![
        vec![vec![json!({"role": "Node"})], vec![]],
        vec![vec![], vec![json!({"image": image}), json!({})]],
        vec![vec![], vec![json!({"spotDurationInMinutes": 60}), json!({})]],
        tricky().map(|text| vec![json!({"nodeLabels": {"image": image, "text": text}})]).to_vec(),
        tricky().map(|text| vec![json!({"additionalUserData": [{"name": "a", "content": text}]})]).to_vec(),
    ]
}

/// Texts that end a value, begin a comment, or mean something else, where they are not read as what they are.
fn tricky() -> [&'static str; 12] {
    [
        "plain",
        "it's",
        "a # b",
        "}, {",
        "]",
        "ü",
        "\u{1f600} x \u{1f600}",
        "a: b",
        "- a",
        "",
        "\"q\"",
        "docker:\n  a: 1\n# it's\n- x\n",
    ]
}

/// An object, and what becomes of each part.
#[derive(Clone, Debug)]
struct Object {
    kind: &'static str,
    is_old: bool,
    parts: Vec<Part>,
}

impl Object {
    fn head(&self, index: usize) -> Entries {
        let version = if self.is_old { "kops/v1alpha2" } else { "kops.k8s.io/v1alpha2" };
        let version = if self.kind == "ConfigMap" { "v1" } else { version };
        let head = [
            ("apiVersion", json!(version)),
            ("kind", json!(self.kind)),
            ("metadata", json!({"name": format!("o{index}")})),
        ];
        head.map(|(key, value)| (key.to_owned(), value)).to_vec()
    }

    /// The fields of its spec, and whether a migration keeps them.
    fn spec(&self) -> Vec<((String, Value), bool)> {
        let fields = |part: &Part| part[0].as_object().cloned().unwrap_or_default();
        self.parts.iter().flat_map(|part| fields(part).into_iter().map(|field| (field, part.len() == 1))).collect()
    }

    fn json(&self, index: usize) -> Value {
        let spec: Map<String, Value> = self.spec().into_iter().map(|(field, _)| field).collect();
        let spec = ("spec".to_owned(), Value::Object(spec));
        self.head(index).into_iter().chain([spec]).collect::<Map<_, _>>().into()
    }

    /// What is wrong with what a migration made of it. Parts may stay as they were where it is said that they can.
    fn compare(&self, index: usize, migrated: &Value, can_stay: bool) -> Result<(), String> {
        let mut spec = migrated["spec"].as_object().cloned().ok_or("has no spec")?;
        for part in &self.parts {
            let keys: Vec<&String> = part.iter().filter_map(Value::as_object).flat_map(Map::keys).collect();
            let found: Map<String, Value> = keys.iter().filter_map(|key| spec.remove_entry(*key)).collect();
            let found = Value::Object(found);
            let is_right = match (can_stay || self.kind == "ConfigMap", part.last()) {
                (true, _) => part.contains(&found),
                (false, last) => last == Some(&found),
            };
            if !is_right {
                return Err(format!("{part:?} became {found}"));
            }
        }
        let is_migrated =
            Self { is_old: false, ..self.clone() }.head(index).iter().all(|(key, value)| migrated[key] == *value);
        match is_migrated && spec.is_empty() {
            true => Ok(()),
            false => Err(format!("has {spec:?}")),
        }
    }
}

fn object() -> impl Strategy<Value = Object> {
    let of = |kind: &'static str, choices: Vec<Vec<Part>>| {
        let parts: Vec<_> = choices.into_iter().map(proptest::sample::select).collect();
        (any::<bool>(), parts.prop_shuffle()).prop_map(move |(is_old, parts)| {
            let parts = parts.into_iter().filter(|part: &Part| !part.is_empty()).collect();
            Object { kind, is_old, parts }
        })
    };
    prop_oneof![
        4 => of("Cluster", parts_of_clusters()),
        2 => of("InstanceGroup", parts_of_groups()),
        1 => of("ConfigMap", parts_of_clusters()),
    ]
}

/// How the objects of a text are written.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Form {
    Yaml,
    /// With anchors and aliases.
    Aliases,
    List,
    /// On one line, and with no character beyond ASCII where it says so.
    Json {
        ascii: bool,
    },
    PrettyJson {
        ascii: bool,
    },
}

fn form() -> impl Strategy<Value = Form> {
    prop_oneof![
        6 => Just(Form::Yaml),
        1 => Just(Form::Aliases),
        1 => Just(Form::List),
        1 => any::<bool>().prop_map(|ascii| Form::Json { ascii }),
        1 => any::<bool>().prop_map(|ascii| Form::PrettyJson { ascii }),
    ]
}

fn write(objects: &[Object], form: Form, pen: &mut Pen) -> String {
    let lines: Vec<String> = match form {
        Form::Json { .. } => objects.iter().enumerate().map(|(index, object)| object.json(index).to_string()).collect(),
        Form::PrettyJson { .. } => {
            let pretty = |(index, object): (usize, &Object)| format!("{:#}", object.json(index));
            objects
                .iter()
                .enumerate()
                .map(pretty)
                .flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
                .collect()
        }
        Form::Yaml | Form::Aliases => {
            let documents = objects.iter().enumerate().flat_map(|(index, object)| {
                let separator = (index > 0).then(|| "---".to_owned());
                separator
                    .into_iter()
                    .chain(pen.object(object.head(index), object.spec(), form == Form::Aliases))
                    .collect::<Vec<_>>()
            });
            documents.collect()
        }
        Form::List => {
            let items =
                objects.iter().enumerate().map(|(index, object)| pen.object(object.head(index), object.spec(), false));
            let items: Vec<Vec<String>> = items.collect();
            [vec!["apiVersion: v1".to_owned(), "items:".to_owned()], pen.items(items), vec!["kind: List".to_owned()]]
                .concat()
        }
    };
    let text = lines.join(pen.line_end()) + if pen.chooses(3) { "" } else { "\n" };
    match form {
        Form::Json { ascii: true } | Form::PrettyJson { ascii: true } => escaped(&text),
        _ => text,
    }
}

/// JSON as Python writes it by default.
fn escaped(text: &str) -> String {
    let escape = |c: char| c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect();
    text.chars().map(|c| if c.is_ascii() { c.to_string() } else { escape(c) }).collect()
}

fn values(text: &str) -> Result<Vec<Value>, String> {
    let documents = yaml::parse(&Source::new("f", text)).map_err(|found| found.to_string())?;
    let values = documents.iter().map(|document| document.root.to_json());
    Ok(values.flat_map(|value| value["items"].as_array().cloned().unwrap_or_else(|| vec![value])).collect())
}

fn is_json(text: &str) -> bool {
    serde_json::Deserializer::from_str(text).into_iter::<Value>().all(|value| value.is_ok())
}

/// Whether a text has line ends of each kind.
fn line_ends(text: &str) -> [bool; 3] {
    let others = text.replace("\r\n", "");
    [text.contains("\r\n"), others.contains('\n'), others.contains('\r')]
}

/// Migrates objects that are written in some form, and compares what became of them.
fn check(objects: &[Object], form: Form, choices: Vec<u8>) -> Result<(), String> {
    let mut pen = Pen::new(choices);
    let text = write(objects, form, &mut pen);
    let expected: Vec<_> = objects.iter().enumerate().map(|(index, object)| object.json(index)).collect();
    let read = values(&text).map_err(|error| format!("is not written right: {error}\n{text}"))?;
    if read != expected {
        return Err(format!("is not written right:\n{text}\n{}", json!(read)));
    }
    let migration = migrate(&[Source::new("f", text.as_str())]).map_err(|found| found.to_string())?;
    let new = &migration.documents[0].text;
    let wrong = |what: String| format!("{what}\n--- old\n{text}\n--- new\n{new}\n---");
    let migrated = values(new).map_err(&wrong)?;
    if migrated.len() != objects.len() {
        return Err(wrong("has other objects".to_owned()));
    }
    for (index, (object, migrated)) in objects.iter().zip(&migrated).enumerate() {
        object.compare(index, migrated, form == Form::Aliases).map_err(&wrong)?;
    }
    let is_added = |(new, old): (bool, bool)| new && !old;
    if line_ends(new).into_iter().zip(line_ends(&text)).any(is_added) {
        return Err(wrong("has other line ends".to_owned()));
    }
    let lost = pen.comments().into_iter().find(|comment| !new.contains(comment.as_str()));
    match lost {
        Some(comment) => Err(wrong(format!("lost the comment `{comment}`"))),
        None if matches!(form, Form::Json { .. } | Form::PrettyJson { .. }) && !is_json(new) => {
            Err(wrong("is no JSON".to_owned()))
        }
        None => Ok(()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_migration_changes_nothing_but_what_it_names(
        objects in proptest::collection::vec(object(), 1..4), form in form(), choices in proptest::collection::vec(any::<u8>(), 1..200),
    ) {
        check(&objects, form, choices).map_err(TestCaseError::fail)?;
    }
}
