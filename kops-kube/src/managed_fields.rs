//! Who owns the fields of an object: what kubectl and programs that update whole objects own is taken over.

use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::{FieldsV1, ManagedFieldsEntry, ObjectMeta};
use serde_json::{Value, json};

/// Managers of kubectl that own what they wrote by hand.
const OF_KUBECTL: [&str; 2] = ["kubectl-client-side-apply", "kubectl-edit"];

/// The patch by which the manager takes over fields of an object; nothing where there are none to take over. It holds for that version of the
/// object only, so that what another writer has come to own since is not lost.
pub(crate) fn patch(object: &ObjectMeta, manager: &str) -> Option<Value> {
    let owned = taken_over(object.managed_fields.as_deref()?, manager)?;
    Some(json!({"metadata": {"managedFields": owned, "resourceVersion": object.resource_version}}))
}

/// The owners with the fields of kubectl, and those that the manager set without server-side apply, as applied by the manager; nothing where
/// that changes none.
fn taken_over(owned: &[ManagedFieldsEntry], manager: &str) -> Option<Vec<ManagedFieldsEntry>> {
    let is_taken = |entry: &ManagedFieldsEntry| {
        let name = entry.manager.as_deref().unwrap_or_default();
        OF_KUBECTL.contains(&name) || (name == manager && entry.operation.as_deref() == Some("Update"))
    };
    if !owned.iter().any(is_taken) {
        return None;
    }
    let mut merged: BTreeMap<[String; 4], ManagedFieldsEntry> = BTreeMap::new();
    for entry in owned {
        let mut entry = entry.clone();
        if is_taken(&entry) {
            (entry.manager, entry.operation) = (Some(manager.to_owned()), Some("Apply".to_owned()));
        }
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        // Others own fields of several versions of a kind apart; what the manager applies is of one.
        let version = if entry.manager.as_deref() == Some(manager) { String::new() } else { text(&entry.api_version) };
        let key = [text(&entry.manager), text(&entry.subresource), text(&entry.operation), version];
        match merged.get_mut(&key) {
            Some(first) => {
                let fields = |entry: &mut ManagedFieldsEntry| entry.fields_v1.take().map(|FieldsV1(fields)| fields);
                let both = union(fields(first).unwrap_or_default(), fields(&mut entry).unwrap_or_default());
                first.fields_v1 = Some(FieldsV1(both));
            }
            None => drop(merged.insert(key, entry)),
        }
    }
    Some(merged.into_values().collect())
}

/// The fields of either of two sets, which are trees of maps.
fn union(one: Value, other: Value) -> Value {
    match (one, other) {
        (Value::Object(mut one), Value::Object(other)) => {
            for (field, below) in other {
                let before = one.remove(&field).unwrap_or_default();
                one.insert(field, union(before, below));
            }
            Value::Object(one)
        }
        (Value::Null, other) => other,
        (one, _) => one,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(manager: &str, operation: &str, fields: Value) -> ManagedFieldsEntry {
        ManagedFieldsEntry {
            manager: Some(manager.into()),
            operation: Some(operation.into()),
            fields_v1: Some(FieldsV1(fields)),
            ..ManagedFieldsEntry::default()
        }
    }

    #[test]
    fn a_patch_holds_for_the_version_of_the_object_that_was_read() {
        let owned_by = |manager: &str| ObjectMeta {
            resource_version: Some("7".into()),
            managed_fields: Some(vec![entry(manager, "Update", json!({"f:data": {}}))]),
            ..ObjectMeta::default()
        };
        let taken = patch(&owned_by("kubectl-edit"), "kops").expect("takes something over");
        assert_eq!(taken["metadata"]["resourceVersion"], "7");
        assert_eq!(taken["metadata"]["managedFields"][0]["manager"], "kops");
        assert_eq!(patch(&owned_by("kubelet"), "kops"), None);
    }

    #[test]
    fn what_kubectl_owns_is_taken_over_with_what_was_applied_before() {
        let (a, b) = (json!({"f:data": {"f:a": {}}}), json!({"f:data": {"f:b": {}}, "f:metadata": {".": {}}}));
        let status = ManagedFieldsEntry { subresource: Some("status".into()), ..entry("kubelet", "Update", json!({})) };
        let owned = [
            entry("kubectl-client-side-apply", "Update", a.clone()),
            entry("kops", "Apply", b),
            entry("kops", "Update", json!({"f:data": {"f:c": {}}})),
            status.clone(),
        ];
        let all = json!({"f:data": {"f:a": {}, "f:b": {}, "f:c": {}}, "f:metadata": {".": {}}});
        assert_eq!(taken_over(&owned, "kops"), Some(vec![entry("kops", "Apply", all), status.clone()]));
        assert_eq!(taken_over(&[entry("kops", "Apply", a), status], "kops"), None, "there is nothing to take over");
    }

    #[test]
    fn what_others_own_of_several_versions_stays_apart() {
        let of = |version: &str, field: &str| ManagedFieldsEntry {
            api_version: Some(version.into()),
            ..entry("controller", "Update", json!({field: {}}))
        };
        let others = [of("autoscaling/v1", "f:spec"), of("autoscaling/v2", "f:status")];
        let beside_others = |entry: ManagedFieldsEntry| [&others[..], &[entry]].concat();
        let owned = beside_others(entry("kubectl-edit", "Update", json!({})));
        assert_eq!(taken_over(&owned, "kops"), Some(beside_others(entry("kops", "Apply", json!({})))));
    }
}
