//! What tests of the library and of its ports are made of.
//!
//! - [`cloud_suite`], [`store_suite`] and [`cluster_suite`] tell whether an implementation of [`crate::cloud::Cloud`],
//!   [`crate::state::StateStore`] or [`crate::cluster_api::ClusterApi`] keeps the promises of its trait: the library's own, and yours;
//! - [`samples`] is one resource of every kind, as a cluster would have them;
//! - [`clusters`] writes specs of clusters of many sorts, at random or by the number of their groups;
//! - [`terraform`] tells whether a rendered configuration holds together;
//! - [`World`] plans and applies until nothing is left to do;
//! - [`crate::cloud::FaultInjecting`], [`crate::cluster_api::FaultInjecting`] and the delays of [`crate::cloud::memory::Account`] let things go wrong.
//!
//! ```
//! use kops_core::testkit;
//!
//! let findings = testkit::block_on(testkit::cloud_suite::run(async || testkit::Subject::simulated()));
//! assert!(findings.is_empty(), "{findings}");
//! ```

mod checks;
pub mod cloud_suite;
pub mod cluster_suite;
#[cfg(any(test, feature = "testkit"))]
pub mod clusters;
mod findings;
pub mod samples;
#[cfg(feature = "testkit")]
mod schema;
mod step_runner;
pub mod store_suite;
mod subject;
#[cfg(any(test, feature = "testkit"))]
pub mod terraform;
#[cfg(test)]
mod tests;
#[cfg(any(test, feature = "testkit"))]
mod world;

pub use checks::check_clouds;
pub use findings::{Finding, Findings};
#[cfg(any(test, feature = "testkit"))]
pub use futures::executor::block_on;
#[cfg(feature = "testkit")]
pub use schema::schema_of_types;
pub use step_runner::StepRunner;
pub use subject::Subject;
#[cfg(any(test, feature = "testkit"))]
pub use world::World;
