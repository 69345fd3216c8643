//! The objects of a spec as JSON values, by what they are: how other languages read and write a spec as data.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::deserialize::UnknownFields;
use super::encode;
use super::object::{API_VERSION, CLUSTER_LABEL, Cluster, InstanceGroup, SshCredential};
use super::objects::{InvalidSpec, Spec};

/// The objects of a spec as JSON values with kops's own names.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SpecValues {
    /// The cluster.
    pub cluster: Value,
    /// Its instance groups.
    #[serde(default)]
    pub groups: Vec<Value>,
    /// The SSH keys that may log in to its nodes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ssh_credentials: Vec<Value>,
    /// Objects that are not kops's, applied to the cluster as they are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub additional: Vec<Value>,
}

impl From<&Spec> for SpecValues {
    fn from(spec: &Spec) -> Self {
        Self {
            cluster: encode::to_value(&spec.cluster),
            groups: spec.groups.iter().map(encode::to_value).collect(),
            ssh_credentials: spec.ssh_credentials.iter().map(encode::to_value).collect(),
            additional: spec.additional.clone(),
        }
    }
}

impl Spec {
    /// Reads a spec from the values of its objects. What they have in common may be left out: `apiVersion`, `kind`, and the label
    /// that names the cluster.
    ///
    /// ```
    /// use kops_core::Spec;
    /// use kops_core::spec::SpecValues;
    /// use serde_json::json;
    ///
    /// let values: SpecValues = serde_json::from_value(json!({
    ///     "cluster": {"metadata": {"name": "demo.example.com"}, "spec": {}},
    ///     "groups": [{"metadata": {"name": "nodes"}, "spec": {"role": "Node"}}],
    /// }))?;
    /// let spec = Spec::from_values(values)?;
    /// assert_eq!(spec.groups[0].cluster_label(), Some("demo.example.com"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Spec::from_yaml`].
    pub fn from_values(values: SpecValues) -> Result<Self, InvalidSpec> {
        let SpecValues { cluster, groups, ssh_credentials, additional } = values;
        let name = cluster["metadata"]["name"].as_str().map(str::to_owned);
        let labelled = |kind: &'static str| {
            let name = name.clone();
            move |value| label(with_kind(kind, value), name.as_deref())
        };
        let mut documents = vec![with_kind(Cluster::KIND, cluster)];
        documents.extend(groups.into_iter().map(labelled(InstanceGroup::KIND)));
        documents.extend(ssh_credentials.into_iter().map(labelled(SshCredential::KIND)));
        documents.extend(additional);
        let text = Value::Array(documents).to_string().into_bytes();
        Self::from_files([("-".to_owned(), text)], UnknownFields::Deny)
    }
}

/// Says what an object is, where it does not say so itself.
fn with_kind(kind: &str, mut value: Value) -> Value {
    if let Value::Object(object) = &mut value {
        object.entry("apiVersion").or_insert_with(|| API_VERSION.into());
        object.entry("kind").or_insert_with(|| kind.into());
    }
    value
}

/// Says which cluster an object belongs to, where it does not say so itself.
fn label(mut value: Value, cluster: Option<&str>) -> Value {
    let metadata = value.as_object_mut().map(|object| object.entry("metadata").or_insert_with(|| Map::new().into()));
    let metadata = metadata.and_then(Value::as_object_mut);
    let labels = metadata.map(|metadata| metadata.entry("labels").or_insert_with(|| Map::new().into()));
    if let (Some(labels), Some(cluster)) = (labels.and_then(Value::as_object_mut), cluster) {
        labels.entry(CLUSTER_LABEL).or_insert_with(|| cluster.into());
    }
    value
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_spec_is_the_same_after_a_way_through_its_values() {
        let text = include_str!("../../../examples/fairwinds/cluster_spec.yml");
        let spec = Spec::from_yaml("cluster_spec.yml", text).expect("a spec");
        let values = SpecValues::from(&spec);
        let read = Spec::from_values(values.clone()).expect("a spec");
        assert_eq!(SpecValues::from(&read), values);
        assert_eq!(read.to_yaml(), spec.to_yaml());
    }

    #[test]
    fn what_an_object_says_of_itself_stays() {
        let of = |groups: Value| {
            let cluster = json!({"metadata": {"name": "a.example.com"}, "spec": {}});
            Spec::from_values(serde_json::from_value(json!({"cluster": cluster, "groups": groups})).expect("values"))
        };
        let other = json!([{"metadata": {"name": "nodes", "labels": {CLUSTER_LABEL: "b.example.com"}}, "spec": {}}]);
        let findings = of(other).expect_err("the group is another cluster's").findings;
        assert_eq!(findings.iter().map(|finding| finding.code).collect::<Vec<_>>(), ["spec/other-cluster"]);
        let findings = of(json!(["nodes"])).expect_err("a text is no group").findings;
        assert!(findings.has_errors());
    }
}
