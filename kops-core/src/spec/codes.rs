//! The codes of what is wrong with the objects of a spec, apart from the rules of validation.

use crate::diag::Example::{Cluster, Command, Nodes, Objects, Text};
use crate::diag::codes;

codes! {
    NOT_AN_OBJECT = "spec/not-an-object", "A document is not a Kubernetes object.",
        "Each document of a file is a map with `apiVersion` and `kind`, or a list of such maps.",
        Text(["hello", "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata:\n  name: demo.example.com"]);
    API_VERSION = "spec/api-version", "An object has no `apiVersion`, or one that cannot be read.",
        "The objects of kops are `kops.k8s.io/v1alpha2`, the version that kops stores. The group `kops` of the first releases is \
         read as well; `v1alpha3` is not, because several of its fields have other names. `kops toolbox migrate` rewrites it.",
        Text([
            "apiVersion: kops.k8s.io/v1alpha3\nkind: Cluster\nmetadata:\n  name: demo.example.com",
            "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata:\n  name: demo.example.com",
        ]);
    KIND = "spec/kind", "An object has no `kind`, or one that a spec cannot hold.",
        "A spec holds one `Cluster`, its `InstanceGroup`s and at most one `SSHCredential`. Objects of other API groups are applied \
         to the cluster as they are. `Keyset` and `Host` objects are written by kops itself.",
        Text([
            "apiVersion: kops.k8s.io/v1alpha2\nkind: Clutser\nmetadata:\n  name: demo.example.com",
            "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata:\n  name: demo.example.com",
        ]);
    NAME = "spec/name", "An object has no `metadata.name`.",
        "The name of a cluster is its DNS name, that of an instance group is unique within the cluster.",
        Text([
            "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata: {}",
            "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata:\n  name: demo.example.com",
        ]);
    TEMPLATE = "spec/template", "A value is a placeholder of a template that was not rendered.",
        "Render the template first: `kops toolbox template` for Jinja2, `templatefile` for Terraform. Placeholders inside of longer \
         texts, such as scripts and policies, are left alone.",
        Cluster(["channel: '{{ channel }}'", "channel: stable"]);
    UNKNOWN_FIELD = "spec/unknown-field", "A field is not part of the format.",
        "A misspelled field would silently have no effect. With `--allow-unknown-fields` such fields are warnings and are left out, \
         as kops does.",
        Cluster(["chanel: stable", "channel: stable"]);
    WRONG_TYPE = "spec/wrong-type", "A value has the wrong type, or is out of range.",
        "YAML decides the type by how a value is written: `1.30` is a number and `yes` is a truth value unless they are quoted.",
        Nodes(["minSize: three", "minSize: 3"]);
    UNKNOWN_VALUE = "spec/unknown-value", "A value is not one of those that the field can have.",
        "The finding lists the values. They are case-sensitive.",
        Nodes(["role: Worker", "role: Node"]);
    TOO_MANY = "spec/too-many", "An object has too many problems to list; the rest is not checked.",
        "Fix those that are listed and run the command again. Most often the file is not a spec at all.",
        Cluster(["sshAccess: [<101 maps>]", "sshAccess: [10.0.0.0/8]"]);
    DUPLICATE_OBJECT = "spec/duplicate-object", "Two objects have the same kind and name.",
        "Only one of them could be stored. Rename one, or remove it.",
        Text([
            "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata:\n  name: demo.example.com\n---\napiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata:\n  name: demo.example.com",
            "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata:\n  name: demo.example.com",
        ]);
    NO_CLUSTER = "spec/no-cluster", "There is no `Cluster`.",
        "A spec is one cluster with its instance groups. Pass the file of the cluster with another `-f`, or name a cluster that is \
         in the state store.",
        Text([
            "apiVersion: kops.k8s.io/v1alpha2\nkind: InstanceGroup\nmetadata:\n  name: nodes",
            "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata:\n  name: demo.example.com\n---\napiVersion: kops.k8s.io/v1alpha2\nkind: InstanceGroup\nmetadata:\n  name: nodes",
        ]);
    SEVERAL_CLUSTERS = "spec/several-clusters", "There is more than one `Cluster`.",
        "A plan is about one cluster. Run the command once for each.",
        Text([
            "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata:\n  name: a.example.com\n---\napiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata:\n  name: b.example.com",
            "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata:\n  name: a.example.com",
        ]);
    OTHER_CLUSTER = "spec/other-cluster", "An object is labelled as part of another cluster.",
        "The label `kops.k8s.io/cluster` of instance groups and SSH keys is the name of their cluster. After renaming a cluster, \
         change the labels too.",
        Objects([
            "kind: InstanceGroup\nmetadata:\n  name: nodes\n  labels:\n    kops.k8s.io/cluster: other.kube.example.com",
            "kind: InstanceGroup\nmetadata:\n  name: nodes\n  labels:\n    kops.k8s.io/cluster: demo.kube.example.com",
        ]);
    PUBLIC_KEY = "spec/public-key", "A text is not a public SSH key of a kind that EC2 imports.",
        "EC2 imports RSA and ED25519 keys. Write the line of the `.pub` file, never the private key.",
        Objects([
            "apiVersion: kops.k8s.io/v1alpha2\nkind: SSHCredential\nmetadata:\n  name: admin\nspec:\n  publicKey: ssh-rsa",
            "apiVersion: kops.k8s.io/v1alpha2\nkind: SSHCredential\nmetadata:\n  name: admin\nspec:\n  publicKey: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl demo",
        ]);
    FIELD_EDIT = "spec/field-edit", "A field to set or unset is not named by a path, or does not exist.",
        "A path is written as `kops explain` shows it: `spec.networking.cilium.hubble.enabled`. An index, such as `[0]`, names an \
         entry of a list, `[*]` names all of them.",
        Command([
            "create cluster demo.k8s.local --zones us-east-2a --set networking.cilium.hubble.enabled=true",
            "create cluster demo.k8s.local --zones us-east-2a --set spec.networking.cilium.hubble.enabled=true --set spec.certManager.enabled=true",
        ]);
    NO_GROUP = "spec/no-group", "The cluster has no instance group of that name.",
        "`kops get instancegroups` lists those that it has.",
        Command([
            "set instancegroup node spec.maxSize=5 --name demo.kube.example.com",
            "set instancegroup nodes spec.maxSize=5 --name demo.kube.example.com",
        ]);
    GROUP_IN_USE = "spec/group-in-use", "An instance group to delete is one that the cluster cannot be without.",
        "A cluster needs a group of the control plane, and the members of etcd need their groups.",
        Command([
            "delete instancegroup masters --name demo.kube.example.com",
            "set instancegroup masters spec.machineType=t3.large --name demo.kube.example.com",
        ]);
    CHANNEL = "spec/channel", "A channel is not known, or its file is not one.",
        "A channel is `stable` or `alpha`, or the path or URL of a file in the format of the channels of kops.",
        Command([
            "upgrade cluster demo.kube.example.com --channel stabel",
            "upgrade cluster demo.kube.example.com --channel stable",
        ]);
}
