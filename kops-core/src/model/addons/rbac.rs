//! Service accounts, roles and bindings.

use serde_json::{Value, json};

use super::object::{KUBE_SYSTEM, Object};

const API: &str = "rbac.authorization.k8s.io";
const API_VERSION: &str = "rbac.authorization.k8s.io/v1";

/// The verbs of those who only look.
pub(crate) const READ: &[&str] = &["get", "list", "watch"];

/// A service account in `kube-system`.
pub(crate) fn service_account(name: &str) -> Object {
    Object::new("v1", "ServiceAccount", name)
}

/// A cluster role.
pub(crate) fn cluster_role(name: &str, rules: impl IntoIterator<Item = Value>) -> Object {
    Object::cluster_wide(API_VERSION, "ClusterRole", name).set("rules", list(rules))
}

/// A role in `kube-system`.
pub(crate) fn role(name: &str, rules: impl IntoIterator<Item = Value>) -> Object {
    Object::new(API_VERSION, "Role", name).set("rules", list(rules))
}

/// Gives a subject a cluster role.
pub(crate) fn cluster_role_binding(name: &str, role: &str, subject: Value) -> Object {
    binding(Object::cluster_wide(API_VERSION, "ClusterRoleBinding", name), "ClusterRole", role, subject)
}

/// Gives a subject a role of `kube-system`.
pub(crate) fn role_binding(name: &str, role: &str, subject: Value) -> Object {
    binding(Object::new(API_VERSION, "RoleBinding", name), "Role", role, subject)
}

fn binding(object: Object, kind: &str, role: &str, subject: Value) -> Object {
    object.set("roleRef", json!({"apiGroup": API, "kind": kind, "name": role})).set("subjects", [subject])
}

/// What may be done with resources of API groups; `""` is the core group.
pub(crate) fn rule(groups: &[&str], resources: &[&str], verbs: &[&str]) -> Value {
    json!({"apiGroups": groups, "resources": resources, "verbs": verbs})
}

/// What may be done with the resources of some names only.
pub(crate) fn named_rule(groups: &[&str], resources: &[&str], names: &[&str], verbs: &[&str]) -> Value {
    json!({"apiGroups": groups, "resources": resources, "resourceNames": names, "verbs": verbs})
}

/// What may be done with paths that are no resources: `/healthz`.
pub(crate) fn path_rule(paths: &[&str], verbs: &[&str]) -> Value {
    json!({"nonResourceURLs": paths, "verbs": verbs})
}

/// A service account of `kube-system` as a subject.
pub(crate) fn account(name: &str) -> Value {
    json!({"kind": "ServiceAccount", "name": name, "namespace": KUBE_SYSTEM})
}

/// A user as a subject.
pub(crate) fn user(name: &str) -> Value {
    json!({"apiGroup": API, "kind": "User", "name": name})
}

/// A service account of `kube-system` as a subject, named as the user that it is to the API.
pub(crate) fn account_user(name: &str) -> Value {
    user(&format!("system:serviceaccount:{KUBE_SYSTEM}:{name}"))
}

fn list(rules: impl IntoIterator<Item = Value>) -> Vec<Value> {
    rules.into_iter().collect()
}
