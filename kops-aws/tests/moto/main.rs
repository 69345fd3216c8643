//! kops-aws against moto, a server that answers as AWS does.
//!
//! One program for all, because linking the AWS SDK takes longer than running the tests.

mod article;
mod cloud;
mod clusters;
mod errors;
mod figures;
mod network;
mod server;
mod store;
mod wire;
