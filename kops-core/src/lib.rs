//! Plans, creates, changes and deletes Kubernetes clusters on AWS the kops way, in the caller's process.
//!
//! Begin with [`Engine`]: it loads, plans, applies and deletes clusters in an account ([`cloud::Cloud`]) and a state store
//! ([`state::StateStore`]), which are values and not settings. Everything below it is a pure function of values, stage by
//! stage: [`yaml`], [`spec`], [`defaults`], [`validate`], [`model`], [`plan`], [`render`].

pub mod apply;
pub mod cloud;
pub mod codes;
pub mod defaults;
pub mod diag;
pub mod engine;
pub mod facts;
pub mod graph;
pub mod model;
pub mod naming;
pub mod pki;
pub mod plan;
pub mod render;
pub mod resource;
pub mod spec;
pub mod state;
#[cfg(any(test, feature = "testkit"))]
pub mod testkit;
pub mod validate;
pub mod yaml;

pub use engine::{Engine, Planned};
pub use plan::{Plan, PlanOptions};
pub use spec::Spec;
