//! kops-core for Node.js: passes calls through, stays off the event loop, and maps errors to exceptions with fields.
//!
//! No logic lives here, and nothing of what can be called: that is in the tables of `kops_core::interop`, and the typed functions are
//! in JavaScript. Calls run on threads of their own, not on those that move the bytes of connections, so that planning a large
//! cluster delays nothing else.

#![allow(
    missing_docs,
    unreachable_pub,
    reason = "the macro of napi makes undocumented public items; index.d.ts has the docs"
)]

mod call;
mod cloud;
mod cluster;
mod engine;
mod errors;
mod port;
mod store;
mod suites;

// After `cloud`, whose class it adds to: the macros of napi are expanded in this order.
#[cfg(feature = "aws")]
mod aws;
