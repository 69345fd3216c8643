//! The CPU that containers of the namespace `default` request where they name none.

use serde_json::json;

use super::{Addon, Object};

pub(super) fn addon() -> Addon {
    let limits = json!([{"type": "Container", "defaultRequest": {"cpu": "100m"}}]);
    let range = Object::new("v1", "LimitRange", "limits").namespace("default").set("spec.limits", limits);
    Addon::at("limit-range.addons.k8s.io", "v1.5.0.yaml", [range])
}
