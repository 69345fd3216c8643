//! The tags of what a cluster makes.
//!
//! In: the cluster and a resource's name. Out: tags as kops writes them. Labels of the user never hide those that say whose a
//! resource is.

use crate::naming::tags::{CLUSTER, NAME, PROTECTED, SERVICE_ACCOUNT_NAME, SERVICE_ACCOUNT_NAMESPACE, ownership_key};
use crate::resource::Tags;
use crate::spec::{Cluster, ObjectMeta};

/// Returns the tags of a resource that the cluster owns.
pub(super) fn owned(cluster: &Cluster, name: impl Into<String>) -> Tags {
    let mut tags: Tags = cluster.spec.cloud_labels.clone();
    tags.insert(NAME.to_owned(), name.into());
    tags.insert(CLUSTER.to_owned(), cluster.name().to_owned());
    tags.insert(ownership_key(cluster.name()), "owned".to_owned());
    tags
}

/// Returns the tag of what an object's mark protects from deletion.
pub(super) fn protection(object: &ObjectMeta) -> Option<(String, String)> {
    object.is_protected().then(|| (PROTECTED.to_owned(), "true".to_owned()))
}

/// Returns the tags of the IAM role of a service account.
pub(super) fn service_account(cluster: &Cluster, role: &str, namespace: &str, account: &str) -> Tags {
    let mut tags = owned(cluster, role);
    tags.insert(SERVICE_ACCOUNT_NAME.to_owned(), account.to_owned());
    tags.insert(SERVICE_ACCOUNT_NAMESPACE.to_owned(), namespace.replace('*', "wildcard"));
    tags
}

/// Returns the tags of what controllers of a cluster create, such as volumes, as they take them: `key=value,key=value`.
pub(super) fn of_controllers(cluster: &Cluster) -> String {
    let labels = cluster.spec.cloud_labels.iter().map(|(key, value)| format!("{key}={value}"));
    let mut tags: Vec<String> = labels.chain([format!("{CLUSTER}={}", cluster.name())]).collect();
    tags.sort();
    tags.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_added_and_hide_nothing() {
        let mut cluster = Cluster { metadata: ObjectMeta::named("demo.example.com"), ..Cluster::default() };
        cluster.spec.cloud_labels = [("owner", "me"), ("Name", "mine")].map(|(k, v)| (k.into(), v.into())).into();
        let tags: Vec<(String, String)> = owned(&cluster, "a.demo.example.com").into_iter().collect();
        let expected = [
            ("KubernetesCluster", "demo.example.com"),
            ("Name", "a.demo.example.com"),
            ("kubernetes.io/cluster/demo.example.com", "owned"),
            ("owner", "me"),
        ];
        assert_eq!(tags, expected.map(|(k, v)| (k.to_owned(), v.to_owned())));
    }
}
