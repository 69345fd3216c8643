//! The AWS side of kops-core.
