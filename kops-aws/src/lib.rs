//! The AWS side of kops-core: [`Aws`] is a [`kops_core::cloud::Cloud`], [`S3Store`] a [`kops_core::state::StateStore`].
//!
//! Credentials, region, endpoint and HTTP client come in through [`Config`] and never from the environment, so that many accounts
//! live side by side in one process. Which certificate authorities the default client trusts is the system's matter: see
//! [`https_client`]. No type of the SDK is in a public signature but those that [`Config`] takes.
//!
//! ```no_run
//! use std::sync::Arc;
//!
//! use kops_aws::{Aws, Config, Credentials, S3Store, TokioClock};
//! use kops_core::apply::{Clock, Retrying};
//! use kops_core::Engine;
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let clock: Arc<dyn Clock> = Arc::new(TokioClock::start());
//! let credentials = Credentials::new("AKIA…", "secret", None, None, "example");
//! let config = Config::new("us-east-2", credentials);
//! let cloud = Retrying::new(Aws::new(&config), clock.clone());
//! let store = Retrying::new(S3Store::open(&config, "s3://kops-state-store").await?, clock.clone());
//! let engine = Engine::builder(cloud).store(store).clock(clock).build();
//! println!("{:?}", engine.clusters().await?);
//! # Ok(())
//! # }
//! ```
//!
//! # Calls
//!
//! A snapshot is read in parallel and in bulk: one `DescribeTags` finds what the cluster has in EC2, IAM comes with
//! `GetAccountAuthorizationDetails` (role by role where that is not allowed), launch templates and autoscaling groups come in
//! pages. What AWS lists for one group at a time, the lifecycle hooks, is noted in a tag of the group's launch template,
//! `kops-core/lifecycle-hooks`, by the steps that change them; without the note they are read from Auto Scaling. So the number
//! of calls does not grow with the number of groups but for pages; `Snapshot::calls` counts them by operation.
//!
//! Each call waits until AWS's published limits allow it: [`Config`] holds the budget
//! ([`CallBudget`](kops_core::apply::CallBudget)) that all of its clones share.
//!
//! Every step is a few calls that can be repeated after any of them: what exists and has the tags that its creation would
//! have given it is taken for it; anything else of that identity is a conflict.
//!
//! An answer that lacks an id, a name or an ARN that AWS promises, or that holds a document that is not JSON, is an error;
//! defaults stand only for what AWS may leave out.
//!
//! Hashes of files that nodes download and that only their publishers know, such as nodeup's, are read over HTTPS from where the
//! files are: `URL.sha256`. Nothing else leaves for a server that is not AWS's.
//!
//! Nothing is retried here: errors say whether trying again helps. The executor of a plan repeats steps;
//! [`Retrying`](kops_core::apply::Retrying) repeats what only reads.
//!
//! What a plan needs is checked against Service Quotas, the use of the account and IAM's simulation of the caller's policies. A part that the
//! caller may not read is left out of the answer, with the reason.
//!
//! # Permissions
//!
//! [`PERMISSIONS`] lists every action and what it is needed for. An error of the kind `Denied` names the missing one.

mod authorities;
mod call;
mod clients;
mod clock;
mod cloud;
mod config;
mod credentials;
mod ec2;
mod endpoint;
mod error;
mod execute;
mod facts;
mod filter;
mod hook_notes;
mod instances;
mod inventory;
mod kinds;
mod made;
mod observe;
mod occupants;
mod permissions;
mod preflight;
mod probe;
mod publisher;
mod reader;
mod step;
mod store;
mod tags;

pub use authorities::{CaCertificates, ParseCaCertificatesError, https_client};
pub use clock::TokioClock;
pub use cloud::Aws;
pub use config::{Config, Credentials};
pub use endpoint::{Endpoint, ParseEndpointError};
pub use permissions::{PERMISSIONS, Permissions};
pub use publisher::read_text;
pub use store::S3Store;
