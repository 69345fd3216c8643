//! Where every value of a full spec came from.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::FullSpec;
use crate::diag::{Location, ObjectRef, SpecPath, push_key};
use crate::spec::{InstanceGroup, encode};
use crate::yaml::{self, Node, Source};

/// The rule of values that no rule is noted for: kops writes them into every spec.
const KOPS_DEFAULT: &str = "a default of kops";

/// A value of a full spec, and where it came from: what the user wrote, a rule, or both where a rule changed what the user wrote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Explained {
    /// The field. Lists and maps are explained entry by entry.
    pub field: SpecPath,
    /// Its value.
    pub value: Value,
    /// Where the user wrote it; null where a rule filled it in.
    pub location: Option<Location>,
    /// The rule that filled it in, in words; null where it is as the user wrote it.
    pub rule: Option<String>,
}

impl FullSpec {
    /// Returns every value of the cluster and its instance groups, in the order of the text that kops writes, with where it came
    /// from.
    ///
    /// ```
    /// use kops_core::{Spec, defaults, facts::Facts};
    ///
    /// let text = "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata: {name: a.k8s.local}\nspec: {cloudProvider: aws}";
    /// let full = defaults::fill(Spec::from_yaml("a.yaml", text)?, &Facts::built_in("us-east-2"));
    /// let of = |field: &str| full.explained().into_iter().find(|value| value.field.field == field).unwrap();
    /// assert_eq!(of("spec.cloudProvider").location.unwrap().to_string(), "a.yaml:4:8");
    /// assert_eq!(of("spec.networkCIDR").rule.as_deref(), Some("the default range of a VPC"));
    /// # Ok::<(), kops_core::Error>(())
    /// ```
    pub fn explained(&self) -> Vec<Explained> {
        let mut all = Vec::new();
        let groups = self.groups.iter().map(|group| (group.reference(), encode::to_yaml(group)));
        for (object, text) in std::iter::once((self.cluster.reference(), encode::to_yaml(&self.cluster))).chain(groups)
        {
            for leaf in leaves(&text) {
                all.push(self.explain(object.field(leaf.path), leaf.value));
            }
        }
        all
    }

    /// Returns the cluster as YAML, each line with where its value came from as a comment.
    pub fn explained_cluster(&self) -> String {
        self.commented(&self.cluster.reference(), &encode::to_yaml(&self.cluster))
    }

    /// Returns an instance group as YAML, each line with where its value came from as a comment.
    pub fn explained_group(&self, group: &InstanceGroup) -> String {
        self.commented(&group.reference(), &encode::to_yaml(group))
    }

    fn commented(&self, object: &ObjectRef, text: &str) -> String {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let width = lines.iter().map(|line| line.chars().count()).filter(|width| *width <= WIDEST).max().unwrap_or(0);
        for leaf in leaves(text) {
            let Some(line) = lines.get_mut(leaf.line) else { continue };
            let explained = self.explain(object.field(leaf.path), leaf.value);
            let place = explained.location.map(|at| format!("{}:{}", at.file, at.line));
            let said: Vec<String> = place.into_iter().chain(explained.rule).collect();
            *line = format!("{line:width$}  # {}", said.join("; "));
        }
        lines.join("\n") + "\n"
    }

    fn explain(&self, field: SpecPath, value: Value) -> Explained {
        let location = self.sources.written(&field);
        let noted = self.origins.get(&field).copied();
        let rule = match (location.is_some(), noted) {
            (true, noted) => noted,
            (false, Some(rule)) => Some(rule),
            (false, None) => Some(self.rule_above(&field).unwrap_or(KOPS_DEFAULT)),
        };
        Explained { field, value, location, rule: rule.map(str::to_owned) }
    }

    /// The rule that filled in the nearest field above one.
    fn rule_above(&self, field: &SpecPath) -> Option<&'static str> {
        let mut above = field.clone();
        while let Some(end) = above.field.rfind(['.', '[']) {
            above.field.truncate(end);
            if let Some(rule) = self.origins.get(&above) {
                return Some(rule);
            }
        }
        None
    }
}

/// A longer line does not move the comments of the others.
const WIDEST: usize = 60;

/// A value that is neither a list nor a map, or is an empty one.
struct Leaf {
    path: String,
    /// From 0.
    line: usize,
    value: Value,
}

/// The values of an object, without what only says what it is.
fn leaves(text: &str) -> Vec<Leaf> {
    let documents = yaml::parse(&Source::new("-", text)).unwrap_or_default();
    let mut found = Vec::new();
    for entry in documents.first().map(|document| &document.root).into_iter().flat_map(entries) {
        if matches!(&*entry.key, "metadata" | "spec") {
            walk(&mut entry.key.to_string(), &entry.value, line(entry.at.line), &mut found);
        }
    }
    found
}

fn walk(path: &mut String, node: &Node, at: usize, found: &mut Vec<Leaf>) {
    let length = path.len();
    match &node.value {
        yaml::Value::Mapping(entries) if !entries.is_empty() => {
            for entry in entries {
                push_key(path, &entry.key);
                walk(path, &entry.value, line(entry.at.line), found);
                path.truncate(length);
            }
        }
        yaml::Value::Sequence(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                path.push_str(&format!("[{index}]"));
                walk(path, item, line(item.at.line), found);
                path.truncate(length);
            }
        }
        _ => found.push(Leaf { path: path.clone(), line: at, value: node.to_json() }),
    }
}

fn entries(node: &Node) -> &[yaml::Entry] {
    match &node.value {
        yaml::Value::Mapping(entries) => entries,
        _ => &[],
    }
}

/// The index of a line that is counted from 1.
fn line(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX).saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::super::fill;
    use super::*;
    use crate::facts::Facts;
    use crate::spec::Spec;

    const TEXT: &str = "\
apiVersion: kops.k8s.io/v1alpha2
kind: Cluster
metadata: {name: a.k8s.local}
spec:
  kubernetesVersion: v1.35.5
  sshAccess: [10.0.0.0/8]
  kubelet:
    maxPods: 99
---
apiVersion: kops.k8s.io/v1alpha2
kind: InstanceGroup
metadata: {name: nodes, labels: {kops.k8s.io/cluster: a.k8s.local}}
spec: {role: Node}
";

    fn full() -> FullSpec {
        fill(Spec::from_yaml("a.yaml", TEXT).expect("a spec"), &Facts::built_in("us-east-2"))
    }

    #[test]
    fn every_value_says_who_wrote_it_or_which_rule_filled_it_in() {
        let all = full().explained();
        let of = |object: &str, field: &str| {
            let is = |value: &&Explained| value.field.object.to_string() == object && value.field.field == field;
            let found = all.iter().find(is).unwrap_or_else(|| panic!("no {field}"));
            (found.location.as_ref().map(|at| at.line), found.rule.clone().unwrap_or_default())
        };
        let cluster = "Cluster/a.k8s.local";
        assert_eq!(of(cluster, "spec.sshAccess[0]"), (Some(6), String::new()));
        assert_eq!(of(cluster, "spec.kubernetesVersion"), (Some(5), "written without `v`".into()));
        assert_eq!(of(cluster, "spec.channel"), (None, "the default channel".into()));
        assert_eq!(of("InstanceGroup/nodes", "spec.role"), (Some(13), String::new()));
        assert_eq!(
            of("InstanceGroup/nodes", "spec.maxSize"),
            (None, "two machines are the default of the role".into())
        );
        assert_eq!(of("InstanceGroup/nodes", "spec.kubelet.maxPods").1, "the cluster's kubelet");
        assert!(all.iter().all(|value| value.location.is_some() || value.rule.is_some()));
    }

    #[test]
    fn the_text_is_the_spec_with_comments() {
        let full = full();
        let text = full.explained_cluster();
        let read = |text: &str| yaml::parse(&Source::new("-", text)).expect("YAML").remove(0).root.to_json();
        assert_eq!(read(&text), read(&encode::to_yaml(&full.cluster)));
        let line = text.lines().find(|line| line.contains("maxPods")).expect("is there");
        assert!(line.ends_with("  # a.yaml:8"), "{line}");
        let group = full.explained_group(&full.groups[0]);
        assert!(group.contains("# two machines are the default of the role"), "{group}");
    }
}
