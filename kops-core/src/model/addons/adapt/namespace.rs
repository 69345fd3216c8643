//! Objects of a namespace of their own, moved to `kube-system`.

use serde_json::Value;

use super::Object;
use crate::model::addons::object::KUBE_SYSTEM;

/// The annotations by which objects name a secret or certificate: `NAMESPACE/NAME`.
const INJECTED_FROM: [&str; 2] = ["cert-manager.io/inject-ca-from", "cert-manager.io/inject-ca-from-secret"];

/// Moves objects to `kube-system` from the namespace that they are published in, which goes, with all that refers to them.
pub(super) fn move_to_kube_system(objects: &mut Vec<Object>, from: &str) {
    objects.retain(|object| !object.is("Namespace", from));
    for object in objects {
        object.each_field(&mut |field, value| match value {
            // Of objects, of the subjects of bindings, and of the services that webhooks are.
            Value::String(namespace) if field == "namespace" && namespace == from => {
                *namespace = KUBE_SYSTEM.to_owned()
            }
            Value::String(place) if INJECTED_FROM.contains(&field) => {
                if let Some(name) = place.strip_prefix(from).and_then(|rest| rest.strip_prefix('/')) {
                    *place = format!("{KUBE_SYSTEM}/{name}");
                }
            }
            _ => {}
        });
    }
}
