//! The conformance suite over clouds that exist already, such as those of other languages.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Findings, Subject, cloud_suite};
use crate::cloud::Cloud;

/// Runs every check of [`cloud_suite`] but those named in `lacks`, each on another of the accounts: as many as there are
/// [`cloud_suite::names`]. They hold what that of [`Subject::simulated_account`] does.
pub fn check_clouds(clouds: Vec<Arc<dyn Cloud>>, lacks: &[String]) -> impl Future<Output = Findings> + use<> {
    let lacks = cloud_suite::names().filter(|name| lacks.iter().any(|lacked| lacked == name));
    let lacks: BTreeMap<_, _> = lacks.map(|name| (name, "")).collect();
    let clouds = Mutex::new(clouds);
    cloud_suite::run(move || {
        let cloud = clouds.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let cloud = cloud.unwrap_or_else(|| Arc::new(Subject::simulated_account()));
        let subject = Subject { cloud, lacks: lacks.clone(), ..Subject::simulated() };
        async move { subject }
    })
}
