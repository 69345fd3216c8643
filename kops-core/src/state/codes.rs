//! The codes of what is wrong with the objects of a state store.

use crate::diag::Example::{Command, Objects};
use crate::diag::codes;

codes! {
    EMPTY_SET = "state/empty-set", "An apply set without a cluster or instance group would be pruned.",
        "The folder is more likely a wrong or an empty one than the wish to delete every cluster of the set, which `kops delete cluster` does \
         by name.",
        Command(["apply -f empty.yml --prune", "apply -f shared.yml --prune"]);
    UNREADABLE = "state/unreadable", "An object of the state store is not the one that its key names, or is cut off.",
        "An object that cannot be read is never taken for one that is not there: the instances of an emptied group would be \
         deleted. Restore the object from the bucket's earlier versions or from a backup. A cluster or an instance group whose metadata cannot \
         be read may be protected and is not deleted from the state store: where it may be, first delete the object that is named.",
        Command(["get cluster damaged.example.com -o yaml", "get cluster restored.example.com -o yaml"]);
    INCOMPLETE = "state/incomplete", "An object lacks a field without which it is not stored.",
        "Every object that kops writes has the field, so that the object was damaged or written by hand. Restore it, or replace it \
         with `kops replace -f`.",
        Objects([
            "apiVersion: kops.k8s.io/v1alpha2\nkind: InstanceGroup\nmetadata:\n  name: batch\n  labels:\n    kops.k8s.io/cluster: demo.kube.example.com\nspec:\n  minSize: 1",
            "apiVersion: kops.k8s.io/v1alpha2\nkind: InstanceGroup\nmetadata:\n  name: batch\n  labels:\n    kops.k8s.io/cluster: demo.kube.example.com\nspec:\n  role: Node\n  minSize: 1",
        ]);
    OTHER_SET = "state/other-set", "A cluster or instance group was applied with another apply set.",
        "Two sets that have the same object would undo each other's changes, and each would delete what left it. Which set an object is in \
         stands in its annotation `kops-core.io/applyset` in the state store.",
        Command(["apply -f shared.yml --applyset other", "apply -f shared.yml --applyset default"]);
}
