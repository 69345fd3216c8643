//! Plans, creates, changes and deletes Kubernetes clusters on AWS the kops way, in the caller's process.
//!
//! ```
//! use kops_core::{Engine, Spec, sim::Account};
//!
//! # futures::executor::block_on(async {
//! # macro_rules! include_str { ($file:literal) => { core::include_str!(concat!("../../examples/fairwinds/", $file)) } }
//! let spec = Spec::from_yaml("cluster_spec.yml", include_str!("cluster_spec.yml"))?;
//! let engine = Engine::simulated(Account::from_json(include_str!("account.json"))?);
//!
//! let plan = engine.plan(&spec).await?;
//! println!("{plan}");
//! engine.apply(&plan).await?;
//! # assert!(engine.plan(&spec).await?.steps.is_empty());
//! # Ok::<(), kops_core::Error>(()) }).unwrap();
//! ```
//!
//! [`Engine`] loads, plans, applies and deletes clusters in an account ([`cloud::Cloud`]: AWS by `kops-aws`, or simulated by
//! [`sim`]) and a state store ([`state::StateStore`]), which are values and not settings. Everything below it is a pure
//! function of values, stage by stage: [`yaml`], [`spec`], [`defaults`], [`validate`], [`model`], [`plan`], [`render`].

pub mod apply;
pub mod calls;
pub mod cloud;
pub mod cluster_api;
pub mod codes;
pub mod cost;
pub mod create;
pub mod defaults;
pub mod diag;
pub mod engine;
pub mod errors;
pub mod facts;
#[cfg(feature = "schema")]
pub mod fields;
pub mod graph;
pub mod interop;
pub mod kubeconfig;
pub mod lifecycle;
pub mod migrate;
pub mod model;
pub mod naming;
pub mod permissions;
pub mod pki;
pub mod plan;
pub mod preflight;
pub mod render;
pub mod resource;
#[cfg(feature = "schema")]
mod schema;
pub mod spec;
pub mod state;
#[cfg(any(test, feature = "conformance"))]
pub mod testkit;
pub mod upgrade;
pub mod validate;
pub mod yaml;

pub use apply::{Cancel, Event, Report};
pub use cloud::memory as sim;
pub use engine::{Engine, Error, diagram, diff};
pub use migrate::migrate;
pub use plan::{Plan, PlanOptions};
#[cfg(feature = "schema")]
pub use schema::schema;
pub use spec::Spec;
