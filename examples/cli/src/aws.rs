//! The account and the buckets at AWS. A build without the feature `aws` has none and says so.

use std::sync::Arc;

use kops_core::cloud::Cloud;
use kops_core::spec::Spec;
use kops_core::state::StateStore;

use crate::args::Global;
use crate::failure::Failure;

/// The account.
pub(crate) async fn cloud(_: &Global, _: &Spec) -> Result<Arc<dyn Cloud>, Failure> {
    Err(without("name a simulated account with --cloud sim:FILE"))
}

/// A bucket as a state store.
pub(crate) async fn store(_: &Global, url: &str) -> Result<Arc<dyn StateStore>, Failure> {
    Err(without(&format!("`{url}` cannot be reached; use file://DIR, or a bucket of an account in --cloud sim:FILE")))
}

fn without(instead: &str) -> Failure {
    Failure::message(format!("this kops is built without AWS: {instead}, or build it with `--features aws`"))
}
