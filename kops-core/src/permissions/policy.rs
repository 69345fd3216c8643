//! Statements in policies that AWS takes.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The most characters of a managed policy, white space not counted.
pub const POLICY_LIMIT: usize = 6144;

/// An IAM policy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "IamPolicy"))]
#[non_exhaustive]
pub struct Policy {
    /// A name for it: `demo.example.com-apply-1`.
    pub name: String,
    /// The document, of at most 6,144 characters without white space.
    pub document: Value,
}

/// Puts statements into as few policies as their size allows.
pub(super) fn pack(name: &str, statements: Vec<Value>) -> Vec<Policy> {
    let mut groups: Vec<Vec<Value>> = Vec::new();
    for statement in statements.into_iter().flat_map(split) {
        match groups.last_mut() {
            Some(last) if size(last) + statement.to_string().len() < POLICY_LIMIT => last.push(statement),
            _ => groups.push(vec![statement]),
        }
    }
    let policy = |(index, statements): (usize, Vec<Value>)| Policy {
        name: format!("{name}-{}", index + 1),
        document: document(&statements),
    };
    groups.into_iter().enumerate().map(policy).collect()
}

fn document(statements: &[Value]) -> Value {
    json!({"Version": "2012-10-17", "Statement": statements})
}

fn size(statements: &[Value]) -> usize {
    document(statements).to_string().len()
}

/// A statement as several with a part of its resources each, where it alone is too large.
fn split(statement: Value) -> Vec<Value> {
    let resources = statement["Resource"].as_array().cloned().unwrap_or_default();
    if size(std::slice::from_ref(&statement)) < POLICY_LIMIT || resources.len() < 2 {
        return vec![statement];
    }
    let halves = resources.chunks(resources.len().div_ceil(2));
    let part = |half: &[Value]| {
        let mut part = statement.clone();
        part["Resource"] = half.to_vec().into();
        part
    };
    halves.map(part).flat_map(split).collect()
}
