//! A release of another project.

/// A release of a project, and where it is published.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Release {
    pub(crate) project: &'static str,
    pub(crate) version: &'static str,
    pub(crate) url: &'static str,
}
