//! The AWS side of kops-core: [`Aws`] is a [`kops_core::cloud::Cloud`], [`S3Store`] a [`kops_core::state::StateStore`].
//!
//! Credentials, region, endpoint and HTTP client come in through [`Config`]; nothing is read from the environment, so that
//! many accounts live side by side in one process. No type of the SDK is in a public signature but those that [`Config`]
//! takes.
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
//!
//! # Where moto is not AWS
//!
//! The tests run against moto, and the code follows AWS where they differ. moto
//!
//! - does not keep the hostname type of subnets;
//! - gives sets of DHCP options no tags when it makes them, which the library then adds;
//! - calls the types of elastic IPs and NAT gateways in `DescribeTags` otherwise than AWS, so that ids tell the kinds;
//! - keeps the tags of some resources that are gone;
//! - ends lists of launch templates after a page and does not say that there is more;
//! - shows of launch templates only the tags that they were made with;
//! - gives classic load balancers no hosted zone, and network load balancers no network interfaces;
//! - makes a second listener on the same port, and a second internet gateway in a VPC;
//! - lets subnets, addresses, internet gateways and security groups be deleted that something uses;
//! - makes security groups in VPCs that are not there, with a rule that lets everything out over IPv6 too;
//! - wants certificates of TLS listeners to be imported first;
//! - takes ports, types of volumes and sizes of groups that AWS refuses;
//! - refuses rules for protocols without ports unless ports are given, which AWS ignores;
//! - lets a network load balancer keep no fewer than two subnets;
//! - keeps the root volumes of instances that are gone, and the associations of subnets that are gone;
//! - knows no client tokens;
//! - knows neither the quotas that apply to an account, nor the limits of Auto Scaling, nor the simulation of policies.

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
