//! The command line from end to end, in a folder of its own for each test.

#![allow(clippy::disallowed_methods, reason = "tests make and read files")]

mod apply;
mod arguments;
mod bad_input;
#[cfg(unix)]
mod boot_script;
mod cost;
mod create_cluster;
mod diagram;
mod diff;
mod edit;
mod explain;
#[cfg(unix)]
mod files;
mod groups;
mod interrupt;
mod keys;
mod lock;
mod migrate;
mod objects;
mod offline;
mod origins;
mod permissions;
mod preflight;
mod running;
mod schema;
mod story;
mod support;
mod template;
mod terminal;
mod update;
mod upgrade;
