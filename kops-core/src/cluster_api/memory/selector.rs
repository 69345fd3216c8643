//! Selectors of labels and fields, as far as a simulated cluster takes them.

use serde_json::Value;

use crate::cluster_api::{ObjectId, ObjectQuery};

/// Which objects a query takes.
pub(super) struct Selector {
    labels: Vec<Rule>,
    fields: Vec<Rule>,
}

/// `app=web`, `app!=web`, `app`, `!app`.
struct Rule {
    name: String,
    /// The value that is asked for; none where any is.
    value: Option<String>,
    is_negated: bool,
}

impl Selector {
    /// # Errors
    /// One sentence for what is not supported.
    pub(super) fn parse(query: &ObjectQuery) -> Result<Self, String> {
        let rules = |text: &Option<String>| {
            let parts = text.iter().flat_map(|text| text.split(',')).map(str::trim).filter(|part| !part.is_empty());
            parts.map(Rule::parse).collect::<Result<Vec<_>, _>>()
        };
        let (labels, fields) = (rules(&query.label_selector)?, rules(&query.field_selector)?);
        match fields.iter().find(|rule| !["metadata.name", "metadata.namespace"].contains(&rule.name.as_str())) {
            Some(rule) => Err(format!("objects are not selected by the field `{}`", rule.name)),
            None => Ok(Self { labels, fields }),
        }
    }

    pub(super) fn takes(&self, id: &ObjectId, object: &Value) -> bool {
        let labels = object.pointer("/metadata/labels");
        let label = |name: &str| labels.and_then(|labels| labels.get(name)?.as_str());
        let field = |name: &str| if name == "metadata.name" { Some(id.name.as_str()) } else { id.namespace.as_deref() };
        self.labels.iter().all(|rule| rule.holds(label(&rule.name)))
            && self.fields.iter().all(|rule| rule.holds(field(&rule.name)))
    }
}

impl Rule {
    fn parse(part: &str) -> Result<Self, String> {
        if part.contains([' ', '(', ')', '<', '>']) {
            return Err(format!("the selector `{part}` is not supported by a simulated cluster"));
        }
        let (name, value, is_negated) = match (part.split_once("!="), part.split_once('='), part.strip_prefix('!')) {
            (Some((name, value)), _, _) => (name, Some(value), true),
            (None, Some((name, value)), _) => (name, Some(value.trim_start_matches('=')), false),
            (None, None, Some(name)) => (name, None, true),
            (None, None, None) => (part, None, false),
        };
        Ok(Self { name: name.to_owned(), value: value.map(str::to_owned), is_negated })
    }

    fn holds(&self, found: Option<&str>) -> bool {
        let is_there = match &self.value {
            Some(value) => found == Some(value.as_str()),
            None => found.is_some(),
        };
        is_there != self.is_negated
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn objects_are_selected_by_labels_and_by_their_name() {
        let object = json!({
            "apiVersion": "v1", "kind": "ConfigMap",
            "metadata": {"name": "a", "namespace": "kube-system", "labels": {"app": "web"}},
        });
        let id = ObjectId::of(&object).expect("has a name");
        let takes = |labels: &str, fields: &str| {
            let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            let query =
                ObjectQuery { label_selector: some(labels), field_selector: some(fields), ..ObjectQuery::default() };
            Selector::parse(&query).map(|selector| selector.takes(&id, &object))
        };
        for (labels, fields, expected) in [
            ("", "", true),
            ("app=web", "metadata.name=a", true),
            ("app==web,app", "metadata.namespace=kube-system", true),
            ("app=web,tier=cache", "", false),
            ("tier!=cache,!tier", "", true),
            ("app!=web", "", false),
            ("!app", "", false),
            ("", "metadata.name=b", false),
        ] {
            assert_eq!(takes(labels, fields), Ok(expected), "{labels} {fields}");
        }
        assert!(takes("app in (a,b)", "").is_err() && takes("", "status.phase=Running").is_err());
    }
}
