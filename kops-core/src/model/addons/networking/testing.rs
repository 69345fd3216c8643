//! Looking into the objects of a networking addon.

use serde_json::Value;

use crate::defaults;
use crate::model::addons::{Addon, Object};
use crate::model::testing::{Demo, public};

/// The addon of a cluster with a patch of its spec, after defaults.
pub(super) fn addon(patch: Value) -> Addon {
    addon_of(public(patch))
}

/// The addon of a cluster, after defaults.
pub(super) fn addon_of(mut demo: Demo) -> Addon {
    let spec = crate::spec::Spec { cluster: demo.cluster, groups: Vec::new(), ..crate::spec::Spec::default() };
    demo.cluster = defaults::fill(spec, &demo.facts).cluster.clone();
    demo.with_context(super::addon).expect("has a networking addon")
}

/// The object of a kind and name.
pub(super) fn object<'a>(addon: &'a Addon, kind: &str, name: &str) -> &'a Object {
    let is_meant = |object: &&Object| object.kind() == kind && object.fields()["metadata"]["name"] == name;
    addon.objects.iter().find(is_meant).unwrap_or_else(|| panic!("no {kind} {name} among {:?}", names(addon)))
}

/// The value at a JSON pointer in an object; null where there is none.
pub(super) fn at(addon: &Addon, kind: &str, name: &str, pointer: &str) -> Value {
    let fields = Value::Object(object(addon, kind, name).fields().clone());
    fields.pointer(pointer).cloned().unwrap_or_default()
}

/// The objects as `Kind/name`.
pub(super) fn names(addon: &Addon) -> Vec<String> {
    let name = |object: &Object| {
        format!("{}/{}", object.kind(), object.fields()["metadata"]["name"].as_str().unwrap_or_default())
    };
    addon.objects.iter().map(name).collect()
}
