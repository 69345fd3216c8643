//! Lays one section over another.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Returns `base` with everything that `over` says in its place. Maps are merged by key; lists are replaced.
pub(crate) fn overlay<T: Serialize + DeserializeOwned>(base: &T, over: &T) -> T {
    let to_value = |section: &T| serde_json::to_value(section).expect("spec types serialise");
    let mut merged = to_value(base);
    merge_json(&mut merged, to_value(over));
    serde_json::from_value(merged).expect("the sum of two sections of a type is one too")
}

fn merge_json(base: &mut Value, over: Value) {
    match (base, over) {
        (Value::Object(base), Value::Object(over)) => {
            for (key, value) in over {
                merge_json(base.entry(key).or_insert(Value::Null), value);
            }
        }
        (base, over) => *base = over,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::Kubelet;

    #[test]
    fn maps_are_merged_and_lists_replaced() {
        let kubelet = |json: &str| serde_json::from_str::<Kubelet>(json).unwrap();
        let base = kubelet(r#"{"maxPods": 10, "taints": ["a"], "featureGates": {"A": "true", "B": "true"}}"#);
        let over = kubelet(r#"{"taints": ["b"], "featureGates": {"B": "false"}, "anonymousAuth": false}"#);
        let expected = kubelet(
            r#"{"maxPods": 10, "taints": ["b"], "featureGates": {"A": "true", "B": "false"}, "anonymousAuth": false}"#,
        );
        assert_eq!(overlay(&base, &over), expected);
        assert_eq!(overlay(&base, &Kubelet::default()), base);
    }
}
