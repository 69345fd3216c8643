//! Plans, creates, changes and deletes Kubernetes clusters on AWS the kops way, in the caller's process.

pub mod apply;
pub mod cloud;
pub mod defaults;
pub mod diag;
pub mod engine;
pub mod facts;
pub mod graph;
pub mod lifecycle;
pub mod model;
pub mod pki;
pub mod plan;
pub mod render;
pub mod resource;
pub mod spec;
pub mod state;
#[cfg(any(test, feature = "testkit"))]
pub mod testkit;
pub mod text;
pub mod validate;
