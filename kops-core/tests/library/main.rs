//! What the library does, by what its users call: one module for each subject.
//!
//! Cases that several modules have are in `common`, `account` and `arbitrary`.

mod account;
mod addons;
mod apply_set;
mod arbitrary;
mod call_limits;
mod common;
mod defaults_conformance;
mod diagnostics;
mod dns;
mod edited_plans;
mod engine;
mod forecast;
mod karpenter;
mod keys;
mod leftovers;
mod limits;
mod locks;
mod migration;
mod model_conformance;
mod neighbours;
mod preflight;
mod protection;
mod published_hashes;
mod reconcile;
mod rolling_update;
mod rolling_updates;
mod scenarios;
mod schema;
mod spec_conformance;
mod spec_properties;
mod stored_clusters;
mod terraform;
mod validate_cluster;
mod validation;
