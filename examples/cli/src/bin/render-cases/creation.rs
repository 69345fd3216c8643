//! One case of `create cluster`: options, and the spec that is made of them.

use std::collections::BTreeMap;
use std::path::Path;

use kops_core::create::{self, ClusterOptions, parse_labels};
use kops_core::diag::Report;
use kops_core::spec::{Role, Spec};
use kops_core::yaml::{self, Source};
use serde_json::{Map, Value};

use super::case::NotRendered;
use super::environment::Environment;
use super::text;

/// Where the state store of the cases is.
const STORE: &str = "memfs://tests";

/// When the clusters of the cases were made.
const NOW: &str = "2017-01-01T00:00:00Z";

/// Fields of kops's own options that ours call otherwise; in lower case, since the cases write them in several ways.
const OTHER_NAMES: [(&str, &str); 4] =
    [("clustername", "name"), ("dnstype", "dns"), ("sets", "set"), ("unsets", "unset")];

/// Reads the options of a case's folder and makes the spec of them, as YAML.
pub(crate) fn render(folder: &Path, environment: &Environment) -> Result<String, NotRendered> {
    let source = Source::new("options.yaml", text(&folder.join("options.yaml")).map_err(NotRendered::Files)?);
    let options = options(&source).map_err(NotRendered::Files)?;
    let facts = environment.facts_to_create(&options);
    let made = create::cluster(&options, &facts).map(|spec| spec.in_store(STORE));
    let mut spec = made.map_err(|findings| NotRendered::Findings(Report::new(&findings, &[]).to_string()))?;
    spec.cluster.metadata.creation_timestamp = Some(NOW.to_owned());
    spec.groups.iter_mut().for_each(|group| group.metadata.creation_timestamp = Some(NOW.to_owned()));
    use_default_machine_types(&mut spec, &options);
    Ok(spec.to_yaml())
}

fn options(source: &Source) -> Result<ClusterOptions, String> {
    let broken = |problem: &dyn std::fmt::Display| format!("`{}` cannot be read: {problem}", source.name);
    let documents = yaml::parse(source).map_err(|findings| broken(&findings))?;
    let fields = documents.first().map(|document| document.root.to_json());
    let Some(Value::Object(fields)) = fields else { return Err(broken(&"it has no fields")) };
    let known = serde_json::to_value(ClusterOptions::default()).map_err(|error| broken(&error))?;
    let mut options = Map::new();
    for (name, value) in fields {
        let name = name.to_lowercase();
        if name == "cloudprovider" {
            continue;
        }
        let name = OTHER_NAMES.iter().find(|(other, _)| *other == name).map_or(name.as_str(), |(_, ours)| ours);
        let ours = known.as_object().and_then(|known| known.keys().find(|ours| ours.to_lowercase() == name));
        let value = option(name, value).map_err(|problem| broken(&problem))?;
        options.insert(ours.map_or(name, String::as_str).to_owned(), value);
    }
    serde_json::from_value(options.into()).map_err(|error| broken(&error))
}

/// The value of an option as ours have it: names as a spec has them, tags by their keys.
fn option(name: &str, value: Value) -> Result<Value, String> {
    Ok(match (name, value) {
        ("dns" | "apiloadbalancertype" | "apiloadbalancerclass", Value::String(text)) => capitalized(&text).into(),
        ("instancemanager", Value::String(manager)) => match manager.as_str() {
            "cloudgroups" => Value::Null,
            _ => capitalized(&manager).into(),
        },
        ("cloudlabels", Value::String(labels)) => {
            Value::Object(parse_labels(&labels)?.into_iter().map(|(key, label)| (key, label.into())).collect())
        }
        (_, value) => value,
    })
}

/// A name with a capital letter first, as a spec has it.
fn capitalized(name: &str) -> String {
    let name = name.to_lowercase();
    let end = name.chars().next().map_or(0, char::len_utf8);
    format!("{}{}", name[..end].to_uppercase(), &name[end..])
}

/// The account of the cases offers other instance types by default than AWS.
fn use_default_machine_types(spec: &mut Spec, options: &ClusterOptions) {
    let defaults = BTreeMap::from([
        (Role::Master, ("m3.medium", options.control_plane_sizes.is_empty())),
        (Role::ApiServer, ("m3.medium", true)),
        (Role::Node, ("t2.medium", options.node_sizes.is_empty())),
        (Role::Bastion, ("t2.micro", true)),
    ]);
    for group in &mut spec.groups {
        let role = group.spec.role.unwrap_or(Role::Node);
        if let Some((machine_type, true)) = defaults.get(&role)
            && group.spec.machine_type.is_some()
        {
            group.spec.machine_type = Some((*machine_type).to_owned());
        }
    }
}
