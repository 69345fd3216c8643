//! Options that other languages give as JSON.

use serde_json::{Map, Value};

use super::{ClusterOptions, codes};
use crate::diag::{Diagnostic, Diagnostics, suggest};

impl ClusterOptions {
    /// Reads options from JSON, with the names of the JSON Schema: `controlPlaneCount`. Options that are null have their default.
    ///
    /// ```
    /// use kops_core::create::ClusterOptions;
    ///
    /// let options = ClusterOptions::from_json(r#"{"name": "demo.example.com", "zones": ["us-east-2a"]}"#)?;
    /// assert_eq!(options.region(), Some("us-east-2"));
    /// # Ok::<(), kops_core::diag::Diagnostics>(())
    /// ```
    ///
    /// # Errors
    /// Every option that is unknown or has a value that it cannot have.
    pub fn from_json(text: &str) -> Result<Self, Diagnostics> {
        let invalid = |message: String| Diagnostic::error(codes::OPTION.id, message);
        let read = serde_json::from_str::<Map<String, Value>>(text);
        let options = read.map_err(|error| invalid(format!("the options are not a JSON object: {error}")))?;
        let known = serde_json::to_value(Self::default()).expect("options serialise");
        let mut problems = Diagnostics::default();
        let mut good = Map::new();
        for (name, value) in options.into_iter().filter(|(_, value)| !value.is_null()) {
            if known.get(&name).is_none() {
                let near = suggest(&name, known.as_object().into_iter().flat_map(Map::keys).map(String::as_str));
                let finding = invalid(format!("`{name}` is not an option of a new cluster"));
                problems.push(match near {
                    Some(near) => finding.help(format!("did you mean `{near}`?")),
                    None => finding,
                });
                continue;
            }
            let alone = Value::from(Map::from_iter([(name.clone(), value.clone())]));
            match serde_json::from_value::<Self>(alone) {
                Ok(_) => drop(good.insert(name, value)),
                Err(error) => problems.push(invalid(format!("the option `{name}` cannot be read: {error}"))),
            }
        }
        problems.into_result(serde_json::from_value(good.into()).expect("each option was read alone"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_option_is_named_at_once() {
        let text = r#"{"name": "a.example.com", "zonez": ["us-east-2a"], "nodeCount": "three", "topology": null}"#;
        let findings = ClusterOptions::from_json(text).expect_err("two options are wrong");
        let found: Vec<_> = findings.iter().map(|finding| (finding.code, finding.help.as_deref())).collect();
        let unknown = ("create/option", Some("did you mean `zones`?"));
        assert_eq!((found.len(), found.contains(&unknown)), (2, true), "{findings}");
        assert!(findings.iter().any(|finding| finding.message.contains("`nodeCount`")), "{findings}");
        assert!(ClusterOptions::from_json("[]").is_err());
    }

    #[test]
    fn options_are_the_same_after_a_way_through_json() {
        let zones = vec!["us-east-2a".to_owned()];
        let options = ClusterOptions { zones, node_count: Some(3), ..ClusterOptions::named("a.example.com") };
        let text = serde_json::to_string(&options).expect("is JSON");
        assert_eq!(ClusterOptions::from_json(&text).expect("options"), options);
    }
}
