//! A filled spec for the tests of rules.

use serde_json::Value;

use super::{FullSpec, fill};
use crate::facts::Facts;
use crate::spec::Spec;

/// Fills in a cluster with this spec and no groups.
pub(super) fn filled(spec: &Value, facts: &Facts) -> FullSpec {
    let text = format!(
        r#"{{"apiVersion": "kops.k8s.io/v1alpha2", "kind": "Cluster", "metadata": {{"name": "a.example.com"}}, "spec": {spec}}}"#
    );
    fill(Spec::from_yaml("f", &text).expect("a spec"), facts)
}
