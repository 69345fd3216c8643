//! The AWS side of kops-core: [`S3Store`] is a [`kops_core::state::StateStore`].
//!
//! Credentials, region, endpoint and HTTP client come in through [`Config`]; nothing is read from the environment, so
//! that many accounts live side by side in one process. No type of the SDK is in a public signature but the credentials.

mod call;
mod clients;
mod clock;
mod cloud;
mod config;
mod error;
mod execute;
mod facts;
mod hooks;
mod observe;
mod permissions;
mod probe;
mod store;
mod tags;

pub use clock::TokioClock;
pub use cloud::Aws;
pub use config::{Config, Credentials};
pub use permissions::{PERMISSIONS, Permissions};
pub use store::S3Store;
