//! The codes of what is wrong with the objects of a spec, apart from the rules of validation.

use crate::diag::Code;

/// A document that is no object.
pub const NOT_AN_OBJECT: Code = Code::new("spec/not-an-object", "A document is not a Kubernetes object.");
/// An object without `apiVersion`.
pub const API_VERSION: Code =
    Code::new("spec/api-version", "An object has no `apiVersion`, or one that cannot be read.");
/// An object without `kind`, or with an unknown one.
pub const KIND: Code = Code::new("spec/kind", "An object has no `kind`, or one that a spec cannot hold.");
/// An object without a name.
pub const NAME: Code = Code::new("spec/name", "An object has no `metadata.name`.");
/// A template that was not rendered.
pub const TEMPLATE: Code = Code::new("spec/template", "A value is a placeholder of a template that was not rendered.");
/// A field that the format does not have.
pub const UNKNOWN_FIELD: Code = Code::new("spec/unknown-field", "A field is not part of the format.");
/// A value of the wrong type.
pub const WRONG_TYPE: Code = Code::new("spec/wrong-type", "A value has the wrong type, or is out of range.");
/// A value that is none of the possible ones.
pub const UNKNOWN_VALUE: Code = Code::new("spec/unknown-value", "A value is none of those that the field can have.");
/// Too many findings.
pub const TOO_MANY: Code =
    Code::new("spec/too-many", "An object has too many faults to list; the rest is not looked at.");
/// Two objects of one kind and name.
pub const DUPLICATE_OBJECT: Code = Code::new("spec/duplicate-object", "Two objects have the same kind and name.");
/// No cluster.
pub const NO_CLUSTER: Code = Code::new("spec/no-cluster", "There is no `Cluster`.");
/// Several clusters.
pub const SEVERAL_CLUSTERS: Code = Code::new("spec/several-clusters", "There is more than one `Cluster`.");
/// An object of another cluster.
pub const OTHER_CLUSTER: Code =
    Code::new("spec/other-cluster", "An object is labelled as part of a cluster that is not there.");
/// A text that is not a public SSH key.
pub const PUBLIC_KEY: Code = Code::new("spec/public-key", "A text is not a public SSH key of a kind that EC2 imports.");
/// A field that cannot be set by its path.
pub const FIELD_EDIT: Code =
    Code::new("spec/field-edit", "A field to set or unset is not named by a path, or is not there.");

/// An instance group that is not there.
pub const NO_GROUP: Code = Code::new("spec/no-group", "The cluster has no instance group of that name.");

/// An instance group that the cluster needs.
pub const GROUP_IN_USE: Code =
    Code::new("spec/group-in-use", "An instance group to delete is one that the cluster cannot be without.");

/// Every code of this module.
pub const ALL: &[Code] = &[
    NOT_AN_OBJECT,
    API_VERSION,
    KIND,
    NAME,
    TEMPLATE,
    UNKNOWN_FIELD,
    WRONG_TYPE,
    UNKNOWN_VALUE,
    TOO_MANY,
    DUPLICATE_OBJECT,
    NO_CLUSTER,
    SEVERAL_CLUSTERS,
    OTHER_CLUSTER,
    PUBLIC_KEY,
    FIELD_EDIT,
    NO_GROUP,
    GROUP_IN_USE,
];
