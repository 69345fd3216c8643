//! Facts that a user states in a file.

use serde::de::Error as _;
use serde_json::{Error, Map, Value};

use super::{Facts, codes};
use crate::diag::{Diagnostic, Diagnostics};
use crate::yaml::{self, Source};

impl Facts {
    /// Reads facts of a region from YAML or JSON: those of `Engine::facts`, or some of them. What is not stated is as
    /// [`Facts::built_in`] has it.
    ///
    /// ```
    /// use kops_core::facts::Facts;
    ///
    /// let facts = Facts::from_yaml("facts.yaml", "accountId: '111122223333'", "us-east-2")?;
    /// assert_eq!(facts.account_id, "111122223333");
    /// assert_eq!(facts.zones, ["us-east-2a", "us-east-2b", "us-east-2c"]);
    /// # Ok::<(), kops_core::diag::Diagnostics>(())
    /// ```
    ///
    /// # Errors
    /// A text that is no facts, and facts of another region.
    pub fn from_yaml(name: &str, text: &str, region: &str) -> Result<Self, Diagnostics> {
        let source = Source::new(name, text);
        let documents = yaml::parse(&source)?;
        let stated = documents.first().map_or(Value::Null, |document| document.root.to_json());
        Self::stated(stated, region).map_err(|message| {
            let problem = Diagnostic::error(codes::FILE.id, format!("`{name}` does not state facts: {message}"));
            problem.help("`kops toolbox facts` prints facts as they are stated").into()
        })
    }

    /// As [`Facts::from_yaml`], from a value.
    pub(crate) fn stated(stated: Value, region: &str) -> Result<Self, serde_json::Error> {
        let fields = match stated {
            Value::Object(fields) => fields,
            Value::Null => Map::new(),
            _ => return Err(Error::custom("expected a map")),
        };
        let known = Self::built_in(region);
        let mut all = serde_json::to_value(&known)?;
        for (name, value) in fields {
            all[name] = value;
        }
        let facts: Self = serde_json::from_value(all)?;
        if facts.region != region {
            return Err(Error::custom(format!("expected those of the region `{region}`, where the cluster is")));
        }
        Ok(facts.with(known))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stated_goes_before_what_is_built_in() {
        let text = "machineTypes:\n  x9.large: {vcpus: 2}\nimages:\n  ami-1: {rootDeviceName: /dev/xvda}\n";
        let facts = Facts::from_yaml("f", text, "eu-west-1").unwrap();
        assert_eq!(facts.images["ami-1"].root_device_name, "/dev/xvda");
        assert!(facts.machine_types.contains_key("x9.large") && facts.machine_types.contains_key("m5.large"));
        assert_eq!(Facts::from_yaml("f", "", "eu-west-1").unwrap(), Facts::built_in("eu-west-1"));
    }

    #[test]
    fn facts_survive_being_written() {
        let facts = Facts { account_id: "111122223333".into(), ..Facts::built_in("eu-west-1") };
        let text = serde_json::to_string(&facts).unwrap();
        assert_eq!(Facts::from_yaml("f", &text, "eu-west-1").unwrap(), facts);
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, expected) in [
            ("imagez: {}", "unknown field `imagez`"),
            ("- a", "expected a map"),
            ("zones: 1", "invalid type"),
            ("region: us-east-1", "expected those of the region `eu-west-1`, where the cluster is"),
        ] {
            let found = Facts::from_yaml("facts.json", text, "eu-west-1").unwrap_err().to_string();
            assert!(found.contains("facts.json") && found.contains(expected), "{found}");
        }
    }
}
