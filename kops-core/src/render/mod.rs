//! What a graph or a plan looks like to others: a report for people, Markdown for pull requests, JSON for programs, configuration
//! for Terraform.
//!
//! In: values of the pure stages. Out: text, the same bytes for the same values.

pub mod terraform;
pub mod text;

pub use text::markdown;
