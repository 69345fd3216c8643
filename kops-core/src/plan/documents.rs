//! Policies and event patterns compared by meaning: AWS and people write the same in several ways.

use serde_json::Value;

/// Tells whether two documents mean the same.
///
/// A list of one is the same as its entry, the order of lists does not matter (statements, actions, resources, values), and
/// a document may be text.
pub(super) fn same(a: &Value, b: &Value) -> bool {
    a == b || normal(a) == normal(b)
}

fn normal(value: &Value) -> Value {
    match value {
        Value::String(text) => match serde_json::from_str::<Value>(text) {
            Ok(document @ Value::Object(_)) => normal(&document),
            _ => value.clone(),
        },
        Value::Array(entries) => {
            let mut entries: Vec<Value> = entries.iter().map(normal).collect();
            entries.sort_by_cached_key(ToString::to_string);
            entries.dedup();
            if entries.len() == 1 { entries.remove(0) } else { Value::Array(entries) }
        }
        Value::Object(map) => Value::Object(map.iter().map(|(key, inner)| (key.clone(), normal(inner))).collect()),
        // Conditions hold `"true"` and `true` alike.
        Value::Bool(flag) => Value::String(flag.to_string()),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn documents_are_compared_by_meaning() {
        let policy = json!({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": ["ec2:A", "ec2:B"], "Resource": "*"},
            {"Effect": "Deny", "Action": "s3:C", "Resource": ["x"], "Condition": {"Bool": {"aws:SecureTransport": "true"}}},
        ]});
        let another = json!({"Statement": [
            {"Effect": "Deny", "Action": ["s3:C"], "Resource": "x", "Condition": {"Bool": {"aws:SecureTransport": true}}},
            {"Action": ["ec2:B", "ec2:A"], "Effect": "Allow", "Resource": ["*"]},
        ], "Version": "2012-10-17"});
        assert!(same(&policy, &another));
        assert!(same(&policy, &Value::String(another.to_string())));
        for (pointer, value) in [
            ("/Statement/0/Effect", json!("Deny")),
            ("/Statement/0/Action", json!(["ec2:A"])),
            ("/Statement/1/Condition/Bool", json!({})),
            ("/Version", json!("2008-10-17")),
        ] {
            let mut changed = policy.clone();
            *changed.pointer_mut(pointer).expect("is there") = value;
            assert!(!same(&policy, &changed), "{pointer}");
        }
    }
}
