//! kops-core for Node.js: converts values, stays off the event loop, and maps errors to exceptions with fields.
//!
//! No logic lives here. Calls run on threads of their own, not on those that move the bytes of AWS connections, so that planning a
//! large cluster delays nothing else.

#![allow(
    missing_docs,
    unreachable_pub,
    reason = "the macro of napi makes undocumented public items; index.d.ts has the docs"
)]

mod account;
#[cfg(feature = "aws")]
mod aws;
mod changes;
mod engine;
mod errors;
mod keys;
mod plan;
mod port;
mod run;
mod spec;
