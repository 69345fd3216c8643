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
//! # assert!(engine.plan(&spec).await?.is_empty());
//! # Ok::<(), kops_core::Error>(()) }).unwrap();
//! ```
//!
//! [`Engine`] loads, plans, applies and deletes clusters in an account ([`cloud::Cloud`]: AWS by `kops-aws`, or simulated by
//! [`sim`]) and a state store ([`state::StateStore`]), which are values and not settings. Everything below it is a pure
//! function of values, stage by stage: [`yaml`], [`spec`], [`defaults`], [`validate`], [`model`], [`plan`], [`render`].
//!
//! | for | use |
//! |---|---|
//! | an account of AWS, and state stores in S3 | the crate `kops-aws`; [`apply::Retrying`] repeats reads that fail for a moment |
//! | the API of a running cluster | the crate `kops-kube`, an implementation of [`cluster_api::ClusterApi`] |
//! | progress, cancellation and limits | [`engine::Run`], which [`Engine::apply`] and the other long calls return |
//! | a plan as data, or as text, Markdown, Terraform files or a picture | [`Plan`], [`render`], [`diagram`] |
//! | tests without AWS | [`sim`], with [`cloud::FaultInjecting`] for what can go wrong |
//!
//! # Errors
//!
//! An [`Error`] is one sentence, its sources say the rest, and [`errors::ErrorData`] is the same as data. What is wrong with a spec are
//! findings, each with its place:
//!
//! ```
//! use kops_core::{Engine, Error, Spec, diag::Report};
//!
//! # async fn example(engine: Engine, spec: Spec) -> Result<(), Error> {
//! match engine.plan(&spec).await {
//!     Ok(plan) => println!("{plan}"),
//!     Err(Error::Invalid { findings, texts }) => print!("{}", Report::new(&findings, &texts)), // with the lines of the spec
//!     Err(error) if error.retryable() => println!("the same call may succeed later: {error}"),
//!     Err(error) => return Err(error),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # A cloud of your own
//!
//! [`cloud::Cloud`], [`state::StateStore`] and [`cluster_api::ClusterApi`] are traits that can be implemented elsewhere, with the crate
//! `async-trait`. An implementation can wrap another one:
//!
//! ```
//! use async_trait::async_trait;
//! use kops_core::cloud::{BoundAction, BoundStep, Cloud, CloudError, ErrorKind, Outcome, Readiness, Scope, Snapshot};
//! use kops_core::facts::{Facts, FactsQuery};
//! use kops_core::resource::{CloudId, Kind};
//! use kops_core::{Engine, sim::Account};
//!
//! /// An account in which nothing is deleted.
//! #[derive(Debug)]
//! struct KeepsAll<C>(C);
//!
//! #[async_trait]
//! impl<C: Cloud> Cloud for KeepsAll<C> {
//!     async fn facts(&self, query: &FactsQuery) -> Result<Facts, CloudError> {
//!         self.0.facts(query).await
//!     }
//!
//!     async fn observe(&self, scope: &Scope) -> Result<Snapshot, CloudError> {
//!         self.0.observe(scope).await
//!     }
//!
//!     async fn execute(&self, step: &BoundStep) -> Result<Outcome, CloudError> {
//!         match step.action {
//!             BoundAction::Delete { .. } => Err(CloudError::new(ErrorKind::Denied, "execute", "nothing is deleted here")),
//!             _ => self.0.execute(step).await,
//!         }
//!     }
//!
//!     async fn probe(&self, kind: Kind, id: &CloudId) -> Result<Readiness, CloudError> {
//!         self.0.probe(kind, id).await
//!     }
//! }
//!
//! let engine = Engine::builder(KeepsAll(Account::new("us-east-2"))).build();
//! # drop(engine);
//! ```
//!
//! The other methods have defaults, with which rolling updates, preflight checks and buckets beside the state store are not available:
//! forward them too where the wrapped cloud has them. The suites of `testkit` say whether an implementation keeps the promises of its trait.
//!
//! # Features
//!
//! None is enabled by default.
//!
//! - `conformance`: `testkit`, the suites that every cloud, state store and cluster API must pass.
//! - `schema`: `schema()`, the JSON Schema of specs, plans and everything else that other languages exchange with the library, and `fields`,
//!   the documentation of each field of a spec.
//! - `schemars`: `schemars::JsonSchema` for the same types.
//! - `testkit`: generated clusters and samples of every kind, which the tests of this library are made of.

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
