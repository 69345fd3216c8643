//! The cluster as the user wrote it: kops's v1alpha2 objects, typed, with every value unset that was not written.
//!
//! In: positioned documents. Out: [`Objects`], and from them [`Spec`], one cluster with its groups. Nothing is inferred
//! here; defaults are the next stage.
