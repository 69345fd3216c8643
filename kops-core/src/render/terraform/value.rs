//! The values of outputs.

use hcl::expr::Expression;

use super::links::Link;

/// The value of an output.
#[derive(Clone, Debug)]
pub(super) enum Value {
    One(Expression),
    /// Collected from several resources; sorted, each once.
    Several(Vec<Link>),
}

impl From<Value> for Expression {
    fn from(value: Value) -> Self {
        match value {
            Value::One(expression) => expression,
            Value::Several(links) => Link::sorted(links).into(),
        }
    }
}
