//! kops-aws against moto, a server that answers as AWS does.
//!
//! One program for all, because linking the AWS SDK takes longer than running the tests.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "tests learn from the environment where moto is, and say loudly that they skip"
)]

mod article;
mod balancers;
mod calls;
mod cloud;
mod clusters;
mod dns;
mod errors;
mod figures;
mod instances;
mod leftovers;
mod network;
mod permissions;
mod preflight;
mod process;
mod records;
mod server;
mod settling;
mod store;
mod takeover;
mod wire;
